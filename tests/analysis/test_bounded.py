"""What a sentence elsewhere says that limits named sections stands with each duty of theirs."""

from __future__ import annotations

import pytest

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding
from tests.analysis.drafting import drafted

ORDER = (
    "Sec. 2. Docks. (a) The Clerk shall count the docks.\n\n(b) The Warden shall mend the docks.\n\n"
    "Sec. 3. Gates. The Board shall close the gates.\n\nSec. 4. Ropes. The Pilot Office shall list the "
    "ropes.\n\nSec. 9. General. (a) {limit}\n"
)


def limited(limit: str) -> dict[str, ActionFinding]:
    rows = drafted(ORDER.format(limit=limit))
    return {
        row.section or "": row for row in rows if f"limited by Sec. 9(a): “{limit.rstrip('.')}”" in row.title
    }


@pytest.mark.parametrize(
    ("limit", "sections"),
    [
        (
            "Heads of bureaus shall carry out duties assigned by sections 2 and 4 of this order to the "
            "extent consistent with law and subject to the availability of appropriations.",
            {"Sec. 2(a)", "Sec. 2(b)", "Sec. 4"},
        ),
        (
            "The duties under sections 2 through 4 shall be carried out subject to the approval of the "
            "Mayor.",
            {"Sec. 2(a)", "Sec. 2(b)", "Sec. 3", "Sec. 4"},
        ),
        (
            "The requirements of sections 2(b) and 3 of this order do not apply to ferries.",
            {"Sec. 2(b)", "Sec. 3"},
        ),
        ("Section 3 of this order shall not apply to ferries.", {"Sec. 3"}),
        ("Ferries are exempt from section 4 of this order.", {"Sec. 4"}),
        ("Section 2 of this order applies only to docks in use.", {"Sec. 2(a)", "Sec. 2(b)"}),
        (
            "The provisions of this order do not apply to any independent port.",
            {"Sec. 2(a)", "Sec. 2(b)", "Sec. 3", "Sec. 4"},
        ),
    ],
)
def test_a_limit_of_named_sections_stands_with_each_of_their_duties(limit: str, sections: set[str]) -> None:
    rows = limited(limit)
    assert set(rows) == sections
    for row in rows.values():
        told = [place.quote for name, place in row.field_evidence.items() if name.startswith("meaning")]
        assert any(limit.rstrip(".") in " ".join(quote.split()) for quote in told)


@pytest.mark.parametrize(
    "limit",
    [
        "This order shall be implemented consistent with applicable law and subject to the availability of "
        "appropriations.",
        "Section 5 of the Dock Act does not apply to ferries.",
        "Section 3 of title 5, United States Code, shall not apply to the Board.",
        "Nothing in section 3 of this order shall be construed to impair the Board.",
    ],
)
def test_the_closing_formula_and_the_sections_of_a_law_limit_no_duty(limit: str) -> None:
    assert not any("limited by" in row.title for row in drafted(ORDER.format(limit=limit)))


def test_a_part_of_a_section_limits_that_part_alone() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) The Clerk shall count the docks.\n\n(b) The Warden shall mend the docks.\n\n"
        "(c) A bureau that has fewer than three docks is exempt from subsection (b) of this section.\n"
    )
    assert ["limited by Sec. 2(c)" in row.title for row in rows] == [False, True]


def test_a_long_limit_is_shortened_visibly() -> None:
    long = " and ".join(
        f"the ferries of the {name} Harbor that sail at night" for name in ("East", "West") * 4
    )
    rows = drafted(ORDER.format(limit=f"Section 3 of this order does not apply to {long}."))
    (title,) = [row.title for row in rows if "limited by" in row.title]
    assert "…" in title and len(title) < 320


def test_an_impact_names_the_deed_with_its_object_and_points_to_the_limit() -> None:
    text = (
        "Executive Order 19999 of January 12, 2026\n\nDocks\n\nBy the authority vested in me as President, "
        "it is hereby ordered as follows:\n\nSection 1. Docks. Each agency shall submit to the Director, by "
        "May 1, 2026:\n\n(a) a recommendation for each of the docks, gates and ropes that it keeps, with "
        "what they cost and whom they serve in each of the harbors of the coast; and\n\n(b) a plan for gates."
        "\n\nSec. 2. Exceptions. Section 1 of this order does not apply to ferries, unless they sail only at "
        "night.\n"
    )
    document = ExtractedDocument("0" * 64, "o.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    found = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document)
    (title,) = [one.title for one in found.impacts if one.title.startswith("To deliver by")]
    assert "Submit to the Director: a recommendation for each of the docks" in title
    assert "(limited by Sec. 2)" in title
