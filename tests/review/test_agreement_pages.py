"""Agreements and partners as a browser without scripts uses them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import pytest
from starlette.testclient import TestClient

from coordination.agreements import Agreement
from pipeline.problems import IllegalMove
from store.records import SqlRecords


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords
    control: str


def test_an_agreement_is_made_and_an_action_done_under_it(client: TestClient, token: str, desk: Desk) -> None:
    form = {"token": token, "name": "Soundings <bay>", "counterparty": "Coast Survey", "status": "In Effect",
            "kind": "Memorandum of Understanding", "document": desk.control}  # fmt: skip
    refused = client.post("/agreements", data=form)
    assert (
        refused.status_code == 409
        and "since when" in refused.text
        and "Soundings &lt;bay&gt;" in refused.text
    )
    form |= {"effective": "2020-01-01", "expires": "2020-12-31", "binding": "yes"}
    page = client.post("/agreements", data=form).text
    assert "EC-M-" in page and "Expired" in page and "binding" in page
    (made,) = desk.records.agreements()
    assert client.post("/agreements", data=form | {"number": made.number, "version": "9"}).status_code == 409
    longer = form | {"number": made.number, "version": str(made.version), "expires": ""}
    assert "In Effect" in client.post("/agreements", data=longer).text
    number = desk.records.make_action("Sound the bay", "Inter-Agency Coordination", "reviewer")
    at = f"/actions/{number}/manage"
    joined = client.post(f"{at}/agreement", data={"token": token, "agreement": made.number}).text
    assert f'href="/agreements?number={made.number}"' in joined and "with Coast Survey" in joined
    partner = {"token": token, "name": "coast survey", "role": "lends a boat"}
    assert "lends a boat" in client.post(f"{at}/partner", data=partner).text
    (one,) = desk.records.partners(number)
    assert one.name == "Coast Survey", "one organisation, whatever the case of its name"
    mute = client.post(f"{at}/unpartner", data={"token": token, "name": "Coast Survey", "reason": " "})
    assert mute.status_code == 409
    gone = {"token": token, "name": "Coast Survey", "reason": "The boat sank."}
    assert "Partner let go" in client.post(f"{at}/unpartner", data=gone).text
    assert desk.records.partners(number) == ()
    assert client.get("/agreements?number=EC-M-1999-00001").status_code == 404


def test_what_an_agreement_must_have() -> None:
    for wrong in (
        Agreement("", "x"),
        Agreement("x", " "),
        Agreement("x", "y", "Handshake"),
        Agreement("x", "y", status="Signed"),
        Agreement("x", "y", effective=date(2026, 2, 1), expires=date(2026, 1, 1)),
        Agreement("x", "y", status="In Effect"),
    ):
        with pytest.raises(IllegalMove):
            wrong.check()
    stands = Agreement("x", "y", status="In Effect", effective=date(2026, 1, 1), expires=date(2026, 1, 31))
    stands.check()
    assert (
        stands.standing(date(2026, 1, 31)) == "In Effect" and stands.standing(date(2026, 2, 1)) == "Expired"
    )
