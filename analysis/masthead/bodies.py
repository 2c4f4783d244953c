"""Whose paper a letter is written on: Congress, another public body, or anybody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from analysis.masthead.sheet import Line


class Writer(StrEnum):
    """Who writes letters, as far as their handling differs."""

    CONGRESS = "congress"
    OFFICIAL = "official"
    GOVERNMENT = "government"
    PUBLIC = "public"


_CONGRESS = re.compile(
    r"United\s+States\s+Senat(?:e|or)|U\.?\s?S\.?\s+Senat(?:e|or)|House\s+of\s+Representatives|Members?\s+of\s+Congress"
    r"|Congress\s+of\s+the\s+United\s+States|Ranking\s+(?:Minority\s+)?Member|Congress(?:man|woman|member)\b|\bM\.C\.$"
    r"|U\.?S\.?\s+Representative|(?:senate|house)\.gov|\b205(?:10|15)(?:-\d{4})?\b"
    r"|Committee\s+on\s+(?:the\s+)?[A-Z]\w+.{0,60}(?:Senate|House)|\((?-i:[RDI]-(?:[A-Z]{2}|[A-Z][a-z]{2,4}\.))(?:-\d+)?\)"
    r"|Congressional\s+(?:[A-Z]\w+\s+){1,4}Caucus\b",
    re.IGNORECASE,
)
"""Names of the two houses and their members, and the postal codes that belong to each house alone."""
_LEADS = re.compile(r"(?:Co-?)?Chair(?:man|woman|person)?\b|Ranking\b", re.IGNORECASE)
_COMMITTEES = re.compile(
    r"Ways\s+and\s+Means|Financial\s+Services|Foreign\s+(?:Affairs|Relations)|Armed\s+Services|Energy\s+and\s+Commerce|Homeland\s+Security"
    r"|Oversight\s+and\s+(?:Government\s+)?(?:Reform|Accountability)|Transportation\s+and\s+Infrastructure|Natural\s+Resources"
    r"|Veterans['’]\s+Affairs|Education\s+and\s+(?:Labor|the\s+Workforce)|Environment\s+and\s+Public\s+Works|Select\s+Committee\s+on"
    r"|Energy\s+and\s+Natural\s+Resources|Banking,\s+Housing|Commerce,\s+Science|Science,\s+Space|Indian\s+Affairs"
    r"|Committee\s+on\s+(?:the\s+)?(?:Judiciary|Appropriations|Budget|Rules|Finance|Agriculture|Intelligence)|House\s+Administration"
)
"""Standing committees of Congress; the head of one signs under its name alone."""
_OF_CONGRESS = re.compile(
    r"\bAs\s+(?:a\s+)?(?:members?|senators?|chair(?:man|woman)?)\s+(?:of|representing)\s+(?:Congress|the\s+(?:House|Senate|U))"
    r"|\bin\s+(?:my|our)\s+capacity\s+as\s+(?:a\s+)?members?\s+of\s+congress"
    r"|\bAs\s+(?:the\s+)?(?:co-?)?chairs?(?:man|woman|men)?\s+of\s+(?:the\s+)?(?:congressional\s+(?:\w+\s+){1,4}caucus|(?:house|senate)\s+(?:sub)?committees?"
    r"|(?:sub)?committees\s+(?:\w+\s+){0,3}with\s+(?:oversight|legislative)\b)"
    r"|\b(?:I|we)\s+and\s+(?:(?:many|several|all)\s+)?(?:other|fellow|our\s+fellow|my\s+fellow)\s+members\s+of\s+(?:congress|the\s+(?:house|senate))\b",
    re.IGNORECASE,
)
_OF_A_SEAT = re.compile(
    r"\b(?:my|our)\s+constituents\b|\b(?:the|my|our)\s+(?:congressional\s+)?districts?\s+(?:that\s+)?(?:I|we)\s+represent\b"
    r"|\b(?:I|we)\s+represent\s+the\s+(?:people|\w+\s+congressional\s+district)\b",
    re.IGNORECASE,
)
"""How the holders of a seat speak; it tells only where neither letterhead nor signature was copied."""
_ASKED_BY_A_DAY = re.compile(
    r"\b(?:I|we)\s+(?:\w+ly\s+)?(?:ask|request)\s+(?:that\s+)?(?:you|your)\b[^.?]{0,80}\bquestions\b[^.?]{0,40}"
    r"\b(?:no\s+later\s+than|not\s+later\s+than|by)\b",
    re.IGNORECASE,
)
"""Members publish letters without head and foot; whoever else sets a day for answers signs."""
_A_STATES = re.compile(
    r"\b(?:State|Commonwealth|Territory)\s+of\s+[A-Z]|\bState\s+(?:House|Capitol|Senat|Representative|Legislat)"
    r"|\bGeneral\s+(?:Assembly|Court)\b|\bLegislature\b|\b(?:House|Assembly|Senate)\s+District\b",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"House\s+of\s+Representatives|Ranking\s+(?:Minority\s+)?Member|\([RDI]-\w+\.?(?:-\d+)?\)", re.IGNORECASE
)
"""What the houses of a state are called too."""
_PRIVATE = re.compile(
    r"\b(?:Inc|LLC|LLP|L\.L\.P|Corp|Ltd|PLLC)\b\.?|\b(?:Association|University|Foundation|Institute|Company|Coalition)\b"
    r"|\b(?:ASSOCIATION|UNIVERSITY|FOUNDATION|COALITION)\b"
)
_SCHOOL = re.compile(r"\b(?:University|College|Academy|School\s+of)\b", re.IGNORECASE)
_FEDERAL = re.compile(
    r"\b(?:U\.?S\.?|United\s+States|National|Federal|Department\s+of|Naval|Army|Air|War|Defense|Military)\b|\.(?:gov|mil)\b",
    re.IGNORECASE,
)
"""The Government's own schools bear these names."""
_ANOTHER = re.compile(
    r"\bGovernor\b(?!s)|\bMayor\b|\bTribes?\b|\bTribal\s+(?:Council|Chair\w*|Government|President)\b|\bBand\s+of\b|^(?:\w+\s+)?Nation\s+of\b|\bNation$|\bPueblo\b|\bAmbassador\s+of\b|\bEmbassy\b"
    r"|\bMinist(?:ry|er)\b|\bRepublic\s+of\b|\b(?:County|City|Town|Village)\s+of\s+[A-Z]|\bCounty\s+(?:Board|Council|Commission\w*|Executive)\b",
    re.IGNORECASE,
)
"""Governments of which no office is an agency of ours: of States, places, tribes and other countries."""
OFFICIAL = re.compile(
    r"\bDepartment\s+of\b|\bBureau\s+of\b|\bOffice\s+of\s+(?:the|Inspector|Management|General|Information|Government)\b"
    r"|\bDivision\s+of\b|\b\w+\s+Administration$|\bCommission$|\bFederal\s+\w+\s+(?:Agency|Board|Commission|Service)"
    r"|\bAccountability\s+Office\b|\bInspector\s+General\b|\bGovernor\b|\bAttorney\s+General\b|\bMayor\b"
    r"|\bCommonwealth\s+of\b|\b\w+\s+Cabinet$|\bSpecial\s+Counsel\b|^THE\s+(?:DEPUTY\s+)?SECRETARY\b|^Secretary\s+of\s+[A-Z]"
    r"|\bTrib(?:e|al)\b|\bBand\s+of\b|^(?:\w+\s+)?Nation\s+of\b|\bGeneral\s+Assembly\b|\bState\s+(?:Senat|Representative)"
    r"|\bAmbassador\b|\bEmbassy\b|\bMinist(?:ry|er)\b|\bRepublic\s+of\b|\bTHE\s+WHITE\s+HOUSE\b"
    r"|\b(?:State|County|City)\s+of\s+[A-Z]|\bProtection\s+Agency\b|\bU\.?S\.?\s+\w+\s+Service\b|@[\w.]+\.(?:gov|mil)\b",
    re.IGNORECASE,
)


