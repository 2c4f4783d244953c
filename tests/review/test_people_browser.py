"""Who may do what, in a real browser: each role its own, sessions that end, forms of other sites."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.decisions import DraftKind
from pipeline.intake import Stage
from review.app import make_app
from store.new_items import NewItem
from store.views import User
from tests.review import test_browser
from tests.review.test_browser import CHROMIUM, FINDER, FLAGS, Desk, open_page, served

pytestmark = pytest.mark.browser
browser, site = test_browser.browser, test_browser.site

PASSWORD = "seven herons over grey water"
EVERYBODY_SEES = {"Home", "Review queue", "Failed intake", "Executive actions", "Legal authorities", "Search"}
SEES = {
    "clerk": {"Take in"},
    "analyst": {"Take in", "Analyzer", "Measures"},
    "reviewer": {"Take in", "Analyzer", "Measures"},
    "approver": {"Measures"},
    "action_officer": set(),
    "auditor": {"Measures", "Audit log"},
    "administrator": {"Measures", "People", "Roles", "Offices and types", "Health"},
}
"""Of the screens that not everybody sees."""
SCREENS = {
    "Take in": "/intake", "Analyzer": "/analyzer", "Measures": "/measures", "Audit log": "/audit",
    "People": "/admin/people", "Roles": "/admin/roles", "Offices and types": "/admin/offices",
    "Health": "/admin/health",
}  # fmt: skip
DOES = {
    "/drafts/1/approve": {"reviewer", "approver"},
    "/finish": {"reviewer", "approver"},
    "/assign": {"clerk", "analyst", "reviewer", "approver"},
    "/manage/add": {"reviewer", "approver"},
    "/item/comment": {"reviewer", "approver", "action_officer"},
    "/intake": {"clerk", "analyst", "reviewer"},
    "/admin/people": {"administrator"},
}
"""By how the address of a form ends: the roles that are offered it."""


def sign_in(browser: Browser, site: str, desk: Desk, name: str, **options: object) -> Page:
    page = browser.new_context(base_url=site, **options).new_page()  # type: ignore[arg-type]
    page.goto(f"/sign-in?link={desk.records.issue_link(name, datetime.now(UTC))}")
    return page


def _open(role: str) -> list[str]:
    return [SCREENS[label] for label in ("Take in", "People") if label in SEES[role]]


def send(page: Page, address: str, **fields: str) -> str:
    """Send a form as a page would that offered it, and read the answer."""
    token = page.locator("input[name=token]").first.get_attribute("value") or ""
    page.evaluate(
        """([address, fields]) => { const form = document.createElement("form");
        form.method = "post"; form.action = address;
        for (const [name, value] of Object.entries(fields)) { const one = document.createElement("input");
          one.name = name; one.value = value; form.append(one); }
        document.body.append(form); form.submit(); }""",
        [address, {"token": token} | fields],
    )
    page.wait_for_url(f"**{address}")
    return page.locator("main").inner_text()


@pytest.mark.parametrize("role", sorted(SEES))
def test_a_role_sees_and_may_do_its_own_alone(browser: Browser, site: str, desk: Desk, role: str) -> None:
    desk.records.add_user(User("somebody", "Somebody", frozenset({role})), "system")
    action = desk.records.make_action("Mend the harbors", "Operational Directive", "reviewer")
    desk.records.add_item(action, NewItem("Survey"), "reviewer")
    item = desk.records.action(action).items[0].id
    page = sign_in(browser, site, desk, "somebody")
    named = page.locator("nav.rooms-wide a")
    shown = set(named.evaluate_all("all => all.map((one) => one.firstChild.data.trim())"))
    assert shown >= EVERYBODY_SEES and shown & set(SCREENS) == SEES[role]
    refused = {label: page.request.get(address).status for label, address in SCREENS.items()}
    assert {label for label, status in refused.items() if status == 200} == SEES[role]
    assert set(refused.values()) <= {200, 403}

    offered: set[str] = set()
    for address in (f"/documents/{desk.control}", f"/actions/{action}?item={item}", *_open(role)):
        page.goto(address)
        offered |= {one for one in DOES if page.locator(f'form[method=post][action$="{one}"]').count()}
    assert offered == {one for one, roles in DOES.items() if role in roles}

    before = desk.records.verify().events
    roots = {"/manage/add": f"/actions/{action}", "/intake": "", "/admin/people": ""}
    for one, roles in DOES.items():
        if role not in roles and one in ("/drafts/1/approve", "/assign", "/manage/add", "/admin/people"):
            page.goto("/profile")
            where = roots.get(one, f"/documents/{desk.control}") + one
            assert "You may not do this." in send(page, where, version="1", to="somebody", subject="x")
    assert not any(draft.status.decided for draft in desk.records.drafts(desk.control))
    told = {event.what for event in desk.records.audit(desk.records.verify().events - before)}
    assert told <= {"access.refused"}
    page.context.close()


def end_session(page: Page, desk: Desk) -> None:
    cookie = page.context.cookies()[0]
    desk.records.end_session(cookie["value"])


def sign_in_beside(page: Page) -> None:
    """Sign in by password in the tab that the link opens, and close it."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    other = opened.value
    other.get_by_label("Name").fill("reviewer")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("You are signed in again")
    other.close()


