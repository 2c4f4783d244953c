"""Executive actions: the list, one action with its items beside it, and what people do with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.actions import ActionStatus
from pipeline.intake import Stage
from pipeline.problems import Conflict, IllegalMove, NotFound
from review.acts import DECIDE, LEAD, MANAGE, WORK, Deed, deed_of, said_of
from review.closing import CLOSING
from review.files import contents, today
from review.listing import Asked, Column, Filter, asked, cut, exported, plain_row, sorted_by
from review.pages import items, letters, outgoing, processes
from review.pages.papers import attach
from review.pages.showing import show
from review.people import Allowed, Fields, NotAllowed
from review.uploads import Upload
from store.views import User
from store.worklists import Wanted

_own = APIRouter(prefix="/actions")
Reader = Annotated[User, Depends(Allowed("action.read"))]
Exporter = Annotated[User, Depends(Allowed("export"))]
Manager = Annotated[User, Depends(Allowed("action.manage"))]
Worker = Annotated[User, Depends(Allowed("item.update"))]
Decider = Annotated[User, Depends(Allowed("item.decide"))]

STATES = {"open": "Open", "overdue": "Overdue", "ended": "Ended", "all": "All"}
PAGE = 50
MOST = 1_000_000
COLUMNS = (
    Column("number", "Number"),
    Column("name", "Name"),
    Column("kind", "Type"),
    Column("status", "Status"),
    Column("priority", "Priority"),
    Column("lead_unit", "Lead unit"),
    Column("lead", "Lead"),
    Column("internal", "Due to front office"),
    Column("due", "External suspense"),
    Column("health", "Health"),
    Column("target", "Target completion"),
    Column("effort", "Estimated effort (hours)"),
    Column("budget", "Estimated budget"),
    Column("alignment", "Strategic alignment"),
    Column("tags", "Tags"),
    Column("done", "Items done"),
    Column("total", "Items"),
    Column("issued", "Issued"),
)
HEADS = (
    Column("number", "Number", sorts=True),
    Column("name", "Name", sorts=True),
    Column("kind", "Type"),
    Column("priority", "Priority"),
    Column("lead", "Lead"),
    Column("issued", "Issued"),
    Column("internal", "Due to front office", sorts=True),
    Column("due", "External suspense", sorts=True),
    Column("done", "Items done"),
    Column("status", "Status"),
)
"""Type, priority, lead and status have few values, which many actions share; items done are counted for the
rows that are shown. No index could have them in order."""

FILTERS = (
    Filter("state", "Which", tuple(STATES.items())),
    Filter("words", "Words of name, number or tags"),
    Filter("status", "Status", tuple((one.value, one.value) for one in ActionStatus)),
)


@_own.get("")
def actions(request: Request, user: Reader) -> Response:
    """Executive actions, the nearest suspense first, a page at a time."""
    return listed_page(request, user)


def listed_page(
    request: Request,
    user: User,
    done: int = 0,
    refused: Sequence[tuple[str, tuple[str, ...]]] = (),
    given: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The list that the address asks for; above it, how many of those marked were done, and the refused."""
    listed, day = asked_of(request), today(request)
    records = request.app.state.records
    rows, more = cut(records.action_rows(_wanted(request, listed)), PAGE, lambda row: row.number)
    values = {
        "asked": listed,
        "columns": _heads(request),
        "filters": FILTERS,
        "rows": rows,
        "more": more,
        "today": day,
        "kinds": records.action_types(),
        "people": records.users() if "action.manage" in user.may else (),
        "done": done,
        "refused": refused,
        "given": given or {},
    }
    return show(request, "actions.html", values, user, status)


@_own.get("/export")
def export(request: Request, user: Exporter) -> Response:
    """Exactly the actions that the list shows, on all its pages, as a file."""
    wanted = replace(_wanted(request, asked_of(request)), limit=MOST, after="")
    plain = map(plain_row, request.app.state.records.action_rows(wanted))
    return exported(request.query_params.get("as", ""), "executive-actions", COLUMNS, plain)


def _heads(request: Request) -> tuple[Column, ...]:
    """Of all that is overdue, only the dates stand ready in order."""
    return sorted_by(HEADS, "due") if request.query_params.get("state") == "overdue" else HEADS


