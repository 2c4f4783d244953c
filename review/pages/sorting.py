"""Who reviews a document and when, and who has it open."""

from __future__ import annotations

from datetime import UTC, date, datetime

from fastapi import APIRouter, Request, Response

from pipeline.problems import IllegalMove
from pipeline.rights import Handling
from review.pages.steps import Reviewer, Sorter, data, records_of, to
from review.people import Fields
from store.views import User

router = APIRouter()


@router.post("/assign")
def assign(request: Request, control: str, fields: Fields, user: Sorter) -> Response:
    """Give a document to somebody, or to nobody."""
    name = fields.get("to", "").strip() or None
    records_of(request).assign(control, name, user.name)
    return to(control, f"?said={'assigned' if name else 'unassigned'}")


@router.post("/guard")
def guard(request: Request, control: str, fields: Fields, user: Sorter) -> Response:
    """Say how guarded a document is, and which unit it is for."""
    level = chosen_level(fields.get("handling", ""), user)
    records_of(request).guard(control, level, fields.get("unit", "").strip() or None, user.name)
    return to(control, "?said=guarded")


def chosen_level(given: str, user: User) -> Handling:
    """The level that was chosen. Nobody puts a document out of their own sight. Raises IllegalMove."""
    if given not in tuple(Handling):
        raise IllegalMove(f"{given[:40]!r} is no level.", "", "Choose one of the list.")
    if given not in user.clearance.covers:
        raise IllegalMove(
            "You are not cleared for this level.", "You would not see it again.", "Ask an administrator."
        )
    return Handling(given)


@router.post("/snooze")
def snooze(request: Request, control: str, fields: Fields, user: Sorter) -> Response:
    """Leave a document out of the queue until a day; no day brings it back."""
    until = _day(fields.get("until", "").strip())
    records_of(request).snooze(control, until, datetime.now(UTC), user.name)
    return to(control, f"?said={'snoozed' if until else 'woken'}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise IllegalMove(
            f"{text[:40]!r} is no day.", "A day is written as 2026-01-31.", "Choose it from the calendar."
        ) from None


@router.post("/presence")
def presence(request: Request, control: str, fields: Fields, user: Reviewer) -> Response:
    """Say that the document is still open here; who else has it open, and how it stands."""
    records = records_of(request)
    others = records.open_by(control, user.name, datetime.now(UTC))
    known = records.document(control)
    return data({"others": others, "stage": known.stage, "version": known.version})
