"""A process tree: crashed parts come back, all end together, and none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.supervisor import Part, Stop, Supervisor

pytestmark = pytest.mark.slow

PATIENCE = 30
PART = """
import os, pathlib, signal, sys, time
from flows.lifeline import hold
hold(int(sys.argv[-1]))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
place = pathlib.Path(sys.argv[1])
with place.open("a") as file:
    file.write(f"{os.getpid()}\\n")
while True:
    time.sleep(0.05)
"""
PARENT = """
import pathlib, sys
from flows.supervisor import Part, Stop, Supervisor
part = Part("one", (sys.executable, "-c", sys.argv[1], sys.argv[2]))
Supervisor([part], pathlib.Path(sys.argv[2]).parent / "logs", print).run(Stop())
"""


def until(reached: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.05)


def starts(place: Path) -> list[int]:
    return [int(line) for line in place.read_text().split()] if place.exists() else []


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "starts"


def test_a_part_that_crashes_is_started_again_and_all_end_when_asked(place: Path, tmp_path: Path) -> None:
    told: list[str] = []
    stop = Stop()
    part = Part("one", (sys.executable, "-c", PART, str(place)))
    tree = threading.Thread(target=Supervisor([part], tmp_path / "logs", told.append).run, args=(stop,))
    tree.start()
    until(lambda: len(starts(place)) == 1)
    os.kill(starts(place)[0], signal.SIGKILL)
    until(lambda: len(starts(place)) == 2)
    stop.asked = 1
    tree.join(PATIENCE)
    assert not tree.is_alive()
    assert told == ["one ended by signal 9; it is started again in 1 s."]
    assert not alive(starts(place)[1])


def test_each_crash_in_a_row_is_waited_for_twice_as_long(tmp_path: Path) -> None:
    told: list[str] = []
    stop = Stop()
    part = Part("one", (sys.executable, "-c", "raise SystemExit(3)"))
    tree = threading.Thread(target=Supervisor([part], tmp_path / "logs", told.append).run, args=(stop,))
    tree.start()
    until(lambda: len(told) == 3)
    stop.asked = 1
    tree.join(PATIENCE)
    assert told == [f"one ended with code 3; it is started again in {wait} s." for wait in (1, 2, 4)]


def test_what_does_not_end_is_killed_and_named(tmp_path: Path) -> None:
    told: list[str] = []
    stop = Stop()
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True)"
    command = (sys.executable, "-c", f"{deaf}; time.sleep(60)")
    part = Part("one", command, patience=0.2)
    tree = threading.Thread(target=Supervisor([part], tmp_path / "logs", told.append).run, args=(stop,))
    tree.start()
    until(lambda: (tmp_path / "logs" / "one.log").exists() and (tmp_path / "logs" / "one.log").read_text())
    stop.asked = 1
    tree.join(PATIENCE)
    assert told == ["one did not end in time; it is killed. What it worked on waits."]


def test_a_part_waits_until_it_may_start(place: Path, tmp_path: Path) -> None:
    stop, open_ = Stop(), threading.Event()
    part = Part("one", (sys.executable, "-c", PART, str(place)), may_start=open_.is_set)
    tree = threading.Thread(target=Supervisor([part], tmp_path / "logs", print).run, args=(stop,))
    tree.start()
    time.sleep(0.6)
    assert not starts(place)
    open_.set()
    until(lambda: starts(place))
    stop.asked = 1
    tree.join(PATIENCE)


def test_a_part_ends_when_its_parent_is_killed(place: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, PART, str(place)])
    until(lambda: starts(place))
    parent.kill()
    parent.wait()
    until(lambda: not alive(starts(place)[0]))
