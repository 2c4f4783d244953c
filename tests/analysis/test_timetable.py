"""A line of a timetable that tells a duty of the text again is that duty, and no heading."""

from __future__ import annotations

import pytest

from analysis.offline import OfflineAnalyzer
from analysis.outline import Role, outline
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Analysis, LedgerClass

MEMO = (
    "HARBOR OFFICE\n\nJanuary 12, 2026\n\nMEMORANDUM FOR THE HEADS OF BUREAUS\n\nFROM:      Rosalind Tern\n\n"
    "SUBJECT:   Counting Docks\n\n1. Officers. Within 30 days of the date of this memorandum, each "
    "agency must name a Dock Officer (DO).\n\n2. Plans. The DO will submit a dock plan to the Clerk by "
    "June 1, 2026. The Clerk will publish all dock plans.\n\nAppendix: Timeline\n\n"
    "Action                      Deadline\n{lines}"
)


def analysed(*lines: str, memo: str = MEMO) -> tuple[Analysis, ExtractedDocument]:
    text = memo.format(lines="".join(f"{line}\n" for line in lines))
    document = ExtractedDocument("0" * 64, "m.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    return OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document), document


def test_a_line_that_tells_a_duty_again_is_that_duty() -> None:
    lines = ("Name DO                     30 days from issuance", "Submit dock plan            June 1, 2026")
    found, _ = analysed(*lines)
    assert [(row.responsible, row.due_date) for row in found.actions] == [
        ("each agency", "2026-02-11"),
        ("The DO", "2026-06-01"),
        ("The Clerk", None),
    ]
    assert [row.evidence[-1].quote for row in found.actions[:2]] == list(lines)
    classes = {entry.evidence[0].quote: (entry.ledger_class, entry.row) for entry in found.ledger}
    assert classes[lines[0]] == (LedgerClass.DRAFTED, 0)
    assert classes[lines[1]] == (LedgerClass.DRAFTED, 1)


def test_a_line_sets_the_day_of_a_duty_that_the_text_sets_none() -> None:
    found, _ = analysed("Publish dock plans          July 1, 2026")
    assert [(row.title, row.due_date) for row in found.actions][-1] == (
        "Publish all dock plans",
        "2026-07-01",
    )
    assert found.actions[-1].field_evidence["due_date"].quote == "July 1, 2026"


@pytest.mark.parametrize(
    ("line", "who", "due"),
    [
        ("Name DO                     45 days from issuance", "each agency", "2026-02-26"),
        ("Submit dock plan            June 9, 2026", "The DO", "2026-06-09"),
    ],
)
def test_a_line_with_another_day_stays_a_row_of_whoever_has_the_duty(line: str, who: str, due: str) -> None:
    found, _ = analysed(line)
    row = found.actions[-1]
    assert (row.responsible, row.due_date, row.section) == (who, due, "Appendix: Timeline")
    assert len(found.actions) == 4


def test_a_line_that_the_text_does_not_tell_is_a_row() -> None:
    found, _ = analysed("Paint the gates             May 4, 2026")
    assert (found.actions[-1].title, found.actions[-1].due_date) == ("Paint the gates", "2026-05-04")
    assert len(found.actions) == 4


def test_no_line_of_a_timetable_is_a_heading() -> None:
    _, document = analysed(
        "Name DO                     30 days from issuance", "Submit dock plan            June 1, 2026"
    )
    kept = [one for one in outline(document).sentences if "   " in one.words(document.text).strip()]
    assert [one.role for one in kept if one.role is not Role.LETTERHEAD] == [Role.BODY] * 3
    assert {one.section for one in kept if one.role is Role.BODY} == {"Appendix: Timeline"}


@pytest.mark.parametrize(("named", "due"), [("(DO)", "2026-06-01"), ("(DOC)", None)])
def test_the_day_of_an_officer_that_every_agency_must_name_is_ours(named: str, due: str | None) -> None:
    memo = MEMO.replace("Within 30 days of the date of this memorandum, each", "Each").replace("(DO)", named)
    found, _ = analysed(memo=memo.replace("Appendix: Timeline\n\n", "").partition("Action   ")[0])
    assert found.executive_action is not None
    assert found.executive_action.suspense_external == due
