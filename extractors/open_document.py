"""OpenDocument text, sheets and slides (ODF 1.3): our own reader over the package's content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extractors.canonical import Builder, Passage
from extractors.open_styles import Hidden, Numbers, element, local
from extractors.package import Package
from pipeline.documents import AnnotationKind, Attachment, BlockKind, ExtractedDocument
from pipeline.problems import Damaged, NeedsPassword

_KIND = "application/vnd.oasis.opendocument."
MEDIA_TYPES = frozenset({f"{_KIND}text", f"{_KIND}spreadsheet", f"{_KIND}presentation"})

_MOST_COPIES = 50
"""Empty cells and rows to the end of a sheet are stored once, with how often they repeat."""

_MOST_CELLS = 500_000
_INLINE = frozenset({"span", "a", "ruby-base", "ruby", "meta", "meta-field", "s", "tab", "line-break"})
_MARGINS = {"header": BlockKind.HEADER, "footer": BlockKind.FOOTER}
_FACTS = {
    "title": "title",
    "creator": "author",
    "date": "modified",
    "creation-date": "created",
    "subject": "subject",
}


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text with all changes accepted; changes and comments beside it.

    Raises Damaged, NeedsPassword or Quarantined.
    """
    package = Package(data)
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(element("manifest", "encryption-data")), None) is not None:
        raise NeedsPassword(
            "It is locked with a password.", "Its parts are encrypted.", "Ask the sender for an open copy."
        )
    content = package.xml("content.xml")
    body = content.find(element("office", "body")) if content is not None else None
    if content is None or body is None:
        raise Damaged("The file has no document in it.", "content.xml is missing or empty.")
    return _Open(package, content).read(body)


