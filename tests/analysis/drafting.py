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
