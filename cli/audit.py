"""`audit`: what happened on the record, and whether the log of it is whole."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import note, say, show_json, table, warn
from cli.session import records

app = typer.Typer(help="The audit log.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def audit(context: typer.Context) -> None:
    """The audit log."""
    if context.invoked_subcommand is None:
        list_events()


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Compute every link of the log's chain anew; exit 7 when one does not fit."""
    with records() as opened:
        check = opened.verify()
    if as_json:
        show_json(
            {
                "holds": check.holds,
                "events": check.events,
                "head": check.head,
                "broken_at": check.broken_at,
                "why": check.why,
            }
        )
    elif check.holds:
        say(f"The log is whole: {check.events} events, head {check.head}.")
    else:
        warn(f"The log is broken at event {check.broken_at}.")
        warn(check.why or "")
        warn("Keep a copy of the records as they are, and restore from a backup that holds.")
    if not check.holds:
        raise typer.Exit(Exit.CHECK_FAILED)


@app.command("list")
def list_events(
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many events.")] = 50,
    before: Annotated[int | None, typer.Option(min=1, help="Only events before this number.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the latest events, the newest first."""
    with records() as opened:
        rows = opened.audit(limit, before)
    if as_json:
        show_json({"events": rows})
        return
    if not rows:
        note("Nothing has happened yet.")
        return
    table(
        ("event", "at", "who", "what", "subject"),
        [(row.number, row.at, row.who, row.what, row.subject) for row in rows],
    )
