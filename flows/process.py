"""The flow `process`: every waiting document to its drafts, each run shown by name in Prefect.

The queue is our own database: Prefect starts, shows and retries, and only control numbers pass through it.
Import this module after `prefect_environment.prepare` alone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, wait
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.wiring import Desk, open_desk
from flows.work import Outcome, process_waiting, worker_name
from pipeline.intake import IntakeDocument, Stage
from pipeline.problems import Problem
from pipeline.settings import Settings, load
from pipeline.stages import process as process_stages

ONE_BY_ONE = 200
"""Up to so many waiting documents each is a task of its own; a task run costs Prefect 20 KB and 5 ms."""

BATCH = 50


class _Open:
    """The desk of the run in this process and the documents that it claimed, by control number."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.desk: Desk | None = None
        self.claimed: dict[str, IntakeDocument] = {}

    def of(self, control_number: str) -> tuple[Desk, IntakeDocument]:
        with self.lock:
            assert self.desk is not None
            return self.desk, self.claimed[control_number]


_OPEN = _Open()

_THREADS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=8)
"""The work is done by child processes; the threads wait for them."""


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
def process_document(control_number: str) -> str:
    """Take one claimed document to its end; the stage it reached."""
    desk, document = _OPEN.of(control_number)
    after = process_stages(desk.records, desk.reader, desk.analyzer, document, datetime.now(UTC))
    return after.stage.value


@task(task_run_name="batch-{number}", cache_policy=NO_CACHE, persist_result=False)
def process_batch(number: int) -> dict[str, int]:
    """Take the next documents to their end; how many ended in which stage.

    One that our own code failed on is run again as a task of its own, so that it has its name in Prefect.
    """
    assert _OPEN.desk is not None
    outcome = process_waiting(_OPEN.desk, most=BATCH)
    for broken in outcome.broken:
        _again(broken.document)
    return _counts(outcome)


def _again(document: IntakeDocument) -> None:
    _claimed(document)
    process_document(document.control_number, return_state=True)


def _claimed(document: IntakeDocument) -> None:
    with _OPEN.lock:
        _OPEN.claimed[document.control_number] = document


def _counts(outcome: Outcome) -> dict[str, int]:
    counts = {stage.value: number for stage, number in outcome.by_stage.items()}
    return counts | ({"failed": len(outcome.broken)} if outcome.broken else {})


def settings_of(home: str | None) -> Settings:
    """The settings of this process, or those of another home folder."""
    return load(os.environ if home is None else {**os.environ, "CHANCERY_HOME": home})


@contextmanager
def _desk(home: str | None) -> Iterator[Desk]:
    with open_desk(settings_of(home)) as desk:
        _OPEN.desk, _OPEN.claimed = desk, {}
        try:
            yield desk
        finally:
            _OPEN.desk = None


@flow(
    name="process",
    task_runner=_THREADS,
    persist_result=False,
    validate_parameters=False,
)
def process(home: str | None = None) -> dict[str, int]:
    """Process what waits until nothing waits; how many documents ended in which stage."""
    with _desk(home) as desk:
        if waiting(desk) > ONE_BY_ONE:
            return _in_batches()
        return _one_by_one(desk)


def waiting(desk: Desk) -> int:
    """How many documents wait for a machine."""
    by_stage = desk.records.counts().by_stage
    return sum(by_stage.get(stage.value, 0) for stage in Stage if stage.waits_for_machine)


def _in_batches() -> dict[str, int]:
    total: dict[str, int] = {}
    number = 0
    while counts := process_batch(number := number + 1):
        _add(total, counts)
    return total


def _one_by_one(desk: Desk) -> dict[str, int]:
    """Claims only what the next moment can do, so that no lease runs out in a line."""
    total: dict[str, int] = {}
    while claimed := _claim(desk, 2 * desk.settings.reader_count):
        futures: list[PrefectFuture[str]] = [
            process_document.submit(document.control_number) for document in claimed
        ]
        wait(futures)
        for future in futures:
            state = future.state
            _add(total, {str(state.result()) if state.is_completed() else "failed": 1})
    return total


def _claim(desk: Desk, most: int) -> list[IntakeDocument]:
    documents: list[IntakeDocument] = []
    while len(documents) < most:
        document = desk.records.claim(f"{worker_name()}/flow", datetime.now(UTC))
        if document is None:
            break
        _claimed(document)
        documents.append(document)
    return documents


def _add(total: dict[str, int], counts: dict[str, int]) -> None:
    for name, number in counts.items():
        total[name] = total.get(name, 0) + number


def run_process(settings: Settings) -> dict[str, int]:
    """Run the flow in this process against the server that answers."""
    # the heartbeat thread of a flow run sleeps on for up to a second after the run has ended
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        return process(str(settings.home))
