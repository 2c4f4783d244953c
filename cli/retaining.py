"""`retention …` and `hold …`: how long records are kept, and what holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson, Ref
from cli.printing import note, number_of, say, show_json, table
from cli.session import actor, control_number, records, this_day

if TYPE_CHECKING:
    from coordination.retention import Category

retention = typer.Typer(help="How long records are kept, and what is due.", rich_markup_mode=None)
hold = typer.Typer(help="Holds: what may not be disposed of.", rich_markup_mode=None)

_Matter = Annotated[str, typer.Argument(metavar="MATTER", help="Name of the case, request or audit.")]
_Because = Annotated[str, typer.Option("--because", metavar="REASON", help="Why.")]


@retention.command("schedule")
def show_schedule(as_json: AsJson = False) -> None:
    """Show the office's retention schedule, `retention.toml` in the home folder."""
    with records() as opened:
        plan = opened.retention_schedule()
    if as_json:
        show_json(plan)
    elif plan.categories:
        rows = [(one.name, one.cutoff, one.period, _fate(one), one.authority) for one in plan.categories]
        table(("category", "cut-off", "period", "disposition", "authority"), rows)
    else:
        note("There is no retention.toml: nothing is scheduled, and everything is kept.")


@retention.command()
def sample() -> None:
    """Print a retention schedule to begin with; its authorities are for your records officer to name."""
    from coordination.retention_file import SAMPLE

    typer.echo(SAMPLE, nl=False)


@retention.command("list")
def list_retained(
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is not due: open, held, unscheduled, not yet over.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what is due for disposition today; nothing is disposed of."""
    today = this_day()
    with records() as opened:
        found = [one for one in opened.retained() if everything or one.ready(today)]
    if as_json:
        show_json({"today": today, "records": found})
        return
    rows = [
        (
            *(one.control_number, one.title, ", ".join(one.actions), one.category, one.disposition),
            *(one.cut_off, one.due, _why(one)),
        )
        for one in found
    ]
    named = ("number", "document", "with actions", "category", "disposition", "cut-off", "due")
    table((*named, "kept because"), rows)
    if not found:
        note("Nothing is due for disposition.")


def _fate(one: Category) -> str:
    return f"{one.disposition}, executive actions too" if one.with_actions else one.disposition.value


def _why(one: object) -> str:
    from store.retaining import Kept

    assert isinstance(one, Kept)
    if one.holds:
        return f"held for {', '.join(one.holds)}"
    if one.open_because:
        return one.open_because
    return "" if one.category else "unscheduled"


@retention.command()
def assign(
    ref: Ref,
    category: Annotated[
        str, typer.Argument(metavar="CATEGORY", help="A category of the schedule; `-` takes it back.")
    ],
    because: _Because,
) -> None:
    """Give a document a category by hand, against what the schedule would say."""
    with records() as opened:
        number = control_number(opened, ref)
        opened.categorise(number, None if category == "-" else category, because, actor())
    note(f"{number} is kept as {category}." if category != "-" else f"{number} is kept by the schedule.")


_Numbers = Annotated[
    list[str] | None, typer.Argument(metavar="NUMBER...", help="Control numbers; without one, all of them.")
]


@retention.command()
def propose(numbers: _Numbers = None) -> None:
    """Propose to dispose of what is due: these documents, or all. Another person approves it."""
    today = this_day()
    with records() as opened:
        due = [one.control_number for one in opened.retained() if one.ready(today)]
        count = opened.propose_disposal(_named(numbers) or due, actor())
    note(f"{number_of(count, 'document')} newly proposed.")


@retention.command()
def approve(
    numbers: _Numbers = None,
    receiver: Annotated[str, typer.Option("--to", help="Who took over what is transferred.")] = "",
) -> None:
    """Approve what another person proposed: these documents, or all. Nothing is gone before `run`."""
    with records() as opened:
        waiting = [one.control_number for one in opened.disposals(("proposed",))]
        count = opened.approve_disposal(_named(numbers) or waiting, receiver, actor())
    note(f"{number_of(count, 'disposal')} approved; `chancery retention run` carries them out.")


@retention.command()
def withdraw(
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="Control numbers.")],
    because: _Because,
) -> None:
    """Take a proposal or an approval back, while nothing is gone."""
    with records() as opened:
        count = opened.withdraw_disposal(_named(numbers), because, actor())
    note(f"{number_of(count, 'disposal')} withdrawn.")


@retention.command()
def run(as_json: AsJson = False) -> None:
    """Carry out what is approved, and end what was cut off. What is gone does not come back.

    A hold that came since the approval wins. Ends with 3 where something was kept or waits.
    """
    with records() as opened:
        done = opened.carry_out_disposals()
    if as_json:
        show_json(done)
    else:
        for words, found in (
            ("disposed of", done.gone),
            ("kept: it is held, or no longer due", done.kept),
            ("not ended: another process writes the index of vectors", done.waiting),
        ):
            for number in found:
                say(f"{number} {words}.")
        note(f"{number_of(len(done.gone), 'document')} disposed of.")
    raise typer.Exit(Exit.SET_ASIDE if done.kept or done.waiting else Exit.GOOD)


@retention.command()
def disposals(as_json: AsJson = False) -> None:
    """List disposals with their certificates, the latest first."""
    with records() as opened:
        found = opened.disposals()
    if as_json:
        show_json({"disposals": found})
        return
    rows = [
        (one.control_number, one.disposition, one.state, one.proposed_by, one.approved_by, one.authority)
        for one in found
    ]
    table(("number", "disposition", "state", "proposed by", "approved by", "authority"), rows)


def _named(numbers: list[str] | None) -> list[str]:
    return [one.strip().upper() for one in numbers or ()]


@hold.command()
def place(
    matter: _Matter,
    numbers: Annotated[
        list[str], typer.Argument(metavar="NUMBER...", help="Control numbers and numbers of actions.")
    ],
    because: _Because,
    kind: Annotated[str, typer.Option(help="legal, foia, audit or other.")] = "legal",
) -> None:
    """Hold documents, and actions with all their documents, back from disposal."""
    from coordination.retention import HoldKind
    from pipeline.problems import NotFound

    if kind not in tuple(HoldKind):
        raise NotFound(f"{kind!r} is no kind of hold.", f"There are: {', '.join(HoldKind)}.")
    with records() as opened:
        held = opened.place_hold(
            matter, HoldKind(kind), because, [one.strip().upper() for one in numbers], actor()
        )
    note(f"{number_of(held, 'record')} newly held for {matter}.")


@hold.command()
def release(
    matter: _Matter,
    because: _Because,
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="NUMBER...", help="Only these; without one, all of it.")
    ] = None,
) -> None:
    """Let what is held for a matter go; what another matter holds stays held."""
    with records() as opened:
        gone = opened.release_hold(matter, because, actor(), [one.strip().upper() for one in numbers or ()])
    note(f"{number_of(gone, 'record')} let go.")


@hold.command("list")
def list_holds(
    everything: Annotated[bool, typer.Option("--all", help="Released ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what is held, for which matter, by whom and since when."""
    with records() as opened:
        found = opened.holds(standing=not everything)
    if as_json:
        show_json({"holds": found})
        return
    rows = [
        (one.matter, one.kind, one.number, one.placed_by, one.since.date(), one.reason, one.released_by)
        for one in found
    ]
    table(("matter", "kind", "record", "by", "since", "reason", "released by"), rows)
