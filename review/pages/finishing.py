"""Ending the review of a document: file what was approved, take that back, say that nothing is to be done."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.gaps import expect_read
from pipeline.problems import IllegalMove
from review.pages.steps import Finisher, Retrier, records_of, to
from review.people import Fields
from store.views import Filed

router = APIRouter()


@router.post("/finish")
def finish(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """File what was approved, in one transaction, and go on with the next document."""
    joins, made = fields.get("joins", "").strip(), fields.get("made", "").strip()
    if joins and made:
        raise IllegalMove(
            "The items go under one executive action.",
            "Both a number and a name were given.",
            "Go back and leave one of them empty.",
        )
    records = records_of(request)
    left = len(records.dossier(control).gaps)
    read = left if fields.get("gaps") == str(left) else None
    expect_read(left, read, "tick beside Finish that they were read")
    before, after = records.neighbours(control)
    filed: Filed = records.finish(
        control, user.name, datetime.now(UTC), joins=joins or None, made=made or None
    )
    goes_on = (not filed.waiting and (after or before)) or control
    return to(goes_on, f"?said=filed&done={quote(control)}")


@router.post("/undo-finish")
def undo_finish(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Take the last finish back, within ten minutes and while nobody worked on what it made."""
    records_of(request).undo_finish(control, user.name, datetime.now(UTC))
    return to(control, "?said=finish_undone")


@router.post("/no-action")
def no_action(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Record that nothing needs doing, and why."""
    records_of(request).no_action(control, fields.get("reason", ""), user.name)
    return to(control, "?said=no_action")


@router.post("/reopen")
def reopen(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Lay a reviewed document before a reviewer again, and why."""
    records_of(request).reopen(control, fields.get("reason", ""), user.name)
    return to(control, "?said=reopened")


@router.post("/duplicate")
def duplicate(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Record that a document is the same letter as another."""
    records_of(request).call_duplicate(control, fields.get("of", ""), user.name)
    return to(control, "?said=duplicate")


@router.post("/same-letter")
def same_letter(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Say of a document that was found to be like an earlier one whether it is the same letter."""
    same = fields.get("word") == "same"
    reason, other = fields.get("reason", ""), fields.get("other", "")
    records_of(request).settle_alike(control, other, reason, user.name, same=same)
    return to(control, f"?said={'duplicate' if same else 'other_letter'}")


@router.post("/stop")
def stop(request: Request, control: str, fields: Fields, user: Retrier) -> Response:
    """Take a document out of the machine's hands; it is set aside, with who did it."""
    records_of(request).stop(control, user.name)
    return RedirectResponse(f"/failed/{quote(control)}?said=stopped", status_code=303)


@router.post("/retry")
def retry(request: Request, control: str, fields: Fields, user: Retrier) -> Response:
    """Put a document that was set aside back into the queue."""
    records_of(request).retry(control, user.name)
    return to(control, "?said=retried")
