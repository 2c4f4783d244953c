"""Signing in with a card that a proxy checked: its word counts, from its address alone, and nobody else's."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from pipeline.rights import Handling
from pipeline.settings import Settings
from review import server
from review.app import make_app
from review.people import COOKIE
from store.views import User
from store.vouching import CARD
from tests.review.conftest import FINDER, HOST, Desk

ORIGIN = f"http://{HOST}"
PROXY, OTHER = "10.1.1.1", "10.1.1.2"
HEADER = "X-Card-Name"
NAME = "CHEN.RITA.A.1234567890"


@pytest.fixture
def conf(desk: Desk) -> Settings:
    desk.records.add_user(User("rita", "Rita Chen", frozenset({"clerk"}), Handling.CUI), "system")
    desk.records.know_outside("rita", CARD, NAME, "reviewer")
    return replace(desk.settings, card_header=HEADER, trusted_proxies=f"10.9.9.9, {PROXY}")


def sent_from(desk: Desk, conf: Settings, address: str) -> TestClient:
    """A browser whose requests come from this address."""
    app = make_app(conf, desk.records, [HOST], FINDER)
    headers = {"Origin": ORIGIN}
    return TestClient(app, base_url=ORIGIN, headers=headers, follow_redirects=False, client=(address, 50_000))


def who(desk: Desk, client: TestClient) -> str | None:
    user = desk.records.session(client.cookies.get(COOKIE) or "", datetime.now(UTC))
    return user.name if user else None


def test_the_holder_of_a_card_is_signed_in_by_a_press(desk: Desk, conf: Settings) -> None:
    client = sent_from(desk, conf, PROXY)
    page = client.get("/sign-in", params={"next": "/queue"}, headers={HEADER: NAME}).text
    assert "Sign in with your card" in page and NAME in page and who(desk, client) is None
    answer = client.post("/sign-in/card", data={"next": "/queue"}, headers={HEADER: NAME})
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue")
    assert who(desk, client) == "rita"
    event = desk.records.audit(1)[0]
    assert (event.what, event.after) == ("sign_in", {"voucher": CARD})


def test_a_user_s_own_name_on_the_card_is_enough(desk: Desk, conf: Settings) -> None:
    client = sent_from(desk, conf, PROXY)
    client.post("/sign-in/card", headers={HEADER: "reviewer"})
    assert who(desk, client) == "reviewer"


@pytest.mark.parametrize("address", [OTHER, "127.0.0.1", "::1", "10.1.1.11", "testclient", ""])
@pytest.mark.parametrize("more", [{}, {"X-Forwarded-For": PROXY}, {"Forwarded": f"for={PROXY}"}])
def test_the_header_from_any_other_address_is_ignored(
    desk: Desk, conf: Settings, address: str, more: dict[str, str]
) -> None:
    client = sent_from(desk, conf, address)
    headers = {HEADER: NAME} | more
    assert "your card" not in client.get("/sign-in", headers=headers).text
    answer = client.post("/sign-in/card", headers=headers)
    assert (answer.status_code, who(desk, client)) == (403, None)
    assert "No card was shown" in answer.text


@pytest.mark.parametrize("proxies", [PROXY, ""])
def test_without_the_setting_no_header_counts(desk: Desk, conf: Settings, proxies: str) -> None:
    client = sent_from(desk, replace(conf, card_header="", trusted_proxies=proxies), PROXY)
    assert client.post("/sign-in/card", headers={HEADER: NAME}).status_code == 403
    assert "your card" not in client.get("/sign-in", headers={HEADER: NAME}).text


@pytest.mark.parametrize(
    "lines",
    [
        [(HEADER, NAME), (HEADER, "reviewer")],
        [("x-card-name", "reviewer"), (HEADER, "")],
        [(HEADER, f"reviewer, {NAME}")],
        [(HEADER, f"{NAME},")],
        [("X_Card_Name", NAME)],
        [("X-Card-Name-", NAME)],
        [(HEADER, NAME.lower())],
        [(HEADER, f"{NAME}\x7f")],
        [(HEADER, "x" * 300)],
        [(HEADER, "")],
        [],
    ],
)
def test_it_cannot_be_smuggled_beside_what_the_proxy_says(
    desk: Desk, conf: Settings, lines: list[tuple[str, str]]
) -> None:
    """A second line, a list, another spelling: a proxy that passes a browser's header on opens nothing."""
    client = sent_from(desk, conf, PROXY)
    answer = client.post("/sign-in/card", headers=[*client.headers.multi_items(), *lines])
    assert (answer.status_code, who(desk, client)) == (403, None)


def test_the_header_alone_opens_no_page_and_no_address_for_programs(desk: Desk, conf: Settings) -> None:
    client = sent_from(desk, conf, PROXY)
    assert client.get("/queue", headers={HEADER: NAME}).status_code == 303
    assert client.get("/api/v1/me", headers={HEADER: NAME}).status_code == 401


def test_no_other_site_signs_anybody_in_with_their_card(desk: Desk, conf: Settings) -> None:
    client = sent_from(desk, conf, PROXY)
    for site in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}):
        assert client.post("/sign-in/card", headers={HEADER: NAME} | site).status_code == 403
    assert who(desk, client) is None


def test_a_card_of_somebody_who_left_or_is_not_known_opens_nothing(desk: Desk, conf: Settings) -> None:
    client = sent_from(desk, conf, PROXY)
    page = client.post("/sign-in/card", headers={HEADER: "DOE.JOHN.0987654321"})
    assert page.status_code == 403 and "You are not known here yet" in page.text
    assert "<code>DOE.JOHN.0987654321</code>" in page.text
    desk.records.deactivate("rita", "reviewer")
    page = client.post("/sign-in/card", headers={HEADER: NAME})
    assert page.status_code == 403 and "account was closed" in page.text
    assert who(desk, client) is None


@contextmanager
def running(conf: Settings) -> Iterator[tuple[str, int]]:
    """The pages as `chancery serve` serves them, on loopback; they end with the process."""
    links: list[str] = []
    ready = threading.Event()

    def announce(link: str) -> None:
        links.append(link)
        ready.set()

    thread = threading.Thread(target=server.run, args=(conf, FINDER, announce, "reviewer"), daemon=True)
    thread.start()
    assert ready.wait(30)
    host, _, port = links[0].partition("://")[2].partition("/")[0].rpartition(":")
    yield host, int(port)


@pytest.mark.slow
@pytest.mark.parametrize(("trusted", "status"), [("10.1.1.1", 403), ("127.0.0.1", 303)])
def test_a_served_page_believes_the_socket_and_no_header(
    desk: Desk, conf: Settings, trusted: str, status: int
) -> None:
    """Over a real connection: what says where a request comes from is not what the request says."""
    there = replace(conf, host="127.0.0.1", port=0, trusted_proxies=trusted)
    with running(there) as (host, port):
        line = http.client.HTTPConnection(host, port, timeout=20)
        headers = {HEADER: NAME, "Origin": f"http://{host}:{port}", "X-Forwarded-For": "10.1.1.1",
                   "X-Real-IP": "10.1.1.1", "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        line.request("POST", "/sign-in/card", "next=/", headers)
        answer = line.getresponse()
        assert answer.status == status, answer.read()
        line.close()
