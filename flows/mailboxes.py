"""Mailboxes over time: each is looked into when its server tells of something, and in turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime

from flows.wiring import Desk
from flows.work import SILENT, Outcome, Watcher, admit_all, worker_name
from intake import Notice
from intake.accounts import Account, account
from intake.files import MEGABYTE
from intake.listening import Listener
from intake.mailbox import Mailbox
from intake.ways import Sign
from pipeline.intake import Incoming
from pipeline.problems import Misconfigured, ResourceShort


def mailbox(desk: Desk, named: Account, holder: str = "") -> Mailbox:
    """The channel of an account under the desk's settings; its lease is signed with this process's name."""
    largest = desk.settings.largest_megabytes * MEGABYTE
    return Mailbox(named, desk.records, largest, holder or worker_name())


class MailboxInTurn:
    """A channel that brings something only when it is due. What it told once it does not tell again."""

    def __init__(self, inner: Mailbox, sign: Sign | None = None) -> None:
        self.inner = inner
        self.sign = sign
        self.due = threading.Event()
        self._looked = False
        self._told: set[Notice] = set()

    def waiting(self, now: datetime) -> Iterator[Incoming]:
        """The messages that are not on the record, where it is due. Raises ResourceShort."""
        if not self.due.is_set():
            return
        self.due.clear()
        self._looked = True
        try:
            yield from self.inner.waiting(now)
        except (Misconfigured, ResourceShort) as problem:
            if self.sign is not None:
                self.sign.short(problem)
            # while others are watched too, a password that ran out must not end everything
            raise ResourceShort(*problem.lines) from problem
        if self.sign is not None:
            self.sign.well()

    def committed(self, incoming: Incoming) -> None:
        """Let go of the message."""
        self.inner.committed(incoming)

    def notices(self) -> tuple[Notice, ...]:
        """What is new to be told."""
        if not self._looked:
            return ()
        self._looked, notices = False, self.inner.notices()
        new = tuple(notice for notice in notices if notice not in self._told)
        self._told = set(notices)
        return new


def look_once(
    desk: Desk, names: Sequence[str], actor: str, outcome: Outcome, watcher: Watcher = SILENT
) -> None:
    """Admit what lies in these mailboxes now. Raises ResourceShort, Misconfigured."""
    for name in names:
        channel = mailbox(desk, account(desk.settings.home, name))
        try:
            admit_all(desk, channel, actor, outcome, watcher)
        finally:
            channel.close()


@contextmanager
def in_turn(
    desk: Desk, names: Sequence[str], rung: threading.Event, holder: str = ""
) -> Iterator[list[MailboxInTurn]]:
    """The channels of these accounts, with somebody listening to each server; `rung` is set with each due.

    Raises Misconfigured for an account that is not there or lets nobody in. A server that cannot be reached
    now is tried again later.
    """
    with ExitStack() as stack:
        channels = []
        for name in names:
            sign = stack.enter_context(Sign(desk.settings.home, "mailbox", name))
            channel = MailboxInTurn(mailbox(desk, account(desk.settings.home, name), holder), sign)
            stack.callback(channel.inner.close)
            try:
                channel.inner.folders()
            except ResourceShort as problem:
                sign.short(problem)
                channel.inner.close()
            channels.append(channel)
        for channel in channels:
            stack.enter_context(Listener(channel.inner.account, _ringing(channel, rung)))
            channel.due.set()
        yield channels


def _ringing(channel: MailboxInTurn, rung: threading.Event) -> Callable[[], None]:
    def ring() -> None:
        channel.due.set()
        rung.set()

    return ring
