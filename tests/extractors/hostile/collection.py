"""All hostile files together, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator

from tests.extractors.hostile import (
    hostile_archive,
    hostile_image,
    hostile_mail,
    hostile_markup,
    hostile_office,
    hostile_pdf,
)
from tests.extractors.hostile.case import Hostile

_FAMILIES = (hostile_pdf, hostile_office, hostile_mail, hostile_archive, hostile_markup, hostile_image)


def collected() -> tuple[Hostile, ...]:
    """Every case of every family."""
    return tuple(one_by_one())


def one_by_one() -> Iterator[Hostile]:
    """The same, each made when its turn comes, so that the files do not lie in memory together."""
    for family in _FAMILIES:
        yield from family.cases()
