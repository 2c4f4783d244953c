"""Acts known by name: their other names, their Public Law, and where the U.S. Code holds them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_YEAR = re.compile(r"\s+of\s+\d{4}\Z")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
# words of a name at which reading leftwards stops: an article, a list without "and", "100-Century of"
_CUT_OFF = re.compile(r"(?<=\w)(?:,|\s(?:the|that|our)|\s\d+-\w+\sof)(?=\s)")
_PLACE = re.compile(
    r"(?:(?P<title>title\s+)|(?:sec\.|sections?|§)?\s*)(?P<label>\d+[A-Za-z]?(?:-\d+)?|(?<=\s)[IVXL]+)"
    r"(?P<pins>(?:\([A-Za-z0-9]+\))*)"
)
# these capitals mean something else as well: a plain word, an agency, the end of "PUERTO RICO"
_OTHER_SENSES = frozenset({"IDEA", "OSHA", "RICO"})


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
    return tuple(
        PopularName(
            row["name"],
            tuple(filter(None, row["aliases"].split(";"))),
            row["public_law"],
            row["first_section"],
            row["source"],
        )
        for row in csv.DictReader(_lines("popular_names.csv"))
    )


@cache
def _by_key() -> dict[str, PopularName | None]:
    """Spelled-out names first; a name without its year never takes over what a row spells out."""
    known: dict[str, PopularName | None] = {}
    for row in table():
        for key in {_key(name) for name in (row.name, *row.aliases)}:
            # a short form that two Acts share names neither of them
            known[key] = None if key in known else row
    short: dict[str, PopularName | None] = {}
    for row in table():
        for key in {_key(name) for name in map(_without_year, (row.name, *row.aliases)) if name}:
            if key not in known:
                short[key] = None if key in short else row
    return known | short


def _without_year(name: str) -> str:
    """The name without "of 1992"; empty where one word is left, as in "Energy Act", which says too little."""
    head = _YEAR.sub("", name)
    return head if head != name and len(head.split()) > 2 else ""


def popular_name(name: str) -> PopularName | None:
    """The one Act that goes by this name or short form, with or without its year, or None."""
    return _by_key().get(_key(name))


def called_otherwise(names: Iterable[str]) -> dict[str, str]:
    """The names of an Act by the first of its names among these, where it has several of them.

    "Affordable Care Act" and "Patient Protection and Affordable Care Act" are one Act, not two.
    """
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    for name in names:
        row = popular_name(name)
        if row is not None and first.setdefault(row.name, name) != name:
            same[name] = first[row.name]
    return same


def printed_at(names: Iterable[str]) -> dict[str, str]:
    """The Public Law and the first section of the Code of each of these Acts, by the name of the Act.

    A paper that cites "the Privacy Act" here and "5 U.S.C. 552a" there cites one law. A note is none of them.
    """
    return {
        place: name
        for name in names
        if (row := popular_name(name)) is not None
        for place in (row.public_law, row.first_section)
        if place and not place.endswith(" note")
    }


@cache
def distinctive_acronyms() -> dict[str, PopularName]:
    """Short forms of four capitals or more that name one Act only, for use without a definition."""
    found = {}
    for row in table():
        for alias in row.aliases:
            lone = len(alias) > 3 and alias.isupper() and alias.isalpha() and alias not in _OTHER_SENSES
            if lone and popular_name(alias) is row:
                found[alias] = row
    return found


def leading_words(tail: str) -> re.Pattern[str] | None:
    """What stands before the end of a listed name of which only the end is read, or None.

    "Nation Act" ends "Water Infrastructure Improvements for the Nation Act"; the pattern matches all
    that comes before it, at the end of what it searches.
    """
    head = _heads().get(_key(tail))
    return _ending(head) if head else None


@cache
def _ending(head: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, head.split()))
    return re.compile(rf"(?<!\w){words}\s+\Z")


@cache
def _heads() -> dict[str, str]:
    names = [_YEAR.sub("", name) for row in table() for name in (row.name, *row.aliases)]
    return {_key(name[cut.end() :]): name[: cut.end()] for name in names for cut in _CUT_OFF.finditer(name)}


@cache
def _sections() -> dict[tuple[str, str], str]:
    lines = _lines("act_sections.csv")
    return {(row["act"], row["act_section"]): row["usc_section"] for row in csv.DictReader(lines)}


def codified(act: str, section: str) -> str | None:
    """Where the U.S. Code holds a place of an Act: section 111(d) of the Clean Air Act is 42 U.S.C. 7411(d).

    `act` is any name that `popular_name` knows; `section` a label ("111(d)", "sec. 111(d)", "title VI").
    None where `act_sections.csv` has no row for the section: nothing is worked out from its neighbours.
    """
    row, place = popular_name(act), _PLACE.fullmatch(section.strip())
    if row is None or place is None:
        return None
    label, pins = place["label"], place["pins"]
    home = _sections().get((row.name, label if place["title"] is None else f"title {label}"))
    return None if home is None or (pins and place["title"]) else home + pins


def _lines(file: str) -> list[str]:
    return files("analysis.citations").joinpath(file).read_text(encoding="utf-8").splitlines()


def _key(name: str) -> str:
    return _NOT_WORDS.sub("", name.lower())
