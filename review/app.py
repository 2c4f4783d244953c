"""The web application: routes, guard, templates."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.templating import Jinja2Templates
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.failing import coverage_words
from pipeline.problems import ResourceShort
from pipeline.rights import VERBS
from review import messages
from review.drafting import Drafting
from review.finder import Finder
from review.guard import LARGEST_FORM, Guard
from review.listing import capped
from review.numbers import amount
from review.pages import (
    actions,
    admin,
    agreements,
    analyzer,
    assessments,
    authority,
    board,
    calendars,
    campaigns,
    changes,
    documents,
    drafting,
    entry,
    exchange,
    failed,
    finding,
    home,
    intake,
    keeping,
    kinds,
    library,
    log,
    mail,
    marked,
    measures,
    packages,
    people_admin,
    portfolio,
    profile,
    queue,
    register,
    reporting,
    retention,
    routing,
    taking,
    units,
    vouching,
    webhooks,
)
from review.people import form_token, session_of, who_asks
from review.programs import described
from review.provider import provider_of
from review.reading import (
    HANDLING_WORDS,
    Persons,
    blanks_in,
    browser_words,
    day_words,
    days_in,
    in_groups,
    media_words,
    moment_words,
)
from review.scratch import Scratch
from review.services import Services
from review.turns import few_at_once
from review.uploads import MEGABYTE
from store.sight import Sight, looking
from store.views import FROM_INTERFACE, SavedView

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from store.records import SqlRecords
    from store.views import User

_HERE = Path(__file__).parent
_ROOMS = (
    *(
        entry,
        vouching,
        profile,
        home,
        queue,
        keeping,
        intake,
        analyzer,
        failed,
        documents,
        board,
        marked,
        actions,
        library,
    ),
    *(authority, finding),
    *(campaigns, changes, portfolio, register, mail, measures, reporting, admin, people_admin, kinds),
    *(agreements, assessments, calendars, drafting, routing, units, log, packages, retention, webhooks),
    *(exchange, taking, described),
)


def make_app(
    settings: Settings,
    records: SqlRecords,
    hosts: Iterable[str],
    finder: Finder,
    services: Services | None = None,
) -> FastAPI:
    """The application over open records. `hosts` are the host:port names it answers to.

    Raises Misconfigured where people should sign in with a provider and what that needs is not installed.
    """
    app = FastAPI(title="Chancery", docs_url=None, redoc_url=None, openapi_url=None, lifespan=few_at_once)
    app.state.settings = settings
    app.state.records = records
    app.state.finder = finder
    app.state.provider = provider_of(settings)
    app.state.services = given = services or Services()
    app.state.drafting = Drafting(records)
    app.state.scratch = Scratch(records, given.bench) if given.bench else None
    app.state.templates = templates = _templates(settings)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    for room in _ROOMS:
        app.include_router(room.router)
    messages.put_up(app)
    refusal = templates.get_template("message.html")
    app.add_middleware(Named, app_of=app, records=records)
    app.add_middleware(
        Guard,
        hosts=frozenset(hosts),
        page=lambda lines: refusal.render(lines=lines),
        largest_upload=settings.largest_megabytes * MEGABYTE + LARGEST_FORM,
        origin=settings.origin,
    )
    return app


class Named:
    """ASGI middleware: gives each request its user and a name, which audit events and faults carry.

    What is read in it is what this user may see.
    """

    def __init__(self, app: ASGIApp, app_of: FastAPI, records: SqlRecords) -> None:
        self._app = app
        self._of = app_of
        self._records = records

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        by_program = scope["path"].startswith("/api/")
        name = f"{FROM_INTERFACE if by_program else ''}{secrets.token_hex(6)}"
        state = scope.setdefault("state", {})
        state["name"] = name
        try:
            state["user"], sight = await run_in_threadpool(self._reader, Request({**scope, "app": self._of}))
        except ResourceShort as problem:
            state["user"], sight = problem, None
        with self._records.request(name), looking(sight):
            await self._app(scope, receive, send)

    def _reader(self, request: Request) -> tuple[User | None, Sight | None]:
        user = who_asks(request)
        return user, self._records.sight(user)


def _templates(settings: Settings) -> Jinja2Templates:
    templates = Jinja2Templates(directory=_HERE / "templates", context_processors=[_common])
    templates.env.autoescape = True
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    templates.env.globals["static"] = _static
    templates.env.filters["coverage"] = coverage_words
    templates.env.filters["date"] = day_words
    templates.env.filters["days"] = days_in
    templates.env.filters["blanks"] = blanks_in
    templates.env.filters["browser"] = browser_words
    templates.env.filters["deed"] = lambda verb: VERBS.get(verb, verb)
    templates.env.filters["media"] = media_words
    templates.env.filters["capped"] = capped
    templates.env.filters["amount"] = amount
    templates.env.filters["moment"] = lambda at, user=None: moment_words(at, user, settings.zone)
    templates.env.filters["handling"] = HANDLING_WORDS.__getitem__
    templates.env.filters["groups"] = in_groups
    return templates


@cache
def _static(name: str) -> str:
    """The address of a static file; its fingerprint makes a changed file a new address."""
    mark = hashlib.sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{mark}"


def _common(request: Request) -> dict[str, object]:
    state = request.app.state
    person = Persons(state.records.users)

    def kept_views(name: str) -> tuple[SavedView, ...]:
        found: tuple[SavedView, ...] = state.records.saved_views(request.state.user.name, name)
        return found

    return {
        "token": form_token(session_of(request)),
        "banner": state.settings.banner,
        "person": person,
        "kept_views": kept_views,
    }
