"""`evaluate`: how good the analyzer is on documents that people labelled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.analyzing import Choice, analysed, tools
from cli.exits import Exit
from cli.options import AsJson
from cli.printing import show_json, table, warn
from cli.session import settings
from pipeline.findings import Analysis
from pipeline.problems import NotFound

if TYPE_CHECKING:
    from analysis.evaluation import Report


def evaluate(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A labelled folder; `docs/` says its format.")
    ],
    analyzer: Annotated[
        Choice | None, typer.Option(help="Which analyzer; by default as the settings say.")
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="NAME", help="Keep to one split of the folder, such as fit.")
    ] = None,
    errors: Annotated[
        bool,
        typer.Option("--errors", help="List where it disagrees with the labels, outside the check split."),
    ] = False,
    groups: Annotated[
        bool, typer.Option("--groups", help="Show orders and memos, letters and mail, and law apart too.")
    ] = False,
    least: Annotated[
        float | None,
        typer.Option("--least", metavar="F1", min=0, max=1, help="Exit 7 when F1 of the citations is below."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score the analyzer on a labelled folder."""
    report = _report(folder, analyzer, split, errors)
    if as_json:
        show_json(report)
    else:
        _show(report, groups)
    if least is not None and _citations(report) < least:
        warn(f"F1 of the citations is {_citations(report):.3f}, below {least}.")
        raise typer.Exit(Exit.CHECK_FAILED)


def _report(folder: Path, analyzer: Choice | None, split: str | None, errors: bool) -> Report:
    from analysis.evaluation import evaluate as score

    if not folder.is_dir():
        raise NotFound(f"There is no folder {folder}.", remedy="Name a labelled folder.")
    conf = settings()
    conf = replace(conf, analyzer=analyzer.value) if analyzer else conf
    with tools(conf) as (reader, chosen):

        def analyse(path: Path) -> Analysis:
            return analysed(conf, reader, chosen, str(path))

        return score(folder, analyse, split, errors)


def _citations(report: Report) -> float:
    measure = report.slice("total").measures.get("citations")
    return (measure.f1 or 0.0) if measure else 0.0


def _show(report: Report, groups: bool) -> None:
    from analysis.evaluation import fault_rows
    from analysis.evaluation import table as rows_of

    whole = tuple(part for part in report.slices if part.name in ("total", "fit", "check"))
    shown = report if groups else replace(report, slices=whole)
    headings, *rows = rows_of(shown)
    table(headings, rows)
    if report.faults:
        headings, *rows = fault_rows(report)
        table(headings, rows)
