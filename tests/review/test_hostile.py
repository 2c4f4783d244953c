"""The pages in the hands of the clumsy and the hostile: whatever is sent, a page of ours answers."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime
from typing import Protocol

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from flows.searching import related, search
from pipeline.decisions import Decision, Draft, DraftKind, DraftStatus, Verdict, doubts
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.drafting import proposals
from pipeline.findings import (
    ActionFinding,
    Analysis,
    AuthorityMention,
    AuthorityType,
    Confidence,
    DocumentFacts,
    Kind,
    Provenance,
)
from pipeline.intake import Incoming, Stage
from pipeline.ports import Stamp
from pipeline.settings import Settings
from review.app import make_app
from review.finder import Finder
from review.guard import LARGEST_FORM
from review.people import COOKIE
from store.records import SqlRecords

FINDER = Finder(search, related)

HOST = "127.0.0.1:8765"
NOW = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)


class Desk(Protocol):
    """The desk that the fixture sets up."""

    settings: Settings
    records: SqlRecords
    control: str


def draft_of(desk: Desk, kind: DraftKind) -> Draft:
    return next(draft for draft in desk.records.drafts(desk.control) if draft.kind is kind)


def looked_at(draft: Draft) -> dict[str, str]:
    return {f"sure.{doubt.field}": "yes" for doubt in doubts(draft)}


def send(client: TestClient, desk: Desk, draft: Draft, verdict: str, **fields: str) -> Response:
    address = f"/documents/{desk.control}/drafts/{draft.number}/{verdict}"
    answer: Response = client.post(
        address, data={"version": str(draft.version), **looked_at(draft), **fields}
    )
    return answer


def is_message(answer: Response, status: int) -> bool:
    """Whether it is our own page with a headline, a way on and nothing of the framework's."""
    page = answer.text
    told = re.search(r'role="alert">\s*<h1>[^<]{8,}</h1>\s*<p>', page)
    return bool(
        answer.status_code == status
        and answer.headers["content-type"].startswith("text/html")
        and told
        and "To the review queue" in page
        and '"detail"' not in page
    )


def admitted(
    desk: Desk, text: str, *findings: ActionFinding | AuthorityMention, coverage: str = "full"
) -> str:
    """Another document on the desk, drafted from these findings."""
    records = desk.records
    incoming = Incoming("upload", "more.txt", text.encode("utf-8", "replace"), NOW, source=f"{len(text)}")
    records.admit(incoming, "text/plain", "clerk")
    document = records.claim("worker", NOW)
    assert document
    read = ExtractedDocument(
        document.sha256, "more.txt", "text/plain", text, (Page(1, Span(0, len(text))),) if text else ()
    )
    document = records.keep_reading(document, read, "by hand")
    facts = DocumentFacts(Kind.OTHER, "text/plain", read.sha256, "extracted", coverage, title="More")
    analysis = Analysis(
        facts,
        text,
        Provenance("by hand"),
        actions=tuple(one for one in findings if isinstance(one, ActionFinding)),
        authorities=tuple(one for one in findings if isinstance(one, AuthorityMention)),
    )
    records.file(document, analysis, Stamp("by hand", "1"), proposals(read, analysis))
    return document.control_number


BAD_REQUESTS = [
    ("POST", "/documents/{}/drafts/abc/approve", 404),
    ("POST", "/documents/{}/drafts/0/approve", 404),
    ("POST", "/documents/{}/drafts/99999999999999999999999/approve", 404),
    ("POST", "/documents/{}/drafts/999999999/approve", 404),
    ("POST", "/documents/{}/drafts/-1/approve", 404),
    ("POST", "/documents/{}/drafts/%EF%BC%91/approve", 404),
    ("POST", "/documents/{}/drafts/1/burn", 404),
    ("POST", "/documents/{}/drafts/1/approve", 409),
    ("POST", "/documents/{}/no-action", 409),
    ("POST", "/documents/{}/reopen", 409),
    ("POST", "/documents/{}/retry", 409),
    ("POST", "/documents/{}/finish", 409),
    ("POST", "/documents/{}/approve-rest", 409),
    ("POST", "/documents/EC-1999-00001/finish", 404),
    ("POST", "/", 405),
    ("GET", "/documents/{}/finish", 405),
    ("DELETE", "/documents/{}", 405),
    ("GET", "/documents/{}%2F..%2F..", 404),
    ("GET", "/documents/..%2f..%2fetc%2fpasswd", 404),
    ("GET", "/documents/%00", 404),
    ("GET", "/documents/%ED%A0%80", 404),
    ("GET", "/documents/" + "x" * 4000, 404),
    ("GET", "/documents/EC-1999-00001/original", 404),
    ("GET", "/actions/%E2%80%AEEA", 404),
    ("GET", "/static/..%2Fapp.py", 404),
    ("GET", "/queue?after=nobody", 404),
    ("GET", "/openapi.json", 404),
]


