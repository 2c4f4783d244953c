"""Action items: added, changed, worked on by their type's verbs, handed to others, coming back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select, update

from coordination import recurrence
from coordination.acting import acts_for
from coordination.actions import ActionItem, ActionStatus, ItemType
from coordination.clearance import OWN_WORD, Verb, act, said
from coordination.placing import Way, order, placed
from coordination.progress import flat, settled
from pipeline.problems import IllegalMove
from store import conducting, coordinating, holding, persons, reviewing, running
from store.database import Transaction, bare
from store.holding import Held
from store.new_items import NewItem, assigned, insert_item
from store.tables import tasking
from store.tables.clearance import DocumentLink

_ITEM, _TABLE = tasking.ActionItem, bare(tasking.ActionItem)
PROOFS = ("Evidence of Completion", "Interim Reply", "Reply", "Proof of Dispatch")
"""Papers that show that something went out or was done."""


def add(move: Transaction, number: str, new: NewItem, actor: str) -> str:
    """An item of one's own making; its id. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "add an action item")
    if not new.subject.strip():
        raise IllegalMove("An action item needs a subject.", remedy="Write what is to be done.")
    if new.recurrence:
        recurrence.parse(new.recurrence)
    values: dict[str, Any] = {"due_basis": "set by hand" if new.due_date else None}
    if new.parent:
        above = coordinating.find_item(held.view.items, new.parent)
        if above.status.ended:
            raise IllegalMove(f"“{above.subject}” has ended; nothing joins it.", remedy="Reopen it first.")
        values["parent_action_item_id"] = holding.item_key(move, new.parent)
    item_id = insert_item(move, held, new, values)
    holding.tell(move, held, "item.added", item_id, None, _told(new))
    return item_id


def _told(new: NewItem) -> dict[str, Any]:
    plain = {name: getattr(new, name) for name in NewItem.__slots__}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in plain.items()
        if value
    }


def work(move: Transaction, item_id: str, verb: Verb, actor: str, words: str = "") -> str:
    """Do something with an item; the action's number. Raises IllegalMove or NotFound."""
    held, item = holding.hold_item(move, item_id, actor, f"{said(verb)} an action item")
    for_whom = _for_whom(move, held, item, verb)
    key = holding.item_key(move, item_id)
    after = act(item, verb, words, today=held.today, papers=_papers(move, key))
    _write(move, held, item, after)
    reviewing.said(move, held, key, item, verb, words, for_whom)
    told = {"status": after.status.value, "verb": verb.value} | (
        {"words": words.strip()} if words.strip() else {}
    )
    told |= {"on_behalf_of": for_whom} if for_whom else {}
    holding.tell(move, held, "item.moved", item_id, {"status": item.status.value}, told)
    if after.status is ActionStatus.COMPLETED and item.recurrence:
        _come_back(move, held, key, item)
    follow(move, held)
    if after.status is not item.status:
        conducting.begin(move, held)
    return held.number


def _for_whom(move: Transaction, held: Held, item: ActionItem, verb: Verb) -> str | None:
    """For whom the actor acts. Raises IllegalMove where a word is another's to give."""
    if item.user in (None, held.actor):
        return None
    known = persons.acting_officials(move.connection)
    if item.user in acts_for(known, held.actor, held.today):
        return item.user
    if item.item_type is ItemType.COORDINATION and verb in OWN_WORD:
        raise IllegalMove(
            f"“{item.subject}” is for {item.person} to answer.",
            f"{held.actor} does not act for {item.person} today.",
            "Let the item be handed over, or name an acting official.",
        )
    return None


def _papers(move: Transaction, item: int) -> int:
    query = select(func.count()).select_from(DocumentLink).where(DocumentLink.action_item_id == item)
    return move.connection.execute(
        query.where(DocumentLink.active, DocumentLink.purpose.in_(PROOFS))
    ).scalar_one()


def _write(move: Transaction, held: Held, item: ActionItem, after: ActionItem) -> None:
    values: dict[str, Any] = {
        "action_status": after.status.value,
        "is_paused": after.paused,
        "status_reason": after.status_reason,
        "closing_note": after.closing_note,
    }
    if after.status is ActionStatus.IN_PROGRESS and item.status is not after.status:
        values |= {"actual_start": move.now, "actual_end": None, "ended_by": None}
    elif after.status.ended and not item.status.ended:
        values |= {"actual_end": move.now, "ended_by": held.actor}
    elif item.status.ended and not after.status.ended:
        values |= {"actual_end": None, "ended_by": None}
    holding.change_item(move, held, item, values)


def follow(move: Transaction, held: Held) -> None:
    """What comes of an item that ended: steps of processes that may begin, heads of lists that end."""
    running.advance(move, held)
    while True:
        now = holding.again(move, held)
        found = settled(now.view.items, awaited=running.awaited(move, held))
        if not found:
            return
        head = found[0]
        gone = all(member.status is ActionStatus.CANCELLED for member in head.children)
        status = ActionStatus.CANCELLED if gone else ActionStatus.COMPLETED
        words = "All below it was cancelled." if gone else "All below it has ended."
        after = replace(head, status=status, status_reason=words if gone else None, closing_note=words)
        _write(move, now, head, after)
        told = {"status": status.value, "words": words}
        holding.tell(move, now, "item.settled", str(head.id), {"status": head.status.value}, told)
        running.advance(move, held)


