"""What no machine could finish, as a clerk sees and mends it: failures, retry, unlock, split, attachments."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from cli.exits import Exit

PASSWORD = "gr\u00fcner Reiher 7"
LETTER = (
    "March 3, 2026",
    "Dear Secretary Quill:",
    "Please send the inventory of pier {} to the Committee by May {}, 2026.",
    "The Committee asks that you answer every question in full.",
    "Sincerely, Ada Holm",
)


class Said(Protocol):
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""


Run = Callable[..., Said]


def pdf(*letters: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number in letters:
        for place, line in enumerate(LETTER):
            canvas.drawString(72, 700 - 30 * place, line.format(number, number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(data)))
    writer.encrypt(PASSWORD, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def mail(*files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "lee@x.org", "desk@x.gov", "Enclosures"
    message.set_content("Please file the enclosures by April 2, 2026.\n")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return bytes(message)


@pytest.fixture
def bring(chancery: Run, tmp_path: Path) -> Callable[[str, bytes], str]:
    """Takes a file in; its control number."""

    def take(name: str, data: bytes) -> str:
        (tmp_path / name).write_bytes(data)
        number: str = chancery("ingest", name, "--json").json["documents"][0]["control_number"]
        return number

    return take


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a line on standard input."""

    def put(line: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode()), encoding="utf-8"))

    return put


Bring = Callable[[str, bytes], str]


def test_failures_are_listed_grouped_and_explained(chancery: Run, bring: Bring) -> None:
    shut, torn = bring("shut.pdf", locked(pdf(4))), bring("torn.pdf", b"%PDF-1.7 torn")
    rows = {row["control_number"]: row for row in chancery("failures", "--json").json["documents"]}
    assert rows.keys() == {shut, torn}
    assert rows[shut]["reading_state"] == "needs_password" and rows[shut]["tries"] == 1
    assert rows[shut]["what"] == "It is locked with a password."
    assert rows[shut]["steps"] == ["unlock", "retry", "original"]
    assert shut in chancery("failures").out
    groups = chancery("failures", "--by-reason", "--json").json["reasons"]
    assert sorted(group["documents"] for group in groups) == [[shut], [torn]]
    assert "It is locked with a password." in chancery("failures", "--by-reason").out

    told = chancery("failures", shut).out
    for words in (
        "set aside",
        "needs password",
        "Ask the sender",
        f"chancery unlock {shut}",
        "document.read",
    ):
        assert words in told
    report = chancery("failures", shut, "--json").json
    assert report["history"][0]["what"] == "document.admitted"
    assert chancery("failures", "99").code == Exit.USAGE


def test_nothing_to_mend_is_said(chancery: Run, taken_in: str) -> None:
    assert chancery("failures", "--json").json == {"documents": []}
    assert "Nothing" in chancery("failures").err
    assert "Nothing" in chancery("failures", "--by-reason").err
    assert "needs review" in chancery("failures", taken_in).out


def test_a_password_opens_a_document_and_is_kept_nowhere(
    chancery: Run, bring: Bring, typed: Callable[[str], None], tmp_path: Path
) -> None:
    number = bring("shut.pdf", locked(pdf(4)))
    typed("wrong\n")
    refused = chancery("unlock", number, "--password-stdin")
    assert refused.code == Exit.SET_ASIDE and "password given does not open it" in refused.err
    typed(f"{PASSWORD}\n")
    opened = chancery("unlock", number, "--password-stdin", "--as", "ada", "--json")
    assert opened.code == Exit.GOOD
    assert opened.json["documents"][0]["state"] == "needs_review"
    shown = chancery("show", number, "--text", "--json").json
    assert "inventory of pier 4" in shown["text"]
    assert shown["document"]["coverage"] == "full"
    assert "It needed a password: ada opened it." in shown["flags"]
    events = chancery("failures", number, "--json").json["history"]
    assert "user:ada" in [event["who"] for event in events if event["what"] == "document.unlocked"]
    secrets = (PASSWORD.encode(), b"Reiher")
    for path in (tmp_path / "home").rglob("*"):
        if path.is_file():
            assert not any(secret in path.read_bytes() for secret in secrets), path
    assert PASSWORD not in opened.out + opened.err


def test_a_password_needs_a_terminal_or_a_line(
    chancery: Run, bring: Bring, typed: Callable[[str], None]
) -> None:
    number = bring("shut.pdf", locked(pdf(4)))
    typed("")
    assert chancery("unlock", number).code == Exit.USAGE
    typed("\n")
    assert chancery("unlock", number, "--password-stdin").code == Exit.USAGE
    assert chancery("show", number, "--json").json["document"]["stage"] == "set_aside"


def test_a_document_that_is_not_locked_takes_no_password(
    chancery: Run, taken_in: str, typed: Callable[[str], None]
) -> None:
    typed("x\n")
    assert chancery("unlock", taken_in, "--password-stdin").code == Exit.CONFLICT


def test_retry_takes_numbers_a_state_or_all(chancery: Run, bring: Bring) -> None:
    shut, torn = bring("shut.pdf", locked(pdf(4))), bring("torn.pdf", b"%PDF-1.7 torn")
    assert chancery("retry").code == Exit.USAGE
    assert chancery("retry", shut, "--all").code == Exit.USAGE
    again = chancery("retry", "--state", "needs_password", "--json")
    assert [row["control_number"] for row in again.json["documents"]] == [shut]
    assert again.code == Exit.SET_ASIDE
    both = chancery("retry", "--all", "--json").json["documents"]
    assert {row["control_number"] for row in both} == {shut, torn}
    events = [event["what"] for event in chancery("failures", shut, "--json").json["history"]]
    assert events.count("document.retried") == 2


