"""Messages of the mailboxes: every one that was seen, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from pipeline.encoding import Json
from review.listing import COUNTED, PAGE, Asked, Column, Filter, Listing, asked, cut, exported
from review.pages.showing import show
from review.pages.steps import Reader, records_of
from review.people import Allowed
from store.messages import MailWanted
from store.records import SqlRecords
from store.views import MailRow, User

router = APIRouter(prefix="/mail")
Exporter = Annotated[User, Depends(Allowed("export"))]
VIEWS: Mapping[str, tuple[str, MailWanted]] = {
    "aside": ("Set aside", MailWanted("aside")),
    "refused": ("Left in the mailbox", MailWanted("refused")),
    "taken": ("Taken in", MailWanted("taken")),
    "known": ("Came again", MailWanted("known")),
    "all": ("All", MailWanted()),
}
COLUMNS = (
    Column("subject", "Message", look="wide"),
    Column("sender", "From", look="file"),
    Column("addressees", "To", look="file"),
    Column("sent", "Sent"),
    Column("account", "Mailbox"),
    Column("outcome", "What became of it"),
    Column("reason", "Why", look="file"),
    Column("control_number", "Control number", look="file"),
    Column("message_id", "Message-ID", look="file"),
    Column("thread", "Thread", look="file"),
)


@router.get("")
def messages(request: Request, user: Reader) -> Response:
    """Messages, the newest first; what a machine sent or could not be taken is in front."""
    records = records_of(request)
    filters = _filters(records)
    listed = asked(request, COLUMNS, filters, views=tuple(VIEWS))
    wanted = _wanted(listed)
    rows = records.mail_part(wanted, PAGE + 1, int(listed.after) if listed.after.isdecimal() else None)
    shown, more = cut(rows, PAGE, lambda row: str(row.line))
    counts = {name: records.mail_count(view, COUNTED + 1) for name, (_, view) in VIEWS.items()}
    listing = Listing(
        "mail", listed, COLUMNS, filters, shown, records.mail_count(wanted, COUNTED + 1), more,
        records.saved_views(user.name, "mail"),
        tuple((name, label) for name, (label, _) in VIEWS.items()),
        noun="message", counts=counts,
    )  # fmt: skip
    return show(request, "mail.html", {"listing": listing, "view": listed["view"]}, user)


@router.get("/export")
def export(request: Request, user: Exporter) -> Response:
    """Exactly the messages that the list shows, on all its pages."""
    records = records_of(request)
    listed = asked(request, COLUMNS, _filters(records), "/mail", tuple(VIEWS))
    rows = _all(records, _wanted(listed))
    return exported(request.query_params.get("as", ""), "messages", COLUMNS, map(_plain, rows))


def _filters(records: SqlRecords) -> tuple[Filter, ...]:
    names = tuple((name, name) for name in records.mail_accounts())
    return (
        Filter("words", "Subject, sender or reason"),
        *((Filter("account", "Mailbox", names),) * bool(names)),
    )


def _wanted(listed: Asked) -> MailWanted:
    return replace(VIEWS[listed["view"]][1], account=listed["account"], words=listed["words"])


def _all(records: SqlRecords, wanted: MailWanted) -> Iterator[MailRow]:
    before = None
    while rows := records.mail_part(wanted, 500, before):
        yield from rows
        before = rows[-1].line


def _plain(row: MailRow) -> Mapping[str, Json]:
    return {
        "subject": row.subject,
        "sender": row.sender,
        "addressees": "; ".join(row.addressees),
        "sent": row.sent,
        "account": f"{row.account}/{row.folder}",
        "outcome": row.outcome,
        "reason": row.reason,
        "control_number": row.control_number,
        "message_id": row.message_id,
        "thread": row.thread,
    }
