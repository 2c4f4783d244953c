"""The board of executive actions, without scripts; and the order of action items."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from coordination.actions import ActionStatus
from review.people import COOKIE, form_token
from store.new_items import NewItem
from store.views import User

DAY = date(2032, 3, 2)


@pytest.fixture
def numbers(desk: Any) -> tuple[str, str]:
    """An action to mend harbors, and one to count <buoys>."""
    first, second = (
        desk.records.make_action(name, "Operational Directive", "reviewer")
        for name in ("Mend harbors", "Count <buoys>")
    )
    for number in (first, second):
        desk.records.change_action(number, 1, {"lead_unit": "OCFO"}, "reviewer")
    return first, second


def column(page: str, status: str) -> str:
    """What stands under the heading of a status."""
    found = re.search(rf"<h2[^>]*>{re.escape(status)} .*?</section>", page, re.DOTALL)
    assert found, status
    return found[0]


def moved(
    client: TestClient, token: str, number: str, status: str, reason: str = "", **more: str
) -> Response:
    form = {"token": token, "number": number, "status": status, "reason": reason, **more}
    return client.post("/actions/board", data=form)


def test_a_card_moves_by_its_legal_steps(
    client: TestClient, desk: Any, token: str, numbers: tuple[str, str]
) -> None:
    page = client.get("/actions/board").text
    new = column(page, "New (Not Started)")
    assert all(number in new for number in numbers) and "Count &lt;buoys&gt;" in new
    assert "None." in column(page, "In Progress") and "Completed" not in page
    offered = re.findall(r'<option value="([^"]+)"', new[new.index(numbers[0]) :].split("</form>")[0])
    assert offered == ["In Progress", "Submitted for Review", "Returned", "Cancelled", "Deferred (On Hold)"]
    answer = moved(client, token, numbers[0], "In Progress")
    assert numbers[0] in column(answer.text, "In Progress") and f"{numbers[0]}: Moved" in answer.text
    assert re.search(rf'href="/actions/{numbers[0]}" autofocus', answer.text)
    assert desk.records.action(numbers[0]).action.status is ActionStatus.IN_PROGRESS


def test_what_is_refused_is_said_on_the_board_with_what_was_typed(
    client: TestClient, desk: Any, token: str, numbers: tuple[str, str]
) -> None:
    answer = moved(client, token, numbers[0], "Cancelled", "  ", words="harbors")
    assert answer.status_code == 409 and "without a reason" in answer.text
    assert numbers[1] not in answer.text and "<details open>" in answer.text
    assert '<option value="Cancelled" selected>' in answer.text
    assert moved(client, token, numbers[0], "Completed").status_code == 409
    assert moved(client, token, numbers[0], "Nowhere").status_code == 409
    assert moved(client, token, "EA-1999-00001", "Cancelled", "Why").status_code == 404
    assert desk.records.action(numbers[0]).action.status is ActionStatus.NEW
    done = moved(client, token, numbers[0], "Cancelled", "The order was revoked.")
    assert done.status_code == 200 and numbers[0] not in column(done.text, "New (Not Started)")
    ended = client.get("/actions/board?state=ended").text
    assert numbers[0] in column(ended, "Cancelled") and "New (Not Started) <span" not in ended


def test_the_board_and_the_list_are_narrowed_alike(
    client: TestClient, desk: Any, numbers: tuple[str, str]
) -> None:
    page = client.get("/actions/board?words=HARBORS").text
    assert numbers[0] in page and numbers[1] not in page
    desk.records.action_status(numbers[1], ActionStatus.IN_PROGRESS, "reviewer")
    page = client.get("/actions?status=In+Progress").text
    assert numbers[1] in page and numbers[0] not in page
    exported = client.get("/actions/export?as=csv&status=In+Progress").text
    assert numbers[1] in exported and numbers[0] not in exported
    assert numbers[0] in client.get("/actions?status=Nonsense").text


def test_who_may_not_manage_is_offered_no_move_and_may_not_send_one(
    desk: Any, client: TestClient, numbers: tuple[str, str]
) -> None:
    desk.records.add_user(User("looks", "Looks", frozenset({"auditor"})), "system")
    client.get("/sign-in", params={"link": desk.records.issue_link("looks", datetime.now(UTC))})
    token = form_token(client.cookies[COOKIE])
    page = client.get("/actions/board").text
    assert numbers[0] in page and '<form method="post" action="/actions/board"' not in page
    assert moved(client, token, numbers[0], "In Progress").status_code == 403


def test_items_are_put_elsewhere_by_buttons_alone(
    client: TestClient, desk: Any, token: str, numbers: tuple[str, str]
) -> None:
    number = numbers[0]
    first, second = (desk.records.add_item(number, NewItem(name), "reviewer") for name in ("Dredge", "Sound"))

    def press(item: str, way: str) -> Response:
        answer: Response = client.post(
            f"/actions/{number}/manage/place",
            data={"token": token, "item": item, "way": way, "tab": "papers"},
        )
        return answer

    page = client.get(f"/actions/{number}?item={first}").text
    assert re.search(r'value="up" disabled', page) and re.search(r'value="in" disabled', page)
    answer = press(second, "up")
    assert [one.subject for one in desk.records.action(number).items] == ["Sound", "Dredge"]
    assert "Item moved" in answer.text and re.search(r'value="down" autofocus', answer.text)
    assert "tab=papers" in str(answer.url)
    assert press(second, "up").status_code == 409
    answer = press(first, "in")
    (head,) = desk.records.action(number).items
    assert [one.subject for one in head.children] == ["Dredge"]
    assert re.search(r'value="out"(?! disabled)', answer.text)
    assert press(first, "sideways").status_code == 409 and press("nobody", "up").status_code == 409
    press(first, "out")
    assert [one.subject for one in desk.records.action(number).items] == ["Sound", "Dredge"]
    page = html.unescape(client.get(f"/actions/{number}?tab=history").text)
    assert "item placed" in page and "way: out" in page
    assert desk.records.verify().holds


def test_a_list_whose_open_item_leaves_it_has_ended(desk: Any, numbers: tuple[str, str]) -> None:
    from coordination.clearance import Verb
    from coordination.placing import Way

    records, number = desk.records, numbers[0]
    head = records.add_item(number, NewItem("Survey"), "reviewer")
    done, waits = (records.add_item(number, NewItem(name, parent=head), "reviewer") for name in ("A", "B"))
    records.work_item(done, Verb.COMPLETE, "reviewer", "Done.")
    records.place_item(waits, Way.OUT, "reviewer")
    now = {item.subject: item.status for item in records.action(number).items}
    assert now == {"Survey": ActionStatus.COMPLETED, "B": ActionStatus.NEW}


def test_an_empty_action_is_offered_what_suits_it_and_one_press_starts_it(
    client: TestClient, desk: Any, token: str
) -> None:
    number = desk.records.make_action("Answer a letter from the public", "Executive Order", "reviewer")
    page = client.get(f"/actions/{number}").text
    offers = re.findall(r'class="fit"><p><strong>([^<]+)', page)
    assert 1 < len(offers) <= 3 and "actions of type Executive Order go by it" in page
    assert offers[0] == desk.records.action_file(number).type_template
    assert "Public Correspondence" in offers and "shares the words" in page
    form = re.search(r'action="(/actions/[^"]+/manage/process)".*?</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]))
    started = client.post(form[1], data=fields)
    assert "Process started" in started.text and 'class="fit"' not in started.text
    assert desk.records.action_file(number).runs[0].template == html.unescape(offers[0])
