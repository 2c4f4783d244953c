"""Changes of authority, the portfolio and dependencies in a real browser: no barrier in any look."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from pipeline.findings import AuthorityType, RelationKind
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from store.depending import NewDependency
from store.steering import DecisionNote, StatusUpdate
from tests.review.test_browser import browser, open_page, site
from tests.review.test_browser_screens import LOOKS

__all__ = ["browser", "site"]

pytestmark = pytest.mark.browser

SCREENS = (
    "/authority-changes", "/authority-changes?state=all", "/portfolio", "/status-updates", "/decision-log",
    "/actions/EC-A-2026-00001", "/actions/EC-A-2026-00002?tab=dependencies", "/items",
    "/risks", "/impacts",
)  # fmt: skip


@pytest.fixture
def full(desk: Any) -> Iterator[Any]:
    """Three actions that wait for one another, under an order that was revoked in part."""
    records, made = desk.records, []
    for name, day, part in (("Survey the harbors", 10, 3), ("Plan the dredging", 15, 7), ("Dredge", 20, 3)):
        number = records.make_action(name, "Operational Directive", "reviewer")
        fields = {"lead_unit": "OCFO", "accountable_lead": "reviewer", "authority": f"EO 14001 sec. {part}"}
        records.change_action(number, 1, fields, "reviewer")
        records.set_suspense(number, date(2032, 3, day), None, "as planned", "reviewer")
        made.append(number)
    records.add_milestone(made[0], "Counted", date(2032, 3, 5), "reviewer")
    records.add_dependency(made[1], NewDependency(made[0], impact="No plan without it."), "reviewer")
    records.add_dependency(made[2], NewDependency(made[1], lag=30), "reviewer")
    records.report_status(made[0], StatusUpdate("Half.", "Go on.", overall_health="At risk"), "reviewer")
    records.log_decision(made[0], DecisionNote("Hold", "Wait.", "No boats.", "reviewer"), "reviewer")
    grades = {"name": "Fog", "likelihood": "Extreme", "severity": "High"}
    records.assess_action(made[0], "risk", grades, "reviewer")
    for likelihood, severity in (
        ("Extreme", "Extreme"),
        ("Low", "Low"),
        ("Medium", "Medium"),
        ("High", "High"),
    ):
        given = {"name": "Ice", "likelihood": likelihood, "severity": severity}
        records.assess_action(made[1], "risk", given, "reviewer")
    records.assess_action(made[0], "impact", {"name": "Less silt", "polarity": "Positive"}, "reviewer")
    kind, words = AuthorityType.EXECUTIVE_ORDER, "Section 3 of Executive Order 14001 is revoked."
    said = LibraryReference(
        "EO 14002", RelationKind.REVOKES, "EO 14001", kind, "sec. 3", True, False, 0, len(words), words
    )
    text = LibraryText("EO 14002", "row 1", text=words, signed=date(2099, 1, 1))
    records.shelve([LibraryEntry("EO 14002", kind, text, (said,))], "a shelf", "reviewer")
    yield desk


@pytest.mark.parametrize("look", LOOKS)
def test_no_barrier_and_nothing_wider_than_the_screen(
    browser: Browser, site: str, full: Any, look: str
) -> None:
    page = open_page(browser, site, full, **LOOKS[look])
    pictures = os.environ.get("PICTURES")
    for address in SCREENS:
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}, {look}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} is {wide} too wide in {look}"
        if pictures:
            name = address.strip("/").replace("/", "-").replace("?", "-")
            page.screenshot(path=Path(pictures) / f"{look}-{name}.png", full_page=True)


def test_the_decision_log_fits_a_laptop(browser: Browser, site: str, full: Any) -> None:
    day = date(2026, 12, 28)
    words = "Wait for the survey of the harbors of the northern coast."
    note = DecisionNote(
        "Hold", words, "No boats.", "reviewer", communicated_date=day, implementation_date=day
    )
    full.records.log_decision("EC-A-2026-00001", note, "reviewer")
    page = open_page(browser, site, full, viewport={"width": 1280, "height": 800})
    page.goto("/decision-log")
    box = page.locator(".scroll")
    assert box.evaluate("(box) => box.scrollWidth - box.clientWidth") == 0
    room = (
        "(head) => head.closest('.scroll').getBoundingClientRect().right - head.getBoundingClientRect().right"
    )
    assert page.locator("th a").last.evaluate(room) >= 8


def test_the_picture_of_risks_fits_a_telephone(browser: Browser, site: str, full: Any) -> None:
    page = open_page(browser, site, full, viewport={"width": 390, "height": 800})
    page.goto("/risks")
    over = page.locator("figure.matrix .scroll").evaluate("(box) => box.scrollWidth - box.clientWidth")
    assert over == 0
    smallest = page.locator("figure.matrix text.word").first.evaluate("(word) => word.getBBox().height")
    drawn = page.locator("figure.matrix svg").evaluate("(svg) => svg.getBoundingClientRect().width")
    assert smallest * drawn / 386 >= 10
    field = page.locator("figure.matrix a rect").first.bounding_box()
    assert field is not None and min(field["width"], field["height"]) >= 24


def test_a_bar_is_reached_by_the_keyboard_and_leads_to_its_action(
    browser: Browser, site: str, full: Any
) -> None:
    page = open_page(browser, site, full)
    page.goto("/portfolio")
    bar = page.locator("figure svg a").nth(1)
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions/EC-A-2026-00002")
    expect(page.locator("h1")).to_have_text("Plan the dredging")


def test_a_lead_says_what_becomes_of_the_work(browser: Browser, site: str, full: Any) -> None:
    page = open_page(browser, site, full)
    page.goto("/authority-changes")
    page.locator("summary", has_text="Say what becomes of it").first.click()
    page.get_by_label("Decision").first.select_option("Work is changed")
    page.get_by_label("Why").first.fill("The plan is rewritten.")
    page.get_by_role("button", name="Record it").first.click()
    expect(page.locator(".strip")).to_have_text("Recorded")
    page.goto("/authority-changes?state=accepted")
    expect(page.locator(".reached .ended")).to_contain_text("The plan is rewritten.")
