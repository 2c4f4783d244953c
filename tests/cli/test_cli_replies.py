"""`reply`: from the log of letters and the writer's card to the proof of reply, in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Exit

Run = Callable[..., Any]
LETTER = """\
UNITED STATES SENATE
WASHINGTON, DC 20510

March 3, 2026

The Honorable Ada Quill
Bureau of Harbors

Dear Director Quill:

Please tell us by April 1, 2026 how many {what} the Bureau has painted.

Sincerely,

Harold Penn
United States Senator
"""


@pytest.fixture
def letters(chancery: Run, tmp_path: Path) -> list[str]:
    """Two letters of one writer, by control number."""
    found = []
    for what in ("buoys", "lighthouses"):
        path = tmp_path / f"{what}.txt"
        path.write_text(LETTER.format(what=what))
        found.append(chancery("ingest", str(path), "--json").json["documents"][0]["control_number"])
    for name in ("ada", "ben"):
        assert chancery("user", "add", name, "--role", "reviewer", "--as", "reviewer").code == Exit.GOOD
    return found


def done(answer: Any) -> Any:
    assert answer.code == Exit.GOOD, answer.err
    return answer


def case(chancery: Run, letter: str) -> str:
    """An action of correspondence with a letter on its case."""
    kind = ("--type", "Congressional Correspondence", "--as", "ada")
    number: str = done(chancery("actions", "make", "Answer the senator", *kind)).out.split()[0]
    done(chancery("reply", "log", number, letter, "--as", "ada"))
    done(chancery("reply", "route", number, "OCFO", "--note", "By Friday.", "--as", "ada"))
    return number


def test_a_letter_is_answered_from_the_log_to_its_proof(
    chancery: Run, letters: list[str], tmp_path: Path
) -> None:
    number = case(chancery, letters[0])
    (row,) = chancery("reply", "--json").json
    assert (row["document"], row["replied"], row["state"]) == (letters[0], None, "Open") and row["tasked"]
    draft = ("reply", "draft", number, letters[0], "--as", "ada")
    letter = done(chancery(*draft, "--kind", "final reply")).out.strip()
    assert chancery(*draft, "--kind", "sermon").code == Exit.CONFLICT
    words = tmp_path / "words.txt"
    words.write_text("Dear Senator Penn:\n\nThe Bureau has painted nine buoys.\n")
    said = done(chancery("reply", "write", letter, str(words), "--subject", "Buoys", "--as", "ada"))
    assert "rest on nothing yet" in said.err + said.out
    lines = chancery("reply", "text", letter, "--json").json["lines"]
    loose = [place for place, one in enumerate(lines, start=1) if "nine buoys" in one["text"]]
    own = ("--words", "I counted them.", "--as", "ada")
    done(chancery("reply", "source", letter, str(loose[0]), *own))
    greeting = next(place for place, one in enumerate(lines, start=1) if "Senator Penn" in one["text"])
    done(chancery("reply", "source", letter, str(greeting), "--as", "ada"))
    shown = chancery("reply", "text", letter).out
    assert "I counted them." in shown
    assert chancery("reply", "sign", letter, "--by", "A. Quill", "--as", "ada").code == Exit.CONFLICT
    sign = ("reply", "sign", letter, "--by", "A. Quill", "--level", "Director", "--as", "ben")
    done(chancery(*sign))
    done(chancery("reply", "unsign", letter, "--reason", "A word is wrong.", "--as", "ben"))
    done(chancery(*sign))
    for name, start in (("reply.pdf", b"%PDF"), ("reply.docx", b"PK")):
        done(chancery("reply", "paper", letter, letters[0], name))
        assert (tmp_path / name).read_bytes().startswith(start)
    done(chancery("reply", "sheet", letter, "sheet.pdf"))
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    sent = done(chancery("reply", "send", letter, letters[0], "--way", "E-mail", "--as", "ben"))
    assert "1 sent" in sent.err + sent.out
    told = chancery("reply", "show", number, "--json").json["letters"][0]
    assert told["state"] == "Answered" and len(told["proofs"][0]["sha256"]) == 64
    assert "No letter waits" in chancery("reply").err
    assert letters[0] in chancery("reply", "--all").out


def test_the_card_of_a_writer_tells_of_earlier_letters(chancery: Run, letters: list[str]) -> None:
    number = case(chancery, letters[0])
    found = chancery("reply", "card", letters[1], "--json").json
    assert "Penn" in found["correspondent"]
    assert [one["document"] for one in found["letters"]] == [letters[0]]
    shown = chancery("reply", "card", letters[1]).out
    assert number in shown and "1 of them open" in shown
    unlogged = chancery("reply", "card", letters[0]).out
    assert f"{letters[1]}" in unlogged and "on no action" in unlogged


def test_a_letter_ends_without_reply_by_another_s_word_and_is_opened_again(
    chancery: Run, letters: list[str]
) -> None:
    number = case(chancery, letters[0])
    end = ("reply", "end", number, letters[0], "--reason", "It thanks us.", "--as", "ada")
    assert chancery(*end, "--approver", "ada").code == Exit.CONFLICT
    done(chancery(*end, "--approver", "ben"))
    assert "It thanks us. (approved by ben)" in chancery("reply", "show", number).out
    done(chancery("reply", "reopen", number, letters[0], "--reason", "It asks too.", "--as", "ada"))
    away = ("--as-what", "Transferred", "--approver", "ben")
    assert chancery(*end, *away).code == Exit.CONFLICT
    done(chancery(*end, *away, "--to", "The Coast Guard"))


def test_what_an_office_sent_by_itself_is_recorded_by_its_document(
    chancery: Run, letters: list[str], tmp_path: Path
) -> None:
    number = case(chancery, letters[0])
    paper = tmp_path / "reply.txt"
    paper.write_text("Dear Senator: nine.")
    proof = chancery("ingest", str(paper), "--json").json["documents"][0]["control_number"]
    day = chancery("reply", "show", number, "--json").json["letters"][0]["received"]
    sent = ("reply", "sent", number, letters[0], "--document", proof, "--to", "Senator Penn", "--on", day)
    assert chancery(*sent, "--way", "Pigeon", "--as", "ada").code == Exit.CONFLICT
    done(chancery(*sent, "--way", "Fax", "--by", "OCFO", "--as", "ada"))
    (told,) = chancery("reply", "show", number, "--json").json["letters"]
    assert told["state"] == "Answered" and told["proofs"][0]["sent_by"] == "OCFO"


def test_letters_wait_or_are_withdrawn_and_templates_are_listed(
    chancery: Run, letters: list[str], tmp_path: Path
) -> None:
    number = case(chancery, letters[0])
    made = ("reply", "draft", number, letters[0], "--kind", "Interim Reply", "--as", "ada")
    letter = done(chancery(*made)).out.strip()
    refused = chancery("reply", "concur", letter, "OGC", "--as", "ada")
    assert refused.code == Exit.CONFLICT and "places to be written" in refused.err
    words = tmp_path / "words.txt"
    words.write_text("Dear Senator Penn:\n\nIt takes us until May 1, 2026.\n")
    done(chancery("reply", "write", letter, str(words), "--as", "ada"))
    for sentence in ("1", "2"):
        done(chancery("reply", "source", letter, sentence, "--words", "I know.", "--as", "ada"))
    done(chancery("reply", "concur", letter, "OGC", "--as", "ada"))
    assert any(one["lead_unit"] == "OGC" for one in chancery("items", number, "--json").json["items"])
    done(chancery("reply", "withdraw", letter, "--reason", "The final one is ready.", "--as", "ada"))
    assert "final-reply" in chancery("reply", "templates").out
    edited = done(chancery("reply", "templates", "final-reply", "--edit")).out.strip()
    assert Path(edited).is_file()
