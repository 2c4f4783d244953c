"""Titles shared by all mentions of one document, and the day of a memorandum named by subject alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from analysis.citations.found import Found
from analysis.citations.trailing import trail
from pipeline.findings import AuthorityType

_BY_DAY = "Presidential Memorandum of "
_BY_SUBJECT = "Presidential Memorandum ("


def settle(text: str, rows: list[Found]) -> list[Found]:
    """The rows with each title that one mention of their document gives.

    A memorandum named by subject alone gets the day of the only dated one, where words behind a dated
    mention repeat the subject.
    """
    dated = [row for row in rows if row.normal.startswith(_BY_DAY)]
    if len({row.normal for row in dated}) == 1:
        said = [text[row.start : _before_next(row, rows)].lower() for row in dated]
        rows = [_dated(row, dated[0].normal, said) for row in rows]
    titles = {row.normal: row.title for row in reversed(rows) if row.title}
    return [
        row if row.title == titles.get(row.normal) else replace(row, title=titles[row.normal]) for row in rows
    ]


_TITLED = (AuthorityType.EXECUTIVE_ORDER, AuthorityType.PROCLAMATION)


def untitled(text: str, rows: list[Found]) -> list[Found]:
    """The rows without the Acts whose names only stand in another's title: it is that one that is cited.

    "Executive Order 14999 of May 4, 2026 (Carrying Out the Clean Harbor Act), is revoked" cites no Act.
    """
    ends = {row.end: _title_end(text, row) for row in rows if row.type in _TITLED}
    starts = sorted(ends)

    def is_inside(row: Found) -> bool:
        before = bisect_right(starts, row.start)
        return before > 0 and row.end <= ends[starts[before - 1]]

    return [row for row in rows if row.type is not AuthorityType.ACT or not is_inside(row)]


_ENTITLED = re.compile(r",?\s*(?:entitled|titled),?\s*\"[^\"\x00]{4,250}\"")


def _title_end(text: str, row: Found) -> int:
    behind = trail(text, row.end)
    entitled = None if behind.title else _ENTITLED.match(text, behind.end)
    return entitled.end() if entitled else behind.end


_BEHIND = 80


def _before_next(row: Found, rows: list[Found]) -> int:
    """Where the words behind a mention end: the next one's own name repeats nobody's subject."""
    following = (other.start for other in rows if other.start >= row.end)
    return min(row.end + _BEHIND, min(following, default=row.end + _BEHIND))


def _dated(row: Found, normal: str, said: list[str]) -> Found:
    if row.title is None or not row.normal.startswith(_BY_SUBJECT):
        return row
    subject = " ".join(row.title.lower().split()[:2])
    return replace(row, normal=normal) if any(subject in words for words in said) else row
