"""The parts of a letter: letterhead, date, address block, reference line, salutation, closing, signers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from analysis.masthead.calendar import dateline
from analysis.masthead.fields import label_of
from analysis.masthead.sheet import Found, Line, Sheet
from analysis.masthead.signatures import is_name, signature
from pipeline.documents import Span

_SALUTATION = re.compile(
    r"^(?:Dear\b.{1,120}|To Whom It May Concern|Sirs?|Madam|Gentlemen)\s*[:,;.]?$"
    r"|^(?:Greetings|Hello|Aloha|Good\s+(?:morning|afternoon))\b.{0,60}[,:]$"
    r"|^(?-i:[A-Z])\w+\s+(?:Mr|Ms|Mrs|Dr|(?:\w+\s+)?(?:Secretary|Director|Administrator|Commissioner|Senator|Governor|Chair\w*"
    r"|Mayor|General|Colonel|President|Superintendent|Friends?))\b\.?(?:\s+(?-i:[A-Z])[\w’'-]+){1,2}[,:]$",
    re.IGNORECASE,
)
_KINDNESS = (
    r"(?:thanks|regards?|appreciation|(?:best\s+)?wishes|respect|gratitude|esteem|admiration|friendship)"
)
_CLOSING = re.compile(
    r"^(?-i:(?=\W*[A-Z]))\W*(?:(?:Very|Most)\s+)?(?:Sincerely|Respectfully|Cordially|Truly|Faithfully|Warmly|Gratefully|Appreciatively"
    r"|(?:Best|Kind|Warm)(?:est)?\s+(?:personal\s+)?(?:regards|wishes)|Regards|Yours"
    rf"|(?:In|With)\s+(?:\w+\s+){{0,3}}?{_KINDNESS}(?:\s+and\s+(?:\w+\s+){{0,2}}?{_KINDNESS})?"
    r"|(?:Many\s+)?Thanks(?:\s+again)?(?=,)|Thank\s+you(?:\s+again)?(?=,))"
    r"(?:\s+(?:yours|submitted|truly))?\s*[,.]?[*_]*$",
    re.IGNORECASE,
)
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
_AFTER = re.compile(
    r"^(?:cc|bcc|c\.c\.|enclosures?|encl|attachments?|copy(?:\s+to)?|===|\d+$)\b[\s:.(]*|^(?:cc|enclosures?)\s*:",
    re.IGNORECASE,
)
_HEAD_LINES = 60
_SIGN_LINES = 24


class Writer(StrEnum):
    """Who writes letters, as far as their handling differs."""

    CONGRESS = "congress"
    OFFICIAL = "official"
    PUBLIC = "public"


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


_CONGRESS = re.compile(
    r"United\s+States\s+Senat(?:e|or)|U\.?\s?S\.?\s+Senat(?:e|or)|House\s+of\s+Representatives|Members?\s+of\s+Congress"
    r"|Congress\s+of\s+the\s+United\s+States|Ranking\s+(?:Minority\s+)?Member|Congress(?:man|woman|member)\b|\bM\.C\.$"
    r"|U\.?S\.?\s+Representative|(?:senate|house)\.gov|\b205(?:10|15)(?:-\d{4})?\b"
    r"|Committee\s+on\s+(?:the\s+)?[A-Z]\w+.{0,60}(?:Senate|House)",
    re.IGNORECASE,
)
"""Names of the two houses and their members, and the postal codes that belong to each house alone."""
_OF_CONGRESS = re.compile(
    r"\bAs\s+(?:a\s+)?(?:members?|senators?|chair(?:man|woman)?)\s+(?:of|representing)\s+(?:Congress|the\s+(?:House|Senate|U))"
    r"|\bin\s+(?:my|our)\s+capacity\s+as\s+(?:a\s+)?members?\s+of\s+congress",
    re.IGNORECASE,
)
_OF_A_SEAT = re.compile(
    r"\b(?:my|our)\s+constituents\b|\b(?:the|my|our)\s+(?:congressional\s+)?districts?\s+(?:that\s+)?(?:I|we)\s+represent\b"
    r"|\b(?:I|we)\s+represent\s+the\s+(?:people|\w+\s+congressional\s+district)\b",
    re.IGNORECASE,
)
"""How the holders of a seat speak; it tells only where neither letterhead nor signature was copied."""
_OFFICIAL = re.compile(
    r"\bDepartment\s+of\b|\bBureau\s+of\b|\bOffice\s+of\s+(?:the|Inspector|Management|General|Information|Government)\b"
    r"|\bDivision\s+of\b|\b\w+\s+Administration$|\bCommission$|\bFederal\s+\w+\s+(?:Agency|Board|Commission|Service)"
    r"|\bAccountability\s+Office\b|\bInspector\s+General\b|\bGovernor\b|\bAttorney\s+General\b|\bMayor\b"
    r"|\bCommonwealth\s+of\b|\b\w+\s+Cabinet$|\bSpecial\s+Counsel\b|^THE\s+(?:DEPUTY\s+)?SECRETARY\b|^Secretary\s+of\s+[A-Z]"
    r"|\bTrib(?:e|al)\b|\bBand\s+of\b|^(?:\w+\s+)?Nation\s+of\b|\bGeneral\s+Assembly\b|\bState\s+(?:Senat|Representative)"
    r"|\bAmbassador\b|\bEmbassy\b|\bMinist(?:ry|er)\b|\bRepublic\s+of\b|\bTHE\s+WHITE\s+HOUSE\b"
    r"|\b(?:State|County|City)\s+of\s+[A-Z]|\bProtection\s+Agency\b|\bU\.?S\.?\s+\w+\s+Service\b|@[\w.]+\.(?:gov|mil)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:Inc|LLC|LLP|L\.L\.P|Corp|Ltd|PLLC)\b\.?|\b(?:Association|University|Foundation|Institute|Company|Coalition)\b"
)


def letter_of(sheet: Sheet) -> Letter | None:
    """The parts of a letter; None where there is neither a salutation nor a closing with a signature."""
    greeted = sheet.index(_SALUTATION, 0, _HEAD_LINES)
    closed = sheet.index(_CLOSING, (greeted or 0) + 1)
    if closed is None and greeted is not None:
        closed = _farewell(sheet, greeted + 1)
    if greeted is None and closed is None:
        return None
    head = sheet.lines[: greeted if greeted is not None else min(30, closed or 0)]
    dated = _date_line(head)
    block, after_letterhead = _address(head, dated)
    letterhead = head[:after_letterhead]
    signers = _signers(sheet, closed)
    return Letter(
        _writer(sheet, letterhead, closed),
        _date(head, dated),
        _addressee(sheet, block, head, greeted),
        _reference(sheet, head, greeted),
        signers,
        letterhead,
        sheet.lines[greeted] if greeted is not None else None,
    )


_SHORT_FAREWELL = re.compile(r"(?:[A-Z][\w’'-]*)(?:\s+[\w’'-]+){0,3},")
_NEAR = 3


def _farewell(sheet: Sheet, start: int) -> int | None:
    """The line above the signer's name where the writer closes in other words ("Miigwech,") or in none."""
    for number in range(start, len(sheet.lines)):
        line = sheet.lines[number]
        if line.gap and _SHORT_FAREWELL.fullmatch(line.text):
            near = sheet.lines[number + 1 : number + 1 + _NEAR]
            if near and is_name(near[0].text):
                return number
    signed = signature(sheet, start, titled=False)
    return signed[0] - 1 if signed else None


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
    return any(_STREET.search(line.text) for line in part) or bool(_PERSON.match(part[0].text))


