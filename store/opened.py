"""An open record: its transactions, and the people who may sign in to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from pipeline.agency import Agency
from pipeline.settings import Settings
from store import audit, parties, signin
from store.blobs import Blobs
from store.database import Database, Transaction
from store.views import User


class OpenRecord:
    """The connection to one record. Give it back with `dispose`, or use it as a context."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self._database = database
        self._blobs = Blobs(settings.originals_folder)

    def dispose(self) -> None:
        """Give back every connection. The object must not be used afterwards."""
        self._database.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dispose()

    @contextmanager
    def request(self, request: str) -> Iterator[None]:
        """Every audit event written by this thread inside the block carries this request id."""
        with audit.request(request):
            yield

    def agency(self) -> Agency:
        """The receiving agency and its organization units."""
        with self._read() as connection:
            return parties.agency(connection)

    def users(self) -> tuple[User, ...]:
        """Everybody who may sign in, by name."""
        with self._read() as connection:
            return parties.users(connection)

    def add_user(self, user: User, actor: str) -> None:
        """Let somebody sign in, or change the roles of somebody who may. Raises IllegalMove."""
        with self._write() as move:
            parties.add_user(move, user, actor)

    def issue_link(self, user: str, now: datetime) -> str:
        """A token that signs this user in once within 15 minutes. Raises NotFound."""
        with self._write() as move:
            return signin.issue_link(move, user, now)

    def redeem(self, token: str, now: datetime) -> str:
        """A session token for a sign-in token. Raises NotFound when it is unknown, used or too old."""
        with self._read() as connection:
            if not signin.is_good(connection, token, now):
                raise signin.spent()
        with self._write() as move:
            return signin.redeem(move, token, now)

    def session(self, token: str, now: datetime) -> User | None:
        """Who this session is; None after 30 idle minutes or 12 hours. Asking keeps it awake."""
        with self._read() as connection:
            found = signin.session(connection, token, now)
        if found and found.stale:
            with self._write() as move:
                signin.touch(move, token, now)
        return found.user if found else None

    def end_session(self, token: str) -> None:
        """Sign out. An unknown token is no error."""
        with self._write() as move:
            signin.end_session(move, token)

    @contextmanager
    def _write(self) -> Iterator[Transaction]:
        with self._database.write() as move:
            yield move
            audit.append(move)

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._database.read() as connection:
            yield connection
