"""From pdfium's coordinates, which count from the lower left, to points from the top left corner as shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left corner."""


class CropBox(NamedTuple):
    """The part of a page that is shown, in the page's own space."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The shown part of a page, turned by a multiple of 90 degrees."""

    box: CropBox
    rotation: int

    @property
    def width(self) -> float:
        """How wide the page is when turned so."""
        across, up = self.box.right - self.box.left, self.box.top - self.box.bottom
        return up if self.rotation in (90, 270) else across

    @property
    def height(self) -> float:
        """How high the page is when turned so."""
        across, up = self.box.right - self.box.left, self.box.top - self.box.bottom
        return across if self.rotation in (90, 270) else up

    def placing(self) -> Callable[[float, float, float, float], Box]:
        """What tells of left, top, right and bottom in the page's own space where that box is shown."""
        x0, y0, x1, y1 = self.box
        if self.rotation == 90:
            return lambda left, top, right, bottom: (bottom - y0, left - x0, top - y0, right - x0)
        if self.rotation == 180:
            return lambda left, top, right, bottom: (x1 - right, bottom - y0, x1 - left, top - y0)
        if self.rotation == 270:
            return lambda left, top, right, bottom: (y1 - top, x1 - right, y1 - bottom, x1 - left)
        return lambda left, top, right, bottom: (left - x0, y1 - top, right - x0, y1 - bottom)


def frame_of(page: pypdfium2.PdfPage) -> Frame:
    """Takes places in the page's own space to points from the top left corner of the page as shown."""
    return Frame(CropBox(*page.get_cropbox()), page.get_rotation())
