"""Suspenses as an iCalendar feed (RFC 5545): days as all-day events, each always under the same UID."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//Chancery//Suspenses//EN"
WIDTH = 75
"""Octets of a line, its end not counted (RFC 5545 section 3.1)."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MARKED = re.compile(r"[\x00-\x1f\x7f\\;,\ud800-\udfff]")
"""What a text may not hold as it is."""


@dataclass(frozen=True, slots=True)
class Event:
    """A suspense: `uid` stays the same while it lives, `revision` grows with every change."""

    uid: str
    day: date
    summary: str
    changed: datetime
    revision: int = 0
    description: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[Event]) -> str:
    """The feed as one text with the line ends that the standard wants."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for event in events:
        lines.extend(_event(event))
    lines.append("END:VCALENDAR")
    short = [line if len(line) <= WIDTH and line.isascii() else "\r\n".join(folded(line)) for line in lines]
    return "\r\n".join([*short, ""])


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    changed = _moment(event.changed)
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{event.revision}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{_CONTROL.sub('', event.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A text as the value of a property (RFC 5545 section 3.3.11); what no calendar takes is left out."""
    if not _MARKED.search(text):
        return text
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _CONTROL.sub("", plain).encode("utf-8", "replace").decode("utf-8")
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most WIDTH octets, no character cut in two; all but the first begin blank."""
    octets, start, room = line.encode(), 0, WIDTH
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        yield f"{'' if room == WIDTH else ' '}{octets[start:end].decode()}"
        start, room = end, WIDTH - 1
    yield f"{'' if room == WIDTH else ' '}{octets[start:].decode()}"
