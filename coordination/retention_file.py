"""The retention schedule as a file: an office's categories in TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from coordination.retention import Category, CutOff, Fate, Schedule
from pipeline.problems import Misconfigured

SAMPLE = """\
# Which records are kept how long, and on whose authority. The first category that fits holds; what none
# fits is unscheduled, and kept. Name the item of your agency's records schedule, or of a General Records
# Schedule that your records officer applies. cutoff: closure, receipt or fiscal_year (the end of the one
# in which it was closed). with_actions = true lets the executive actions go with the last of the documents
# that they were made from; else they stay.
fiscal_year_begins = 10

[[category]]
name = "Letters from the public that needed no action"
kinds = ["public_letter"]
no_action = true
cutoff = "closure"
days = 90
disposition = "destroy"
authority = "the item that your records officer names"

[[category]]
name = "Congressional correspondence"
kinds = ["congressional_letter"]
cutoff = "fiscal_year"
years = 10
disposition = "transfer"
authority = "the item that your records officer names"
"""
"""What a schedule may look like. It is never used as it stands: authorities are the agency's own."""

_LISTS, _NUMBERS = ("kinds", "types"), ("years", "months", "days")
_FLAGS = ("no_action", "by_hand", "with_actions")
_CHOICES: dict[str, Callable[[str], object]] = {"cutoff": CutOff, "disposition": Fate}
_NAMES = ("name", "authority", *_LISTS, *_NUMBERS, *_FLAGS, *_CHOICES)


def parse(text: str, name: str = "the retention schedule") -> Schedule:
    """The schedule that a file holds. Raises Misconfigured and names what is wrong."""
    try:
        plain = tomllib.loads(text)
        unknown = sorted(set(plain) - {"fiscal_year_begins", "category"})
        if unknown:
            raise ValueError(f"the file knows no {', '.join(unknown)}")
        begins = plain.get("fiscal_year_begins", 10)
        if type(begins) is not int:
            raise ValueError("fiscal_year_begins is a month from 1 to 12")
        return Schedule(tuple(map(_category, plain.get("category", ()))), begins)
    except (tomllib.TOMLDecodeError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise Misconfigured(
            f"The retention schedule {name} cannot be used.", _why(error), "Mend the file."
        ) from None


def _why(error: Exception) -> str:
    return f"a category has no {error.args[0]}" if isinstance(error, KeyError) else str(error)


def _category(row: Mapping[str, Any]) -> Category:
    where = f"the category {row.get('name', '')!r}"
    unknown = sorted(set(row) - set(_NAMES))
    if unknown:
        raise ValueError(f"{where} knows no {', '.join(unknown)}")
    for names, kind, what in ((_NUMBERS, int, "whole number"), (_FLAGS, bool, "yes or no: true or false")):
        for field in names:
            if field in row and type(row[field]) is not kind:
                raise ValueError(f"{where}: {field} is a {what}")
    for field in _LISTS:
        if not isinstance(row.get(field, []), list):
            raise ValueError(f"{where}: {field} is a list of words")
    values: dict[str, Any] = {key: tuple(row[key]) if key in _LISTS else row[key] for key in row}
    values |= {key: make(row[key]) for key, make in _CHOICES.items() if key in row}
    return Category(row["name"], row["authority"], Fate(row["disposition"]), **_rest(values))


def _rest(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in ("name", "authority", "disposition")}
