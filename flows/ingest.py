"""The flow `ingest`: what lies still in a watched folder is admitted, then all that waits is processed."""

from __future__ import annotations

import time
from pathlib import Path

from prefect import flow

from flows.process import process, settings_of
from flows.watch import FLOW, scan_twice
from flows.wiring import open_desk


@flow(name="ingest", persist_result=False, validate_parameters=False)
def ingest(folder: str, home: str | None = None) -> dict[str, int]:
    """Admit and process once; how many documents ended in which stage."""
    with open_desk(settings_of(home)) as desk:
        scan_twice(desk, Path(folder), FLOW, time.sleep)
    return process(home)
