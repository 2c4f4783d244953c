"""One's digest and one's calendars, and the calendars themselves, which a secret address opens."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.digests import text_of
from pipeline.problems import NotFound, Problem
from review.files import today
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, Fields
from store.views import User

router = APIRouter()
Owner = Annotated[User, Depends(Allowed("profile.own"))]
LONGEST_SECRET = 200


def _page(
    request: Request, user: User, status: int = 200, made: str = "", problem: Problem | None = None
) -> Response:
    records = records_of(request)
    reader = next((one for one in records.digest_readers() if one.user == user.name), None)
    values: dict[str, object] = {
        "address": reader.address if reader else "",
        "preview": text_of(records.digest(reader, today(request))) if reader else "",
        "digests": records.digests(10, user.name),
        "feeds": records.feeds(user.name),
        "units": [
            unit for unit in records.agency().units if not user.units or unit.abbreviation in user.units
        ],
        "wanted": request.query_params.get("unit", ""),
        "made": made,
        "problem": problem,
        "sends": bool(records.settings.smtp_host and records.settings.mail_from),
    }
    return show(request, "calendars.html", values, user, status)


@router.get("/calendars")
def own(request: Request, user: Owner) -> Response:
    """What goes out to the signed-in person by itself."""
    return _page(request, user)


@router.post("/calendars/digest")
def address(request: Request, user: Owner, fields: Fields) -> Response:
    """Say where one's digest is sent, or that none is."""
    try:
        records_of(request).put_mail_address(user.name, fields.get("address", ""), user.name)
    except Problem as problem:
        return _page(request, user, 422, problem=problem)
    return RedirectResponse("/calendars?said=address", 303)


@router.post("/calendars/make")
def make(request: Request, user: Owner, fields: Fields) -> Response:
    """Make a calendar and show its address, once."""
    records = records_of(request)
    try:
        token = records.make_feed(user.name, fields.get("unit") or None, user.name)
    except Problem as problem:
        return _page(request, user, 422, problem=problem)
    return _page(request, user, made=f"{records.settings.pages}/calendars/{token}.ics")


@router.post("/calendars/{feed}/revoke")
def revoke(request: Request, user: Owner, fields: Fields, feed: str) -> Response:
    """Let one of one's calendars be read no more."""
    records_of(request).revoke_feed(feed, user.name, user.name)
    return RedirectResponse("/calendars?said=revoked", 303)


@router.get("/calendars/{secret}.ics")
def read(request: Request, secret: str) -> Response:
    """The calendar itself: its address is the secret, no session is asked for. Raises NotFound."""
    if len(secret) > LONGEST_SECRET:
        raise NotFound("There is no such calendar.", "Its address is wrong, or it was revoked.")
    text = records_of(request).feed(secret, datetime.now(UTC))
    headers = {"Content-Disposition": 'attachment; filename="suspenses.ics"'}
    return Response(text, media_type="text/calendar", headers=headers)
