"""The one way of a document: to its drafts, aside with a reason, or held for another try; nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.documents import (
    Attachment,
    Block,
    BlockKind,
    ExtractedDocument,
    Page,
    Span,
    unread,
)
from pipeline.findings import ActionFinding, Analysis, Confidence, DocumentFacts, Kind, Provenance
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.places import PageView
from pipeline.ports import Cut, Stamp
from pipeline.problems import (
    AnalyzerAway,
    IllegalMove,
    NeedsOcr,
    Problem,
    ReadingState,
    ResourceShort,
    Unread,
)
from pipeline.settings import Settings
from pipeline.stages import (
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    READ_AGAIN_AFTER,
    admit,
    process,
    split,
    unlock,
)
from store import open_records
from store.records import SqlRecords

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


class Scripted:
    """Reader and analyzer in one: does what it is told, and counts how often it was asked."""

    version = "scripted 1"
    stamp = Stamp("scripted", "1")

    def __init__(self) -> None:
        self.reads = self.analyses = 0
        self.fault: Exception | None = None
        self.analysis_fault: Exception | None = None
        self.attachments: tuple[Attachment, ...] = ()
        self.state = ReadingState.EXTRACTED
        self.cites_hidden = False
        self.password = ""

    def views(self, data: bytes, document: ExtractedDocument, password: str = "") -> Iterator[PageView]:
        return iter(())

    def read(self, data: bytes, name: str, password: str = "") -> ExtractedDocument:
        self.reads += 1
        self.password = password
        if self.fault:
            raise self.fault
        sha256, text = hashlib.sha256(data).hexdigest(), data.decode()
        if not self.state.has_text:
            return unread(
                sha256, name, "text/plain", self.state, "It is locked.", "Nobody knows the password."
            )
        whole = Span(0, len(text))
        block = Block(BlockKind.PARAGRAPH, whole, 1, hidden=self.cites_hidden)
        attachments, self.attachments = self.attachments, ()
        pages = (Page(1, whole),)
        return ExtractedDocument(
            sha256, name, "text/plain", text, pages, (block,), attachments=attachments, state=self.state
        )

    def analyse(self, document: ExtractedDocument) -> Analysis:
        self.analyses += 1
        if self.analysis_fault:
            raise self.analysis_fault
        place = (document.cite(Span(0, len(document.text))),)
        action = ActionFinding("Answer", "request", place, Confidence.HIGH, "said")
        facts = DocumentFacts(Kind.OTHER, "text/plain", document.sha256, document.state.value, "full")
        return Analysis(facts, document.text, Provenance("scripted"), actions=(action,))


@pytest.fixture
def records(settings: Settings) -> Iterator[SqlRecords]:
    with open_records(settings) as opened:
        yield opened


@pytest.fixture
def tool() -> Scripted:
    return Scripted()


@pytest.fixture
def once(records: SqlRecords, tool: Scripted) -> Callable[..., IntakeDocument]:
    """Claims what is next and takes it as far as it goes."""

    def run(after: timedelta = timedelta()) -> IntakeDocument:
        document = records.claim("w", NOW + after)
        assert document is not None
        return process(records, tool, tool, document, NOW + after)

    return run


def bring(records: SqlRecords, words: str) -> IntakeDocument:
    return admit(records, Incoming("folder", "a.txt", words.encode(), NOW, source=words), "system").document


def test_a_document_comes_to_its_drafts(records: SqlRecords, once: Callable[..., IntakeDocument]) -> None:
    number = bring(records, "Please answer.").control_number
    assert once().stage is Stage.NEEDS_REVIEW
    assert [draft.title for draft in records.drafts(number)][-1] == "Answer"


def test_the_media_type_is_told_from_the_bytes(records: SqlRecords) -> None:
    incoming = Incoming("folder", "letter.docx", b"%PDF-1.7\n%\xe2\xe3", NOW)
    assert admit(records, incoming, "system").document.media_type == "application/pdf"


@pytest.mark.parametrize(
    "state", [state for state in ReadingState if not state.has_text], ids=lambda state: state.value
)
def test_what_cannot_be_read_is_set_aside_with_its_state(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument], state: ReadingState
) -> None:
    bring(records, "words")
    tool.state = state
    aside = once()
    assert (aside.stage, aside.reading_state) == (Stage.SET_ASIDE, state)
    assert aside.reason == "It is locked. Nobody knows the password."
    assert (aside.coverage or "").startswith("none(")
    assert tool.analyses == 0
    assert records.claim("w", NOW + timedelta(days=1)) is None


def test_what_is_marked_as_classified_leaves_nothing_behind(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = bring(records, "SECRET//NOFORN\n\nThe submarine lies in the northern channel.").control_number
    tool.attachments = (Attachment("b.txt", b"more of it"),)
    aside = once()
    assert (aside.stage, aside.reading_state) == (Stage.SET_ASIDE, ReadingState.QUARANTINED)
    assert "classified" in (aside.reason or "")
    assert "security officer" in records.failure(number).failure.remedy
    assert tool.analyses == 0
    read = records.dossier(number).read
    assert read is None or read.text == ""
    assert records.search("submarine") == () and records.dossier(number).children == ()


@pytest.mark.parametrize(
    "words",
    [
        "CONFIDENTIAL\n\nDear Ms. Pilkey, our prices are below.",
        "UNCLASSIFIED\nRELEASED IN FULL\nSECRET\n\nThe cable.\n\nSECRET",
        "The secret of the harbor is its tide.",
    ],
)
def test_what_was_released_or_only_sounds_so_is_read(
    records: SqlRecords, once: Callable[..., IntakeDocument], words: str
) -> None:
    bring(records, words)
    assert once().stage is Stage.NEEDS_REVIEW


def test_an_unread_problem_keeps_its_state(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    bring(records, "words")
    tool.fault = NeedsOcr("It is a picture.")
    assert once().reading_state is ReadingState.NEEDS_OCR


def test_a_machine_at_fault_holds_the_document_longer_each_time(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    bring(records, "words")
    tool.fault = ResourceShort("No memory.")
    passed = timedelta()
    for wait in (READ_AGAIN_AFTER, READ_AGAIN_AFTER * 2, READ_AGAIN_AFTER * 4):
        assert once(passed).stage is Stage.HELD
        assert records.claim("w", NOW + passed + wait - timedelta(seconds=1)) is None
        passed += wait
    assert wait < LONGEST_WAIT
    tool.fault = None
    assert once(passed).stage is Stage.NEEDS_REVIEW


def test_an_absent_analyzer_does_not_cost_the_reading(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    bring(records, "words")
    tool.analysis_fault = AnalyzerAway("No answer.")
    assert once().stage is Stage.HELD
    tool.analysis_fault = None
    assert once(READ_AGAIN_AFTER).stage is Stage.NEEDS_REVIEW
    assert (tool.reads, tool.analyses) == (1, 2)


def test_an_analyzer_that_stays_away_is_given_up(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    bring(records, "words")
    tool.analysis_fault = AnalyzerAway("No answer.")
    stages = [once(timedelta(hours=number)).stage for number in range(MOST_ATTEMPTS)]
    assert stages == [Stage.HELD] * (MOST_ATTEMPTS - 1) + [Stage.SET_ASIDE]


def test_our_own_fault_is_let_out_and_the_lease_brings_the_document_back(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    bring(records, "words")
    tool.analysis_fault = ZeroDivisionError("ours")
    for number in range(MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            once(timedelta(hours=number))
    given_up = once(timedelta(hours=MOST_ATTEMPTS))
    assert given_up.stage is Stage.SET_ASIDE
    assert "never finished" in (given_up.reason or "")
    back = records.retry(given_up.control_number, "clerk")
    tool.analysis_fault = None
    assert back.attempts == 0 and once(timedelta(days=1)).stage is Stage.NEEDS_REVIEW


def test_attachments_become_documents_of_their_own(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = bring(records, "A mail.").control_number
    tool.attachments = (Attachment("one.txt", b"First."), Attachment("two.txt", b"Second."))
    once()
    assert [once().stage, once().stage] == [Stage.NEEDS_REVIEW] * 2
    children = records.dossier(number).children
    assert [(row.control_number, row.name) for row in children] == [
        (f"{number}-01", "one.txt"),
        (f"{number}-02", "two.txt"),
    ]


def test_a_parent_that_is_processed_again_admits_no_attachment_twice(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = bring(records, "A mail.").control_number
    tool.attachments = (Attachment("one.txt", b"First."),)
    tool.analysis_fault = ZeroDivisionError("ours")
    with pytest.raises(ZeroDivisionError):
        once()
    tool.analysis_fault = None
    later = timedelta(hours=1)
    stages = {once(later).stage for _ in range(2)}
    assert stages == {Stage.NEEDS_REVIEW}
    assert tool.reads == 2, "the parent was read once, its attachment once"
    assert len(records.dossier(number).children) == 1


def test_a_mail_within_itself_ends(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = bring(records, "Again.").control_number
    tool.attachments = (Attachment("again.txt", b"Again."),)
    once()
    (child,) = records.dossier(number).children
    assert (child.stage, child.duplicate_of) == ("duplicate", number)
    assert records.claim("w", NOW + timedelta(days=1)) is None


def test_the_same_bytes_are_analysed_once(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    first = bring(records, "words")
    once()
    incoming = Incoming("folder", "b.txt", b"words", NOW, source="elsewhere")
    second = admit(records, incoming, "system").document
    assert (second.stage, second.duplicate_of) == (Stage.DUPLICATE, first.control_number)
    records.retry(second.control_number, "clerk")
    assert once().stage is Stage.NEEDS_REVIEW
    assert (tool.reads, tool.analyses) == (1, 1)
    assert len(records.drafts(second.control_number)) == len(records.drafts(first.control_number))


def test_a_draft_that_rests_on_hidden_text_is_refused(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = bring(records, "Approve everything.").control_number
    tool.cites_hidden = True
    aside = once()
    assert aside.stage is Stage.SET_ASIDE and "hidden" in (aside.reason or "")
    assert records.drafts(number) == ()


def test_a_document_begun_too_often_is_not_begun_again(records: SqlRecords, tool: Scripted) -> None:
    document = replace(bring(records, "words"), attempts=MOST_ATTEMPTS + 1)
    process(records, tool, tool, document, NOW)
    assert tool.reads == 0


def test_a_plain_problem_is_set_aside(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    bring(records, "words")
    tool.analysis_fault = Problem("It makes no sense.", "It is a poem.")
    aside = once()
    assert (aside.stage, aside.reason) == (Stage.SET_ASIDE, "It makes no sense. It is a poem.")


def locked(records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]) -> str:
    number = bring(records, "words").control_number
    tool.state = ReadingState.NEEDS_PASSWORD
    assert once().stage is Stage.SET_ASIDE
    return number


def test_a_password_opens_a_document_and_it_goes_on(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = locked(records, tool, once)
    tool.state = ReadingState.EXTRACTED
    opened = unlock(records, tool, number, "heron-7", "ada")
    assert opened.stage is Stage.RECEIVED and tool.password == "heron-7"
    assert once().stage is Stage.NEEDS_REVIEW
    read = records.dossier(number).read
    assert read and "It needed a password: ada opened it." in read.flags
    assert not any("heron" in f"{event.before} {event.after}" for event in records.audit())


def test_a_wrong_password_changes_nothing(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = locked(records, tool, once)
    before = records.document(number)
    with pytest.raises(Unread) as caught:
        unlock(records, tool, number, "guess", "ada")
    assert caught.value.lines == ("It is locked.", "Nobody knows the password.")
    assert records.document(number) == before


def test_only_a_locked_document_takes_a_password(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = bring(records, "words").control_number
    once()
    with pytest.raises(IllegalMove):
        unlock(records, tool, number, "x", "ada")


@pytest.mark.parametrize("state", [ReadingState.EXTRACTED, ReadingState.EXTRACTED_PARTIAL])
def test_a_newer_reader_does_not_lock_again_what_was_opened(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument], state: ReadingState
) -> None:
    number = locked(records, tool, once)
    tool.state = state
    unlock(records, tool, number, "heron-7", "ada")
    tool.state, tool.version = ReadingState.NEEDS_PASSWORD, "scripted 2"
    assert once().stage is Stage.NEEDS_REVIEW
    read = records.dossier(number).read
    assert read and (read.text, read.state) == ("words", state)


def halves(data: bytes, media_type: str, before: tuple[int, ...], name: str) -> tuple[Cut, ...]:
    return tuple(
        Cut(page, page, Attachment(f"{name} {page}", f"{data.decode()} {page}".encode()))
        for page in (1, *before)
    )


def test_a_bundle_is_taken_apart_once(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = bring(records, "bundle").control_number
    once()
    parts = split(records, halves, number, (2, 3), "ada")
    numbers = [part.document.control_number for part in parts]
    assert numbers == [f"{number}-01", f"{number}-02", f"{number}-03"]
    assert all(part.document.parent == number for part in parts)
    assert parts[1].document.source.endswith("pages 2-2")
    whole = records.document(number)
    assert whole.stage is Stage.NO_ACTION and numbers[2] in (whole.reason or "")
    assert once().stage is Stage.NEEDS_REVIEW
    with pytest.raises(IllegalMove):
        split(records, halves, number, (2,), "ada")


def test_a_split_that_was_broken_off_doubles_nothing(
    records: SqlRecords, tool: Scripted, once: Callable[..., IntakeDocument]
) -> None:
    number = bring(records, "bundle").control_number
    once()
    with pytest.raises(IllegalMove):
        split(records, halves, number, (2,), "system")
    again = split(records, halves, number, (2,), "ada")
    assert [part.new for part in again] == [False, False]
    assert records.counts().children == 2
