"""On what a duty depends and what it excepts: told in its own words, with its own place."""

from __future__ import annotations

import json

import pytest

from pipeline.findings import ActionFinding, Kind
from tests.analysis.drafting import asked_in_letter, drafted, only


def one(text: str, kind: Kind = Kind.EXECUTIVE_ORDER) -> ActionFinding:
    (row,) = drafted(f"Sec. 2. Docks. (a) {text}" if kind is Kind.EXECUTIVE_ORDER else text, kind)
    return row


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("If the Board finds a fault, the Director shall mend it.", "If the Board finds a fault"),
        ("Unless the Board agrees, the Director shall mend it.", "Unless the Board agrees"),
        (
            "The head of each bureau, except the heads of bureaus without docks, shall name an officer.",
            "except the heads of bureaus without docks",
        ),
        ("The Clerk shall publish all logs other than logs of pilots.", "other than logs of pilots"),
        (
            "The Clerk and the heads of other bureaus and boards, as appropriate, shall report.",
            "the heads of other bureaus and boards, as appropriate",
        ),
        ("In the event of a flood, the Clerk shall close the gate.", "In the event of a flood"),
        (
            "Where the dock, the gate, or the wharf is unsafe, the Clerk shall close it.",
            "Where the dock, the gate, or the wharf is unsafe",
        ),
        ("When choosing a dock, each bureau shall weigh its cost.", "When choosing a dock"),
        ("In choosing a dock, each bureau shall weigh its cost.", "In choosing a dock"),
        (
            "With respect to docks older than this order, such reports shall be made within 30 days of the "
            "date of this order.",
            "With respect to docks older than this order",
        ),
        (
            "For all contracts above $500,000, each bureau shall consult the Board.",
            "For all contracts above $500,000",
        ),
        ("The Clerk shall notify the Board if a gate fails.", "if a gate fails"),
        (
            "The Clerk shall notify the Board upon determining that a gate has failed.",
            "upon determining that a gate has failed",
        ),
        (
            "The Clerk shall, to the extent practicable, repair the gates.",
            "to the extent practicable",
        ),
        ("The Clerk shall repair the gates, where appropriate.", "where appropriate"),
        (
            "The Clerk shall, with the concurrence of the Board and within 30 days of the date of this "
            "order, sell the gates.",
            "with the concurrence of the Board",
        ),
        (
            "The Clerk shall repair the gates to the extent the Board does not object.",
            "to the extent the Board does not object",
        ),
        (
            "When mending a gate, the Clerk, where the Board agrees, shall ask for bids unless there is "
            "danger.",
            "When mending a gate; where the Board agrees; unless there is danger",
        ),
    ],
)
def test_a_condition_is_told_in_its_own_words(text: str, condition: str) -> None:
    row = one(text)
    assert row.condition == condition
    parts = condition.split("; ")
    names = ["condition", *(f"condition_{count}" for count in range(2, len(parts) + 1))]
    assert [" ".join(row.field_evidence[name].quote.split()) for name in names] == parts
    assert all(row.evidence[0].span.contains(row.field_evidence[name].span) for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "The Clerk shall, to the maximum extent permitted by law, repair the gates.",
        "Consistent with applicable law and subject to the availability of appropriations, the Clerk shall "
        "repair the gates of every harbor that the Board has seen.",
        "The Clerk shall determine if any gate is unsafe.",
        "The Clerk shall determine, among other things, if it is safe.",
        "The Clerk shall name the places where boats are kept.",
        "The Clerk shall repair the gates as soon as possible.",
        "The Clerk, in consultation with the heads of other bureaus, as appropriate, shall repair the gates.",
        "The Clerk shall assist persons who are subject to the rules of the harbor.",
        "The Clerk shall report the dates when gates were closed.",
        "The Clerk shall consult such other bureaus as appropriate.",
        "Upon the date of publication of the list, the Clerk shall repair the gates.",
        "On an annual basis, and at other times as appropriate, the Clerk shall report.",
        "The officers whom bureaus have appointed or designated, as appropriate, shall pay for the docks.",
    ],
)
def test_what_is_none(text: str) -> None:
    assert one(text).condition is None


