"""`python -m cli.part NAME … LIFELINE`: one process of the tree that `up` and `worker` keep."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from cli.logs import set_up
from pipeline.settings import Settings, load

LOG = logging.getLogger(__name__)


def main(arguments: list[str]) -> None:
    """Run the part that the arguments name: its own as JSON, then the descriptor of its lifeline."""
    from flows.lifeline import hold

    name, own, lifeline = arguments
    hold(int(lifeline))
    set_up(verbose=False, debug=False)
    PARTS[name](load(os.environ), json.loads(own))


def _server(conf: Settings, own: list[str]) -> None:
    from flows.prefect_server import run

    run(own[0], int(own[1]))


def _pages(conf: Settings, own: list[str]) -> None:
    from cli.serving import serve_desk
    from cli.session import act_as

    act_as(own[0] or None)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    serve_desk(conf, None, _announce, process=False)


def _announce(link: str) -> None:
    sys.stdout.write(f"{link}\n")
    sys.stdout.flush()


def _uploads(conf: Settings, own: list[str]) -> None:
    from flows.consumer import consume

    inboxes = [Path(folder) for folder in own]
    _until_stopped(lambda stop: consume(conf, inboxes, stop))


def _mailbox(conf: Settings, own: list[str]) -> None:
    from flows.fetching import keep_fetching

    _until_stopped(lambda stop: keep_fetching(conf, own[0], stop))


def _webhooks(conf: Settings, own: list[str]) -> None:
    from flows.telling import keep_telling

    _until_stopped(lambda stop: keep_telling(conf, stop))


def _flows(conf: Settings, own: list[str]) -> None:
    from flows.deployments import deploy
    from flows.pool import work

    limit, *inboxes = own
    deploy(conf, [Path(folder) for folder in inboxes])
    _until_stopped(lambda stop: work(conf.work_pool, int(limit), stop))


def _until_stopped(work: Callable[[threading.Event], None]) -> None:
    """Run in a thread, so that a signal reaches this one: Prefect would turn it into a crash of the flow."""
    stop, failed = threading.Event(), threading.Event()

    def run() -> None:
        try:
            work(stop)
        except BaseException:
            LOG.exception("A part of the process tree ended.")
            failed.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    thread = threading.Thread(target=run, name="part")
    thread.start()
    while thread.is_alive():
        thread.join(timeout=0.2)
    sys.exit(1 if failed.is_set() else 0)


PARTS: dict[str, Callable[[Settings, list[str]], None]] = {
    "prefect": _server,
    "pages": _pages,
    "uploads": _uploads,
    "flows": _flows,
    "mailbox": _mailbox,
    "webhooks": _webhooks,
}
"""What a process of the tree can be."""


if __name__ == "__main__":
    main(sys.argv[1:])
