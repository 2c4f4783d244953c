"""An open record: its transactions, and whose it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from pipeline.agency import Agency
from pipeline.settings import Settings
from store import audit, parties, readers, sight
from store.blobs import Blobs
from store.database import Database, Transaction
from store.lasting import Lasting
from store.sight import Sight
from store.views import User


class OpenRecord:
    """The connection to one record. Give it back with `dispose`, or use it as a context."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self._database = database
        self._blobs = Blobs(settings.originals_folder)
        self._lasting = Lasting(database.read)

    def dispose(self) -> None:
        """Give back every connection. The object must not be used afterwards."""
        self._lasting.rest()
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

    @contextmanager
    def read_as(self, user: User | None) -> Iterator[None]:
        """Inside, every method reads what this user may see and no more; None reads everything.

        What they may not see is not there: lists and counts are without it, and to name it is NotFound.
        """
        with sight.looking(self.sight(user)):
            yield

    def sight(self, user: User | None) -> Sight | None:
        """How far a user sees; None where nothing is held back."""
        if user is None or readers.sees_all(user):
            return None
        with sight.everything(), self._read() as connection:
            return readers.sight_of(connection, user, datetime.now(self.settings.zone).date())

    def held_back(self, user: User, names: Collection[str]) -> bool:
        """Whether one of these names a document, action or item that is kept from this user."""
        found = self.sight(user)
        if found is None:
            return False
        with self._read() as connection:
            return readers.held_back(connection, found, names)

    def agency(self) -> Agency:
        """The receiving agency and its organization units."""
        with self._read() as connection:
            return parties.agency(connection)

    @contextmanager
    def _write(self) -> Iterator[Transaction]:
        with self._database.write() as move:
            yield move
            audit.append(move)

    def _keep_again(self, sha256: str, data: bytes) -> None:
        """Keep bytes anew that a disposal removed since: called under the lock that a disposal takes."""
        if not self._blobs.place(sha256).is_file():
            self._blobs.put(data)

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._database.read() as connection:
            yield connection
