"""`decisions`: what reviewers made of drafts, and what others can learn from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson
from cli.printing import note, say, show_json, table
from cli.session import records, settings

if TYPE_CHECKING:
    from analysis.evaluation import Reviewed
    from pipeline.calibration import Band
    from store.records import SqlRecords

app = typer.Typer(help="What reviewers made of drafts.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def decisions(context: typer.Context, as_json: AsJson = False) -> None:
    """Show how often drafts were right, by kind and confidence.

    What was approved in one go is left out. A share is told from a hundred decisions on.
    """
    if context.invoked_subcommand is not None:
        return
    conf = settings()
    with records() as opened:
        by = {"offline": opened.track_record("offline", None)}
        if conf.model:
            by[conf.model] = opened.track_record("model", conf.model)
    if as_json:
        show_json({"decisions": {name: [_plain(band) for band in bands] for name, bands in by.items()}})
    elif not any(by.values()):
        note("Nobody has decided on a draft yet.")
    else:
        rows = [(name, *_row(band)) for name, bands in by.items() for band in bands]
        headings = (
            "drafted by",
            "what",
            "confidence",
            "decided",
            "right",
            "mended",
            "wrong",
            "right of them",
        )
        table(headings, rows)


def _row(band: Band) -> tuple[object, ...]:
    low, high = band.between
    share = f"{band.share:.0%} ({low:.0%} to {high:.0%})" if band.known else "too few to tell"
    kind = band.kind.replace("_", " ")
    return kind, band.confidence, band.decided, band.right, band.mended, band.wrong, share


def _plain(band: Band) -> dict[str, object]:
    share = {"share": round(band.share, 4), "between": [round(end, 4) for end in band.between]}
    return {
        "kind": band.kind,
        "confidence": band.confidence,
        "earned": band.earned,
        "decided": band.decided,
        "right": band.right,
        "mended": band.mended,
        "wrong": band.wrong,
        **(share if band.known else {"share": None, "between": None}),
    }


@app.command("export")
def export_decisions(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")],
    originals: Annotated[
        bool,
        typer.Option("--originals", help="Documents as they came, with nothing blotted out."),
    ] = False,
    marked: Annotated[
        bool, typer.Option("--marked", help="Also documents with a handling mark, such as CUI.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write reviewed documents as a labelled folder, for `evaluate`.

    Personal data are blotted out and hidden text is left blank, unless --originals is given. The folder says
    nothing of who decided.
    """
    from analysis.evaluation import export

    with records() as opened:
        told = export(folder, _reviewed(opened, originals=originals), marked=marked)
    if as_json:
        show_json({"documents": told.documents, "rows": told.rows, "left_out": told.left_out})
        return
    say(f"{told.documents} documents, {told.rows['decisions']} decisions: {folder}")
    for why, count in told.left_out.items():
        note(f"{count} left out: {why}.")


@app.command("examples")
def own_examples(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    most: Annotated[int, typer.Option(min=1, max=20, help="So many examples at most.")] = 6,
) -> None:
    """Write taskings that reviewers mended to a file of examples for the model.

    Read it before you name it in CHANCERY_MODEL_EXAMPLES: its sentences then stand in every question.
    """
    from analysis.endpoint.own_examples import examples, lines, write

    with records() as opened:
        newest = reversed([reviewed for reviewed, _ in _reviewed(opened, originals=False)])
        found = examples(newest, most)
        if not found:
            note("No reviewed document has a mended tasking that can be an example.")
            return
        write(file, opened.agency().name, found)
    for line in lines(found):
        say(line)
    note(f"Read them. CHANCERY_MODEL_EXAMPLES={file} shows them to the model.")


def _reviewed(opened: SqlRecords, *, originals: bool) -> Iterator[tuple[Reviewed, bytes | None]]:
    from analysis.evaluation import Reviewed

    for row in opened.finished():
        document = opened.document(row.control_number)
        read = opened.last_reading(document)
        if read is not None:
            guarded = row.handling not in ("", "unrestricted")
            reviewed = Reviewed(
                row.control_number, read[0], opened.drafts(row.control_number), row.uncovered, guarded
            )
            yield reviewed, opened.contents(document) if originals else None
