"""A reply drafted by the model in a real browser: waited for with scripts and without, cancelled, opened."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pipeline.settings import Settings
from review.app import make_app
from review.finder import Finder
from store.records import SqlRecords
from tests.endpoint.conftest import Model
from tests.endpoint.test_drafting import Case, conf, gate, until
from tests.endpoint.test_reply_pages import case
from tests.review.test_browser import browser, served
from tests.review.test_browser_screens import LOOKS

__all__ = ["browser", "case", "conf", "gate"]

pytestmark = pytest.mark.browser


def enter(browser: Browser, site: str, records: SqlRecords, **options: Any) -> Page:
    page = browser.new_context(base_url=site, **options).new_page()
    page.goto(f"/sign-in?link={records.issue_link('ben', datetime.now(UTC))}")
    return page


def ask(page: Page, number: str) -> None:
    page.goto(f"/actions/{number}?tab=letters")
    page.locator("summary", has_text="Draft an answer").click()
    page.get_by_role("button", name="Draft with the model").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Final Reply to")


@pytest.fixture
def address(conf: Settings, case: Case) -> Iterator[str]:
    """Where the pages over the case are served."""
    finder = Finder(lambda *a: None, lambda *a: None)  # type: ignore[arg-type]
    with served(lambda name: make_app(conf, case[0], [name], finder)) as found:
        yield found


def test_a_draft_is_waited_for_cancelled_and_opened(
    browser: Browser, address: str, gate: threading.Event, model: Model, case: Case
) -> None:
    records, number, _ = case
    plain = enter(browser, address, records, java_script_enabled=False)
    ask(plain, number)
    until(lambda: model.bodies)
    plain.get_by_role("link", name="Look again").click()
    expect(plain.get_by_text("The model is writing.")).to_be_visible()
    for look in ("light", "dark", "narrow-light"):
        seen = enter(browser, address, records, **LOOKS[look])
        # the page looks again by itself, which would end the examination
        seen.route("**/analyzer.js*", lambda route: route.abort())
        seen.goto(plain.url)
        found = Axe().run(seen)
        assert found.violations_count == 0, f"{look}: {found.generate_report()}"
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert seen.evaluate(wide) <= 0, look
        seen.context.close()
    plain.get_by_role("button", name="Cancel").click()
    expect(plain.get_by_role("status")).to_contain_text("nothing of it was put on the record")
    scripted = enter(browser, address, records)
    ask(scripted, number)
    gate.set()
    scripted.wait_for_url("**/letters/**", timeout=20_000)
    expect(scripted.get_by_role("status")).to_have_text("Drafted")
    expect(scripted.get_by_text("drafted by scripted-1")).to_be_visible()
    assert Axe().run(scripted).violations_count == 0
    assert len(records.outgoing_letters(number)) == 1
