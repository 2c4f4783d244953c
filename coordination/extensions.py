"""Events of a suspense: extension, interim reply, statement of lateness; who asked, who decided."""

from __future__ import annotations

from enum import StrEnum


class Clock(StrEnum):
    """Which date an event is about: due to the front office, due to the writer, or that of an item."""

    INTERNAL = "Internal"
    EXTERNAL = "External"
    ITEM = "Item"


class EventKind(StrEnum):
    """What happened to a suspense."""

    SET = "Set"
    EXTENSION = "Extension"
    INTERIM_REPLY = "Interim Reply"
    LATENESS = "Statement of Lateness"
    TRANSFER = "Transfer"
    PAUSE = "Pause"
    RESUME = "Resume"
    REMINDER = "Reminder"
    ESCALATION = "Escalation"


class EventStatus(StrEnum):
    """Whether an event only tells, or asks and was answered."""

    RECORDED = "Recorded"
    REQUESTED = "Requested"
    APPROVED = "Approved"
    REFUSED = "Refused"
    WITHDRAWN = "Withdrawn"
