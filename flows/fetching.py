"""A mailbox for as long as the office is open: fetched from whenever something comes."""

from __future__ import annotations

import logging
import socket
import threading

from flows.mailboxes import MailboxInTurn, in_turn
from flows.watch import FLOW
from flows.wiring import Desk, open_desk
from flows.work import Outcome, admit_all
from intake.listening import REFUSED_WAIT
from intake.ways import Sign
from pipeline.problems import Misconfigured, ResourceShort
from pipeline.settings import Settings

LOG = logging.getLogger(__name__)

_SHORT_OF = 5.0
_DEAFNESS = 0.5


def keep_fetching(settings: Settings, name: str, stop: threading.Event) -> None:
    """Take in what comes into a mailbox, until told to stop; others process it.

    A server that is away, a password that ran out or records that are away end nothing: it is said to the
    log and in `chancery status`, and tried again.
    """
    while not stop.is_set():
        try:
            with open_desk(settings) as desk:
                _fetch(desk, name, stop)
        except (ResourceShort, Misconfigured) as problem:
            LOG.warning("%s", " ".join(problem.lines))
            with Sign(settings.home, "mailbox", name) as sign:
                sign.short(problem)
                stop.wait(REFUSED_WAIT if isinstance(problem, Misconfigured) else _SHORT_OF)


def _fetch(desk: Desk, name: str, stop: threading.Event) -> None:
    # one process of a tree fetches from a mailbox: the next one takes over the lease of one that was killed
    holder, rung = f"{socket.gethostname()}/up", threading.Event()
    with in_turn(desk, [name], rung, holder) as channels:
        while not stop.is_set():
            if not rung.wait(_DEAFNESS):
                continue
            rung.clear()
            for channel in channels:
                _take(desk, channel)


def _take(desk: Desk, channel: MailboxInTurn) -> None:
    outcome = Outcome()
    try:
        admit_all(desk, channel, FLOW, outcome)
    except ResourceShort as problem:
        LOG.warning("%s", " ".join(problem.lines))
    for notice in outcome.notices:
        LOG.warning("%s: %s", notice.source or channel.inner.account.name, notice.why)
