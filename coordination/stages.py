"""Decided drafts to records (`finish`), and executive actions to their end (`close`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from coordination.actions import ActionItem, ActionStatus, Closure, ExecutiveAction, ItemType, Priority
from coordination.progress import is_clearance, open_items
from pipeline.decisions import Draft, DraftKind
from pipeline.encoding import Json
from pipeline.problems import IllegalMove


@dataclass(frozen=True, slots=True)
class Filing:
    """What finishing a document puts on the record, all in one transaction.

    `action` is made new; where it is None and there are items, they join the action numbered `joins`.
    `others` are the approved drafts that become a row of their own kind as they stand: risks, impacts,
    authorities, cross-references, document facts, summary. `waiting` counts drafts still undecided.
    """

    document: str
    action: ExecutiveAction | None
    joins: str | None
    items: tuple[ActionItem, ...]
    others: tuple[Draft, ...]
    waiting: int

    def __post_init__(self) -> None:
        if self.items and self.action is None and self.joins is None:
            raise ValueError("action items without an executive action")


def finish(
    document: str, drafts: Iterable[Draft], *, joins: str | None = None, made: str | None = None
) -> Filing:
    """File every decided draft that is not filed yet.

    Items need an executive action: the approved draft, else one that exists (`joins`, its number), else
    one made by hand (`made`, its name). Raises IllegalMove when none is there or nothing was decided.
    """
    all_drafts = tuple(drafts)
    fresh = tuple(draft for draft in all_drafts if draft.status.stands and draft.record is None)
    if not any(draft.status.decided for draft in all_drafts):
        raise IllegalMove(
            f"{document} has no decided draft.", "Finish files what was approved or edited.", "Decide first."
        )
    action = _action(document, fresh, made) if joins is None else None
    items = tuple(_item(draft) for draft in fresh if draft.kind is DraftKind.ACTION_ITEM)
    if items and action is None and joins is None:
        raise IllegalMove(
            f"{document} has {len(items)} approved action items and no executive action to hold them.",
            "No executive action draft is approved.",
            "Approve it, choose an existing action, or make one by hand.",
        )
    apart = (DraftKind.EXECUTIVE_ACTION, DraftKind.ACTION_ITEM)
    return Filing(
        document,
        action,
        joins,
        items,
        tuple(draft for draft in fresh if draft.kind not in apart),
        sum(not draft.status.decided for draft in all_drafts if draft.record is None),
    )


def close(
    action: ExecutiveAction, items: Iterable[ActionItem], closure: Closure, planned: int = 0
) -> ExecutiveAction:
    """The action completed. `planned` counts steps of its processes that are not begun yet.

    Raises IllegalMove while an item or a step is open, or when the action has ended.
    """
    if action.status.ended:
        raise IllegalMove(f"{action.number} is already {action.status}.")
    waiting = open_items(items)
    if waiting:
        clearances = sum(map(is_clearance, waiting))
        told = f", {clearances} of them clearances that must be given" if clearances else ""
        raise IllegalMove(
            f"{action.number} has {len(waiting)} open action items{told}.",
            "; ".join(item.subject for item in waiting[:5]),
            "Complete or cancel them, then close.",
        )
    if planned:
        raise IllegalMove(
            f"{action.number} has {planned} steps of a process that are not begun.",
            remedy="Let the process go on to its end, or stop it with a reason.",
        )
    return replace(action, status=ActionStatus.COMPLETED, closure=closure)


def _action(document: str, fresh: tuple[Draft, ...], made: str | None) -> ExecutiveAction | None:
    draft = next((draft for draft in fresh if draft.kind is DraftKind.EXECUTIVE_ACTION), None)
    if draft is None:
        if made is None:
            return None
        return ExecutiveAction(made, document, "Operational Directive", "Directive or Order")
    values = draft.values
    return ExecutiveAction(
        _text(values, "title") or draft.title,
        document,
        _text(values, "type") or "Operational Directive",
        _text(values, "category") or "Directive or Order",
        _priority(values),
        due_date=_date(values, "suspense_external"),
        internal_due_date=_date(values, "suspense_internal"),
        lead_unit=_first_unit(values),
        coordinating_units=_units(values, "coordinating_units"),
        draft=draft.id,
    )


def _priority(values: dict[str, Json]) -> Priority:
    text = _text(values, "priority") or Priority.MEDIUM.value
    try:
        return Priority(text.strip().capitalize())
    except ValueError:
        raise IllegalMove(
            f"{text!r} is no priority.", f"There are: {', '.join(Priority)}.", "Mend the field priority."
        ) from None


_TYPE_OF_KIND = {"request": ItemType.REPLY, "question": ItemType.REPLY, "invitation": ItemType.REPLY}


def _item(draft: Draft) -> ActionItem:
    values = draft.values
    basis = values.get("due_basis")
    return ActionItem(
        _text(values, "title") or draft.title,
        _TYPE_OF_KIND.get(_text(values, "kind") or "", ItemType.TASK),
        details=draft.evidence[0].quote,
        assignee=_text(values, "responsible"),
        lead_unit=_first_unit(values),
        due_date=_date(values, "due_date"),
        due_basis=_sum(basis) if isinstance(basis, dict) else None,
        recurrence=_text(values, "recurrence"),
        draft=draft.id,
        condition=_text(values, "condition"),
        children=tuple(_member(member) for member in _list(values, "items")),
    )


def _member(values: dict[str, Json]) -> ActionItem:
    text = _text(values, "text") or "(no words)"
    return ActionItem(
        text if len(text) <= 200 else f"{text[:197]}...",
        details=text,
        assignee=_text(values, "responsible"),
        due_date=_date(values, "due_date"),
    )


def _sum(basis: dict[str, Json]) -> str:
    offset, unit = basis.get("offset"), basis.get("unit")
    added = f" + {offset} {str(unit).replace('_', ' ')}" if offset is not None else ""
    return f"{basis.get('base') or basis.get('anchor')}{added}"


def _text(values: dict[str, Json], name: str) -> str | None:
    value = values.get(name)
    return str(value) if value else None


def _date(values: dict[str, Json], name: str) -> date | None:
    text = _text(values, name)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
        # the library also takes 20260131 and 2026-W05-6, which no page here would show as a date
        if day.isoformat() != text:
            raise ValueError(text)
        return day
    except ValueError:
        raise IllegalMove(
            f"{text!r} is no date.", "A date is written as 2026-01-31.", f"Mend the field {name}."
        ) from None


def _list(values: dict[str, Json], name: str) -> list[dict[str, Json]]:
    value = values.get(name)
    return [member for member in value if isinstance(member, dict)] if isinstance(value, list) else []


def _units(values: dict[str, Json], name: str) -> tuple[str, ...]:
    return tuple(unit for member in _list(values, name) if (unit := _text(member, "unit")))


def _first_unit(values: dict[str, Json]) -> str | None:
    units = _units(values, "lead_units")
    return units[0] if units else None
