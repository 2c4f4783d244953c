"""What of a text may be shown outside: masked, or nothing where a handling mark forbids it."""

from __future__ import annotations

from analysis.cautions import keeps_here
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.masking import Mask


def shown_outside(text: str) -> str | None:
    """A text as it may be shown to somebody outside: masked; None where a handling mark forbids it."""
    if not text.strip():
        return None
    document = ExtractedDocument("", "", "text/plain", text, (Page(1, Span(0, len(text))),))
    return None if keeps_here(document) else Mask().hide(text)
