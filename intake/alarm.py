"""What the operating system tells of a folder: a reason to look at once, never the reason to look at all."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from intake.putting_away import FAILED, PROCESSED

LOG = logging.getLogger(__name__)

DEBOUNCE_MILLISECONDS = 200


class Alarm:
    """Sets `rung` when something changes in one of the folders. Where it cannot, it is silent.

    The system's queue of events overflows without a word and knows nothing of what other machines write to
    a share, so whoever hears it scans, and whoever does not hear it scans too.
    """

    def __init__(self, folders: tuple[Path, ...], rung: threading.Event) -> None:
        self._folders = folders
        self._apart = tuple(str(folder / apart) for folder in folders for apart in (PROCESSED, FAILED))
        self._rung = rung
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="alarm", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join(timeout=5)

    def _listen(self) -> None:
        try:
            from watchfiles import watch

            for _ in watch(
                *self._folders,
                watch_filter=lambda _, path: not path.startswith(self._apart),
                debounce=DEBOUNCE_MILLISECONDS,
                stop_event=self._ended,
                rust_timeout=500,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                self._rung.set()
        except (OSError, RuntimeError, ImportError) as error:
            LOG.warning("the system does not tell of changes (%s); folders are looked at in turn", error)
