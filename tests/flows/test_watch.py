"""A watched folder over time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flows.watch import pause, scan_twice, watch
from flows.wiring import Desk
from flows.work import Watcher
from intake import Notice
from pipeline.intake import IntakeDocument, Stage

Put = Callable[..., Path]


def old(folder: Path) -> Path:
    for path in folder.iterdir():
        os.utime(path, (time.time() - 60,) * 2)
    return folder


def test_one_look_takes_what_lies_still_and_moves_it(desk: Desk, put: Put) -> None:
    folder = old(put("one", "two"))
    outcome = scan_twice(desk, folder, "clerk", time.sleep)
    assert outcome.admitted == 2
    assert sorted(path.name for path in (folder / "processed").iterdir()) == ["0.txt", "1.txt"]


def test_it_goes_on_until_told_to_stop(desk: Desk, put: Put) -> None:
    folder, stop, done = old(put("one")), threading.Event(), list[str]()

    def processed(document: IntakeDocument) -> None:
        done.append(document.name)
        if len(done) == 1:
            (folder / "later.txt").write_text("a later one")
        else:
            stop.set()

    assert not watch(desk, folder, "clerk", stop, Watcher(processed=processed))

    assert done == ["0.txt", "later.txt"]
    assert desk.records.counts().by_stage[Stage.NEEDS_REVIEW.value] == 2


def test_without_a_folder_it_processes_what_others_admit(desk: Desk, put: Put) -> None:
    scan_twice(desk, old(put("one")), "clerk", time.sleep)
    stop = threading.Event()
    assert not watch(desk, None, "system", stop, Watcher(processed=lambda _: stop.set()))
    assert desk.records.counts().by_stage[Stage.NEEDS_REVIEW.value] == 1


def test_ctrl_c_ends_it(desk: Desk, put: Put) -> None:
    assert watch(desk, old(put("INTERRUPT")), "clerk", threading.Event())


def test_an_empty_file_does_not_stop_the_others(desk: Desk, put: Put) -> None:
    heard: list[Notice] = []
    outcome = scan_twice(desk, old(put("", "two")), "clerk", time.sleep, Watcher(noticed=heard.append))
    assert outcome.admitted == 1
    assert heard == []


def test_the_pause_follows_the_settle_time_within_reason(desk: Desk) -> None:
    assert pause(desk) == 0.2


def test_a_told_change_is_looked_at_long_before_the_next_look(desk: Desk, put: Put, tmp_path: Path) -> None:
    slow = replace(desk.settings, scan_seconds=60.0)
    folder, stop = put(), threading.Event()
    heard = threading.Thread(
        target=watch,
        args=(replace(desk, settings=slow), folder, "clerk", stop, Watcher(processed=lambda _: stop.set())),
    )
    heard.start()
    time.sleep(1)
    (folder / "letter.txt").write_text("a letter")
    assert stop.wait(20)
    heard.join(20)
    assert not heard.is_alive()


def test_several_folders_are_watched_together(desk: Desk, put: Put, tmp_path: Path) -> None:
    first, second = old(put("one")), tmp_path / "second"
    second.mkdir()
    (second / "two.txt").write_text("two")
    stop, done = threading.Event(), list[str]()

    def processed(document: IntakeDocument) -> None:
        done.append(document.name)
        if len(done) == 2:
            stop.set()

    assert not watch(desk, [first, old(second)], "clerk", stop, Watcher(processed=processed))
    assert sorted(done) == ["0.txt", "two.txt"]
