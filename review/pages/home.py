"""What one person finds on arriving: what waits, what is due, what went wrong, what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from pipeline.intake import Stage
from review.files import today
from review.listing import COUNTED
from review.pages.showing import show
from review.people import Allowed, allowed
from store.item_lists import Part
from store.records import SqlRecords
from store.views import User, Wanted
from store.worklists import Wanted as WantedActions

router = APIRouter()

FIRST = 6
"""Rows under one heading; the list that it leads to has the others."""

MOST = 100
"""Actions up to which those that press are counted."""

WEEK = timedelta(days=7)

TOLD = {
    "document.admitted": ("document came in", "documents came in", "/queue?view=all&sort=-received"),
    "document.set_aside": ("document could not be read", "documents could not be read", "/failed"),
    "document.finished": ("document was finished", "documents were finished", "/queue?view=done"),
    "document.may_be_again": (
        "document may be an earlier one",
        "documents may be earlier ones again",
        "/queue",
    ),
    "action.made": ("executive action was made", "executive actions were made", "/actions"),
    "action.closed": ("executive action was closed", "executive actions were closed", "/actions?state=ended"),
    "suspense.set": ("suspense was set anew", "suspenses were set anew", "/actions"),
    "extension.asked": ("extension was asked for", "extensions were asked for", "/actions"),
    "item.moved": ("action item moved on", "action items moved on", "/items?of=all"),
}
"""What is told of the time since the last visit: the event, how one and many are said, where to look."""

_WAITING = Wanted(frozenset({Stage.NEEDS_REVIEW}))


@router.get("/")
def home(request: Request, user: Annotated[User, Depends(Allowed("read"))]) -> Response:
    """The work of today."""
    records: SqlRecords = request.app.state.records
    day = today(request)
    week = day + WEEK
    values: dict[str, object] = {
        "today": day,
        "week": week,
        "waiting": records.queue_part(_WAITING, FIRST),
        "late": records.queue_count(replace(_WAITING, due="overdue"), COUNTED + 1),
        "soon": records.queue_count(replace(_WAITING, due="soon"), COUNTED + 1),
        "failed": records.queue((Stage.SET_ASIDE, Stage.HELD), limit=FIRST),
        "first": FIRST,
        "most": MOST,
    }
    may = allowed(user)
    if "action.read" in may:
        values["actions"] = records.action_rows(
            WantedActions(due_before=week + timedelta(days=1), limit=MOST)
        )
        values["reviews"] = records.late_reviews(day)
        values["items"] = records.my_items(user.name, day, Part(FIRST, until=week))
        own = records.pressing_items(user.name, day, Part(COUNTED + 1, until=week))
        values["due"], values["late_items"] = own
    if "action.manage" in may:
        values["nobodys"] = records.late_with_nobody(day)
    if seen := records.news(user.name):
        values["since"] = seen.since
        values["news"] = [
            (number, one if number == 1 else many, address)
            for what, (one, many, address) in TOLD.items()
            if (number := seen.counts.get(what, 0))
        ]
    return show(request, "home.html", values, user)
