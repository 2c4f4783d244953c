"""How an action is steered: milestones, updates, decisions, what was said, papers, assessments by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from coordination.assessment import level, overall, polarity
from coordination.milestones import Milestone
from coordination.progress import progress
from coordination.vocabulary import DECISION_CATEGORIES, PURPOSES
from pipeline.problems import Conflict, IllegalMove, NotFound
from store import coordinating, documents, holding, numbers, persons, queries, running
from store.database import Transaction
from store.tables import steering
from store.tables.assessment import Impact, RiskItem
from store.tables.clearance import DiscussionItem, DocumentLink
from store.tables.coordination import ExecutiveActionDocument
from store.tables.steering import ExecutiveDecisionLog, ExecutiveStatusUpdate

_STONE = steering.Milestone


def add_milestone(move: Transaction, number: str, name: str, day: date, description: str, actor: str) -> str:
    """A milestone whose baseline is this day; its id. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "add a milestone")
    stone = Milestone(name.strip(), day, day, description=description.strip())
    order = select(func.count()).select_from(_STONE).where(_STONE.executive_action_id == held.id)
    new = insert(_STONE).values(
        executive_action_id=held.id,
        name=stone.name,
        description=stone.description or None,
        baseline_date=day,
        forecast_date=day,
        milestone_order=move.connection.execute(order).scalar_one() + 1,
        created_by=actor,
        updated_by=actor,
    )
    stone_id = str(move.connection.execute(new.returning(_STONE.public_id)).scalar_one())
    holding.tell(move, held, "milestone.added", stone_id, None, {"name": stone.name, "day": day.isoformat()})
    return stone_id


def milestone(row: Any) -> Milestone:
    """A milestone as its row tells it."""
    return Milestone(
        row.name,
        row.baseline_date,
        row.forecast_date,
        row.actual_date,
        row.description or "",
        row.forecast_reason,
        str(row.public_id),
        row.version,
    )


def move_milestone(
    move: Transaction, number: str, stone_id: str, day: date, reason: str, actor: str, *, met: bool
) -> None:
    """Another forecast with its reason, or the day on which it was met. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "move a milestone")
    query = select(_STONE.__table__).where(
        _STONE.public_id == queries.uuid_of(stone_id), _STONE.executive_action_id == held.id
    )
    row = move.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"{number} has no such milestone.")
    before = milestone(row)
    after = before.meet(day, held.today) if met else before.foresee(day, reason)
    change = update(_STONE).where(_STONE.id == row.id, _STONE.version == row.version)
    values = {
        "forecast_date": after.forecast,
        "actual_date": after.actual,
        "forecast_reason": after.forecast_reason,
        "version": row.version + 1,
        "updated_by": actor,
    }
    if move.connection.execute(change.values(values)).rowcount != 1:
        raise Conflict("Somebody else changed this meanwhile.", remedy="Look at it again.")
    told = {"day": day.isoformat()} | ({"reason": reason.strip()} if reason.strip() else {})
    what = "milestone.met" if met else "milestone.foreseen"
    holding.tell(move, held, what, stone_id, {"forecast": before.forecast.isoformat()}, told)


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What is reported of an action for a period."""

    key_accomplishments: str
    next_steps: str = ""
    challenges_and_risks: str = ""
    decisions_needed: str = ""
    resource_concerns: str = ""
    timeline_impact: str = ""
    budget_impact: str = ""
    overall_health: str = ""
    period_start: date | None = None
    period_end: date | None = None
    escalation_required: bool = False
    scope_change_requested: bool = False


def report(move: Transaction, number: str, said: StatusUpdate, actor: str) -> None:
    """A status update; status and percent are what they are now. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "report on an action")
    if not said.key_accomplishments.strip():
        raise IllegalMove("A status update says what was done.", remedy="Write what was accomplished.")
    going = [run for run in running.runs(move.connection, held.id, move.settings.zone) if run.running]
    fields = ("key_accomplishments", "next_steps", "challenges_and_risks", "decisions_needed",
              "resource_concerns", "timeline_impact", "budget_impact", "overall_health")  # fmt: skip
    texts = {name: getattr(said, name).strip() or None for name in fields}
    new = insert(ExecutiveStatusUpdate).values(
        executive_action_id=held.id,
        status_date=held.today,
        reporting_period_start_date=said.period_start,
        reporting_period_end_date=said.period_end,
        reported_by=actor,
        action_status=held.view.action.status.value,
        percent_complete=progress(held.view.items, sum(len(run.planned) for run in going)).percent,
        escalation_required=said.escalation_required,
        scope_change_requested=said.scope_change_requested,
        created_by=actor,
        updated_by=actor,
        **texts,
    )
    move.connection.execute(new)
    if texts["overall_health"]:
        holding.change_action(move, held, {"overall_health": texts["overall_health"]})
    told = {name: text for name, text in texts.items() if text}
    holding.tell(move, held, "status.reported", "", None, told)


@dataclass(frozen=True, slots=True)
class DecisionNote:
    """A decision that changes what an action is, or how it is done."""

    category: str
    description: str
    rationale: str
    decided_by: str
    authority: str = ""
    impact_on_scope: str = ""
    impact_on_timeline: str = ""
    impact_on_budget: str = ""
    impact_on_accountability: str = ""
    communicated_date: date | None = None
    implementation_date: date | None = None


def decision(move: Transaction, number: str, made: DecisionNote, actor: str) -> None:
    """A line of the decision log. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "log a decision")
    if made.category not in DECISION_CATEGORIES:
        raise IllegalMove(f"{made.category!r} is no kind of decision.", ", ".join(DECISION_CATEGORIES))
    if not (made.description.strip() and made.rationale.strip() and made.decided_by.strip()):
        raise IllegalMove(
            "A decision has its words, its reason and who took it.", remedy="Write what is missing."
        )
    known = persons.known_user(move.connection, made.decided_by)
    new = insert(ExecutiveDecisionLog).values(
        executive_action_id=held.id,
        decision_date=held.today,
        decided_by=made.decided_by.strip(),
        decided_by_id=persons.person_of(move, known, actor) if known else None,
        decision_authority=made.authority.strip() or None,
        decision_category=made.category,
        decision_description=made.description.strip(),
        decision_rationale=made.rationale.strip(),
        impact_on_scope=made.impact_on_scope.strip() or None,
        impact_on_timeline=made.impact_on_timeline.strip() or None,
        impact_on_budget=made.impact_on_budget.strip() or None,
        impact_on_accountability=made.impact_on_accountability.strip() or None,
        communicated_date=made.communicated_date,
        implementation_date=made.implementation_date,
        created_by=actor,
        updated_by=actor,
    )
    move.connection.execute(new)
    told = {"category": made.category, "decision": made.description, "reason": made.rationale}
    holding.tell(move, held, "decision.logged", "", None, told | {"decided_by": made.decided_by})