@pytest.mark.parametrize(("method", "address", "status"), BAD_REQUESTS)
def test_every_fault_is_told_on_a_page_of_ours(
    client: TestClient, desk: Desk, token: str, method: str, address: str, status: int
) -> None:
    before = desk.records.verify()
    data = {"token": token} if method == "POST" else None
    answer = client.request(method, address.format(desk.control), data=data)
    assert is_message(answer, status), (answer.status_code, answer.text[-600:])
    assert not re.search("[\x00-\x08\u202e]", answer.text)
    assert len(answer.text) < 6000
    assert desk.records.verify() == before


@pytest.mark.parametrize("version", ["", "abc", "-1", "1.0", "9" * 30, "2"])
def test_a_form_says_which_version_it_is_about(
    client: TestClient, desk: Desk, token: str, version: str
) -> None:
    draft = draft_of(desk, DraftKind.ACTION_ITEM)
    answer = send(client, desk, draft, "approve", token=token, version=version)
    assert is_message(answer, 409)
    assert f"/documents/{desk.control}?at={draft.number}" in answer.text
    assert draft_of(desk, DraftKind.ACTION_ITEM).status is DraftStatus.PROPOSED


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (DraftKind.ACTION_ITEM, {"due_date": "9999-99-99"}),
        (DraftKind.ACTION_ITEM, {"due_date": "9999-12-31"}),
        (DraftKind.ACTION_ITEM, {"due_date": "0001-01-01"}),
        (DraftKind.ACTION_ITEM, {"due_date": "20261201"}),
        (DraftKind.ACTION_ITEM, {"due_date": "2026-W05-6"}),
        (DraftKind.ACTION_ITEM, {"due_date": "tomorrow"}),
        (DraftKind.ACTION_ITEM, {"title": " "}),
        (DraftKind.ACTION_ITEM, {"title": "x" * 100_000}),
        (DraftKind.ACTION_ITEM, {"title": "Report\x00 now"}),
        (DraftKind.ACTION_ITEM, {"title": "Report \u202ewon"}),
        (DraftKind.EXECUTIVE_ACTION, {"priority": "Very"}),
        (DraftKind.EXECUTIVE_ACTION, {"category": "Nonsense"}),
        (DraftKind.EXECUTIVE_ACTION, {"suspense_external": "2026-02-30"}),
        (DraftKind.METADATA, {"date": "9999-99-99"}),
        (DraftKind.METADATA, {"date": "soon"}),
        (DraftKind.METADATA, {"kind": "poem"}),
        (DraftKind.SUMMARY, {"text": ""}),
        (DraftKind.AUTHORITY, {"citation": ""}),
    ],
)
def test_an_absurd_edit_is_refused(
    client: TestClient, desk: Desk, token: str, kind: DraftKind, fields: dict[str, str]
) -> None:
    answer = send(client, desk, draft_of(desk, kind), "edit", token=token, **fields)
    assert is_message(answer, 409), (answer.status_code, answer.text[-500:])
    assert draft_of(desk, kind).status is DraftStatus.PROPOSED


@pytest.mark.parametrize("date", ["2026", "2026-10", "2026-10-03"])
def test_a_date_may_be_printed_in_part(client: TestClient, desk: Desk, token: str, date: str) -> None:
    assert send(client, desk, draft_of(desk, DraftKind.METADATA), "edit", token=token, date=date).is_success
    assert draft_of(desk, DraftKind.METADATA).values["date"] == date


def test_markup_in_an_edit_stays_text(client: TestClient, desk: Desk, token: str) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    send(client, desk, draft_of(desk, DraftKind.ACTION_ITEM), "edit", token=token, title=evil)
    assert draft_of(desk, DraftKind.ACTION_ITEM).values["title"] == evil
    page = client.get(f"/documents/{desk.control}").text
    assert "<script>alert" not in page and "<img" not in page and "&lt;script&gt;alert" in page


