"""A draft as a card that a person can decide: labelled fields, where each came from, its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.actions import Priority
from coordination.assessment import Level, Polarity
from pipeline.decisions import Doubt, Draft, DraftKind, DraftStatus, doubts
from pipeline.documents import Evidence
from pipeline.encoding import Json
from pipeline.findings import Confidence, Kind, RelationKind
from review.reading import day_words
from store.tables.coordination import CATEGORIES

HEADINGS = {
    DraftKind.METADATA: "Document facts",
    DraftKind.SUMMARY: "Summary",
    DraftKind.EXECUTIVE_ACTION: "Executive action",
    DraftKind.ACTION_ITEM: "Action items",
    DraftKind.RISK: "Risks",
    DraftKind.IMPACT: "Impacts",
    DraftKind.AUTHORITY: "Legal authorities",
    DraftKind.CROSS_REFERENCE: "Cross-references",
}
SINGULAR = {
    DraftKind.METADATA: "Document facts",
    DraftKind.SUMMARY: "Summary",
    DraftKind.EXECUTIVE_ACTION: "Executive action",
    DraftKind.ACTION_ITEM: "Action item",
    DraftKind.RISK: "Risk",
    DraftKind.IMPACT: "Impact",
    DraftKind.AUTHORITY: "Authority",
    DraftKind.CROSS_REFERENCE: "Cross-reference",
}
EDITABLE: dict[DraftKind, tuple[str, ...]] = {
    DraftKind.METADATA: ("kind", "title", "date", "sender", "addressee", "number"),
    DraftKind.SUMMARY: ("text",),
    DraftKind.EXECUTIVE_ACTION: (
        "title",
        "type",
        "category",
        "priority",
        "suspense_internal",
        "suspense_external",
    ),
    DraftKind.ACTION_ITEM: ("title", "responsible", "due_date", "recurrence"),
    DraftKind.RISK: ("title", "category", "likelihood", "severity"),
    DraftKind.IMPACT: ("title", "category", "polarity"),
    DraftKind.AUTHORITY: ("citation", "title"),
    DraftKind.CROSS_REFERENCE: ("relation", "target", "pinpoint"),
}
LABELS = {
    "due_date": "Due",
    "deadline_text": "As written",
    "suspense_internal": "Due to front office",
    "suspense_external": "Due to the writer",
    "priority_reason": "Why",
    "lead_units": "Lead office",
    "coordinating_units": "Coordinating offices",
    "affected_units": "Offices affected",
    "responsible": "Responsible",
    "in_part": "In part",
}
AUTHORITY_TYPES = {
    "usc": "United States Code",
    "cfr": "Code of Federal Regulations",
    "stat": "Statutes at Large",
    "omb_memo": "OMB memorandum",
    "omb_circular": "OMB circular",
}
_APART = frozenset({"title", "due_basis", "field_evidence", "items", "self", "kind_detail", "deadline_text"})
_DATES = frozenset({"due_date", "suspense_internal", "suspense_external"})
_CHOICES: dict[tuple[DraftKind, str], tuple[str, ...]] = {
    (DraftKind.METADATA, "kind"): tuple(Kind),
    (DraftKind.EXECUTIVE_ACTION, "priority"): tuple(Priority),
    (DraftKind.EXECUTIVE_ACTION, "category"): tuple(CATEGORIES),
    (DraftKind.RISK, "likelihood"): tuple(Level),
    (DraftKind.RISK, "severity"): tuple(Level),
    (DraftKind.IMPACT, "polarity"): tuple(Polarity),
    (DraftKind.CROSS_REFERENCE, "relation"): tuple(RelationKind),
}
_COMPACT = (DraftKind.AUTHORITY, DraftKind.CROSS_REFERENCE)
_LONG = frozenset({"text", "title"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a card. `origin` is stated, derived, guessed or changed; `why` says how in plain words."""

    label: str
    value: str
    origin: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the edit form. `type` is text, date, area or choice; the latter has `options`."""

    name: str
    label: str
    value: str
    type: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What the page shows of one draft."""

    draft: Draft
    kind: str
    fields: tuple[Field, ...]
    items: tuple[str, ...]
    inputs: tuple[Input, ...]
    changed: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.draft.status is DraftStatus.PROPOSED

    @property
    def check(self) -> bool:
        """Whether the reviewer should look twice."""
        return self.draft.confidence is Confidence.LOW

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What has to be confirmed or changed before it is approved."""
        return doubts(self.draft)

    @property
    def shown_evidence(self) -> tuple[Evidence, ...]:
        """The first few places; a much-cited authority has many."""
        return self.draft.evidence[: self._places]

    @property
    def compact(self) -> bool:
        """Whether it is one of many that are looked over rather than read."""
        return self.draft.kind in _COMPACT

    @property
    def _places(self) -> int:
        return 1 if self.compact else 4

    @property
    def more_evidence(self) -> int:
        """How many places are not shown on the card."""
        return max(0, len(self.draft.evidence) - self._places)


def card(draft: Draft) -> Card:
    """One draft as a card."""
    values = draft.values
    shown = tuple(
        field
        for name, value in values.items()
        if name not in _APART
        and not (draft.kind is DraftKind.AUTHORITY and name == "citation")
        and (field := _field(draft, name, value)) is not None
    )
    raw = values.get("items")
    items = tuple(str(one["text"]) for one in raw if isinstance(one, dict)) if isinstance(raw, list) else ()
    changed = tuple(
        LABELS.get(name, _words(name)) for name, value in values.items() if draft.proposed.get(name) != value
    )
    return Card(draft, SINGULAR[draft.kind], shown, items, _inputs(draft), changed)


def _field(draft: Draft, name: str, value: Json) -> Field | None:
    label = LABELS.get(name, _words(name))
    if draft.kind is DraftKind.ACTION_ITEM and name == "due_date":
        return _due(draft)
    if value in (None, "", [], False):
        return None
    if isinstance(value, list):
        return _listed(label, value)
    origin = "changed" if draft.proposed.get(name) != value else _origin(draft, name)
    return Field(label, _shown(name, value), origin)


def _origin(draft: Draft, name: str) -> str:
    places = draft.values.get("field_evidence")
    if isinstance(places, dict) and name in places:
        return "stated"
    guessed = {
        DraftKind.RISK: ("category", "likelihood", "severity"),
        DraftKind.IMPACT: ("category", "polarity"),
        DraftKind.EXECUTIVE_ACTION: ("priority", "type", "category"),
    }
    return "guessed" if name in guessed.get(draft.kind, ()) else ""


def _listed(label: str, value: list[Json]) -> Field:
    if all(isinstance(member, dict) and "unit" in member for member in value):
        units = [member for member in value if isinstance(member, dict)]
        return Field(label, "; ".join(str(unit["unit"]) for unit in units), "derived", str(units[0]["why"]))
    return Field(label, "; ".join(str(member) for member in value))


def _due(draft: Draft) -> Field | None:
    values = draft.values
    due, written, basis = values.get("due_date"), values.get("deadline_text"), values.get("due_basis")
    if due is None:
        return Field("Due", f"open: “{written}”", "stated", "no date can be counted yet") if written else None
    shown = _shown("due_date", due)
    if draft.proposed.get("due_date") != due:
        return Field("Due", shown, "changed", "set by the reviewer")
    if not isinstance(basis, dict):
        return Field("Due", shown, "guessed")
    if basis.get("offset") is None:
        return Field("Due", shown, "stated", f"“{written}”" if written else "")
    unit = str(basis.get("unit") or "days").replace("_", " ")
    return Field(
        "Due", shown, "derived", f"{_shown('due_date', basis.get('base'))} + {basis['offset']} {unit}"
    )


def _shown(name: str, value: Json) -> str:
    if name in _DATES or name == "date":
        return day_words(value)
    if name == "type":
        return AUTHORITY_TYPES.get(str(value), str(value).replace("_", " "))
    plain = name in ("kind", "relation")
    return "yes" if value is True else str(value).replace("_", " ") if plain else str(value)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _inputs(draft: Draft) -> tuple[Input, ...]:
    return tuple(_input(draft, name) for name in EDITABLE[draft.kind] if name in draft.values)


def _input(draft: Draft, name: str) -> Input:
    label, value = LABELS.get(name, _words(name)), str(draft.values.get(name) or "")
    known = _CHOICES.get((draft.kind, name))
    if known:
        # the analyzer's own spelling stays, so that choosing what is chosen already is no change
        others = tuple(word for word in known if word.casefold() != value.casefold())
        held = [word for word in known if word.casefold() == value.casefold()]
        options = tuple(value if word in held else word for word in known) if held else (value, *others)
        return Input(name, label, value, "choice", options)
    if name in _DATES:
        return Input(name, label, value, "date")
    return Input(name, label, value, "area" if name in _LONG else "text")


def changes(draft: Draft, form: Mapping[str, str]) -> dict[str, Json]:
    """The fields that the reviewer changed; an emptied one becomes None.

    A due date set by hand no longer rests on the analyzer's sum, so that goes with it. Browsers send the
    ends of lines as CR LF, and a field that was only looked at must not count as changed.
    """
    made: dict[str, Json] = {}
    for name in EDITABLE[draft.kind]:
        if name in form and name in draft.values:
            given = form[name].replace("\r\n", "\n").strip() or None
            held = draft.values.get(name)
            if given != ((held.strip() if isinstance(held, str) else held) or None):
                made[name] = given
    if "due_date" in made:
        made["due_basis"] = None
    return made
