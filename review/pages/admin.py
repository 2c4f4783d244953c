"""Administration: offices and types, roles, ways in, the analyzer, the machine. What a file sets is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import Field, fields
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from pipeline.problems import IllegalMove
from pipeline.rights import READING, ROLE_ALLOWS, WRITING
from pipeline.settings import FILE_NAME, Settings, variable_of
from pipeline.spending import day_began
from review.pages.showing import show
from review.people import Allowed, Fields
from review.services import Check, Services
from store.views import User

router = APIRouter(prefix="/admin")
Agent = Annotated[User, Depends(Allowed("admin.agency"))]
People = Annotated[User, Depends(Allowed("admin.people"))]
Operator = Annotated[User, Depends(Allowed("admin.settings"))]

CHANNEL_SETTINGS = (
    "settle_seconds",
    "watching",
    "scan_seconds",
    "ignored",
    "after_intake",
    "largest_megabytes",
)
KEPT_SETTINGS = ("home", "database_url", "chroma_url", "shown_pages")


@router.get("/offices")
def offices(request: Request, user: Agent) -> Response:
    """The agency, its offices, and the types of executive actions."""
    records = request.app.state.records
    values = {
        "agency": records.agency(),
        "offices": records.offices(),
        "types": records.action_kinds(),
        "feeds": Counter(feed.unit for feed in records.feeds(user.name) if feed.unit),
    }
    return show(request, "admin-offices.html", values, user)


@router.get("/roles")
def roles(request: Request, user: People) -> Response:
    """Who may do what, as one table."""
    verbs = (("See", READING), ("Do", WRITING))
    return show(request, "admin-roles.html", {"allows": ROLE_ALLOWS, "verbs": verbs}, user)


@router.get("/ways-in")
def ways_in(request: Request, user: Operator) -> Response:
    """Folders that are watched, mailboxes that were read, and the rules for both."""
    return _ways_in(request, user)


@router.post("/ways-in/try")
def try_folder(request: Request, fields: Fields, user: Operator) -> Response:
    """Look whether documents can be taken in from a folder."""
    tried = _services(request).try_folder
    if tried is None:
        raise IllegalMove("Nothing can be tried here.", "These pages were opened without their tools.")
    folder = fields.get("folder", "").strip()[:1000]
    return _ways_in(request, user, folder, tried(folder))


@router.post("/ways-in/try-mailbox")
def try_mailbox(request: Request, fields: Fields, user: Operator) -> Response:
    """Sign in to a mailbox that is described, and see which of its folders would be read."""
    services = _services(request)
    name = fields.get("mailbox", "")
    if services.try_mailbox is None or name not in services.mailboxes:
        raise IllegalMove("This mailbox cannot be tried here.", "It is not described in mailboxes.toml.")
    return _ways_in(request, user, found=services.try_mailbox(name))


def _ways_in(request: Request, user: User, folder: str = "", found: Sequence[Check] = ()) -> Response:
    records, settings = request.app.state.records, request.app.state.settings
    given, now = _services(request), datetime.now(UTC)
    values = {
        "inboxes": given.inboxes,
        "ways": [(way, way.served(now)) for way in given.ways()] if given.ways else [],
        "mailboxes": given.mailboxes,
        "letters": records.mail(limit=10),
        "settings": _told(settings, CHANNEL_SETTINGS),
        "folder": folder,
        "found": found,
        "file": settings.home / FILE_NAME,
    }
    return show(request, "admin-ways-in.html", values, user)


@router.get("/analyzer")
def analyzer(request: Request, user: Operator) -> Response:
    """Which analyzer works, by which settings, and what it cost today."""
    return _analyzer(request, user)


@router.post("/analyzer/try")
def try_analyzer(request: Request, fields: Fields, user: Operator) -> Response:
    """Ask the model something tiny; no document is sent."""
    tried = _services(request).try_model
    if tried is None:
        raise IllegalMove("Nothing can be tried here.", "These pages were opened without their tools.")
    return _analyzer(request, user, tried())


def _analyzer(request: Request, user: User, found: Sequence[Check] = ()) -> Response:
    settings, now = request.app.state.settings, datetime.now(UTC)
    names = tuple(
        part.name for part in fields(Settings) if part.name.startswith(("model", "embedding", "api", "base"))
    )
    values = {
        "mode": settings.analyzer,
        "model": settings.model,
        "settings": _told(settings, ("analyzer", "masking", *names)),
        "spent": request.app.state.records.spent_since(day_began(now, settings.zone)),
        "found": found,
        "file": settings.home / FILE_NAME,
    }
    return show(request, "admin-analyzer.html", values, user)


@router.get("/health")
def health(request: Request, user: Operator) -> Response:
    """The checks of the machine, what is kept, and whether the audit log is whole."""
    checks, settings = _services(request).checks, request.app.state.settings
    values = {
        "checks": checks() if checks else (),
        "settings": _told(settings, KEPT_SETTINGS),
        "audit": request.app.state.records.verify(),
        "counts": request.app.state.records.counts(),
    }
    return show(request, "admin-health.html", values, user)


def _services(request: Request) -> Services:
    given: Services = request.app.state.services
    return given


def _told(settings: Settings, names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Settings in words: variable, value, meaning. A secret is only said to be set."""
    known: dict[str, Field[Any]] = {part.name: part for part in fields(Settings)}
    return [
        (variable_of(known[name]), _value(settings, known[name]), str(known[name].metadata["meaning"]))
        for name in names
        if name in known
    ]


def _value(settings: Settings, part: Field[Any]) -> str:
    value = getattr(settings, part.name)
    if part.metadata.get("secret"):
        return "set" if value else "not set"
    return "not set" if value == "" else str(value)
