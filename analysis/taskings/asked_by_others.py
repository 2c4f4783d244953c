"""What a letter asks in the third person: a constituent, a client, a town, a committee wants something.

The writer only carries the request; whoever is written to is asked. What others ask of others, or of nobody,
and what a form or a rule asks for, is told and not asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING = (
    r"(?:(?:[A-Z]\w+ly|[Tt]herefore|[Aa]ccordingly|[Ff]urther|[Ii]n addition"
    r"|[Oo]n (?:her|his|their) behalf),\s+)?"
)
_PEOPLE = (
    r"(?:constituents?|clients?|famil(?:y|ies)|residents|farmers|ranchers|growers|petitioners?|applicants?|claimants?|appellants?"
    r"|complainants?|patients|tenants|veterans?|parents|owners?|employees|workers|neighbors|widow(?:er)?|daughter|son|mother"
    r"|father|husband|wife|brother|sister|parishioners|students|undersigned|signatories|members|grantees?|licensees?|lessees?)"
)
_BODIES = (
    r"(?:unions?|associations?|(?:sub)?committees?|delegation|boards?|tribes?|bands?|nation|towns?|city|county|villages?|state"
    r"|district|company|firm|coalition|organi[sz]ations?|council|community|caucus|chamber|university|college|hospital|foundation"
    r"|alliance|federation|society|commonwealth|borough|township|parish|pueblo|authority|cooperative|league|institute)"
)
_CAPITAL = r"(?:[A-Z][\w&.'’-]*)"
_NAMES = rf"{_CAPITAL}(?:(?:,?\s+(?:of|and|the|for|&|[A-Z][\w&.'’-]*)){{1,8}})"
_PARTY = (
    rf"(?:(?:[Mm]y|[Oo]ur|[Hh]er|[Hh]is|[Tt]heir|[Tt]he|[Tt]hese|[Bb]oth|[Ll]ocal)\s+(?:[\w’'-]+\s+){{0,3}}?(?i:{_PEOPLE}|{_BODIES})(?:\s+(?:of|from|in|at|on)\s+[\w’'-]+(?:\s+[\w’'-]+){{0,3}}?)?"
    r"|[Cc]ounsel\s+for\s+(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,3}?"
    r"|(?:Mr|Mrs|Ms|Dr|Rev|Prof|Hon|Sen|Rep|Sgt|Capt|Col)\.?\s+[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,3}(?:\s+and\s+(?:Mr|Mrs|Ms|Dr)\.?\s+[A-Z][\w’'-]*)?"
    rf"|(?P<name>(?:The\s+)?{_NAMES})|(?P<pronoun>[Ss]he|[Hh]e|[Tt]hey))"
)
_FIRM = r",\s+(?:Inc|LLC|Ltd|LLP|Corp|Co)\.?"
_ASIDE = rf"(?:\s*\([^()]{{1,60}}\))?(?:,\s(?!and\b)[^,;:?]{{2,160}}(?:{_FIRM})?,|{_FIRM},?)?"
_ADVERB = r"(?:(?:also|therefore|hereby|further|now|again|still|thus|only|merely|simply|\w+ly)\s+){0,2}"
_VERB = (
    r"(?P<verb>requests?|asks?|urges?|seeks?|petitions?|demands?|begs?"
    r"|(?:is|are|remains?)\s+(?:\w+ly\s+)?(?:asking|requesting|seeking|urging|hoping\s+for)"
    r"|(?:wish|wishes|wants?|hopes?|needs?)(?=\s+(?:to\s+(?:know|learn|hear|receive|obtain|have|meet|see)|you\b|your\b|an\s+answer))"
    r"|(?P<perfect>(?:has|have)\s+(?:\w+ly\s+)?(?:asked|requested|urged)))"
)
_ASKED = re.compile(rf"{_OPENING}(?P<who>{_PARTY}){_ASIDE}\s+{_ADVERB}{_VERB}\b(?P<rest>\s+.+)", re.DOTALL)

_SELF = (
    r"(?:me|us|him|her|them|himself|herself|themselves|nothing|permission|leave|questions?|the\s+question)\b"
)
_OTHERS = (
    r"(?:that\s+)?(?:the\s+(?:\w+\s+)?"
    r"(?:court|legislature|judge|jury|senate|house|president|governor|tribunal|public)|congress)\b"
)
_OWN_BODY = re.compile(r"[Tt]he\s+(?:Department|Agency|Administration|Bureau|Service|Court|Office)\b")
"""What an office asks for each year is asked of nobody in particular."""
_ADDRESSED = (
    r"(?:you|your\s+(?:\w+\s+)?(?:agency|department|office|administration|bureau|service|company|staff|team|board|division|unit)|the\s+(?:(?-i:[A-Z])[\w’'-]*\s+){0,5}?(?:Department|Agency|Bureau|Administration|Commission|Service|Secretary|Administrator|Director"
    r"|Commissioner|Board|Office|Corps|Forest\s+Service)(?:\s+of\s+[A-Z]\w+)?|[A-Z]{2,8})"
)
_TO_DO = re.compile(
    rf"\s+(?:that\s+)?(?P<whom>{_ADDRESSED})\s+(?:to\s+|should\s+)?(?:\w+ly\s+)?(?P<do>(?!(?:of|and|for|in|or|is|are|was|has|may)\b)[a-z]+)"
)
_CARRIED = re.compile(
    r"\s+that\s+(?:I|we)\s+(?:contact|write(?:\s+to)?|approach|reach\s+out\s+to)\s+(?P<whom>you\b)(?P<do>\s+\w)"
)
_CLAUSE = re.compile(r"\s+(?P<do>that\s+\w)")
_KNOW = re.compile(
    r"\s+(?:to\s+(?:know|learn|hear)\s+|for\s+an?\s+(?:explanation|account)\s+of\s+)(?P<do>(?:why|when|whether|how|what|where|who|if)\b)"
)
_TO_GET = re.compile(r"\s+to\s+(?:receive|obtain|have|see|meet)\s+(?:with\s+)?(?P<do>\w)")
_THING = re.compile(
    r"\s+(?:for\s+)?(?P<do>(?:an?|the|any|all|his|her|their|its|this|these|confidential|copies)\b|\w+(?:tion|ment|ance|ence|sion|al|ing|[^s]s|ance|ity|ief|elp|ver)\b)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the thing asked for begins, who is asked, and whether a noun alone names the thing."""

    at: int
    whom: tuple[int, int] | None = None
    thing: bool = False
    sure: bool = True


def asked_by_others(text: str) -> Asked | None:
    """What a sentence of a letter asks for somebody else, if it does."""
    match = _ASKED.match(text)
    if match is None or text.rstrip("”\"') ").endswith("?"):
        return None
    rest = match.start("rest")
    if re.match(rf"\s+(?:for\s+)?{_SELF}|\s+{_OTHERS}", text[rest:], re.IGNORECASE):
        return None
    for form in (_CARRIED, _TO_DO):
        found = form.match(text, rest)
        if found:
            return Asked(found.start("do"), found.span("whom"), form is _CARRIED)
    if match["perfect"] or _OWN_BODY.match(match["who"]):
        return None
    known = _KNOW.match(text, rest)
    if known:
        return Asked(known.start("do"), sure=False)
    clause = _CLAUSE.match(text, rest)
    if clause:
        return Asked(clause.start("do"), sure=match["pronoun"] is None)
    thing = _TO_GET.match(text, rest) or (None if match["pronoun"] else _THING.match(text, rest))
    return Asked(thing.start("do"), thing=True, sure=False) if thing else None
