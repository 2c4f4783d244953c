"""`up` and `worker`: everything on one machine, and one more machine beside it."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.printing import note, say, warn
from cli.session import acting_explicitly, actor, settings
from pipeline.problems import Misconfigured, ResourceShort
from pipeline.settings import Settings

if TYPE_CHECKING:
    from flows.supervisor import Part

_TOLD_EVERY = 5.0
_DRAIN_SECONDS = 300.0
PAGES_FIRST = 20.0
"""Seconds for which the rest waits for the pages to answer."""

Inboxes = Annotated[
    list[Path] | None,
    typer.Option("--inbox", metavar="DIR", help="Watch this folder too; may be given several times."),
]
Runs = Annotated[int, typer.Option("--runs", min=1, max=64, help="Flow runs at once on this machine.")]


Mailboxes = Annotated[
    list[str] | None,
    typer.Option("--mailbox", metavar="NAME", help="Fetch from this mailbox too; may be repeated."),
]


def up(inbox: Inboxes = None, mailbox: Mailboxes = None, runs: Runs = 2) -> None:
    """Run all of Chancery on this machine until Ctrl+C.

    These are the review pages, a worker that takes uploads at once, Prefect's server with the schedules,
    a worker for its flow runs, what tells webhooks, and one process for each mailbox. One of them that
    crashes is started again; `chancery status` tells how folders and mailboxes do. Where PREFECT_API_URL
    names a server, that one is used. What is under way is finished when you stop.
    """
    from flows.prefect_environment import prepare, prepare_server

    conf, folders = settings(), _folders(inbox)
    boxes = _described(conf, mailbox or ())
    _check_records(conf)
    own = not conf.prefect_url
    url = _own_address(conf) if own else conf.prefect_url
    prepare(conf)
    password = prepare_server(conf, url) if own else None
    note("Starting the pages; the rest follows when they answer.")
    behind = [_uploads(folders), _webhooks(), *map(_mailbox, boxes), *([_server(conf, url)] if own else [])]
    ready = AfterPages(conf)
    parts = [_pages(), *(replace(part, may_start=ready) for part in behind), _flows(url, folders, runs)]
    _keep(conf, parts, _Progress(url, own, password))


def worker(
    runs: Runs = 2,
    uploads: Annotated[
        bool,
        typer.Option("--uploads/--no-uploads", help="Also take what waits at once, beside the flow runs."),
    ] = True,
) -> None:
    """Work for the Prefect server at PREFECT_API_URL until Ctrl+C.

    For the second machine and every further one. The records must be in PostgreSQL, and the originals on
    storage that all machines share. The work pool is made where it is missing. What is under way is
    finished when you stop.
    """
    from flows.prefect_environment import prepare

    conf = settings()
    if not conf.prefect_url:
        raise Misconfigured(
            "A worker needs a Prefect server.",
            "PREFECT_API_URL is not set.",
            "Set it to the address that `chancery up` prints on the first machine.",
        )
    prepare(conf)
    _check_records(conf)
    parts = [_flows(conf.prefect_url, (), runs), *([_uploads(())] if uploads else [])]
    _keep(conf, parts, _Progress(conf.prefect_url, False, None))


def _folders(inbox: list[Path] | None) -> tuple[Path, ...]:
    folders = tuple(folder.absolute() for folder in inbox or ())
    for folder in folders:
        if not folder.is_dir():
            raise Misconfigured(f"{folder} is no folder.", remedy="Make it, or name another one.")
    return folders


def _described(conf: Settings, names: Iterable[str]) -> tuple[str, ...]:
    """The names of mailboxes, each once. Raises Misconfigured for one that is described nowhere."""
    from intake.accounts import account

    return tuple(dict.fromkeys(account(conf.home, name).name for name in names))


def _check_records(conf: Settings) -> None:
    """Make or migrate the records once, here, where a fault is seen at once."""
    from store import upgrade

    upgrade(conf)


def _own_address(conf: Settings) -> str:
    """Where our own Prefect server will answer. Raises ResourceShort where another program does already."""
    host = conf.prefect_host
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, conf.prefect_port))
        except OSError as error:
            raise ResourceShort(
                f"Prefect cannot be served on {host}:{conf.prefect_port}.",
                error.strerror or str(error),
                "Stop the other program, or set CHANCERY_PREFECT_PORT to another port.",
            ) from None
        port = probe.getsockname()[1]
    shown = socket.gethostname() if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"http://{shown}:{port}/api"


def _command(name: str, *own: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "cli.part", name, json.dumps(own))


def _server(conf: Settings, url: str) -> Part:
    from urllib.parse import urlsplit

    from flows.supervisor import Part

    port = urlsplit(url).port
    return Part("prefect", _command("prefect", conf.prefect_host, str(port)), patience=20.0, carries=True)


def _pages() -> Part:
    from flows.supervisor import Part

    return Part("pages", _command("pages", actor() if acting_explicitly() else ""), speaks=True)


def _uploads(folders: tuple[Path, ...]) -> Part:
    from flows.supervisor import Part

    return Part("uploads", _command("uploads", *map(str, folders)), patience=_DRAIN_SECONDS)


def _mailbox(name: str) -> Part:
    from flows.supervisor import Part

    return Part(f"mailbox-{name}", _command("mailbox", name))


def _webhooks() -> Part:
    from flows.supervisor import Part

    return Part("webhooks", _command("webhooks"), patience=45.0)


def _flows(url: str, folders: tuple[Path, ...], runs: int) -> Part:
    from flows.supervisor import Part

    command = _command("flows", str(runs), *map(str, folders))
    return Part("flows", command, may_start=_slowly(url), patience=_DRAIN_SECONDS)


@dataclass(slots=True)
class AfterPages:
    """Whether the pages take calls, or have had their time: what else starts would only slow them down."""

    conf: Settings
    until: float = 0.0
    over: bool = False

    def __call__(self) -> bool:
        """True from then on, however often asked."""
        now = time.monotonic()
        self.until = self.until or now + PAGES_FIRST
        self.over = self.over or not self.conf.port or now > self.until or self._answer()
        return self.over

    def _answer(self) -> bool:
        host = "127.0.0.1" if self.conf.host == "0.0.0.0" else self.conf.host  # noqa: S104 - asked, not offered
        try:
            socket.create_connection((host, self.conf.port), timeout=0.2).close()
        except OSError:
            return False
        return True


def _slowly(url: str) -> Callable[[], bool]:
    """Whether Prefect answers, asked at most once a second."""
    from flows.prefect_environment import answers

    asked = [0.0]

    def well() -> bool:
        if time.monotonic() - asked[0] < 1.0:
            return False
        asked[0] = time.monotonic()
        return answers(url)

    return well


@dataclass(slots=True)
class _Progress:
    """Tells how Prefect's start goes; its database takes a while at the first time."""

    url: str
    own: bool
    password: Path | None
    begun: float = 0.0
    told: float = 0.0
    well: bool = False

    def __call__(self) -> None:
        now = time.monotonic()
        self.begun = self.begun or now
        if self.well or now - self.told < (1.0 if self.told == 0 else _TOLD_EVERY):
            return
        self._look(now)

    def _look(self, now: float) -> None:
        from flows.prefect_environment import answers

        if answers(self.url):
            self.well = True
            say(f"Prefect: {self.url.removesuffix('/api')} (after {now - self.begun:.0f} s)")
            if self.password:
                note(f"Its user is `chancery`; the password is in {self.password}.")
        else:
            self.told = now
            doing = "starts and prepares its database" if self.own else "does not answer yet"
            note(f"Prefect {doing} ({now - self.begun:.0f} s); the pages do not wait for it.")


def _keep(conf: Settings, parts: list[Part], progress: Callable[[], None]) -> None:
    from flows.supervisor import Supervisor, asked_to_stop

    logs = conf.home / "logs"
    os.environ["PYTHONUNBUFFERED"] = "1"
    note(f"Logs: {logs}. Ctrl+C ends everything after what is under way; twice ends it at once.")
    with asked_to_stop() as stop:
        Supervisor(parts, logs, warn, progress).run(stop)
    note("Stopped. What waits is safe.")
