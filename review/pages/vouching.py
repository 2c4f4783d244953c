"""The way in for those for whom somebody else vouches: the agency's provider of sign-ins, or a card."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.problems import NotFound, Problem
from review.guard import ASKED_FOR_HEAD
from review.pages.entry import Written, ask, caller, card_name, go_on, own_address, provider_for
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import cookie_name, is_secure
from review.provider import BACK, Distrusted
from review.provider_line import Away
from store.vouching import CARD, REQUEST_LASTS, Begun, NotLetIn, Vouched

router = APIRouter()
_COOKIE = "chancery_sign_in"
_OWN_PAGES = ("same-origin", "none")
_NOT_BEGUN = Distrusted(
    "You were not signed in.",
    "This sign-in was not begun in this browser, took too long, or is over already.",
    "Begin it here once more.",
)
_NO_CARD = Distrusted(
    "You were not signed in.",
    "No card was shown on the way here.",
    "Put your card in, open the page anew, or sign in another way.",
)


@router.get("/sign-in/provider")
def begin(request: Request, next: str = "") -> Response:
    """Go to the provider. The link is followed from our own pages alone: no other site signs anybody in."""
    provider, wanted = provider_for(request), own_address(next)
    if provider is None:
        raise NotFound("Nobody signs in that way here.", "", "Use your password or a one-time link.")
    if request.headers.get("sec-fetch-site", "none") not in _OWN_PAGES or ASKED_FOR_HEAD in request.scope:
        return ask(request, {"next": wanted})
    origin = request.app.state.settings.origin
    if request.headers["host"] != origin.partition("://")[2]:
        # the way back leads to the one address that the provider knows, and what is kept has to be there
        return RedirectResponse(f"{origin}{request.url.path}?{request.url.query}", status_code=303)
    try:
        provider.says()
        begun = records_of(request).begin_sign_in(wanted, datetime.now(UTC), caller(request))
        answer = RedirectResponse(provider.address_of(begun), status_code=303)
    except (Away, Distrusted) as problem:
        return ask(request, {"problem": problem, "next": wanted}, _status(problem))
    _keep(request, answer, begun)
    return answer


@router.get(BACK)
def back(request: Request, state: str = "", code: str = "", error: str = "", iss: str = "") -> Response:
    """Come back from the provider: with a code that is exchanged for who it is, or without."""
    provider, records, now = provider_for(request), records_of(request), datetime.now(UTC)
    browser = request.cookies.get(cookie_name(request, _COOKIE), "")
    begun = (
        records.take_sign_in(state, browser, now)
        if provider and ASKED_FOR_HEAD not in request.scope
        else None
    )
    if provider is None or begun is None:
        return ask(request, {"problem": _NOT_BEGUN}, 403)
    try:
        provider.check_sender(iss)
        if error or not code:
            raise provider.declined(error)
        who = provider.vouched(begun, code)
    except (Away, Distrusted) as problem:
        return ask(request, {"problem": problem, "next": begun.wanted}, _status(problem))
    answer = _enter(request, who, begun.wanted, make=request.app.state.settings.oidc_new == "on")
    answer.delete_cookie(cookie_name(request, _COOKIE), path="/", secure=is_secure(request), httponly=True)
    return answer


@router.post("/sign-in/card")
def by_card(request: Request, fields: Written) -> Response:
    """Sign in with the card that a trusted proxy checked."""
    name, wanted = card_name(request), own_address(fields.get("next", ""))
    if not name:
        return ask(request, {"problem": _NO_CARD, "next": wanted}, 403)
    return _enter(request, Vouched(CARD, name), wanted, make=False)


@router.get("/signed-out")
def signed_out(request: Request) -> Response:
    """Say that the provider's own session goes on, with the way to end it."""
    provider = provider_for(request)
    if provider is None:
        return RedirectResponse("/sign-in", status_code=303)
    try:
        way = provider.way_out()
    except (Away, Distrusted):
        way = None
    return show(request, "signed-out.html", {"provider": provider.name, "way": way})


def _enter(request: Request, who: Vouched, wanted: str, *, make: bool) -> Response:
    """A session, or the page that says whom to ask and what to tell them."""
    try:
        found = records_of(request).enter_vouched(who, datetime.now(UTC), caller(request), make=make)
    except Problem as problem:
        told = who if isinstance(problem, NotLetIn) else None
        return ask(request, {"problem": problem, "next": wanted, "vouched": told}, 403)
    return go_on(request, found, wanted)


def _status(problem: Problem) -> int:
    return 503 if isinstance(problem, Away) else 403


def _keep(request: Request, answer: Response, begun: Begun) -> None:
    """Bind the sign-in to this browser: with an answer that belongs to another one nobody gets in."""
    answer.set_cookie(
        cookie_name(request, _COOKIE),
        begun.browser,
        max_age=int(REQUEST_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
        path="/",
    )
