"""One document's tallies, counts and faults while it is scored."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.evaluation.places import Crossing
from analysis.evaluation.tally import Tally
from pipeline.documents import Span


@dataclass(frozen=True, slots=True)
class Fault:
    """One disagreement with the labels, for a person who mends the analyzer."""

    document: str
    measure: str
    what: str
    expected: str = ""
    found: str = ""


@dataclass(slots=True)
class Sheet:
    """Tallies, counts and faults of one document while it is scored."""

    document: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, measure: str, tally: Tally) -> None:
        """Add to a measure."""
        self.tallies[measure] = self.tallies.get(measure, Tally()) + tally

    def count(self, name: str, number: int = 1) -> None:
        """Add to a count."""
        self.counts[name] = self.counts.get(name, 0) + number

    def fault(self, measure: str, what: str, expected: str | None = "", found: str | None = "") -> None:
        """Note a disagreement."""
        self.faults.append(Fault(self.document, measure, what, expected or "nothing", found or "nothing"))


def half_overlap(one: Span, other: Span) -> bool:
    """Whether they share at least half of the shorter one."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and 2 * shared >= min(len(one), len(other))


def place_of(sheet: Sheet, crossing: Crossing, span: Span) -> Span | None:
    """Where a label lies in the text as read; one that is not there is counted."""
    place = crossing.locate(span)
    sheet.count("labels not found in the text as read", place is None)
    return place
