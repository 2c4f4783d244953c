"""Titles read as a person would write them: no loose ends, no names cut in two, no grammar gone wrong."""

from __future__ import annotations

import pytest

from analysis.taskings.wording import LONGEST, asked_for, ensured, requested, title_of
from tests.analysis.drafting import drafted, only


@pytest.mark.parametrize(
    ("clause", "title"),
    [
        ("establish a Task Force composed of", "Establish a Task Force"),
        (
            "specify which arrangements this disclosure refers to",
            "Specify which arrangements this disclosure refers to",
        ),
        ("develop the plan consistent with", "Develop the plan"),
        ("consider, as appropriate, the effect on docks", "Consider the effect on docks"),
        (
            "determine, as appropriate and consistent with applicable law, whether to act",
            "Determine whether to act",
        ),
        ("and submit the list", "Submit the list"),
        ("submit the list that is described in Exhibit A;", "Submit the list that is described in Exhibit A"),
        ("submit the list and a", "Submit the list"),
        ("implement the rule and shall", "Implement the rule"),
        (
            "review and, where appropriate, revise the list of docks",
            "Review and, where appropriate, revise the list of docks",
        ),
        (
            "submit the list, in consultation with the Board, and publish it",
            "Submit the list, in consultation with the Board, and publish it",
        ),
        ("build the dock in accordance with section 3, at low water", None),
        (
            f"develop recommendations for {'the Office of Management and Budget, ' * 14}on privacy",
            f"Develop recommendations for {'the Office of Management and Budget, ' * 11}the Office of "
            "Management and Budget …",
        ),
    ],
)
def test_a_title_has_no_loose_end(clause: str, title: str | None) -> None:
    assert title_of(clause) == (title or f"{clause[:1].upper()}{clause[1:]}")


def test_a_shortened_title_says_so_and_ends_before_what_it_cannot_finish() -> None:
    docks = "review each of the docks of the outer harbor and of the inner harbor and of the river, "
    clause = f"{docks * 6}and, if the Board so directs, rebuild it"
    title = title_of(clause)
    assert len(title) <= LONGEST and title.endswith("…")
    assert "if the Board" not in title and clause.lower().startswith(title[:-2].lower())


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("would be grateful for any help", "Meet the wish: any help"),
        ("would like to know why the gate is shut", "Answer why the gate is shut"),
        ("would appreciate a written reply", "Provide a written reply"),
        ("would be grateful if the Department could send a boat", "Send a boat"),
        ("your help with the docks", "Provide help with the docks"),
        ("for a waiver of fees", "Answer the request for a waiver of fees"),
        ("for a copy of the list", "Provide a copy of the list"),
        ("would appreciate it if you would send the list", "Send the list"),
        ("that the comment period be extended", "Ensure the comment period is extended"),
        ("the report should be sent to the Board", "Ensure the report is sent to the Board"),
        (
            "provide us your analysis regarding how these amounts should be counted",
            "provide us your analysis regarding how these amounts should be counted",
        ),
    ],
)
def test_a_request_says_what_is_to_be_done(asked: str, title: str) -> None:
    assert asked_for(asked) == title


@pytest.mark.parametrize(
    ("thing", "title"),
    [
        ("A copy of his file", "Provide a copy of his file"),
        ("a waiver of the fee", "Answer the request for a waiver of the fee"),
        ("FOIA processing", "Answer the request for FOIA processing"),
    ],
)
def test_papers_are_provided_and_all_else_is_answered(thing: str, title: str) -> None:
    assert requested(thing) == title


def test_the_verb_agrees_with_what_stands_before_its_company() -> None:
    assert (
        ensured("any proposals by the agency", "be reviewed")
        == "Ensure any proposals by the agency are reviewed"
    )


DOCKS = "close the docks of the outer harbor, the docks of the inner harbor and the docks of the river, " * 6


