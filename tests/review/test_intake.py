"""Bringing letters in: the control number at once, nothing lost, and a way on for every failure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.intake import Incoming, Stage
from pipeline.problems import IllegalMove, Problem
from review.app import make_app
from review.finder import Finder
from review.guard import LARGEST_FORM
from review.people import COOKIE, form_token
from review.services import Services

FILES = [("files", ("a.txt", b"A letter.", "text/plain")), ("files", ("b.txt", b"Another.", "text/plain"))]


def set_aside(desk: Any, name: str = "bad.pdf") -> str:
    incoming = Incoming("upload", name, name.encode(), datetime.now(UTC), source=name)
    control = desk.records.admit(incoming, "application/pdf", "clerk").document.control_number
    held = desk.records.claim("worker", datetime.now(UTC))
    desk.records.set_aside(held, Problem("The PDF is damaged.", "It ends early.", "Ask for it again."))
    return str(control)


def test_files_get_their_numbers_at_once(client: TestClient, desk: Any, token: str) -> None:
    page = client.post("/intake", data={"token": token}, files=FILES).text
    assert "EC-2026-00002" in page and "EC-2026-00003" in page and page.count(">logged<") == 2
    document = desk.records.document("EC-2026-00002")
    assert (document.name, document.channel, desk.records.contents(document)) == (
        "a.txt",
        "upload",
        b"A letter.",
    )
    again = client.post("/intake", data={"token": token}, files=FILES[:1]).text
    assert "was here already" in again and desk.records.counts().documents == 3


def test_a_script_gets_the_numbers_as_data(client: TestClient, token: str) -> None:
    accept = {"Accept": "application/json"}
    files = [("files", ("a.txt", b"A letter.", "text/plain")), ("files", ("empty.txt", b"", "text/plain"))]
    good, bad = client.post("/intake", data={"token": token}, files=files, headers=accept).json()["taken"]
    assert (good["control_number"], good["new"], good["why"]) == ("EC-2026-00002", True, [])
    assert (bad["control_number"], bad["why"][0]) == ("", "The file is empty.")
    told = client.get("/intake/lately").json()
    assert told["under_way"] is True
    assert told["rows"][0] == {"control": "EC-2026-00002", "stage": "received"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\letters\\a.txt", "a\x00b.txt", "x" * 4000])
def test_a_name_is_a_name_and_no_path(client: TestClient, desk: Any, token: str, name: str) -> None:
    client.post("/intake", data={"token": token}, files=[("files", (name, b"A letter.", "text/plain"))])
    kept = desk.records.document("EC-2026-00002").name
    assert "/" not in kept and "\\" not in kept and 0 < len(kept) <= 200


def test_no_file_says_so(client: TestClient, desk: Any, token: str) -> None:
    answer = client.post("/intake", data={"token": token}, files=[("files", ("", b"", "text/plain"))])
    assert answer.status_code == 422 and "No file was chosen" in answer.text
    assert desk.records.counts().documents == 1


def test_an_upload_of_another_session_is_refused(client: TestClient, desk: Any) -> None:
    for token in ("", form_token("another")):
        assert client.post("/intake", data={"token": token}, files=FILES).status_code == 403
    assert desk.records.counts().documents == 1


def test_only_uploads_may_be_large(client: TestClient, desk: Any, token: str) -> None:
    big = [("files", ("big.txt", b"x" * (LARGEST_FORM + 10), "text/plain"))]
    assert client.post("/intake", data={"token": token}, files=big).status_code == 200
    assert client.post("/views", data={"token": token}, files=big).status_code == 413
    too_big = str(desk.settings.largest_megabytes * 1024 * 1024 + LARGEST_FORM + 1)
    answer = client.post("/intake", headers={"Content-Length": too_big}, content=b"x")
    assert answer.status_code == 413 and "The files are too large" in answer.text


def test_failures_are_listed_with_their_reason(client: TestClient, desk: Any) -> None:
    assert "Everything that came in could be read" in client.get("/failed").text
    control = set_aside(desk)
    page = client.get("/failed").text
    assert control in page and "The PDF is damaged." in page
    assert "No document fits" in client.get("/failed?stage=held").text
    assert (
        control in client.get("/failed?words=ends").text
        or control in client.get("/failed?words=damaged").text
    )
    assert '"what": "The PDF is damaged.' in client.get("/failed/export?as=json").text
    one = client.get(f"/failed/{control}").text
    for words in ("The PDF is damaged.", "Read it again", "Enter it by hand", "Dismiss it"):
        assert words in one


def test_the_times_of_a_failure_are_those_of_the_office(client: TestClient, desk: Any) -> None:
    page = client.get(f"/failed/{set_aside(desk)}").text
    times = re.findall(r'<span class="number">(\d+ \w+ \d{4} \d\d:\d\d \w+)</span>', page)
    zone = ZoneInfo(desk.records.settings.time_zone)
    assert times and {one.split()[-1] for one in times} == {datetime.now(zone).tzname()} != {"UTC"}


def test_a_failure_is_read_again_or_dismissed(client: TestClient, desk: Any, token: str) -> None:
    first, second, third = (set_aside(desk, f"bad {number}.pdf") for number in range(3))
    form = {"token": token, f"pick.{first}": "on", f"pick.{second}": "on"}
    assert client.post("/failed/retry", data={"token": token}).status_code == 409
    assert "It will be read again" in client.post("/failed/retry", data=form).text
    assert {desk.records.document(one).stage for one in (first, second)} == {Stage.RECEIVED}
    assert client.post(f"/failed/{third}/dismiss", data={"token": token, "reason": " "}).status_code == 409
    client.post(
        "/failed/dismiss", data={"token": token, f"pick.{third}": "on", "reason": "An advertisement."}
    )
    assert desk.records.document(third).stage is Stage.NO_ACTION


def test_a_document_that_the_machine_has_is_stopped(client: TestClient, desk: Any, token: str) -> None:
    incoming = Incoming("upload", "long.txt", b"Report within 30 days.", datetime.now(UTC), source="long.txt")
    control = desk.records.admit(incoming, "text/plain", "clerk").document.control_number
    held = desk.records.claim("worker", datetime.now(UTC))
    page = client.get(f"/documents/{control}").text
    assert "Step 2 of 4" in page and f'action="/documents/{control}/stop"' in page
    words = "Report within 30 days."
    read = ExtractedDocument(held.sha256, "long.txt", "text/plain", words, (Page(1, Span(0, len(words))),))
    held = desk.records.keep_reading(held, read, "line-reader 1")
    page = client.get(f"/documents/{control}").text
    assert "Step 3 of 4" in page and "No draft yet" in page and "drafted nothing" not in page
    stopped = client.post(f"/documents/{control}/stop", data={"token": token})
    assert str(stopped.url).endswith(f"/failed/{control}?said=stopped")
    assert "reviewer stopped it before it was analysed." in stopped.text and "Read it again" in stopped.text
    # what the worker still makes of it changes nothing
    assert desk.records.set_aside(held, Problem("It took too long.")).reason.startswith("reviewer stopped")
    assert client.post(f"/documents/{control}/stop", data={"token": token}).status_code == 409
    client.post(f"/failed/{control}/retry", data={"token": token})
    assert desk.records.document(control).stage is Stage.RECEIVED


def test_what_a_person_typed_belongs_to_the_original(client: TestClient, desk: Any, token: str) -> None:
    control = set_aside(desk)
    page = client.post(f"/failed/{control}/typed", data={"token": token, "text": "It says this."}).text
    (child,) = desk.records.dossier(control).children
    assert child.control_number in page and child.name == "bad.pdf.txt"
    assert desk.records.contents(desk.records.document(child.control_number)) == b"It says this."
    answer = client.post(f"/failed/{desk.control}/typed", data={"token": token, "text": "My words"})
    assert answer.status_code == 409 and "My words" in answer.text


class Bench:
    """Stands for the reader beside the pages; its own tests are in tests/flows."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def analyze(self, data: bytes, name: str, stopped: Callable[[], bool]) -> str:
        raise AssertionError

    def unlock(self, control_number: str, password: str, user: str) -> None:
        if password != "sesame":
            raise IllegalMove("The password is wrong.")
        self.asked.append((control_number, password, user))

    def split(self, control_number: str, before: tuple[int, ...], password: str, user: str) -> int:
        self.asked.append((control_number, before, password, user))
        return 2


