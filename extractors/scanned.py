"""Recognised words as the lines of a page, so that they go the same way as printed ones."""

from __future__ import annotations

import string
from collections.abc import Sequence
from itertools import groupby
from math import cos, radians, sin
from statistics import median

from extractors.aids import RecognisedPage, RecognisedWord
from extractors.columns import by_columns, is_suspect, settled
from extractors.pagelines import CELL_GAP, Line
from extractors.pdf_frame import Box
from extractors.placing import Mark

_HIGH = frozenset(string.ascii_uppercase + string.digits + "bdfhklt()[]{}|/$%&!?\"'")
_DEEP = frozenset("gjpqyQ,;()[]{}|/_$")
_LOW, _DESCENT, _WHOLE = 0.68, 0.3, 1.35
"""In capital heights: letters without a stroke upwards, a stroke downwards, a whole line of print."""

_USUAL, _USUAL_OF_FEW, _FEW = (0.75, 1.3), (0.6, 1.5), 2
"""How far a line's size may lie from the page's usual one, which it then gets; few words tell less surely."""

_COLUMN_GAP = 2.5 * CELL_GAP


def lines_of(page: RecognisedPage, width: float, height: float) -> list[Line]:
    """The page's lines in reading order, in points of the page set upright (`width` x `height` as shown)."""
    words = [(word, _upright(word, page, width, height)) for word in page.words]
    usual = _usual_size(words)
    lines: list[Line] = []
    for _, group in groupby(words, key=lambda pair: pair[0].line):
        lines += _pieces(list(group), usual)
    ordered = by_columns(lines) if is_suspect([line.box for line in lines]) else None
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


def _usual_size(words: Sequence[tuple[RecognisedWord, Box]]) -> float:
    return median(_size(word.text, box) for word, box in words) if words else 0.0


def _size(text: str, box: Box) -> float:
    """The size of print of a word: its box hugs the ink, and few letters fill the whole height."""
    letters = frozenset(text)
    high, deep = bool(letters & _HIGH), bool(letters & _DEEP)
    share = (1.0 if high else _LOW) + (_DESCENT if deep else 0.0)
    return _WHOLE * (box[3] - box[1]) / share


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
    tall = median(_size(word.text, box) for word, box in words)
    low, high = _USUAL if len(words) > _FEW else _USUAL_OF_FEW
    size = usual if low * usual < tall < high * usual else tall
    level = [box[3] for word, box in words if not _DEEP.intersection(word.text)]
    base = median(level) if level else max(box[3] for box in boxes) - _DESCENT * size / _WHOLE
    return Line(
        text[:-1] if broken else text,
        min(box[0] for box in boxes),
        base - size / _WHOLE,
        max(box[2] for box in boxes),
        base + _DESCENT * size / _WHOLE,
        size,
        broken,
    )
