"""Pages once recognised, kept by what their picture looks like: the same page is never recognised twice."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

from extractors.aids import Picture, RecognisedPage
from extractors.ocr.engines import page_of
from pipeline.encoding import to_plain


class Shelf:
    """A folder of recognised pages. It can be emptied at any time; nothing but time is lost."""

    def __init__(self, folder: Path | None, engine: str) -> None:
        self._folder = folder
        self._engine = engine

    def get(self, picture: Picture) -> RecognisedPage | None:
        """What this engine read on these very pixels before."""
        if self._folder is None:
            return None
        try:
            return page_of(self._place(picture).read_bytes())
        except (OSError, ValueError, TypeError, KeyError):
            # a page that is missing, cut short or of another time is recognised again
            return None

    def put(self, picture: Picture, page: RecognisedPage) -> None:
        """Keep a page; a full or read-only disk only costs the time of doing it again."""
        if self._folder is None:
            return
        place = self._place(picture)
        partial = place.with_suffix(f".{os.getpid()}-{id(page)}")
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(json.dumps(to_plain(page), separators=(",", ":")).encode())
            partial.replace(place)

    def _place(self, picture: Picture) -> Path:
        assert self._folder is not None
        size = f"{self._engine} {picture.width} {picture.points_width} {picture.points_height}\n"
        key = hashlib.sha256(size.encode() + picture.gray).hexdigest()
        return self._folder / key[:2] / f"{key}.json"
