"""Signing in with a provider in a real browser: there, back, and out again, under the strict policy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from pipeline.rights import Handling
from review.app import make_app
from store.views import User
from store.vouching import CARD, MAIL
from tests.review import test_browser
from tests.review.oidc_provider import CLIENT, SECRET, Identity, provided
from tests.review.test_browser import FINDER, Desk, served

pytestmark = pytest.mark.browser
browser = test_browser.browser
SIGHTS: tuple[dict[str, Any], ...] = tuple(
    {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    for scheme in ("light", "dark")
    for width in (1280, 320)
)


@pytest.fixture
def agency(desk: Desk) -> Iterator[tuple[str, Identity]]:
    """The pages under a name of another site than the provider's, as it is in an agency."""
    desk.records.add_user(User("rita", "Rita Chen", frozenset({"clerk"}), Handling.RESTRICTED), "system")
    desk.records.add_user(User("boss", "Ada Bell", frozenset({"administrator"})), "system")
    desk.records.know_outside("rita", MAIL, "rita@agency.gov", "reviewer")
    with provided() as server:

        def make(name: str) -> Any:
            conf = replace(
                desk.settings,
                origin=f"http://{name}",
                oidc_issuer=server.issuer,
                oidc_client=CLIENT,
                oidc_secret=SECRET,
                card_header="X-Card-Name",
                trusted_proxies="127.0.0.1",
            )
            return make_app(conf, desk.records, [name], FINDER)

        with served(make, host="localhost") as site:
            yield site, server.identity


def listening(browser: Browser, site: str, **options: Any) -> tuple[Page, list[str]]:
    """A page, and all that the browser complains of on it."""
    page = browser.new_context(base_url=site, **options).new_page()
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


@pytest.mark.parametrize("script", [True, False])
def test_the_whole_way_there_and_back_and_out(
    browser: Browser, desk: Desk, agency: tuple[str, Identity], script: bool
) -> None:
    site, identity = agency
    page, said = listening(browser, site, java_script_enabled=script)
    page.goto("/queue")
    page.get_by_role("link", name="Sign in with your agency account").click()
    expect(page).to_have_url(f"{site}/queue")
    expect(page.locator("header.top")).to_contain_text("Rita Chen")
    assert {"/authorize", "/token"} <= set(identity.asked)
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out of Chancery")
    page.get_by_role("link", name="Sign out of your agency account too").click()
    expect(page).to_have_url(f"{site}/sign-in")
    assert "/end" in identity.asked and said == []
    page.goto("/queue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.context.close()


def test_a_card_signs_in_by_one_press(browser: Browser, desk: Desk, agency: tuple[str, Identity]) -> None:
    desk.records.know_outside("rita", CARD, "CHEN.RITA.A.1234567890", "reviewer")
    headers = {"X-Card-Name": "CHEN.RITA.A.1234567890"}
    page, said = listening(browser, agency[0], extra_http_headers=headers)
    page.goto("/queue")
    page.get_by_role("button", name="Sign in with your card").click()
    expect(page).to_have_url(f"{agency[0]}/queue")
    expect(page.locator("header.top")).to_contain_text("Rita Chen")
    assert said == []
    page.context.close()


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda one: f"{one['color_scheme']}-{one['viewport']['width']}")
def test_its_pages_can_be_used_by_everybody(
    browser: Browser, desk: Desk, agency: tuple[str, Identity], sight: dict[str, Any]
) -> None:
    site, identity = agency
    page, said = listening(browser, site, **sight)
    name = f"{sight['color_scheme']}-{sight['viewport']['width']}"
    page.set_extra_http_headers({"X-Card-Name": "DOE.JOHN.0987654321"})
    page.goto("/sign-in")
    look(page, f"sign-in-{name}")
    page.get_by_role("button", name="Sign in with your card").click()
    look(page, f"card-not-known-{name}")
    page.set_extra_http_headers({})
    identity.person = {"sub": "6f9b3c1e-77aa-4d2b-9a55-0c1f7e5b2d10", "email": "ben@agency.gov",
                       "email_verified": True}  # fmt: skip
    page.goto("/sign-in")
    page.get_by_role("link", name="Sign in with your agency account").click()
    expect(page.get_by_role("alert")).to_contain_text("Ask Ada Bell to let you in.")
    look(page, f"not-known-{name}")
    page.goto("/signed-out")
    look(page, f"signed-out-{name}")
    page.goto(f"/sign-in?link={link_of(desk)}")
    page.goto("/admin/people/rita")
    look(page, f"person-{name}")
    assert said == []
    page.context.close()


def link_of(desk: Desk) -> str:
    from datetime import UTC, datetime

    return desk.records.issue_link("boss", datetime.now(UTC))


def look(page: Page, name: str) -> None:
    """What axe finds, and whether anything is wider than the screen; a picture where one is wanted."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{name} is {wider} pixels too wide"
    if folder := os.environ.get("CHANCERY_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
