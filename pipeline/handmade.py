"""Drafts that a person adds by hand, and the words that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.decisions import DraftKind, legible
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.encoding import Json
from pipeline.problems import IllegalMove

_FIELDS: dict[DraftKind, dict[str, Json]] = {
    DraftKind.EXECUTIVE_ACTION: {
        "title": None,
        "type": "Operational Directive",
        "category": "Directive or Order",
        "priority": "Medium",
        "suspense_internal": None,
        "suspense_external": None,
        "lead_units": [],
        "coordinating_units": [],
    },
    DraftKind.ACTION_ITEM: {
        "title": None,
        "kind": "tasking",
        "responsible": None,
        "due_date": None,
        "due_basis": None,
        "recurrence": None,
        "authorities": [],
        "lead_units": [],
        "items": [],
        "condition": None,
    },
    DraftKind.RISK: {
        "title": None,
        "category": None,
        "likelihood": None,
        "severity": None,
        "reason": None,
        "affected_units": [],
    },
    DraftKind.IMPACT: {
        "title": None,
        "category": None,
        "polarity": None,
        "reason": None,
        "affected_units": [],
    },
}
BY_HAND = tuple(_FIELDS)
"""Kinds of drafts that a person may add."""
LONGEST_QUOTE = 20_000
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Handmade:
    """A draft as a person wrote it; without evidence it stands there, but nobody can approve it."""

    kind: DraftKind
    title: str
    values: dict[str, Json]
    evidence: tuple[Evidence, ...]


def handmade(kind: DraftKind, fields: Mapping[str, str | None], evidence: Evidence | None) -> Handmade:
    """What a person wrote, as a draft. Raises IllegalMove when it has no title or a field of another kind."""
    if kind not in _FIELDS:
        raise IllegalMove(
            f"No {kind.replace('_', ' ')} is added by hand.",
            f"These are: {', '.join(known.replace('_', ' ') for known in BY_HAND)}.",
        )
    given: dict[str, Json] = {name: (text or "").strip() or None for name, text in fields.items()}
    unknown = given.keys() - _FIELDS[kind].keys()
    if unknown:
        raise IllegalMove(f"A {kind.replace('_', ' ')} has no field {', '.join(sorted(unknown))}.")
    for name, text in given.items():
        legible(name, text)
    title = given.get("title")
    if not isinstance(title, str):
        raise IllegalMove("The draft has no title.", remedy="Say in a few words what is to be done.")
    return Handmade(kind, title, _FIELDS[kind] | given, (evidence,) if evidence else ())


def chosen_words(read: ExtractedDocument, quote: str, start: int | None = None) -> Evidence:
    """The place of words that a person chose: at `start` where they stand there, else where they stand once.

    Raises IllegalMove when they stand nowhere, more than once, or were not meant to be seen.
    """
    words = quote.strip()
    if not words:
        raise IllegalMove("No words were chosen.", remedy="Choose them in the text, or copy them from it.")
    if len(words) > LONGEST_QUOTE:
        raise IllegalMove("These are too many words.", remedy="Choose the sentence that says it.")
    place = _at(read, words, start) or _alone(read, words)
    if read.hides(place.span):
        raise IllegalMove(
            "These words were not meant to be seen.",
            "Nothing official rests on hidden text.",
            "Choose visible words.",
        )
    return place


def _at(read: ExtractedDocument, words: str, start: int | None) -> Evidence | None:
    """The words where a browser counted them; it may be off by the white space around them."""
    if start is None:
        return None
    near = Span(max(0, start - 4), min(len(read.text), start + len(words) + 200))
    return read.find_within(words, near) if near else None


def _alone(read: ExtractedDocument, words: str) -> Evidence:
    place = read.find(words)
    if place is None:
        raise IllegalMove(
            "These words do not stand in the document.",
            f"“{words[:120]}{'…' if len(words) > 120 else ''}”",
            "Copy them from the text as they stand there.",
        )
    again = read.find_within(words, Span(place.end, len(read.text)))
    if again is not None and len(words) < _SHORTEST:
        raise IllegalMove(
            "These words stand in the document more than once.",
            f"On page {place.page} and on page {again.page}.",
            "Copy the whole sentence.",
        )
    return place
