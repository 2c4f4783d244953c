"""The parts of a letter: letterhead, date, address block, reference line, salutation, closing, signers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.masthead.bodies import Writer, writer_of
from analysis.masthead.calendar import dateline
from analysis.masthead.fields import label_of
from analysis.masthead.sheet import Found, Line, Sheet
from analysis.masthead.signers import CLOSING, SALUTATION, farewell, foot_of, signers
from pipeline.documents import Span

_STREET = re.compile(
    r"^[lIO]?\d+[\w-]*\s|^P\.?\s?O\.?\s|^(?:Suite|Room|Rm\.?|Floor|Mail\s?Stop)\b"
    r"|\b\d{5}(?:-\d{4})?\W*$|^(?:Washington|\W*Washington),"
    r"|\b(?:Street|Avenue|Boulevard|Parkway|Drive|Road|Ave\.|St\.|Blvd\.|Building)\b(?=[\s,.]|$)",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^(?:The\s+)?(?:Honou?rable|Hon\.?|Mr|Mrs|Ms|Dr|Secretary|Administrator|Director|Chair|Attention)(?!\w)"
)
_WAY = re.compile(r"^(?:VIA|BY|SENT VIA|DELIVERED)\b|^(?:Attention|Attn)\.?\s*:?$", re.IGNORECASE)
_ATTENTION = re.compile(r"(?:Attention|Attn)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"\s(?:was|were|is|are|will|has|have|had|would|said|asked)\s.*[a-z]\.$")
"""A line of prose that begins with somebody: "Dr. Tern, who was there, will tell you about it."."""
_HEAD_LINES = 60


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's parts, each None or empty where not printed."""

    writer: Writer
    date: Found | None
    addressee: Found | None
    reference: Found | None
    signers: tuple[Found, ...]
    letterhead: tuple[Line, ...]
    salutation: Line | None


def letter_of(sheet: Sheet) -> Letter | None:
    """The parts of a letter; None where there is neither a salutation nor a closing with a signature."""
    greeted = sheet.index(SALUTATION, 0, _HEAD_LINES)
    closed = sheet.index(CLOSING, (greeted or 0) + 1)
    if closed is None and greeted is not None:
        closed = farewell(sheet, greeted + 1)
    if greeted is None and closed is None:
        return None
    head = sheet.lines[: greeted if greeted is not None else min(30, closed or 0)]
    dated = _date_line(head)
    block, after_letterhead = _address(head, dated)
    letterhead = head[:after_letterhead]
    return Letter(
        writer_of(sheet.text, foot_of(sheet, closed), letterhead),
        _date(head, dated),
        _addressees(sheet, block, head, greeted) if block else _below(sheet, closed, greeted),
        _reference(sheet, head, greeted),
        signers(sheet, closed),
        letterhead,
        sheet.lines[greeted] if greeted is not None else None,
    )


def _date_line(head: tuple[Line, ...]) -> int | None:
    return next((number for number, line in enumerate(head) if dateline(line.text)), None)


def _date(head: tuple[Line, ...], number: int | None) -> Found | None:
    if number is None:
        return None
    found, at = dateline(head[number].text), head[number].span.start
    return Found(found.value, Span(at + found.span.start, at + found.span.end)) if found else None


def _address(head: tuple[Line, ...], dated: int | None) -> tuple[tuple[Line, ...], int]:
    """The address block and the number of the line where the letterhead ends.

    The block is the paragraph nearest to the salutation that names a person or an address.
    """
    after = _paragraphs(head, (dated + 1) if dated is not None else 0)
    blocks = [part for part in after if _is_address(part)]
    if blocks:
        block = _with_names(head, blocks[0] if dated is not None else blocks[-1], dated)
        return block, head.index(block[0]) if dated is None else dated
    named = next((part for part in after if _is_block(part)), None) if dated is not None else None
    if named:
        return named, dated or 0
    if dated is not None:
        before = [part for part in _paragraphs(head[:dated], 0) if _PERSON.match(part[0].text)]
        if before:
            return before[-1], head.index(before[-1][0])
    return (), dated if dated is not None else len(head)


