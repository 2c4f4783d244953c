"""An open record's word to its people: suspenses brought before them, digests, calendars."""

from __future__ import annotations

from datetime import date, datetime

from coordination.calendars import calendar
from coordination.digests import Digest
from pipeline.problems import NotFound, Problem
from store import digesting, escalating, feeding, parties, persons
from store.digesting import Claimed, Reader, SentDigest
from store.escalating import Climbed
from store.feeding import Feed
from store.opened import OpenRecord
from store.tables.access import UserAccount
from store.views import User


class TellingRecord(OpenRecord):
    """Readers are named by user name, digests by their id, calendars by their id or their secret."""

    def escalate(self, today: date) -> Climbed:
        """Bring every suspense that the policy's ladder reaches before those who answer for it, once."""
        with self._write() as move:
            return escalating.climb(move, today)

    def put_mail_address(self, user: str, address: str, actor: str) -> None:
        """Where somebody's digest is sent; nowhere for an empty address. Raises IllegalMove or NotFound."""
        with self._write() as move:
            persons.put_address(move, user, address, actor)

    def mail_address(self, user: str) -> str:
        """Where somebody's digest is sent; empty where it is not."""
        with self._read() as connection:
            return next((one.address for one in digesting.readers(connection) if one.user == user), "")

    def digest_readers(self) -> tuple[Reader, ...]:
        """Everybody who gets a digest."""
        with self._read() as connection:
            return digesting.readers(connection)

    def digest(self, reader: Reader, day: date) -> Digest:
        """What somebody's digest of a day would say now: of what they may see, and nothing else."""
        with self.read_as(self._user(reader.user)), self._read() as connection:
            return digesting.gather(connection, reader, day)

    def begin_digest(self, user: str, day: date, now: datetime) -> Claimed | None:
        """Take a digest in hand before it is sent; None where it needs no sending or another has it."""
        with self._write() as move:
            return digesting.claim(move, user, day, now)

    def end_digest(
        self,
        claimed: Claimed,
        reader: Reader,
        subject: str = "",
        text: str = "",
        problem: Problem | None = None,
    ) -> None:
        """Put down what became of it: sent with these words, nothing to say, or why it failed."""
        with self._write() as move:
            digesting.end(move, claimed, reader, subject, text, problem)

    def digests(self, limit: int = 50, user: str | None = None) -> tuple[SentDigest, ...]:
        """The latest digests and what became of them."""
        with self._read() as connection:
            return digesting.sent(connection, limit, user)

    def make_feed(self, user: str, unit: str | None, actor: str) -> str:
        """A calendar of somebody's suspenses, or of a unit's; its secret, shown once.

        Raises IllegalMove or NotFound.
        """
        with self._write() as move:
            return feeding.make(move, user, unit, actor)

    def revoke_feed(self, feed: str, actor: str, user: str | None = None) -> None:
        """Let a calendar be read no more; only one of `user`, where it is named. Raises NotFound."""
        with self._write() as move:
            feeding.revoke(move, feed, user, actor)

    def feeds(self, user: str | None = None) -> tuple[Feed, ...]:
        """The calendars that can be read, of everybody or of one user."""
        with self._read() as connection:
            return feeding.feeds(connection, user)

    def feed(self, token: str, now: datetime) -> str:
        """The calendar of a secret as a text (RFC 5545). Raises NotFound, the same for every bad one."""
        today = now.astimezone(self.settings.zone).date()
        with self._read() as connection:
            opened = feeding.open_feed(connection, token, now)
        with self.read_as(self._user(opened.user)), self._read() as connection:
            events = feeding.events(connection, opened, today, self.settings.pages)
        if opened.stale:
            with self._write() as move:
                feeding.mark_read(move, opened.id, now)
        return calendar(opened.name, events)

    def _user(self, name: str) -> User:
        """Somebody by name, as they are now. Raises NotFound."""
        with self._read() as connection:
            found = next(iter(parties.users(connection, UserAccount.name == name)), None)
        if found is None:
            raise NotFound(f"There is no user {name!r}.", remedy="Choose somebody who signs in here.")
        return found
