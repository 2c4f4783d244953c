"""A letter from Congress followed in a real browser, from the mailbox to the proof of reply."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from benchmarks.mail_server import MailServer, mail_server
from coordination.correspondence import LetterState
from flows.mailboxes import mailbox
from flows.wiring import open_desk
from flows.work import Outcome, admit_all, process_waiting
from pipeline.decisions import Decision, Verdict, doubts
from pipeline.intake import Incoming
from pipeline.settings import Settings
from pipeline.stages import admit
from store.records import SqlRecords
from store.views import User
from tests.days import this_day
from tests.review.test_browser import browser, site
from tests.review.test_browser_screens import LOOKS

__all__ = ["browser", "site"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LETTER = b"""From: "Rep. Ada Field" <ada.field@house.example>\r
To: desk@office.example\r
Subject: The Kestrel lock\r
Date: Mon, 04 May 2026 08:00:00 -0400\r
Message-ID: <field-1@house.example>\r
\r
Dear Secretary:\r
\r
My constituents depend on the Kestrel lock, which has been closed at night since January.\r
\r
Please tell me when the lock will open at night again. How many of the gates have been mended so far?\r
\r
I ask for your answer within thirty days.\r
\r
Sincerely,\r
\r
Ada Field\r
Member of Congress\r
"""


@dataclass(frozen=True)
class Case:
    """The desk that the site is made over."""

    settings: Settings
    records: SqlRecords
    control: str


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Case]:
    """The letter taken in from a mailbox, or from a folder where no mail server is, and analysed."""
    there = shutil.which("dovecot") is not None
    serving: Any = mail_server() if there else nullcontext()
    with serving as server, open_desk(Settings(home=tmp_path / "home")) as opened:
        if there:
            take_from(server, opened)
        else:
            incoming = Incoming("folder", "letter.eml", LETTER, datetime.now(UTC), source="letter.eml")
            admit(opened.records, incoming, "clerk")
        process_waiting(opened)
        for name, roles in (("ada", {"reviewer"}), ("ben", {"reviewer"})):
            opened.records.add_user(User(name, name.capitalize(), frozenset(roles)), "system")
        (row,) = opened.records.queue()
        yield Case(opened.settings, opened.records, row.control_number)


def take_from(server: MailServer, opened: Any) -> None:
    server.deliver(LETTER)
    channel, outcome = mailbox(opened, server.account()), Outcome()
    try:
        admit_all(opened, channel, "clerk", outcome)
    finally:
        channel.close()
    assert outcome.admitted == 1 and server.holds("Chancery") == 1


def enter(browser: Browser, site: str, desk: Case, name: str) -> Page:
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    page.set_default_timeout(45_000)
    page.goto(f"/sign-in?link={desk.records.issue_link(name, datetime.now(UTC))}")
    return page


def press(page: Page, summary: str, button: str, exact: bool = True, **fields: str) -> None:
    """Open the fold of this name, fill in its form, send it; without `summary` the form stands open."""
    place = page.locator(f'form:has(button:text-is("{button}"))').first
    if summary:
        fold = page.locator("details", has=page.locator(f'> summary:text-is("{summary}")')).last
        fold.locator("> summary").click()
        place = fold.locator("form").first
    for name, value in fields.items():
        field = place.locator(f'[name="{name}"]').first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    place.get_by_role("button", name=button, exact=exact).click()


def test_a_letter_is_followed_from_the_mailbox_to_the_proof_of_reply(
    browser: Browser, site: str, desk: Case, tmp_path: Path
) -> None:
    ada, ben = enter(browser, site, desk, "ada"), enter(browser, site, desk, "ben")
    number = finish(ada, desk)
    case = f"/actions/{number}?tab=letters"
    day = this_day()

    ada.goto(case)
    expect(ada.locator("article.card").first).to_contain_text("no proof of reply")
    press(ada, "Route to an office", "Route", unit="OGC", route="Prepare Reply for Signature")
    expect(ada.locator("[role=status]")).to_have_text("Routed")
    acknowledge(ada, case)
    late_and_longer(ada, ben, number, day)
    interim(ada, ben, case, day)
    reply = final(ada, ben, case, number)

    ben.goto(reply)
    press(ben, "", "Put down that it went out", way="Courier", sent_by="The mail room", reference="CR 77")
    expect(ben.locator("[role=status]")).to_contain_text("the proof is on the record")
    ada.goto(case)
    expect(ada.locator("article.card").first).to_contain_text("Answered")
    (came,) = desk.records.letters(number)
    assert came.state is LetterState.ANSWERED and came.replied == came.tasked == day
    assert [one.kind.value for one in came.proofs] == ["Acknowledgement", "Interim Reply", "Final Reply"]
    with ada.expect_download() as got:
        ada.locator("article.card a", has_text="final-reply.pdf").click()
    data = Path(got.value.path()).read_bytes()
    assert hashlib.sha256(data).hexdigest() == came.proofs[-1].sha256
    page = pypdfium2.PdfDocument(data)[0]
    text = " ".join(page.get_textpage().get_text_bounded().split())
    assert "Dear Representative Field:" in text and "It opens again on June 1." in text and "Jo Roe" in text
    page.render(scale=1).to_pil().save(tmp_path / "reply.png")
    ada.goto("/letters?state=Answered")
    expect(ada.locator("tbody tr")).to_contain_text(["Rep. Ada Field"])
    kinds = [event.kind.value for event in desk.records.action_file(number).events]
    assert kinds == ["Set", "Set", "Statement of Lateness", "Extension", "Interim Reply"]
    assert desk.records.verify().holds
    look_at(browser, site, desk, (case, "/letters?state=all", reply))


def finish(page: Page, desk: Case) -> str:
    """Every draft approved, the document finished in the browser; the action's number."""
    for draft in desk.records.drafts(desk.control):
        known = frozenset(doubt.field for doubt in doubts(draft))
        now = datetime.now(UTC)
        word = Decision(draft.id, draft.version, "ada", Verdict.APPROVE, now, confirmed=known)
        desk.records.decide(word)
    page.goto(f"/documents/{desk.control}")
    page.get_by_role("button", name="Finish").first.click()
    (action,) = desk.records.actions()
    assert action.action.category == "Correspondence", action.action
    assert [one.document for one in desk.records.letters(str(action.action.number))] == [desk.control]
    return str(action.action.number)


