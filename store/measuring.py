"""The bare counts behind the measures."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from coordination.actions import ENDED
from coordination.measures import (
    Cost,
    Course,
    Duties,
    Judged,
    Measures,
    by_week,
    days_between,
    monday_of,
    served,
)
from pipeline.decisions import DraftStatus
from store import queries, trending
from store.database import bare
from store.tables import coordination, drafting
from store.tables.audit import AuditEvent
from store.tables.intake import IntakeDocument

WEEKS = 12
_TABLE, _DRAFT, _RUN = bare(IntakeDocument), bare(drafting.Draft), bare(drafting.AnalysisRun)
_EVENT, _ACTION = bare(AuditEvent), bare(coordination.ExecutiveAction)
_DECIDED = ("document.finished", "document.no_action")
_PLACE = {
    DraftStatus.APPROVED: "unchanged",
    DraftStatus.EDITED: "edited",
    DraftStatus.REJECTED: "rejected",
    DraftStatus.PROPOSED: "waiting",
}


def measures(connection: Connection, now: datetime, service: int, weeks: int = WEEKS) -> Measures:
    """What came of the last weeks' documents; drafts, actions and cost over all time.

    `now` has the zone; `service` is the service level in business days.
    """
    first = now.date() - timedelta(days=7 * (weeks - 1) + now.weekday())
    starts = [
        datetime.combine(first + timedelta(days=7 * number), time(), now.tzinfo) for number in range(weeks)
    ]
    courses = _courses(connection, starts[0])
    by_weeks = by_week(courses, first, now.date())
    came = defaultdict[date, list[Course]](list)
    for course in courses:
        came[monday_of(course.received)].append(course)
    lines = {
        "days": tuple(week.days for week in by_weeks),
        "served": tuple(served(came[week.monday], service, now.date()) for week in by_weeks),
    }
    return Measures(
        first,
        by_weeks,
        days_between(courses),
        _judged(connection, _DRAFT.c.kind),
        _judged(connection, _RUN.c.analyzer + " " + _RUN.c.analyzer_version),
        _reasons(connection),
        queries.counts(connection).by_reading,
        _duties(connection, now.date()),
        _cost(connection),
        trending.trends(connection, starts, now) | lines,
        tuple(row for row in _judged(connection, _DRAFT.c.decided_by) if row.decided),
        served(courses, service, now.date()),
        _dropped(connection),
    )


def _courses(connection: Connection, since: datetime) -> list[Course]:
    """Receipts of their own, attachments not counted; a decision that was taken back does not count."""
    last = func.max(_EVENT.c.at)
    ended = _TABLE.c.stage.in_(("reviewed", "no_action"))
    joined = _TABLE.outerjoin(
        _EVENT, and_(_EVENT.c.subject == _TABLE.c.control_number, _EVENT.c.what.in_(_DECIDED), ended)
    )
    waived = _TABLE.c.stage.in_(("duplicate", "disposed"))
    query = select(_TABLE.c.received_at, last, waived).select_from(joined)
    query = query.where(_TABLE.c.parent_id.is_(None), _TABLE.c.received_at >= since).group_by(_TABLE.c.id)
    zone = since.tzinfo
    return [
        Course(received.astimezone(zone), decided.astimezone(zone) if decided else None, bool(idle))
        for received, decided, idle in connection.execute(query)
    ]


def _judged(connection: Connection, by: ColumnElement[Any]) -> tuple[Judged, ...]:
    """Drafts that an analyzer made, by something that is known; those that were replaced are left out."""
    joined = _DRAFT.join(_RUN, _RUN.c.id == _DRAFT.c.run_id)
    query = select(by.label("name"), _DRAFT.c.status, func.count()).select_from(joined)
    query = query.where(_RUN.c.outcome != "by_hand", by.is_not(None)).group_by(by, _DRAFT.c.status)
    found: dict[str, dict[str, int]] = {}
    for name, status, count in connection.execute(query):
        place = _PLACE.get(DraftStatus(status))
        if place:
            found.setdefault(name, {})[place] = count
    return tuple(Judged(name, **counts) for name, counts in sorted(found.items()))


def _reasons(connection: Connection) -> dict[str, int]:
    query = select(_DRAFT.c.reason, func.count()).where(_DRAFT.c.status == DraftStatus.REJECTED.value)
    rows = connection.execute(query.group_by(_DRAFT.c.reason).order_by(func.count().desc(), _DRAFT.c.reason))
    return {reason or "no reason": count for reason, count in rows}


def _duties(connection: Connection, today: date) -> Duties:
    ended = _ACTION.c.action_status.in_(ENDED)
    late = and_(~ended, _ACTION.c.due_date < today)
    query = select(func.count(), func.sum(case((ended, 1), else_=0)), func.sum(case((late, 1), else_=0)))
    total, over, overdue = connection.execute(query.select_from(_ACTION)).one()
    return Duties(total - int(over or 0), int(overdue or 0), int(over or 0))


def _dropped(connection: Connection) -> int:
    """Claims of analyzers that had no words in their document."""
    count = func.sum(_RUN.c.flagged["dropped"].as_integer())
    return int(connection.execute(select(count).where(_RUN.c.outcome != "by_hand")).scalar() or 0)


def _cost(connection: Connection) -> Cost:
    tokens = func.sum(_RUN.c.tokens_in + _RUN.c.tokens_out)
    query = select(
        func.count(), func.count(_RUN.c.model), tokens, func.sum(_RUN.c.cost_usd), func.sum(_RUN.c.seconds)
    ).where(_RUN.c.outcome != "by_hand")
    runs, model, spent, usd, seconds = connection.execute(query).one()
    return Cost(runs, model, int(spent or 0), float(usd or 0), float(seconds or 0))
