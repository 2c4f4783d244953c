"""Pages drawn for recognition: words of our own, set at known places, then spoiled as a scanner spoils them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractors.aids import Picture

DOTS = 200
WIDE, HIGH = 1700, 2200
LETTER = (
    "Harbor Office of Coastal Permits",
    "Dear Commissioner Whitfield,",
    "The council asks the bureau to answer before",
    "the hearing on dredging in the northern basin.",
    "Please send the signed survey, the tide tables",
    "and the list of moorings to the clerk of works.",
    "The survey must name every vessel over forty",
    "tons that lay in the basin during last winter.",
    "Sincerely, the harbor master and his deputy",
)
COLUMNS = (
    (
        "Every boat that enters the",
        "basin must show a lamp at",
        "its bow from sunset until",
        "the morning bell is rung by",
        "the watchman on the pier.",
        "Boats without a lamp will be",
        "moored outside the chain.",
    ),
    (
        "The toll for a night is paid",
        "at the small house beside",
        "the crane. Fishing crews of",
        "the parish pay nothing when",
        "they land their catch here,",
        "and may dry their nets along",
        "the eastern quay all week.",
    ),
)


def blank_page() -> Image.Image:
    """A white letter page at 200 dots per inch."""
    return Image.new("L", (WIDE, HIGH), 255)


def write(
    page: Image.Image, lines: Sequence[str], left: int = 200, top: int = 250, size: int = 44
) -> Image.Image:
    """The page with these lines on it, one below the other, in pixels."""
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size)
    for number, line in enumerate(lines):
        pen.text((left, top + round(number * 1.9 * size)), line, font=font, fill=20)
    return page


def letter_page(lines: Sequence[str] = LETTER) -> Image.Image:
    """A clean page with one column of lines."""
    return write(blank_page(), lines)


def two_column_page() -> Image.Image:
    """A clean page with two columns."""
    page = blank_page()
    for left, lines in zip((120, 920), COLUMNS, strict=True):
        write(page, lines, left, size=40)
    return page


def noisy(page: Image.Image) -> Image.Image:
    """Gray paper, grain and specks."""
    grain = np.random.default_rng(7)
    dots = np.asarray(page, dtype=np.float32) * 0.8 + 30 + grain.normal(0, 14, (page.height, page.width))
    dots[grain.random(dots.shape) < 0.0005] = 0
    return Image.fromarray(dots.clip(0, 255).astype(np.uint8))


def skewed(page: Image.Image, degrees: float) -> Image.Image:
    """The page as it comes when it went in askew."""
    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)


def fax(page: Image.Image) -> Image.Image:
    """Black and white at 150 dots per inch."""
    small = page.resize((page.width * 3 // 4, page.height * 3 // 4), Image.Resampling.LANCZOS)
    return small.point(lambda value: 255 if value > 140 else 0)


def picture(page: Image.Image) -> Picture:
    """The page as an engine gets it: a letter page, standing or lying."""
    across, down = (612.0, 792.0) if page.height > page.width else (792.0, 612.0)
    return Picture(page.width, page.height, page.convert("L").tobytes(), across, down)


def patch_sheet(code: str, *, standing: bool = False, askew: float = 0.0) -> Image.Image:
    """A sheet with four bars, narrow (N) or wide (W), across its head; or standing at its side."""
    page = blank_page()
    pen, at = ImageDraw.Draw(page), 100
    for bar in code:
        thick = round((0.20 if bar == "W" else 0.08) * DOTS)
        box = (at, 300, at + thick - 1, 1100) if standing else (300, at, 1100, at + thick - 1)
        pen.rectangle(box, fill=0)
        at += thick + round(0.08 * DOTS)
    return skewed(page, askew) if askew else page


def scan_pdf(pages: Iterable[Image.Image]) -> bytes:
    """A PDF that shows these pages and holds no text."""
    first, *others = pages
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DOTS)
    return out.getvalue()


def scan_tiff(pages: Iterable[Image.Image], **options: object) -> bytes:
    """A TIFF of these pages."""
    first, *others = pages
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others, dpi=(DOTS, DOTS), **options)
    return out.getvalue()
