"""Every answer that is no page: what happened, why, and what to do."""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException

from pipeline.problems import Conflict, IllegalMove, NotFound, Problem, ResourceShort
from review import faults
from review.guard import HEADERS
from review.pages.showing import show
from review.people import NotAllowed, SignedOut, Stale, fields_of, form_token, session_of, signed_in
from review.programs.asking import Missed, Unmatched
from store.attempts import TooManyTries

LOG = logging.getLogger(__name__)
_STATUS: tuple[tuple[type[Problem], int], ...] = (
    (NotFound, 404),
    (Missed, 412),
    (Unmatched, 428),
    (Conflict, 409),
    (IllegalMove, 409),
    (NotAllowed, 403),
    (TooManyTries, 429),
    (ResourceShort, 503),
)
_LOOK_AGAIN = "Go back, reload the page and look at it again."
_SAID: dict[int, tuple[str, str, str]] = {
    400: ("The request could not be understood.", "", "Go back, reload the page and send the form again."),
    403: ("You may not do this.", "", "Ask an administrator for the role."),
    404: ("There is no such page.", "", "Start at the review queue."),
    405: (
        "This address cannot be used so.",
        "It takes another kind of request.",
        "Start at the review queue.",
    ),
    409: ("This cannot be done now.", "", _LOOK_AGAIN),
    413: ("The form is too large.", "", "Write less; nothing was saved."),
    401: ("Your session has ended.", "", "Sign in again."),
    429: ("Too many tries.", "", "Wait a little, then try again."),
    422: ("The form is not complete.", "", "Go back, reload the page and fill in the form again."),
    500: ("Something went wrong that was not foreseen.", "", "Try again; if it stays so, report the number."),
    503: ("The records are busy.", "", "Nothing was changed. Try again in a moment."),
}
_SIGN_IN_BESIDE = ("Your session has ended. Nothing was saved; what you typed stays here.",)
_PRESS_AGAIN = ("You are signed in again. Look at it and press once more; nothing was saved yet.",)
_SECRET = ("password", "old", "new", "again", "code")
"""Fields that are not written into a page again."""
_UNSEEN = frozenset({"version", "seen", "next"})
_LONGEST_LINE = 300
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def put_up(app: FastAPI) -> None:
    """Let every fault of this application end in a message page."""
    app.add_exception_handler(SignedOut, _signed_out)
    app.add_exception_handler(Stale, _stale)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _incomplete)
    app.add_exception_handler(Exception, _unforeseen)


def spoken(status: int, *lines: str) -> tuple[str, ...]:
    """What, why and what to do; where a line is not given, the one for this status."""
    given = (*lines, "", "", "")[:3]
    usual = _SAID.get(status, _SAID[400])
    told = (line or other for line, other in zip(given, usual, strict=True))
    return tuple(_one_line(line) for line in told if line)


def _one_line(text: str) -> str:
    """An address may hold anything; a page repeats no control characters and no endless words."""
    text = _UNPRINTABLE.sub("\ufffd", text)
    return text if len(text) <= _LONGEST_LINE else f"{text[:_LONGEST_LINE]}…"


def _in_place(request: Request) -> bool:
    """Whether our own script asks, which tells it on the page that is open."""
    return request.headers.get("accept", "") == "application/json"


async def _page(request: Request, status: int, *lines: str) -> Response:
    if faults.for_programs(request):
        return _told(request, status, *lines)
    if _in_place(request):
        return JSONResponse({"lines": spoken(status, *lines)}, status_code=status)
    try:
        user = await run_in_threadpool(signed_in, request)
        written = getattr(request.state, "written", {})
        values = {"lines": spoken(status, *lines), "back": _back(request), "written": written}
        return await run_in_threadpool(show, request, "message.html", values, user, status)
    except ResourceShort:
        # the records are away, and with them whoever asks: say at least what is wrong
        return HTMLResponse(bare(request, spoken(status, *lines)), status_code=status)


def _told(request: Request, status: int, *lines: str, **more: object) -> Response:
    """The same for a program, with the name under which the request stands in the log."""
    return faults.answer(status, spoken(status, *lines), request=getattr(request.state, "name", None), **more)


def bare(request: Request, lines: tuple[str, ...]) -> str:
    """A message without what the records know."""
    templates: Jinja2Templates = request.app.state.templates
    return bytes(templates.TemplateResponse(request, "message.html", {"lines": lines}).body).decode()


