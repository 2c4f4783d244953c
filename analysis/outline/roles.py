"""Which words are the document's own: letterhead, signature, quoted law, earlier mail, margins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from analysis.cued import cued
from analysis.outline.paragraphs import Line, Paragraph
from pipeline.documents import Span


class Role(StrEnum):
    """What a sentence is in its document."""

    BODY = "body"
    HEADING = "heading"
    LETTERHEAD = "letterhead"
    SIGNATURE = "signature"
    QUOTED = "quoted"
    REPLY = "reply"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"
    DISCLAIMER = "disclaimer"
    HIDDEN = "hidden"


_SALUTATION = re.compile(
    r"(?:Dear|To Whom It May Concern|TO WHOM|Hon(?:orable)? )\b[^?]{0,90}[,:;—–-]?\s*$"
    r"|(?-i:[A-Z])\w+\s+(?:Mr|Ms|Mrs|Dr|(?:\w+\s+)?(?:Secretary|Director|Administrator|Commissioner|Senator|Governor|Chair\w*"
    r"|Mayor|General|Colonel|President|Superintendent))\b\.?(?:\s+(?-i:[A-Z])[\w’'-]+){1,2}[,:]$"
    r"|(?-i:(?:Mr|Ms|Mrs|Dr)\.?|(?:(?:Acting|Deputy|Madam)\s+)?(?:Secretary|Director|Administrator|Commissioner|Chair\w*"
    r"|Senator|Governor|Mayor|Ambassador|General))(?:\s+(?-i:[A-Z][a-z][\w’'-]+)){1,2}:$",
    re.I,
)
_CLOSING = re.compile(
    r"(?:very )?(?:sincerely|respectfully|cordially|truly|best|kind|warm(?:est)?|faithfully|with)"
    r"(?: yours| regards| wishes| submitted| (?:best|kind|warm|great) (?:regards|wishes|respect))*,?\s*$"
    r"|yours (?:sincerely|truly|faithfully|very truly)[,.]?\s*$|(?:very )?truly yours,?\s*$"
    r"|(?:many )?thanks(?: again| so much)?[,!.]?\s*$|thank you,\s*$|regards,?\s*$|cheers,?\s*$"
    r"|(?-i:THE WHITE HOUSE)[,.]?\s*(?:$|Washington\b|[A-Z][a-z]+\s\d)|/s/|\(?signed\)?[:,]"
    r"|BARACK OBAMA\s*$|V/?r,?\s*$|in witness whereof\b",
    re.I,
)
_APPENDED = re.compile(
    r"(?:attachments?|enclosures?|appendix|annex|exhibit|tab|schedule)\s*(?:[A-Z]|\d{1,2}|[IVX]+)?\s*(?:[:—–-].*)?$"
    r"|=+\s*attachments?\s*=+$|legislative history",
    re.I,
)
_MEMO_HEAD = re.compile(
    r"(?:TO|FROM|SUBJECT|SUBJ|DATE|THRU|THROUGH|VIA|CC|RE|FOR|ATTN|ATTENTION|MEMORANDUM|ACTION MEMO|INFO MEMO"
    r"|To|From|Subject|Date|Sent|Cc|Re|Through|Reply-To|Importance|Attachments?)\b\s*(?::|FOR\b|TO\b|$)"
    r"|(?:TO|FROM|SUBJECT|SUBJ|DATE|THRU|THROUGH)(?:\s{3,}|\t)\S"
)
_BROKEN_OFF = re.compile(
    r"^(?:In|On|Under|For|To|By|At|From|With|As|If|When)\s.*\s(?:in|of|to|the|for|with|by|from|and|or|an?|that|which|under)\s*$"
)
"""A sentence's beginning that runs on below, where the words of a page were set apart."""
_SET_IN = re.compile(r"[^\S\n]*\n[^\S\n]{4,}")
_REPLY_HEAD = re.compile(
    r"-{2,}\s*(?:original|forwarded) message|begin forwarded message|on .{6,90} wrote:\s*$", re.I
)
_RULED = re.compile(r"_{10,}$")
"""What one mail program draws above the message that it answers; a printer draws it under a masthead."""
_HEADER_LINE = re.compile(r"(?:From|Sent|To|Date|Subject|Cc):\s")
_QUOTE_MARK = re.compile(r">+ ?")
_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-–—]?\s*\d{1,5}\s*[-–—]?(?:\s+of\s+\d+)?$|page\s+[ivxl]+$|\d{2}[A-Z]{2,3}\d$|VerDate\b|.*</GPH>$",
    re.I,
)
_PAGE_LABEL = re.compile(r"page\s+\d+", re.I)
_DATED = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d"
)
_SCHEDULED = re.compile(
    r"\.{4}|\S(?: {3,}|\t| \| )(?:.*(?:\d|\b\d+\s+(?:\w+\s+)?(?:days?|weeks?|months?|years?|hours?)\b.*)"
    r"|(?:.*\s)?(?i:due(?:\s+date)?|dates?|deadlines?|suspenses?))$"
)
"""A line of a timetable, by what it ends in: a date, a count of days, or the name of their column."""
_CHECK_BOXES = re.compile(r"\bapprove\b.*\bdisapprove\b", re.I)
_DIGITS = re.compile(r"\d+")
_FINITE = re.compile(r"\b(?:shall|must|will|is|are|was|were|has|have|had|may|should|can|do|does|be)\b", re.I)
_BINDS = re.compile(
    r"[a-z0-9)]\s+(?:shall|must|(?:is|are)\s+(?:directed|required|ordered))\s+(?:not\s+)?[a-z]"
)
_SAMPLE_ABOVE = re.compile(
    r"(?:^|[.:;?!]\s+)(?:Before|After|BEFORE|AFTER|Example(?:\s+\w{1,2})?|(?:Sample|Poor|Incorrect|Original|Revised)"
    r"(?:\s+(?:text|version|wording|language|sentence|paragraph|letter|memo|notice|clause|answer))?)(?P<colon>\s*:)?$"
)
_SAMPLE = cued(
    "after before example incorrect sample",
    r"(?:Before|After|BEFORE|AFTER|Example(?:\s+\w{1,2})?|Sample(?:\s+\w+)?|Incorrect)\s*:\s+\S",
)
_PAIR = ("before", "after")
_SMALL = re.compile(r"(?:an?|the|and|or|of|for|to|in|on|at|by|with|from|as|per|via|vs|into|under)$", re.I)


