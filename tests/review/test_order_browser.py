"""A real executive order followed in a browser, from the file that is dropped to closure, by four people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from coordination.actions import ActionItem, ActionStatus, ItemType
from coordination.progress import flat
from flows.wiring import Desk, open_desk
from flows.work import process_waiting
from pipeline.decisions import DraftKind
from pipeline.settings import Settings
from store.records import SqlRecords
from store.views import User
from tests.days import this_day
from tests.review.test_browser import browser, site

__all__ = ["browser", "site"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ORDER = "eo-13777.pdf"
PICTURES = os.environ.get("CHANCERY_PICTURES")
"""A folder for a picture of each step, for whoever wants to look at it."""
PEOPLE = {
    "cleo": ("Cleo Marsh", "clerk"),
    "rita": ("Rita Quill", "reviewer"),
    "olin": ("Olin Reef", "action_officer"),
    "pat": ("Pat Harbor", "approver"),
}
PATIENCE = 60_000
"""Milliseconds: a busy machine takes its time, and nothing here is about speed."""
OURS = ("Designate an agency official", "Establish a Regulatory Reform Task Force", "Provide a report")
"""What of the order is ours to do; the rest is for others."""


LOOKED_AT = ("process", "milestone", "to-approve", "close-refused", "extension-asked", "closed", "history")
"""The steps whose page is tried for barriers; the others are of the same kinds."""


@dataclass(frozen=True)
class Case:
    """The desk that the site is made over."""

    settings: Settings
    records: SqlRecords
    opened: Desk
    control: str = ""


@dataclass
class Walk:
    """The four, each in a browser of their own, and the pictures taken so far."""

    pages: dict[str, Page]
    case: Case
    number: str = ""
    taken: list[str] = field(default_factory=list)

    def at(self, who: str, rest: str = "") -> Page:
        """The action's page before somebody."""
        self.pages[who].goto(f"/actions/{self.number}{rest}")
        return self.pages[who]

    def show(self, who: str, name: str) -> None:
        """Nothing wider than the screen, no barrier on the main steps; a picture, if wanted."""
        page = self.pages[who]
        if name in LOOKED_AT:
            found = Axe().run(page)
            assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide"
        self.taken.append(name)
        if PICTURES:
            place = Path(PICTURES) / f"{len(self.taken):02}-{name}-{who}.png"
            tall = page.evaluate("document.documentElement.scrollHeight") > 3200
            page.screenshot(path=place, full_page=not tall)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Case]:
    with open_desk(Settings(home=tmp_path / "home")) as opened:
        for name, (display, role) in PEOPLE.items():
            opened.records.add_user(User(name, display, frozenset({role})), "system")
        yield Case(opened.settings, opened.records, opened)


@pytest.fixture
def walk(browser: Browser, site: str, desk: Case) -> Iterator[Walk]:
    pages = {}
    for name in PEOPLE:
        context = browser.new_context(base_url=site, viewport={"width": 1360, "height": 900})
        pages[name] = page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"/sign-in?link={desk.records.issue_link(name, datetime.now(UTC))}")
    yield Walk(pages, desk)
    for page in pages.values():
        page.context.close()


def press(page: Page, summary: str, button: str, **fields: str) -> None:
    """Open the fold of this name, fill in its form and send it; without `summary` the form stands open."""
    place = page.locator(f'form:has(button:text-is("{button}"))').first
    if summary:
        fold = page.locator("details", has=page.locator(f'> summary:text-is("{summary}")')).last
        fold.locator("> summary").click()
        place = fold.locator("form").first
    for name, value in fields.items():
        part = place.locator(f'[name="{name}"]').first
        kind = part.evaluate("one => one.type === 'checkbox' || one.type === 'file' ? one.type : one.tagName")
        if kind == "SELECT":
            part.select_option(value)
        elif kind == "checkbox":
            part.check()
        elif kind == "file":
            part.set_input_files(value)
        else:
            part.fill(value)
    place.get_by_role("button", name=button, exact=True).click()


