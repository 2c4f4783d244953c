"""E-mail: its header and body as text, quoted replies marked, everything else as attachments."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from datetime import datetime
from email.errors import HeaderParseError
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime
from typing import cast

from extractors.canonical import LINE_BREAK, Builder, clean
from extractors.plain import decoded
from extractors.sealed import signed_content
from extractors.web import extract_text
from pipeline.documents import Attachment, BlockKind, ExtractedDocument
from pipeline.problems import Quarantined, ReadingState

MEDIA_TYPES = frozenset({"message/rfc822"})

_MOST_PARTS = 1000
_DEEPEST = 50
_HEADER = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject")
_KEPT = ("message-id", "in-reply-to", "references", "importance", "x-priority")
_LONGEST_HEADER = 20_000
_MOST_LINES = 100
"""A field stands once or a few times; one that stands a hundred thousand times is there to hurt."""

_ANSWERED = re.compile(
    r"-{2,}\s*(?:original|forwarded) message\s*-{2,}|_{20,}|begin forwarded message:|on\b.{5,200}\bwrote:",
    re.I | re.S,
)
_FORWARD_FIELD = re.compile(r"\*?(?:from|sent|to|date|subject)\*?:\s", re.I)
_FORWARDED = re.compile(r"\s*(?:fw|fwd|wg|tr)\s*:", re.I)
_SIGNATURE = "-- "
_SEALS = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
"""Signatures hold nothing to read."""

_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_STUB_WORDS = 60
_FULLER = 2
"""A plain form so short, beside an HTML form with more than twice its words, only says that HTML follows."""

_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def extract(data: bytes, name: str) -> ExtractedDocument:
    """Header lines and body as one text. Attachments and nested messages come back as files.

    Raises Quarantined where there are too many parts or they lie too deep.
    """
    try:
        message = cast(EmailMessage, email.message_from_bytes(_unboxed(data), policy=_Patient()))
        return _Mail(message).read()
    except RecursionError:
        raise _too_deep() from None


def _unboxed(data: bytes) -> bytes:
    """Without the line that mailbox files put before a message."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return data.partition(b"\n")[2] if data.startswith(b"From ") else data


def _too_deep() -> Quarantined:
    return Quarantined(
        "Its parts are nested too deeply.",
        f"More than {_DEEPEST} parts lie inside each other.",
        "Open it in a mail program and look at it by hand.",
    )


