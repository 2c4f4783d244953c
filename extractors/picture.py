"""Pictures of pages: PNG, JPEG, TIFF with many pages, GIF, BMP, WebP. All their words come from an engine."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps, ImageSequence, TiffImagePlugin, UnidentifiedImageError

from extractors.aids import NO_AIDS, Aids, Picture
from extractors.pdf_layout import Leaf, PdfBuilder
from extractors.pdf_render import MOST_PIXELS
from pipeline.documents import ExtractedDocument, PageSource
from pipeline.problems import Damaged, Quarantined, broken

MEDIA_TYPES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/gif", "image/bmp", "image/webp"})

_MOST_SAMPLES = 300_000_000
_MOST_FRAMES = 2000
_LETTER = 792.0
"""Points of the long side of a page whose picture does not say how large it is on paper."""

_PLAUSIBLE = (90.0, 2400.0)
"""Dots per inch: cameras write 72 for want of anything better."""

_SQUARE = 0.05
_ORIENTATION = 0x0112
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, AttributeError)
"""All the ways in which the decoders give up on broken bytes."""


def extract(data: bytes, name: str) -> ExtractedDocument:
    """Its pages without words. Raises Damaged; Quarantined where there are too many pixels or pages."""
    return extract_aided(data, name, NO_AIDS)


def extract_aided(data: bytes, name: str, aids: Aids) -> ExtractedDocument:
    """Its pages with the words that were recognised on them."""
    leaves: list[Leaf] = []
    with _opened(data) as image:
        metadata = {"format": image.format or ""}
        for frame in _frames(image):
            width, height, _ = _paper(frame)
            leaf = Leaf([], width, height, 0, width, height, PageSource.NONE, needs_ocr=True)
            leaves.append(leaf)
    for number, page in aids.recognised.items():
        leaves[number - 1].fill_in(page)
    return PdfBuilder(leaves).document(metadata, (), "pillow")


def render(data: bytes, number: int, password: str = "") -> Picture:
    """The gray pixels of one page, numbered from 1, upright as its camera held it, on white."""
    for _, page, width, height in pages_of(data, (number,)):
        gray = page.convert("L")
        return Picture(gray.width, gray.height, gray.tobytes(), width, height)
    raise Damaged("A page is missing.", f"There is no page {number}.", "Look at the original.")


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    # our own limit is checked on the header of every frame; the library's would only warn
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(data)) as image:
            yield image
    except UnidentifiedImageError:
        raise broken("The picture is damaged.", "Its header makes no sense.") from None
    except _BROKEN:
        raise broken("The picture is damaged.") from None


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    """The pages; of an animation only the first picture, for the others repeat it."""
    for number, frame in enumerate(ImageSequence.Iterator(image), 1):
        if number > _MOST_FRAMES:
            raise Quarantined("It has too many pages.", f"More than {_MOST_FRAMES:,}.", "Split it.")
        _check(frame)
        yield frame
        if image.format != "TIFF":
            return


def _check(frame: Image.Image) -> None:
    samples = frame.width * frame.height * len(frame.getbands())
    if samples > _MOST_SAMPLES:
        raise Quarantined(
            "It has too many pixels.",
            f"{frame.width:,} x {frame.height:,} would fill the memory.",
            "Ask the sender for a smaller picture, or shrink it on a machine of your own.",
        )


def _paper(frame: Image.Image) -> tuple[float, float, float]:
    """Width and height on paper in points as shown, and how much higher than wide a pixel is."""
    given = frame.info.get("dpi") or (0, 0)
    across, down = float(given[0]), float(given[1])
    width, height = frame.size
    if frame.getexif().get(_ORIENTATION) in (5, 6, 7, 8):
        width, height, across, down = height, width, down, across
    low, high = _PLAUSIBLE
    if not (low <= across <= high and low <= down <= high):
        points = _LETTER / max(width, height)
        return width * points, height * points, 1.0
    return width * 72 / across, height * 72 / down, across / down


def pages_of(data: bytes, numbers: Collection[int]) -> Iterator[tuple[int, Image.Image, float, float]]:
    """Of the pages with these numbers: the number, the picture as it is looked at, its size in points."""
    with _opened(data) as image:
        for number, frame in enumerate(_frames(image), 1):
            if number in numbers:
                width, height, ratio = _paper(frame)
                yield number, _squared(_on_white(frame), ratio), width, height


def _on_white(frame: Image.Image) -> Image.Image:
    """The frame upright as its camera held it, eight bits a colour, what is transparent on white."""
    image = ImageOps.exif_transpose(frame)
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 257).convert("L")
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        return paper.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _squared(image: Image.Image, ratio: float) -> Image.Image:
    """Its pixels as high as wide (a fax in standard quality has them twice as high), and not too many."""
    square = abs(ratio - 1) <= _SQUARE
    high = image.height * (1.0 if square else ratio)
    shrink = min(1.0, (MOST_PIXELS / (image.width * high)) ** 0.5)
    size = (max(1, round(image.width * shrink)), max(1, round(high * shrink)))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def frame_count(data: bytes) -> int:
    """How many pages it has. Raises Damaged, Quarantined."""
    with _opened(data) as image:
        return sum(1 for _ in _frames(image))


def frames_as_tiff(data: bytes, first: int, last: int) -> bytes:
    """A TIFF of the pages from `first` to `last`, from 1, with the very same pixels. Raises Damaged."""
    out = io.BytesIO()
    with _opened(data) as image, TiffImagePlugin.AppendingTiffWriter(out, new=True) as written:
        for number, frame in enumerate(_frames(image), 1):
            if number > last:
                break
            if number >= first:
                plain = frame.copy()
                pressed = "group4" if plain.mode == "1" else "tiff_adobe_deflate"
                turned = {_ORIENTATION: frame.getexif().get(_ORIENTATION, 1)}
                dots = {"dpi": frame.info["dpi"]} if "dpi" in frame.info else {}
                plain.save(written, "TIFF", compression=pressed, tiffinfo=turned, **dots)
                written.newFrame()
    return out.getvalue()
