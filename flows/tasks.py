"""Prefect tasks over claimed documents: one for each, or one for fifty of many.

The queue is our own database: Prefect starts, shows and retries, and only control numbers pass through it.
Import this module after `prefect_environment.prepare` alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture, wait
from prefect.states import Completed

from flows.draining import Stopped, draining
from flows.wiring import Desk
from flows.work import hold_broken, index_many, process_waiting, worker_name
from pipeline.intake import IntakeDocument, Stage
from pipeline.problems import Problem
from pipeline.stages import process as process_stages

BATCH = 50

_TROUBLED = (Stage.SET_ASIDE, Stage.HELD)


class _Open:
    """The desk of the run in this process and the documents that it claimed, by control number."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.desk: Desk | None = None
        self.claimed: dict[str, IntakeDocument] = {}
        self.stop: Stopped = draining()

    def of(self, control_number: str) -> tuple[Desk, IntakeDocument]:
        with self.lock:
            assert self.desk is not None
            return self.desk, self.claimed[control_number]


_OPEN = _Open()


@contextmanager
def opened(desk: Desk, stop: Stopped | None = None) -> Iterator[Desk]:
    """Let the tasks of this process work at this desk. What they claimed and did not end is given back."""
    _OPEN.desk, _OPEN.claimed, _OPEN.stop = desk, {}, stop or draining()
    try:
        yield desk
    finally:
        left, _OPEN.desk, _OPEN.claimed = _OPEN.claimed, None, {}
        for document in left.values():
            desk.records.release(document)


def lent() -> Desk | None:
    """The desk at which this process works already; None where a flow has to open its own."""
    return _OPEN.desk


def _transient(task: object, run: object, state: object) -> bool:
    """Whether trying again may help: a fault of the machine or the network, never of the document."""
    try:
        state.result()  # type: ignore[attr-defined]  # Prefect hands over a State of any type
    except Problem as problem:
        return problem.retryable
    except OSError:
        return True
    except Exception:  # noqa: BLE001 - the question is only which kind it is; the run keeps the error
        return False
    return False


@task(
    task_run_name="doc-{control_number}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[1, 10],
    retry_jitter_factor=0.5,
    retry_condition_fn=_transient,
)
def process_document(control_number: str) -> str | State[str]:
    """Take one claimed document to its end; the stage it reached. Trouble has a state of that name."""
    desk, document = _OPEN.of(control_number)
    after = process_stages(desk.records, desk.reader, desk.analyzer, document, datetime.now(UTC))
    if after.stage not in _TROUBLED:
        return after.stage.value
    name = after.stage.replace("_", " ").capitalize()
    why = f"`chancery failures {control_number}` says why."
    return Completed(name=name, message=why, data=after.stage.value)


@task(task_run_name="batch-{number}", cache_policy=NO_CACHE, persist_result=False)
def process_batch(number: int) -> tuple[dict[str, int], list[str]]:
    """Take the next documents to their end; how many ended in which stage, and which failed.

    One that our own code failed on is run again as a task of its own, so that it has its name in Prefect.
    """
    assert _OPEN.desk is not None
    outcome = process_waiting(_OPEN.desk, most=BATCH, stop=_OPEN.stop)
    counts = {stage.value: number for stage, number in outcome.by_stage.items()}
    failed: list[str] = []
    for broken in outcome.broken:
        _add(counts, {_again(_OPEN.desk, broken.document, failed): 1})
    return counts, failed


def _again(desk: Desk, document: IntakeDocument, failed: list[str]) -> str:
    """Nothing is claimed anew: the document that was held a moment ago is still the same one."""
    with _OPEN.lock:
        _OPEN.claimed[document.control_number] = document
    state = process_document(document.control_number, return_state=True)
    return _ended(desk, document, state, failed)


def in_batches() -> tuple[dict[str, int], list[str]]:
    """Process until nothing waits, fifty documents a task; the counts, and those that failed."""
    total: dict[str, int] = {}
    failed: list[str] = []
    number = 0
    while not _OPEN.stop.is_set():
        counts, broken = process_batch(number := number + 1)
        if not counts:
            break
        _add(total, counts)
        failed += broken
    return total, failed


def index_unless_stopped(desk: Desk) -> None:
    """What a run has read goes into the index of vectors at its end; a run that is told to stop leaves it."""
    if not _OPEN.stop.is_set():
        index_many(desk)


def one_by_one(desk: Desk) -> tuple[dict[str, int], list[str]]:
    """Process until nothing waits, each document a task; the counts, and those that our own code failed on.

    Claims only what the next moment can do, so that no lease runs out in a line.
    """
    total: dict[str, int] = {}
    failed: list[str] = []
    while not _OPEN.stop.is_set() and (claimed := _claim(desk, 2 * desk.settings.reader_count)):
        futures: list[PrefectFuture[Any]] = [
            process_document.submit(document.control_number) for document in claimed
        ]
        wait(futures)
        for document, future in zip(claimed, futures, strict=True):
            _add(total, {_ended(desk, document, future.state, failed): 1})
    return total, failed


def _ended(desk: Desk, document: IntakeDocument, state: State[Any], failed: list[str]) -> str:
    """The stage that a task's state tells; a document that our own code failed on is held, with the fault."""
    if state.is_completed():
        _done(document.control_number)
        return str(state.result())
    error = state.result(raise_on_failure=False)
    hold_broken(desk, document, error if isinstance(error, Exception) else RuntimeError(str(state.message)))
    _done(document.control_number)
    failed.append(document.control_number)
    return "failed"


def _done(control_number: str) -> None:
    with _OPEN.lock:
        _OPEN.claimed.pop(control_number, None)


def _claim(desk: Desk, most: int) -> list[IntakeDocument]:
    documents: list[IntakeDocument] = []
    while len(documents) < most:
        document = desk.records.claim(f"{worker_name()}/flow", datetime.now(UTC))
        if document is None:
            break
        with _OPEN.lock:
            _OPEN.claimed[document.control_number] = document
        documents.append(document)
    return documents


def _add(total: dict[str, int], counts: dict[str, int]) -> None:
    for name, number in counts.items():
        total[name] = total.get(name, 0) + number
