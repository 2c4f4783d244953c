"""The web application: routes, guard, error pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from pipeline.problems import Conflict, IllegalMove, NotFound, Problem, ResourceShort
from review.guard import Guard
from review.pages import actions, documents, entry, queue
from review.people import NotAllowed, SignedOut, form_token, session_of

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from store.records import SqlRecords

_HERE = Path(__file__).parent
_STATUS: tuple[tuple[type[Problem], int], ...] = (
    (NotFound, 404),
    (Conflict, 409),
    (IllegalMove, 409),
    (NotAllowed, 403),
    (ResourceShort, 503),
)


def make_app(settings: Settings, records: SqlRecords, hosts: Iterable[str]) -> FastAPI:
    """The application over open records. `hosts` are the host:port names it answers to."""
    app = FastAPI(title="Chancery", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = settings
    app.state.records = records
    app.state.templates = _templates()
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    for room in (entry, queue, documents, actions):
        app.include_router(room.router)
    app.add_exception_handler(SignedOut, _signed_out)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_middleware(Guard, hosts=frozenset(hosts))
    return app


def _templates() -> Jinja2Templates:
    templates = Jinja2Templates(directory=_HERE / "templates", context_processors=[_common])
    templates.env.autoescape = True
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    templates.env.globals["static"] = _static
    return templates


@cache
def _static(name: str) -> str:
    """The address of a static file; its fingerprint makes a changed file a new address."""
    mark = hashlib.sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{mark}"


def _common(request: Request) -> dict[str, object]:
    return {"token": form_token(session_of(request))}


def _message(request: Request, status: int, lines: tuple[str, ...]) -> Response:
    templates: Jinja2Templates = request.app.state.templates
    page = templates.TemplateResponse(request, "message.html", {"lines": lines}, status_code=status)
    return HTMLResponse(page.body, status_code=status)


async def _signed_out(request: Request, error: Exception) -> Response:
    if request.method == "GET":
        return RedirectResponse("/sign-in", status_code=303)
    lines = ("Your session has ended.", "Nothing was saved.", "Sign in again with a new link.")
    return _message(request, 401, lines)


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    return _message(request, status, error.lines)


async def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    lines = ("There is no such page.",) if error.status_code == 404 else (str(error.detail),)
    return _message(request, error.status_code, lines)