def _come_back(move: Transaction, held: Held, key: int, item: ActionItem) -> None:
    """The next round of work that returns, where its words are a rhythm and it had a date."""
    try:
        rhythm = recurrence.parse(item.recurrence or "")
    except IllegalMove:
        return
    if item.due_date is None:
        return
    row = move.connection.execute(select(_ITEM.__table__).where(_ITEM.id == key)).one()
    first = move.connection.execute(
        select(_ITEM.due_date).where(_ITEM.id == (row.recurrence_of_id or key))
    ).scalar_one()
    due = rhythm.after(first or item.due_date, item.due_date)
    copied = ("details", "description", "assignee", "assignee_person_id", "lead_organization_unit",
              "assignee_organization_unit_id", "assignee_team", "parent_action_item_id", "document_id",
              "draft_id", "priority", "next_steps", "condition")  # fmt: skip
    more = {name: getattr(row, name) for name in copied}
    more |= {"recurrence_of_id": row.recurrence_of_id or key, "due_basis": f"returns {item.recurrence}"}
    new = NewItem(item.subject, item.item_type, due_date=due, recurrence=item.recurrence)
    new_id = insert_item(move, held, replace(new, mandatory=item.mandatory), more)
    holding.tell(move, held, "item.returned", new_id, str(item.id), due.isoformat())


CHANGEABLE = ("subject", "details", "priority", "due_date", "start_date", "next_steps", "recurrence",
              "mandatory")  # fmt: skip


def change(move: Transaction, item_id: str, version: int, changes: Mapping[str, Any], actor: str) -> str:
    """Write fields of an item (CHANGEABLE, or person, unit and team); the action's number.

    Raises Conflict, IllegalMove or NotFound.
    """
    held, item = holding.hold_item(move, item_id, actor, "change an action item")
    unknown = sorted(set(changes) - {*CHANGEABLE, "person", "unit", "team"})
    if unknown:
        raise IllegalMove(f"An item has no {', '.join(unknown)} to change.")
    if item.status.ended:
        raise IllegalMove(f"“{item.subject}” has ended.", remedy="Reopen it first.")
    if "subject" in changes and not str(changes["subject"]).strip():
        raise IllegalMove("An action item needs a subject.", remedy="Write what is to be done.")
    if changes.get("recurrence"):
        recurrence.parse(changes["recurrence"])
    values = {name: value if value != "" else None for name, value in changes.items() if name in CHANGEABLE}
    if "due_date" in values and values["due_date"] != item.due_date:
        values["due_basis"] = "set by hand"
    if set(changes) & {"person", "unit", "team"}:
        values |= assigned(move, held, *(changes.get(name) or None for name in ("person", "unit", "team")))
    holding.change_item(move, held, item, values, version)
    before = {name: _plain(getattr(item, _FIELD.get(name, name))) for name in changes}
    after = {name: _plain(value) for name, value in changes.items()}
    holding.tell(move, held, "item.changed", item_id, before, after)
    return held.number


def place(move: Transaction, item_id: str, way: Way, actor: str) -> str:
    """Put an item, with what lies below it, one step elsewhere in its tree; the action's number.

    Raises IllegalMove where there is no such place, NotFound.
    """
    held, item = holding.hold_item(move, item_id, actor, "move an action item")
    before = dict(order(held.view.items))
    after = dict(order(placed(held.view.items, item_id, way)))
    keys = holding.item_keys(move, held)
    rows = [{"key": keys[one], "place": place} for place, one in enumerate(after, start=1)]
    ordered = update(_TABLE).where(_TABLE.c.id == bindparam("key"))
    move.connection.execute(ordered.values(item_order=bindparam("place")), rows)
    above = after[item_id]
    values = {} if above == before[item_id] else {"parent_action_item_id": keys[above] if above else None}
    holding.change_item(move, held, item, values)
    names = {one.id: one.subject for one in flat(held.view.items)}
    was, now = ({"below": names.get(tree[item_id])} if values else None for tree in (before, after))
    holding.tell(move, held, "item.placed", item_id, was, (now or {}) | {"item": item.subject, "way": way})
    follow(move, held)
    return held.number


_FIELD = {"person": "user", "unit": "lead_unit"}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def delegate(move: Transaction, item_id: str, to: str, reason: str, actor: str) -> str:
    """Hand an item to somebody else; it says from whom. The action's number. Raises IllegalMove, NotFound."""
    held, item = holding.hold_item(move, item_id, actor, "delegate an action item")
    if item.status.ended:
        raise IllegalMove(f"“{item.subject}” has ended.", remedy="Reopen it first.")
    _hand_over(move, held, item, to, reason)
    return held.number


def _hand_over(move: Transaction, held: Held, item: ActionItem, to: str, reason: str) -> None:
    if item.user == to:
        raise IllegalMove(f"“{item.subject}” is with {to} already.")
    values = {
        "assignee_person_id": persons.person_of(move, to, held.actor),
        "delegated_from": item.person or item.delegated_from,
    }
    holding.change_item(move, held, item, values)
    told = {"person": to} | ({"reason": reason.strip()} if reason.strip() else {})
    holding.tell(move, held, "item.delegated", str(item.id), {"person": item.user}, told)


def reassign(move: Transaction, items: Collection[str], to: str, reason: str, actor: str) -> int:
    """Hand several items to somebody, all or none; how many. Raises IllegalMove or NotFound."""
    if not reason.strip():
        raise IllegalMove("Work is not handed on in bulk without a reason.", remedy="Write the reason.")
    for item_id in sorted(set(items)):
        delegate(move, item_id, to, reason, actor)
    return len(set(items))
