"""What an analyzer claims about a document, field by field as `chancery.analysis/1` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from pipeline.documents import Evidence

SCHEMA = "chancery.analysis/1"


class Kind(StrEnum):
    """What a document is."""

    EXECUTIVE_ORDER = "executive_order"
    PRESIDENTIAL_MEMORANDUM = "presidential_memorandum"
    AGENCY_MEMO = "agency_memo"
    CONGRESSIONAL_LETTER = "congressional_letter"
    PUBLIC_LETTER = "public_letter"
    STATUTE = "statute"
    REGULATION = "regulation"
    EMAIL = "email"
    OTHER = "other"


class Confidence(StrEnum):
    """How sure the analyzer is, in words."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class AuthorityType(StrEnum):
    """The kinds of legal authority that make a row of their own."""

    USC = "usc"
    CFR = "cfr"
    PUBLIC_LAW = "public_law"
    STAT = "stat"
    FEDERAL_REGISTER = "federal_register"
    EXECUTIVE_ORDER = "executive_order"
    PRESIDENTIAL_MEMORANDUM = "presidential_memorandum"
    PROCLAMATION = "proclamation"
    OMB_MEMO = "omb_memo"
    OMB_CIRCULAR = "omb_circular"
    DIRECTIVE = "directive"
    ACT = "act"
    BILL = "bill"
    TREATY = "treaty"
    STATE_LAW = "state_law"
    CASE = "case"
    OTHER = "other"


class MentionClass(StrEnum):
    """Mentions of law that are no row of their own."""

    INTERNAL = "internal"
    ANAPHORA = "anaphora"
    ALIAS = "alias"
    FURNITURE = "furniture"
    DOCKET = "docket"
    CONSTITUTION = "constitution"


class RelationKind(StrEnum):
    """What a document does to another authority."""

    AMENDS = "amends"
    REVOKES = "revokes"
    SUPERSEDES = "supersedes"
    REPEALS = "repeals"
    CONTINUES = "continues"
    EXTENDS = "extends"
    TERMINATES = "terminates"
    SUPPLEMENTS = "supplements"
    IMPLEMENTS = "implements"
    UNDER_AUTHORITY_OF = "under_authority_of"
    DELEGATES_UNDER = "delegates_under"
    CONSISTENT_WITH = "consistent_with"
    CITES = "cites"


class LedgerClass(StrEnum):
    """What became of a sentence that may oblige somebody."""

    DRAFTED = "drafted"
    SPECIFICATION = "specification"
    CONSTRUCTION = "construction"
    QUOTED = "quoted"
    HIDDEN = "hidden"
    DISMISSED = "dismissed"
    UNCOVERED = "uncovered"


class Anchor(StrEnum):
    """What a deadline counts from."""

    DOCUMENT_DATE = "document_date"
    RECEIPT = "receipt"
    ABSOLUTE = "absolute"
    EVENT = "event"


Grounds = tuple[Evidence, ...]


def _grounded(row: object, evidence: Grounds) -> None:
    if not evidence:
        raise ValueError(f"{type(row).__name__} without evidence")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the document is. `date` is ISO, whole or `YYYY-MM` or `YYYY` as printed; None when not printed."""

    kind: Kind
    media_type: str
    sha256: str
    state: str
    coverage: str
    kind_detail: str | None = None
    title: str | None = None
    date: str | None = None
    sender: str | None = None
    addressee: str | None = None
    number: str | None = None
    language: str | None = None
    pages: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the summary and the words it rests on."""

    text: str
    evidence: Grounds

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)


@dataclass(frozen=True, slots=True)
class AuthorityMention:
    """One explicit mention of an external authority. `is_self`: the document's own number."""

    citation: str
    type: AuthorityType
    evidence: Grounds
    title: str | None = None
    is_self: bool = field(default=False, metadata={"json": "self"})

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)


@dataclass(frozen=True, slots=True)
class OtherMention:
    """A mention of law that is no row: internal, short form, furniture, docket, constitution."""

    mention_class: MentionClass = field(metadata={"json": "class"})
    evidence: Grounds
    resolves_to: str | None = None

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)


@dataclass(frozen=True, slots=True)
class Relation:
    """What this document does to `target` (a normal form); `in_part` for a section of it."""

    relation: RelationKind
    target: str
    evidence: Grounds
    pinpoint: str | None = None
    in_part: bool = False

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """An organization unit and why it was chosen."""

    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class ExecutiveActionFinding:
    """The executive action that the document calls for."""

    title: str
    type: str
    category: str
    priority: str
    priority_reason: str
    evidence: Grounds
    suspense_internal: str | None = None
    suspense_external: str | None = None
    lead_units: tuple[UnitChoice, ...] = ()
    coordinating_units: tuple[UnitChoice, ...] = ()

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)


@dataclass(frozen=True, slots=True)
class DueBasis:
    """The sum behind a due date: base (ISO date or event) plus offset units.

    `unit`: days, business_days, weeks, months, years, hours. `inherited_from` names the lead that set it.
    """

    anchor: Anchor
    base: str | None = None
    offset: int | None = None
    unit: str | None = None
    inherited_from: str | None = None
    base_evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """A member of a list under its lead."""

    text: str
    evidence: Grounds
    responsible: str | None = None
    due_date: str | None = None

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)


