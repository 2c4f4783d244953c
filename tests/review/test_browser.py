"""The review screen in a real browser: keys, highlights, accessibility, the strict policy."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from starlette.types import ASGIApp

from flows.searching import related, search
from pipeline.decisions import Decision, DraftKind, DraftStatus, Verdict
from pipeline.intake import Incoming
from pipeline.problems import Problem
from pipeline.settings import Settings
from review.app import make_app
from review.finder import Finder
from store.records import SqlRecords

FINDER = Finder(search, related)

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Desk(Protocol):
    """The desk that the fixture sets up."""

    settings: Settings
    records: SqlRecords
    control: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(make: Callable[[str], ASGIApp], host: str = "127.0.0.1") -> Iterator[str]:
    """The application that answers to a name and port, and its address while it is served."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        name = f"{host}:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(make(name), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://{name}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def site(desk: Desk) -> Iterator[str]:
    with served(lambda name: make_app(desk.settings, desk.records, [name], FINDER)) as address:
        yield address


def open_page(browser: Browser, site: str, desk: Desk, **options: object) -> Page:
    page = browser.new_context(base_url=site, **options).new_page()  # type: ignore[arg-type]
    link = desk.records.issue_link("reviewer", datetime.now(UTC))
    page.goto(f"/sign-in?link={link}")
    page.goto(f"/documents/{desk.control}")
    return page


def status_of(desk: Desk, kind: DraftKind) -> DraftStatus:
    return next(draft.status for draft in desk.records.drafts(desk.control) if draft.kind is kind)


def test_one_key_approves_and_the_next_draft_becomes_current(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk)
    first = page.locator(".card.current").get_attribute("data-draft")
    page.keyboard.press("a")
    expect(page.locator("#strip")).to_contain_text("Approved")
    expect(page.locator(".card.current")).not_to_have_attribute("data-draft", first or "")
    assert status_of(desk, DraftKind.METADATA) is DraftStatus.APPROVED
    page.keyboard.press("u")
    expect(page.locator("#strip")).to_contain_text("Decision undone")
    assert status_of(desk, DraftKind.METADATA) is DraftStatus.PROPOSED


def test_the_current_draft_lights_its_words(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk)
    page.locator(".card", has_text="Authority").first.click()
    expect(page.locator("mark.lit")).to_have_text(["33 U.S.C. 540"])


def test_words_lead_to_their_draft(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk)
    mark = page.locator("mark.evidence", has_text="33 U.S.C. 540")
    numbers = (mark.get_attribute("data-drafts") or "").split()
    seen = set()
    for _ in numbers:
        mark.click()
        seen.add(page.locator(".card.current").get_attribute("data-draft"))
    assert seen == set(numbers)


def test_reject_by_two_keys(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk)
    page.locator(".card", has_text="Action item").first.click()
    page.keyboard.press("x")
    page.keyboard.press("3")
    expect(page.locator("#strip")).to_contain_text("Rejected")
    assert status_of(desk, DraftKind.ACTION_ITEM) is DraftStatus.REJECTED


def test_letters_typed_into_a_field_are_not_keys(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk)
    page.locator(".card", has_text="Action item").first.click()
    page.keyboard.press("e")
    page.locator(".card.current textarea").first.fill("")
    page.keyboard.type("axu")
    expect(page.locator(".card.current textarea").first).to_have_value("axu")
    assert status_of(desk, DraftKind.ACTION_ITEM) is DraftStatus.PROPOSED


def test_letters_outside_the_panes_do_nothing(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk)
    page.locator(".brand").focus()
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert not any(draft.status.decided for draft in desk.records.drafts(desk.control))


def test_everything_works_without_scripts(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk, java_script_enabled=False)
    page.locator(".card", has_text="Action item").first.get_by_role("button", name="Approve").click()
    expect(page.locator("#strip")).to_contain_text("Approved")
    assert status_of(desk, DraftKind.ACTION_ITEM) is DraftStatus.APPROVED


def test_question_mark_shows_the_keys(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk)
    page.keyboard.press("?")
    expect(page.locator(".keys li").first).to_be_visible()


def test_a_person_s_own_keys_act_and_stand_on_the_buttons(browser: Browser, site: str, desk: Desk) -> None:
    desk.records.choose_keys("reviewer", (("a", "y"), ("e", "")))
    page = open_page(browser, site, desk)
    card = page.locator(".card.current")
    expect(card.locator("button.approve kbd").first).to_have_text("y")
    page.keyboard.press("a")
    page.keyboard.press("e")
    page.wait_for_timeout(200)
    assert not any(draft.status.decided for draft in desk.records.drafts(desk.control))
    assert card.locator("details.edit[open]").count() == 0
    page.keyboard.press("y")
    expect(page.locator("#strip")).to_contain_text("Approved")
    assert status_of(desk, DraftKind.METADATA) is DraftStatus.APPROVED


def test_a_double_click_sends_one_form(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk)
    page.locator(".card.current button.approve").first.dblclick()
    expect(page.locator("#strip")).to_contain_text("Approved")
    assert status_of(desk, DraftKind.METADATA) is DraftStatus.APPROVED
    assert sum(draft.status.decided for draft in desk.records.drafts(desk.control)) == 1


def test_opening_a_document_does_not_scroll_it_away(browser: Browser, site: str, desk: Desk) -> None:
    for width in (390, 1360):
        page = open_page(browser, site, desk, viewport={"width": width, "height": 800})
        assert page.evaluate("scrollY") == 0
        expect(page.locator("h1")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1360])
