"""The ledger of messages as people look at it: in parts, narrowed; and what one document says of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from store import documents, mailing
from store.database import bare
from store.tables.channels import MailMessage
from store.tables.intake import IntakeDocument
from store.views import MailRow

_MAIL, _DOCUMENT = bare(MailMessage), bare(IntakeDocument)
_MOST_OF_THREAD = 50


@dataclass(frozen=True, slots=True)
class MailWanted:
    """Which messages are wanted: by what became of them, by mailbox, by words of the header."""

    outcome: str = ""
    account: str = ""
    words: str = ""


def _lines() -> Select[Any]:
    query = select(_MAIL, _DOCUMENT.c.control_number, _DOCUMENT.c.stage)
    return query.select_from(_MAIL.outerjoin(_DOCUMENT, _DOCUMENT.c.id == _MAIL.c.document_id))


def part(connection: Connection, wanted: MailWanted, limit: int, before: int | None) -> tuple[MailRow, ...]:
    """The newest messages that are wanted, from the one before line `before` on."""
    which = _which(wanted)
    if before is not None:
        which.append(_MAIL.c.id < before)
    query = _lines().where(*which).order_by(_MAIL.c.id.desc()).limit(limit)
    return tuple(map(mailing.told, connection.execute(query)))


def count(connection: Connection, wanted: MailWanted, most: int) -> int:
    """How many messages are wanted, counted as far as `most`."""
    few = select(_MAIL.c.id).where(*_which(wanted)).limit(most).subquery()
    return int(connection.execute(select(func.count()).select_from(few)).scalar_one())


def accounts(connection: Connection) -> tuple[str, ...]:
    """The mailboxes that the ledger knows, by name."""
    return tuple(connection.execute(select(_MAIL.c.account).distinct().order_by(_MAIL.c.account)).scalars())


def _which(wanted: MailWanted) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = []
    if wanted.outcome:
        which.append(_MAIL.c.outcome == wanted.outcome)
    if wanted.account:
        which.append(_MAIL.c.account == wanted.account)
    if wanted.words:
        places = (_MAIL.c.subject, _MAIL.c.sender, _MAIL.c.message_id, _MAIL.c.reason)
        which.append(or_(*(place.icontains(wanted.words, autoescape=True) for place in places)))
    return which


def of_document(connection: Connection, control_number: str) -> MailRow | None:
    """The message that a document came as; None where it came otherwise. Raises NotFound."""
    number = documents.find(connection, control_number).id
    query = _lines().where(_MAIL.c.document_id == number).order_by(_MAIL.c.id).limit(1)
    found = connection.execute(query).one_or_none()
    return mailing.told(found) if found else None


def thread(connection: Connection, message_id: str) -> tuple[MailRow, ...]:
    """The messages of an exchange that became documents, in the order in which they came."""
    query = _lines().where(_MAIL.c.thread == message_id, _MAIL.c.document_id.is_not(None))
    found = connection.execute(query.order_by(_MAIL.c.id).limit(_MOST_OF_THREAD))
    return tuple(map(mailing.told, found))
