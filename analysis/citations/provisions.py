"""Section numbers and lists of them: "301, 302, and 4103", "552(b)(4)-(5)", "3501 et seq."."""

from __future__ import annotations

import re
from dataclasses import dataclass

# a bracket set off by a space is taken only in the shapes that no acronym has
_GROUP = (
    r"(?:\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,3}|[A-Z]{1,2}|[IVX]{1,5})\)"
    r"|[ \n]\((?:[a-z]|[ivx]{2,4}|\d{1,2})\)(?=[(,;.) \n]))"
)
_TAIL = r"(?![A-Za-z])"
_NUMBER = (
    rf"\d{{1,6}}[A-Za-z]{{0,4}}{_TAIL}"
    rf"(?:[.-]\n?\d{{1,6}}[A-Za-z]{{0,4}}{_TAIL}|-[a-z]{{1,2}}{_TAIL})*"
)
SECTION = rf"{_NUMBER}(?:{_GROUP}{{1,8}})?(?:-\d{{1,6}}[a-z]?{_TAIL})?"
_GROUPS = rf"(?:{_GROUP}){{1,8}}"
_ROMAN = r"(?:[IVXLC]{1,6}(?:-[A-Z])?|[A-Z]{1,2})(?![A-Za-z])"
_SUFFIX = r"(?:,?\s*(?P<seq>\(et\.?\s+seq\.?\)|et\.?\s+seq(?:\.|\b))|,?\s*(?P<note>\(notes?\)|notes?\b))?"
# "appendix B to 16 CFR" is no range
_UNTIL = rf"(?:\s*(?:-|through|thru|(?<![A-Z][ \n])to)\s*(?P<until>{SECTION}|{_GROUPS}))?"
_MEMBER = re.compile(rf"(?P<label>{SECTION}|{_GROUPS}){_UNTIL}{_SUFFIX}")
_ANY_MEMBER = re.compile(rf"(?P<label>{SECTION}|{_GROUPS}|{_ROMAN}){_UNTIL}{_SUFFIX}")
_JOIN = re.compile(
    r"\s*(?:[,;]\s*(?:(?:and|or)\b|&)?|(?:and|or)\b|&|as\s+well\s+as\b)\s*"
    r"(?:§[\s§]{0,4}|[Ss]ections?\s+|[Ss]ecs?\.\s*)?"
)
# what may stand after a further member: a number before a noun ("30 days", "84 FR") is none
_AFTER = re.compile(
    r"\s*(?:\Z|[])},;.:\"'\[\-]|\((?!\d{1,2}\s+U)|(?:and|or|of|to|through|is|are|as|which|that"
    r"|shall|may|with|for|in|by|on"
    r"|et|note|under|at|if|when|was|were|has|have|does|do|must|will|can|also|relating|pertaining"
    r"|concerning"
    r"|the|this|such|hereof|not|above|below|applies|apply|requires?|provides?|from|inclusive"
    r"|respectively)\b)"
)
_BEFORE_NOUN = re.compile(
    r"\s+(?:[A-Z]|\w+s\b|percent|million|billion|other|more|new|additional|full|calendar|business|working|fiscal|people"
    r"|consecutive|separate|different|employee|feet|persons?|times?)"
)
_ANOTHER = re.compile(
    r"\s*,?\s*(?:U\.?\s?S\.?(?:\s?C|\s+\d|\s+Code)|United\s+States\s+Code|C\.?\s?F\.?\s?R"
    r"|F\.?\s?R\.?\s+\d|Fed\.|Stat\.|F\.\s?[23S]|S\.\s?Ct)"
)
_LISTED = re.compile(rf"{_GROUPS}\s*(?:\Z|[])}},;.:\-]|(?:and|or|of|to|through)\b)")
_LEVELS = (re.compile(r"\([a-z]+\)"), re.compile(r"\(\d+\)"), re.compile(r"\([A-Z]+\)"))
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Member:
    """One provision of a list: its label ("552(b)(4)", "3501-3520", "II"), its place, its suffix."""

    label: str
    start: int
    end: int
    suffix: str = ""


def members(text: str, start: int, limit: int, *, letters: bool = False) -> list[Member]:
    """The provisions listed from `start` on, none past `limit`; with `letters`, "II" and "B" count too.

    A member of brackets alone ("552(a) and (b)") takes over what comes before its level.
    """
    pattern = _ANY_MEMBER if letters else _MEMBER
    found: list[Member] = []
    at, match = start, pattern.match(text, start, limit)
    while match is not None:
        if found and not _goes_on(text, match, found[-1].label):
            break
        label = _label(match, found)
        found.append(Member(label, at, match.end(), _suffix(match)))
        join = _JOIN.match(text, match.end(), limit)
        if join is None or _begins_paragraph(text, join):
            break
        at = join.end()
        match = pattern.match(text, at, limit)
    return found


def _begins_paragraph(text: str, join: re.Match[str]) -> bool:
    """Whether a bracket behind a joint is the label of the next paragraph and points into nothing.

    Members of a list of paragraphs end with a semicolon, or with a comma at the end of a line of their own,
    and the next one opens with its label and its words: "in 5 U.S.C. 101(2); (d) the term".
    """
    if not text.startswith("(", join.end()):
        return False
    joint = join.group()
    return "\n\n" in joint.replace(" ", "") or (
        ";" in joint and ("\n" in joint or _LISTED.match(text, join.end()) is None)
    )


def _goes_on(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a further number is a provision: not "30 days", "84 FR 5043" or the "(2)" of an enumeration."""
    if _ANOTHER.match(text, match.end()):
        return False
    label = match.group("label")
    if text[match.start() - 1] == "," and len(label) < 3 and not label.startswith("("):
        # "552a,2 which": the mark of a footnote, not a further section
        return False
    alike = before.endswith(")") if label.startswith("(") else len(label) > 2
    if match.group("seq") is not None or _AFTER.match(text, match.end()) is not None:
        return True
    return alike and _BEFORE_NOUN.match(text, match.end()) is None


def _suffix(match: re.Match[str]) -> str:
    if match.group("seq"):
        return " et seq."
    return " note" if match.group("note") else ""


def _label(match: re.Match[str], before: list[Member]) -> str:
    label = _SPACE.sub("", match.group("label"))
    if label.startswith("(") and before:
        label = _inherited(before[-1].label, label)
    until = match.group("until")
    return f"{label}-{_SPACE.sub('', until)}" if until else label


def _inherited(before: str, label: str) -> str:
    base = before.split("-(")[0]
    for level in _LEVELS:
        if level.match(label):
            same = level.search(base)
            return (base[: same.start()] if same else base) + label
    return base + label
