"""Recognition by RapidOCR, a package with its models inside: no program, no download."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from extractors.aids import Picture, RecognisedPage, RecognisedWord
from extractors.ocr.marks import judged, lies_on_its_side
from extractors.ocr.straighten import Upright, upright

NAME = "rapidocr"
_DOUBTFUL = 0.85
_PROBE = 1000
"""Pixels of the long side on which the four ways up are compared."""


def is_installed() -> bool:
    """Whether the package and its engine are there."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def version() -> str:
    """The package's version."""
    return f"rapidocr {importlib.metadata.version('rapidocr')}"


def recognise(picture: Picture, seconds: float) -> RecognisedPage:
    """The words of one page. The time is kept by whoever runs this: the engine cannot be broken off."""
    page = _read(upright(picture))
    if page.words and (page.confidence or 0.0) >= _DOUBTFUL and not lies_on_its_side(page):
        return page
    turn = _way_up(picture)
    return _read(upright(picture, turn)) if turn else page


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    one = {"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"}
    return RapidOCR(params=one)


def _way_up(picture: Picture) -> int:
    """The turn, clockwise, under which a small copy of the page reads best."""
    image = Image.frombytes("L", (picture.width, picture.height), picture.gray)
    image.thumbnail((_PROBE, _PROBE))
    return max((0, 90, 180, 270), key=lambda turn: _promise(image, turn))


def _promise(image: Image.Image, turn: int) -> float:
    """The letters read in lines that lie, each by its certainty."""
    found = _engine()(np.asarray(image.rotate(-turn, expand=True).convert("RGB")), use_cls=False)
    if found.boxes is None or found.txts is None:
        return 0.0
    lying = (
        len(text) * score**3
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        if np.ptp(box[:, 0]) > np.ptp(box[:, 1])
    )
    return float(sum(lying))


def _read(page: Upright) -> RecognisedPage:
    found = _engine()(np.asarray(page.image.convert("RGB")), use_cls=False)
    words = [] if found.boxes is None else list(_words(found, page))
    kept, passed_over = judged(words)
    return RecognisedPage(kept, version(), page.turned, page.skew, passed_over)


def _words(found: Any, page: Upright) -> Iterator[RecognisedWord]:
    for number, (box, text, score) in enumerate(zip(found.boxes, found.txts, found.scores, strict=True)):
        left, right = float(box[:, 0].min()), float(box[:, 0].max())
        top, bottom = float(box[:, 1].min()), float(box[:, 1].max())
        width = (right - left) / max(1, len(text))
        at = 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            place = page.placed(left + start * width, top, left + at * width, bottom)
            yield RecognisedWord(word, *place, float(score), number)
