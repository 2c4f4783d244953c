"""Analyses, risks and impacts as working records, as a browser without scripts uses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from coordination.digests import text_of
from review.people import COOKIE, form_token
from store.digesting import Reader
from store.records import SqlRecords
from store.views import User
from tests.days import this_day

Send = Callable[..., Response]


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords


@pytest.fixture
def number(desk: Desk) -> str:
    """An action under an authority, led by the reviewer."""
    made = desk.records.make_action("Mend <the> harbors", "Operational Directive", "reviewer")
    fields = {"accountable_lead": "reviewer", "authority": "33 U.S.C. 540"}
    desk.records.change_action(made, 1, fields, "reviewer")
    return made


@pytest.fixture
def send(client: TestClient, token: str) -> Send:
    def sent(address: str, **fields: str) -> Response:
        return client.post(address, data={"token": token, **fields})

    return sent


@pytest.fixture
def study(send: Send, number: str) -> str:
    begun = send("/analyses", name="Silt <in> the channel", by="reviewer", unit="DEW", action=number,
                 authority="33 U.S.C. 540")  # fmt: skip
    return str(begun.url.path).rsplit("/", 1)[1]


def test_an_analysis_is_conducted_for_an_office_and_completed(
    client: TestClient, send: Send, number: str, study: str
) -> None:
    page = client.get(f"/analyses/{study}").text
    assert "Silt &lt;in&gt; the channel" in page and "Directorate of Engineering and Works" in page
    assert number in page and "33 U.S.C. 540" in page
    early = send(f"/analyses/{study}/complete")
    assert early.status_code == 409 and "findings" in early.text
    fields = {
        "name": "Silt",
        "by": "reviewer",
        "unit": "DEW",
        "action": number,
        "findings": "Two feet of it.",
    }
    assert "The analysis is kept" in send(f"/analyses/{study}/write", version="1", **fields).text
    stale = send(f"/analyses/{study}/write", version="1", **fields)
    assert stale.status_code == 409 and "Somebody else" in stale.text
    wrong = send(f"/analyses/{study}/write", version="2", **fields, first="2026-02-02", last="2026-01-01")
    assert wrong.status_code == 409 and "before it begins" in wrong.text
    assert "Complete" in send(f"/analyses/{study}/complete").text
    assert "Two feet of it." in client.get(f"/analyses/{study}").text
    assert send(f"/analyses/{study}/write", version="3", **fields).status_code == 409
    assert send(f"/analyses/{study}/reopen", words=" ").status_code == 409
    assert "Open again" in send(f"/analyses/{study}/reopen", words="More silt.").text
    assert study in client.get(f"/analyses?action={number}").text
    assert send("/analyses", name=" ").status_code == 409
    assert send(f"/analyses/{study}/never").status_code == 404


def test_a_risk_is_planned_reviewed_and_settled(
    client: TestClient, desk: Desk, send: Send, study: str, number: str
) -> None:
    added = send(f"/analyses/{study}/add", kind="risk", name="Ships run aground", likelihood="High",
                 severity="Extreme")  # fmt: skip
    (risk,) = set(re.findall(r"EC-R-\d{4}-\d{5}", added.text))
    address, day = f"/risks/{risk}", this_day()
    assert "figure-" not in added.text and "grade-extreme" in added.text
    assert send(f"{address}/mitigate", words="It was dredged.").status_code == 409
    late = (day - timedelta(3)).isoformat()
    planned = send(f"{address}/plan", version="1", plan="Dredge twice a year.", owner="reviewer",
                   target=day.isoformat(), every="every 90 days", review=late, unit="DEW",
                   analysis=study)  # fmt: skip
    assert "The plan is kept" in planned.text and "review overdue since" in planned.text
    for page in ("/risks?late=yes", "/", "/portfolio"):
        told = client.get(page).text
        assert "overdue" in told and (risk in told or page == "/portfolio"), page
    digest = desk.records.digest(Reader("reviewer", "R", "r@office.example"), day)
    assert "Reviews that are overdue (1)" in text_of(digest, "http://desk")
    assert f"http://desk/risks/{risk}" in text_of(digest, "http://desk")
    seen = send(f"{address}/review", words="Less silt.", day=day.isoformat(), likelihood="Low",
                severity="Extreme")  # fmt: skip
    assert "High → Low" in seen.text and "Less silt." in seen.text
    assert desk.records.assessed("risk", risk).watched.review == day + timedelta(90)
    assert not desk.records.late_reviews(day)
    assert send(f"{address}/review", words="", day=day.isoformat()).status_code == 409
    done = send(f"{address}/mitigate", words="Survey of June shows ten feet.")
    assert "Survey of June" in done.text and "Completed" in done.text
    assert risk not in client.get(f"/risks?action={number}").text
    assert "In Progress" in send(f"{address}/reopen", words="It silted up again.").text
    assert send(f"{address}/realise", words="x", day=day.isoformat()).status_code == 404
    assert client.get("/risks/EC-R-1999-00001").status_code == 404


def test_what_an_impact_came_to_stands_beside_what_was_foreseen(
    client: TestClient, desk: Desk, send: Send, study: str
) -> None:
    send(f"/analyses/{study}/add", kind="impact", name="Ships wait", polarity="Negative")
    page = client.get(f"/analyses/{study}").text
    (impact,) = set(re.findall(r'href="/impacts/([^"]+)"', page))
    address, day = f"/impacts/{impact}", this_day()
    ahead = (day + timedelta(1)).isoformat()
    assert send(f"{address}/realise", words="They waited.", day=ahead).status_code == 409
    came = send(f"{address}/realise", words="They waited an hour.", day=day.isoformat(), polarity="Mixed")
    assert "They waited an hour." in came.text and "Mixed" in came.text and "Negative" in came.text
    (realised,) = desk.records.assessed("impact", impact).realised
    other = client.get(f"/impacts/{realised['public_id']}").text
    assert "Ships wait" in other and "Anticipated" in other and "Realised" in other
    again = send(f"/impacts/{realised['public_id']}/realise", words="x", day=day.isoformat())
    assert again.status_code == 409
    assert client.get("/impacts/not-an-id").status_code == 404


def test_who_may_not_assess_is_offered_no_form(client: TestClient, desk: Desk, study: str) -> None:
    desk.records.add_user(User("al", "Al", frozenset({"auditor"})), "system")
    client.cookies.clear()
    client.get("/sign-in", params={"link": desk.records.issue_link("al", datetime.now(UTC))})
    for address in ("/analyses", f"/analyses/{study}"):
        page = client.get(address)
        assert page.status_code == 200 and 'method="post" action="/analyses' not in page.text
    form = {"token": form_token(client.cookies[COOKIE])}
    assert client.post(f"/analyses/{study}/complete", data=form).status_code == 403
