"""Routing rules of an office: if sender, kind, citation or words, then unit and process; they propose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.problems import IllegalMove

MOST_WORDS = 30
LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Matter:
    """A document as rules look at it. `text` may be its beginning alone."""

    sender: str = ""
    kind: str = ""
    citations: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """What a matter must have, and what is then proposed.

    Of each list that is not empty the matter must have one: a part of the sender's name, its kind, an
    authority that it cites or one beneath it, words that stand in it. `tried` is the version of the rule that
    was last tried on past documents; only what was tried as it stands may be switched on.
    """

    name: str
    senders: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unit: str | None = None
    template: str | None = None
    place: int = 0
    active: bool = False
    version: int = 0
    tried: int | None = None

    @property
    def conditions(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The lists that are not empty, each with what it is about."""
        all_of = (("sender", self.senders), ("kind", self.kinds), ("citation", self.citations))
        return tuple((what, words) for what, words in (*all_of, ("words", self.words)) if words)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule proposes for a matter, and why."""

    rule: RoutingRule
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A past document and what people decided about it; nothing where they decided neither."""

    control_number: str
    title: str
    matter: Matter
    unit: str | None = None
    templates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """One past document that a rule would have matched. `other` names an earlier rule that takes it away.

    `unit_fits` and `template_fits` are None where the rule or the people said nothing of it.
    """

    case: Case
    why: tuple[str, ...]
    unit_fits: bool | None
    template_fits: bool | None
    other: str | None = None

    @property
    def differs(self) -> bool:
        """Whether people decided otherwise."""
        return self.unit_fits is False or self.template_fits is False


def check(rule: RoutingRule) -> None:
    """Raise IllegalMove for a rule that asks nothing, proposes nothing or cannot be read."""
    if not 0 < len(rule.name.strip()) <= LONGEST_WORD or not rule.name.isprintable():
        raise IllegalMove("The rule has no name that can be read.", remedy="Write a short name.")
    if not rule.conditions:
        raise IllegalMove(
            "The rule would match every document.",
            "It names no sender, kind, citation or words.",
            "Say which documents it is for.",
        )
    if not (rule.unit or rule.template):
        raise IllegalMove("The rule proposes nothing.", remedy="Choose an office, a process, or both.")
    for what, words in rule.conditions:
        if len(words) > MOST_WORDS or any(not 0 < len(word.strip()) <= LONGEST_WORD for word in words):
            raise IllegalMove(
                f"The list of the {what} cannot be used.",
                f"It takes up to {MOST_WORDS} entries of up to {LONGEST_WORD} letters, none of them empty.",
            )


def switched_on(rule: RoutingRule) -> None:
    """Raise IllegalMove for a rule that was not tried as it stands."""
    if rule.tried != rule.version:
        raise IllegalMove(
            f"“{rule.name}” was not tried as it is now.",
            "A rule is looked at on past documents before it proposes anything.",
            "Try it first.",
        )


def match(rule: RoutingRule, matter: Matter) -> tuple[str, ...]:
    """Why a rule fits a matter, a reason for each of its lists; empty where it does not."""
    why = []
    for what, words in rule.conditions:
        found = next((word for word in words if _has(what, word, matter)), None)
        if found is None:
            return ()
        why.append(_said(what, found))
    return tuple(why)


def propose(rules: Iterable[RoutingRule], matter: Matter) -> Proposal | None:
    """What the first rule in order that is switched on and fits proposes."""
    for rule in sorted(rules, key=lambda one: one.place):
        if rule.active and (why := match(rule, matter)):
            return Proposal(rule, why)
    return None


def trial(rule: RoutingRule, rules: Iterable[RoutingRule], cases: Iterable[Case]) -> tuple[Tried, ...]:
    """Which past documents a rule would have matched, and where people decided otherwise."""
    earlier = [one for one in rules if one.active and one.place < rule.place and one.name != rule.name]
    found = []
    for case in cases:
        why = match(rule, case.matter)
        if why:
            other = propose(earlier, case.matter)
            found.append(
                Tried(
                    case,
                    why,
                    case.unit == rule.unit if rule.unit and case.unit else None,
                    rule.template in case.templates if rule.template and case.templates else None,
                    other.rule.name if other else None,
                )
            )
    return tuple(found)


def _has(what: str, word: str, matter: Matter) -> bool:
    if what == "sender":
        return _folded(word) in _folded(matter.sender)
    if what == "kind":
        return word == matter.kind
    if what == "citation":
        return any(_beneath(word, citation) for citation in matter.citations)
    return _pattern(word).search(matter.text) is not None


def _said(what: str, word: str) -> str:
    return {
        "sender": f"the sender is “{word}”",
        "kind": f"it is a {word.replace('_', ' ')}",
        "citation": f"it cites {word}",
        "words": f"it says “{word}”",
    }[what]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _beneath(word: str, citation: str) -> bool:
    """Whether a citation is this one or a part of it: `33 U.S.C. 540(a)` of `33 U.S.C. 540`, not `5401`."""
    mine, other = _folded(word), _folded(citation)
    return other == mine or (other.startswith(mine) and other[len(mine)] in " (,.")


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    """The words as a whole, in any case, across ends of lines."""
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, word.split())) + r"(?!\w)", re.IGNORECASE)
