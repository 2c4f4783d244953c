"""What a reader may be helped with: a password, and the words that were recognised on pictured pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """The pixels of one page: `gray` holds width x height bytes, row by row, 0 black to 255 white.

    `points_width` and `points_height` are the page's size as shown, in points of 1/72 inch.
    """

    width: int
    height: int
    gray: bytes
    points_width: float
    points_height: float

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1 or len(self.gray) != self.width * self.height:
            raise ValueError(f"{len(self.gray)} pixels are not {self.width} x {self.height}")


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word as an engine read it; its box in points from the top left corner of the page as shown.

    `line` numbers the line that it stands on, `confidence` goes from 0 to 1.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    line: int


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What an engine read on one page. `turned` says by how many degrees clockwise it was set upright first.

    `passed_over` counts marks that were too uncertain to be called words; a `blank` page shows nothing;
    `patch` names the patch code (T, 2 or 3) whose bars the page bears.
    """

    words: tuple[RecognisedWord, ...]
    engine: str
    turned: int = 0
    skew: float = 0.0
    passed_over: int = 0
    blank: bool = False
    patch: str = ""

    @property
    def confidence(self) -> float | None:
        """The mean over the words' letters, 0 to 1; None where there are none."""
        letters = sum(len(word.text) for word in self.words)
        if not letters:
            return None
        return sum(word.confidence * len(word.text) for word in self.words) / letters


@dataclass(frozen=True, slots=True)
class Aids:
    """Help for reading one document; page numbers count from 1."""

    password: str = field(default="", repr=False)
    recognised: Mapping[int, RecognisedPage] = field(default_factory=dict)


NO_AIDS = Aids()
