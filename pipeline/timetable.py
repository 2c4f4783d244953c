"""Timetables as cron writes them: minute, hour, day of the month, month, day of the week."""

from __future__ import annotations

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS: tuple[tuple[int, int, tuple[str, ...]], ...] = (
    (0, 59, ()),
    (0, 23, ()),
    (1, 31, ()),
    (1, 12, ("", *_MONTHS)),
    (0, 7, _DAYS),
)
_PART = re.compile(r"(?:\*|(\w+)(?:-(\w+))?)(?:/([1-9][0-9]?))?")


def is_timetable(text: str) -> bool:
    """Whether the text is one: five fields of `*`, numbers, names, ranges, steps and lists of them."""
    fields = text.lower().split()
    if len(fields) != len(_FIELDS):
        return False
    return all(
        _fits(part, *limits)
        for field, limits in zip(fields, _FIELDS, strict=True)
        for part in field.split(",")
    )


def _fits(part: str, least: int, most: int, names: tuple[str, ...]) -> bool:
    found = _PART.fullmatch(part)
    if found is None:
        return False
    ends = [_number(word, names) for word in found.group(1, 2) if word is not None]
    return all(end is not None and least <= end <= most for end in ends) and ends == sorted(ends, key=_least)


def _number(word: str, names: tuple[str, ...]) -> int | None:
    if word in names:
        return names.index(word)
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 3 else None


def _least(number: int | None) -> int:
    return -1 if number is None else number
