"""Letters on executive actions: the log, and one letter with the proof of what went out."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from coordination.correspondence import LetterState
from pipeline.problems import NotFound
from review.people import Allowed
from review.programs import letter_shapes as shapes
from review.programs.asking import After, Limit, faults, mark, records_of, stretch
from review.programs.shapes import Page
from store.correspondents import Logged
from store.records import SqlRecords
from store.views import User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("action.read"))]


@router.get("/letters", tags=["letters"], responses=faults(404))
def letters(
    request: Request,
    user: Reader,
    state: Annotated[LetterState | None, Query(description="Only letters that stand so.")] = None,
    words: Annotated[str, Query(max_length=200, description="In writer, title or number.")] = "",
    due_before: Annotated[date | None, Query(description="Only letters due before this day.")] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[shapes.Letter]:
    """The log of letters: open ones first, the nearest date due to the writer first."""
    records = records_of(request)
    at = None if after is None else _place(records, after)
    rows = records.correspondence(Logged(state.value if state else "", words, due_before, limit + 1, at))
    return stretch(rows, limit, lambda row: f"{row.action}/{row.document}", shapes.Letter.model_validate)


def _place(records: SqlRecords, after: str) -> tuple[str, str]:
    """The document and the action of the letter at which a stretch ended. Raises NotFound."""
    number, _, control = after.partition("/")
    if not any(one.document == control for one in records.letters(number)):
        raise NotFound("The list cannot go on there.", f"It has no {after[:80]!r}.", "Begin it anew.")
    return control, number


@router.get("/letters/{number}/{control}", tags=["letters"], responses=faults(404))
def letter(request: Request, answer: Response, number: str, control: str, user: Reader) -> shapes.LetterWhole:
    """One letter of an action: what went out and by what proof, how it ended, what is its own.

    `replied` is the day on the proof of the final reply; `tasked` is no day of reply.
    """
    found = next((one for one in records_of(request).letters(number) if one.document == control), None)
    if found is None:
        raise NotFound(f"{number} has no letter {control}.", remedy="Look it up in the log of letters.")
    mark(answer, found.version)
    return shapes.LetterWhole.model_validate(found)
