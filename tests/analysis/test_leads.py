"""What leads to a list goes on with it, and what bounds one duty or one part bounds nothing else."""

from __future__ import annotations

import pytest

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from tests.analysis.drafting import drafted, only


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The Clerk shall send a report on the following: (i) docks in use; (ii) gates; and (iii) ropes.",
            "Send a report on the following: docks in use (and 2 more)",
        ),
        (
            "The Clerk shall write a plan for mending: (i) old locks; and (ii) old gates.",
            "Write a plan for mending: old locks (and 1 more)",
        ),
        (
            "The Clerk shall give priority to (i) the safety of boats, (ii) the mending of ropes, and "
            "(iii) the closing of gates.",
            "Give priority to (i) the safety of boats (and 2 more)",
        ),
        (
            "Each bureau shall submit to the Clerk: (i) a list of docks; and (ii) a plan for gates.",
            "Submit to the Clerk: a list of docks (and 1 more)",
        ),
        (
            "Each bureau shall close old docks, including docks for which the: (i) lease has ended; or "
            "(ii) gate is lost.",
            "Close old docks, including docks for which the: lease has ended (and 1 more)",
        ),
        (
            "The Board shall meet each month and shall: (i) hear the pilots; and (ii) answer them.",
            "Meet each month and hear the pilots (and 1 more)",
        ),
        (
            "The plan shall be submitted to the Board with: (i) a chart; and (ii) a list.",
            "Ensure the plan is submitted to the Board: a chart (and 1 more)",
        ),
    ],
)
def test_a_title_that_leads_to_a_list_goes_on_with_its_first_member(text: str, title: str) -> None:
    assert only(text).title == title


def test_what_comes_of_a_list_is_told_by_summary_and_impact_too() -> None:
    text = (
        "Executive Order 19999 of January 12, 2026\n\nDocks\n\nBy the authority vested in me as President, "
        "it is hereby ordered as follows:\n\nSection 1. Docks. Each agency shall submit to the Director by "
        "May 1, 2026:\n\n(a) a list of docks in use; and\n\n(b) a plan for old gates.\n"
    )
    document = ExtractedDocument("0" * 64, "o.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    found = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document)
    said = "submit to the Director: a list of docks in use (and 1 more)"
    assert any(said in one.text for one in found.summary)
    assert any(said in f"{one.title[:1].lower()}{one.title[1:]}" for one in found.actions)
    consequences = [*(one.title for one in found.risks), *(one.title for one in found.impacts)]
    assert any("a list of docks in use" in title for title in consequences)


def test_a_purpose_that_leads_to_a_list_breaks_off_with_a_mark() -> None:
    text = (
        "MEMORANDUM FOR CLERKS\n\nSUBJECT: Docks\n\nThe purpose of this memo is to:\n\n(a) mend docks;\n\n"
        "(b) count the boats.\n"
    )
    document = ExtractedDocument("0" * 64, "m.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    found = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document)
    said = next(one.text for one in found.summary if one.text.startswith("In its own words"))
    assert said == "In its own words: “The purpose of this memo is to …”"


@pytest.mark.parametrize(
    "lead",
    [
        "The Clerk shall write a plan to achieve the following goals:",
        "The Clerk shall write a plan, by May 1, 2026, describing actions to achieve the following:",
        "The Clerk shall propose a strategy with these goals:",
    ],
)
def test_a_goal_with_a_time_in_it_is_no_duty_but_part_of_its_lead(lead: str) -> None:
    row = only(
        f"{lead} (i) mend more locks; (ii) ensure that 80 percent of boats are checked within 3 weeks of "
        "arrival; and (iii) close old docks."
    )
    assert [item.text.rstrip(".") for item in row.items] == [
        "mend more locks",
        "ensure that 80 percent of boats are checked within 3 weeks of arrival",
        "close old docks",
    ]
    assert row.deadline_text in (None, "by May 1, 2026")
    assert [item.due_date for item in row.items] == [None, None, None]


def test_goals_that_somebody_is_told_to_meet_keep_their_terms() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) Each bureau shall meet the following goals: (i) close old docks by May 1, 2027; "
        "and (ii) mend all locks by June 1, 2027."
    )
    assert {row.due_date for row in rows} >= {"2027-05-01", "2027-06-01"}


@pytest.mark.parametrize(
    "bound", ["To the maximum extent consistent with applicable law,", "Consistent with applicable law,"]
)
def test_the_limit_of_one_member_is_not_its_siblings(bound: str) -> None:
    first, second = drafted(
        f"Sec. 2. Docks. (a) {bound} bureaus shall give priority to (i) the safety of boats, and (ii) the "
        "mending of ropes.\n\n(b) Bureaus shall guard the rights of pilots."
    )
    assert "applicable law" in first.title
    assert "law" not in second.title and second.condition is None


def test_the_law_that_bounds_a_thing_stays_with_it() -> None:
    row = only("The Clerk shall study ways, consistent with applicable law, for mending locks in winter.")
    assert row.title == "Study ways, consistent with applicable law, for mending locks in winter"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("As part of this study, the Clerk shall weigh the cost of locks.", "(as part of this study)"),
        ("Based on this list, the Clerk shall close old docks.", "(based on this list)"),
        ("Building on earlier work, the Clerk shall count boats.", "(building on earlier work)"),
    ],
)
def test_what_a_sentence_opens_with_of_its_duty_stays(text: str, said: str) -> None:
    assert only(text).title.endswith(said)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (
            "The Clerk shall take care when such floods occur, and draw lessons from our operations.",
            "when such floods occur",
        ),
        ("The Clerk shall post a notice when a gate fails, and mend the gate.", "when a gate fails"),
        (
            "The Clerk shall close the gate if it fails, and boats wait at it.",
            "if it fails, and boats wait at it",
        ),
    ],
)
def test_a_condition_ends_before_the_next_action(text: str, condition: str) -> None:
    assert only(text).condition == condition


