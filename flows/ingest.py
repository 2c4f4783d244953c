"""Flows that bring something, then process all: `ingest` from a folder, `fetch` from a mailbox."""

from __future__ import annotations

import time
from pathlib import Path

from prefect import flow

from flows.mailboxes import look_once
from flows.process import process, settings_of
from flows.watch import FLOW, scan_twice
from flows.wiring import open_desk
from flows.work import Outcome


@flow(name="ingest", persist_result=False, validate_parameters=False)
def ingest(folder: str, home: str | None = None) -> dict[str, int]:
    """Admit and process once; how many documents ended in which stage."""
    with open_desk(settings_of(home)) as desk:
        scan_twice(desk, Path(folder), FLOW, time.sleep)
    return process(home)


@flow(name="fetch", persist_result=False, validate_parameters=False)
def fetch(name: str, home: str | None = None) -> dict[str, int]:
    """Fetch from a mailbox and process once; how many documents ended in which stage."""
    with open_desk(settings_of(home)) as desk:
        look_once(desk, [name], FLOW, Outcome())
    return process(home)
