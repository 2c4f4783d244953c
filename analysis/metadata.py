"""What a document is, who wrote it to whom and when, as printed."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.documents import Evidence
from pipeline.findings import Kind


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about a document, each None where it is not printed. `evidence` holds the place of a field.

    `date` is ISO, whole or `YYYY-MM` or `YYYY`: signing (orders), header (mail), publication (rules).
    """

    kind: Kind
    kind_detail: str | None = None
    title: str | None = None
    date: str | None = None
    sender: str | None = None
    addressee: str | None = None
    number: str | None = None
    language: str | None = None
    evidence: tuple[tuple[str, Evidence], ...] = ()

    def place(self, name: str) -> Evidence | None:
        """The words that a field was read from."""
        return dict(self.evidence).get(name)
