"""The cases behind the success measures: one pass over each table, however many actions there are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import Connection, Select, func, select

from coordination.actions import ENDED, ActionStatus
from coordination.cases import Case, Finding
from coordination.clearance import ReviewerType
from coordination.correspondence import LetterState, Sent
from coordination.suspense import business_days_between
from coordination.vocabulary import LETTERS
from store.database import bare
from store.tables import clearance, coordination, correspondence, oversight, steering, tasking
from store.tables.assessment import RiskItem
from store.tables.audit import AuditEvent
from store.tables.intake import IntakeDocument

_ACTION, _KIND = bare(coordination.ExecutiveAction), bare(coordination.ExecutiveActionType)
_ITEM, _DOCUMENT, _EVENT = bare(tasking.ActionItem), bare(IntakeDocument), bare(AuditEvent)
_UNIT, _REVIEW = bare(coordination.CoordinatingUnit), bare(clearance.ReviewApprovalDecision)
_FINDING, _ANSWER = bare(oversight.AuditFinding), bare(oversight.ClosureAnswer)
_CASE, _LETTER = bare(correspondence.CorrespondenceCase), bare(correspondence.CorrespondenceLetter)
_DISPATCH = bare(correspondence.CorrespondenceDispatch)
_CANCELLED = ActionStatus.CANCELLED.value
_MOVES = ("action.moved", "action.reopened", "action.closed")
_WANTING = (LetterState.OPEN, LetterState.ANSWERED)


@dataclass(slots=True)
class _Facts:
    """What tables beside that of actions say, by the action's row."""

    units: Mapping[int, int]
    unowned: set[int]
    dropped: set[int]
    founded: set[int]
    risky: set[int]
    turnarounds: Mapping[int, list[int]]
    findings: Mapping[int, list[Finding]]
    answers: Mapping[int, tuple[int, int]]
    sent: Mapping[int, Mapping[str, date]] = field(default_factory=dict)
    waived: frozenset[int] = frozenset()
    written: Mapping[int, date] = field(default_factory=dict)


def cases(connection: Connection, now: datetime) -> tuple[Case, ...]:
    """Every executive action as the measures see it; days lie in the zone of `now`."""
    zone = now.tzinfo
    facts, stages = _facts(connection, zone), _stages(connection, now)
    query = select(_ACTION, _KIND.c.name.label("kind"), _DOCUMENT.c.received_at, _DOCUMENT.c.document_date)
    query = query.select_from(
        _ACTION.join(_KIND, _KIND.c.id == _ACTION.c.executive_action_type_id).outerjoin(
            _DOCUMENT, _DOCUMENT.c.id == _ACTION.c.source_document_id
        )
    )
    # what was disposed of has no letters and no items any more: it would count as late and unanswered
    query = query.where(_ACTION.c.disposed_at.is_(None))
    rows = connection.execute(query.order_by(_ACTION.c.action_number))
    return tuple(_case(row, facts, stages.get(row.action_number, {}), zone) for row in rows)


def _case(row: Any, facts: _Facts, stages: Mapping[str, float], zone: tzinfo | None) -> Case:
    sent = facts.sent.get(row.id, {})
    return Case(
        row.action_number,
        row.kind,
        row.lead_organization_unit or "",
        answerable=row.category in LETTERS,
        waived=row.id in facts.waived,
        cancelled=row.action_status == _CANCELLED,
        letter=facts.written.get(row.id) or _printed(row.document_date),
        received=_day(row.received_date_time or row.received_at, zone),
        tasked=row.start_date,
        acknowledged=sent.get(Sent.ACKNOWLEDGEMENT),
        interim=sent.get(Sent.INTERIM),
        replied=sent.get(Sent.FINAL),
        due=row.due_date,
        closed=None if row.action_status == _CANCELLED else _day(row.actual_completion_date, zone),
        whole=row.id not in facts.dropped,
        named=row.lead_organization_unit_id is not None and row.id not in facts.unowned,
        authority=row.source_legal_authority_id is not None or row.id in facts.founded,
        risk=row.id in facts.risky,
        evaluated=bool((row.outcome_summary or "").strip() and (row.lessons_learned or "").strip()),
        units=facts.units.get(row.id, 0) + 1,
        turnarounds=tuple(facts.turnarounds.get(row.id, ())),
        findings=tuple(facts.findings.get(row.id, ())),
        answers=facts.answers.get(row.id),
        stages=stages,
    )


def _day(moment: datetime | None, zone: tzinfo | None) -> date | None:
    return moment.astimezone(zone).date() if moment else None


def _printed(text: str | None) -> date | None:
    """The date that a paper bears, where it bears a whole one."""
    try:
        return date.fromisoformat(text) if text and len(text) == len("2026-01-01") else None
    except ValueError:
        return None


