"""A mailbox: every message once, its raw bytes first, moved or flagged only once it is on the record."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from intake import Notice
from intake.accounts import Account
from intake.imap import KEYWORD, SPAN, Line, Opened, Size
from intake.signing_in import LineLost
from pipeline.intake import Incoming
from pipeline.mail import MailFacts, MailPlace, facts_of
from pipeline.problems import NotFound, ResourceShort

CHANNEL = "mailbox"
LEASE_SECONDS = 300.0
MOST_AT_ONCE = 50
MOST_BYTES_AT_ONCE = 16 * 1024 * 1024
MOST_FAILURES = 5
"""So often in a row, without one message in between, a lost line is made anew."""

REFUSED = "refused"


class Ledger(Protocol):
    """What the records know of messages."""

    def mail_known(self, place: MailPlace) -> Mapping[int, str]:
        """What became of the messages of a folder, by UID."""

    def mail_refused(self, facts: MailFacts, why: str) -> None:
        """Note a message that stays where it is, and why."""

    def lease(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take or renew a lease; False while somebody else holds it."""

    def end_lease(self, name: str, holder: str, now: datetime) -> None:
        """Give a lease back."""


class Mailbox:
    """The channel of one account.

    What is unknown to the ledger is fetched; what is known and still lies there, because a process ended
    between its commit and the move, is only moved. `holder` signs the lease: one fetches at a time.
    """

    def __init__(
        self,
        account: Account,
        ledger: Ledger,
        largest: int,
        holder: str,
        connect: Callable[[Account], Line] = Line,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.account = account
        self._ledger = ledger
        self._largest = largest
        self._holder = holder
        self._connect = connect
        self._sleep = sleep
        self._line: Line | None = None
        self._release: dict[bool, list[int]] = {False: [], True: []}
        self._fetched: dict[str, MailFacts] = {}
        self._passed: dict[str, Opened] = {}
        self._moves = 0
        self._unmovable = False
        self._stuck = False
        self._notices: list[Notice] = []

    @property
    def lease_name(self) -> str:
        """The name under which one process at a time fetches from this account."""
        return f"mailbox {self.account.name}"

    def waiting(self, now: datetime) -> Iterator[Incoming]:
        """Every message that is not on the record yet.

        A line that breaks is made anew, as long as messages come over it. Raises ResourceShort and
        Misconfigured.
        """
        if not self._leased():
            self._notice("", "Another process fetches from this mailbox now.")
            return
        try:
            yield from self._persistently(now)
        finally:
            self._ledger.end_lease(self.lease_name, self._holder, datetime.now(UTC))

    def committed(self, incoming: Incoming) -> None:
        """Note that the message may be moved or flagged; that is done with others, before the next one."""
        facts = self._fetched.pop(incoming.source)
        self._release[bool(facts.aside)].append(facts.place.uid)
        self._moves += 1

    def notices(self) -> tuple[Notice, ...]:
        """Messages that were not taken, folders that are not there."""
        notices, self._notices = tuple(self._notices), []
        return notices

    def close(self) -> None:
        """Give the line back."""
        self._hang_up(broken=False)

    def folders(self) -> Mapping[str, bool]:
        """Every folder of the mailbox, and whether it is read. Raises ResourceShort, Misconfigured."""
        return {folder: self.account.reads(folder) for folder in self._signed_in().folders()}

    def _hang_up(self, *, broken: bool) -> None:
        if self._line is not None:
            self._line.close(broken=broken)
        self._line = None

    def _leased(self) -> bool:
        return self._ledger.lease(self.lease_name, self._holder, datetime.now(UTC), LEASE_SECONDS)

    def _persistently(self, now: datetime) -> Iterator[Incoming]:
        failures, moves = 0, self._moves
        while True:
            try:
                yield from self._pass(now)
            except LineLost:
                self._drop()
                failures = 1 if self._moves > moves else failures + 1
                moves = self._moves
                if failures > MOST_FAILURES:
                    raise
                self._sleep(0.1 * 2**failures)
            except ResourceShort:
                self._drop()
                raise
            else:
                return

    def _drop(self) -> None:
        """After a broken line: what was to be moved is known to the ledger, and found again there."""
        self._hang_up(broken=True)
        self._fetched.clear()
        self._passed.clear()
        self._release = {False: [], True: []}

    def _pass(self, now: datetime) -> Iterator[Incoming]:
        line = self._signed_in()
        folders = [folder for folder in line.folders() if self.account.reads(folder)]
        if not folders:
            self._notice("", f"No folder fits {', '.join(self.account.folders)}.")
        for folder in folders:
            try:
                opened = line.open(folder)
            except NotFound as problem:
                self._notice(folder, problem.what)
                continue
            if self._passed.get(folder) != opened:
                self._stuck = False
                yield from self._folder(line, folder, opened, now)
                self._note_passed(folder, opened, line.open(folder))

    def _note_passed(self, folder: str, before: Opened, after: Opened) -> None:
        """A folder that nothing came into meanwhile need not be searched again until it changes."""
        same = before.following and (before.validity, before.following) == (after.validity, after.following)
        if same and before.messages <= SPAN and not self._stuck:
            self._passed[folder] = after

    def _folder(self, line: Line, folder: str, opened: Opened, now: datetime) -> Iterator[Incoming]:
        here = MailPlace(self.account.name, folder, opened.validity, 0)
        known = self._ledger.mail_known(here)
        lying = line.uids(opened)
        done = [uid for uid in lying if known.get(uid, REFUSED) != REFUSED]
        self._catch_up(line, opened, done, known)
        for uids in _chunks([uid for uid in lying if known.get(uid, REFUSED) == REFUSED], 10 * MOST_AT_ONCE):
            sizes = line.sizes(uids)
            for batch in self._batches(line, here, sizes, known):
                for uid, raw in line.messages(batch).items():
                    if uid in sizes:
                        yield self._incoming(replace(here, uid=uid), raw, sizes[uid], now)
                self._let_go(line, opened)
                if not self._leased():
                    raise ResourceShort("Another process took over this mailbox.")

    def _incoming(self, place: MailPlace, raw: bytes, size: Size, now: datetime) -> Incoming:
        facts = facts_of(raw, place, len(raw), size.arrived_at)
        if self.account.automatic == "take":
            facts = replace(facts, aside="")
        source = f"{place.account}/{place.folder};UIDVALIDITY={place.validity}/;UID={place.uid}"
        self._fetched[source] = facts
        incoming = Incoming(
            CHANNEL, f"{facts.subject or 'message'}.eml", raw, now, source, sender=facts.sender, mail=facts
        )
        return replace(incoming, external_id=f"{place.account}\0{incoming.sha256}")

    def _batches(
        self, line: Line, here: MailPlace, sizes: Mapping[int, Size], known: Mapping[int, str]
    ) -> Iterator[list[int]]:
        """UIDs to fetch together: not too many, not too many bytes. What is too large is noted instead."""
        batch: list[int] = []
        weight = 0
        for uid, size in sizes.items():
            if size.size > self._largest:
                self._refuse(line, replace(here, uid=uid), size, known.get(uid))
                continue
            if batch and (len(batch) >= MOST_AT_ONCE or weight + size.size > MOST_BYTES_AT_ONCE):
                yield batch
                batch, weight = [], 0
            batch.append(uid)
            weight += size.size
        if batch:
            yield batch

    def _refuse(self, line: Line, place: MailPlace, size: Size, before: str | None) -> None:
        if before == REFUSED:
            return
        head = line.messages([place.uid], "BODY.PEEK[HEADER]").get(place.uid, b"")
        facts = facts_of(head, place, size.size, size.arrived_at)
        why = f"It is larger than the limit of {self._largest // (1024 * 1024)} MB, and stays in the mailbox."
        self._ledger.mail_refused(facts, why)
        self._notices.append(Notice(f"{place.account}/{place.folder}: {facts.subject}", why, refused=True))

    def _catch_up(self, line: Line, opened: Opened, done: Sequence[int], known: Mapping[int, str]) -> None:
        """Move or flag what is on the record already."""
        if self.account.after == "leave" or not done:
            return
        if self.account.after == "flag":
            mark = f"UNKEYWORD {KEYWORD}" if opened.marks else "UNSEEN"
            unmarked = set(line.uids(opened, mark))
            done = [uid for uid in done if uid in unmarked]
        for uid in done:
            self._release[known[uid] == "aside"].append(uid)
        self._let_go(line, opened)

    def _let_go(self, line: Line, opened: Opened) -> None:
        waiting, self._release = self._release, {False: [], True: []}
        for aside, uids in waiting.items():
            for some in _chunks(uids, 200):
                try:
                    self._let_some_go(line, opened, some, aside=aside)
                except LineLost:
                    raise
                except ResourceShort as problem:
                    # they are on the record, and are tried again in the next look; others go on coming in
                    self._stuck = True
                    self._notice("", f"Messages that are on the record could not be put away. {problem.why}")

    def _let_some_go(self, line: Line, opened: Opened, uids: list[int], *, aside: bool) -> None:
        if self.account.after == "leave":
            return
        if self.account.after == "move" and line.move(uids, self.account.goes_to(aside=aside)):
            return
        if self.account.after == "move" and not self._unmovable:
            self._unmovable = True
            self._notice("", "This server cannot move messages safely, so they are flagged where they lie.")
        line.flag(uids, keyword=opened.marks)

    def _signed_in(self) -> Line:
        if self._line is None:
            self._line = self._connect(self.account)
        return self._line

    def _notice(self, folder: str, why: str) -> None:
        source = f"{self.account.name}/{folder}" if folder else self.account.name
        self._notices.append(Notice(source, why, refused=False))


def _chunks(uids: Sequence[int], most: int) -> Iterator[list[int]]:
    for at in range(0, len(uids), most):
        yield list(uids[at : at + most])
