"""`actions`, `items`, `close`: executive actions until their end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from cli.options import ActionNumber, AsJson
from cli.printing import heading, note, say, shortened, show_json, table
from cli.session import actor, now, records
from coordination.actions import ActionItem, Closure, ExecutiveAction
from coordination.clearance import Verb
from pipeline.problems import NotFound


def actions(
    everything: Annotated[bool, typer.Option("--all", help="Ended ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List executive actions, nearest due date first."""
    with records() as opened:
        views = opened.actions()
    shown = [view for view in views if everything or not view.action.status.ended]
    if as_json:
        show_json({"actions": shown})
        return
    if not shown:
        note("No executive action is open.")
        return
    rows = [(view.action, list(numbered(view.items)), view.documents) for view in shown]
    table(
        ("number", "action", "status", "priority", "lead", "internal", "due", "items", "from"),
        [
            (
                action.number,
                shortened(action.name, 60),
                action.status,
                action.priority,
                action.lead_unit,
                action.internal_due_date,
                action.due_date,
                f"{sum(item.status.ended for _, _, item in items)} of {len(items)}",
                ", ".join(documents),
            )
            for action, items, documents in rows
        ],
    )


def numbered(items: tuple[ActionItem, ...]) -> Iterator[tuple[int, int, ActionItem]]:
    """Every item with its running number from 1 and its depth, parents before their members."""
    for number, (depth, item) in enumerate(_walk(items, 0), start=1):
        yield number, depth, item


def _walk(items: tuple[ActionItem, ...], depth: int) -> Iterator[tuple[int, ActionItem]]:
    for item in items:
        yield depth, item
        yield from _walk(item.children, depth + 1)


def items(
    number: ActionNumber,
    begin: Annotated[
        list[int] | None, typer.Option("--begin", metavar="ITEM", help="Mark an item as in progress.")
    ] = None,
    complete: Annotated[
        list[int] | None, typer.Option("--complete", metavar="ITEM", help="Mark an item as completed.")
    ] = None,
    cancel: Annotated[
        list[int] | None, typer.Option("--cancel", metavar="ITEM", help="Mark an item as cancelled.")
    ] = None,
    words: Annotated[
        str, typer.Option("--words", help="What was done, or why it is cancelled; both must be said.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the items of an action, or move some on."""
    moves = (
        [(one, Verb.BEGIN) for one in begin or ()]
        + [(one, Verb.COMPLETE) for one in complete or ()]
        + [(one, Verb.CANCEL) for one in cancel or ()]
    )
    with records() as opened:
        view = opened.action(number)
        listed = {row: item for row, _, item in numbered(view.items)}
        for row, verb in moves:
            opened.work_item(_id(listed, row, number), verb, actor(), words)
        view = opened.action(number)
    if as_json:
        show_json(view)
        return
    _show_action(view.action, view.documents)
    _show_items(view.items)


def _id(listed: dict[int, ActionItem], row: int, number: str) -> str:
    item = listed.get(row)
    if item is None or item.id is None:
        raise NotFound(f"{number} has no item {row}.", remedy=f"`chancery items {number}` lists them.")
    return item.id


def _show_action(action: ExecutiveAction, documents: tuple[str, ...]) -> None:
    heading(f"{action.number}  {action.name}")
    say(f"  {action.status}, priority {action.priority}, from {', '.join(documents)}")
    if action.closure:
        say(f"  outcome: {action.closure.outcome_summary}")
        say(f"  lessons: {action.closure.lessons_learned}")


def _show_items(listed: tuple[ActionItem, ...]) -> None:
    table(
        ("item", "what", "condition", "type", "status", "who", "lead", "due", "counted from"),
        [
            (
                row,
                f"{'· ' * depth}{shortened(item.subject, 70)}",
                shortened(item.condition, 70) if item.condition else None,
                item.item_type,
                item.status,
                item.who,
                item.lead_unit,
                item.due_date,
                item.due_basis,
            )
            for row, depth, item in numbered(listed)
        ],
    )


def close(
    number: ActionNumber,
    outcome: Annotated[str, typer.Option("--outcome", help="What came of it.")],
    lessons: Annotated[str, typer.Option("--lessons", help="What was learned.")],
    as_json: AsJson = False,
) -> None:
    """Complete an executive action with its outcome."""
    with records() as opened:
        view = opened.close(number, Closure(now(), actor(), outcome, lessons))
    if as_json:
        show_json(view)
    else:
        note(f"{view.action.number} is {view.action.status}.")
