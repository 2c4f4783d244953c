"""`actions …`: executive actions made, issued, worked on, steered, from the terminal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cli.actions import actions as list_actions
from cli.actions import numbered
from cli.options import ActionNumber, AsJson
from cli.printing import heading, note, say, show_json, table
from cli.session import actor, records, this_day
from coordination.actions import ActionStatus, ItemType
from coordination.clearance import Verb
from coordination.extensions import Clock
from coordination.vocabulary import external_said
from pipeline.problems import IllegalMove, NotFound

if TYPE_CHECKING:
    from store.records import SqlRecords

app = typer.Typer(help="Executive actions.", rich_markup_mode=None)

Item = Annotated[int, typer.Argument(metavar="ITEM", help="Its number in `chancery items`.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; others see it.")]


@app.callback(invoke_without_command=True)
def actions(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Ended ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List executive actions, nearest due date first, or do something with one."""
    if context.invoked_subcommand is None:
        list_actions(everything, as_json)


def day(text: str) -> date:
    """The day that a word of the command means. Raises IllegalMove."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise IllegalMove(f"{text!r} is no date.", "A date is written as 2026-01-31.") from None


def item_id(opened: SqlRecords, number: str, row: int) -> str:
    """The id of an item by its number in the list. Raises NotFound."""
    found = next((item for place, _, item in numbered(opened.action(number).items) if place == row), None)
    if found is None or found.id is None:
        raise NotFound(f"{number} has no item {row}.", remedy=f"`chancery items {number}` lists them.")
    return found.id


@app.command()
def show(number: ActionNumber, as_json: AsJson = False) -> None:
    """Show one action with its suspenses, people, processes and what waits."""
    with records() as opened:
        file = opened.action_file(number)
    if as_json:
        show_json(file)
        return
    action = file.view.action
    heading(f"{action.number}  {action.name}")
    percent = "" if file.progress.percent is None else f", {file.progress.percent}% done"
    say(f"  {action.status} ({action.lifecycle}), priority {action.priority}{percent}")
    if file.facts["disposed_at"]:
        say(f"  {action.status_reason}")
        return
    external = external_said(action.category, action.action_type).lower()
    say(f"  due to front office {action.internal_due_date}, {external} {action.due_date}")
    say(f"  counted: {file.facts['suspense_basis'] or 'not said'}")
    say(f"  lead {file.lead or 'nobody'} ({action.lead_unit or 'no office'})")
    say(f"  sponsor {file.sponsor or 'nobody'}")
    for run in file.runs:
        say(f"  process {run.template}: {len(run.planned)} steps to come{'' if run.running else ', ended'}")
    for event in file.waiting:
        say(f"  request {event.id}: {event.requested_by} asks for {event.new_date}: {event.reason}")


@app.command()
def make(
    name: str,
    kind: Annotated[str, typer.Option("--type", help="Type of executive action.")] = "Operational Directive",
    under: Annotated[str | None, typer.Option("--under", help="Number of the action above it.")] = None,
) -> None:
    """Make an action that no document brought."""
    with records() as opened:
        say(opened.make_action(name, kind, actor(), under))


@app.command()
def change(
    number: ActionNumber,
    given: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="name, priority, accountable_lead, executive_sponsor, lead_unit, authority, "
            "coordinating_units and tags (separated by ;), target_completion_date, estimated_effort (hours), "
            "estimated_budget, strategic_alignment and the other fields of an action.",
        ),
    ],
) -> None:
    """Change fields of an action."""
    changes: dict[str, object] = {}
    for text in given:
        field, mark, value = text.partition("=")
        if not mark:
            raise IllegalMove(f"{text!r} is no field with a value.", remedy="Write it as priority=High.")
        changes[field.strip()] = _value(field.strip(), value)
    with records() as opened:
        opened.change_action(number, opened.action(number).action.version, changes, actor())
    note(f"{number} is changed.")


def _value(field: str, value: str) -> object:
    if field == "coordinating_units":
        return value.split(";")
    return value == "yes" if field == "requires_formal_decision" else value


@app.command()
def issue(number: ActionNumber) -> None:
    """Set an action to work."""
    with records() as opened:
        opened.issue_action(number, this_day(), actor())
    note(f"{number} is issued.")


@app.command()
def move(
    number: ActionNumber, status: Annotated[str, typer.Argument(help="Its status.")], reason: Reason = ""
) -> None:
    """Move an action short of closing it: In Progress, Submitted for Review, Returned, Cancelled ..."""
    known = next((one for one in ActionStatus if one.value.casefold().startswith(status.casefold())), None)
    if known is None or not status.strip():
        raise IllegalMove(f"{status!r} is no status.", f"There are: {', '.join(ActionStatus)}.")
    with records() as opened:
        opened.action_status(number, known, actor(), reason)
    note(f"{number} is {known}.")


@app.command()
def start(
    number: ActionNumber,
    template: Annotated[str, typer.Argument(help="Name of a process template; `chancery templates`.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="First day; today if not said.")] = "",
) -> None:
    """Put a process template to work."""
    first = day(on) if on else this_day()
    with records() as opened:
        opened.start_process(number, template, first, actor())
    note(f"“{template}” runs; `chancery items {number}` lists what may begin.")


@app.command()
def add(
    number: ActionNumber,
    subject: str,
    kind: Annotated[str, typer.Option("--type", help=f"{', '.join(ItemType)}.")] = ItemType.TASK.value,
    to: Annotated[str | None, typer.Option("--to", help="A user.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="An office.")] = None,
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="Its suspense.")] = "",
    returns: Annotated[str | None, typer.Option("--returns", help="every 90 days, quarterly ...")] = None,
) -> None:
    """Add an item of one's own making."""
    from store.new_items import NewItem

    known = next((one for one in ItemType if one.value.casefold() == kind.casefold()), None)
    if known is None:
        raise IllegalMove(f"{kind!r} is no type of item.", f"There are: {', '.join(ItemType)}.")
    new = NewItem(subject, known, "", day(due) if due else None, to, unit, None, returns)
    with records() as opened:
        opened.add_item(number, new, actor())
    note(f"Added to {number}.")