def told(page: Page, words: str) -> None:
    expect(page.locator("[role=status]").first).to_contain_text(words, timeout=PATIENCE)


def open_item(page: Page, subject: str) -> None:
    page.locator("#pane .leaves").get_by_text(subject, exact=True).first.click()
    expect(page.locator("#pane .chosen h3")).to_contain_text(subject, timeout=PATIENCE)


def work(walk: Walk, who: str, subject: str, button: str, words: str = "") -> Page:
    """Somebody does something with an item in the side pane."""
    page = walk.at(who)
    open_item(page, subject)
    press(page, button if words else "", button, **({"words": words} if words else {}))
    expect(page.locator("[role=status], [role=alert]").first).to_be_visible(timeout=PATIENCE)
    return page


def test_an_order_is_followed_from_the_file_to_its_closure_by_four_people(
    walk: Walk, corpus: Path, tmp_path: Path
) -> None:
    drop(walk, corpus / "docs" / ORDER)
    review(walk)
    set_up(walk)
    plan(walk)
    first_stage(walk)
    agree(walk)
    concur(walk)
    extend(walk)
    report_and_decide(walk)
    finish_the_work(walk, tmp_path)
    close(walk)
    assert walk.case.records.verify().holds


def drop(walk: Walk, order: Path) -> None:
    page = walk.pages["cleo"]
    page.goto("/intake")
    page.set_input_files("#files", [order])
    expect(page.locator("#told")).to_contain_text("logged")
    walk.show("cleo", "dropped")
    process_waiting(walk.case.opened)
    (row,) = walk.case.records.queue()
    walk.case = Case(walk.case.settings, walk.case.records, walk.case.opened, row.control_number)
    page.goto(f"/documents/{row.control_number}")
    expect(page.locator("h1")).to_contain_text("Enforcing the Regulatory Reform Agenda")
    walk.show("cleo", "read")


def review(walk: Walk) -> None:
    """Every draft decided by keys: ours approved, the suspense put right, what is others' rejected."""
    page, control = walk.pages["rita"], walk.case.control
    page.goto("/")
    walk.show("rita", "home")
    page.goto("/queue")
    walk.show("rita", "queue")
    page.locator("tbody a", has_text="Enforcing").first.click()
    walk.show("rita", "review")
    for draft in walk.case.records.drafts(control):
        card = page.locator(f"#draft-{draft.number}")
        if draft.kind is DraftKind.EXECUTIVE_ACTION:
            card.locator(".edit > summary").click()
            card.locator('[name="suspense_external"]').fill((this_day() + timedelta(60)).isoformat())
            card.locator('[name="suspense_internal"]').fill((this_day() + timedelta(53)).isoformat())
            walk.show("rita", "edit")
            card.get_by_role("button", name="Save and approve").click()
        elif draft.kind is DraftKind.ACTION_ITEM and not draft.title.startswith(OURS):
            card.locator(".reject > summary").click()
            card.locator('.reject button[data-key="1"]').click()
        else:
            for box in card.locator(".doubt input").all():
                box.check()
            card.locator(".yes button").click()
        expect(page.locator("#said")).not_to_contain_text("no connection")
        expect(page.locator(f"#draft-{draft.number} .status")).not_to_contain_text("waits", timeout=PATIENCE)
    while page.locator("#gaps").get_by_role("button", name="Asks for nothing").count():
        left = page.locator("#gaps").get_by_role("button", name="Asks for nothing").count()
        page.locator("#gaps").get_by_role("button", name="Asks for nothing").first.click()
        expect(page.locator("#gaps").get_by_role("button", name="Asks for nothing")).to_have_count(left - 1)
    walk.show("rita", "decided")
    page.get_by_role("button", name="Finish").first.click()
    expect(page.locator(".done")).to_contain_text("with 9 items", timeout=PATIENCE)
    walk.show("rita", "filed")
    page.locator(".done a").first.click()
    page.wait_for_url("**/actions/**")
    walk.number = page.url.split("/actions/")[1].split("?")[0]
    walk.show("rita", "action")


