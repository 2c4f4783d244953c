"""How much of a document the analyzer could answer for."""

from __future__ import annotations

import re
from statistics import fmean

from analysis.language import english_passages, foreign_passages, language_of
from pipeline.documents import ExtractedDocument, PageSource
from pipeline.problems import ReadingState

FULL = "full"
SURE_OCR = 0.8
"""Mean confidence of a recognised page (0 to 1) under which a person holds its text against the picture."""

_LEAST_OCR = 0.6
"""Where every page lies under this, no word of the document can be relied on."""

_WORD, _PLAIN_WORD = re.compile(r"[^\W_]{2,}"), re.compile("[A-Za-z0-9]{2,}")
_LEAST_LETTERS = 0.45
_FEWEST_CHARACTERS = 200
_WITHOUT_TEXT = {ReadingState.NEEDS_OCR: "none(ocr)"}
_LEFT_OUT = (
    ("locked", re.compile(r"\b(?:encrypted|is locked|locked with)\b", re.I)),
    ("form", re.compile(r"\bXFA\b")),
    ("handwriting", re.compile(r"\bhandwrit", re.I)),
    ("pictures", re.compile(r"\bpictures?\b.*\bnot read\b|\bchart\b.*\bnot read\b", re.I)),
    (
        "left out",
        re.compile(
            r"\b(?:left out|cut short|read in part|too many|too large|too deep"
            r"|(?:not|cannot|could not) (?:be )?read)\b",
            re.I,
        ),
    ),
)
"""What a reader's own words say it passed over, the more telling reason first."""

_MAIL = frozenset({"message/rfc822", "application/vnd.ms-outlook", "application/ms-tnef"})
_HEADER_LINE = re.compile(r"(?:From|Sender|Reply-To|To|Cc|Bcc|Date|Sent|Subject):[^\n]*")


def coverage_of(document: ExtractedDocument, language: str | None, broken_off: bool = False) -> str:
    """`full`, `partial(reason)` or `none(language|ocr|unreadable)`; anything but full waits for a person.

    `broken_off` tells that a list of duties in the text has no members, or not all.
    """
    if not document.text.strip():
        return _WITHOUT_TEXT.get(document.state, "none(unreadable)")
    if _garbled(document.text):
        return "none(unreadable)"
    language = language or document.language or language_of(document.text)
    if language is not None and not language.lower().startswith("en"):
        return "partial(language)" if english_passages(document) else "none(language)"
    if _hopeless(document):
        return "none(ocr)"
    reason = _reason(document) or ("list" if broken_off else "")
    return f"partial({reason})" if reason else FULL


def _hopeless(document: ExtractedDocument) -> bool:
    sure = [page.confidence for page in document.pages if page.span]
    known = [confidence for confidence in sure if confidence is not None]
    return bool(known) and len(known) == len(sure) and fmean(known) < _LEAST_OCR


def _reason(document: ExtractedDocument) -> str:
    """Why a person must look at the original; empty where the text says it all."""
    told = _told(document.flags)
    if told == "locked":
        return told
    if _is_container(document):
        return "container"
    if document.media_type == "text/calendar":
        return "invitation"
    if any(page.source is PageSource.NONE and not page.span for page in document.pages):
        return "pages"
    if told:
        return told
    if document.state is ReadingState.EXTRACTED_PARTIAL:
        return "pages"
    if foreign_passages(document):
        return "language"
    if any(page.confidence is not None and page.confidence < SURE_OCR for page in document.pages):
        return "ocr"
    hidden = any(document.text[place.start : place.end].strip() for place in document.hidden)
    return "hidden text" if hidden else ""


def _told(flags: tuple[str, ...]) -> str:
    return next((name for name, words in _LEFT_OUT if any(map(words.search, flags))), "")


def _is_container(document: ExtractedDocument) -> bool:
    """Whether it holds other documents and says nothing itself: its parts are analysed, it cannot be."""
    if document.metadata.get("container"):
        return True
    if not document.attachments or document.media_type not in _MAIL:
        return False
    return not _HEADER_LINE.sub("", document.text).strip()


def _garbled(text: str) -> bool:
    """Whether too little of the text is words or figures: a broken font table or binary noise."""
    sample = text[:50_000]
    solid = sum(map(len, sample.split()))
    if solid < _FEWEST_CHARACTERS:
        return False
    words = (_PLAIN_WORD if sample.isascii() else _WORD).findall(sample)
    return sum(map(len, words)) / solid < _LEAST_LETTERS
