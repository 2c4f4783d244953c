"""Which field of the Executive Coordination module is which column of ours, and how both tell a value.

Named by the labels of the module's public data model; what has no column here is kept as it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum

from coordination.exchange import choices
from coordination.exchange.package import Value

TYPE = "appbase_executiveactiontype"
ACTION = "appbase_executiveaction"
DEPENDENCY = "appbase_executiveactiondependency"
DECISION = "appbase_executivedecisionlog"
UPDATE = "appbase_executivestatusupdate"
PERSON, UNIT = "contact", "appbase_organizationunit"
CALLED = {
    TYPE: "types of executive action",
    ACTION: "executive actions",
    DEPENDENCY: "dependencies",
    UPDATE: "status updates",
    DECISION: "decisions",
}
"""What people call their records."""


class Kind(Enum):
    """How a value is told."""

    TEXT = "text"
    DAY = "day"
    DAY_IN_WORDS = "day in words"
    MOMENT = "moment"
    AMOUNT = "amount"
    COUNT = "count"
    FLAG = "flag"
    CHOICE = "choice"
    NAME = "name"
    LOOKUP = "lookup"


Plain = str | int | bool | date | datetime | Decimal | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of theirs and our column. `choices` by number; a `strict` choice has no other values."""

    name: str
    column: str
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] | None = None
    strict: bool = True


def _field(name: str, column: str, kind: Kind = Kind.TEXT) -> Field:
    return Field(f"appbase_{name}", column, kind)


def _choice(name: str, column: str, of: Mapping[str, str], *, strict: bool = True) -> Field:
    return Field(f"appbase_{name}", column, Kind.CHOICE, of, strict)


FIELDS: Mapping[str, tuple[Field, ...]] = {
    TYPE: (
        _field("name", "name"),
        _field("description", "description"),
        _choice("defaultpriority", "default_priority", choices.PRIORITY),
        _field("requiresimpactassessment", "requires_impact_assessment", Kind.FLAG),
        _field("requireslegalauthority", "requires_legal_authority", Kind.FLAG),
        _field("requiresriskassessment", "requires_risk_assessment", Kind.FLAG),
    ),
    ACTION: (
        _field("name", "name"),
        _field("actionnumber", "external_number"),
        _field("description", "description"),
        _field("details", "details"),
        _field("executiveactiontype", "executive_action_type_id", Kind.LOOKUP),
        _choice("actionstatus", "action_status", choices.STATUS),
        _choice("lifecyclestage", "lifecycle_stage", choices.LIFECYCLE),
        _choice("priority", "priority", choices.PRIORITY),
        _choice("securityclassification", "security_classification", choices.CLASSIFICATION),
        _choice("visibility", "visibility", choices.VISIBILITY),
        _field("issuedate", "issue_date", Kind.DAY_IN_WORDS),
        _field("issuedby", "issued_by", Kind.NAME),
        _field("executivesponsor", "executive_sponsor_id", Kind.LOOKUP),
        _field("accountablelead", "accountable_lead_id", Kind.LOOKUP),
        _field("leadorganizationunit", "lead_organization_unit", Kind.NAME),
        _field("startdate", "start_date", Kind.DAY),
        _field("targetcompletiondate", "target_completion_date", Kind.DAY),
        _field("actualcompletiondate", "actual_completion_date", Kind.MOMENT),
        _field("estimatedefforthours", "estimated_effort", Kind.AMOUNT),
        _field("estimatedbudget", "estimated_budget", Kind.AMOUNT),
        _choice("overallhealth", "overall_health", {}, strict=False),
        _field("strategicalignment", "strategic_alignment"),
        _field("successcriteria", "success_criteria"),
        _field("organizationinitiative", "organization_initiative", Kind.NAME),
        _field("relatedagreement", "agreement", Kind.NAME),
        _field("requiresformaldecision", "requires_formal_decision", Kind.FLAG),
        _field("compliancedriven", "compliance_driven", Kind.FLAG),
        _field("notes", "notes"),
    ),
    DEPENDENCY: (
        _field("name", "name"),
        _field("predecessoraction", "predecessor_action_id", Kind.LOOKUP),
        _field("successoraction", "successor_action_id", Kind.LOOKUP),
        _choice("dependencytype", "dependency_type", choices.DEPENDENCY_TYPE),
        _choice("dependencystatus", "dependency_status", choices.DEPENDENCY_STATUS),
        _field("criticalpath", "critical_path", Kind.FLAG),
        _field("description", "description"),
        _field("impactifnotmet", "impact_if_not_met"),
        _field("notes", "notes"),
    ),
    UPDATE: (
        _field("name", "name"),
        _field("executiveaction", "executive_action_id", Kind.LOOKUP),
        _field("statusdate", "status_date", Kind.DAY),
        _field("reportingperiodstartdate", "reporting_period_start_date", Kind.DAY),
        _field("reportingperiodenddate", "reporting_period_end_date", Kind.DAY),
        _field("reportedby", "reported_by", Kind.NAME),
        _choice("actionstatus", "action_status", choices.STATUS),
        _choice("overallhealth", "overall_health", {}, strict=False),
        _field("percentcomplete", "percent_complete", Kind.COUNT),
        _field("keyaccomplishments", "key_accomplishments"),
        _field("nextsteps", "next_steps"),
        _field("challengesandrisks", "challenges_and_risks"),
        _field("decisionsneeded", "decisions_needed"),
        _field("resourceconcerns", "resource_concerns"),
        _choice("timelineimpact", "timeline_impact", {}, strict=False),
        _choice("budgetimpact", "budget_impact", {}, strict=False),
        _field("scopechangerequested", "scope_change_requested", Kind.FLAG),
        _field("escalationrequired", "escalation_required", Kind.FLAG),
        _field("notes", "notes"),
    ),
    DECISION: (
        _field("name", "name"),
        _field("executiveaction", "executive_action_id", Kind.LOOKUP),
        _field("decisiondate", "decision_date", Kind.DAY),
        _field("decidedby", "decided_by", Kind.NAME),
        _field("decisionauthority", "decision_authority", Kind.NAME),
        _choice("decisioncategory", "decision_category", choices.DECISION),
        _field("decisiondescription", "decision_description"),
        _field("decisionrationale", "decision_rationale"),
        _choice("impactonscope", "impact_on_scope", choices.YES_OR_NO, strict=False),
        _choice("impactontimeline", "impact_on_timeline", choices.YES_OR_NO, strict=False),
        _choice("impactonbudget", "impact_on_budget", choices.YES_OR_NO, strict=False),
        _choice("impactonaccountability", "impact_on_accountability", choices.YES_OR_NO, strict=False),
        _field("communicateddate", "communicated_date", Kind.DAY),
        _field("implementationdate", "implementation_date", Kind.DAY),
        _field("notes", "notes"),
    ),
}
"""In the order in which records must be taken: what is looked up comes first."""

