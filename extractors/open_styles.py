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
