"""Who wrote a message that another one passes on, and to whom: its "you" is not that of the outer one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.masthead.mail import people
from analysis.masthead.sheet import Found
from pipeline.documents import Span

_FROM = re.compile(r"(?m)^[> \t]*From:[ \t]*(?P<said>\S.*)$")
_FIELD = re.compile(r"[> \t]*(?P<name>[A-Z][\w-]{1,14}):[ \t]*(?P<said>.*)$")
_HEADER_LINES = 8


@dataclass(frozen=True, slots=True)
class Header:
    """A printed header of a message: where it begins, who wrote and to whom, as far as it says."""

    start: int
    writer: Found
    addressee: Found | None


def headers(text: str) -> tuple[Header, ...]:
    """The headers in the order of the text, the message's own among them where it is printed."""
    return tuple(_headers(text))


def header_above(found: tuple[Header, ...], at: int) -> Header | None:
    """The header of the message in which an offset lies."""
    last = bisect_left(found, at, key=lambda header: header.start) - 1
    return found[last] if last >= 0 else None


def _headers(text: str) -> Iterator[Header]:
    for opened in _FROM.finditer(text):
        writer = _people(opened["said"], opened.start("said"))
        addressee, lines = None, 0
        at = opened.end() + 1
        for line in text[at : at + 1200].split("\n")[:_HEADER_LINES]:
            field = _FIELD.match(line)
            if field is None:
                break
            lines += 1
            if field["name"] == "To" and field["said"].strip():
                addressee = _people(field["said"], at + field.start("said"))
            at += len(line) + 1
        if lines:
            yield Header(opened.start(), writer, addressee)


def _people(said: str, at: int) -> Found:
    bare = said.strip()
    start = at + said.index(bare)
    return people(Found(bare, Span(start, start + len(bare))))
