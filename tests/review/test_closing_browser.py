"""An action closed with its two answers, and a finding settled, in a real browser without scripts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.review.test_browser import browser, open_page, site
from tests.review.test_browser_screens import LOOKS

__all__ = ["browser", "site"]

pytestmark = pytest.mark.browser


def test_answers_and_findings_without_scripts_and_without_barriers(
    browser: Browser, site: str, desk: Any
) -> None:
    number = desk.records.make_action("Light the piers", "Operational Directive", "reviewer")
    desk.records.change_action(number, 1, {"lead_unit": "OCFO"}, "reviewer")
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    page.goto(f"/sign-in?link={desk.records.issue_link('reviewer', datetime.now(UTC))}")
    page.goto(f"/actions/{number}")
    page.locator("summary", has_text="Write down a finding").click()
    page.get_by_label("What was found").fill("Nobody signed the order.")
    page.get_by_label("Who found it").fill("OIG")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("status")).to_have_text("The finding is on the record")
    expect(page.get_by_text("open for 0 days")).to_be_visible()
    page.locator("summary", has_text="Settle it").click()
    page.get_by_label("How it was settled").fill("Signed since.")
    page.get_by_role("button", name="Settle", exact=True).click()
    expect(page.get_by_text("after 0 days: Signed since.")).to_be_visible()
    page.locator("summary", has_text="Close").first.click()
    page.get_by_label("What came of it").fill("All lit.")
    page.get_by_label("What was learned").fill("Begin sooner.")
    page.get_by_label("Was it done in time for you?").select_option("4")
    page.get_by_role("button", name="Close the action").click()
    expect(page.get_by_role("alert")).to_contain_text("Both questions want an answer")
    page.locator("summary", has_text="Close").first.click()
    expect(page.get_by_label("What came of it")).to_have_value("All lit.")
    page.get_by_label("Was it what you asked for?").select_option("5")
    page.get_by_label("Answered by").fill("The Mayor")
    page.get_by_role("button", name="Close the action").click()
    expect(page.get_by_text("4 of 5")).to_be_visible()
    assert desk.records.oversight(number).answer == (4, 5, "The Mayor", None)
    desk.records.raise_finding(number, "Another.", "OIG", date(2026, 1, 2), "reviewer")
    for look in ("light", "dark", "narrow-light"):
        seen = open_page(browser, site, desk, **LOOKS[look])
        seen.goto(f"/actions/{number}")
        seen.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(seen)
        assert found.violations_count == 0, f"{look}: {found.generate_report()}"
        wide = seen.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{wide} pixels too wide in {look}"
        seen.context.close()
