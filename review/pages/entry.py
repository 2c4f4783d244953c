"""The way in and out: a one-time link, no password."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.problems import NotFound
from review.guard import ASKED_FOR_HEAD
from review.pages.showing import show
from review.people import COOKIE, check_form, session_of

router = APIRouter()


@router.get("/sign-in")
def sign_in(request: Request, link: str = "") -> Response:
    """Turn a one-time link into a session; without a link, say how to get one.

    A program that asks for the head of the address, to preview it, does not use the link up.
    """
    if not link or ASKED_FOR_HEAD in request.scope:
        return show(request, "sign-in.html", {"problem": None})
    records = request.app.state.records
    try:
        session = records.redeem(link, datetime.now(UTC))
    except NotFound as problem:
        return show(request, "sign-in.html", {"problem": problem}, status=403)
    if session_of(request):
        records.end_session(session_of(request))
    answer = RedirectResponse("/", status_code=303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, session, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


@router.post("/sign-out", dependencies=[Depends(check_form)])
def sign_out(request: Request) -> Response:
    """End the session."""
    request.app.state.records.end_session(session_of(request))
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
