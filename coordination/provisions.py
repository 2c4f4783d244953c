"""Parts of an authority as texts name them, and whether two of them touch: "sec. 3(b)", "sections 4-7"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_INNER = r"\([0-9A-Za-z]{1,5}\)"
_LABEL = (
    rf"(?:(?<!\w)(?:\d+[a-z]?(?:[.-]\d+[a-z]?)*(?!\w)|(?-i:[IVXL]+|[A-Z])(?!\w))(?:{_INNER})*|(?:{_INNER})+)"
)
_JOINED = r"(?:\s*(?:,|-|\band\b|\bor\b|\bthrough\b|&))+\s*"
_GROUP = re.compile(
    r"(?:\b(?P<unit>(?:sub-?)?(?:section|paragraph|chapter|title|part|clause)|article|annex|appendix|schedule"
    rf"|rule|division|sec)s?\b\.?\s*|^\s*)(?P<list>{_LABEL}(?:{_JOINED}{_LABEL})*)(?P<of>\s+of(?=\s))?",
    re.IGNORECASE,
)
_PIECE = re.compile(rf"(?P<label>{_LABEL})|(?P<range>-|\bthrough\b)", re.IGNORECASE)
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_WIDEST = 40
"""Sections in a range: "4-7" is one, "1-411" the number of a section."""


class Touch(StrEnum):
    """Whether two parts of one authority have to do with each other."""

    SAME = "same"
    UNSURE = "unsure"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its kind ("section", "title"; empty where only letters are named), its labels, outer first."""

    unit: str
    path: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.path:
            raise ValueError("a part without a label")

    def __str__(self) -> str:
        head = f"{'sec.' if self.unit == 'section' else self.unit} {self.path[0]}" if self.unit else ""
        return head + "".join(f"({label})" for label in self.path[bool(self.unit) :])


def touch(one: Part, other: Part) -> Touch:
    """Whether one lies within the other. What different kinds of part are named for may be the same."""
    if one.unit != other.unit:
        return Touch.UNSURE
    depth = min(len(one.path), len(other.path))
    return Touch.SAME if one.path[:depth] == other.path[:depth] else Touch.APART


def parts(words: str | None) -> frozenset[Part]:
    """The parts that these words name; a number at their beginning is a section."""
    text = " ".join((words or "").translate(_DASHES).replace("\u00a7", " section ").split())
    found: list[Part] = []
    inner: list[Part] = []
    ends = -1
    for group in _GROUP.finditer(text):
        named = _parts(group["unit"], group["list"])
        if group.start() - ends <= 1 and inner:
            named = [Part(outer.unit, outer.path + part.path) for outer in named for part in inner]
        if group["of"]:
            # "paragraph (a) of section 2"; of "part 1 of title II" both are kept
            inner, ends = [part for part in named if not part.unit], group.end()
            found.extend([] if inner else named)
            continue
        found.extend(named)
        inner, ends = [], -1
    return frozenset(found + inner)


def _parts(word: str | None, listed: str) -> list[Part]:
    plain = (word or "section").lower().replace("-", "")
    unit = {"sec": "section", "subsection": "section"}.get(plain, plain.removeprefix("sub"))
    lettered = word is None or plain.startswith("sub") or plain in ("paragraph", "clause")
    found: list[Part] = []
    ranging = False
    for piece in _PIECE.finditer(listed):
        if piece["range"]:
            ranging = bool(found)
            continue
        part = _part(unit, piece["label"].lower(), found, lettered=lettered)
        if ranging:
            found[-1:] = _range(found[-1], part)
        else:
            found.extend(_spread(part))
        ranging = False
    return found


def _part(unit: str, label: str, before: list[Part], *, lettered: bool) -> Part:
    """One label of a list. A letter alone goes on where the label before it stood: "2(a) and (b)"."""
    number, *inner = re.split(r"[()]+", label.rstrip(")"))
    if number:
        return Part(unit, (number, *inner))
    if before and len(before[-1].path) > len(inner) and before[-1].unit:
        return Part(before[-1].unit, (*before[-1].path[: -len(inner)], *inner))
    return Part("" if lettered else unit, tuple(inner))


def _spread(part: Part) -> list[Part]:
    """A number with a dash as itself, and as the range that it may be."""
    bounds = re.fullmatch(r"(\d+)-(\d+)", part.path[0])
    if bounds is None or len(part.path) > 1:
        return [part]
    return [part, *_between(part.unit, int(bounds[1]), int(bounds[2]))]


def _between(unit: str, low: int, high: int) -> list[Part]:
    if not low < high <= low + _WIDEST:
        return []
    return [Part(unit, (str(number),)) for number in range(low, high + 1)]


def _range(first: Part, last: Part) -> list[Part]:
    """All from one to the other; of letters, what they stand in."""
    if len(first.path) == len(last.path) == 1 and first.path[0].isdigit() and last.path[0].isdigit():
        return _between(first.unit, int(first.path[0]), int(last.path[0])) or [first, last]
    above = first.path[:-1]
    return [Part(first.unit, above)] if above else [first, last]