def set_up(walk: Walk) -> None:
    page = walk.at("rita")
    press(page, "Change", "Change", accountable_lead="olin", executive_sponsor="pat",
          coordinating_units="OGC; OCFO", requires_formal_decision="yes",
          success_criteria="The Task Force has met and reported.")  # fmt: skip
    told(page, "Changed")
    press(page, "", "Issue")
    told(page, "Issued")
    press(page, "Start a process", "Start", template="Executive Order Planning and Compliance")
    told(page, "Process started")
    walk.show("rita", "process")


def plan(walk: Walk) -> None:
    """Olin leads; what a lead does takes no right to manage actions."""
    page = walk.pages["olin"]
    page.goto("/items")
    walk.show("olin", "my-items")
    page = walk.at("olin", "?tab=milestones")
    day = (this_day() + timedelta(20)).isoformat()
    press(page, "Add a milestone", "Add", name="The Task Force meets", day=day)
    told(page, "Milestone recorded")
    walk.show("olin", "milestone")


def open_items(walk: Walk) -> dict[str, ActionItem]:
    """What can be worked on now, by subject: nothing open lies below it."""
    items = flat(walk.case.records.action(walk.number).items)
    return {
        item.subject: item
        for item in items
        if not item.status.ended and all(one.status.ended for one in item.children)
    }


def doer(item: ActionItem) -> str:
    """Whose work it is; what only an office has is done by who leads."""
    return item.user or "olin"


def first_stage(walk: Walk) -> None:
    """What comes before the sponsor's word, by whom it was given to."""
    for _ in range(9):
        waiting = open_items(walk)
        if "Executive Review Meeting" in waiting:
            return
        subject = next(one for one in waiting if one in FIRST)
        who = doer(waiting[subject])
        work(walk, who, subject, "Complete", f"{subject}: done and on file.")
        if subject == "Policy Review Assignment":
            walk.show(who, "item-completed")
    raise AssertionError(f"it hangs at {sorted(open_items(walk))}")


FIRST = ("Policy Review Assignment", "Initial Impact Analysis", "Briefing Document")


def agree(walk: Walk) -> None:
    """The sponsor returns the briefing once, then agrees."""
    meeting = "Executive Review Meeting"
    work(walk, "olin", meeting, "Submit", "The briefing is ready for your word.")
    page = walk.pages["pat"]
    page.goto("/items")
    walk.show("pat", "my-items")
    page.get_by_role("link", name=meeting).click()
    walk.show("pat", "to-approve")
    work(walk, "pat", meeting, "Return", "It does not say what the Task Force costs.")
    walk.show("pat", "returned")
    work(walk, "olin", meeting, "Submit", "Costs are on page 2 now.")
    work(walk, "pat", meeting, "Approve")
    walk.show("pat", "approved")
    for subject in ("Scope Identification", "Compliance Framework Design"):
        work(walk, "olin", subject, "Complete", "Done and on file.")


def concur(walk: Walk) -> None:
    """One office does not concur and says why; it is talked over, and the office concurs with a comment."""
    clearances = [one for one in open_items(walk).values() if one.item_type is ItemType.COORDINATION]
    assert sorted(str(one.lead_unit) for one in clearances) == ["OCFO", "OGC"], clearances
    money, law = sorted((one.subject for one in clearances), key=lambda one: "OGC" in one)
    page = walk.at("olin")
    open_item(page, law)
    press(page, "Hand over", "Hand over", to="pat", reason="For the General Counsel.")
    told(page, "Handed over")
    work(walk, "pat", law, "Non-concur", "The Task Force may not decide on rules by itself: 5 U.S.C. 553.")
    walk.show("pat", "non-concurred")
    page = walk.at("pat")
    press(page, "Close", "Close the action", outcome="Too early.", lessons="None.")
    expect(page.locator("[role=alert]")).to_contain_text(law)
    walk.show("pat", "close-refused")
    page = walk.at("olin")
    open_item(page, law)
    press(page, "Say something", "Say it", words="It recommends; the Director decides, as section 2 says.")
    told(page, "Said")
    walk.show("olin", "answered")
    work(walk, "pat", law, "Concur with comment", "With section 2 as it reads now.")
    walk.show("pat", "concurred")
    work(walk, "rita", money, "Concur")