def _facts(connection: Connection, zone: tzinfo | None) -> _Facts:
    of_item, change = _ITEM.c.executive_action_id, bare(steering.ExecutiveDecisionLog).c
    units = select(_UNIT.c.executive_action_id, func.count()).group_by(_UNIT.c.executive_action_id)
    nobody = _ITEM.c.assignee_person_id.is_(None) & _ITEM.c.assignee_organization_unit_id.is_(None)
    nobody &= func.coalesce(_ITEM.c.assignee, "") == ""
    nobody &= func.coalesce(_ITEM.c.assignee_team, _ITEM.c.lead_organization_unit, "") == ""
    unowned = select(of_item).where(nobody, _ITEM.c.action_status.not_in(ENDED))
    dropped = select(of_item).where(_ITEM.c.mandatory, _ITEM.c.action_status == _CANCELLED)
    scope = select(change.executive_action_id).where(
        change.decision_category == "Scope Change", change.active
    )
    rests = bare(tasking.ActionItemAuthority)
    founded = select(of_item).join_from(_ITEM, rests, rests.c.action_item_id == _ITEM.c.id)
    risky = select(bare(RiskItem).c.executive_action_id)
    return _Facts(
        {row[0]: row[1] for row in connection.execute(units)},
        _keys(connection, unowned),
        _keys(connection, dropped) | _keys(connection, scope),
        _keys(connection, founded),
        _keys(connection, risky),
        _turnarounds(connection, zone),
        _findings(connection),
        {row.executive_action_id: (row.in_time, row.as_asked) for row in connection.execute(select(_ANSWER))},
        _sent(connection),
        _waived(connection),
        _written(connection),
    )


def _keys(connection: Connection, query: Select[Any]) -> set[int]:
    return {key for key in connection.execute(query.distinct()).scalars() if key is not None}


def _turnarounds(connection: Connection, zone: tzinfo | None) -> dict[int, list[int]]:
    """Business days from asking an office to concur to its word."""
    query = select(_REVIEW.c.executive_action_id, _REVIEW.c.requested_date, _REVIEW.c.decision_date).where(
        _REVIEW.c.reviewer_type == ReviewerType.CONCURRING_OFFICE.value, _REVIEW.c.decision_date.is_not(None)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for key, asked, said in connection.execute(query.order_by(_REVIEW.c.id)):
        start, end = asked.astimezone(zone).date(), said.astimezone(zone).date()
        found[key].append(business_days_between(start, end))
    return found


def _findings(connection: Connection) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = defaultdict(list)
    for row in connection.execute(select(_FINDING).order_by(_FINDING.c.id)):
        found[row.executive_action_id].append(Finding(row.raised_date, row.settled_date))
    return found


def _sent(connection: Connection) -> dict[int, dict[str, date]]:
    """The first letter of each kind that is proven to have gone out. Nothing else is a day of reply."""
    dispatch, case = _DISPATCH.c, _CASE.c
    query = select(case.executive_action_id, dispatch.kind, func.min(dispatch.sent_date))
    query = query.where(dispatch.case_id == case.id).group_by(case.executive_action_id, dispatch.kind)
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for key, kind, day in connection.execute(query):
        found[key][kind] = day
    return found


def _waived(connection: Connection) -> frozenset[int]:
    """Actions all of whose letters ended by an approved word that they need no reply from here."""
    letter, case = _LETTER.c, _CASE.c
    unanswered = [state.value for state in LetterState if state not in _WANTING]
    by_action = select(case.executive_action_id).where(letter.case_id == case.id)
    some = _keys(connection, by_action.where(letter.state.in_(unanswered)))
    return frozenset(some - _keys(connection, by_action.where(letter.state.not_in(unanswered))))


def _written(connection: Connection) -> dict[int, date]:
    letter, case = _LETTER.c, _CASE.c
    query = select(case.executive_action_id, func.min(letter.letter_date)).where(letter.case_id == case.id)
    query = query.where(letter.letter_date.is_not(None)).group_by(case.executive_action_id)
    return {key: day for key, day in connection.execute(query)}


def _stages(connection: Connection, now: datetime) -> dict[str, dict[str, float]]:
    """Days that each action stood in each status, out of the audit log."""
    made = {row.action_number: row.created_at for row in connection.execute(select(_ACTION))}
    query = select(_EVENT.c.subject, _EVENT.c.at, _EVENT.c.after).where(_EVENT.c.what.in_(_MOVES))
    moves: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for subject, at, after in connection.execute(query.order_by(_EVENT.c.number)):
        status = (json.loads(after) or {}).get("status")
        if status and subject in made:
            moves[subject].append((at, status))
    return {number: dict(_times(made[number], moved, now)) for number, moved in moves.items()}


def _times(
    since: datetime, moves: Iterable[tuple[datetime, str]], now: datetime
) -> Iterator[tuple[str, float]]:
    spent: dict[str, float] = defaultdict(float)
    status = ActionStatus.NEW.value
    for at, after in [*moves, (now, "")]:
        if status not in ENDED:
            spent[status] += (at - since).total_seconds() / 86400
        since, status = at, after
    return iter(spent.items())
