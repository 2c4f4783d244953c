"""The shapes of what programs get and send. Lists carry no bodies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from coordination.actions import ActionStatus, ItemType, Priority
from coordination.clearance import Verb
from pipeline.decisions import DraftKind, DraftStatus, Verdict
from pipeline.findings import Confidence
from pipeline.intake import Stage
from pipeline.problems import ReadingState
from pipeline.rights import Handling

Row = TypeVar("Row")
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}([.][0-9]{1,2})?$")]
"""A decimal number as text: what a number of JSON would round is kept."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Told(BaseModel):
    """Something that is read from the record."""

    model_config = ConfigDict(from_attributes=True)


class Asked(BaseModel):
    """Something that a program sends; what is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Page(BaseModel, Generic[Row]):
    """A stretch of a list. `next` is what `after` must be for the following one; none is left without it."""

    rows: list[Row]
    next: str | None


class Fault(BaseModel):
    """What went wrong, as RFC 9457 tells it; `detail`, `why` and `remedy` are for people."""

    type: str
    title: str
    status: int
    detail: str
    why: str | None = None
    remedy: str | None = None
    request: str | None = None
    errors: list[dict[str, str]] | None = None


class DocumentRow(Told):
    """A document in a list."""

    control_number: str
    name: str
    kind: str | None
    title: str | None
    sender: str | None
    received_at: datetime
    stage: Stage
    reading_state: ReadingState | None
    coverage: str | None
    reason: str | None
    due: date | None
    drafts: int
    drafts_waiting: int
    lowest: Confidence | None
    uncovered: int
    hidden: int
    parent: str | None
    duplicate_of: str | None
    children: int
    children_unread: int


class Document(Told):
    """One document as it stands."""

    control_number: str
    sha256: str
    channel: str
    name: str
    media_type: str
    size: int
    received_at: datetime
    stage: Stage
    reading_state: ReadingState | None
    coverage: str | None
    reason: str | None
    parent: str | None
    duplicate_of: str | None
    attempts: int
    version: int


class Text(BaseModel):
    """The text of a document, into which all evidence points, by Unicode code points."""

    control_number: str
    sha256: str
    reader: str
    text: str


class Evidence(Told):
    """A place in the text and the words that stand there."""

    start: int
    end: int
    quote: str
    page: int | None


class Doubt(Told):
    """A field that has to be confirmed or changed before a draft is approved, and why."""

    field: str
    why: str


class Draft(Told):
    """What an analyzer proposes, and what a reviewer said of it. `record` is what it became."""

    id: str
    document: str
    number: int
    kind: DraftKind
    title: str
    proposed: dict[str, Any]
    values: dict[str, Any]
    evidence: list[Evidence]
    confidence: Confidence
    confidence_reason: str
    status: DraftStatus
    version: int
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None
    record: str | None
    doubts: list[Doubt] = []


class Verdicts(Asked):
    """A reviewer's word on a draft: `changes` with an edit, `reason` with a rejection.

    `confirmed` names the fields in doubt that were looked at.
    """

    verdict: Verdict
    changes: dict[str, Any] | None = None
    reason: Words | None = None
    confirmed: list[Words] = []


class Finish(Asked):
    """Where items go that have no approved action: under action `joins`, or under one made as `made`.

    `gaps` is how many sentences without a draft were read, where there are any.
    """

    joins: Words | None = None
    made: Words | None = None
    gaps: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class Handled(BaseModel):
    """How guarded a document is; no level is known before its text was read, and then few may see it."""

    control_number: str
    level: Handling | None
    mark: str | None
    unit: str | None


class Guarding(Asked):
    """How guarded a document is to be, and the abbreviation of the unit that it is for."""

    level: Handling
    unit: Words | None = None


class Reason(Asked):
    """Why something is done."""

    reason: Words


class Filed(Told):
    """What finishing put on the record."""

    document: str
    action: str | None
    items: int
    risks: int
    impacts: int
    authorities: int
    references: int
    waiting: int
    uncovered: int


class Item(Told):
    """A piece of an executive action, with the members of its list."""

    id: str | None
    subject: str
    item_type: ItemType
    status: ActionStatus
    details: str
    assignee: str | None
    lead_unit: str | None
    due_date: date | None
    due_basis: str | None
    recurrence: str | None
    condition: str | None
    version: int
    children: list[Item]


class Closing(Told):
    """How an action ended."""

    at: datetime
    by: str
    outcome_summary: str
    lessons_learned: str


class Action(Told):
    """An executive action."""

    number: str | None
    name: str
    document: str
    action_type: str
    category: str
    priority: Priority
    status: ActionStatus
    due_date: date | None
    internal_due_date: date | None
    lead_unit: str | None
    coordinating_units: list[str]
    version: int
    closure: Closing | None


class ActionWhole(Told):
    """An executive action with its items and the documents that it came from."""

    action: Action
    items: list[Item]
    documents: list[str]


class Plan(Asked):
    """What an executive action is to take and serve: hours, dollars, the day aimed at, the goal, tags."""

    target_completion_date: date | None = None
    estimated_effort: Amount | None = None
    estimated_budget: Amount | None = None
    strategic_alignment: Words | None = None
    organization_initiative: Words | None = None
    tags: Annotated[list[Annotated[Words, StringConstraints(max_length=60)]], Field(max_length=20)] = []


class Move(Asked):
    """What work becomes; some moves need a reason."""

    status: ActionStatus
    reason: Words | None = None


class Step(Asked):
    """What somebody does with an item; some steps need words."""

    verb: Verb
    words: Words | None = None


class Close(Asked):
    """How an executive action ended."""

    outcome_summary: Words
    lessons_learned: Words


class Authority(Told):
    """A legal authority in a list; `held` tells whether its text is here."""

    id: str
    citation: str
    type: str
    title: str | None
    status: str
    held: bool
    cited_by: int
    jurisdiction: str
    issued_by: str | None


class Reference(Told):
    """One end of a reference; `basis` is `review`, `note` or `text` (which nobody has confirmed)."""

    relation: str
    citation: str | None
    title: str | None
    document: str | None
    date: date | None
    in_part: bool
    pinpoint: str | None
    basis: str
    quote: str | None
    operations: list[str]


class AuthorityWhole(Told):
    """One authority: what became of it, what it did, what it leans on and who speaks of it."""

    row: Authority
    status_why: str
    signed: date | None
    published: date | None
    effective: date | None
    number: str | None
    url: str | None
    source: str | None
    document: str | None
    notes: str | None
    changed_by: list[Reference]
    changes: list[Reference]
    leans_on: list[Reference]
    cited_by: list[Reference]
    cited_by_count: int
    leans_on_count: int


class AuthorityText(BaseModel):
    """The text of an authority that is held."""

    citation: str
    text: str


class Found(Told):
    """Something that a search found; `ref` names it."""

    kind: str
    ref: str
    title: str
    status: str
    passage: str
    score: float


class Colleague(Told):
    """Somebody who works here."""

    name: str
    display_name: str
    roles: list[str]
    units: list[str]


class Writer(Told):
    """Somebody from whom documents came: how many, and when the last."""

    name: str
    documents: int
    last: datetime


class Findings(Told):
    """What a search gave: the citation that was typed, the same if it is on record, what holds the words.

    `near_citations` are on the record and one slip away from what was typed; `colleagues` and `writers` have
    all the words in their names.
    """

    citation: str | None
    jump: str | None
    found: list[Found]
    near_citations: list[str]
    colleagues: list[Colleague]
    writers: list[Writer]


class Measures(Told):
    """The state of the desk in numbers."""

    documents: int
    children: int
    children_unread: int
    by_stage: dict[str, int]
    by_reading: dict[str, int]
    drafts: dict[str, int]
    actions: dict[str, int]


class AnalyzerRecord(Told):
    """What was said of one field of drafts, or of whole drafts, of one version of the analyzer."""

    analyzer: str
    prompts: str
    kind: str
    field: str
    unchanged: int
    edited: int
    rejected: int


class AuditEvent(Told):
    """One event of the audit log."""

    number: int
    at: datetime
    who: str
    what: str
    subject: str
    before: Any
    after: Any
    origin: Literal["page", "interface", "command", "machine"]
    request: str | None
    hash: str


class AuditCheck(Told):
    """Whether the chain of the audit log holds; `broken_at` is the first event that does not fit."""

    holds: bool
    events: int
    head: str
    broken_at: int | None
    why: str | None


class Me(BaseModel):
    """Who a program speaks for, and what it may do."""

    name: str
    display_name: str
    roles: list[str]
    verbs: list[str]
