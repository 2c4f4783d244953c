"""Documents written by somebody who had not seen the rules, and what the rules make of them.

Four sets: `unseen` and `unseen_second` by different hands, `unseen_third` wider in its forms, `unseen_fourth`
wider still (court orders, military letters, requests for records). The `labels.toml` of each says what a
person reads out of each text. Figures per set and group and every disagreement: run this file as a script
(`python tests/analysis/test_unseen.py`).
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analysis.evaluation.claims import claims_of
from analysis.evaluation.gold import FactLabels, Group, LabelledDocument, TaskingLabel
from analysis.evaluation.scoring import score
from analysis.evaluation.sheet import Sheet
from analysis.evaluation.tally import Tally, measured
from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Analysis, Kind

HERE = Path(__file__).parent


@dataclass(frozen=True)
class LabelledSet:
    """One folder of texts with what its author reads out of them; `quiet` texts at least ask for nothing."""

    title: str
    folder: Path
    quiet: int

    @property
    def labels(self) -> dict[str, dict[str, Any]]:
        return tomllib.loads((self.folder / "labels.toml").read_text(encoding="utf-8"))


SETS = (
    LabelledSet("first set", HERE / "unseen", 9),
    LabelledSet("second set", HERE / "unseen_second", 5),
    LabelledSet("third set", HERE / "unseen_third", 3),
    LabelledSet("fourth set", HERE / "unseen_fourth", 3),
)
LABELS: dict[str, dict[str, Any]] = {name: row for each in SETS for name, row in each.labels.items()}
FOLDERS = {name: each.folder for each in SETS for name in each.labels}
NAMES = sorted(LABELS)
MEASURES = (
    "taskings",
    "deadline text",
    "due date",
    "responsible",
    "metadata: kind",
    "metadata: date",
    "metadata: sender",
    "metadata: addressee",
    "metadata: number",
)


def text_of(name: str) -> str:
    return (FOLDERS[name] / f"{name}.txt").read_text(encoding="utf-8")


def asks_for_nothing(name: str) -> bool:
    """Say whether nobody must act on a text; soft and standing words may stand in it."""
    return not any(row["level"] == "core" for row in LABELS[name].get("taskings", ()))


@cache
def analysed(name: str) -> Analysis:
    text = text_of(name)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    page = Page(1, Span(0, len(text)))
    return OfflineAnalyzer(Agency("", "")).analyse(
        ExtractedDocument(sha256, f"{name}.txt", "text/plain", text, (page,))
    )


def _tasking(text: str, row: dict[str, Any]) -> TaskingLabel:
    start = text.index(row["clause"])
    return TaskingLabel(
        Span(start, start + len(row["clause"])),
        row["responsible"] or None,
        row.get("deadline"),
        row.get("due"),
        row["level"] == "core",
    )


def labelled(name: str) -> LabelledDocument:
    labels, text = LABELS[name], text_of(name)
    facts = FactLabels(
        labels["kind"],
        None,
        False,
        labels.get("date"),
        labels.get("sender"),
        labels.get("addressee"),
        labels.get("number"),
    )
    taskings = tuple(_tasking(text, row) for row in labels.get("taskings", ()))
    path = FOLDERS[name] / f"{name}.txt"
    return LabelledDocument(
        name, path, "", Group.LETTERS, text, facts, (), False, (), False, taskings, taskings_complete=True
    )


@cache
def scored(name: str) -> Sheet:
    analysis = analysed(name)
    return score(labelled(name), claims_of(analysis, text_of(name)), analysis.document)


@pytest.mark.parametrize("each", SETS, ids=lambda each: each.folder.name)
def test_every_text_has_its_labels(each: LabelledSet) -> None:
    assert {path.stem for path in each.folder.glob("*.txt")} == set(each.labels)
    assert {row["kind"] for row in each.labels.values()} <= {str(kind) for kind in Kind}
    assert sum(asks_for_nothing(name) for name in each.labels) >= each.quiet


def test_no_two_sets_share_a_name() -> None:
    assert len(LABELS) == sum(len(each.labels) for each in SETS)


@pytest.mark.parametrize("name", NAMES)
def test_labels_stand_in_their_text(name: str) -> None:
    text = text_of(name)
    for row in LABELS[name].get("taskings", ()):
        assert text.count(row["clause"]) == 1
        assert row["level"] in ("core", "optional")
        assert row.get("deadline", "") in " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_stands_in_the_text(name: str) -> None:
    analysis = analysed(name)
    places = list(analysis.evidence())
    assert places
    assert all(analysis.text[place.start : place.end] == place.quote for place in places)


@pytest.mark.parametrize("name", NAMES)
def test_what_must_be_done_is_drafted_or_listed(name: str) -> None:
    sheet = scored(name)
    assert sheet.counts.get("labels not found in the text as read", 0) == 0
    lost = [fault.expected for fault in sheet.faults if fault.measure == "ledger" and fault.what == "lost"]
    assert not lost


@dataclass(frozen=True)
class Figures:
    """One group's tallies and counts added up."""

    name: str
    documents: int
    tallies: dict[str, Tally]
    counts: Counter[str]


def figures(group: str, names: list[str]) -> Figures:
    tallies: dict[str, Tally] = {}
    counts: Counter[str] = Counter()
    for name in names:
        sheet = scored(name)
        counts.update(sheet.counts)
        for measure, tally in sheet.tallies.items():
            tallies[measure] = tallies.get(measure, Tally()) + tally
    return Figures(group, len(names), tallies, counts)


def _line(measure: str, tally: Tally) -> str:
    made = measured(tally)
    line = f"  {measure:<20} {tally.hits:>4} of {tally.labels:<4} recall {made.recall}"
    if not tally.found:
        return line
    return f"{line}   {tally.right} of {tally.found} rows right, precision {made.precision}, F1 {made.f1}"


def _report(group: Figures) -> list[str]:
    lines = [f"\n{group.name} ({group.documents} documents)"]
    lines += [_line(measure, group.tallies[measure]) for measure in MEASURES if measure in group.tallies]
    return lines + [f"  {what}: {number}" for what, number in sorted(group.counts.items()) if number]


def _faults(name: str) -> list[str]:
    lines = []
    for fault in scored(name).faults:
        expected, found = " ".join(fault.expected.split()), " ".join(fault.found.split())
        lines.append(f"{name}: {fault.measure} {fault.what}\n    expected: {expected}\n    found:    {found}")
    return lines


def _told(each: LabelledSet) -> list[str]:
    names, heading = list(each.labels), each.title
    lines = _report(figures(f"{heading}: all", names))
    nothing = [name for name in names if asks_for_nothing(name)]
    lines += _report(figures(f"{heading}: documents that ask for nothing", nothing))
    for group in dict.fromkeys(LABELS[name]["group"] for name in names):
        members = [name for name in names if LABELS[name]["group"] == group]
        lines += _report(figures(f"{heading}: {group}", members))
    lines.append("")
    for name in names:
        lines += _faults(name)
    return lines


def main() -> None:
    """Print each set's figures per group, then its disagreements."""
    for each in SETS:
        sys.stdout.write("\n".join(_told(each)) + "\n")


if __name__ == "__main__":
    main()
