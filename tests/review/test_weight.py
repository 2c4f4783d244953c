"""What the first view of a full queue costs: its bytes, and how often a browser has to ask."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from pipeline.drafting import proposals
from pipeline.intake import Incoming
from review.listing import PAGE
from tests.review.conftest import LETTER, STAMP, Desk, the_analysis, the_document

LARGEST, MOST_REQUESTS = 40_000, 6
SENDERS = (
    "the Office of Management and Budget, Office of Information and Regulatory Affairs",
    "Senator Harriet Oyelaran, Committee on Commerce, Science, and Transportation",
    "the Deputy Assistant Secretary for Acquisition",
)
TITLES = (
    "Request for the status of the dredging backlog in the harbors of the second district",
    "Strengthening the Review of Open Solicitations and the Reporting of Obligations (M-27-04)",
    "Constituent inquiry about delayed payments under the coastal resilience grant program",
    "Interim guidance on records of meetings with outside parties, with two attachments",
)
NOW = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)


@pytest.fixture
def full(desk: Desk) -> Desk:
    """More documents than a page of the queue holds, with titles as long as real ones, all assigned."""
    for number in range(PAGE):
        words = f"{LETTER}\n\nCopy {number}."
        name = f"{number:03}-letter-of-the-{number}th.txt"
        desk.records.admit(Incoming("mailbox", name, words.encode(), NOW, source=name), "text/plain", "clerk")
        document = desk.records.claim("worker", NOW)
        assert document
        read = the_document(document.sha256, words)
        document = desk.records.keep_reading(document, read, "by hand")
        found = the_analysis(read)
        facts = replace(
            found.document,
            title=f"{TITLES[number % len(TITLES)]} no. {number}",
            sender=SENDERS[number % len(SENDERS)],
        )
        found = replace(found, document=facts)
        desk.records.file(document, found, STAMP, proposals(read, found))
        desk.records.assign_all([document.control_number], "reviewer", "reviewer")
    return desk


def test_a_full_queue_is_light(client: TestClient, full: Desk) -> None:
    answer = client.get("/queue")
    rows = re.search(r"<tbody>.*</tbody>", answer.text, re.DOTALL)
    assert rows and rows[0].count("<tr") == PAGE
    assert "without a draft" in rows[0] and "assigned to" in rows[0] and "Harriet Oyelaran" in rows[0]
    assert len(answer.content) < LARGEST
    asked = set(re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"', answer.text))
    assert 1 + len(asked) <= MOST_REQUESTS
    for address in asked:
        assert not re.search(r"@import|url\(|^import ", client.get(address).text, re.MULTILINE), address
