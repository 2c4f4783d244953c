"""`agreements …`: agreements with organisations outside, and who of them takes part in an action."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from cli.coordinating import day
from cli.options import ActionNumber, AsJson
from cli.printing import note, say, shortened, show_json, table
from cli.session import actor, records, this_day
from coordination.agreements import Agreement
from pipeline.problems import IllegalMove, NotFound

app = typer.Typer(help="Agreements with organisations outside, and partners.", rich_markup_mode=None)
_TEXTS = ("name", "counterparty", "kind", "status", "purpose", "terms", "document")
_DAYS = ("effective", "expires")
_GIVEN = typer.Argument(
    metavar="FIELD=VALUE...", help="name, counterparty, kind, status, purpose, effective, expires, terms, "
    "binding=yes|no, document.",
)  # fmt: skip


@app.callback(invoke_without_command=True)
def agreements(context: typer.Context, as_json: AsJson = False) -> None:
    """List the agreements, or do something with one."""
    if context.invoked_subcommand is not None:
        return
    today = this_day()
    with records() as opened:
        known = opened.agreements()
    if as_json:
        show_json({"agreements": known})
    elif known:
        table(
            ("agreement", "with", "status", "from", "to", "name"),
            [
                (o.number, o.counterparty, o.standing(today), o.effective, o.expires, shortened(o.name, 60))
                for o in known
            ],
        )
    else:
        note("There are no agreements.")


@app.command()
def make(given: Annotated[list[str], _GIVEN]) -> None:
    """Make an agreement; its number."""
    with records() as opened:
        say(opened.put_agreement(_with(Agreement("", ""), given), actor()))


@app.command()
def change(
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help="Its number.")],
    given: Annotated[list[str], _GIVEN],
) -> None:
    """Write parts of an agreement anew."""
    with records() as opened:
        held = next((one for one in opened.agreements() if one.number == agreement), None)
        if held is None:
            raise NotFound(f"There is no agreement {agreement}.", remedy="`chancery agreements` lists them.")
        opened.put_agreement(_with(held, given), actor())
    note(f"{agreement} is kept.")


def _with(held: Agreement, given: list[str]) -> Agreement:
    for text in given:
        name, mark, value = text.partition("=")
        value = value.strip()
        if mark and name in _TEXTS:
            held = replace(held, **{name: value})  # type: ignore[arg-type]
        elif mark and name in _DAYS:
            held = replace(held, **{name: day(value) if value else None})  # type: ignore[arg-type]
        elif mark and name == "binding":
            held = replace(held, binding=value.casefold() == "yes")
        else:
            raise IllegalMove(f"{text!r} is no field with a value.", remedy="Write it as status=Draft.")
    return held


@app.command()
def join(
    number: ActionNumber,
    agreement: Annotated[str, typer.Argument(metavar="[AGREEMENT]", help="None: under no agreement.")] = "",
) -> None:
    """Do an action under an agreement."""
    with records() as opened:
        opened.join_agreement(number, agreement, actor())
    note(f"{number} is under {agreement or 'no agreement'}.")


@app.command()
def partner(
    number: ActionNumber,
    name: Annotated[str, typer.Argument(metavar="ORGANISATION", help="Its name.")],
    role: Annotated[str, typer.Option("--role", help="What it does.")] = "",
    end: Annotated[str, typer.Option("--end", help="It takes part no more: why.")] = "",
) -> None:
    """Name an organisation outside that takes part in an action, or let it go."""
    with records() as opened:
        if end:
            opened.end_partner(number, name, end, actor())
        else:
            opened.add_partner(number, name, role, actor())
        for one in opened.partners(number):
            say(f"{one.name}{f': {one.role}' if one.role else ''}")
