"""The flow `digest`: the morning's round, on a timetable.

Import this module after `prefect_environment.prepare` alone.
"""

from __future__ import annotations

from prefect import flow

from flows.digesting import send_round
from flows.process import settings_of
from store import open_records


class NotAllSent(Exception):
    """Some digests could not be sent. Running it again sends those alone."""


@flow(name="digest", persist_result=False, validate_parameters=False, retries=3, retry_delay_seconds=300)
def digest(home: str | None = None) -> dict[str, int]:
    """Bring suspenses before people, send the digests. Raises NotAllSent where some failed."""
    with open_records(settings_of(home)) as records:
        told = send_round(records)
    if told.failed:
        raise NotAllSent(f"{len(told.sent)} sent, {len(told.failed)} could not be sent.")
    return {"sent": len(told.sent), "told": told.told, "unheard": len(told.unheard)}
