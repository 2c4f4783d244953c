"""Analyses as working records: begun, written, completed with their findings, and what they found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, update

from coordination.actions import ActionStatus
from coordination.assessment import level, overall, polarity
from coordination.mitigation import check_study
from pipeline.problems import Conflict, IllegalMove
from store import audit, authorities, coordinating, documents, going, numbers, parties
from store.database import Transaction
from store.register import TABLES, study, subject
from store.tables.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Study:
    """An analysis as somebody writes it; `by` conducts it for the unit."""

    name: str
    by: str = ""
    unit: str = ""
    action: str = ""
    authority: str = ""
    document: str = ""
    first: date | None = None
    last: date | None = None
    summary: str = ""
    details: str = ""
    findings: str = ""
    recommendations: str = ""


def put_study(move: Transaction, number: str, version: int, wanted: Study, actor: str) -> str:
    """Begin an analysis (no number) or write one anew; its number. Raises Conflict, IllegalMove, NotFound."""
    audit.person(actor, "write an analysis")
    move.lock("records")
    held = study(move.connection, number) if number else None
    if held is not None and held.version != version:
        raise Conflict("Somebody else changed this meanwhile.", remedy="Look at it again.")
    values = _values(move, wanted, actor)
    if held is None:
        status = {"action_status": ActionStatus.IN_PROGRESS.value, "created_by": actor}
        today = move.today
        number = numbers.analysis_number(move, today.year)
        new = insert(Assessment).values(values | status | {"analysis_number": number, "analysis_date": today})
        move.connection.execute(new)
    else:
        if held.action_status == ActionStatus.COMPLETED:
            raise IllegalMove(f"{number} is complete.", remedy="Reopen it first.")
        stamp = {"version": held.version + 1, "updated_at": move.now}
        change = update(Assessment).where(Assessment.id == held.id).values(values | stamp)
        move.connection.execute(change)
    plain = {name: getattr(wanted, name) for name in Study.__slots__}
    told = {name: one.isoformat() if isinstance(one, date) else one for name, one in plain.items() if one}
    what = "analysis.changed" if held is not None else "analysis.begun"
    move.log(
        audit.who(actor),
        what,
        subject(move.connection, "analysis", study(move.connection, number)),
        None,
        told,
    )
    return number


def _values(move: Transaction, wanted: Study, actor: str) -> dict[str, Any]:
    if not wanted.name.strip():
        raise IllegalMove("An analysis needs a name.", remedy="Say what is looked into.")
    if wanted.first and wanted.last and wanted.last < wanted.first:
        raise IllegalMove("It would end before it begins.", remedy="Mend the dates.")
    cited = wanted.authority.strip()
    known = authorities.ensure(move, (cited,), actor) if cited else {}
    action = wanted.action.strip()
    going.expect_there(move.connection, action)
    texts = ("summary", "details", "findings", "recommendations")
    return {
        "name": wanted.name.strip(),
        "conducted_by": wanted.by.strip() or None,
        "organization_unit_id": parties.units(move.connection).id_of(wanted.unit),
        "executive_action_id": coordinating.key_of(move.connection, action) if action else None,
        "legal_authority_id": known[authorities.key_of(cited)] if cited else None,
        "supporting_document_id": documents.key_of(move.connection, wanted.document),
        "from_date": wanted.first,
        "to_date": wanted.last,
        "updated_by": actor,
    } | {name: getattr(wanted, name).strip() or None for name in texts}


def settle_study(move: Transaction, number: str, verb: str, words: str, actor: str) -> None:
    """Complete an analysis, or open it again with a reason. Raises IllegalMove or NotFound."""
    audit.person(actor, "settle an analysis")
    row = study(move.connection, number)
    done = row.action_status == ActionStatus.COMPLETED
    if verb not in ("complete", "reopen") or done is (verb == "complete"):
        raise IllegalMove(f"{number} is {'complete' if done else 'open'}.")
    if verb == "complete":
        check_study(row.findings or "", row.conducted_by or "")
    elif not words.strip():
        raise IllegalMove("Others must be able to see why.", remedy="Write the reason.")
    after = ActionStatus.COMPLETED if verb == "complete" else ActionStatus.IN_PROGRESS
    stamp = {"version": row.version + 1, "updated_at": move.now, "updated_by": actor}
    change = update(Assessment).where(Assessment.id == row.id)
    move.connection.execute(change.values(stamp | {"action_status": after.value}))
    told = {"status": after.value, "reason": words.strip() or None}
    what = "analysis.completed" if verb == "complete" else "analysis.reopened"
    named = subject(move.connection, "analysis", row)
    move.log(audit.who(actor), what, named, {"status": row.action_status}, told)


def add(move: Transaction, number: str, kind: str, said: Mapping[str, str], actor: str) -> str:
    """A risk or an impact that an analysis found; how it is named. Raises IllegalMove or NotFound."""
    audit.person(actor, "add to an analysis")
    move.lock("records")
    held = study(move.connection, number)
    if kind not in TABLES or not said.get("name", "").strip():
        raise IllegalMove("It needs a name.", remedy="Write in a few words what may happen or change.")
    today = move.today
    row: dict[str, Any] = {
        "name": said["name"].strip(),
        "description": said.get("description", "").strip() or None,
        "general_category": said.get("category", "").strip() or None,
        "analysis_id": held.id,
        "executive_action_id": held.executive_action_id,
        "legal_authority_id": held.legal_authority_id,
        "document_id": held.supporting_document_id,
        "identification_date": today,
        "created_by": actor,
        "updated_by": actor,
    }
    if kind == "risk":
        grades = level(said.get("likelihood", "")), level(said.get("severity", ""))
        row |= {"likelihood": grades[0], "severity": grades[1], "overall_risk_level": overall(*grades),
                "identified_by": actor, "risk_number": numbers.risk_number(move, today.year)}  # fmt: skip
    else:
        row |= {"polarity": polarity(said.get("polarity", "")).value}
    new = insert(TABLES[kind]).values(row).returning(TABLES[kind].__table__)
    made = move.connection.execute(new).one()
    named = subject(move.connection, kind, made)
    move.log(audit.who(actor), f"{kind}.added", named, None, dict(said) | {"analysis": number})
    return named.rpartition("/")[2]
