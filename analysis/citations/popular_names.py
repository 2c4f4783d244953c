"""Acts known by name: their other names, their Public Law and where their codification begins."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_YEAR = re.compile(r"\s+of\s+\d{4}\Z")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PopularName:
    """One row of `popular_names.csv`. `public_law` and `first_section` are normal forms or empty."""

    name: str
    aliases: tuple[str, ...]
    public_law: str
    first_section: str
    source: str


@cache
def table() -> tuple[PopularName, ...]:
    """Every row, read once and only when first asked for."""
    lines = files("analysis.citations").joinpath("popular_names.csv").read_text(encoding="utf-8").splitlines()
    return tuple(
        PopularName(
            row["name"],
            tuple(filter(None, row["aliases"].split(";"))),
            row["public_law"],
            row["first_section"],
            row["source"],
        )
        for row in csv.DictReader(lines)
    )


@cache
def _by_key() -> dict[str, PopularName | None]:
    known: dict[str, PopularName | None] = {}
    for row in table():
        for name in {
            _key(spelling) for full in (row.name, *row.aliases) for spelling in (full, _YEAR.sub("", full))
        }:
            # a short form that two Acts share names neither of them
            known[name] = None if name in known else row
    return known


def popular_name(name: str) -> PopularName | None:
    """The one Act that goes by this name or short form, with or without its year, or None."""
    return _by_key().get(_key(name))


@cache
def distinctive_acronyms() -> dict[str, PopularName]:
    """Short forms of four capitals or more that name one Act only, for use without a definition."""
    found = {}
    for row in table():
        for alias in row.aliases:
            if len(alias) > 3 and alias.isupper() and alias.isalpha() and alias not in ("IDEA", "OSHA"):
                found[alias] = row
    return found


def _key(name: str) -> str:
    return _NOT_WORDS.sub("", name.lower())