def test_the_room_left_for_a_second_deed_stays_with_it() -> None:
    row = one("The Clerk shall review and, where appropriate, revise the list of gates.")
    assert "where appropriate" in row.title or row.condition == "where appropriate"


@pytest.mark.parametrize(
    "text",
    [
        "The Clerk shall review each gate and, if any gate is unsafe, submit a plan to the Board.",
        "The Clerk shall make a plan to test the gates in the event of a flood.",
        "The Clerk shall present a plan to ensure that all docks are lit, as appropriate.",
        "The Clerk shall assist the Board in lighting docks, including by working to mend the lamps to the "
        "extent feasible, and in telling the pilots.",
    ],
)
def test_what_bounds_a_part_of_a_duty_stays_with_that_part(text: str) -> None:
    row = one(text)
    assert row.condition is None
    assert row.title.lower() in text.lower()
    assert text.rstrip(".").lower().endswith(row.title.lower())


def test_what_bounds_a_part_that_a_title_leaves_out_is_left_out_with_it() -> None:
    docks = (
        "the docks of the outer harbor, of the inner harbor, of the river, of the canal, of the ponds, " * 6
    )
    row = one(f"The Clerk shall report on {docks}and, to the extent possible, on the gates of all pilots.")
    assert row.title.endswith("…") and "possible" not in row.title
    assert row.condition is None


def test_a_condition_of_a_lead_holds_for_the_members_that_are_rows() -> None:
    rows = drafted(
        "Sec. 2. Docks. If a gate fails, the Clerk shall:\n\n"
        "(a) close it within 2 days of the date of this order; and\n\n"
        "(b) where the Board so directs, report within 30 days of the date of this order."
    )
    assert [row.condition for row in rows] == [
        "If a gate fails",
        "If a gate fails; where the Board so directs",
    ]


def test_a_letter_asks_under_conditions_as_well() -> None:
    asked = one(
        "However, should you feel that a change is necessary, please tell us why.", Kind.PUBLIC_LETTER
    )
    assert asked.condition == "should you feel that a change is necessary"
    told = one("Please advise us as soon as possible when you will respond.", Kind.PUBLIC_LETTER)
    assert told.condition is None


@pytest.mark.parametrize(
    "text",
    [
        "Please let me know,\nwithin 30 days of receipt of this letter, when the dock will open, whether"
        " a ferry can call there, and when it will.",
        "Please tell us what funds, if any, the Harbor Service lacks.",
    ],
)
def test_what_a_letter_asks_is_no_condition(text: str) -> None:
    assert one(text, Kind.PUBLIC_LETTER).condition is None


@pytest.mark.parametrize(
    ("text", "title", "condition"),
    [
        ("Please send us a name, even if it is that of last year.", None, None),
        ("We would be delighted if, while here, you could see the docks.", None, None),
        (
            "The pier is open unless it rains, and please tell the Clerk who comes.",
            "Tell the Clerk who comes",
            None,
        ),
        (
            "If there is a newer list, would your staff send a copy?",
            "Send a copy",
            "If there is a newer list",
        ),
        (
            "With respect to the $2 million that we found, the Board must act, so please say if you agree.",
            "Say if you agree (with respect to the $2 million that we found)",
            None,
        ),
        (
            "With respect to docks in use, please say who pays.",
            "Say who pays",
            "With respect to docks in use",
        ),
    ],
)
def test_a_concession_a_topic_and_the_bound_of_another_clause_are_none(
    text: str, title: str | None, condition: str | None
) -> None:
    (row,) = drafted(f"Dear Clerk:\n\n{text}\n\nSincerely,\n\nJane Roe", Kind.PUBLIC_LETTER)
    assert row.condition == condition
    assert title is None or row.title == title


def test_an_order_keeps_a_concession_beside_the_duty() -> None:
    row = one("Even when a dock is exempt under this section, each bureau shall strive to count the docks.")
    assert row.condition is None
    assert row.title.endswith("(even when a dock is exempt under this section)")


