"""What `doctor` finds, and that it says what to do."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import checks
from cli.checks import Verdict
from cli.exits import Exit
from pipeline.settings import Settings
from tests.review.oidc_provider import CLIENT, provided

Run = Callable[..., Any]


def test_a_fit_machine_passes_and_nothing_is_made(chancery: Run, no_home: Path) -> None:
    said = chancery("doctor", "--json")
    verdicts = {one["what"]: one["verdict"] for one in said.json["checks"]}
    assert said.code == Exit.GOOD
    expected = {
        "packages",
        "prefect",
        "fastapi",
        "readers",
        "OCR",
        "home",
        "disk",
        "records",
        "model",
        "pages",
    }
    assert expected <= set(verdicts)
    assert "FAIL" not in verdicts.values()
    assert not no_home.exists()


def test_what_is_not_fit_says_what_to_do(chancery: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    said = chancery("doctor")
    assert said.code == Exit.CHECK_FAILED
    assert "CHANCERY_MODEL" in said.out


def test_settings_that_cannot_be_read_are_one_finding_of_many(
    chancery: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANCERY_PORT", "a door")
    said = chancery("doctor", "--json")
    assert said.code == Exit.CHECK_FAILED
    verdicts = {one["what"]: one["verdict"] for one in said.json["checks"]}
    assert verdicts["settings"] == "FAIL"
    assert verdicts["packages"] == "OK"


def test_a_stranger_among_the_packages_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chancery_stranger").mkdir()
    (tmp_path / "chancery_stranger" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    (finding,) = checks.packages(("pipeline", "chancery_stranger"))
    assert finding.verdict is Verdict.FAIL
    assert str(tmp_path) in finding.found


@pytest.mark.parametrize(
    ("version", "bounds", "fits"),
    [
        ("0.150.0", "fastapi>=0.139,<0.151", True),
        ("0.151.0", "fastapi>=0.139,<0.151", False),
        ("0.138.9", "fastapi<0.151,>=0.139", False),
        ("2.1.9", "sqlalchemy<2.2,>=2.0.36", True),
        ("3.10", "prefect>=3.8,<3.10", False),
        ("1", "anything", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, bounds: str, fits: bool) -> None:
    assert checks.within(version, bounds) is fits


@given(
    st.lists(st.integers(0, 99), min_size=1, max_size=3), st.lists(st.integers(0, 99), min_size=1, max_size=3)
)
def test_a_version_is_either_below_a_bound_or_at_least_it(one: list[int], other: list[int]) -> None:
    version, bound = ".".join(map(str, one)), ".".join(map(str, other))
    assert checks.within(version, f"x>={bound}") is not checks.within(version, f"x<{bound}")


def test_a_home_that_cannot_be_made_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    finding = checks.home(Settings(home=tmp_path / "file" / "home"))
    assert finding.verdict is Verdict.FAIL
    assert finding.remedy


def test_a_prefect_server_that_is_away_is_a_warning(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api"
    finding = checks.prefect(Settings(home=tmp_path, prefect_url=url))
    assert finding.verdict is Verdict.WARN


def test_an_endpoint_that_listens_is_reached_without_a_key_being_sent(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        conf = Settings(home=tmp_path, api_key="secret", model="m", base_url=url)
        finding = checks.endpoint(conf)
        connection, _ = server.accept()
        with connection:
            assert connection.recv(1000) == b""
    assert finding.verdict is Verdict.OK


def test_a_provider_of_sign_ins_is_asked_what_it_says_of_itself(
    chancery: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> tuple[str, str, str]:
        checks = chancery("doctor", "--json").json["checks"]
        one = next(check for check in checks if check["what"] == "sign-in provider")
        return one["verdict"], one["found"], one["remedy"]

    assert found()[:2] == ("OK", "not set; people sign in with what Chancery keeps")
    monkeypatch.setenv("CHANCERY_OIDC_CLIENT", CLIENT)
    monkeypatch.setenv("CHANCERY_ORIGIN", "https://chancery.example.gov")
    with provided() as server:
        monkeypatch.setenv("CHANCERY_OIDC_ISSUER", server.issuer)
        assert found() == ("OK", f"{server.issuer}, 2 keys", "")
        server.identity.says = {"code_challenge_methods_supported": ["plain"]}
        assert found()[0] == "WARN"
        server.identity.published = []
        assert found()[:2] == ("FAIL", "it publishes no key")
        server.identity.says = {"issuer": f"{server.issuer}/"}
        verdict, told, _ = found()
        assert verdict == "FAIL" and "calls itself" in told
    verdict, told, remedy = found()
    assert verdict == "FAIL" and "cannot be reached" in told and "CHANCERY_OIDC_ISSUER" in remedy
    monkeypatch.setitem(sys.modules, "joserfc", None)
    verdict, told, remedy = found()
    assert verdict == "FAIL" and "joserfc" in told and "chancery[oidc]" in remedy
