"""All hostile files together, in a fixed order."""

from __future__ import annotations

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
    return tuple(case for family in _FAMILIES for case in family.cases())
