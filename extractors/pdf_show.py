"""PDF pages to look at, and where their words were drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pypdfium2

from extractors.pagelines import SOFT_HYPHEN, PageText
from extractors.pdf import opened
from extractors.pdf_frame import frame_of
from extractors.pdf_render import scale_for
from extractors.placing import Mark
from extractors.shown import DOTS_PER_INCH, MOST_PIXELS, Shown
from pipeline.problems import Damaged

_MARK = re.compile(rf"[^\s{SOFT_HYPHEN}]+{SOFT_HYPHEN}?")


def show(data: bytes, numbers: Sequence[int], password: str = "") -> Iterator[Shown]:
    """The pages of these numbers, counted from 1. A page that cannot be drawn is left out."""
    document = opened(data, password)
    try:
        for number in numbers:
            try:
                yield _shown(document, number)
            except (pypdfium2.PdfiumError, IndexError):
                continue
    finally:
        document.close()


def _shown(document: pypdfium2.PdfDocument, number: int) -> Shown:
    page = document[number - 1]
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise Damaged("A page has no size.", f"It is page {number}.", "Look at the original.")
    scale = scale_for(width, height, DOTS_PER_INCH, MOST_PIXELS)
    bitmap = page.render(scale=scale, may_draw_forms=True)
    image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    marks = _marks(page)
    page.close()
    return Shown(number, image, width, height, marks)


def _marks(page: pypdfium2.PdfPage) -> list[Mark]:
    """Every run of characters without a blank, a broken word's first half with its hyphen."""
    handle = page.get_textpage()
    text = PageText(handle.raw, frame_of(page))
    marks = [_mark(text, match) for match in _MARK.finditer(text.text)]
    handle.close()
    return marks


def _mark(text: PageText, match: re.Match[str]) -> Mark:
    start, end = match.span()
    broken = match[0].endswith(SOFT_HYPHEN)
    first, last = text.boxes((start, end - 1 - broken if end - start > 1 else start))
    words = match[0].rstrip(SOFT_HYPHEN) + ("-" if broken else "")
    return Mark(
        words,
        min(first[0], last[0]),
        min(first[1], last[1]),
        max(first[2], last[2]),
        max(first[3], last[3]),
    )
