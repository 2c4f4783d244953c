"""Where another letter may begin inside a scan: a guess for a person, never acted upon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.folding import fold

_TOP = 25
_HEAD = 4
_MOST_REPEATED = 0.5
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"^(?:date[d:]?\s*)?(?:(?:{_MONTHS})\.?\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+(?:{_MONTHS})\.?,?\s+\d{{4}}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d)\.?$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:dear\s+\S.{0,80}[,:;]|to whom it may concern\s*[,:;]?"
    r"|(?:ladies and gentlemen|(?:dear )?sirs?|madam)[,:])$",
    re.IGNORECASE,
)
_MEMO_TO = re.compile(r"^(?:to|memorandum\s+(?:for|to))\s*:?\s+\S|^memorandum$", re.IGNORECASE)
_MEMO_FROM = re.compile(r"^from\s*:\s*\S", re.IGNORECASE)
_NUMBER = re.compile(
    r"^(?:page\s+|[-–—]\s*)?(\d{1,4})(?:\s*(?:of|/)\s*(\d{1,4}))?(?:\s*[-–—])?$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"^(?:(?:yours\s+)?(?:sincerely|truly|faithfully)(?:\s+yours)?|very truly yours"
    r"|(?:very\s+)?respectfully(?:\s+(?:yours|submitted))?|(?:best|kind|warm)?\s*regards|cc\s*:.*|enclosures?\b.*)[,.:]?$",
    re.IGNORECASE,
)


def beginnings(pages: Sequence[str]) -> list[int]:
    """The numbers, from 2, of the pages that look like the first of another letter.

    A greeting or a memorandum's head must be there, and one thing beside it: a date line above, the first
    page's letterhead again, page numbers that begin anew, or a letter that closed on the page before. A
    following page repeats the addressee and the date, but it greets nobody.
    """
    sheets = [_Sheet(text) for text in pages]
    if not sheets:
        return []
    running = _repeated(sheets)
    first = sheets[0].head - running
    found = []
    for number, (before, sheet) in enumerate(pairwise(sheets), 2):
        after = sheets[number] if number < len(sheets) else None
        signs = (sheet.dated, bool(first & sheet.head), _counts_anew(before, sheet, after), before.closes)
        if sheet.opens and any(signs):
            found.append(number)
    return found


class _Sheet:
    """What the page says that tells a first page from a following one."""

    def __init__(self, text: str) -> None:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        top = lines[:_TOP]
        greeting = next((at for at, line in enumerate(top) if _GREETING.match(line)), None)
        memo = any(map(_MEMO_TO.match, top)) and any(map(_MEMO_FROM.match, top))
        self.opens = greeting is not None or memo
        self.dated = any(_DATE.match(line) for line in top[:greeting])
        self.head = {_key(line) for line in top[:_HEAD] if _is_name(line)}
        self.closes = any(_CLOSING.match(line) for line in lines[-_TOP:])
        self.number = next((int(found[1]) for line in _edges(lines) if (found := _NUMBER.match(line))), None)


def _edges(lines: list[str]) -> list[str]:
    return [*lines[-2:], *lines[:2]]


def _key(line: str) -> str:
    return "".join(c for c in fold(line).text.lower() if c.isalpha())


def _is_name(line: str) -> bool:
    """Whether a line may belong to a letterhead: letters for the most part, and no date."""
    return len(_key(line)) >= 6 and not _DATE.match(line)


def _repeated(sheets: Sequence[_Sheet]) -> set[str]:
    """Head lines that most pages bear: they belong to the running head, and mark no beginning."""
    every = [line for sheet in sheets for line in sheet.head]
    return {
        line for line in set(every) if len(sheets) > 2 and every.count(line) > _MOST_REPEATED * len(sheets)
    }


def _counts_anew(before: _Sheet, sheet: _Sheet, after: _Sheet | None) -> bool:
    """Whether page numbers begin again here: with 1, or with 2 on the page that follows."""
    if sheet.number is not None:
        return sheet.number == 1
    return before.number is not None and before.number > 1 and after is not None and after.number == 2
