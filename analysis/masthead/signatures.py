"""Who signs, where neither a "From" nor a closing formula says so: a name set apart near the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.masthead.sheet import Found, Line, Sheet

_NAME = re.compile(
    r"(?:/s/\s*)?(?:(?:Mr|Mrs|Ms|Dr|Rev|Hon)\.?\s+)?"
    r"[A-Z][\w.’'-]*(?:\s+(?:[A-Z][\w.’'-]*|de|del|la|van|von|y)){1,4}"
    r"(?:,\s*(?:Jr\.?|Sr\.?|I{2,3}|IV|Esq\.?|P\.?E\.?|Ph\.?D\.?|M\.?D\.?|J\.?D\.?|USAF|USMC|USCG|[A-Z][A-Za-z]{1,3})){0,2}"
)
_NOBODY = re.compile(
    r"\b(?:office|department|bureau|city|county|state|street|avenue|road|suite|room|building|agency|administration|commission"
    r"|committee|council|service|board|court|house|senate|congress|washington|enclosures?|attachments?|appendix|tab|section"
    r"|page|subject|approved?|disapprove|concur|copy|national|united|federal|regional|general|provisions?|dates?|thank|thanks"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)
_OFFICE_BELOW = re.compile(
    r"(?:(?:the|senior|deputy|acting|assistant|associate|executive|vice|chief|managing|general|principal|under|staff|special"
    r"|inspector|commanding|regional|district|united\s+states)\s+)*"
    r"(?:director|president|secretary|administrator|manager|counsel|chair\w*|officer|commission\w*|member|senator|governor"
    r"|mayor|ambassador|professor|attorney|judge|justice|magistrate|commander|commanding|comptroller|archivist|superintendent"
    r"|general|inspector|engineer|analyst|writer|reporter|editor|owner|partner|by\s+direction|clerk|treasurer|sheriff"
    r"|(?:COL|LTC|MAJ|CPT|1LT|2LT|BG|MG|LTG|GEN|CAPT|CDR|LCDR|RDML|RADM|VADM|ADM|SES|GS-\d+|Lt\s+Col|Col|Maj|Capt|Brig)\b)",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"(?:cc|bcc|enclosures?|encls?|attachments?|distribution|copies|copy\s+to|appendix|annex)\b\s*[\s:(\d-]*",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"\W*(?:Dated?\b|Signed\b|SO\s+ORDERED|/s/|_{3,}|Entered\b)", re.IGNORECASE)
"""What may stand right above a signer's name: the day, the mark of a signature, a line to sign on."""
_REACH, _LONGEST, _BLOCK = 40, 48, 3


def is_name(line: str) -> bool:
    """Whether a line is a person's name alone: two to five capitalised words, none of an office or place."""
    bare = line.strip(" *_#")
    return len(bare) <= _LONGEST and bool(_NAME.fullmatch(bare)) and not _NOBODY.search(bare)


def signature(sheet: Sheet, after: int = 0, titled: bool = True) -> tuple[int, Found] | None:
    """The last name that stands alone below the text, with the office under it, and the number of its line.

    `titled` asks for an office below; without, the name must close the paper (contact lines may follow).
    """
    first = max(after, len(sheet.lines) - _REACH)
    end = next((at for at in range(first, len(sheet.lines)) if _closes(sheet.lines[at])), len(sheet.lines))
    for number in range(end - 1, first - 1, -1):
        line = sheet.lines[number]
        if not is_name(line.text) or not (line.gap or _ABOVE.match(sheet.lines[number - 1].text)):
            continue
        below = _below(sheet.lines, number + 1, end)
        office = bool(below) and bool(_OFFICE_BELOW.match(below[0].text))
        if office or (not titled and number + 1 + len(below) >= end):
            found = sheet.joined((_bare(line), *(below[: _BLOCK - 1] if office else ())), ", ")
            return (number, found) if found else None
    return None


def _closes(line: Line) -> bool:
    return line.gap and bool(_FOOT.match(line.text)) and len(line.text) < 80


def _below(lines: Sequence[Line], start: int, end: int) -> list[Line]:
    """The lines of the same block under a name."""
    found: list[Line] = []
    for line in lines[start:end]:
        if line.gap:
            break
        found.append(line)
    return found


def _bare(line: Line) -> Line:
    """The name without the mark of a signature before it."""
    words = re.sub(r"^/s/\s*", "", line.text)
    return Line(words, type(line.span)(line.span.end - len(words), line.span.end), line.gap)
