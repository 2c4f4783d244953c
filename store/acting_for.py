"""Whose word somebody may give on a day: their own, and that of officials for whom they act."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coordination.acting import acts_for
from store import persons


def speaks_for(connection: Connection, actor: str, user: str, day: date) -> bool:
    """Whether somebody is this user, or acts for them on this day."""
    return actor == user or user in acts_for(persons.acting_officials(connection), actor, day)
