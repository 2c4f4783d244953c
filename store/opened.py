"""An open record: its transactions, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from pipeline.agency import Agency
from pipeline.settings import Settings
from store import audit, parties
from store.blobs import Blobs
from store.database import Database, Transaction


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

    @contextmanager
    def _write(self) -> Iterator[Transaction]:
        with self._database.write() as move:
            yield move
            audit.append(move)

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._database.read() as connection:
            yield connection
