"""Risks and impacts: planned against, reviewed, settled, come true; each step in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select, update

from coordination.actions import ActionStatus
from coordination.assessment import Level, level, polarity
from coordination.mitigation import Watched
from pipeline.problems import Conflict, IllegalMove, NotFound
from store import audit, parties, persons, queries
from store.database import Transaction
from store.register import TABLES, study, subject
from store.tables.assessment import Impact, RiskItem


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done about a risk or an impact, by whom, and when one looks again."""

    plan: str = ""
    owner: str = ""
    target: date | None = None
    every: str = ""
    review: date | None = None
    unit: str = ""
    analysis: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A review: what was found on which day, the grades of that day, and when one looks again."""

    words: str
    day: date
    likelihood: str = ""
    severity: str = ""
    following: date | None = None


@dataclass(frozen=True, slots=True)
class CameTrue:
    """What an anticipated impact came to."""

    words: str
    day: date
    polarity: str = ""
    severity: str = ""
    direction: str = ""


def watched(row: Row[Any]) -> Watched:
    """A risk or an impact as its row tells it."""
    return Watched(
        row.name,
        ActionStatus(row.action_status or ActionStatus.NEW),
        Level(row.likelihood) if row.likelihood else None,
        Level(row.severity) if row.severity else None,
        row.mitigation_plan or "",
        row.mitigation_owner,
        row.target_mitigation_date,
        row.evidence_of_mitigation or "",
        row.review_every or "",
        row.review_date,
        row.status_reason,
    )


def find(kind: str, ref: str) -> Any:
    """The condition that names a risk by its number, an impact by its id. Raises NotFound."""
    if kind == "risk":
        return RiskItem.risk_number == ref
    if kind == "impact":
        return Impact.public_id == queries.uuid_of(ref)
    raise NotFound(f"There is no {kind}.")


def _hold(move: Transaction, kind: str, ref: str, actor: str, deed: str) -> tuple[Row[Any], Watched]:
    audit.person(actor, deed)
    where = find(kind, ref)
    query = select(TABLES[kind].__table__).where(where).with_for_update()
    row = move.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no {kind} {ref}.", remedy="Choose one of the register.")
    return row, watched(row)


def _write(move: Transaction, kind: str, row: Row[Any], after: Watched, actor: str, **more: Any) -> None:
    table = TABLES[kind]
    values = {
        "action_status": after.status.value,
        "likelihood": after.likelihood,
        "severity": after.severity,
        "mitigation_plan": after.plan or None,
        "mitigation_owner": after.owner,
        "target_mitigation_date": after.target,
        "evidence_of_mitigation": after.evidence or None,
        "review_every": after.every or None,
        "review_date": after.review,
        "status_reason": after.reason,
        "version": row.version + 1,
        "updated_at": move.now,
        "updated_by": actor,
    }
    if kind == "risk":
        values["overall_risk_level"] = after.level
    change = update(table).where(table.id == row.id, table.version == row.version)
    if move.connection.execute(change.values(values | more)).rowcount != 1:
        raise Conflict("Somebody else changed this meanwhile.", remedy="Look at it again.")


def _told(before: Watched, after: Watched, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    names = [name for name in Watched.__slots__ if getattr(before, name) != getattr(after, name)]

    def plain(one: Watched) -> dict[str, Any]:
        found = {name: getattr(one, name) for name in names}
        return {name: day.isoformat() if isinstance(day, date) else day for name, day in found.items()}

    return plain(before), plain(after) | {name: value for name, value in more.items() if value}


def plan(move: Transaction, kind: str, ref: str, version: int, wanted: Plan, actor: str) -> None:
    """Another plan, owner, cycle, unit or analysis. Raises Conflict, IllegalMove or NotFound."""
    row, before = _hold(move, kind, ref, actor, f"plan for a {kind}")
    if row.version != version:
        raise Conflict("Somebody else changed this meanwhile.", remedy="Look at it again.")
    if wanted.owner:
        persons.person_of(move, wanted.owner, actor)
    after = before.planned(wanted.plan, wanted.owner, wanted.target, wanted.every, wanted.review)
    unit = "organization_unit" if kind == "risk" else "affected_organization_unit"
    more = {
        unit: wanted.unit.strip() or None,
        f"{unit}_id": parties.units(move.connection).id_of(wanted.unit),
        "analysis_id": study(move.connection, wanted.analysis).id if wanted.analysis.strip() else None,
    }
    _write(move, kind, row, after, actor, **more)
    told = _told(before, after, unit=wanted.unit, analysis=wanted.analysis)
    move.log(audit.who(actor), f"{kind}.planned", subject(move.connection, kind, row), *told)


def look(move: Transaction, kind: str, ref: str, seen: Look, actor: str) -> None:
    """A review with its words. Raises IllegalMove or NotFound."""
    row, before = _hold(move, kind, ref, actor, f"review a {kind}")
    today = move.today
    grades = (
        level(seen.likelihood) if seen.likelihood else None,
        level(seen.severity) if seen.severity else None,
    )
    after = before.reviewed(seen.words, seen.day, today, grades, seen.following)
    _write(move, kind, row, after, actor)
    told = _told(before, after, words=seen.words.strip(), day=seen.day.isoformat())
    move.log(audit.who(actor), f"{kind}.reviewed", subject(move.connection, kind, row), *told)


def settle(move: Transaction, kind: str, ref: str, verb: str, words: str, actor: str) -> None:
    """Settle it with evidence, end it or open it again with a reason. Raises IllegalMove or NotFound."""
    row, before = _hold(move, kind, ref, actor, f"settle a {kind}")
    moves = {"mitigate": before.mitigated, "drop": before.dropped, "reopen": before.reopened}
    if verb not in moves:
        raise IllegalMove(f"{verb!r} is no step of a {kind}.", f"There are: {', '.join(moves)}.")
    after = moves[verb](words)
    _write(move, kind, row, after, actor)
    said = {"mitigate": "mitigated", "drop": "dropped", "reopen": "reopened"}[verb]
    move.log(audit.who(actor), f"{kind}.{said}", subject(move.connection, kind, row), *_told(before, after))


def realise(move: Transaction, ref: str, came: CameTrue, actor: str) -> str:
    """What an anticipated impact came to, beside what was foreseen; its id. Raises IllegalMove, NotFound."""
    row, before = _hold(move, "impact", ref, actor, "record what an impact came to")
    today = move.today
    if row.anticipated_or_realised != "Anticipated":
        raise IllegalMove(f"“{row.name}” has come true already; that is what this record says.")
    if not came.words.strip() or came.day > today:
        raise IllegalMove("What came true has its words and a day that has passed.")
    new = insert(Impact).values(
        name=row.name,
        description=came.words.strip(),
        general_category=row.general_category,
        severity=level(came.severity) if came.severity else row.severity,
        polarity=polarity(came.polarity).value if came.polarity else row.polarity,
        direction=came.direction or row.direction,
        anticipated_or_realised="Realised",
        impact_date=came.day,
        identification_date=today,
        affected_organization_unit=row.affected_organization_unit,
        affected_organization_unit_id=row.affected_organization_unit_id,
        legal_authority_id=row.legal_authority_id,
        analysis_id=row.analysis_id,
        executive_action_id=row.executive_action_id,
        document_id=row.document_id,
        parent_impact_id=row.id,
        created_by=actor,
        updated_by=actor,
    )
    made = str(move.connection.execute(new.returning(Impact.public_id)).scalar_one())
    told = {"words": came.words.strip(), "day": came.day.isoformat()}
    told |= {"polarity": came.polarity} if came.polarity else {}
    foreseen = {"polarity": row.polarity, "severity": before.severity}
    move.log(audit.who(actor), "impact.realised", subject(move.connection, "impact", row), foreseen, told)
    return made
