"""What of a text may be shown outside: masked, or nothing where a handling mark forbids it."""

from __future__ import annotations

from analysis.cautions import keeps_here
from analysis.endpoint.carrying import is_here
from analysis.metadata import Facts
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind
from pipeline.masking import Mask
from pipeline.settings import Settings


def shown_outside(text: str) -> str | None:
    """A text as it may be shown to somebody outside: masked; None where a handling mark forbids it."""
    if not text.strip():
        return None
    document = ExtractedDocument("", "", "text/plain", text, (Page(1, Span(0, len(text))),))
    return None if keeps_here(document) else Mask().hide(text)


def mask_of(settings: Settings, facts: Facts) -> Mask | None:
    """What hides personal data in questions about a document; None where nothing has to be hidden."""
    remote = not is_here(settings.base_url)
    if not (settings.masking == "on" or (settings.masking == "auto" and remote)):
        return None
    private = facts.kind is Kind.PUBLIC_LETTER and facts.sender
    return Mask((facts.sender,) if private and facts.sender else ())
