"""A day that no row holds is told beside what is said of deadlines, and nothing is said to have none."""

from __future__ import annotations

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Analysis

MAIL = """From: Ines Odum <iodum@kelpoffice.example.org>
To: Harbor Agency Correspondence <desk@harbor.example.org>
Date: Tuesday, March 2, 2032
Subject: Kelp survey agreement

Dear colleagues,

Please clear the attached draft of the kelp survey agreement. Please name a contact for the boats.
{more}

Ines Odum
Kelp Office
"""
MEMO = """MEMORANDUM FOR HEADS OF BUREAUS

FROM: Rosa Lindqvist, Director
DATE: March 2, 2032
SUBJECT: Rope inventory

Each bureau shall submit an inventory of ropes by April 14, 2032. Each bureau shall immediately retire
frayed ropes. Each bureau shall report the count of hooks to the Director every Friday.
"""


def analysed(text: str) -> Analysis:
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    return OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document)


def reason(text: str) -> str:
    found = analysed(text).executive_action
    assert found is not None
    return found.priority_reason


def said(text: str) -> str:
    return "\n".join(one.text for one in analysed(text).summary)


def test_a_day_in_a_sentence_that_no_request_holds_is_told() -> None:
    text = MAIL.format(more="Our package closes on March 30, and we need your help.")
    assert "tied to no request" in reason(text)
    assert "without a deadline" not in reason(text)
    assert "1 sentence names a day or term that is tied to no request: “March 30”; see the ledger." in said(
        text
    )


def test_the_line_rests_on_the_sentence_that_names_the_day() -> None:
    text = MAIL.format(more="Our package closes on March 30, and we need your help.")
    line = next(one for one in analysed(text).summary if "tied to no request" in one.text)
    assert [place.quote for place in line.evidence] == [
        "Our package closes on March 30, and we need your help."
    ]


def test_what_may_have_a_day_is_of_no_low_priority() -> None:
    found = analysed(
        MAIL.format(more="Our package closes on March 30, and we need your help.")
    ).executive_action
    assert found is not None and found.priority == "Medium"


def test_requests_without_any_day_are_said_to_have_none() -> None:
    text = MAIL.format(more="The boats are green.")
    assert reason(text) == "2 requests without a deadline"
    assert "tied to no" not in said(text)


def test_a_day_gone_by_is_no_deadline_to_come() -> None:
    text = MAIL.format(
        more="My office wrote to the pier master on January 12 and you were to answer by February 1."
    )
    assert "tied to no" not in reason(text)


def test_what_is_to_be_done_at_once_or_again_stands_beside_the_first_day() -> None:
    told = reason(MEMO)
    assert told.startswith("first due ")
    assert "1 to be done soon, without a day, 1 tasking comes back" in told
