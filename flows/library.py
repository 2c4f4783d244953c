"""Filling the library from a collection: read and analysed in limited children, filed batch by batch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.wiring import Sandbox
from pipeline.encoding import Json, from_plain, to_plain
from pipeline.library import LibraryEntry, LibraryText, Refusal, Shelf

if TYPE_CHECKING:
    from store.library import Shelved
    from store.records import SqlRecords

SHELVES = "extractors.library:shelves"
SHELVE = "analysis.worker:shelve"
BATCH = 50
"""Authorities in one transaction, and in one job of a child."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What an import did, and what it could not take in."""

    source: str
    read: int
    shelved: Shelved
    refused: tuple[Refusal, ...]


def fill(
    records: SqlRecords,
    sandbox: Sandbox,
    data: bytes,
    source: str,
    actor: str,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Filled:
    """File every authority of a collection; `told` hears how many of how many are done.

    Each batch is a transaction of its own: an import that is cut short goes on where it is offered again.
    Raises Damaged or Quarantined for a collection that cannot be read at all.
    """
    from store.library import Shelved

    shelf = from_plain(Shelf, json.loads(sandbox.call(SHELVES, data)))
    refused = list(shelf.refused)
    shelved, done = Shelved(), 0
    for texts, entries, left_out in _analysed(sandbox, shelf.texts):
        shelved += records.shelve(entries, source, actor)
        refused += left_out
        done += len(texts)
        told(done, len(shelf.texts))
    return Filled(source, len(shelf.texts), shelved, tuple(refused))


def _analysed(
    sandbox: Sandbox, texts: Sequence[LibraryText]
) -> Iterator[tuple[Sequence[LibraryText], list[LibraryEntry], list[Refusal]]]:
    """Batches in order, some of them under way in children while one is filed."""
    batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = pool.map(lambda batch: sandbox.call(SHELVE, _payload(batch)), batches)
        for batch, answer in zip(batches, answers, strict=True):
            rows: list[Json] = json.loads(answer)
            entries = [from_plain(LibraryEntry, row) for row in rows if isinstance(row, dict)]
            left_out = [
                Refusal(text.where, row)
                for text, row in zip(batch, rows, strict=True)
                if isinstance(row, str)
            ]
            yield batch, entries, left_out


def _payload(batch: Sequence[LibraryText]) -> bytes:
    return json.dumps(to_plain(list(batch))).encode()
