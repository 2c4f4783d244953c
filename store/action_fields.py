"""The fields of an executive action that people change by name, and what each takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from coordination.vocabulary import CLASSIFICATIONS, HEALTH, VISIBILITIES
from pipeline.problems import IllegalMove
from store import persons
from store.database import Transaction
from store.holding import Held
from store.tables.coordination import PRIORITIES

MOST_TAGS, LONGEST_TAG = 20, 60
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")


def _one_of(*known: str) -> Callable[[Transaction, Held, Any], Any]:
    def chosen(move: Transaction, held: Held, value: Any) -> Any:
        if value not in known:
            raise IllegalMove(f"{value!r} cannot be chosen.", f"There are: {', '.join(known)}.")
        return value

    return chosen


def _words(move: Transaction, held: Held, value: Any) -> Any:
    return str(value or "").strip() or None


def _name(move: Transaction, held: Held, value: Any) -> Any:
    if not str(value).strip():
        raise IllegalMove("An executive action needs a name.")
    return str(value).strip()


def _person(move: Transaction, held: Held, value: Any) -> Any:
    return persons.person_of(move, value, held.actor) if value else None


def _flag(move: Transaction, held: Held, value: Any) -> Any:
    return bool(value)


def _day(move: Transaction, held: Held, value: Any) -> date | None:
    if isinstance(value, date) or not str(value or "").strip():
        return value or None
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise IllegalMove(f"{value!r} is no day.", remedy="Write it as 2026-09-30.") from None


def _amount(of: str) -> Callable[[Transaction, Held, Any], Any]:
    def counted(move: Transaction, held: Held, value: Any) -> Decimal | None:
        text = str("" if value is None else value).replace("$", "").replace(",", "").strip()
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            raise IllegalMove(f"{value!r} is no number of {of}.", remedy="Write it as 1200 or 1,200.50.")
        return Decimal(text)

    return counted


def _tags(move: Transaction, held: Held, value: Any) -> list[str] | None:
    given = value.split(";") if isinstance(value, str) else value or ()
    tags = list(dict.fromkeys(" ".join(str(tag).split()) for tag in given if str(tag).strip()))
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        raise IllegalMove(
            "These are more or longer tags than an action can have.",
            f"There may be {MOST_TAGS}, each of at most {LONGEST_TAG} characters.",
            "Leave some out; details belong into the notes.",
        )
    return tags or None


_FIELDS: dict[str, tuple[str, Callable[[Transaction, Held, Any], Any]]] = {
    "name": ("name", _name),
    "description": ("description", _words),
    "details": ("details", _words),
    "priority": ("priority", _one_of(*PRIORITIES)),
    "overall_health": ("overall_health", _one_of("", *HEALTH)),
    "security_classification": ("security_classification", _one_of(*CLASSIFICATIONS)),
    "visibility": ("visibility", _one_of(*VISIBILITIES)),
    "signature_level": ("signature_level", _words),
    "external_number": ("external_number", _words),
    "success_criteria": ("success_criteria", _words),
    "strategic_alignment": ("strategic_alignment", _words),
    "organization_initiative": ("organization_initiative", _words),
    "target_completion_date": ("target_completion_date", _day),
    "estimated_effort": ("estimated_effort", _amount("hours")),
    "estimated_budget": ("estimated_budget", _amount("dollars")),
    "tags": ("tags", _tags),
    "agreement": ("agreement", _words),
    "notes": ("notes", _words),
    "requires_formal_decision": ("requires_formal_decision", _flag),
    "accountable_lead": ("accountable_lead_id", _person),
    "executive_sponsor": ("executive_sponsor_id", _person),
    "lead_unit": ("lead_organization_unit", _words),
}
FIELDS = (*_FIELDS, "coordinating_units", "authority")
"""What may be changed of an action by name."""


def written(move: Transaction, held: Held, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that these changes come to. Raises IllegalMove for what cannot be, NotFound for nobody."""
    unknown = sorted(set(changes) - set(FIELDS))
    if unknown:
        raise IllegalMove(f"An action has no {', '.join(unknown)} to change.")
    return {
        _FIELDS[name][0]: _FIELDS[name][1](move, held, value)
        for name, value in changes.items()
        if name in _FIELDS
    }


def known(row: Mapping[Any, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields to be changed say in a row, for the audit log."""
    found = {name: row[_FIELDS[name][0]] for name in changes if name in _FIELDS}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in found.items()}
