"""Admitting and processing without a timetable: what a command runs, and what a flow runs for it."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flows.draining import Stopped
from flows.interrupts import Interrupt, heeded
from flows.wiring import Desk
from pipeline.intake import Admission, IntakeDocument, Stage
from pipeline.problems import Problem, ResourceShort
from pipeline.stages import admit, process

if TYPE_CHECKING:
    from intake import Channel, Notice

LOG = logging.getLogger(__name__)

MANY_TEXTS = 100
THREADS_PER_READER = 2
"""While one waits for the disk, the other keeps the child process at work."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A document on which our own code failed. It is held, and tried again by itself."""

    document: IntakeDocument
    error: Exception


@dataclass(slots=True)
class Outcome:
    """What came of a run. Documents are in their last state, attachments included."""

    admissions: list[Admission] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    documents: list[IntakeDocument] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    interrupted: bool = False

    @property
    def admitted(self) -> int:
        """How many receipts were new."""
        return sum(admission.new for admission in self.admissions)

    @property
    def known(self) -> int:
        """How many receipts were on the record before."""
        return len(self.admissions) - self.admitted

    @property
    def by_stage(self) -> Counter[Stage]:
        """How many documents ended in which stage."""
        return Counter(document.stage for document in self.documents)

    @property
    def refused(self) -> int:
        """How many sources were given up before they became a receipt."""
        return sum(notice.refused for notice in self.notices)


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who wants to know how a run goes. Called by one thread at a time."""

    admitted: Callable[[Admission], None] = lambda admission: None
    noticed: Callable[[Notice], None] = lambda notice: None
    processed: Callable[[IntakeDocument], None] = lambda document: None
    broke: Callable[[Broken], None] = lambda broken: None
    short: Callable[[Problem], None] = lambda problem: None


SILENT = Watcher()


def ingest(
    desk: Desk, channel: Channel, actor: str, watcher: Watcher = SILENT, *, outcome: Outcome | None = None
) -> Outcome:
    """Admit all that the channel brings; what is admitted is processed meanwhile, and the rest after.

    An interrupt ends it after the documents under way; what was admitted waits for the next run. Raises
    ResourceShort where the machine gives out: what was admitted is on the record.
    """
    outcome = outcome or Outcome()
    run = _Run(desk, watcher, None, outcome, threading.Event())
    heard = replace(watcher, admitted=run.admitted)
    run.through(lambda: admit_all(desk, channel, actor, outcome, heard))
    return outcome


def admit_all(desk: Desk, channel: Channel, actor: str, outcome: Outcome, watcher: Watcher = SILENT) -> None:
    """Log every receipt of the channel. Each source is let go of only after its receipt is on the record."""
    with heeded() as interrupt:
        for incoming in channel.waiting(datetime.now(UTC)):
            admission = admit(desk.records, incoming, actor)
            channel.committed(incoming)
            outcome.admissions.append(admission)
            watcher.admitted(admission)
            if interrupt.pressed:
                break
        outcome.interrupted |= interrupt.pressed
    for notice in channel.notices():
        outcome.notices.append(notice)
        watcher.noticed(notice)


def process_waiting(
    desk: Desk,
    watcher: Watcher = SILENT,
    *,
    most: int | None = None,
    outcome: Outcome | None = None,
    stop: Stopped | None = None,
) -> Outcome:
    """Process what waits for a machine, and what comes out of it, until nothing waits or `most` are done.

    An interrupt or `stop` ends it after the documents under way. Whoever gives `most` has more to come, and
    calls `index_many` at the end. Raises ResourceShort where the records themselves give out.
    """
    run = _Run(desk, watcher, most, outcome or Outcome(), stop or threading.Event())
    run.through()
    return run.outcome


def index_many(desk: Desk) -> None:
    """Put new texts into the index of vectors where they are many; a few go in when somebody searches.

    The index is held in memory from then on, and its weights are made anew each time that it has doubled:
    a long run does this once.
    """
    try:
        desk.records.index(at_least=MANY_TEXTS)
    except Problem as problem:
        LOG.warning("the index of vectors waits: %s", " ".join(problem.lines))


class _Run:
    """Some threads that claim and process; the work itself is done by the reader's child processes."""

    def __init__(
        self, desk: Desk, watcher: Watcher, most: int | None, outcome: Outcome, stop: Stopped
    ) -> None:
        self.desk = desk
        self.watcher = watcher
        self.outcome = outcome
        self._left = most
        self._whole = most is None
        self._busy = 0
        self._ended = False
        self._admitting = True
        self._stopped = stop
        self._interrupt = Interrupt()
        self._failure: Exception | None = None
        self._changed = threading.Condition()

    def through(self, admitting: Callable[[], None] = lambda: None) -> None:
        """Run to the end; `admitting` runs in this thread meanwhile, and is waited for."""
        name = worker_name()
        threads = [
            threading.Thread(
                target=self._work, args=(f"{name}/{number}",), name=f"worker-{number}", daemon=True
            )
            for number in range(THREADS_PER_READER * self.desk.settings.reader_count)
        ]
        with heeded() as self._interrupt:
            for thread in threads:
                thread.start()
            try:
                admitting()
            except Exception as error:  # noqa: BLE001 - raised once the documents under way are done
                self._fail(error)
            with self._changed:
                self._admitting = False
                self._changed.notify_all()
            for thread in threads:
                while thread.is_alive():
                    thread.join(timeout=0.2)
            self.outcome.interrupted |= self._interrupt.pressed
        if self._failure is not None:
            raise self._failure
        if self._whole and not self._interrupt.pressed:
            index_many(self.desk)

    def admitted(self, admission: Admission) -> None:
        """Tell the watcher, and one thread that there is something to do."""
        with self._changed:
            self.watcher.admitted(admission)
            self._changed.notify()

    def _fail(self, error: Exception) -> None:
        self._failure = error
        self._ended = True

    def _work(self, worker: str) -> None:
        try:
            while (document := self._next(worker)) is not None:
                self._one(document)
        except Exception as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
            self._fail(error)
        finally:
            with self._changed:
                self._changed.notify_all()

    def _next(self, worker: str) -> IntakeDocument | None:
        """The next document. While others work it waits, for their documents may have attachments.

        It waits too while receipts are being admitted.
        """
        with self._changed:
            while self._wanted():
                document = self.desk.records.claim(worker, datetime.now(UTC))
                if document is not None:
                    self._busy += 1
                    self._left = None if self._left is None else self._left - 1
                    return document
                if not self._busy and not self._admitting:
                    return None
                self._changed.wait(timeout=0.5)
        return None

    def _wanted(self) -> bool:
        return not (self._ended or self._interrupt.pressed or self._stopped.is_set() or self._left == 0)

    def _one(self, document: IntakeDocument) -> None:
        try:
            after = _processed(self.desk, document)
            with self._changed:
                self.outcome.documents.append(after)
                self.watcher.processed(after)
        except ResourceShort:
            raise
        except Exception as error:
            # our own fault in one document: it is logged whole, and the others go on
            LOG.exception("%s could not be processed", document.control_number)
            hold_broken(self.desk, document, error)
            with self._changed:
                self.outcome.broken.append(Broken(document, error))
                self.watcher.broke(self.outcome.broken[-1])
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()


def hold_broken(desk: Desk, document: IntakeDocument, error: Exception) -> None:
    """Let a document that our own code failed on wait for as long as a lease lasts, and say so."""
    problem = Problem(
        f"A fault of Chancery stopped the work on it: {type(error).__name__}.",
        "chancery.log in the home folder says where.",
        "It is tried again by itself, or at once if you ask for it.",
    )
    until = datetime.now(UTC) + timedelta(seconds=desk.settings.lease_seconds)
    desk.records.hold(document, problem, until)


def _processed(desk: Desk, document: IntakeDocument) -> IntakeDocument:
    return process(desk.records, desk.reader, desk.analyzer, document, datetime.now(UTC))


def worker_name() -> str:
    """What a lease of this process is signed with."""
    return f"{socket.gethostname()}/{os.getpid()}"
