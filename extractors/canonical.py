"""Canonical text, and the builder that lays blocks and pages over it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from pipeline.documents import (
    Annotation,
    AnnotationKind,
    Attachment,
    Block,
    BlockKind,
    ExtractedDocument,
    Page,
    PageSource,
    Span,
)
from pipeline.problems import ReadingState

PARAGRAPH_BREAK = "\n\n"
LINE_BREAK = "\n"
NO_BREAK = ""

_ODD = re.compile(r"[^\n\x20-\x7e]")
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")

# Symbol fonts keep their glyphs in the private area, where Word's own bullets live.
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "□", 0xF0D8: "➢", 0xF0E0: "→", 0xF0FC: "✓", 0xF02D: "-"}


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys([*range(32), *range(127, 160)])
    table |= dict.fromkeys(
        (code for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs" and code != 32), " "
    )
    table |= {9: " ", 11: "\n", 12: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 10: "\n"}
    invisible = (0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    table |= dict.fromkeys((*invisible, *range(0xE0000, 0xE0080)))
    table |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
    return table | dict(_SYMBOLS)


_TABLE = _table()


def clean(text: str) -> str:
    """The text in canonical characters: NFC, line feeds, plain spaces; no controls, no invisible marks."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ODD.search(text):
        text = unicodedata.normalize("NFC", text.translate(_TABLE))
    return text


def tidy(text: str) -> str:
    """Canonical text of many lines: no spaces at line ends, never more than one empty line."""
    text = "\n".join(map(str.rstrip, clean(text).split("\n")))
    return _MANY_EMPTY_LINES.sub("\n\n", text).strip("\n")


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: AnnotationKind
    start: int
    end: int
    text: str
    author: str
    date: str


