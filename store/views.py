"""What the pages and commands read from the records: frozen rows, no bodies in lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from coordination.actions import ActionItem, ExecutiveAction
from pipeline.decisions import Draft
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.encoding import Json
from pipeline.findings import Analysis, LedgerEntry
from pipeline.gaps import by_hand, gaps
from pipeline.intake import IntakeDocument, Stage
from pipeline.rights import Handling, allowed


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A document in a list. `lowest` is the lowest confidence among drafts that wait.

    `uncovered` and `hidden` count sentences that may oblige somebody and have no draft; hidden ones were not
    meant to be seen. `children_unread` counts attachments that could not be read.
    """

    control_number: str
    name: str
    kind: str | None
    title: str | None
    sender: str | None
    received_at: datetime
    stage: str
    reading_state: str | None
    coverage: str | None
    reason: str | None
    due: date | None
    drafts: int
    drafts_waiting: int
    lowest: str | None
    uncovered: int
    parent: str | None
    duplicate_of: str | None
    hidden: int = 0
    children: int = 0
    children_unread: int = 0
    assigned_to: str | None = None
    snoozed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A document on which nothing waits for a decision. `uncovered` counts sentences nobody dealt with."""

    control_number: str
    stage: Stage
    handling: str
    uncovered: int


@dataclass(frozen=True, slots=True)
class FailureRow:
    """A document that is held, set aside, or read in part and not decided yet.

    `what`, `why` and `remedy` are what was said when it came so, `since` then; `tries` counts claims.
    `steps` names what one can do: unlock, retry, split, original.
    """

    control_number: str
    name: str
    media_type: str
    stage: str
    reading_state: str | None
    coverage: str | None
    reason: str | None
    what: str
    why: str
    remedy: str
    tries: int
    since: datetime
    parent: str | None
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FailureReport:
    """One document and why it stands where it does; `unread_pages` are numbers of pages without words."""

    failure: FailureRow
    flags: tuple[str, ...]
    pages: int
    unread_pages: tuple[int, ...]
    children: tuple[QueueRow, ...]
    history: tuple[AuditRow, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """How a document lies on the desk: who reviews it, from when on, by when it is due, and its gaps.

    `handling` is how guarded it is, by the `mark` that says so where one does; `unit` is whose it is.
    """

    assigned_to: str | None = None
    snoozed_until: date | None = None
    due: date | None = None
    uncovered: int = 0
    handling: str | None = None
    mark: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One document with all that is known about it.

    `dismissed` are sentences of which a person said that they ask for nothing.
    """

    document: IntakeDocument
    read: ExtractedDocument | None
    analysis: Analysis | None
    drafts: tuple[Draft, ...]
    children: tuple[QueueRow, ...]
    dismissed: tuple[Evidence, ...] = ()
    desk: Desk = Desk()

    @property
    def gaps(self) -> tuple[LedgerEntry, ...]:
        """Sentences that may oblige somebody, with no draft and nobody's word on them."""
        settled = (*(words.span for words in self.dismissed), *by_hand(self.drafts))
        return gaps(self.analysis.uncovered, settled) if self.analysis else ()


@dataclass(frozen=True, slots=True)
class Glance:
    """What the frame of every page tells: documents to review, documents not read, open actions.

    `empty`: nothing has come in yet, or nothing that this reader may see.
    """

    to_review: int = 0
    not_read: int = 0
    actions: int = 0
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """The state of the desk. `documents` counts receipts without attachments, `children` attachments.

    `children_unread` counts the attachments that could not be read.
    """

    documents: int
    children: int
    by_stage: dict[str, int]
    by_reading: dict[str, int]
    drafts: dict[str, int]
    actions: dict[str, int]
    children_unread: int = 0


