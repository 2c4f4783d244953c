"""How Prefect behaves here: no telemetry, no server of its own, nothing of a document in its database.

Prefect reads its environment at its first import, so all of this has to be said before.
"""

from __future__ import annotations

import http.client
import os
from collections.abc import MutableMapping
from urllib.parse import urlsplit

from pipeline.settings import Settings

PROBE_SECONDS = 0.3

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SILENCE_API_URL_MISCONFIGURATION": "true",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "7d",
    "PREFECT_SERVER_API_HOST": "127.0.0.1",
    "PREFECT_WORKER_WEBSERVER_HOST": "127.0.0.1",
}
"""What is said to every Prefect process, server, worker and client, unless the operator says otherwise."""


def prepare(settings: Settings, environment: MutableMapping[str, str] = os.environ) -> None:
    """Set the environment. What the operator has set stands; what is already imported is not changed."""
    for variable, value in QUIET.items():
        environment.setdefault(variable, value)
    environment.setdefault("PREFECT_HOME", str(settings.home / "prefect"))
    if settings.prefect_url:
        environment.setdefault("PREFECT_API_URL", settings.prefect_url)


def answers(url: str, seconds: float = PROBE_SECONDS) -> bool:
    """Whether a Prefect server at this address says that it is well, within that time.

    An address where none answers costs a Prefect client five seconds; this costs a fraction of one.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host:
        return False
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return _is_well(kind(host, port, timeout=seconds), f"{parts.path.rstrip('/')}/health")


def _is_well(connection: http.client.HTTPConnection, path: str) -> bool:
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
