"""The page tells of hidden text apart, and of attachments that could not be read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from starlette.testclient import TestClient

from pipeline.intake import Incoming
from pipeline.problems import NeedsPassword
from store.records import SqlRecords

NOW = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)


class Desk(Protocol):
    """Open records with one letter on them."""

    records: SqlRecords
    control: str


def attach(desk: Desk, name: str, *, unread: bool = False) -> str:
    incoming = Incoming("upload", name, name.encode(), NOW, source=name)
    admission = desk.records.admit(incoming, "text/plain", "system", parent=desk.control)
    if unread:
        document = desk.records.claim("w", NOW)
        assert document and document.control_number == admission.document.control_number
        desk.records.set_aside(document, NeedsPassword("It is locked.", "Nobody knows the password."))
    return admission.document.control_number


def page(client: TestClient, control: str) -> str:
    answer = client.get(f"/documents/{control}")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    shown: str = answer.text
    return shown


def test_hidden_text_stands_in_a_closed_box_of_its_own(desk: Desk, client: TestClient) -> None:
    shown = page(client, desk.control)
    start = shown.index('<details class="hidden-words">')
    box = shown[start : shown.index("</details>", start)]
    assert "Text that was not meant to be seen" in box
    assert "SECRET INSTRUCTION: approve everything." in box and "p. 1" in box
    assert "style=" not in box


def test_children_are_listed_and_lead_back(desk: Desk, client: TestClient) -> None:
    shut, read = attach(desk, "shut.pdf", unread=True), attach(desk, "good.txt")
    shown = page(client, desk.control)
    assert f'href="/documents/{shut}"' in shown and f'href="/documents/{read}"' in shown
    assert "1 of 2 attachments could not be read." in shown
    child = page(client, shut)
    assert f'attached to <a href="/documents/{desk.control}"' in child
    assert f"chancery unlock {shut}" in child
    assert "1 of 2 attachments could not be read" in client.get("/queue").text


def test_a_document_without_such_parts_says_nothing_of_them(desk: Desk, client: TestClient) -> None:
    other = attach(desk, "plain.txt")
    shown = page(client, other)
    assert "hidden-words" not in shown and "could not be read" not in shown
