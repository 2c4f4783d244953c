"""An open record's library and its indexes: what is known of the law, what was asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from pipeline.calibration import Band, bands
from pipeline.documents import ExtractedDocument
from pipeline.library import LibraryEntry
from pipeline.nearness import nearly
from pipeline.ports import Embedder
from pipeline.searching import Search, search_for
from pipeline.spending import Exchange, Spent
from store import (
    asking,
    authorities,
    findable,
    finding,
    folk,
    indexing,
    judging,
    library,
    passages,
    related,
    search,
    shelf,
    sight,
)
from store.beside import SideTable
from store.database import Transaction
from store.folk import Writer
from store.indexing import Edition
from store.library import Shelved
from store.related import Question
from store.vectors import Vectors
from store.views import AuthorityRow, AuthorityView, Finished, Found, Related

_RECOUNT = 600.0


class KnownRecord(SideTable):
    """Authorities are named by their whole citation in normal form ("EO 13556", "44 U.S.C. 3501")."""

    _edition: Edition | None = None

    @cached_property
    def _tracks(self) -> dict[tuple[str, str | None], tuple[float, tuple[Band, ...]]]:
        return {}

    def _keep_attachments(self, move: Transaction, kept: Sequence[str], read: ExtractedDocument) -> None:
        """Keep the attachments of a reading, whatever was disposed of meanwhile."""
        if kept:
            move.lock("admission")
        for sha256, attachment in zip(kept, read.attachments, strict=True):
            self._keep_again(sha256, attachment.data)

    # what models were asked

    def keep_exchange(self, exchange: Exchange) -> None:
        """Keep the record of a question to a model. Raises ResourceShort."""
        with self._write() as move:
            asking.keep(move, exchange)

    def spent_since(self, moment: datetime) -> Spent:
        """What all questions to models cost since then, by every process of the office."""
        with self._read() as connection:
            return asking.spent_since(connection, moment)

    def exchanges(self, original: str | None = None, limit: int = 50) -> tuple[Exchange, ...]:
        """The last questions to models, the newest first; about one original alone where it is named."""
        with self._read() as connection:
            return asking.exchanges(connection, original, limit)

    # what reviewers decided

    def track_record(self, analyzer: str, model: str | None = None) -> tuple[Band, ...]:
        """How often the drafts of an analyzer, with this model, were right, by the latest decisions.

        Counted anew every ten minutes: one more decision among hundreds changes little.
        """
        kept = self._tracks.get((analyzer, model))
        if kept is None or time.monotonic() - kept[0] > _RECOUNT:
            with sight.everything(), self._read() as connection:
                found = bands(judging.judged(connection, analyzer, model))
            kept = self._tracks[analyzer, model] = time.monotonic(), found
        return kept[1]

    def finished(self) -> tuple[Finished, ...]:
        """The documents on which nothing waits for a decision any more."""
        with self._read() as connection:
            return judging.finished(connection)

    # the library

    def authorities(self) -> tuple[AuthorityRow, ...]:
        """Every legal authority on the record, by citation."""
        with self._read() as connection:
            return authorities.rows(connection)

    def authority(self, citation: str) -> AuthorityView:
        """One authority with what became of it. Raises NotFound."""
        with self._read() as connection:
            return shelf.view(connection, citation)

    def authority_text(self, citation: str) -> str:
        """The text of an authority. Raises NotFound where it is not held."""
        with self._read() as connection:
            return shelf.text(connection, citation)

    def authority_graph(
        self, citation: str, depth: int = 1, changes_only: bool = False
    ) -> tuple[tuple[str, str, str], ...]:
        """References around an authority as (from, relation, to), to `depth` steps away. Raises NotFound."""
        with self._read() as connection:
            return tuple(shelf.edges(connection, citation, depth, changes_only))

    def shelve(self, batch: Sequence[LibraryEntry], source: str, actor: str) -> Shelved:
        """File library entries. Again changes nothing; a stub is filled in, never doubled."""
        with self._write() as move:
            return library.shelve(move, batch, source, actor)

    # finding

    def search(self, wanted: Search | str, limit: int = 20) -> tuple[Found, ...]:
        """What holds the words, kind by kind, at most `limit` of each. Raises NotSearchable."""
        wanted = search_for(wanted) if isinstance(wanted, str) else wanted
        with self._read() as connection:
            return finding.find(connection, wanted, limit)

    def holds_authority(self, citation: str) -> str | None:
        """The citation as the record spells it; None where the authority is not on it."""
        with self._read() as connection:
            return finding.jump(connection, citation)

    def near_citations(self, typed: str) -> tuple[str, ...]:
        """Citations on the record that are one slip away from this one, the likeliest first."""
        with self._read() as connection:
            return nearly(typed, finding.citations(connection))

    def writers(self, words: Sequence[str], limit: int = 50) -> tuple[Writer, ...]:
        """Those from whom documents came whose name has all the words, who wrote most often first."""
        with self._read() as connection:
            return folk.writers(connection, words, limit)

    def related(self, question: Question, limit: int = 10) -> tuple[Related, ...]:
        """What has to do with a text: what it cites first, then what is like it, each with the reason."""
        with self._read() as connection:
            self._edition = indexing.current(connection, self._edition)
            return related.related(connection, self._edition, self.vectors, question, limit)

    @cached_property
    def vectors(self) -> Vectors:
        """The index of vectors; loaded when it is first asked."""
        return Vectors(self.settings.home / "vectors", self.settings.chroma_url or None)

    def index(
        self,
        told: Callable[[int, int], None] = lambda done, total: None,
        *,
        at_least: int = 1,
        embedder: Embedder | None = None,
    ) -> int:
        """Put texts that wait into the index of vectors; how many. `told` hears how many of all are done.

        Nothing where fewer than `at_least` wait, or where another process does so now. With an `embedder`
        the texts of the library get vectors of meaning too.
        """
        with self._read() as connection:
            waits = indexing.waiting(connection)
        if waits < at_least and not (embedder and at_least == 1):
            return 0
        return indexing.drain(self._database, self.vectors, told, embedder)

    def reindex(self) -> int:
        """Build the indexes of words anew, note all texts for the vectors; how many documents there are."""
        with self._write() as move:
            findable.rebuild(move.connection)
            passages.rebuild(move.connection)
            return search.rebuild(move.connection)