def _addressee(
    sheet: Sheet, block: tuple[Line, ...], head: tuple[Line, ...], greeted: int | None
) -> Found | None:
    names: list[Line] = []
    for line in block:
        if _WAY.match(line.text):
            continue
        if _STREET.search(line.text):
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
        if not first:
            return sheet.joined(more)
        at = line.span.end - len(first)
        return sheet.joined((Line(first, Span(at, line.span.end), False), *more))
    return None


def _until_gap(lines: tuple[Line, ...], begun: bool) -> tuple[Line, ...]:
    kept: list[Line] = []
    for line in lines:
        if (line.gap and (begun or kept)) or label_of(line.text):
            break
        kept.append(line)
    return tuple(kept)


def _signers(sheet: Sheet, closed: int | None) -> tuple[Found, ...]:
    if closed is None:
        return _office_foot(sheet)
    parts: list[list[Line]] = []
    ruled = False
    block = sheet.lines[closed + 1 : closed + 1 + _SIGN_LINES]
    for number, line in enumerate(block):
        if _CLOSING.match(line.text) and not parts:
            continue
        if _AFTER.match(line.text) or _CLOSING.match(line.text):
            break
        if len(line.text) > 120 or _SALUTATION.match(line.text):
            break
        if re.match(r"(?i)^(?:/s/|\[?signed?\b|\(?signature)", line.text):
            below = block[number + 1 : number + 2]
            written = None if below and is_name(below[0].text) else _signed_names(line)
            if written:
                parts.append([written])
            continue
        if _RULE.match(line.text):
            ruled = True
            continue
        if not parts or ruled or (line.gap and not _TITLE.match(line.text)):
            parts.append([])
        parts[-1].append(line)
        ruled = False
    people = [one for part in parts for one in _side_by_side(part) if _names_somebody(one[0].text)]
    found = (sheet.joined(part[:4], ", ") for part in (people or parts[:0]))
    return tuple(signer for signer in found if signer)


