"""The way in and out: a one-time link, or name and password, and a second factor where there is one.

Those for whom somebody else vouches come in by `vouching`.
"""

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
from review.provider import Provider
from store.signin import Caller
from store.views import SignedIn
from store.vouching import LONGEST

router = APIRouter()
Written = Annotated[dict[str, str], Depends(fields_of)]
"""A form of somebody who is not signed in yet; that it comes from our own page is seen to by the guard."""


def from_proxy(request: Request) -> bool:
    """Whether a trusted proxy sends this request: the socket's own address counts, and no header."""
    return request.client is not None and request.client.host in request.app.state.settings.proxies


def caller(request: Request) -> Caller:
    """Where a request comes from; a trusted proxy is believed about whom it speaks for."""
    address = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    if from_proxy(request) and forwarded:
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
        return ask(request, {"next": next})
    try:
        found = records_of(request).enter_by_link(link, datetime.now(UTC), caller(request))
    except NotFound as problem:
        return ask(request, {"problem": problem, "next": next}, 403)
    return go_on(request, found, own_address(next))


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
        return ask(request, {"problem": problem, "next": wanted, "name": name}, status)
    return go_on(request, found, own_address(wanted))


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
        return ask(request, {"problem": problem, "next": wanted}, 403)
    except Problem as problem:
        status = 429 if hasattr(problem, "seconds") else 403
        return show(request, "sign-in-code.html", {"problem": problem, "next": wanted}, status=status)
    return go_on(request, found, own_address(wanted))


@router.get("/signed-in")
def signed_in_elsewhere(request: Request) -> Response:
    """What somebody sees who signed in again in a second tab, to go on in the first."""
    return show(request, "signed-in.html", {})


@router.post("/sign-out", dependencies=[Depends(check_form)])
def sign_out(request: Request) -> Response:
    """End the session."""
    voucher = records_of(request).end_session(session_of(request))
    provider = provider_for(request)
    still_in = provider is not None and voucher == provider.issuer
    answer = RedirectResponse("/signed-out" if still_in else "/sign-in", status_code=303)
    drop_session(request, answer)
    return answer


def ask(request: Request, values: dict[str, object], status: int = 200) -> Response:
    """The page that asks who it is, with every way in that there is."""
    provider = provider_for(request)
    ways = {"provider": provider.name if provider else "", "card": card_name(request)}
    known = {"problem": None, "name": "", "next": "", "secure": is_secure(request), "vouched": None}
    return show(request, "sign-in.html", known | ways | values, status=status)


def provider_for(request: Request) -> Provider | None:
    """The provider that people sign in with, where there is one."""
    found: Provider | None = request.app.state.provider
    return found


def card_name(request: Request) -> str:
    """The name on the card that a trusted proxy checked; empty where none speaks, or tells two names."""
    header = request.app.state.settings.card_header
    told = request.headers.getlist(header) if header and from_proxy(request) else []
    name = told[0].strip() if len(told) == 1 else ""
    return name if name.isprintable() and len(name) <= LONGEST else ""


def go_on(request: Request, found: SignedIn, wanted: str) -> Response:
    """To the page that was wanted, in a session of its own; the one before it ends."""
    if session_of(request):
        records_of(request).end_session(session_of(request))
    to = f"/sign-in/code?next={quote(wanted, safe='')}" if found.awaits_factor else wanted
    answer = RedirectResponse(to, status_code=303)
    keep_session(request, answer, found.token)
    return answer