def test_the_first_member_of_a_series_is_no_condition_of_the_others() -> None:
    text = "For each dock the reply should state its age, describe its gates, and give a date."
    (row,) = drafted(text, Kind.AGENCY_MEMO)
    assert row.title == "State its age, describe its gates, and give a date"
    assert row.condition == "For each dock"


def test_a_deed_that_waits_is_no_question() -> None:
    row = one("Please inform us of the cost, when the dock closes.", Kind.PUBLIC_LETTER)
    assert row.condition == "when the dock closes"


def test_it_is_plain_data() -> None:
    from pipeline.encoding import from_plain, to_plain

    row = one("Unless the Board agrees, the Director shall mend the gate.")
    kept = json.loads(json.dumps(to_plain(row)))
    assert kept["condition"] == "Unless the Board agrees"
    assert from_plain(ActionFinding, kept) == row
    del kept["condition"]
    assert from_plain(ActionFinding, kept).condition is None


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Subject to subsection (b), the Clerk shall count the docks.", "Subject to subsection (b)"),
        (
            "With respect to docks under sections 36(a)(5) and (6), the Clerk shall ask the Board.",
            "With respect to docks under sections 36(a)(5) and (6)",
        ),
        (
            "If a dock (or a part of it) is listed under paragraph (2)(A), the Clerk shall close it.",
            "If a dock (or a part of it) is listed under paragraph (2)(A)",
        ),
    ],
)
def test_a_condition_keeps_the_label_of_a_provision(text: str, condition: str) -> None:
    assert only(text).condition == condition


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The Clerk shall name as many quiet docks as possible and send such list to the Board.",
            "Name as many quiet docks as possible and send such list to the Board",
        ),
        (
            "In executing the harbor laws, the Clerk shall count boats.",
            "Count boats (in executing the harbor laws)",
        ),
        ("In pursuing its mission, the Board shall count boats.", "Count boats (in pursuing its mission)"),
        (
            "The Clerk shall review the list and consider whether to revise the plan, as appropriate.",
            "Review the list and consider whether to revise the plan, as appropriate",
        ),
        (
            "The Clerk shall mend the gates, where appropriate, and reduce the risk of fire.",
            "Mend the gates, where appropriate, and reduce the risk of fire",
        ),
        (
            "The Clerk shall guard the docks, relying to the extent feasible and appropriate on boards, such "
            "as the Dock Board, and count boats.",
            "Guard the docks, relying to the extent feasible and appropriate on boards, such as the Dock "
            "Board, and count boats",
        ),
        (
            "The Clerk shall review all leases, where the lease covers a dock, to learn if they are fair.",
            "Review all leases, where the lease covers a dock, to learn if they are fair",
        ),
        (
            "The Clerk shall, in cooperation with owners, as appropriate, and, as told by it, when "
            "bureaus work with other ports, count boats.",
            "Count boats (in cooperation with owners, as appropriate, and, as told by it, when bureaus "
            "work with other ports)",
        ),
    ],
)
def test_what_bounds_one_deed_a_thing_or_a_partner_is_no_condition_of_the_duty(text: str, title: str) -> None:
    row = only(text)
    assert (row.condition, row.title) == (None, title)


def test_room_left_behind_the_modal_is_left_to_all_actors() -> None:
    row = only("The Clerk, the Warden, and the heads of all other boards shall, as appropriate, count boats.")
    assert row.condition == "as appropriate"
    assert only("Boards shall review and revise the list, as appropriate.").condition == "as appropriate"


def test_what_the_law_includes_stays_with_the_law() -> None:
    row = only(
        "The Clerk shall share logs, to the extent permitted by law, including rules of privacy, with us."
    )
    assert row.title == ("Share logs, to the extent permitted by law, including rules of privacy, with us")


def test_pending_opens_a_condition_of_a_request() -> None:
    (row,) = asked_in_letter("Pending that vote, please close the dock and refrain from selling it.")
    assert row.condition == "Pending that vote" and row.title.startswith("Close the dock")
