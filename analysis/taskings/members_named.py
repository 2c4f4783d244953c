"""Members of a list that other sentences name: "items a and c", "question 3", "the first two items"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.cued import cued

LABELS = re.compile(
    r"\b(?:items?|questions?|requests?|paragraphs?|recommendations?|deliverables?|parts?)\s+"
    r"(?P<labels>\(?(?:\d{1,2}|[a-z])\)?(?![\w’'])(?:(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&|through|to)\s+|\s*[-–]\s*)\(?(?:\d{1,2}|[a-z])\)?(?![\w’']|\.\d))*)",
    re.I,
)
_ONE = re.compile(r"\b(?:\d{1,2}|[a-z])\b", re.I)
_THROUGH = re.compile(
    r"(?P<first>\d{1,2}|[a-z])\)?\s*(?:through|to|-|–)\s*\(?(?P<last>\d{1,2}|[a-z])\b", re.I
)


def names_members(words: str) -> frozenset[str]:
    """The letters and numbers of the members that words name, where they name nothing else."""
    found = LABELS.fullmatch(words.strip())
    return frozenset(numbers(found["labels"])) if found else frozenset()


def numbers(labels: str) -> Iterator[str]:
    """The single numbers or letters of "1, 3 and 5" or "a through c"."""
    for one in _ONE.finditer(labels):
        yield one.group().lower()
    for span in _THROUGH.finditer(labels):
        first, last = span["first"].lower(), span["last"].lower()
        if first.isdigit() and last.isdigit():
            yield from (str(one) for one in range(int(first), int(last)))
        elif first.isalpha() and last.isalpha():
            yield from (chr(one) for one in range(ord(first), ord(last)))


def label_of(section: str | None) -> str | None:
    """The number or letter of a member of a list, as other sentences name it."""
    last = re.findall(r"[A-Za-z0-9]+", section or "")[-1:]
    return last[0].lower() if last else None


_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ASKED = r"(?:items?|questions?|requests?|points?|matters?|inquir(?:y|ies))"
_IN_ORDER = cued(
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    rf"\bthe\s+(?:first\s+(?P<count>{'|'.join(_COUNTS)}|[1-9])|(?P<nth>{'|'.join(_NTH)}))\s+(?:of\s+(?:these|those|my|our|the)\s+)?(?:\w+\s+)?{_ASKED}\b",
    re.I,
)
_NEXT = re.compile(
    rf"\bthe\s+(?:(?P<nth>{'|'.join(_NTH)})(?=\s+(?:may|might|can|could|will|would|should|must|by|within|no|is)\b|[,;.])"
    rf"|(?P<rest>others(?!\s+\w+s\b)|rest|remainder|(?:remaining|other)\s+(?:\w+\s+)?(?:{_ASKED}|ones)))\b",
    re.I,
)
"""Behind a mention of the first ones: "I would accept the fourth by May 4", "the others by June 9"."""


@dataclass(frozen=True, slots=True)
class InOrder:
    """Where words name members by their order, counted from 0; `rest` tells that it is all but these."""

    start: int
    end: int
    places: frozenset[int]
    rest: bool = False


def in_order(words: str) -> Iterator[InOrder]:
    """The members that words name by their order: "the first three items … the fourth … the others"."""
    named: frozenset[int] = frozenset()
    for found in _IN_ORDER.finditer(words):
        places = _counted(found["count"]) if found["count"] else _nth(found["nth"])
        named |= places
        yield InOrder(found.start(), found.end(), places)
    for found in _NEXT.finditer(words) if named else ():
        if found["nth"]:
            yield InOrder(found.start(), found.end(), _nth(found["nth"]))
        else:
            yield InOrder(found.start(), found.end(), named, True)


def _counted(count: str) -> frozenset[int]:
    return frozenset(range(int(count) if count.isdigit() else _COUNTS.index(count.lower()) + 1))


def _nth(word: str) -> frozenset[int]:
    return frozenset({_NTH.index(word.lower())})
