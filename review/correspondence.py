"""What a document came with and what is like it, as its page shows that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from pipeline.intake import Stage
from store.records import SqlRecords
from store.views import Dossier, MailRow

_FIELDS = (
    ("From", "from"),
    ("To", "to"),
    ("Copy to", "cc"),
    ("Sent", "date_header"),
    ("Subject", "subject"),
    ("Message-ID", "message-id"),
    ("Answers", "in-reply-to"),
)
"""The fields of a message's header as a page calls them, and as its reader does."""


def beside(records: SqlRecords, dossier: Dossier, moment: Callable[[datetime], str]) -> dict[str, object]:
    """The campaign of a document, letters that it may be again, its message, and what a rule proposes.

    `moment` says a moment as its reader has the time.
    """
    number = dossier.document.control_number
    row = records.message(number)
    waits = dossier.document.stage is Stage.NEEDS_REVIEW
    thread = records.thread(row.thread) if row and row.thread else ()
    return {
        "campaign": records.alike_group(number),
        "pairs": records.alike_pairs(number),
        "message": tuple(_facts(dossier, row, moment)),
        "thread": thread,
        "routing": records.routing_proposal(number) if waits else None,
    }


def _facts(
    dossier: Dossier, row: MailRow | None, moment: Callable[[datetime], str]
) -> Iterator[tuple[str, str]]:
    """What the header says; and where the message lay, if a mailbox brought it."""
    found = dossier.read.metadata if dossier.read else {}
    if row is None and "message-id" not in found:
        return
    held = {} if row is None else _ledger(row)
    for label, name in _FIELDS:
        value = found.get(name) or held.get(name)
        if value:
            yield label, value
    if row is not None:
        yield "Mailbox", f"{row.account}, {row.folder}"
        if row.arrived_at:
            yield "Arrived", moment(row.arrived_at)


def _ledger(row: MailRow) -> dict[str, str | None]:
    return {
        "from": row.sender,
        "to": "; ".join(row.addressees),
        "date_header": row.sent,
        "subject": row.subject,
        "message-id": row.message_id,
    }
