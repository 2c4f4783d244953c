"""Whose word somebody may give on a day: their own, and that of officials for whom they act."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from coordination.acting import acts_for
from store import coordinating, persons
from store.tables.coordination import ExecutiveAction


def speaks_for(connection: Connection, actor: str, user: str, day: date) -> bool:
    """Whether somebody is this user, or acts for them on this day."""
    return actor == user or user in acts_for(persons.acting_officials(connection), actor, day)


def leads(connection: Connection, number: str, user: str, day: date) -> bool:
    """Whether a user is the accountable lead of an action, or acts for them on this day. Raises NotFound."""
    key = coordinating.key_of(connection, number)
    query = select(ExecutiveAction.accountable_lead_id).where(ExecutiveAction.id == key)
    lead = persons.user_of(connection, connection.execute(query).scalar())
    return lead is not None and speaks_for(connection, user, lead, day)
