"""A term that runs from an event whose day the same paper tells has a day itself."""

from __future__ import annotations

import pytest

from pipeline.findings import ActionFinding, Anchor
from tests.analysis.drafting import drafted

TERM = "Within 60 days of the effective date of this order, the Warden shall mend the docks."


def warden(*sentences: str) -> ActionFinding:
    text = "\n\n".join(f"Sec. {at}. Part. {one}" for at, one in enumerate(sentences, 1))
    (row,) = (one for one in drafted(text) if one.deadline_text)
    return row


@pytest.mark.parametrize(
    ("effect", "base", "due"),
    [
        ("This order shall become effective immediately.", "2026-01-12", "2026-03-13"),
        (
            "This order is effective immediately and shall apply to berths let after this year.",
            "2026-01-12",
            "2026-03-13",
        ),
        ("This order is effective upon issuance.", "2026-01-12", "2026-03-13"),
        ("This order shall take effect on March 2, 2026.", "2026-03-02", "2026-05-01"),
        (
            "This order is effective at 6:30 a.m., harbor time, on March 16, 2026.",
            "2026-03-16",
            "2026-05-15",
        ),
        ("This order shall be effective March 2, 2026.", "2026-03-02", "2026-05-01"),
        (
            "This order shall be effective 30 days after the date of this order.",
            "2026-02-11",
            "2026-04-12",
        ),
    ],
)
def test_the_effective_date_is_the_day_that_the_order_says(effect: str, base: str, due: str) -> None:
    row = warden(TERM, effect)
    assert row.due_date == due
    assert row.due_basis and (row.due_basis.anchor, row.due_basis.base) == (Anchor.ABSOLUTE, base)
    assert row.due_basis.base_evidence and row.due_basis.base_evidence.quote == effect


@pytest.mark.parametrize(
    "effect",
    [
        "This order shall be effective upon publication in the Dock Gazette.",
        "This order is effective immediately, except that section 3 waits for the Dock Act.",
        "This order shall be effective until March 2, 2026.",
        "Sections 3 and 4 of this order shall be effective on March 2, 2026.",
        "The order of the Council shall become effective immediately.",
        "This memorandum shall become effective immediately.",
        "This order shall take effect if the Council agrees on March 2, 2026.",
    ],
)
def test_an_effect_in_part_or_in_doubt_sets_no_day(effect: str) -> None:
    row = warden(TERM, effect)
    assert row.due_date is None
    assert row.due_basis and row.due_basis.base == "the effective date of this order"


def test_two_days_of_effect_leave_the_term_open() -> None:
    row = warden(TERM, "This order is effective immediately.", "This order is effective March 2, 2026.")
    assert row.due_date is None


@pytest.mark.parametrize(
    "founded",
    [
        "There is established, effective May 4, 2026, a Board of three members to study the tides.",
        "There is hereby created effective 6:30 a.m. harbor time on May 4, 2026, a Board composed of two.",
    ],
)
@pytest.mark.parametrize(
    "term",
    [
        "The Board shall report to the President within 30 days of its creation.",
        "Within 30 days after the creation of the Board, the Warden shall mend the docks.",
        "Within 30 days from the date of the establishment of the Board, the Warden shall mend the docks.",
    ],
)
def test_a_board_is_created_on_the_day_from_which_it_is_established(founded: str, term: str) -> None:
    row = warden(founded, term)
    assert row.due_date == "2026-06-03"
    assert row.due_basis and row.due_basis.base_evidence and row.due_basis.base_evidence.quote == founded


@pytest.mark.parametrize(
    "term",
    [
        "The Harbor Fund shall report to the President within 30 days of its creation.",
        "Within 30 days after the creation of the Fund, the Warden shall mend the docks.",
    ],
)
def test_the_creation_of_another_body_waits(term: str) -> None:
    row = warden("There is established, effective May 4, 2026, a Board of three members.", term)
    assert row.due_date is None
