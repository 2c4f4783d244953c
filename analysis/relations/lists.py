"""Lists below a lead: "Each committee listed below is continued: (a) Export Council; EO 12131"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.outline import Role, Sentence
from analysis.relations.readings import Reading, only_joins, parted
from analysis.relations.verbs import operations
from pipeline.findings import AuthorityMention

_LONGEST_LIST = 400
_FIRST_MARKERS = frozenset({"(a)", "(1)", "(i)", "(A)"})
_SECTION_LEAD = re.compile(r"Sec(?:tion|\.)\s+\d")
_PASSED_OVER = frozenset({Role.FURNITURE, Role.HIDDEN, Role.FOOTNOTE})


def carried(readings: list[Reading], lead: int) -> Iterator[AuthorityMention]:
    """The first authorities of each member of the list that this sentence leads.

    In an order that continues committees a member names the committee, then the order that established it,
    then by the way what amended that order ("as amended by …") and the agency that pays. What established
    the committee is what is continued. The Register's notes name those orders for some continuances only:
    nothing in the wording tells which.
    """
    section, members = readings[lead].sentence, {readings[lead].index}
    above = _list_root(readings, lead)
    markers: set[str] = set()
    tabled = True
    for reading in readings[lead + 1 : lead + _LONGEST_LIST]:
        sentence = reading.sentence
        if section is None or sentence is None:
            continue
        tabled = tabled and _is_row(reading)
        if tabled:
            yield from _leading(reading)
            continue
        if sentence.role in _PASSED_OVER:
            continue
        if not _belongs(sentence, section, members, above) or _begins_anew(reading, markers, above):
            return
        members.add(reading.index)
        markers.add(_numbered(sentence, above))
        if (
            reading.mentions
            and (sentence.marker or sentence.lead == readings[lead].index)
            and not operations(reading.plain)
        ):
            yield from _leading(reading)


def _is_row(reading: Reading) -> bool:
    """Whether a line of its own begins with an authority, as the rows of a table below a lead do."""
    if reading.sentence is None or reading.sentence.marker is not None or not reading.mentions:
        return False
    if reading.sentence.role in (Role.HIDDEN, Role.QUOTED, Role.FOOTNOTE) or reading.quotes(
        reading.mentions[0]
    ):
        return False
    return reading.local(reading.mentions[0])[0] <= 3 and not operations(reading.plain)


def _list_root(readings: list[Reading], lead: int) -> str:
    """The section that the list hangs from; empty where running text has none.

    Running text gives a lead the section of the list before it; the list's own first member knows better.
    """
    own = readings[lead].sentence
    following = readings[lead + 1].sentence if lead + 1 < len(readings) else None
    if following is not None and following.marker in _FIRST_MARKERS and following.section:
        return following.section.removesuffix(following.marker or "")
    return (own.section if own else None) or ""


def _begins_anew(reading: Reading, numbers: set[str], above: str) -> bool:
    """Whether another list begins: a number comes again, or, where no section holds the list, a section."""
    number = _numbered(reading.sentence, above) if reading.sentence else ""
    again = number in numbers and any(map(str.isalnum, number))
    return again or (not above and _SECTION_LEAD.match(reading.plain) is not None)


def _numbered(sentence: Sentence, above: str) -> str:
    """The number of a list member, with those above it where the list hangs from a section."""
    if not sentence.marker:
        return ""
    return (sentence.section or sentence.marker) if above else sentence.marker


def _belongs(sentence: Sentence, lead: Sentence, members: set[int], above: str) -> bool:
    """Whether a sentence is in the lead's list: by its own lead, its section or its marker."""
    if sentence.lead is not None:
        return sentence.lead in members
    if sentence.section is not None and sentence.section.startswith(f"{above}("):
        return True
    return sentence.marker is not None and sentence.section == lead.section


def _leading(reading: Reading) -> Iterator[AuthorityMention]:
    kept, _ = parted(reading, [one for one in reading.mentions if not reading.quotes(one)], 0)
    before: AuthorityMention | None = None
    for mention in kept:
        start, _ = reading.local(mention)
        if before is not None:
            alike = mention.type is before.type
            if not alike or not only_joins(reading.plain, reading.local(before)[1], start):
                return
        yield mention
        before = mention
