"""Members of a list that other sentences name by their letters or numbers: "items a and c", "question 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
