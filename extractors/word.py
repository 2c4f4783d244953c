"""Word (DOCX): our own reader over the package, so that no kind of text in it is lost."""

from __future__ import annotations

import re

from lxml import etree

from extractors.canonical import Builder
from extractors.package import Package
from extractors.word_runs import ALTERNATIVE, Notes, Ribbon, RunReader, chosen
from extractors.word_styles import Numbering, Style, Styles, W, value
from pipeline.documents import Attachment, BlockKind, ExtractedDocument
from pipeline.media import DOCX
from pipeline.problems import Damaged, ReadingState

MEDIA_TYPES = frozenset({DOCX})

_LONGEST_CELL = 400
_LARGEST_EMBEDDED = 40 * 1024 * 1024
_HEADING_NAME = re.compile(r"heading (\d)")
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_CORE = ("title", "subject", "creator", "lastModifiedBy", "created", "modified", "category", "keywords")
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text with all changes accepted; changes and comments beside it.

    Raises Damaged, NeedsPassword or Quarantined.
    """
    package = Package(data)
    main = package.main_part("word/document.xml")
    tree = package.xml(main)
    body = tree.find(f"{W}body") if tree is not None else None
    if body is None:
        raise Damaged("The Word file has no document in it.", f"{main} is missing or empty.")
    return _Word(package, main).read(body)


class _Word:
    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._relations = package.relations(main)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self._notes = Notes(self._part("footnotes"), self._part("endnotes"), self._part("comments"))
        links = {key: target for key, (kind, target) in self._relations.items() if kind == "hyperlink"}
        self._runs = RunReader(self._styles, self._notes, links)
        self._builder = Builder()
        self._flags: list[str] = []
        self._printed_pages = False

    def _part(self, kind: str) -> etree._Element | None:
        target = next((target for found, target in self._relations.values() if found == kind), "")
        return self._package.xml(target)

    def read(self, body: etree._Element) -> ExtractedDocument:
        """The whole document: headers, body with notes at each page's foot, endnotes, footers."""
        self._printed_pages = body.find(f".//{W}lastRenderedPageBreak") is not None
        self._builder.page()
        self._margins(body, "header", BlockKind.HEADER)
        self._walk(body)
        self._foot(self._runs.footnotes)
        self._foot(self._runs.endnotes)
        self._margins(body, "footer", BlockKind.FOOTER)
        attachments = self._embedded()
        state, flags = self._state(body)
        return self._builder.document(state, flags, self._facts(), attachments, "word")

    def _state(self, body: etree._Element) -> tuple[ReadingState, tuple[str, ...]]:
        flags = [*self._flags, *self._runs.flags]
        if self._package.doubled:
            flags.append(f"The package holds {self._package.doubled[0]} twice: what Word shows may differ.")
        if any(name.lower().endswith("vbaproject.bin") for name in self._package.names):
            flags.append("It carries macros; they were not run.")
        partial = body.find(f".//{W}altChunk") is not None
        if partial:
            flags.append("A part in another format is embedded in it and was not read.")
        pictured = any("/media/" in name for name in self._package.names)
        if not self._builder.here and pictured:
            why = ("It is a picture of text.", "The Word file holds pictures and no words.")
            return ReadingState.NEEDS_OCR, (*why, "Recognise its text, or read it by hand.", *flags)
        state = ReadingState.EXTRACTED_PARTIAL if partial and self._builder.here else ReadingState.EXTRACTED
        return state, tuple(dict.fromkeys(flags))

    # --- blocks -------------------------------------------------------------------------------------

    def _walk(self, container: etree._Element) -> None:
        for child in container:
            tag = child.tag
            if tag == f"{W}p":
                self._paragraph(child)
            elif tag == f"{W}tbl":
                self._table(child)
            elif tag in _WRAPPERS:
                self._walk(child)
            elif tag == ALTERNATIVE:
                self._walk(chosen(child))

    def _paragraph(self, node: etree._Element) -> None:
        leading, inside = self._breaks(node)
        if leading:
            self._turn()
        ribbon = Ribbon()
        style = self._fill(node, ribbon)
        kind, level = _kind_of(node, style, ribbon.numbered)
        self._put(ribbon, kind, level)
        if inside:
            self._turn()

    def _put(self, ribbon: Ribbon, kind: BlockKind, level: int = 0) -> None:
        self._builder.add(ribbon.shown, kind, level=level)
        if ribbon.hidden.length:
            self._builder.add(ribbon.hidden, kind, hidden=True)
        for box in ribbon.boxes:
            self._walk(box)

    def _fill(self, node: etree._Element, ribbon: Ribbon) -> Style:
        """Say a paragraph's number and words into the ribbon."""
        properties = node.find(f"{W}pPr")
        style = self._styles.get(value(properties, f"{W}pStyle"))
        number = value(properties, f"{W}numPr/{W}numId") or style.number
        level = value(properties, f"{W}numPr/{W}ilvl") or style.level or "0"
        removed = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
        if number and number != "0" and level.isdigit() and not removed:
            ribbon.label = self._numbering.next(number, int(level))
            ribbon.numbered = bool(ribbon.label)
        self._runs.read(node, ribbon, style)
        return style

    def _breaks(self, node: etree._Element) -> tuple[bool, bool]:
        """Whether a page begins before this paragraph, and whether one begins inside or behind it."""
        before = inside = False
        words = False
        for part in node.iter(f"{W}t", f"{W}lastRenderedPageBreak", f"{W}br"):
            if part.tag == f"{W}t":
                words = words or bool(part.text)
            elif part.tag == f"{W}br" and (self._printed_pages or part.get(f"{W}type") != "page"):
                continue
            elif words:
                inside = True
            else:
                before = True
        return before, inside

    def _turn(self) -> None:
        self._foot(self._runs.footnotes)
        self._builder.page()

    def _foot(self, waiting: list[tuple[str, etree._Element]]) -> None:
        """Print the notes that were referred to on this page."""
        notes = list(waiting)
        waiting.clear()
        for mark, note in notes:
            ribbon = Ribbon(label=mark)
            for number, node in enumerate(note.iter(f"{W}p")):
                ribbon.shown.say("\n" if number else "")
                self._runs.read(node, ribbon, Style())
            self._put(ribbon, BlockKind.FOOTNOTE)

    def _margins(self, body: etree._Element, kind: str, block: BlockKind) -> None:
        said: set[str] = set()
        for reference in body.iter(f"{W}{kind}Reference"):
            target = self._relations.get(reference.get(f"{_REL}id", ""), ("", ""))[1]
            tree = self._package.xml(target)
            ribbon = Ribbon()
            for node in tree.iter(f"{W}p") if tree is not None else ():
                ribbon.shown.say("\n")
                self._runs.read(node, ribbon, Style())
            words = re.sub(r"\d+", "", ribbon.shown.done()[0])
            if words not in said:
                said.add(words)
                self._builder.add(ribbon.shown, block)

    # --- tables -------------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> None:
        rows = [row for row in table.iter(f"{W}tr") if _owner(row) is table]
        if not _is_grid(table, rows):
            for row in rows:
                for cell in _cells(row):
                    self._walk(cell)
            return
        ribbon = Ribbon()
        for row in rows:
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            self._row(row, ribbon)
        self._put(ribbon, BlockKind.TABLE)

    def _row(self, row: etree._Element, ribbon: Ribbon) -> None:
        gap = "\n" if ribbon.shown.length else ""
        for cell in _cells(row):
            for node in cell.iter(f"{W}p"):
                ribbon.gap = gap
                before = ribbon.shown.length
                self._fill(node, ribbon)
                gap = " " if ribbon.shown.length > before else gap
            if gap == " ":
                gap = " " if ribbon.shown.tail == ":" else " | "

    # --- facts --------------------------------------------------------------------------------------

    def _facts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        relations = self._package.relations("")
        target = next((target for kind, target in relations.values() if kind == "core-properties"), "")
        tree = self._package.xml(target)
        for node in tree if tree is not None else ():
            name = etree.QName(node).localname
            if name in _CORE and node.text:
                found["author" if name == "creator" else name.lower()] = node.text.strip()
        return found

    def _embedded(self) -> tuple[Attachment, ...]:
        found: list[Attachment] = []
        size = 0
        for name in sorted(set(self._package.names)):
            if "/embeddings/" not in name or name.endswith("/"):
                continue
            if name.lower().endswith(".bin"):
                self._flags.append("An object that is embedded in it was not read.")
                continue
            data = self._package.bytes(name)
            size += len(data)
            if size > _LARGEST_EMBEDDED:
                self._flags.append("Embedded files that are too large were left out.")
                break
            found.append(Attachment(name.rpartition("/")[2], data))
        return tuple(found)


