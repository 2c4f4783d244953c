"""Which rows of which table a reader may see, as conditions on a row named `own`.

A document is seen at its level of handling and up, as is all that lies inside it. One whose level is not
known yet is seen by who is cleared for everything, and by who brought it. Who is held to units sees what was
routed to them, what their units' actions came from, what is assigned to them and what they brought. An
action is as guarded as its classification, its visibility and the documents that it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select, table

from pipeline.containment import DEEPEST


@dataclass(frozen=True, slots=True)
class Sight:
    """How far somebody sees.

    `names` are theirs and those for whom they act. Without `levels`, or `units` (numbers of rows), nothing
    is held back by level, or by unit.
    """

    names: tuple[str, ...]
    levels: tuple[str, ...] = ()
    units: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose sight it is, the kind of database, and the schema in which its whole tables stand."""

    sight: Sight
    dialect: str
    schema: str

    def whole(self, name: str, alias: str) -> Any:
        """A table with all its rows."""
        return table(name, schema=self.schema).alias(alias)


Rule = Callable[[Asked], ColumnElement[bool]]
_CLASSES = {"unrestricted": ("Unclassified",), "cui": ("Sensitive",)}
_OPEN = ("Public", "Internal")
_ANYBODY_S = ("user.%", "sign_in%", "sign_out", "token.%", "template.%", "acting.%", "records.%", "library.%")
"""Events of the audit log that tell of no document and no action."""
_ABOVE = tuple(f"up{level}" for level in range(1, DEEPEST + 1))
_ALL: ColumnElement[bool] = literal_column("1 = 1")


def _of(row: str, name: str) -> Any:
    return literal_column(f"{row}.{name}")


