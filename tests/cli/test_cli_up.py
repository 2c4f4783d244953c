"""What stops `up` and `worker` before they start anything."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import pytest

from cli import running
from cli.entry import main
from intake.ways import Sign
from pipeline.problems import ResourceShort
from pipeline.settings import Settings

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


def test_up_names_a_mailbox_that_is_not_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["up", "--mailbox", "letters"]) == 4
    assert "letters" in capsys.readouterr().err


def test_status_tells_how_ways_in_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ways_in"] == []
    with Sign(home, "folder", "/srv/in") as sign, Sign(home, "mailbox", "letters") as short:
        sign.well()
        short.short(ResourceShort("The mail server is away."))
        assert main(["status"]) == 0
        said = capsys.readouterr().err
        assert "Folder /srv/in is watched; last looked into: " in said
        assert "Mailbox letters: The mail server is away." in said
        assert main(["status", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)["ways_in"]
    assert [(way["kind"], way["name"], way["served"]) for way in told] == [
        ("folder", "/srv/in", True),
        ("mailbox", "letters", True),
    ]
    lost = home / "ways" / "folder-lost.json"
    long_ago = "2026-03-02T15:00:00+00:00"
    lost.write_text(
        json.dumps(
            {"kind": "folder", "name": "/lost", "alive_at": long_ago, "looked_at": None, "problem": ""}
        )
    )
    assert main(["status"]) == 0
    assert "Folder /lost: nobody looks after it any more" in capsys.readouterr().err


def test_the_rest_starts_when_the_pages_answer_or_have_had_their_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as pages:
        pages.bind(("127.0.0.1", 0))
        ready = running.AfterPages(Settings(home=Path(), port=pages.getsockname()[1]))
        assert not ready(), "nobody listens yet"
        pages.listen()
        assert ready()
    assert ready(), "they are not asked again"
    assert running.AfterPages(Settings(home=Path(), port=0))(), "nobody knows where they will answer"
    late = running.AfterPages(Settings(home=Path(), port=1))
    assert not late()
    later = time.monotonic() + running.PAGES_FIRST + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert late()
