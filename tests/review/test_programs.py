"""Programs do what the pages do: by token, in stretches, by version, with faults that say what to do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from coordination.actions import ActionStatus
from pipeline.intake import Incoming
from pipeline.rights import Handling
from pipeline.settings import Settings
from review.app import make_app
from review.people import COOKIE, form_token
from review.programs.described import PREFIX, description
from store.new_items import NewItem
from store.records import SqlRecords
from store.views import User
from tests.review.conftest import FINDER, HOST, LETTER, Desk
from tests.review.test_library_pages import entry

ALL = ("read", "action.read", "document.intake", "document.retry", "draft.decide", "document.finish",
       "action.manage", "item.update", "measure.read")  # fmt: skip


def program(desk: Desk, *verbs: str, user: str = "reviewer", settings: Settings | None = None) -> TestClient:
    """A program with a token for these verbs; it sends no Origin and no cookie."""
    app = make_app(settings or desk.settings, desk.records, [HOST], FINDER)
    _, token = desk.records.new_token(user, "tests", verbs or ALL, 5, user)
    headers = {"Authorization": f"Bearer {token}"}
    return TestClient(app, base_url=f"http://{HOST}{PREFIX}", headers=headers, follow_redirects=False)


@pytest.fixture
def robot(desk: Desk) -> TestClient:
    """A program that may do whatever the reviewer may."""
    return program(desk)


def fault(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.text)
    assert told["status"] == status and told["detail"] and told["title"]
    return told


def test_a_document_is_reviewed_and_its_action_worked_on(desk: Desk, robot: TestClient) -> None:
    where = f"/documents/{desk.control}"
    assert robot.get("/documents").json()["rows"][0]["control_number"] == desk.control
    assert robot.get(f"{where}/text").json()["text"] == LETTER
    for row in robot.get(f"{where}/drafts").json():
        assert all(LETTER[one["start"] : one["end"]] == one["quote"] for one in row["evidence"])
        one = robot.get(f"{where}/drafts/{row['number']}")
        said = {"verdict": "approve", "confirmed": [doubt["field"] for doubt in row["doubts"]]}
        headers = {"If-Match": one.headers["etag"]}
        decided = robot.post(f"{where}/drafts/{row['number']}/decision", json=said, headers=headers)
        assert decided.status_code == 200, decided.text
        assert decided.json()["status"] == "approved"
        assert decided.headers["etag"] != one.headers["etag"]
    unread = robot.post(f"{where}/finish", json={})
    assert unread.status_code == 409 and "send as gaps how many were read" in unread.text
    filed = robot.post(f"{where}/finish", json={"gaps": 1}).json()
    number = filed["action"]
    whole = robot.get(f"/actions/{number}").json()
    assert whole["documents"] == [desk.control]
    for item in whole["items"]:
        moved = robot.post(f"/items/{item['id']}/work", json={"verb": "complete", "words": "Done."})
        assert moved.status_code == 200, moved.text
    ended = {"outcome_summary": "Reported.", "lessons_learned": "Ask earlier."}
    refused = fault(robot.post(f"/actions/{number}/close", json=ended), 409)
    assert "lead office" in refused["detail"], "the rules of closing hold here as on the pages"
    held = robot.post(
        f"/actions/{number}/status", json={"status": "Deferred (On Hold)", "reason": "No lead."}
    )
    assert held.json()["action"]["status"] == "Deferred (On Hold)"
    (event,) = desk.records.audit(1)
    assert (event.who, event.origin) == ("user:reviewer", "interface")


def test_a_decision_is_about_the_version_that_was_seen(desk: Desk, robot: TestClient) -> None:
    where = f"/documents/{desk.control}/drafts/1/decision"
    fault(robot.post(where, json={"verdict": "approve"}), 428)
    for wrong in ('"9"', "1", "*", 'W/"1"'):
        fault(robot.post(where, json={"verdict": "approve"}, headers={"If-Match": wrong}), 412)
    assert robot.post(where, json={"verdict": "approve"}, headers={"If-Match": '"1"'}).status_code == 200
    late = robot.post(where, json={"verdict": "reject", "reason": "other"}, headers={"If-Match": '"1"'})
    assert "version 2" in fault(late, 412)["why"]
    assert desk.records.draft(desk.control, 1).status.value == "approved"


def test_a_document_is_taken_in_once(desk: Desk, robot: TestClient) -> None:
    first = robot.post("/documents", params={"name": "a.txt", "external_id": "7"}, content=b"Dear Sir,")
    assert first.status_code == 201 and first.json()["stage"] == "received"
    kept = robot.get(f"{first.headers['location'].removeprefix(PREFIX)}/original")
    assert kept.content == b"Dear Sir," and kept.headers["content-disposition"].startswith("attachment")
    again = robot.post("/documents", params={"name": "a.txt", "external_id": "7"}, content=b"Dear Sir,")
    assert (again.status_code, again.json()["control_number"]) == (200, first.json()["control_number"])
    fault(robot.post("/documents", params={"name": "a.txt"}, content=b""), 400)
    fault(robot.post("/documents", content=b"x"), 422)


def test_a_document_may_be_larger_than_a_form_and_no_larger_than_is_taken(desk: Desk) -> None:
    small = program(desk, settings=replace(desk.settings, largest_megabytes=2))
    data = b"long " * 300_000
    assert small.post("/documents", params={"name": "a.txt"}, content=data).status_code == 201
    fault(small.post("/documents", params={"name": "b.txt"}, content=data * 3), 413)
    fault(small.post(f"/documents/{desk.control}/no-action", content=data), 413)


def test_lists_come_in_stretches_without_a_gap(desk: Desk, robot: TestClient) -> None:
    for number in range(7):
        at = datetime(2026, 11, 13, number, tzinfo=UTC)
        desk.records.admit(
            Incoming("folder", "a.txt", f"{number}".encode(), at, source=f"{number}"), "text/plain", "system"
        )
    whole = [row["control_number"] for row in robot.get("/documents", params={"limit": 200}).json()["rows"]]
    assert len(whole) == 8
    assert walked(robot, "/documents", 3, lambda row: row["control_number"]) == whole
    desk.records.add_user(User("eye", "Eye", frozenset({"auditor"})), "system")
    auditor = program(desk, "audit.read", user="eye")
    events = walked(auditor, "/audit", 5, lambda row: row["number"])
    assert events == list(range(events[0], 0, -1))
    assert auditor.get("/audit/check").json()["holds"] is True
    assert robot.get("/documents", params={"stage": ["needs_review"]}).json()["rows"][0]["drafts"] > 0
    fault(robot.get("/documents", params={"after": "nobody"}), 404)
    fault(robot.get("/documents", params={"limit": 0}), 422)
    fault(robot.get("/actions", params={"after": "nobody"}), 404)


def test_actions_and_items_come_a_page_at_a_time(desk: Desk, robot: TestClient) -> None:
    numbers = [desk.records.make_action(f"Deed {at}", "Operational Directive", "reviewer") for at in range(5)]
    for at, number in enumerate(numbers):
        due = date(2030, 1, 9 - at)
        desk.records.set_suspense(number, due, None, "as the letter says", "reviewer")
        desk.records.add_item(number, NewItem(f"part {at}", due_date=due), "reviewer")
    desk.records.action_status(numbers[4], ActionStatus.DEFERRED, "reviewer", "It can wait.")
    desk.records.action_status(numbers[3], ActionStatus.CANCELLED, "reviewer", "It was settled.")
    in_order = [numbers[at] for at in (4, 2, 1, 0, 3)]
    assert walked(robot, "/actions", 2, lambda row: row["number"]) == in_order
    resting = robot.get("/actions", params={"status": ["Cancelled", "Deferred (On Hold)"]}).json()["rows"]
    assert [row["number"] for row in resting] == [numbers[4], numbers[3]]
    items = walked(robot, "/items", 2, lambda row: row["subject"])
    assert items == [f"part {at}" for at in (4, 3, 2, 1, 0)] and len(items) == 5
    soon = robot.get("/items", params={"due_before": "2030-01-07"}).json()["rows"]
    assert [row["subject"] for row in soon] == ["part 4", "part 3"]
    assert robot.get("/items", params={"due_before": "0001-01-01"}).json() == {"rows": [], "next": None}
    fault(robot.get("/items", params={"after": "nobody"}), 404)


def walked(client: TestClient, path: str, limit: int, name: Any) -> list[Any]:
    found, after = [], None
    while True:
        page = client.get(path, params={"limit": limit} | ({"after": after} if after else {})).json()
        found += [name(row) for row in page["rows"]]
        after = page["next"]
        if after is None:
            return found


def test_authorities_search_and_measures_are_those_of_the_pages(desk: Desk, robot: TestClient) -> None:
    found = robot.get("/search", params={"q": "dredging"}).json()["found"]
    assert desk.control in {row["ref"] for row in found}
    assert robot.get("/measures").json()["documents"] == desk.records.counts().documents
    assert robot.get("/authorities").json() == {"rows": [], "next": None}
    fault(robot.get("/authority", params={"citation": "EO 1"}), 404)
    fault(robot.get("/search", params={"q": "kind:nonsense before:never"}), 400)
    assert robot.get("/me").json()["verbs"] == sorted(ALL)


def test_a_search_names_people_as_far_as_one_may_see_them(desk: Desk, robot: TestClient) -> None:
    units, here = frozenset({"OGC"}), frozenset({"clerk"})
    desk.records.add_user(User("rita", "Rita Chen", here, Handling.UNRESTRICTED, units), "system")
    told = robot.get("/search", params={"q": "director"}).json()
    assert [(one["name"], one["documents"]) for one in told["writers"]] == [("the Director", 1)]
    assert told["colleagues"] == []
    mine = {"name": "rita", "display_name": "Rita Chen", "roles": ["clerk"], "units": ["OGC"]}
    assert robot.get("/search", params={"q": "chen ogc"}).json()["colleagues"] == [mine]
    for nobody in ("zeppelin", "director in:documents", "kind:risk"):
        none = robot.get("/search", params={"q": nobody}).json()
        assert (none["writers"], none["colleagues"]) == ([], []), nobody
    desk.records.guard(desk.control, Handling.RESTRICTED, None, "reviewer")
    hers = program(desk, "read", user="rita").get("/search", params={"q": "director"}).json()
    assert hers["writers"] == [], "a letter that one may not see betrays not even its writer"


def test_a_search_names_the_citation_that_was_meant(desk: Desk, robot: TestClient) -> None:
    held = entry(14001, title="Harbors", text="Each agency shall report.")
    desk.records.shelve([held], "orders.json", "clerk")
    slipped = robot.get("/search", params={"q": "eo 14010"}).json()
    assert (slipped["citation"], slipped["jump"]) == ("EO 14010", None)
    assert slipped["near_citations"] == ["EO 14001"]
    known = robot.get("/search", params={"q": "eo 14001"}).json()
    assert (known["jump"], known["near_citations"]) == ("EO 14001", [])
    assert robot.get("/search", params={"q": "dredging"}).json()["near_citations"] == []


@pytest.mark.parametrize("path", ["/documents/EC-1999-00001", "/actions/EA-1999-1", "/nowhere",
                                  "/documents/EC-1999-00001/drafts/x", "/documents/%00"])  # fmt: skip
def test_what_is_not_there_is_told_without_a_page(robot: TestClient, path: str) -> None:
    fault(robot.get(path), 404)


def test_a_fault_names_what_was_wrong_and_the_request(desk: Desk, robot: TestClient) -> None:
    where = f"/documents/{desk.control}/finish"
    told = fault(robot.post(where, json={"joins": "", "colour": "red"}), 422)
    assert {error["place"] for error in told["errors"]} == {"body/joins", "body/colour"} and told["request"]
    fault(robot.post(where, content=b"{", headers={"Content-Type": "application/json"}), 422)
    fault(robot.post(where, json={"joins": "EA-1", "made": "A"}), 409)
    fault(robot.put("/documents"), 405)


@pytest.mark.parametrize("token", ["", "x", "chy_00000000_x", "Bearer", "\u00e4".encode().decode("latin-1")])
def test_a_bad_token_opens_nothing_even_beside_a_session(desk: Desk, token: str, client: TestClient) -> None:
    headers = {b"Authorization": f"Bearer {token}".encode("latin-1")}
    answer = client.get(f"{PREFIX}/documents", headers=headers)
    fault(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_may_only_what_was_chosen_for_it(desk: Desk) -> None:
    reader = program(desk, "read")
    assert reader.get("/documents").status_code == 200
    told = fault(reader.post(f"/documents/{desk.control}/no-action", json={"reason": "No."}), 403)
    assert "token" in told["detail"]
    event = desk.records.audit(1)[0]
    assert (event.what, event.after) == ("access.refused", {"verb": "document.finish"})
    fault(reader.get("/measures"), 403)
    assert desk.records.document(desk.control).stage.value == "needs_review"


def test_an_expired_token_or_one_of_somebody_who_left_opens_nothing(desk: Desk) -> None:
    desk.records.add_user(User("cole", "Cole", frozenset({"clerk"})), "system")
    client = program(desk, "read", user="cole")
    assert client.get("/me").json()["name"] == "cole"
    desk.records.deactivate("cole", "reviewer")
    fault(client.get("/me"), 401)
    _, token = desk.records.new_token("reviewer", "short", ["read"], 1, "reviewer")
    assert desk.records.program(token, datetime.now(UTC) + timedelta(days=2)) is None


def test_a_session_changes_something_only_with_its_form_token(desk: Desk, client: TestClient) -> None:
    """A page of ours may ask; a page of another site cannot, whatever it sends."""
    where = f"{PREFIX}/documents/{desk.control}/no-action"
    assert client.get(f"{PREFIX}/documents").status_code == 200
    fault(client.post(where, json={"reason": "No."}), 403)
    sent = {"X-Form-Token": form_token(client.cookies[COOKIE])}
    fault(client.post(where, json={"reason": "No."}, headers=sent | {"Origin": "http://evil.example"}), 403)
    fault(client.post(where, json={"reason": "No."}, headers=sent | {"Sec-Fetch-Site": "cross-site"}), 403)
    fault(client.get(f"{PREFIX}/documents", headers={"Host": "evil.example"}), 403)
    assert client.post(where, json={"reason": "No."}, headers=sent).status_code == 200


def test_the_description_is_served_and_shown(desk: Desk, client: TestClient) -> None:
    told = client.get(f"{PREFIX}/openapi.json").json()
    assert told == json.loads(json.dumps(description())) and told["openapi"].startswith("3.")
    page = client.get("/api").text
    for path, verbs in told["paths"].items():
        for method, said in verbs.items():
            assert f"{method.upper()} {path}" in page
            assert said["description"] and "HTTPValidationError" not in json.dumps(said)


def test_nothing_secret_stands_in_the_log_of_requests(
    desk: Desk, robot: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of our own is logged with its address alone, and answered with its number."""

    def broken(self: SqlRecords) -> None:
        raise RuntimeError("of our own")

    monkeypatch.setattr(SqlRecords, "counts", broken)
    client = TestClient(robot.app, str(robot.base_url), raise_server_exceptions=False)
    client.headers = robot.headers
    told = fault(client.get("/measures", params={"q": "a-canary"}), 500)
    assert "RuntimeError" not in json.dumps(told) and told["request"] in caplog.text
    assert "a-canary" not in caplog.text and client.headers["authorization"] not in caplog.text


def test_the_plan_of_an_action_is_read_and_written(desk: Desk, robot: TestClient) -> None:
    number = desk.records.make_action("Mend the harbors", "Operational Directive", "reviewer")
    seen = robot.get(f"/actions/{number}/plan")
    assert seen.json()["tags"] == [] and seen.json()["estimated_effort"] is None
    said = seen.json() | {"estimated_effort": "12.5", "tags": ["Ports"]}
    said["target_completion_date"] = "2032-05-31"
    fault(robot.put(f"/actions/{number}/plan", json=said), 428)
    written = robot.put(f"/actions/{number}/plan", json=said, headers={"If-Match": seen.headers["etag"]})
    assert written.status_code == 200 and written.json() == said | {"estimated_effort": "12.50"}
    fault(robot.put(f"/actions/{number}/plan", json=said, headers={"If-Match": seen.headers["etag"]}), 412)
    bad = said | {"estimated_budget": "much"}
    fault(robot.put(f"/actions/{number}/plan", json=bad, headers={"If-Match": written.headers["etag"]}), 422)
    reader = program(desk, "read", "action.read")
    assert reader.put(f"/actions/{number}/plan", json=said).status_code == 403