def test_a_locked_or_bundled_document_is_mended_beside_the_pages(desk: Any) -> None:
    from flows.searching import related, search

    bench, host = Bench(), "127.0.0.1:8765"
    app = make_app(desk.settings, desk.records, [host], Finder(search, related), Services(bench))
    client = TestClient(app, base_url=f"http://{host}", headers={"Origin": f"http://{host}"})
    client.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    form = {"token": form_token(client.cookies[COOKIE])}
    base = f"/failed/{set_aside(desk)}"
    wrong = client.post(f"{base}/unlock", data=form | {"password": "wrong"})
    assert wrong.status_code == 409 and "wrong" not in wrong.text.replace("The password is wrong", "")
    assert client.post(f"{base}/unlock", data=form | {"password": "sesame"}).status_code == 200
    assert client.post(f"{base}/split", data=form | {"before": "7, 4"}).status_code == 200
    assert client.post(f"{base}/split", data=form | {"before": "four"}).status_code == 409
    assert [one[1] for one in bench.asked] == ["sesame", (4, 7)]


def test_without_a_reader_the_command_is_named(client: TestClient, desk: Any, token: str) -> None:
    control = set_aside(desk)
    answer = client.post(f"/failed/{control}/unlock", data={"token": token, "password": "x"})
    assert answer.status_code == 409 and f"chancery unlock {control}" in answer.text
