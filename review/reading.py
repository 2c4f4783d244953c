"""Codes of the record in words for the page."""

from __future__ import annotations

from datetime import date

_NONE = {
    "language": "Not analysed: it is not in English.",
    "ocr": "Not read: it is a picture of text.",
    "unreadable": "Not read: the file could not be opened.",
}


def coverage_words(coverage: str | None) -> str:
    """How much of a document was read, as a sentence; nothing where all of it was."""
    if coverage in (None, "", "full"):
        return ""
    how, _, why = str(coverage).partition("(")
    why = why.removesuffix(")")
    if how == "none":
        return _NONE.get(why, f"Not read: {why}." if why else "Not read.")
    return f"Read in part: {why}." if why else "Read in part."


def day_words(written: object) -> str:
    """A full ISO date as people write it; what is printed in part stays as it is."""
    text = str(written or "")
    try:
        return f"{date.fromisoformat(text):%-d %b %Y}" if len(text) == 10 else text
    except ValueError:
        return text