def test_nothing_covers_what_has_the_focus(browser: Browser, site: str, desk: Desk, width: int) -> None:
    page = open_page(browser, site, desk, viewport={"width": width, "height": 700})
    for _ in range(25):
        page.keyboard.press("Tab")
        free = page.evaluate(
            """() => { const at = document.activeElement, box = at.getBoundingClientRect();
            if (!at.closest("#drafts") || at.matches(".card") || box.height === 0) return true;
            const down = Math.min(8, box.height / 2);
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + down);
            return at.contains(top) || top?.contains(at); }"""
        )
        assert free, "the focused part is hidden behind another"


def test_what_was_typed_survives_a_conflict(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk)
    card = page.locator(".card", has_text="Action item").first
    card.click()
    page.keyboard.press("e")
    card.locator("textarea").first.fill("My own words")
    draft = next(one for one in desk.records.drafts(desk.control) if one.kind is DraftKind.ACTION_ITEM)
    desk.records.decide(Decision(draft.id, 1, "reviewer", Verdict.APPROVE, datetime.now(UTC)))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("was changed by Demo Reviewer meanwhile")
    expect(page.locator("textarea[name=title]")).to_have_value("My own words")


def _place(desk: Desk, address: str) -> str:
    if address == "aside":
        bad = Incoming("upload", "bad.pdf", b"%PDF broken", datetime.now(UTC), source="bad")
        control = desk.records.admit(bad, "application/pdf", "clerk").document.control_number
        held = desk.records.claim("worker", datetime.now(UTC))
        assert held
        desk.records.set_aside(held, Problem("The PDF is damaged.", "It ends early.", "Ask for it again."))
        return f"/documents/{control}"
    return f"/documents/{desk.control}" if address == "document" else address


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/queue",
        "document",
        "/actions",
        "/queue?view=aside",
        "/sign-in",
        "/sign-in?link=spent",
        "/nowhere",
        "aside",
    ],
)
@pytest.mark.parametrize(
    "mode",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"},
     {"viewport": {"width": 320, "height": 800}}],
    ids=["light", "dark", "forced-colours", "narrow"],
)  # fmt: skip
def test_no_barrier_and_nothing_wider_than_the_screen(
    browser: Browser, site: str, desk: Desk, address: str, mode: dict[str, object]
) -> None:
    page = open_page(browser, site, desk, **mode)
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", hear)
    page.goto(_place(desk, address))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert not [text for text in complaints if re.search("Content Security|Trusted", text)]
