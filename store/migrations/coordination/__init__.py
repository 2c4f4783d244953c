"""The tables of executive coordination as revision 0006 makes them. Never changed after a release."""

from __future__ import annotations

from store.migrations.coordination import clearance, processes, steering

TABLES = (*processes.TABLES, *clearance.TABLES, *steering.TABLES)
