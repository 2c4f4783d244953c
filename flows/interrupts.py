"""Ctrl+C as a wish that is granted between two documents, not as an exception in the middle of one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Interrupt:
    """Whether Ctrl+C was pressed. A plain flag, for a signal handler must not wait for a lock."""

    pressed: bool = False


_heeded: list[Interrupt] = []


@contextmanager
def heeded() -> Iterator[Interrupt]:
    """Note the first Ctrl+C while the block runs; the second raises KeyboardInterrupt as ever.

    Blocks inside share the note of the outermost. Elsewhere than in the main thread nothing is noted: there
    no signal arrives.
    """
    if threading.current_thread() is not threading.main_thread():
        yield Interrupt()
        return
    if _heeded:
        yield _heeded[0]
        return
    interrupt = Interrupt()
    _heeded.append(interrupt)
    before = signal.signal(signal.SIGINT, lambda *_: _press(interrupt))
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)
        _heeded.clear()


def _press(interrupt: Interrupt) -> None:
    if interrupt.pressed:
        raise KeyboardInterrupt
    interrupt.pressed = True