def extend(walk: Walk) -> None:
    """The lead asks for ten days more; nobody grants themselves, so the sponsor decides."""
    page = walk.at("olin", "?tab=suspense")
    day = walk.case.records.action(walk.number).action.due_date
    assert day is not None
    later = day + timedelta(10)
    press(page, "Ask for an extension", "Ask", day=later.isoformat(), reason="The chairs are named late.")
    told(page, "Extension asked for")
    walk.show("olin", "extension-asked")
    page = walk.at("pat", "?tab=suspense")
    press(page, "", "Grant", comments="This once.")
    told(page, "Extension granted")
    walk.show("pat", "extension-granted")
    assert walk.case.records.action(walk.number).action.due_date == later


def report_and_decide(walk: Walk) -> None:
    page = walk.at("olin", "?tab=reports")
    press(page, "Report the status", "Report", key_accomplishments="The scope is agreed.",
          next_steps="The Task Force meets.", overall_health="On track",
          challenges_and_risks="The chairs are named late.")  # fmt: skip
    told(page, "Status reported")
    walk.show("olin", "status-reported")
    page = walk.at("pat", "?tab=reports")
    press(page, "Log a decision", "Log it", category="Approach Modification", decided_by="pat",
          description="The Task Force recommends; the Director decides.",
          rationale="Rules are made under 5 U.S.C. 553.")  # fmt: skip
    told(page, "Decision logged")
    walk.show("pat", "decision-logged")
    (update,) = walk.case.records.action_file(walk.number).updates
    assert update["percent_complete"] == walk.case.records.action_file(walk.number).progress.percent
    page = walk.at("olin", "?tab=milestones")
    press(page, "Met", "It was met")
    told(page, "Milestone recorded")
    walk.show("olin", "milestone-met")
    walk.pages["pat"].goto("/portfolio")
    walk.show("pat", "portfolio")


def finish_the_work(walk: Walk, folder: Path) -> None:
    """All that is left, each piece by whom it was given to; the report with what was sent."""
    sent = folder / "report-to-the-director.txt"
    sent.write_text("The Task Force met on the first day and proposes eleven rules for repeal.")
    for _ in range(40):
        waiting = open_items(walk)
        if not waiting:
            return
        subject, item = next(iter(waiting.items()))
        who = doer(item)
        if item.item_type is ItemType.REPORT:
            page = work(walk, who, subject, "Complete", "Sent.")
            expect(page.locator("[role=alert]")).to_contain_text("needs its report on the record")
            open_item(page, subject)
            press(page, "Attach a paper", "Attach", files=str(sent))
            told(page, "Paper attached")
            walk.show(who, "report-attached")
        work(walk, who, subject, "Complete", "Done; see the file.")
    raise AssertionError(f"it does not end: {sorted(open_items(walk))}")


def close(walk: Walk) -> None:
    page = walk.at("olin")
    press(page, "", "Submit for review")
    told(page, "Submitted for review")
    walk.show("olin", "submitted")
    page = walk.at("pat")
    press(page, "Close", "Close the action", outcome="The Task Force met and reported.",
          lessons="Name the chairs before the clock starts.")  # fmt: skip
    told(page, "Closed")
    walk.show("pat", "closed")
    closed = walk.case.records.action(walk.number).action
    assert closed.status is ActionStatus.COMPLETED and closed.closure and closed.closure.by == "pat"
    walk.at("pat", "?tab=history")
    walk.show("pat", "history")
    for who, name in (("rita", "actions"), ("pat", "status-updates"), ("pat", "decision-log")):
        walk.pages[who].goto(f"/{name}?state=all")
        walk.show(who, name)
