"""What may follow a document's name: its date, its title in brackets, its amendment, a section of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.citations.dates import DATE, iso
from analysis.citations.provisions import SECTION

_OF_DATE = re.compile(rf",?\s+(?:of|dated|issued(?:\s+on)?|signed(?:\s+on)?)\s+(?P<date>{DATE}),?")
_BRACKET = re.compile(r"\s*\((?P<title>[^()\x00]{2,300}(?:\([^()]{1,40}\)[^()]{0,200})?)\)")
_QUOTED = re.compile(r",?\s*\"(?P<title>[A-Z][^\"\x00]{4,250}?),?\"")
_AMENDED = re.compile(r",?\s+as\s+amended\b")
_SECTION = re.compile(
    rf",?\s+(?:at\s+)?(?:[Ss]ections?\s+|[Ss]ecs?\.\s*"
    rf"|§+\s*)(?P<label>(?>{SECTION}))(?!\s+of\b)"
)
_HEADING = re.compile(r"\s+S")
_HEADED = re.compile(r"\.\s+[A-Z]")
_SPACE = re.compile(r"\s+")
_CITATION = re.compile(
    r"\d\s*(?:CFR|C\.F\.R|FR\b|Fed|U\.S\.C|Stat)|\A(?:the\s+)?\"|hereinafter|hereafter"
    r"|\A[A-Z]{2,8}\Z|\A(?:EO|E\.O\.)"
)


@dataclass(frozen=True, slots=True)
class Trail:
    """What followed a name: ISO date, title and where it ended."""

    end: int
    date: str | None = None
    title: str | None = None


def trail(text: str, end: int) -> Trail:
    """The date and the title in brackets or quotes after a name that ends at `end`."""
    dated = _OF_DATE.match(text, end)
    day = iso(dated.group("date")) if dated else None
    after = dated.end() if dated else end
    named = _BRACKET.match(text, after) or _QUOTED.match(text, after)
    if named is None or not _is_title(named.group("title")):
        return Trail(after - 1 if dated and text[after - 1] == "," else after, day)
    return Trail(named.end(), day, tidy(named.group("title")).rstrip(","))


def amended(text: str, end: int) -> int:
    """Where ", as amended" ends, or `end` itself."""
    match = _AMENDED.match(text, end)
    return match.end() if match else end


def section_after(text: str, end: int) -> tuple[str, int] | None:
    """A section named behind its authority ("…, section 1.4"): label and end."""
    match = _SECTION.match(text, end, end + 80)
    if match is not None and is_heading(text, match):
        return None
    return (re.sub(r"\s", "", match.group("label")), match.end()) if match else None


def is_heading(text: str, match: re.Match[str]) -> bool:
    """Whether what was matched as a section behind a name is a heading: "… Order 13526 Sec. 3. Reports"."""
    return bool(_HEADING.match(match.group()) and _HEADED.match(text, match.end()))


def tidy(words: str) -> str:
    """One line, single spaces."""
    return _SPACE.sub(" ", words).strip()


def _is_title(words: str) -> bool:
    return len(words) > 3 and words[0].isalnum() and not words[0].islower() and not _CITATION.search(words)
