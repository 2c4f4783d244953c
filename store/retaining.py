"""How long each document is kept: its category, when its period ends, and what keeps it from disposal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, insert, select, update

from coordination.actions import ENDED
from coordination.retention import Category, Facts, Schedule
from coordination.retention_file import parse
from pipeline.intake import Stage
from pipeline.problems import IllegalMove, NotFound
from pipeline.settings import Settings
from store import audit, documents, holds, sight
from store.database import Transaction, bare
from store.going import Ties
from store.tables.coordination import ExecutiveAction, ExecutiveActionDocument, ExecutiveActionType
from store.tables.intake import IntakeDocument
from store.tables.retention import RecordCategory

FILE = "retention.toml"
_DOCUMENT, _GIVEN = bare(IntakeDocument), bare(RecordCategory)
_ACTION, _KIND, _LINK = bare(ExecutiveAction), bare(ExecutiveActionType), bare(ExecutiveActionDocument)
_ASKED = (
    *("id", "control_number", "parent_id", "duplicate_of_id", "kind", "title", "file_name"),
    *("stage", "received_at", "updated_at"),
)
_SETTLED = (Stage.REVIEWED.value, Stage.NO_ACTION.value, Stage.DUPLICATE.value)
_ANOTHER = "another matter"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it was received, with all that lies in it, and how long it is kept.

    `due` is the first day on which it may be disposed of; None while `open_because` says why it is not
    closed, or where it is unscheduled. `holds` are the matters for which it is held. `actions` go when the
    last of their documents does; `going` are those of which this one is the last.
    """

    control_number: str
    title: str
    kind: str | None
    received: date
    category: str | None
    by_hand: bool
    authority: str | None
    disposition: str | None
    cut_off: date | None
    due: date | None
    holds: tuple[str, ...] = ()
    open_because: str | None = None
    family: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    going: tuple[str, ...] = ()

    def ready(self, today: date) -> bool:
        """Whether it may be disposed of today: its period is over, and nothing holds it."""
        return self.due is not None and self.due <= today and not self.holds


def schedule(settings: Settings) -> Schedule:
    """The office's schedule: `retention.toml` in the home folder; without one nothing is scheduled.

    Raises Misconfigured for a file that cannot be used.
    """
    path = settings.home / FILE
    return parse(path.read_text(encoding="utf-8"), FILE) if path.exists() else Schedule()


def kept(connection: Connection, settings: Settings, wanted: Sequence[str] = ()) -> tuple[Kept, ...]:
    """Every document as it was received, or those that are named, by control number."""
    seen, matters = None, frozenset[str]()
    if sight.current() is not None:
        numbers = (_DOCUMENT.c.control_number, _ACTION.c.action_number)
        seen = frozenset(one for name in numbers for one in connection.execute(select(name)).scalars())
        matters = frozenset(hold.matter for hold in holds.holds(connection))
    with sight.everything():
        found = _all_kept(connection, settings, wanted)
    # what the reader may not see decides too: a hold on it would else not win
    return (
        found
        if seen is None
        else tuple(_shown(one, seen, matters) for one in found if one.control_number in seen)
    )


def _shown(one: Kept, seen: frozenset[str], matters: frozenset[str]) -> Kept:
    """The same without names of what the reader may not see."""
    why = one.open_because
    if why and set(one.family) - seen:
        why = "something that belongs to it is open"
    held = tuple(sorted({name if name in matters else _ANOTHER for name in one.holds}))
    family, actions, going = (
        tuple(number for number in numbers if number in seen)
        for numbers in (one.family, one.actions, one.going)
    )
    return replace(one, holds=held, open_because=why, family=family, actions=actions, going=going)


def _all_kept(connection: Connection, settings: Settings, wanted: Sequence[str]) -> tuple[Kept, ...]:
    plan, found = schedule(settings), _Rows(connection, settings.zone)
    gone = Stage.DISPOSED.value
    tops = (row for row in found.documents.values() if found.top(row) is row and row.stage != gone)
    rows = (row for row in tops if not wanted or row.control_number in wanted)
    return tuple(_kept(plan, found, row) for row in sorted(rows, key=lambda row: str(row.control_number)))


def one(connection: Connection, settings: Settings, control_number: str) -> Kept:
    """How long a document is kept, or the one in which it lies. Raises NotFound."""
    row = documents.find(connection, control_number)
    while row.parent_id is not None:
        row = documents.by_id(connection, row.parent_id)
    if row.stage == Stage.DISPOSED:
        raise NotFound(f"{row.control_number} was disposed of.", row.reason or "")
    (found,) = kept(connection, settings, (row.control_number,))
    return found


class _Rows:
    """What is read at once: asking document by document would take as many questions as there are letters."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self.zone = zone
        query = select(*(_DOCUMENT.c[name] for name in _ASKED)).order_by(_DOCUMENT.c.id)
        self.documents: dict[int, Row[Any]] = {row.id: row for row in connection.execute(query)}
        given = connection.execute(select(_GIVEN.c.document_id, _GIVEN.c.category))
        self.given = {row.document_id: row.category for row in given}
        self.held = holds.held(connection)
        self.actions: dict[int, dict[int, Row[Any]]] = {}
        for row in _actions(connection):
            self.actions.setdefault(row.document, {})[row.id] = row
        self.family: dict[int, list[Row[Any]]] = {}
        for row in self.documents.values():
            self.family.setdefault(self.top(row).id, []).append(row)
        self.ties = Ties(connection, self.documents, self.actions, self.top)

    def top(self, row: Row[Any]) -> Row[Any]:
        """What a document was received with; itself where what it lies in may not be seen."""
        while row.parent_id in self.documents:
            row = self.documents[row.parent_id]
        return row

    def day(self, moment: Any) -> date:
        """The office's day of a moment."""
        found: date = moment.astimezone(self.zone).date()
        return found


