"""A page drawn to be looked at, and its image as a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops

from extractors.placing import Mark

DOTS_PER_INCH = 110
MOST_PIXELS = 2_000_000
_GRAYS = 16
_COLOURED = 24
"""How far a pixel's colours must lie apart, of 255, before the page is worth its colours."""

_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Shown:
    """One page, numbered from 1: its picture, its size in points, and the marks drawn on it where known."""

    number: int
    image: Image.Image
    width: float
    height: float
    marks: Sequence[Mark] = ()


def as_file(image: Image.Image) -> tuple[str, bytes]:
    """Media type and bytes: PNG in sixteen grays for plain print, JPEG for what has colours."""
    out = io.BytesIO()
    if _has_colours(image):
        image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
        return "image/jpeg", out.getvalue()
    gray = image.convert("L").quantize(_GRAYS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    gray.save(out, "PNG", compress_level=6, bits=4)
    return "image/png", out.getvalue()


def _has_colours(image: Image.Image) -> bool:
    if image.mode in ("1", "L"):
        return False
    small = image.convert("RGB").resize((max(1, image.width // 4), max(1, image.height // 4)))
    red, green, blue = small.split()
    apart = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return sum(apart.histogram()[_COLOURED:]) > 0.0005 * small.width * small.height
