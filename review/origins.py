"""Where a field of a draft comes from: the words themselves, a sum or a rule over them, or a guess."""

from __future__ import annotations

from pipeline.decisions import Draft, DraftKind
from pipeline.encoding import Json

STATED, DERIVED, GUESSED, CHANGED = "stated", "derived", "guessed", "changed"
_GUESSED: dict[DraftKind, tuple[str, ...]] = {
    DraftKind.METADATA: ("kind", "kind_detail"),
    DraftKind.EXECUTIVE_ACTION: ("priority", "type", "category"),
    DraftKind.RISK: ("category", "likelihood", "severity"),
    DraftKind.IMPACT: ("category", "polarity"),
}
_DERIVED: dict[DraftKind, tuple[str, ...]] = {
    DraftKind.SUMMARY: ("text",),
    DraftKind.EXECUTIVE_ACTION: ("suspense_internal", "suspense_external", "priority_reason"),
    DraftKind.ACTION_ITEM: ("kind",),
    DraftKind.RISK: ("reason", "affected_units"),
    DraftKind.IMPACT: ("reason", "affected_units"),
    DraftKind.AUTHORITY: ("type",),
}
_STATED: dict[DraftKind, tuple[str, ...]] = {
    DraftKind.METADATA: ("date",),
    DraftKind.ACTION_ITEM: ("deadline_text", "recurrence", "authorities", "section"),
    DraftKind.AUTHORITY: ("citation", "pinpoint"),
    DraftKind.CROSS_REFERENCE: ("relation", "target", "pinpoint", "in_part"),
}


def origin(draft: Draft, name: str, value: Json) -> str:
    """Stated, derived, guessed or changed."""
    if draft.author is not None or draft.proposed.get(name) != value:
        return CHANGED
    places = draft.values.get("field_evidence")
    if isinstance(places, dict) and name in places:
        return STATED
    for kinds, word in ((_GUESSED, GUESSED), (_DERIVED, DERIVED), (_STATED, STATED)):
        if name in kinds.get(draft.kind, ()):
            return word
    return STATED if _printed(draft, value) else DERIVED


def _printed(draft: Draft, value: Json) -> bool:
    """Whether the words on which the draft rests have this value in them, whatever their line ends."""
    words = " ".join(str(value).split()).casefold()
    return any(words in " ".join(part.quote.split()).casefold() for part in draft.evidence)
