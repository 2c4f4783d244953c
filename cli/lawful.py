"""`changes`: authorities that changed beneath open work, and what their leads say to it."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import AsJson
from cli.printing import heading, note, say, shortened, show_json
from cli.session import actor, records, this_day

app = typer.Typer(help="Authorities that changed beneath open work.", rich_markup_mode=None)

STATES = ("waiting", "told", "accepted", "all")


@app.callback(invoke_without_command=True)
def changes(
    context: typer.Context,
    mine: Annotated[bool, typer.Option("--mine", help="Only what waits for my word.")] = False,
    state: Annotated[str, typer.Option("--state", help=f"{', '.join(STATES)}.")] = "waiting",
    action: Annotated[str | None, typer.Option("--action", help="Only this executive action.")] = None,
    as_json: AsJson = False,
) -> None:
    """List changes of authorities with the open work that they reach, or say something to one."""
    if context.invoked_subcommand is not None:
        return
    if state not in STATES:
        raise typer.BadParameter(f"{state!r} is none of {', '.join(STATES)}.")
    from store.changes import Asked

    user = actor() if mine else None
    today = this_day()
    with records() as opened:
        found = opened.authority_changes(Asked(user, action, today, state))
    if as_json:
        show_json({"changes": found})
        return
    if not found:
        note("No authority changed beneath open work.")
    for row in found:
        heading(f"{row.changing} {row.relation} {row.changed}{f' at {row.places}' if row.places else ''}")
        for place in row.evidence[:2]:
            say(f"  “{shortened(place.quote, 160)}”{f' ({row.document})' if row.document else ''}")
        for one in row.reached:
            said = one.effect.answer or one.effect.reach
            say(f"  {one.id}  {one.kind} {one.number or ''} {shortened(one.name, 60)}: {said}")


@app.command()
def accept(
    effect: Annotated[str, typer.Argument(help="Id of the piece of work, from `chancery changes`.")],
    answer: Annotated[
        str, typer.Argument(help="unchanged, changed, ended or apart: what becomes of the work.")
    ],
    words: Annotated[str, typer.Option("--words", help="Why; others see it.")] = "",
) -> None:
    """Say what becomes of work whose authority changed."""
    from coordination.propagation import Answer

    known = {one.name.casefold(): one.value for one in Answer}
    with records() as opened:
        number = opened.accept_change(effect, known.get(answer.casefold(), answer), words, actor())
    note(f"{number or 'It'}: recorded.")


@app.command()
def reopen(
    effect: Annotated[str, typer.Argument(help="Id of the piece of work.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; others see it.")] = "",
) -> None:
    """Take a word back."""
    with records() as opened:
        number = opened.reopen_change(effect, reason, actor())
    note(f"{number or 'It'} waits for a word again.")
