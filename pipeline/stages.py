"""The one way a document goes: admit, process, decide."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from pipeline.calibration import calibrated
from pipeline.containment import shortened
from pipeline.decisions import Proposal
from pipeline.documents import ExtractedDocument, unread
from pipeline.drafting import proposals
from pipeline.findings import Analysis
from pipeline.handling import classified
from pipeline.intake import Admission, Incoming, IntakeDocument, Stage
from pipeline.letting_go import let_go
from pipeline.media import MAIL, media_type_of
from pipeline.ports import Analyzer, Cut, Cutter, Reader, Records, Stamp
from pipeline.problems import AnswerRefused, IllegalMove, Problem, ReadingState, ResourceShort, Unread
from pipeline.stopping import heeding

LOG = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
"""After so many tries a document that keeps failing is set aside for a person."""

READ_AGAIN_AFTER = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=30)


def admit(records: Records, incoming: Incoming, actor: str) -> Admission:
    """Log what a channel brings, before anything else happens to it."""
    kind = MAIL if incoming.mail else media_type_of(incoming.data, incoming.name)
    return records.admit(incoming, kind, actor)


def process(
    records: Records, reader: Reader, analyzer: Analyzer, document: IntakeDocument, now: datetime
) -> IntakeDocument:
    """Take a claimed document to its drafts: needs review, set aside with a reason, or held for later.

    Anything but a Problem is our own fault: it is let out and the lease brings the document back.
    """
    if document.attempts > MOST_ATTEMPTS:
        return records.set_aside(document, _gave_up(document))
    try:
        return _process(records, reader, analyzer, document, now)
    except ResourceShort as problem:
        return records.hold(document, problem, now + _wait(document))
    except Problem as problem:
        if problem.retryable and document.attempts < MOST_ATTEMPTS:
            return records.hold(document, problem, now + _wait(document))
        return records.set_aside(document, problem)


def _wait(document: IntakeDocument) -> timedelta:
    doublings = min(max(0, document.attempts - 1), 10)
    return min(LONGEST_WAIT, READ_AGAIN_AFTER * (1 << doublings))


def _gave_up(document: IntakeDocument) -> Problem:
    return Problem(
        f"{document.name} was begun {document.attempts - 1} times and never finished.",
        "Each time the process that worked on it ended without a word.",
        "Read the original by hand, or offer it for another try.",
    )


def _process(
    records: Records, reader: Reader, analyzer: Analyzer, document: IntakeDocument, now: datetime
) -> IntakeDocument:
    found, version = _read(records, reader, document)
    read = _take_in(records, document, found)
    document = records.keep_reading(document, read, version)
    _keep_views(records, reader, document, read)
    if not read.state.has_text:
        raise _unread(read, document)
    # what was left out is this receipt's own matter: the same bytes may have been taken in whole elsewhere
    known = records.analysis(document, analyzer.stamp) if read is found else None
    with heeding(let_go(records, document)):
        analysis = known or analyzer.analyse(read)
    check_visible(read, analysis)
    drafts = drafts_of(records, read, analysis, analyzer.stamp)
    return records.file(document, analysis, analyzer.stamp, drafts)


def drafts_of(
    records: Records, read: ExtractedDocument, analysis: Analysis, stamp: Stamp
) -> tuple[Proposal, ...]:
    """The drafts, each with what reviewers made of its like. What fell back on the rules is the rules'."""
    made = analysis.provenance
    known = records.track_record(made.analyzer, stamp.model if made.fallback is None else None)
    return tuple(calibrated(draft, known) for draft in proposals(read, analysis))


def _read(records: Records, reader: Reader, document: IntakeDocument) -> tuple[ExtractedDocument, str]:
    """The text, and the reader version that got it: what a person unlocked once is not locked again."""
    read = records.reading(document, reader.version)
    if read is None:
        read = reader.read(records.contents(document), document.name)
    if read.state is ReadingState.NEEDS_PASSWORD:
        return records.last_reading(document) or (read, reader.version)
    return _unspilled(read), reader.version


def _unspilled(read: ExtractedDocument) -> ExtractedDocument:
    """A document as it is, or, where it is marked as classified, what may be said of it: nothing was kept."""
    mark = classified(read.text)
    if mark is None:
        return read
    spilt = unread(read.sha256, read.name, read.media_type, ReadingState.QUARANTINED)
    return replace(
        spilt,
        flags=(
            "It is marked as classified, and may not lie on this system.",
            f"It says “{mark}”. Nothing of its text, pages or attachments was kept.",
            "Touch it no further and tell the security officer: the original lies with the others.",
        ),
    )