def _there(source: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(literal_column("1")).select_from(source).where(*where).exists()


def _line(asked: Asked) -> Any:
    """What a document lies in, and what that lies in, in one row: nested, it would be too deep for SQLite."""
    source = asked.whole("intake_document", _ABOVE[0])
    for below, above in pairwise(_ABOVE):
        holds = _of(above, "id") == _of(below, "parent_id")
        source = source.outerjoin(asked.whole("intake_document", above), holds)
    return source


def _cleared(asked: Asked, row: str = "own") -> ColumnElement[bool]:
    """Whether a document's level, and that of all it lies in, is within the reader's."""
    if not asked.sight.levels:
        return _ALL
    lies = _there(
        _line(asked),
        _of(_ABOVE[0], "id") == _of(row, "parent_id"),
        _level(asked, _ABOVE[0]),
        *(or_(_of(above, "id").is_(None), _level(asked, above)) for above in _ABOVE[1:]),
    )
    return and_(_level(asked, row), or_(_of(row, "parent_id").is_(None), lies))


def _level(asked: Asked, row: str) -> ColumnElement[bool]:
    unknown = and_(_of(row, "handling").is_(None), _of(row, "brought_by").in_(asked.sight.names))
    return or_(_of(row, "handling").in_(asked.sight.levels), unknown)


def _routed(asked: Asked) -> ColumnElement[bool]:
    """Whether a document, or what it lies in, is for the reader's units or the reader."""
    if asked.sight.units is None:
        return _ALL
    inherits = and_(_of("own", "unit_id").is_(None), _of("own", "parent_id").is_not(None))
    lies = _there(_line(asked), _of(_ABOVE[0], "id") == _of("own", "parent_id"), _for(asked, *_ABOVE))
    return or_(_for(asked, "own"), and_(inherits, lies))


def _for(asked: Asked, *rows: str) -> ColumnElement[bool]:
    """Whether one of these documents is for the reader, or came to an action in which they have a part."""
    names = asked.sight.names
    link = asked.whole("executive_action_document", "link")
    act = asked.whole("executive_action", "act")
    joined = link.join(act, _of("act", "id") == _of("link", "executive_action_id"))
    told = _of("link", "document_id").in_([_of(row, "id") for row in rows])
    return or_(
        *(_of(row, "unit_id").in_(asked.sight.units) for row in rows),
        *(_of(row, "assigned_to").in_(names) for row in rows),
        *(_of(row, "brought_by").in_(names) for row in rows),
        _there(joined, told, _takes_part(asked, "act")),
    )


def _takes_part(asked: Asked, row: str) -> ColumnElement[bool]:
    """Whether the reader, or a unit of theirs, has a part in an action."""
    units, people = asked.sight.units or (), _people(asked)
    worker = or_(
        _of("work", "assignee_person_id").in_(people),
        _of("work", "assignee_organization_unit_id").in_(units),
    )
    works = _of("work", "executive_action_id") == _of(row, "id")
    helps = _of("unit", "executive_action_id") == _of(row, "id")
    return or_(
        _of(row, "executive_sponsor_id").in_(people),
        _of(row, "accountable_lead_id").in_(people),
        _of(row, "lead_organization_unit_id").in_(units),
        _there(asked.whole("action_item", "work"), works, worker),
        _there(
            asked.whole("coordinating_unit", "unit"), helps, _of("unit", "organization_unit_id").in_(units)
        ),
    )


def _people(asked: Asked) -> Select[Any]:
    who, one = asked.whole("person", "who"), asked.whole("user_account", "one")
    joined = who.join(one, _of("one", "id") == _of("who", "user_account_id"))
    return select(_of("who", "id")).select_from(joined).where(_of("one", "name").in_(asked.sight.names))


def _document(asked: Asked) -> ColumnElement[bool]:
    return and_(_cleared(asked), _routed(asked))


def _action(asked: Asked) -> ColumnElement[bool]:
    part = _takes_part(asked, "own")
    rules = [] if asked.sight.units is None else [part]
    if asked.sight.levels:
        classes = [one for level in asked.sight.levels for one in _CLASSES[level]]
        told, link = asked.whole("intake_document", "told"), asked.whole("executive_action_document", "link")
        joined = told.join(link, _of("link", "document_id") == _of("told", "id"))
        hidden = ~_cleared(asked, "told")
        if asked.sight.units is None:
            rules.append(or_(_of("own", "visibility").in_(_OPEN), part))
        rules += [
            _of("own", "security_classification").in_(classes),
            ~_there(told, _of("told", "id") == _of("own", "source_document_id"), hidden),
            ~_there(joined, _of("link", "executive_action_id") == _of("own", "id"), hidden),
        ]
    return and_(*rules)


def _event(asked: Asked) -> ColumnElement[bool]:
    """An event is seen with the document or the action that it is about."""
    subject = func.replace(_of("own", "subject"), "/", "#")
    if asked.dialect == "sqlite":
        about: Any = func.substr(subject, 1, func.instr(subject.concat("#"), "#") - 1)
    else:
        about = func.split_part(subject, "#", 1)
    return or_(
        *(_of("own", "what").like(kind) for kind in _ANYBODY_S),
        _there(table("intake_document").alias("letter"), _of("letter", "control_number") == about),
        _there(table("executive_action").alias("deed"), _of("deed", "action_number") == about),
    )


_BY_DOCUMENT = (
    *(
        "analysis_run",
        "authority_change",
        "dismissed_sentence",
        "draft",
        "legal_amendment",
        "legal_authority",
    ),
    *("legal_cross_reference", "likeness", "mail_message", "mou_agreement", "presence"),
    *("disposal", "record_category"),
)
_BY_ACTION = (
    *("audit_finding", "closure_answer"),
    *(
        "action_item",
        "analysis",
        "coordinating_unit",
        "correspondence_case",
        "discussion_item",
        "executive_action_partner",
    ),
    *("executive_decision_log", "executive_status_update", "impact", "milestone", "process_run"),
    *("review_approval_decision", "risk_item", "signature_approval", "suspense_event"),
)
_ITS_DOCUMENT, _ITS_ACTION = {"document_id": "intake_document"}, {"executive_action_id": "executive_action"}
_ITS_CASE = {"case_id": "correspondence_case"}
OWNERS: Mapping[str, Mapping[str, str]] = {
    "intake_document": {},
    "executive_action": {},
    "audit_event": {"subject": "intake_document", "subject ": "executive_action"},
    **dict.fromkeys(_BY_DOCUMENT, _ITS_DOCUMENT),
    **dict.fromkeys(_BY_ACTION, _ITS_ACTION),
    "same_letter": {"document_id": "intake_document", "other_id": "intake_document"},
    "executive_action_document": _ITS_DOCUMENT | _ITS_ACTION,
    "document_link": _ITS_DOCUMENT | _ITS_ACTION,
    "record_hold": _ITS_DOCUMENT | _ITS_ACTION,
    "executive_action_dependency": {
        "successor_action_id": "executive_action",
        "predecessor_action_id": "executive_action",
    },
    "index_passage": _ITS_DOCUMENT | {"authority_id": "legal_authority"},
    "evidence": {"draft_id": "draft"},
    "authority_change_effect": _ITS_ACTION | {"authority_change_id": "authority_change"},
    "correspondence_dispatch": _ITS_CASE,
    "correspondence_letter": _ITS_CASE,
    "outgoing_letter": _ITS_CASE,
    "letter_passage": {"letter_id": "correspondence_letter"},
    "outgoing_concurrence": {"outgoing_letter_id": "outgoing_letter"},
    "authority_text": {"authority_id": "legal_authority"},
    "told_suspense": _ITS_ACTION | {"action_item_id": "action_item"},
    "missed_suspense": _ITS_ACTION | {"action_item_id": "action_item"},
    "webhook_delivery": _ITS_DOCUMENT | _ITS_ACTION,
    "action_item_authority": {"action_item_id": "action_item"},
}
"""By table: its columns that name what a row belongs to, and the tables of these."""


def _owned(owners: Mapping[str, str]) -> Rule:
    def rule(asked: Asked) -> ColumnElement[bool]:
        return and_(
            *(
                or_(
                    _of("own", column).is_(None),
                    _there(table(owner).alias("whose"), _of("whose", "id") == _of("own", column)),
                )
                for column, owner in owners.items()
            )
        )

    return rule


RULES: Mapping[str, Rule] = {name: _owned(owners) for name, owners in OWNERS.items()} | {
    "intake_document": _document,
    "executive_action": _action,
    "audit_event": _event,
}


def needed(names: Iterable[str]) -> tuple[str, ...]:
    """These tables and those of what they belong to, owners first."""
    wanted = set(names)
    while more := {owner for name in wanted for owner in OWNERS[name].values()} - wanted:
        wanted |= more
    return tuple(sorted(wanted, key=_depth))


def _depth(name: str) -> tuple[int, str]:
    return max((_depth(owner)[0] + 1 for owner in OWNERS[name].values()), default=0), name
