"""Pictures of PDF pages, drawn by pdfium within a limit of pixels."""

from __future__ import annotations

from math import sqrt

import pypdfium2

from extractors.aids import Picture
from pipeline.problems import Damaged

_DOTS_PER_INCH = 200
MOST_PIXELS = 25_000_000


def scale_for(width: float, height: float, dots_per_inch: float, most_pixels: int) -> float:
    """Pixels for each point, at most as many as asked for and never more pixels than allowed."""
    area = max(1.0, width * height)
    return min(dots_per_inch / 72, sqrt(most_pixels / area))


def picture_of(document: pypdfium2.PdfDocument, number: int) -> Picture:
    """The gray pixels of one page, numbered from 1, at 200 dots per inch. Raises Damaged."""
    try:
        page = document[number - 1]
        width, height = page.get_size()
        bitmap = page.render(
            scale=scale_for(width, height, _DOTS_PER_INCH, MOST_PIXELS), grayscale=True, may_draw_forms=True
        )
    except pypdfium2.PdfiumError:
        raise Damaged(
            "A page cannot be drawn.", f"Page {number} is damaged.", "Look at the original."
        ) from None
    image = bitmap.to_pil().convert("L")
    bitmap.close()
    page.close()
    return Picture(image.width, image.height, image.tobytes(), width, height)