def test_what_was_read_whole_is_not_read_again(chancery: Run, taken_in: str) -> None:
    assert chancery("retry", taken_in).code == Exit.CONFLICT


def test_a_bundle_is_split_where_a_person_says(chancery: Run, bring: Bring) -> None:
    number = bring("bundle.pdf", pdf(4, 5, 6))
    assert chancery("split", number).code == Exit.USAGE
    for pages in ("1", "4", "x", "2,,3"):
        assert chancery("split", number, "--before", pages).code == Exit.USAGE
    done = chancery("split", number, "--before", "2,3", "--json")
    assert done.code == Exit.GOOD
    rows = {row["control_number"]: row for row in done.json["documents"]}
    assert list(rows) == [number, f"{number}-01", f"{number}-02", f"{number}-03"]
    assert rows[number]["state"] == "no_action"
    for place, pier in enumerate((4, 5, 6), 1):
        part = chancery("show", f"{number}-{place:02d}", "--text", "--json").json
        assert f"pier {pier}" in part["text"] and part["document"]["parent"] == number
        assert sum(f"pier {other}" in part["text"] for other in (4, 5, 6)) == 1
    assert chancery("split", number, "--before", "2").code == Exit.CONFLICT


def test_a_bundle_that_was_unlocked_is_split_with_its_password(
    chancery: Run, bring: Bring, typed: Callable[[str], None]
) -> None:
    number = bring("shut.pdf", locked(pdf(4, 5)))
    typed(f"{PASSWORD}\n")
    chancery("unlock", number, "--password-stdin")
    typed("")
    refused = chancery("split", number, "--before", "2")
    assert refused.code == Exit.SET_ASIDE
    assert "was not kept" in refused.err and "--password-stdin" in refused.err
    typed("wrong\n")
    assert chancery("split", number, "--before", "2", "--password-stdin").code == Exit.SET_ASIDE
    assert chancery("show", number, "--json").json["document"]["stage"] == "needs_review"
    typed(f"{PASSWORD}\n")
    done = chancery("split", number, "--before", "2", "--password-stdin", "--json")
    assert done.code == Exit.GOOD
    assert [row["state"] for row in done.json["documents"]] == ["no_action", "needs_review", "needs_review"]
    for place, pier in enumerate((4, 5), 1):
        assert f"pier {pier}" in chancery("show", f"{number}-{place:02d}", "--text", "--json").json["text"]
    assert PASSWORD not in done.out + done.err


def test_a_locked_document_names_the_command_that_opens_it(chancery: Run, bring: Bring) -> None:
    number = bring("shut.pdf", locked(pdf(4)))
    assert f"`chancery unlock {number}`" in str(chancery("failures", number, "--json").json)
    assert f"`chancery unlock {number}`" in chancery("show", number, "--json").json["document"]["reason"]


def test_what_has_no_pages_cannot_be_split(chancery: Run, taken_in: str) -> None:
    assert chancery("split", taken_in, "--before", "2").code == Exit.SET_ASIDE


def test_a_parent_tells_of_attachments_that_could_not_be_read(chancery: Run, bring: Bring) -> None:
    number = bring(
        "three.eml", mail(("good.pdf", pdf(9)), ("shut.pdf", locked(pdf(8))), ("x.pdf", b"%PDF-1.7"))
    )
    shown = chancery("show", number).out
    assert "2 of 3 attachments could not be read." in shown
    for place in (1, 2, 3):
        assert f"{number}-{place:02d}" in shown
    assert f"attached to:  {number}" in chancery("show", f"{number}-01").out
    assert "2 of 3 attachments could not be read" in chancery("queue").out
    counts = chancery("status", "--json").json
    assert (counts["children"], counts["children_unread"]) == (3, 2)
    row = next(r for r in chancery("queue", "--json").json["documents"] if r["control_number"] == number)
    assert (row["children"], row["children_unread"]) == (3, 2)


HIDDEN = b"""<html><body><p>March 3, 2026</p><p>Dear Secretary:</p>
<p>Please answer the harbor board within 30 days of this letter. The board has met twice this winter.</p>
<p style="display:none">The Clerk shall pay the invoice by May 1, 2026.</p><p>Yours, Pat</p></body></html>"""


def test_hidden_text_is_shown_apart_and_never_drafted(chancery: Run, bring: Bring) -> None:
    number = bring("letter.html", HIDDEN)
    shown = chancery("show", number, "--json").json
    assert [one["quote"] for one in shown["hidden"]] == ["The Clerk shall pay the invoice by May 1, 2026."]
    assert [one["class"] for one in shown["hidden_obligations"]] == ["hidden"]
    assert not any("invoice" in part["quote"] for draft in shown["drafts"] for part in draft["evidence"])
    for told in (chancery("show", number).out, chancery("analyze", "letter.html").out):
        assert "Text that was not meant to be seen (1 passage):" in told
    assert "1 hidden sentence" in chancery("queue").out
    assert chancery("approve", number, "--all").code == Exit.CONFLICT
