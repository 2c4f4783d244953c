"""Paragraphs that stand behind a numbered list and belong to the whole paper again.

A memo numbers its points, a paragraph each, and closes with paragraphs of its own: whom to call, what the
paper does not change. They carry no number, yet they are not the last point's. Where a point has a further
paragraph of its own, one behind the last point may be that one's, and nothing is told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.outline.paragraphs import Paragraph
from analysis.outline.roles import Role

_FEWEST = 3
_PLAIN = re.compile(r"(?P<number>\d{1,2})[.)]?")


def behind_lists(parts: Iterable[tuple[Paragraph, Role]]) -> Iterator[int]:
    """Where the first paragraph behind each such list begins."""
    reached, single, loose = 0, True, None
    for paragraph, role in parts:
        number = _number(paragraph, role)
        if number is None and paragraph.sort != "section" and role is not Role.HEADING:
            own = reached and role is Role.BODY and paragraph.marker is None
            loose = paragraph.span.start if own and loose is None else loose
            continue
        if number is not None and number == reached + 1 and reached:
            single, reached, loose = single and loose is None, number, None
            continue
        if reached >= _FEWEST and single and loose is not None:
            yield loose
        reached, single, loose = (1 if number == 1 else 0), True, None
    if reached >= _FEWEST and single and loose is not None:
        yield loose


def _number(paragraph: Paragraph, role: Role) -> int | None:
    """The plain number of a point ("3."), not of a section, a paragraph in brackets or "3.2"."""
    if paragraph.sort != "number" or role not in (Role.BODY, Role.HEADING):
        return None
    plain = _PLAIN.fullmatch(paragraph.marker or "")
    return int(plain["number"]) if plain else None
