"""The log: whole in its file, terse on the terminal, never in the way."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cli import logs

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


def _fail() -> None:
    try:
        raise ZeroDivisionError("planted")
    except ZeroDivisionError:
        logging.getLogger("flows").exception("it broke")


def test_a_fault_is_kept_whole_in_the_file_and_stays_off_the_terminal(chancery: Run, tmp_path: Path) -> None:
    chancery("status")
    _fail()
    kept = (tmp_path / "home" / "chancery.log").read_text()
    assert "it broke" in kept
    assert "ZeroDivisionError: planted" in kept


@pytest.mark.parametrize(("option", "shown", "whole"), [(None, False, False), ("-v", True, False)])
def test_the_terminal_shows_what_was_asked_for(
    chancery: Run, capfd: pytest.CaptureFixture[str], option: str | None, shown: bool, whole: bool
) -> None:
    chancery("status", *([option] if option else []))
    logs.set_up(verbose=option == "-v", debug=False)
    _fail()
    err = capfd.readouterr().err
    assert ("it broke" in err) is shown
    assert ("Traceback" in err) is whole


def test_debug_shows_the_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    logs.set_up(verbose=False, debug=True)
    _fail()
    assert "Traceback" in capfd.readouterr().err


def test_no_home_is_made_for_the_log(chancery: Run, no_home: Path) -> None:
    logs.set_up(verbose=False, debug=False)
    _fail()
    assert not no_home.exists()


def test_a_full_file_makes_room(chancery: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 10)
    logs.set_up(verbose=False, debug=False)
    _fail()
    _fail()
    assert (tmp_path / "home" / "chancery.log.1").exists()
    assert (tmp_path / "home" / "chancery.log").read_text().count("it broke") == 1
