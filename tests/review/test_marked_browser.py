"""Several executive actions are changed at once in a real browser, without scripts, and with no barrier."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from coordination.actions import ActionStatus
from store.views import User
from tests.review.test_browser import browser, open_page, site

__all__ = ["browser", "site"]

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    "dark-narrow": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}


@pytest.fixture
def numbers(desk: Any) -> list[str]:
    records, made = desk.records, []
    records.add_user(User("ada", "Ada Byron", frozenset({"reviewer"})), "system")
    for name in ("Survey the harbors", "Plan the dredging of the northern harbors", "Count the buoys"):
        made.append(str(records.make_action(name, "Operational Directive", "reviewer")))
    return made


def without_barrier(page: Page, name: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    if pictures := os.environ.get("PICTURES"):
        page.screenshot(path=Path(pictures) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("look", LOOKS)
def test_what_was_refused_stands_above_the_list_without_a_barrier(
    browser: Browser, site: str, desk: Any, numbers: list[str], look: str
) -> None:
    page = open_page(browser, site, desk, **LOOKS[look])
    page.goto("/actions")
    without_barrier(page, f"{look}-list")
    for number in numbers:
        page.get_by_label(f"Mark {number}").check()
    desk.records.action_status(numbers[2], ActionStatus.CANCELLED, "reviewer", "No buoys.")
    page.get_by_label("Accountable lead").select_option("ada")
    page.get_by_role("button", name="Set the lead").click()
    expect(page.get_by_role("alert")).to_contain_text("2 of the marked actions are changed; 1 is not.")
    expect(page.get_by_role("alert")).to_contain_text(f"{numbers[2]} is already Cancelled.")
    without_barrier(page, f"{look}-refused")


def test_enter_adds_the_tag_and_a_browser_without_scripts_does_all_of_it(
    browser: Browser, site: str, desk: Any, numbers: list[str]
) -> None:
    page = open_page(browser, site, desk, java_script_enabled=False)
    page.goto("/actions?sort=-number")
    page.get_by_label(f"Mark {numbers[0]}").check()
    page.get_by_label("Accountable lead").select_option("ada")
    page.get_by_label("Tags to add").fill("Ice")
    page.get_by_label("Tags to add").press("Enter")
    expect(page.get_by_role("status")).to_have_text("The marked actions have the tags")
    assert "sort=-number" in page.url
    file = desk.records.action_file(numbers[0])
    assert (file.facts["tags"], file.lead) == (["Ice"], None)
