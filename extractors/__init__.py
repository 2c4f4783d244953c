"""The reading rooms: bytes in, a document with its text and places out. Foreign bytes are read in a child."""

from __future__ import annotations

from extractors.formats import READERS, SPARE_READERS
from extractors.reading import InProcessReader, SafeReader, open_reader

__all__ = ["READERS", "SPARE_READERS", "InProcessReader", "SafeReader", "open_reader"]