class Passage:
    """The words of one block while they are gathered, with what stands beside them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[_Mark] = []
        self.length = 0

    def say(self, text: str) -> None:
        """Add words. A line feed takes the spaces before it away."""
        text = clean(text)
        if not text:
            return
        if "\n" in text:
            text = "\n".join(map(str.rstrip, text.split("\n")[:-1])) + "\n" + text.rpartition("\n")[2]
            if text[0] == "\n":
                self._drop_spaces()
        self._parts.append(text)
        self.length += len(text)

    def _drop_spaces(self) -> None:
        while self._parts and not self._parts[-1].rstrip(" "):
            self.length -= len(self._parts.pop())
        if self._parts:
            last = self._parts[-1].rstrip(" ")
            self.length -= len(self._parts[-1]) - len(last)
            self._parts[-1] = last

    @property
    def last(self) -> str:
        """The last character; empty where there is none yet."""
        return self._parts[-1][-1] if self._parts else ""

    @property
    def ends_with_space(self) -> bool:
        """Whether the last character is white space, or there is none yet."""
        return not self.last or self.last.isspace()

    @property
    def tail(self) -> str:
        """The last character that is no space; empty where there is none."""
        return next((part.rstrip()[-1] for part in reversed(self._parts) if part.strip()), "")

    def mark(self, kind: AnnotationKind, start: int, text: str, author: str = "", date: str = "") -> None:
        """Note something beside the words said since `start`."""
        self._marks.append(_Mark(kind, min(start, self.length), self.length, text, author, date))

    def done(self) -> tuple[str, list[_Mark]]:
        """The words, stripped and composed, and the notes with their places in them."""
        raw = "".join(self._parts)
        text = raw.strip()
        ahead = len(raw) - len(raw.lstrip())
        if not unicodedata.is_normalized("NFC", text):
            return unicodedata.normalize("NFC", text), [
                self._composed(mark, raw, ahead) for mark in self._marks
            ]
        return text, [
            replace(mark, start=_within(mark.start - ahead, text), end=_within(mark.end - ahead, text))
            for mark in self._marks
        ]

    @staticmethod
    def _composed(mark: _Mark, raw: str, ahead: int) -> _Mark:
        start, end = (len(unicodedata.normalize("NFC", raw[ahead:at])) for at in (mark.start, mark.end))
        length = len(unicodedata.normalize("NFC", raw.strip()))
        return replace(mark, start=min(start, length), end=min(end, length))


def _within(offset: int, text: str) -> int:
    return max(0, min(offset, len(text)))


class Builder:
    """Collects blocks in reading order and gives back a valid document."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._annotations: list[Annotation] = []
        self._pages: list[Page] = []
        self._starts: list[int | None] = []

    def page(
        self,
        source: PageSource = PageSource.NATIVE,
        width: float | None = None,
        height: float | None = None,
        rotation: int = 0,
        confidence: float | None = None,
    ) -> None:
        """Begin the next page."""
        number = len(self._pages) + 1
        size = (round(width, 2) if width else None, round(height, 2) if height else None)
        self._pages.append(Page(number, Span(0, 0), source, confidence, *size, rotation))
        self._starts.append(None)

    def add(
        self,
        words: str | Passage,
        kind: BlockKind = BlockKind.PARAGRAPH,
        *,
        level: int = 0,
        hidden: bool = False,
        gap: str = PARAGRAPH_BREAK,
    ) -> Span | None:
        """Add a block after a gap; None, and nothing added, where there are no words."""
        text, marks = words.done() if isinstance(words, Passage) else (tidy(words).strip(), [])
        if not text:
            self._notes(marks, self._length, self._length)
            return None
        start = self._place(text, gap)
        span = Span(start, self._length)
        self._blocks.append(Block(kind, span, len(self._pages), level, hidden))
        self._notes(marks, start, self._length)
        return span

    def _place(self, text: str, gap: str) -> int:
        if not self._pages:
            self.page()
        if self._length:
            self._parts.append(gap)
            self._length += len(gap)
        if self._starts[-1] is None:
            self._starts[-1] = self._length
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start

    def _notes(self, marks: list[_Mark], start: int, limit: int) -> None:
        for mark in marks:
            place = Span(min(start + mark.start, limit), min(start + mark.end, limit))
            self.note(mark.kind, place, mark.text, mark.author, mark.date)

    def note(self, kind: AnnotationKind, span: Span, text: str, author: str = "", date: str = "") -> None:
        """Put a note beside a place of the text."""
        self._annotations.append(Annotation(kind, span, tidy(text), clean(author), date))

    def take(self, other: ExtractedDocument, kind: BlockKind | None = None) -> None:
        """Add another document's blocks and notes behind what is here, as one page with it."""
        if not other.text:
            return
        start = self._place(other.text, PARAGRAPH_BREAK)
        for block in other.blocks:
            span = Span(block.span.start + start, block.span.end + start)
            self._blocks.append(replace(block, span=span, page=len(self._pages), kind=kind or block.kind))
        for note in other.annotations:
            span = Span(note.span.start + start, note.span.end + start)
            self._annotations.append(replace(note, span=span))

    @property
    def here(self) -> int:
        """How many characters there are so far."""
        return self._length

    @property
    def page_count(self) -> int:
        """How many pages were begun."""
        return len(self._pages)

    def document(
        self,
        state: ReadingState = ReadingState.EXTRACTED,
        flags: tuple[str, ...] = (),
        metadata: dict[str, str] | None = None,
        attachments: tuple[Attachment, ...] = (),
        reader: str = "",
    ) -> ExtractedDocument:
        """The document so far; without words it has failed, unless a wordless state is given.

        Fingerprint, name, media type and language are for the caller to fill in.
        """
        text = "".join(self._parts)
        if not text and state.has_text:
            state, flags = ReadingState.FAILED, (*NO_WORDS, *flags)
        return ExtractedDocument(
            "",
            "",
            "",
            text,
            self._laid_pages(),
            tuple(self._blocks),
            tuple(self._annotations),
            attachments,
            state,
            flags,
            None,
            {name: clean(value) for name, value in (metadata or {}).items() if value},
            reader,
        )

    def _laid_pages(self) -> tuple[Page, ...]:
        laid: list[Page] = []
        end = self._length
        for page, start in zip(reversed(self._pages), reversed(self._starts), strict=True):
            begin = end if start is None else start
            begin = 0 if page.number == 1 else begin
            laid.append(replace(page, span=Span(begin, end)))
            end = begin
        return tuple(reversed(laid))


NO_WORDS = ("It holds no words.", "The file opens, but nothing in it is text.", "Look at the original.")
