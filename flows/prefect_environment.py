"""How Prefect behaves here: no telemetry, no server of its own, nothing of a document in its database.

Prefect reads its environment at its first import, so all of this has to be said before.
"""

from __future__ import annotations

import http.client
import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path
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
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",
    "PREFECT_SERVER_API_HOST": "127.0.0.1",
    "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
    "PREFECT_WORKER_WEBSERVER_HOST": "127.0.0.1",
    "PREFECT_WORKER_QUERY_SECONDS": "5",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}
"""What is said to every Prefect process, server, worker and client, unless the operator says otherwise.

Our own records tell for ever what became of a document; Prefect's runs of it are kept for thirty days.
"""

_AUTH = ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING")
_CORS = "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def prepare(settings: Settings, environment: MutableMapping[str, str] = os.environ) -> None:
    """Set the environment. What the operator has set stands; what is already imported is not changed."""
    for variable, value in QUIET.items():
        environment.setdefault(variable, value)
    environment.setdefault("PREFECT_HOME", str(settings.home / "prefect"))
    if settings.prefect_url:
        environment.setdefault("PREFECT_API_URL", settings.prefect_url)


def prepare_server(
    settings: Settings, url: str, environment: MutableMapping[str, str] = os.environ
) -> Path | None:
    """Set the environment for a server of our own at `url` and for its clients.

    Beyond loopback it asks for a password: the operator's, else one that is made once. The file that holds
    the latter, for whoever opens Prefect's pages or starts a worker elsewhere; None where there is none.
    """
    prepare(settings, environment)
    environment["PREFECT_API_URL"] = url
    parts = urlsplit(url)
    environment.setdefault(_CORS, f"{parts.scheme}://{parts.netloc}")
    given = environment.get(_AUTH[0]) or environment.get(_AUTH[1])
    kept = None
    if not given and settings.prefect_host not in LOOPBACK:
        kept = settings.home / "prefect" / "password"
        given = f"chancery:{_password(kept)}"
    if given:
        for variable in _AUTH:
            environment[variable] = given
    return kept


def _password(kept: Path) -> str:
    """The password in this file; made at the first time, for its owner's eyes alone."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
    except FileExistsError:
        pass
    return kept.read_text(encoding="utf-8").strip()


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
