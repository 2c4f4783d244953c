"""The flows `process` and `retry`: waiting documents to their drafts, each run shown by name in Prefect.

Import this module after `prefect_environment.prepare` alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prefect import flow
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.runs import failed_before, name_run, tell_trouble
from flows.tasks import in_batches, index_unless_stopped, lent, one_by_one, opened
from flows.wiring import Desk, open_desk
from pipeline.intake import Stage
from pipeline.problems import Problem
from pipeline.settings import Settings, load

ONE_BY_ONE = 200
"""Up to so many waiting documents each is a task of its own; a task run costs Prefect 20 KB and 5 ms."""

BY_PREFECT = "system:prefect"
"""Who lets a document be tried again from Prefect's page, in the audit log."""

THREADS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=8)
"""The work is done by child processes; the threads wait for them."""


class NotAllDone(Exception):
    """Some documents of a run were stopped by a fault of our own code. The run is failed, and can be retried.

    `counts`: how many of its documents ended in which stage.
    """

    def __init__(self, failed: list[str], counts: dict[str, int]) -> None:
        super().__init__(
            f"{len(failed)} failed and are held: {', '.join(failed)}. Retry this run to try them again."
        )
        self.counts = counts


def settings_of(home: str | None) -> Settings:
    """The settings of this process, or those of another home folder."""
    return load(os.environ if home is None else {**os.environ, "CHANCERY_HOME": home})


@contextmanager
def _desk(home: str | None) -> Iterator[Desk]:
    """The desk that this process works at already, else one of the flow's own."""
    if (desk := lent()) is not None:
        yield desk
        return
    with open_desk(settings_of(home)) as own, opened(own):
        yield own


@flow(name="process", task_runner=THREADS, persist_result=False, validate_parameters=False)
def process(home: str | None = None) -> dict[str, int]:
    """Process what waits until nothing waits; how many documents ended in which stage.

    A run that is retried first takes up again what failed in it. Raises NotAllDone.
    """
    with _desk(home) as desk:
        for number in failed_before():
            _offer(desk, number)
        return _worked_off(desk)


@flow(name="retry", task_runner=THREADS, persist_result=False, validate_parameters=False)
def retry(control_numbers: list[str] | None = None, home: str | None = None) -> dict[str, int]:
    """Let documents be read again from the start: those named, else all that are set aside or held."""
    with _desk(home) as desk:
        for number in control_numbers or _stuck(desk):
            _offer(desk, number)
        return _worked_off(desk)


def _stuck(desk: Desk) -> list[str]:
    rows = desk.records.failures()
    return [row.control_number for row in rows if row.stage in (Stage.SET_ASIDE, Stage.HELD)]


def _offer(desk: Desk, control_number: str) -> None:
    """Let it be tried again where that can help; what went on meanwhile is left alone."""
    try:
        desk.records.retry(control_number, BY_PREFECT)
    except Problem:
        return


def _worked_off(desk: Desk) -> dict[str, int]:
    expected = waiting(desk)
    name_run(_first(desk), expected)
    counts, failed = in_batches() if expected > ONE_BY_ONE else one_by_one(desk)
    index_unless_stopped(desk)
    return _told(desk, counts, failed)


def _told(desk: Desk, counts: dict[str, int], failed: list[str]) -> dict[str, int]:
    tell_trouble(desk, counts)
    if failed:
        raise NotAllDone(failed, counts)
    return counts


def _first(desk: Desk) -> str | None:
    """The control number of a document that waits."""
    stages = [stage for stage in Stage if stage.waits_for_machine]
    return next((row.control_number for row in desk.records.queue(stages, limit=1)), None)


def waiting(desk: Desk) -> int:
    """How many documents wait for a machine."""
    by_stage = desk.records.counts().by_stage
    return sum(by_stage.get(stage.value, 0) for stage in Stage if stage.waits_for_machine)


def run_process(settings: Settings) -> dict[str, int]:
    """Run the flow in this process against the server that answers."""
    # the heartbeat thread of a flow run sleeps on for up to a second after the run has ended
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        try:
            return process(str(settings.home))
        except NotAllDone as end:
            return end.counts
