"""What a document creates acts, whatever its name is: an initiative, a programme, a process."""

from __future__ import annotations

import pytest

from analysis.ledger import ledger
from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from analysis.taskings.bodies import established
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind, LedgerClass
from tests.analysis.drafting import drafted, only

CREATED = [
    "There is established the Dock Repair Initiative (Initiative), a programme to mend docks.",
    "There is hereby established in the Department of Docks a Dock Repair Initiative (the “Initiative”).",
    "The Dock Repair Initiative (Initiative) is hereby established.",
    "The Secretary shall establish a Dock Repair Initiative (Initiative) in every port.",
    "I hereby establish the Initiative for Dock Repair (Initiative).",
]


@pytest.mark.parametrize("founding", CREATED)
@pytest.mark.parametrize(
    ("duty", "title"),
    [
        ("shall report yearly to the Clerk on its work", "Report yearly to the Clerk on its work"),
        ("shall serve as an ombudsman for pilots", "Serve as an ombudsman for pilots"),
        ("shall provide pilots with maps of all docks", "Provide pilots with maps of all docks"),
    ],
)
def test_a_body_that_the_order_creates_has_its_duties_drafted(founding: str, duty: str, title: str) -> None:
    rows = drafted(f"Sec. 2. Docks. (a) {founding}\n\n(b) The Initiative {duty}.")
    assert [(row.title, row.responsible) for row in rows[-1:]] == [(title, "The Initiative")]


@pytest.mark.parametrize(
    "told",
    [
        "The Initiative shall include three ports.",
        "The Initiative shall be housed in the Department of Docks.",
        "The Initiative shall operate for two years.",
        "The Strategy shall address the needs of pilots.",
    ],
)
def test_what_such_a_body_has_and_is_makes_no_duty(told: str) -> None:
    assert drafted(f"Sec. 2. Docks. (a) {CREATED[0]}\n\n(b) {told}") == ()


def test_an_initiative_that_the_document_does_not_create_is_a_thing() -> None:
    assert drafted("Sec. 2. Docks. (a) The Initiative shall serve pilots.") == ()


def test_names_are_known_in_full_by_kind_and_as_shortened() -> None:
    assert established(["There is established the Rope Renewal Program (RRP Office)."]) == {
        "Rope Renewal Program",
        "Program",
        "RRP Office",
    }
    assert established(["The plan was formed by the Clerk."]) == frozenset()


@pytest.mark.parametrize(
    "lead",
    [
        "The Center shall have the following functions:",
        "The Center shall have the following duties and responsibilities:",
        "The functions of the Center shall be:",
        "The principal duties of the Center are as follows:",
        "The functions of the Center shall include the following:",
    ],
)
def test_the_functions_of_a_body_are_one_row_with_its_list(lead: str) -> None:
    (row,) = drafted(
        f"Sec. 2. Docks. {lead}\n\n(a) serve as the library of maps;\n\n(b) assign berths to pilots; and\n\n"
        "(c) keep the tide tables."
    )
    assert row.title == "Serve as the library of maps (and 2 more)"
    assert row.responsible is not None and row.responsible.lower() == "the center"
    assert [item.text for item in row.items] == [
        "serve as the library of maps",
        "assign berths to pilots",
        "keep the tide tables.",
    ]


def test_the_one_duty_of_an_officer_is_drafted_from_its_verb() -> None:
    (row,) = drafted("Sec. 2. Docks. (a) The duty of the Harbor Commissioner shall be to inspect every dock.")
    assert (row.title, row.responsible) == ("Inspect every dock", "the Harbor Commissioner")


@pytest.mark.parametrize(
    "text",
    [
        "The interagency process will ensure that berths are shared.",
        "The Council-led process will ensure that berths are shared.",
        "The Dock Repair Initiative will provide maps.",
    ],
)
def test_what_a_process_or_a_body_will_do_in_an_order_waits_for_a_person(text: str) -> None:
    order = f"Sec. 2. Docks. (a) {CREATED[0]}\n\n(b) {text}"
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", order, (Page(1, Span(0, len(order))),), ())
    plan = outline(document)
    rows = taskings(document, plan, Facts(Kind.EXECUTIVE_ORDER, date="2026-01-12"), ())
    found = {one.evidence[0].quote: one.ledger_class for one in ledger(document, plan, rows)}
    assert found[text] is LedgerClass.UNCOVERED


@pytest.mark.parametrize(
    "lead",
    [
        "The Rope Center's functions shall include:",
        "To keep the docks safe, the Rope Center's functions shall include:",
        "The Rope Center’s principal duties shall be:",
    ],
)
def test_the_functions_of_a_body_are_its_duties_however_they_are_owned(lead: str) -> None:
    row = only(f"{lead} (i) counting ropes; and (ii) mending docks.")
    assert (row.responsible or "").lower() == "the rope center"
    assert [item.text for item in row.items] == ["counting ropes", "mending docks."]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The Rope Council shall be headed by a Director selected by the Warden.", "the Warden"),
        ("The Rope Council shall be led by a Dean, who shall be appointed by the Warden.", "the Warden"),
        ("The Rope Council shall be chaired by an official to be designated by the Warden.", "the Warden"),
    ],
)
def test_whoever_chooses_the_head_of_a_body_has_to_act_and_not_whoever_is_chosen(text: str, who: str) -> None:
    row = only(text)
    assert row.responsible == who and row.title.startswith("Ensure the Rope Council is ")


def test_who_is_named_as_the_head_of_a_body_has_to_lead_it() -> None:
    row = only("The Rope Council shall be chaired by the Clerk.")
    assert (row.responsible, row.title) == ("the Clerk", "Chair the Rope Council")
