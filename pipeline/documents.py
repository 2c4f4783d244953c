"""A document's text and places in it."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile

from pipeline.folding import fold
from pipeline.places import PageWords
from pipeline.problems import ReadingState


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points: 0 <= start <= end."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def contains(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Words of a source and their place. Made by a document only (`cite`, `find`).

    `start` and `end` are code points, half open, into the document's text; `page` counts from 1.
    """

    start: int
    end: int
    quote: str
    page: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.quote):
            raise ValueError(f"evidence {self.start}..{self.end} is not as long as its quote")
        if self.page < 1:
            raise ValueError("pages count from 1")

    @property
    def span(self) -> Span:
        """The place alone."""
        return Span(self.start, self.end)


class PageSource(StrEnum):
    """Where a page's characters come from."""

    NATIVE = "native"
    OCR = "ocr"
    FOREIGN_OCR = "foreign_ocr"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its part of the text, its size in points."""

    number: int
    span: Span
    source: PageSource = PageSource.NATIVE
    confidence: float | None = None
    width: float | None = None
    height: float | None = None
    rotation: int = 0


class BlockKind(StrEnum):
    """What a block of text is on its page."""

    HEADING = "heading"
    PARAGRAPH = "para"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FOOTNOTE = "footnote"
    HEADER = "header"
    FOOTER = "footer"
    COMMENT = "comment"
    CAPTION = "caption"
    SIGNATURE = "signature"
    REPLY = "quote_reply"

    @property
    def furniture(self) -> bool:
        """Whether it is repeated at the margin rather than said once."""
        return self in (BlockKind.HEADER, BlockKind.FOOTER)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like part of one page. `hidden` text was not meant to be seen."""

    kind: BlockKind
    span: Span
    page: int
    level: int = 0
    hidden: bool = False


