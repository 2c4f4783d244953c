"""One day for all that a paper or its sections ask: "The requirements of this order shall be met by May 1".

Orders and directives put it in a section of its own ("Compliance Date"). Whoever reads a duty alone would
take it for one without a deadline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.cued import cued
from analysis.deadlines import Deadline, Form
from analysis.taskings.bounded import WHERE, Limit, places_named

_HINT = cued(
    "compl requirement provision obligation implement carr actions",
    r"\b(?:compl|requirement|provision|obligation|implement|carr(?:y|ied)\s+out|actions\b)",
    re.I,
)
_BINDS = r"(?:shall|must|will|(?:is|are)\s+(?:hereby\s+)?(?:directed|required)\s+to)"
_THINGS = (
    r"(?:(?:all|each|any|every|of|the|other|these)\s+){0,3}(?:requirements?|provisions?|obligations?|dut(?:y|ies)|actions?|tasks?)"
    r"(?:\s+(?:set\s+forth|contained|established|prescribed|required|described|directed|assigned|listed|imposed))?"
    r"\s+(?:of|in|under|by)\s+"
)
_ACTIVE = cued(
    "comply meet satisfy complete carry implement fulfi compliance",
    rf"(?:^|,\s+)(?P<who>[^,;:.]{{3,140}}?)\s+{_BINDS}\s+(?:also\s+|fully\s+)?"
    rf"(?:comply\s+with|be\s+in\s+(?:full\s+)?compliance\s+with|implement|carry\s+out|meet|satisfy|fulfil+|complete)\s+"
    rf"(?:{_THINGS})?{WHERE}",
    re.I,
)
_PASSIVE = cued(
    "implemented met completed complied satisfied fulfilled carried",
    rf"(?:^|,\s+){_THINGS}{WHERE}\s+{_BINDS}\s+be\s+(?:fully\s+)?"
    r"(?:complied\s+with|met|implemented|satisfied|fulfilled|carried\s+out|completed)\b",
    re.I,
)
_FILLS = re.compile(r"[\s,]*(?:in\s+full)?[\s,]*", re.I)
_FIRM = (Form.OFFSET, Form.DATE, Form.PERIOD)
_EXCEPT = re.compile(r"\b(?:except|excluding|other\s+than|unless|if|where|when|provided)\b", re.I)
_AGAIN = cued(
    "time year annual monthly quarterly weekly periodic",
    r"\b(?:annual|quarterly|monthly|weekly|yearly|periodic|(?:each|every)\s+(?:\w+\s+)?(?:year|time))\b",
    re.I,
)
_SMALL = re.compile(
    r"(?:the|all|any|each|every|such|other|an?|of|and|or|its|their|heads?|executive|federal)", re.I
)
_STEM = 5


@dataclass(frozen=True, slots=True)
class CommonDate:
    """A sentence with a day for what sections ask; `who` must do it, None where it says so of everybody.

    `whole` tells that it names no exception, which only its own words can tell beside a duty.
    """

    index: int
    who: str | None
    limit: Limit
    whole: bool

    def is_for(self, actor: str | None) -> bool:
        """Whether it names the actor of a duty, by a word of theirs ("Agencies" and "each agency head")."""
        return self.who is None or actor is None or not _words(self.who).isdisjoint(_words(actor))


def common_dates(
    sentences: Iterable[tuple[int, str | None, str]], terms: Callable[[int], Sequence[Deadline]]
) -> Iterator[CommonDate]:
    """The days that sentences, each with its index and section, set for what sections ask."""
    for index, section, words in sentences:
        if _HINT.search(words) is None:
            continue
        found = _PASSIVE.search(words) or _ACTIVE.search(words)
        places = places_named(found, section) if found else None
        if found and places is not None and _is_set(words, found, terms(index)):
            who, whole = found.groupdict().get("who"), _EXCEPT.search(words) is None
            yield CommonDate(index, who, Limit(index, section, places), whole)


def is_done_once(words: str) -> bool:
    """Whether nothing says that a duty comes back ("an annual report"): its first time is not its last."""
    return _AGAIN.search(words) is None


def _is_set(words: str, found: re.Match[str], terms: Sequence[Deadline]) -> bool:
    """Whether a day stands right behind the words, or opens the sentence: no other deed has it."""
    firm = [one.span for one in terms if one.form in _FIRM]
    if not words[found.end() :].strip(" .;"):
        return any(one.end <= found.start() + 1 for one in firm)
    return any(one.start >= found.end() and _FILLS.fullmatch(words, found.end(), one.start) for one in firm)


def _words(name: str) -> frozenset[str]:
    """The words of a name that tell whom it means, by their stems."""
    telling = (one for one in re.findall(r"\w+", name) if not _SMALL.fullmatch(one))
    return frozenset(one[:_STEM].lower() for one in telling)
