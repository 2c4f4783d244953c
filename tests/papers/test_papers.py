"""Letters and control sheets as files: every word in them, nothing of a stranger's read as markup."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import papers
from coordination.correspondence import Sent
from coordination.outgoing import Basis, Outgoing, lines_of
from coordination.wording import Fact, fill, parse
from papers import pdf, templates, word
from pipeline.problems import IllegalMove, Misconfigured, NotFound

LETTER = papers.Letter(
    "Department of Harbors", "Rep. Ada Field <ada@house.example>", "2130 Long Street\nSalem, OR 97301",
    "The Kestrel lock", ("Thank you for your letter of March 2, 2026.", "It stays open."), "EC-2026-00007",
    date(2026, 4, 1), "Jo Roe, Secretary", "House of Representatives",
    ("Timetable of the lock", "Report on the pumps"), ("Sen. Bo Penn",),
)  # fmt: skip
SHEET = papers.Sheet(
    "Department of Harbors", "Control sheet EC-A-2026-00001",
    (("Action", "EC-A-2026-00001, Answer"), ("Due to the writer", "April 2, 2026")),
    (("OGC", "concurred"), ("OCFO", "requested")),
    (("Tab A", "Final Reply for signature: The Kestrel lock"), ("Tab B", "Letter EC-2026-00007")),
)  # fmt: skip


def words_in_pdf(data: bytes) -> str:
    found = pypdfium2.PdfDocument(data)
    text = " ".join(page.get_textpage().get_text_bounded() for page in found)
    found.close()
    return " ".join(text.split())


def words_in_docx(data: bytes) -> str:
    return " ".join(" ".join(one.text for one in Document(io.BytesIO(data)).paragraphs).split())


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_letter_holds_all_that_it_says(form: str) -> None:
    made = pdf.letter(LETTER) if form == "pdf" else word.letter(LETTER)
    text = words_in_pdf(made) if form == "pdf" else words_in_docx(made)
    for part in (
        "Department of Harbors", "April 1, 2026", "In reply refer to: EC-2026-00007",
        "The Honorable Ada Field House of Representatives 2130 Long Street", "Subject: The Kestrel lock",
        "Dear Representative Field:", *LETTER.paragraphs, "Sincerely, Jo Roe Secretary",
        "2 Enclosures: 1. Timetable of the lock 2. Report on the pumps", "cc: Sen. Bo Penn",
    ):  # fmt: skip
        assert part in text
    assert "DRAFT" not in text
    assert "ada@house" not in text


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_letter_greets_once_also_where_its_own_words_do(form: str) -> None:
    for own, times in (("Dear Senator Penn:", 1), ("Dear friends of the lock gathered here.", 2)):
        paper = replace(LETTER, paragraphs=(own, "It stays open."))
        made = pdf.letter(paper) if form == "pdf" else word.letter(paper)
        text = words_in_pdf(made) if form == "pdf" else words_in_docx(made)
        assert text.count("Dear ") == times and own in text


def test_a_letter_is_not_dated_before_it_is_dispatched() -> None:
    undated = papers.Letter("D", "Ann", "", "S", ("Words.",), "EC-2026-00007")
    text = words_in_pdf(pdf.letter(undated))
    assert "dated when it is dispatched" in text and "not signed yet" in text and "DRAFT" in text
    first = Document(io.BytesIO(word.letter(undated))).sections[0].first_page_header
    assert "DRAFT" in first.paragraphs[0].text


@pytest.mark.parametrize(
    ("writer", "organization", "block", "greeting"),
    [
        ("Rep. Ada Field <a@b.example>", "", "The Honorable Ada Field", "Dear Representative Field:"),
        ("Senator Bo Penn, Jr.", "U.S. Senate", "The Honorable Bo Penn, Jr.", "Dear Senator Penn:"),
        ("Congresswoman Li Wu", "", "The Honorable Li Wu", "Dear Representative Wu:"),
        ("The Honorable Ada Field", "United States Senate", "The Honorable Ada Field", "Dear Senator Field:"),
        ("The Honorable Ada Field", "", "The Honorable Ada Field", "Dear Ada Field:"),
        ("Dr. Chu Lo, M.D.", "", "Dr. Chu Lo, M.D.", "Dear Dr. Lo:"),
        ("Ann Pilkey", "Harbor Board", "Ann Pilkey", "Dear Ann Pilkey:"),
        ("House Committee on Harbors", "", "House Committee on Harbors", "Dear House Committee on Harbors:"),
        ("Senator", "", "Senator", "Dear Sir or Madam:"),
        ("a@b.example", "", "a@b.example", "Dear a@b.example:"),
    ],
)
def test_a_writer_is_named_and_greeted_by_what_is_known(
    writer: str, organization: str, block: str, greeting: str
) -> None:
    paper = replace(LETTER, addressee=writer, organization=organization, address="")
    assert (paper.block[0], paper.greeting) == (block, greeting)


@pytest.mark.parametrize(
    ("signed", "lines"),
    [("Jo Roe, Deputy Secretary, Harbors", ("Jo Roe", "Deputy Secretary, Harbors")), ("Jo Roe", ("Jo Roe",)),
     ("Jo Roe, Jr., Secretary", ("Jo Roe, Jr.", "Secretary")), ("Jo Roe, Ph.D.", ("Jo Roe, Ph.D.",))],
)  # fmt: skip
def test_a_title_stands_under_the_name_that_signs(signed: str, lines: tuple[str, ...]) -> None:
    assert replace(LETTER, signed_by=signed).signature == lines


def test_the_second_page_says_whose_letter_it_is_and_the_signature_never_stands_alone() -> None:
    one = "Thank you for your letter to the Secretary about the lock and the barges that wait below it."
    for many in range(10, 34):
        found = pypdfium2.PdfDocument(pdf.letter(replace(LETTER, paragraphs=(one,) * many)))
        pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in found]
        found.close()
        for at, page in enumerate(pages[1:], start=2):
            assert f"The Honorable Ada Field · April 1, 2026 · Page {at}" in page
            assert "Sincerely," not in page or one in page
        assert "Page 1" not in pages[0]
    section = Document(io.BytesIO(word.letter(LETTER))).sections[0]
    assert section.different_first_page_header_footer and section.first_page_header.paragraphs[0].text == ""
    assert section.header.paragraphs[0].text.startswith("The Honorable Ada Field · April 1, 2026 · Page ")
    assert 'w:instr="PAGE"' in section.header.paragraphs[0]._p.xml


def test_a_control_sheet_names_facts_offices_and_tabs_with_room_for_a_pen() -> None:
    text = words_in_pdf(pdf.sheet(replace(SHEET, signer="Secretary", foot="Fingerprint of the words: 9f")))
    assert "Initials and date" in text and "For signature: Secretary" in text and "words: 9f" in text
    for rows in (SHEET.facts, SHEET.concurrences, SHEET.tabs):
        for row in rows:
            assert all(part in text for part in row)


@pytest.mark.parametrize("form", ["pdf", "docx"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(max_size=80))
def test_whatever_is_written_makes_a_file_or_is_refused_plainly(form: str, words: str) -> None:
    paper = papers.Letter("D", words or "Ann", words, words, (words,), "EC-1", LETTER.day)
    try:
        made = pdf.letter(paper) if form == "pdf" else word.letter(paper)
    except IllegalMove as refused:
        assert form == "pdf" and "cannot show" in refused.what
        return
    assert words_in_pdf(made) if form == "pdf" else zipfile.ZipFile(io.BytesIO(made)).testzip() is None


def test_markup_of_a_stranger_stays_words() -> None:
    nasty = "<b>bold</b> <img src='http://example.org/x.png'/> &amp; <script>1</script> {{agency}} [[x]]"
    paper = papers.Letter("D", nasty, "", nasty, (nasty,), "EC-1", LETTER.day)
    assert nasty in words_in_pdf(pdf.letter(paper)) and nasty in words_in_docx(word.letter(paper))
    with zipfile.ZipFile(io.BytesIO(word.letter(paper))) as parts:
        links = [name for name in parts.namelist() if name.endswith("document.xml.rels")]
        assert not any(b"http://example" in parts.read(name) for name in links)


# templates


@pytest.mark.parametrize("name", templates.names(Path("/nowhere")))
def test_every_template_that_comes_along_can_be_filled(name: str, tmp_path: Path) -> None:
    subject, lines = fill(templates.load(tmp_path, name), {})
    assert subject and lines
    assert all(line.basis is Basis.STANDARD for line in lines)


def test_an_office_s_own_template_goes_before_ours(tmp_path: Path) -> None:
    path = templates.write_out(tmp_path, "acknowledgement")
    with pytest.raises(IllegalMove):
        templates.write_out(tmp_path, "acknowledgement")
    path.write_text("# ours\nSubject: Got it\n\nWe have {{control}}. Thank you.\n", encoding="utf-8")
    (path.parent / "thanks.txt").write_text("Subject: Thanks\n\nThank you.", encoding="utf-8")
    assert "thanks" in templates.names(tmp_path)
    fact = Fact("EC-1", Basis.RECORD, "receipt of EC-1")
    subject, lines = fill(templates.load(tmp_path, "acknowledgement"), {"control": (fact,)})
    assert subject == "Got it" and [line.basis for line in lines] == [Basis.RECORD, Basis.STANDARD]
    with pytest.raises(NotFound):
        templates.load(tmp_path, "../../etc/passwd")


@pytest.mark.parametrize(
    "text", ["Dear all", "Subject: a", "Subject: a\n\n{{secret}}", "Subject: a\n\neach who: x"]
)
def test_a_template_that_cannot_be_used_is_told_plainly(text: str) -> None:
    with pytest.raises(Misconfigured):
        parse("mine", text)


def test_facts_bring_their_places_and_questions_their_words() -> None:
    asked = tuple(Fact(one, Basis.DOCUMENT, "EC-1", one) for one in ("Why?", "Who pays. And when?"))
    subject, lines = fill(
        parse(
            "t",
            "Subject: {{subject}}\n\nif due: {{due}}.\n\nYours of {{written}}.\n\neach ask: “{{ask}}” [[so]]",
        ),
        {"subject": (Fact("A lock", Basis.RECORD, "facts of EC-1"),), "ask": asked},
    )
    assert subject == "A lock"
    first, *others = [line.text for line in lines]
    assert first == "Yours of [[written]]."
    assert others == ["“Why?”", "[[so]]", "“Who pays. And when?”", "[[so]]"]
    assert [(line.basis, line.source, line.quote) for line in lines if line.quote] == [
        (Basis.DOCUMENT, "EC-1", "Why?"),
        (Basis.DOCUMENT, "EC-1", "Who pays. And when?"),
    ]
    text = Outgoing(Sent.FINAL, subject, lines, "ada").text.replace("[[so]]", "So it is.")
    answered = lines_of(text, lines)
    assert Outgoing(Sent.FINAL, subject, answered, "ada").text == text, "no mark of a quotation is lost"
    assert [line.text for line in answered if line.loose] == ["So it is.", "So it is."]
    assert [line.source for line in answered if line.quote] == ["EC-1", "EC-1"]


@pytest.mark.parametrize(
    ("title", "within"),
    [("The Kestrel lock", "the Kestrel lock"), ("An order", "an order"), ("Theft", "Theft"), ("The", "The"),
     ("A", "A"), ("Kestrel: The lock", "Kestrel: The lock")],
)  # fmt: skip
def test_the_article_of_a_title_is_small_within_a_sentence_alone(title: str, within: str) -> None:
    wording = parse("t", "Subject: {{subject}}\n\nYours about {{subject}}.")
    subject, lines = fill(wording, {"subject": (Fact(title, Basis.DOCUMENT, "EC-1", title),)})
    assert (subject, lines[0].text, lines[0].quote) == (title, f"Yours about {within}.", title)


@given(st.text(max_size=60))
def test_what_a_stranger_wrote_is_never_read_as_a_template(words: str) -> None:
    fact = Fact(f"x {words} {{{{agency}}}} [[gap]]", Basis.DOCUMENT, "EC-1", words)
    _, lines = fill(parse("t", "Subject: s\n\nAbout {{subject}}."), {"subject": (fact,)})
    letter = Outgoing(Sent.FINAL, "s", lines, "ada")
    assert not letter.blanks and "{{agency}}" in letter.text
    assert len(lines) == 1


def test_words_written_by_hand_rest_on_nothing_until_somebody_says_on_what() -> None:
    assert [one.loose for one in lines_of("It stays open. We paid 3 dollars.")] == [True, True]
