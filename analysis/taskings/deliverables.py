"""Several deliverables of one duty, each with its day: "a first plan by May 4, and a second by June 9"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from analysis.taskings.obligations import Again, Row
from pipeline.documents import Span

_THING = re.compile(
    r"(?:,?\s+and|,|;(?:\s+and)?)\s+"
    r"(?P<thing>(?:an?|the)\s+(?:(?!(?:an?|the|and|or|to|of)\b)[\w’'-]+\s+){0,4}?(?P<head>[a-z]{4,}))\s+"
)
"""What stands between two days where the second belongs to a further thing: "…, and a final report …"."""
_ONCE_MORE = re.compile(r",?\s+and(?:\s+then)?\s+(?P<thing>again),?\s+")
"""What stands between two days by each of which the same thing is due: "within 90 days and again …"."""
_BOUNDS = re.compile(r",\s+(?:unless|except|if|provided|subject)\b", re.I)
"""What bounds the whole sentence from its end would be lost beside the first of them."""
_LONGEST = 90


def each_by_its_day(row: Row, text: str, terms: Sequence[Span]) -> Iterator[Row]:
    """The row, or one for each deliverable that its sentence names with a term of its own.

    "Shall submit to the Board an interim report by May 4, and a final report by June 9" asks for two reports:
    the verb, the recipient and the subject of the first hold for the second, whose noun is the same.
    "A report within 90 days and again within 180 days" asks for two as well.
    """
    if row.kind != "tasking" or row.passive or not row.verb or not row.modal:
        terms = ()
    behind = [one for one in terms if one.start >= row.verb]
    for first, second in pairwise(behind if behind and not _BOUNDS.match(text, behind[-1].end) else ()):
        once_more = _ONCE_MORE.fullmatch(text, first.end, second.start)
        between = once_more or _THING.fullmatch(text, first.end, second.start)
        if between is None:
            continue
        led = (
            _same(row, text, first.start) if once_more else _further(row, text, first.start, between["head"])
        )
        if led is None:
            continue
        start = row.own[0] if row.own else 0
        yield replace(row, own=(start, between.start()))
        thing = between.span("thing")
        again = replace(led, thing=thing)
        row = replace(row, own=(thing[0], len(text)), shared=row.verb, again=again)
    yield row


def _same(row: Row, text: str, end: int) -> Again:
    """The deed with all that it is done to, where the same is due once more."""
    if row.again:
        return row.again
    whole = len(text[:end].rstrip(" ,"))
    return Again((row.verb, whole), (whole, whole), (whole, whole))


def _further(row: Row, text: str, end: int, head: str) -> Again | None:
    """The deed of a further deliverable, whose noun is that of the first."""
    led = row.again or _led(text, row.verb, end, head)
    return led if led is not None and text[slice(*led.thing)].endswith(head) else None


def _led(text: str, verb: int, end: int, head: str) -> Again | None:
    """The deed of the first deliverable and what that is about, by the noun that the second has as well."""
    noun = re.compile(
        rf"\b(?:an?|the|(?:at\s+least\s+)?one)\s+(?:(?!(?:an?|the|of|on|to|for)\b)[\w’'-]+\s+){{0,4}}?{head}\b"
    )
    found = noun.search(text, verb, end)
    if found is None or found.start() <= verb or end - found.end() > _LONGEST:
        return None
    deed = text[verb : found.start()].rstrip()
    return Again((verb, verb + len(deed)), found.span(), (found.end(), end))
