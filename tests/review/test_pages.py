"""The pages as a browser without scripts uses them: links and forms, over real records."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from pipeline.decisions import Draft, DraftKind, DraftStatus, doubts
from review.people import COOKIE
from store.records import SqlRecords


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords
    control: str


def the_draft(desk: Desk, kind: DraftKind) -> Draft:
    return next(draft for draft in desk.records.drafts(desk.control) if draft.kind is kind)


def looked_at(draft: Draft) -> dict[str, str]:
    return {f"sure.{doubt.field}": "yes" for doubt in doubts(draft)}


def decide(client: TestClient, desk: Desk, draft: Draft, verdict: str, **fields: str) -> int:
    address = f"/documents/{desk.control}/drafts/{draft.number}/{verdict}"
    answer: Response = client.post(
        address, data={"version": str(draft.version), **looked_at(draft), **fields}
    )
    return answer.status_code


def test_nobody_reads_without_signing_in(visitor: TestClient, desk: Desk) -> None:
    for address in ("/", f"/documents/{desk.control}", "/actions"):
        answer = visitor.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")


def test_a_link_signs_in_once(visitor: TestClient, desk: Desk) -> None:
    link = desk.records.issue_link("reviewer", datetime.now(UTC))
    assert visitor.get("/sign-in", params={"link": link}).status_code == 200
    assert visitor.cookies[COOKIE]
    visitor.cookies.clear()
    assert visitor.get("/sign-in", params={"link": link}).status_code == 403


def test_an_old_link_is_refused(visitor: TestClient, desk: Desk) -> None:
    link = desk.records.issue_link("reviewer", datetime.now(UTC) - timedelta(minutes=16))
    assert visitor.get("/sign-in", params={"link": link}).status_code == 403


def test_the_session_cookie_is_out_of_reach_of_scripts(visitor: TestClient, desk: Desk) -> None:
    link = desk.records.issue_link("reviewer", datetime.now(UTC))
    cookie = visitor.get("/sign-in", params={"link": link}, follow_redirects=False).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie


def test_signing_out_ends_the_session(client: TestClient, token: str) -> None:
    session = client.cookies[COOKIE]
    client.post("/sign-out", data={"token": token})
    client.cookies.set(COOKIE, session)
    assert client.get("/", follow_redirects=False).status_code == 303


def test_the_queue_shows_what_waits(client: TestClient, desk: Desk) -> None:
    page = client.get("/queue").text
    assert desk.control in page and "Dredging &lt;backlog&gt;" in page and "1 obligation sentence" in page


def test_an_empty_view_says_so(client: TestClient) -> None:
    assert "No document is here" in client.get("/queue?view=aside").text


def test_the_source_stands_whole_beside_its_drafts(client: TestClient, desk: Desk) -> None:
    page = client.get(f"/documents/{desk.control}").text
    words = re.search(r'<div class="words"[^>]*>(.*?)</div>', page, re.S)
    assert words
    shown = html.unescape(re.sub(r"<[^>]+>", "", words[1]))
    read = desk.records.dossier(desk.control).read
    assert read and shown == read.text
    assert "2 Oct 2026 + 60 days" in page and "Somebody must also repaint" in page


def test_marked_words_are_the_evidence(client: TestClient, desk: Desk) -> None:
    draft = the_draft(desk, DraftKind.AUTHORITY)
    page = client.get(f"/documents/{desk.control}").text
    marked = re.findall(r'<mark class="[^"]*evidence" data-drafts="([^"]*)">(.*?)</mark>', page, re.S)
    words = [re.sub(r"<[^>]+>", "", text) for numbers, text in marked if str(draft.number) in numbers.split()]
    assert words == ["33 U.S.C. 540"]


def test_hidden_and_uncovered_words_are_marked(client: TestClient, desk: Desk) -> None:
    page = client.get(f"/documents/{desk.control}").text
    assert re.search(r'<mark class="hidden"[^>]*>SECRET', page)
    assert re.search(r'<mark class="uncovered"[^>]*>Somebody must', page)


def test_approve_then_undo(client: TestClient, desk: Desk, token: str) -> None:
    draft = the_draft(desk, DraftKind.ACTION_ITEM)
    assert decide(client, desk, draft, "approve", token=token) == 200
    approved = the_draft(desk, DraftKind.ACTION_ITEM)
    assert (approved.status, approved.decided_by) == (DraftStatus.APPROVED, "reviewer")
    assert decide(client, desk, approved, "undo", token=token) == 200
    assert the_draft(desk, DraftKind.ACTION_ITEM).status is DraftStatus.PROPOSED


def test_an_edit_keeps_the_original(client: TestClient, desk: Desk, token: str) -> None:
    draft = the_draft(desk, DraftKind.ACTION_ITEM)
    decide(client, desk, draft, "edit", token=token, responsible="Chief Engineer", due_date="2026-12-15")
    edited = the_draft(desk, DraftKind.ACTION_ITEM)
    assert edited.status is DraftStatus.EDITED
    assert (edited.values["responsible"], edited.values["due_date"]) == ("Chief Engineer", "2026-12-15")
    assert edited.proposed["responsible"] == "each harbor master"


def test_a_rejection_needs_a_reason(client: TestClient, desk: Desk, token: str) -> None:
    draft = the_draft(desk, DraftKind.ACTION_ITEM)
    assert decide(client, desk, draft, "reject", token=token) == 409
    assert the_draft(desk, DraftKind.ACTION_ITEM).status is DraftStatus.PROPOSED
    assert decide(client, desk, draft, "reject", token=token, reason="wrong owner") == 200
    assert the_draft(desk, DraftKind.ACTION_ITEM).reason == "wrong owner"


def test_the_second_reviewer_sees_the_first_one_s_word(client: TestClient, desk: Desk, token: str) -> None:
    draft = the_draft(desk, DraftKind.ACTION_ITEM)
    decide(client, desk, draft, "approve", token=token)
    assert decide(client, desk, draft, "reject", token=token, reason="other") == 409
    assert the_draft(desk, DraftKind.ACTION_ITEM).status is DraftStatus.APPROVED


@pytest.mark.parametrize("given", ["", "0" * 64])
def test_a_form_of_another_session_is_refused(client: TestClient, desk: Desk, given: str) -> None:
    draft = the_draft(desk, DraftKind.ACTION_ITEM)
    assert decide(client, desk, draft, "approve", token=given) == 403
    assert the_draft(desk, DraftKind.ACTION_ITEM).status is DraftStatus.PROPOSED


def test_a_form_from_another_site_is_refused(client: TestClient, desk: Desk, token: str) -> None:
    draft = the_draft(desk, DraftKind.ACTION_ITEM)
    client.headers["Origin"] = "http://evil.example"
    assert decide(client, desk, draft, "approve", token=token) == 403
    assert the_draft(desk, DraftKind.ACTION_ITEM).status is DraftStatus.PROPOSED


def test_finish_files_what_was_approved(client: TestClient, desk: Desk, token: str) -> None:
    for kind in DraftKind:
        for draft in desk.records.drafts(desk.control):
            if draft.kind is kind and not draft.status.decided:
                decide(client, desk, draft, "approve", token=token)
    form = {"token": token, "gaps": "1"}
    page = client.post(f"/documents/{desk.control}/finish", data=form).text
    (view,) = desk.records.actions()
    assert view.action.number and view.action.number in page
    assert [item.subject for item in view.items] == ["Report the dredging backlog"]
    assert desk.control in page and "with 1 item" in page


def test_finishing_nothing_says_why(client: TestClient, desk: Desk, token: str) -> None:
    form = {"token": token, "gaps": "1"}
    answer = client.post(f"/documents/{desk.control}/finish", data=form)
    assert answer.status_code == 409 and "no decided draft" in answer.text


def test_what_is_not_there_is_not_found(client: TestClient, desk: Desk) -> None:
    for address in ("/documents/EC-1999-00001", "/actions/EA-1999-00001", "/nowhere"):
        assert client.get(address).status_code == 404
