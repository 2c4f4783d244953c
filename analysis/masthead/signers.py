"""Who signs a letter: names under its closing, alone, in columns, on ruled lines, or for somebody else."""

from __future__ import annotations

import re

from analysis.masthead.bodies import OFFICIAL
from analysis.masthead.sheet import Found, Line, Sheet
from analysis.masthead.signatures import is_name, signature
from pipeline.documents import Span

SALUTATION = re.compile(
    r"^(?:Dear\b.{1,120}|To Whom It May Concern|Sirs?|Madam|Gentlemen)\s*[:,;.]?$"
    r"|^(?:Greetings|Hello|Aloha|Good\s+(?:morning|afternoon))\b.{0,60}[,:]$"
    r"|^(?-i:[A-Z])\w+\s+(?:Mr|Ms|Mrs|Dr|(?:\w+\s+)?(?:Secretary|Director|Administrator|Commissioner|Senator|Governor|Chair\w*"
    r"|Mayor|General|Colonel|President|Superintendent|Friends?))\b\.?(?:\s+(?-i:[A-Z])[\w’'-]+){1,2}[,:]$"
    r"|^(?-i:(?:Mr|Ms|Mrs|Dr)\.?|(?:(?:Acting|Deputy|Madam)\s+)?(?:Secretary|Director|Administrator|Commissioner|Chair\w*"
    r"|Senator|Governor|Mayor|Ambassador|General))(?:\s+(?-i:[A-Z][a-z][\w’'-]+)){1,2}:$",
    re.IGNORECASE,
)
_KINDNESS = (
    r"(?:thanks|regards?|appreciation|(?:best\s+)?wishes|respect|gratitude|esteem|admiration|friendship)"
)
CLOSING = re.compile(
    r"^(?-i:(?=\W*[A-Z]))\W*(?:(?:Very|Most)\s+)?(?:Sincerely|Respectfully|Cordially|Truly|Faithfully|Warmly|Gratefully|Appreciatively"
    r"|(?:Best|Kind|Warm)(?:est)?\s+(?:personal\s+)?(?:regards|wishes)|Regards|Yours"
    rf"|(?:In|With)\s+(?:\w+\s+){{0,3}}?{_KINDNESS}(?:\s+and\s+(?:\w+\s+){{0,2}}?{_KINDNESS})?"
    r"|(?:Many\s+)?Thanks(?:\s+again)?(?=,)|Thank\s+you(?:\s+again)?(?=,))"
    r"(?:\s+(?:yours|submitted|truly))?\s*[,.]?[*_]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:cc|bcc|c\.c\.|enclosures?|encl|attachments?|exhibits?|appendix|appendices|annex(?:es)?|copy(?:\s+to)?|===|\d+$)\b[\s:.(]*|^(?:cc|enclosures?)\s*:",
    re.IGNORECASE,
)
_SIGN_LINES = 24
_SHORT_FAREWELL = re.compile(r"(?:[A-Z][\w’'-]*)(?:\s+[\w’'-]+){0,3},")
_NEAR = 3


def farewell(sheet: Sheet, start: int) -> int | None:
    """The line above the signer's name where the writer closes in other words ("Miigwech,") or in none."""
    for number in range(start, len(sheet.lines)):
        line = sheet.lines[number]
        if line.gap and _SHORT_FAREWELL.fullmatch(line.text):
            near = sheet.lines[number + 1 : number + 1 + _NEAR]
            if near and is_name(near[0].text.split(",")[0]):
                return number
    signed = signature(sheet, start, titled=False)
    return signed[0] - 1 if signed else None


def signers(sheet: Sheet, closed: int | None) -> tuple[Found, ...]:
    """Everybody who signs under the closing, each with the office below the name."""
    if closed is None:
        return _office_foot(sheet)
    parts = _labelled(sheet, closed) or [one for part in _parts(sheet, closed) for one in _side_by_side(part)]
    if _UNDERSIGNED.search(sheet.text):
        parts = [one for part in parts for one in _each_line(part)]
    people = [_reached(part) for part in parts if _names_somebody(part[0].text)]
    found = (sheet.joined(part[:4], ", ") for part in people)
    return tuple(signer for signer in found if signer)


def _parts(sheet: Sheet, closed: int) -> list[list[Line]]:
    """The blocks under the closing, each a name and what stands under it."""
    parts: list[list[Line]] = []
    ruled = False
    block = foot_of(sheet, closed)
    for number, line in enumerate(block):
        if CLOSING.match(line.text) and not parts:
            continue
        if CLOSING.match(line.text) or len(line.text) > 120 or SALUTATION.match(line.text):
            break
        if re.match(r"(?i)^(?:/s/|\[?(?:(?:electronically|digitally)\s+)?signed?\b|\(?signature)", line.text):
            below = block[number + 1 : number + 2]
            written = None if below and is_name(below[0].text) else _signed_names(line)
            if written:
                parts.append([written])
            continue
        if _RULE.match(line.text):
            ruled = True
            continue
        if not parts or ruled or (line.gap and not _TITLE.match(line.text)) or _MEMBER.match(line.text):
            parts.append([])
        parts[-1].append(_without(_FOR, line))
        ruled = False
    return parts