@pytest.fixture
def with_password(desk: Desk) -> Desk:
    reviewer = next(user for user in desk.records.users() if user.name == "reviewer")
    desk.records.set_password(reviewer, "", PASSWORD, "")
    return desk


def test_what_was_typed_stays_in_its_place_when_the_session_ends(
    browser: Browser, site: str, with_password: Desk
) -> None:
    desk = with_password
    page = open_page(browser, site, desk)
    card = page.locator(".card", has_text="Action item").first
    number = int(card.get_attribute("data-draft") or "")
    card.click()
    page.keyboard.press("e")
    field = card.get_by_label("Responsible")
    field.fill("the Port Captain")
    end_session(page, desk)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_contain_text("Your session has ended")
    expect(field).to_have_value("the Port Captain")
    sign_in_beside(page)
    field.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_contain_text("press once more")
    assert desk.records.draft(desk.control, number).version == 1, "nothing goes without a press"
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_contain_text("Changed and approved")
    assert desk.records.draft(desk.control, number).values["responsible"] == "the Port Captain"
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_form_that_lost_its_session_is_sent_again(
    browser: Browser, site: str, with_password: Desk, scripts: bool
) -> None:
    desk = with_password
    page = open_page(browser, site, desk, java_script_enabled=scripts)
    page.locator("#by-hand summary").click()
    page.get_by_label("In a few words").fill("Find out who paints & when")
    end_session(page, desk)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your session has ended.")
    expect(page.locator("dd", has_text="Find out who paints & when")).to_be_visible()
    sign_in_beside(page)
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The form was made before you signed in.")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("#said")).to_contain_text("Added by hand")
    assert desk.records.drafts(desk.control)[-1].title == "Find out who paints & when"
    page.context.close()


OURS, THEIRS = "desk.agency.test", "evil.agency.test"
"""Of one site, so that a browser sends our cookie along with what the other host asks."""


@pytest.fixture(scope="module")
def tricked(browser: Browser) -> Iterator[Browser]:
    """A browser in which both names lead to this machine."""
    names = "--host-resolver-rules=MAP *.agency.test 127.0.0.1"
    other = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, names])
    yield other
    other.close()


@pytest.fixture
def lure() -> Iterator[Callable[[str], str]]:
    """Serves a page elsewhere whose form is sent to an address of ours."""

    class Lure(BaseHTTPRequestHandler):
        page = b""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(self.page)

        def log_message(self, *said: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Lure)
    thread = Thread(target=server.serve_forever)
    thread.start()

    def put_up(form: str) -> str:
        Lure.page = form.encode()
        return f":{server.server_port}/"

    yield put_up
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("host", "elsewhere"), [("127.0.0.1", "127.0.0.1"), (OURS, THEIRS)])
def test_a_form_of_another_site_changes_nothing(
    tricked: Browser, desk: Desk, lure: Callable[[str], str], host: str, elsewhere: str
) -> None:
    """Over plain http to a named host a browser says nothing of where a form comes from, but its origin."""
    heard: list[dict[str, str]] = []

    def make(name: str) -> ASGIApp:
        app = make_app(desk.settings, desk.records, [name], FINDER)

        async def listening(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["method"] == "POST":
                heard.append({key.decode(): value.decode() for key, value in scope["headers"]})
            await app(scope, receive, send)

        return listening

    with served(make, host) as address:
        page = open_page(tricked, address, desk)
        token = page.locator("input[name=token]").first.get_attribute("value")
        path = f"{address}/documents/{desk.control}/no-action"
        port = lure(
            f'<form method="post" action="{path}"><input name="token" value="{token}">'
            '<input name="reason" value="They said so."><button>Win a boat</button></form>'
        )
        page.goto(f"http://{elsewhere}{port}")
        page.get_by_role("button", name="Win a boat").click()
        expect(page.locator("body")).to_contain_text("did not come from this site's own pages")
        assert "cookie" in heard[-1], "the browser sent our session along"
        assert ("sec-fetch-site" in heard[-1]) is (host == "127.0.0.1")
        assert desk.records.document(desk.control).stage is Stage.NEEDS_REVIEW
        page.goto(f"/documents/{desk.control}")
        page.locator(".card.current").get_by_role("button", name="Approve").click()
        expect(page.locator("#said")).to_contain_text("Approved")
        assert test_browser.status_of(desk, DraftKind.METADATA).decided
        page.context.close()
