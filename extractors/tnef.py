"""winmail.dat envelopes (TNEF, [MS-OXTNEF]): turned into the mail that they stand for and read as such."""

from __future__ import annotations

import struct
from dataclasses import replace
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

from tnefparse import TNEF

from extractors import message as mail
from extractors import rich
from extractors.canonical import clean
from extractors.packed_rich import unpacked
from extractors.tnef_counts import check_counts
from pipeline.documents import ExtractedDocument
from pipeline.problems import Unread, broken

MEDIA_TYPES = frozenset({"application/ms-tnef"})

_SUBJECT = 0x0037
_RICH = 0x1009
_BROKEN = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    struct.error,
    OverflowError,
    LookupError,
    NameError,
)
"""All the ways in which a broken envelope makes its parser give up."""


def extract(data: bytes, name: str) -> ExtractedDocument:
    """Its body as text, what it carries as attachments. Raises Damaged, Quarantined."""
    try:
        check_counts(data)
        made = _as_mail(TNEF(data, do_checksum=False))
    except Unread:
        raise
    except _BROKEN:
        raise broken("The winmail.dat envelope is damaged.") from None
    document = mail.extract(made.as_bytes(), name)
    flags = (*document.flags, "It came in a winmail.dat envelope, which only Outlook opens.")
    return replace(document, flags=flags, reader="tnef")


def _as_mail(envelope: Any) -> MIMEMultipart:
    made = MIMEMultipart("mixed")
    properties = {found.name: found for found in envelope.mapiprops or []}
    subject = _line(_text(properties[_SUBJECT].data)) if _SUBJECT in properties else ""
    if subject:
        made["Subject"] = subject if subject.isascii() else Header(subject, "utf-8").encode()
    body = _text(envelope.body) or _text(envelope.htmlbody)
    kind = "plain" if _text(envelope.body) or not body else "html"
    if not body.strip() and _RICH in properties:
        body, kind = rich.extract(unpacked(bytes(properties[_RICH].data)), "").text, "plain"
    made.attach(MIMEText(body.replace("\r\n", "\n"), kind, "utf-8"))
    for attached in envelope.attachments:
        part = MIMEApplication(bytes(attached.data or b""))
        shown = _line(_text(attached.long_filename() or attached.name)) or "attachment"
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", shown))
        made.attach(part)
    return made


def _text(found: Any) -> str:
    if isinstance(found, (list, tuple)):
        found = found[0] if found else ""
    if isinstance(found, bytes):
        return found.decode("utf-8", "replace").rstrip("\0")
    return str(found or "").rstrip("\0")


def _line(text: str) -> str:
    return " ".join(clean(text).split())
