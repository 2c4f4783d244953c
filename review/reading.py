"""Dates of the record in words for the page."""

from __future__ import annotations

from datetime import date


def day_words(written: object) -> str:
    """A full ISO date as people write it; what is printed in part stays as it is."""
    text = str(written or "")
    try:
        return f"{date.fromisoformat(text):%-d %b %Y}" if len(text) == 10 else text
    except ValueError:
        return text
