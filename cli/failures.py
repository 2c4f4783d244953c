"""`failures`: what a machine could not read or finish, and another try."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import AsJson
from cli.printing import note, show_json, table
from cli.session import actor, control_number, records
from pipeline.intake import Stage
from pipeline.problems import NotFound

app = typer.Typer(help="Documents that are set aside or held.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def failures(context: typer.Context) -> None:
    """Documents that are set aside or held."""
    if context.invoked_subcommand is None:
        list_failures()


@app.command("list")
def list_failures(as_json: AsJson = False) -> None:
    """List every document that is set aside or held, with the reason."""
    with records() as opened:
        rows = opened.failures()
    if as_json:
        show_json({"documents": rows})
        return
    if not rows:
        note("No document is set aside or held.")
        return
    table(
        ("number", "document", "stage", "reading", "reason"),
        [(row.control_number, row.name, row.stage, row.reading_state, row.reason) for row in rows],
    )


@app.command()
def retry(
    refs: Annotated[
        list[str] | None, typer.Argument(metavar="[REF]...", help="Control numbers of documents set aside.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every document that is set aside.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let documents that are set aside be read again from the start, and process them."""
    if bool(refs) == everything:
        raise NotFound("Which documents?", remedy="Give their control numbers, or --all, and not both.")
    from cli.processing import process_and_tell
    from cli.session import settings
    from flows.wiring import open_desk

    with open_desk(settings()) as desk:
        opened = desk.records
        wanted = [control_number(opened, ref) for ref in refs or ()] or [
            row.control_number for row in opened.failures() if row.stage == Stage.SET_ASIDE
        ]
        for number in wanted:
            opened.retry(number, actor())
        code = process_and_tell(desk, wanted, as_json)
    raise typer.Exit(code)