_YES = next(number for number, name in choices.YES_OR_NO.items() if name == "Yes")
_NO = next(number for number, name in choices.YES_OR_NO.items() if name == "No")


def plain(field: Field, value: Value | None) -> Plain:
    """What our column holds for a value of theirs; None where it says nothing that the column can hold."""
    if field.kind is Kind.FLAG:
        return value is not None and value.text == _YES
    if value is None or not value.text:
        return None
    if field.kind is Kind.NAME:
        return value.name or value.text
    if field.kind is Kind.CHOICE:
        return (field.choices or {}).get(value.text, None if field.strict else value.text)
    return _read(field.kind, value.text)


def _read(kind: Kind, text: str) -> Plain:
    try:
        match kind:
            case Kind.DAY:
                return _moment(text).date()
            case Kind.DAY_IN_WORDS:
                return _moment(text).date().isoformat()
            case Kind.MOMENT:
                return _moment(text)
            case Kind.AMOUNT:
                return Decimal(text).quantize(Decimal("0.01"))
            case Kind.COUNT:
                return int(text)
    except (ValueError, InvalidOperation):
        return None
    return text


def told(field: Field, current: Plain, entity: str | None = None, key: str | None = None) -> Value | None:
    """How a package says what our column holds; lookups need the entity and the key of what they point at."""
    if current is None:
        return None
    match field.kind:
        case Kind.FLAG:
            return Value(_YES if current else _NO)
        case Kind.CHOICE:
            numbers = {name: number for number, name in (field.choices or {}).items()}
            return Value(numbers.get(str(current), str(current)))
        case Kind.DAY | Kind.DAY_IN_WORDS:
            return Value(f"{current}T00:00:00.0000000Z")
        case Kind.MOMENT:
            assert isinstance(current, datetime)
            return Value(f"{current.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}0Z")
        case Kind.AMOUNT:
            return Value(f"{current:.10f}")
        case Kind.NAME | Kind.LOOKUP if entity and key:
            return Value(key, entity, str(current))
    return Value(str(current))


def category_of(type_name: str) -> str:
    """The category of a type that nobody listed before, by the words of its name."""
    words = type_name.casefold()
    for category, signs in (
        ("Compliance", ("complian", "audit")),
        ("Emergency", ("emergency", "crisis")),
        ("Inquiry", ("inquiry",)),
        ("Initiative", ("initiative", "improvement")),
        ("Agreement", ("coordination", "agreement")),
    ):
        if any(sign in words for sign in signs):
            return category
    return "Directive or Order"


def _moment(text: str) -> datetime:
    """A moment with up to seven digits of a second, as the tool writes them."""
    head, dot, rest = text.rstrip("Z").partition(".")
    found = datetime.fromisoformat(f"{head}.{rest[:6]:0<6}" if dot else head)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