def comment(move: Transaction, number: str, item_id: str | None, words: str, actor: str) -> None:
    """Something said about an action or one of its items. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "say something", ended=True)
    if not words.strip():
        raise IllegalMove("Nothing was said.", remedy="Write a few words.")
    if item_id:
        coordinating.find_item(held.view.items, item_id)
    new = insert(DiscussionItem).values(
        executive_action_id=held.id,
        action_item_id=holding.item_key(move, item_id) if item_id else None,
        comment=words.strip(),
        created_by=actor,
        updated_by=actor,
    )
    move.connection.execute(new)
    holding.tell(move, held, "discussion.said", item_id or "", None, words.strip())


def attach(
    move: Transaction, number: str, item_id: str | None, document: str, purpose: str, note: str, actor: str
) -> None:
    """Put a document of the record among the papers of an action or an item. Raises IllegalMove, NotFound."""
    held = holding.hold(move, number, actor, "attach a paper")
    if purpose not in PURPOSES:
        raise IllegalMove(f"{purpose!r} is no purpose of a paper.", ", ".join(PURPOSES))
    if item_id:
        coordinating.find_item(held.view.items, item_id)
    paper = documents.key_of(move.connection, document)
    if paper is None:
        raise IllegalMove("A paper needs its control number.", remedy="Write the number of a document.")
    new = insert(DocumentLink).values(
        executive_action_id=held.id,
        action_item_id=holding.item_key(move, item_id) if item_id else None,
        document_id=paper,
        purpose=purpose,
        note=note.strip() or None,
        created_by=actor,
        updated_by=actor,
    )
    move.connection.execute(new)
    table = ExecutiveActionDocument
    tied = select(table.id).where(table.executive_action_id == held.id, table.document_id == paper)
    if move.connection.execute(tied).first() is None:
        row = {"executive_action_id": held.id, "document_id": paper, "created_by": actor}
        move.connection.execute(insert(table).values(row))
    told = {"document": document.strip().upper(), "purpose": purpose}
    holding.tell(move, held, "paper.attached", item_id or "", None, told)


def assess(move: Transaction, number: str, kind: str, said: Mapping[str, str], actor: str) -> None:
    """A risk or an impact that somebody found, not a draft. Raises IllegalMove or NotFound."""
    # numbers are guarded before actions everywhere, so that two writers cannot wait for each other
    move.lock("records")
    held = holding.hold(move, number, actor, "assess an action")
    name = said.get("name", "").strip()
    if not name or kind not in ("risk", "impact"):
        raise IllegalMove(f"A {kind} needs a name.", remedy="Write what may happen, in a few words.")
    row: dict[str, Any] = {
        "name": name,
        "description": said.get("description", "").strip() or None,
        "general_category": said.get("category", "").strip() or None,
        "executive_action_id": held.id,
        "identification_date": held.today,
        "mitigation_plan": said.get("mitigation_plan", "").strip() or None,
        "created_by": actor,
        "updated_by": actor,
    }
    if kind == "risk":
        likelihood, severity = level(said.get("likelihood", "")), level(said.get("severity", ""))
        row |= {
            "likelihood": likelihood.value,
            "severity": severity.value,
            "overall_risk_level": overall(likelihood, severity).value,
            "identified_by": actor,
            "risk_number": numbers.risk_number(move, held.today.year),
        }
        move.connection.execute(insert(RiskItem).values(row))
    else:
        move.connection.execute(insert(Impact).values(row | {"polarity": polarity(said["polarity"]).value}))
    holding.tell(move, held, f"{kind}.added", "", None, dict(said))
