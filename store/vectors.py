"""The index of vectors over Chroma: embedded in the home folder, or a server. It can always be built anew.

Chroma is opened when it is first asked for: loading it takes a second. Its own way of making vectors, which
would fetch a model, is never used: vectors come from `pipeline.weighing` or from an endpoint.
"""

from __future__ import annotations

import fcntl
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.problems import ResourceShort

LOG = logging.getLogger(__name__)

BATCH = 1000
"""Rows in one call: Chroma takes at most 5,461, and single rows cost thirty times as much."""

_SPACE = {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}}


@dataclass(frozen=True, slots=True)
class Placed:
    """A vector under its key. `owner` groups keys that are forgotten together."""

    key: str
    owner: str
    values: Sequence[float]


class Vectors:
    """Collections of vectors in a folder, or on the server at `address` ("http://127.0.0.1:8000").

    In a folder one process writes at a time (`writing`), for two writers at once lose vectors without a
    word; a reader that was open meanwhile opens anew. A server that does not answer is a ResourceShort.
    """

    def __init__(self, folder: Path, address: str | None = None) -> None:
        self._folder = folder
        self._address = address
        self._client: Any = None
        self._seen = ""
        self._turn = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """Whether this process may write now; False while another does."""
        if self._address:
            yield True
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "writer.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            try:
                yield True
            finally:
                if self._address is None:
                    self._tell()

    def put(self, collection: str, rows: Sequence[Placed]) -> None:
        """Keep vectors under their keys, in place of earlier ones."""
        with self._answering():
            held = self._collection(collection)
            for at in range(0, len(rows), BATCH):
                part = rows[at : at + BATCH]
                held.upsert(
                    ids=[row.key for row in part],
                    embeddings=[list(row.values) for row in part],
                    metadatas=[{"owner": row.owner} for row in part],
                )

    def forget(self, collection: str, owner: str) -> None:
        """Drop every vector of an owner."""
        with self._answering():
            self._collection(collection).delete(where={"owner": owner})

    def nearest(self, collection: str, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """The keys nearest to a vector with their likeness (1: equal), the nearest first."""
        with self._turn, self._answering():
            self._refresh()
            held = self._collection(collection)
            found = held.query(query_embeddings=[list(vector)], n_results=limit, include=["distances"])
        ids, distances = found["ids"][0], found["distances"][0]
        return [(key, 1.0 - float(distance)) for key, distance in zip(ids, distances, strict=True)]

    def count(self, collection: str) -> int:
        """How many vectors a collection holds."""
        with self._answering():
            return int(self._collection(collection).count())

    def keep_only(self, collections: Sequence[str], family: str) -> None:
        """Drop every other collection whose name begins with the family's."""
        with self._answering():
            client = self._open()
            for held in client.list_collections():
                if held.name.startswith(family) and held.name not in collections:
                    client.delete_collection(held.name)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Turn what a client says of a server that is away into ResourceShort; begin anew the next time."""
        try:
            yield
        except Exception as error:
            # what the client raises, and what its transport does, is not ours to list
            if self._address is None:
                raise
            self._client = None
            raise ResourceShort(
                f"The vector server at {self._address} does not answer.",
                f"{type(error).__name__}: {error}".splitlines()[0][:200],
                "Start it with `chroma run`; until then texts wait, and searches go without it.",
            ) from error

    def _collection(self, name: str) -> Any:
        return self._open().get_or_create_collection(name, embedding_function=None, configuration=_SPACE)

    def _open(self) -> Any:
        if self._client is None:
            self._client = self._opened()
        return self._client

    def _opened(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._address is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._seen = self._stamp()
            return chromadb.PersistentClient(path=str(self._folder), settings=settings)
        host, _, port = self._address.removeprefix("http://").removeprefix("https://").partition(":")
        return chromadb.HttpClient(
            host=host, port=int(port or 8000), ssl=self._address.startswith("https"), settings=settings
        )

    def _refresh(self) -> None:
        """Open anew where another process has written since: an open client answers from before."""
        if self._client is None or self._address or self._stamp() == self._seen:
            return
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()
        self._client = None

    def _tell(self) -> None:
        path = self._folder / "stamp"
        number = int(self._stamp() or 0) + 1
        path.write_text(str(number))
        if self._client is not None:
            self._seen = str(number)

    def _stamp(self) -> str:
        path = self._folder / "stamp"
        return path.read_text() if path.exists() else ""
