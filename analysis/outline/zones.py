"""Paragraphs of a document with the role that their place and neighbours give them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis.cued import cued
from analysis.lists import opens_list
from analysis.outline.openings import opened
from analysis.outline.paragraphs import Line, Paragraph, lines_of, paragraphs
from analysis.outline.quotations import Quotations
from analysis.outline.roles import (
    Role,
    announces_sample,
    is_appended,
    is_body,
    is_closing,
    is_heading,
    is_paired,
    is_postscript,
    is_salutation,
    is_sample,
    letterhead_end,
    margin_lines,
    reply_depths,
)
from pipeline.documents import Block, BlockKind, ExtractedDocument, Span

_AMENDS = cued(
    "read insert add following",
    r"\bto read\b[^.:]{0,60}[:—–]|\binsert(?:ing|ed|s)?\b[^.]{0,120}:|\b(?:adding|added|adds)\b[^.]{0,160}:"
    r"|\bread(?:s|ing)? as follows\b|\bthe following (?:new )?(?:sub)?(?:section|paragraph|text|sentence)s?:",
    re.I,
)
_OPEN_QUOTE = ("“", '"', "‘‘", "``", "''")
_CLOSE_QUOTE = re.compile(r"(?:”|\"|’’|'')[.;,]?(?: and)?$")
_BLOCK_ROLES = {
    BlockKind.HEADER: Role.FURNITURE,
    BlockKind.FOOTER: Role.FURNITURE,
    BlockKind.FOOTNOTE: Role.FOOTNOTE,
    BlockKind.COMMENT: Role.FOOTNOTE,
    BlockKind.SIGNATURE: Role.SIGNATURE,
    BlockKind.REPLY: Role.REPLY,
    BlockKind.HEADING: Role.HEADING,
}
_REPORTER = r"(?:U\. ?S\. ?C|U\. ?S\. \d|USC\b|C\. ?F\. ?R|CFR\b|F\. ?R\. \d|FR \d|Fed\. ?Reg|Stat\. \d)"
_NOTE_LABEL = re.compile(rf"\d{{1,3}}(?:$| (?!{_REPORTER})[A-Z“\"‘])")
"""The number of a note below the text; the volume of a citation that a line begins with is none."""
_SOURCE = re.compile(
    r"\bavailable at\b|https?:|www\.|\bsupra\b|\bIbid|\bId\.|^\W*\d* ?See\b"
    r"|\bU\.S\.C\.|\bC\.F\.R\.|\bFed\. Reg\."
)


def zones(document: ExtractedDocument, quoted: Quotations) -> Iterator[tuple[Paragraph, Role]]:
    """The visible paragraphs in order with their roles. Hidden places are left out (`hidden`)."""
    pieces = [piece for span in _visible(document) for piece in _pieces(document, span)]
    own = opened(document.text, quoted, (piece.paragraph for piece in pieces if piece.role is None))
    shown = [*(_Piece(paragraph, None) for paragraph in own), *(piece for piece in pieces if piece.role)]
    yield from _with_roles(document, sorted(shown, key=lambda piece: piece.paragraph.span), quoted)


def _visible(document: ExtractedDocument) -> Iterator[Span]:
    reached = 0
    for span in document.hidden:
        if span.start > reached:
            yield Span(reached, span.start)
        reached = max(reached, span.end)
    if reached < len(document.text):
        yield Span(reached, len(document.text))


@dataclass(frozen=True, slots=True)
class _Piece:
    paragraph: Paragraph
    role: Role | None


def _pieces(document: ExtractedDocument, span: Span) -> Iterator[_Piece]:
    """Paragraphs of one visible part, those whose role shows line by line marked with it."""
    lines = lines_of(document.text, span.start, span.end)
    special = _line_roles(document, lines)
    breaks = _block_starts(document)
    pieces = [_Piece(paragraph, None) for paragraph in paragraphs(lines, special, breaks)]
    for role, run in _runs(lines, special):
        pieces.extend(_Piece(replace(paragraph, marker=None), role) for paragraph in paragraphs(run))
    yield from sorted(pieces, key=lambda piece: piece.paragraph.span)


def _runs(lines: Sequence[Line], roles: dict[int, Role]) -> Iterator[tuple[Role, list[Line]]]:
    """Lines of one special role that follow each other; lines at the margin stand alone."""
    run: list[Line] = []
    role: Role | None = None
    for index, line in enumerate(lines):
        here = roles.get(index) if line.text else role
        if here is not role or here is Role.FURNITURE:
            if run and role:
                yield role, run
            run, role = [], here
        if here:
            run.append(line)
    if run and role:
        yield role, run


def _line_roles(document: ExtractedDocument, lines: Sequence[Line]) -> dict[int, Role]:
    roles = dict.fromkeys(sorted(margin_lines(lines)), Role.FURNITURE)
    margins = _Places([(span.start, span.end) for span in document.furniture])
    for index, line in enumerate(lines):
        if line.text and margins.holds(line.start, line.end):
            roles[index] = Role.FURNITURE
    roles.update(dict.fromkeys(_footnote_lines(lines), Role.FOOTNOTE))
    roles.update(dict.fromkeys(reply_depths(lines), Role.REPLY))
    return roles


def _footnote_lines(lines: Sequence[Line]) -> Iterator[int]:
    """Notes set below the text: a number, alone or before words, and a source among its first words."""
    index = 0
    while index < len(lines):
        text = lines[index].text
        index += 1
        if not text[:1].isdigit() or not _NOTE_LABEL.match(text):
            continue
        start = index - 1
        first = start
        while text.isdigit() and first + 1 < len(lines) and first < start + 2:
            first += 1
            if lines[first].text:
                break
        end = first
        while end < min(len(lines), first + 12) and lines[end].text and not lines[end].text.isdigit():
            end += 1
        if lines[first].text[:1].islower():
            continue
        if _SOURCE.search(" ".join(line.text for line in lines[first:end])[:260]):
            yield from (at for at in range(start, end) if lines[at].text)
            index = end


@dataclass(slots=True)
class _Places:
    """Sorted ranges, asked by offset."""

    ranges: list[tuple[int, int]]
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [start for start, _ in self.ranges]

    def holds(self, start: int, end: int) -> bool:
        """Whether most of a range lies in one of the places."""
        at = bisect_right(self.starts, (start + end) // 2) - 1
        return at >= 0 and self.ranges[at][1] > (start + end) // 2


def _block_starts(document: ExtractedDocument) -> list[int]:
    """Where the reader saw headings, list members and tables begin, and what follows them."""
    kinds = (BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE)
    found: list[int] = []
    for block in document.blocks:
        if block.kind in kinds:
            end = block.span.end
            while end < len(document.text) and document.text[end].isspace():
                end += 1
            found += [block.span.start, end]
    return found


def _block_at(document: ExtractedDocument, starts: Sequence[int], offset: int) -> Block | None:
    at = bisect_right(starts, offset) - 1
    if at < 0 or document.blocks[at].span.end <= offset:
        return None
    return document.blocks[at]


def _with_roles(
    document: ExtractedDocument, pieces: Sequence[_Piece], quoted: Quotations
) -> Iterator[tuple[Paragraph, Role]]:
    text = document.text
    starts = [block.span.start for block in document.blocks]
    own = [piece.paragraph for piece in pieces if piece.role is None]
    texts = [text[paragraph.span.start : paragraph.span.end] for paragraph in own]
    head = letterhead_end(own, texts, text)
    walk = _Walk(head, is_paired(texts))
    number = 0
    for piece in pieces:
        if piece.role is not None:
            yield piece.paragraph, piece.role
            continue
        block = _block_at(document, starts, piece.paragraph.span.start)
        said = _BLOCK_ROLES.get(block.kind) if block else None
        paragraph = piece.paragraph
        if block and block.kind is BlockKind.LIST_ITEM and paragraph.marker is None:
            paragraph = replace(paragraph, marker="", sort="bullet")
        if number >= head and len(paragraph.span) > 3 and quoted.hold(paragraph.span):
            said = Role.QUOTED
        yield paragraph, walk.role(number, paragraph, texts[number], said)
        number += 1


@dataclass(slots=True)
class _Walk:
    """Where in a letter or an order the reading stands."""

    head: int
    paired: bool = False
    sample: bool = False
    closed: bool = False
    quoting: bool = False
    amends: bool = False
    leads: bool = False
    enclosed: bool = False
    signed: str = ""

    def role(self, number: int, paragraph: Paragraph, text: str, said: Role | None) -> Role:
        """The role of the next paragraph."""
        if said is Role.QUOTED:
            self.quoting = self.amends = False
        if said in (Role.FURNITURE, Role.FOOTNOTE, Role.REPLY, Role.QUOTED):
            return said
        if self.enclosed:
            return Role.QUOTED
        if number < self.head:
            self.sample = announces_sample(text, self.paired)
            return Role.LETTERHEAD
        if self._quoted(paragraph, text) or self._is_sample(paragraph, text):
            return Role.QUOTED
        self.leads = opens_list(text)
        left_open = "“" in text[-400:] and not _CLOSE_QUOTE.search(text)
        self.amends = bool(_AMENDS.search(text)) and (self.leads or left_open)
        if is_closing(text) and paragraph.marker is None:
            self.closed = True
            return Role.SIGNATURE
        self.enclosed = bool(self.signed) and is_salutation(text) and self._greets_signer(text)
        if self.enclosed:
            return Role.QUOTED
        if self.closed:
            self.signed = self.signed or text.lower()
            self.closed = not self._reopened(paragraph, text)
            if self.closed or is_appended(text):
                return Role.HEADING if is_appended(text) else Role.SIGNATURE
        label_alone = paragraph.sort == "section" and text == paragraph.marker
        untitled = paragraph.marker is None and is_heading(text, paragraph.lines)
        if said is Role.HEADING or label_alone or untitled:
            return Role.HEADING
        return Role.LETTERHEAD if is_salutation(text) else Role.BODY

    def _greets_signer(self, text: str) -> bool:
        """Whether a letter enclosed below greets whoever signed above: it speaks for somebody else."""
        name = text.rstrip(" ,:;—–-").rpartition(" ")[2].lower()
        return len(name) > 1 and re.search(rf"\b{re.escape(name)}\b", self.signed) is not None

    def _is_sample(self, paragraph: Paragraph, text: str) -> bool:
        """Whether it is an example of how to write, or of how not to, and not what the document says."""
        below, self.sample = self.sample, announces_sample(text, self.paired)
        if paragraph.sort in ("section", "paren"):
            return False
        alone = self.sample and len(text.split()) <= 3
        return is_sample(text) or (below and not alone)

    def _reopened(self, paragraph: Paragraph, text: str) -> bool:
        if is_appended(text) or is_postscript(text):
            return True
        return (is_body(text) and len(text) > 100) or paragraph.sort == "section"

    def _quoted(self, paragraph: Paragraph, text: str) -> bool:
        opened = text.startswith(_OPEN_QUOTE)
        if self.quoting and not opened and paragraph.marker is None:
            self.quoting = False
        if opened and (self.amends or self.quoting or _is_block_quote(text)):
            self.quoting, self.amends = not _CLOSE_QUOTE.search(text), False
            return True
        if self.quoting:
            self.quoting = not _CLOSE_QUOTE.search(text)
            return True
        if self.amends and self.leads and text and not opened and paragraph.sort in (None, "section"):
            self.amends = False
            return True
        return False


def _is_block_quote(text: str) -> bool:
    return len(text) > 120 and (bool(_CLOSE_QUOTE.search(text)) or not re.search(r"[”\"]|’’|''", text[2:]))