_MEMBER = re.compile(r"(?:Rep|Sen|Del)\.\s+[A-Z]")
"""Members of Congress sign one below the other, each by title, name and seat."""
_SEAT = re.compile(r"\s*\([RDI]-\w+\.?(?:-\d+)?\)")
_FOR = re.compile(r"\(?for\)?:?\s+(?=(?:the\s+)?[A-Z])")
"""Somebody else signs for the one whose name is printed."""
_BY = re.compile(r"(?:By|Name)\s*:\s*(?:/s/\s*)?(?=[A-Z])")
_ITS = re.compile(r"(?:Its|Title)\s*:\s*(?=\w)")
_UNDERSIGNED = re.compile(
    r"\bundersigned\s+(?:\w+\s+){0,2}(?:organi[sz]ations|groups|associations|companies|unions|coalitions)\b",
    re.I,
)
_CONTACT = re.compile(
    r"\d+\s+\w|P\.?\s?O\.?\s+Box\b|\(?\d{3}\)?[\s.-]\d{3}|\S+@\S+$|(?:Phone|Tel|Cell|Fax|E-?mail|Mobile)\b|https?:|www\.",
    re.IGNORECASE,
)
"""Where to find somebody is no part of the name."""


def _labelled(sheet: Sheet, closed: int) -> list[list[Line]]:
    """The signers of a form that a company signs: "By: …" over "Its: …", the company above."""
    found: list[list[Line]] = []
    for line in foot_of(sheet, closed):
        if _BY.match(line.text):
            name = _without(_BY, line)
            if not found or found[-1][0].text != name.text:
                found.append([name])
        elif _ITS.match(line.text) and found:
            found[-1].append(_without(_ITS, line))
    return found


def _without(label: re.Pattern[str], line: Line) -> Line:
    match = label.match(line.text)
    if match is None:
        return line
    at = line.span.start + match.end()
    return Line(line.text[match.end() :], Span(at, line.span.end), line.gap)


def _each_line(part: list[Line]) -> list[list[Line]]:
    """Organizations that sign one below the other; a part with a title in it is a person's."""
    return [part] if any(_TITLE.match(line.text) for line in part[1:]) else [[line] for line in part]


def _reached(part: list[Line]) -> list[Line]:
    """A signer's lines down to the first that tells where to find the signer."""
    end = next(
        (number for number, line in enumerate(part) if number and _CONTACT.match(line.text)), len(part)
    )
    return part[:end]


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
    if len(part) > 1 and all(_is_signer(cell.text, wide) for row in rows for cell in row):
        return [[row[column]] for row in rows for column in range(len(row))]
    if wide == 1 or len(rows[0]) != wide:
        return [part]
    return [[row[column] for row in rows if column < len(row)] for column in range(wide)]


def _is_signer(cell: str, wide: int) -> bool:
    """Whether a cell of a list of signers is one of them: a name with its title, or alone among columns."""
    name, _, title = cell.partition(",")
    return (
        is_name(name) and not _TITLE.match(name) and bool(_TITLE.match(title.strip()) if title else wide > 1)
    )


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
    found = sheet.joined(foot, ", ") if foot and OFFICIAL.search(foot[0].text) else None
    return (found,) if found and len(found.value) < 150 else ()


_TITLE = re.compile(
    r"(?:(?:Senior|Deputy|Acting|Assistant|Associate|Executive|Vice|Chief|Managing|General|Principal|United|Ranking)\b"
    r"|(?:Director|President|Secretary|Administrator|Manager|Counsel|Chair\w*|Officer|Office|Department|Division"
    r"|Commission\w*|Committee|Member|Senator|Governor|Mayor|Ambassador|Professor|Attorney|Bureau)\b|U\.?\s?S\.?\s)"
)
"""What begins a signer's title or office rather than another signer's name."""
_NAME = re.compile(
    r"^(?:[A-Z][\w.'’-]*|(?:de|von|van|la|of|and|the)\b)(?:,?\s+(?:[A-Z][\w.'’-]*|&|(?:de|von|van|la|of|and|the|for)\b)){0,9}\.?$"
)


def _names_somebody(line: str) -> bool:
    """Whether the line could be a signer's: capitalised words, not a row of town names or noise."""
    line = _SEAT.sub("", line).strip(" *_#")
    words = line.split()
    capitals = sum(word.isupper() and len(word) > 2 for word in words)
    return bool(_NAME.match(line.split(" –")[0].strip(" ,"))) and not (capitals == len(words) > 4)


def foot_of(sheet: Sheet, closed: int | None) -> tuple[Line, ...]:
    """The lines of the signature; the last ones of a letter without a closing."""
    if closed is None:
        return sheet.lines[-6:]
    foot = []
    for line in sheet.lines[closed + 1 : closed + 1 + _SIGN_LINES]:
        if _AFTER.match(line.text):
            break
        foot.append(line)
    return tuple(foot)
