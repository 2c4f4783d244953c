"""The tables, one module per part of the data model. `metadata` knows them all."""

from __future__ import annotations

from store.tables import (
    access,
    asking,
    assessment,
    audit,
    channels,
    clearance,
    coordination,
    correspondence,
    counting,
    drafting,
    exchange,
    intake,
    mandates,
    oversight,
    parties,
    processes,
    propagation,
    retention,
    routing,
    sheets,
    standing,
    steering,
    tasking,
    telling,
    webhooks,
)
from store.tables.row import Model

metadata = Model.metadata

__all__ = [
    "access",
    "asking",
    "assessment",
    "audit",
    "channels",
    "clearance",
    "coordination",
    "correspondence",
    "counting",
    "drafting",
    "exchange",
    "intake",
    "mandates",
    "metadata",
    "oversight",
    "parties",
    "processes",
    "propagation",
    "retention",
    "routing",
    "sheets",
    "standing",
    "steering",
    "tasking",
    "telling",
    "webhooks",
]
