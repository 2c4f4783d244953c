"""How far a list reaches under the sentence that leads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.documents import Span

_MARKER = re.compile(
    r"[ \t]*(?P<marker>\((?:[a-z]{1,5}|\d{1,3})\)"
    r"|(?:[A-Za-z]|\d{1,3})[.)](?=\s)|[\u2022\u25aa\u25cf*\u2013-](?=\s))",
    re.I,
)
_LEAD_END = ":"
_CLOSED = (".", "?", "!")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


_ROMAN_MARKERS = frozenset(f"({name})" for name in _ROMAN)


def list_after(text: str, lead: Span) -> Span | None:
    """The list that a sentence ending in a colon introduces; None where it introduces none.

    Members are lines with a marker, and the lines that continue them. The list ends at a line without a
    marker after a full stop, or at the marker that follows the lead's own ("(b)" after a lead "(a)").
    """
    if not text[lead.start : lead.end].rstrip().endswith(_LEAD_END):
        return None
    own = _marker_before(text, lead.start)
    reach = lead.end
    for line in _members(text, lead.end, _next_marker(own)):
        reach = line.end
    return Span(lead.end, reach) if reach > lead.end else None


def _members(text: str, start: int, stop: str | None) -> Iterator[Span]:
    """The lines of the list, each with or without a marker; `stop` is the marker that ends it."""
    closed, expected = True, None
    for line in _lines(text, start):
        words = text[line.start : line.end].strip()
        marker = _MARKER.match(text, line.start, line.end)
        name = marker["marker"].casefold() if marker else None
        ends = closed if name is None else name == stop and name != expected
        if words and ends:
            return
        if name is not None:
            expected = _next_marker(name, roman=expected in _ROMAN_MARKERS) or expected
        if words:
            closed = words.endswith(_CLOSED)
            yield line


def _lines(text: str, start: int) -> Iterator[Span]:
    breaks = [start, *(match.end() for match in re.finditer("\n", text[start:]))]
    ends = [breaks[0], *(start + place for place in breaks[1:]), len(text)]
    return (Span(one, two) for one, two in pairwise(ends) if two > one)


def _marker_before(text: str, start: int) -> str | None:
    """The marker at the head of the lead's line, wherever in the line the label begins."""
    line = text.rfind("\n", 0, start) + 1
    found = None
    for match in re.finditer(r"\((?:[a-z]{1,5}|\d{1,3})\)", text[line : start + 6], re.I):
        found = match[0].casefold()
    return found


def _next_marker(marker: str | None, roman: bool = False) -> str | None:
    """The marker after this one in its own list: "(i)" begins Roman numbers, "(v)" may be a letter."""
    name = (marker or "").strip("()")
    if marker is None or not marker.startswith("("):
        return None
    if name.isdigit():
        return f"({int(name) + 1})"
    if name in _ROMAN[:-1] and (roman or name == "i" or len(name) > 1):
        return f"({_ROMAN[_ROMAN.index(name) + 1]})"
    return f"({chr(ord(name) + 1)})" if len(name) == 1 and name != "z" else None
