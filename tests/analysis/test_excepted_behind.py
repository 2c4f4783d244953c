"""Who is spared from a duty, or has longer, by the sentence behind it."""

from __future__ import annotations

import pytest

from pipeline.findings import Kind
from tests.analysis.drafting import asked_in_letter, drafted


@pytest.mark.parametrize(
    "behind",
    [
        "Piers in Fargo have until June 1.",
        "Bureaus with fewer than five piers need not reply.",
        "Piers sold before this year are not affected.",
        "The Rope Bureau is exempt.",
    ],
)
def test_what_is_excepted_behind_a_duty_is_shown_with_it(behind: str) -> None:
    rows = drafted(f"Each bureau shall inspect its piers by May 4, 2026. {behind}", Kind.AGENCY_MEMO)
    assert [row.due_date for row in rows] == ["2026-05-04"]
    assert rows[0].title == f"Inspect its piers (limited: “{behind.rstrip('.')}”)"
    assert rows[0].field_evidence["meaning_1"].quote == behind


def test_when_somebody_cannot_come_is_shown_with_the_request_for_a_meeting() -> None:
    (row,) = asked_in_letter("We ask to meet you in March. The Board is not available March 16-20.")
    assert row.title.endswith("(limited: “The Board is not available March 16-20”)")


@pytest.mark.parametrize(
    "behind",
    [
        "The piers are old.",
        "The piers were not affected by the flood.",
        "\n\nPiers in Fargo have until June 1.",
        "The Clerk shall count the gates. Gates in Fargo have until June 1.",
    ],
)
def test_another_paragraph_or_another_duty_s_exception_is_not_shown(behind: str) -> None:
    first, *_ = drafted(f"Each bureau shall inspect its piers by May 4, 2026. {behind}", Kind.AGENCY_MEMO)
    assert first.title == "Inspect its piers"
