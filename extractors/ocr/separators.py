"""Sheets that somebody laid between documents before scanning them in one go."""

from __future__ import annotations

import re

_MOST_WORDS = 40
"""A page that says more is a document's own, whatever bars it bears."""

_SAYS_SO = re.compile(
    r"\b(?:separator|separation|divider)\s+(?:sheets?|pages?)\b"
    r"|\b(?:document|batch|file|folder)\s+(?:separator|separation|divider)\b"
    r"|\bpatch[\s-]*(?:codes?|sheets?|pages?|[t23]\b|ii+\b)",
    re.IGNORECASE,
)


def is_separator(text: str, patch: str) -> bool:
    """Whether a scanned page with these words, and this patch code if any, is a sheet between documents."""
    return _is_short(text) and bool(patch or _SAYS_SO.search(text))


def is_marked_start(text: str, patch: str) -> bool:
    """Whether the page is the first of a document: forms bear the patch code on their own first page."""
    return bool(patch) and not _is_short(text)


def _is_short(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS
