"""What stops `up` and `worker` before they start anything."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from cli.entry import main

pytestmark = pytest.mark.network


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANCERY_HOME", str(tmp_path / "home"))


def test_a_worker_needs_the_address_of_a_server(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker"]) == 4
    assert "PREFECT_API_URL is not set." in capsys.readouterr().err


def test_up_says_that_its_port_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("CHANCERY_PREFECT_PORT", str(taken.getsockname()[1]))
        assert main(["up"]) == 6
    assert "set CHANCERY_PREFECT_PORT to another port" in capsys.readouterr().err


def test_up_names_an_inbox_that_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["up", "--inbox", str(tmp_path / "nowhere")]) == 4
    assert "is no folder" in capsys.readouterr().err