def acknowledge(ada: Page, case: str) -> None:
    ada.goto(case)
    press(ada, "Draft an answer", "Draft it", kind="Acknowledgement", template="acknowledgement")
    expect(ada.locator("h1")).to_contain_text("Acknowledgement")
    press(ada, "", "Put down the signature", by="The Executive Secretary")
    press(ada, "", "Put down that it went out", way="E-mail")
    expect(ada.locator("[role=status]")).to_contain_text("Sent")


def late_and_longer(ada: Page, ben: Page, number: str, day: date) -> None:
    """The suspense has passed: why, signed by another; and a later date, granted by another."""
    address = f"/actions/{number}?tab=suspense"
    ada.goto(address)
    gone = (day - timedelta(2)).isoformat()
    press(ada, "Set the dates", "Set", external=gone, internal=gone, reason="The hearing was moved.")
    press(ada, "Statement of lateness", "Record it", reason="The survey came late.", approver="ben")
    later = (day + timedelta(10)).isoformat()
    press(ada, "Ask for an extension", "Ask", day=later, reason="The survey needs ten days.")
    ben.goto(address)
    press(ben, "", "Grant")
    expect(ben.locator("[role=status]")).to_have_text("Extension granted")


def interim(ada: Page, ben: Page, case: str, day: date) -> None:
    ada.goto(case)
    press(ada, "Draft an answer", "Draft it", kind="Interim Reply", template="interim-reply")
    expect(ada.locator(".warn").first).to_contain_text("To be written")
    words = ada.locator("textarea[name=text]").input_value()
    words = words.replace("[[why it takes longer]]", "the survey is not done")
    press(ada, "", "Keep these words", text=words.replace("[[the new date]]", "the end of the month"))
    while ada.locator("td .warn").count():
        row = ada.locator("tr", has=ada.locator("td .warn")).first
        row.locator("summary").click()
        row.locator("[name=basis]").select_option("a person's word")
        row.locator("[name=words]").fill("The district office says so.")
        row.get_by_role("button", name="Name it").click()
    here = ada.url.split("?")[0]
    press(ada, "", "Put down the signature", by="The Executive Secretary")
    expect(ada.locator("[role=alert]")).to_contain_text("not released by who wrote it")
    ben.goto(here)
    press(ben, "", "Put down the signature", by="The Executive Secretary")
    press(ben, "", "Put down that it went out", way="E-mail")
    expect(ben.locator("[role=status]")).to_contain_text("Sent")


def final(ada: Page, ben: Page, case: str, number: str) -> str:
    """The final reply, written, sourced, concurred with and signed; its address."""
    ada.goto(case)
    press(ada, "Draft an answer", "Draft it", kind="Final Reply", template="final-reply")
    here = ada.url.split("?")[0]
    words = ada.locator("textarea[name=text]").input_value()
    assert "when the lock will open at night again" in words, words
    press(ada, "", "Keep these words", text=words.replace("[[the answer]]", "It opens again on June 1."))
    press(ada, "Ask offices to concur", "Ask", offices="OGC")
    expect(ada.locator("[role=alert]")).to_contain_text("rest on nothing")
    while ada.locator("td .warn").count():
        row = ada.locator("tr", has=ada.locator("td .warn")).first
        row.locator("summary").click()
        row.locator("[name=basis]").select_option("a person's word")
        row.locator("[name=words]").fill("The district engineer, by telephone.")
        row.get_by_role("button", name="Name it").click()
    press(ada, "Ask offices to concur", "Ask", offices="OGC")
    ben.goto(here)
    press(ben, "", "Put down the signature", by="Jo Roe, Secretary", level="Secretary")
    expect(ben.locator("[role=alert]")).to_contain_text("not concurred")
    ben.goto(here)
    ben.get_by_role("link", name="OGC").first.click()
    press(ben, "", "Concur")
    ben.goto(here)
    with ben.expect_download() as got:
        ben.get_by_role("link", name="Control sheet").click()
    sheet = pypdfium2.PdfDocument(Path(got.value.path()).read_bytes())[0].get_textpage().get_text_bounded()
    assert "Tab A" in sheet and "concurred" in sheet and number in sheet
    press(ben, "", "Put down the signature", by="Jo Roe, Secretary", level="Secretary")
    expect(ben.locator("[role=status]")).to_have_text("Signed")
    return here.split("//", 1)[1].partition("/")[2].join(("/", ""))


def look_at(browser: Browser, site: str, desk: Case, addresses: tuple[str, ...]) -> None:
    """No barrier in any look, nothing wider than the screen."""
    for look in ("light", "dark", "narrow-light"):
        page = browser.new_context(base_url=site, **LOOKS[look]).new_page()
        page.goto(f"/sign-in?link={desk.records.issue_link('ada', datetime.now(UTC))}")
        for address in addresses:
            page.goto(address)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{address} {look}: {found.generate_report()}"
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{address} is {wide} pixels too wide"
        page.context.close()
