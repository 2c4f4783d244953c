"""To whom a message was written that another one passes on: its "you" is not the reader of the outer one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.masthead.mail import people
from analysis.masthead.sheet import Found
from pipeline.documents import Span

_FROM = re.compile(r"(?m)^[> \t]*From:[ \t]*\S.*$")
_FIELD = re.compile(r"[> \t]*(?P<name>[A-Z][\w-]{1,14}):[ \t]*(?P<said>.*)$")
_HEADER_LINES = 8


def addressees(text: str) -> tuple[tuple[int, Found], ...]:
    """Where each printed header of a message begins, and whom it is to, in the order of the text."""
    return tuple(_headers(text))


def _headers(text: str) -> Iterator[tuple[int, Found]]:
    for opened in _FROM.finditer(text):
        at = opened.end() + 1
        for line in text[at : at + 1200].split("\n")[:_HEADER_LINES]:
            field = _FIELD.match(line)
            if field is None:
                break
            if field["name"] == "To" and field["said"].strip():
                start = at + field.start("said")
                yield (
                    opened.start(),
                    people(Found(field["said"].strip(), Span(start, start + len(field["said"].strip())))),
                )
                break
            at += len(line) + 1
