"""What any Records must do, on SQLite and on PostgreSQL: admit, hand out and file once, lose nothing."""

from __future__ import annotations

import hashlib
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from pipeline.decisions import Decision, DraftStatus, Verdict
from pipeline.documents import (
    Annotation,
    AnnotationKind,
    Attachment,
    Block,
    BlockKind,
    ExtractedDocument,
    Page,
    PageSource,
    Span,
    unread,
)
from pipeline.drafting import proposals
from pipeline.findings import (
    ActionFinding,
    Analysis,
    Confidence,
    DocumentFacts,
    Kind,
    LedgerClass,
    LedgerEntry,
    Provenance,
)
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.ports import Records, Stamp
from pipeline.problems import (
    Conflict,
    Damaged,
    IllegalMove,
    Problem,
    ReadingState,
    ResourceShort,
    Unread,
)
from pipeline.settings import Settings
from store import open_records
from store.records import SqlRecords

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
STAMP = Stamp("contract", "1")

CRASHER = """
import hashlib, sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import *
from pipeline.intake import Incoming
from pipeline.ports import Stamp
from pipeline.settings import Settings
from pipeline.stages import process
from store import open_records

class Tool:
    version, stamp = "1", Stamp("contract", "1")
    def views(self, data, read, password=""):
        return ()
    def read(self, data, name, password=""):
        text = data.decode()
        sha256 = hashlib.sha256(data).hexdigest()
        return ExtractedDocument(sha256, name, "text/plain", text, (Page(1, Span(0, len(text))),))
    def analyse(self, read):
        place = (read.cite(Span(0, len(read.text))),)
        action = ActionFinding("Answer", "request", place, Confidence.HIGH, "said")
        facts = DocumentFacts(Kind.OTHER, "text/plain", read.sha256, "extracted", "full")
        return Analysis(facts, read.text, Provenance("contract"), actions=(action,))

home, url, run = sys.argv[1:]
now, number = datetime(2026, 3, 2, tzinfo=UTC), 0
with open_records(Settings(home=Path(home), database_url=url)) as records:
    while number < 1000:
        data = f"letter {run} {number}".encode()
        incoming = Incoming("folder", "a.txt", data, now, source=f"{run} {number}")
        print(records.admit(incoming, "text/plain", "system").document.control_number, flush=True)
        document = records.claim("w", now)
        if document is not None:
            process(records, Tool(), Tool(), document, now)
        number += 1
"""


@pytest.fixture
def conf(on_each_engine: Settings) -> Settings:
    return on_each_engine


@pytest.fixture
def records(conf: Settings) -> Iterator[SqlRecords]:
    with open_records(conf) as opened:
        yield opened


def brought(words: str, source: str = "/in/a.txt") -> Incoming:
    return Incoming("folder", "a.txt", words.encode(), NOW, source=source)


def read_of(document: IntakeDocument, words: str) -> ExtractedDocument:
    return ExtractedDocument(
        document.sha256, document.name, "text/plain", words, (Page(1, Span(0, len(words))),)
    )


def found_in(read: ExtractedDocument) -> Analysis:
    place = (read.cite(Span(0, len(read.text))),)
    action = ActionFinding("Answer", "request", place, Confidence.HIGH, "said")
    facts = DocumentFacts(Kind.OTHER, "text/plain", read.sha256, read.state.value, "full")
    return Analysis(facts, read.text, Provenance("contract"), actions=(action,))


def filed(records: Records, words: str) -> IntakeDocument:
    records.admit(brought(words, words), "text/plain", "system")
    document = records.claim("w", NOW)
    assert document
    read = read_of(document, words)
    document = records.keep_reading(document, read, "1")
    return records.file(document, found_in(read), STAMP, proposals(read, found_in(read)))


def test_the_store_fits_the_port(records: SqlRecords) -> None:
    port: Records = records
    assert port is records


def test_the_same_receipt_again_gives_nothing_new(records: SqlRecords) -> None:
    first = records.admit(brought("words"), "text/plain", "system")
    again = records.admit(brought("words"), "text/plain", "somebody else")
    assert first.new and not again.new
    assert again.document == first.document
    assert records.counts().documents == 1


