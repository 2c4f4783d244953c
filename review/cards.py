"""A draft as a card that a person can decide: labelled fields, where each came from, its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.decisions import Doubt, Draft, DraftKind, DraftStatus, doubts
from pipeline.documents import Evidence
from pipeline.encoding import Json
from pipeline.findings import Confidence
from review.alternatives import Alternative, alternatives
from review.differences import Piece, differences
from review.forms import DATES, EDITABLE, Input, inputs, label_of, written
from review.origins import CHANGED, DERIVED, GUESSED, STATED, origin
from review.reading import day_words, days_in

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
AUTHORITY_TYPES = {
    "usc": "United States Code",
    "cfr": "Code of Federal Regulations",
    "stat": "Statutes at Large",
    "omb_memo": "OMB memorandum",
    "omb_circular": "OMB circular",
}
_APART = frozenset(
    (*("title", "condition", "due_basis", "field_evidence", "items", "self", "kind_detail"), "deadline_text")
)
_COMPACT = (DraftKind.AUTHORITY, DraftKind.CROSS_REFERENCE)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a card. `origin` is stated, derived, guessed or changed; `why` says how in plain words."""

    label: str
    value: str
    origin: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that the reviewer changed, as one text of what went and what came."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What the page shows of one draft. `fresh` tells that it came after somebody had decided others."""

    draft: Draft
    kind: str
    fields: tuple[Field, ...]
    items: tuple[str, ...]
    inputs: tuple[Input, ...]
    changed: tuple[Change, ...]
    fresh: bool = False
    alternatives: tuple[Alternative, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.draft.status is DraftStatus.PROPOSED

    @property
    def heading(self) -> str:
        """What it says in a line. Empty for the facts of a document without a title."""
        draft = self.draft
        if draft.kind is DraftKind.METADATA:
            return str(draft.values.get("title") or "")
        if draft.kind is DraftKind.AUTHORITY:
            return str(draft.values.get("citation") or draft.title)
        if draft.kind is DraftKind.CROSS_REFERENCE:
            return draft.title.replace("_", " ")
        return days_in(draft.values.get("title") or draft.title)

    @property
    def because(self) -> str:
        """Why it is as sure as it is."""
        return days_in(self.draft.confidence_reason)

    @property
    def condition(self) -> str:
        """On what it depends and what it excepts, to be read with the title."""
        return str(self.draft.values.get("condition") or "")

    @property
    def check(self) -> bool:
        """Whether the reviewer should look twice."""
        return self.draft.confidence is Confidence.LOW

    @property
    def bare(self) -> bool:
        """Whether it rests on no words of the source, so that nobody can approve it."""
        return not self.draft.evidence

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


def card(draft: Draft, *, fresh: bool = False, fellows: Iterable[Draft] = ()) -> Card:
    """One draft as a card; `fellows` are the drafts of the same document."""
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
    others = alternatives(draft, fellows)
    return Card(draft, SINGULAR[draft.kind], shown, items, inputs(draft), _changed(draft), fresh, others)


def _changed(draft: Draft) -> tuple[Change, ...]:
    pairs = [
        (name, written(draft.proposed.get(name)), written(draft.values.get(name)))
        for name in EDITABLE[draft.kind]
    ]
    return tuple(
        Change(label_of(name), differences(_shown(name, before), _shown(name, after)))
        for name, before, after in pairs
        if before != after
    )


def _field(draft: Draft, name: str, value: Json) -> Field | None:
    label = label_of(name)
    if draft.kind is DraftKind.ACTION_ITEM and name == "due_date":
        return _due(draft)
    if value in (None, "", [], False):
        return None
    came = origin(draft, name, value)
    if isinstance(value, list):
        return _listed(label, value, came)
    return Field(label, _shown(name, value), came)


def _listed(label: str, value: list[Json], came: str) -> Field:
    if all(isinstance(member, dict) and "unit" in member for member in value):
        units = [member for member in value if isinstance(member, dict)]
        return Field(label, "; ".join(str(unit["unit"]) for unit in units), came, str(units[0]["why"]))
    return Field(label, "; ".join(str(member) for member in value), came)


def _due(draft: Draft) -> Field | None:
    values = draft.values
    due, words, basis = values.get("due_date"), values.get("deadline_text"), values.get("due_basis")
    if due is None:
        return Field("Due", f"open: “{words}”", STATED, "no date can be counted yet") if words else None
    shown = _shown("due_date", due)
    if draft.author is not None or draft.proposed.get("due_date") != due:
        return Field("Due", shown, CHANGED, "set by the reviewer")
    if not isinstance(basis, dict):
        return Field("Due", shown, GUESSED)
    if basis.get("offset") is None:
        return Field("Due", shown, STATED, f"“{words}”" if words else "")
    unit = str(basis.get("unit") or "days").replace("_", " ")
    total = f"{_shown('due_date', basis.get('base'))} + {basis['offset']} {unit}"
    return Field("Due", shown, DERIVED, total)


def _shown(name: str, value: Json) -> str:
    if name in DATES or name == "date":
        return day_words(value)
    if name == "type":
        return AUTHORITY_TYPES.get(str(value), str(value).replace("_", " "))
    plain = name in ("kind", "relation")
    return "yes" if value is True else str(value).replace("_", " ") if plain else days_in(value)