def _kind_of(node: etree._Element, style: Style, numbered: bool) -> tuple[BlockKind, int]:
    """What a paragraph is, by its style and number."""
    outline = value(node, f"{W}pPr/{W}outlineLvl")
    level = int(outline) if outline and outline.isdigit() else style.outline
    named = _HEADING_NAME.match(style.name)
    if named or (level is not None and level < 9):
        return BlockKind.HEADING, int(named[1]) if named else (level or 0) + 1
    if style.name in ("title", "subtitle"):
        return BlockKind.HEADING, 1
    if style.name.startswith(("footnote", "endnote")):
        return BlockKind.FOOTNOTE, 0
    if style.name == "caption":
        return BlockKind.CAPTION, 0
    depth = value(node, f"{W}pPr/{W}numPr/{W}ilvl") or style.level or "0"
    return (BlockKind.LIST_ITEM, int(depth) + 1) if numbered else (BlockKind.PARAGRAPH, 0)


def _owner(node: etree._Element) -> etree._Element | None:
    return next(iter(node.iterancestors(f"{W}tbl")), None)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iter(f"{W}tc") if next(iter(cell.iterancestors(f"{W}tr"))) is row]


def _is_grid(table: etree._Element, rows: list[etree._Element]) -> bool:
    """Whether a table holds data rather than a layout: rows of several short cells, no table inside."""
    if next(table.iterdescendants(f"{W}tbl"), None) is not None:
        return False
    wide = 0
    for row in rows:
        sizes = [sum(len(part.text or "") for part in cell.iter(f"{W}t")) for cell in _cells(row)]
        if max(sizes, default=0) > _LONGEST_CELL:
            return False
        wide += sum(size > 0 for size in sizes) >= 2
    return wide >= 2
