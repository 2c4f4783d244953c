"""Styles and list numbers of a Word document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from extractors.numbering import labelled

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST_BASE = 20
_PLACE = re.compile(r"%([1-9])")
_BULLETS = {"o": "o", "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "□"}


def value(element: etree._Element | None, path: str) -> str | None:
    """The w:val of a descendant; None where there is none."""
    found = element.find(path) if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def is_on(element: etree._Element | None, name: str) -> bool | None:
    """Whether a switch such as w:vanish is set on or off here; None where it says nothing."""
    found = element.find(f"{W}{name}") if element is not None else None
    if found is None:
        return None
    return found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of a paragraph or of words, its bases' words included."""

    name: str = ""
    outline: int | None = None
    number: str | None = None
    level: str | None = None
    vanish: bool = False


class Styles:
    """The styles by id."""

    def __init__(self, tree: etree._Element | None) -> None:
        self._nodes = {
            node.get(f"{W}styleId", ""): node for node in (tree.iter(f"{W}style") if tree is not None else ())
        }
        self._known: dict[str | None, Style] = {}

    def get(self, style: str | None) -> Style:
        """The style of this id; an empty one where it is not known."""
        if style not in self._known:
            self._known[style] = self._read(style, 0)
        return self._known[style]

    def _read(self, style: str | None, depth: int) -> Style:
        node = self._nodes.get(style or "")
        if node is None or depth > _DEEPEST_BASE:
            return Style()
        base = self._read(value(node, f"{W}basedOn"), depth + 1)
        outline = value(node, f"{W}pPr/{W}outlineLvl")
        vanish = is_on(node.find(f"{W}rPr"), "vanish")
        return Style(
            (value(node, f"{W}name") or "").lower() or base.name,
            int(outline) if outline and outline.isdigit() else base.outline,
            value(node, f"{W}pPr/{W}numPr/{W}numId") or base.number,
            value(node, f"{W}pPr/{W}numPr/{W}ilvl") or base.level,
            base.vanish if vanish is None else vanish,
        )


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    text: str
    legal: bool


@dataclass(slots=True)
class _Counter:
    """Where a list stands: the number reached on each level."""

    reached: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts list paragraphs and gives each its printed number."""

    def __init__(self, tree: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, _Counter] = {}
        self._begun: set[str] = set()
        if tree is not None:
            self._load(tree)

    def _load(self, tree: etree._Element) -> None:
        for node in tree.iter(f"{W}abstractNum"):
            self._levels[node.get(f"{W}abstractNumId", "")] = dict(map(_level, node.findall(f"{W}lvl")))
        for node in tree.iter(f"{W}num"):
            number = node.get(f"{W}numId", "")
            self._list_of[number] = value(node, f"{W}abstractNumId") or ""
            for override in node.findall(f"{W}lvlOverride"):
                start = value(override, f"{W}startOverride")
                if start is not None:
                    self._restarts.setdefault(number, {})[_whole(override.get(f"{W}ilvl"))] = _whole(start)

    def next(self, number: str, level: int) -> str:
        """The label of the next paragraph of this list on this level, such as `(a)`; empty for none."""
        listed = self._list_of.get(number)
        levels = self._levels.get(listed or "", {})
        if listed is None or level not in levels:
            return ""
        reached = self._counters.setdefault(listed, _Counter()).reached
        if number not in self._begun:
            self._begun.add(number)
            for at, start in self._restarts.get(number, {}).items():
                reached[at] = start - 1
        reached[level] = reached.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in reached if at > level]:
            del reached[deeper]
        return _label(levels, reached, level)


def _level(node: etree._Element) -> tuple[int, _Level]:
    style = value(node, f"{W}numFmt") or "decimal"
    start = value(node, f"{W}start")
    return _whole(node.get(f"{W}ilvl")), _Level(
        1 if start is None else _whole(start),
        style,
        value(node, f"{W}lvlText") or "",
        bool(is_on(node, "isLgl")),
    )


def _label(levels: dict[int, _Level], reached: dict[int, int], level: int) -> str:
    here = levels[level]
    if here.style == "none":
        return _PLACE.sub("", here.text).strip()
    if here.style == "bullet":
        return _BULLETS.get(here.text, here.text if here.text.isascii() and here.text.strip() else "•")

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = levels.get(at, here)
        style = "decimal" if here.legal else other.style
        return labelled(reached.get(at, other.start), style)

    return _PLACE.sub(number, here.text).strip()


def _whole(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() and len(text) < 8 else 0
