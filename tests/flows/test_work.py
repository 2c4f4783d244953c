"""Admitting and processing: nothing is lost, one document's fault is no other's, Ctrl+C is polite."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.wiring import Desk
from flows.work import Outcome, Watcher, ingest, process_waiting
from intake import Notice
from intake.files import NamedFiles
from pipeline.intake import Admission, Incoming, IntakeDocument, Stage
from pipeline.problems import ResourceShort

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
    folder = put("INTERRUPT", *[f"document {number}" for number in range(30)])
    outcome = taken_in(desk, folder)

    assert outcome.interrupted
    assert not outcome.broken
    stages = desk.records.counts().by_stage
    done = stages[Stage.NEEDS_REVIEW.value]
    assert 1 <= done == len(outcome.documents) < 31
    assert stages.get(Stage.RECEIVED.value, 0) == outcome.admitted - done

    rest = taken_in(desk, folder)
    assert (rest.admitted, rest.known) == (31 - outcome.admitted, outcome.admitted)
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


def test_a_part_of_a_run_leaves_the_index_of_vectors_to_its_end(
    desk: Desk, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.work.MANY_TEXTS", 1)
    for path in sorted(put("one text", "two texts", "three texts").iterdir()):
        desk.records.admit(next(iter(NamedFiles([path], 1000).waiting(_now()))), "text/plain", "clerk")
    process_waiting(desk, most=2)
    assert desk.records.index() == 2
    process_waiting(desk)
    assert desk.records.index() == 0


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

    def hear(words: str) -> None:
        assert inside.acquire(blocking=False)
        heard.append(words)
        inside.release()

    def admitted(admission: Admission) -> None:
        hear(f"admitted {admission.document.name}")

    def processed(document: IntakeDocument) -> None:
        hear(f"processed {document.name}")

    taken_in(
        desk, put("one", "BROKEN", "three"), Watcher(admitted, processed=processed, broke=lambda _: None)
    )

    assert [words for words in heard if words.startswith("admitted")] == [
        f"admitted {number}.txt" for number in range(3)
    ]
    assert sorted(words for words in heard if words.startswith("processed")) == [
        "processed 0.txt",
        "processed 2.txt",
    ]


class Patient:
    """A channel that brings a receipt only once the one before it has been processed, then breaks."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.texts = texts
        self.done = threading.Semaphore(0)

    def waiting(self, now: datetime) -> Iterator[Incoming]:
        for number, text in enumerate(self.texts):
            yield Incoming("folder", f"{number}.txt", text.encode(), now, external_id=str(number))
            assert self.done.acquire(timeout=20)
        raise ResourceShort("The disk is full.")

    def committed(self, incoming: Incoming) -> None:
        pass

    def notices(self) -> tuple[Notice, ...]:
        return ()


def test_what_is_admitted_is_processed_before_the_channel_ends(desk: Desk) -> None:
    channel = Patient(("one", "two", "three"))
    with pytest.raises(ResourceShort):
        ingest(desk, channel, "clerk", Watcher(processed=lambda _: channel.done.release()))
    assert desk.records.counts().by_stage == {Stage.NEEDS_REVIEW.value: 3}


def _now() -> datetime:

    return datetime.now(UTC)
