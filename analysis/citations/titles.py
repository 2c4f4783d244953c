"""Titles shared by all mentions of one document, and the day of a memorandum named by subject alone."""

from __future__ import annotations

from dataclasses import replace

from analysis.citations.found import Found

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
