"""Agreements and partners as a browser without scripts uses them."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

import pytest
from starlette.testclient import TestClient

from coordination.agreements import Agreement
from pipeline.problems import IllegalMove
from review.pages.agreements import COLUMNS
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


@pytest.mark.parametrize("turned", ["", "-"])
@pytest.mark.parametrize("sort", [column.name for column in COLUMNS])
def test_agreements_are_put_in_order_by_a_column(
    client: TestClient, desk: Desk, sort: str, turned: str
) -> None:
    day = date(2020, 1, 1)
    for name, kind, status, since, until in (
        ("coast", "Other", "In Effect", day, date(2020, 12, 31)),
        ("Bay", "Interagency Agreement", "Draft", None, None),
        ("Delta", "Other", "In Effect", date(2021, 1, 1), None),
        ("Arm", "Interagency Agreement", "Terminated", day, day),
    ):
        desk.records.put_agreement(Agreement("x", name, kind, status, "", since, until), "reviewer")
    usual = re.findall(r'class="key" href="/agreements\?number=([^"]+)"', client.get("/agreements").text)
    assert usual == sorted(usual, reverse=True) and len(usual) == 4
    page = client.get(f"/agreements?sort={turned}{sort}").text
    lies = "descending" if turned else "ascending"
    assert page.count('cending"><a') == 1 and page.count(f'aria-sort="{lies}"') == 1
    seen = re.findall(r'class="key" href="/agreements\?[^"]*number=([^"]+)"', page)
    whole = client.get(f"/lists/agreements/export?as=json&sort={turned}{sort}").json()
    assert [row["number"] for row in whole] == seen and sorted(seen) == sorted(usual)
    if sort == "status":
        said = [re.findall(r"Expired|Terminated|Draft|In Effect", row)[0] for row in page.split("<tr>")[2:]]
        keys = said
    else:
        keys = [(row[sort] or "9999").lower() for row in whole]
    assert keys == sorted(keys, reverse=bool(turned))


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