@pytest.mark.parametrize(
    "bound",
    [
        "unless the Board objects",
        "except docks that a pilot uses",
        "but only where the Board agrees",
        "other than those under lease",
        "provided that no lease is broken",
        "if the Board so directs",
    ],
)
def test_a_shortened_title_keeps_what_bounds_it(bound: str) -> None:
    title = title_of(f"{DOCKS}{bound}.")
    assert title.startswith("Close the docks") and title.endswith(f" … {bound}") and len(title) <= LONGEST


def test_a_shortened_title_keeps_a_bound_in_its_middle_and_leaves_out_that_of_a_deed_it_leaves_out() -> None:
    title = title_of(f"{DOCKS}unless the Board objects, and report, and, if it is unsafe, rebuild the dock")
    assert title.endswith(" … unless the Board objects")


@pytest.mark.parametrize(
    "deed",
    [
        "Determine whether the docks are consistent with applicable law",
        "Meet as often as necessary",
        "Mend docks, as consistent with applicable law, and gates",
    ],
)
def test_what_is_said_of_a_thing_is_no_bound_of_the_deed(deed: str) -> None:
    assert only(f"The Clerk shall {deed[:1].lower()}{deed[1:]}.").title.startswith(deed)


def test_a_second_term_stays_in_the_title() -> None:
    row = only("The Clerk shall issue the notice by May 4, 2026 and the rule by June 9, 2026.")
    assert row.due_date == "2026-05-04" and "by June 9, 2026" in row.title


def test_a_title_leads_through_the_first_member_to_what_it_leads_to() -> None:
    row = only(
        "The Clerk shall:\n\n(i) keep the log in a manner that:\n\n(A) shows each boat; and\n\n(B) names its "
        "owner; and\n\n(ii) lock the gate."
    )
    assert row.title == "Keep the log in a manner that: shows each boat … (and 1 more)"


def test_a_yearly_member_of_a_list_is_a_row_of_its_own() -> None:
    rows = drafted(
        "Sec. 2. Docks. The Clerk shall:\n\n(a) keep the log of the outer gates;\n\n(b) report annually "
        "to the Board on the boats that it held; and\n\n(c) lock the gate."
    )
    assert [row.recurrence for row in rows] == [None, "annually"]
    assert rows[1].title.startswith("Report annually to the Board")


def test_a_lead_of_one_verb_keeps_it_before_its_list() -> None:
    row = only("The Harbor Office shall immediately cease:\n\n(A) lending keys; and\n\n(B) renting docks.")
    assert row.title == "Cease lending keys (and 1 more)"


def test_an_office_that_a_clerk_leads_tasks_no_clerk() -> None:
    assert drafted("Sec. 2. Docks. (a) The Harbor Office shall be led by a Clerk and a Deputy Clerk.") == ()
    assert only("The Harbor Council shall be chaired by the Secretary of Docks.").responsible


def test_a_condition_keeps_its_own_day() -> None:
    row = only("Where a lease ends before January 1, 2027, the Clerk shall tell the Board within 9 days.")
    assert row.condition == "Where a lease ends before January 1, 2027"


def test_a_term_beside_a_rhythm_stays_in_the_title() -> None:
    row = only(
        "The Clerk shall report on a quarterly basis, no later than 15 days after the end of each quarter."
    )
    assert row.recurrence == "on a quarterly basis" and "no later than 15 days" in row.title


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The Council shall be chaired by the Secretary of Tides.", "Chair the Council"),
        ("The costs of the lamps shall be borne by the Department of Docks.", "Bear the costs of the lamps"),
        ("The Council shall be jointly led by the Warden and the Clerk.", "Jointly lead the Council"),
        (
            "The Board shall be headed by the Clerk, or his designee.",
            "Ensure the Board is headed by the Clerk, or his designee",
        ),
        ("The plan shall be reviewed by the Warden.", "Ensure the plan is reviewed by the Warden"),
    ],
)
def test_what_is_done_by_its_actor_is_told_as_his_deed_where_nothing_is_misplaced(
    sentence: str, title: str
) -> None:
    assert only(sentence).title == title
