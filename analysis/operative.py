"""The sentences by which a paper does what it is for, where its first statement only leads up to them.

Orders open with findings and aims, letters with the letter that they answer. What is forbidden, founded,
delegated or put off stands behind, and often names nobody who "shall" do it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from analysis.cued import cued
from analysis.enacting import enacts
from analysis.lists import opens_list
from analysis.metadata import Facts
from analysis.outline import Outline, Role, Sentence
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.findings import Kind

MOST = 2
_LAWS = (Kind.EXECUTIVE_ORDER, Kind.PRESIDENTIAL_MEMORANDUM, Kind.STATUTE)
_LETTERS = (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL, Kind.OTHER)
BINDS = re.compile(r"\b(?:shall|must)\b")
"""The modals of a command."""
FORBIDS = cued(
    "prohibited blocked suspended",
    r"\b(?:is|are)\s+(?:hereby\s+)?(?:prohibited|blocked|suspended)\b(?!\s+(?:from|by)\b)",
)
"""What orders forbid by saying that it is forbidden: "all property ... is blocked"."""
_FINDS = re.compile(r"\b(?:find|determine)\b")
"""A finding gives the ground of what follows."""
_DECLARES = re.compile(r"\bhereby\s+(?!find|determine)")
_ELSEWHERE = re.compile(
    r"\bhereby\s+(?:\w+\s+)?(?:order|direct|request|amend)(?:ed)?\b|\b(?:is|are)\s+(?:\w+\s+){0,2}amended\b",
    re.I,
)
"""What orders somebody, opens orders or amends another paper is told among the taskings and changes."""
_ABOUT_ANOTHER = re.compile(
    r"\b(?:letter|message|note)\s+(?:is\s+(?:being\s+)?(?:submitted|sent|written)|is)?\s*in\s+(?:reference|response|regard|reply)\s+to\b"
    r"|\b(?:write|writing)\s+in\s+(?:reference|response|regard|reply)\s+to\b",
    re.I,
)
_ANSWERS = re.compile(
    r"\b(?:(?:will|does|do|is|are|am)\s+not\b|cannot\b|unable\s+to\b|anticipates?\b|expects?\s+to\b|intends?\s+to\b"
    r"|plans?\s+to\b|will\s+(?:submit|provide|respond|reply|send|deliver)\b|extension\b)",
    re.I,
)
_FAR = 12
"""So many sentences behind its reference to another letter, a letter has said what it is for."""


def operative(
    document: ExtractedDocument,
    outline: Outline,
    facts: Facts,
    purpose: Evidence | None,
    told: Collection[Span],
) -> Iterator[tuple[Evidence, ...]]:
    """At most two such sentences, a lead with the first of its list; none of what is already `told`."""
    if purpose is None:
        return
    if facts.kind in _LAWS:
        found = _provisions(document, outline, purpose)
    elif facts.kind in _LETTERS and _ABOUT_ANOTHER.search(purpose.quote):
        found = _answers(document, outline, purpose)
    else:
        return
    fresh = (one for one in found if not any(one[0].span.overlaps(place) for place in told))
    yield from (places for places, _ in zip(fresh, range(MOST), strict=False))


def deed(words: str) -> tuple[int, int]:
    """Where a sentence says what it does ("are blocked", "hereby prohibit"); at its beginning if nowhere."""
    found = _DECLARES.search(words) or FORBIDS.search(words)
    return (found.start(), _WORD.match(words, found.end()).end()) if found else (0, 0)  # type: ignore[union-attr]


_WORD = re.compile(r"[\w’'-]*")


def is_torn(sentence: Sentence, text: str) -> bool:
    """Whether a member of a list goes on with its lead, and says nothing alone: "to have sold ropes"."""
    return sentence.lead is not None and text.lstrip("“‘\"'(")[:1].islower()


def _provisions(
    document: ExtractedDocument, outline: Outline, purpose: Evidence
) -> Iterator[tuple[Evidence, ...]]:
    for index, sentence in enumerate(outline.sentences):
        if sentence.role is not Role.BODY or sentence.span.overlaps(purpose.span):
            continue
        text = sentence.words(document.text)
        if is_torn(sentence, text):
            continue
        if FORBIDS.search(text) or (enacts(text) and not _only_finds(text) and not _ELSEWHERE.search(text)):
            yield document.cite(sentence.span), *_first_member(document, outline, index, text)


def _only_finds(text: str) -> bool:
    return bool(_FINDS.search(text)) and not _DECLARES.search(text)


def _first_member(
    document: ExtractedDocument, outline: Outline, index: int, text: str
) -> tuple[Evidence, ...]:
    after = outline.sentences[index + 1 : index + 2]
    leads = opens_list(text)
    return tuple(document.cite(one.span) for one in after if leads and one.lead == index)


def _answers(
    document: ExtractedDocument, outline: Outline, purpose: Evidence
) -> Iterator[tuple[Evidence, ...]]:
    """What the writer will or will not do, else the sentence behind the reference."""
    behind: list[Sentence] = [
        one for one in outline.sentences if one.role is Role.BODY and one.span.start >= purpose.end
    ][:_FAR]
    own = [one for one in behind if _ANSWERS.search(one.words(document.text))]
    yield from ((document.cite(one.span),) for one in own or behind[:1])
