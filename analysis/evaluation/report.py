"""What an evaluation found: figures per slice, and the plain rows a terminal shows."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.evaluation.sheet import Fault
from analysis.evaluation.tally import Measure

SCHEMA = "chancery.evaluation/1"


@dataclass(frozen=True, slots=True)
class Slice:
    """The figures of some of the documents.

    `fidelity` is the mean and `fidelity_lowest` the lowest share of words read in order, over documents
    read; seconds are wall time per document, reading included, and per 1,024 characters of reference text.
    """

    name: str
    documents: int
    read: int
    by_state: dict[str, int]
    fidelity: float | None
    fidelity_lowest: float | None
    measures: dict[str, Measure]
    counts: dict[str, int]
    seconds_median: float | None
    seconds_p95: float | None
    seconds_per_kb: float | None
    analysis_seconds_median: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation of one analyzer on one labelled folder.

    `slices` begins with all documents ("total"), then each split, then groups of like documents.
    `faults` never holds one of a document in the check split.
    """

    folder: str
    analyzer: str
    slices: tuple[Slice, ...]
    faults: tuple[Fault, ...] = ()
    schema: str = SCHEMA

    def slice(self, name: str) -> Slice:
        """The slice of this name. Raises KeyError when there is none."""
        for part in self.slices:
            if part.name == name:
                return part
        raise KeyError(name)


_MEASURES = (
    "words in order",
    "citations",
    "citations: formal",
    "citations: Acts",
    "citations: place alone",
    "relations",
    "taskings",
    "asks for nothing, nothing drafted",
    "deadline text",
    "due date",
    "responsible",
    "responsible, as written",
    "responsible, read from the document",
    "metadata: kind",
    "metadata: title",
    "metadata: date",
    "metadata: sender",
    "metadata: addressee",
    "metadata: number",
    "evidence",
)


def table(report: Report) -> tuple[tuple[str, ...], ...]:
    """Rows of plain cells, the heading first: one column per slice, one row per figure."""
    rows = [("figure", *(part.name for part in report.slices))]
    rows.append(("documents read", *(f"{part.read} of {part.documents}" for part in report.slices)))
    states = sorted({state for part in report.slices for state in part.by_state})
    rows += [
        (f"  {state}", *(str(part.by_state.get(state, 0)) for part in report.slices)) for state in states
    ]
    rows.append(("fidelity mean (lowest)", *(_fidelity(part) for part in report.slices)))
    rows += [(name, *(_measure(part.measures.get(name)) for part in report.slices)) for name in _MEASURES]
    counts = sorted({name for part in report.slices for name in part.counts})
    rows += [(name, *(str(part.counts.get(name, 0)) for part in report.slices)) for name in counts]
    rows.append(("seconds median / p95", *(_seconds(part) for part in report.slices)))
    rows.append(("milliseconds per KB", *(_number(part.seconds_per_kb, 1000) for part in report.slices)))
    rows.append(
        ("analysis ms, median", *(_number(part.analysis_seconds_median, 1000) for part in report.slices))
    )
    return tuple(rows)


def fault_rows(report: Report) -> tuple[tuple[str, ...], ...]:
    """Rows of plain cells for the disagreements, the heading first."""
    heading = ("document", "measure", "what", "expected", "found")
    faults = (
        (one.document, one.measure, one.what, _short(one.expected), _short(one.found))
        for one in report.faults
    )
    return (heading, *faults)


def _short(words: str, most: int = 160) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}\u2026"


def _fidelity(part: Slice) -> str:
    return f"{_number(part.fidelity)} ({_number(part.fidelity_lowest)})"


def _seconds(part: Slice) -> str:
    return f"{_number(part.seconds_median)} / {_number(part.seconds_p95)}"


def _number(value: float | None, times: int = 1) -> str:
    return "\u2013" if value is None else f"{value * times:.3f}"


def _measure(measure: Measure | None) -> str:
    """Precision and recall, or one share where nothing is claimed beyond the labels; then the counts."""
    if measure is None or (measure.recall is None and measure.precision is None):
        return "\u2013"
    all_of_it = (
        f" [{measure.recall_over_all:.2f} over all]"
        if measure.labels_unread and measure.recall_over_all is not None
        else ""
    )
    if not measure.found:
        return f"{_figure(measure.recall)} ({measure.hits}/{measure.labels}){all_of_it}"
    precision = f"P {_figure(measure.precision)} ({measure.right}/{measure.found})"
    recall = f"R {_figure(measure.recall)} ({measure.hits}/{measure.labels})"
    return f"{precision} {recall}{all_of_it} F1 {_figure(measure.f1)}"


def _figure(value: float | None) -> str:
    return "\u2013" if value is None else f"{value:.3f}"
