"""Runs an analyzer over a labelled folder and adds up the scores."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from analysis.evaluation.claims import claims_of
from analysis.evaluation.gold import Group, LabelledDocument, load
from analysis.evaluation.report import Report, Slice
from analysis.evaluation.scoring import score, score_unread
from analysis.evaluation.sheet import Fault, Sheet
from analysis.evaluation.tally import Tally, measured
from pipeline.findings import Analysis
from pipeline.problems import Misconfigured, NotFound, Problem, ReadingState, Unread

CLOSED_SPLIT = "check"
"""Documents of this split are scored but their errors are never shown: they tell whether rules carry over."""

_COUNTS = (
    "changes that no label speaks of",
    "core neither drafted nor listed",
    "core not drafted, listed as uncovered",
    "core not drafted, listed otherwise",
    "due dates where the label has none",
    "labels not found in the text as read",
)


@dataclass(frozen=True, slots=True)
class _Scored:
    document: LabelledDocument
    state: str
    read: bool
    seconds: float
    analysis_seconds: float
    fidelity: float | None
    sheet: Sheet
    analyzer: str = ""


def evaluate(
    folder: Path, analyse: Callable[[Path], Analysis], split: str | None = None, errors: bool = False
) -> Report:
    """Score an analyzer on a labelled folder (its format: docs/evaluation.md).

    `analyse` reads and analyses one file; a Problem it raises counts as a document not read. `split` keeps
    to one split; `errors` lists every disagreement, except those of the check split.
    Raises NotFound where no labelled document is, Misconfigured for the errors of the check split.
    """
    if errors and split == CLOSED_SPLIT:
        raise Misconfigured(
            "Errors of the check split are not shown.",
            "It measures whether rules carry over to documents nobody looked at.",
            "Ask for the fit split.",
        )
    documents = [one for one in load(folder) if split is None or one.split == split]
    if not documents:
        raise NotFound(f"{folder.name} holds no labelled documents{f' of split {split}' if split else ''}.")
    scored = [_score_one(document, analyse) for document in documents]
    faults = _faults(scored) if errors else ()
    names = sorted({one.analyzer for one in scored if one.analyzer})
    return Report(folder.name, ", ".join(names), tuple(_slices(scored)), faults)


def _score_one(document: LabelledDocument, analyse: Callable[[Path], Analysis]) -> _Scored:
    begun = time.perf_counter()
    try:
        analysis = analyse(document.path)
    except Problem as problem:
        end = problem.state if isinstance(problem, Unread) else ReadingState.FAILED
        return _Scored(document, end, False, time.perf_counter() - begun, 0.0, None, score_unread(document))
    seconds = time.perf_counter() - begun
    made = analysis.provenance
    state = analysis.document.state
    if not analysis.text.strip():
        return _Scored(
            document, state, False, seconds, made.seconds, None, score_unread(document), made.analyzer
        )
    claims = claims_of(analysis, document.text)
    sheet = score(document, claims, analysis.document)
    sheet.add("evidence", _evidence(analysis))
    shared, expected, given = claims.crossing.words
    sheet.add("words in order", Tally(shared, expected, 0, shared, given))
    fidelity = claims.crossing.fidelity
    return _Scored(document, state, True, seconds, made.seconds, fidelity, sheet, made.analyzer)


def _evidence(analysis: Analysis) -> Tally:
    places = list(analysis.evidence())
    valid = sum(analysis.text[one.start : one.end] == one.quote for one in places)
    return sum(map(_evidence, analysis.children), Tally(hits=valid, labels=len(places)))


def _faults(scored: Iterable[_Scored]) -> tuple[Fault, ...]:
    return tuple(fault for one in scored if one.document.split != CLOSED_SPLIT for fault in one.sheet.faults)


def _slices(scored: list[_Scored]) -> Iterable[Slice]:
    yield _slice("total", scored)
    splits = sorted({one.document.split for one in scored} - {""}, reverse=True)
    for split in splits:
        yield _slice(split, [one for one in scored if one.document.split == split])
    for group in Group:
        members = [one for one in scored if one.document.group is group]
        if members:
            yield _slice(str(group), members)
            yield from _by_split(group, members, splits)


def _by_split(group: Group, members: list[_Scored], splits: list[str]) -> Iterable[Slice]:
    for split in splits if len(splits) > 1 else ():
        within = [one for one in members if one.document.split == split]
        if within:
            yield _slice(f"{group}, {split}", within)


def _slice(name: str, scored: list[_Scored]) -> Slice:
    read = [one for one in scored if one.read]
    fidelities = [one.fidelity for one in read if one.fidelity is not None]
    tallies: dict[str, Tally] = {}
    counts = dict.fromkeys(_COUNTS, 0)
    for one in scored:
        for measure, tally in one.sheet.tallies.items():
            tallies[measure] = tallies.get(measure, Tally()) + tally
        for what, number in one.sheet.counts.items():
            counts[what] += number
    seconds = [one.seconds for one in read]
    characters = sum(len(one.document.text) for one in read)
    return Slice(
        name,
        len(scored),
        len(read),
        dict(Counter(str(one.state) for one in scored)),
        round(sum(fidelities) / len(fidelities), 4) if fidelities else None,
        min(fidelities, default=None),
        {measure: measured(tally) for measure, tally in tallies.items()},
        counts,
        round(median(seconds), 4) if seconds else None,
        _p95(seconds),
        round(1024 * sum(seconds) / characters, 6) if characters else None,
        round(median(one.analysis_seconds for one in read), 6) if read else None,
    )


def _p95(seconds: list[float]) -> float | None:
    if len(seconds) < 2:
        return round(seconds[0], 4) if seconds else None
    return round(quantiles(seconds, n=20, method="inclusive")[-1], 4)
