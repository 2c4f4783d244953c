"""Two duties in one sentence: who does the second, from where on, and whose the terms are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.taskings.actors import is_animate
from analysis.taskings.clauses import Clause, Reading, masked, read
from analysis.taskings.joints import BEFORE_ACTOR, JOINT
from analysis.taskings.obligations import Row
from analysis.taskings.verbs import imperative_at, is_only_verb
from pipeline.documents import Span

_AGAIN = re.compile(
    r"(?:,\s+|;\s+|\s+)and\s+(?:(?P<when>[^;:]{4,90}?),\s+)?(?P<modal>shall|must)\s+(?!not\b)(?=[a-z])"
)
"""The same actor bound once more: "shall keep the list, and shall publish it by May 1"."""
_AND_TIMED = re.compile(r",?\s+and(?:\s+then)?(?:,\s+(?P<when>[^,;:]{4,90}),)?\s+(?=[a-z])")
"""How a second deed follows a term: "by May 4 and, until it is mended, report it every Friday"."""
_FARTHEST = 220


def halves(row: Row, text: str, terms: Sequence[Span]) -> Iterator[Row]:
    """The duties of a row's sentence, each with its own words: one for each actor that it binds.

    The same actor's second duty stands alone where it has a term of its own, which is not the first's.
    What opens the sentence, a term or a condition, holds for all of them. A request that opens it is a half.
    """
    if row.then is not None:
        yield replace(row, then=None)
        row = row.then
    while row.kind == "tasking" and row.modal and not row.passive and row.verb:
        second = _second(row, text, terms)
        if second is None:
            break
        start = row.own[0] if row.own else 0
        yield replace(row, own=(start, second[0]))
        row = second[1]
    yield row


_AND = re.compile(
    r",?\s+and(?P<apart>,)?\s+(?P<modal>(?:shall|must)\s+)?(?P<when>(?:if|where|when|as|to|upon|by)\b[^,;]{3,100},\s+)?(?=[a-z])"
)
_WITHIN = re.compile(
    r"\b(?:to\s+(?!the\b|an?\b|any\b|all\b|each\b|such\b|its\b|their\b)[a-z]+|that|which|who)\b"
)
"""Aims and descriptions, whose own "and" is none of the duty's: "to find and mend", "that reduce and end"."""
_TAKES = re.compile(
    r"[a-z]+\s+(?:the|an?|all|any|each|its|their|his|such|them|it|to|in|on|with|that|this|these|those|whether|for)\b"
)
_FEWEST = 4


def deeds(text: str, verb: int) -> Iterator[tuple[int, int]]:
    """The places of the deeds that one duty asks for: "review each gate and, if it is unsafe, close it".

    Only where it is sure: "and" within an aim or a description goes on with that, unless "shall" or a
    condition stands behind it.
    """
    bare = masked(text)
    reached = verb
    for joint in _AND.finditer(bare, verb):
        parted = joint["modal"] or (joint["apart"] and joint["when"])
        before = bare[reached : joint.start()]
        deep = _WITHIN.search(before) is not None or not is_only_verb(bare, joint.end())
        whole = len(before.split()) >= _FEWEST and _TAKES.match(bare, joint.end())
        if whole and (parted or not deep) and imperative_at(bare, joint.end()):
            yield reached, joint.start()
            reached = joint.start("when") if joint["when"] else joint.end()
    yield reached, len(text)


def _second(row: Row, text: str, terms: Sequence[Span]) -> tuple[int, Row] | None:
    """Where the first duty ends, and the second."""
    bare = masked(text)
    shared = row.shared if row.own else row.actor[0] if row.actor and row.naming == row.index else 0
    again = _AGAIN.search(bare, row.verb)
    if again and any(again.start() <= term.start for term in terms):
        begins = again.start("when") if again["when"] else again.start("modal")
        own = replace(row, verb=again.end(), own=(begins, len(text)), shared=shared)
        return again.start(), own
    timed = _each_timed(bare, row.verb, terms)
    if timed is not None:
        begins = timed.start("when") if timed["when"] else timed.end()
        return timed.start(), replace(row, verb=timed.end(), own=(begins, len(text)), shared=shared)
    for joint in JOINT.finditer(bare, row.verb):
        reading = read(text[joint.end() :])
        if reading is not None and _binds_another(reading, text[joint.end() :]):
            return joint.start(), _moved(row, reading, joint.end(), len(text), shared)
    return None


def _each_timed(bare: str, verb: int, terms: Sequence[Span]) -> re.Match[str] | None:
    """Where a second deed begins right behind the term of the first, and has another term itself."""
    for term in terms:
        joint = _AND_TIMED.match(bare, term.end) if term.start > verb else None
        later = joint is not None and any(one.start > joint.end() for one in terms)
        if joint is not None and later and imperative_at(bare, joint.end()):
            return joint
    return None


def _binds_another(reading: Reading, text: str) -> bool:
    actor = reading.actor
    if reading.clause is not Clause.TASKING or reading.modal.lower() not in ("shall", "must"):
        return False
    if actor is None or reading.patient is not None or actor.start > _FARTHEST:
        return False
    return (
        is_animate(actor.text)
        and not actor.text.endswith((" and", " or"))
        and BEFORE_ACTOR.fullmatch(text, 0, actor.start) is not None
    )


def _moved(row: Row, reading: Reading, by: int, end: int, shared: int) -> Row:
    assert reading.actor is not None
    actor = (reading.actor.start + by, reading.actor.end + by)
    own = replace(row, verb=reading.verb + by, modal=reading.modal, actor=actor, named_in=None)
    return replace(own, own=(by, end), shared=shared, sure=not reading.weak)
