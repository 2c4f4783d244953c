"""The editor of types of executive actions, and the home page that counts instead of loading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from starlette.testclient import TestClient

from review.people import COOKIE, form_token
from store.coordinated import CoordinatedRecord
from store.records import SqlRecords
from store.views import User


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords


@pytest.fixture
def agent(visitor: TestClient, desk: Desk) -> TestClient:
    """A browser in which an administrator is signed in."""
    desk.records.add_user(User("boss", "Boss", frozenset({"administrator"})), "system")
    visitor.get("/sign-in", params={"link": desk.records.issue_link("boss", datetime.now(UTC))})
    return visitor


def send(client: TestClient, **fields: str) -> tuple[int, str]:
    form = {"token": form_token(client.cookies[COOKIE]), "category": "Inquiry", "priority": "High"}
    answer = client.post("/admin/types", data=form | fields)
    return answer.status_code, answer.text


def test_a_type_is_made_and_changed(agent: TestClient, desk: Desk) -> None:
    made = {"name": "Song  request", "days": "7", "unit": "business", "template": "Public Correspondence"}
    status, page = send(agent, **made, **{"needs risks": "yes"})
    assert status == 200 and "The type is kept" in page and "Song request" in page
    kind = next(one for one in desk.records.action_kinds() if one.name == "Song request")
    assert (kind.days, kind.unit, kind.needs, kind.template) == (
        7,
        "business",
        ("risks",),
        "Public Correspondence",
    )
    form = agent.get("/admin/types?name=Song request").text
    assert "checked" in form and f'name="version" value="{kind.version}"' in form
    send(agent, name="Song request", version=str(kind.version), priority="Low", active="no")
    after = next(one for one in desk.records.action_kinds() if one.name == "Song request")
    assert (after.priority, after.days, after.needs, after.active) == ("Low", None, (), False)
    assert "Song request" not in desk.records.action_types()
    told = {row.what for row in desk.records.audit(4)}
    assert {"type.added", "type.changed"} <= told


def test_a_unit_is_made_renamed_and_retired(agent: TestClient, desk: Desk) -> None:
    def send_unit(**fields: str) -> str:
        form = {"token": form_token(agent.cookies[COOKIE]), "abbreviation": "OFH", "parent": "OCFO"}
        return agent.post("/admin/units", data=form | fields).text

    assert "no mission" in send_unit(name="Office of <Fog>", mission="")
    page = send_unit(name="Office of <Fog>", mission="Horns.", officers="Chief of Horns\n\nHer deputy")
    assert (
        "The unit is kept" in page
        and "Office of &lt;Fog&gt;" in page
        and "Chief of Horns; Her deputy" in page
    )
    form = agent.get("/admin/units?unit=OFH").text
    assert 'name="version" value="1"' in form and 'value="OCFO" selected' in form
    page = send_unit(name="Office of Bells", mission="Bells.", version="1", active="no")
    assert "retired" in page and "Office of Bells" in page
    assert "Office of &lt;Fog&gt;" in agent.get("/admin/units?unit=OFH").text, "an earlier name is kept"
    assert agent.get("/admin/units?unit=NONE").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "no name"),
        ({"name": "Executive Order"}, "already"),
        ({"name": "Executive Order", "version": "99"}, "Somebody else"),
        ({"name": "A", "days": "soon"}, "no number of days"),
        ({"name": "A", "days": "0"}, "cannot be"),
        ({"name": "A", "category": "Music"}, "no category"),
        ({"name": "A", "priority": "None"}, "no priority"),
        ({"name": "A", "template": "None of ours"}, "no process template"),
    ],
)
def test_what_does_not_fit_is_refused_and_said(
    agent: TestClient, desk: Desk, fields: dict[str, str], said: str
) -> None:
    before = desk.records.action_kinds()
    status, page = send(agent, **fields)
    assert status == 409 and said in page
    assert desk.records.action_kinds() == before


def test_home_and_lists_never_load_every_action(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC).date()
    for days in (-3, 0, 2, 30):
        number = desk.records.make_action(f"Buoy {days}", "Operational Directive", "reviewer")
        desk.records.set_suspense(number, today + timedelta(days=days), None, "as asked", "reviewer")
    monkeypatch.setattr(CoordinatedRecord, "actions", None)
    page = client.get("/").text
    assert page.count("Buoy") == 3 and "Buoy 30" not in page
    assert client.get("/actions").status_code == client.get("/items?of=all").status_code == 200