@app.command("do")
def do(
    number: ActionNumber,
    item: Item,
    verb: Annotated[str, typer.Argument(help=f"{', '.join(Verb)}.")],
    words: Annotated[str, typer.Option("--words", help="The reason, comment or note that it needs.")] = "",
) -> None:
    """Do with an item what its type and status allow."""
    if verb not in tuple(Verb):
        raise IllegalMove(f"{verb!r} is no step.", f"There are: {', '.join(Verb)}.")
    with records() as opened:
        opened.work_item(item_id(opened, number, item), Verb(verb), actor(), words)
    note(f"Item {item} of {number}: {verb}.")


@app.command()
def hand(
    number: ActionNumber, item: Item, to: Annotated[str, typer.Argument(help="A user.")], reason: Reason = ""
) -> None:
    """Hand an item over to somebody else."""
    with records() as opened:
        opened.delegate_item(item_id(opened, number, item), to, reason, actor())
    note(f"Item {item} of {number} is with {to}.")


@app.command()
def attach(
    number: ActionNumber,
    document: Annotated[str, typer.Argument(help="Control number of a document.")],
    item: Annotated[int | None, typer.Option("--item", help="Item that it belongs to.")] = None,
    purpose: Annotated[
        str, typer.Option("--as-what", help="Reply, Evidence of Completion ...")
    ] = "Supporting",
) -> None:
    """Put a document among the papers of an action or an item."""
    with records() as opened:
        place = item_id(opened, number, item) if item else None
        opened.attach_paper(number, place, document, purpose, "", actor())
    note(f"{document} is attached to {number}.")


@app.command()
def extend(
    number: ActionNumber,
    until: Annotated[str, typer.Argument(metavar="DATE", help="The later date.")],
    reason: Reason = "",
    item: Annotated[int | None, typer.Option("--item", help="Item whose date it is.")] = None,
    internal: Annotated[bool, typer.Option("--internal", help="The date due to the front office.")] = False,
) -> None:
    """Ask for a later date."""
    with records() as opened:
        place = item_id(opened, number, item) if item else None
        clock = Clock.ITEM if place else Clock.INTERNAL if internal else Clock.EXTERNAL
        say(opened.ask_extension(number, place, clock, day(until), reason, actor()))


@app.command()
def decide(
    request: Annotated[str, typer.Argument(help="Id of the request, from `chancery actions show`.")],
    grant: Annotated[bool, typer.Option("--grant/--refuse", help="Whether the date moves.")],
    reason: Reason = "",
) -> None:
    """Grant or refuse an extension."""
    with records() as opened:
        number = opened.decide_extension(request, grant, reason, actor())
    note(f"{number}: {'granted' if grant else 'refused'}.")


@app.command()
def suspense(
    number: ActionNumber,
    writer: Annotated[str, typer.Argument(metavar="DATE", help="Due to the writer.")],
    front_office: Annotated[str, typer.Option("--front-office", metavar="DATE", help="Due to it.")] = "",
    reason: Reason = "",
) -> None:
    """Set the dates due to the writer and to the front office."""
    with records() as opened:
        internal = day(front_office) if front_office else None
        opened.set_suspense(number, day(writer), internal, reason, actor())
    note(f"{number} is due on {writer}.")


def templates(
    name: Annotated[str | None, typer.Argument(help="One of them, with its steps.")] = None,
    as_json: AsJson = False,
) -> None:
    """List process templates, or show the steps of one."""
    from coordination.templates import walk

    with records() as opened:
        found = (opened.template(name),) if name else opened.templates()
    if as_json:
        show_json({"templates": found})
    elif name:
        rows = [
            (
                f"{'· ' * depth}{step.name}",
                step.action_type,
                step.assign_to_name or step.assign_to,
                f"{step.method} {step.offset:+d} {step.unit}" if step.method else "",
            )
            for depth, step in walk(found[0].steps)
        ]
        table(("step", "type", "who", "due"), rows)
    else:
        table(("template", "for"), [(one.name, one.details) for one in found])
