"""The rules of the test house itself hold: no network, no settings from outside."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

HOUSE = Path(__file__).parent


@pytest.fixture
def housed(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder of tests under the same rules, run in a process of its own."""
    pytester.makeconftest((HOUSE / "conftest.py").read_text(encoding="utf-8"))
    shutil.copy(HOUSE / "empty_records.py", pytester.mkpydir("tests"))
    return pytester


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answers = threading.Thread(target=lambda: server.accept()[0].close())
        answers.start()
        with socket.create_connection(server.getsockname(), timeout=5) as client:
            assert client.recv(1) == b""
        answers.join()


@pytest.mark.parametrize(
    "reach",
    [
        "socket.create_connection(('192.0.2.1', 80), timeout=1)",
        "socket.create_connection(('example.org', 80), timeout=1)",
        "socket.getaddrinfo('example.org', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "urllib.request.urlopen('http://192.0.2.1/', timeout=1)",
    ],
)
@pytest.mark.slow
def test_a_test_that_reaches_out_fails_even_if_it_hides_the_error(
    housed: pytest.Pytester, reach: str
) -> None:
    housed.makepyfile(
        f"""
        import contextlib, socket, urllib.request

        def test_hides():
            with contextlib.suppress(Exception):
                {reach}
        """
    )
    result = housed.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*reached for the network*"])


@pytest.mark.slow
@pytest.mark.parametrize(("required", "outcome"), [("", {"skipped": 1}), ("1", {"failed": 1})])
def test_what_is_left_out_is_told_or_fails(
    housed: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, required: str, outcome: dict[str, int]
) -> None:
    monkeypatch.setenv("CHANCERY_REQUIRE_ALL", required)
    housed.makepyfile("import pytest\n\ndef test_left_out():\n    pytest.skip('no such part here')\n")
    result = housed.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(**outcome)
    result.stdout.fnmatch_lines(["*no such part here*"])


def test_settings_from_outside_do_not_reach_tests() -> None:
    allowed = {"CHANCERY_CORPUS", "CHANCERY_PICTURES", "CHANCERY_REQUIRE_ALL"}
    ours = {name for name in os.environ if name.startswith(("CHANCERY_", "OPENAI_", "PREFECT_"))}
    assert ours <= allowed


@pytest.mark.slow
def test_a_setting_made_by_one_test_does_not_reach_the_next(housed: pytest.Pytester) -> None:
    housed.makepyfile(
        """
        import os

        def test_sets():
            os.environ["OPENAI_API_KEY"] = "left behind"

        def test_sees_nothing():
            assert "OPENAI_API_KEY" not in os.environ
        """
    )
    housed.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=2)
