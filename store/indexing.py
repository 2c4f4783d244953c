"""Feeding the index of vectors from the notes that writes leave: one process at a time, in batches.

An edition is the weights of words at one time. Vectors of different weights must not be compared, so each
edition has a collection of its own; when the passages have doubled since, the next edition is begun, and the
old one answers until it is full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from pipeline.ports import Embedder
from pipeline.weighing import DIMENSIONS, Weights, unpacked, weighed
from store import meaning, passages
from store.database import Database
from store.passages import EDITION, PASSAGE, TASK, Owner
from store.vectors import Placed, Vectors

OWNERS = 200
"""Texts in one batch: so much is done again after a crash."""

_FAMILY = "passages"
_FEWEST = 50
"""So many passages more are worth new weights, however few there were."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The weights in force and the collection of their vectors."""

    id: int
    passages: int
    weights: Weights

    @property
    def collection(self) -> str:
        """Its name tells weights and dimensions."""
        return collection_of(self.id)


def collection_of(edition: int) -> str:
    """The collection of an edition."""
    return f"{_FAMILY}-{edition}-{DIMENSIONS}"


def current(connection: Connection, known: Edition | None = None) -> Edition | None:
    """The edition that answers; None before the first is full. `known` is given back where it still does."""
    query = select(EDITION.c.id).where(EDITION.c.ready == 1).order_by(EDITION.c.id.desc()).limit(1)
    found = connection.execute(query).scalar()
    if found is None or (known is not None and known.id == found):
        return known if found is not None else None
    return _edition(connection, found)


def _edition(connection: Connection, number: int) -> Edition:
    row = connection.execute(select(EDITION).where(EDITION.c.id == number)).one()
    return Edition(row.id, row.passages, unpacked(row.weights))


def drain(
    database: Database,
    vectors: Vectors,
    told: Callable[[int, int], None] = lambda done, all_: None,
    embedder: Embedder | None = None,
) -> int:
    """Index what waits, unless another process does so; how many texts. `told` hears of the progress.

    With an `embedder` the texts of the library get vectors of meaning too; receipts are not shown to it.
    """
    with vectors.writing() as mine:
        if not mine:
            return 0
        edition = _right_edition(database)
        if embedder is not None:
            meaning.call_up(database, vectors, embedder)
        done = 0
        with database.read() as connection:
            total = waiting(connection)
        for count in _batches(database, vectors, edition, embedder):
            done += count
            told(done, total)
        _ready(database, vectors, edition)
    return done


def waiting(connection: Connection) -> int:
    """How many texts wait to be put into the index of vectors."""
    return connection.execute(select(func.count()).select_from(TASK)).scalar_one()


def _right_edition(database: Database) -> Edition:
    """The newest edition; a new one, with every text noted anew, where the weights have drifted."""
    with database.read() as connection:
        newest = connection.execute(select(func.max(EDITION.c.id))).scalar()
        held = _edition(connection, newest) if newest is not None else None
        count = connection.execute(select(func.count()).select_from(PASSAGE)).scalar_one()
        if held is not None and count < max(2 * held.passages, held.passages + _FEWEST):
            return held
        weights = weighed(_all_texts(connection))
    with database.write() as move:
        values = {"passages": weights.passages, "weights": weights.packed(), "ready": 0}
        number = move.connection.execute(insert(EDITION).values(values).returning(EDITION.c.id)).scalar_one()
        owners = passages.owners(move.connection)
        move.connection.execute(delete(TASK))
        if owners:
            move.connection.execute(insert(TASK), [{**owner.columns, "again": 0} for owner in owners])
    return Edition(number, weights.passages, weights)


def _all_texts(connection: Connection) -> Iterator[str]:
    for owner in passages.owners(connection):
        title, body = passages.text_of(connection, owner)
        for passage in passages.of_owner(connection, owner):
            yield f"{title} {body[passage.span.start : passage.span.end]}"


def _batches(
    database: Database, vectors: Vectors, edition: Edition, embedder: Embedder | None
) -> Iterator[int]:
    while True:
        with database.read() as connection:
            tasks = connection.execute(select(TASK).order_by(TASK.c.id).limit(OWNERS)).all()
            # a text that was written twice waits twice, and is placed once
            owners = dict.fromkeys(_owner(task) for task in tasks)
            rows = [row for owner in owners for row in _rows(connection, edition.weights, owner)]
        if not tasks:
            return
        for owner in dict.fromkeys(_owner(task) for task in tasks if task.again):
            vectors.forget(edition.collection, owner.prefix)
        if rows:
            vectors.put(edition.collection, rows)
        if embedder is not None:
            embedder = meaning.feed(database, vectors, embedder, list(owners))
        with database.write() as move:
            move.connection.execute(delete(TASK).where(TASK.c.id.in_([task.id for task in tasks])))
        yield len(tasks)


def _owner(task: object) -> Owner:
    return Owner(getattr(task, "document_id", None) or 0, getattr(task, "authority_id", None) or 0)


def _rows(connection: Connection, weights: Weights, owner: Owner) -> Iterator[Placed]:
    title, body = passages.text_of(connection, owner)
    for passage in passages.of_owner(connection, owner):
        words = f"{title} {body[passage.span.start : passage.span.end]}"
        yield Placed(passage.key, owner.prefix, weights.vector(words))


def _ready(database: Database, vectors: Vectors, edition: Edition) -> None:
    with database.write() as move:
        move.connection.execute(update(EDITION).where(EDITION.c.id == edition.id).values(ready=1))
        move.connection.execute(delete(EDITION).where(EDITION.c.id < edition.id))
    vectors.keep_only([edition.collection], _FAMILY)
