"""Forms of the review screen: by hand, in conflict, finished and taken back, sorted, asked by a script."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from pipeline.decisions import Decision, Draft, DraftKind, DraftStatus, Verdict, doubts
from pipeline.documents import Evidence
from pipeline.intake import Stage
from review.desk import following
from store.records import SqlRecords
from store.views import User

DATA = {"Accept": "application/json"}


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords
    control: str


def the_draft(desk: Desk, kind: DraftKind) -> Draft:
    return next(draft for draft in desk.records.drafts(desk.control) if draft.kind is kind)


def send(client: TestClient, desk: Desk, step: str, **fields: str) -> Response:
    answer: Response = client.post(f"/documents/{desk.control}/{step}", data=fields)
    return answer


def approve_all(desk: Desk) -> None:
    for draft in desk.records.drafts(desk.control):
        if not draft.status.decided:
            seen = frozenset(doubt.field for doubt in doubts(draft))
            word = Decision(
                draft.id, draft.version, "reviewer", Verdict.APPROVE, datetime.now(UTC), confirmed=seen
            )
            desk.records.decide(word)


def gap_of(desk: Desk) -> Evidence:
    return desk.records.dossier(desk.control).gaps[0].evidence[0]


# drafts by hand


def test_a_draft_by_hand_rests_on_the_words_that_were_chosen(
    client: TestClient, desk: Desk, token: str
) -> None:
    gap = gap_of(desk)
    form = {"kind": "action_item", "title": "Repaint the buoys", "due_date": "2026-12-24"}
    page = send(client, desk, "drafts", token=token, quote=gap.quote, start=str(gap.start), **form).text
    draft = desk.records.drafts(desk.control)[-1]
    assert (draft.author, draft.evidence, draft.values["due_date"]) == ("reviewer", (gap,), "2026-12-24")
    called = next(one.display_name for one in desk.records.users() if one.name == "reviewer")
    assert "Added by hand" in page and f"by hand, {called}" in page
    assert desk.records.dossier(desk.control).gaps == ()


def test_add_and_approve_in_one_step(client: TestClient, desk: Desk, token: str) -> None:
    form = {"kind": "risk", "title": "Nobody knows who paints", "then": "approve"}
    send(client, desk, "drafts", token=token, quote=gap_of(desk).quote, **form)
    assert desk.records.drafts(desk.control)[-1].status is DraftStatus.APPROVED


def test_a_draft_without_words_has_a_red_band_and_no_approve_button(
    client: TestClient, desk: Desk, token: str
) -> None:
    page = send(client, desk, "drafts", token=token, kind="action_item", title="Do something").text
    draft = desk.records.drafts(desk.control)[-1]
    card = page[page.index(f'id="draft-{draft.number}"') - 200 :]
    assert "bare" in card[:200] and "rests on no words" in card
    assert f"/drafts/{draft.number}/approve" not in page
    refused = send(client, desk, f"drafts/{draft.number}/approve", token=token, version="1")
    assert refused.status_code == 409 and "rests on no words" in refused.text
    quote = gap_of(desk).quote
    send(client, desk, f"drafts/{draft.number}/evidence", token=token, version="1", quote=quote)
    assert send(client, desk, f"drafts/{draft.number}/approve", token=token, version="2").status_code == 200


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "risk", "title": "x", "quote": "words of no letter"}, "do not stand in the document"),
        ({"kind": "risk", "title": "x", "quote": "SECRET INSTRUCTION"}, "not meant to be seen"),
        ({"kind": "risk", "title": " ", "quote": ""}, "no title"),
        ({"kind": "miracle", "title": "x"}, "does not say what is to be added"),
        ({"kind": "metadata", "title": "x"}, "added by hand"),
        ({"kind": "risk", "title": "x", "responsible": "the Director"}, "has no field responsible"),
        ({"kind": "risk", "title": "x", "then": "approve"}, "Nothing is approved without words"),
    ],
)
def test_a_draft_by_hand_that_makes_no_sense_is_told_plainly(
    client: TestClient, desk: Desk, token: str, fields: dict[str, str], told: str
) -> None:
    before = len(desk.records.drafts(desk.control))
    answer = send(client, desk, "drafts", token=token, **fields)
    assert answer.status_code == 409 and told in answer.text
    assert len(desk.records.drafts(desk.control)) == before


def test_a_sentence_is_said_to_ask_for_nothing_and_taken_back(
    client: TestClient, desk: Desk, token: str
) -> None:
    start = str(gap_of(desk).start)
    page = send(client, desk, "gaps/dismiss", token=token, start=start).text
    assert "Said to ask for nothing" in page and 'class="uncovered"' not in page
    assert desk.records.dossier(desk.control).gaps == ()
    send(client, desk, "gaps/restore", token=token, start=start)
    assert len(desk.records.dossier(desk.control).gaps) == 1
    for step, given in (("gaps/dismiss", "1"), ("gaps/dismiss", "x"), ("gaps/eat", start)):
        assert send(client, desk, step, token=token, start=given).status_code in (404, 409)


# two people at once


def edited_by_another(desk: Desk, **changes: str) -> Draft:
    draft = the_draft(desk, DraftKind.ACTION_ITEM)
    word = Decision(draft.id, draft.version, "cole", Verdict.EDIT, datetime.now(UTC), changes=dict(changes))
    return desk.records.decide(word)


def test_a_conflict_shows_both_versions_and_the_analyzer_s(
    client: TestClient, desk: Desk, token: str
) -> None:
    theirs = edited_by_another(desk, responsible="the Deputy Director")
    answer = send(
        client, desk, f"drafts/{theirs.number}/edit", token=token, version="1", responsible="the Port Captain"
    )
    page = html.unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert answer.status_code == 409
    for words in ("changed by cole meanwhile", "the Deputy Director", "each harbor master", "Keep mine"):
        assert words in page
    assert 'value="the Port Captain"' in answer.text
    assert the_draft(desk, DraftKind.ACTION_ITEM).values["responsible"] == "the Deputy Director"


def test_mine_is_kept_only_over_the_version_that_was_seen(client: TestClient, desk: Desk, token: str) -> None:
    theirs = edited_by_another(desk, responsible="the Deputy Director")
    step = f"drafts/{theirs.number}/merge"
    old = send(client, desk, step, token=token, version="1", responsible="the Port Captain")
    assert old.status_code == 409 and "the Deputy Director" in old.text
    send(client, desk, step, token=token, version=str(theirs.version), responsible="the Port Captain")
    now = the_draft(desk, DraftKind.ACTION_ITEM)
    assert (now.status, now.values["responsible"]) == (DraftStatus.EDITED, "the Port Captain")
    said = [event.what for event in desk.records.audit(3)]
    assert {"draft.undo", "draft.edit"} <= set(said), "both steps are on the log"


def test_what_was_changed_is_shown_word_by_word(client: TestClient, desk: Desk) -> None:
    edited_by_another(desk, responsible="each harbor captain")
    page = client.get(f"/documents/{desk.control}").text
    assert "<del>master</del><ins>captain</ins>" in page


def test_saving_an_unchanged_form_approves(client: TestClient, desk: Desk, token: str) -> None:
    draft = the_draft(desk, DraftKind.ACTION_ITEM)
    send(client, desk, f"drafts/{draft.number}/edit", token=token, version="1", title=draft.title)
    assert the_draft(desk, DraftKind.ACTION_ITEM).status is DraftStatus.APPROVED


# finishing


def test_nobody_finishes_over_sentences_that_were_not_read(
    client: TestClient, desk: Desk, token: str
) -> None:
    approve_all(desk)
    for given in ({}, {"gaps": "0"}, {"gaps": "2"}):
        answer = send(client, desk, "finish", token=token, **given)
        assert answer.status_code == 409 and "have no draft: 1" in answer.text
    assert desk.records.actions() == ()
    send(client, desk, "finish", token=token, gaps="1")
    assert desk.records.document(desk.control).stage is Stage.REVIEWED


def test_a_finish_is_taken_back_from_the_page(client: TestClient, desk: Desk, token: str) -> None:
    approve_all(desk)
    page = send(client, desk, "finish", token=token, gaps="1").text
    assert "Take it back" in page
    page = send(client, desk, "undo-finish", token=token).text
    assert "The finish was taken back" in page and "Take it back" not in page
    assert desk.records.document(desk.control).stage is Stage.NEEDS_REVIEW
    assert send(client, desk, "undo-finish", token=token).status_code == 409


# sorting


def test_a_document_is_assigned_put_off_and_called_back(client: TestClient, desk: Desk, token: str) -> None:
    assert "· with reviewer" in send(client, desk, "assign", token=token, to="reviewer").text
    assert send(client, desk, "assign", token=token, to="nobody").status_code == 404
    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert "put off to" in send(client, desk, "snooze", token=token, until=day).text
    assert desk.control not in client.get("/queue").text
    send(client, desk, "snooze", token=token, until="")
    assert desk.control in client.get("/queue").text
    assert send(client, desk, "snooze", token=token, until="soon").status_code == 409


def test_ticked_documents_are_assigned_together_all_or_none(
    client: TestClient, desk: Desk, token: str
) -> None:
    assert f'name="pick.{desk.control}"' in client.get("/queue").text
    page = client.post(
        "/queue/assign", data={"token": token, f"pick.{desk.control}": "on", "to": "reviewer"}
    ).text
    assert "assigned to reviewer" in page and "Assigned" in page
    both = {"token": token, f"pick.{desk.control}": "on", "pick.EC-1999-00001": "on", "to": ""}
    assert client.post("/queue/assign", data=both).status_code == 404
    assert [row.assigned_to for row in desk.records.queue()] == ["reviewer"]
    assert client.post("/queue/assign", data={"token": token, "to": ""}).status_code == 409


def test_a_document_is_no_duplicate_of_itself(client: TestClient, desk: Desk, token: str) -> None:
    assert send(client, desk, "duplicate", token=token, of=desk.control).status_code == 409
    assert send(client, desk, "duplicate", token=token, of="EC-1999-00001").status_code == 404


def test_who_else_has_it_open_is_told_and_keeps_nobody_out(
    client: TestClient, desk: Desk, token: str
) -> None:
    desk.records.add_user(User("cole", "Cole", frozenset({"reviewer"})), "system")
    desk.records.open_by(desk.control, "cole", datetime.now(UTC))
    assert "Cole has this open" in client.get(f"/documents/{desk.control}").text
    told = client.post(f"/documents/{desk.control}/presence", data={"token": token}, headers=DATA).json()
    assert told["others"] == ["Cole"] and told["stage"] == "needs_review"
    draft = the_draft(desk, DraftKind.SUMMARY)
    assert send(client, desk, f"drafts/{draft.number}/approve", token=token, version="1").status_code == 200


# what a script is told


def test_a_script_is_told_the_version_and_what_is_left(client: TestClient, desk: Desk, token: str) -> None:
    drafts = desk.records.drafts(desk.control)
    first = drafts[0]
    address = f"/documents/{desk.control}/drafts/{first.number}"
    told = client.post(f"{address}/approve", data={"token": token, "version": "1"}, headers=DATA).json()
    assert told["status"] == "approved" and told["version"] == 2 and told["said"] == "Approved"
    assert (told["left"], told["total"]) == (len(drafts) - 1, len(drafts))
    assert told["at"] == drafts[1].number
    again = client.post(
        f"{address}/reject", data={"token": token, "version": "1", "reason": "other"}, headers=DATA
    )
    assert again.status_code == 409 and "changed by reviewer" in again.json()["lines"][0]
    stale = client.post(f"{address}/edit", data={"token": token, "version": "1", "title": "x"}, headers=DATA)
    assert stale.status_code == 409 and stale.json()["conflict"] is True


def test_the_lists_show_what_they_name(client: TestClient, desk: Desk, token: str) -> None:
    first = desk.records.drafts(desk.control)[0]
    send(client, desk, f"drafts/{first.number}/approve", token=token, version="1")
    page = client.get(f"/documents/{desk.control}?show=waiting").text
    assert f'id="draft-{first.number}"' not in page
    assert f'id="draft-{first.number}"' in client.get(f"/documents/{desk.control}?show=nonsense").text


def test_the_next_draft_is_the_next_on_the_page(desk: Desk) -> None:
    drafts = desk.records.drafts(desk.control)
    order = [draft.number for draft in drafts]
    assert [following(drafts, number) for number in order] == [*order[1:], order[0]]
    assert following((), 7) == 7
