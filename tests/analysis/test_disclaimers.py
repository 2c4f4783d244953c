"""Lines that mail systems print under a message ask nothing, and stay in the ledger as dismissed."""

from __future__ import annotations

import pytest

from analysis.ledger import ledger
from analysis.metadata import metadata
from analysis.outline import outline
from analysis.taskings import asks, taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import LedgerClass

HEAD = (
    "From: Roe, Ann <roe@ropes.example.gov>\nSent: Monday, March 2, 2026 9:00 AM\n"
    "To: Dock Board <mail@docks.example.gov>\n"
    "Subject: Ropes\nAttachments: ropes_v2.pdf; Annex B.docx\nImportance: High\n\n"
)


def mail(body: str) -> ExtractedDocument:
    text = f"{HEAD}{body}"
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


def classes(document: ExtractedDocument) -> dict[str, LedgerClass]:
    plan = outline(document)
    rows = taskings(document, plan, metadata(document, plan), ())
    return {one.evidence[0].quote: one.ledger_class for one in ledger(document, plan, rows)}


@pytest.mark.parametrize(
    "line",
    [
        "If received in error please notify the sender.",
        "If you have received this message in error, please delete it and notify the sender immediately.",
        "If you are not the intended recipient, you must not copy this e-mail.",
        "Please think before you print this e-mail.",
        "Please consider the environment before printing this message.",
    ],
)
def test_a_disclaimer_asks_nothing(line: str) -> None:
    document = mail(f"Please send us the list of ropes.\n\nThanks,\nAnn\n\n{line}\n")
    plan = outline(document)
    facts = metadata(document, plan)
    assert [row.title for row in taskings(document, plan, facts, ())] == ["Send us the list of ropes"]
    reply = asks(document, plan, facts)
    assert reply is not None and [one.quote for one in reply.asks] == ["Please send us the list of ropes."]
    assert classes(document).get(line, LedgerClass.DISMISSED) is LedgerClass.DISMISSED


def test_the_sentences_around_it_belong_to_it() -> None:
    notice = (
        "CONFIDENTIALITY NOTICE: This e-mail and any attachments are for the addressee. "
        "If you received it in error, please notify the sender. You must not copy or disclose it.\n\n"
        "Please open the docks by May 4.\n"
    )
    found = classes(mail(f"Please send us the list of ropes.\n\n{notice}"))
    assert found["You must not copy or disclose it."] is LedgerClass.DISMISSED
    assert found["Please open the docks by May 4."] is LedgerClass.DRAFTED


def test_what_has_a_day_is_asked_for_even_there() -> None:
    found = classes(
        mail("If you received this message in error, delete it. Please open the attachment by May 4.\n")
    )
    assert found["Please open the attachment by May 4."] is LedgerClass.DRAFTED


def test_a_message_that_did_go_astray_is_told_of() -> None:
    found = classes(mail("We received this message in error and return it; please send it to the Board.\n"))
    assert set(found.values()) == {LedgerClass.DRAFTED}


def test_lines_of_the_head_are_no_part_of_the_subject() -> None:
    document = mail("Please send us the list of ropes.\n")
    assert metadata(document, outline(document)).title == "Ropes"
