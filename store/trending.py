"""The measures week by week, as far as the record tells them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from coordination.actions import ENDED
from coordination.measures import share
from pipeline.decisions import DraftStatus
from store.database import bare
from store.tables import coordination, drafting
from store.tables.intake import IntakeDocument

_DOCUMENT, _DRAFT, _RUN = bare(IntakeDocument).c, bare(drafting.Draft), bare(drafting.AnalysisRun)
_ACTION = bare(coordination.ExecutiveAction).c
Line = tuple[float | None, ...]


def trends(connection: Connection, starts: Sequence[datetime], now: datetime) -> dict[str, Line]:
    """A figure for each week, by the name of the measure; None where there was nothing to count."""
    unchanged, edited, rejected = _judged(connection, starts)
    return {
        "unchanged": unchanged,
        "edited": edited,
        "rejected": rejected,
        "verbatim": _verbatim(connection, starts),
        "unread": _unread(connection, starts),
        "cost": _cost(connection, starts),
        "overdue": _overdue(connection, [*starts[1:], now]),
    }


def _week(moment: Any, starts: Sequence[datetime]) -> Any:
    """The number of the week in which something was."""
    if len(starts) == 1:
        return case((moment >= starts[0], 0))
    later = ((moment < start, number) for number, start in enumerate(starts[1:]))
    return case(*later, else_=len(starts) - 1).label("week")


def _line(counted: Iterable[tuple[int, float | None]], weeks: int) -> Line:
    known = dict(counted)
    return tuple(known.get(number) for number in range(weeks))


def _judged(connection: Connection, starts: Sequence[datetime]) -> tuple[Line, Line, Line]:
    """Percent of the drafts decided in a week: approved unchanged, approved after a change, rejected."""
    joined = _DRAFT.join(_RUN, _RUN.c.id == _DRAFT.c.run_id)
    query = (
        select(_week(_DRAFT.c.decided_at, starts), _DRAFT.c.status, func.count())
        .select_from(joined)
        .where(_RUN.c.outcome != "by_hand", _DRAFT.c.decided_at >= starts[0])
        .group_by("week", _DRAFT.c.status)
    )
    found: dict[int, dict[str, int]] = {}
    for week, status, count in connection.execute(query):
        found.setdefault(week, {})[status] = count
    judged = (DraftStatus.APPROVED, DraftStatus.EDITED, DraftStatus.REJECTED)
    whole = {week: sum(counts.get(one, 0) for one in judged) for week, counts in found.items()}

    def of(status: DraftStatus) -> Line:
        parts = ((week, share(counts.get(status, 0), whole[week])) for week, counts in found.items())
        return _line(parts, len(starts))

    return of(DraftStatus.APPROVED), of(DraftStatus.EDITED), of(DraftStatus.REJECTED)


def _verbatim(connection: Connection, starts: Sequence[datetime]) -> Line:
    """Percent of what analyzers claimed in a week that had its words in the document."""
    here = (_RUN.c.outcome != "by_hand", _RUN.c.created_at >= starts[0])
    week = _week(_RUN.c.created_at, starts)
    lost = select(week, func.sum(_RUN.c.flagged["dropped"].as_integer())).where(*here).group_by("week")
    joined = _DRAFT.join(_RUN, _RUN.c.id == _DRAFT.c.run_id)
    kept = select(week, func.count()).select_from(joined)
    kept = kept.where(*here, _DRAFT.c.status != DraftStatus.SUPERSEDED.value).group_by("week")
    made = {one: int(count) for one, count in connection.execute(kept)}
    # no draft is without its run: every week that kept some is among these
    shares = ((one, share(made.get(one, 0), made.get(one, 0) + int(dropped or 0)))
              for one, dropped in connection.execute(lost))  # fmt: skip
    return _line(shares, len(starts))


def _unread(connection: Connection, starts: Sequence[datetime]) -> Line:
    """Percent of the documents received in a week that could not be read."""
    unread = func.sum(case((_DOCUMENT.reading_state.startswith("extracted"), 0), else_=1))
    query = select(_week(_DOCUMENT.received_at, starts), func.count(), unread)
    query = query.where(_DOCUMENT.received_at >= starts[0], _DOCUMENT.reading_state.is_not(None))
    rows = connection.execute(query.group_by("week"))
    return _line(((week, share(int(part), whole)) for week, whole, part in rows), len(starts))


def _cost(connection: Connection, starts: Sequence[datetime]) -> Line:
    """Dollars for an analysis of a week."""
    query = select(_week(_RUN.c.created_at, starts), func.count(), func.sum(_RUN.c.cost_usd))
    query = query.where(_RUN.c.outcome != "by_hand", _RUN.c.created_at >= starts[0])
    rows = connection.execute(query.group_by("week"))
    return _line(((week, round(float(usd) / runs, 4)) for week, runs, usd in rows), len(starts))


def _overdue(connection: Connection, ends: Sequence[datetime]) -> Line:
    """Percent of the actions open at the end of a week that were past the date that they have now."""
    over = case(
        (_ACTION.action_status.in_(ENDED), func.coalesce(_ACTION.actual_completion_date, _ACTION.updated_at))
    )
    sums: list[Any] = []
    for end in ends:
        open_then = and_(_ACTION.created_at < end, or_(over.is_(None), over >= end))
        late = and_(open_then, _ACTION.due_date < end.date())
        sums += [func.sum(case((open_then, 1), else_=0)), func.sum(case((late, 1), else_=0))]
    counts = [int(one or 0) for one in connection.execute(select(*sums)).one()]
    return tuple(share(late, whole) for whole, late in zip(counts[::2], counts[1::2], strict=True))
