"""An amendment tells which duties its new wording sets, in the words of the source."""

from __future__ import annotations

import pytest

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Analysis, ImpactFinding, LedgerClass

HEAD = (
    "EXECUTIVE ORDER 19500\n\nOn Harbors\n\nMarch 4, 2031\n\nBy the authority vested in me as President by "
    "the Constitution and the laws of the United States of America, it is hereby ordered as follows:\n\n"
)
GATES = ("River", "Sea", "Lake", "Bay", "Reef", "Salt", "Tide", "Moon")
WARDENS = ", ".join(f"the Warden of the {name} Gates" for name in GATES)


def analysed(body: str) -> Analysis:
    text = HEAD + body
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), ())
    return OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document)


def change(body: str) -> ImpactFinding:
    (impact,) = (one for one in analysed(body).impacts if one.category == "Legal")
    return impact


@pytest.mark.parametrize(
    ("body", "duty", "rest"),
    [
        (
            "Section 1. Piers. Section 6 of Executive Order 13000 is amended by striking “The Board meets "
            "yearly.” and inserting in lieu thereof “The Board shall count all piers.”",
            "The Board shall count all piers",
            "”",
        ),
        (
            "Section 1. Piers. (a) Section 2 of Executive Order 13001 is amended to read as follows:\n\n"
            "“Sec. 2. Lamps. (a) The Clerk of Docks shall light the piers.\n\n(b) The Warden shall buy oil.”",
            "The Clerk of Docks shall light the piers",
            "” (and 1 more)",
        ),
    ],
)
def test_a_change_tells_the_duties_of_its_new_wording(body: str, duty: str, rest: str) -> None:
    impact = change(body)
    noun = "a duty" if rest == "”" else "2 duties"
    assert impact.reason.endswith(f"; the new wording sets {noun}: “{duty}{rest}")
    assert impact.evidence[-1].quote == duty


@pytest.mark.parametrize(
    "body",
    [
        "Section 1. Piers. Executive Order 13002 is amended by replacing “2030” with “2031”.",
        "Section 1. Piers. Section 3 of Executive Order 13003 is amended by deleting “the Warden shall count "
        "the ropes” and inserting “the Clerk counts the ropes”.",
        "Section 1. Piers. Section 3 of Executive Order 13003 is amended by inserting “The report shall "
        "contain a map.”",
    ],
)
def test_words_that_go_out_or_order_nobody_set_no_duty(body: str) -> None:
    assert "new wording" not in change(body).reason


def test_a_duty_told_in_short_keeps_its_verb_and_stays_no_tasking() -> None:
    body = (
        "Section 1. Piers. Section 6 of Executive Order 13000 is amended by inserting “The Clerk, in "
        f"consultation with {WARDENS}, and the Dean of Pilots, shall lend ropes to pilots.”\n\n"
        "Section 2. Tides. The Warden of Piers shall chart the tides.\n"
    )
    impact = change(body)
    assert "shall lend ropes to pilots" in impact.reason.partition("new wording")[2]
    found = analysed(body)
    assert [one.title for one in found.actions] == ["Chart the tides"]
    assert LedgerClass.QUOTED in {one.ledger_class for one in found.ledger}


def test_what_new_wording_forbids_is_told_as_that_and_a_cut_behind_a_number_is_marked() -> None:
    impact = change(
        "Section 1. Executive Order 13000 is amended by striking section 1 and inserting the following: "
        "‘‘Section 1. (a) All ropes of the following persons are blocked and may not be sold:\n\n"
        "(i) any pilot who owes a fee.’’\n"
    )
    assert (
        "‘‘Section 1 …; the new wording forbids: “All ropes of the following persons are blocked"
        in impact.reason
    )


def test_the_deed_of_a_long_sentence_is_told_with_it() -> None:
    ground = "the making of gifts of the kinds that section 3 of the Harbor Act names " * 8
    found = analysed(
        "Section 1. Order must be kept in all harbors of the country and on all piers.\n\n"
        f"Sec. 2. I hereby determine that {ground}would harm the harbors, and I hereby prohibit such gifts.\n"
    )
    (told,) = (one.text for one in found.summary if "hereby determine" in one.text)
    assert "I hereby prohibit such gifts" in told
