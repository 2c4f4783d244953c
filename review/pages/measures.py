"""Measures: how quick the desk is, how good the drafts are, what is late, what it costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.gauges import GAUGES, Standing, standings, target_of
from coordination.measures import Measures, Week, share
from pipeline.problems import IllegalMove
from review.charts import Chart, Series, Trend, chart
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, Fields
from store.views import User

router = APIRouter(prefix="/measures")


@router.get("")
def measures(request: Request, user: Annotated[User, Depends(Allowed("measure.read"))]) -> Response:
    """Tiles, drawings and their tables."""
    return _page(request, user)


@router.post("/targets")
def set_targets(
    request: Request, fields: Fields, user: Annotated[User, Depends(Allowed("admin.settings"))]
) -> Response:
    """Say what the office wants of its measures; an empty field takes a target away."""
    try:
        named = [gauge.name for gauge in GAUGES if gauge.name in fields]
        records_of(request).put_targets({name: target_of(name, fields[name]) for name in named}, user.name)
    except IllegalMove as problem:
        return _page(request, user, fields, problem.lines, 422)
    return RedirectResponse("/measures?said=kept", 303)


def _page(
    request: Request,
    user: User,
    given: Mapping[str, str] | None = None,
    refused: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    records = records_of(request)
    found = records.measures(datetime.now(request.app.state.settings.zone))
    stand = standings(found, records.targets())
    values: dict[str, object] = {
        "found": found,
        "standings": stand,
        "lines": {one.gauge.name: _trend(one) for one in stand},
        "charts": _charts(found, next(one.target for one in stand if one.gauge.name == "days")),
        "came": Trend("Came in, by week", _by_week(found, lambda week: week.received)),
        "decided": Trend("Decided, by week", _by_week(found, lambda week: week.decided)),
        "share": share,
        "service": request.app.state.settings.review_days,
        "given": given or {},
        "refused": refused,
    }
    return show(request, "measures.html", values, user, status)


def _trend(one: Standing) -> Trend:
    """Its weeks as a small line."""
    weeks = tuple((monday.strftime("%-d %b"), figure) for monday, figure in one.weeks)
    return Trend(f"{one.gauge.label}, by week", weeks, one.target)


def _by_week(found: Measures, figure: Callable[[Week], float | None]) -> tuple[tuple[str, float | None], ...]:
    return tuple((week.monday.strftime("%-d %b"), figure(week)) for week in found.weeks)


def _charts(found: Measures, days: float | None) -> tuple[Chart, ...]:
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
        target=days,
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