def test_a_link_from_elsewhere_cannot_put_words_into_a_page(client: TestClient, desk: Desk) -> None:
    page = client.get(f"/documents/{desk.control}?said=Your+password+is+wrong&undo=<b>&at=<i>&from=<u>").text
    assert "password" not in page and "<b>" not in page and "<i>" not in page and "<u>" not in page


@pytest.mark.parametrize("chunked", [False, True])
def test_a_form_beyond_the_limit_is_refused(
    client: TestClient, desk: Desk, token: str, chunked: bool
) -> None:
    body = b"token=" + token.encode() + b"&version=1&title=" + b"x" * LARGEST_FORM
    parts = (body[at : at + 4096] for at in range(0, len(body), 4096))
    answer = client.post(
        f"/documents/{desk.control}/drafts/1/edit",
        content=parts if chunked else body,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert is_message(answer, 413)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"xx", "multipart/form-data; boundary=a"),
        (b"xx", "multipart/form-data"),
        (b"&".join(b"f%d=" % number for number in range(2000)), "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"\xff\xfe=%ZZ&&==", "application/x-www-form-urlencoded"),
    ],
)
def test_a_broken_form_is_refused(
    client: TestClient, desk: Desk, token: str, content: bytes, kind: str
) -> None:
    address = f"/documents/{desk.control}/drafts/1/approve"
    answer = client.post(address, content=content, headers={"Content-Type": kind})
    assert is_message(answer, answer.status_code) and answer.status_code in (400, 403)


def test_our_own_fault_is_told_with_its_number_and_all_headers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*given: object) -> None:
        raise RuntimeError("secret of the inside")

    app = make_app(desk.settings, desk.records, [HOST], FINDER)
    client = TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False)
    client.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    monkeypatch.setattr(desk.records, "dossier", fail)
    answer = client.get(f"/documents/{desk.control}")
    assert is_message(answer, 500) and "secret" not in answer.text
    assert answer.headers["content-security-policy"] and answer.headers["cache-control"] == "no-store"
    number = re.search(r"in the log: ([0-9a-f]{12})", answer.text)
    assert number and number[1] in caplog.text


def test_head_is_get_without_the_body(client: TestClient, desk: Desk) -> None:
    for address in ("/", f"/documents/{desk.control}", "/static/app.css", "/actions"):
        answer = client.head(address)
        assert (answer.status_code, answer.content) == (200, b"")


def test_a_program_that_previews_the_link_does_not_use_it_up(visitor: TestClient, desk: Desk) -> None:
    link = {"link": desk.records.issue_link("reviewer", datetime.now(UTC))}
    assert visitor.head("/sign-in", params=link).status_code == 200
    assert COOKIE not in visitor.cookies
    visitor.get("/sign-in", params=link)
    assert visitor.cookies[COOKIE]


def test_signing_in_again_ends_the_session_before(client: TestClient, desk: Desk) -> None:
    first = client.cookies[COOKIE]
    client.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    assert client.cookies[COOKIE] != first
    assert desk.records.session(first, datetime.now(UTC)) is None


def test_a_planted_session_is_not_taken_over(visitor: TestClient, desk: Desk) -> None:
    visitor.cookies.set(COOKIE, "planted", domain="127.0.0.1")
    link = {"link": desk.records.issue_link("reviewer", datetime.now(UTC))}
    answer = visitor.get("/sign-in", params=link, follow_redirects=False)
    assert COOKIE in answer.headers["set-cookie"] and "planted" not in answer.headers["set-cookie"]
    assert "link" not in answer.headers["location"]
    assert desk.records.session("planted", datetime.now(UTC)) is None


def test_one_approval_of_many_at_once_holds(client: TestClient, desk: Desk, token: str) -> None:
    draft = draft_of(desk, DraftKind.ACTION_ITEM)
    before = desk.records.verify().events
    statuses: list[int] = []

    def press() -> None:
        statuses.append(send(client, desk, draft, "approve", token=token).status_code)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409, 409, 409]
    assert desk.records.verify().events == before + 1


