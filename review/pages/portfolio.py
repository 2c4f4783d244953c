"""All executive actions at once: how they stand, how they lie in time, what was reported and decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from coordination.vocabulary import DECISION_CATEGORIES
from review.files import today
from review.listing import Asked, Column, Filter, asked, cut
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed
from review.timeline import Line, stones_of, timeline
from store.depending import Network
from store.portfolio import Decided, Listed, Reported, Stone
from store.views import User
from store.worklists import ActionRow, Wanted

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("action.read"))]
PAGE = 50


@dataclass(frozen=True, slots=True)
class Log:
    """A list over all actions: its address, its columns, and what narrows it."""

    address: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]

    def asked(self, request: Request) -> Asked:
        """What is asked of it."""
        return asked(request, self.columns, self.filters, self.address)

    @staticmethod
    def wanted(listed: Asked) -> Listed:
        """The same, of the records: a page, and the row after it."""
        return Listed(listed["only"], listed["action"], PAGE + 1, listed.after, listed.sort, listed.down)


_ACTION = Filter("action", "Action")
UPDATES = Log(
    "/status-updates",
    (
        Column("day", "Day", sorts=True),
        Column("action", "Action", sorts=True),
        Column("health", "Health", sorts=True),
        Column("done", "Done"),
        Column("next_steps", "Next steps"),
        Column("asked_for", "Asked for"),
    ),
    (
        Filter(
            "only", "Which", (("escalation", "Escalation or scope change"), ("decisions", "Decisions needed"))
        ),
        _ACTION,
    ),
)
DECISIONS = Log(
    "/decision-log",
    (
        Column("day", "Day", sorts=True),
        Column("action", "Action", sorts=True),
        Column("category", "Category", sorts=True),
        Column("decision", "Decision"),
        Column("by", "Decided by"),
        Column("communicated", "Told", sorts=True),
        Column("implemented", "Carried out", sorts=True),
    ),
    (Filter("only", "Category", tuple((one, one) for one in DECISION_CATEGORIES)), _ACTION),
)


@router.get("/portfolio")
def portfolio(request: Request, user: Reader) -> Response:
    """Open actions: counts, a timeline, and the table that says the same."""
    records, day = request.app.state.records, today(request)
    listed = asked(request, (), (Filter("unit", "Lead office"),))
    wanted = Wanted("open", unit=listed["unit"], limit=PAGE + 1, after=listed.after)
    shown, more = cut(records.action_rows(wanted), PAGE, lambda row: row.number)
    numbers = [row.number for row in shown]
    network = records.dependencies(day, numbers)
    stones = _by_action(records.milestones_of(numbers))
    spans = records.spans(numbers, day)
    lines = [
        _line(row, spans[row.number], network, stones[row.number], day)
        for row in shown
        if row.number in spans
    ]
    values = {
        "rows": shown,
        "spans": spans,
        "stones": stones,
        "network": network,
        "critical": network.critical_path(),
        "line": timeline(lines, day, _waits(network)),
        "counted": records.portfolio(day),
        "reviews": records.late_reviews(day),
        "asked": listed,
        "unit": listed["unit"],
        "more": more,
        "today": day,
    }
    return show(request, "portfolio.html", values, user)


def _by_action(stones: Iterable[Stone]) -> dict[str, list[Stone]]:
    found: dict[str, list[Stone]] = defaultdict(list)
    for one in stones:
        found[one.number].append(one)
    return found


def _line(
    row: ActionRow, span: tuple[date, date], network: Network, stones: Sequence[Stone], day: date
) -> Line:
    planned = network.actions.get(row.number)
    start, end = (planned.place.start, planned.place.end) if planned else span
    critical = planned is not None and planned.place.critical and not planned.span.ended
    look = "critical" if critical else "late" if row.due and row.due < day else "open"
    told = f"{row.number} {row.name}: {start:%-d %b %Y} to {end:%-d %b %Y}, {row.status}"
    return Line(row.number, row.name, start, end, look, told, stones_of(row.number, stones))


def _waits(network: Network) -> list[tuple[str, str, bool]]:
    return [(one.predecessor, one.successor, one.critical) for one in network.dependencies]


@router.get("/status-updates")
def updates(request: Request, user: Reader) -> Response:
    """Status updates of all actions, the latest first."""
    return _list(request, user, "status-updates.html", UPDATES, records_of(request).status_updates)


@router.get("/decision-log")
def decisions(request: Request, user: Reader) -> Response:
    """The decision log of all actions, the latest first."""
    return _list(request, user, "decision-log.html", DECISIONS, records_of(request).decisions)


def _list(
    request: Request,
    user: User,
    template: str,
    log: Log,
    ask: Callable[[Listed], Sequence[Reported | Decided]],
) -> Response:
    """A page of a list that one of its choices, or an action, narrows."""
    listed = log.asked(request)
    rows, more = cut(ask(log.wanted(listed)), PAGE, lambda row: row.id)
    values = {
        "asked": listed,
        "columns": log.columns,
        "filters": log.filters,
        "rows": rows,
        "more": more,
    }
    return show(request, template, values, user)
