"""Whether an approved draft can become a record: told when it is approved, not when everything is filed."""

from __future__ import annotations

import re
from datetime import date

from coordination import stages
from coordination.assessment import level, polarity
from pipeline.decisions import Draft, DraftKind, legible
from pipeline.encoding import Json
from pipeline.findings import Kind, RelationKind
from pipeline.problems import IllegalMove
from store.tables.coordination import CATEGORIES

EARLIEST, LATEST = 1700, 2199
"""Years outside these are slips of the pen: no paper is older, no suspense is later."""
_TITLED = (DraftKind.EXECUTIVE_ACTION, DraftKind.ACTION_ITEM, DraftKind.RISK, DraftKind.IMPACT)
_DAYS = ("due_date", "suspense_internal", "suspense_external")
_PART_OF_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def check(draft: Draft) -> None:
    """Raises IllegalMove with what is wrong and how to mend it."""
    # an action made by hand stands in, so that an item alone can be tried
    stages.finish(draft.document, (draft,), made="stand-in")
    values = draft.values
    if draft.kind in _TITLED:
        needed(values, "title")
        for name in _DAYS:
            _in_our_time(name, said(values, name))
    if draft.kind is DraftKind.METADATA:
        _facts(values)
    elif draft.kind is DraftKind.SUMMARY:
        needed(values, "text")
    elif draft.kind is DraftKind.EXECUTIVE_ACTION:
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


def _facts(values: dict[str, Json]) -> None:
    kind = needed(values, "kind")
    if kind not in tuple(Kind):
        raise IllegalMove(f"{kind!r} is no kind of document.", f"There are: {', '.join(Kind)}.")
    written = said(values, "date")
    if written is None:
        return
    if not _PART_OF_DATE.fullmatch(written) or not _exists(written):
        raise IllegalMove(
            f"{written!r} is no date.",
            "It is written as 2026-01-31, or 2026-01 or 2026 where no more is printed.",
            "Mend the field date, or empty it.",
        )
    _in_our_time("date", written)


def _exists(written: str) -> bool:
    try:
        date.fromisoformat((written + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _in_our_time(name: str, written: str | None) -> None:
    if written is not None and not EARLIEST <= int(written[:4]) <= LATEST:
        raise IllegalMove(
            f"{written} lies outside the years {EARLIEST} to {LATEST}.", remedy=f"Mend the field {name}."
        )


def name_given(words: str | None) -> str | None:
    """The name that a person gives to an action made by hand; None where it has none. Raises IllegalMove."""
    given = (words or "").strip() or None
    legible("title", given)
    return given


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
