"""Pages of lines to a document: what repeats at the edges, paragraphs over page ends, reading state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.aids import RecognisedPage
from extractors.canonical import LINE_BREAK, PARAGRAPH_BREAK, Builder
from extractors.furniture import Sheet, furniture
from extractors.pagelines import Line
from extractors.paragraphs import Hyphens, Paragraph, body_size, goes_on, paragraphs
from extractors.scanned import lines_of
from pipeline.documents import AnnotationKind, Attachment, BlockKind, ExtractedDocument, PageSource, Span
from pipeline.problems import ReadingState


@dataclass(slots=True)
class Leaf:
    """One page as read: its lines in reading order, its size in points, comments as (text, author, date).

    `text_width` and `text_height` are the page's size seen in the direction of its text; `pinned` tells of
    files that are pinned to the page.
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
    recognised: RecognisedPage | None = None
    pinned: bool = False

    def fill_in(self, page: RecognisedPage) -> None:
        """Take what an engine read, and of what the page itself says the lines that were not read."""
        self.recognised, self.source = page, PageSource.NATIVE if page.blank else PageSource.OCR
        lines = lines_of(page, self.width, self.height)
        read = _squeezed(" ".join(line.text for line in lines))
        missed = [line for line in self.lines if _squeezed(line.text) not in read]
        above = [line for line in missed if lines and line.bottom <= min(one.top for one in lines)]
        self.lines = [*above, *lines, *(line for line in missed if line not in above)]
        on_its_side = page.turned in (90, 270)
        self.text_width, self.text_height = (
            (self.height, self.width) if on_its_side else (self.width, self.height)
        )
        # a picture without a word is still a picture that somebody has to look at
        self.needs_ocr = not (page.words or page.blank or page.patch)


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
        leaves = list(enumerate(self._leaves, 1))
        pictures = [number for number, leaf in leaves if leaf.needs_ocr and leaf.recognised is None]
        wordless = [number for number, leaf in leaves if leaf.needs_ocr and leaf.recognised is not None]
        damaged = [number for number, leaf in leaves if leaf.damaged]
        foreign = [number for number, leaf in leaves if leaf.source is PageSource.FOREIGN_OCR]
        if damaged:
            self.flag(f"{_pages(damaged)} damaged and could not be read.", partial=True)
        if foreign:
            self.flag(f"{_pages(foreign)} scanned, the text recognised by another program: check it.")
        self._say_recognised()
        if pictures + wordless and not any(leaf.lines and not leaf.needs_ocr for leaf in self._leaves):
            self._flags[:0] = _wordless(len(leaves)) if wordless else _unrecognised(len(leaves))
            return ReadingState.NEEDS_OCR
        if pictures:
            self.flag(f"{_pages(pictures)} a picture without text layer: read by hand.", partial=True)
        if wordless:
            self.flag(f"{_pages(wordless)} a picture in which no words were found: look at it.", partial=True)
        return ReadingState.EXTRACTED_PARTIAL if self._partial else ReadingState.EXTRACTED

    def _say_recognised(self) -> None:
        """Tell which pages an engine read, how surely, and what it passed over."""
        read = [(n, leaf.recognised) for n, leaf in enumerate(self._leaves, 1) if leaf.recognised is not None]
        worded = [(number, page) for number, page in read if page.words]
        if worded:
            by = worded[0][1].engine
            self.flag(f"{_pages([number for number, _ in worded])} scanned; the text was recognised by {by}.")
        unsure = [number for number, page in worded if (page.confidence or 0.0) < SURE_ENOUGH]
        if unsure:
            self.flag(f"{_pages(unsure)} recognised with little certainty: check against the image.")
        marked = {number: page.passed_over for number, page in read if page.passed_over}
        if marked:
            self.flag(_unread_marks(list(marked), sum(marked.values())))

    def _lay(self) -> None:
        sheets = [Sheet(leaf.lines, leaf.text_width, leaf.text_height) for leaf in self._leaves]
        edges = furniture(sheets)
        inner = [
            [line for number, line in enumerate(leaf.lines) if number not in edge]
            for leaf, edge in zip(self._leaves, edges, strict=True)
        ]
        size = body_size(line for lines in inner for line in lines)
        hyphens = Hyphens([line for lines in inner for line in lines])
        last: Paragraph | None = None
        pending: list[Line] = []
        for leaf, edge, lines in zip(self._leaves, edges, inner, strict=True):
            body = paragraphs(lines, size)
            heads = [leaf.lines[number] for number, kind in edge.items() if kind is BlockKind.HEADER]
            gap = LINE_BREAK if last and body and goes_on(last, body[0]) else PARAGRAPH_BREAK
            self._margin(pending, BlockKind.FOOTER, gap)
            confidence = leaf.recognised.confidence if leaf.recognised else None
            self._builder.page(leaf.source, leaf.width, leaf.height, leaf.rotation, confidence)
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


SURE_ENOUGH = 0.8
"""Mean confidence of a page, 0 to 1, under which a person should hold its text against the picture."""


def _squeezed(text: str) -> str:
    return "".join(text.split()).lower()


def _unrecognised(count: int) -> list[str]:
    pages = f"None of its {count} pages has a text layer." if count > 1 else "Its page has no text layer."
    remedy = "Install an OCR engine (see `chancery doctor`) and try again, or read it by hand."
    return ["It is a picture of text.", pages, remedy]


def _wordless(count: int) -> list[str]:
    why = "No words were found on its pages." if count > 1 else "No words were found on its page."
    return ["It is a picture.", why, "Look at the original: it may be handwritten."]


def _unread_marks(numbers: list[int], count: int) -> str:
    some, were = ("1 mark", "was") if count == 1 else (f"{count} marks", "were")
    where = _pages(numbers).rpartition(" ")[0].lower()
    return f"{some} on {where} that may be handwriting or a stamp {were} not read: look at the image."


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
