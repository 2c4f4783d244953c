"""Cases of every reporter and state statutes; needs the extra, which the tests have."""

from __future__ import annotations

import pytest

from analysis.citations import parse, recognise
from analysis.library import plain_document
from pipeline.findings import AuthorityType

CITED = [
    ("See Sand v. Reed, 123 N.E.2d 456 (Mass. 1954).", ["123 N.E.2d 456"]),
    ("It follows Doe v. Poe, 12 Cal. App. 4th 345.", ["12 Cal. App. 4th 345"]),
    ("Under Cal. Penal Code § 187 it is murder.", ["Cal. Penal Code sec. 187"]),
    ("Fla. Stat. § 119.07 opens the records.", ["Fla. Stat. sec. 119.07"]),
    ("Mass. Gen. Laws ch. 1, § 2 names the borders.", ["Mass. Gen. Laws ch. 1 sec. 2"]),
    ("See Roe v. Wade, 410 U.S. 113, 120 (1973), and 5 U.S.C. § 552.", ["410 U.S. 113", "5 U.S.C. 552"]),
]


@pytest.mark.parametrize(("text", "wanted"), CITED)
def test_cases_and_state_law(text: str, wanted: list[str]) -> None:
    rows = recognise(plain_document(text)).authorities
    assert [row.citation for row in rows] == wanted
    for row in rows:
        authority = parse(row.citation)
        assert authority is not None and authority.type is row.type
        assert text[row.evidence[0].start : row.evidence[0].end] == row.evidence[0].quote


def test_types() -> None:
    rows = recognise(plain_document("Sand v. Reed, 123 N.E.2d 456; Fla. Stat. § 119.07.")).authorities
    assert [row.type for row in rows] == [AuthorityType.CASE, AuthorityType.STATE_LAW]


@pytest.mark.parametrize(
    "text", ["Jones v. Smith is what we call our chess games.", "Call 202 Main St. 5 for it."]
)
def test_what_only_looks_like_one(text: str) -> None:
    assert recognise(plain_document(text)).authorities == ()
