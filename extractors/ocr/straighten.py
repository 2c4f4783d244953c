"""A picture of a page set upright and straight, and the way back for boxes found on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from PIL import Image

from extractors.aids import Picture

Box = tuple[float, float, float, float]

_LONG_SIDE = 900
_WIDEST = 12.0
_LEAST = 0.15
"""Degrees under which lines are straight enough, and turning the picture would only blur it."""


_BLANK_SHARE = 0.0001
_EDGE = 0.04
"""Share of each side that is not looked at for blankness: punched holes and shadows lie there."""


@dataclass(frozen=True, slots=True)
class Upright:
    """The straightened pixels, and how they came about: `turned` clockwise, then `skew` taken away."""

    image: Image.Image
    picture: Picture
    turned: int
    skew: float

    def placed(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box around these pixels, in points of the page as it was shown. Never off the page."""
        corners = [self._back(x, y) for x in (left, right) for y in (top, bottom)]
        across = self.picture.points_width / self.picture.width
        down = self.picture.points_height / self.picture.height
        xs, ys = [x * across for x, _ in corners], [y * down for _, y in corners]
        width, height = self.picture.points_width, self.picture.points_height
        return (
            min(max(0.0, min(xs)), width),
            min(max(0.0, min(ys)), height),
            min(max(0.0, max(xs)), width),
            min(max(0.0, max(ys)), height),
        )

    def _back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the straightened picture, in pixels of the picture as it came."""
        width, height = self.image.size
        angle = radians(self.skew)
        dx, dy = x - width / 2, y - height / 2
        x, y = width / 2 + dx * cos(angle) - dy * sin(angle), height / 2 + dx * sin(angle) + dy * cos(angle)
        if self.turned == 90:
            return y, width - x
        if self.turned == 180:
            return width - x, height - y
        if self.turned == 270:
            return height - y, x
        return x, y


def upright(picture: Picture, turned: int = 0) -> Upright:
    """The picture turned clockwise by a multiple of 90 degrees, its lines made level."""
    image = Image.frombytes("L", (picture.width, picture.height), picture.gray)
    if turned:
        image = image.rotate(-turned, expand=True)
    skew = skew_of(image)
    if abs(skew) >= _LEAST:
        image = image.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    else:
        skew = 0.0
    return Upright(image, picture, turned, skew)


def is_blank(picture: Picture) -> bool:
    """Whether the page shows nothing: fewer dark points than a page number leaves."""
    pixels = np.frombuffer(picture.gray, dtype=np.uint8).reshape(picture.height, picture.width)
    down, across = int(picture.height * _EDGE), int(picture.width * _EDGE)
    inner = pixels[down : picture.height - down, across : picture.width - across]
    return bool(inner.size == 0 or float((inner < 0.7 * float(inner.mean())).mean()) < _BLANK_SHARE)


def skew_of(image: Image.Image) -> float:
    """By how many degrees, clockwise, the lines slope; 0 where the page tells nothing.

    Level lines make rows of pixels either dark or light: the angle whose row sums differ most is the one.
    """
    small = image.copy()
    small.thumbnail((_LONG_SIDE, _LONG_SIDE))
    pixels = np.asarray(small, dtype=np.float32)
    dark = pixels < min(200.0, float(pixels.mean()) * 0.85)
    if not 0.0005 < float(dark.mean()) < 0.5:
        return 0.0
    ys, xs = np.nonzero(dark)
    coarse = _best(xs, ys, np.arange(-_WIDEST, _WIDEST + 0.5, 1.0))
    return _best(xs, ys, np.arange(coarse - 1.0, coarse + 1.01, 0.2))


def _best(xs: np.ndarray, ys: np.ndarray, angles: np.ndarray) -> float:
    """The angle under which the dark points fall into the sharpest rows."""
    sharpness = [_sharpness(ys - xs * np.tan(np.radians(angle))) for angle in angles]
    return float(angles[int(np.argmax(sharpness))])


def _sharpness(heights: np.ndarray) -> float:
    rows = np.bincount((heights - heights.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(np.diff(rows)).sum())
