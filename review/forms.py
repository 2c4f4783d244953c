"""The form in which a draft is changed, and what a sent form means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.actions import Priority
from coordination.assessment import Level, Polarity
from pipeline.decisions import Draft, DraftKind
from pipeline.encoding import Json
from pipeline.findings import Kind, RelationKind
from store.tables.coordination import CATEGORIES

EDITABLE: dict[DraftKind, tuple[str, ...]] = {
    DraftKind.METADATA: ("kind", "title", "date", "sender", "addressee", "number"),
    DraftKind.SUMMARY: ("text",),
    DraftKind.EXECUTIVE_ACTION: (
        *("title", "type", "category", "priority"),
        *("suspense_internal", "suspense_external", "lead_units"),
    ),
    DraftKind.ACTION_ITEM: ("title", "condition", "responsible", "due_date", "recurrence", "lead_units"),
    DraftKind.RISK: ("title", "category", "likelihood", "severity"),
    DraftKind.IMPACT: ("title", "category", "polarity"),
    DraftKind.AUTHORITY: ("citation", "title"),
    DraftKind.CROSS_REFERENCE: ("relation", "target", "pinpoint"),
}
LABELS = {
    "due_date": "Due",
    "deadline_text": "As written",
    "suspense_internal": "Due to front office",
    "suspense_external": "External suspense",
    "priority_reason": "Why",
    "lead_units": "Lead office",
    "coordinating_units": "Coordinating offices",
    "affected_units": "Offices affected",
    "responsible": "Responsible",
    "in_part": "In part",
}
DATES = frozenset({"due_date", "suspense_internal", "suspense_external"})
CHOSEN = "chosen by the reviewer"
_CHOICES: dict[tuple[DraftKind, str], tuple[str, ...]] = {
    (DraftKind.METADATA, "kind"): tuple(Kind),
    (DraftKind.EXECUTIVE_ACTION, "priority"): tuple(Priority),
    (DraftKind.EXECUTIVE_ACTION, "category"): tuple(CATEGORIES),
    (DraftKind.RISK, "likelihood"): tuple(Level),
    (DraftKind.RISK, "severity"): tuple(Level),
    (DraftKind.IMPACT, "polarity"): tuple(Polarity),
    (DraftKind.CROSS_REFERENCE, "relation"): tuple(RelationKind),
}
_LONG = frozenset({"text", "title", "condition"})


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the edit form. `type` is text, date, area, units or choice; the latter has `options`."""

    name: str
    label: str
    value: str
    type: str
    options: tuple[str, ...] = ()


def label_of(name: str) -> str:
    """What a field is called on the page."""
    return LABELS.get(name, name.replace("_", " ").capitalize())


def written(value: Json) -> str:
    """A value as the form shows it: offices by their names, one after the other."""
    if isinstance(value, list):
        return "; ".join(str(one["unit"]) for one in value if isinstance(one, dict) and "unit" in one)
    return str(value or "")


def inputs(draft: Draft) -> tuple[Input, ...]:
    """The fields of a draft that a reviewer may change."""
    return tuple(_input(draft, name) for name in EDITABLE[draft.kind] if name in draft.values)


def _input(draft: Draft, name: str) -> Input:
    label, value = label_of(name), written(draft.values.get(name))
    known = _CHOICES.get((draft.kind, name))
    if known:
        # the analyzer's own spelling stays, so that choosing what is chosen already is no change
        others = tuple(word for word in known if word.casefold() != value.casefold())
        held = [word for word in known if word.casefold() == value.casefold()]
        options = tuple(value if word in held else word for word in known) if held else (value, *others)
        return Input(name, label, value, "choice", options)
    if name in DATES:
        return Input(name, label, value, "date")
    kinds = {"lead_units": "units"} | dict.fromkeys(_LONG, "area")
    return Input(name, label, value, kinds.get(name, "text"))


def changes(draft: Draft, form: Mapping[str, str]) -> dict[str, Json]:
    """The fields that the reviewer changed; an emptied one becomes None.

    A due date set by hand no longer rests on the analyzer's sum, so that goes with it. Browsers send the
    ends of lines as CR LF, and a field that was only looked at must not count as changed.
    """
    made: dict[str, Json] = {}
    for name in EDITABLE[draft.kind]:
        if name in form and name in draft.values:
            given = form[name].replace("\r\n", "\n").strip()
            if given != written(draft.values.get(name)).strip():
                made[name] = _units(given) if name == "lead_units" else given or None
    if "due_date" in made and "due_basis" in draft.values:
        made["due_basis"] = None
    return made


def _units(given: str) -> list[Json]:
    names = (part.strip() for part in given.split(";"))
    return [{"unit": name, "why": CHOSEN} for name in names if name]