_UNPARSED = (HeaderParseError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
"""The standard library's header parser gives up in all these ways on hostile fields."""


class _Patient(EmailPolicy):
    """Parses no more of a header field than an honest one has: the parser takes quadratic time."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The field's value, cut where it is too long; as it stands where it cannot be parsed."""
        value = value[:_LONGEST_HEADER]
        try:
            parsed: str = super().header_fetch_parse(name, value)
        except _UNPARSED:
            return " ".join(value.split())
        return parsed


class _Mail:
    def __init__(self, message: EmailMessage) -> None:
        self._message = message
        self._builder = Builder()
        self._builder.page()
        self._flags: list[str] = []
        self._attachments: list[Attachment] = []
        self._sealed = False

    def read(self) -> ExtractedDocument:
        metadata = self._head()
        plain, html = self._sorted_parts()
        before = self._builder.here
        shown = [extract_text(_text_of(part)) for part in html] if _is_stub(plain) else []
        if sum(_word_count(document.text) for document in shown) > _FULLER * _words_in(plain):
            self._show(shown)
        else:
            for part in plain:
                self._say(_text_of(part))
        if self._builder.here == before and self._attachments:
            self._flags.append("The message itself is empty; it carries attachments.")
        return self._builder.document(
            ReadingState.EXTRACTED_PARTIAL if self._sealed else ReadingState.EXTRACTED,
            flags=tuple(dict.fromkeys(self._flags)),
            metadata=metadata,
            attachments=tuple(self._attachments),
            reader="email",
        )

    def _head(self) -> dict[str, str]:
        """Put the header's lines at the top; give back what a program wants to know of it."""
        found: dict[str, str] = {}
        for field in _HEADER:
            value = " ".join(_values(self._message, field))
            if value:
                found[field.lower()] = value
                self._builder.add(f"{field}: {value}", gap=LINE_BREAK)
        if any(_is_cut(self._message, field) for field in _HEADER):
            self._flags.append("Its header is longer than any honest one, and was read in part.")
        if "date" in found:
            found["date_header"], found["date"] = found["date"], _iso(found["date"])
        for field in _KEPT:
            found[field] = " ".join(_values(self._message, field))
        return {key: value for key, value in found.items() if value}

    def _sorted_parts(self) -> tuple[list[MIMEPart], list[MIMEPart]]:
        """The body's parts as plain text and as HTML; all else joins the attachments."""
        plain: list[MIMEPart] = []
        html: list[MIMEPart] = []
        for number, (part, alternative) in enumerate(_parts(self._message, 0, False)):
            if number >= _MOST_PARTS:
                raise Quarantined("It has too many parts.", f"More than {_MOST_PARTS:,}.", "Open it by hand.")
            kind = part.get_content_type()
            if _is_attached(part) or kind not in ("text/plain", "text/html"):
                self._attach(part)
            elif kind == "text/plain":
                plain.append(part)
            elif alternative or not plain:
                html.append(part)
            else:
                self._attach(part)
        return plain, html

    def _attach(self, part: MIMEPart) -> None:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            for nested in part.iter_parts():
                subject = " ".join(_values(nested, "Subject")) or "message"
                self._attachments.append(Attachment(_name(part) or f"{subject}.eml", bytes(nested)))
            return
        # A delivery report is a list of header blocks, which only prints as a whole.
        payload = bytes(part) if part.is_multipart() else part.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload or kind in _SEALS:
            return
        if kind in _SEALED and _opened(part) is not None:
            self._flags.append("Its words lay inside a digital signature, which was not checked.")
            return
        if kind in _SEALED:
            self._sealed = True
            self._flags.append("The message is encrypted; only its header could be read.")
        if (
            part.get_content_disposition() == "inline"
            and kind.startswith("image/")
            and part.get("Content-ID")
        ):
            self._flags.append("Pictures that stand inside the message were not read.")
        number = len(self._attachments) + 1
        self._attachments.append(Attachment(_name(part) or f"attachment-{number}{_suffix(kind)}", payload))

    def _show(self, documents: list[ExtractedDocument]) -> None:
        for document in documents:
            self._builder.take(document)
            self._flags += document.flags if document.text else ()

    def _say(self, text: str) -> None:
        """Paragraphs of a plain body; quoted lines, and all behind a forwarding line, are replies."""
        # What is forwarded, or stands alone, is new to the receiver; only an answered message is not.
        forwarded = bool(_FORWARDED.match(" ".join(_values(self._message, "Subject"))))
        answered = signed = spoken = False
        for paragraph in _EMPTY_LINES.split(clean(text)):
            lines = paragraph.split("\n")
            answered = answered or (spoken and not forwarded and _begins_reply(paragraph))
            spoken = spoken or bool(paragraph.strip())
            signed = signed or lines[0].rstrip() == _SIGNATURE.rstrip()
            for quoted, chunk in _runs(lines):
                kind = BlockKind.REPLY if quoted or answered else BlockKind.SIGNATURE if signed else None
                self._builder.add(chunk, kind or BlockKind.PARAGRAPH)


def _word_count(text: str) -> int:
    return len(text.split())


def _words_in(parts: list[MIMEPart]) -> int:
    return sum(_word_count(_text_of(part)) for part in parts)


def _is_stub(plain: list[MIMEPart]) -> bool:
    return _words_in(plain) < _STUB_WORDS


def _begins_reply(paragraph: str) -> bool:
    head = paragraph.lstrip("> \n")
    if _ANSWERED.match(head):
        return True
    fields = [line for line in head.split("\n")[:6] if _FORWARD_FIELD.match(line.strip())]
    return len(fields) >= 3 and head.split("\n")[0] == fields[0]


def _runs(lines: list[str]) -> Iterator[tuple[bool, str]]:
    """Neighbouring lines together that are quoted, or are not."""
    begun = 0
    for number in range(1, len(lines) + 1):
        quoted = lines[begun].startswith(">")
        if number == len(lines) or lines[number].startswith(">") != quoted:
            yield quoted, "\n".join(lines[begun:number])
            begun = number


def _parts(part: MIMEPart, depth: int, alternative: bool) -> Iterator[tuple[MIMEPart, bool]]:
    """The leaves of the tree of parts, and whether each is one of several forms of the same words."""
    if depth > _DEEPEST:
        raise _too_deep()
    opened = _opened(part)
    if opened is not None:
        yield part, alternative
        yield from _parts(opened, depth + 1, alternative)
        return
    if not part.is_multipart() or part.get_content_maintype() != "multipart":
        yield part, alternative
        return
    inside = alternative or part.get_content_type() == "multipart/alternative"
    for child in part.iter_parts():
        yield from _parts(child, depth + 1, inside)


def _opened(part: MIMEPart) -> MIMEPart | None:
    """The message inside a signature that wraps it; None where there is none, or it is encrypted."""
    payload = part.get_payload(decode=True) if part.get_content_type() in _SEALED else None
    inner = signed_content(payload) if isinstance(payload, bytes) else None
    return None if inner is None else cast(EmailMessage, email.message_from_bytes(inner, policy=_Patient()))


def _is_attached(part: MIMEPart) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: MIMEPart) -> str:
    try:
        return clean(part.get_filename() or "").replace("\n", " ").strip()
    except (HeaderParseError, ValueError, LookupError, IndexError, AttributeError):
        return ""


