"""A pipe whose other end the parent holds: where the parent is gone, however it went, its children end."""

from __future__ import annotations

import os
import signal
import threading
import time

GRACE = 20.0
"""Seconds that a part has to end by itself once its parent is gone."""


def hold(descriptor: int) -> None:
    """End this process, gently and then for good, when the other end of the pipe closes."""
    threading.Thread(target=_wait, args=(descriptor,), name="lifeline", daemon=True).start()


def _wait(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
