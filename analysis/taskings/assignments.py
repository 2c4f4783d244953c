"""Lists that say who has what: "Hector - briefing memo, 4 pages. Draft to me by Wednesday", and so on.

A tasker to several gives each a line that opens with his name or office. Such a line tells what is to be done
without a verb as often as with one, and by when in a sentence behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.deadlines import Deadline, deadlines
from analysis.outline import Sentence
from analysis.taskings.actors import is_animate
from pipeline.documents import Span

_MEMBER = re.compile(
    r"@?(?P<who>[A-Z][\w.&'’/-]*(?:\s+(?:and\s+|of\s+|for\s+|&\s+)?[\w.&'’/-]+){0,4}?(?:\s+\([^()]{1,40}\))?)"
    r"(?:\s+[-–—]+\s+|:\s+)(?P<what>\S.*)",
    re.S,
)
_ASSIGNS = re.compile(
    r"\bwho\s+(?:has|is\s+doing|does|owns|takes|will\s+do)\s+what\b|\bassign(?:ed|ments?)\b|\btask(?:s|ed|ings?)\b"
    r"|\bresponsibilit(?:y|ies)\b|\baction\s+(?:items?|officers?)\b|\b(?:is|are)\s+on\s+point\b|\bleads?\s+(?:are|for)\b",
    re.I,
)
_TO_ALL = re.compile(
    r"\b(?:all|everyone|everybody|each)\s+of\s+you\b|\beveryone\b|\byour\s+(?:calendars|offices)\b", re.I
)
_BY = re.compile(r"(?:due|by|before|nlt|no\s+later|not\s+later)\b", re.I)
_ENDS = re.compile(r"\W*(?:please|pls|thanks)?\W*", re.I)
_SO = "by "
_FEWEST, _SHORT = 2, 9


@dataclass(frozen=True, slots=True)
class Assignment:
    """A line that assigns work: whose it is and where it is told, by offsets; the sentences behind it."""

    who: tuple[int, int]
    what: int
    more: tuple[int, ...]


def assignments(sentences: Sequence[Sentence], words: Sequence[str], people: str) -> Mapping[int, Assignment]:
    """The lines of such lists by their sentence. `people` are the names of those the paper is sent to.

    A list is one where two lines or more open so, and its lead says that it assigns or each opens with
    somebody who can act or is written to: "Tab A - draft letter" assigns nothing.
    """
    found: dict[int, Assignment] = {}
    for members in _lists(sentences):
        opened = [(at, match) for at in members if (match := _MEMBER.match(words[at]))]
        lead = sentences[members[0]].lead
        told = lead is not None and _ASSIGNS.search(words[lead]) is not None
        if len(opened) < max(_FEWEST, len(members) - 1):
            continue
        if told or all(is_animate(match["who"]) or _is_named(match["who"], people) for _, match in opened):
            found |= {at: _assignment(sentences, at, match) for at, match in opened}
    return found


def dates_only(text: str) -> bool:
    """Whether a sentence behind such a line, which has a term, says little else: "Need by 9/10 please."."""
    return len(text.split()) <= _SHORT and not text.rstrip().endswith("?")


def only_term(text: str, terms: Sequence[Deadline]) -> Deadline | None:
    """The one term by which such a line is due: at its end, or behind "by". Other days in it are not that."""
    firm = [one for one in terms if one.datable]
    due = [one for one in firm if _BY.match(one.text) or _ENDS.fullmatch(text, one.span.end)]
    return due[0] if len(firm) == 1 and due else None


def day_alone(text: str) -> Deadline | None:
    """The day of a sentence that says nothing else: "Friday 9/12."."""
    if len(text.split()) > _FEWEST + 1:
        return None
    found = [one for one in deadlines(f"{_SO}{text}") if one.datable and one.span.start == 0]
    if len(found) != 1 or text[found[0].span.end - len(_SO) :].strip(" ."):
        return None
    span = Span(0, found[0].span.end - len(_SO))
    return replace(found[0], span=span, text=text[: span.end])


def to_all(text: str) -> bool:
    """Whether a sentence in one's line speaks to everybody."""
    return _TO_ALL.search(text) is not None


def _assignment(sentences: Sequence[Sentence], at: int, match: re.Match[str]) -> Assignment:
    more = []
    for behind in range(at + 1, len(sentences)):
        if sentences[behind].marker is not None or sentences[behind].lead != sentences[at].lead:
            break
        more.append(behind)
    return Assignment(match.span("who"), match.start("what"), tuple(more))


def _lists(sentences: Sequence[Sentence]) -> Iterator[list[int]]:
    """The first sentences of the members of each list that a sentence leads."""
    by_lead: dict[int, list[int]] = {}
    for at, one in enumerate(sentences):
        if one.lead is not None and one.marker is not None:
            by_lead.setdefault(one.lead, []).append(at)
    yield from by_lead.values()


def _is_named(who: str, people: str) -> bool:
    names = [word for word in re.findall(r"[A-Z][\w'’-]+", who) if len(word) > 1]
    return bool(names) and all(re.search(rf"\b{re.escape(name)}", people) for name in names)
