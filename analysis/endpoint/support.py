"""Whether words of a model say only what their source says: numbers, dates, names, what is denied."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from pipeline.folding import fold

_NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
_UNDER_SIXTEEN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen"),
)
_SPELLED = {word: str(number) for number, word in enumerate(_UNDER_SIXTEEN)} | {
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "ninety": "90",
    "hundred": "100",
}
_SPELLED_WORD = re.compile(rf"\b(?:{'|'.join(_SPELLED)})\b", re.I)
_MONTH = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_UNIT = re.compile(r"\b(?:business\s+|calendar\s+|working\s+)?(?:hour|day|week|month|quarter|year)s?\b", re.I)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w&'’-]+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|n['’]t|refrain\w*|prohibit\w*|forbid\w*|forbidden|bar(?:red|s)?"
    r"|cease\w*|stop\w*|ban(?:s|ned)?|deny|denies|denied|refus\w*|fail\w*|unless|except|lack\w*|loss|lose\w*|rescind\w*"
    r"|revok\w*|avoid\w*)\b|n['’]t\b",
    re.I,
)
_MODAL_NOT = re.compile(
    r"\b(?:shall|may|must|should|will|can|could|would|is|are|do|does)\s*(?:not|n['’]t)\b|\bno\s+\w+\s+(?:shall|may)\b",
    re.I,
)


def unsupported(claim: str, source: str) -> str | None:
    """Why a claim says more than its source, or another thing; None where nothing speaks against it.

    Checked are numbers (in digits or words), months and weekdays, units of time, names, and whether
    something is denied in one and not in the other.
    """
    strange = _strange(claim, source)
    if strange:
        return f"the character {strange} is not in the source"
    there, claim, source = fold(source).text, fold(claim).text, fold(source).text
    for what, wanted, held in (
        ("number", _numbers(claim), _numbers(source)),
        ("date", _found(_MONTH, claim), _found(_MONTH, source)),
        ("unit", _units(claim), _units(source)),
    ):
        missing = sorted(wanted - held)
        if missing:
            return f"the {what} {missing[0]} is not in the source"
    for name, count in Counter(_NAME.findall(claim)).items():
        # a name that stands more often than in the source has taken another's place
        if there.count(fold(name).text) < count:
            return f"the name {name} is not in the source"
    if _MODAL_NOT.search(source) and not _NEGATION.search(claim):
        return "the source denies it"
    if _MODAL_NOT.search(claim) and not _NEGATION.search(source):
        return "it denies what the source does not"
    return None


def _strange(claim: str, source: str) -> str | None:
    """A sign that no source has a use for: letters and digits that only look like others, invisible marks."""
    held = set(source)
    for sign in claim:
        odd = ord(sign) > 127 and (sign.isalnum() or unicodedata.category(sign)[0] in "CM")
        if odd and sign not in held:
            return f"U+{ord(sign):04X}"
    return None


def _numbers(text: str) -> set[str]:
    digits = {match.replace(",", "").rstrip("./-") for match in _NUMBER.findall(text)}
    return digits | {_SPELLED[word.lower()] for word in _SPELLED_WORD.findall(text) if word.lower() != "one"}


def _units(text: str) -> set[str]:
    """Units of time that are counted; "a day" counts nothing."""
    if not (_NUMBER.search(text) or _SPELLED_WORD.search(text)):
        return set()
    return {" ".join(unit.lower().split()).rstrip("s") for unit in _UNIT.findall(text)}


def _found(pattern: re.Pattern[str], text: str) -> set[str]:
    return set(pattern.findall(text))


def shares_substance(claim: str, source: str, least: int = 2) -> bool:
    """Whether a claim names the thing that the source is about: some telling words are the same."""
    return len(_telling(claim) & _telling(source)) >= least


def _telling(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[a-z]{4,}", text.lower())} - _EMPTY


_EMPTY = {
    word[:6]
    for word in (
        *("shall", "must", "will", "should", "that", "this", "these", "those", "with", "from", "into"),
        *("upon", "their", "there", "which", "when", "where", "have", "been", "being", "within", "under"),
        *("other", "such", "than", "then", "them", "they", "also", "each", "every", "agency", "agencies"),
        *("office", "department", "risk", "impact", "failure", "potential", "increase", "reduce"),
        *("compliance", "requirement"),
    )
}