def margin_lines(lines: Sequence[Line]) -> set[int]:
    """Indexes of lines that repeat three times or more, digits aside, of page numbers and page heads.

    A letter's later pages are headed by addressee, date and "Page N", one below the other.
    """
    shapes = Counter(_shape(line.text) for line in lines if 12 < len(line.text) < 140)
    found: set[int] = set()
    for index, line in enumerate(lines):
        if _PAGE_NUMBER.match(line.text) or (
            shapes[_shape(line.text)] >= 3 and not line.text.endswith((".", ";", ":", "?", "; and", "; or"))
        ):
            found.add(index)
        if _PAGE_LABEL.match(line.text):
            found.update(_page_head(lines, index))
    return found


def _page_head(lines: Sequence[Line], index: int) -> set[int]:
    start = index
    while start > 0 and index - start < 4 and 0 < len(lines[start - 1].text) <= 60:
        start -= 1
    dated = any(_DATED.search(lines[at].text) for at in range(start, index))
    return set(range(start, index)) if dated and start > 0 else set()


def _shape(text: str) -> str:
    return _DIGITS.sub("0", text)


def reply_depths(lines: Sequence[Line]) -> dict[int, int]:
    """How deep in earlier mail each line stands, from 1; the message's own lines are missing.

    A message that says nothing above what it forwards passes that on as its own words.
    """
    depths: dict[int, int] = {}
    depth = 0
    own_words = False
    for index, line in enumerate(lines):
        if not line.text:
            continue
        header = bool(_HEADER_LINE.match(line.text))
        if own_words and _opens_reply(lines, index):
            depth += 1
        if depth or _QUOTE_MARK.match(line.text):
            depths[index] = max(depth, 1)
        else:
            own_words = own_words or not (header or _REPLY_HEAD.match(line.text) or _RULED.match(line.text))
    return depths


_HEAD_LINES = 20
_LETTERHEAD = re.compile(
    r"\W*(?:MEMORANDUM|MEMO)\b|.*\b(?:department|office|bureau|administration|agency|commission|council|service|board)\b",
    re.I,
)
_OF_MAIL = re.compile(r"@|\b\d{1,2}:\d\d\b|Sent:\s")


def _in_memo_head(lines: Sequence[Line], index: int) -> bool:
    """Whether "From:" stands in the head of a memo: a letterhead above, no address and no clock time."""
    if index > _HEAD_LINES or any(_OF_MAIL.search(line.text) for line in lines[: index + 8]):
        return False
    above = [line.text for line in lines[:index] if line.text]
    short = all(len(line) <= 90 and not line.endswith((".", "?", "!", ",")) for line in above)
    return short and any(_LETTERHEAD.match(line) and not _HEADER_LINE.match(line) for line in above)


