"""The taskings of a text, as the offline rules draft them."""

from __future__ import annotations

from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding, Kind


def drafted(text: str, kind: Kind = Kind.EXECUTIVE_ORDER) -> tuple[ActionFinding, ...]:
    """What a text of this kind, dated January 12, 2026, tasks somebody with."""
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), ())
    return taskings(document, outline(document), Facts(kind, date="2026-01-12"), ())


def only(text: str) -> ActionFinding:
    """The one tasking of a sentence of an order."""
    (row,) = drafted(f"Sec. 2. Docks. (a) {text}")
    return row


def asked_in_letter(body: str, kind: Kind = Kind.CONGRESSIONAL_LETTER) -> tuple[ActionFinding, ...]:
    """What a letter of March 3, 2026, to an administrator asks for."""
    text = f"Dear Administrator Doe:\n\n{body}\n\nSincerely,\n\nJohn Roe"
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    facts = Facts(kind, date="2026-03-03", addressee="Jane Doe, Administrator")
    return taskings(document, outline(document), facts, ())
