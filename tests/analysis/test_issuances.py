"""What agencies issue under a name and a number is an authority, and what only looks like it is none."""

from __future__ import annotations

import pytest

from analysis.citations import parse, recognise
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import AuthorityType


def cited(text: str) -> list[str]:
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    return [one.citation for one in recognise(document).authorities]


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("They may volunteer under Departmental Manual 451.", "Departmental Manual 451"),
        ("The Tide Policy (Order 2210.7) commits you to it.", "Order 2210.7"),
        ("See KWA Order 7050.3C for the form.", "KWA Order 7050.3C"),
        ("It rests on section 4 of Secretarial Order 5512.", "Secretarial Order 5512, sec. 4"),
        ("Follow Management Directive 815 and no other.", "Management Directive 815"),
    ],
)
def test_a_numbered_issuance_is_an_authority(text: str, citation: str) -> None:
    assert cited(text) == [citation]
    authority = parse(citation)
    assert authority is not None and authority.type is AuthorityType.DIRECTIVE


@pytest.mark.parametrize(
    "text",
    [
        "Task Order 1234 was paid.",
        "Purchase Order 77-12 was lost.",
        "Order 3 of the boats came late.",
        "They won by Order 500 votes.",
        "See Final Order 2210.7 of the court.",
    ],
)
def test_other_orders_are_none(text: str) -> None:
    assert cited(text) == []


def test_an_executive_order_keeps_its_own_form() -> None:
    assert cited("Executive Order 13777 holds.") == ["EO 13777"]
    authority = parse("Executive Order 13777")
    assert authority is None or authority.type is not AuthorityType.DIRECTIVE


def test_a_treaty_is_known_by_its_year_or_its_day() -> None:
    assert cited("rights under Article 2 of the Treaty of 1861 with us") == ["Treaty of 1861, article 2"]
    assert cited("the Treaty with the Kelp River of June 4, 1862, holds") == [
        "Treaty with the Kelp River of June 4, 1862"
    ]


def test_a_title_at_the_end_of_an_indented_line_is_read() -> None:
    assert cited("  our duties under 40\n    U.S.C. 585 and") == ["40 U.S.C. 585"]
    assert cited("  our duties under 40\n    CFR 12.3 and") == ["40 CFR 12.3"]
