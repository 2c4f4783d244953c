"""What the page of one executive action shows: its parts, and the item that is open in the side pane."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from fastapi import Request

from coordination.acting import acts_for
from coordination.actions import STATUS_MOVES, ActionItem, ActionStatus, ItemType, Priority
from coordination.auditing import QUESTIONS
from coordination.clearance import MOVES, OWN_WORD, Verb, said, verbs
from coordination.dependencies import Link
from coordination.fitting import Fit, best_fitting
from coordination.placing import ways
from coordination.progress import flat
from coordination.propagation import Answer
from coordination.requirements import Gate, Standing, missing
from coordination.templates import Template
from coordination.vocabulary import (
    CLASSIFICATIONS,
    DECISION_CATEGORIES,
    HEALTH,
    PURPOSES,
    VISIBILITIES,
    external_said,
)
from review.timeline import network_lines, timeline
from store.changes import Asked

if TYPE_CHECKING:
    from store.actionfiles import ActionFile
    from store.records import SqlRecords

TABS = {
    "general": "General",
    "milestones": "Milestones",
    "reports": "Reports and decisions",
    "dependencies": "Dependencies",
    "suspense": "Suspense",
    "letters": "Letters",
    "papers": "Papers and discussion",
    "history": "History",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that may be done with the open item. `needs` is what its words are called."""

    verb: str
    label: str
    needs: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """An item in the tree of the side pane."""

    item: ActionItem
    depth: int
    late: bool


def today(request: Request) -> date:
    """The office's day."""
    return datetime.now(request.app.state.settings.zone).date()


def contents(
    records: SqlRecords, number: str, asked: Mapping[str, str], day: date, user: str
) -> dict[str, object]:
    """What the template gets. `asked` names a tab and an item; it comes from the address or a form."""
    file = records.action_file(number)
    chosen = next((item for item in flat(file.view.items) if item.id == asked.get("item")), None)
    tab = asked.get("tab", "")
    return {
        "file": file,
        "view": file.view,
        "action": file.view.action,
        "external": external_said(file.view.action.category, file.view.action.action_type),
        "tab": tab if tab in TABS else "general",
        "tabs": TABS,
        "leaves": tuple(_leaves(file.view.items, day)),
        "chosen": chosen,
        "steps": tuple(_steps(chosen, day, others_word(records, chosen, user, day))) if chosen else (),
        "moves": _moves(file),
        "lacking": _lacking(file),
        "changes": records.authority_changes(Asked(number=number, state="all")),
        "answers": tuple(Answer),
        "oversight": records.oversight(number),
        "questions": QUESTIONS,
        "today": day,
        "people": (people := records.users()),
        "names": {one.name: one.display_name for one in people},
        "units": records.agency().units,
        "routing": None if file.view.action.status.ended else records.routing_of_action(number),
        "partners": records.partners(number),
        "mou": records.agreement_of(number),
        "agreements": records.agreements(),
        "templates": (templates := records.templates()),
        "fitting": () if file.view.items else _fitting(file, templates),
        "ways": ways(file.view.items, chosen.id) if chosen and chosen.id else frozenset(),
        "way": asked.get("way", ""),
        "kinds": records.action_types(),
        **(_tied(records, number, day) if tab == "dependencies" else {}),
        **({"parts": _parts(file)} if tab == "history" else {}),
        **_choices(),
    }


def _parts(file: ActionFile) -> dict[str, tuple[str, str]]:
    """By subject of an event: what part of the action it befell, and what of the page leads there."""
    number = file.view.action.number
    items = ((item.id, item.subject, f"?item={item.id}#pane") for item in flat(file.view.items))
    stones = ((stone.id, stone.name, "?tab=milestones") for stone in file.milestones)
    runs = ((run.id, run.template, "") for run in file.runs)
    return {f"{number}/{key}": (name, where) for key, name, where in (*items, *stones, *runs)}


def _fitting(file: ActionFile, templates: tuple[Template, ...]) -> tuple[Fit, ...]:
    """Templates that suit an action without items."""
    action = file.view.action
    words = f"{action.name} {file.facts.get('description') or ''}"
    units = (*((action.lead_unit,) if action.lead_unit else ()), *action.coordinating_units)
    return best_fitting(templates, words, action.action_type, file.type_template, units)


def _tied(records: SqlRecords, number: str, day: date) -> dict[str, object]:
    """What an action waits for and what waits for it, in time."""
    network = records.dependencies(day, (number,))
    lines = network_lines(network, records.milestones_of(list(network.actions)), day)
    waits = [(one.predecessor, one.successor, one.critical) for one in network.dependencies]
    return {"network": network, "line": timeline(lines, day, waits), "links": tuple(Link)}


def _choices() -> dict[str, object]:
    return {
        "priorities": tuple(Priority),
        "item_types": tuple(ItemType),
        "purposes": PURPOSES,
        "health": HEALTH,
        "classifications": CLASSIFICATIONS,
        "visibilities": VISIBILITIES,
        "categories": DECISION_CATEGORIES,
        "levels": ("Extreme", "High", "Medium", "Low", "Minimal"),
        "polarities": ("Negative", "Mixed", "Neutral", "Positive", "Uncertain"),
    }


def _leaves(items: tuple[ActionItem, ...], day: date, depth: int = 0) -> Iterator[Leaf]:
    for item in items:
        late = bool(item.due_date and item.due_date < day and not item.status.ended)
        yield Leaf(item, depth, late)
        yield from _leaves(item.children, day, depth + 1)


def others_word(records: SqlRecords, item: ActionItem, user: str, day: date) -> bool:
    """Whether concurring with an item is for somebody else, for whom this user does not act."""
    known = {user, *acts_for(records.acting_officials(), user, day)}
    return item.item_type is ItemType.COORDINATION and item.user is not None and item.user not in known


def _steps(item: ActionItem, day: date, others: bool) -> Iterator[Step]:
    for verb in verbs(item, day):
        if (verb is Verb.COMPLETE and item.holds_others) or (verb in OWN_WORD and others):
            continue
        move = MOVES[verb]
        yield Step(verb.value, said(verb).capitalize(), move.needs, move.decides)


def _moves(file: ActionFile) -> tuple[ActionStatus, ...]:
    """To which statuses the action may go by hand; completing it is closing it."""
    action = file.view.action
    if action.archived:
        return ()
    return tuple(
        status
        for status in ActionStatus
        if status in STATUS_MOVES[action.status] and status is not ActionStatus.COMPLETED
    )


def _lacking(file: ActionFile) -> tuple[str, ...]:
    """What closing would be refused for, beside open items."""
    standing = Standing(
        file.authorities,
        len(file.impacts),
        len(file.risks),
        len(file.decisions),
        bool(file.view.action.lead_unit or file.lead),
    )
    return () if file.view.action.status.ended else missing(file.required, standing, Gate.CLOSE)
