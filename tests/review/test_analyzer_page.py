"""The analyzer page: drafts of a text that is only looked at, one's own, and nothing kept of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from flows.bench import Workbench
from flows.searching import related, search
from pipeline.problems import ResourceShort
from pipeline.stopping import Stopped
from review import scratch
from review.app import make_app
from review.finder import Finder
from review.people import COOKIE, form_token
from review.services import Bench, Services
from store.views import User

HOST = "127.0.0.1:8765"
TEXT = (
    "MEMORANDUM FOR ALL BUREAUS\r\n\r\n"
    "Each bureau shall report its <backlog> within 30 days under 5 U.S.C. 552."
)


def signed_in(desk: Any, bench: Bench, user: str = "reviewer") -> TestClient:
    app = make_app(desk.settings, desk.records, [HOST], Finder(search, related), Services(bench))
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": desk.records.issue_link(user, datetime.now(UTC))})
    return client


def form(client: TestClient, **fields: str) -> dict[str, str]:
    return {"token": form_token(client.cookies[COOKIE])} | fields


@pytest.fixture(scope="module")
def patient() -> Iterator[None]:
    before, scratch.PATIENCE = scratch.PATIENCE, 60.0
    yield
    scratch.PATIENCE = before


@pytest.fixture
def client(desk: Any, patient: None) -> Iterator[TestClient]:
    with Workbench(desk.settings, desk.records) as bench:
        yield signed_in(desk, bench)


def test_a_pasted_text_shows_its_drafts_and_leaves_nothing(client: TestClient, desk: Any) -> None:
    before = desk.records.verify()
    page = client.post("/analyzer", data=form(client, text=TEXT))
    assert "report its &lt;backlog&gt; within 30 days" in page.text and "5 U.S.C. 552" in page.text
    assert 'class="evidence' in page.text and "nothing here is on record" in page.text
    assert desk.records.counts().documents == 1 and desk.records.verify() == before
    address = str(page.url)
    client.post(f"{address}/discard", data=form(client))
    assert client.get(address).status_code == 404
    assert desk.records.verify() == before


def test_a_saved_sheet_is_a_document(client: TestClient, desk: Any) -> None:
    page = client.post("/analyzer", data=form(client, text=TEXT))
    saved = client.post(f"{page.url}/save", data=form(client))
    assert str(saved.url).endswith("/documents/EC-2026-00002")
    document = desk.records.document("EC-2026-00002")
    assert desk.records.contents(document) == TEXT.replace("\r\n", "\n").encode()
    assert client.get(str(page.url)).status_code == 404


def test_a_file_that_cannot_be_read_says_why(client: TestClient) -> None:
    files = [("file", ("broken.pdf", b"%PDF-1.7 broken", "application/pdf"))]
    page = client.post("/analyzer", data=form(client), files=files).text
    assert "There is no text to analyse" in page


class Slow:
    """A bench that waits to be let go, then gives up."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.stopped: Callable[[], bool] = lambda: False

    def analyze(self, data: bytes, name: str, stopped: Callable[[], bool]) -> str:
        self.stopped = stopped
        while not stopped() and not self.go.wait(0.01):
            pass
        raise ResourceShort("The machine is short of memory.", "", "Try again later.")

    def unlock(self, control_number: str, password: str, user: str) -> None: ...

    def split(self, control_number: str, before: tuple[int, ...], password: str, user: str) -> int:
        return 0


def test_an_analysis_under_way_says_so_and_is_nobody_else_s(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "PATIENCE", 0.05)
    slow = Slow()
    client = signed_in(desk, slow)
    page = client.post("/analyzer", data=form(client, text=TEXT))
    assert "It is being analysed" in page.text
    desk.records.add_user(User("another", "Another", frozenset({"analyst"})), "system")
    other = signed_in(desk, slow, "another")
    assert other.get(str(page.url)).status_code == 404
    assert other.post(f"{page.url}/save", data=form(other)).status_code == 404
    slow.go.set()
    for _ in range(200):
        if "It is being analysed" not in (told := client.get(str(page.url)).text):
            break
        threading.Event().wait(0.02)
    assert "The machine is short of memory." in told


def test_an_analysis_under_way_is_stopped_and_says_so(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "PATIENCE", 0.05)
    slow = Slow()
    client = signed_in(desk, slow)
    first, second = (client.post("/analyzer", data=form(client, text=f"{TEXT} {n}")) for n in (1, 2))
    assert f'action="{first.url.path}/stop"' in first.text and "It waits its turn" in second.text
    desk.records.add_user(User("another", "Another", frozenset({"analyst"})), "system")
    other = signed_in(desk, slow, "another")
    assert other.post(f"{first.url}/stop", data=form(other)).status_code == 404 and not slow.stopped()
    page = client.post(f"{second.url}/stop", data=form(client)).text
    assert "You stopped it." in page and "/stop" not in page
    assert "You stopped it." in client.post(f"{first.url}/stop", data=form(client)).text
    assert slow.stopped()
    saved = client.post(f"{first.url}/save", data=form(client))
    assert str(saved.url).endswith("/documents/EC-2026-00002")


def test_a_child_that_reads_is_stopped_within_a_moment(desk: Any) -> None:
    with Workbench(desk.settings, desk.records) as bench, pytest.raises(Stopped):
        bench.analyze(TEXT.encode(), "letter.txt", lambda: True)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2_000_001])
def test_nothing_or_too_much_is_said_beside_the_field(desk: Any, text: str) -> None:
    client = signed_in(desk, Slow())
    answer = client.post("/analyzer", data=form(client, text=text), files=[("file", ("", b"", "text/plain"))])
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert desk.records.jobs(scratch.ANALYZE, "reviewer") == ()


def test_without_a_reader_the_page_names_the_command(desk: Any) -> None:
    app = make_app(desk.settings, desk.records, [HOST], Finder(search, related))
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    assert "chancery analyze FILE" in client.get("/analyzer").text
    assert client.post("/analyzer", data=form(client, text=TEXT)).status_code == 409
