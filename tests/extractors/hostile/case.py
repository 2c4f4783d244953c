"""What one hostile file is: its bytes made when asked for, and the states in which reading it may end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.problems import ReadingState

READ = ReadingState.EXTRACTED
PARTLY = ReadingState.EXTRACTED_PARTIAL
LOCKED = ReadingState.NEEDS_PASSWORD
SCAN = ReadingState.NEEDS_OCR
UNKNOWN = ReadingState.UNSUPPORTED_FORMAT
SET_ASIDE = ReadingState.QUARANTINED
FAILED = ReadingState.FAILED


@dataclass(frozen=True, slots=True)
class Trap:
    """What hostile files point at: nothing of `file` may show in a text, nobody may call at `address`."""

    file: str
    address: str


Maker = Callable[[Trap], bytes]


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file. `told` are words that an honest reader must still find; `dear` ones take seconds."""

    name: str
    make: Maker
    ends: frozenset[ReadingState]
    note: str
    told: str = ""
    dear: bool = False


def fixed(data: bytes) -> Maker:
    """Bytes that are ready, and the same for every trap."""
    return lambda _: data


def hostile(
    name: str, make: Maker, *ends: ReadingState, note: str, told: str = "", dear: bool = False
) -> Hostile:
    """A case in one line."""
    return Hostile(name, make, frozenset(ends), note, told, dear)