@dataclass(frozen=True, slots=True)
class ActionFinding:
    """One operative clause: who must do what by when. `evidence[0]` is the clause and no more.

    A `due_date` (ISO) never stands without `due_basis`. `kind`: tasking, request, question, invitation.
    `condition`: on what it depends and what it excepts, as written; several are parted by "; ", and their
    places are in `field_evidence` as `condition`, `condition_2` and on. `meaning_1` and on are the places of
    what an earlier sentence or a definition says of the title's words.
    """

    title: str
    kind: str
    evidence: Grounds
    confidence: Confidence
    confidence_reason: str
    responsible: str | None = None
    deadline_text: str | None = None
    due_date: str | None = None
    due_basis: DueBasis | None = None
    recurrence: str | None = None
    section: str | None = None
    authorities: tuple[str, ...] = ()
    lead_units: tuple[UnitChoice, ...] = ()
    items: tuple[ItemFinding, ...] = ()
    condition: str | None = None
    field_evidence: dict[str, Evidence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)
        if self.due_date is not None and self.due_basis is None:
            raise ValueError("a due date without its basis")


@dataclass(frozen=True, slots=True)
class RiskFinding:
    """Something that may go wrong, with the facts that make it so."""

    title: str
    category: str
    likelihood: str
    severity: str
    reason: str
    evidence: Grounds
    affected_units: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)


@dataclass(frozen=True, slots=True)
class ImpactFinding:
    """Something that changes, for whom, and whether for better or worse."""

    title: str
    category: str
    polarity: str
    reason: str
    evidence: Grounds
    affected_units: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)


@dataclass(frozen=True, slots=True)
class Reply:
    """Whether the writer expects an answer, by when (ISO), and the words that ask."""

    needed: bool
    by: str | None
    asks: Grounds


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A sentence that may oblige somebody and what became of it.

    `row` indexes `actions`; what is drafted without one is told by an impact.
    """

    ledger_class: LedgerClass = field(metadata={"json": "class"})
    evidence: Grounds
    row: int | None = None

    def __post_init__(self) -> None:
        _grounded(self, self.evidence)


@dataclass(frozen=True, slots=True)
class Dropped:
    """How many claims had no place in the source, by reason."""

    count: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who made the findings and what it cost. `seconds` is wall time."""

    analyzer: str
    model: str | None = None
    prompts: dict[str, str] = field(default_factory=dict)
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float = 0.0
    seconds: float = 0.0
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything an analyzer found. Its constructor refuses evidence that is not in `text`."""

    document: DocumentFacts
    text: str
    provenance: Provenance
    summary: tuple[Statement, ...] = ()
    authorities: tuple[AuthorityMention, ...] = ()
    mentions_other: tuple[OtherMention, ...] = ()
    relations: tuple[Relation, ...] = ()
    executive_action: ExecutiveActionFinding | None = None
    actions: tuple[ActionFinding, ...] = ()
    risks: tuple[RiskFinding, ...] = ()
    impacts: tuple[ImpactFinding, ...] = ()
    reply: Reply | None = None
    ledger: tuple[LedgerEntry, ...] = ()
    dropped: Dropped = Dropped()
    children: tuple[Analysis, ...] = ()

    def __post_init__(self) -> None:
        for evidence in self.evidence():
            if self.text[evidence.start : evidence.end] != evidence.quote:
                raise ValueError(f"the text at {evidence.start} does not say {evidence.quote[:40]!r}")
        for entry in self.ledger:
            if entry.row is not None and not 0 <= entry.row < len(self.actions):
                raise ValueError(f"the ledger names action {entry.row} of {len(self.actions)}")

    def evidence(self) -> Iterator[Evidence]:
        """Every evidence of this document's rows (not its children's)."""
        found: list[Evidence] = []
        for name in _bearers(Analysis):
            if name != "children":
                _gather(getattr(self, name), found)
        return iter(found)

    @property
    def uncovered(self) -> tuple[LedgerEntry, ...]:
        """The sentences that may oblige somebody and from which nothing was drafted."""
        return tuple(entry for entry in self.ledger if entry.ledger_class is LedgerClass.UNCOVERED)

    @property
    def set_aside(self) -> tuple[LedgerEntry, ...]:
        """The sentences with an obligation word that oblige nobody by themselves; their class says why."""
        why = (LedgerClass.SPECIFICATION, LedgerClass.CONSTRUCTION, LedgerClass.QUOTED)
        return tuple(entry for entry in self.ledger if entry.ledger_class in why)

    @property
    def hidden(self) -> tuple[LedgerEntry, ...]:
        """The sentences that may oblige somebody but were not meant to be seen."""
        return tuple(entry for entry in self.ledger if entry.ledger_class is LedgerClass.HIDDEN)


def _gather(value: object, found: list[Evidence]) -> None:
    """Append the evidence that stands in a value, in the order of its fields."""
    if isinstance(value, Evidence):
        found.append(value)
    elif isinstance(value, tuple):
        for member in value:
            _gather(member, found)
    elif isinstance(value, dict):
        for member in value.values():
            _gather(member, found)
    elif value is not None:
        kind: Any = type(value)
        for name in _bearers(kind):
            _gather(getattr(value, name), found)


@cache
def _bearers(kind: type) -> tuple[str, ...]:
    """The fields of a row in which evidence can stand: by their types, looked up once for each kind."""
    hints = get_type_hints(kind)
    return tuple(part.name for part in fields(kind) if _bears(hints[part.name], kind))


def _bears(hint: Any, kind: type) -> bool:
    if hint is Evidence or hint is kind:
        return True
    row: Any = hint
    if is_dataclass(hint):
        return bool(_bearers(row))
    return any(_bears(member, kind) for member in get_args(hint))