def test_the_bytes_are_kept_before_the_row(records: SqlRecords) -> None:
    with pytest.raises(Problem):
        records.admit(brought("orphan"), "text/plain", "system", parent="EC-1999-00001")
    document = records.admit(brought("words"), "text/plain", "system").document
    assert records.contents(document) == b"words"


ANY_TEXT = st.text(st.characters(), max_size=30)
"""Any code points: lone surrogates, as an undecodable file name has them, and NUL too."""


@given(data=st.binary(max_size=200), name=ANY_TEXT, source=ANY_TEXT)
@example(data=b"", name="na\udcffme\0.txt", source="/in/\udcff")
@examples(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_under_any_name_are_admitted_as_they_are(
    records: SqlRecords, data: bytes, name: str, source: str
) -> None:
    incoming = Incoming("folder", name, data, NOW, source=f"{uuid4().hex} {source}")
    document = records.admit(incoming, "application/octet-stream", "system").document
    assert records.contents(document) == data
    assert records.document(document.control_number) == document
    assert not records.admit(incoming, "application/octet-stream", "system").new
    assert document.name == re.sub("[\0\ud800-\udfff]", "\ufffd", name)
    assert document.size == len(data)
    assert records.verify().holds


def test_an_original_that_changed_on_disk_is_not_handed_out(records: SqlRecords, conf: Settings) -> None:
    document = records.admit(brought("words"), "text/plain", "system").document
    place = conf.home / "originals" / document.sha256[:2] / document.sha256
    place.write_bytes(b"sword")
    with pytest.raises(Damaged):
        records.contents(document)
    place.unlink()
    with pytest.raises(ResourceShort):
        records.contents(document)


def test_a_reading_comes_back_as_it_was(records: SqlRecords) -> None:
    records.admit(brought("words"), "text/plain", "system")
    document = records.claim("w", NOW)
    assert document
    words = "One page.\n\U0001f6a2 two – “pages”"
    read = ExtractedDocument(
        document.sha256,
        document.name,
        "application/pdf",
        words,
        (
            Page(1, Span(0, 10), PageSource.OCR, 0.83, 612.0, 792.0, 90),
            Page(2, Span(10, len(words))),
        ),
        (
            Block(BlockKind.HEADING, Span(0, 9), 1, level=2),
            Block(BlockKind.FOOTNOTE, Span(10, 15), 2, hidden=True),
        ),
        (Annotation(AnnotationKind.DELETED, Span(3, 4), "gone", "Cole", "2026-01-01"),),
        (Attachment("b.bin", b"\x00\x01"), Attachment("b.bin", b"")),
        flags=("A flag.",),
        language="en",
        metadata={"Subject": "Ships"},
        reader="test",
    )
    kept = records.keep_reading(document, read, "7")
    assert kept.stage is Stage.ANALYSING
    assert records.reading(kept, "7") == read
    assert records.reading(kept, "8") is None
    assert records.dossier(kept.control_number).read == replace(read, attachments=())


def test_keeping_a_reading_twice_is_keeping_it_once(records: SqlRecords) -> None:
    records.admit(brought("words"), "text/plain", "system")
    document = records.claim("w", NOW)
    assert document
    read = read_of(document, "words")
    once = records.keep_reading(document, read, "1")
    twice = records.keep_reading(once, read, "1")
    assert twice.stage is Stage.ANALYSING and records.reading(twice, "1") == read


def test_findings_are_filed_once(records: SqlRecords) -> None:
    document = filed(records, "words")
    read = read_of(document, "words")
    drafts = records.drafts(document.control_number)
    assert document.stage is Stage.NEEDS_REVIEW
    assert records.file(document, found_in(read), STAMP, proposals(read, found_in(read))) == document
    assert records.drafts(document.control_number) == drafts
    assert records.analysis(document, STAMP) == found_in(read)


def test_a_decision_is_stored_with_its_reviewer(records: SqlRecords) -> None:
    document = filed(records, "words")
    draft = records.drafts(document.control_number)[-1]
    after = records.decide(Decision(draft.id, draft.version, "cole", Verdict.APPROVE, NOW))
    assert after.status is DraftStatus.APPROVED and after.version == 2
    assert records.draft(document.control_number, draft.number) == after
    assert (after.decided_by, after.decided_at) == ("cole", NOW)


def test_a_failed_move_changes_nothing(records: SqlRecords) -> None:
    document = filed(records, "words")
    before = (records.dossier(document.control_number), records.verify())
    with pytest.raises(Problem):
        records.finish(document.control_number, "cole", NOW)
    with pytest.raises(Problem):
        records.retry(document.control_number, "cole")
    assert (records.dossier(document.control_number), records.verify()) == before


def test_records_are_the_same_after_opening_again(records: SqlRecords, conf: Settings) -> None:
    document = filed(records, "words")
    with open_records(conf) as other:
        assert other.dossier(document.control_number) == records.dossier(document.control_number)
        assert other.counts() == records.counts()
        assert other.verify() == records.verify()


@pytest.mark.slow
def test_a_killed_process_loses_and_doubles_nothing(conf: Settings) -> None:
    told: list[str] = []
    for run, alive in enumerate((0.15, 0.4, 0.7)):
        command = [sys.executable, "-c", CRASHER, str(conf.home), conf.database_url, str(run)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            told.append(process.stdout.readline().strip())
            time.sleep(alive)
            process.send_signal(signal.SIGKILL)
            told += [line.strip() for line in process.stdout if line.endswith("\n")]
    with open_records(conf) as records:
        rows = {row.control_number: row for row in records.queue(limit=10_000)}
        assert set(told) <= set(rows) and len(told) == len(set(told))
        # at most one receipt for each kill was committed and not told
        assert len(rows) <= len(told) + 3
        numbers = sorted(rows)
        assert numbers == [f"EC-2026-{number:05d}" for number in range(1, len(rows) + 1)]
        assert records.verify().holds
        unfinished = _finish_what_is_left(records, NOW + timedelta(days=1))
        assert unfinished <= 6
        assert records.counts().by_stage == {"needs_review": len(rows)}
        for number in numbers:
            document = records.document(number)
            assert hashlib.sha256(records.contents(document)).hexdigest() == document.sha256
            assert len(records.drafts(number)) == 2


def _finish_what_is_left(records: SqlRecords, now: datetime) -> int:
    count = 0
    while (document := records.claim("after", now)) is not None:
        words = records.contents(document).decode()
        read = read_of(document, words)
        document = records.keep_reading(document, read, "1")
        records.file(document, found_in(read), STAMP, proposals(read, found_in(read)))
        count += 1
    return count


def aside(
    records: SqlRecords, words: str, state: ReadingState = ReadingState.NEEDS_PASSWORD
) -> IntakeDocument:
    """A document that its reader could not read, with three lines that say why."""
    records.admit(brought(words, words), "application/pdf", "system")
    document = records.claim("w", NOW)
    assert document
    lines = ("It is locked.", "Nobody knows the password.", "Ask for it.")
    document = records.keep_reading(document, unread(document.sha256, "a.pdf", "x", state, *lines), "1")
    problem = Unread(*lines)
    problem.state = state
    return records.set_aside(document, problem)


def test_a_failure_tells_its_three_lines_its_tries_and_its_age(records: SqlRecords) -> None:
    document = aside(records, "locked")
    (row,) = records.failures()
    assert (row.what, row.why, row.remedy) == ("It is locked.", "Nobody knows the password.", "Ask for it.")
    assert (row.control_number, row.stage, row.tries) == (document.control_number, "set_aside", 1)
    assert row.steps == ("unlock", "retry", "original")
    report = records.failure(document.control_number)
    assert report.failure == row
    assert report.flags == ("It is locked.", "Nobody knows the password.", "Ask for it.")
    assert [event.what for event in report.history][-2:] == ["document.read", "document.set_aside"]
    assert report.history[-1].at == row.since


def test_what_was_read_in_part_is_among_the_failures_until_it_is_decided(records: SqlRecords) -> None:
    records.admit(brought("part", "part"), "text/plain", "system")
    document = records.claim("w", NOW)
    assert document
    read = read_of(document, "part")
    document = records.keep_reading(document, read, "1")
    found = replace(found_in(read), document=replace(found_in(read).document, coverage="partial(pictures)"))
    document = records.file(document, found, STAMP, proposals(read, found))
    whole = filed(records, "whole")
    (row,) = records.failures()
    assert (row.control_number, row.coverage) == (document.control_number, "partial(pictures)")
    assert "pictures" in row.what
    assert records.retry(document.control_number, "clerk").stage is Stage.RECEIVED
    with pytest.raises(IllegalMove):
        records.retry(whole.control_number, "clerk")


def test_what_was_held_can_be_retried_at_once(records: SqlRecords) -> None:
    records.admit(brought("held"), "text/plain", "system")
    document = records.claim("w", NOW)
    assert document
    records.hold(document, ResourceShort("No room."), NOW + timedelta(hours=1))
    assert records.claim("w", NOW) is None
    records.retry(document.control_number, "clerk")
    again = records.claim("w", NOW)
    assert again and again.control_number == document.control_number


def test_what_a_password_opened_goes_on_and_is_remembered(records: SqlRecords) -> None:
    document = aside(records, "locked")
    read = read_of(document, "The clerk shall count.")
    opened = records.unlock(document, read, "1", "ada")
    assert (opened.stage, opened.reading_state, opened.reason) == (
        Stage.RECEIVED,
        ReadingState.EXTRACTED,
        None,
    )
    assert records.failures() == ()
    assert records.reading(opened, "1") is not None
    known = records.last_reading(opened)
    assert known and (known[0].text, known[1]) == ("The clerk shall count.", "1")
    with pytest.raises(Conflict):
        records.unlock(document, read, "1", "ada")
    with pytest.raises(IllegalMove):
        records.unlock(opened, read, "1", "system")


def test_a_reading_in_part_is_not_handed_out_as_the_whole(records: SqlRecords) -> None:
    records.admit(brought("part"), "text/plain", "system")
    document = records.claim("w", NOW)
    assert document
    part = replace(read_of(document, "part"), state=ReadingState.EXTRACTED_PARTIAL)
    document = records.keep_reading(document, part, "1")
    assert records.reading(document, "1") is None
    known = records.last_reading(document)
    assert known and known[0].state is ReadingState.EXTRACTED_PARTIAL


def test_a_bundle_is_split_by_a_person_and_stays_on_the_record(records: SqlRecords) -> None:
    document = filed(records, "bundle")
    number = document.control_number
    with pytest.raises(IllegalMove):
        records.split(number, "A bundle.", {"before": [2]}, "system")
    done = records.split(number, "It is a bundle.", {"before": [2]}, "ada")
    assert (done.stage, done.reason) == (Stage.NO_ACTION, "It is a bundle.")
    event = next(event for event in records.failure(number).history if event.what == "document.split")
    assert (event.who, event.after) == ("user:ada", {"before": [2]})
    with pytest.raises(IllegalMove):
        records.split(number, "It is a bundle.", {"before": [2]}, "ada")


def test_a_parent_tells_how_many_of_its_attachments_could_not_be_read(records: SqlRecords) -> None:
    parent = filed(records, "parent")
    for words in ("one", "two", "three"):
        records.admit(brought(words, words), "text/plain", "system", parent=parent.control_number)
    bad = records.claim("w", NOW)
    assert bad
    records.set_aside(bad, Problem("It is damaged."))
    records.admit(brought("one", "again"), "text/plain", "system", parent=parent.control_number)
    row = next(row for row in records.queue() if row.control_number == parent.control_number)
    # the same bytes offered again cannot be read either
    assert (row.children, row.children_unread) == (4, 2)
    counts = records.counts()
    assert (counts.documents, counts.children, counts.children_unread) == (1, 4, 2)


def test_hidden_obligations_are_counted_apart(records: SqlRecords) -> None:
    records.admit(brought("pay"), "text/plain", "system")
    document = records.claim("w", NOW)
    assert document
    read = read_of(document, "The clerk shall pay.")
    document = records.keep_reading(document, read, "1")
    place = (read.cite(Span(0, len(read.text))),)
    found = replace(found_in(read), ledger=(LedgerEntry(LedgerClass.HIDDEN, place),))
    records.file(document, found, STAMP, proposals(read, found))
    (row,) = records.queue()
    assert (row.hidden, row.uncovered) == (1, 0)