def _keep_views(records: Records, reader: Reader, document: IntakeDocument, read: ExtractedDocument) -> None:
    """Keep pages to look at. They are a help: a page that cannot be drawn holds nothing up."""
    if not read.pages or records.has_views(document):
        return
    try:
        records.keep_views(document, reader.views(records.contents(document), read))
    except ResourceShort:
        raise
    except Problem as problem:
        LOG.warning("%s has no page images: %s", document.control_number, " ".join(problem.lines))


def _take_in(records: Records, document: IntakeDocument, read: ExtractedDocument) -> ExtractedDocument:
    """The document with the attachments that were taken in; it says so where others were not."""
    if not read.attachments:
        return read
    taken, family = records.take_in(document, tuple(_parts(document, read)), actor="system")
    return shortened(read, len(taken), family.is_deepest)


def _parts(document: IntakeDocument, read: ExtractedDocument) -> Iterator[tuple[Incoming, str]]:
    for number, attachment in enumerate(read.attachments, start=1):
        incoming = Incoming(
            document.channel,
            attachment.name,
            attachment.data,
            document.received_at,
            source=document.source,
            external_id=f"{document.control_number}/{number}",
        )
        yield incoming, media_type_of(attachment.data, attachment.name)


def check_visible(read: ExtractedDocument, analysis: Analysis) -> None:
    """Raise AnswerRefused for findings that rest on hidden text."""
    rows = replace(analysis, ledger=())
    if read.hidden and any(read.hides(part.span) for part in rows.evidence()):
        raise AnswerRefused(
            f"The analyzer rested a draft on hidden text of {read.name}.",
            "Text that was not meant to be seen is never evidence.",
            "Read the document by hand.",
        )


def _unread(read: ExtractedDocument, document: IntakeDocument) -> Unread:
    """The reader's own words; a reader knows no control numbers, so its REF becomes this document's."""
    lines = [flag.replace(" REF`", f" {document.control_number}`") for flag in read.flags[:3]]
    problem = Unread(*(lines or [f"{read.name} could not be read."]))
    problem.state = read.state
    return problem


def unlock(
    records: Records, reader: Reader, control_number: str, password: str, actor: str
) -> IntakeDocument:
    """Read a locked document with a person's password, and let it go on.

    The password is used here and kept nowhere. Raises an Unread where the document stays unread, with the
    reader's own words; IllegalMove where it is not locked.
    """
    document = records.document(control_number)
    if document.stage is not Stage.SET_ASIDE or document.reading_state is not ReadingState.NEEDS_PASSWORD:
        raise IllegalMove(
            f"{control_number} does not wait for a password.", remedy=f"`chancery show {control_number}`."
        )
    data = records.contents(document)
    read = _unspilled(reader.read(data, document.name, password=password))
    if not read.state.has_text:
        raise _unread(read, document)
    told = replace(read, flags=(*read.flags, f"It needed a password: {actor} opened it."))
    document = records.unlock(document, told, reader.version, actor)
    try:
        records.keep_views(document, reader.views(data, told, password))
    except Problem as problem:
        LOG.warning("%s has no page images: %s", control_number, " ".join(problem.lines))
    return document


def split(
    records: Records, cut: Cutter, control_number: str, before: tuple[int, ...], actor: str
) -> tuple[Admission, ...]:
    """Take a bundle apart before these pages; each part goes on under a number of its own.

    Again after a crash it admits no part twice. Raises an Unread where the file cannot be cut, IllegalMove.
    """
    document = records.document(control_number)
    if document.stage not in (Stage.SET_ASIDE, Stage.NEEDS_REVIEW):
        raise IllegalMove(
            f"{control_number} cannot be split now.",
            f"It is at {document.stage.replace('_', ' ')}.",
            "Only what waits for a person can be split.",
        )
    cuts = cut(records.contents(document), document.media_type, before, document.name)
    parts = tuple(_admit_part(records, document, one, actor) for one in cuts)
    numbers = {
        part.document.control_number: f"{one.first}-{one.last}" for part, one in zip(parts, cuts, strict=True)
    }
    said = f"It is a bundle of {len(parts)} documents, which go on as {', '.join(numbers)}."
    records.split(control_number, said, {"before": list(before), "parts": dict(numbers)}, actor)
    return parts


def _admit_part(records: Records, document: IntakeDocument, part: Cut, actor: str) -> Admission:
    incoming = Incoming(
        document.channel,
        part.file.name,
        part.file.data,
        document.received_at,
        source=f"{document.source or document.name}, pages {part.first}-{part.last}",
        external_id=f"{document.control_number}/pages {part.first}-{part.last}",
    )
    kind = media_type_of(part.file.data, part.file.name)
    return records.admit(incoming, kind, actor, parent=document.control_number)


def full_disk(error: OSError) -> ResourceShort:
    """An operating system fault as a passing problem."""
    return ResourceShort(
        "The machine could not store or read a file.",
        error.strerror or str(error),
        "Make room or mend the disk; the document is tried again by itself.",
    )
