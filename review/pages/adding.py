"""What reviewers add beside the analyzer: drafts, the words they rest on, sentences that ask for nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from pipeline.decisions import Decision, DraftKind, Verdict
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.handmade import chosen_words, handmade
from pipeline.problems import IllegalMove, NotFound
from review.pages.steps import Reviewer, number_in, records_of, start_in, to, version_in
from review.people import Fields
from store.records import SqlRecords

router = APIRouter()
_GIVEN = ("title", "responsible", "due_date")


@router.post("/drafts")
def add(request: Request, control: str, fields: Fields, user: Reviewer) -> Response:
    """A draft by hand. Without words of the source it stands there, and nobody can approve it."""
    records, quote = records_of(request), fields.get("quote", "").strip()
    request.state.written = {name: fields[name] for name in (*_GIVEN, "quote") if fields.get(name)}
    words = chosen_words(_text(records, control), quote, start_in(fields)) if quote else None
    at_once = fields.get("then") == "approve"
    if at_once and words is None:
        raise IllegalMove(
            "Nothing is approved without words of the source.",
            "The draft rests on none yet.",
            "Choose the words that bear it out, or add it without approving it.",
        )
    draft = records.add_draft(control, handmade(_kind(fields), _given(fields), words), user.name)
    if at_once:
        now = datetime.now(UTC)
        records.decide(Decision(draft.id, draft.version, user.name, Verdict.APPROVE, now))
    return to(control, f"?said=added&at={draft.number}#draft-{draft.number}")


def _text(records: SqlRecords, control: str) -> ExtractedDocument:
    read = records.dossier(control).read
    if read is None:
        raise IllegalMove(f"{control} has no text.", "A draft rests on words of the source.")
    return read


def _kind(fields: dict[str, str]) -> DraftKind:
    try:
        return DraftKind(fields.get("kind", ""))
    except ValueError:
        raise IllegalMove("The form does not say what is to be added.", remedy="Choose a kind.") from None


def _given(fields: dict[str, str]) -> dict[str, str | None]:
    """The fields that were filled in, by the names they have in a draft of this kind."""
    given: dict[str, str | None] = {name: fields[name] for name in _GIVEN if fields.get(name, "").strip()}
    if fields.get("kind") == DraftKind.EXECUTIVE_ACTION and "due_date" in given:
        given["suspense_external"] = given.pop("due_date")
    return given


@router.post("/drafts/{number}/evidence")
def evidence(request: Request, control: str, number: str, fields: Fields, user: Reviewer) -> Response:
    """Let a waiting draft rest on words that somebody chose in the source."""
    records, which = records_of(request), number_in(number, "draft")
    words = chosen_words(_text(records, control), fields.get("quote", ""), start_in(fields))
    records.support_draft(control, which, version_in(fields), words, user.name)
    return to(control, f"?said=supported&at={which}#draft-{which}")


@router.post("/gaps/{judgement}")
def judge(request: Request, control: str, judgement: str, fields: Fields, user: Reviewer) -> Response:
    """Say that a sentence asks for nothing, or take that back."""
    records = records_of(request)
    deeds = {"dismiss": records.dismiss_sentence, "restore": records.restore_sentence}
    if judgement not in deeds:
        raise NotFound(f"There is no such word on a sentence: {judgement}.")
    deeds[judgement](control, _sentence(records, control, start_in(fields)), user.name)
    return to(control, f"?said={judgement}ed#gaps" if judgement == "dismiss" else "?said=restored#gaps")


def _sentence(records: SqlRecords, control: str, start: int | None) -> Evidence:
    found = records.dossier(control).analysis
    places = (entry.evidence[0] for entry in (found.uncovered if found else ()))
    sentence = next((place for place in places if place.start == start), None)
    if sentence is None:
        raise IllegalMove(
            "This is no sentence that waits for a word.", remedy="Load the page again and look at its list."
        )
    return sentence
