"""The office that issues a paper, as its letterhead names it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.masthead.sheet import Found, Line
from pipeline.documents import Span

_OFFICER = re.compile(
    r"(?:THE\s+)?(?:(?:DEPUTY|UNDER|ASSISTANT|ACTING|ASSOCIATE)\s+)*"
    r"(?:SECRETARY|ADMINISTRATOR|DIRECTOR|COMMISSIONER"
    r"|ATTORNEY\s+GENERAL|COMMANDANT|CHAIRMAN|ARCHIVIST|CHIEF\s+[A-Z ]+\s+OFFICER)\b"
    r"(?:\s+(?:OF|FOR)\s+[\w,&'’ -]{3,60})?",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:[A-Z&][\w.&'’,-]*\s+){0,12}(?:Cent(?:er|re)|Department|Agency|Administration|Bureau"
    r"|Commission|Service|Board|Council|Corps|Command|Authority|Office|Institute|Archives|Guard)"
    r"(?:\s+(?:of|for|on)\b[\w.&'’, -]{3,70})?",
    re.IGNORECASE,
)


def officer(lines: Iterable[Line]) -> Found | None:
    """The officer whose paper it is, named alone among its first lines."""
    top = tuple(lines)[:_TOP]
    return next((_named(line) for line in top if _OFFICER.fullmatch(line.text.strip(" *#"))), None)


def issuer(lines: Iterable[Line]) -> Found | None:
    """The officer on the letterhead, else the smallest body that it names.

    A paper without a "From" speaks for them. Only lines that say nothing else count, and only at the top:
    a body that is named further down is spoken of.
    """
    top = [line for line in tuple(lines)[:_TOP] if len(line.text) <= _LONGEST]
    named = officer(top)
    if named:
        return named
    bodies = [line for line in top if _BODY.fullmatch(line.text.strip(" *#"))]
    return _named(bodies[-1]) if bodies else None


_OF_BUDGET = ("managementandbudget", "executiveofficeofthepresident")
_NAMES_OMB = re.compile(r"\bOMB\b|\bOffice\s+of\s+Management\s+and\s+Budget\b", re.IGNORECASE)


def is_of_omb(above: Iterable[Line], text: str) -> bool:
    """Whether a paper that is numbered "M-99-01" is a memorandum of the Office of Management and Budget.

    Others number theirs so, too. The letterhead above the number tells, in letters set apart or not; where
    none is printed, the paper must name the Office.
    """
    lines = tuple(above)
    if any(_BODY.fullmatch(line.text.strip(" *#")) for line in lines):
        squeezed = ("".join(line.text.split()).lower() for line in lines)
        return any(name in line for line in squeezed for name in _OF_BUDGET)
    return _NAMES_OMB.search(text) is not None


_TOP = 4
_LONGEST = 80


def _named(line: Line) -> Found:
    bare = line.text.strip(" *#")
    at = line.span.start + line.text.index(bare)
    return Found(bare, Span(at, at + len(bare)))
