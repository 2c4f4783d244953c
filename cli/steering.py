"""Milestones of an action, acting officials, types of action: what steers the work, from the terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cli.coordinating import day
from cli.options import ActionNumber, AsJson
from cli.printing import note, say, show_json, table
from cli.session import actor, records, this_day
from pipeline.problems import IllegalMove, NotFound

if TYPE_CHECKING:
    from store.views import ActionKind

acting = typer.Typer(help="Who acts for whom, and on which days.", rich_markup_mode=None)
types = typer.Typer(help="Types of executive actions.", rich_markup_mode=None)

_FIELDS = ("description", "category", "priority", "days", "unit", "needs", "template", "active")


def milestone(
    number: ActionNumber,
    name: Annotated[str | None, typer.Argument(help="Its name; without one, all are listed.")] = None,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day of a new one, or its new forecast.")
    ] = "",
    met: Annotated[str, typer.Option("--met", metavar="DATE", help="The day on which it was met.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why the forecast moves.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the milestones of an action, add one, forecast another day for it, or say that it was met."""
    with records() as opened:
        known = opened.action_file(number).milestones
        if name is not None:
            held = next((one for one in known if name in (one.name, one.id)), None)
            if held is None and (met or not on):
                raise NotFound(f"{number} has no milestone “{name}”.", remedy="Add it with --on DATE.")
            if held is None:
                opened.add_milestone(number, name, day(on), actor())
            elif met:
                opened.meet_milestone(number, str(held.id), day(met), actor())
            else:
                opened.foresee_milestone(number, str(held.id), day(on), reason, actor())
            known = opened.action_file(number).milestones
    if as_json:
        show_json({"milestones": known})
    elif known:
        table(
            ("milestone", "baseline", "forecast", "actual"),
            [(one.name, one.baseline, one.forecast, one.actual) for one in known],
        )
    else:
        note(f"{number} has no milestones.")


@acting.callback(invoke_without_command=True)
def officials(context: typer.Context, as_json: AsJson = False) -> None:
    """List who acts for whom, or change it."""
    if context.invoked_subcommand is not None:
        return
    with records() as opened:
        known = opened.acting_officials()
    if as_json:
        show_json({"acting": known})
    elif known:
        today = this_day()
        table(
            ("official", "acting", "from", "to", "today", "entry"),
            [
                (one.official, one.acting, one.first, one.last, "yes" if one.on(today) else "", one.id)
                for one in known
            ],
        )
    else:
        note("Nobody acts for anybody.")


@acting.command()
def name(
    official: Annotated[str, typer.Argument(help="A user, who is away.")],
    stands_in: Annotated[str, typer.Argument(metavar="ACTING", help="The user who acts for them.")],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="First day; today if not said.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day; open if not said.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "",
) -> None:
    """Let somebody act for an official."""
    from coordination.acting import ActingOfficial

    begins = day(first) if first else this_day()
    new = ActingOfficial(official, stands_in, begins, day(last) if last else None, reason)
    with records() as opened:
        opened.put_acting(new, actor())
    note(f"{stands_in} acts for {official} from {begins}.")


@acting.command()
def end(
    official: Annotated[str, typer.Argument(help="The user for whom somebody acts, or the entry's id.")],
    last: Annotated[str, typer.Option("--on", metavar="DATE", help="Last day; today if not said.")] = "",
) -> None:
    """End that somebody acts for an official."""
    today = this_day()
    with records() as opened:
        found = next(
            (
                one
                for one in opened.acting_officials()
                if official == one.id
                or (official == one.official and (one.last is None or one.last >= today))
            ),
            None,
        )
        if found is None or found.id is None:
            raise NotFound(f"Nobody acts for {official}.", remedy="`chancery acting` lists who does.")
        opened.end_acting(found.id, day(last) if last else today, actor())
    note(f"{found.acting} acts for {found.official} until {last or today}.")


@types.callback(invoke_without_command=True)
def kinds(context: typer.Context, as_json: AsJson = False) -> None:
    """List the types of executive actions, or change one."""
    if context.invoked_subcommand is not None:
        return
    with records() as opened:
        known = opened.action_kinds()
    if as_json:
        show_json({"types": known})
        return
    table(
        ("type", "category", "priority", "suspense", "needs", "process"),
        [
            (
                one.name if one.active else f"{one.name} (no longer used)",
                one.category,
                one.priority,
                f"{one.days} {one.unit or 'calendar'} days" if one.days else "",
                ", ".join(one.needs),
                one.template,
            )
            for one in known
        ],
    )


@types.command()
def put(
    kind: Annotated[str, typer.Argument(metavar="NAME", help="Its name; one that is new is made.")],
    given: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help=f"{', '.join(_FIELDS)}.")],
) -> None:
    """Make or change a type of executive action."""
    from store.views import ActionKind

    values: dict[str, str] = {}
    for text in given:
        field, mark, value = text.partition("=")
        if not mark or field.strip() not in _FIELDS:
            raise IllegalMove(f"{text!r} is no field with a value.", f"Fields: {', '.join(_FIELDS)}.")
        values[field.strip()] = value.strip()
    with records() as opened:
        known = next((one for one in opened.action_kinds() if one.name == kind), None)
        new = ActionKind(kind, None, "Directive or Order", "Medium", None, None, (), True)
        opened.put_kind(_with(known or new, values), actor())
    say(f"{kind} is kept.")


def _with(kind: ActionKind, values: dict[str, str]) -> ActionKind:
    days = values.get("days", "")
    if days and not (days.isascii() and days.isdecimal() and len(days) < 6):
        raise IllegalMove(f"{days!r} is no number of days.", remedy="Write a whole number, or nothing.")
    kind = replace(
        kind,
        description=values.get("description", kind.description),
        category=values.get("category", kind.category),
        priority=values.get("priority", kind.priority),
    )
    if "days" in values:
        kind = replace(kind, days=int(days) if days else None)
    if "unit" in values:
        kind = replace(kind, unit=values["unit"] or None)
    if "needs" in values:
        kind = replace(kind, needs=tuple(word.strip() for word in values["needs"].split(";") if word.strip()))
    if "template" in values:
        kind = replace(kind, template=values["template"] or None)
    return replace(kind, active=values["active"] == "yes") if "active" in values else kind
