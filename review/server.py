"""Serves the pages on one address until interrupted."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any

import uvicorn

from pipeline.problems import ResourceShort
from pipeline.settings import Settings
from review.app import make_app
from review.finder import Finder
from review.services import Services
from store import open_records
from store.records import SqlRecords


def run(
    settings: Settings,
    finder: Finder,
    announce: Callable[[str], None],
    user: str,
    services: Callable[[SqlRecords], AbstractContextManager[Services]] | None = None,
) -> None:
    """Serve; `announce` gets the one-time sign-in link once the pages answer."""
    with (
        _bound(settings) as listener,
        open_records(settings) as records,
        services(records) if services else nullcontext(Services()) as given,
    ):
        host, port = listener.getsockname()[:2]
        app = make_app(settings, records, _names(host, port), finder, given)
        link = records.issue_link(user, datetime.now(UTC))
        server = _Server(
            uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False),
            lambda: announce(f"http://{_shown(host)}:{port}/sign-in?link={link}"),
        )
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


def _bound(settings: Settings) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise ResourceShort(
            f"The pages cannot be served on {settings.host}:{settings.port}.",
            error.strerror or str(error),
            "Stop the other program, or set CHANCERY_PORT to another port (0 takes any free one).",
        ) from None
    return listener


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _names(host: Any, port: int) -> frozenset[str]:
    names = {_shown(str(host))} | ({"127.0.0.1", "localhost", "[::1]"} if host in _LOOPBACK else set())
    return frozenset(f"{name}:{port}" for name in names)


_LOOPBACK = ("127.0.0.1", "::1", "localhost")
