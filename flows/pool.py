"""A worker of the pool: takes runs as processes of its own, and ends once those under way have ended."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import tempfile
import threading
import time
from pathlib import Path

from prefect.workers.process import ProcessWorker

from flows.draining import VARIABLE

LOG = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
SIGN_SECONDS = 30.0
"""So often a worker says that it is there."""

_LONGEST_WAIT = 60.0


def work(pool: str, limit: int, stop: threading.Event) -> None:
    """Take runs of the pool, at most `limit` at once, until told to stop; then wait for those under way."""
    with tempfile.TemporaryDirectory(prefix="chancery-worker-") as folder:
        # the flows that this worker starts see the file appear, and end after the documents under way
        drain = Path(folder) / "drain"
        os.environ[VARIABLE] = str(drain)
        name = f"{socket.gethostname()}-{os.getpid()}"
        asyncio.run(_work(ProcessWorker(work_pool_name=pool, limit=limit, name=name), stop, drain))


async def _work(worker: ProcessWorker, stop: threading.Event, drain: Path) -> None:
    async with worker:
        wait, signed = LOOK_SECONDS, time.monotonic()
        while not stop.is_set():
            try:
                if time.monotonic() - signed > SIGN_SECONDS:
                    await worker.sync_with_backend()
                    signed = time.monotonic()
                await worker.get_and_submit_flow_runs()
                wait = LOOK_SECONDS
            except Exception as error:  # noqa: BLE001 - said to the log
                # the server may be away, or be started again: whatever is raised then, the worker stays
                LOG.warning("no runs can be asked for: %s: %s", type(error).__name__, error)
                wait = min(_LONGEST_WAIT, 2 * wait)
            await _rest(stop, wait)
        drain.touch()


async def _rest(stop: threading.Event, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not stop.is_set() and (left := end - time.monotonic()) > 0:
        await asyncio.sleep(min(0.2, left))
