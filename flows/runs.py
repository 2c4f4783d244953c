"""What a flow tells Prefect about its run: its name, and what needs a person. Neither holds the work up."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from prefect.artifacts import create_table_artifact
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId, TaskRunFilter, TaskRunFilterState
from prefect.client.schemas.filters import TaskRunFilterStateType as StateTypes
from prefect.client.schemas.objects import StateType
from prefect.context import FlowRunContext

from pipeline.intake import Stage

if TYPE_CHECKING:
    from flows.wiring import Desk

LOG = logging.getLogger(__name__)

_TASK = "doc-"
_LISTED = 200


@contextmanager
def _help() -> Iterator[None]:
    """Prefect being away, or refusing, is no reason to leave a document lying."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - said to the log
        # whatever it is, the work itself does not depend on it; the log keeps it
        LOG.warning("Prefect was not told: %s: %s", type(error).__name__, error)


def _run_id() -> UUID | None:
    context = FlowRunContext.get()
    return context.flow_run.id if context and context.flow_run else None


def _client() -> SyncPrefectClient:
    return get_client(sync_client=True)


def name_run(first: str | None, waiting: int) -> None:
    """Name the run of this flow by the documents that it finds waiting."""
    run = _run_id()
    if run is None:
        return
    name = first or "nothing waited"
    if waiting > 1:
        name = f"{name} and {waiting - 1} more"
    with _help(), _client() as client:
        client.update_flow_run(run, name=name)


def failed_before() -> list[str]:
    """The documents that failed when this run was run before; none at its first time."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None or context.flow_run.run_count < 2:
        return []
    failed = TaskRunFilter(state=TaskRunFilterState(type=StateTypes(any_=[StateType.FAILED])))
    of_run = FlowRunFilter(id=FlowRunFilterId(any_=[context.flow_run.id]))
    found: list[str] = []
    with _help(), _client() as client:
        runs = client.read_task_runs(flow_run_filter=of_run, task_run_filter=failed, limit=_LISTED)
        found = [run.name.removeprefix(_TASK) for run in runs if run.name.startswith(_TASK)]
    return list(dict.fromkeys(found))


def tell_trouble(desk: Desk, counts: dict[str, int]) -> None:
    """List what needs a person beside the run, where something in it does."""
    if _run_id() is None or not ({Stage.SET_ASIDE, Stage.HELD, "failed"} & counts.keys()):
        return
    # control numbers and states alone: a name or a reason may hold words of the document
    rows = [
        {"document": row.control_number, "stage": row.stage, "tries": row.tries}
        for row in desk.records.failures()[:_LISTED]
        if row.stage in (Stage.SET_ASIDE, Stage.HELD)
    ]
    with _help():
        create_table_artifact(
            table=rows,
            key="documents-that-need-a-person",
            description="`chancery failures REF` and the review pages say why, and what can be done.",
        )
