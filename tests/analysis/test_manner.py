"""How an action is done stands in its title; an aside before it does not take its place."""

from __future__ import annotations

import pytest

from tests.analysis.drafting import drafted, only


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The Board shall publicly release a report on docks.", "Publicly release a report on docks"),
        ("The Clerk and the Board shall jointly inspect the gates.", "Jointly inspect the gates"),
        ("The Clerk shall fully and openly report losses.", "Fully and openly report losses"),
        ("The Clerk shall not only count keys but also oil locks.", "Not only count keys but also oil locks"),
        ("The Clerk shall accordingly mend the gates.", "Mend the gates"),
        ("The Clerk shall also supply the lamps.", "Supply the lamps"),
    ],
)
def test_a_title_says_how(sentence: str, title: str) -> None:
    assert only(sentence).title == title


def test_a_lead_that_is_all_aside_is_told_by_its_list() -> None:
    (row,) = drafted(
        "Sec. 2. Docks. (a) Bureaus shall, consistent with means and law, including the law of docks:\n\n"
        "(i) train clerks on keys; and\n\n(ii) count the docks.\n"
    )
    assert row.title.startswith("Train clerks on keys")
    assert row.title.endswith("(and 1 more)")
    assert [item.text for item in row.items] == ["train clerks on keys", "count the docks."]


def test_a_condition_goes_on_behind_an_aside_of_its_own() -> None:
    row = only(
        "Insofar as the Docks Act, as amended, may apply to the Board, the Clerk shall keep its rolls."
    )
    assert row.condition == "Insofar as the Docks Act, as amended, may apply to the Board"


def test_an_unknown_kind_of_body_acts() -> None:
    assert only("The Water Subcabinet shall identify groups of clerks.").responsible == "The Water Subcabinet"


def test_who_applies_rules_acts() -> None:
    assert only("The Clerk shall apply the rules of the harbor to all docks.").title.startswith(
        "Apply the rules"
    )
    assert drafted("Sec. 2. Docks. (a) The harbor rules shall apply to all docks.") == ()


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (
            "The Clerk, or a deputy whom the Clerk has named, shall open the gates.",
            "Open the gates (alternatively a deputy whom the Clerk has named)",
        ),
        (
            "Following consultation with the Keeper, the Clerk shall terminate the lease.",
            "Terminate the lease (following consultation with the Keeper)",
        ),
        ("The mission of the Harbor Board shall be to mend docks.", "Mend docks"),
    ],
)
def test_who_else_acts_and_what_comes_first_stands_in_the_title(sentence: str, title: str) -> None:
    assert only(sentence).title == title


def test_people_who_shall_be_treated_somehow_are_tasked_with_nothing() -> None:
    assert drafted("Sec. 2. Docks. (a) Such persons shall in all circumstances be treated humanely.") == ()


def test_every_third_year_is_a_rhythm() -> None:
    row = only("The Clerk shall report by May 1, 2027, and every third year thereafter.")
    assert (row.due_date, row.recurrence) == ("2027-05-01", "every third year thereafter")


def test_a_description_of_who_else_acts_is_cut_visibly() -> None:
    row = only(
        "The heads of bureaus, including those listed, or their deputies, who must be sworn, shall open it."
    )
    assert row.title == "Open it (including those listed; alternatively their deputies …)"
