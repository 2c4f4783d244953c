"""One's own action items, handing work on in bulk, and who acts for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.acting import ActingOfficial
from review.acts import day_of, day_or_none
from review.files import today
from review.listing import Asked, Column, Filter, asked, cut, exported, plain_row, sorted_by
from review.pages.showing import show
from review.people import Allowed, Fields
from store.item_lists import ItemRow, Part, Whose, waits
from store.records import SqlRecords
from store.views import User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("action.read"))]
Exporter = Annotated[User, Depends(Allowed("export"))]
Manager = Annotated[User, Depends(Allowed("action.manage"))]
COLUMNS = (
    Column("subject", "Item"),
    Column("item_type", "Type"),
    Column("status", "Status"),
    Column("due", "Due"),
    Column("person", "Person"),
    Column("unit", "Unit"),
    Column("team", "Team"),
    Column("paused", "Paused"),
    Column("mandatory", "Mandatory"),
    Column("next_steps", "Next steps"),
    Column("submitted_by", "Submitted by"),
    Column("number", "Action"),
    Column("action", "Name of the action"),
    Column("action_due", "Action due"),
)
HEADS = (
    Column("subject", "Item", sorts=True),
    Column("item_type", "Type"),
    Column("due", "Due", sorts=True),
    Column("person", "Who"),
    Column("status", "Status"),
    Column("number", "Action", sorts=True),
)
"""Type, who and status have few values, which many items share: the list is narrowed by them, not sorted."""

PAGE = 50
MOST = 1_000_000
"""Items in a file."""
HEADINGS = {
    "mine": ("Mine", "My action items"),
    "word": ("For a word", "Items that wait for a word"),
    "led": ("With nobody", "Items with nobody, of what I lead"),
    "all": ("Of all", "Action items of all"),
}
"""Whose items: the tab, and the heading."""
FILTERS = (
    Filter("of", "Whose", tuple((name, tab) for name, (tab, _) in HEADINGS.items())),
    Filter("person", "Person"),
)
SAID = {"handed": "Handed over", "named": "Acting official named", "ended": "Ended"}


@router.get("/items")
def items(request: Request, user: Reader) -> Response:
    """Open items of the signed-in person, or of everybody, grouped by how they press."""
    records, day, listed = request.app.state.records, today(request), _asked(request)
    whose = _whose(listed)
    of = listed["person"] if whose == "all" else user.name
    found = _rows(request, user, listed, Part(PAGE + 1, listed.after))
    (rows, more), decides = cut(found, PAGE, lambda row: row.id), "item.decide" in user.may
    values = {
        "asked": listed,
        "columns": _heads(request),
        "groups": _groups(tuple(rows), listed, day, user, decides=decides),
        "total": records.count_items(whose, of, day) if more or listed.after else len(found),
        "word": records.count_items("word", user.name, day) if whose == "mine" and decides else 0,
        "led": records.count_items("led", user.name, day) if whose == "mine" else 0,
        "whose": whose,
        "headings": {name: said for name, said in HEADINGS.items() if decides or name != "word"},
        "more": more,
        "today": day,
        "people": (people := records.users()),
        "names": {one.name: one.display_name for one in people},
        "told": SAID.get(request.query_params.get("said", ""), ""),
        "changed": records.changes_waiting(user.name, day) if whose == "mine" else 0,
    }
    return show(request, "items.html", values, user)


@router.get("/items/export")
def export(request: Request, user: Exporter) -> Response:
    """Exactly the items that the list shows, on all its pages, as a file."""
    rows = _rows(request, user, _asked(request), Part(MOST))
    return exported(request.query_params.get("as", ""), "action-items", COLUMNS, map(plain_row, rows))


def _asked(request: Request) -> Asked:
    """What is asked of the list; one's own items are the usual ones, a person's are among all."""
    listed = asked(request, _heads(request), FILTERS, "/items", usual=("of", "mine"))
    if listed["of"] == "all":
        return listed
    return replace(listed, values={name: value for name, value in listed.values.items() if name != "person"})


def _heads(request: Request) -> tuple[Column, ...]:
    """Of all that wait for a word, only the dates stand ready in order."""
    return sorted_by(HEADS, "due") if request.query_params.get("of") == "word" else HEADS


def _whose(listed: Asked) -> Whose:
    known: tuple[Whose, ...] = ("all", "led", "word")
    return next((name for name in known if name == listed["of"]), "mine")


def _rows(request: Request, user: User, listed: Asked, part: Part) -> tuple[ItemRow, ...]:
    records: SqlRecords = request.app.state.records
    whose, part = _whose(listed), replace(part, sort=listed.sort, down=listed.down)
    if whose == "all":
        return records.open_items(listed["person"], part)
    if whose == "word":
        return records.items_for_word(user.name, part)
    read = records.led_items if whose == "led" else records.my_items
    return read(user.name, today(request), part)


def _groups(
    rows: tuple[ItemRow, ...], listed: Asked, day: date, user: User, *, decides: bool
) -> tuple[tuple[str, tuple[ItemRow, ...]], ...]:
    """The rows under headings; in an order that somebody chose, they stand under one."""
    chosen = next((column.label for column in HEADS if column.name == listed.sort), "")
    if not chosen:
        return grouped(rows, day, user, decides=decides)
    return ((f"By {chosen.lower()}", rows),) if rows else ()


def grouped(
    rows: tuple[ItemRow, ...], day: date, user: User, *, decides: bool
) -> tuple[tuple[str, tuple[ItemRow, ...]], ...]:
    """The rows under headings: what waits for the reader's own word first, what waits for others last.

    Headings without rows are left out.
    """
    week = day + timedelta(days=7)

    def place(row: ItemRow) -> str:
        if row.submitted and decides and row.submitted_by != user.name:
            return "Waiting for you"
        if waits(row):
            return "Waiting for others"
        if row.due and row.due < day:
            return "Overdue"
        return "This week" if row.due and row.due <= week else "Later"

    names = ("Waiting for you", "Overdue", "This week", "Later", "Waiting for others")
    found = {name: tuple(row for row in rows if place(row) == name) for name in names}
    return tuple((name, found[name]) for name in names if found[name])


@router.post("/items/reassign")
async def reassign(request: Request, fields: Fields, user: Manager) -> Response:
    """Hand the marked items to somebody, all or none."""
    form = await request.form(max_files=0)
    marked = [value for value in form.getlist("items") if isinstance(value, str)]
    request.app.state.records.reassign_items(
        marked, fields.get("to", ""), fields.get("reason", ""), user.name
    )
    return RedirectResponse("/items?of=all&said=handed", 303)


@router.get("/acting")
def acting(request: Request, user: Reader) -> Response:
    """Who acts for whom."""
    records = request.app.state.records
    values = {
        "officials": records.acting_officials(),
        "people": records.users(),
        "today": today(request),
        "told": SAID.get(request.query_params.get("said", ""), ""),
    }
    return show(request, "acting.html", values, user)


@router.post("/acting")
def name(request: Request, fields: Fields, user: Manager) -> Response:
    """Let somebody act for an official."""
    wanted = ActingOfficial(
        fields.get("official", ""),
        fields.get("acting", ""),
        day_of(fields, "first"),
        day_or_none(fields, "last"),
        fields.get("reason", ""),
    )
    request.app.state.records.put_acting(wanted, user.name)
    return RedirectResponse("/acting?said=named", 303)


@router.post("/acting/{entry}/end")
def end(request: Request, entry: str, fields: Fields, user: Manager) -> Response:
    """End it with a day."""
    request.app.state.records.end_acting(entry, day_of(fields, "last"), user.name)
    return RedirectResponse("/acting?said=ended", 303)
