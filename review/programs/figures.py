"""The shapes of the figures on the page of measures."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from review.programs.shapes import Told


class Judged(Told):
    """What people said of drafts: of one kind, or of one version of the analyzer."""

    name: str
    unchanged: int
    edited: int
    rejected: int
    waiting: int


class Week(Told):
    """One week by its Monday; `days` is the median from receipt to decision of what it decided."""

    monday: date
    received: int
    decided: int
    days: float | None


class Duties(Told):
    """Executive actions: open ones, those of them past their due date, and those that ended."""

    open: int
    overdue: int
    ended: int


class Cost(Told):
    """What analysing took: runs, those by a model, tokens and money."""

    runs: int
    by_model: int
    tokens: int
    usd: float
    seconds: float


class Figures(Told):
    """The figures of the page of measures; `days` is the median from receipt to decision since `since`."""

    since: date
    weeks: list[Week]
    days: float | None
    by_kind: list[Judged]
    by_version: list[Judged]
    reasons: dict[str, int]
    reading: dict[str, int]
    duties: Duties
    cost: Cost
    by_reviewer: list[Judged]
    served: int | None = Field(description="Percent of documents reviewed within the service level.")
    dropped: int = Field(description="Claims of analyzers without words in their document.")
    verbatim: int | None = Field(description="Percent of the claims that have them.")