def asked_of(request: Request) -> Asked:
    """What is asked of the list; open ones are the usual ones."""
    return asked(request, _heads(request), FILTERS, "/actions", usual=("state", "open"))


def _wanted(request: Request, listed: Asked) -> Wanted:
    """The same, of the records: a page, and the row after it."""
    overdue = listed["state"] == "overdue"
    return Wanted(
        "open" if overdue else listed["state"] or "open",
        listed["words"],
        due_before=today(request) if overdue else None,
        limit=PAGE + 1,
        after=listed.after,
        statuses=(listed["status"],) if listed["status"] else (),
        sort=listed.sort,
        down=listed.down,
    )


@_own.post("")
def make(request: Request, fields: Fields, user: Manager) -> Response:
    """Make an action that no document brought, or a sub action."""
    records = request.app.state.records
    parent = fields.get("parent") or None
    number = records.make_action(fields.get("name", ""), fields.get("kind", ""), user.name, parent)
    return RedirectResponse(f"/actions/{number}", 303)


@_own.get("/{number}")
def action(request: Request, number: str, user: Reader) -> Response:
    """One executive action, its items beside it."""
    return _page(request, number, user, request.query_params)


def _page(
    request: Request,
    number: str,
    user: User,
    asked: Mapping[str, str],
    refused: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    records = request.app.state.records
    values = contents(records, number, asked, today(request), user.name) | {
        "refused": refused,
        "given": asked,
    }
    values["leads"] = "item.update" in user.may and records.leads(number, user.name)
    if values["tab"] == "letters":
        values |= letters.tab(records, number)
    said = said_of(request.query_params.get("said", "")) if not refused else ""
    said = said or CLOSING.get(request.query_params.get("said", ""), ("",))[0] if not refused else ""
    said = said or letters.SAID.get(request.query_params.get("told", ""), "")
    waiting = records.queue((Stage.NEEDS_REVIEW,), limit=1) if request.query_params.get("said") else ()
    values["next"] = next(iter(waiting), None) if request.query_params.get("said") == "filed" else None
    if said:
        values["said"] = said
    return show(request, "action.html", values, user, status)


def _do(request: Request, number: str, name: str, deed: Deed, fields: dict[str, str], user: User) -> Response:
    """Do it and go back to where the person was; what was refused is said on the same page."""
    place = {part: fields[part] for part in ("tab", "item", "way") if fields.get(part)}
    try:
        deed(request.app.state.records, number, fields, user.name)
    except (IllegalMove, Conflict, NotFound) as problem:
        request.app.state.records.action(number)  # an action that is not there has no page
        return _page(request, number, user, fields, problem.lines, 409)
    return RedirectResponse(f"/actions/{number}?{urlencode(place | {'said': name})}", 303)


@_own.post("/{number}/manage/{deed}")
def manage(request: Request, number: str, deed: str, fields: Fields, user: Manager) -> Response:
    """Change, move, steer or close an action."""
    return _do(request, number, deed, deed_of(MANAGE | CLOSING, deed), fields, user)


@_own.post("/{number}/lead/{deed}")
def lead(request: Request, number: str, deed: str, fields: Fields, user: Worker) -> Response:
    """What the accountable lead of an action does with it, or who acts for them."""
    found = deed_of(LEAD, deed)
    if not request.app.state.records.leads(number, user.name):
        raise NotAllowed(
            "You may not do this.", f"You do not lead {number}.", "Ask its accountable lead, or a manager."
        )
    return _do(request, number, deed, found, fields, user)


@_own.post("/{number}/papers")
def paper(request: Request, number: str, upload: Upload, user: Worker) -> Response:
    """Attach a paper: a file, which is taken in first, or a document of the record."""
    return _do(request, number, "paper", partial(attach, request, upload), dict(upload.fields), user)


@_own.post("/{number}/item/{deed}")
def work(request: Request, number: str, deed: str, fields: Fields, user: Worker) -> Response:
    """Work on an item of an action."""
    return _do(request, number, deed, deed_of(WORK, deed), fields, user)


@_own.post("/{number}/decide/{deed}")
def decide(request: Request, number: str, deed: str, fields: Fields, user: Decider) -> Response:
    """Decide on an item or on an extension."""
    return _do(request, number, deed, deed_of(DECIDE, deed), fields, user)


router = APIRouter()
for _part in (_own, items.router, processes.router, letters.router, outgoing.router):
    router.include_router(_part)
