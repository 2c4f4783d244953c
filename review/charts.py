"""Bars as a drawing: shapes carry their places as attributes, colours go by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

WIDTH, HEIGHT, FOOT, SIDE = 880, 220, 26, 34
_GAP = 0.28


@dataclass(frozen=True, slots=True)
class Series:
    """One run of figures; `look` names its colour. None where there is no figure."""

    name: str
    look: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, and what it says."""

    x: float
    y: float
    width: float
    height: float
    look: str
    told: str


TREND_WIDTH, TREND_HEIGHT = 120, 28


@dataclass(frozen=True, slots=True)
class Trend:
    """A small line for a tile, and the figures that it draws. A gap is where there is no figure."""

    name: str
    figures: tuple[tuple[str, float | None], ...]
    target: float | None = None

    @property
    def _most(self) -> float:
        return max((value for value in (*(one for _, one in self.figures), self.target) if value), default=1)

    def _down(self, value: float) -> float:
        return TREND_HEIGHT - 2 - value / self._most * (TREND_HEIGHT - 4)

    @property
    def aim(self) -> float | None:
        """The height of the target's line, where there is one."""
        return None if self.target is None else round(self._down(self.target), 1)

    @property
    def path(self) -> str:
        """The line as an SVG path; the highest figure or the target at the top, nothing at the bottom."""
        step = (TREND_WIDTH - 4) / max(len(self.figures) - 1, 1)
        parts, pen = [], "M"
        for place, (_, value) in enumerate(self.figures):
            if value is None:
                pen = "M"
                continue
            across, down = 2 + place * step, self._down(value)
            # a point without neighbours is seen as a dot: the line has round ends
            parts.append(
                f"{pen}{across:.1f} {down:.1f}" + (f"L{across:.1f} {down:.1f}" if pen == "M" else "")
            )
            pen = "L"
        return "".join(parts)

    @property
    def told(self) -> str:
        """The figures in words."""
        return ", ".join(
            f"{label}: {'none' if value is None else f'{value:g}'}" for label, value in self.figures
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of bars side by side for each label."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    target: float | None = None

    width: int = WIDTH
    height: int = HEIGHT

    @property
    def aim(self) -> float | None:
        """The height of the target's line, where there is one."""
        return None if self.target is None else self._y(self.target)

    @property
    def top(self) -> float:
        """The figure at the upper edge: a round one."""
        figures = (*(value for one in self.series for value in one.values), self.target)
        most = max((value for value in figures if value), default=0)
        step, factors = 0.2 if self.unit else 1.0, cycle((2.5, 2, 2) if self.unit else (2, 2.5, 2))
        while step * 5 < most:
            step = round(step * next(factors), 6)
        return step * 5

    @property
    def lines(self) -> tuple[tuple[float, str], ...]:
        """Heights of the lines across, with their figures."""
        figures = [self.top * part / 5 for part in range(6)]
        return tuple((self._y(figure), f"{figure:g}") for figure in figures)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """The middles of the labels; of many, every other one."""
        step = self._step
        every = 1 if len(self.labels) <= 8 else 2
        return tuple(
            (round(SIDE + step * (number + 0.5), 1), label)
            for number, label in enumerate(self.labels)
            if number % every == 0
        )

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Every bar."""
        wide = self._step * (1 - _GAP) / max(1, len(self.series))
        return tuple(
            self._bar(number, place, wide, one, value)
            for place, one in enumerate(self.series)
            for number, value in enumerate(one.values)
            if value
        )

    def _bar(self, number: int, place: int, wide: float, one: Series, value: float) -> Bar:
        x = SIDE + self._step * (number + _GAP / 2) + wide * place
        y = self._y(value)
        told = f"{self.labels[number]}, {one.name}: {value:g}{self.unit}"
        return Bar(round(x, 1), y, round(wide, 1), round(HEIGHT - FOOT - y, 1), one.look, told)

    @property
    def _step(self) -> float:
        return (WIDTH - SIDE) / max(1, len(self.labels))

    def _y(self, value: float) -> float:
        return round(8 + (HEIGHT - FOOT - 8) * (1 - value / self.top), 1)


def chart(
    title: str, labels: Sequence[str], *series: Series, unit: str = "", target: float | None = None
) -> Chart:
    """A drawing of these figures."""
    return Chart(title, tuple(labels), series, unit, target)
