"""A day that no row holds is told beside what is said of deadlines, and nothing is said to have none."""

from __future__ import annotations

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Analysis

MAIL = """From: Ines Odum <iodum@kelpoffice.example.org>
To: Harbor Agency Correspondence <desk@harbor.example.org>
Date: Tuesday, March 2, 2032 4:52 PM
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
    assert "no drafted request holds" in reason(text)
    assert "without a deadline" not in reason(text)
    assert (
        "1 sentence names a day or term that no drafted request holds: “March 30”; see the ledger."
        in said(text)
    )


def test_the_line_rests_on_the_sentence_that_names_the_day() -> None:
    text = MAIL.format(more="Our package closes on March 30, and we need your help.")
    line = next(one for one in analysed(text).summary if "no drafted request holds" in one.text)
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
    assert "no drafted" not in said(text)


def test_a_day_gone_by_is_no_deadline_to_come() -> None:
    text = MAIL.format(
        more="My office wrote to the pier master on January 12 and you were to answer by February 1."
    )
    assert "no drafted" not in reason(text)


def test_what_is_to_be_done_at_once_or_again_stands_beside_the_first_day() -> None:
    told = reason(MEMO)
    assert told.startswith("first due ")
    assert "1 to be done soon, without a day, 1 tasking comes back" in told


LETTER = """{head}

March 2, 2032

The Honorable Ines Odum
Administrator
Harbor Agency
1 Pier Road
Port Sedge, WA 99999

Dear Administrator Odum:

{body}

Sincerely,

Rosa Lindqvist
{title}
"""
ASKED = """I ask that you provide the following:

1. The reason why the north pier was closed.
2. All soundings of the channel made since January 1, 2031.

Your answers should reach me no later than April 4."""


def test_a_reply_is_due_on_the_day_that_the_letter_sets_for_its_answers() -> None:
    text = LETTER.format(head="SEDGE MARINE COALITION", body=ASKED, title="President")
    found = analysed(text)
    assert found.reply is not None and found.reply.by == "2032-04-04"
    assert "A reply is wanted by April 4, 2032." in said(text)


def test_a_lead_of_a_list_is_not_told_as_a_request_without_its_list() -> None:
    told = said(LETTER.format(head="SEDGE MARINE COALITION", body=ASKED, title="President"))
    assert "the reason why the north pier was closed" in told.lower()
    assert "provide the following …”" not in told


def test_the_letter_of_a_tribal_council_is_no_public_correspondence() -> None:
    text = LETTER.format(head="SEDGE BAY TRIBE\nTribal Council", body=ASKED, title="Chairwoman")
    found = analysed(text).executive_action
    assert found is not None and found.type != "Public Correspondence"


def test_the_message_of_another_departments_counsel_is_no_public_correspondence() -> None:
    sent = MAIL.replace("Ines Odum <iodum@kelpoffice.example.org>", "Odum, Ines (KWA/OGC-Programs)")
    block = sent.replace("Odum, Ines (KWA/OGC-Programs)", "Ines Odum").replace(
        "Kelp Office", "Senior Attorney\nOffice of the General Counsel\nDepartment of Kelp"
    )
    for mail in (sent, block):
        found = analysed(mail.format(more="Thank you.")).executive_action
        assert found is not None and found.type == "Inter-Agency Coordination"
    plain = analysed(MAIL.format(more="Thank you.").replace("Kelp Office", "12 Weir Lane")).executive_action
    assert plain is not None and plain.type == "Public Correspondence"


def test_a_limit_of_several_taskings_is_told_once_in_the_summary() -> None:
    text = MEMO.replace("every Friday.", "every Friday.\n\nThis memorandum does not apply to floating piers.")
    assert said(text).count("does not apply to floating piers") <= 1
