"""How much of a document the analyzer could answer for."""

from __future__ import annotations

import re

from analysis.language import foreign_pages
from pipeline.documents import ExtractedDocument, PageSource
from pipeline.problems import ReadingState

FULL = "full"
_SURE_OCR = 0.6
"""Mean confidence of a recognised page (0 to 1) under which its words cannot be relied on."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST_LETTERS = 0.45
_FEWEST_CHARACTERS = 200
_WITHOUT_TEXT = {ReadingState.NEEDS_OCR: "none(ocr)"}


def coverage_of(document: ExtractedDocument, language: str | None) -> str:
    """`full`, `partial(reason)` or `none(language|ocr|unreadable)`; anything but full waits for a person."""
    if not document.text.strip():
        return _WITHOUT_TEXT.get(document.state, "none(unreadable)")
    if _garbled(document.text):
        return "none(unreadable)"
    if language not in (None, "en") and not str(language).lower().startswith("en"):
        return "none(language)"
    if document.state is ReadingState.EXTRACTED_PARTIAL:
        return "partial(pages)"
    if any(page.source is PageSource.NONE and not page.span for page in document.pages):
        return "partial(pages)"
    if foreign_pages(document):
        return "partial(language)"
    unsure = [page for page in document.pages if page.confidence is not None and page.confidence < _SURE_OCR]
    if unsure:
        return "none(ocr)" if len(unsure) == len(document.pages) else "partial(ocr)"
    return FULL


def _garbled(text: str) -> bool:
    """Whether too little of the text is words: a broken font table or binary noise."""
    sample = text[:50_000]
    solid = sum(map(len, sample.split()))
    if solid < _FEWEST_CHARACTERS:
        return False
    return sum(len(word) for word in _WORD.findall(sample)) / solid < _LEAST_LETTERS