_SUFFIXES = {
    "text/html": ".html",
    "text/plain": ".txt",
    "text/calendar": ".ics",
    "application/pdf": ".pdf",
    "application/ms-tnef": ".dat",
}


def _suffix(kind: str) -> str:
    return _SUFFIXES.get(kind, ".bin")


_NOT_DECLARED = frozenset(
    {"us-ascii", "unknown-8bit", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
)
"""Names that say nothing, and codecs of Python's own that no mail program writes."""


def _text_of(part: MIMEPart) -> str:
    """The words of a text part, its declared charset tried first, then what its bytes say."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    declared = part.get_content_charset()
    if declared and declared not in _NOT_DECLARED:
        try:
            return payload.decode(declared)
        except (ValueError, LookupError):
            # a name that is no charset, with a null in it, or of a codec that is none for letters
            pass
    return decoded(payload, declared)[0] if payload.strip() else ""


def _values(message: MIMEPart, field: str) -> list[str]:
    """A header field's values, as many and as long as an honest header's; broken ones as they stand."""
    values = [_parsed(message, name, value) for name, value in _lines_of(message, field)[:_MOST_LINES]]
    return [" ".join(clean(value[:_LONGEST_HEADER]).split()) for value in values if value.strip()]


def _lines_of(message: MIMEPart, field: str) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in message.raw_items() if name.lower() == field.lower()]


def _parsed(message: MIMEPart, name: str, value: str) -> str:
    return str(message.policy.header_fetch_parse(name, value))


def _is_cut(message: MIMEPart, field: str) -> bool:
    lines = _lines_of(message, field)
    return len(lines) > _MOST_LINES or any(len(value) > _LONGEST_HEADER for _, value in lines)


def _iso(text: str) -> str:
    """The date and time in the sender's own zone, as ISO 8601; empty where it is no date."""
    try:
        moment: datetime = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return ""
    return moment.isoformat()
