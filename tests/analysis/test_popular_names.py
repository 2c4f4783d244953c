"""The table of Acts by popular name."""

from __future__ import annotations

import pytest

from analysis.citations import parse
from analysis.citations.popular_names import PopularName, distinctive_acronyms, popular_name, table
from pipeline.findings import AuthorityType


@pytest.mark.parametrize("row", table(), ids=lambda row: row.name)
def test_a_row_names_an_act_and_its_places_in_normal_form(row: PopularName) -> None:
    act = parse(row.name)
    assert act is not None
    assert act.type is AuthorityType.ACT
    for place, kind in ((row.public_law, AuthorityType.PUBLIC_LAW), (row.first_section, AuthorityType.USC)):
        authority = parse(place) if place else None
        assert authority is None if not place else authority is not None and authority.type is kind
    assert row.public_law or row.first_section
    assert row.source
    assert row.name not in row.aliases


def test_names_are_unique_and_the_table_is_worth_having() -> None:
    names = [row.name for row in table()]
    assert len(names) == len(set(names)) >= 80


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("FOIA", "Freedom of Information Act"),
        ("freedom of information act", "Freedom of Information Act"),
        ("Privacy Act", "Privacy Act of 1974"),
        ("Clean Water Act", "Federal Water Pollution Control Act"),
        ("Trading With The Enemy Act", "Trading with the Enemy Act"),
        ("Affordable Care Act", "Patient Protection and Affordable Care Act"),
    ],
)
def test_an_act_is_found_by_its_other_names(spelling: str, name: str) -> None:
    row = popular_name(spelling)
    assert row is not None
    assert row.name == name


@pytest.mark.parametrize("spelling", ["ADA", "No Such Act", ""])
def test_a_name_of_two_or_of_none_finds_nothing(spelling: str) -> None:
    assert popular_name(spelling) is None


def test_acronyms_that_stand_alone_are_long_and_of_one_act() -> None:
    known = distinctive_acronyms()
    assert {"FOIA", "NEPA", "IEEPA"} <= set(known)
    assert all(len(short) > 3 and popular_name(short) == row for short, row in known.items())
