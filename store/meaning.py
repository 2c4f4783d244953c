"""Vectors of meaning beside those of words, where an office names an embedding model.

Each model has a collection of its own. Only texts of the library are shown to it, never a receipt.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence

from sqlalchemy import insert

from pipeline.ports import Embedder
from pipeline.problems import AnalyzerAway
from store import passages
from store.database import Database
from store.passages import TASK, Owner
from store.vectors import Placed, Vectors

LOG = logging.getLogger(__name__)

_FAMILY = "meaning"


def collection_of(model: str) -> str:
    """The collection of a model, by a short name that every database takes."""
    return f"{_FAMILY}-{hashlib.sha256(model.encode()).hexdigest()[:12]}"


def call_up(database: Database, vectors: Vectors, embedder: Embedder) -> None:
    """Note every text of the library anew where this model has seen none of it."""
    vectors.keep_only([collection_of(embedder.name)], _FAMILY)
    if vectors.count(collection_of(embedder.name)):
        return
    with database.write() as move:
        owners = [owner for owner in passages.owners(move.connection) if owner.authority]
        if owners:
            move.connection.execute(insert(TASK), [{**owner.columns, "again": 0} for owner in owners])


def feed(
    database: Database, vectors: Vectors, embedder: Embedder, owners: Sequence[Owner]
) -> Embedder | None:
    """Place the passages of these authorities; None in place of an embedder that does not answer.

    What was placed is then dropped, so that the next time begins anew and nothing is missing unseen.
    """
    keys: list[tuple[str, str]] = []
    texts: list[str] = []
    with database.read() as connection:
        for owner in (one for one in owners if one.authority):
            title, body = passages.text_of(connection, owner)
            for passage in passages.of_owner(connection, owner):
                keys.append((passage.key, owner.prefix))
                texts.append(f"{title} {body[passage.span.start : passage.span.end]}")
    if not texts:
        return embedder
    try:
        found = embedder.vectors(texts)
    except AnalyzerAway as problem:
        LOG.warning("no vectors of meaning: %s", " ".join(problem.lines))
        vectors.keep_only([], _FAMILY)
        return None
    rows = [Placed(key, prefix, values) for (key, prefix), values in zip(keys, found, strict=True)]
    vectors.put(collection_of(embedder.name), rows)
    return embedder
