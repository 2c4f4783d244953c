"""What people add beside the analyzer: drafts, the words they rest on, sentences that ask for nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, insert, select, update

from pipeline.decisions import Draft, DraftStatus
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import Confidence
from pipeline.handmade import Handmade
from pipeline.intake import Stage
from pipeline.problems import Conflict, IllegalMove
from store import audit, covering, documents, filing, findable, queries, readings, runs
from store.database import Transaction, bare
from store.tables import drafting
from store.tables.drafting import AnalysisRun, DismissedSentence
from store.tables.intake import IntakeDocument

_DRAFT, _EVIDENCE, _RUN = bare(drafting.Draft), bare(drafting.Evidence), bare(AnalysisRun)
_OPEN = (Stage.NEEDS_REVIEW, Stage.REVIEWED)


def add(move: Transaction, control_number: str, wanted: Handmade, actor: str) -> Draft:
    """A new draft by a person, waiting for a decision. Raises IllegalMove or NotFound."""
    audit.person(actor, "add a draft")
    row = _at_the_desk(move, control_number)
    text = readings.text_of(move.connection, row)
    if text is None:
        raise IllegalMove(f"{control_number} has no text.", "A draft rests on words of the source.")
    _expect_words(readings.without_attachments(text), wanted.evidence)
    last = select(func.max(_DRAFT.c.number)).where(_DRAFT.c.document_id == row.id)
    number: int = (move.connection.execute(last).scalar() or 0) + 1
    values = {
        "document_id": row.id,
        "run_id": _run(move, row, text, actor),
        "number": number,
        "kind": wanted.kind.value,
        "title": wanted.title,
        "proposed": wanted.values,
        "current_values": wanted.values,
        "confidence": Confidence.MEDIUM.value,
        "confidence_reason": "added by hand",
        "status": DraftStatus.PROPOSED.value,
        "created_by": actor,
        "updated_by": actor,
    }
    key: int = move.connection.execute(insert(_DRAFT).values(values).returning(_DRAFT.c.id)).scalar_one()
    _rest_on(move, key, row.text_id, wanted.evidence, 0)
    after = {"kind": wanted.kind.value, "values": wanted.values, "evidence": list(wanted.evidence)}
    move.log(audit.who(actor), "draft.added", f"{control_number}#{number}", None, after)
    _settle(move, row, actor)
    return queries.draft(move.connection, control_number, number)


def _at_the_desk(move: Transaction, control_number: str) -> Row[Any]:
    row = documents.lock(move.connection, control_number)
    if row.stage not in _OPEN:
        raise IllegalMove(f"{control_number} is {row.stage.replace('_', ' ')}.", remedy="Reopen it first.")
    return row


def _expect_words(read: ExtractedDocument, evidence: tuple[Evidence, ...]) -> None:
    for part in evidence:
        if read.text[part.start : part.end] != part.quote:
            raise Conflict("The document was read anew meanwhile.", remedy="Choose the words again.")


def _run(move: Transaction, row: Row[Any], text: Row[Any], actor: str) -> int:
    """The run on which drafts by hand hang: one for each text of a document."""
    known = select(_RUN.c.id).where(
        _RUN.c.document_id == row.id, _RUN.c.text_sha256 == text.text_sha256, _RUN.c.stamp == covering.BY_HAND
    )
    found: int | None = move.connection.execute(known).scalar()
    if found is not None:
        return found
    values = {
        "document_id": row.id,
        "original_id": row.original_id,
        "text_sha256": text.text_sha256,
        "stamp": covering.BY_HAND,
        "analyzer": "by hand",
        "analyzer_version": "",
        "prompts": {},
        "tokens_in": 0,
        "tokens_out": 0,
        "cost_usd": 0.0,
        "seconds": 0.0,
        "outcome": covering.BY_HAND,
        "flagged": {},
        "findings": "{}",
        "created_by": actor,
        "updated_by": actor,
    }
    made: int = move.connection.execute(insert(_RUN).values(values).returning(_RUN.c.id)).scalar_one()
    return made


def _rest_on(move: Transaction, draft: int, text: int, evidence: tuple[Evidence, ...], first: int) -> None:
    rows = [
        {
            "draft_id": draft,
            "text_id": text,
            "place": place,
            "start_offset": part.start,
            "end_offset": part.end,
            "quote": part.quote,
            "page": part.page,
        }
        for place, part in enumerate(evidence, first)
    ]
    if rows:
        move.connection.execute(insert(_EVIDENCE), rows)


def support(
    move: Transaction, control_number: str, number: int, version: int, words: Evidence, actor: str
) -> Draft:
    """A waiting draft with one more place that bears it out. Raises Conflict, IllegalMove or NotFound."""
    audit.person(actor, "choose evidence")
    row = _at_the_desk(move, control_number)
    draft = queries.draft(move.connection, control_number, number)
    if draft.version != version:
        raise Conflict(f"Draft {number} was changed meanwhile.", remedy="Look at it again.")
    if draft.status is not DraftStatus.PROPOSED:
        raise IllegalMove(f"Draft {number} is already {draft.status}.", remedy="Undo first.")
    text = readings.text_of(move.connection, row)
    if text is None:
        raise IllegalMove(f"{control_number} has no text.")
    _expect_words(readings.without_attachments(text), (words,))
    change = update(_DRAFT).where(_DRAFT.c.document_id == row.id, _DRAFT.c.number == number)
    values = {"version": version + 1, "updated_by": actor, "updated_at": move.now}
    key: int = move.connection.execute(change.values(values).returning(_DRAFT.c.id)).scalar_one()
    _rest_on(move, key, row.text_id, (words,), len(draft.evidence))
    move.log(audit.who(actor), "draft.supported", f"{control_number}#{number}", None, {"evidence": words})
    _settle(move, row, actor)
    return queries.draft(move.connection, control_number, number)


def dismiss(move: Transaction, control_number: str, words: Evidence, actor: str, *, stands: bool) -> int:
    """Say that a sentence asks for nothing, or (`stands` false) take that back; how many gaps are left.

    Raises IllegalMove for words that are no sentence of the ledger, NotFound.
    """
    audit.person(actor, "judge a sentence")
    row = _at_the_desk(move, control_number)
    text = readings.text_of(move.connection, row)
    found = runs.latest_analysis(move.connection, row.id, text) if text else None
    if found is None or not any(words == entry.evidence[0] for entry in found.uncovered):
        raise IllegalMove(
            "This is no sentence that waits for a word.", remedy="Load the page again and look at its list."
        )
    _keep_dismissal(move, row, words, actor, stands)
    what = "sentence.dismissed" if stands else "sentence.restored"
    move.log(audit.who(actor), what, control_number, None, {"evidence": words})
    return _settle(move, row, actor)


def _keep_dismissal(move: Transaction, row: Row[Any], words: Evidence, actor: str, stands: bool) -> None:
    table = DismissedSentence
    change = update(table).where(
        table.document_id == row.id, table.text_id == row.text_id, table.start_offset == words.start
    )
    values = {"stands": stands, "updated_by": actor, "updated_at": move.now}
    if move.connection.execute(change.values(values)).rowcount:
        return
    new = insert(table).values(
        document_id=row.id,
        text_id=row.text_id,
        start_offset=words.start,
        end_offset=words.end,
        quote=words.quote,
        page=words.page,
        stands=stands,
        created_by=actor,
        updated_by=actor,
    )
    move.connection.execute(new)


def _settle(move: Transaction, row: Row[Any], actor: str) -> int:
    """Count the gaps anew, and what follows from a change of drafts."""
    text = readings.text_of(move.connection, row)
    found = runs.latest_analysis(move.connection, row.id, text) if text else None
    left = covering.left(move.connection, row.id, row.text_id, found) if found else 0
    table = bare(IntakeDocument)
    move.connection.execute(update(table).where(table.c.id == row.id).values(uncovered=left))
    findable.drafts(move.connection, row.id)
    filing.current_due(move, row.id)
    if row.stage == Stage.REVIEWED and _waits(move, row.id):
        documents.change(move, row, actor, "document.reopened", Stage.NEEDS_REVIEW)
    return left


def _waits(move: Transaction, document: int) -> bool:
    waiting = select(_DRAFT.c.id).where(
        _DRAFT.c.document_id == document, _DRAFT.c.status == DraftStatus.PROPOSED.value
    )
    return move.connection.execute(waiting.limit(1)).first() is not None