def _back(request: Request) -> str | None:
    """The document that the failed request was about."""
    control = request.path_params.get("control")
    number = str(request.path_params.get("number", ""))
    if request.method == "GET" or not control:
        return None
    return f"/documents/{control}" + (f"?at={number}" if number.isdecimal() else "")


async def _signed_out(request: Request, error: Exception) -> Response:
    if faults.for_programs(request):
        return _told(
            request, 401, "Nobody is signed in.", "There is no token, or a bad one.", "Send a token."
        )
    if request.method == "GET":
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        to = f"/sign-in?next={quote(asked, safe='')}" if asked != "/" else "/sign-in"
        return RedirectResponse(to, status_code=303)
    lines = ("Your session has ended.", "Nothing was saved, and nothing that you wrote is lost.")
    told = (*lines, "Sign in in a new tab, then press Send again here.")
    if _in_place(request):
        return JSONResponse({"lines": _SIGN_IN_BESIDE, "signed_out": True}, status_code=401)
    try:
        written = await fields_of(request)
    except HTTPException:
        # files, or no form at all: what a browser has chosen to send is chosen again
        written = {}
    return await _again(request, 401, written, told)


async def _stale(request: Request, error: Exception) -> Response:
    """Whoever signed in anew confirms what they wrote before: the press of the button is their consent."""
    if not isinstance(error, Stale):
        raise error
    if _in_place(request):
        fresh = form_token(session_of(request))
        return JSONResponse({"lines": _PRESS_AGAIN, "token": fresh}, status_code=403)
    lines = (
        "The form was made before you signed in.",
        "Nothing was saved yet.",
        "Look at it and send it again.",
    )
    return await _again(request, 403, error.fields, lines)


async def _again(request: Request, status: int, written: dict[str, str], lines: tuple[str, ...]) -> Response:
    """A page that keeps what was written and sends it once more."""
    user = await run_in_threadpool(signed_in, request)
    kept = {name: words for name, words in written.items() if name not in ("token", *_SECRET)}
    shown = {name: words for name, words in kept.items() if words and name not in _UNSEEN}
    values: dict[str, object] = {
        "lines": spoken(status, *lines),
        "written": kept,
        "shown": shown,
        "action": request.url.path,
        "sign_in": user is None,
        "again": form_token(session_of(request)) if user else "of an earlier session",
    }
    return await run_in_threadpool(show, request, "again.html", values, user, status)


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    if isinstance(error, NotFound):
        await run_in_threadpool(_note_need_to_know, request)
    return await _page(request, status, error.what, error.why, error.remedy)


def _note_need_to_know(request: Request) -> None:
    """Whoever asks for what is kept from them is told that it is not there; the log tells that they asked."""
    user, records = signed_in(request), request.app.state.records
    names = {str(name) for name in (*request.path_params.values(), *request.query_params.values())}
    if user is not None and records.held_back(user, names):
        records.refused(user.name, "need to know", f"{request.method} {request.url.path}")


async def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = error.status_code
    answer = await _page(request, status, "", str(error.detail) if status == 400 else "")
    answer.headers.update(error.headers or {})
    return answer


async def _incomplete(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    places = [tuple(map(str, fault["loc"])) for fault in error.errors()]
    if any(place[0] == "path" for place in places):
        return await _page(request, 404)
    if faults.for_programs(request):
        told = [
            {"place": "/".join(place), "says": str(fault["msg"])}
            for place, fault in zip(places, error.errors(), strict=True)
        ]
        return _told(request, 422, "What was sent is not valid.", "", "Look at the errors.", errors=told)
    names = ", ".join(place[-1] for place in places)
    return await _page(request, 422, "", f"Missing or not readable: {names}.")


async def _unforeseen(request: Request, error: Exception) -> Response:
    """Our own fault. The answer leaves outside the guard, so it carries the headers itself."""
    name = getattr(request.state, "name", "")
    LOG.error("Request %s failed: %s %s", name, request.method, request.url.path)
    why = f"This is a fault of Chancery. Its number in the log: {name}."
    if faults.for_programs(request):
        answer = _told(request, 500, "", why)
    else:
        answer = HTMLResponse(bare(request, spoken(500, "", why)), status_code=500)
    answer.headers.update(HEADERS | {"Cache-Control": "no-store"})
    return answer