def _opens_reply(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    if _REPLY_HEAD.match(text):
        return True
    if text.startswith("From:") and _in_memo_head(lines, index):
        return False
    after = [line.text for line in lines[index + 1 : index + 7]]
    if _RULED.match(text):
        return any(line.startswith("From:") for line in after[:3])
    return text.startswith("From:") and sum(bool(_HEADER_LINE.match(line)) for line in after[:5]) >= 2


def is_closing(text: str) -> bool:
    """Whether a paragraph closes a letter or an order."""
    return bool(_CLOSING.match(text))


def is_salutation(text: str) -> bool:
    """Whether a paragraph greets the addressee of a letter."""
    return bool(_SALUTATION.match(text)) and len(text) < 110


def is_sample(text: str) -> bool:
    """Whether a paragraph is quoted as an example by the word that opens it: "Before: The user will …"."""
    return bool(_SAMPLE.match(text))


def announces_sample(text: str, paired: bool) -> bool:
    """Whether the next paragraph is an example: "Before:"; without a colon where both stand (`paired`)."""
    if not text.endswith((":", "Before", "After", "BEFORE", "AFTER")):
        return False
    label = _SAMPLE_ABOVE.search(text, max(0, len(text) - 40))
    if label is None:
        return False
    bare = label.group().strip(" .:;?!\n").lower()
    return bool(label["colon"]) or (paired and bare in _PAIR)


def is_paired(texts: Sequence[str]) -> bool:
    """Whether samples stand under both "Before" and "After"."""
    ends = {text.rsplit(maxsplit=1)[-1].rstrip(":").lower() for text in texts if text}
    return ends.issuperset(_PAIR)


def is_appended(text: str) -> bool:
    """Whether a paragraph begins what is attached after the signature."""
    return len(text) < 100 and bool(_APPENDED.match(text))


def is_postscript(text: str) -> bool:
    """Whether a paragraph is a postscript, which speaks again after the signature."""
    return bool(re.match(r"P\.?\s?(?:P\.?\s?)?S\.?[\s:,]", text))


def is_body(text: str) -> bool:
    """Whether a paragraph reads as running prose: it ends a sentence that has a finite verb."""
    if len(text) >= 160 and text.endswith((".", ":")):
        return True
    if text.endswith(".") and _BINDS.search(text) and len(text.split()) >= 5:
        # however short: no line of an address or a heading binds anybody
        return True
    return len(text) >= 60 and bool(_FINITE.search(text)) and bool(re.search(r"[.?!:;]", text[40:]))


def is_heading(text: str, lines: int) -> bool:
    """Whether a paragraph is a heading: one line, few words, no closing stop, mostly capitals."""
    if lines > 2 or len(text) > 110 or text[-1] in ".;,:!" or not text[0].isalpha() or text in ("and", "or"):
        return False
    words = text.split()
    if len(words) > 14 or _PAGE_NUMBER.match(text):
        return False
    if text.endswith("?") or _BROKEN_OFF.search(text) or _SCHEDULED.search(text) or _CHECK_BOXES.search(text):
        return False
    large = sum(word[0].isupper() or bool(_SMALL.match(word)) or not word[0].isalpha() for word in words)
    if large < len(words) * 0.7:
        return len(words) <= 6 and lines == 1 and text[0].isupper() and not _FINITE.search(text)
    return not _FINITE.search(text) or text.isupper() or len(words) <= 6


def run_in_heading(text: str, alone: bool, over_prose: bool = False) -> bool:
    """Whether the first sentence of a numbered paragraph is its title ("Policy.", "In General.").

    Where it is the whole paragraph (`alone`), every word of a title is large: "Send the list." is none.
    A short label without a stop above running text (`over_prose`) is a title however it is written.
    """
    if alone and text[-1:].isalnum() and len(text.split()) <= 10:
        return text.isupper() or (over_prose and text[0].isupper())
    words = text.rstrip(".:—–- ").split()
    if not words or len(words) > 14 or words[0][0].islower():
        return False
    if not text.endswith((".", "—", "–")) or _FINITE.search(text):
        return False
    large = sum(word[0].isupper() or bool(_SMALL.match(word)) for word in words)
    if alone:
        return large == len(words)
    return large >= len(words) * 0.7 or len(words) <= 3


def letterhead_end(paragraphs: Sequence[Paragraph], texts: Sequence[str], document: str) -> int:
    """How many paragraphs at the top are address, date and reference lines, or memo and mail headers.

    A line set in right under a header goes on with it: a subject that fills two lines.
    """
    after_header = 0
    for index, text in enumerate(texts[:60]):
        if is_salutation(text):
            return index + 1
        if _MEMO_HEAD.match(text):
            after_header = index + (2 if text.endswith(":") else 1)
        elif index >= after_header and (
            paragraphs[index].sort in ("section", "paren") or is_body(text) or text.endswith("?")
        ):
            return after_header or index
        elif 0 < index == after_header and _goes_on(
            document, paragraphs[index - 1].span, paragraphs[index].span
        ):
            after_header = index + 1
    return after_header


def _goes_on(document: str, above: Span, below: Span) -> bool:
    """Whether a line stands right under another, set in."""
    return _SET_IN.fullmatch(document, above.end, below.start) is not None
