"""A letter is told as from Congress, or from the public, only as far as it says so itself."""

from __future__ import annotations

import pytest

from analysis.metadata import metadata
from analysis.offline import OfflineAnalyzer
from analysis.outline import outline
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind

ASKING = """Dear Director Vane,

We are writing to learn what the Harbor Office does about loose ropes.

We ask that you answer the following questions by October 16, 2031:

How many ropes are loose?

Who ties them?

Sincerely,
"""
FILING = """May 6, 2031

VIA COURIER
Tide Exchange Board
100 Pier Street
Washington, D.C. 20549

Re: Ropewalk, Inc.

Form 7-P for the Year Ended January 31, 2031

Filed March 22, 2031

File No. 000-77001

Dear Ms. Dock,

On behalf of Ropewalk, Inc. (the "Company"), this letter is about your comments of April 30, 2031. The Company
will not be able to answer within ten days.

Sincerely,

Al Moor
Director of Reporting
"""


def read(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), ())


def said(text: str) -> tuple[str, str]:
    """The first statement of the summary, and the title and reason of the executive action."""
    found = OfflineAnalyzer(Agency("Harbor Office", "HO")).analyse(read(text))
    action = found.executive_action
    return found.summary[0].text, f"{action.title} | {action.priority_reason}" if action else ""


def test_a_letter_that_names_no_house_is_only_taken_for_one_from_congress() -> None:
    page = read(ASKING)
    assert metadata(page, outline(page)).kind is Kind.CONGRESSIONAL_LETTER
    first, action = said(ASKING)
    assert first == (
        "A letter to Director Vane. It does not say that it is from Congress; it is taken for such a letter."
    )
    assert "from Congress" not in action


@pytest.mark.parametrize("words", ["the Senate", "the Committee on Harbors", "Members of Congress"])
def test_a_letter_that_names_a_house_or_its_members_is_from_congress(words: str) -> None:
    first, action = said(ASKING.replace("We are writing", f"For {words} we are writing"))
    assert first == "A letter from Congress to Director Vane."
    assert "a letter from Congress" in action


def test_a_companys_letter_is_its_writers_and_its_subject_is_whole() -> None:
    first, _ = said(FILING)
    assert first == (
        "In a letter dated May 6, 2031, Al Moor, Director of Reporting, writes to Tide Exchange Board about "
        "“Ropewalk, Inc.; Form 7-P for the Year Ended January 31, 2031; Filed March 22, 2031; "
        "File No. 000-77001”."
    )


def test_a_subject_of_one_line_ends_where_other_lines_follow() -> None:
    first, _ = said(FILING.replace("Form 7-P for the Year Ended January 31, 2031", "Delivered by hand"))
    assert "about “Ropewalk, Inc.”" in first
