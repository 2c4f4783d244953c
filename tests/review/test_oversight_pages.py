"""Measures, administration, the backlog of authorities, search by kind: what stands on them, and for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.testclient import TestClient

from benchmarks.letters_year import TODAY, year
from coordination.reporting import Asked, report
from flows.searching import related, search
from papers.report import paper
from pipeline.findings import AuthorityType, RelationKind
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from review.app import make_app
from review.charts import Series, chart
from review.finder import Finder
from review.people import COOKIE, form_token
from review.services import Services
from store.views import User

HOST = "127.0.0.1:8765"
ORDER = AuthorityType.EXECUTIVE_ORDER


@dataclass(frozen=True)
class Found:
    """A check's outcome."""

    verdict: str
    what: str
    found: str
    remedy: str = ""


def tried(*_: object) -> Sequence[Found]:
    return [Found("WARN", "thing <tried>", "half of it", "Mend it.")]


@pytest.fixture
def admin(desk: Any) -> TestClient:
    desk.records.add_user(User("chief", "Chief", frozenset({"administrator"})), "system")
    services = Services(
        checks=tried, try_model=tried, try_folder=tried, try_mailbox=tried, mailboxes=("letters",)
    )
    settings = replace(desk.settings, api_key="very-secret-key", base_url="http://127.0.0.1:9")
    app = make_app(settings, desk.records, [HOST], Finder(search, related), services)
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": desk.records.issue_link("chief", datetime.now(UTC))})
    return client


def test_measures_have_a_table_for_every_drawing(client: TestClient) -> None:
    page = client.get("/measures").text
    drawings = page.count("<figure ")
    assert drawings == 2, "days to a decision have no figure yet"
    assert page.count("Data table") == 3 and "No figure yet" in page
    assert 'style="' not in page


def test_bars_stand_where_their_figures_say() -> None:
    one = chart("t", ["a", "b"], Series("s", "one", (4, 8)), Series("u", "two", (None, 0)))
    low, high = one.bars
    assert high.height == pytest.approx(2 * low.height, abs=0.2) and high.x > low.x
    assert low.y + low.height == high.y + high.height
    assert one.top == 10 and one.lines[0][1] == "0" and low.told == "a, s: 4"


@pytest.mark.parametrize("most", [0, 0.3, 1, 5, 6, 49, 51, 999, 12345])
def test_every_bar_lies_inside_the_drawing(most: float) -> None:
    for unit in ("", " days"):
        one = chart("t", ["a"], Series("s", "one", (most,)), unit=unit)
        assert one.top >= most
        assert all(bar.y >= 0 and bar.height >= 0 and bar.x + bar.width <= one.width for bar in one.bars)


def test_administration_shows_what_is_so_and_no_secret(admin: TestClient) -> None:
    assert "Coastal" in admin.get("/admin/offices").text or "Office" in admin.get("/admin/offices").text
    roles = admin.get("/admin/roles").text
    assert "approve, change or reject drafts" in roles and "Administrator" in roles
    page = admin.get("/admin/analyzer").text
    assert "very-secret-key" not in page and "OPENAI_API_KEY" in page
    assert "The log is whole" in admin.get("/admin/health").text
    assert "thing &lt;tried&gt;" in admin.get("/admin/health").text


@pytest.mark.parametrize(
    "address", ["/admin/analyzer/try", "/admin/ways-in/try", "/admin/ways-in/try-mailbox"]
)
def test_a_test_button_shows_what_it_found(admin: TestClient, client: TestClient, address: str) -> None:
    form = {"token": form_token(admin.cookies[COOKIE]), "folder": "/srv/letters", "mailbox": "letters"}
    page = admin.post(address, data=form).text
    assert "half of it" in page and "Mend it." in page
    form["token"] = form_token(client.cookies[COOKIE])
    assert client.post(address, data=form).status_code == 403


def test_only_a_mailbox_that_is_described_is_tried(admin: TestClient) -> None:
    assert "letters" in admin.get("/admin/ways-in").text
    form = {"token": form_token(admin.cookies[COOKIE]), "mailbox": "evil.example"}
    assert admin.post("/admin/ways-in/try-mailbox", data=form).status_code == 409