def _actions(connection: Connection) -> Iterator[Any]:
    """Each action of a document, by link or as its source."""
    told = (
        *(_ACTION.c.id, _ACTION.c.action_number, _ACTION.c.action_status),
        *(_ACTION.c.actual_completion_date, _ACTION.c.updated_at),
    )
    kind = _ACTION.join(_KIND, _KIND.c.id == _ACTION.c.executive_action_type_id)
    linked = select(_LINK.c.document_id.label("document"), *told, _KIND.c.name).select_from(
        kind.join(_LINK, _LINK.c.executive_action_id == _ACTION.c.id)
    )
    source = select(_ACTION.c.source_document_id.label("document"), *told, _KIND.c.name).select_from(kind)
    yield from connection.execute(linked)
    yield from connection.execute(source.where(_ACTION.c.source_document_id.is_not(None)))


def _kept(plan: Schedule, found: _Rows, top: Row[Any]) -> Kept:
    family = found.family[top.id]
    why, closed = _closed(found, family)
    like = found.documents.get(top.duplicate_of_id, top) if top.duplicate_of_id else top
    settled = {row.stage for row in (top, like)}
    facts = Facts(
        like.kind,
        found.day(top.received_at),
        closed,
        Stage.NO_ACTION.value in settled,
        tuple(sorted({action.name for row in (*family, like) for action in _of(found, row)})),
        found.given.get(top.id),
    )
    category = plan.category(facts)
    bound = found.ties.bound(plan, family) if category and category.with_actions else []
    faulted = next((action.action_number for action in bound if found.ties.faulted(action)), None)
    if faulted and not why:
        why, facts = f"an audit finding of {faulted} is open", replace(facts, closed=None)
    matters = sorted({matter for row in family for matter in found.held.get(row.id, ())})
    return Kept(
        top.control_number,
        like.title or top.title or top.file_name,
        like.kind,
        facts.received,
        category.name if category else None,
        facts.assigned is not None,
        category.authority if category else None,
        category.disposition.value if category else None,
        plan.cut_off(category, facts) if category else None,
        plan.due(category, facts) if category else None,
        tuple(matters),
        why,
        tuple(row.control_number for row in family),
        tuple(action.action_number for action in bound),
        tuple(action.action_number for action in bound if found.ties.last(action, top.id)),
    )


def _of(found: _Rows, row: Row[Any]) -> Iterable[Row[Any]]:
    return found.actions.get(row.id, {}).values()


_STILL = {Stage.NEEDS_REVIEW: "still under review", Stage.SET_ASIDE: "set aside and not decided"}


def _closed(found: _Rows, family: Sequence[Row[Any]]) -> tuple[str | None, date | None]:
    """Why something of a document is still open, or the day on which the last of it was settled.

    The day of a document is that of its last change: later than the decision at times, never before it.
    """
    last: date | None = None
    for row in family:
        like = found.documents.get(row.duplicate_of_id, row) if row.duplicate_of_id else row
        like = row if like.stage == Stage.DISPOSED else like
        for one in (row, like):
            if one.stage not in _SETTLED:
                return f"{one.control_number} is {_STILL.get(one.stage, 'still worked on')}", None
            for action in _of(found, one):
                if action.action_status not in ENDED:
                    return "its executive action is open", None
                last = _latest(last, found.day(action.actual_completion_date or action.updated_at))
            last = _latest(last, found.day(one.updated_at))
    return None, last


def _latest(one: date | None, other: date) -> date:
    return other if one is None else max(one, other)


def categorise(move: Transaction, control_number: str, category: str | None, reason: str, actor: str) -> None:
    """Give a document a category against what the schedule says, or take it back (None).

    Raises IllegalMove without a reason, for a category that the schedule does not have, NotFound.
    """
    row, why = documents.lock(move.connection, control_number), reason.strip()
    audit.person(actor, "give a category")
    known = _category(schedule(move.settings), category)
    if not why:
        raise IllegalMove("Why does it have this category?", remedy="Write the reason.")
    if row.parent_id is not None:
        raise IllegalMove(
            f"{control_number} lies in another document.", "What was received together is kept together."
        )
    query = select(_GIVEN).where(_GIVEN.c.document_id == row.id)
    before = move.connection.execute(query).one_or_none()
    _give(move, row.id, before, known, why, actor)
    told = {"category": known.name if known else None, "reason": why}
    was = {"category": before.category} if before else {}
    move.log(audit.who(actor), "document.categorised", control_number, was, told)


def _category(plan: Schedule, name: str | None) -> Category | None:
    known = plan.named(name)
    if name is not None and known is None:
        names = ", ".join(one.name for one in plan.categories) or f"none: write {FILE}"
        raise NotFound(f"The schedule has no category {name!r}.", f"It has {names}.")
    return known


def _give(
    move: Transaction, document: int, before: Row[Any] | None, known: Category | None, why: str, actor: str
) -> None:
    if known is None:
        if before is None:
            raise IllegalMove("No category was given by hand.", remedy="There is nothing to take back.")
        move.connection.execute(_GIVEN.delete().where(_GIVEN.c.id == before.id))
    elif before is None:
        new = insert(_GIVEN).values(document_id=document, category=known.name, reason=why, created_by=actor)
        move.connection.execute(new.values(updated_by=actor))
    else:
        change = update(_GIVEN).where(_GIVEN.c.id == before.id)
        values = {"category": known.name, "reason": why, "updated_by": actor, "version": before.version + 1}
        move.connection.execute(change.values(values | {"updated_at": move.now}))
