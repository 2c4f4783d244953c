"""Outlook messages (MSG): turned into the mail that they stand for, and read as mail is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser
from email.utils import format_datetime, quote

from olefile import OleFileIO

from extractors import message as mail
from extractors import rich
from extractors.canonical import clean
from extractors.mapi import Item, message
from extractors.packed_rich import unpacked
from pipeline.documents import ExtractedDocument
from pipeline.problems import Quarantined, Unread, broken

MEDIA_TYPES = frozenset({"application/vnd.ms-outlook"})

_SUBJECT, _HEADERS, _CLASS = 0x0037, 0x007D, 0x001A
_SENDER = ((0x0C1A, 0x5D01, 0x0C1F), (0x0042, 0x5D02, 0x0065))
_SENT, _DELIVERED = 0x0039, 0x0E06
_BODY, _HTML, _RICH = 0x1000, 0x1013, 0x1009
_NAME, _SMTP, _ADDRESS, _ROLE = 0x3001, 0x39FE, 0x3003, 0x0C15
_FILE, _LONG_NAME, _SHORT_NAME, _CONTENT_ID = 0x3701, 0x3707, 0x3704, 0x3712
_ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
_KEPT = (
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Date",
    "Subject",
    "Message-ID",
    "In-Reply-To",
    "References",
)
_DEEPEST = 20
_BROKEN = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)
"""All the ways in which a compound file can fail to be read."""


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The same as of the mail that it was. Raises Damaged, Quarantined."""
    try:
        with OleFileIO(io.BytesIO(data)) as ole:
            root = message(ole)
            kind = root.text(_CLASS)
            made = as_mail(root)
    except Unread:
        raise
    except _BROKEN:
        raise broken("The Outlook message is damaged.") from None
    document = mail.extract(made.as_bytes(), name)
    flags = (*document.flags, *_said_of(kind))
    return replace(document, flags=flags, reader="outlook")


def _said_of(kind: str) -> Iterator[str]:
    lower = kind.lower()
    if lower.startswith("ipm.schedule.meeting"):
        yield "It is a calendar invitation: a person must answer it."
    elif lower.startswith("report.") or lower.startswith("ipm.outlook.recall"):
        yield "It is a report about another message."
    elif "smime" in lower and "multipartsigned" not in lower:
        yield "The message is sealed: what lies in it was not read."


def as_mail(item: Item, depth: int = 0) -> Message:
    """The message with everything that hangs on it, nested messages too. Raises Quarantined."""
    if depth > _DEEPEST:
        raise Quarantined("Its messages are nested too deeply.", f"More than {_DEEPEST} lie in each other.")
    made = MIMEMultipart("mixed")
    for field, value in _head(item):
        made[field] = value if value.isascii() else Header(value, "utf-8", maxlinelen=900).encode()
    made.attach(_body(item))
    for attached in item.inside("__attach_version1.0_#"):
        inner = attached.embedded
        if inner is not None:
            made.attach(MIMEMessage(as_mail(inner, depth + 1)))
        elif part := _file(attached):
            made.attach(part)
    return made


def _head(item: Item) -> Iterator[tuple[str, str]]:
    """The header as it came over the wire, where it is kept, else as the properties tell it."""
    wire = HeaderParser().parsestr(item.text(_HEADERS))
    for field in _KEPT:
        values = [_line(value) for value in wire.get_all(field, [])]
        values = [value for value in values if value] or list(_told(item, field))
        yield from ((field, value) for value in values)


def _told(item: Item, field: str) -> Iterator[str]:
    if field == "From":
        people = (_person(item, *tags) for tags in _SENDER)
        yield from [person for person in people if person][:1]
    elif field == "Subject":
        yield from filter(None, [_line(item.text(_SUBJECT))])
    elif field == "Date":
        moment = item.moment(_SENT) or item.moment(_DELIVERED)
        yield from [format_datetime(moment)] if moment else []
    elif field in _ROLES.values():
        people = (
            _person(one, _NAME, _SMTP, _ADDRESS)
            for one in item.inside("__recip_version1.0_#")
            if _ROLES.get(one.number(_ROLE) & 0xF) == field
        )
        named = [person for person in people if person]
        yield from [", ".join(named)] if named else []


def _person(item: Item, name_tag: int, *address_tags: int) -> str:
    """Name and address as a header has them; addresses of the sender's own directory are left out."""
    name = _line(item.text(name_tag))
    address = next((found for tag in address_tags if "@" in (found := _line(item.text(tag)))), "")
    shown = f'"{quote(name)}"' if set(name) & set(',;<>@()"') else name
    if not address or address == name:
        return address or shown
    return f"{shown} <{address}>" if shown else f"<{address}>"


def _body(item: Item) -> Message:
    plain, html = item.text(_BODY), _html(item)
    if not plain.strip() and not html:
        plain = _from_rich(item)
    both = MIMEMultipart("alternative")
    if plain.strip() or not html:
        both.attach(MIMEText(plain.replace("\r\n", "\n"), "plain", "utf-8"))
    if html:
        both.attach(MIMEText(html, "html", "utf-8"))
    return both


def _html(item: Item) -> str:
    data = item.binary(_HTML)
    return data.decode(item.charset, "replace") if data else item.text(_HTML)


def _from_rich(item: Item) -> str:
    data = item.binary(_RICH)
    return rich.extract(unpacked(data), "").text if data else ""


def _file(attached: Item) -> Message | None:
    data = attached.binary(_FILE)
    if not data:
        return None
    part = MIMEApplication(data)
    name = _line(attached.text(_LONG_NAME) or attached.text(_SHORT_NAME) or attached.text(_NAME))
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name or "attachment"))
    if attached.text(_CONTENT_ID):
        part["Content-ID"] = f"<{_line(attached.text(_CONTENT_ID))}>"
    return part


def _line(text: str) -> str:
    return " ".join(clean(str(text)).split())
