"""Patch codes: the four bars by which scanning software knows the sheet between two documents.

Two narrow bars (0.08 inch) and two wide ones (0.20 inch), 0.08 inch apart; their order is the code.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL import Image

from extractors.aids import Picture

_CODES = {"WNNW": "2", "WNWN": "3", "NWNW": "T"}
"""The codes that part documents. T upside down is 3. The others steer the scanner itself."""

_INCH = 100
"""Dots per inch at which bars are looked for."""

_STEP = 5
_WHOLE = (0.55, 1.1)
_NARROW, _WIDE = (0.055, 0.15), (0.185, 0.32)
_ENOUGH = 8
"""Neighbouring scan lines that must show the same code: 0.4 inch at the least."""


def patch_on(picture: Picture) -> str:
    """`T`, `2` or `3` where the page bears the bars of that code, lying or standing; else empty."""
    image = Image.frombytes("L", (picture.width, picture.height), picture.gray)
    scale = _INCH * picture.points_width / 72 / picture.width
    if scale < 1:
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        image = image.resize(size, Image.Resampling.BOX)
    dots = image.width / picture.points_width * 72
    dark = np.asarray(image) < 128
    return _in_lines(dark.T, dots) or _in_lines(dark, dots)


def _in_lines(dark: np.ndarray, dots: float) -> str:
    """The code that enough neighbouring lines show in the same place."""
    running: dict[tuple[str, int], int] = {}
    for line in dark[::_STEP]:
        seen = set(_codes(line, dots))
        running = {(code, near): _before(running, code, near) + 1 for code, near in seen}
        full = [code for (code, _), count in running.items() if count >= _ENOUGH]
        if full:
            return full[0]
    return ""


def _before(running: dict[tuple[str, int], int], code: str, near: int) -> int:
    """On how many lines so far the code stood here; a sheet that went in askew moves it a little."""
    return max(running.get((code, near + shift), 0) for shift in (-1, 0, 1))


def _codes(line: np.ndarray, dots: float) -> Iterator[tuple[str, int]]:
    """Codes along one line of dots, each with its rough place."""
    edges = np.flatnonzero(np.diff(line.astype(np.int8), prepend=0, append=0))
    if len(edges) < 8:
        return
    begins, lengths = edges[::2], np.diff(edges)
    for bar in range(len(begins) - 3):
        whole = lengths[2 * bar : 2 * bar + 7]
        total = int(whole.sum())
        if not _WHOLE[0] * dots <= total <= _WHOLE[1] * dots:
            continue
        code = _CODES.get(_spelled(whole / total))
        if code and _stands_alone(lengths, 2 * bar, 0.1 * total):
            yield code, int(begins[bar]) // _STEP


def _spelled(shares: np.ndarray) -> str:
    """Four bars as letters, N narrow and W wide; empty where a bar or a gap has another width."""
    gaps = all(_NARROW[0] <= gap <= _NARROW[1] for gap in shares[1::2])
    widths = ["N" if _is(_NARROW, bar) else "W" if _is(_WIDE, bar) else "" for bar in shares[::2]]
    return "".join(widths) if gaps and all(widths) else ""


def _is(limits: tuple[float, float], share: float) -> bool:
    return limits[0] <= share <= limits[1]


def _stands_alone(lengths: np.ndarray, first: int, quiet: float) -> bool:
    """Whether white lies on both sides; the edge of the page is as good."""
    before = first == 0 or lengths[first - 1] >= quiet
    after = first + 7 >= len(lengths) or lengths[first + 7] >= quiet
    return bool(before and after)
