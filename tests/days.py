"""The day of an act, as the office counts it: a machine's own day is another one for some hours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.settings import Settings


def this_day() -> date:
    """Today in the time zone of an office that set none."""
    return datetime.now(UTC).astimezone(Settings(home=Path()).zone).date()
