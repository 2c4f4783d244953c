"""The first revision's tables, as they were then."""

from __future__ import annotations

from store.migrations.baseline import assessment, books, coordination, intake, mandates, parties

TABLES = (
    *parties.TABLES,
    *intake.TABLES,
    *mandates.TABLES,
    *coordination.TABLES,
    *assessment.TABLES,
    *books.TABLES,
)
