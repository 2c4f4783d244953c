"""Which HTML elements are not shown to the reader of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

Attributes = dict[str, str | None]

_STYLE = re.compile(r"<style\b[^<>]{0,1000}>", re.I)
_STYLE_END = re.compile(r"</style", re.I)
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][\w-]+)", re.I)
_UNSEEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|font-size\s*:\s*(?:0(?:\.0+)?(?:px|pt|em|rem|%)?|(?:0?\.\d+|1)(?:px|pt))\s*(?:!important\s*)?(?:;|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:!important\s*)?(?:;|$))",
    re.I,
)
_WHITE = re.compile(r"(?:^|;)\s*color\s*:\s*(?:white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255)\b", re.I)
_PAINT = re.compile(
    r"(?:^|;)\s*background(?:-color|-image)?\s*:\s*(?!\s*(?:none|transparent|white|#fff))", re.I
)
_LONGEST_STYLE = 200_000


def unseen_selectors(html: str) -> frozenset[str]:
    """The `.class` and `#id` names that the page's own style sheets hide outside any media query.

    Only selectors of one class or id count: they hide wherever they stand.
    """
    found: set[str] = set()
    for sheet in _sheets(html):
        for selectors, style in _rules(_without_queries(_without_comments(sheet))):
            if _UNSEEN.search(style):
                simple = (_SIMPLE.fullmatch(part.strip()) for part in selectors.split(","))
                found.update(match[1].lower() for match in simple if match)
    return frozenset(found)


def _sheets(html: str) -> Iterator[str]:
    """The page's style sheets. Every step here takes time in proportion: a page may be all opening tags."""
    reached = 0
    for opening in _STYLE.finditer(html):
        if opening.start() < reached:
            continue
        closing = _STYLE_END.search(html, opening.end())
        if closing is None:
            return
        reached = closing.end()
        yield html[opening.end() : min(closing.start(), opening.end() + _LONGEST_STYLE)]


def _without_comments(sheet: str) -> str:
    first, *others = sheet.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Each rule as its selectors and its declarations."""
    for rule in sheet.split("}")[:-1]:
        head, opened, style = rule.rpartition("{")
        if opened:
            yield head.rpartition("{")[2], style


def _without_queries(sheet: str) -> str:
    """The sheet without its @-blocks, which hold rules for other screens or for print."""
    kept: list[str] = []
    depth, at_rule = 0, None
    for part in re.split(r"([@{};])", sheet):
        if part == "@" and at_rule is None:
            at_rule = depth
        elif part == "{":
            depth += 1
        elif part == "}":
            depth -= 1
        if at_rule is None:
            kept.append(part)
        elif part in ("}", ";") and depth <= at_rule:
            at_rule = None
    return "".join(kept)


def hides(attributes: Attributes, selectors: frozenset[str], painted: bool) -> bool:
    """Whether an element with these attributes hides what it holds.

    White text counts as hidden only while nothing around it is `painted` with a background of its own.
    """
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    style = attributes.get("style") or ""
    if style and _UNSEEN.search(style):
        return True
    white = (attributes.get("color") or "").lower() in ("white", "#fff", "#ffffff") or _WHITE.search(style)
    if white and not painted and not paints(attributes):
        return True
    return bool(selectors) and not selectors.isdisjoint(_own_selectors(attributes))


def paints(attributes: Attributes) -> bool:
    """Whether an element with these attributes has a background that is not white."""
    if attributes.get("background"):
        return True
    if (attributes.get("bgcolor") or "white").lower() not in ("white", "#fff", "#ffffff"):
        return True
    return bool(_PAINT.search(attributes.get("style") or ""))


def _own_selectors(attributes: Attributes) -> set[str]:
    own = {f".{name.lower()}" for name in (attributes.get("class") or "").split()}
    if attributes.get("id"):
        own.add(f"#{str(attributes['id']).lower()}")
    return own
