"""Pages of lines to a document: what repeats at the edges, paragraphs over page ends, reading state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.canonical import LINE_BREAK, PARAGRAPH_BREAK, Builder
from extractors.furniture import Sheet, furniture
from extractors.pagelines import Line
from extractors.paragraphs import Hyphens, Paragraph, body_size, goes_on, paragraphs
from pipeline.documents import AnnotationKind, Attachment, BlockKind, ExtractedDocument, PageSource, Span
from pipeline.problems import ReadingState


@dataclass(slots=True)
class Leaf:
    """One page as read: its lines in reading order, its size in points, comments as (text, author, date).

    `text_width` and `text_height` are the page's size seen in the direction of its text.
    """

    lines: list[Line] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0
    rotation: int = 0
    text_width: float = 0.0
    text_height: float = 0.0
    source: PageSource = PageSource.NATIVE
    needs_ocr: bool = False
    damaged: bool = False
    notes: list[tuple[str, str, str]] = field(default_factory=list)


class PdfBuilder:
    """Lays leaves out as one document."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves
        self._builder = Builder()
        self._flags: list[str] = []
        self._partial = False

    def flag(self, words: str, *, partial: bool = False) -> None:
        """Say something to the person who reads; `partial` where not all could be had."""
        self._flags.append(words)
        self._partial = self._partial or partial

    def document(
        self, metadata: dict[str, str], attachments: tuple[Attachment, ...], reader: str
    ) -> ExtractedDocument:
        """The document, in the state that its pages make."""
        state = self._state()
        if state is ReadingState.NEEDS_OCR:
            for leaf in self._leaves:
                self._builder.page(PageSource.NONE, leaf.width, leaf.height, leaf.rotation)
        else:
            self._lay()
        return self._builder.document(state, tuple(self._flags), metadata, attachments, reader)

    def _state(self) -> ReadingState:
        pictures = [number for number, leaf in enumerate(self._leaves, 1) if leaf.needs_ocr]
        damaged = [number for number, leaf in enumerate(self._leaves, 1) if leaf.damaged]
        foreign = [n for n, leaf in enumerate(self._leaves, 1) if leaf.source is PageSource.FOREIGN_OCR]
        if damaged:
            self.flag(f"{_pages(damaged)} damaged and could not be read.", partial=True)
        if foreign:
            self.flag(f"{_pages(foreign)} scanned, the text recognised by another program: check it.")
        readable = any(leaf.lines and not leaf.needs_ocr for leaf in self._leaves)
        if pictures and not readable:
            self._flags[:0] = [
                "It is a picture of text.",
                f"None of its {len(self._leaves)} pages has a text layer."
                if len(self._leaves) > 1
                else "Its page has no text layer.",
                "Recognise its text with an OCR program, or read it by hand.",
            ]
            return ReadingState.NEEDS_OCR
        if pictures:
            self.flag(f"{_pages(pictures)} a picture without text layer: read by hand.", partial=True)
        return ReadingState.EXTRACTED_PARTIAL if self._partial else ReadingState.EXTRACTED

    def _lay(self) -> None:
        sheets = [Sheet(leaf.lines, leaf.text_width, leaf.text_height) for leaf in self._leaves]
        edges = furniture(sheets)
        inner = [
            [line for number, line in enumerate(leaf.lines) if number not in edge]
            for leaf, edge in zip(self._leaves, edges, strict=True)
        ]
        size = body_size(line for lines in inner for line in lines)
        hyphens = Hyphens(line for lines in inner for line in lines)
        last: Paragraph | None = None
        pending: list[Line] = []
        for leaf, edge, lines in zip(self._leaves, edges, inner, strict=True):
            body = paragraphs(lines, size)
            heads = [leaf.lines[number] for number, kind in edge.items() if kind is BlockKind.HEADER]
            gap = LINE_BREAK if last and body and goes_on(last, body[0]) else PARAGRAPH_BREAK
            self._margin(pending, BlockKind.FOOTER, gap)
            self._builder.page(leaf.source, leaf.width, leaf.height, leaf.rotation)
            self._margin(heads, BlockKind.HEADER, gap)
            for paragraph in body:
                words = hyphens.text(paragraph.lines)
                self._builder.add(words, paragraph.kind, hidden=paragraph.hidden, gap=gap)
                gap = PARAGRAPH_BREAK
            self._comment(leaf)
            pending = [leaf.lines[number] for number, kind in edge.items() if kind is BlockKind.FOOTER]
            running = [paragraph for paragraph in body if paragraph.kind is not BlockKind.FOOTNOTE]
            last = running[-1] if running else None
        self._margin(pending, BlockKind.FOOTER, PARAGRAPH_BREAK)

    def _margin(self, lines: list[Line], kind: BlockKind, gap: str) -> None:
        self._builder.add("\n".join(line.text for line in lines), kind, gap=gap)

    def _comment(self, leaf: Leaf) -> None:
        for text, author, date in leaf.notes:
            here = Span(self._builder.here, self._builder.here)
            self._builder.note(AnnotationKind.COMMENT, here, text, author, date)


def _pages(numbers: list[int]) -> str:
    """Page numbers as a subject with its verb: "Page 3 is", "Pages 2, 5 to 9 are"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
    return f"Page {named} is" if len(numbers) == 1 else f"Pages {named} are"