_MOST_NAMES = 5


def _is_block(part: tuple[Line, ...]) -> bool:
    """Whether a paragraph under the date is an address without a street: short lines of capitalised words."""
    if len(part) < 2 or any(len(line.text) > 60 or line.text.endswith((".", ":", "?")) for line in part):
        return False
    first = part[0].text
    return not _WAY.match(first) and not first.isupper() and all(line.text[:1].isupper() for line in part)


def _with_names(head: tuple[Line, ...], block: tuple[Line, ...], dated: int | None) -> tuple[Line, ...]:
    """A block that opens with a street has its names in the paragraphs above, where lines stand apart."""
    at = head.index(block[0])
    if not _STREET.search(block[0].text):
        return block
    first = at
    while first > (dated + 1 if dated is not None else 0) and at - first < _MOST_NAMES:
        if _WAY.match(head[first - 1].text) or label_of(head[first - 1].text):
            break
        first -= 1
    return (*head[first:at], *block)


def _paragraphs(head: tuple[Line, ...], start: int) -> list[tuple[Line, ...]]:
    parts: list[list[Line]] = []
    for line in head[start:]:
        reference = label_of(line.text) in ("SUBJECT", "REF", "REFERENCE", "FILE")
        if line.gap or not parts or reference:
            parts.append([])
        parts[-1].append(line)
    return [tuple(part) for part in parts if label_of(part[0].text) not in ("SUBJECT", "REF", "FILE")]


def _is_address(part: tuple[Line, ...]) -> bool:
    if _SENTENCE.search(part[0].text):
        return False
    return any(_STREET.search(line.text) for line in part) or bool(_PERSON.match(part[0].text))


def _addressees(
    sheet: Sheet, block: tuple[Line, ...], head: tuple[Line, ...], greeted: int | None
) -> Found | None:
    """The addressee, with each further one who has a block of lines and is greeted by name as well."""
    first = _in_columns(sheet, block) or _addressee(sheet, block, head, greeted)
    if first is None or greeted is None:
        return first
    greeting = " ".join(line.text for line in sheet.lines[greeted : greeted + 1])
    below = tuple(line for line in head if line.span.start > max(first.span.end, block[-1].span.end))
    for part in _paragraphs(below, 0) if " and " in greeting else ():
        more = _addressee(sheet, part, (), None) if _is_greeted(part[0].text, greeting) else None
        if more is not None:
            first = Found(f"{first.value}; {more.value}", Span(first.span.start, more.span.end))
    return first


_GAP = re.compile(r"[^\S\n]{3,}|\t+")


def _in_columns(sheet: Sheet, block: tuple[Line, ...]) -> Found | None:
    """The addressees of a block that stands in two columns, each with his lines; None for any other."""
    pieces = [[piece for piece in _GAP.split(_raw(sheet, line).strip()) if piece] for line in block]
    if len(block) < _FEWEST_LINES or any(len(piece) != len(pieces[0]) for piece in pieces):
        return None
    if len(pieces[0]) < _FEWEST_LINES or not all(_PERSON.match(name) for name in pieces[0]):
        return None
    people = [
        ", ".join(line for line in column if not _STREET.search(line)) for column in zip(*pieces, strict=True)
    ]
    return Found("; ".join(people), Span(block[0].span.start, block[-1].span.end))


_FEWEST_LINES = 2


def _raw(sheet: Sheet, line: Line) -> str:
    return sheet.text[line.span.start : line.span.end]


_TITLES = re.compile(r"\b(?:Jr|Sr|Esq|Ph\.?D|M\.?D|II|III)\b\.?,?")


def _is_greeted(line: str, greeting: str) -> bool:
    """Whether the salutation greets whom a line names first, by the last of the name."""
    name = _TITLES.sub("", line.split(",")[0]).split()
    return len(name) > 1 and re.search(rf"\b{re.escape(name[-1])}\b", greeting) is not None


