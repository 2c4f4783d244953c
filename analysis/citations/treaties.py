"""Treaties and conventions by name, and the statutes of States."""

from __future__ import annotations

import re

from analysis.citations.found import Family, Found, Scene
from analysis.citations.provisions import members
from pipeline.findings import AuthorityType

_TREATY = re.compile(r"Treaty\b(?!\s+Organi[sz]ation)")
_NAME_BEFORE = re.compile(r"(?:[A-Z][\w'-]*\s+(?:(?:of|and|on|for)\s+)?){1,7}\Z")
_NAME_AFTER = re.compile(
    r"\s+(?:of|on|for|between|with)\s+(?:the\s+)?[A-Z][\w'-]*(?:\s+(?:[A-Z][\w'-]*|of|and|on|the"
    r"|in)){0,12}"
)
_CONVENTION = re.compile(
    r"Convention\s+(?:on|for|[Aa]gainst|[Rr]elat(?:ing|ive)\s+to"
    r"|[Cc]oncerning)\s+(?:the\s+)?[A-Z][\w'-]*(?:\s+(?:[A-Z][\w'-]*|of|and|on|the|in|to|for|or"
    r"|against)){0,20}"
)
_TRAILING = re.compile(r"(?:\s+(?:of|and|on|the|in|to|for|or|with|against))+\Z")
_LEADING = re.compile(
    r"(?:(?:See|Cf|Per|With|To|For|From|Consistent|Pursuant|Both|The|This|That|Under|A|An|In|And|By|Each|Any)\s+)+"
)
# "Chemical Weapons Convention Implementation Act" is read as an Act
_STATUTE = re.compile(r"\b(?:Acts?|Amendments?|Code)\b")
_ALTERNATIVE = re.compile(r"\s+(?:or|and)\s+the\s")
_STATE_CODE = re.compile(
    r"(?P<code>(?:Cal\.|California|N\.Y\.|New\s+York|Tex\.|Texas|Fla\.|Florida|Ill\.|Illinois|Va\."
    r"|Virginia|Md\.|Maryland|Pa\.|Pennsylvania|Wash\.|Ohio|Mich\.|Michigan|D\.C\.|Colo\.|Ariz\."
    r"|Mass\.|Minn\.|Wis\.)\s+"
    r"(?:(?:[A-Z][a-z]+\.?|&)\s+){0,4}(?:Code|Stat\.|Law"
    r"|Statutes)(?:\s+Ann\.)?)\s*,?\s*(?:§[\s§]{0,3}|[Ss]ections?\s+|[Ss]ec\.\s+)(?=\d)"
)


def read_treaty(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A treaty with a name before or after the word."""
    text = scene.text
    low = max(0, anchor.start() - 120)
    other = text.rfind("Treaty", low, anchor.start())
    low = other + len("Treaty") if other >= 0 else low
    before = _NAME_BEFORE.search(text, low, anchor.start())
    start = before.start() if before else anchor.start()
    lead = _LEADING.match(text, start, anchor.start())
    start = lead.end() if lead else start
    after = _NAME_AFTER.match(text, anchor.end(), anchor.end() + 160)
    end = anchor.end() if after is None or start < anchor.start() else after.end()
    name = _TRAILING.sub("", " ".join(text[start:end].split()))
    if name == "Treaty" or _STATUTE.search(name):
        return []
    return [Found(start, start + len(text[start:end].rstrip()), AuthorityType.TREATY, name)]


def read_convention(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A convention with its subject."""
    text = scene.text
    words = _TRAILING.sub("", _ALTERNATIVE.split(anchor.group())[0])
    if _STATUTE.search(words):
        return []
    before = _NAME_BEFORE.search(text, max(0, anchor.start() - 80), anchor.start())
    start = before.start() if before else anchor.start()
    lead = _LEADING.match(text, start, anchor.start())
    start, end = lead.end() if lead else start, anchor.start() + len(words)
    return [Found(start, end, AuthorityType.TREATY, " ".join(text[start:end].split()))]


def read_state(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Sections of a State's code, one row each."""
    code = " ".join(anchor.group("code").split())
    listed = members(scene.text, anchor.end(), anchor.end() + 300)
    return [
        Found(
            anchor.start() if index == 0 else member.start,
            member.end,
            AuthorityType.STATE_LAW,
            f"{code} sec. {member.label}",
            head=anchor.span("code") if index else None,
        )
        for index, member in enumerate(listed)
    ]


FAMILIES = (
    Family("Treaties", (_TREATY,), read_treaty),
    Family("Conventions", (_CONVENTION,), read_convention),
    Family("State codes", (_STATE_CODE,), read_state),
)
