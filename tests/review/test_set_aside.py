"""The review screen hides no sentence: what a rule set aside is listed with its reason."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from starlette.testclient import TestClient

from pipeline.drafting import proposals
from pipeline.findings import LedgerClass, LedgerEntry
from pipeline.intake import Incoming
from tests.review.conftest import LETTER, STAMP, Desk, the_analysis, the_document

MAP = "The report shall include a map."
READ = "Nothing in this memorandum limits anybody."


def planted(desk: Desk) -> str:
    """A memo with a sentence that specifies and one that construes; its control number."""
    words = LETTER.replace("\n\nSomebody", f"\n\n{MAP} {READ}\n\nSomebody")
    now = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)
    desk.records.admit(
        Incoming("mailbox", "map.txt", words.encode(), now, source="map.txt"), "text/plain", "clerk"
    )
    document = desk.records.claim("worker", now)
    assert document
    read = the_document(document.sha256, words)
    document = desk.records.keep_reading(document, read, "by hand")
    found = the_analysis(read)
    places = {LedgerClass.SPECIFICATION: read.find(MAP), LedgerClass.CONSTRUCTION: read.find(READ)}
    entries = tuple(LedgerEntry(kind, (place,)) for kind, place in places.items() if place)
    found = replace(found, ledger=(*found.ledger, *entries))
    desk.records.file(document, found, STAMP, proposals(read, found))
    return document.control_number


def test_what_was_set_aside_is_listed_under_its_reason_and_can_be_drafted(
    client: TestClient, desk: Desk
) -> None:
    control = planted(desk)
    page = client.get(f"/documents/{control}").text
    part = page[page.index("Set aside by rule") : page.index('id="by-hand"')]
    told = re.findall(r"<h3>([^<]+) <|<q>([^<]+)</q>", part)
    assert ["".join(one) for one in told] == [
        *("Say how something is, must be or may be done", MAP),
        *("Say how the text is to be read", READ),
    ]
    add = re.search(r'href="[^"]*(\?add=\d+)#by-hand"', part)
    assert add
    form = client.get(f"/documents/{control}{add[1]}").text
    assert f">{MAP}</textarea>" in form


def test_a_document_without_such_sentences_has_no_such_list(client: TestClient, desk: Desk) -> None:
    assert "Set aside by rule" not in client.get(f"/documents/{desk.control}").text