def _signed_names(line: Line) -> Line | None:
    """The names written after the marks of signature, every mark blanked in its place."""
    blank = re.sub(r"/s/", "   ", line.text)
    bare = blank.strip()
    if not bare or not all(is_name(cell) for cell in re.split(r"\s{3,}|\t", bare)):
        return None
    at = line.span.start + blank.index(bare)
    return Line(bare, Span(at, at + len(bare)), line.gap)


def _side_by_side(part: list[Line]) -> list[list[Line]]:
    """The signers of one row: joint letters set them in columns, each name above its own office."""
    rows = [_columns(line) for line in part]
    wide = max(map(len, rows))
    if wide == 1 or len(rows[0]) != wide:
        return [part]
    return [[row[column] for row in rows if column < len(row)] for column in range(wide)]


def _columns(line: Line) -> list[Line]:
    cells = re.finditer(r"\S+(?: {1,2}\S+)*", line.text) if _APART.search(line.text) else ()
    at = line.span.start
    return [Line(cell[0], Span(at + cell.start(), at + cell.end()), line.gap) for cell in cells] or [line]


_APART = re.compile(r"\t|\s{3,}")
_RULE = re.compile(r"^(?:[_=.-]{3,}\s*)+$")
"""A line to sign on."""


def _office_foot(sheet: Sheet) -> tuple[Found, ...]:
    """The office that stands alone at the end of a letter without a closing formula."""
    foot: list[Line] = []
    for line in reversed(sheet.lines[-4:]):
        foot.insert(0, line)
        if line.gap:
            break
    found = sheet.joined(foot, ", ") if foot and _OFFICIAL.search(foot[0].text) else None
    return (found,) if found and len(found.value) < 150 else ()


_TITLE = re.compile(
    r"(?:(?:Senior|Deputy|Acting|Assistant|Associate|Executive|Vice|Chief|Managing|General|Principal|United|Ranking)\b"
    r"|(?:Director|President|Secretary|Administrator|Manager|Counsel|Chair\w*|Officer|Office|Department|Division"
    r"|Commission\w*|Committee|Member|Senator|Governor|Mayor|Ambassador|Professor|Attorney|Bureau)\b)"
)
"""What begins a signer's title or office rather than another signer's name."""
_NAME = re.compile(
    r"^(?:[A-Z][\w.'’-]*|(?:de|von|van|la|of|and|the)\b)(?:,?\s+(?:[A-Z][\w.'’-]*|&|(?:de|von|van|la|of|and|the|for)\b)){0,9}\.?$"
)


def _names_somebody(line: str) -> bool:
    """Whether the line could be a signer's: capitalised words, not a row of town names or noise."""
    line = line.strip(" *_#")
    words = line.split()
    capitals = sum(word.isupper() and len(word) > 2 for word in words)
    return bool(_NAME.match(line.split(" –")[0].strip(" ,"))) and not (capitals == len(words) > 4)


def _writer(sheet: Sheet, letterhead: tuple[Line, ...], closed: int | None) -> Writer:
    """Who writes, by the first line that tells, from the last line of the signature upwards."""
    lines = (*reversed(_foot(sheet, closed)), *letterhead)
    if any(_CONGRESS.search(line.text) for line in lines) or _OF_CONGRESS.search(sheet.text):
        return Writer.CONGRESS
    for line in lines:
        if _OFFICIAL.search(line.text):
            return Writer.OFFICIAL
        if _PRIVATE.search(line.text):
            return Writer.PUBLIC
    return Writer.CONGRESS if not lines and _OF_A_SEAT.search(sheet.text) else Writer.PUBLIC


def _foot(sheet: Sheet, closed: int | None) -> tuple[Line, ...]:
    if closed is None:
        return sheet.lines[-6:]
    foot = []
    for line in sheet.lines[closed + 1 : closed + 1 + _SIGN_LINES]:
        if _AFTER.match(line.text):
            break
        foot.append(line)
    return tuple(foot)
