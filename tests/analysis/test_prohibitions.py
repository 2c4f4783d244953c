"""What a sentence beside a duty forbids stands with the duty, and makes no duty of its own."""

from __future__ import annotations

import pytest

from pipeline.findings import Kind
from tests.analysis.drafting import drafted


@pytest.mark.parametrize(
    "ban",
    [
        "Under no circumstances may agencies use private docks",
        "No agency may charge fees for docks",
        "No bureau shall close a dock without notice",
        "Agencies must not share the records of pilots",
        "The Clerk shall not renew any lease of a dock",
        "In no event shall the Warden disclose records",
        "Agencies may not use private docks",
    ],
)
@pytest.mark.parametrize("text", ["The Clerk shall count docks. {}.", "{}. The Clerk shall count docks."])
def test_what_is_forbidden_stands_beside_the_duty_of_its_section(ban: str, text: str) -> None:
    (row,) = drafted(f"Sec. 2. Docks. (a) {text.format(ban)}")
    assert row.title == f"Count docks (forbidden: “{ban}”)"
    assert row.field_evidence["meaning_1"].quote.startswith(ban)


@pytest.mark.parametrize(
    "other",
    [
        "Nothing in this order shall be construed to limit the law",
        "The Clerk may retain data for only as long as necessary",
        "Not later than June 1, 2026, the Warden shall paint docks",
    ],
)
def test_what_forbids_nobody_anything_does_not(other: str) -> None:
    rows = drafted(f"Sec. 2. Docks. (a) The Clerk shall count docks. {other}.")
    assert rows[0].title == "Count docks"


def test_whom_an_order_spares_is_a_limit_and_no_prohibition() -> None:
    (row,) = drafted("Sec. 2. Docks. (a) The Clerk shall count docks. This order shall not apply to pilots.")
    assert row.title == "Count docks (limited by Sec. 2(a): “This order shall not apply to pilots”)"


def test_a_prohibition_of_another_section_stays_there() -> None:
    (row,) = drafted(
        "Sec. 2. Docks. The Clerk shall count docks.\n\nSec. 3. Fees. No agency may charge fees for docks."
    )
    assert row.title == "Count docks"


def test_a_memo_shows_it_too() -> None:
    (row,) = drafted("Agencies must count docks. Agencies must not charge fees.", Kind.AGENCY_MEMO)
    assert row.title == "Count docks (forbidden: “Agencies must not charge fees”)"
