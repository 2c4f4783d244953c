"""What a changed authority looks like to who leads the work: the list, the action, one's own items."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

import pytest
from starlette.testclient import TestClient

from pipeline.findings import AuthorityType, RelationKind
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from store.changes import Asked
from store.records import SqlRecords


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords


@pytest.fixture
def number(desk: Desk) -> str:
    """An action of the reviewer under an order that was revoked, and another under a part that was not."""
    records = desk.records
    made = []
    for name, authority in (("Mend <the> harbors", "EO 14001 sec. 3"), ("Paint", "EO 14001 sec. 7")):
        made.append(records.make_action(name, "Operational Directive", "reviewer"))
        fields = {"accountable_lead": "reviewer", "authority": authority}
        records.change_action(made[-1], 1, fields, "reviewer")
    kind = AuthorityType.EXECUTIVE_ORDER
    words = "Section 3 of Executive Order 14001 <is> revoked."
    said = LibraryReference(
        "EO 14002", RelationKind.REVOKES, "EO 14001", kind, "sec. 3", True, False, 0, len(words), words
    )
    text = LibraryText("EO 14002", "row 1", text=words, signed=date(2099, 1, 1))
    records.shelve([LibraryEntry("EO 14002", kind, text, (said,))], "a shelf", "reviewer")
    return made[0]


def test_the_list_tells_the_change_with_its_words_and_takes_a_word(
    client: TestClient, token: str, desk: Desk, number: str
) -> None:
    page = client.get("/authority-changes").text
    assert "Section 3 of Executive Order 14001 &lt;is&gt; revoked." in page
    assert "not confirmed" in page and "Other part changed: 1 told" in page
    assert page.count("Say what becomes of it") == 1
    (action,) = set(re.findall(r'action="(/authority-changes/[^"]+/accept)"', page))
    refused = client.post(action, data={"token": token, "answer": "Work is ended", "words": " "})
    assert refused.status_code == 409 and "without a word" in refused.text
    done = client.post(
        action, data={"token": token, "answer": "Work is ended", "words": "It is over.", "state": "accepted"}
    )
    after = done.text
    assert "Recorded" in after and "It is over." in after
    assert "Nothing waits for your word" in client.get("/authority-changes").text
    (back,) = re.findall(r'action="(/authority-changes/[^"]+/reopen)"', after)
    assert "Open again" in client.post(back, data={"token": token, "reason": "A court."}).text
    assert desk.records.changes_waiting("reviewer", date(2032, 3, 2)) == 1


def test_the_action_and_my_items_say_so(client: TestClient, number: str) -> None:
    page = client.get(f"/actions/{number}?tab=papers").text
    assert "The law beneath this action changed" in page and "EO 14002 revokes EO 14001" in page
    general = client.get(f"/actions/{number}").text
    assert "its part changed" in general and 'href="/authorities/EO%2014001">EO 14001 sec. 3' in general
    assert "of your work rests on an authority" in client.get("/items").text


def test_the_list_of_one_action_shows_its_own(client: TestClient, desk: Desk, number: str) -> None:
    other = next(
        one.number for row in desk.records.authority_changes(Asked(state="told")) for one in row.told
    )
    assert "Mend" not in client.get(f"/authority-changes?state=all&action={other}").text
    assert "Mend" in client.get(f"/authority-changes?state=all&action={number}").text
    assert client.get("/authority-changes?state=never").status_code == 200
