"""Recognition by the Tesseract program, where it is installed."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from functools import cache

from PIL import Image

from extractors.aids import Picture, RecognisedPage, RecognisedWord
from extractors.ocr.marks import judged, lies_on_its_side
from extractors.ocr.straighten import Upright, upright
from pipeline.problems import ResourceShort

NAME = "tesseract"
_DOUBTFUL = 0.65
"""A page read with less than this may lie on its side or upside down."""

_ROTATE = re.compile(r"Rotate:\s*(\d+)")
_SURE = re.compile(r"Orientation confidence:\s*([\d.]+)")
_LEAST_SURE = 1.0
_WORD_ROW = 5


@cache
def program() -> str | None:
    """Where Tesseract stands with English; None where it does not."""
    found = shutil.which(NAME)
    if found is None:
        return None
    listed = subprocess.run([found, "--list-langs"], capture_output=True, check=False, timeout=20)  # noqa: S603
    return found if b"eng" in listed.stdout.split() else None


@cache
def version() -> str:
    """The program's version in its own words."""
    asked = subprocess.run([program() or NAME, "--version"], capture_output=True, check=False, timeout=20)  # noqa: S603
    return (asked.stdout or asked.stderr).decode("utf-8", "replace").split("\n")[0].strip()


def recognise(picture: Picture, seconds: float) -> RecognisedPage:
    """The words of one page. A page that reads badly is looked at for another way up.

    Raises ResourceShort where the program does not run.
    """
    first = upright(picture)
    page = _read(first, seconds)
    if (page.confidence or 0.0) >= _DOUBTFUL and not lies_on_its_side(page):
        return page
    turn = _orientation(first, seconds)
    if not turn:
        return page
    again = _read(upright(picture, turn), seconds)
    return again if _worth(again) > 0.9 * _worth(page) else page


def _worth(page: RecognisedPage) -> float:
    return sum(word.confidence * len(word.text) for word in page.words)


def _read(page: Upright, seconds: float) -> RecognisedPage:
    dots = round(72 * page.picture.width / page.picture.points_width)
    options = ["--psm", "3", "-l", "eng", "--dpi", str(min(1200, max(70, dots)))]
    words = list(_words(_run(page.image, [*options, "tsv"], seconds), page))
    kept, passed_over = judged(words)
    return RecognisedPage(kept, version(), page.turned, page.skew, passed_over)


def _orientation(page: Upright, seconds: float) -> int:
    """By how many degrees clockwise the page must be turned; 0 where Tesseract cannot tell."""
    said = _run(page.image, ["--psm", "0", "-l", "osd"], seconds, may_fail=True)
    rotate, sure = _ROTATE.search(said), _SURE.search(said)
    if not rotate or not sure or float(sure[1]) < _LEAST_SURE:
        return 0
    return int(rotate[1]) % 360


def _run(image: Image.Image, options: list[str], seconds: float, *, may_fail: bool = False) -> str:
    pixels = io.BytesIO()
    image.save(pixels, "PPM")
    # two threads on one page cost twice the processor time of one and save nothing: pages run side by side
    environment = {"OMP_THREAD_LIMIT": "1", "PATH": os.defpath, "LC_ALL": "C"}
    data = os.environ.get("TESSDATA_PREFIX")
    if data:
        environment["TESSDATA_PREFIX"] = data
    done = subprocess.run(  # noqa: S603 - our own words; the pixels come in by pipe
        [program() or NAME, "stdin", "stdout", *options],
        input=pixels.getvalue(),
        capture_output=True,
        env=environment,
        timeout=seconds,
        check=False,
    )
    if done.returncode and not may_fail:
        raise ResourceShort(
            "The OCR program failed.",
            done.stderr.decode("utf-8", "replace").strip()[-200:] or f"It ended with {done.returncode}.",
            "Mend the installation of Tesseract; the document is tried again by itself.",
        )
    return done.stdout.decode("utf-8", "replace")


def _words(table: str, page: Upright) -> list[RecognisedWord]:
    """The rows of Tesseract's table that are words, numbered by their line."""
    found: list[RecognisedWord] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in table.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != str(_WORD_ROW) or not cells[11].strip():
            continue
        left, top, width, height = map(int, cells[6:10])
        line = lines.setdefault(tuple(cells[1:5]), len(lines))
        box = page.placed(left, top, left + width, top + height)
        found.append(RecognisedWord(cells[11].strip(), *box, max(0.0, float(cells[10]) / 100), line))
    return found
