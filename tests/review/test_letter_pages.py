"""Pages of letters: the log, the letters of an action, the letter that goes out, to its proof."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from starlette.testclient import TestClient

from coordination.correspondence import LetterState
from pipeline.intake import Incoming
from store.correspondents import SORTS
from store.views import User
from tests.days import this_day
from tests.review.conftest import Desk


@pytest.fixture
def number(desk: Desk) -> str:
    """An action of correspondence with the letter on its case."""
    desk.records.add_user(User("ben", "Ben", frozenset({"reviewer"})), "system")
    number = desk.records.make_action("Answer it", "Congressional Correspondence", "ben")
    desk.records.log_letter(number, desk.control, "ben")
    return number


def draft(client: TestClient, desk: Desk, number: str, token: str, kind: str, template: str) -> str:
    form = {"token": token, "document": desk.control, "kind": kind, "template": template}
    answer = client.post(f"/actions/{number}/draft-letter", data=form)
    assert answer.status_code == 200, answer.text
    return str(answer.url).split("?")[0]


def test_a_letter_goes_from_the_log_to_its_proof(
    client: TestClient, desk: Desk, number: str, token: str
) -> None:
    assert desk.control in client.get("/letters").text
    shown = client.get(f"/actions/{number}?tab=letters").text
    assert "no proof of reply" in shown and "Draft an answer" in shown
    letter = draft(client, desk, number, token, "Acknowledgement", "acknowledgement")
    form = {"token": token, "version": "1", "by": "The Secretary"}
    assert "Signed" in client.post(f"{letter}/release/sign", data=form).text
    day = this_day().isoformat()
    gone = {"token": token, "version": "2", "to": desk.control, "day": day, "way": "E-mail", "form": "docx"}
    assert "the proof is on the record" in client.post(f"{letter}/send", data=gone).text
    page = client.get(f"/actions/{number}?tab=letters").text
    proof = re.search(r'href="(/proofs/[^"]+)">([^<]+)', page)
    assert proof and proof[2] == f"{desk.control}-acknowledgement.docx"
    kept = client.get(proof[1])
    assert kept.content[:2] == b"PK" and "attachment" in kept.headers["content-disposition"]


def logged(desk: Desk, number: str, count: int) -> list[str]:
    """Further letters on the case, by number of their document."""
    found = []
    for one in range(count):
        words = f"Letter {one}"
        incoming = Incoming("upload", f"{one}.txt", words.encode(), datetime.now(UTC), source=words)
        control = desk.records.admit(incoming, "text/plain", "clerk").document.control_number
        desk.records.log_letter(number, control, "ben")
        found.append(control)
    return found


@pytest.mark.parametrize("sort", ["", *SORTS, *(f"-{name}" for name in SORTS)])
def test_the_log_turns_round_and_its_pages_follow_one_another(
    client: TestClient, desk: Desk, number: str, sort: str
) -> None:
    every = {desk.control, *logged(desk, number, 52)}
    address, seen = f"/letters?state=all&sort={sort}", []
    while address:
        page = client.get(address).text
        seen += re.findall(r'data-label="Letter"><a class="key" href="/documents/([^"]+)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(following[1]) if following else ""
        assert page.count("aria-sort") == 4 and page.count('cending"><a') == bool(sort)
    assert len(seen) == 53 and set(seen) == every
    if sort.endswith("document"):
        assert seen == sorted(every, reverse=sort.startswith("-"))
    whole = client.get(f"/letters/export?as=json&state=all&sort={sort}").json()
    assert [row["document"] for row in whole] == seen


def test_what_is_refused_is_said_on_the_page_and_the_words_stay(
    client: TestClient, desk: Desk, number: str, token: str
) -> None:
    letter = draft(client, desk, number, token, "Final Reply", "final-reply")
    form = {"token": token, "version": "1", "by": "S", "level": "Secretary"}
    refused = client.post(f"{letter}/release/sign", data=form)
    assert refused.status_code == 409 and "not released by who wrote it" in refused.text
    words = {"token": token, "version": "7", "subject": "Mine", "text": "My <own> words."}
    late = client.post(f"{letter}/write/write", data=words)
    assert late.status_code == 409 and "My &lt;own&gt; words." in late.text
    beside = {"enclosures": "A timetable\r\n\r\nA <map>", "copies": "Sen. Bo Penn"}
    client.post(f"{letter}/write/write", data=words | beside | {"version": "1"})
    assert "A timetable\nA &lt;map&gt;</textarea>" in client.get(letter).text
    source = {"token": token, "version": "2", "line": "0", "basis": "a document", "source": desk.control}
    wrong = client.post(f"{letter}/write/source", data=source | {"words": "It never said so."})
    assert wrong.status_code == 409 and "does not say these words" in wrong.text
    right = client.post(f"{letter}/write/source", data=source | {"words": "dredging  backlog"})
    assert right.status_code == 200 and "a document" in right.text
    for form_name in ("pdf", "docx"):
        made = client.get(f"{letter}/file", params={"as": form_name, "document": desk.control})
        assert made.status_code == 200 and len(made.content) > 1000
    assert client.get(f"{letter}/sheet").content.startswith(b"%PDF")
    assert client.get(f"{letter}/file", params={"as": "exe", "document": desk.control}).status_code == 409


def test_an_end_without_reply_needs_another_s_approval(
    client: TestClient, desk: Desk, number: str, token: str
) -> None:
    form = {"token": token, "document": desk.control, "state": "No Further Action", "reason": "It thanks us."}
    own = client.post(f"/actions/{number}/letters/end", data=form | {"approver": "reviewer"})
    assert own.status_code == 409
    assert client.post(f"/actions/{number}/letters/end", data=form | {"approver": "ben"}).status_code == 200
    assert desk.records.letters(number)[0].state is LetterState.NO_FURTHER_ACTION
    assert "No letter waits" in client.get("/letters").text


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx"])
def test_no_writer_s_name_runs_as_a_formula(
    client: TestClient, desk: Desk, number: str, token: str, name: str
) -> None:
    form = {"token": token, "document": desk.control, "version": "1", "who": f"{name} Lee"}
    client.post(f"/actions/{number}/letters/address", data=form)
    rows = list(csv.reader(io.StringIO(client.get("/letters/export?as=csv").text)))
    assert rows[1][0] == desk.control and all(
        not cell.startswith(("=", "+", "-", "@", "\t")) for cell in rows[1]
    )


@pytest.mark.parametrize("words", ["a\r\nBcc: all@example.org", 'x"; filename="y.exe', "Ä\u202egpj.exe"])
def test_no_stranger_s_words_reach_a_header(
    client: TestClient, desk: Desk, number: str, token: str, words: str
) -> None:
    letter = draft(client, desk, number, token, "Acknowledgement", "acknowledgement")
    sent = {"token": token, "version": "1", "subject": words, "text": words}
    assert client.post(f"{letter}/write/write", data=sent).status_code in (200, 409)
    made = client.get(f"{letter}/file", params={"as": "docx", "document": desk.control})
    assert (
        made.headers["content-disposition"] == f'attachment; filename="{desk.control}-acknowledgement.docx"'
    )
    assert "bcc" not in made.headers
