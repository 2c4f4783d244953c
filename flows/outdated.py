"""The flow `reanalyse`: findings of earlier analyzers and prompts made anew, on a timetable or when asked.

Import this module after `prefect_environment.prepare` alone.
"""

from __future__ import annotations

from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, wait

from flows.draining import draining
from flows.process import ONE_BY_ONE, THREADS, settings_of
from flows.reanalysis import Reanalysis, pieces, wanted
from flows.runs import name_run
from flows.tasks import BATCH
from flows.wiring import open_desk

_RUNS: dict[str, Reanalysis] = {}
"""What the tasks of this process work on: one run at a time."""


class NotAllDone(Exception):
    """The run ended before its end, or the analyzer failed on documents. Retrying it goes on from there."""


@task(task_run_name="again-{name}", cache_policy=NO_CACHE, persist_result=False)
def analyse_documents(name: str, numbers: list[str]) -> int:
    """Analyse some documents anew; how many were."""
    return _RUNS["now"].take(numbers)


@flow(name="reanalyse", task_runner=THREADS, persist_result=False, validate_parameters=False)
def reanalyse(
    control_numbers: list[str] | None = None, reviewed: bool = False, home: str | None = None
) -> dict[str, int]:
    """Analyse anew what is outdated: of the documents named, else of all that wait for a reviewer.

    Raises NotAllDone where a cap or the model's silence ended it: what was done is filed, the rest waits.
    """
    with open_desk(settings_of(home)) as desk:
        numbers = wanted(desk, control_numbers or (), reviewed)
        name_run(next(iter(numbers), None), len(numbers))
        run = _RUNS["now"] = Reanalysis(desk, draining())
        size = 1 if len(numbers) <= ONE_BY_ONE else BATCH
        futures: list[PrefectFuture[Any]] = [
            analyse_documents.submit(_name(piece), list(piece)) for piece in pieces(numbers, size)
        ]
        wait(futures)
        told = run.outcome(numbers)
    if told.why or told.failed:
        failed = f" Failed: {', '.join(told.failed[:20])}." if told.failed else ""
        raise NotAllDone(f"{told.done} done, {told.left} left: {told.why or 'the analyzer failed.'}{failed}")
    return {"done": told.done, "changed": told.changed}


def _name(piece: tuple[str, ...]) -> str:
    return piece[0] if len(piece) == 1 else f"{piece[0]} and {len(piece) - 1} more"
