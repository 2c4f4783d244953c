"""What a paper does by saying so is drafted or waits for a person."""

from __future__ import annotations

import pytest

from analysis.enacting import enacts, founds
from analysis.ledger import ledger
from analysis.metadata import Facts
from analysis.offline import OfflineAnalyzer
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Analysis, Kind, LedgerClass

ANALYZER = OfflineAnalyzer(Agency("Office of Docks", "OD", "Warden", (), ()))
ORDER = "EXECUTIVE ORDER 19044\n\nKeeping Docks in Order\n\n"


def read(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


def analysed(text: str) -> Analysis:
    return ANALYZER.analyse(read(ORDER + text))


def classes(text: str) -> dict[str, LedgerClass]:
    document = read(text)
    plan = outline(document)
    actions = taskings(document, plan, Facts(Kind.EXECUTIVE_ORDER, date="2026-01-12"), ())
    listed = ledger(document, plan, actions)
    return {" ".join(one.evidence[0].quote.split()): one.ledger_class for one in listed}


@pytest.mark.parametrize(
    "text",
    [
        "There is established in the Office of Docks a medal for long service on ropes.",
        "I hereby delegate to the Warden the functions given to the President by section 4 of that Act.",
        "I delegate to the Warden the power to name a Mate.",
        "The Mate is designated to have authority to lend hooks from the reserve.",
        "The Warden, after consultation with the Mate, is hereby authorized to hand in the closing reports.",
        "The Council is authorized to hire divers.",
        "No loan of hooks is authorized for private outings.",
        "Sales of rope on Sundays are not permitted.",
        "The rule on wet ropes shall have no force or effect.",
        "Licenses given before that day are null and void.",
        "I, ADA HOOK, President of the United States of America, find that rotten ropes threaten the docks.",
        "To guard the docks, I hereby declare an emergency of ropes.",
        "I further determine that the docks of the north are clean.",
        "The Rope Board is hereby dissolved.",
        "The functions of the Rope Board are assigned to the Warden.",
        "By the authority vested in me as President by the Constitution, I hereby close Port Ansel.",
    ],
)
def test_what_is_done_by_saying_it_waits_for_a_person(text: str) -> None:
    assert enacts(text)
    assert classes(f"Sec. 2. Docks. (a) {text}") == {text: LedgerClass.UNCOVERED}


@pytest.mark.parametrize(
    "text",
    [
        "By the authority vested in me as President by the Constitution, it is hereby ordered as follows:",
        "Accordingly, I hereby order:",
        "Ropes that are designated as wet hang in the yard.",
        "Where no dock is permitted, boats lie at anchor.",
        "Last year I designated the north dock.",
        "The docks of the north were established long ago.",
        "is not authorized to enter the dock by night;",
        "The wording changes: “There is hereby established a Board of Ropes, of seven wardens.”",
    ],
)
def test_what_only_tells_or_opens_enacts_nothing(text: str) -> None:
    assert not enacts(text)


def test_what_an_impact_tells_does_not_wait() -> None:
    found = analysed(
        "Section 1. Board. There is established within the Office of Docks a Board of Ropes.\n\n"
        "Sec. 2. Earlier Orders. Executive Order 18001 of May 4, 2020 (Wet Ropes), is hereby revoked.\n"
    )
    listed = {" ".join(one.evidence[0].quote.split())[-25:]: one for one in found.ledger}
    assert {one.ledger_class for one in listed.values()} == {LedgerClass.DRAFTED}
    assert {one.row for one in listed.values()} == {None}
    assert [one.title for one in found.impacts] == [
        "EO 18001 is revoked",
        "New body: There is established within the Office of Docks a Board of Ropes",
    ]
    assert found.impacts[1].reason == "founded by these words"


def test_the_duties_of_a_new_body_wait_though_an_impact_tells_that_it_is_founded() -> None:
    found = analysed(
        "Section 1. Team. There is established a Rope Task Force, which shall guide the docks.\n\n"
        "Sec. 2. Council. There is established a Council of Wardens to:\n\n"
        "(a) count the ropes of all docks; and\n\n(b) oil the locks of all gates.\n"
    )
    waiting = [" ".join(one.evidence[0].quote.split()) for one in found.uncovered]
    assert waiting[0].endswith("which shall guide the docks.")
    assert waiting[1].endswith("Council of Wardens to:")
    assert len(waiting) == 4
    assert sum(one.category == "Organizational" for one in found.impacts) == 2


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("There is hereby established an Interagency Dock Council (Council).", True),
        ("There is established, effective May 1, 2030, a board of three wardens.", True),
        ("The Office of Wet Ropes (OWR) is hereby established within the Harbor House.", True),
        ("There is hereby established in the Office of Docks the Golden Rope Medal.", False),
        ("There is established in the Board of Ropes a fund for new hooks.", False),
    ],
)
def test_a_new_body_is_an_impact_and_another_thing_waits(text: str, body: bool) -> None:
    found = analysed(f"Section 1. Docks. {text}\n")
    assert founds(text)
    assert [one.title.split(":")[0] for one in found.impacts] == (["New body"] if body else [])
    assert bool(found.uncovered) is not body
