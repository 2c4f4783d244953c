"""An open record's exchange with other coordination systems."""

from __future__ import annotations

from coordination.exchange import Package
from store import exchanging, giving
from store.known import KnownRecord
from store.views import Brought


class ExchangedRecord(KnownRecord):
    """What comes from other systems and goes to them."""

    def bring(self, package: Package, source: str, actor: str) -> Brought:
        """Take in a package's records, by their own keys: again changes nothing.

        Actions get a number of ours and keep theirs as the external number. What was changed here since the
        last time stays; what cannot become a row is kept with all its fields and said. Raises ResourceShort.
        """
        with self._write() as move:
            return exchanging.bring(move, package, source, actor)

    def package(self) -> Package:
        """The record as a package: what came from elsewhere as it came, changed where it was changed here."""
        with self._read() as connection:
            return giving.package(connection)