def test_a_member_that_comes_back_is_a_row_with_its_rhythm() -> None:
    rows = drafted(
        "Sec. 2. Docks. The Clerk shall: (a) write a plan for docks; (b) make the plan public and report "
        "annually to the Board on it; and (c) mend the gates."
    )
    assert [(row.recurrence, row.deadline_text) for row in rows] == [(None, None), ("annually", "annually")]
    assert rows[1].title == "Make the plan public and report annually to the Board on it"
    assert [item.text for item in rows[0].items] == ["write a plan for docks", "mend the gates."]


def test_a_rhythm_within_what_a_plan_holds_is_no_duty_of_its_own() -> None:
    row = only("The Clerk shall write a plan to: (i) mend docks; and (ii) count boats annually.")
    assert row.recurrence is None and len(row.items) == 2


_SECTION = "Sec. 3. Harbors. The bureaus shall perform the following functions:\n\n(a) Dock Records.\n\n"
_NESTED = (
    "(1) For Bureaus. Whenever docks change, the change is to be noted by somebody.\n\n"
    "(2) For Harbors. Each bureau shall ask each harbor for a list of docks.\n\n"
    "(b) Safe Gates.\n\n(1) In General. Each bureau shall count its gates.\n\n"
    "(c) Salt Prices. Each bureau shall publish the price of salt.\n\n"
    "(d) Clean Water. Each bureau shall measure its water.\n"
)


def test_a_list_whose_members_have_headings_of_their_own_is_counted_by_them() -> None:
    lead, *duties = drafted(_SECTION + _NESTED)
    assert lead.title == "Perform the following functions: Dock Records (and 3 more)"
    assert [item.text for item in lead.items] == [
        "Dock Records.",
        "Safe Gates.",
        "Salt Prices.",
        "Clean Water.",
    ]
    assert [duty.section for duty in duties] == ["Sec. 3(a)(2)", "Sec. 3(b)(1)", "Sec. 3(c)", "Sec. 3(d)"]


def test_a_lead_whose_members_are_all_duties_behind_headings_says_nothing_more() -> None:
    whole = _NESTED.replace("the change is to be noted by somebody", "each bureau shall note the change")
    assert [row.section for row in drafted(_SECTION + whole)] == [
        "Sec. 3(a)(1)",
        "Sec. 3(a)(2)",
        "Sec. 3(b)(1)",
        "Sec. 3(c)",
        "Sec. 3(d)",
    ]


def test_a_member_goes_on_behind_its_heading_and_its_first_sentence() -> None:
    (row,) = drafted(
        "Sec. 3. Duties. The Board shall:\n\n(a) Outreach. Work with the harbors. Tell them of old docks.\n\n"
        "(b) Repair. Mend the locks.\n\n(c) Gates. Close old gates.\n"
    )
    assert row.title == "Work with the harbors (and 2 more)"
    assert [item.text for item in row.items] == [
        "Work with the harbors.",
        "Tell them of old docks.",
        "Mend the locks.",
        "Close old gates.",
    ]


def test_a_member_that_is_a_name_keeps_its_capital() -> None:
    row = only("The Board shall invite: (i) Harbor Office; and (ii) the Dock Bureau.")
    assert row.title == "Invite Harbor Office (and 1 more)"


def test_the_first_member_within_its_lead_is_not_lost_where_all_others_are_rows() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) The Clerk shall (1) mend the gates; (2) by May 1, 2026, count the docks; and "
        "(3) by June 1, 2026, close them.\n\n(b) The Board shall list ropes.\n"
    )
    assert [(row.title, row.section) for row in rows] == [
        ("Mend the gates", "Sec. 2(a)"),
        ("Count the docks", "Sec. 2(a)(2)"),
        ("Close them", "Sec. 2(a)(3)"),
        ("List ropes", "Sec. 2(b)"),
    ]


def test_a_lead_with_one_member_left_keeps_its_own_section() -> None:
    rows = drafted(
        "Sec. 3. (a) The Clerk shall:\n\n(i) by May 1, 2026, count the docks; and\n\n(ii) mend gates.\n"
    )
    assert [(row.title, row.section) for row in rows] == [
        ("Mend gates", "Sec. 3(a)"),
        ("Count the docks", "Sec. 3(a)(i)"),
    ]


def test_a_member_that_leads_a_list_is_told_with_each_of_that_list() -> None:
    (row,) = drafted(
        "Sec. 2. Docks. The Warden shall:\n\n(1) count all ropes;\n\n(2) as funds allow, use hooks to:\n\n"
        "(A) lift boats; and\n\n(B) hold buoys; and\n\n(3) oil the locks.\n"
    )
    assert [one.text for one in row.items] == [
        "count all ropes",
        "as funds allow, use hooks to: lift boats",
        "as funds allow, use hooks to: hold buoys",
        "oil the locks.",
    ]
    assert [one.quote for one in row.items[1].evidence] == [
        "lift boats; and",
        "as funds allow, use hooks to:",
    ]
    assert row.title.endswith("(and 2 more)")
