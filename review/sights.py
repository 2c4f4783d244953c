"""Pages as they look, with what drafts rest on drawn over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.documents import Span
from pipeline.places import PageSheet, rectangles
from review.passages import Mark

MOST_PAGES = 40
"""Page images on one page of ours; the stretch of the text leads to the others."""

_MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points of the page, the drafts that rest on its words, and what it is else."""

    left: float
    top: float
    width: float
    height: float
    drafts: tuple[int, ...]
    states: tuple[str, ...]

    @property
    def draft_list(self) -> str:
        """The draft numbers as one attribute value."""
        return " ".join(map(str, self.drafts))


@dataclass(frozen=True, slots=True)
class Sight:
    """One page: its number, its size in points, the words of it that can be read aloud, and the boxes."""

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]


def sights(sheets: Sequence[PageSheet], found: Iterable[Mark], numbers: Iterable[int]) -> tuple[Sight, ...]:
    """The pages of these numbers that have an image, with a box round every marked passage on them."""
    wanted = set(numbers)
    shown = [sheet for sheet in sheets if sheet.page in wanted][:MOST_PAGES]
    words = [sheet.words for sheet in shown]
    boxes: dict[int, list[Box]] = {sheet.page: [] for sheet in shown}
    for span, drafts, states in _together(found):
        for rect in rectangles(words, span.start, span.end):
            boxes[rect.page].append(
                Box(
                    round(rect.left - _MARGIN, 1),
                    round(rect.top - _MARGIN, 1),
                    round(rect.right - rect.left + 2 * _MARGIN, 1),
                    round(rect.bottom - rect.top + 2 * _MARGIN, 1),
                    drafts,
                    states,
                )
            )
    return tuple(
        Sight(sheet.page, round(sheet.width, 1), round(sheet.height, 1), tuple(boxes[sheet.page]))
        for sheet in shown
    )


def _together(found: Iterable[Mark]) -> list[tuple[Span, tuple[int, ...], tuple[str, ...]]]:
    """Marks of the same place as one: a sentence may bear an action, a risk and an authority."""
    places: dict[Span, tuple[list[int], list[str]]] = {}
    for mark in found:
        if mark.state == "furniture":
            continue
        drafts, states = places.setdefault(mark.span, ([], []))
        if mark.draft is not None and mark.draft not in drafts:
            drafts.append(mark.draft)
        if mark.state:
            states.append(mark.state)
    # the longest first, so that a short one inside it lies on top and can be clicked
    ordered = sorted(places.items(), key=lambda item: -len(item[0]))
    return [(span, tuple(drafts), tuple(dict.fromkeys(states))) for span, (drafts, states) in ordered]
