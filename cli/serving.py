"""`serve`: the review pages, and a worker beside them that takes what they admit."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.printing import note, say
from cli.session import acting_explicitly, actor, settings
from pipeline.settings import Settings

if TYPE_CHECKING:
    from review.services import Services
    from store.records import SqlRecords

LOG = logging.getLogger(__name__)


def serve(
    inbox: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Watch this folder as well, as `watch` does.")
    ] = None,
    process: Annotated[
        bool, typer.Option("--process/--no-process", help="Process what waits beside the pages.")
    ] = True,
) -> None:
    """Serve the review pages until Ctrl+C.

    What is uploaded to them is processed beside them. Prints a link that signs you in once: as --as says,
    as the system's user where that is a user of the records, else as the user that records start with.
    """
    conf = settings()
    serve_desk(conf, inbox if process else None, _announce, process=process)


def _announce(link: str) -> None:
    say(link)
    note("The link signs you in once, within 15 minutes. Ctrl+C ends the pages.")


def serve_desk(
    conf: Settings, inbox: Path | None, announce: Callable[[str], None], *, process: bool = True
) -> None:
    """Serve pages and process until interrupted. Raises ResourceShort when the port is taken."""
    from flows.searching import related, search
    from review import serve as serve_pages
    from review.finder import Finder
    from store import open_records

    with open_records(conf) as records:
        user = signing_in(records)
    with _worker(conf, inbox) if process else nullcontext():
        finder = Finder(search, related)
        services = partial(desk_services, conf, inbox)
        serve_pages(conf, finder, announce=announce, user=user, services=services)


@contextmanager
def desk_services(conf: Settings, inbox: Path | None, records: SqlRecords) -> Iterator[Services]:
    """What the pages use beside the records; its reader ends with the block."""
    from cli import model_checks
    from cli.checks import all_findings
    from cli.trying import described, try_folder, try_mailbox, try_webhook
    from flows.bench import Workbench
    from intake.ways import ways
    from review.services import Services

    with Workbench(conf, records) as bench:
        yield Services(
            bench,
            checks=all_findings,
            try_model=model_checks.findings,
            try_folder=try_folder,
            try_mailbox=partial(try_mailbox, conf.home),
            try_webhook=partial(try_webhook, records),
            mailboxes=described(conf.home),
            inboxes=(inbox,) if inbox else (),
            ways=partial(ways, conf.home),
        )


def signing_in(records: SqlRecords) -> str:
    """Who the link is for: who acts, where that is a user; else the user that records start with."""
    name = actor()
    if acting_explicitly() or any(user.name == name for user in records.users()):
        return name
    from store.seed import users

    return users()[0].name


@contextmanager
def _worker(conf: Settings, inbox: Path | None) -> Iterator[None]:
    """A thread that processes what waits while the block runs, and ends with its document under way."""
    stop = threading.Event()
    thread = threading.Thread(target=_work, args=(conf, inbox, stop, actor()), name="worker")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _work(conf: Settings, inbox: Path | None, stop: threading.Event, name: str) -> None:
    from flows.watch import watch
    from flows.wiring import open_desk

    try:
        with open_desk(conf) as desk:
            watch(desk, inbox, name if inbox else "system", stop)
    except Exception:
        # the pages stay up without it: what is uploaded is logged and waits
        LOG.exception("The worker beside the pages ended; what is uploaded waits for `chancery watch`.")