class AnnotationKind(StrEnum):
    """What stands beside the text."""

    INSERTED = "inserted"
    DELETED = "deleted"
    COMMENT = "comment"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note beside the text: a tracked change, a comment, a link.

    `text` holds what was deleted or said; `span` the place in the document it belongs to.
    """

    kind: AnnotationKind
    span: Span
    text: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document found inside another, not read yet. `name` is data, never a path."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """What a reader got out of one document.

    `text` is canonical (NFC, line feeds, no other controls); pages lie end to end over it, blocks
    inside their page and in order. `flags` says in plain words what a person should know.
    `metadata` is what the container itself states (mail headers, title, author). `words` says where the words
    of recognised pages stand; those of printed pages are found when the pages are shown.
    """

    sha256: str
    name: str
    media_type: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    state: ReadingState = ReadingState.EXTRACTED
    flags: tuple[str, ...] = ()
    language: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    reader: str = ""
    words: tuple[PageWords, ...] = ()

    def __post_init__(self) -> None:
        self._check_pages()
        self._check_blocks()
        self._check_words()
        if self.state.has_text != bool(self.text.strip()):
            raise ValueError(f"a document in state {self.state} with {len(self.text)} characters")

    def _check_pages(self) -> None:
        reached = 0
        for number, page in enumerate(self.pages, start=1):
            if page.number != number or page.span.start != reached:
                raise ValueError(f"page {page.number} leaves a gap at {reached}")
            reached = page.span.end
        if reached != len(self.text):
            raise ValueError("the pages do not cover the text")

    def _check_blocks(self) -> None:
        reached = 0
        for block in self.blocks:
            if not 1 <= block.page <= len(self.pages):
                raise ValueError(f"a block on page {block.page} of {len(self.pages)}")
            if block.span.start < reached or not self.pages[block.page - 1].span.contains(block.span):
                raise ValueError(f"block at {block.span.start} is out of order or off its page")
            reached = block.span.end

    def _check_words(self) -> None:
        for placed in self.words:
            start, end = placed.reach
            if not 1 <= placed.page <= len(self.pages):
                raise ValueError(f"words of page {placed.page} of {len(self.pages)}")
            if placed.rows and not self.pages[placed.page - 1].span.contains(Span(start, end)):
                raise ValueError(f"words of page {placed.page} lie off it")

    @property
    def hidden(self) -> tuple[Span, ...]:
        """The places of text that was not meant to be seen."""
        return tuple(block.span for block in self.blocks if block.hidden)

    def hidden_passages(self) -> tuple[Evidence, ...]:
        """The words that were not meant to be seen, with their places; neighbours are one passage."""
        joined: list[Span] = []
        for span in self.hidden:
            if joined and not self.text[joined[-1].end : span.start].strip():
                joined[-1] = Span(joined[-1].start, span.end)
            else:
                joined.append(span)
        return tuple(self.cite(span) for span in joined if self.text[span.start : span.end].strip())

    def hides(self, span: Span) -> bool:
        """Whether any character at this place was not meant to be seen."""
        first = bisect_right(self.blocks, span.start, key=lambda block: block.span.end)
        following = (self.blocks[index] for index in range(first, len(self.blocks)))
        reached = takewhile(lambda block: block.span.start < span.end, following)
        return any(block.hidden and block.span.overlaps(span) for block in reached)

    @property
    def furniture(self) -> tuple[Span, ...]:
        """The places of running headers and footers."""
        return tuple(block.span for block in self.blocks if block.kind.furniture)

    def page_at(self, offset: int) -> int:
        """The number of the page that holds the character at this offset."""
        return max(1, bisect_right(self.pages, offset, key=lambda page: page.span.start))

    def cite(self, span: Span) -> Evidence:
        """The words at this place. Raises ValueError for an empty or an outside place."""
        if span.end > len(self.text):
            raise ValueError(f"{span.end} lies outside a text of {len(self.text)}")
        return Evidence(span.start, span.end, self.text[span.start : span.end], self.page_at(span.start))

    def find(self, quote: str) -> Evidence | None:
        """The first place that says this, exactly or after folding; None where none does."""
        if not quote.strip():
            return None
        for start in _occurrences(self.text, quote):
            if self._is_whole(start, start + len(quote)):
                return self.cite(Span(start, start + len(quote)))
        wanted = fold(quote).text.strip()
        whole = fold(self.text)
        for at in _occurrences(whole.text, wanted):
            start, end = whole.source(at, at + len(wanted))
            if self._is_whole(start, end):
                return self.cite(Span(start, end))
        return None

    def find_within(self, quote: str, span: Span) -> Evidence | None:
        """The first place in a part of the text that says this, exactly or after folding."""
        part = self.text[span.start : span.end]
        if not quote.strip():
            return None
        wanted, whole = fold(quote).text.strip(), fold(part)
        for at in _occurrences(whole.text, wanted):
            start, end = whole.source(at, at + len(wanted))
            if self._is_whole(span.start + start, span.start + end):
                return self.cite(Span(span.start + start, span.start + end))
        return None

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether the place cuts no word and no number: 30 does not stand in 130, nor lawful in unlawful."""
        before = self.text[max(0, start - 2) : start + 1]
        after = self.text[end - 1 : end + 2]
        return not (
            _is_joined(before[-2:]) or _is_joined(after[:2]) or _NUMBER.match(before) or _NUMBER.match(after)
        )

    def propose(self, quote: str, ratio: float = 0.75) -> Span | None:
        """A place that says something like this. A place to look at, never evidence."""
        wanted, whole = fold(quote).text.strip().lower(), fold(self.text)
        if not wanted:
            return None
        matcher = difflib.SequenceMatcher(None, whole.text.lower(), wanted, autojunk=False)
        match = matcher.find_longest_match()
        start = max(0, match.a - match.b)
        end = min(len(whole.text), start + len(wanted))
        if end <= start:
            return None
        matcher = difflib.SequenceMatcher(None, whole.text[start:end].lower(), wanted, autojunk=False)
        return Span(*whole.source(start, end)) if matcher.ratio() >= ratio else None


_NUMBER = re.compile(r"[0-9][.,][0-9]$")


def _is_joined(pair: str) -> bool:
    """Whether two neighbouring characters belong to one number or one word of cased letters."""
    return len(pair) == 2 and (
        pair.isdigit() or (pair.isalpha() and all(c.lower() != c.upper() for c in pair))
    )


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def unread(sha256: str, name: str, media_type: str, state: ReadingState, *flags: str) -> ExtractedDocument:
    """A document whose text could not be had, with the reasons as flags."""
    return ExtractedDocument(sha256, name, media_type, "", (), state=state, flags=flags)