def _addressee(
    sheet: Sheet, block: tuple[Line, ...], head: tuple[Line, ...], greeted: int | None
) -> Found | None:
    names: list[Line] = []
    for line in block:
        if _WAY.match(line.text):
            continue
        if _STREET.search(line.text) or _SAME_PLACE.fullmatch(line.text):
            if names:
                break
            continue
        names.append(line)
    names = names[:5]
    if names:
        names += _attention(head, names[-1])
    found = sheet.joined(names, ", ")
    if found:
        return Found(re.sub(r",(?: [.,])+ ?", ", ", found.value), found.span)
    return _greeted(sheet.lines[greeted]) if greeted is not None else None


def _below(sheet: Sheet, closed: int | None, greeted: int | None) -> Found | None:
    """The addressee printed under the signature, as heads of departments have it; else the one greeted."""
    lines = sheet.lines[closed + 1 :] if closed is not None else ()
    for number, line in enumerate(lines):
        if line.gap and number and _STYLED.match(line.text) and not _COPY.match(lines[number - 1].text):
            return _addressee(sheet, _until_gap(lines[number:], False), (), greeted)
    return _addressee(sheet, (), (), greeted)


_SAME_PLACE = re.compile(r"\W*same\s+(?:street\s+)?address\W*(?:as\s+above\W*)?", re.IGNORECASE)
_STYLED = re.compile(r"(?:The\s+)?(?:Honou?rable|Hon\.)\s+[A-Z]")
_COPY = re.compile(r"(?:cc|bcc|copy|copies|distribution)\b", re.IGNORECASE)


def _attention(head: tuple[Line, ...], last: Line) -> list[Line]:
    """The people named under "Attention:" below the address."""
    below = [line for line in head if line.span.start > last.span.end]
    named = next((number for number, line in enumerate(below) if _ATTENTION.match(line.text)), None)
    if named is None:
        return []
    people = below[named : named + 4]
    stop = next((number for number, line in enumerate(people) if label_of(line.text) == "SUBJECT"), 4)
    return [line for line in people[:stop] if not _WAY.match(line.text)]


def _greeted(line: Line) -> Found | None:
    name = re.sub(r"^Dear\s+", "", line.text).strip(" :,;.")
    if name == line.text.strip(" :,;."):
        return None
    at = line.span.start + line.text.index(name)
    return Found(name, Span(at, at + len(name)))


def _reference(sheet: Sheet, head: tuple[Line, ...], greeted: int | None) -> Found | None:
    for number, line in enumerate(head):
        if label_of(line.text) != "SUBJECT":
            continue
        first = re.sub(r"^\W*(?:re|subj(?:ect)?)\s*:\W*", "", line.text, flags=re.IGNORECASE)
        more = _until_gap(head[number + 1 :], bool(first))
        rest = head[number + 1 :]
        if first and greeted is not None and len(more) < len(rest) <= _MOST_SUBJECTS and _all_subject(rest):
            at = line.span.end - len(first)
            return sheet.joined((Line(first, Span(at, line.span.end), False), *rest), "; ")
        if not first:
            return sheet.joined(more)
        at = line.span.end - len(first)
        return sheet.joined((Line(first, Span(at, line.span.end), False), *more))
    return None


_MOST_SUBJECTS = 8
_ABOUT = re.compile(
    r"(?:Form|File|Filed|Docket|Case|Claim|Contract|Permit|License|Registration|Application|Report|Request|Our|Your|Ref)"
    r"\b|(?:Re|RE)\s*:"
)


def _all_subject(lines: tuple[Line, ...]) -> bool:
    """Whether all that stands under a reference line, up to the salutation, goes on with the reference.

    Filers name company, form, day of filing and file number there, each on a line of its own.
    """
    return all(len(line.text) <= 90 and _ABOUT.match(line.text) for line in lines)


def _until_gap(lines: tuple[Line, ...], begun: bool) -> tuple[Line, ...]:
    kept: list[Line] = []
    for line in lines:
        if (line.gap and (begun or kept)) or label_of(line.text):
            break
        kept.append(line)
    return tuple(kept)
