"""Library texts to library entries: whole citations in normal form, and what each says of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from analysis.citations import authority_key, parse, recognise
from analysis.citations.dates import DATE, iso
from analysis.library.notes import noted
from analysis.outline import outline
from analysis.relations import relations
from pipeline.amending import amendments
from pipeline.documents import Block, BlockKind, ExtractedDocument, Page, Span
from pipeline.findings import AuthorityType, RelationKind
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from pipeline.problems import ReadingState

_MOST_OPERATIONS = 20
_DATE = re.compile(DATE)


class NoAuthority(ValueError):
    """What a source calls a citation names no authority."""


def entry(text: LibraryText) -> LibraryEntry:
    """The entry for one text. Raises NoAuthority where its citation cannot be understood."""
    authority = understood(text.citation)
    if authority is None:
        raise NoAuthority(f"“{text.citation}” names no authority that is known here")
    citation, kind = authority
    references = (*noted(citation, text.notes), *_said(citation, text.text))
    return LibraryEntry(citation, kind, text, tuple(_once(references)))


def understood(citation: str) -> tuple[str, AuthorityType] | None:
    """The whole authority that a citation in any spelling names, and its type; None where it names none."""
    plain = parse(citation)
    if plain is not None and plain.type is not AuthorityType.ACT:
        return plain.key, plain.type
    found = recognise(plain_document(citation)).authorities
    whole = [row for row in found if len(row.evidence[0].quote) >= 0.6 * len(citation.strip())]
    if whole:
        return authority_key(whole[0].citation), whole[0].type
    return (plain.key, plain.type) if plain else None


def plain_document(text: str) -> ExtractedDocument:
    """A bare text as a document of one page, each paragraph a block, to read it by the same rules."""
    blocks: list[Block] = []
    start = 0
    for part in text.split("\n\n"):
        if part.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(part)), 1))
        start += len(part) + 2
    state = ReadingState.EXTRACTED if text.strip() else ReadingState.FAILED
    return ExtractedDocument(
        "", "", "text/plain", text, (Page(1, Span(0, len(text))),), tuple(blocks), state=state
    )


def _said(citation: str, text: str) -> Iterator[LibraryReference]:
    """What the words of the text say: its relations first, then every other authority that it cites."""
    if not text.strip():
        return
    document = plain_document(text)
    mentions = tuple(
        row for row in recognise(document, citation).authorities if authority_key(row.citation) != citation
    )
    types = {authority_key(row.citation): row.type for row in mentions}
    rows = relations(document, outline(document), mentions)
    for row in rows:
        target = authority_key(row.target)
        words, kind = row.evidence[0], types.get(target, _type(target))
        yield LibraryReference(
            citation,
            row.relation,
            target,
            kind,
            row.pinpoint,
            row.in_part,
            start=words.start,
            end=words.end,
            quote=words.quote,
            operations=tuple(map(str, amendments(text, row, rows)))[:_MOST_OPERATIONS],
        )
    for mention in mentions:
        words = mention.evidence[0]
        target = authority_key(mention.citation)
        pinpoint = mention.citation.removeprefix(target).strip(" ,") or None
        yield LibraryReference(
            citation,
            RelationKind.CITES,
            target,
            mention.type,
            pinpoint,
            start=words.start,
            end=words.end,
            quote=words.quote,
        )


def _type(target: str) -> AuthorityType:
    authority = parse(target)
    return authority.type if authority else AuthorityType.OTHER


def _once(references: tuple[LibraryReference, ...]) -> Iterator[LibraryReference]:
    """One row for each relation, target and kind of source; a bare mention where nothing more is said."""
    seen: set[tuple[str, RelationKind, str, bool]] = set()
    related: set[str] = set()
    for row in references:
        key = (row.source, row.relation, row.target, row.noted)
        if key in seen or row.source == row.target:
            continue
        if row.relation is RelationKind.CITES and not row.noted and row.target in related:
            continue
        seen.add(key)
        related |= set() if row.noted else {row.target}
        yield row


def references_in(text: str) -> tuple[tuple[str, ...], tuple[date, ...]]:
    """The whole authorities that a text cites, and the days that it names, each once in order."""
    cited = (authority_key(row.citation) for row in recognise(plain_document(text)).authorities)
    named = (iso(match[0]) for match in _DATE.finditer(text))
    days = (date.fromisoformat(day) for day in named if day is not None)
    return tuple(dict.fromkeys(cited)), tuple(dict.fromkeys(days))