def writer_of(text: str, foot: Sequence[Line], letterhead: Sequence[Line]) -> Writer:
    """Who writes, by the first line that tells, from the last line of the signature upwards.

    A school's deans and professors hold no public office, unless the school is the Government's.

    `text` tells only what its writer says of a seat held, where lines of head and foot are missing.
    """
    lines = (*reversed(foot), *letterhead)
    if _OF_CONGRESS.search(text) or _names_congress(lines):
        return Writer.CONGRESS
    if _of_a_school(letterhead):
        return Writer.PUBLIC
    for line in lines:
        if OFFICIAL.search(line.text):
            return Writer.GOVERNMENT if _of_another(lines) else Writer.OFFICIAL
        if _PRIVATE.search(line.text):
            return Writer.PUBLIC
    seated = not lines and (_OF_A_SEAT.search(text) or _ASKED_BY_A_DAY.search(text))
    return Writer.CONGRESS if seated else Writer.PUBLIC


def _of_a_school(letterhead: Sequence[Line]) -> bool:
    """Whether a school's name heads the paper."""
    named = any(_SCHOOL.search(line.text) for line in letterhead[:_TOP])
    return named and not any(_FEDERAL.search(line.text) for line in letterhead)


_TOP = 3


def _of_another(lines: Sequence[Line]) -> bool:
    """Whether head or foot names a government of its own and no office of ours."""
    named = any(_ANOTHER.search(line.text) or _A_STATES.search(line.text) for line in lines)
    return named and not any(_OURS.search(line.text) for line in lines)


_OURS = re.compile(r"\b(?:U\.\s?S\.|United\s+States|Federal)(?!\w)", re.IGNORECASE)


def mentions_congress(text: str) -> bool:
    """Whether a paper names a house, a committee or a member of Congress at all."""
    return _CONGRESS.search(text) is not None or _NAMED.search(text) is not None


_NAMED = re.compile(
    r"\b(?:Congress|Senat(?:e|ors?)|Representatives|(?:Sub)?[Cc]ommittee\s+on)\b|\bMembers? of the House\b"
)


def names_company(lines: Sequence[str]) -> bool:
    """Whether a line names a company, an association or a school."""
    return any(_PRIVATE.search(line) or _SCHOOL.search(line) for line in lines)


def _names_congress(lines: Sequence[Line]) -> bool:
    """Whether head or foot names Congress; the houses of a state bear the same names."""
    of_a_state = any(_A_STATES.search(line.text) for line in lines)
    words = [_EITHER.sub(" ", line.text) if of_a_state else line.text for line in lines]
    return any(_CONGRESS.search(said) for said in words) or (not of_a_state and _heads_committee(lines))


def _heads_committee(lines: Sequence[Line]) -> bool:
    """Whether somebody signs as head of a standing committee: "Chairman" over "Ways and Means Committee"."""
    texts = [line.text for line in lines]
    named = (at for at, said in enumerate(texts) if _COMMITTEES.search(said) and "ommittee" in said)
    return any(_LEADS.match(said) for at in named for said in texts[max(0, at - 1) : at + 2])
