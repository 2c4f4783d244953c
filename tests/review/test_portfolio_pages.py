"""All actions at once, what they wait for, what was reported and decided, without scripts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Protocol

import pytest
from starlette.testclient import TestClient

from review.timeline import MOST, Line, timeline
from store.depending import NewDependency
from store.portfolio import DECISIONS, UPDATES, Listed
from store.records import SqlRecords
from store.steering import DecisionNote, StatusUpdate

DAY = date(2032, 3, 1)


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords


@pytest.fixture
def two(desk: Desk) -> tuple[str, str]:
    """Two actions, the second of which waits for the first."""
    records, made = desk.records, []
    for name, day in (("Survey <the> harbors", 10), ("Build", 20)):
        number = records.make_action(name, "Operational Directive", "reviewer")
        records.change_action(number, 1, {"lead_unit": "OCFO"}, "reviewer")
        records.set_suspense(number, date(2032, 3, day), None, "as planned", "reviewer")
        made.append(number)
    records.add_milestone(made[0], "Counted", date(2032, 3, 5), "reviewer")
    records.add_dependency(made[1], NewDependency(made[0], impact="No <plans>."), "reviewer")
    return made[0], made[1]


def test_the_portfolio_says_the_same_as_drawing_and_as_table(
    client: TestClient, two: tuple[str, str]
) -> None:
    page = client.get("/portfolio").text
    assert page.count('<rect class="span critical"') == 3, "two bars and the legend"
    assert "Survey &lt;the&gt; harbors" in page and "Counted" in page
    assert "<strong>critical</strong>" in page and "Critical path" in page
    assert re.search(r"<strong>2</strong> open actions", page)
    assert "No executive action is open there" in client.get("/portfolio?unit=Nobody").text
    assert client.get("/portfolio?page=x").status_code == 200


def test_an_action_is_made_to_wait_and_no_longer(
    client: TestClient, token: str, desk: Desk, two: tuple[str, str]
) -> None:
    first, second = two
    page = client.get(f"/actions/{second}?tab=dependencies").text
    assert "No &lt;plans&gt;." in page and "Finish to Start" in page and "<svg" in page
    form = {
        "token": token,
        "tab": "dependencies",
        "predecessor": second,
        "link": "Finish to Start",
        "lag": "0",
    }
    refused = client.post(f"/actions/{first}/manage/depend", data=form)
    assert refused.status_code == 409 and "wait for each other" in refused.text
    wrong = client.post(f"/actions/{first}/manage/depend", data=form | {"lag": "many"})
    assert wrong.status_code == 409 and "no number of days" in wrong.text
    (tie,) = re.findall(r'name="dependency" value="([^"]+)"', page)
    back = {"token": token, "tab": "dependencies", "dependency": tie, "reason": "It was split."}
    assert client.post(f"/actions/{second}/manage/undepend", data=back).status_code == 200
    assert "It waits for nothing" in client.get(f"/actions/{second}?tab=dependencies").text
    done = client.post(f"/actions/{first}/manage/depend", data=form)
    assert "It waits now" in done.text


def test_updates_and_decisions_are_reported_and_listed(
    client: TestClient, token: str, desk: Desk, two: tuple[str, str]
) -> None:
    first, second = two
    form = {"token": token, "tab": "reports"}
    said = {
        "key_accomplishments": "Half <done>.",
        "overall_health": "At risk",
        "scope_change_requested": "yes",
        "period_start": "2032-02-01",
    }
    assert client.post(f"/actions/{first}/manage/report", data=form | said).status_code == 200
    note = {
        "category": "Hold",
        "description": "Wait.",
        "rationale": "No boats.",
        "decided_by": "reviewer",
        "authority": "The Secretary",
        "implementation_date": "2032-03-02",
    }
    assert client.post(f"/actions/{second}/manage/decision", data=form | note).status_code == 200
    updates = client.get("/status-updates?only=escalation").text
    assert "Half &lt;done&gt;." in updates and "scope change" in updates and first in updates
    assert first not in client.get("/status-updates?only=decisions").text
    assert "No status update is here" in client.get(f"/status-updates?action={second}").text
    log = client.get("/decision-log?only=Hold").text
    assert "Wait." in log and "2 Mar 2032" in log and "The Secretary" in log
    assert "No decision is here" in client.get("/decision-log?only=Termination").text
    assert desk.records.decisions(Listed())[0].authority == "The Secretary"
    tab = client.get(f"/actions/{second}?tab=reports").text
    assert "By authority of: The Secretary" in tab


def walked(client: TestClient, address: str) -> tuple[list[str], list[str]]:
    """The heads that lie in order, and what the rows of a list say, page after page."""
    heads, found = [], []
    while address:
        page = client.get(address).text
        heads += re.findall(r'aria-sort="(\w+cending)"', page)
        found += re.findall(r"Word (\d\d)", page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(following[1]) if following else ""
    return heads, found


@pytest.mark.parametrize("turned", ["", "-"])
@pytest.mark.parametrize(
    ("log", "file", "sort"),
    [("status-updates", "status-updates", sort) for sort in ("", *UPDATES)]
    + [("decision-log", "decisions", sort) for sort in ("", *DECISIONS)],
)
def test_the_logs_turn_round_and_their_pages_follow_one_another(
    client: TestClient, desk: Desk, two: tuple[str, str], log: str, file: str, sort: str, turned: str
) -> None:
    for one in range(52):
        number, word = two[one % 2], f"Word {one:02}"
        desk.records.report_status(
            number, StatusUpdate(word, overall_health=("At risk", "")[one % 2]), "reviewer"
        )
        told = DAY + timedelta(one % 7) if one % 3 else None
        note = DecisionNote("Hold", word, "No boats.", "reviewer", communicated_date=told)
        desk.records.log_decision(number, note, "reviewer")
    order = f"sort={turned}{sort}" if sort else ""
    heads, seen = walked(client, f"/{log}?{order}")
    assert len(seen) == len(set(seen)) == 52
    assert heads == (["descending" if turned else "ascending"] * 2 if sort else [])
    rows = client.get(f"/lists/{file}/export?as=json&{order}").json()
    assert [(row.get("done") or row["decision"])[-2:] for row in rows] == seen
    if sort in {"action", "communicated"}:
        keys = [row["number" if sort == "action" else sort] or "9999" for row in rows]
        assert keys == sorted(keys, reverse=bool(turned))
    elif not sort:
        assert seen == sorted(seen, reverse=True)


def test_a_timeline_holds_every_bar_within_its_bounds() -> None:
    lines = [
        Line(str(n), "x" * 60, DAY + timedelta(n), DAY + timedelta(2 * n), "open", "told")
        for n in range(MOST + 3)
    ]
    drawn = timeline(lines, DAY, [("0", "5", True), ("0", str(MOST + 2), False)])
    assert drawn and len(drawn.bars) == MOST and drawn.more == 3 and len(drawn.arrows) == 1
    assert all(bar.x >= 0 and bar.x + bar.width <= drawn.width for bar in drawn.bars)
    assert drawn.today == drawn.bars[0].x
    assert timeline([], DAY) is None