def test_without_its_tools_a_page_says_so(desk: Any) -> None:
    desk.records.add_user(User("chief", "Chief", frozenset({"administrator"})), "system")
    app = make_app(desk.settings, desk.records, [HOST], Finder(search, related))
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": desk.records.issue_link("chief", datetime.now(UTC))})
    assert "chancery doctor" in client.get("/admin/health").text
    form = {"token": form_token(client.cookies[COOKIE])}
    assert client.post("/admin/analyzer/try", data=form).status_code == 409


def reference(kind: RelationKind, target: int) -> LibraryReference:
    return LibraryReference("EO 14002", kind, f"EO {target}", ORDER, noted=True)


@pytest.fixture
def library(desk: Any) -> None:
    text = LibraryText(
        "EO 14002", "row 1", title="New channels", text="Pilots sound. " * 40, signed=date(2020, 5, 2)
    )
    kept = (reference(RelationKind.REVOKES, 14001), reference(RelationKind.AMENDS, 13999))
    desk.records.shelve([LibraryEntry("EO 14002", ORDER, text, kept)], "orders.json", "clerk")


@pytest.mark.usefixtures("library")
def test_the_backlog_and_the_facets(client: TestClient) -> None:
    page = client.get("/authorities?view=missing").text
    assert "EO 13999" in page and "EO 14001" in page and "EO 14002<" not in page
    assert 'Cited but not held <span class="count">2</span>' in page
    assert "EO 14002" in client.get("/authorities?words=CHANNELS&view=held").text
    page = client.get("/authorities?sort=-citation").text
    assert page.index("EO 14002") < page.index("EO 13999")
    assert '"citation": "EO 14002"' in client.get("/authorities-export?as=json&view=held").text


@pytest.mark.usefixtures("library")
def test_amendments_stand_in_time(client: TestClient) -> None:
    page = client.get("/authorities/EO%2014002?tab=amendments").text
    steps = re.findall(r'<li class="(acts|acted)">', page)
    assert steps == ["acts", "acts", "acts"], "its signing, and what it did to two others"
    assert '<li class="acted">' in client.get("/authorities/EO%2014001?tab=amendments").text


@pytest.mark.usefixtures("library")
def test_search_by_kind(client: TestClient, desk: Any) -> None:
    page = client.get("/search?q=dredging").text
    assert 'Documents <span class="count">1</span>' in page
    only = client.get("/search?q=dredging&tab=authorities").text
    assert f"/documents/{desk.control}" not in only and "look among everything" in only
    assert client.get("/search?q=dredging&tab=nonsense").status_code == 200


def test_the_report_is_had_as_pdf_page_and_workbook(client: TestClient) -> None:
    page = client.get("/measures/report")
    assert page.status_code == 200 and "tracked, in time, interim, late" in page.text
    for kind, start in (("pdf", b"%PDF-"), ("html", b"<!doctype html>"), ("xlsx", b"PK")):
        told = client.get("/measures/report/file", params={"as": kind, "unit": "=1+1", "since": "2025-01-01"})
        assert told.status_code == 200 and told.content.startswith(start)
        assert f".{kind}" in told.headers["content-disposition"]
    assert client.get("/measures/report/file", params={"as": "exe"}).status_code == 404
    assert client.get("/measures/report", params={"since": "yesterday"}).status_code == 409


def test_the_report_as_a_file_holds_what_the_cases_say() -> None:
    made = report(year(300).cases, Asked(date(2025, 1, 1), TODAY, unit=""), TODAY)
    book = load_workbook(BytesIO(paper("xlsx", made, "Harbors & Waterways")))
    assert len(book.worksheets) == len(made.parts)
    letters = next(book[name] for name in book.sheetnames if "Letters" in name)
    assert [cell.value for cell in letters[2]] == list(made.parts[0].rows[0])
    html = paper("html", made, "Harbors & <Waterways>").decode()
    assert html.count("<table>") == len(made.parts) and "<Waterways>" not in html
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(paper("pdf", made, "\u0141\u00f3d\u017a"))).pages
    )
    for part in made.parts:
        assert part.title in text
