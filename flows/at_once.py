"""A run of the flow `process` in this process, at a desk that stands open.

It belongs to the deployment, so that Prefect's page can retry it: a worker of the pool then takes it.
"""

from __future__ import annotations

from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectNotFound
from prefect.flow_engine import run_flow_sync
from prefect.states import Pending

from flows.draining import Stopped
from flows.process import NotAllDone, process
from flows.tasks import opened
from flows.wiring import Desk

DEPLOYMENT = "process/waiting"


def run_at_once(desk: Desk, stop: Stopped) -> dict[str, int]:
    """Process what waits; how many documents ended in which stage. Raises what Prefect's client raises."""
    run = _run()
    with opened(desk, stop):
        try:
            counts: Any = run_flow_sync(process, flow_run=run, parameters={}) if run else process()
        except NotAllDone as end:
            return end.counts
    return dict(counts or {})


def _run() -> FlowRun | None:
    """A run of the deployment that no worker takes, for it is pending; None before it was deployed."""
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(DEPLOYMENT)
        except ObjectNotFound:
            return None
        return client.create_flow_run_from_deployment(deployment.id, state=Pending(), tags=["at once"])
