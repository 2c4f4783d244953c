"""Which section a label stands for: nested numbering of orders, statutes and memos."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analysis.outline.openings import Number, number_of, succeeds

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_NUMBER = re.compile(r"\d+[A-Za-z]{0,2}(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Level:
    """One open label: its family, its place in the count, and how it is cited."""

    sort: str
    ordinal: int
    label: str


@dataclass(slots=True)
class Numbering:
    """The path of labels that is open while a document is read from its beginning."""

    heading: str | None = None
    _levels: list[Level] = field(default_factory=list)
    _number: Number | None = None
    _closed: tuple[Level, ...] = ()

    @property
    def path(self) -> str | None:
        """The open path as it is cited: "Sec. 2(a)(i)", "III B", or the heading above."""
        labels = "".join(level.label for level in self._levels)
        if labels.startswith("Sec. ") or not self.heading:
            return labels.strip() or self.heading
        return f"{self.heading} {labels.strip()}".strip()

    @property
    def depth(self) -> int:
        """How many labels are open."""
        return len(self._levels)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The open labels, to be restored after a list that ran on inside one paragraph."""
        return tuple(self._levels)

    def restore(self, levels: tuple[Level, ...]) -> None:
        """Go back to the labels that were open before."""
        self._levels[:] = levels

    def leave(self, sort: str) -> None:
        """Close the outermost label of a family, and all under it."""
        open_at = (at for at, level in enumerate(self._levels) if level.sort.startswith(sort))
        del self._levels[next(open_at, len(self._levels)) :]

    def head(self, heading: str | None) -> None:
        """Begin a part under a heading that has no number."""
        self.heading = heading
        self._levels.clear()

    def opens(self, marker: str, label: str | None, following: str | None) -> bool:
        """Whether a section label opens a section, judged by its number and by what is numbered behind it.

        `label` is the first one under it ("(c)"), `following` the next section's. A page head that repeats
        a section, and one that is cited at the start of a line, stand out of sequence while the open
        section goes on below them. Where the list below continues the section before, that one is open
        again.
        """
        number, after = number_of(marker), number_of(following or "") or None
        goes_on = label is not None and self._continued(_readings(label.strip("()"), "paren")) is not None
        if self._number is None:
            return True
        if succeeds(number, self._number):
            return not (goes_on and after == number)
        if number == self._number and label is not None and not goes_on:
            return not self._reopened(label)
        skipped = after is not None and after != number and succeeds(after, self._number)
        return not (goes_on or (skipped and len(number) == len(self._number)))

    def _reopened(self, label: str) -> bool:
        open_levels = self._levels[:]
        self._levels[:] = self._closed
        if self._continued(_readings(label.strip("()"), "paren")) is not None:
            return True
        self._levels[:] = open_levels
        return False

    def enter(self, marker: str, sort: str, led: bool = False) -> int:
        """Take the next label; the answer is its depth, 1 for the outermost. Bullets open no label.

        `led` tells that a lead stands right before it: "(h) The Clerk shall:" is followed by a Roman "(i)".
        """
        if sort == "section":
            number = _NUMBER.search(marker)
            self._closed, self._number = tuple(self._levels), number_of(marker)
            self._levels[:] = [Level("section", 0, f"Sec. {number.group() if number else ''}")]
            return 1
        if sort == "bullet":
            return len(self._levels) + 1
        readings = _readings(marker.strip("().: "), sort)
        first = next((reading for reading in readings if reading.ordinal == 1), None)
        if led and first and self._levels:
            self._levels.append(first)
            return len(self._levels)
        depth = self._continued(readings)
        level = readings[0]
        if depth is None:
            level = first or readings[0]
            depth = self._same_sort(level.sort)
        else:
            level = next(one for one in readings if one.sort == self._levels[depth].sort)
        del self._levels[depth:]
        self._levels.append(level)
        return len(self._levels)

    def _continued(self, readings: list[Level]) -> int | None:
        """The depth of the innermost open list whose next label this is."""
        for depth in range(len(self._levels) - 1, -1, -1):
            open_level = self._levels[depth]
            for reading in readings:
                if reading.sort == open_level.sort and reading.ordinal == open_level.ordinal + 1:
                    return depth
        return None

    def _same_sort(self, sort: str) -> int:
        for depth in range(len(self._levels) - 1, -1, -1):
            if self._levels[depth].sort == sort:
                return depth
        return len(self._levels)


def _readings(label: str, sort: str) -> list[Level]:
    """What a label may count as; "i" is a letter after "h" and a Roman one elsewhere."""
    shown = f"({label})" if sort == "paren" else f" {label}"
    if label[:1].isdigit():
        parts = [int(part) for part in label.split(".") if part.isdigit()] or [0]
        return [Level(f"{sort}-number-{len(parts)}", parts[-1], shown)]
    case = "upper" if label.isupper() else "lower"
    found: list[Level] = []
    value = _roman(label.lower())
    if value is not None:
        found.append(Level(f"{sort}-roman-{case}", value, shown))
    if len(set(label)) == 1:
        ordinal = ord(label[0].lower()) - 96 + 26 * (len(label) - 1)
        letter = Level(f"{sort}-letter-{case}", ordinal, shown)
        found = [*found, letter] if label.lower() == "i" else [letter, *found]
    return found or [Level(f"{sort}-word-{case}", 0, shown)]


def _roman(label: str) -> int | None:
    if not label or any(char not in _ROMAN for char in label):
        return None
    total = 0
    for char, following in zip(label, [*label[1:], ""], strict=True):
        value = _ROMAN[char]
        total += -value if following and _ROMAN[following] > value else value
    return total
