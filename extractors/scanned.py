"""Recognised words as the lines of a page, so that they go the same way as printed ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import cos, radians, sin
from statistics import median

from extractors.aids import RecognisedPage, RecognisedWord
from extractors.columns import by_columns, is_suspect, settled
from extractors.pagelines import CELL_GAP, Box, Line
from extractors.placing import Mark

_DEEP = frozenset("gjpqyQ,;()[]{}|/_$")
_DESCENT, _ASCENT = 0.22, 0.95
_USUAL = (0.72, 1.3)
_COLUMN_GAP = 2.5 * CELL_GAP


def lines_of(page: RecognisedPage, width: float, height: float) -> list[Line]:
    """The page's lines in reading order, in points of the page set upright (`width` x `height` as shown)."""
    words = [(word, _upright(word, page, width, height)) for word in page.words]
    usual = _usual_size([box for _, box in words])
    lines: list[Line] = []
    for _, group in groupby(words, key=lambda pair: pair[0].line):
        lines += _pieces(list(group), usual)
    ordered = by_columns(lines) if is_suspect(lines) else None
    return ordered or settled(lines)


def marks_of(page: RecognisedPage) -> list[Mark]:
    """The words with their boxes on the page as shown."""
    return [Mark(w.text, w.left, w.top, w.right, w.bottom, w.confidence) for w in page.words]


def _upright(word: RecognisedWord, page: RecognisedPage, width: float, height: float) -> Box:
    """The word's box on the page turned and made level, as the engine saw it."""
    left, top, right, bottom = word.left, word.top, word.right, word.bottom
    if page.turned == 90:
        left, top, right, bottom = height - bottom, left, height - top, right
    elif page.turned == 180:
        left, top, right, bottom = width - right, height - bottom, width - left, height - top
    elif page.turned == 270:
        left, top, right, bottom = top, width - right, bottom, width - left
    if page.turned in (90, 270):
        width, height = height, width
    return (
        _level((left, top, right, bottom), page.skew, width / 2, height / 2)
        if page.skew
        else (left, top, right, bottom)
    )


def _level(box: Box, skew: float, middle: float, centre: float) -> Box:
    """The box turned back by the skew, in degrees, about the middle of the page; it was a hull."""
    turn = radians(skew)
    across, down = box[2] - box[0], box[3] - box[1]
    flat = cos(turn) ** 2 - sin(turn) ** 2
    width = (across * cos(turn) - down * abs(sin(turn))) / flat
    height = (down * cos(turn) - across * abs(sin(turn))) / flat
    dx, dy = (box[0] + box[2]) / 2 - middle, (box[1] + box[3]) / 2 - centre
    x = middle + dx * cos(turn) + dy * sin(turn)
    y = centre - dx * sin(turn) + dy * cos(turn)
    half, tall = max(0.1, width / 2), max(0.1, height / 2)
    return x - half, y - tall, x + half, y + tall


def _usual_size(boxes: Sequence[Box]) -> float:
    return median(bottom - top for _, top, _, bottom in boxes) if boxes else 0.0


def _pieces(words: list[tuple[RecognisedWord, Box]], usual: float) -> list[Line]:
    """A line, cut where a gap is as wide as one between columns."""
    cut: list[list[tuple[RecognisedWord, Box]]] = []
    for word, box in words:
        if cut and box[0] - cut[-1][-1][1][2] < _COLUMN_GAP * max(usual, 1.0):
            cut[-1].append((word, box))
        else:
            cut.append([(word, box)])
    return [_line(piece, usual) for piece in cut]


def _line(words: list[tuple[RecognisedWord, Box]], usual: float) -> Line:
    """Boxes of recognised words hug their ink: they are laid on a base line, in the page's usual size.

    A line of words without tall or deep letters is no smaller than its neighbours.
    """
    boxes = [box for _, box in words]
    text = " ".join(word.text for word, _ in words)
    broken = text[-1] == "-" and text[-2:-1].isalpha()
    tall = median(bottom - top for _, top, _, bottom in boxes)
    size = usual if _USUAL[0] * usual < tall < _USUAL[1] * usual else tall
    level = [box[3] for word, box in words if not _DEEP.intersection(word.text)]
    base = median(level) if level else max(box[3] for box in boxes) - _DESCENT * size
    return Line(
        text[:-1] if broken else text,
        min(box[0] for box in boxes),
        base - _ASCENT * size,
        max(box[2] for box in boxes),
        base + _DESCENT * size,
        size,
        broken,
    )
