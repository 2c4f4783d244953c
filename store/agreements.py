"""Agreements with organisations outside, and the partners of executive actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from coordination.agreements import Agreement
from pipeline.problems import Conflict, IllegalMove, NotFound
from store import audit, documents, holding, numbers
from store.database import Transaction, bare
from store.tables.coordination import ExecutiveAction
from store.tables.intake import IntakeDocument
from store.tables.parties import Account
from store.tables.standing import MouAgreement
from store.tables.steering import ExecutiveActionPartner

_MOU, _DOCUMENT, _ACTION = bare(MouAgreement), bare(IntakeDocument), bare(ExecutiveAction)
_PARTNER, _ACCOUNT = bare(ExecutiveActionPartner), bare(Account)


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation outside that takes part in an action."""

    name: str
    role: str | None


def _query() -> Any:
    return select(_MOU, _DOCUMENT.c.control_number).outerjoin(_DOCUMENT, _DOCUMENT.c.id == _MOU.c.document_id)


def _agreement(row: Row[Any]) -> Agreement:
    return Agreement(
        row.name,
        row.counterparty or "",
        row.agreement_type or "Other",
        row.agreement_status or "Draft",
        row.statement_of_purpose or "",
        row.effective_date,
        row.expiration_date,
        row.key_terms or "",
        row.binding,
        row.control_number,
        row.agreement_number or "",
        row.version,
    )


def agreements(connection: Connection) -> tuple[Agreement, ...]:
    """Every agreement, the latest first."""
    rows = connection.execute(_query().where(_MOU.c.active).order_by(_MOU.c.id.desc()))
    return tuple(map(_agreement, rows))


def of_action(connection: Connection, number: str) -> Agreement | None:
    """The agreement under which an action is done."""
    query = _query().join(_ACTION, _ACTION.c.mou_agreement_id == _MOU.c.id)
    row = connection.execute(query.where(_ACTION.c.action_number == number)).one_or_none()
    return _agreement(row) if row else None


def partners(connection: Connection, number: str) -> tuple[Partner, ...]:
    """The partners of an action, by name."""
    query = (
        select(_ACCOUNT.c.name, _PARTNER.c.role)
        .join(_PARTNER, _PARTNER.c.account_id == _ACCOUNT.c.id)
        .join(_ACTION, _ACTION.c.id == _PARTNER.c.executive_action_id)
        .where(_ACTION.c.action_number == number, _PARTNER.c.active)
        .order_by(_ACCOUNT.c.name)
    )
    return tuple(Partner(*row) for row in connection.execute(query))


def put(move: Transaction, wanted: Agreement, actor: str) -> str:
    """A new agreement (without number), or one written anew; its number.

    Raises Conflict, IllegalMove or NotFound.
    """
    audit.person(actor, "write an agreement")
    wanted.check()
    move.lock("records")
    values = {
        "name": wanted.name.strip(),
        "counterparty": wanted.counterparty.strip(),
        "counterparty_id": _account(move, wanted.counterparty, actor),
        "agreement_type": wanted.kind,
        "agreement_status": wanted.status,
        "statement_of_purpose": wanted.purpose.strip() or None,
        "effective_date": wanted.effective,
        "expiration_date": wanted.expires,
        "key_terms": wanted.terms.strip() or None,
        "binding": wanted.binding,
        "document_id": documents.key_of(move.connection, wanted.document or ""),
        "updated_by": actor,
    }
    if not wanted.number:
        year = move.now.astimezone(move.settings.zone).year
        number = numbers.agreement_number(move, year)
        row = values | {"agreement_number": number, "created_by": actor}
        move.connection.execute(insert(MouAgreement).values(row))
        move.log(audit.who(actor), "agreement.made", number, None, {"name": wanted.name.strip()})
        return number
    held = _held(move, wanted.number)
    change = update(MouAgreement).where(MouAgreement.id == held.id, MouAgreement.version == wanted.version)
    stamp = {"version": held.version + 1, "updated_at": move.now}
    if move.connection.execute(change.values(values | stamp)).rowcount != 1:
        raise Conflict("Somebody else changed this agreement meanwhile.", remedy="Look at it again.")
    before = {"status": held.agreement_status, "name": held.name}
    after = {"status": wanted.status, "name": wanted.name.strip()}
    move.log(audit.who(actor), "agreement.changed", wanted.number, before, after)
    return wanted.number


def _held(move: Transaction, number: str) -> Row[Any]:
    query = select(_MOU).where(_MOU.c.agreement_number == number.strip().upper())
    row = move.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no agreement {number}.", remedy="Choose one of the list.")
    return row


def _account(move: Transaction, name: str, actor: str) -> int:
    """The organisation of this name, whatever its case; made when first named."""
    query = select(Account.id).where(func.lower(Account.name) == name.strip().lower())
    known = move.connection.execute(query.order_by(Account.id)).scalar()
    if known is not None:
        return int(known)
    new = insert(Account).values(name=name.strip(), created_by=actor, updated_by=actor)
    return move.connection.execute(new.returning(Account.id)).scalar_one()


def join(move: Transaction, number: str, agreement: str, actor: str) -> None:
    """Do an action under an agreement, or under none. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "put an action under an agreement")
    row = _held(move, agreement) if agreement.strip() else None
    holding.change_action(move, held, {"mou_agreement_id": row.id if row else None})
    told = row.agreement_number if row else None
    holding.tell(move, held, "action.agreement", "", None, told)


def take_part(move: Transaction, number: str, name: str, role: str, actor: str) -> None:
    """An organisation outside takes part in an action, or in another role. Raises IllegalMove, NotFound."""
    held = holding.hold(move, number, actor, "name a partner")
    if not name.strip():
        raise IllegalMove("A partner has a name.", remedy="Write the organisation's name.")
    account, table = _account(move, name, actor), ExecutiveActionPartner
    values = {"role": role.strip() or None, "active": True, "updated_by": actor}
    key = (table.executive_action_id == held.id, table.account_id == account)
    change = update(table).where(*key).values(values | {"version": table.version + 1})
    if move.connection.execute(change).rowcount == 0:
        more = {"executive_action_id": held.id, "account_id": account, "created_by": actor}
        move.connection.execute(insert(table).values(values | more))
    told = {"partner": name.strip(), "role": role.strip() or None}
    holding.tell(move, held, "partner.named", "", None, told)


def leave(move: Transaction, number: str, name: str, reason: str, actor: str) -> None:
    """A partner takes part no more. Raises IllegalMove without a reason, NotFound."""
    held = holding.hold(move, number, actor, "let a partner go")
    if not reason.strip():
        raise IllegalMove("Others must be able to see why.", remedy="Write the reason.")
    if name not in {one.name for one in partners(move.connection, number)}:
        raise NotFound(f"{name} takes no part in {number}.")
    table = ExecutiveActionPartner
    key = (table.executive_action_id == held.id, table.account_id == _account(move, name, actor))
    stamp = {"active": False, "version": table.version + 1, "updated_by": actor}
    move.connection.execute(update(table).where(*key).values(stamp))
    holding.tell(move, held, "partner.left", "", {"partner": name}, {"reason": reason.strip()})
