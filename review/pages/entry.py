"""The way in and out: a one-time link, or name and password, and a second factor where there is one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.problems import NotFound, Problem
from review.guard import ASKED_FOR_HEAD
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import check_form, drop_session, fields_of, is_secure, keep_session, session_of
from store.signin import Caller
from store.views import SignedIn

router = APIRouter()
Written = Annotated[dict[str, str], Depends(fields_of)]
"""A form of somebody who is not signed in yet; that it comes from our own page is seen to by the guard."""


def caller(request: Request) -> Caller:
    """Where a request comes from; a trusted proxy is believed about whom it speaks for."""
    address = request.client.host if request.client else ""
    trusted = {one.strip() for one in request.app.state.settings.trusted_proxies.split(",")}
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    if address in trusted and forwarded:
        address = forwarded
    return Caller(address, request.headers.get("user-agent", ""))


def own_address(wanted: str) -> str:
    """An address of these pages to go to next; the first page for anything else."""
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if inside and "\\" not in wanted else "/"


@router.get("/sign-in")
def sign_in(request: Request, link: str = "", next: str = "") -> Response:
    """Turn a one-time link into a session; without a link, ask for name and password.

    A program that asks for the head of the address, to preview it, does not use the link up.
    """
    if not link or ASKED_FOR_HEAD in request.scope:
        return _ask(request, {"next": next})
    try:
        found = records_of(request).enter_by_link(link, datetime.now(UTC), caller(request))
    except NotFound as problem:
        return _ask(request, {"problem": problem, "next": next}, 403)
    return _on(request, found, own_address(next))


@router.post("/sign-in")
def enter(request: Request, fields: Written) -> Response:
    """Sign in with name and password."""
    name, wanted = fields.get("name", "").strip()[:200], fields.get("next", "")
    try:
        found = records_of(request).enter(
            name, fields.get("password", ""), datetime.now(UTC), caller(request)
        )
    except Problem as problem:
        status = 429 if hasattr(problem, "seconds") else 503 if problem.retryable else 403
        return _ask(request, {"problem": problem, "next": wanted, "name": name}, status)
    return _on(request, found, own_address(wanted))


@router.get("/sign-in/code")
def ask_code(request: Request, next: str = "") -> Response:
    """Ask for the code of the second factor."""
    if not records_of(request).awaits_factor(session_of(request), datetime.now(UTC)):
        return RedirectResponse("/sign-in", status_code=303)
    return show(request, "sign-in-code.html", {"problem": None, "next": next})


@router.post("/sign-in/code")
def give_code(request: Request, fields: Written) -> Response:
    """Finish signing in with the code of the second factor."""
    wanted = fields.get("next", "")
    try:
        found = records_of(request).second_factor(
            session_of(request), fields.get("code", "")[:100], datetime.now(UTC)
        )
    except NotFound as problem:
        return _ask(request, {"problem": problem, "next": wanted}, 403)
    except Problem as problem:
        status = 429 if hasattr(problem, "seconds") else 403
        return show(request, "sign-in-code.html", {"problem": problem, "next": wanted}, status=status)
    return _on(request, found, own_address(wanted))


@router.get("/signed-in")
def signed_in_elsewhere(request: Request) -> Response:
    """What somebody sees who signed in again in a second tab, to go on in the first."""
    return show(request, "signed-in.html", {})


@router.post("/sign-out", dependencies=[Depends(check_form)])
def sign_out(request: Request) -> Response:
    """End the session."""
    records_of(request).end_session(session_of(request))
    answer = RedirectResponse("/sign-in", status_code=303)
    drop_session(request, answer)
    return answer


def _ask(request: Request, values: dict[str, object], status: int = 200) -> Response:
    known = {"problem": None, "name": "", "next": "", "secure": is_secure(request)}
    return show(request, "sign-in.html", known | values, status=status)


def _on(request: Request, found: SignedIn, wanted: str) -> Response:
    """To the page that was wanted, in a session of its own; the one before it ends."""
    if session_of(request):
        records_of(request).end_session(session_of(request))
    to = f"/sign-in/code?next={quote(wanted, safe='')}" if found.awaits_factor else wanted
    answer = RedirectResponse(to, status_code=303)
    keep_session(request, answer, found.token)
    return answer
