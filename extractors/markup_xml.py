"""XML of laws and of the Federal Register: USLM, the bill format before it, FR documents; others by shape.

Sources: the USLM schema and its user guide, the House's bill document type, the GPO's user guide of FR XML.
Sections stay structure: number and heading on one line, and what is numbered below them as list items.
"""

from __future__ import annotations

import re

from lxml import etree

from extractors.canonical import LINE_BREAK, PARAGRAPH_BREAK, Builder
from extractors.markup_words import BILL_LEVELS, FOOT, FURNITURE, HEADINGS, LEVELS, SKIPPED, WORDED, inline
from extractors.package import parsed
from pipeline.documents import BlockKind, ExtractedDocument

MEDIA_TYPES = frozenset({"application/xml"})

_DOCTYPE = re.compile(rb"<!DOCTYPE\s+[\w:.-]+(?:\s+(?:PUBLIC|SYSTEM)\s+(?:\"[^\"<>]*\"|'[^'<>]*'|\s)*)?\s*>")
_NUMBERS = frozenset({"num", "enum"})
_TITLES = frozenset({"heading", "header"})
_ROOTS = {
    "USLM": frozenset(
        {"bill", "resolution", "pLaw", "lawDoc", "uscDoc", "statuteAtLarge", "amendment", "cfrDoc", "frDoc"}
    ),
    "Federal Register": frozenset(
        {"RULE", "PRORULE", "NOTICE", "PRESDOCU", "FEDREG", "EXECORD", "PROCLA", "DETERM"}
    ),
}


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text in document order. Raises Damaged; Quarantined for entities and endless depth."""
    # a document type that only names itself is harmless, and bills carry one; it is not read
    root = parsed(_DOCTYPE.sub(b"", data, count=1), name or "it")
    reader = _Markup()
    reader.walk(root, 0)
    known = any(_name(root) in names for names in _ROOTS.values())
    flags = (
        () if known else ("Its XML is of no kind that is known here; its words were read in their order.",)
    )
    return reader.builder.document(flags=flags, metadata={"root": _name(root)}, reader="xml")


def words_of(node: etree._Element) -> str:
    """The words of one element of a law, as they are read in a whole document."""
    reader = _Markup()
    reader.walk(node, 0)
    return reader.builder.document().text


class _Markup:
    def __init__(self) -> None:
        self.builder = Builder()
        self.builder.page()
        self._lead = ""
        self._quoted = 0
        self._opening = ""

    def walk(self, node: etree._Element, level: int) -> None:
        """Say an element and everything in it."""
        name = _name(node)
        if not name or name in SKIPPED:
            return
        if name in ("GPOTABLE", "table"):
            self._table(node)
        elif name in LEVELS:
            self._section(node, name, level + 1)
        elif name == "after-quoted-block":
            self.builder.add(inline(node), gap="")
        elif name in ("quoted-block", "quotedContent"):
            self._quote(node, level)
        elif name in FOOT or _is_block(node):
            self._say(inline(node), name, level)
        else:
            self._say(node.text or "", name, level)
            for child in node:
                self.walk(child, level)
                self._say(child.tail or "", name, level)

    def _section(self, node: etree._Element, name: str, level: int) -> None:
        number = next((inline(part) for part in node if _name(part) in _NUMBERS), "")
        title = next((inline(part) for part in node if _name(part) in _TITLES), "")
        if name in BILL_LEVELS and any(_name(part) == "enum" for part in node):
            number = BILL_LEVELS[name](number)
        if title or name in HEADINGS:
            self._say(f"{number} {title}".strip(), "heading", level)
        else:
            self._lead = f"{self._lead} {number}".strip()
        self._say(node.text or "", "p", level)
        for child in node:
            if _name(child) not in _NUMBERS | _TITLES:
                self.walk(child, level)
            self._say(child.tail or "", "p", level)
        self._place(self._lead, "p", level, numbered=True)
        self._lead = ""

    def _quote(self, node: etree._Element, level: int) -> None:
        """Words that a law puts into another: set in quotation marks, as they are printed."""
        before = self.builder.here
        marked = "“" in "".join(map(str, node.itertext()))[:3]
        self._opening = "" if marked else "“"
        self._quoted += 1
        for child in node:
            self.walk(child, level)
        if not len(node):
            self._say(inline(node), "p", level)
        self._quoted -= 1
        self._opening = ""
        if self.builder.here > before and not marked:
            self.builder.add("”", gap="")

    def _say(self, words: str, name: str, level: int) -> None:
        words = " ".join(words.split())
        if words:
            lead, self._lead = self._lead, ""
            self._place(f"{lead} {words}".strip(), name, level, numbered=bool(lead))

    def _place(self, words: str, name: str, level: int, *, numbered: bool) -> None:
        if not words:
            return
        opening, self._opening = self._opening, ""
        kind = _kind(name, numbered)
        deep = level if kind in (BlockKind.HEADING, BlockKind.LIST_ITEM) else 0
        gap = LINE_BREAK if kind is BlockKind.LIST_ITEM else PARAGRAPH_BREAK
        self.builder.add(f"{opening}{words}", kind, level=deep, gap=gap)

    def _table(self, node: etree._Element) -> None:
        title = next((inline(part) for part in node if _name(part) in ("TTITLE", "caption")), "")
        self._say(title, "caption", 0)
        heads = [inline(part) for part in node.iter("{*}CHED")]
        rows = [" | ".join(filter(None, heads))] if heads else []
        for row in node.iter("{*}ROW", "{*}tr"):
            cells = [" ".join(inline(cell).split()) for cell in row if _name(cell) in ("ENT", "td", "th")]
            rows.append(" | ".join(cells).rstrip(" |"))
        self.builder.add("\n".join(row for row in rows if row), BlockKind.TABLE)
        for note in node.iter("{*}TNOTE"):
            self._say(inline(note), "FTNT", 0)


def _kind(name: str, numbered: bool) -> BlockKind:
    if name in FURNITURE:
        return BlockKind.FOOTER
    if name in FOOT:
        return BlockKind.FOOTNOTE
    if name == "caption":
        return BlockKind.CAPTION
    if name in WORDED:
        return BlockKind.HEADING
    return BlockKind.LIST_ITEM if numbered else BlockKind.PARAGRAPH


def _is_block(node: etree._Element) -> bool:
    """Whether an element is one run of words: it has words of its own, and no part that stands for itself."""
    if not len(node):
        return True
    own = (node.text or "").strip() or any((child.tail or "").strip() for child in node)
    if not own and any(not _is_inline(child) for child in node):
        return False
    return not any(_name(part) in LEVELS or _name(part) in _APART for part in node.iterdescendants())


_APART = frozenset({"quoted-block", "quotedContent", "GPOTABLE", "table", "P", "FP", "HD", "FTNT"})
_INLINE = frozenset(
    {
        "E",
        "SU",
        "FR",
        "AC",
        "b",
        "i",
        "em",
        "sup",
        "sub",
        "inline",
        "ref",
        "quote",
        "term",
        "italic",
        "bold",
        "date",
    }
)


def _is_inline(node: etree._Element) -> bool:
    return _name(node) in _INLINE


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
