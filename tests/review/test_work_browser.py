"""Taking a text apart, searching, and working an action in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from flows.bench import Workbench
from pipeline.findings import AuthorityType
from pipeline.library import LibraryEntry, LibraryText
from review.app import make_app
from review.services import Services
from tests.review import test_browser
from tests.review.test_browser import FINDER, Desk, open_page, served

pytestmark = pytest.mark.browser
browser, site = test_browser.browser, test_browser.site

TEXT = (
    "MEMORANDUM FOR ALL BUREAUS\n\nEach bureau shall report its <backlog> within 30 days under 5 U.S.C. 552."
)


@pytest.fixture
def workshop(desk: Desk) -> Iterator[str]:
    """The pages with a reader beside them."""
    with Workbench(desk.settings, desk.records) as bench:
        services = Services(bench)

        def make(name: str) -> object:
            return make_app(desk.settings, desk.records, [name], FINDER, services)

        with served(make, "127.0.0.1") as address:  # type: ignore[arg-type]
            yield address


def test_a_pasted_text_is_taken_apart_and_kept_only_when_saved(
    browser: Browser, workshop: str, desk: Desk
) -> None:
    page = open_page(browser, workshop, desk)
    page.goto("/analyzer")
    page.get_by_label("Paste a letter").fill(TEXT)
    page.get_by_role("button", name="Analyze").press("Enter")
    expect(page.locator(".card", has_text="report its <backlog> within 30 days").first).to_be_visible(
        timeout=20000
    )
    assert desk.records.counts().documents == 1, "a scratch sheet is on no record"
    page.locator(".card", has_text="5 U.S.C. 552").last.click()
    expect(page.locator("mark.lit").first).to_contain_text("5 U.S.C. 552")
    page.get_by_role("button", name="Save as document").click()
    page.wait_for_url("**/documents/EC-2026-00002")
    assert desk.records.counts().documents == 2
    page.context.close()


def test_a_file_is_taken_apart_and_thrown_away_without_scripts(
    browser: Browser, workshop: str, desk: Desk, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(TEXT)
    page = open_page(browser, workshop, desk, java_script_enabled=False)
    page.goto("/analyzer")
    page.set_input_files("#file", [letter])
    page.get_by_role("button", name="Analyze").click()
    while page.locator("[data-waiting]").count():
        page.get_by_role("link", name="Look again").click()
    expect(page.locator(".card").first).to_be_visible()
    sheet = page.url
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".strip")).to_contain_text("nothing was kept")
    assert page.request.get(sheet).status == 404 and desk.records.counts().documents == 1
    page.context.close()


@pytest.fixture
def page(browser: Browser, site: str, desk: Desk) -> Iterator[Page]:
    page = open_page(browser, site, desk)
    yield page
    page.context.close()


def test_words_and_citations_lead_where_they_stand(page: Page, desk: Desk) -> None:
    order = AuthorityType.EXECUTIVE_ORDER
    text = LibraryText("EO 14002", "row", title="New channels", text="Pilots sound the channels.")
    desk.records.shelve([LibraryEntry("EO 14002", order, text, ())], "orders.json", "clerk")
    box = page.get_by_role("searchbox", name="Search everything")
    box.fill("dredging backlog")
    box.press("Enter")
    expect(page).to_have_title("Search · Chancery")
    page.get_by_role("row", name=desk.control).first.get_by_role("link", name=desk.control).click()
    page.wait_for_url(f"**/documents/{desk.control}")
    page.get_by_role("searchbox", name="Search everything").fill("executive order 14002")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("New channels")
    page.goto("/search?q=zeppelin")
    expect(page.locator("main")).to_contain_text("Nothing holds these words")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_items_are_worked_beside_their_action(browser: Browser, site: str, desk: Desk, scripts: bool) -> None:
    """The pane keeps its place beside every tab, and an item closes only with words on what was done."""
    number = desk.records.make_action("Mend the harbors", "Operational Directive", "reviewer")
    desk.records.change_action(number, 1, {"accountable_lead": "reviewer", "lead_unit": "OCFO"}, "reviewer")
    desk.records.set_suspense(number, date(2032, 6, 1), None, "as the order says", "reviewer")
    page = open_page(browser, site, desk, java_script_enabled=scripts)
    page.goto(f"/actions/{number}")
    pane = page.get_by_role("complementary", name="Action items")
    for subject, kind in (("Survey", "Task"), ("Pay", "Task")):
        fold = pane.locator("details", has=page.get_by_label("What is to be done")).last
        fold.locator("summary").press("Enter")
        fold.get_by_label("What is to be done").fill(subject)
        fold.get_by_label("Type").select_option(kind)
        fold.get_by_label("Person").select_option("reviewer")
        fold.get_by_role("button", name="Add", exact=True).click()
        expect(pane.locator(".leaves")).to_contain_text(subject)
    pane.locator(".leaves").get_by_role("link", name="Survey").press("Enter")
    expect(pane.get_by_role("heading", level=3)).to_have_text("Survey")
    down, leaves = pane.get_by_role("button", name="Down"), pane.locator(".leaves a")
    down.press("Alt+ArrowDown" if scripts else "Enter")
    expect(leaves).to_have_text(["Pay", "Survey"])
    expect(pane.get_by_role("button", name="Up")).to_be_focused()
    if scripts:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.get_by_role("navigation", name="Parts of the action").get_by_role("link", name="History").click()
    expect(pane.get_by_role("heading", level=3)).to_have_text("Survey")
    done = pane.locator("details", has=page.locator("input[value=complete]"))
    done.locator("summary").click()
    done.get_by_role("textbox").fill("Nine harbors were sounded.")
    done.get_by_role("button", name="Complete").click()
    expect(pane.locator(".head .count")).to_have_text("1 of 2 done, 50%")
    expect(pane).to_contain_text("Nine harbors were sounded.")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth") if scripts else 0
    assert wide <= 0
    page.context.close()
