"""The ledger of messages: what every place of every mailbox held, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from pipeline.mail import MailFacts, MailPlace
from store.database import Transaction, bare
from store.tables.channels import Lease, MailMessage
from store.tables.intake import IntakeDocument
from store.views import MailRow

_MAIL, _LEASE, _DOCUMENT = bare(MailMessage), bare(Lease), bare(IntakeDocument)
_AT = (
    _MAIL.c.account == bindparam("at_account"),
    _MAIL.c.folder == bindparam("at_folder"),
    _MAIL.c.uid_validity == bindparam("at_validity"),
)
_KNOWN = select(_MAIL.c.uid, _MAIL.c.outcome).where(*_AT)
_SAME = select(_MAIL.c.id).where(*_AT, _MAIL.c.uid == bindparam("at_uid"))
_NUMBER = select(_DOCUMENT.c.id).where(_DOCUMENT.c.control_number == bindparam("number"))


def note(
    move: Transaction,
    facts: MailFacts,
    outcome: str,
    document: str | None = None,
    sha256: str | None = None,
    reason: str | None = None,
) -> None:
    """Write a message's line, or write it anew where it has one."""
    place = facts.place
    number = move.connection.execute(_NUMBER, {"number": document}).scalar() if document else None
    values = {
        "account": place.account,
        "folder": place.folder,
        "uid_validity": place.validity,
        "uid": place.uid,
        "outcome": outcome,
        "reason": reason or facts.aside or None,
        "sha256": sha256,
        "size": facts.size,
        "arrived_at": facts.arrived_at,
        "message_id": facts.message_id,
        "thread": facts.thread,
        "sender": facts.sender or None,
        "addressees": list(facts.addressees),
        "subject": facts.subject or None,
        "sent": facts.sent,
        "document_id": number,
    }
    held = move.connection.execute(_SAME, _at(place) | {"at_uid": place.uid}).scalar()
    if held is None:
        move.connection.execute(insert(_MAIL), values)
    else:
        move.connection.execute(update(_MAIL).where(_MAIL.c.id == held).values(**values, updated_at=move.now))


def _at(place: MailPlace) -> dict[str, object]:
    return {"at_account": place.account, "at_folder": place.folder, "at_validity": place.validity}


def known(connection: Connection, place: MailPlace) -> Mapping[int, str]:
    """What became of each message of a folder, by UID; the place's own UID does not matter."""
    return {uid: outcome for uid, outcome in connection.execute(_KNOWN, _at(place))}


def rows(connection: Connection, account: str | None, limit: int) -> tuple[MailRow, ...]:
    """The newest lines of the ledger."""
    query = select(_MAIL, _DOCUMENT.c.control_number, _DOCUMENT.c.stage)
    query = query.select_from(_MAIL.outerjoin(_DOCUMENT, _DOCUMENT.c.id == _MAIL.c.document_id))
    if account is not None:
        query = query.where(_MAIL.c.account == account)
    found = connection.execute(query.order_by(_MAIL.c.id.desc()).limit(limit)).all()
    return tuple(map(told, found))


def told(row: Row[Any]) -> MailRow:
    """A line of the ledger, from its row and the number and stage of its document."""
    return MailRow(
        row.account,
        row.folder,
        row.uid_validity,
        row.uid,
        row.outcome,
        row.reason,
        row.sender,
        tuple(row.addressees),
        row.subject,
        row.sent,
        row.arrived_at,
        row.size,
        row.message_id,
        row.thread,
        row.control_number,
        row.stage,
        row.id,
    )


def counts(connection: Connection, account: str) -> Mapping[str, int]:
    """How many messages of an account came to what."""
    query = select(_MAIL.c.outcome, func.count()).where(_MAIL.c.account == account).group_by(_MAIL.c.outcome)
    return {outcome: count for outcome, count in connection.execute(query)}


def lease(move: Transaction, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Take or renew a lease; whether it is the holder's now."""
    move.lock("lease")
    until = now + timedelta(seconds=seconds)
    held = move.connection.execute(select(_LEASE).where(_LEASE.c.name == name)).one_or_none()
    if held is None:
        move.connection.execute(insert(_LEASE), {"name": name, "holder": holder, "until": until})
        return True
    if held.holder != holder and held.until > now:
        return False
    move.connection.execute(
        update(_LEASE).where(_LEASE.c.id == held.id).values(holder=holder, until=until, updated_at=move.now)
    )
    return True


def end_lease(move: Transaction, name: str, holder: str, now: datetime) -> None:
    """Give a lease back. Somebody else's stays."""
    own = (_LEASE.c.name == name, _LEASE.c.holder == holder)
    move.connection.execute(update(_LEASE).where(*own).values(until=now, updated_at=move.now))
