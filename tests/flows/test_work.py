"""Admitting and processing: nothing is lost, one document's fault is no other's, Ctrl+C is polite."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flows.wiring import Desk
from flows.work import Outcome, Watcher, ingest, process_waiting
from intake.files import NamedFiles
from pipeline.intake import Admission, IntakeDocument, Stage

Put = Callable[..., Path]


def taken_in(desk: Desk, folder: Path, watcher: Watcher | None = None) -> Outcome:
    return ingest(desk, NamedFiles([folder], 1_000_000), "clerk", watcher or Watcher())


def test_every_document_comes_to_its_drafts(desk: Desk, put: Put) -> None:
    outcome = taken_in(desk, put("one", "two", "three"))
    assert outcome.admitted == 3
    assert outcome.by_stage == {Stage.NEEDS_REVIEW: 3}
    assert not outcome.interrupted
    assert desk.records.counts().by_stage[Stage.NEEDS_REVIEW.value] == 3


def test_the_second_run_finds_nothing_new_and_adds_nothing(desk: Desk, put: Put) -> None:
    folder = put("one", "two")
    taken_in(desk, folder)
    before = desk.records.counts()

    again = taken_in(desk, folder)

    assert (again.admitted, again.known, again.documents) == (0, 2, [])
    assert desk.records.counts() == before


def test_attachments_are_processed_in_the_same_run(desk: Desk, put: Put) -> None:
    outcome = taken_in(desk, put("Letter. ATTACHED 5 enclosures"))
    assert outcome.admitted == 1
    assert outcome.by_stage == {Stage.NEEDS_REVIEW: 6}
    assert sum(document.parent is not None for document in outcome.documents) == 5
    assert (desk.records.counts().documents, desk.records.counts().children) == (1, 5)


def test_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(desk: Desk, put: Put) -> None:
    outcome = taken_in(desk, put("LOCKED", "two"))
    assert outcome.by_stage == {Stage.NEEDS_REVIEW: 1, Stage.SET_ASIDE: 1}


def test_an_analyzer_that_is_away_holds_the_document(desk: Desk, put: Put) -> None:
    outcome = taken_in(desk, put("AWAY", "two"))
    assert outcome.by_stage == {Stage.NEEDS_REVIEW: 1, Stage.HELD: 1}


def test_our_own_fault_in_one_document_stops_no_other_and_leaves_it_waiting(desk: Desk, put: Put) -> None:
    outcome = taken_in(desk, put("one", "BROKEN", "three"))
    assert outcome.by_stage == {Stage.NEEDS_REVIEW: 2}
    (broken,) = outcome.broken
    assert isinstance(broken.error, ZeroDivisionError)
    assert desk.records.document(broken.document.control_number).stage.waits_for_machine


def test_ctrl_c_finishes_what_is_under_way_and_the_next_run_goes_on(desk: Desk, put: Put) -> None:
    outcome = taken_in(desk, put("INTERRUPT", *[f"document {number}" for number in range(30)]))

    assert outcome.interrupted
    assert not outcome.broken
    stages = desk.records.counts().by_stage
    done = stages[Stage.NEEDS_REVIEW.value]
    assert 1 <= done == len(outcome.documents) < 31
    assert stages[Stage.RECEIVED.value] == 31 - done

    rest = process_waiting(desk)
    assert len(rest.documents) == 31 - done
    assert desk.records.counts().by_stage[Stage.NEEDS_REVIEW.value] == 31


def test_documents_are_processed_side_by_side(desk: Desk, put: Put) -> None:
    outcome = taken_in(desk, put("MEET one", "MEET two"))
    assert outcome.by_stage == {Stage.NEEDS_REVIEW: 2}
    assert not outcome.broken


def test_no_more_than_asked_for_are_processed(desk: Desk, put: Put) -> None:
    for path in sorted(put("one", "two", "three").iterdir()):
        desk.records.admit(next(iter(NamedFiles([path], 1000).waiting(_now()))), "text/plain", "clerk")
    assert len(process_waiting(desk, most=2).documents) == 2
    assert len(process_waiting(desk).documents) == 1


def test_a_stop_that_is_set_leaves_everything_waiting(desk: Desk, put: Put) -> None:
    stop = threading.Event()
    stop.set()
    for incoming in NamedFiles([put("one")], 1000).waiting(_now()):
        desk.records.admit(incoming, "text/plain", "clerk")
    assert process_waiting(desk, stop=stop).documents == []
    assert len(process_waiting(desk).documents) == 1


def test_the_watcher_hears_of_everything_one_at_a_time(desk: Desk, put: Put) -> None:
    heard: list[str] = []
    inside = threading.Lock()

    def admitted(admission: Admission) -> None:
        heard.append(f"admitted {admission.document.name}")

    def processed(document: IntakeDocument) -> None:
        assert inside.acquire(blocking=False)
        heard.append(f"processed {document.name}")
        inside.release()

    taken_in(
        desk, put("one", "BROKEN", "three"), Watcher(admitted, processed=processed, broke=lambda _: None)
    )

    assert heard[:3] == ["admitted 0.txt", "admitted 1.txt", "admitted 2.txt"]
    assert sorted(heard[3:]) == ["processed 0.txt", "processed 2.txt"]


def _now() -> datetime:

    return datetime.now(UTC)
