"""What Prefect is to run and when: the pool, the deployments with their schedules, the watch over lost runs.

Said anew at every start of a worker; saying it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.automations import Automation, EventTrigger, Posture
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.flows import Flow
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType
from prefect.workers.process import ProcessWorker

from flows.digest import digest
from flows.ingest import ingest
from flows.outdated import reanalyse
from flows.process import process, retry
from pipeline.settings import Settings

TAG = "chancery"
LOST_RUNS = "chancery: runs whose process is gone"
LOST_AFTER = timedelta(seconds=90)
"""A run that said nothing for so long, at a beat of thirty seconds, has no process any more."""

_ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def deploy(settings: Settings, inboxes: Sequence[Path] = ()) -> dict[str, UUID]:
    """Make or renew all of it; the deployments by name."""
    _make_pool(settings.work_pool)
    _watch_over_runs()
    return {f"{one.flow_name}/{one.name}": _applied(one) for one in _deployments(settings, inboxes)}


def _applied(deployment: RunnerDeployment) -> UUID:
    number: Any = deployment.apply()
    assert isinstance(number, UUID)
    return number


def _deployments(settings: Settings, inboxes: Sequence[Path]) -> list[RunnerDeployment]:
    every = Interval(timedelta(minutes=settings.process_minutes), timezone=settings.time_zone)
    found = [
        _of(settings, process, "waiting", "Processes what waits; uploads are taken at once anyway.", every),
        _of(settings, retry, "documents", "Reads documents again: those named, else all that are stuck."),
    ]
    about = "Analyses anew what an earlier analyzer, model or prompt analysed."
    found.append(_of(settings, reanalyse, "outdated", about, _timetable(settings), alone=True))
    if settings.smtp_host and settings.mail_from and settings.digest_at:
        about = "Brings suspenses before people and sends each their digest of the day."
        when = Cron(settings.digest_at, timezone=settings.time_zone)
        found.append(_of(settings, digest, "morning", about, when, alone=True))
    for number, folder in enumerate(inboxes, start=1):
        name = "inbox" if number == 1 else f"inbox-{number}"
        about = f"Takes in what lies in {folder}, should the resident worker be away."
        found.append(_of(settings, ingest, name, about, every, alone=True, folder=str(folder)))
    return found


def _timetable(settings: Settings) -> Schedule | None:
    """When findings are made anew."""
    return Cron(settings.reanalyze_at, timezone=settings.time_zone) if settings.reanalyze_at else None


def _of(
    settings: Settings,
    flow: Flow[..., Any],
    name: str,
    about: str,
    schedule: Schedule | None = None,
    *,
    alone: bool = False,
    **parameters: str,
) -> RunnerDeployment:
    """A deployment by module, never by path: a path would put the folder `flows` before all packages."""
    made: Any = flow.to_deployment(
        name,
        schedule=schedule,
        concurrency_limit=_ONE_AT_A_TIME if alone else None,
        parameters=dict(parameters),
        description=about,
        tags=[TAG],
        work_pool_name=settings.work_pool,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    assert isinstance(made, RunnerDeployment)
    return made


def _make_pool(name: str) -> None:
    with get_client(sync_client=True) as client:
        try:
            client.read_work_pool(name)
        except ObjectNotFound:
            template = ProcessWorker.get_default_base_job_template()
            try:
                client.create_work_pool(WorkPoolCreate(name=name, type="process", base_job_template=template))
            except ObjectAlreadyExists:
                return  # another worker was quicker


def _watch_over_runs() -> None:
    """Let a run whose process and worker are both gone be marked as crashed, which nobody else would do."""
    with get_client(sync_client=True) as client:
        if client.read_automations_by_name(LOST_RUNS):
            return
    Automation(
        name=LOST_RUNS,
        description="A run without a sign of life is marked as crashed. Its documents wait in the records.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", "prefect.flow-run.Completed", "prefect.flow-run.Failed"}
            | {f"prefect.flow-run.{state}" for state in ("Cancelled", "Crashed", "AwaitingRetry")},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=LOST_AFTER,
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                name="Crashed",
                message="Its process gave no sign of life any more.",
                force=False,
            )
        ],
    ).create()
