"""Phrases that point into an authority: "section 3(b) of", "chapter 35, subchapter II of".

They are read forwards once and looked up by the place where the authority's own name begins, so
that no family has to search backwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.citations.provisions import Member, members

_REACH = 400
_LEADS_ON = r"(?=[\s§]{0,3}[\d(A-Z])"
# a section alone may be meant; any other unit says something only with what stands behind it
_GOES_ON = r"(?=[\s§]{0,3}[\d(A-Z][\w().-]{0,60}\s*(?:[,;&(-]|(?:of|in|to|and|or|as|et)\b|thr|notes?\b))"
_SCANS = tuple(
    re.compile(pattern + _LEADS_ON)
    for pattern in (r"ections?\s", r"ECTIONS?\s", r"ec[st]?s?\.\s?", r"§[§\s]{0,4}")
) + tuple(
    re.compile(pattern + _GOES_ON)
    for pattern in (
        r"itles?\s",
        r"hapters?\s",
        r"arts?\s",
        r"ivisions?\s",
        r"aragraphs?\s",
        r"rticles?\s",
        r"ubtitles?\s",
        r"lauses?\s",
        r"ppendix\s",
        r"ppendices\s",
    )
)
_UNIT = re.compile(
    r"(?P<sub>[Ss]ub-?)?(?P<unit>[Ss]ection|SECTION|[Ss]ec|[Ss]ect|§|[Tt]itle|[Cc]hapter|[Pp]art"
    r"|[Dd]ivision"
    r"|[Pp]aragraph|[Aa]rticle|[Cc]lause|[Aa]ppendix|[Aa]ppendices)s?\.?[\s§]*"
)
_OF = re.compile(
    r",?\s*(?:,\s+as\s+(?:amended|added)(?:\s+by\s+[^,.;]{1,60})?,?\s*)?\s+?(?:of|in"
    r"|to)\s+(?P<det>(?:the|that|such|this|said|each|my|our)\s+)?"
)
_SECTION_WORD = re.compile(r"[Ss]ec|§")
_NEXT = re.compile(
    r",\s+(?:and\s+)?(?=(?:[Ss]ub)?(?:[Ss]ection|[Tt]itle|[Cc]hapter|[Pp]art|[Dd]ivision|[Aa]ppendix|[Cc]lause)s?\s)"
)
_NAMES = {"section": "sec.", "sec": "sec.", "sect": "sec.", "§": "sec.", "appendices": "appendix"}
_RANKS = ("division", "title", "subtitle", "chapter", "subchapter", "part", "subpart", "appendix", "article")


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """One link: a unit ("sec.", "title", "subsection") and its members."""

    start: int
    unit: str
    members: tuple[Member, ...]
    determiner: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """A place inside an authority: "sec. 3(b)" or "title II, part A", and the words that say so."""

    unit: str
    label: str
    start: int
    end: int
    within: tuple[tuple[str, str], ...] = ()
    suffix: str = ""

    @property
    def text(self) -> str:
        """As it is written in a normal form."""
        return ", ".join(f"{unit} {label}" for unit, label in (*self.within, (self.unit, self.label)))


class Pinpoints:
    """The pinpoint phrases of a text, by the place that they lead to."""

    def __init__(self, text: str) -> None:
        self._by_target: dict[int, Pinpoint] = {}
        self._articles: set[int] = set()
        self.loose: list[tuple[Pinpoint, int]] = []
        starts = sorted({_unit_start(text, match) for scan in _SCANS for match in scan.finditer(text)})
        reached = 0
        for start in starts:
            if start >= reached:
                reached = self._read(text, start)

    def _read(self, text: str, start: int) -> int:
        unit = _UNIT.match(text, start)
        if unit is None or (start and (text[start - 1].isalnum() or text[start - 1] == "-")):
            return start
        listed = members(text, unit.end(), start + _REACH, letters=True)
        name = (unit.group("sub") or "").lower().replace("-", "") + unit.group("unit").lower()
        if name not in _NAMES and name != "section":
            listed = _before_sections(text, listed)
        if not listed:
            return start
        end = listed[-1].end
        if name == "subsection" and listed[0].label[0].isdigit():
            name = "section"
        pinpoint = Pinpoint(start, _NAMES.get(name, name), tuple(listed))
        of = _OF.match(text, end, end + 120)
        if of is not None:
            self._lead_to(pinpoint, of)
            return end
        follow = _NEXT.match(text, end, end + 20)
        # "section 305 of title 5, section 1115 of title 31": a title of the Code ends what leads to it
        if follow is not None and not (name == "title" and listed[0].label[0].isdigit()):
            self._by_target[follow.end()] = pinpoint
        self.loose.append((pinpoint, end))
        return end

    def _lead_to(self, pinpoint: Pinpoint, of: re.Match[str]) -> None:
        determiner = (of.group("det") or "").strip()
        leading = Pinpoint(pinpoint.start, pinpoint.unit, pinpoint.members, determiner)
        self._by_target[of.end()] = leading
        if determiner:
            self._by_target[of.start("det")] = leading
            self._articles.add(of.start("det"))

    def chain(self, target: int) -> list[Pinpoint]:
        """The links that lead to this place, nearest first."""
        found: list[Pinpoint] = []
        while (pinpoint := self._by_target.get(target)) is not None and len(found) < 6:
            found.append(pinpoint)
            target = pinpoint.start
        return found

    def leading(self, determiner: str) -> list[tuple[int, Pinpoint]]:
        """The links that end in this word ("this", "that"), with the place of what follows it."""
        return [
            (at, link)
            for at, link in self._by_target.items()
            if link.determiner == determiner and at not in self._articles
        ]

    def before(self, target: int) -> list[Provision]:
        """The provisions that lead to this place, in order; none where no pinpoint does."""
        return list(_provisions(self.chain(target))) if target in self._by_target else []


def _unit_start(text: str, match: re.Match[str]) -> int:
    start = match.start()
    if text[start] == "§":
        return start
    start -= 1
    if text[max(0, start - 3) : start].lower() == "sub":
        start -= 3
    return max(start, 0)


def _before_sections(text: str, listed: list[Member]) -> list[Member]:
    """Without the section inside the unit: "article II, section 2" lists no two articles."""
    for index in range(1, len(listed)):
        if _SECTION_WORD.search(text, listed[index - 1].end, listed[index].start):
            return listed[:index]
    return listed


def _provisions(chain: list[Pinpoint]) -> Iterator[Provision]:
    """Sections with the subsections that lead to them; without a section the units from the largest down."""
    section = next((link for link in chain if link.unit == "sec."), None)
    if section is not None:
        inner = "".join(link.members[0].label for link in reversed(chain) if link.unit in _INNER)
        begin = min(link.start for link in chain)
        for index, member in enumerate(section.members):
            start = begin if index == 0 else member.start
            label = member.label + (inner if len(section.members) == 1 else "")
            yield Provision("sec.", label, start, member.end, suffix=member.suffix)
        return
    ranked = sorted((link for link in chain if link.unit in _RANKS), key=lambda link: _RANKS.index(link.unit))
    if not ranked:
        return
    within = tuple((link.unit, link.members[0].label) for link in ranked[:-1])
    last = ranked[-1]
    for index, member in enumerate(last.members):
        start = min(link.start for link in chain) if index == 0 else member.start
        yield Provision(last.unit, member.label, start, member.end, within, member.suffix)


_INNER = ("subsection", "paragraph", "subparagraph", "clause")
