"""Retention from the browser: what is due and held, and words that place and release holds."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from pipeline.settings import Settings
from review.app import make_app
from review.people import COOKIE, form_token
from store.views import User
from tests.review.conftest import FINDER, HOST
from tests.store.retention_writes import SCHEDULE, acted_on, settled

PAGE = "/admin/retention"


@pytest.fixture
def officer(desk: Any) -> TestClient:
    """Somebody who keeps the records, signed in."""
    settings: Settings = desk.settings
    (settings.home / "retention.toml").write_text(SCHEDULE)
    app: FastAPI = make_app(settings, desk.records, [HOST], FINDER)
    desk.records.add_user(User("keeper", "Keeper", frozenset({"records_officer"})), "system")
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": desk.records.issue_link("keeper", datetime.now(UTC))})
    return client


def said(client: TestClient, deed: str, **fields: str) -> Any:
    form = {"token": form_token(client.cookies[COOKIE])} | fields
    return client.post(f"{PAGE}/{deed}", data=form)


def test_what_waits_is_open_and_the_schedule_is_told(officer: TestClient, desk: Any) -> None:
    page = officer.get(f"{PAGE}?view=open").text
    assert desk.control in page and "is still under review" in page
    assert "Orders" in page and "item 1" in page and "end of the fiscal year" not in page
    assert "Nothing is due for disposition." in officer.get(PAGE).text


def test_a_hold_is_placed_and_released_with_reasons(officer: TestClient, desk: Any) -> None:
    given = {"matter": "Harbor v. Agency", "kind": "legal", "numbers": f" {desk.control.lower()} "}
    refused = said(officer, "hold", **given, reason=" ")
    assert refused.status_code == 409 and 'value="Harbor v. Agency"' in refused.text
    page = said(officer, "hold", **given, reason="A suit.")
    assert page.status_code == 200 and "Held: nothing of it is disposed of" in page.text
    assert re.search(rf"{desk.control}.*held for Harbor v. Agency", page.text, re.DOTALL)
    assert "Held for Harbor v. Agency" in officer.get(f"/documents/{desk.control}").text
    assert said(officer, "release", matter="Nobody", numbers="", reason="Over.").status_code == 404
    page = said(officer, "release", matter="Harbor v. Agency", numbers="", reason="Settled.")
    assert "Nothing is held." in page.text and desk.records.holds() == ()


def test_a_category_is_given_by_hand(officer: TestClient, desk: Any) -> None:
    said(officer, "category", numbers=desk.control, category="Kept long", reason="Of history.")
    assert desk.records.retained_one(desk.control).category == "Kept long"
    assert said(officer, "category", numbers=desk.control, category="", reason="").status_code == 409
    assert said(officer, "burn", numbers=desk.control).status_code == 404


def test_who_only_looks_has_no_forms(client: TestClient, desk: Any) -> None:
    desk.records.add_user(User("eye", "Eye", frozenset({"auditor"})), "system")
    assert client.get(PAGE).status_code == 403, "a reviewer has no business there"


def test_a_disposal_takes_two_people_and_leaves_its_certificate_on_the_page(
    officer: TestClient, desk: Any
) -> None:
    control = settled(desk.records, "a letter of long ago")
    page = officer.get(PAGE).text
    assert control in page and "Propose to dispose of it" in page
    assert "Proposed; another person approves it" in said(officer, "disposal/propose", numbers=control).text
    refused = said(officer, "disposal/approve", numbers=control)
    assert refused.status_code == 409 and "A second person approves it." in refused.text
    desk.records.approve_disposal([control], "", "second")
    assert "Carry out what is approved" in officer.get(PAGE).text
    page_after = said(officer, "disposal/run").text
    assert "Certificates" in page_after and "destroyed" in page_after
    shown = officer.get(f"/documents/{control}").text
    assert "Destroyed on" in shown and "under item 1." in shown and "approved by second" in shown
    assert desk.records.document(control).sha256 in shown and f"/documents/{control}/original" not in shown
    assert officer.get(f"/documents/{control}/original").status_code == 404
    assert said(officer, "disposal/burn", numbers=control).status_code == 404
    assert said(officer, "disposal/withdraw", numbers=control, reason="x").status_code == 404


def test_a_disposed_document_says_so_in_lists_files_and_to_programs(officer: TestClient, desk: Any) -> None:
    control = settled(desk.records, "a letter of long ago")
    desk.records.propose_disposal([control], "ada")
    desk.records.approve_disposal([control], "", "bo")
    desk.records.carry_out_disposals()
    assert "disposed" in officer.get(f"/queue?view=all&words={control}").text
    listed = officer.get("/queue/export?view=all&as=json")
    assert listed.status_code == 404 or control in listed.text
    told = officer.get(f"/api/v1/documents/{control}").json()
    assert told["stage"] == "disposed" and "Destroyed on" in told["reason"]
    held = zipfile.ZipFile(
        io.BytesIO(officer.get(f"/packages/file?numbers={control}&originals=yes&originals_reason=x").content)
    )
    assert f"documents/{control}/certificate.json" in held.namelist()
    assert not [name for name in held.namelist() if "original" in name]


def test_an_action_that_goes_with_its_document_is_told_before_and_after(
    officer: TestClient, desk: Any
) -> None:
    control, number = acted_on(desk.records)
    page = officer.get(PAGE).text
    assert re.search(rf"{control}.*with <a class=\"key\" href=\"/actions/{number}\">", page, re.DOTALL)
    assert "destroy, executive actions too" in page
    desk.records.propose_disposal([control], "ada")
    desk.records.approve_disposal([control], "", "bo")
    desk.records.carry_out_disposals()
    shown = officer.get(f"/documents/{control}").text
    assert f'href="/actions/{number}">{number}</a>: Correspondence' in shown
    gone = officer.get(f"/actions/{number}?tab=history")
    assert gone.status_code == 200 and "(disposed of)" in gone.text and "under item 1." in gone.text
    assert f'href="/documents/{control}"' in gone.text and "telephone" not in gone.text
    assert "<textarea" not in gone.text and number in officer.get("/actions?state=ended").text
    told = officer.get(f"/api/v1/actions/{number}")
    assert told.status_code == 200 and "telephone" not in told.text and "(disposed of)" in told.text
