"""`batch`: many documents at once, by a manifest or from an archive."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import note, number_of, say, show_json, table, warn
from cli.session import records, settings
from cli.taking_in import named, take_in

if TYPE_CHECKING:
    from intake.batch import Batch


def batch(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", parser=named, help="A manifest (.csv, .jsonl) or an archive (.zip, .tar)."
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would become of each file.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take in the files that a manifest names, or that lie in an archive.

    A batch that was broken off goes on where it stood when it is started again. The files stay as they are.
    """
    from flows.batches import batch as opened_batch
    from flows.wiring import open_desk

    conf = settings()
    if dry_run:
        with records() as opened:
            raise typer.Exit(_tell_plan(opened_batch(conf, opened, path), as_json))
    with open_desk(conf) as desk:
        channel = opened_batch(conf, desk.records, path)
        code = take_in(desk, channel, channel.count(datetime.now(UTC)), as_json)
        if channel.known:
            note(f"{number_of(channel.known, 'file')} of the batch were on the record before.")
        _tell_passed_over(channel)
    raise typer.Exit(code)


def _tell_passed_over(channel: Batch) -> None:
    if channel.passed_over:
        files = number_of(channel.passed_over, "file")
        note(f"{files} were passed over: hidden, locks, or downloads under way.")


def _tell_plan(channel: Batch, as_json: bool) -> Exit:
    rows = list(channel.plan(datetime.now(UTC)))
    counts = Counter(row.plan.value for row in rows)
    if as_json:
        show_json({"files": rows, "counts": counts, "passed_over": channel.passed_over})
    else:
        table(("file", "bytes", "would be"), [(row.name, row.size, row.plan.value) for row in rows])
        for row in rows:
            if row.why:
                warn(f"{row.name}: {row.why}")
        said = f"{counts['new']} would be taken in, {counts['known']} are on the record"
        say(f"{said}, {counts['refused']} would be refused; nothing was done.")
        _tell_passed_over(channel)
    return Exit.SET_ASIDE if counts["refused"] else Exit.GOOD
