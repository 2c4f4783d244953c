"""What a message's header says: who to whom, which thread, and whether a machine sent it.

Works on bytes that nobody vouches for: it reads so much of them, line by line, and parses no grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime

from pipeline.problems import IllegalMove

OWN_HEADER = "X-Chancery-Sent"
"""Stands in every message that Chancery sends, so that none of them ever comes in again as a letter."""

_LONGEST_HEAD = 256 * 1024
_LONGEST_FIELD = 4000
_MOST_PEOPLE = 200
_ID = re.compile(r"<[^<>\s]{1,500}>")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_ESCAPED = re.compile("[\ud800-\udfff]")

Head = Mapping[str, tuple[str, ...]]
"""The fields of a header by their names in small letters, unfolded, each cut to a sane length."""


@dataclass(frozen=True, slots=True)
class MailPlace:
    """Where a message lies. A server may give a UID anew only together with a new validity."""

    account: str
    folder: str
    validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class MailFacts:
    """One message of a mailbox as its header tells it.

    `thread` is the Message-ID that the exchange began with. `aside` says why nobody is asked anything by it;
    empty for what a person wrote.
    """

    place: MailPlace
    size: int
    arrived_at: datetime | None = None
    message_id: str | None = None
    thread: str | None = None
    sender: str = ""
    addressees: tuple[str, ...] = ()
    subject: str = ""
    sent: str | None = None
    aside: str = ""


def check_address(address: str, domains: Collection[str] = ()) -> None:
    """Raise IllegalMove for what is no plain address, or lies outside the domains where any are named."""
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise IllegalMove(f"{address[:80]!r} is no mail address.", remedy="Write it as name@office.example.")
    domain = address.rpartition("@")[2].lower()
    if domains and not any(domain == one or domain.endswith(f".{one}") for one in domains):
        raise IllegalMove(
            f"No mail is sent to {domain}.",
            f"This office sends to {', '.join(sorted(domains))} alone.",
            "Use an address of the office.",
        )


def own_headers() -> dict[str, str]:
    """What every message that Chancery sends must carry, besides what it says."""
    return {OWN_HEADER: "1", "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def head_of(raw: bytes) -> Head:
    """The header of a message. Lines that are no fields are passed over."""
    fields: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in _head_lines(raw):
        if line[:1] in (" ", "\t"):
            if last is not None and len(last[-1]) < _LONGEST_FIELD:
                last[-1] = f"{last[-1]} {line.strip()}"[:_LONGEST_FIELD]
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip().isascii():
            last = None
            continue
        last = fields.setdefault(name.strip().lower(), [])
        last.append(value.strip()[:_LONGEST_FIELD])
    return {name: tuple(values) for name, values in fields.items()}


def _head_lines(raw: bytes) -> Iterable[str]:
    head = raw[:_LONGEST_HEAD].lstrip(b"\r\n")
    ends = [at for mark in (b"\r\n\r\n", b"\n\n") if (at := head.find(mark)) >= 0]
    head = head[: min(ends)] if ends else head
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        text = head.decode("latin-1")
    return re.split(r"\r\n|\r|\n", text)


def facts_of(raw: bytes, place: MailPlace, size: int, arrived_at: datetime | None) -> MailFacts:
    """The ledger's line for a message, from its bytes or from its header alone."""
    head = head_of(raw)
    own = _ids(head, "message-id")
    before = (*_ids(head, "references"), *_ids(head, "in-reply-to"))
    return MailFacts(
        place,
        size,
        arrived_at,
        own[0] if own else None,
        next(iter((*before, *own)), None),
        _said(head, "from")[:500],
        _people(head),
        _said(head, "subject")[:500],
        _sent(head),
        automatic(head),
    )


def _ids(head: Head, name: str) -> tuple[str, ...]:
    return tuple(_ID.findall(" ".join(head.get(name, ()))))


def _said(head: Head, name: str) -> str:
    return decoded(" ".join(head.get(name, ())[:1]))


def decoded(value: str) -> str:
    """A field's words with its encoded words decoded; as it stands where they are broken."""
    try:
        text = str(make_header(decode_header(value))) if "=?" in value else value
    except (HeaderParseError, LookupError, ValueError, UnicodeError):
        text = value
    return " ".join(_ESCAPED.sub("\ufffd", text).split())


def _people(head: Head) -> tuple[str, ...]:
    lines = [value for name in ("to", "cc") for value in head.get(name, ())]
    found = getaddresses(lines)[:_MOST_PEOPLE]
    named = (f"{decoded(name)} <{address}>" if name else address for name, address in found)
    return tuple(text[:500] for text in named if text)


def _sent(head: Head) -> str | None:
    try:
        return parsedate_to_datetime(_said(head, "date")).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _value(head: Head, name: str) -> str:
    return " ".join(head.get(name, ())).partition(";")[0].strip().lower()


def _report(head: Head) -> str:
    kind = " ".join(head.get("content-type", ())).lower()
    found = re.search(r'report-type\s*=\s*"?([\w-]+)', kind)
    return found[1] if kind.startswith("multipart/report") and found else ""


def _from_mailer(head: Head) -> bool:
    return any(
        address.lower().startswith("mailer-daemon@") for _, address in getaddresses(head.get("from", ()))
    )


def _answers_itself(head: Head) -> bool:
    return bool({"x-autoreply", "x-autorespond", "x-autoresponder"} & head.keys())


_OFFICE = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|undeliver(?:able|ed)|"
    r"delivery (?:status|failure)|mail delivery failed|returned mail|failure notice|read:)",
    re.I,
)

_CERTAIN: tuple[tuple[Callable[[Head], bool], str], ...] = (
    (lambda head: OWN_HEADER.lower() in head, "Chancery sent this message itself."),
    (
        lambda head: (
            _report(head) == "delivery-status" or "x-failed-recipients" in head or _from_mailer(head)
        ),
        "It is a report that a message could not be delivered.",
    ),
    (lambda head: _report(head) == "disposition-notification", "It is a receipt that a message was read."),
    (
        lambda head: _value(head, "auto-submitted") not in ("", "no", "auto-generated"),
        "It is an automatic reply.",
    ),
    (
        lambda head: _answers_itself(head) or _value(head, "precedence") == "auto_reply",
        "It is an automatic reply.",
    ),
    (lambda head: _value(head, "auto-submitted") == "auto-generated", "A program sent it by itself."),
    (
        lambda head: any(value.replace(" ", "") == "<>" for value in head.get("return-path", ())),
        "It was sent with an empty return path, as only programs send.",
    ),
)

_HINTS: tuple[tuple[Callable[[Head], bool], str], ...] = (
    (lambda head: _value(head, "precedence") in ("bulk", "junk", "list"), "it was sent in bulk"),
    (
        lambda head: _value(head, "x-auto-response-suppress") not in ("", "none"),
        "it wants no automatic reply",
    ),
    (
        lambda head: bool(_OFFICE.match(_said(head, "subject"))),
        "its subject is that of an automatic message",
    ),
)


def automatic(head: Head) -> str:
    """Why a message came from a machine and asks nothing of anybody; empty where it may be a letter.

    RFC 3464 (delivery reports), RFC 8098 (read receipts), RFC 3834 (automatic replies), RFC 5321 (the empty
    return path). What only hints at it (a bulk precedence, a wish for no automatic replies, a subject line)
    counts where two hints meet: letters of a campaign often come in bulk.
    """
    for name, why in _CERTAIN:
        if name(head):
            return why
    hints = [why for name, why in _HINTS if name(head)]
    return f"It looks automatic: {' and '.join(hints)}." if len(hints) > 1 else ""
