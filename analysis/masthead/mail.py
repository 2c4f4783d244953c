"""The header lines of an e-mail."""

from __future__ import annotations

import re
from email.utils import getaddresses, parsedate_to_datetime

from analysis.masthead.calendar import first_date
from analysis.masthead.fields import fields, label_of
from analysis.masthead.sheet import Found, Sheet, tidy

_MAIL_LINES = 14
_TIME = re.compile(r"\d{1,2}:\d\d")
_FROM = re.compile(r"From\s*:")


def is_mail(sheet: Sheet, media_type: str) -> bool:
    """Whether it came as a message, or opens with the header lines of one.

    A memo has the same labels; a message adds a clock time or an address, and has no heading above.
    """
    if media_type == "message/rfc822" or "outlook" in media_type:
        return True
    head = fields(sheet, 0, _MAIL_LINES)
    first = sheet.index(_FROM, 0, 3)
    if first is None or not {"FROM", "DATE"} <= head.keys() or not head.keys() & {"TO", "SUBJECT"}:
        return False
    return "@" in head["FROM"].value or bool(_TIME.search(head["DATE"].value))


_ON_BEHALF = re.compile(r"^.*?\bon\s+behalf\s+of\s+", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"\s*(?:<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>|\[mailto:([^\]\s]+)\])\s*[,;]?\s*")


def people(found: Found) -> Found:
    """Names of a sender or addressee field; the address itself where no name is printed.

    A secretary's mailbox sends "on behalf of" the one who writes.
    """
    said = _ON_BEHALF.sub("", found.value)
    names = [tidy(name) for name in _names(said) if tidy(name)]
    value = "; ".join(names) if names else tidy(said)
    return Found(value or found.value, found.span)


def _names(said: str) -> list[str]:
    """The people of a field: printed mail lists surnames first without quotation marks, "Lin, Mei <…>"."""
    parts = _ADDRESS.split(said)
    if len(parts) < 4:
        pairs = getaddresses([said.replace(";", ",") if "@" in said else ""])
        return [(name or address).strip("'\"") for name, address in pairs if name or address]
    names = [
        (parts[at].strip(" ,;'\"") or parts[at + 1] or parts[at + 2]) for at in range(0, len(parts) - 1, 3)
    ]
    last = parts[-1].strip(" ,;'\"")
    return [*names, last] if last else names


def mail_facts(sheet: Sheet, stated: dict[str, str]) -> dict[str, Found | str]:
    """Sender, addressee, date and title as printed; where not printed, as the message's own header states."""
    head = fields(sheet, 0, _header_end(sheet))
    facts: dict[str, Found | str] = {}
    for name, label in (("sender", "FROM"), ("addressee", "TO")):
        if label in head:
            facts[name] = people(head[label])
    if "SUBJECT" in head:
        facts["title"] = head["SUBJECT"]
    if "DATE" in head:
        span = head["DATE"].span
        found = first_date(sheet.text, span.start, span.end)
        if found:
            facts["date"] = found
    return _stated(stated) | facts


def _header_end(sheet: Sheet) -> int:
    """The number of the line where the header ends: before the text, or before that of a message below.

    A name that it leaves empty ("To:" with everyone in blind copy) is not that of the message it answers.
    """
    lines = sheet.lines[:_MAIL_LINES]
    labels = [label_of(line.text) for line in lines]
    first = next((at for at, label in enumerate(labels) if label), 0)
    for at in range(first + 1, len(lines)):
        if (lines[at].gap and labels[at] is None) or (labels[at] == "FROM" and "FROM" in labels[:at]):
            return at
    return len(lines)


def _stated(stated: dict[str, str]) -> dict[str, Found | str]:
    lower = {name.lower(): value for name, value in stated.items() if value.strip()}
    facts: dict[str, Found | str] = {}
    for name, label in (("sender", "from"), ("addressee", "to"), ("title", "subject")):
        if label in lower:
            facts[name] = tidy(lower[label])
    date = _header_date(lower.get("date", ""))
    return facts | ({"date": date} if date else {})


def _header_date(text: str) -> str | None:
    """The day in the sender's own zone: the date as written, not shifted."""
    found = first_date(text)
    if found:
        return found.value
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError):
        return None
