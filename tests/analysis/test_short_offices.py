"""Who is bound under a short name or behind a leave, and what a memo or an order only points to."""

from __future__ import annotations

import pytest

from analysis.ledger import ledger
from analysis.metadata import Facts, metadata
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind, LedgerClass
from tests.analysis.drafting import asked_in_letter, drafted


def paper(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


@pytest.mark.parametrize(
    ("text", "kind", "who", "title"),
    [
        (
            "The Office of Facilities will inspect the sheds. Facilities should also brief the Clerk.",
            Kind.AGENCY_MEMO,
            "Facilities",
            "Brief the Clerk",
        ),
        (
            "There is in the Department of Commerce a rope program. Commerce shall provide staff for it.",
            Kind.EXECUTIVE_ORDER,
            "Commerce",
            "Provide staff for it",
        ),
        (
            "Inland bureaus have no duty under this paper, but should remind their pilots of the list.",
            Kind.AGENCY_MEMO,
            "Inland bureaus",
            "Remind their pilots of the list",
        ),
        (
            "The Solicitor will advise the Clerk within three weeks.",
            Kind.AGENCY_MEMO,
            "The Solicitor",
            "Advise the Clerk",
        ),
        (
            "Requests for a shed should reach the Clerk at least 30 days before the storm.",
            Kind.AGENCY_MEMO,
            None,
            "Requests for a shed should reach the Clerk",
        ),
    ],
)
def test_who_is_bound(text: str, kind: Kind, who: str | None, title: str) -> None:
    opening = "Sec. 2. Docks. (a) " if kind is Kind.EXECUTIVE_ORDER else ""
    row = drafted(f"{opening}{text}", kind)[-1]
    assert (row.responsible, row.title.partition(" (")[0]) == (who, title)


def test_a_word_for_things_far_from_the_office_is_no_office() -> None:
    text = (
        "The Office of Facilities was moved. The docks are old. The ropes are new. The gates are shut. "
        "Facilities must report tides."
    )
    assert [
        row.responsible for row in drafted(text, Kind.AGENCY_MEMO) if row.responsible == "Facilities"
    ] == []


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        (
            "Each bureau shall prepare a storm plan for its sheds. The Clerk shall review these plans.",
            Kind.AGENCY_MEMO,
            "these plans: “a storm plan for its sheds”",
        ),
        (
            "The Chair shall convene the Council and set its agenda. The Deputy shall help in these duties.",
            Kind.EXECUTIVE_ORDER,
            "these duties: “The Chair shall convene the Council and set its agenda”",
        ),
        (
            "Agencies shall list all ropes provided for the use of Hook. Banks shall cease such provision.",
            Kind.EXECUTIVE_ORDER,
            "such provision: “all ropes provided for the use of Hook”",
        ),
        (
            "The Solicitor will study the tides by May 1. The Clerk shall file this report.",
            Kind.AGENCY_MEMO,
            "said before: “The Solicitor will study the tides by May 1”",
        ),
        (
            "The Assistant Secretary may renew a lease. Requests should reach her by May 1.",
            Kind.AGENCY_MEMO,
            "said before: “The Assistant Secretary may renew a lease”",
        ),
    ],
)
def test_what_a_duty_points_to_stands_beside_it(text: str, kind: Kind, told: str) -> None:
    opening = "Sec. 2. Docks. (a) " if kind is Kind.EXECUTIVE_ORDER else ""
    assert told in drafted(f"{opening}{text}", kind)[-1].title


def test_this_report_of_a_letter_has_the_sentence_before() -> None:
    rows = asked_in_letter("The tide study is done. Please send this report to the pilots.")
    assert rows[-1].title == "Send this report to the pilots (said before: “The tide study is done”)"


def test_what_offices_owe_no_longer_hides_what_they_should_do() -> None:
    text = "Inland bureaus have no duty under this paper, but should remind their pilots of the list."
    document = paper(text)
    plan = outline(document)
    rows = taskings(document, plan, Facts(Kind.AGENCY_MEMO, date="2026-01-12"), ())
    assert [one.ledger_class for one in ledger(document, plan, rows)] == [LedgerClass.DRAFTED]


HEAD = "ROPE WORKERS COUNCIL\n12 Quay Street, Port Esk, ME 04001\n\nJune 3, 2025\n\n"
FIRST = "Hon. Walter Brandt, Administrator\nPilotage Administration\n77 Beacon Avenue\nBoston, MA 02110\n\n"
SECOND = "Ms. Irene Falk\nChief, Licensing Division\n(same address)\n\n"
BODY = "We request the counts of pending licences.\n\nSincerely,\n\n\nOskar Lindh\nChairman\n"


@pytest.mark.parametrize(
    ("greeting", "addressee"),
    [
        (
            "Dear Administrator Brandt and Ms. Falk:",
            "Hon. Walter Brandt, Administrator, Pilotage Administration; "
            "Ms. Irene Falk, Chief, Licensing Division",
        ),
        ("Dear Administrator Brandt:", "Hon. Walter Brandt, Administrator, Pilotage Administration"),
    ],
)
def test_whoever_is_greeted_and_has_an_address_is_an_addressee(greeting: str, addressee: str) -> None:
    document = paper(f"{HEAD}{FIRST}{SECOND}{greeting}\n\n{BODY}")
    assert metadata(document, outline(document)).addressee == addressee


@pytest.mark.parametrize("label", ["MEMORANDUM FOR", "TO:      "])
def test_a_memo_may_name_each_addressee_on_a_line_of_its_own(label: str) -> None:
    text = (
        f"DEPARTMENT OF COASTAL WORKS\n\n{label} HEADS OF BUREAUS\n{label} CHIEF INFORMATION OFFICER\n\n"
        "FROM:     Lena Marsh, Deputy Secretary\n\nSUBJECT:  Sheds\n\nDATE:     February 3, 2025\n\n"
        "The Office of Ropes will inspect the sheds by May 1.\n"
    )
    document = paper(text)
    assert metadata(document, outline(document)).addressee == "HEADS OF BUREAUS; CHIEF INFORMATION OFFICER"
