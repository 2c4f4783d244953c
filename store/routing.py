"""Routing rules as rows, past documents to try them on, and what they propose for one that is here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from coordination.routing import (
    Case,
    Matter,
    Proposal,
    RoutingRule,
    Tried,
    check,
    propose,
    switched_on,
    trial,
)
from pipeline.decisions import DraftKind, DraftStatus
from pipeline.encoding import to_plain
from pipeline.problems import Conflict, IllegalMove, NotFound
from store import audit, documents, parties, templating
from store.database import Transaction, bare
from store.tables import drafting
from store.tables.coordination import ExecutiveAction, ExecutiveActionDocument
from store.tables.intake import ExtractedText, IntakeDocument
from store.tables.processes import ProcessRun
from store.tables.routing import RoutingRule as RuleRow

MOST_RULES = 200
MOST_CASES = 500
"""Past documents that a rule is tried on, the latest ones."""
LOOKED_AT = 20_000
"""Characters of a text that rules look at, from its beginning."""

_RULE, _DOCUMENT, _TEXT = bare(RuleRow), bare(IntakeDocument), bare(ExtractedText)
_DRAFT, _LINK = bare(drafting.Draft), bare(ExecutiveActionDocument)
_ACTION, _RUN = bare(ExecutiveAction), bare(ProcessRun)


def rules(connection: Connection) -> tuple[RoutingRule, ...]:
    """Every rule, in the order in which they are asked."""
    query = select(_RULE).order_by(_RULE.c.place, _RULE.c.id)
    return tuple(_rule(row) for row in connection.execute(query))


def rule(connection: Connection, name: str) -> RoutingRule:
    """One rule. Raises NotFound."""
    found = next((one for one in rules(connection) if one.name == name), None)
    if found is None:
        raise NotFound(f"There is no routing rule “{name}”.", remedy="Look it up among the rules.")
    return found


def _rule(row: Row[Any]) -> RoutingRule:
    return RoutingRule(
        row.name,
        tuple(row.senders),
        tuple(row.kinds),
        tuple(row.citations),
        tuple(row.words),
        row.unit,
        row.template,
        row.place,
        row.active,
        row.version,
        row.tried_version,
    )


def put(move: Transaction, wanted: RoutingRule, actor: str) -> RoutingRule:
    """Store a rule under its name; `version` is what the writer saw, 0 for a new one.

    A changed rule is switched off until it was tried anew. Raises IllegalMove or Conflict.
    """
    audit.person(actor, "change a routing rule")
    move.lock("routing rules")
    wanted = replace(wanted, name=" ".join(wanted.name.split()))
    check(wanted)
    _check_targets(move.connection, wanted)
    known = {one.name: one for one in rules(move.connection)}
    before = known.get(wanted.name)
    values = _values(wanted) | {"active": False, "updated_by": actor, "updated_at": move.now}
    if before is None:
        if len(known) >= MOST_RULES:
            raise IllegalMove(f"There are {MOST_RULES} routing rules already.", remedy="Change one of them.")
        last = max((one.place for one in known.values()), default=0)
        new = {"name": wanted.name, "place": last + 1, "created_by": actor, **values}
        move.connection.execute(insert(_RULE).values(new))
    elif wanted.version == 0:
        raise IllegalMove(f"There is a rule “{wanted.name}” already.", remedy="Choose another name.")
    else:
        change = update(_RULE).where(_RULE.c.name == wanted.name, _RULE.c.version == wanted.version)
        if move.connection.execute(change.values(version=wanted.version + 1, **values)).rowcount != 1:
            raise Conflict("Somebody else changed this rule meanwhile.", remedy="Look at it again.")
    after = rule(move.connection, wanted.name)
    deed = "routing.changed" if before else "routing.added"
    move.log(audit.who(actor), deed, wanted.name, to_plain(before) if before else None, to_plain(after))
    return after


def _check_targets(connection: Connection, wanted: RoutingRule) -> None:
    if wanted.unit and parties.units(connection).id_of(wanted.unit) is None:
        raise IllegalMove(
            f"There is no office {wanted.unit!r}.", remedy="Choose one of the agency's offices."
        )
    if wanted.template:
        templating.template(connection, wanted.template)


def _values(wanted: RoutingRule) -> dict[str, Any]:
    lists = {name: [" ".join(word.split()) for word in getattr(wanted, name)]
             for name in ("senders", "kinds", "citations", "words")}  # fmt: skip
    return lists | {"unit": wanted.unit, "template": wanted.template}


def attempt(move: Transaction, name: str, actor: str) -> tuple[Tried, ...]:
    """Try a rule on past documents and put down that this version was tried. Raises NotFound."""
    audit.person(actor, "try a routing rule")
    known = rules(move.connection)
    wanted = rule(move.connection, name)
    found = trial(wanted, known, cases(move.connection))
    change = update(_RULE).where(_RULE.c.name == name, _RULE.c.version == wanted.version)
    move.connection.execute(change.values(tried_version=wanted.version, tried_at=move.now))
    told = {"matched": len(found), "differs": sum(one.differs for one in found)}
    move.log(audit.who(actor), "routing.tried", name, None, told)
    return found


def switch(move: Transaction, name: str, on: bool, actor: str) -> None:
    """Let a rule propose, or no longer. Raises IllegalMove for one that was not tried as it is, NotFound."""
    audit.person(actor, "switch a routing rule")
    wanted = rule(move.connection, name)
    if on:
        switched_on(wanted)
    # its version stays: it was tried as it is, and is no other rule for being switched
    change = update(_RULE).where(_RULE.c.name == name, _RULE.c.version == wanted.version)
    if move.connection.execute(change.values(active=on, updated_by=actor)).rowcount != 1:
        raise Conflict("Somebody else changed this rule meanwhile.", remedy="Look at it again.")
    move.log(audit.who(actor), "routing.switched", name, wanted.active, on)


def shift(move: Transaction, name: str, by: int, actor: str) -> None:
    """Ask a rule one place sooner (-1) or later (1). Raises NotFound."""
    audit.person(actor, "order routing rules")
    move.lock("routing rules")
    names = [one.name for one in rules(move.connection)]
    place = names.index(rule(move.connection, name).name)
    names.insert(max(0, place + by), names.pop(place))
    for number, one in enumerate(names, start=1):
        move.connection.execute(update(_RULE).where(_RULE.c.name == one).values(place=number))
    move.log(audit.who(actor), "routing.ordered", name, place + 1, names.index(name) + 1)


def proposal(connection: Connection, control_number: str) -> Proposal | None:
    """What the rules propose for a document; None where none fits. Raises NotFound."""
    active = [one for one in rules(connection) if one.active]
    if not active:
        return None
    row = documents.find(connection, control_number)
    return propose(active, _matters(connection, [row.id]).get(row.id, Matter()))


def proposal_for_action(connection: Connection, number: str) -> Proposal | None:
    """What the rules propose for the document that an action came from."""
    query = (
        select(_DOCUMENT.c.control_number)
        .join(_LINK, _LINK.c.document_id == _DOCUMENT.c.id)
        .join(_ACTION, _ACTION.c.id == _LINK.c.executive_action_id)
        .where(_ACTION.c.action_number == number)
        .order_by(_LINK.c.id)
        .limit(1)
    )
    document = connection.execute(query).scalar()
    return proposal(connection, document) if document else None


def cases(connection: Connection) -> tuple[Case, ...]:
    """The latest documents that became executive actions, with what people decided about them."""
    query = (
        select(
            _DOCUMENT.c.id,
            _DOCUMENT.c.control_number,
            func.coalesce(_DOCUMENT.c.title, _DOCUMENT.c.file_name).label("title"),
            _ACTION.c.id.label("action"),
            _ACTION.c.lead_organization_unit_id,
        )
        .join(_LINK, _LINK.c.document_id == _DOCUMENT.c.id)
        .join(_ACTION, _ACTION.c.id == _LINK.c.executive_action_id)
        .order_by(_DOCUMENT.c.id.desc())
        .limit(MOST_CASES)
    )
    rows = connection.execute(query).all()
    matters = _matters(connection, [row.id for row in rows])
    templates = _templates(connection, [row.action for row in rows])
    units = _abbreviations(connection)
    return tuple(
        Case(
            row.control_number,
            row.title,
            matters.get(row.id, Matter()),
            units.get(row.lead_organization_unit_id),
            templates.get(row.action, ()),
        )
        for row in rows
    )


def _abbreviations(connection: Connection) -> dict[int | None, str]:
    known = parties.units(connection)
    names = (unit.abbreviation for unit in parties.agency(connection).units)
    return {known.id_of(name): name for name in names}


def _templates(connection: Connection, actions: list[int]) -> dict[int, tuple[str, ...]]:
    query = select(_RUN.c.executive_action_id, _RUN.c.template_name)
    found: dict[int, list[str]] = {}
    for action, name in connection.execute(query.where(_RUN.c.executive_action_id.in_(actions))):
        found.setdefault(action, []).append(name)
    return {action: tuple(names) for action, names in found.items()}


def _matters(connection: Connection, ids: list[int]) -> dict[int, Matter]:
    query = (
        select(
            _DOCUMENT.c.id,
            _DOCUMENT.c.sender,
            _DOCUMENT.c.kind,
            _DOCUMENT.c.title,
            func.substr(_TEXT.c.text, 1, LOOKED_AT).label("text"),
        )
        .outerjoin(_TEXT, _TEXT.c.id == _DOCUMENT.c.text_id)
        .where(_DOCUMENT.c.id.in_(ids))
    )
    cited = _cited(connection, ids)
    return {
        row.id: Matter(
            row.sender or "",
            row.kind or "",
            tuple(cited.get(row.id, ())),
            f"{row.title or ''}\n{row.text or ''}",
        )
        for row in connection.execute(query)
    }


def _cited(connection: Connection, ids: list[int]) -> dict[int, list[str]]:
    rejected = (DraftStatus.REJECTED.value, DraftStatus.SUPERSEDED.value)
    query = select(_DRAFT.c.document_id, _DRAFT.c.current_values).where(
        _DRAFT.c.document_id.in_(ids),
        _DRAFT.c.kind == DraftKind.AUTHORITY.value,
        _DRAFT.c.status.not_in(rejected),
    )
    found: dict[int, list[str]] = {}
    for document, values in connection.execute(query):
        citation = values.get("citation")
        if isinstance(citation, str):
            found.setdefault(document, []).append(citation)
    return found
