"""Outdated findings made anew, many at a time, until none is left, a cap is reached, or somebody stops it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from flows.draining import Stopped
from flows.wiring import Desk
from flows.work import THREADS_PER_READER
from pipeline.problems import Problem
from pipeline.reanalysis import Again, analyse_again, over_budget

LOG = logging.getLogger(__name__)

MOST_SILENCES = 3
"""After so many documents in a row for which the model gave nothing, asking on is of no use."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many documents were analysed anew, how many of them have other drafts now, how many wait still.

    `failed` names those on which the analyzer failed; `why` says what ended the run before its end.
    """

    done: int
    changed: int
    failed: tuple[str, ...]
    left: int
    why: str | None


class Reanalysis:
    """One run over documents. May be worked on by many threads."""

    def __init__(self, desk: Desk, stop: Stopped | None = None) -> None:
        self.desk = desk
        self.why: str | None = None
        self.failed: list[str] = []
        self.done: list[Again] = []
        self._stop = stop or threading.Event()
        self._silences = 0
        self._lock = threading.Lock()

    def take(self, numbers: Iterable[str]) -> int:
        """Analyse these anew, one after another; how many were, before somebody or something stopped it."""
        count = 0
        for number in numbers:
            if self.ended:
                break
            count += self._one(number)
        return count

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be begun."""
        return self._stop.is_set() or self.why is not None

    def _one(self, number: str) -> bool:
        try:
            again = analyse_again(self.desk.records, self.desk.analyzer, number)
        except Problem as problem:
            self._fell_through(number, problem)
            return False
        with self._lock:
            self._note(again)
        return again.fallback is None

    def _fell_through(self, number: str, problem: Problem) -> None:
        LOG.warning("%s keeps its findings: %s", number, " ".join(problem.lines))
        with self._lock:
            self.failed.append(number)
            if problem.retryable:
                self._silent(" ".join(problem.lines))

    def _note(self, again: Again) -> None:
        if again.fallback is None:
            self._silences = 0
            self.done.append(again)
        elif over_budget(again.fallback):
            self.why = again.fallback
        else:
            self._silent(again.fallback)

    def _silent(self, why: str) -> None:
        self._silences += 1
        if self._silences >= MOST_SILENCES:
            self.why = why

    def outcome(self, wanted: Sequence[str]) -> Outcome:
        """What came of it, of all that were wanted."""
        changed = sum(again.changed for again in self.done)
        left = len(wanted) - len(self.done) - len(self.failed)
        why = self.why or ("stopped by hand" if self._stop.is_set() and left else None)
        return Outcome(len(self.done), changed, tuple(self.failed), left, why)


def wanted(desk: Desk, numbers: Sequence[str] = (), reviewed: bool = False) -> tuple[str, ...]:
    """Which documents have outdated findings: of those named, else of all that wait for a reviewer."""
    found = desk.records.outdated(desk.analyzer.stamp, reviewed or bool(numbers))
    return tuple(number for number in found if not numbers or number in set(numbers))


def reanalyse(
    desk: Desk,
    numbers: Sequence[str],
    stop: Stopped | None = None,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """Analyse these documents anew, as many at once as there are readers. `told` hears how many are done."""
    run = Reanalysis(desk, stop)

    def one(number: str) -> None:
        run.take([number])
        told(len(run.done), len(numbers))

    with ThreadPoolExecutor(THREADS_PER_READER * desk.settings.reader_count) as threads:
        list(threads.map(one, numbers))
    return run.outcome(numbers)


def pieces(numbers: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """The numbers in order, so many at a time."""
    for at in range(0, len(numbers), size):
        yield tuple(numbers[at : at + size])