def test_finishing_from_two_windows_files_once(client: TestClient, desk: Desk, token: str) -> None:
    for draft in desk.records.drafts(desk.control):
        send(client, desk, draft, "approve", token=token)
    address = f"/documents/{desk.control}/finish"
    threads = [
        threading.Thread(target=client.post, args=(address,), kwargs={"data": {"token": token, "gaps": "1"}})
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(desk.records.actions()) == 1
    assert [row.what for row in desk.records.audit(500)].count("document.finished") == 1


def test_finishing_under_a_number_and_a_name_is_refused(client: TestClient, desk: Desk, token: str) -> None:
    send(client, desk, draft_of(desk, DraftKind.ACTION_ITEM), "approve", token=token)
    address = f"/documents/{desk.control}/finish"
    both = client.post(address, data={"token": token, "gaps": "1", "joins": "EA-1", "made": "x"})
    assert is_message(both, 409)
    assert is_message(client.post(address, data={"token": token, "gaps": "1", "joins": "EA-1999-00001"}), 404)
    assert is_message(client.post(address, data={"token": token, "gaps": "1", "made": "a\x07b"}), 409)
    assert client.post(address, data={"token": token, "gaps": "1", "made": "By hand"}).status_code == 200
    (view,) = desk.records.actions()
    assert view.action.name == "By hand"


def test_what_was_finished_is_laid_before_a_reviewer_again(
    client: TestClient, desk: Desk, token: str
) -> None:
    for draft in desk.records.drafts(desk.control):
        send(client, desk, draft, "reject", token=token, reason="other")
    client.post(f"/documents/{desk.control}/finish", data={"token": token, "gaps": "1"})
    assert desk.records.document(desk.control).stage is Stage.REVIEWED
    address = f"/documents/{desk.control}"
    assert "Reopen" in client.get(address).text
    data = {"token": token, "reason": "One was missed."}
    assert client.post(f"{address}/reopen", data=data).status_code == 200
    assert desk.records.document(desk.control).stage is Stage.NEEDS_REVIEW
    assert is_message(client.post(f"{address}/reopen", data=data), 409)
    assert client.post(f"{address}/no-action", data=data).status_code == 200
    assert is_message(client.post(f"{address}/no-action", data=data), 409)
    assert is_message(send(client, desk, draft_of(desk, DraftKind.SUMMARY), "undo", token=token), 409)


def three_citations(desk: Desk, coverage: str = "full") -> tuple[str, str]:
    """A document that cites three laws; what its form for approving them in one go carries."""
    text = "See 5 U.S.C. 101, 5 U.S.C. 102 and 5 U.S.C. 103."
    read = ExtractedDocument("0" * 64, "x", "text/plain", text, (Page(1, Span(0, len(text))),))
    found = [
        AuthorityMention(name, AuthorityType.USC, (place,))
        for name in ("5 U.S.C. 101", "5 U.S.C. 102", "5 U.S.C. 103")
        if (place := read.find(name))
    ]
    control = admitted(desk, text, *found, coverage=coverage)
    drafts = [draft for draft in desk.records.drafts(control) if draft.kind is DraftKind.AUTHORITY]
    return control, " ".join(f"{draft.number}.{draft.version}" for draft in drafts)


def test_the_rest_of_a_group_is_approved_in_one_go(client: TestClient, desk: Desk, token: str) -> None:
    control, seen = three_citations(desk)
    page = client.get(f"/documents/{control}").text
    told = re.sub(r"<[^>]+>", "", page)
    assert "Approve 3 of high confidence" in told and f'value="{seen}"' in page
    before = desk.records.verify().events
    client.post(f"/documents/{control}/approve-rest", data={"token": token, "seen": seen})
    statuses = {draft.kind: draft.status for draft in desk.records.drafts(control)}
    assert statuses == {DraftKind.AUTHORITY: DraftStatus.APPROVED, DraftKind.METADATA: DraftStatus.PROPOSED}
    assert desk.records.verify().events == before + 3


def test_in_one_go_is_all_or_nothing(client: TestClient, desk: Desk, token: str) -> None:
    control, seen = three_citations(desk)
    low = next(draft for draft in desk.records.drafts(control) if draft.kind is DraftKind.METADATA)
    assert low.confidence is Confidence.LOW
    address = f"/documents/{control}/approve-rest"
    for asked in (f"{seen} {low.number}.1", seen.replace(".1", ".7"), f"{seen} 99.1", "", "x"):
        assert is_message(client.post(address, data={"token": token, "seen": asked}), 409), asked
    cited = next(draft for draft in desk.records.drafts(control) if draft.kind is DraftKind.AUTHORITY)
    desk.records.decide(Decision(cited.id, 1, "reviewer", Verdict.REJECT, NOW, reason="duplicate"))
    assert is_message(client.post(address, data={"token": token, "seen": seen}), 409)
    assert not any(draft.status.stands for draft in desk.records.drafts(control))


def test_what_was_not_read_whole_is_decided_one_by_one(client: TestClient, desk: Desk, token: str) -> None:
    control, seen = three_citations(desk, "partial(page 2 is a picture)")
    page = client.get(f"/documents/{control}").text
    assert "approve-rest" not in page and "Read in part: page 2 is a picture." in page
    answer = client.post(f"/documents/{control}/approve-rest", data={"token": token, "seen": seen})
    assert is_message(answer, 409)


def test_the_original_is_only_ever_a_file(client: TestClient, desk: Desk) -> None:
    answer = client.get(f"/documents/{desk.control}/original")
    assert b"MEMORANDUM" in answer.content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''memo.txt"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_name_of_an_original_cannot_write_headers(client: TestClient, desk: Desk) -> None:
    name = 'a"\r\nSet-Cookie: x=1;\u202e\udcff.html'
    desk.records.admit(Incoming("upload", name, b"<script>", NOW, source="evil"), "text/html", "clerk")
    control = next(row.control_number for row in desk.records.queue() if row.control_number != desk.control)
    answer = client.get(f"/documents/{control}/original")
    assert answer.status_code == 200 and "set-cookie" not in answer.headers
    assert re.fullmatch(r"attachment; filename\*=utf-8''[\w.%-]+", answer.headers["content-disposition"])
    assert client.get(f"/documents/{control}").status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "</div></article><script>alert(1)</script> & &amp; <!-- {{ 7 * 7 }} {% raw %}",
        "\u202eevil\u2066 \u200b\ufeff \x01\x07 bell",
        "\u0000\ufffd null-like \u2400",
        "x" * 200_000,
        "\U0001f6a2" * 500,
    ],
)
def test_any_text_is_shown_as_text(client: TestClient, desk: Desk, text: str) -> None:
    control = admitted(desk, text)
    answer = client.get(f"/documents/{control}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text and "49" not in re.findall(r"{{ 7 \* 7 }}|\b49\b", answer.text)


def test_a_large_document_comes_in_parts(client: TestClient, desk: Desk) -> None:
    lines = [f"Office {number} shall report. {'word ' * 100}" for number in range(1500)]
    text = "\n".join(lines)
    read = ExtractedDocument("0" * 64, "x", "text/plain", text, (Page(1, Span(0, len(text))),))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found = [
        ActionFinding(
            f"Report {n}", "tasking", (read.cite(Span(start, start + 20)),), Confidence.HIGH, "said"
        )
        for n, start in enumerate(starts[:-1])
    ]
    control = admitted(desk, text, *found)
    page = client.get(f"/documents/{control}").text
    assert len(page) < 700_000 and "Drafts 1 to 100 of 1501" in page and "Later text" in page
    last = desk.records.drafts(control)[-1]
    page = client.get(f"/documents/{control}?at={last.number}").text
    assert f'id="draft-{last.number}"' in page and f'id="place-{last.number}"' in page
    assert "Drafts 1501 to 1501 of 1501" in page
    assert "Office 0 shall" in client.get(f"/documents/{control}?from=0").text


def test_documents_lead_to_their_neighbours(client: TestClient, desk: Desk) -> None:
    other = admitted(desk, "Another letter.")
    assert f'href="/documents/{other}" rel="next"' in client.get(f"/documents/{desk.control}").text
    assert f'href="/documents/{desk.control}" rel="prev"' in client.get(f"/documents/{other}").text
    assert 'rel="next"' not in client.get(f"/documents/{other}").text


def test_what_people_do_here_is_logged_with_the_request(client: TestClient, desk: Desk, token: str) -> None:
    send(client, desk, draft_of(desk, DraftKind.SUMMARY), "approve", token=token)
    (event,) = desk.records.audit(1)
    assert event.what == "draft.approve" and re.fullmatch("[0-9a-f]{12}", event.request or "")
