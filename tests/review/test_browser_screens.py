"""Every screen in a real browser: no barrier in any look, nothing wider than the screen, files by drag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from pipeline.findings import AuthorityType, RelationKind
from pipeline.intake import Incoming
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from pipeline.problems import Problem
from pipeline.settings import Settings
from store.studies import Study
from store.views import User
from tests.review.test_browser import browser, site

__all__ = ["browser", "site"]

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced-colours": {"forced_colors": "active"},
    "narrow-light": {"color_scheme": "light", "viewport": {"width": 320, "height": 800}},
    "narrow-dark": {"color_scheme": "dark", "viewport": {"width": 320, "height": 800}},
}
SCREENS = (
    "/", "/queue", "/queue?view=all&words=dredging&sort=-received", "/queue?view=overdue", "/intake",
    "/failed", "/failed/EC-2026-00002", "/analyzer", "/actions", "/authorities", "/authorities?view=missing",
    "/authorities/EO%2014002", "/authorities/EO%2014002?tab=amendments",
    "/authorities/EO%2014002?tab=references", "/authorities/EO%2014002?tab=analysis",
    "/authorities/EO%2014002?tab=risks", "/authorities/EO%2014002?tab=impacts",
    "/authorities/EO%2014002?tab=actions", "/search?q=director&tab=people", "/search?q=eo%2014020",
    "/search?q=dredging", "/search?q=nothing-of-the-kind", "/measures",
    "/admin/offices", "/admin/types?name=Executive%20Order", "/admin/roles", "/admin/ways-in",
    "/admin/analyzer", "/admin/health", "/audit", "/profile", "/measures/report", "/letters", "/routing",
    "/calendars", "/portfolio", "/risks", "/agreements", "/analyses", "/risks/EC-R-2026-00001",
    "/analyses/EC-N-2026-00001", "/admin/people", "/admin/people/reviewer", "/admin/tokens",
    "/admin/units", "/admin/units?unit=OCFO", "/queue?view=bare",
    "/packages?numbers=EC-2026-00001", "/admin/retention", "/admin/retention?view=open",
    "/admin/webhooks", "/admin/exchange", "/actions/board?state=all",
    "/actions/EC-A-2026-00001",
)  # fmt: skip


PALE = """() => {
  const light = (colour) => {
    const parts = colour.match(/[0-9.]+/g).slice(0, 3).map((one) => one / 255);
    const [r, g, b] = parts.map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const typed = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), textarea, select";
  return [...document.querySelectorAll(typed)]
    .filter((one) => one.checkVisibility() && !one.disabled)
    .map((one) => [one.outerHTML.slice(0, 80), getComputedStyle(one)])
    .map(([words, style]) => [words, light(style.color) + 0.05, light(style.backgroundColor) + 0.05])
    .filter(([, ink, paper]) => Math.max(ink / paper, paper / ink) < 4.5)
    .map(([words]) => words);
}"""
"""Fields in which one would not see what one types; nothing stands in most of them while axe looks."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a line above every page, which must be no barrier either."""
    return Settings(home=tmp_path / "home", banner="For training only")


@pytest.fixture
def full(desk: Any) -> Iterator[Any]:
    """A desk with a failed document, an authority with relations, and somebody who may see every screen."""
    roles = frozenset({"reviewer", "administrator", "analyst", "auditor"})
    desk.records.add_user(User("everything", "Everything", roles), "system")
    bad = Incoming("upload", "bad.pdf", b"%PDF broken", datetime.now(UTC), source="bad")
    desk.records.admit(bad, "application/pdf", "clerk")
    held = desk.records.claim("worker", datetime.now(UTC))
    desk.records.set_aside(held, Problem("The PDF is damaged.", "It ends early.", "Ask for it again."))
    order = AuthorityType.EXECUTIVE_ORDER
    text = LibraryText("EO 14002", "row", title="New channels", text="Pilots sound the channels. " * 30)
    revoked = LibraryReference("EO 14002", RelationKind.REVOKES, "EO 14001", order, noted=True)
    desk.records.shelve([LibraryEntry("EO 14002", order, text, (revoked,))], "orders.json", "clerk")
    desk.records.make_action("Answer the public", "Executive Order", "everything")
    study = desk.records.put_analysis(
        "", 0, Study("Silt", authority="EO 14002", findings="Much of it."), "everything"
    )
    desk.records.add_to_analysis(
        study, "risk", {"name": "Grounding", "likelihood": "High", "severity": "Low"}, "everything"
    )
    yield desk


def enter(browser: Browser, site: str, desk: Any, **options: Any) -> Page:
    page = browser.new_context(base_url=site, **options).new_page()
    page.goto(f"/sign-in?link={desk.records.issue_link('everything', datetime.now(UTC))}")
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_no_screen_has_a_barrier(browser: Browser, site: str, full: Any, look: str) -> None:
    page = enter(browser, site, full, **LOOKS[look])
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if re.search("Content Security|Trusted", message.text):
            complaints.append(message.text)

    page.on("console", hear)
    for address in SCREENS:
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} is {wide} pixels too wide"
        assert page.locator("h1").count() == 1, address
        pale = page.evaluate(PALE)
        assert pale == [], f"{address}: {pale}"
    assert complaints == []


def test_what_one_presses_is_large_enough(browser: Browser, site: str, full: Any) -> None:
    page = enter(browser, site, full, viewport={"width": 390, "height": 800})
    for address in SCREENS:
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, select, input:not([type=hidden])")]
            .filter((one) => one.checkVisibility() && !one.closest("p, li"))
            .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 && box.width < 24)).map(([words]) => words)"""
        )
        assert small == [], f"{address}: {small}"


def test_a_file_that_is_chosen_gets_its_number_without_a_new_page(
    browser: Browser, site: str, full: Any, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Please answer within ten days.")
    page = enter(browser, site, full)
    page.goto("/intake")
    page.set_input_files("#files", [letter])
    expect(page.locator("#taken-rows")).to_contain_text("EC-2026-00003")
    expect(page.locator("#told")).to_contain_text("letter.txt: EC-2026-00003, logged.")
    assert full.records.document("EC-2026-00003").name == "letter.txt"


def test_a_file_is_taken_in_without_scripts(browser: Browser, site: str, full: Any, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Please answer within ten days.")
    page = enter(browser, site, full, java_script_enabled=False)
    page.goto("/intake")
    page.set_input_files("#files", [letter])
    page.get_by_role("button", name="Take in").click()
    expect(page.locator("#taken-rows")).to_contain_text("EC-2026-00003")


def test_a_view_is_saved_by_keyboard(browser: Browser, site: str, full: Any) -> None:
    page = enter(browser, site, full)
    page.goto("/queue?words=dredging")
    page.locator(".save-view summary").press("Enter")
    page.get_by_label("Its name").fill("Dredging")
    page.get_by_label("Its name").press("Enter")
    expect(page.locator(".tabs .kept[aria-current]")).to_have_text("Dredging")
