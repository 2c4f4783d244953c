"""What the styles of an OpenDocument file hide."""

from __future__ import annotations

from lxml import etree

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_TINY = 1.5
"""Points below which nobody reads."""


def element(space: str, name: str) -> str:
    """An element's or attribute's full name."""
    return f"{{{_SPACES[space]}}}{name}"


def local(node: etree._Element) -> str:
    """An element's name without its space; empty for a processing instruction."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


class Numbers:
    """Numbers the items of lists as their styles say; what a list does not print it does not get."""

    def __init__(self, *trees: etree._Element | None) -> None:
        self._levels: dict[tuple[str, int], etree._Element] = {}
        for tree in trees:
            for style in tree.iter(element("text", "list-style")) if tree is not None else ():
                name = style.get(element("style", "name"), "")
                for level in style:
                    self._levels[name, _whole(level.get(element("text", "level")), 1)] = level
        self._counts: dict[tuple[str, int], int] = {}

    def begin(self, style: str, level: int, *, goes_on: bool) -> None:
        """Enter a list of this style at this level, counted from 1."""
        form = self._levels.get((style, level))
        if not goes_on:
            first = form.get(element("text", "start-value")) if form is not None else None
            self._counts[style, level] = _whole(first, 1) - 1

    def next(self, style: str, level: int, start: str | None) -> str:
        """The label of the next item, such as `2.` or `(a)`; empty where none is printed."""
        form = self._levels.get((style, level))
        if form is None:
            return ""
        if local(form) == "list-level-style-bullet":
            return form.get(element("text", "bullet-char"), "•")
        count = _whole(start, self._counts.get((style, level), 0) + 1)
        self._counts[style, level] = count
        kind = form.get(element("style", "num-format"), "")
        if not kind:
            return ""
        shown = _whole(form.get(element("text", "display-levels")), 1)
        numbers = [self._one(style, at) for at in range(max(1, level - shown + 1), level)]
        whole = ".".join([*filter(None, numbers), _written(count, kind)])
        before, after = (form.get(element("style", f"num-{side}"), "") for side in ("prefix", "suffix"))
        return f"{before}{whole}{after}".strip()

    def _one(self, style: str, level: int) -> str:
        form = self._levels.get((style, level))
        kind = form.get(element("style", "num-format"), "") if form is not None else ""
        return _written(self._counts.get((style, level), 1), kind) if kind else ""


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else default


def _written(count: int, kind: str) -> str:
    if kind in ("a", "A"):
        letter = chr(ord(kind) + (count - 1) % 26)
        return letter * ((count - 1) // 26 + 1) if 0 < count < 500 else str(count)
    if kind in ("i", "I"):
        return _roman(count) if kind == "I" else _roman(count).lower()
    return str(count)


_ROMAN: tuple[tuple[int, str], ...] = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    written = ""
    for value, sign in _ROMAN:
        written += sign * (count // value)
        count %= value
    return written


class Hidden:
    """Tells of paragraphs, spans, tables and slides whether their style hides them."""

    def __init__(self, *trees: etree._Element | None) -> None:
        self._hidden: set[str] = set()
        parents: dict[str, str] = {}
        for style in (s for tree in trees if tree is not None for s in tree.iter(element("style", "style"))):
            name = style.get(element("style", "name"), "")
            parents[name] = style.get(element("style", "parent-style-name"), "")
            if any(_hides(part) for part in style):
                self._hidden.add(name)
        for name in parents:
            if self._inherits(name, parents):
                self._hidden.add(name)

    def _inherits(self, name: str, parents: dict[str, str]) -> bool:
        seen: set[str] = set()
        while name and name not in seen:
            if name in self._hidden:
                return True
            seen.add(name)
            name = parents.get(name, "")
        return False

    def style(self, node: etree._Element) -> bool:
        """Whether the text style of a paragraph or a span hides its words."""
        return node.get(element("text", "style-name"), "") in self._hidden

    def table(self, node: etree._Element) -> bool:
        """Whether a table or sheet is hidden."""
        return node.get(element("table", "style-name"), "") in self._hidden

    def slide(self, node: etree._Element) -> bool:
        """Whether a slide is not shown."""
        return node.get(element("draw", "style-name"), "") in self._hidden


def _hides(properties: etree._Element) -> bool:
    if properties.get(element("text", "display")) == "none":
        return True
    if properties.get(element("table", "display")) == "false":
        return True
    if properties.get(element("presentation", "visibility")) == "hidden":
        return True
    size = properties.get(element("fo", "font-size"), "")
    if size.endswith("pt") and _number(size[:-2]) < _TINY:
        return True
    white = properties.get(element("fo", "color"), "").lower() == "#ffffff"
    paper = properties.get(element("fo", "background-color"), "transparent").lower()
    return white and paper in ("transparent", "#ffffff")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 100.0
