"""What a sentence says that meets a duty as well stands with that duty."""

from __future__ import annotations

import pytest

from tests.analysis.drafting import drafted

ORDER = (
    "Sec. 2. Docks. (a) Each bureau shall count the docks.\n\n(b) Mending.\n\n(1) The Warden shall mend the "
    "docks.\n\n(2) Others. {way}\n\nSec. 3. Gates. The Board shall close the gates.\n"
)


def met(way: str) -> set[str]:
    """The sections of the duties that a sentence of section 2(b)(2) is told beside."""
    said = f"may be met under Sec. 2(b)(2): “{way.rstrip('.')}”"
    rows = [row for row in drafted(ORDER.format(way=way)) if said in row.title]
    for row in rows:
        told = [place.quote for name, place in row.field_evidence.items() if name.startswith("meaning")]
        assert way.rstrip(".") in " ".join(told)
    return {row.section or "" for row in rows}


@pytest.mark.parametrize(
    ("way", "sections"),
    [
        ("A bureau satisfies the requirements of this subsection if it hires a builder.", {"Sec. 2(b)(1)"}),
        ("The requirements of this subsection may also be met by hiring a builder.", {"Sec. 2(b)(1)"}),
        ("Hiring a builder constitutes compliance with subsection (b) of this section.", {"Sec. 2(b)(1)"}),
        ("A bureau that hires a builder satisfies this requirement.", {"Sec. 2(b)(1)"}),
        ("This obligation is deemed to be fulfilled if a builder is hired.", {"Sec. 2(b)(1)"}),
        (
            "A bureau may satisfy the requirements of this section by hiring a builder.",
            {"Sec. 2(a)", "Sec. 2(b)(1)"},
        ),
        ("A lock shall be considered to comply with section 3 of this order.", {"Sec. 3"}),
        (
            "Whoever files the list shall be deemed to be in compliance with this order.",
            {"Sec. 2(a)", "Sec. 2(b)(1)", "Sec. 3"},
        ),
    ],
)
def test_a_way_to_meet_a_duty_stands_with_it(way: str, sections: set[str]) -> None:
    assert met(way) == sections


@pytest.mark.parametrize(
    "way",
    [
        "Bureaus shall meet the requirements of this subsection by May 1, 2026.",
        "A bureau that meets the requirements of this subsection is listed.",
        "Builders must show that they satisfy the requirements of this section when they ask for pay.",
        "A list does not satisfy the requirements of this subsection if it names no dock.",
        "A lease satisfies the requirements of section 12 of the Docks Act if it is signed.",
    ],
)
def test_what_is_asked_described_or_denied_is_no_way_to_meet_a_duty(way: str) -> None:
    assert met(way) == set()


def test_a_requirement_that_is_pointed_back_to_is_the_duty_right_before() -> None:
    count, lock = drafted(
        "Sec. 2. Docks. Each bureau shall count the docks. The Warden shall lock the gates. This requirement "
        "is met if the gates are chained.\n"
    )
    assert "may be met" not in count.title
    assert lock.title == (
        "Lock the gates (may be met under Sec. 2: “This requirement is met if the gates are chained”)"
    )


def test_a_limit_of_a_subsection_holds_for_its_paragraphs() -> None:
    first, second, third = drafted(
        "Sec. 2. Docks. (a) Count.\n\n(i) Each bureau shall count the docks.\n\n(ii) The Warden shall list "
        "them.\n\n(iii) This subsection shall not apply to ferries.\n\n(b) The Clerk shall mend the docks.\n"
    )
    assert ["ferries" in row.title for row in (first, second, third)] == [True, True, False]
