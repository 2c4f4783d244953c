"""Reading order of a page whose pieces are drawn out of order: find the gutter, read left, then right."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extractors.pagelines import CELL_GAP, Line
from extractors.pdf_frame import Box

_BIN = 2.0
_EMPTY = 0.12
_LEAST_GUTTER = 0.6
_FEWEST_LINES = 4
_FULL_LINE = 0.55
_NARROWEST = 6.0
_SUSPECT_SHARE = 0.04
_DEEPEST = 12


def is_suspect(outlines: Sequence[Box]) -> bool:
    """Whether the drawing order of these boxes of words jumps about on a page that has a gutter.

    A jump leads to a neighbour beside, over a gap, or up and to the left. A few come from raised marks,
    running heads and tables.
    """
    if len(outlines) < 2 * _FEWEST_LINES or _jumps(outlines) <= _SUSPECT_SHARE * len(outlines):
        return False
    return _gutter([Line("", *box, size=box[3] - box[1]) for box in outlines]) is not None


def _jumps(outlines: Sequence[Box]) -> int:
    count = 0
    left, top, right, bottom = outlines[0]
    for after in outlines:
        # what stands clear below is no jump, and nearly every line does
        if after[1] < bottom:
            gap = CELL_GAP * max(bottom - top, 1.0)
            shared = min(bottom, after[3]) - max(top, after[1])
            if shared > 0.5 * min(bottom - top, after[3] - after[1]):
                count += after[0] - right > gap or left - after[2] > gap
            else:
                count += after[3] < top and after[2] < left
        left, top, right, bottom = after
    return count


def by_columns(pieces: list[Line]) -> list[Line] | None:
    """The pieces column by column, those of one row of a table joined; None where there is no gutter."""
    return _ordered(pieces, 0) if len(pieces) >= 2 * _FEWEST_LINES and _gutter(pieces) else None


def settled(lines: list[Line]) -> list[Line]:
    """The lines with those parts put in their place that are drawn early or late but stand clear of the rest.

    Typesetters draw a note at the foot, a heading or a page number when it suits them. A part that shares
    no height with any other can only be read where it stands.
    """
    runs: list[list[Line]] = []
    before = float("inf")
    for line in lines:
        at = line.top + line.bottom
        if at >= before:
            runs[-1].append(line)
        else:
            runs.append([line])
        before = at
    if len(runs) < 2:
        return lines
    bands = [(min(line.top for line in run), max(line.bottom for line in run)) for run in runs]
    clear = [
        all(other is band or other[1] <= band[0] + 1 or other[0] >= band[1] - 1 for other in bands)
        for band in bands
    ]
    placed = [(band, run) for band, run, free in zip(bands, runs, clear, strict=True) if not free]
    for band, run, free in sorted(zip(bands, runs, clear, strict=True), key=lambda part: part[0]):
        if free:
            at = next((i for i, (other, _) in enumerate(placed) if other[0] > band[0]), len(placed))
            placed.insert(at, (band, run))
    return [line for _, run in placed for line in run]


def _ordered(pieces: list[Line], depth: int) -> list[Line]:
    gutter = _gutter(pieces) if len(pieces) >= 2 * _FEWEST_LINES and depth < _DEEPEST else None
    if gutter is None:
        return rows_of(pieces)
    left, right = gutter
    done: list[Line] = []
    band: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if piece.left < left and piece.right > right:
            done += _columns(band, (left + right) / 2, depth)
            done.append(piece)
            band = []
        else:
            band.append(piece)
    return done + _columns(band, (left + right) / 2, depth)


def _columns(band: list[Line], middle: float, depth: int) -> list[Line]:
    left = [piece for piece in band if (piece.left + piece.right) / 2 < middle]
    right = [piece for piece in band if (piece.left + piece.right) / 2 >= middle]
    if not left or not right:
        return rows_of(band)
    return _ordered(left, depth + 1) + _ordered(right, depth + 1)


def _gutter(pieces: list[Line]) -> tuple[float, float] | None:
    """The widest upright strip that almost no line crosses, with running text on both sides."""
    start = min(piece.left for piece in pieces)
    bins = int((max(piece.right for piece in pieces) - start) / _BIN) + 1
    if not 10 <= bins <= 5000:
        return None
    cover = [0] * (bins + 1)
    for piece in pieces:
        cover[int((piece.left - start) / _BIN)] += 1
        cover[min(bins, int((piece.right - start) / _BIN) + 1)] -= 1
    for place in range(1, bins):
        cover[place] += cover[place - 1]
    most = max(cover[:bins])
    size = median(piece.size for piece in pieces)
    for first, last in _strips(cover[:bins], _EMPTY * most):
        left, right = start + first * _BIN, start + last * _BIN
        if right - left >= _LEAST_GUTTER * size and _both_run(pieces, left, right):
            return left, right
    return None


def _strips(cover: list[int], limit: float) -> list[tuple[int, int]]:
    """Inner runs of bins under the limit, widest first."""
    found: list[tuple[int, int]] = []
    begun: int | None = None
    for place, count in enumerate([*cover, len(cover) + 1]):
        if count <= limit and place < len(cover):
            begun = place if begun is None else begun
        elif begun is not None:
            if begun > 0 and place < len(cover):
                found.append((begun, place))
            begun = None
    return sorted(found, key=lambda run: run[0] - run[1])


def _both_run(pieces: list[Line], left: float, right: float) -> bool:
    """Whether both sides hold running text: many lines, most of them full. Cells of a table are short."""
    sides = (
        [piece for piece in pieces if piece.right <= right],
        [piece for piece in pieces if piece.left >= left],
    )
    for side in sides:
        if len(side) < _FEWEST_LINES:
            return False
        widths = sorted(piece.right - piece.left for piece in side)
        if median(widths) < _FULL_LINE * widths[int(0.9 * (len(widths) - 1))]:
            return False
        if median(widths) < _NARROWEST * median(piece.size for piece in side):
            return False
    return _face(*sides)


def _face(left: list[Line], right: list[Line]) -> bool:
    """Whether most of the shorter column stands beside the other, not above or below it."""
    fewer, more = sorted((left, right), key=len)
    top, bottom = min(line.top for line in more), max(line.bottom for line in more)
    return 2 * sum(top <= line.middle <= bottom for line in fewer) > len(fewer)


def rows_of(pieces: list[Line]) -> list[Line]:
    """Top to bottom, and from left to right what stands on one row."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.left)):
        if rows and rows[-1][-1].beside(piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_one(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _one(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    return Line(
        " ".join(piece.text for piece in row),
        row[0].left,
        min(piece.top for piece in row),
        max(piece.right for piece in row),
        max(piece.bottom for piece in row),
        max(piece.size for piece in row),
        row[-1].soft,
        all(piece.hidden for piece in row),
    )
