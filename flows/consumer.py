"""A resident process that takes what was uploaded or dropped at once, shown in Prefect where a server is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from flows.prefect_environment import answers, prepare
from flows.watch import FLOW, pause, signs, watched
from flows.wiring import Desk, open_desk
from flows.work import Outcome, admit_all, process_waiting
from intake import Channel
from intake.ways import Sign
from pipeline.problems import ResourceShort
from pipeline.settings import Settings

LOG = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
"""How long an upload may lie before it is taken."""

_SHORT_OF = 5.0
"""Seconds to wait where the machine, or the records, gave out."""


def consume(settings: Settings, inboxes: Sequence[Path], stop: threading.Event) -> None:
    """Admit what lies still in the folders and process all that waits, until told to stop.

    Ends with the documents under way. Nothing that fails, the records being away included, ends it.
    """
    prepare(settings)
    while not stop.is_set():
        try:
            with open_desk(settings) as desk, signs(desk, inboxes) as told:
                channels = [watched(desk, folder) for folder in inboxes]
                _Resident(desk, [*zip(channels, told, strict=True)], stop).run()
        except ResourceShort as problem:
            LOG.warning("%s", " ".join(problem.lines))
            stop.wait(_SHORT_OF)


class _Resident:
    """Two threads at one desk: one admits what lies in the folders, the other processes meanwhile."""

    def __init__(self, desk: Desk, channels: Sequence[tuple[Channel, Sign]], stop: threading.Event) -> None:
        self.desk = desk
        self.channels = channels
        self.stop = stop
        self._over = threading.Event()
        self._failure: Exception | None = None

    def run(self) -> None:
        """Look, take, and look again. Raises what either thread raised."""
        admitting = threading.Thread(target=self._scan, name="admitting", daemon=True)
        admitting.start()
        try:
            while not (self.stop.is_set() or self._over.is_set()):
                if self.desk.records.ready(datetime.now(UTC)):
                    self._take()
                self.stop.wait(LOOK_SECONDS)
        finally:
            self._over.set()
            admitting.join()
        if self._failure is not None:
            raise self._failure

    def _scan(self) -> None:
        """Look into the folders until the run is over."""
        try:
            while self.channels and not (self.stop.is_set() or self._over.wait(pause(self.desk))):
                self._admit()
        except Exception as error:  # noqa: BLE001 - handed to the thread that runs, which raises it
            self._failure = error
            self._over.set()

    def _admit(self) -> None:
        for channel, sign in self.channels:
            try:
                admit_all(self.desk, channel, FLOW, Outcome())
                sign.well()
            except ResourceShort as problem:
                sign.short(problem)
                LOG.warning("%s", " ".join(problem.lines))

    def _take(self) -> None:
        """Through Prefect where its server answers, else without: the queue is our own."""
        url = self.desk.settings.prefect_url
        if not url or not answers(url) or not self._through_prefect():
            process_waiting(self.desk, stop=self.stop)

    def _through_prefect(self) -> bool:
        from flows.at_once import run_at_once

        try:
            run_at_once(self.desk, self.stop)
        except ResourceShort:
            raise
        except Exception as error:  # noqa: BLE001 - said to the log
            # what Prefect's client raises is not ours to list; the documents are processed without it
            LOG.warning("Prefect could not run the flow: %s: %s", type(error).__name__, error)
            return False
        return True
