"""Whom "it shall" and "they shall" mean, and which subjects act though they are called like things."""

from __future__ import annotations

import pytest

from analysis.ledger import ledger
from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind, LedgerClass
from tests.analysis.drafting import drafted, only


def classes(text: str) -> dict[str, LedgerClass]:
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), ())
    plan = outline(document)
    facts = Facts(Kind.EXECUTIVE_ORDER, date="2026-01-12")
    found = ledger(document, plan, taskings(document, plan, facts, ()))
    return {" ".join(one.evidence[0].quote.split()): one.ledger_class for one in found}


@pytest.mark.parametrize(
    ("above", "duty", "actor"),
    [
        (
            "There is established the Harbor Council (Council).",
            "It shall hear the pilots.",
            "Harbor Council",
        ),
        ("The Council shall be solely advisory.", "In particular, it shall hear the pilots.", "The Council"),
        ("The Clerk shall establish an Office of Tides.", "It shall hear the pilots.", "Office of Tides"),
        ("The heads of agencies shall light piers.", "They shall hear the pilots.", "The heads of agencies"),
    ],
)
def test_a_pronoun_is_whom_the_sentence_before_tells_of(above: str, duty: str, actor: str) -> None:
    row = drafted(f"Sec. 2. Docks. (a) {above} {duty}")[-1]
    assert (row.title, row.responsible) == ("Hear the pilots", actor)
    assert row.field_evidence["responsible"].quote == actor


def test_a_chain_of_pronouns_keeps_its_body_and_an_opening_stays_beside_the_duty() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) The Council shall be solely advisory. It shall hear the pilots. As part of "
        "this work, it shall also count the piers."
    )
    assert [row.responsible for row in rows] == ["The Council", "The Council"]
    assert rows[-1].title == "Count the piers (as part of this work)"


@pytest.mark.parametrize(
    "text",
    [
        "The Council shall establish a Board of Piers. It shall hear the pilots.",
        "The Clerk shall hold a hearing. It shall hear the pilots.",
    ],
)
def test_a_pronoun_in_doubt_is_drafted_for_nobody_and_waits_for_a_person(text: str) -> None:
    source = f"Sec. 2. Docks. (a) {text}"
    assert len(drafted(source)) == 1
    assert classes(source)["It shall hear the pilots."] is LedgerClass.UNCOVERED


@pytest.mark.parametrize("duty", ["It shall identify unsafe docks.", "It shall contain a map."])
def test_what_a_paper_shall_hold_is_no_duty_of_its_writer(duty: str) -> None:
    assert len(drafted(f"Sec. 2. Docks. (a) The Council shall submit a plan to the Clerk. {duty}")) == 1


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("As each office repairs or ends a lamp, it shall keep a log.", "each office"),
        ("To the extent that a bureau of the Department of Docks has a pier, it shall keep a log.", None),
        (
            "Unless forbidden by law, whenever an office proposes a new rule, it shall keep a log.",
            "an office",
        ),
        ("If, after a hearing, the Board of Piers ends a lease, it shall keep a log.", "the Board of Piers"),
        (
            "The original classification authority shall keep a log.",
            "The original classification authority",
        ),
        ("Each element of the Intelligence Community shall keep a log.", None),
        ("Each agency that owns a dock above 5,000 square feet shall keep a log.", None),
        ("The Pier Board established in Order 12 of March 27, 2025 (Clean Piers), shall keep a log.", None),
        ("The Board, described in section 701 of this order, shall keep a log.", "The Board"),
    ],
)
def test_who_acts_is_read_past_clauses_numbers_and_dates(text: str, actor: str | None) -> None:
    row = only(text)
    assert row.title == "Keep a log"
    said = row.responsible or ""
    assert said == actor if actor else said.split()[0].lower() in ("each", "the", "a") and len(said) > 20


@pytest.mark.parametrize(
    "text",
    [
        "The elements of the plan shall assist the Clerk.",
        "Statutory authority shall support the rule.",
    ],
)
def test_parts_of_a_plan_and_powers_do_not_act(text: str) -> None:
    assert drafted(f"Sec. 2. Docks. (a) {text}") == ()


def test_work_named_behind_its_verb_and_members_of_choice_are_told_apart() -> None:
    found = classes(
        "Sec. 2. Docks. (a) Among the matters to be studied by the Board shall be the tides of each port.\n\n"
        "(b) These activities shall include:\n(i) studying tides and making such reports as the Clerk may "
        "request; and\n(ii) such other offices as the Chair may invite to take part."
    )
    work, _, reports, chosen = found.values()
    assert (work, reports) == (LedgerClass.UNCOVERED, LedgerClass.UNCOVERED)
    assert chosen is LedgerClass.SPECIFICATION


def test_whom_a_regulation_binds_by_choice_of_another_has_its_own_duty() -> None:
    row = only("Pursuant to such rules as the Board may set, the Clerk shall keep a log.")
    assert (row.title, row.responsible) == (
        "Keep a log (pursuant to such rules as the Board may set)",
        "the Clerk",
    )
