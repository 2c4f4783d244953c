"""Measures: how quick the desk is, how good the drafts are, what is late, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from coordination.measures import Measures, Week, share
from review.charts import Chart, Series, Trend, chart
from review.pages.showing import show
from review.people import Allowed
from store.views import User

router = APIRouter(prefix="/measures")


@router.get("")
def measures(request: Request, user: Annotated[User, Depends(Allowed("measure.read"))]) -> Response:
    """Tiles, drawings and their tables."""
    found = request.app.state.records.measures(datetime.now(request.app.state.settings.zone))
    values: dict[str, object] = {
        "found": found,
        "charts": _charts(found),
        "pace": Trend("Days, by week", _by_week(found, lambda week: week.days)),
        "came": Trend("Came in, by week", _by_week(found, lambda week: week.received)),
        "decided": Trend("Decided, by week", _by_week(found, lambda week: week.decided)),
        "share": share,
        "unread": sum(count for state, count in found.reading.items() if not state.startswith("extracted")),
        "documents": sum(found.reading.values()),
    }
    return show(request, "measures.html", values, user)


def _by_week(found: Measures, figure: Callable[[Week], float | None]) -> tuple[tuple[str, float | None], ...]:
    return tuple((week.monday.strftime("%-d %b"), figure(week)) for week in found.weeks)


def _charts(found: Measures) -> tuple[Chart, ...]:
    weeks = [week.monday.strftime("%-d %b") for week in found.weeks]
    kinds = [row.name.replace("_", " ") for row in found.by_kind]
    flow = chart(
        "Documents that came in and were decided, by week",
        weeks,
        Series("came in", "one", tuple(week.received for week in found.weeks)),
        Series("decided", "two", tuple(week.decided for week in found.weeks)),
    )
    pace = chart(
        "Days from receipt to decision, median of the week",
        weeks,
        Series("days", "one", tuple(week.days for week in found.weeks)),
        unit=" days",
    )
    judged = chart(
        "What people said of the drafts, by kind",
        kinds,
        Series("approved unchanged", "good", tuple(row.unchanged for row in found.by_kind)),
        Series("edited", "one", tuple(row.edited for row in found.by_kind)),
        Series("rejected", "bad", tuple(row.rejected for row in found.by_kind)),
        Series("waiting", "none", tuple(row.waiting for row in found.by_kind)),
    )
    return (flow, pace, judged)
