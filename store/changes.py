"""Changes of authority as leads see them, and the word that they give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from coordination.acting import acts_for
from coordination.propagation import Answer, Effect, Reach, Standing
from pipeline.problems import IllegalMove, NotFound
from store import audit, persons, propagating, queries
from store.acting_for import speaks_for
from store.database import Transaction, bare
from store.tables import coordination, tasking
from store.tables.access import UserAccount, UserUnit
from store.tables.assessment import Impact, RiskItem
from store.tables.drafting import Draft
from store.tables.intake import IntakeDocument
from store.tables.mandates import LegalAuthority
from store.tables.parties import Person
from store.tables.propagation import AuthorityChange, AuthorityChangeEffect

_CHANGE, _EFFECT = bare(AuthorityChange).c, bare(AuthorityChangeEffect).c
_ACTION, _ITEM = bare(coordination.ExecutiveAction).c, bare(tasking.ActionItem).c
_RISK, _IMPACT = bare(RiskItem).c, bare(Impact).c


@dataclass(frozen=True, slots=True)
class Place:
    """Words that say that an authority changed, and their place in the document."""

    quote: str
    start: int | None
    end: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """Work that a change reaches. `kind` is action, item, risk or impact, `name` what it is called.

    `lead` is the accountable lead of its action, `person` whose item it is, both by user name.
    """

    id: str
    kind: str
    name: str
    number: str | None
    action: str | None
    item: str | None
    rests_on: str | None
    effect: Effect
    lead: str | None
    lead_unit: str | None
    sponsor: str | None
    person: str | None

    @property
    def named(self) -> tuple[str, ...]:
        """The users who may speak for it, the first before the others."""
        return tuple(dict.fromkeys(user for user in (self.lead, self.sponsor, self.person) if user))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What one authority does to another, with the words that say so, and what it reaches.

    `document` and `draft` lead to the paper that brought it; `basis` is who says so.
    """

    id: str
    changed: str
    title: str | None
    changing: str
    changing_title: str | None
    relation: str
    in_part: bool
    places: str | None
    summary: str | None
    signed: date | None
    basis: str
    evidence: tuple[Place, ...]
    document: str | None
    draft: int | None
    found_at: datetime
    reached: tuple[Reached, ...]

    @property
    def waiting(self) -> tuple[Reached, ...]:
        """What waits for a word."""
        return tuple(one for one in self.reached if one.effect.waits)

    @property
    def told(self) -> tuple[Reached, ...]:
        """What rests on another part, and is told only."""
        return tuple(
            one
            for one in self.reached
            if one.effect.reach is Reach.OTHER and one.effect.standing is Standing.OPEN
        )

    @property
    def accepted(self) -> tuple[Reached, ...]:
        """What has its word."""
        return tuple(one for one in self.reached if one.effect.standing is Standing.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes a list shows: of whom (None: everybody), of which action, and accepted ones too."""

    user: str | None = None
    number: str | None = None
    today: date | None = None
    state: str = "waiting"


def rows(connection: Connection, asked: Asked) -> tuple[ChangeRow, ...]:
    """Changes that stand, the latest first, with what they reach as asked."""
    reached: dict[int, list[Reached]] = {}
    for change, one in _reached(connection, asked):
        reached.setdefault(change, []).append(one)
    found = (
        _row(row, tuple(reached[row.id]))
        for row in connection.execute(_changes().order_by(_CHANGE.id.desc()))
        if row.id in reached
    )
    return tuple(row for row in found if _shown(row, asked.state))


def _shown(row: ChangeRow, state: str) -> bool:
    shown = {"waiting": row.waiting, "told": row.told, "accepted": row.accepted}
    return bool(shown.get(state, row.reached))


def _changes() -> Any:
    changed, changing = bare(LegalAuthority).alias("changed"), bare(LegalAuthority).alias("changing")
    document, draft = bare(IntakeDocument).c, bare(Draft).c
    return (
        select(
            bare(AuthorityChange),
            changed.c.citation.label("changed"),
            changed.c.name.label("changed_name"),
            changing.c.citation.label("changing"),
            changing.c.name.label("changing_name"),
            document.control_number,
            draft.number.label("draft_number"),
        )
        .join(changed, changed.c.id == _CHANGE.changed_authority_id)
        .join(changing, changing.c.id == _CHANGE.changing_authority_id)
        .outerjoin(bare(IntakeDocument), document.id == _CHANGE.document_id)
        .outerjoin(bare(Draft), draft.id == _CHANGE.draft_id)
        .where(_CHANGE.withdrawn.is_(False))
    )


def _row(row: Row[Any], reached: tuple[Reached, ...]) -> ChangeRow:
    return ChangeRow(
        str(row.public_id),
        row.changed,
        row.changed_name if row.changed_name != row.changed else None,
        row.changing,
        row.changing_name if row.changing_name != row.changing else None,
        row.relation,
        row.in_part,
        row.places,
        row.changes_summary,
        row.signed,
        row.basis,
        tuple(Place(one["quote"], one["start"], one["end"], one["page"]) for one in row.evidence),
        row.control_number,
        row.draft_number,
        row.created_at,
        reached,
    )


def _effects() -> Any:
    """Every effect that stands, with what it is about and who speaks for it."""
    lead, sponsor, person = (bare(Person).alias(name) for name in ("lead", "sponsor", "person"))
    of_lead, of_sponsor, of_person = (
        bare(UserAccount).alias(name) for name in ("of_lead", "of_sponsor", "of_person")
    )
    return (
        select(
            bare(AuthorityChangeEffect),
            _ACTION.action_number,
            _ACTION.name.label("action"),
            _ACTION.lead_organization_unit,
            _ACTION.lead_organization_unit_id,
            _ACTION.action_status,
            _ITEM.public_id.label("item"),
            _ITEM.subject,
            _RISK.name.label("risk"),
            _IMPACT.name.label("impact"),
            of_lead.c.name.label("lead_user"),
            of_sponsor.c.name.label("sponsor_user"),
            of_person.c.name.label("person_user"),
        )
        .outerjoin(_ACTION.id.table, _ACTION.id == _EFFECT.executive_action_id)
        .outerjoin(_ITEM.id.table, _ITEM.id == _EFFECT.action_item_id)
        .outerjoin(_RISK.id.table, _RISK.id == _EFFECT.risk_item_id)
        .outerjoin(_IMPACT.id.table, _IMPACT.id == _EFFECT.impact_id)
        .outerjoin(lead, lead.c.id == _ACTION.accountable_lead_id)
        .outerjoin(of_lead, of_lead.c.id == lead.c.user_account_id)
        .outerjoin(sponsor, sponsor.c.id == _ACTION.executive_sponsor_id)
        .outerjoin(of_sponsor, of_sponsor.c.id == sponsor.c.user_account_id)
        .outerjoin(person, person.c.id == _ITEM.assignee_person_id)
        .outerjoin(of_person, of_person.c.id == person.c.user_account_id)
        .where(_EFFECT.standing != Standing.WITHDRAWN.value)
    )


def _reached(connection: Connection, asked: Asked) -> list[tuple[int, Reached]]:
    query = _effects().order_by(_EFFECT.id)
    if asked.number:
        query = query.where(_ACTION.action_number == asked.number)
    found = connection.execute(query).all()
    if asked.user and asked.today:
        names = {asked.user} | acts_for(persons.acting_officials(connection), asked.user, asked.today)
        units = _units_of(connection, asked.user)
        found = [row for row in found if _is_mine(row, names, units)]
    return [(row.authority_change_id, _one(row)) for row in found]


def _units_of(connection: Connection, user: str) -> frozenset[int]:
    query = select(UserUnit.unit_id).join(UserAccount, UserAccount.id == UserUnit.user_id)
    return frozenset(connection.execute(query.where(UserAccount.name == user)).scalars())


def _is_mine(row: Row[Any], names: set[str], units: frozenset[int]) -> bool:
    """Whether it is put before these people: by name, or by their unit where nobody leads."""
    if names & {row.lead_user, row.sponsor_user, row.person_user}:
        return True
    return row.lead_user is None and row.lead_organization_unit_id in units


def _one(row: Row[Any]) -> Reached:
    kinds = (("item", row.subject), ("risk", row.risk), ("impact", row.impact), ("action", row.action))
    kind, name = next(((kind, name) for kind, name in kinds if name), ("action", ""))
    return Reached(
        str(row.public_id),
        kind,
        name,
        row.action_number,
        row.action,
        str(row.item) if row.item else None,
        row.rests_on,
        propagating.effect_of(row),
        row.lead_user,
        row.lead_organization_unit,
        row.sponsor_user,
        row.person_user,
    )


def waiting(connection: Connection, user: str, today: date) -> int:
    """How many pieces of work of a user wait for a word."""
    quick = select(func.count()).select_from(bare(AuthorityChangeEffect))
    open_ones = quick.where(_EFFECT.standing == Standing.OPEN.value, _EFFECT.reach != Reach.OTHER.value)
    if not connection.execute(open_ones).scalar_one():
        return 0
    return sum(one.effect.waits for _, one in _reached(connection, Asked(user, None, today)))


def accept(move: Transaction, effect_id: str, answer: str, words: str, actor: str) -> str | None:
    """The lead's word on a change; the action's number. Raises IllegalMove or NotFound."""
    if answer not in tuple(Answer):
        raise IllegalMove(f"{answer!r} is no answer.", f"There are: {', '.join(Answer)}.")
    row = _held(move, effect_id, actor, "accept a change of authority")
    after = propagating.effect_of(row).accept(Answer(answer), words, actor, move.now)
    propagating.write(move, row, after, actor)
    _log(move, row, "authority.change_accepted", {"answer": answer, "words": words.strip()}, actor)
    return str(row.action_number) if row.action_number else None


def reopen(move: Transaction, effect_id: str, reason: str, actor: str) -> str | None:
    """Take a word back; the action's number. Raises IllegalMove or NotFound."""
    row = _held(move, effect_id, actor, "take back a word on a change of authority")
    propagating.write(move, row, propagating.effect_of(row).reopen(reason), actor)
    _log(move, row, "authority.change_reopened", {"reason": reason.strip()}, actor)
    return str(row.action_number) if row.action_number else None


def _held(move: Transaction, effect_id: str, actor: str, deed: str) -> Row[Any]:
    audit.person(actor, deed)
    key = queries.uuid_of(effect_id)
    lock = select(_EFFECT.id).where(_EFFECT.public_id == key).with_for_update()
    move.connection.execute(lock)
    row = move.connection.execute(_effects().where(_EFFECT.public_id == key)).one_or_none()
    if row is None:
        raise NotFound("There is no such change of authority.", f"Its id would be {effect_id!r}.")
    named = _one(row).named
    today = move.today
    if named and not any(speaks_for(move.connection, actor, user, today) for user in named):
        raise IllegalMove(
            f"This change is for {named[0]} to accept.",
            f"{row.action_number} is theirs." if row.action_number else "",
            "Let them say it, or name an acting official.",
        )
    return row


def _log(move: Transaction, row: Row[Any], what: str, said: dict[str, Any], actor: str) -> None:
    one = _one(row)
    change = move.connection.execute(_changes().where(_CHANGE.id == row.authority_change_id)).one()
    told = {"authority": change.changed, "relation": change.relation, "by": change.changing}
    subject = f"{one.number}/{one.item}" if one.number and one.item else one.number or change.changed
    move.log(audit.who(actor), what, subject, None, told | {"kind": one.kind, "name": one.name} | said)
