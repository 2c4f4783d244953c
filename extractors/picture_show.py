"""Pages of a picture to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image

from extractors.picture import pages_of
from extractors.shown import MOST_PIXELS, Shown


def show(data: bytes, numbers: Sequence[int], password: str = "") -> Iterator[Shown]:
    """The pages of these numbers, counted from 1, small enough for a screen."""
    wanted = frozenset(numbers)
    for number, page, width, height in pages_of(data, wanted):
        shrink = min(1.0, (MOST_PIXELS / (page.width * page.height)) ** 0.5)
        size = (max(1, round(page.width * shrink)), max(1, round(page.height * shrink)))
        yield Shown(number, page.resize(size, Image.Resampling.LANCZOS), width, height)
