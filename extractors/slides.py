"""Slides (PPTX): each slide a page, read from the top left, its notes and comments with it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pptx
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.exc import PackageNotFoundError, PythonPptxError
from pptx.presentation import Presentation

from extractors.canonical import Builder
from extractors.package import BROKEN_PACKAGE, Package, parsed
from pipeline.documents import AnnotationKind, Attachment, BlockKind, ExtractedDocument
from pipeline.media import PPTX
from pipeline.problems import Quarantined, broken

MEDIA_TYPES = frozenset({PPTX})

_MOST_SLIDES = 5000
_DEEPEST = 20
_ROW = 200_000
"""Shapes whose tops lie within this many EMU (914,400 to an inch) stand on one row."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BROKEN = (*BROKEN_PACKAGE, PythonPptxError, PackageNotFoundError)
"""All the ways in which python-pptx gives up on a broken package."""


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The slides' words in reading order. Raises Damaged, NeedsPassword or Quarantined."""
    package = Package(data)
    for part in package.names:
        if part.endswith((".xml", ".rels")):
            package.xml(part)
    try:
        return _Deck(pptx.Presentation(io.BytesIO(data)), package).read()
    except _BROKEN:
        raise broken("The presentation is damaged.") from None


class _Deck:
    def __init__(self, deck: Presentation, package: Package) -> None:
        self._deck = deck
        self._package = package
        self._builder = Builder()
        self._flags: list[str] = []

    def read(self) -> ExtractedDocument:
        """All slides, those that are not shown marked as hidden."""
        if len(self._deck.slides) > _MOST_SLIDES:
            raise Quarantined(
                "It has too many slides.", f"More than {_MOST_SLIDES:,}.", "Ask for a PDF of it."
            )
        for slide in self._deck.slides:
            self._builder.page(
                width=(self._deck.slide_width or 0) / 12700, height=(self._deck.slide_height or 0) / 12700
            )
            self._slide(slide)
        if any(name.lower().endswith("vbaproject.bin") for name in self._package.names):
            self._flags.append("It carries macros; they were not run.")
        facts = self._deck.core_properties
        metadata = {"title": facts.title or "", "author": facts.author or ""}
        return self._builder.document(
            flags=tuple(dict.fromkeys(self._flags)),
            metadata=metadata,
            attachments=tuple(self._embedded()),
            reader="python-pptx",
        )

    def _slide(self, slide: Any) -> None:
        hidden = slide._element.get("show") == "0"
        if hidden:
            self._flags.append("It has slides that are not shown.")
        for shape in _in_order(slide.shapes):
            self._shape(shape, hidden, 0)
        for tree in self._parts(slide, "diagramData"):
            for paragraph in tree.iter(f"{_A}p"):
                self._builder.add("".join(_words(paragraph)), hidden=hidden)
        if slide.has_notes_slide:
            for shape in slide.notes_slide.placeholders:
                if shape.placeholder_format.type is not None and "BODY" in str(shape.placeholder_format.type):
                    self._builder.add(shape.text_frame.text, BlockKind.PARAGRAPH, hidden=hidden)
        self._comments(slide)

    def _shape(self, shape: Any, hidden: bool, depth: int) -> None:
        if depth > _DEEPEST:
            raise Quarantined(
                "It is nested too deeply to be read.", f"More than {_DEEPEST} groups in each other."
            )
        cloaked = hidden or _is_cloaked(shape)
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            for inner in _in_order(shape.shapes):
                self._shape(inner, cloaked, depth + 1)
        elif getattr(shape, "has_table", False):
            rows = (" | ".join(" ".join(c.text.split()) for c in row.cells) for row in shape.table.rows)
            self._builder.add("\n".join(rows), BlockKind.TABLE, hidden=cloaked)
        elif getattr(shape, "has_chart", False):
            self._flags.append("A chart in it was not read.")
        elif shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
            self._flags.append("Pictures in it were not read.")
        elif shape.has_text_frame:
            self._frame(shape, cloaked)
        else:
            self._drawn(shape, cloaked)

    def _frame(self, shape: Any, hidden: bool) -> None:
        titled = shape.is_placeholder and "TITLE" in str(shape.placeholder_format.type)
        for paragraph in shape.text_frame.paragraphs:
            words = "".join(_words(paragraph._p))
            if titled:
                self._builder.add(words, BlockKind.HEADING, level=1, hidden=hidden)
            elif shape.is_placeholder and paragraph.level:
                self._builder.add(words, BlockKind.LIST_ITEM, level=paragraph.level + 1, hidden=hidden)
            else:
                self._builder.add(words, hidden=hidden)

    def _drawn(self, shape: Any, hidden: bool) -> None:
        """A drawing of another kind: the words that its own element holds."""
        words = " ".join(part.text or "" for part in shape._element.iter(f"{_A}t"))
        self._builder.add(words, hidden=hidden)

    def _parts(self, slide: Any, kind: str) -> Iterator[etree._Element]:
        """The trees of what a slide refers to as this kind, such as its comments."""
        for relation in slide.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
                yield parsed(relation.target_part.blob, kind)

    def _comments(self, slide: Any) -> None:
        for tree in self._parts(slide, "comments"):
            for node in tree.iter("{*}text", f"{_A}t"):
                span = self._builder.add(node.text or "", BlockKind.COMMENT)
                if span:
                    self._builder.note(AnnotationKind.COMMENT, span, node.text or "")

    def _embedded(self) -> Iterator[Attachment]:
        for name in self._package.names:
            if "/embeddings/" in name and not name.endswith("/"):
                if name.lower().endswith(".bin"):
                    self._flags.append("An object that is embedded in it was not read.")
                else:
                    yield Attachment(name.rpartition("/")[2], self._package.bytes(name))


def _in_order(shapes: Any) -> list[Any]:
    """Shapes from top to bottom, and from left to right what stands on one row; the title first."""
    return sorted(
        shapes,
        key=lambda shape: (
            not (shape.is_placeholder and "TITLE" in str(shape.placeholder_format.type)),
            (shape.top or 0) // _ROW,
            shape.left or 0,
        ),
    )


def _words(paragraph: etree._Element) -> Iterator[str]:
    for part in paragraph.iter(f"{_A}t", f"{_A}br"):
        yield "\n" if part.tag == f"{_A}br" else part.text or ""


def _is_cloaked(shape: Any) -> bool:
    facts = next((node for node in shape._element.iter("{*}cNvPr")), None)
    return facts is not None and facts.get("hidden") in ("1", "true")
