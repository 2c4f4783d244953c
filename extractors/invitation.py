"""Calendar files (iCalendar, RFC 5545): what is asked, by whom, when and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.canonical import LINE_BREAK, Builder
from extractors.plain import decoded
from pipeline.documents import BlockKind, ExtractedDocument
from pipeline.problems import Damaged

MEDIA_TYPES = frozenset({"text/calendar"})

_MOST_LINES = 100_000
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)(?P<more>(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(?P<value>.*)", re.S
)
_ESCAPE = re.compile(r"\\([\\;,nN])")
_ZONE = re.compile(r";TZID=\"?([^;\"]+)", re.I)
_NAMED = re.compile(r";CN=\"?([^;\"]+)", re.I)
_SHOWN = {
    "SUMMARY": "Subject",
    "ORGANIZER": "From",
    "ATTENDEE": "To",
    "DTSTART": "Start",
    "DTEND": "End",
    "DUE": "Due",
    "DURATION": "Duration",
    "RRULE": "Repeats",
    "LOCATION": "Where",
    "STATUS": "Status",
    "URL": "Link",
    "COMMENT": "Comment",
    "DESCRIPTION": "",
}
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$")


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    more: str
    value: str


def extract(data: bytes, name: str) -> ExtractedDocument:
    """One line for each fact, then the description. Raises Damaged where it is no calendar."""
    text = decoded(data)[0]
    fields = list(_fields(text))
    if not any(field.name == "BEGIN" and field.value.upper() == "VCALENDAR" for field in fields):
        raise Damaged("The calendar file is damaged.", "It does not begin as calendars do.")
    method = next((field.value.upper() for field in fields if field.name == "METHOD"), "")
    builder = Builder()
    inside: list[str] = []
    for field in fields:
        if field.name == "BEGIN":
            inside.append(field.value.upper())
        elif field.name == "END":
            inside = inside[:-1]
        elif inside and inside[-1] in ("VEVENT", "VTODO", "VJOURNAL") and field.name in _SHOWN:
            _say(builder, field)
    return builder.document(flags=(_meaning(method),), metadata={"method": method}, reader="invitation")


def _fields(text: str) -> Iterator[_Field]:
    for line in re.split(r"\r?\n", _FOLD.sub("", text))[:_MOST_LINES]:
        match = _LINE.match(line)
        if match:
            yield _Field(match["name"].upper(), match["more"], match["value"])


def _say(builder: Builder, field: _Field) -> None:
    words = _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], field.value)
    label = _SHOWN[field.name]
    if field.name in ("DTSTART", "DTEND", "DUE"):
        words = _moment(field)
    elif field.name in ("ORGANIZER", "ATTENDEE"):
        named = _NAMED.search(field.more)
        address = re.sub(r"^mailto:", "", words, flags=re.I)
        words = f"{named[1]} <{address}>" if named else address
    if label:
        builder.add(f"{label}: {' '.join(words.split())}", gap=LINE_BREAK)
    else:
        for paragraph in re.split(r"\n\s*\n", words):
            builder.add(paragraph, BlockKind.PARAGRAPH)


def _moment(field: _Field) -> str:
    match = _MOMENT.match(field.value.strip())
    if match is None:
        return field.value
    year, month, day, hour, minute, utc = match.groups()
    zone = _ZONE.search(field.more)
    clock = f" {hour}:{minute}" if hour else ""
    return f"{year}-{month}-{day}{clock}{' UTC' if utc else f' ({zone[1]})' if zone else ''}"


def _meaning(method: str) -> str:
    if method == "CANCEL":
        return "It takes a calendar invitation back."
    if method == "REPLY":
        return "It answers a calendar invitation."
    return "It is a calendar invitation: a person must answer it."
