"""Whether an approved draft can become a record: told when it is approved, not when everything is filed."""

from __future__ import annotations

from coordination import stages
from coordination.assessment import level, polarity
from pipeline.decisions import Draft, DraftKind
from pipeline.encoding import Json
from pipeline.findings import RelationKind
from pipeline.problems import IllegalMove
from store.tables.coordination import CATEGORIES


def check(draft: Draft) -> None:
    """Raises IllegalMove with what is wrong and how to mend it."""
    # an action made by hand stands in, so that an item alone can be tried
    stages.finish(draft.document, (draft,), made="stand-in")
    values = draft.values
    if draft.kind is DraftKind.EXECUTIVE_ACTION:
        category(said(values, "category") or CATEGORIES[0])
    elif draft.kind is DraftKind.RISK:
        for name in ("likelihood", "severity"):
            level(said(values, name) or "None")
    elif draft.kind is DraftKind.IMPACT:
        polarity(said(values, "polarity") or "Uncertain")
    elif draft.kind is DraftKind.AUTHORITY:
        needed(values, "citation")
    elif draft.kind is DraftKind.CROSS_REFERENCE:
        needed(values, "target")
        relation(needed(values, "relation"))


def category(word: str) -> str:
    """The category of executive actions that is meant. Raises IllegalMove."""
    for known in CATEGORIES:
        if known.casefold() == word.strip().casefold():
            return known
    raise IllegalMove(
        f"{word!r} is no category.", f"There are: {', '.join(CATEGORIES)}.", "Choose one of these."
    )


def relation(word: str) -> RelationKind:
    """The relation that is meant. Raises IllegalMove."""
    try:
        return RelationKind(word)
    except ValueError:
        raise IllegalMove(f"{word!r} is no relation.", f"There are: {', '.join(RelationKind)}.") from None


def said(values: dict[str, Json], name: str) -> str | None:
    """The words of a field; None where it has none."""
    value = values.get(name)
    return value.strip() or None if isinstance(value, str) else None


def needed(values: dict[str, Json], name: str) -> str:
    """The words of a field that must have some. Raises IllegalMove."""
    text = said(values, name)
    if text is None:
        raise IllegalMove(f"The {name} is empty.", remedy=f"Write the {name}, or reject the draft.")
    return text


def many(values: dict[str, Json], name: str) -> tuple[str, ...]:
    """The members of a list field that are words."""
    value = values.get(name)
    return tuple(part for part in value if isinstance(part, str) and part) if isinstance(value, list) else ()
