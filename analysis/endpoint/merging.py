"""Findings of the rules and of the model as one: agreement is the measure of confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents import Span
from pipeline.findings import ActionFinding, Confidence, ImpactFinding, RiskFinding, Statement

_UP = {
    Confidence.LOW: Confidence.MEDIUM,
    Confidence.MEDIUM: Confidence.HIGH,
    Confidence.HIGH: Confidence.HIGH,
}
_DOWN = {Confidence.HIGH: Confidence.MEDIUM}
_MOST_ADDED = 5


def merged(rules: Sequence[ActionFinding], model: Sequence[ActionFinding]) -> tuple[ActionFinding, ...]:
    """Every tasking that either found, in the order of the text.

    Where both found it, the rules' row stands, surer by one step, with what they left open filled in. What
    the rules alone found is never sure; what the model alone found says so.
    """
    met: set[int] = set()
    rows: list[ActionFinding] = []
    for action in rules:
        others = [number for number, other in enumerate(model) if _same(action, other)]
        met.update(others)
        rows.append(_agreed(action, model[others[0]]) if others else _alone(action))
    rows += [action for number, action in enumerate(model) if number not in met]
    return tuple(sorted(rows, key=lambda action: action.evidence[0].start))


def _same(one: ActionFinding, other: ActionFinding) -> bool:
    """Whether one was drafted from words of the other or of its items."""
    return any(mine.overlaps(theirs) for mine in _places(one) for theirs in _places(other))


def _places(action: ActionFinding) -> list[Span]:
    return [action.evidence[0].span, *(item.evidence[0].span for item in action.items)]


def _agreed(action: ActionFinding, other: ActionFinding) -> ActionFinding:
    places = dict(action.field_evidence)
    responsible = action.responsible
    if responsible is None and other.responsible is not None:
        responsible = other.responsible
        places["responsible"] = other.field_evidence["responsible"]
    held = action if action.condition else other
    places |= {name: where for name, where in held.field_evidence.items() if name.startswith("condition")}
    return replace(
        action,
        responsible=responsible,
        condition=held.condition,
        field_evidence=places,
        confidence=_UP[action.confidence],
        confidence_reason=f"{action.confidence_reason}; the model found it too",
    )


def _alone(action: ActionFinding) -> ActionFinding:
    return replace(
        action,
        confidence=_DOWN.get(action.confidence, action.confidence),
        confidence_reason=f"{action.confidence_reason}; the model did not list it",
    )


def with_more(
    rules: tuple[RiskFinding, ...] | tuple[ImpactFinding, ...],
    model: Sequence[RiskFinding] | Sequence[ImpactFinding],
) -> tuple[RiskFinding | ImpactFinding, ...]:
    """The rules' rows, and those of the model that say something of another sentence or category."""
    known = [(row.category, row.evidence[0].span) for row in rules]
    added = [
        row
        for row in model
        if not any(
            row.category == category and row.evidence[0].span.overlaps(span) for category, span in known
        )
    ]
    return (*rules, *added[:_MOST_ADDED])


def complete(
    summary: tuple[Statement, ...], actions: Sequence[ActionFinding], most: int = 5
) -> tuple[Statement, ...]:
    """The summary with every dated tasking that it does not speak of, or how many more there are."""
    spoken = [place.span for line in summary for place in line.evidence]
    missing = [
        action
        for action in actions
        if action.deadline_text and not any(action.evidence[0].span.overlaps(span) for span in spoken)
    ]
    lines = [Statement(_told(action), (action.evidence[0],)) for action in missing[:most]]
    if len(missing) > most:
        rest = missing[most:]
        words = f"{len(rest)} more taskings have a deadline."
        lines.append(Statement(words, tuple(action.evidence[0] for action in rest)))
    return (*summary, *lines)


def _told(action: ActionFinding) -> str:
    who = f"{action.responsible}: " if action.responsible else ""
    due = f" ({action.due_date})" if action.due_date else ""
    return f"Also due — {who}{action.title}, {action.deadline_text}{due}."
