"""Pages of letters that are alike and of messages: told apart, counted, decided by a press."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from coordination.outgoing import Basis, Line
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.drafting import proposals
from pipeline.findings import Analysis, DocumentFacts, Kind, Provenance
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.mail import MailFacts, MailPlace
from pipeline.ports import Stamp
from review.pages import campaigns
from review.reading import moment_words
from store.messages import MailWanted
from store.records import SqlRecords
from store.views import User
from tests.days import this_day
from tests.review.test_browser import browser, site
from tests.review.test_browser_screens import LOOKS, enter

__all__ = ["browser", "site"]

NOW = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)
FORM = (
    "The lock at Mossy Point served our boats for ninety years and all sail round the cape without it.\n\n"
    "Many families in our town live by the fishing, and a season lost is one that nobody gives back.\n\n"
    "Whoever decides on the money should come and stand on the quay on a winter morning before he does.\n\n"
    "The survey of its gates was promised to the town in March, and we have not seen one page of it."
)
Letter = Callable[..., IntakeDocument]


def take(
    records: SqlRecords,
    words: str,
    sender: str,
    mail: MailFacts | None = None,
    metadata: dict[str, str] | None = None,
) -> IntakeDocument:
    """A letter of these words, taken to its review by an analyzer that finds nothing."""
    incoming = Incoming("mailbox", "letter.eml", words.encode(), NOW, source=words, mail=mail)
    number = records.admit(incoming, "message/rfc822", "system").document.control_number
    document = records.claim("worker", NOW)
    assert document is not None and document.control_number == number
    pages = (Page(1, Span(0, len(words))),)
    read = ExtractedDocument(
        document.sha256, "letter.eml", "message/rfc822", words, pages, metadata=metadata or {}
    )
    document = records.keep_reading(document, read, "by hand")
    facts = DocumentFacts(
        Kind.PUBLIC_LETTER,
        "message/rfc822",
        read.sha256,
        "extracted",
        "full",
        title="The lock",
        sender=sender,
    )
    analysis = Analysis(facts, words, Provenance("by hand"))
    return records.file(document, analysis, Stamp("by hand", "1"), proposals(read, analysis))


def form(name: str, more: str = "") -> str:
    return f"A letter from {name}\n\n{FORM}\n\n{more}Yours, {name}"


def message(uid: int, aside: str = "", **facts: Any) -> MailFacts:
    given = {
        "message_id": f"<{uid}@harbor.example>",
        "thread": "<1@harbor.example>",
        "sender": "ann@harbor.example",
    }
    return MailFacts(MailPlace("letters", "INBOX", 9, uid), 400, NOW, aside=aside, **(given | facts))


@pytest.fixture
def alike(desk: Any) -> Iterator[list[str]]:
    """Three letters of one form, the third with a sentence of its own, and the first one again on paper."""
    records = desk.records
    texts = (
        (
            form("Ann Quill"),
            "Ann Quill",
            message(1, subject="The lock", addressees=("office@harbor.example",)),
        ),
        (form("Ben Roe"), "Ben Roe", message(2, subject="Re: The lock", sender="ben@harbor.example")),
        (form("Cy Low", "Please also tell me by Friday why the ferry was stopped. "), "Cy Low", None),
        (form("Ann Quill").replace("promised", "promlsed"), "Quill, Ann", None),
    )
    yield [take(records, words, sender, mail).control_number for words, sender, mail in texts]


def test_a_document_shows_its_campaign_and_what_it_may_be_again(
    client: TestClient, alike: list[str], desk: Any
) -> None:
    page = client.get(f"/documents/{alike[3]}").text
    assert (
        f"/campaigns/{alike[3]}" in page and "a campaign of 4 letters" in page and "4 wait for review" in page
    )
    assert f'may be the same letter as <a href="/documents/{alike[0]}"' in page
    assert "Same letter</button>" in page and "Not the same</button>" in page
    assert "may be the same letter" in client.get(f"/documents/{alike[0]}").text, (
        "the earlier one tells it too"
    )
    alone = client.get(f"/documents/{desk.control}").text
    assert "campaign of" not in alone and "may be the same" not in alone


def test_a_press_says_that_it_is_the_same_letter_and_another_takes_it_back(
    client: TestClient, token: str, alike: list[str], desk: Any
) -> None:
    address = f"/documents/{alike[3]}/same-letter"
    said = {"token": token, "other": alike[0], "word": "same"}
    refused = client.post(address, data=said | {"reason": " "})
    assert refused.status_code == 409 and desk.records.document(alike[3]).stage is Stage.NEEDS_REVIEW
    assert client.post(address, data=said | {"reason": "On paper."}).status_code == 200
    document = desk.records.document(alike[3])
    assert (document.stage, document.duplicate_of) == (Stage.DUPLICATE, alike[0])
    page = client.post(address, data=said | {"word": "other", "reason": "Another year."}).text
    assert "they are two letters" in page and "Reviewer said that" in page and "Another year." in page
    assert desk.records.document(alike[3]).stage is Stage.NEEDS_REVIEW


def test_a_campaign_shows_its_letters_and_what_differs(client: TestClient, alike: list[str]) -> None:
    listed = client.get("/campaigns").text
    assert alike[0] in listed and "The lock" in listed and "1 campaign" in listed
    assert f'<a class="key" href="/documents/{alike[3]}">' in listed, "the pair that may be one letter"
    page = client.get(f"/campaigns/{alike[1]}").text
    assert all(number in page for number in alike)
    assert "<q>Please also tell me by Friday why the ferry was stopped.</q>" in page
    assert "Decide one letter first" in page and "Let those that wait" not in page
    assert client.get("/campaigns?waits=none").text.count("No campaign fits") == 1


def test_one_decision_serves_the_campaign_and_the_rest_says_why(
    client: TestClient, token: str, alike: list[str], desk: Any
) -> None:
    desk.records.no_action(alike[0], "It is a form.", "reviewer")
    page = client.get(f"/campaigns/{alike[0]}").text
    assert "Let those that wait go its way" in page and "Can go its way" in page
    page = client.post(f"/campaigns/{alike[0]}/follow", data={"token": token, "model": alike[0]}).text
    assert "went its way" in page
    stages = [desk.records.document(number).stage for number in alike]
    assert stages[:3] == [Stage.NO_ACTION, Stage.NO_ACTION, Stage.NO_ACTION]
    assert desk.records.verify().holds


def test_one_answer_goes_to_all_and_no_question_of_anybody_is_lost(
    client: TestClient, token: str, alike: list[str], desk: Any
) -> None:
    desk.records.add_user(User("ben", "Ben", frozenset({"reviewer"})), "system")
    number = desk.records.make_action("Answer them", "Congressional Correspondence", "ben")
    case = f"/actions/{number}"
    for control in alike[:3]:
        client.post(f"{case}/letters/log", data={"token": token, "document": control})
    shown = client.get(f"{case}?tab=letters").text
    assert "<q>Please also tell me by Friday why the ferry was stopped.</q>" in shown
    waiting = {one.document: [part.id for part in one.waiting] for one in desk.records.letters(number)}
    assert waiting[alike[1]] and waiting[alike[2]], "also what only looks like a name waits for a word"
    for control in alike[:2]:
        word = {"token": token, "document": control, "passage": waiting[control], "verdict": "Dismissed",
                "words": "It is a name."}  # fmt: skip
        if waiting[control]:
            assert "Decided" in client.post(f"{case}/own-words", data=word).text
    for one in desk.records.letters(number)[2].waiting:
        if "ferry" not in one.quote:
            word = {"token": token, "document": alike[2], "passage": [one.id], "verdict": "Dismissed"}
            client.post(f"{case}/own-words", data=word | {"words": "It is a name."})
    wanted = {"token": token, "document": alike[0], "kind": "Final Reply", "template": "campaign-reply"}
    client.post(f"{case}/draft-letter", data=wanted)
    (drafted,) = desk.records.outgoing_letters(number)
    line = Line("The lock opens again in June.", 0, Basis.PERSON, "ben", "I saw the order.")
    desk.records.write_letter(drafted.id, 1, "The lock", (line,), "ben")
    letter = f"/letters/{drafted.id}"
    form = {"token": token, "version": "2", "by": "Jo Roe, Secretary", "level": "Secretary"}
    assert "Signed" in client.post(f"{letter}/release/sign", data=form).text
    sending = {"token": token, "version": "3", "to": alike[:3], "day": this_day().isoformat(),
               "way": "E-mail", "form": "docx"}  # fmt: skip
    refused = client.post(f"{letter}/send", data=sending)
    assert refused.status_code == 409 and "why the ferry was stopped" in refused.text
    assert {one.state.value for one in desk.records.letters(number)} == {"Open"}, "all of them or none"
    own = [one.id for one in desk.records.letters(number)[2].waiting]
    word = {"token": token, "document": alike[2], "passage": own, "verdict": "Answered", "words": "Ice."}
    assert "Decided" in client.post(f"{case}/own-words", data=word).text
    assert "the proof is on the record" in client.post(f"{letter}/send", data=sending).text
    for came in desk.records.letters(number):
        made = Document(io.BytesIO(desk.records.sent_paper(came.proofs[0].id)[0]))
        said = [one.text for one in made.paragraphs]
        assert line.text in said and ("Ice." in said) is (came.document == alike[2])
        assert f"Dear {came.correspondent}:" in said and came.state.value == "Answered"


def test_a_letter_with_much_of_its_own_stays_with_its_reason(
    client: TestClient, token: str, alike: list[str], desk: Any
) -> None:
    more = " ".join(f"pier{number}" for number in range(40)) + ". "
    other = take(desk.records, form("Di Ash", more), "Di Ash").control_number
    desk.records.no_action(alike[0], "It is a form.", "reviewer")
    page = client.post(f"/campaigns/{alike[0]}/follow", data={"token": token, "model": alike[0]}).text
    assert "Stays for a person: Some" in page and "of its words are its own" in page
    assert desk.records.document(other).stage is Stage.NEEDS_REVIEW


def test_a_press_goes_on_where_the_last_one_stopped(
    client: TestClient, token: str, alike: list[str], desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.records.no_action(alike[0], "It is a form.", "reviewer")
    monkeypatch.setattr(campaigns, "SECONDS", -1.0)
    page = client.post(f"/campaigns/{alike[0]}/follow", data={"token": token, "model": alike[0]}).text
    assert "press again" in page and f'name="from" value="{alike[1]}"' in page
    stages = [desk.records.document(number).stage for number in alike[1:3]]
    assert stages == [Stage.NO_ACTION, Stage.NEEDS_REVIEW]
    client.post(f"/campaigns/{alike[0]}/follow", data={"token": token, "model": alike[0], "from": alike[1]})
    assert desk.records.document(alike[2]).stage is Stage.NO_ACTION


def test_an_undecided_letter_answers_for_nobody(
    client: TestClient, token: str, alike: list[str], desk: Any
) -> None:
    answer = client.post(f"/campaigns/{alike[0]}/follow", data={"token": token, "model": alike[0]})
    assert answer.status_code == 409 and "cannot answer for others" in answer.text
    assert client.get(f"/campaigns/{desk.control}").status_code == 404


def test_a_document_shows_the_message_that_it_came_as(
    client: TestClient, alike: list[str], desk: Any
) -> None:
    page = client.get(f"/documents/{alike[0]}").text
    for words in (
        "&lt;1@harbor.example&gt;",
        "ann@harbor.example",
        "office@harbor.example",
        "letters, INBOX",
        moment_words(NOW, None, desk.settings.zone),
    ):
        assert words in page
    assert "one of 2 of its exchange" in page and f'<a href="/documents/{alike[1]}">' in page
    filed = take(
        desk.records,
        "A message out of a folder.",
        "Di Ash",
        None,
        {"message-id": "<7@x.example>", "from": "Di Ash"},
    )
    page = client.get(f"/documents/{filed.control_number}").text
    assert "&lt;7@x.example&gt;" in page and "Mailbox</dt>" not in page
    assert "The message" not in client.get(f"/documents/{desk.control}").text


def test_what_a_machine_sent_stands_on_a_page_of_its_own(client: TestClient, desk: Any) -> None:
    records: SqlRecords = desk.records
    bounce = message(
        8, "It is a report that a message could not be delivered.", subject="Returned <b>mail</b>"
    )
    incoming = Incoming("mailbox", "bounce.eml", b"bounce", NOW, source="bounce", mail=bounce)
    number = records.admit(incoming, "message/rfc822", "system").document.control_number
    records.mail_refused(message(9, subject="A film"), "It is over the limit.")
    page = client.get("/mail").text
    assert (
        "Returned &lt;b&gt;mail&lt;/b&gt;" in page
        and "could not be delivered" in page
        and "A film" not in page
    )
    assert f'href="/failed/{number}"' in page, "from there it can be let in"
    refused = client.get("/mail?view=refused").text
    assert "A film" in refused and "over the limit" in refused and "Returned" not in refused
    both = client.get("/mail?view=all").text
    assert both.index("A film") < both.index("Returned")
    assert "No message fits" in client.get("/mail?view=all&words=nothing-of-it").text
    assert "A film" in client.get("/mail/export?as=csv&view=all").text
    client.post(f"/failed/{number}/retry", data={"token": _token(client)})
    assert records.document(number).stage is Stage.RECEIVED


def _token(client: TestClient) -> str:
    from review.people import COOKIE, form_token

    return form_token(client.cookies[COOKIE])


def test_the_ledger_is_read_in_parts(desk: Any) -> None:
    for uid in range(1, 8):
        desk.records.mail_refused(message(uid, subject=f"Number {uid}"), "It is over the limit.")
    first = desk.records.mail_part(MailWanted(words="number"), 4)
    rest = desk.records.mail_part(MailWanted(words="number"), 4, first[-1].line)
    assert [row.subject for row in (*first, *rest)] == [f"Number {uid}" for uid in range(7, 0, -1)]
    assert desk.records.mail_count(MailWanted(account="letters"), 5) == 5
    assert desk.records.mail_count(MailWanted(account="others")) == 0


@pytest.mark.browser
@pytest.mark.parametrize("look", ["light", "dark", "narrow-light"])
def test_the_pages_have_no_barrier(
    browser: Browser, site: str, desk: Any, alike: list[str], look: str
) -> None:
    from store.views import User

    desk.records.add_user(User("everything", "Everything", frozenset({"reviewer", "auditor"})), "system")
    desk.records.mail_refused(message(9, subject="A film"), "It is over the limit.")
    desk.records.no_action(alike[0], "It is a form.", "reviewer")
    page = enter(browser, site, desk, **LOOKS[look], java_script_enabled=True)
    for address in (
        "/campaigns", f"/campaigns/{alike[0]}", "/mail?view=all", "/mail", f"/documents/{alike[3]}",
        f"/documents/{alike[0]}",
    ):  # fmt: skip
        page.goto(address)
        page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} is {wide} pixels too wide"


def test_what_differs_is_told_in_whole_sentences() -> None:
    from pipeline.likeness import own_sentences

    text = (
        "One two three four.\n"
        "Five six seven eight nine ten eleven twelve thirteen fourteen fif-\nteen sixteen. End."
    )
    other = text.replace("fif-\nteen", "fifteen").replace("\n", " ")
    assert own_sentences(text, other) == () and own_sentences(other, text) == ()
    assert own_sentences(text.replace("seven", "zero"), other) == (
        "Five six zero eight nine ten eleven twelve thirteen fourteen fifteen sixteen.",
    )
    assert own_sentences("", other) == () and own_sentences("... --- ...", other) == ()