class _Open:
    def __init__(self, package: Package, content: etree._Element) -> None:
        self._package = package
        self._styles = package.xml("styles.xml")
        self._hidden = Hidden(content, self._styles)
        self._numbers = Numbers(self._styles, content)
        self._label = ""
        self._builder = Builder()
        self._flags: list[str] = []
        self._notes: list[tuple[str, etree._Element]] = []
        self._removed: dict[str, tuple[str, str, str]] = {}
        self._added: dict[str, tuple[str, str]] = {}
        self._cells = 0

    def read(self, body: etree._Element) -> ExtractedDocument:
        """The whole document: headers, body, notes at each page's foot, footers."""
        self._builder.page()
        self._margins("header")
        for kind in body:
            self._walk(kind)
        self._foot()
        self._margins("footer")
        if any(name.startswith("Basic/") or name.startswith("Scripts/") for name in self._package.names):
            self._flags.append("It carries macros; they were not run.")
        return self._builder.document(
            flags=tuple(dict.fromkeys(self._flags)),
            metadata=self._facts(),
            attachments=tuple(self._embedded()),
            reader="open document",
        )

    def _walk(
        self, container: etree._Element | list[etree._Element], level: int = 0, hidden: bool = False
    ) -> None:
        for node in container:
            name = local(node)
            if name == "tracked-changes":
                self._changes(node)
            elif name in ("p", "h"):
                self._paragraph(node, level, hidden)
            elif name == "list":
                self._list(node, level, hidden)
            elif name == "table":
                self._table(node, hidden)
            elif name == "page":
                self._slide(node)
            elif name == "soft-page-break":
                self._turn()
            elif name == "notes":
                self._walk(node, level, hidden)
            elif name == "section":
                self._walk(node, level, hidden or node.get(element("text", "display")) == "none")
            elif name not in ("sequence-decls", "forms", "desc", "title", "annotation"):
                self._walk(node, level, hidden)

    # --- paragraphs ---------------------------------------------------------------------------------

    def _paragraph(self, node: etree._Element, level: int, hidden: bool) -> None:
        shown, unseen = Passage(), Passage()
        boxes: list[etree._Element] = []
        label, self._label = self._label, ""
        if label and any(str(part).strip() for part in node.itertext()):
            (unseen if hidden else shown).say(f"{label} ")
        self._say(node, shown, unseen, boxes, hidden or self._hidden.style(node))
        kind, depth = BlockKind.PARAGRAPH, 0
        if local(node) == "h":
            outline = node.get(element("text", "outline-level"), "1")
            kind, depth = BlockKind.HEADING, int(outline) if outline.isdigit() else 1
        elif level:
            kind, depth = BlockKind.LIST_ITEM, level
        self._builder.add(shown, kind, level=depth)
        self._builder.add(unseen, kind, hidden=True)
        for box in boxes:
            self._walk(box, 0, hidden)
        if any(local(part) == "soft-page-break" for part in node.iter()):
            self._turn()

    def _say(
        self,
        node: etree._Element,
        shown: Passage,
        unseen: Passage,
        boxes: list[etree._Element],
        hidden: bool,
    ) -> None:
        into = unseen if hidden else shown
        into.say(_squeezed(node.text, into))
        for part in node:
            self._part(part, shown, unseen, boxes, hidden)
            into.say(_squeezed(part.tail, into))

    def _part(
        self, part: etree._Element, shown: Passage, unseen: Passage, boxes: list[etree._Element], hidden: bool
    ) -> None:
        name, into = local(part), unseen if hidden else shown
        if name == "s":
            count = part.get(element("text", "c"), "1")
            into.say(" " * min(200, int(count) if count.isdigit() else 1))
        elif name == "tab":
            into.say("\t")
        elif name == "line-break":
            into.say("\n")
        elif name == "note":
            mark = part.findtext(element("text", "note-citation")) or "*"
            self._notes.append((mark, part))
            into.say(f"[{mark}]")
        elif name == "annotation":
            self._comment(part, shown)
        elif name in ("change", "change-start", "change-end"):
            self._changed(part, name, shown)
        elif name in ("frame", "custom-shape", "text-box"):
            boxes.append(part)
        elif name in ("hidden-text", "hidden-paragraph"):
            unseen.say(f" {part.get(element('text', 'string-value')) or part.text or ''} ")
        elif name == "a":
            start = shown.length
            self._say(part, shown, unseen, boxes, hidden)
            target = part.get("{http://www.w3.org/1999/xlink}href", "")
            if target and not hidden:
                shown.mark(AnnotationKind.LINK, start, target)
        elif name != "annotation-end":
            self._say(part, shown, unseen, boxes, hidden or self._hidden.style(part))

    def _comment(self, node: etree._Element, shown: Passage) -> None:
        words = "\n".join("".join(map(str, p.itertext())) for p in node.iter(element("text", "p")))
        who = node.findtext("{http://purl.org/dc/elements/1.1/}creator") or ""
        date = node.findtext("{http://purl.org/dc/elements/1.1/}date") or ""
        shown.mark(AnnotationKind.COMMENT, shown.length, words, who, date)

    # --- changes ------------------------------------------------------------------------------------

    def _changes(self, tracked: etree._Element) -> None:
        """Remember who struck or added what; struck words are kept here, not where they stood."""
        for region in tracked:
            xml_id = region.get("{http://www.w3.org/XML/1998/namespace}id")
            key = str(region.get(element("text", "id")) or xml_id)
            for change in region:
                who = next((str(n.text or "") for n in change.iter() if local(n) == "creator"), "")
                when = next((str(n.text or "") for n in change.iter() if local(n) == "date"), "")
                if local(change) == "deletion":
                    words = (p for p in change.iter(element("text", "p"), element("text", "h")))
                    text = "\n".join("".join(map(str, p.itertext())) for p in words)
                    self._removed[key] = (text, who, when)
                elif local(change) == "insertion":
                    self._added[key] = (who, when)

    def _changed(self, part: etree._Element, name: str, shown: Passage) -> None:
        key = str(part.get(element("text", "change-id")))
        if name == "change" and key in self._removed:
            text, who, when = self._removed[key]
            shown.mark(AnnotationKind.DELETED, shown.length, text, who, when)
        elif name == "change-start" and key in self._added:
            who, when = self._added[key]
            shown.mark(AnnotationKind.INSERTED, shown.length, "", who, when)

    # --- lists, tables, slides ----------------------------------------------------------------------

    def _list(self, node: etree._Element, level: int, hidden: bool, style: str = "") -> None:
        style = node.get(element("text", "style-name")) or style
        goes_on = node.get(element("text", "continue-numbering")) == "true" or bool(
            node.get(element("text", "continue-list"))
        )
        self._numbers.begin(style, level + 1, goes_on=goes_on)
        for item in node:
            if local(item) == "list-item":
                self._label = self._numbers.next(style, level + 1, item.get(element("text", "start-value")))
            for part in item:
                if local(part) == "list":
                    self._list(part, level + 1, hidden, style)
                else:
                    self._walk([part], level + 1, hidden)
            self._label = ""

    def _table(self, node: etree._Element, hidden: bool) -> None:
        name = node.get(element("table", "name"), "")
        around = node.getparent()
        sheet = around is not None and local(around) == "spreadsheet"
        hidden = hidden or self._hidden.table(node)
        if sheet:
            self._turn()
            self._builder.add(name, BlockKind.HEADING, level=1, hidden=hidden)
        nested = next(node.iterdescendants(element("table", "table")), None) is not None
        if nested or _holds_text(node):
            for cell in node.iter(element("table", "table-cell")):
                if next(cell.iterancestors(element("table", "table"))) is node:
                    self._walk(cell, 0, hidden)
            return
        rows = [row for row in (self._row(row) for row in _rows(node)) if row]
        self._builder.add("\n".join(rows), BlockKind.TABLE, hidden=hidden)

    def _row(self, row: etree._Element) -> str:
        cells: list[str] = []
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            words = self._cell(cell)
            copies = cell.get(element("table", "number-columns-repeated"), "1")
            cells += [words] * (min(_MOST_COPIES, int(copies)) if words and copies.isdigit() else 1)
        self._cells += len(cells)
        if self._cells > _MOST_CELLS:
            return ""
        while cells and not cells[-1]:
            cells.pop()
        return " | ".join(cells)

    def _cell(self, cell: etree._Element) -> str:
        shown, unseen = Passage(), Passage()
        boxes: list[etree._Element] = []
        for paragraph in cell.iter(element("text", "p"), element("text", "h")):
            shown.say(" " if shown.length else "")
            self._say(paragraph, shown, unseen, boxes, self._hidden.style(paragraph))
        return " ".join(shown.done()[0].split())

    def _slide(self, node: etree._Element) -> None:
        self._turn()
        self._walk(node, 0, self._hidden.slide(node))

    # --- margins, notes, facts ----------------------------------------------------------------------

    def _turn(self) -> None:
        self._foot()
        if self._builder.here:
            self._builder.page()

    def _foot(self) -> None:
        notes, self._notes = self._notes, []
        for mark, note in notes:
            passage = Passage()
            passage.say(f"[{mark}] ")
            body = note.find(element("text", "note-body"))
            for paragraph in body.iter(element("text", "p")) if body is not None else ():
                self._say(paragraph, passage, Passage(), [], False)
                passage.say(" ")
            self._builder.add(passage, BlockKind.FOOTNOTE)

    def _margins(self, kind: str) -> None:
        said: set[str] = set()
        for tree in self._styles.iter(element("style", kind)) if self._styles is not None else ():
            words = "\n".join(
                " ".join("".join(map(str, p.itertext())).split()) for p in tree.iter(element("text", "p"))
            )
            masked = re.sub(r"\d+", "", words)
            if masked not in said:
                said.add(masked)
                self._builder.add(words, _MARGINS[kind])

    def _facts(self) -> dict[str, str]:
        tree = self._package.xml("meta.xml")
        nodes = tree.iter(etree.Element) if tree is not None else ()
        return {_FACTS[local(n)]: (n.text or "").strip() for n in nodes if local(n) in _FACTS and n.text}

    def _embedded(self) -> Iterator[Attachment]:
        for name in self._package.names:
            if re.match(r"Object[^/]*$", name) and not name.endswith("/"):
                self._flags.append("An object that is embedded in it was not read.")
                return
        yield from ()


def _squeezed(text: str | None, into: Passage) -> str:
    """White space as the format means it: any run of it is one space, none at the start."""
    words = re.sub(r"\s+", " ", text or "")
    return words.lstrip() if into.ends_with_space else words


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in table.iter(element("table", "table-row")):
        copies = row.get(element("table", "number-rows-repeated"), "1")
        for _ in range(min(_MOST_COPIES, int(copies)) if copies.isdigit() else 1):
            yield row


def _holds_text(table: etree._Element) -> bool:
    """Whether the table lays out running text: a cell as long as a paragraph."""
    cells = table.iter(element("table", "table-cell"))
    return any(sum(len(str(part)) for part in cell.itertext()) > 400 for cell in cells)
