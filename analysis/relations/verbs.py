"""Operative verbs: where a sentence amends, revokes, supersedes … and which part of it names the object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.cued import cued
from pipeline.findings import RelationKind

# how far a verb reaches back for its subject and forward for its objects: keeps long sentences linear
_REACH = 3000
_LIST_REACH = 12000
_STEMS: dict[str, RelationKind] = {
    "amend": RelationKind.AMENDS,
    "modif": RelationKind.AMENDS,
    "revis": RelationKind.AMENDS,
    "correct": RelationKind.AMENDS,
    "revok": RelationKind.REVOKES,
    "rescind": RelationKind.REVOKES,
    "withdraw": RelationKind.REVOKES,
    "cancel": RelationKind.REVOKES,
    "supersed": RelationKind.SUPERSEDES,
    "replac": RelationKind.SUPERSEDES,
    "repeal": RelationKind.REPEALS,
    "continu": RelationKind.CONTINUES,
    "extend": RelationKind.EXTENDS,
    "terminat": RelationKind.TERMINATES,
    "supplement": RelationKind.SUPPLEMENTS,
    "implement": RelationKind.IMPLEMENTS,
}
_ADVERBS = (
    r"(?:(?:hereby|further|also|each|therefore|accordingly|likewise|thus|hereafter|now|similarly|both|all"
    r"|expressly|partially)\s+){0,3}"
)
_PARTICIPLE = (
    r"(?P<passive>amended|modified|revised|corrected|revoked|rescinded|withdrawn|cancell?ed"
    r"|superseded|replaced"
    r"|repealed|continued|extended|terminated|supplemented)"
)
# "is replaced with the following" changes a part; "is replaced by" another order ends it
_EXCHANGED = re.compile(
    r"\s+(?:with|by)\s+(?:the\s+following|``|‘‘|\"|“|(?:a\s+)?new\s)"
    r"|\s+in\s+its\s+entirety\s+with"
)
_PASSIVE = cued(
    " ".join(_STEMS),
    rf"\b(?P<aux>is|are|be)(?:,[^,;]{{1,60}},)?\s+{_ADVERBS}{_PARTICIPLE}\b(?:\s+(?:and"
    rf"|or)\s+{_ADVERBS}(?P<also>revoked|rescinded|superseded|replaced|amended))?",
)
_VOIDED = cued(
    "force inoperative",
    r"\b(?:shall|is|are)\s+(?:hereby\s+)?(?:have\s+no\s+(?:further\s+|legal\s+)?force\s+(?:or|and)\s+effect"
    r"|(?:be\s+)?(?:held|rendered|declared)\s+(?:to\s+be\s+)?inoperative\b(?:\s+and\s+without\s+effect)?)",
)
"""How a rule ends that nobody's word revokes: a Congress that disapproves it takes its force from it."""
_FINITE = (
    r"(?P<active>amend|modif(?:y|ie)|revis|revise|correct|revoke?|rescind|withdraw|cancel|supersede?|replace?"
    r"|repeal|continue?|extend|terminate?|supplement|implement)"
)
_ACTIVE = cued(
    " ".join(_STEMS),
    r"\b(?:hereby|I|[Tt]his\s+(?:Executive\s+)?(?:[Oo]rder|[Mm]emorandum|[Dd]irective|[Cc]ircular"
    r"|[Pp]roclamation|[Bb]ulletin|[Gg]uidance|[Pp]olicy|[Rr]ule|[Nn]otice|document|action"
    r"|[Ii]nstruction|[Ll]etter|Act)(?:\s+shall)?"
    r"|[Tt]his\s+proposed\s+\w+\s+would|[Pp]roposes\s+to|in\s+order\s+(?:\w+\s+)?to|[Ii]t)\s+"
    rf"{_ADVERBS}{_FINITE}(?:s|es)?\b(?!-|\s+to\s)(?:\s+(?:and|or)\s+(?P<also>revok|rescind|supersed|replac"
    rf"|amend)e?s?\b)?",
)
_COORDINATED = re.compile(
    rf"(?:,\s+|,?\s+and\s+){_ADVERBS}{_FINITE}(?:s|es)?\b(?=\s+(?:that|such|those|the|Executive"
    rf"|section|Proclamation|it)\b)"
)
_DECLARES = re.compile(r"\b(?:I|hereby|[Tt]his\s+order)\s")
_TEXT_EDIT = cued(
    "inserted deleted added stricken struck substituted redesignated renumbered removed",
    rf"\b(?P<aux>is|are|be)\s+{_ADVERBS}(?:inserted|deleted|added|stricken|struck|substituted"
    rf"|redesignated|renumbered|removed)\b",
)
# rules that an order prescribed (courts-martial, ports) are amended by prescribing amendments to them
_PRESCRIBES = cued(
    "prescribe",
    r"\b(?:in\s+order\s+to"
    r"|hereby)\s+prescribe\s+(?:(?:additional|an|the\s+following)\s+)?(?P<active>amend)ments?\s+"
    r"to\b[^.;]{0,120}?\bprescribed\s+by\b",
)
_NOT_OPERATIVE = re.compile(
    r"(?:may|can|could|would|should|might|must|not|to|never|cannot|that)\s+(?:not\s+|also\s+|then\s+)?\Z"
)
_REPORTED = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|[Uu]ntil|[Ww]henever|[Ii]n\s+the\s+event|[Nn]othing\s+in"
    r"|[Ss]hall\s+not\s+be\s+construed|[Nn]otwithstanding\s+that)\b"
)
_FOLLOWING = re.compile(r"\b[Ff]ollowing\b")
_BY_OTHER = re.compile(
    r"\s+by\s+(?:section\s+\S+\s+of\s+)?(?:Executive\s+Orders?|Public\s+Law|Proclamation|the\s+[A-Z])"
)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operative verb at `start` to `end` of a sentence; its objects lie between `reach` ends.

    `plural` tells whether the verb counts more than one subject; None where the form does not say.
    """

    kind: RelationKind
    start: int
    end: int
    reach: tuple[int, int]
    passive: bool
    plural: bool | None = None


def operations(sentence: str) -> list[Operation]:
    """The operative verbs of a sentence whose quoted words were blanked, in order.

    Conditional, negated and reported clauses ("may be amended", "as amended by", "Nothing in this
    order") have none.
    """
    if not any(form.stands(sentence) for form in (_ACTIVE, _TEXT_EDIT, _VOIDED)):
        return []
    verbs = sorted({*_passives(sentence), *_actives(sentence)}, key=lambda verb: verb[0])
    also = dict(_doubled(sentence))
    found: list[Operation] = []
    edge = 0
    for index, (start, end, kind, passive, plural) in enumerate(verbs):
        if start < edge:
            continue
        later = (verbs[at][0] for at in range(index + 1, len(verbs)))
        following = min(next((place for place in later if place >= end), len(sentence)), end + _LIST_REACH)
        edge = max(edge, start - _REACH)
        reach = (
            (edge if plural else _clause_start(sentence, edge, start), start)
            if passive
            else (end, _clause_end(sentence, end, following))
        )
        if passive and sentence[end : end + 1] == ":" and _FOLLOWING.search(sentence, *reach):
            reach = (end, min(len(sentence), end + _LIST_REACH))
        if not _REPORTED.search(
            sentence, max(reach[0], start - 600) if passive else max(edge, start - 160), start
        ):
            found.append(Operation(kind, start, end, reach, passive, plural))
            if also.get(end, kind) is not kind:
                found.append(Operation(also[end], start, end, reach, passive, plural))
        edge = end
    return found


def voids(words: str) -> bool:
    """Whether the words take the force from something without revoking it."""
    return _VOIDED.search(words) is not None


_Verb = tuple[int, int, RelationKind, bool, "bool | None"]


def _passives(sentence: str) -> Iterator[_Verb]:
    for match in _PASSIVE.finditer(sentence):
        if _NOT_OPERATIVE.search(sentence, max(0, match.start() - 20), match.start()):
            continue
        if _BY_OTHER.match(sentence, match.end()):
            continue
        kind = _kind(match.group("passive"))
        if kind is RelationKind.SUPERSEDES and _EXCHANGED.match(sentence, match.end()):
            kind = RelationKind.AMENDS
        yield match.start(), match.end(), kind, True, match.group("aux") == "are"
    for match in _TEXT_EDIT.finditer(sentence):
        if not _NOT_OPERATIVE.search(sentence, max(0, match.start() - 20), match.start()):
            yield match.start(), match.end(), RelationKind.AMENDS, True, match.group("aux") == "are"
    for match in _VOIDED.finditer(sentence):
        yield match.start(), match.end(), RelationKind.REVOKES, True, None


_OF_AN_EMERGENCY = re.compile(r"\s+the\s+scope\s+of\s+the\s+(?:national\s+)?emergency\b")
"""What an emergency covers is changed, and no word of the order that declared it."""


def _actives(sentence: str) -> Iterator[_Verb]:
    for match in _ACTIVE.finditer(sentence):
        if _OF_AN_EMERGENCY.match(sentence, match.end()):
            continue
        yield match.start("active"), match.end(), _kind(match.group("active")), False, None
    for match in _PRESCRIBES.finditer(sentence):
        yield match.start("active"), match.end(), RelationKind.AMENDS, False, None
    declared = _DECLARES.search(sentence) if _ACTIVE.stands(sentence) else None
    if declared is not None:
        for match in _COORDINATED.finditer(sentence, declared.end()):
            yield match.start("active"), match.end(), _kind(match.group("active")), False, None


def _doubled(sentence: str) -> Iterator[tuple[int, RelationKind]]:
    """Where a pair of verbs ends ("is superseded and revoked"), and what its second verb does."""
    for pattern in (_PASSIVE, _ACTIVE):
        for match in pattern.finditer(sentence):
            if match.group("also"):
                yield match.end(), _kind(match.group("also"))


def _kind(word: str) -> RelationKind:
    return next(kind for stem, kind in _STEMS.items() if word.startswith(stem))


def _clause_start(sentence: str, edge: int, verb: int) -> int:
    return max(edge, sentence.rfind(";", edge, verb) + 1)


_OBJECT_ENDS = re.compile(
    r";(?!\s+(?:and\s+)?(?:Executive\s+Order|E\.?O\.?\s|Proclamation|Presidential\s|[Ss]ections?\s"
    r"|[Mm]emorandum))|\bby\s+(?:striking|deleting|adding|inserting|revising|removing)\b"
    r"|\bto\s+read\b|\bas\s+follows\b|\bit\s+is\s+(?:hereby\s+)?ordered"
    r"|\bin\s+order\s+to\b|\bI\s+hereby\b|\bpursuant\s+to\b"
)


def _clause_end(sentence: str, start: int, limit: int) -> int:
    match = _OBJECT_ENDS.search(sentence, start, limit)
    return match.start() if match else limit
