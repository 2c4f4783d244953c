"""What auditors found about executive actions, and what was answered when they were closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from coordination.auditing import Answers, check_raised, check_settled
from pipeline.problems import IllegalMove, NotFound
from store import audit, going, queries, sight
from store.database import Transaction, bare
from store.tables import oversight
from store.tables.coordination import ExecutiveAction

_FINDING, _ANSWER = bare(oversight.AuditFinding), bare(oversight.ClosureAnswer)
_ACTION = bare(ExecutiveAction)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a page shows it."""

    id: str
    finding: str
    raised_by: str
    raised: date
    settled: date | None
    settlement: str | None

    def age(self, today: date) -> int:
        """Days from its being raised until it was settled, or until today."""
        return ((self.settled or today) - self.raised).days


@dataclass(frozen=True, slots=True)
class Oversight:
    """What was found about an action, and the answers at its closure: in time, as asked, by whom, words."""

    findings: tuple[FindingRow, ...] = ()
    answer: tuple[int, int, str, str | None] | None = None


def raise_finding(move: Transaction, number: str, words: str, by: str, raised: date, actor: str) -> None:
    """Write down what an audit found. Raises IllegalMove without words or for a day to come, NotFound."""
    said = check_raised(words, by, raised, move.today)
    going.expect_there(move.connection, number)
    new = insert(_FINDING).values(
        executive_action_id=_action(move.connection, number).id,
        finding=said[0],
        raised_by=said[1],
        raised_date=raised,
        created_by=actor,
        updated_by=actor,
    )
    move.connection.execute(new)
    told = {"finding": said[0], "raised_by": said[1], "raised": raised}
    move.log(audit.who(audit.person(actor, "write down a finding")), "finding.raised", number, None, told)


def settle_finding(move: Transaction, finding: str, words: str, settled: date, actor: str) -> None:
    """A finding settled, with how. Raises IllegalMove when it was, for a wrong day or no words, NotFound."""
    joined = _FINDING.join(_ACTION, _ACTION.c.id == _FINDING.c.executive_action_id)
    query = select(_FINDING, _ACTION.c.action_number).select_from(joined)
    row = move.connection.execute(
        query.where(_FINDING.c.public_id == queries.uuid_of(finding))
        .with_for_update(of=_FINDING)
        .execution_options(**sight.NAMED)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such finding.", f"Its id would be {finding!r}.")
    if row.settled_date:
        raise IllegalMove("The finding is settled.", f"It was on {row.settled_date}.")
    how = check_settled(words, row.raised_date, settled, move.today)
    change = update(_FINDING).where(_FINDING.c.id == row.id)
    move.connection.execute(
        change.values(
            settled_date=settled,
            settlement=how,
            version=row.version + 1,
            updated_by=actor,
            updated_at=move.now,
        )
    )
    who = audit.who(audit.person(actor, "settle a finding"))
    move.log(who, "finding.settled", row.action_number, None, {"settled": settled, "settlement": how})


def answer(move: Transaction, number: str, given: Answers, actor: str) -> None:
    """Keep the two answers given at closure. Raises IllegalMove while it is open or twice, NotFound."""
    row = _action(move.connection, number)
    going.expect_there(move.connection, number)
    if row.actual_completion_date is None:
        raise IllegalMove(f"{number} is not closed.", "The questions are about work that is done.")
    if move.connection.execute(select(_ANSWER.c.id).where(_ANSWER.c.executive_action_id == row.id)).first():
        raise IllegalMove(f"{number} was answered for already.", remedy="Answers are given once.")
    new = insert(_ANSWER).values(
        executive_action_id=row.id,
        in_time=given.in_time,
        as_asked=given.as_asked,
        answered_by=given.by,
        comment=given.comment,
        created_by=actor,
        updated_by=actor,
    )
    move.connection.execute(new)
    who = audit.who(audit.person(actor, "answer for an action"))
    move.log(who, "action.answered", number, None, given)


def oversight_of(connection: Connection, number: str) -> Oversight:
    """What was found and answered about an action. Raises NotFound."""
    key = _action(connection, number).id
    query = select(_FINDING).where(_FINDING.c.executive_action_id == key).order_by(_FINDING.c.raised_date)
    rows = connection.execute(query.order_by(_FINDING.c.id)).all()
    said = connection.execute(select(_ANSWER).where(_ANSWER.c.executive_action_id == key)).one_or_none()
    return Oversight(
        tuple(
            FindingRow(
                str(row.public_id),
                row.finding,
                row.raised_by,
                row.raised_date,
                row.settled_date,
                row.settlement,
            )
            for row in rows
        ),
        (said.in_time, said.as_asked, said.answered_by, said.comment) if said else None,
    )


def _action(connection: Connection, number: str) -> Any:
    query = select(_ACTION).where(_ACTION.c.action_number == number).execution_options(**sight.NAMED)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no executive action {number}.")
    return row
