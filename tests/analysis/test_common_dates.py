"""One day for all that a paper or a section asks stands with each duty of theirs."""

from __future__ import annotations

import pytest

from pipeline.findings import ActionFinding
from tests.analysis.drafting import drafted

ORDER = (
    "Sec. 2. Docks. (a) Each bureau shall count the docks.\n\n(b) The Warden shall mend the docks.\n\n"
    "(c) If a dock burns, each bureau shall tell the Board.\n\n(d) Each bureau shall file an annual list.\n\n"
    "Sec. 3. Gates. Heads of bureaus shall close the gates within 30 days.\n\nSec. 4. Ropes. Each bureau "
    "shall promptly list the ropes.\n\nSec. 9. Compliance Date. {date}\n"
)


def rows(date: str) -> dict[str, ActionFinding]:
    return {row.section or "": row for row in drafted(ORDER.format(date=date)) if row.section != "Sec. 9"}


@pytest.mark.parametrize(
    ("date", "sections"),
    [
        (
            "The requirements of this order shall be complied with by January 1, 2027.",
            {"Sec. 2(a)", "Sec. 2(b)"},
        ),
        ("Bureaus shall comply with the requirements of this order by January 1, 2027.", {"Sec. 2(a)"}),
        ("By January 1, 2027, each bureau shall implement the provisions of this order.", {"Sec. 2(a)"}),
        (
            "All actions required by section 2 of this order must be met, in full, by January 1, 2027.",
            {"Sec. 2(a)", "Sec. 2(b)"},
        ),
        ("The Warden shall carry out section 2(b) of this order by January 1, 2027.", {"Sec. 2(b)"}),
    ],
)
def test_a_day_for_all_requirements_is_that_of_each_duty_without_one(date: str, sections: set[str]) -> None:
    found = rows(date)
    assert {name for name, row in found.items() if row.due_date == "2027-01-01"} == sections
    for name in sections:
        row = found[name]
        assert f"date set by Sec. 9: “{date.rstrip('.')}”" in row.title
        assert row.due_basis and row.due_basis.inherited_from == date
        assert row.field_evidence["due_date"].quote.lower() == "by January 1, 2027".lower()


def test_what_waits_comes_back_or_is_urgent_is_told_the_day_in_words_alone() -> None:
    found = rows("The requirements of this order shall be met by January 1, 2027.")
    for name in ("Sec. 2(c)", "Sec. 2(d)", "Sec. 4"):
        assert found[name].due_date is None
        assert "date set by Sec. 9: “The requirements" in found[name].title
    assert found["Sec. 3"].due_date == "2026-02-11" and "date set" not in found["Sec. 3"].title


def test_an_exception_beside_the_day_leaves_the_day_to_its_words() -> None:
    found = rows(
        "Each bureau shall implement this order within 45 days, except for section 2(a) of this order."
    )
    assert found["Sec. 2(a)"].due_date is None
    assert "within 45 days, except for section 2(a)" in found["Sec. 2(a)"].title


@pytest.mark.parametrize(
    "date",
    [
        "The requirements of this order shall be implemented and written into the dock rules within 90 days.",
        "The Clerk shall report on how bureaus implement this order within 60 days.",
        "This order shall take effect by January 1, 2027.",
        "The requirements of Executive Order 11111 shall be met by January 1, 2027.",
    ],
)
def test_the_day_of_another_deed_or_paper_dates_no_duty(date: str) -> None:
    assert all("date set" not in row.title for row in rows(date).values())
    assert rows(date)["Sec. 2(a)"].due_date is None


def test_a_verb_keeps_the_small_word_that_belongs_to_it() -> None:
    (row,) = drafted("Sec. 9. Date. The requirements of the lease shall be complied with by January 1, 2027.")
    assert row.title == "Ensure the requirements of the lease are complied with"
