"""The work queue: each document to one worker at a time, and never lost with its worker."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from pipeline.documents import ExtractedDocument, unread
from pipeline.intake import IntakeDocument, Stage
from pipeline.problems import NeedsOcr, Problem, ReadingState, ResourceShort
from pipeline.settings import Settings
from store.records import SqlRecords

Take = Callable[..., IntakeDocument]
LEASE = timedelta(seconds=300)
PROCESSES = 4

WORKER = """
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
import store
from pipeline.problems import Problem
from pipeline.settings import Settings

home, url, name = sys.argv[1:]
with store.open_records(Settings(home=Path(home), database_url=url)) as records:
    print("ready", flush=True)
    sys.stdin.readline()
    while (document := records.claim(name, datetime.now(UTC))) is not None:
        print(document.control_number, flush=True)
        records.set_aside(document, Problem("looked at"))
        time.sleep(0.005)  # what real work gives the others: a turn
"""


def lay_aside(document: IntakeDocument, state: ReadingState) -> ExtractedDocument:
    return unread(
        document.sha256, document.name, "text/plain", state, "It is locked.", "No password is known."
    )


def test_the_oldest_waiting_document_is_claimed(records: SqlRecords, receive: Take, now: datetime) -> None:
    first, second = receive("one"), receive("two")
    claimed = [records.claim("a", now), records.claim("b", now), records.claim("c", now)]
    assert [document and document.control_number for document in claimed] == [
        first.control_number,
        second.control_number,
        None,
    ]
    assert claimed[0] and claimed[0].stage is Stage.READING and claimed[0].attempts == 1


def test_a_lease_that_ran_out_is_taken_over(records: SqlRecords, receive: Take, now: datetime) -> None:
    receive("one")
    first = records.claim("a", now)
    assert records.claim("b", now + LEASE - timedelta(seconds=1)) is None
    second = records.claim("b", now + LEASE)
    assert first and second and second.control_number == first.control_number and second.attempts == 2


def test_a_renewed_lease_is_not_taken_over(records: SqlRecords, receive: Take, now: datetime) -> None:
    receive("one")
    mine = records.claim("a", now)
    assert mine and records.renew(mine, now + LEASE / 2)
    assert records.claim("b", now + LEASE) is None
    theirs = records.claim("b", now + LEASE * 2)
    assert theirs and not records.renew(mine, now + LEASE * 2)


def test_a_released_document_is_ready_at_once_and_lost_no_attempt(
    records: SqlRecords, receive: Take, now: datetime
) -> None:
    receive("one")
    mine = records.claim("a", now)
    assert mine and records.release(mine).attempts == 0
    again = records.claim("b", now)
    assert again and again.attempts == 1


def test_a_held_document_returns_after_its_time(records: SqlRecords, receive: Take, now: datetime) -> None:
    receive("one")
    mine = records.claim("a", now)
    assert mine
    held = records.hold(mine, ResourceShort("The disk is full.", "No room."), now + timedelta(minutes=10))
    assert (held.stage, held.reason) == (Stage.HELD, "The disk is full. No room.")
    assert [row.control_number for row in records.failures()] == [mine.control_number]
    assert records.claim("a", now + timedelta(minutes=9)) is None
    back = records.claim("a", now + timedelta(minutes=10))
    assert back and back.stage is Stage.READING and back.attempts == 2


def test_a_document_without_text_ends_in_one_visible_state(
    records: SqlRecords, receive: Take, now: datetime
) -> None:
    receive("one")
    mine = records.claim("a", now)
    assert mine
    read = records.keep_reading(mine, lay_aside(mine, ReadingState.NEEDS_PASSWORD), "r")
    assert read.stage is Stage.READING
    problem = NeedsOcr("It is a picture.")
    aside = records.set_aside(read, problem)
    assert (aside.stage, aside.reading_state) == (Stage.SET_ASIDE, ReadingState.NEEDS_OCR)
    assert aside.coverage == "none(ocr)"
    assert records.counts().by_stage == {"set_aside": 1}
    assert records.claim("a", now + LEASE * 10) is None


def test_a_retried_document_starts_anew_and_is_read_anew(
    records: SqlRecords, receive: Take, now: datetime
) -> None:
    receive("one")
    mine = records.claim("a", now)
    assert mine
    read = records.keep_reading(mine, lay_aside(mine, ReadingState.FAILED), "r")
    records.set_aside(read, Problem("It could not be read."))
    back = records.retry(mine.control_number, "clerk")
    assert (back.stage, back.attempts, back.reason) == (Stage.RECEIVED, 0, None)
    assert records.reading(back, "r") is None
    assert records.claim("a", now) is not None


def test_an_overtaken_worker_changes_nothing(records: SqlRecords, receive: Take, now: datetime) -> None:
    receive("one")
    slow = records.claim("slow", now)
    quick = records.claim("quick", now + LEASE)
    assert slow and quick
    done = records.set_aside(quick, Problem("It is broken."))
    events = records.verify().events
    for late in (
        records.hold(slow, ResourceShort("No room."), now),
        records.set_aside(slow, Problem("Something else.")),
        records.keep_reading(slow, lay_aside(slow, ReadingState.FAILED), "r"),
        records.release(slow),
    ):
        assert late == done
    assert records.verify().events == events


def test_threads_never_claim_the_same_document(records: SqlRecords, receive: Take, now: datetime) -> None:
    for number in range(40):
        receive(f"letter {number}")

    def work(worker: int) -> list[str]:
        found = []
        while (document := records.claim(f"t{worker}", now)) is not None:
            found.append(document.control_number)
        return found

    with ThreadPoolExecutor(8) as pool:
        claimed = [number for found in pool.map(work, range(8)) for number in found]
    assert len(claimed) == len(set(claimed)) == 40


@pytest.mark.slow
def test_processes_never_claim_the_same_document(conf: Settings, records: SqlRecords, receive: Take) -> None:
    for number in range(120):
        receive(f"letter {number}")
    command = [sys.executable, "-c", WORKER, str(conf.home), conf.database_url]
    workers = [
        subprocess.Popen([*command, f"w{n}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(PROCESSES)
    ]
    for worker in workers:
        assert worker.stdout and worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    claims = [worker.communicate(timeout=120)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * PROCESSES
    times = Counter(number for found in claims for number in found)
    assert len(times) == 120 and set(times.values()) == {1}
    assert sum(1 for found in claims if found) > 1, "one process did all the work: nothing was raced for"
    assert records.counts().by_stage == {"set_aside": 120}
    assert records.verify().holds