@dataclass(frozen=True, slots=True)
class ActionView:
    """An executive action with its tree of items and the documents it came from."""

    action: ExecutiveAction
    items: tuple[ActionItem, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """What finishing put on the record. `action` is the number of the executive action, if there is one."""

    document: str
    action: str | None
    items: int
    risks: int
    impacts: int
    authorities: int
    references: int
    waiting: int
    uncovered: int


@dataclass(frozen=True, slots=True)
class Finish:
    """The last finish of a document: when, by whom, what it made, and until when it can be taken back.

    `acted` tells that somebody has worked on what it made, so that it no longer can.
    """

    at: datetime
    by: str
    action: str | None
    items: int
    until: datetime
    acted: bool


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """A legal authority on the record. `held` tells whether its text is here, or only its citation.

    `issued_by` is the body that issued it, where that is known.
    """

    id: str
    citation: str
    type: str
    title: str | None
    status: str
    held: bool
    cited_by: int
    jurisdiction: str
    issued_by: str | None


@dataclass(frozen=True, slots=True)
class Related:
    """Something on the record that has to do with a text, and why; the passage that speaks for it.

    `name` is a citation or a control number; `start` and `end` are the passage's place in its text.
    """

    kind: str
    name: str
    title: str | None
    status: str
    held: bool
    why: tuple[str, ...] = ()
    passage: str = ""
    start: int = 0
    end: int = 0
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One end of a reference between authorities, or from a document (`document`) to one.

    `basis`: `review` (a person approved it), `note` (the Register's note), `text` (its words alone, which
    nobody has confirmed). `date` is when the one that speaks was signed.
    """

    relation: str
    citation: str | None
    title: str | None
    document: str | None
    date: date | None
    in_part: bool
    pinpoint: str | None
    basis: str
    quote: str | None
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorityView:
    """One authority: what it is, what became of it, what it did and leans on, and who speaks of it.

    `changed_by` and `changes` are ordered by date; `status_why` says what the status rests on.
    """

    row: AuthorityRow
    status_why: str
    signed: date | None
    published: date | None
    effective: date | None
    number: str | None
    url: str | None
    source: str | None
    document: str | None
    notes: str | None
    changed_by: tuple[ReferenceRow, ...]
    changes: tuple[ReferenceRow, ...]
    leans_on: tuple[ReferenceRow, ...]
    cited_by: tuple[ReferenceRow, ...]
    cited_by_count: int
    leans_on_count: int


@dataclass(frozen=True, slots=True)
class LastIntake:
    """When something came in last, and of what came in on that day: how many, under way still, set aside."""

    at: datetime
    documents: int
    under_way: int
    aside: int


FROM_INTERFACE = "api-"
"""How the name of a request of the interface for programs begins."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event of the audit log."""

    number: int
    at: datetime
    who: str
    what: str
    subject: str
    before: Json
    after: Json
    request: str | None
    hash: str

    @property
    def origin(self) -> str:
        """Who made the change: a page, the interface for programs, a command, or the machine by itself."""
        if self.request is not None:
            return "interface" if self.request.startswith(FROM_INTERFACE) else "page"
        return "command" if self.who.startswith("user:") else "machine"


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """Whether the chain of the audit log holds; `broken_at` is the number of the first bad event."""

    events: int
    head: str
    broken_at: int | None
    why: str | None

    @property
    def holds(self) -> bool:
        """Whether every link fits."""
        return self.broken_at is None


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a search found. `ref` is what a command or page names it by."""

    kind: str
    ref: str
    title: str
    status: str
    passage: str
    score: float


@dataclass(frozen=True, slots=True)
class ActionKind:
    """A type of executive action, with what such an action usually has and needs.

    `needs` are some of `store.kinds.NEEDS`; `template` names the process that such work usually goes by.
    """

    name: str
    description: str | None
    category: str
    priority: str
    days: int | None
    unit: str | None
    needs: tuple[str, ...]
    active: bool
    template: str | None = None
    version: int = 0


UNASSIGNED = NO_LEVEL = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents of the queue are wanted, and in what order; what is empty narrows nothing.

    `due` is overdue, soon, later or none; `doubtful` asks for drafts of low confidence that wait; `assigned`
    is a user's name, or UNASSIGNED; `handling` a level, or NO_LEVEL. What is put off to a later day is wanted
    only among all stages, and where `put_off` asks for it. `sort` is one of `store.desk_lists.SORTS`, else
    the most pressing come first.
    """

    stages: frozenset[Stage] | None = None
    assigned: str = ""
    put_off: bool = False
    kind: str = ""
    channel: str = ""
    handling: str = ""
    due: str = ""
    doubtful: bool = False
    words: str = ""
    sort: str = ""
    down: bool = False


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list as somebody wants to see it again: its name, and what stands in its address."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who signs in. Their roles are those of `pipeline.rights`.

    `clearance` is how far they are cleared; `units`, where there are any, are abbreviations of the units to
    whose documents and actions they are held. `verbs` narrows what the roles allow, for a program's token.
    `keys` are those of the review screen that they chose themselves, after the usual ones.
    """

    name: str
    display_name: str
    roles: frozenset[str]
    clearance: Handling = Handling.RESTRICTED
    units: frozenset[str] = frozenset()
    time_zone: str | None = None
    density: str = "comfortable"
    shortcuts: bool = True
    verbs: frozenset[str] | None = None
    keys: tuple[tuple[str, str], ...] = ()

    @property
    def may(self) -> frozenset[str]:
        """Every verb that this user may do."""
        given = allowed(self.roles)
        return given if self.verbs is None else given & self.verbs


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A user as an administrator sees them."""

    user: User
    active: bool
    has_password: bool
    has_factor: bool
    created_at: datetime
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A signed-in browser of one user; `own` is the one that asks."""

    id: str
    started_at: datetime
    seen_at: datetime
    address: str | None
    browser: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """As whom somebody else vouches for a user: a provider by its id, a card by its name."""

    voucher: str
    subject: str
    since: datetime


@dataclass(frozen=True, slots=True)
class TokenRow:
    """What a program signs in with, without the token itself."""

    id: str
    user: str
    name: str
    prefix: str
    verbs: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session; while it `awaits_factor` it opens nothing but the page that asks for the code."""

    token: str
    awaits_factor: bool


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator is set up with."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class MailRow:
    """One message at one place of a mailbox, and the document that it became."""

    account: str
    folder: str
    validity: int
    uid: int
    outcome: str
    reason: str | None
    sender: str | None
    addressees: tuple[str, ...]
    subject: str | None
    sent: str | None
    arrived_at: datetime | None
    size: int
    message_id: str | None
    thread: str | None
    control_number: str | None
    stage: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Letters that are near-copies, by the first of them; how many there are and how many wait."""

    control_number: str
    title: str
    size: int
    waiting: int
    stage: str


@dataclass(frozen=True, slots=True)
class AlikeMember:
    """A letter of such a group."""

    control_number: str
    title: str
    sender: str | None
    received_at: datetime
    stage: str


@dataclass(frozen=True, slots=True)
class AlikePair:
    """A document that may be an earlier one again, and what a person said: proposed, confirmed, dismissed."""

    control_number: str
    other: str
    alike: float
    verdict: str
    sender: str | None
    decided_by: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Unfitting:
    """A record of another system that did not become a row here, or not in all its fields, and why."""

    entity: str
    id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a package: new records by entity, others, people noted by name alone."""

    new: dict[str, int]
    changed: int
    same: int
    stubs: int
    apart: tuple[Unfitting, ...] = ()
