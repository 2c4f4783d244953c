"""Several executive actions changed at once from their list, as a browser without scripts does it."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from coordination.actions import ActionStatus
from pipeline.rights import ROLE_ALLOWS, Handling
from review.people import COOKIE, form_token
from store.views import User
from tests.review.test_need_to_know import READER, plant


@pytest.fixture
def numbers(desk: Any) -> tuple[str, str, str]:
    """Two actions that go on, and one that was cancelled."""
    records = desk.records
    records.add_user(User("ada", "Ada Byron", frozenset({"reviewer"})), "system")
    first, second, third = (
        str(records.make_action(name, "Operational Directive", "reviewer"))
        for name in ("Mend harbors", "Count <buoys>", "Paint boats")
    )
    records.action_status(third, ActionStatus.CANCELLED, "reviewer", "No paint.")
    return first, second, third


def sent(client: TestClient, deed: str, *marked: str, **more: str) -> Response:
    """What the browser sends when a button is pressed below the list."""
    form = {"token": form_token(client.cookies[COOKIE]), "tags": "", "to": "", **more}
    return client.post(
        f"/actions/marked/{deed}?state=all", data=form | {f"pick.{one}": "on" for one in marked}
    )


def facts(desk: Any, number: str) -> tuple[str | None, list[str] | None]:
    file = desk.records.action_file(number)
    return file.lead, file.facts["tags"]


def changes(desk: Any, number: str) -> list[Any]:
    return [row for row in desk.records.action_file(number).history if row.what == "action.changed"]


def test_marked_actions_get_their_lead_each_with_its_row_in_the_log(
    client: TestClient, desk: Any, numbers: tuple[str, str, str]
) -> None:
    page = client.get("/actions?state=all").text
    assert set(re.findall(r'type="checkbox" name="pick\.([^"]+)"', page)) == set(numbers[:2])
    answer = sent(client, "lead", *numbers[:2], to="ada")
    assert answer.status_code == 200 and "state=all" in str(answer.url)
    assert "The marked actions have their lead" in answer.text and "checked" not in answer.text
    for number in numbers[:2]:
        assert facts(desk, number)[0] == "Ada Byron"
        (row,) = changes(desk, number)
        assert row.who.endswith("reviewer") and row.after == {"accountable_lead": "ada"}


def test_tags_are_added_to_those_that_are_there(
    client: TestClient, desk: Any, numbers: tuple[str, str, str]
) -> None:
    desk.records.change_action(numbers[0], 1, {"tags": ["Ports"]}, "reviewer")
    answer = sent(client, "tags", *numbers[:2], tags="Ice ;  the  North")
    assert answer.status_code == 200 and "The marked actions have the tags" in answer.text
    assert facts(desk, numbers[0])[1] == ["Ports", "Ice", "the North"]
    assert facts(desk, numbers[1])[1] == ["Ice", "the North"]
    assert len(changes(desk, numbers[0])) == 2 and len(changes(desk, numbers[1])) == 1
    again = sent(client, "tags", numbers[1], tags="Ice")
    assert again.status_code == 409 and "It is tagged so already." in again.text
    assert len(changes(desk, numbers[1])) == 1


def test_what_may_not_be_changed_is_named_with_the_reason_and_the_others_are_done(
    client: TestClient, desk: Any, numbers: tuple[str, str, str]
) -> None:
    full = [f"tag {number}" for number in range(20)]
    desk.records.change_action(numbers[1], 1, {"tags": full}, "reviewer")
    answer = sent(client, "tags", *numbers, tags="Ice")
    said = html.unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert answer.status_code == 409
    assert "1 of the marked actions is changed; 2 are not." in said
    assert f"{numbers[2]}: {numbers[2]} is already Cancelled." in said
    assert f"{numbers[1]}: These are more or longer tags" in said
    assert facts(desk, numbers[0])[1] == ["Ice"] and facts(desk, numbers[1])[1] == full
    assert not changes(desk, numbers[2])
    assert re.findall(r'name="pick\.([^"]+)"[^>]* checked', answer.text) == [numbers[1]]
    assert 'name="tags" value="Ice"' in answer.text


@pytest.mark.parametrize(
    ("deed", "marked", "told"),
    [
        ("lead", True, "Nobody is chosen."),
        ("tags", True, "There is no tag."),
        ("lead", False, "Nothing was chosen."),
    ],
)
def test_a_form_that_lacks_something_changes_nothing_and_keeps_the_marks(
    client: TestClient, desk: Any, numbers: tuple[str, str, str], deed: str, marked: bool, told: str
) -> None:
    answer = sent(client, deed, *(numbers[:2] if marked else ()), to="" if marked else "ada", tags=" ; ")
    assert answer.status_code == 409 and told in answer.text and "Nothing was changed." in answer.text
    assert answer.text.count(" checked") == (2 if marked else 0)
    assert not [row for number in numbers for row in changes(desk, number)]


def test_somebody_who_does_not_sign_in_here_leads_nothing(
    client: TestClient, desk: Any, numbers: tuple[str, str, str]
) -> None:
    answer = sent(client, "lead", *numbers[:2], to="nobody-here")
    assert answer.status_code == 409 and answer.text.count("There is no user") == 2
    assert facts(desk, numbers[0])[0] is None


def signed_in(visitor: TestClient, desk: Any, user: User) -> TestClient:
    desk.records.add_user(User(user.name, user.display_name, user.roles), "system")
    desk.records.clear_user(user, "system")
    visitor.get("/sign-in", params={"link": desk.records.issue_link(user.name, datetime.now(UTC))})
    return visitor


@pytest.mark.parametrize("role", sorted(ROLE_ALLOWS))
def test_only_who_manages_actions_marks_them(
    visitor: TestClient, desk: Any, numbers: tuple[str, str, str], role: str
) -> None:
    client = signed_in(visitor, desk, User("one", "Some One", frozenset({role})))
    manages = "action.manage" in ROLE_ALLOWS[role]
    assert ('name="pick.' in client.get("/actions").text) is manages
    answer = sent(client, "lead", numbers[0], to="ada")
    assert answer.status_code == (200 if manages else 403)
    assert facts(desk, numbers[0])[0] == ("Ada Byron" if manages else None)


def test_an_action_that_one_may_not_see_is_as_one_that_is_not_there(
    visitor: TestClient, desk: Any, numbers: tuple[str, str, str]
) -> None:
    hidden = plant(desk).action
    held = User(READER, "Held Back", frozenset(ROLE_ALLOWS), clearance=Handling.CUI)
    client = signed_in(visitor, desk, held)
    before = desk.records.action_file(hidden)
    answer = sent(client, "tags", numbers[0], hidden, "EC-A-1999-00001", tags="Ice")
    said = re.findall(r"<li><span class=\"key\">[^<]+</span>: (.*?)</li>", answer.text)
    assert answer.status_code == 409 and len(said) == 2
    assert said[0].replace(hidden, "") == said[1].replace("EC-A-1999-00001", "")
    assert facts(desk, numbers[0])[1] == ["Ice"]
    assert desk.records.action_file(hidden) == before
