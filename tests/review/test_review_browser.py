"""A whole review in a real browser: by keys alone, without scripts, in conflict, with words by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from pipeline.decisions import Decision, DraftKind, DraftStatus, Verdict
from pipeline.encoding import Json
from pipeline.handmade import handmade
from pipeline.intake import Stage
from tests.review import test_browser
from tests.review.test_browser import Desk, open_page, status_of

pytestmark = pytest.mark.browser
browser, site = test_browser.browser, test_browser.site


def the_card(page: Page, number: int) -> str:
    return f"#draft-{number}"


def number_of(desk: Desk, kind: DraftKind) -> int:
    return next(draft.number for draft in desk.records.drafts(desk.control) if draft.kind is kind)


def left(desk: Desk) -> int:
    return sum(not draft.status.decided for draft in desk.records.drafts(desk.control))


@pytest.fixture
def page(browser: Browser, site: str, desk: Desk) -> Iterator[Page]:
    page = open_page(browser, site, desk, viewport={"width": 1360, "height": 900})
    yield page
    page.context.close()


def test_a_whole_review_by_keys_alone(page: Page, desk: Desk) -> None:
    for remaining in range(left(desk), 0, -1):
        if page.locator(".card.current .doubt").count():
            page.keyboard.press("a")
            expect(page.locator(".card.current .doubt input")).to_be_focused()
            page.keyboard.press("Space")
        page.keyboard.press("a")
        expect(page.locator("#left")).to_have_text(str(remaining - 1))
    expect(page.locator("#said")).to_contain_text("All drafts are decided")
    page.locator(".gaps").get_by_role("button", name="Asks for nothing").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("asks for nothing")
    expect(page.locator("#gaps")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".done")).to_contain_text("with 1 item")
    assert desk.records.document(desk.control).stage is Stage.REVIEWED
    page.get_by_role("button", name="Take it back").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("taken back")
    assert desk.records.document(desk.control).stage is Stage.NEEDS_REVIEW


def test_a_whole_review_without_scripts(browser: Browser, site: str, desk: Desk) -> None:
    page = open_page(browser, site, desk, java_script_enabled=False)
    for _ in range(left(desk)):
        for box in page.locator(".card.current .doubt input").all():
            box.check()
        page.locator(".card.current").get_by_role("button", name="Approve").click()
        expect(page.locator("#said")).to_contain_text("Approved")
    page.get_by_role("link", name="Add a draft").click()
    page.get_by_label("In a few words").fill("Repaint the buoys")
    page.get_by_role("button", name="Add and approve").click()
    expect(page.locator("#said")).to_contain_text("Added by hand")
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".done")).to_contain_text("with 2 items")
    page.context.close()


def test_the_page_is_not_loaded_anew_for_a_verdict(page: Page, desk: Desk) -> None:
    page.evaluate("window.stayed = true")
    first = page.locator(".card.current")
    number = first.get_attribute("data-draft")
    page.keyboard.press("a")
    card = page.locator(f"#draft-{number}")
    expect(card.locator(".status")).to_have_text("approved by Demo Reviewer")
    assert page.evaluate("window.stayed") is True
    card.get_by_role("button", name="Undo").click()
    expect(card.locator(".status")).to_have_text("waits")
    expect(page.locator(".card.current")).to_have_attribute("data-draft", number or "")
    page.keyboard.press("x")
    page.keyboard.press("5")
    expect(card.locator(".reason")).to_contain_text("unsupported")
    assert page.evaluate("window.stayed") is True


def test_without_a_connection_nothing_is_shown_as_decided(page: Page, desk: Desk) -> None:
    cut = True

    def send(route: Route) -> None:
        route.abort() if cut else route.continue_()

    page.route("**/approve", send)
    page.reload()  # a page that stands may send a key's request by the way that it had before
    page.keyboard.press("a")
    expect(page.locator("#said")).to_contain_text("no connection")
    expect(page.locator(".card.current .status")).to_have_text("waits")
    cut = False
    page.keyboard.press("a")
    expect(page.locator("#said")).to_contain_text("Approved")


def test_the_second_reviewer_is_told_and_overwrites_nothing(page: Page, desk: Desk) -> None:
    draft = desk.records.drafts(desk.control)[0]
    desk.records.decide(Decision(draft.id, 1, "cole", Verdict.REJECT, datetime.now(UTC), reason="other"))
    page.keyboard.press("a")
    expect(page.locator("#said")).to_contain_text("was changed by cole meanwhile")
    assert desk.records.draft(desk.control, draft.number).status is DraftStatus.REJECTED


def test_two_edits_are_laid_side_by_side_and_merged(page: Page, desk: Desk) -> None:
    number = number_of(desk, DraftKind.ACTION_ITEM)
    page.locator(the_card(page, number)).click()
    page.keyboard.press("e")
    page.locator(the_card(page, number)).get_by_label("Responsible").fill("the Port Captain")
    draft = desk.records.draft(desk.control, number)
    theirs = {"title": "Report the backlog in dredging"}
    desk.records.decide(Decision(draft.id, 1, "cole", Verdict.EDIT, datetime.now(UTC), changes=dict(theirs)))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("was changed by cole meanwhile")
    assert Axe().run(page).violations_count == 0
    page.locator("textarea[name=title]").fill(theirs["title"])
    page.get_by_role("button", name="Save the merged one").click()
    expect(page.locator("#said")).to_contain_text("Changed and approved")
    merged = desk.records.draft(desk.control, number).values
    assert (merged["title"], merged["responsible"]) == (theirs["title"], "the Port Captain")


def test_typed_words_outlive_a_page_that_is_left(page: Page, desk: Desk) -> None:
    number = number_of(desk, DraftKind.ACTION_ITEM)
    page.locator(the_card(page, number)).click()
    page.keyboard.press("e")
    field = page.locator(the_card(page, number)).get_by_label("Responsible")
    field.fill("half a thought")
    page.goto("/queue")
    page.goto(f"/documents/{desk.control}")
    expect(field).to_have_value("half a thought")
    expect(field).to_be_visible()
    page.locator(the_card(page, number)).get_by_role("button", name="Save and approve").click()
    expect(page.locator("#said")).to_contain_text("Changed and approved")
    page.goto(f"/documents/{desk.control}?at={number}")
    expect(field).to_be_hidden()


def mark_words(page: Page, words: str) -> None:
    page.evaluate(
        """(words) => { const walker = document.createTreeWalker(document.querySelector(".words"), 4);
        while (walker.nextNode()) { const at = walker.currentNode.data.indexOf(words);
          if (at < 0) continue;
          getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
          return; } throw new Error("no such words"); }""",
        words,
    )


def test_chosen_words_become_evidence_by_one_key(page: Page, desk: Desk) -> None:
    wanted = handmade(DraftKind.RISK, {"title": "Nobody paints"}, None)
    number = desk.records.add_draft(desk.control, wanted, "reviewer").number
    page.goto(f"/documents/{desk.control}?at={number}")
    card = page.locator(the_card(page, number))
    expect(card).to_contain_text("rests on no words")
    page.keyboard.press("a")
    assert desk.records.draft(desk.control, number).status is DraftStatus.PROPOSED
    mark_words(page, "repaint the buoys")
    page.keyboard.press("v")
    expect(card.locator("q")).to_have_text("repaint the buoys")
    assert [part.quote for part in desk.records.draft(desk.control, number).evidence] == ["repaint the buoys"]
    page.keyboard.press("a")
    expect(card.locator(".status")).to_contain_text("approved")


def test_a_draft_by_hand_takes_the_chosen_words_along(page: Page, desk: Desk) -> None:
    page.locator("#source").focus()
    mark_words(page, "Somebody must also")
    page.keyboard.press("i")
    expect(page.locator("#by-hand textarea[name=quote]")).to_have_value("Somebody must also")
    page.keyboard.type("Find out who")
    page.locator("#by-hand select").select_option("risk")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".card.current h3")).to_have_text("Find out who")
    draft = desk.records.drafts(desk.control)[-1]
    read = desk.records.dossier(desk.control).read
    assert read and read.text[draft.evidence[0].start :].startswith("Somebody must also")


def test_a_doubtful_draft_is_confirmed_before_it_is_approved(page: Page, desk: Desk) -> None:
    number = number_of(desk, DraftKind.EXECUTIVE_ACTION)
    page.locator(the_card(page, number)).click()
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert status_of(desk, DraftKind.EXECUTIVE_ACTION) is DraftStatus.PROPOSED
    expect(page.locator(f"{the_card(page, number)} .doubt input")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("a")
    expect(page.locator(f"{the_card(page, number)} .status")).to_contain_text("approved")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_one_press_says_instead_what_the_document_says_elsewhere(
    browser: Browser, site: str, desk: Desk, scripts: bool
) -> None:
    """No office was found for the action; the one that its item has stands beside Approve."""
    item = desk.records.draft(desk.control, number_of(desk, DraftKind.ACTION_ITEM))
    office: dict[str, Json] = {"lead_units": [{"unit": "OCFO", "why": "chosen by the reviewer"}]}
    desk.records.decide(Decision(item.id, 1, "reviewer", Verdict.EDIT, datetime.now(UTC), changes=office))
    number = number_of(desk, DraftKind.EXECUTIVE_ACTION)
    before = desk.records.draft(desk.control, number)
    page = open_page(browser, site, desk, java_script_enabled=scripts)
    page.goto(f"/documents/{desk.control}?at={number}")
    button = page.locator(the_card(page, number)).get_by_role("button", name="OCFO leads")
    expect(button).to_be_visible()
    if scripts:
        page.keyboard.press("1")
    else:
        button.click()
    expect(page.locator("#said")).to_contain_text("Changed and approved")
    after = desk.records.draft(desk.control, number)
    assert (after.status, after.evidence) == (DraftStatus.EDITED, before.evidence)
    assert after.values["lead_units"] == office["lead_units"] and after.proposed == before.proposed
    page.context.close()


def test_keys_can_be_switched_off(page: Page, desk: Desk) -> None:
    page.keyboard.press("?")
    page.get_by_label("Single letters are off").check()
    page.locator(".card.current").focus()
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert status_of(desk, DraftKind.METADATA) is DraftStatus.PROPOSED


def test_keys_are_switched_off_in_the_profile(page: Page, desk: Desk) -> None:
    page.goto("/profile")
    page.get_by_label("Single keys act on the review screen").uncheck()
    page.get_by_role("button", name="Keep").first.click()
    page.goto(f"/documents/{desk.control}")
    page.locator(".card.current").focus()
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert status_of(desk, DraftKind.METADATA) is DraftStatus.PROPOSED


@pytest.mark.parametrize(
    ("key", "tool"), [("s", "Who reviews it"), ("h", "Until"), ("d", "same letter"), ("n", "because")]
)
def test_a_key_opens_its_tool_and_escape_comes_back(page: Page, key: str, tool: str) -> None:
    page.keyboard.press(key)
    expect(page.locator(".tool[open]").get_by_label(tool)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".tool[open]")).to_have_count(0)
    expect(page.locator(".card.current")).to_be_focused()


def test_go_keys_lead_to_the_other_screens(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/actions")


def test_source_and_drafts_are_two_tabs_where_there_is_little_room(
    browser: Browser, site: str, desk: Desk
) -> None:
    page = open_page(browser, site, desk, viewport={"width": 390, "height": 800}, java_script_enabled=False)
    expect(page.locator("#source")).to_be_hidden()
    page.locator(".pane-tabs").get_by_text("Source").click()
    expect(page.locator("#source")).to_be_visible()
    expect(page.locator("#drafts")).to_be_hidden()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_no_barrier_while_one_works(browser: Browser, site: str, desk: Desk, scheme: str, width: int) -> None:
    bare = handmade(DraftKind.RISK, {"title": "Nobody paints"}, None)
    desk.records.add_draft(desk.control, bare, "reviewer")
    draft = desk.records.drafts(desk.control)[0]
    desk.records.decide(
        Decision(draft.id, 1, "cole", Verdict.EDIT, datetime.now(UTC), changes={"title": "Dredging"})
    )
    size = {"width": width, "height": 800}
    page = open_page(browser, site, desk, viewport=size, color_scheme=scheme)
    for keys in (["?"], ["e"], ["i"], ["s"]):
        for key in keys:
            page.locator(".card.current").focus()
            page.keyboard.press(key)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.keyboard.press("Escape")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.context.close()
