"""What a doubtful draft might say instead: one press chooses it and approves the draft so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.decisions import Draft, DraftKind, DraftStatus, doubts
from pipeline.encoding import Json
from pipeline.findings import Confidence

MOST = 3
_WORK = (DraftKind.EXECUTIVE_ACTION, DraftKind.ACTION_ITEM)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A value for one field of the edit form, in words; `why` says where it comes from."""

    field: str
    value: str
    label: str
    why: str


def alternatives(draft: Draft, fellows: Iterable[Draft]) -> tuple[Alternative, ...]:
    """Up to three for an open draft of low confidence: other offices, others who are named, no date.

    Each settles what is doubtful. They come from the analyzer's own ranking and from the other drafts of the
    document, the nearest first, never from nowhere.
    """
    if draft.status is not DraftStatus.PROPOSED or draft.confidence is not Confidence.LOW:
        return ()
    if draft.kind not in _WORK:
        return ()
    alive = [
        one for one in fellows if one.number != draft.number and one.status is not DraftStatus.SUPERSEDED
    ]
    others = sorted(alive, key=lambda one: abs(one.number - draft.number))
    doubtful = {doubt.field for doubt in doubts(draft)}
    found = [
        one
        for one in (*_people(draft, others), *_offices(draft, others), *_no_date(draft))
        if one.field in doubtful or "words" in doubtful
    ]
    return tuple({one.value: one for one in reversed(found)}.values())[::-1][:MOST]


def _people(draft: Draft, others: Iterable[Draft]) -> Iterable[Alternative]:
    """Whom the document names elsewhere, where a draft names nobody."""
    if draft.kind is DraftKind.ACTION_ITEM and not draft.values.get("responsible"):
        for one in others:
            if (named := one.values.get("responsible")) and one.status is not DraftStatus.REJECTED:
                yield Alternative(
                    "responsible", str(named), f"{named} does it", f"as draft {one.number} says"
                )


def _offices(draft: Draft, others: Iterable[Draft]) -> Iterable[Alternative]:
    """One of several offices that fit; where none does, those that the rest of the document is for."""
    own = _units(draft.values.get("lead_units"))
    helping = _units(draft.values.get("coordinating_units"))
    named = [unit for one in others if one.kind in _WORK for unit in _units(one.values.get("lead_units"))]
    if len(own) == 1 or "lead_units" not in draft.values:
        return
    for unit, why in own or [*helping, *named]:
        yield Alternative("lead_units", unit, f"{unit} leads", why)


def _no_date(draft: Draft) -> Iterable[Alternative]:
    if draft.kind is DraftKind.ACTION_ITEM and draft.values.get("due_date"):
        yield Alternative("due_date", "", "No date", "the words may give none")


def _units(value: Json) -> list[tuple[str, str]]:
    rows = value if isinstance(value, list) else []
    return [
        (str(one["unit"]), str(one.get("why") or ""))
        for one in rows
        if isinstance(one, dict) and "unit" in one
    ]
