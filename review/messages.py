"""Every answer that is no page: what happened, why, and what to do."""

from __future__ import annotations

import logging
import re

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException

from pipeline.problems import Conflict, IllegalMove, NotFound, Problem, ResourceShort
from review.guard import HEADERS
from review.pages.showing import show
from review.people import NotAllowed, SignedOut, signed_in

LOG = logging.getLogger(__name__)
_STATUS: tuple[tuple[type[Problem], int], ...] = (
    (NotFound, 404),
    (Conflict, 409),
    (IllegalMove, 409),
    (NotAllowed, 403),
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
    422: ("The form is not complete.", "", "Go back, reload the page and fill in the form again."),
    500: ("Something went wrong that was not foreseen.", "", "Try again; if it stays so, report the number."),
    503: ("The records are busy.", "", "Nothing was changed. Try again in a moment."),
}
_LONGEST_LINE = 300
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def put_up(app: FastAPI) -> None:
    """Let every fault of this application end in a message page."""
    app.add_exception_handler(SignedOut, _signed_out)
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


async def _page(request: Request, status: int, *lines: str) -> Response:
    if request.headers.get("accept", "") == "application/json":  # our own script, which shows it in place
        return JSONResponse({"lines": spoken(status, *lines)}, status_code=status)
    try:
        user = await run_in_threadpool(signed_in, request)
        written = getattr(request.state, "written", {})
        values = {"lines": spoken(status, *lines), "back": _back(request), "written": written}
        return await run_in_threadpool(show, request, "message.html", values, user, status)
    except ResourceShort:
        # the records are away, and with them whoever asks: say at least what is wrong
        return HTMLResponse(bare(request, spoken(status, *lines)), status_code=status)


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
    if request.method == "GET":
        return RedirectResponse("/sign-in", status_code=303)
    lines = ("Your session has ended.", "Nothing was saved.", "Sign in with a new link in another tab.")
    return await _page(request, 401, *lines)


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    return await _page(request, status, error.what, error.why, error.remedy)


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
    names = ", ".join(place[-1] for place in places)
    return await _page(request, 422, "", f"Missing or not readable: {names}.")


async def _unforeseen(request: Request, error: Exception) -> Response:
    """Our own fault. The answer leaves outside the guard, so it carries the headers itself."""
    name = getattr(request.state, "name", "")
    LOG.error("Request %s failed: %s %s", name, request.method, request.url.path)
    why = f"This is a fault of Chancery. Its number in the log: {name}."
    answer = HTMLResponse(bare(request, spoken(500, "", why)), status_code=500)
    answer.headers.update(HEADERS | {"Cache-Control": "no-store"})
    return answer
