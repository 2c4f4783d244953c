"""What stands in another sentence or at the head of a list is told with the duty that it bounds."""

from __future__ import annotations

import pytest

from analysis.citations import recognise
from analysis.offline import OfflineAnalyzer
from analysis.outline import Role, outline
from analysis.taskings.clauses import read
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind
from tests.analysis.drafting import asked_in_letter, drafted

LADDER = (
    "Sec. 2. Sanctions. The heads of agencies shall take the following actions:\n\n"
    "(a) the Board of Piers shall deny approval of any berth to the barred person;\n\n"
    "(b) agencies shall not issue any license to the barred person;\n\n"
    "(c) with respect to a barred person that is a bank:\n\n"
    "(i) the Chair of the Reserve Council shall end its designation; or\n\n"
    "(ii) agencies shall prevent it from holding funds; or\n\n"
    "(d) agencies shall not procure goods from the barred person.\n\n"
    "(e) The prohibitions in subsections (a)-(d) of this section apply except to the extent "
    "provided by statutes.\n"
)


def test_the_head_of_a_list_within_a_list_bounds_its_members() -> None:
    rows = {row.responsible: row for row in drafted(LADDER)}
    bank = "with respect to a barred person that is a bank"
    assert rows["the Chair of the Reserve Council"].condition == bank
    assert rows["the Board of Piers"].condition is None


def test_what_a_sibling_forbids_is_not_said_of_a_duty() -> None:
    board = next(row for row in drafted(LADDER) if row.responsible == "the Board of Piers")
    assert "forbidden" not in board.title


def test_an_exception_and_an_empty_head_are_no_deeds_of_a_list() -> None:
    lead = drafted(LADDER)[0]
    told = [item.text for item in lead.items]
    assert told and not [one for one in told if one.startswith(("The prohibitions", "with respect"))]


def test_an_exception_limits_the_parts_that_it_names() -> None:
    rows = drafted(
        "Sec. 1. Succession. (a) The Clerk shall act as Warden during a vacancy.\n\n"
        "(b) The Dean shall act as Warden during an absence.\n\n"
        "(c) Precedence shall be determined by the Warden.\n\n"
        "(d) Notwithstanding paragraphs (a) and (b) of this section, an officer shall not act as Warden "
        "if that officer serves only in an acting capacity.\n"
    )
    limited = {row.section: "Notwithstanding" in row.title for row in rows}
    assert limited["Sec. 1(a)"] and limited["Sec. 1(b)"] and not limited["Sec. 1(c)"]


def test_what_must_be_addressed_is_told_with_the_duty() -> None:
    (row,) = drafted(
        "Sec. 2. Fire. The Clerk shall investigate the fire. This investigation shall address:\n\n"
        "(i) its cause; and\n\n(ii) who saw it first.\n"
    )
    assert "specified: “This investigation shall address: its cause (and 1 more)”" in row.title


def test_an_opening_with_a_comma_names_nobody() -> None:
    found = read(
        "To keep affordable, sturdy ropes, the Warden of Ropes, the Clerk of Piers, and the Director of "
        "Hooks shall consider more actions.",
        frozenset(),
    )
    assert found is not None and found.actor is not None
    assert found.actor.text == "the Warden of Ropes, the Clerk of Piers, and the Director of Hooks"


def test_the_broken_beginning_of_a_sentence_is_no_heading() -> None:
    broken = "In the wake of the Harbor Court's decision in\nTern\n, I order that ropes be kept.\n"
    text = f"Section 1. Policy.\n\n{broken}"
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    roles = {one.words(text): one.role for one in outline(document).sentences}
    assert not [
        said for said, role in roles.items() if role is Role.HEADING and said.startswith("In the wake")
    ]


def test_an_answer_looked_forward_to_before_something_is_asked_for() -> None:
    rows = asked_in_letter("Please send the log. I look forward to your response in advance of the decision.")
    assert "in advance of the decision" in rows[-1].title
    assert len(asked_in_letter("Please send the log. I look forward to your response.")) == 1


def test_a_duty_of_the_reserve_keeps_its_kind() -> None:
    assert {row.kind for row in drafted(LADDER, Kind.EXECUTIVE_ORDER)} == {"tasking"}


def test_what_many_do_today_is_no_duty() -> None:
    assert (
        drafted("Sec. 1. Policy. Today, many sailors follow the tides and share their views of them.\n") == ()
    )


def test_the_name_of_a_treaty_goes_on_behind_its_commas() -> None:
    text = (
        "The Convention on the Prohibition of the Development, Production, Stockpiling and Use of Chemical "
        "Weapons and on Their Destruction binds.\n"
    )
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    (found,) = recognise(document).authorities
    assert found.citation.endswith("Stockpiling and Use of Chemical Weapons and on Their Destruction")


@pytest.mark.parametrize(
    ("sentence", "forbidden"),
    [
        ("No agency may lend a rope, and agencies shall not sell one.", True),
        ("Section 4 of that Act states that a harbor shall not be treated as a publisher.", False),
        ("The law specifies that a harbor may not be held liable for what it removes.", False),
    ],
)
def test_what_a_law_is_said_to_forbid_is_no_risk_of_the_order(sentence: str, forbidden: bool) -> None:
    opening = "By the authority vested in me as President, it is hereby ordered:"
    text = f"Executive Order 15001 of May 4, 2032\n\n{opening}\n\nSec. 1. Policy. {sentence}\n"
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    risks = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document).risks
    assert any(risk.title.startswith("Forbidden") for risk in risks) is forbidden


def test_a_deed_about_a_contact_is_asked_for() -> None:
    (row,) = asked_in_letter("Please also designate a point of contact for questions by May 4, 2032.")
    assert row.due_date == "2032-05-04"
