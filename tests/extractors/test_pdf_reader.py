from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence

import pypdf
import pytest
from pypdf.annotations import FreeText, Text

from extractors import pdf_spare
from pipeline.documents import AnnotationKind, BlockKind, ExtractedDocument, PageSource
from pipeline.problems import NeedsPassword, ReadingState

MakePdf = Callable[..., bytes]
Read = Callable[..., ExtractedDocument]
Words = tuple[float, float, str]

PICTURE = "q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q"


def prose(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    words = ("agency", "report", "order", "review", "public", "grant", "notice", "budget", "office", "member")
    return [" ".join(chance.choice(words) for _ in range(7)) for _ in range(count)]


def column(lines: Sequence[str], left: float, top: float) -> list[Words]:
    return [(left, top + 12 * number, line) for number, line in enumerate(lines)]


def said(document: ExtractedDocument, kind: BlockKind) -> list[str]:
    return [document.text[b.span.start : b.span.end] for b in document.blocks if b.kind is kind]


def hidden(document: ExtractedDocument) -> list[str]:
    return [document.text[span.start : span.end] for span in document.hidden]


def test_lines_make_paragraphs(read: Read, make_pdf: MakePdf) -> None:
    first, second = prose(1, 4), prose(2, 3)
    page = column([*first[:3], first[3] + "."], 72, 100) + column(second, 72, 170)
    document = read(make_pdf([page]))
    assert document.text == "\n".join(first) + ".\n\n" + "\n".join(second)
    assert document.state is ReadingState.EXTRACTED
    assert (document.pages[0].width, document.pages[0].height) == (612, 792)


def test_an_indent_begins_a_paragraph(read: Read, make_pdf: MakePdf) -> None:
    lines = prose(3, 6)
    page = column([lines[0], lines[1], lines[2][:30] + "."], 72, 100)
    page += [(90, 136, lines[3]), (72, 148, lines[4]), (72, 160, lines[5])]
    assert len(read(make_pdf([page])).blocks) == 2


def test_list_items_are_told_by_their_markers(read: Read, make_pdf: MakePdf) -> None:
    page = column(
        ["The Council shall:", "(a) meet monthly;", "(b) publish its", "minutes; and", "(c) report."], 72, 100
    )
    document = read(make_pdf([page]))
    assert said(document, BlockKind.LIST_ITEM) == [
        "(a) meet monthly;",
        "(b) publish its\nminutes; and",
        "(c) report.",
    ]


def test_words_broken_at_a_line_end_are_whole(read: Read, make_pdf: MakePdf) -> None:
    page = column(
        ["The review of imple-", "mentation is a long-", "term plan, as any long-term", "plan is."], 72, 100
    )
    document = read(make_pdf([page]))
    assert "implementation" in document.text
    assert "long-term plan, as" in document.text


def test_columns_drawn_row_by_row_are_read_one_after_the_other(read: Read, make_pdf: MakePdf) -> None:
    left, right = prose(4, 30), prose(5, 30)
    rows = [
        word for pair in zip(column(left, 72, 150), column(right, 330, 150), strict=True) for word in pair
    ]
    title: list[Words] = [(150, 100, "A notice that spans both columns of the page, as its title does")]
    document = read(make_pdf([title + rows]))
    words = document.text.split()
    assert words[13:] == " ".join(left + right).split()


def test_three_columns_drawn_row_by_row(read: Read, make_pdf: MakePdf) -> None:
    sides = [[line.rsplit(" ", 3)[0] for line in prose(seed, 30)] for seed in (6, 7, 8)]
    columns = [column(side, left, 100) for side, left in zip(sides, (45, 225, 405), strict=True)]
    rows = [word for row in zip(*columns, strict=True) for word in row]
    assert read(make_pdf([rows])).text.split() == " ".join(map(" ".join, sides)).split()


def test_a_table_is_read_by_its_rows(read: Read, make_pdf: MakePdf) -> None:
    rows = [(f"Item {number}", f"{number * 7} days", f"Unit {number}") for number in range(12)]
    page = [
        (left, 100 + 14.0 * number, cell)
        for number, row in enumerate(rows)
        for left, cell in zip((72, 250, 420), row, strict=True)
    ]
    text = " ".join(read(make_pdf([page])).text.split())
    assert text == " ".join(" ".join(row) for row in rows)


def test_a_part_drawn_late_stands_where_it_is_seen(read: Read, make_pdf: MakePdf) -> None:
    body = column(prose(9, 10), 72, 200)
    late: list[Words] = [(72, 120, "MEMORANDUM FOR THE RECORD"), (72, 600, "Closing note at the foot")]
    text = read(make_pdf([[late[1], *body, late[0]]])).text
    assert text.startswith("MEMORANDUM")
    assert text.endswith("foot")


def test_what_repeats_at_the_edges_is_furniture(read: Read, make_pdf: MakePdf) -> None:
    pages = [
        [
            (72.0, 40.0, f"Docket {number} of the Office"),
            *column(prose(number, 30), 72, 100),
            (300.0, 760.0, f"- {number} -"),
        ]
        for number in (1, 2, 3)
    ]
    document = read(make_pdf(pages))
    assert said(document, BlockKind.HEADER) == [f"Docket {number} of the Office" for number in (1, 2, 3)]
    assert said(document, BlockKind.FOOTER) == [f"- {number} -" for number in (1, 2, 3)]
    assert len(said(document, BlockKind.PARAGRAPH)) >= 3


def test_a_heading_that_stands_once_at_the_top_is_no_furniture(read: Read, make_pdf: MakePdf) -> None:
    pages = [
        [(72.0, 60.0, "MEMORANDUM"), *column(prose(1, 20), 72, 100)],
        [(72.0, 60.0, "ATTACHMENT"), *column(prose(2, 20), 72, 100)],
    ]
    assert said(read(make_pdf(pages)), BlockKind.HEADER) == []


def test_a_sentence_goes_on_over_the_page_end(read: Read, make_pdf: MakePdf) -> None:
    document = read(make_pdf([column(prose(1, 5), 72, 600), column(prose(2, 5), 72, 72)]))
    turn = document.pages[1].span.start
    assert document.text[turn - 2 : turn] != "\n\n"
    assert document.text[turn - 1] == "\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("within 30", " days"),
        ("the Economy Act", " and"),
        ("the border", " and"),
        ("the dairy", " and"),
        ("it ended.", " It"),
        ("he said \u201cno.\u201d", " It"),
        ("(now)", " It"),
    ],
)
def test_a_raised_note_does_not_join_what_stands_before_it(
    read: Read, make_pdf: MakePdf, before: str, after: str
) -> None:
    raised = (
        f"BT /F1 10 Tf 1 0 0 1 72 600 Tm ({before}) Tj /F1 6 Tf 4 Ts (12) Tj 0 Ts /F1 10 Tf ({after}) Tj ET"
    )
    assert f"{before}[12]{after}" in read(make_pdf([column(prose(1, 3), 72, 72)], drawn=[raised])).text


def test_digits_of_full_size_stay_where_they_are(read: Read, make_pdf: MakePdf) -> None:
    assert read(
        make_pdf([[(72, 72, "Form SF86, M1, area51, copy2, step4, page6, No.3 and e.g.17 of 2025")]])
    ).text == ("Form SF86, M1, area51, copy2, step4, page6, No.3 and e.g.17 of 2025")


@pytest.mark.parametrize(
    "drawn",
    [
        "BT /F1 10 Tf 3 Tr 1 0 0 1 72 300 Tm (approve this at once) Tj 0 Tr ET",
        "1 g BT /F1 10 Tf 1 0 0 1 72 300 Tm (approve this at once) Tj ET 0 g",
        "BT /F1 0.5 Tf 1 0 0 1 72 300 Tm (approve this at once) Tj ET",
        "BT /F1 10 Tf 1 0 0 1 72 -300 Tm (approve this at once) Tj ET",
    ],
)
def test_unseen_text_is_kept_and_marked(read: Read, make_pdf: MakePdf, drawn: str) -> None:
    document = read(make_pdf([column(prose(1, 3), 72, 100)], drawn=[drawn]))
    assert hidden(document) == ["approve this at once"]
    assert document.text.startswith(prose(1, 1)[0])


def test_unseen_words_within_a_line_do_not_hide_the_line(read: Read, make_pdf: MakePdf) -> None:
    drawn = "BT /F1 10 Tf 1 0 0 1 72 400 Tm (The agency shall ) Tj 1 g (not ) Tj 0 g (report in May.) Tj ET"
    document = read(make_pdf([column(prose(1, 3), 72, 100)], drawn=[drawn]))
    assert hidden(document) == ["not"]
    assert "The agency shall" in document.text


def test_white_words_on_a_dark_bar_are_seen(read: Read, make_pdf: MakePdf) -> None:
    drawn = "0 0 0.5 rg 60 380 400 40 re f 1 g BT /F1 10 Tf 1 0 0 1 72 395 Tm (Heading in a bar) Tj ET"
    document = read(make_pdf([column(prose(1, 3), 72, 100)], drawn=[drawn]))
    assert hidden(document) == []
    assert "Heading in a bar" in document.text


def test_a_scan_needs_ocr(read: Read, make_pdf: MakePdf) -> None:
    document = read(make_pdf([[], []], drawn=[PICTURE, PICTURE]))
    assert document.state is ReadingState.NEEDS_OCR
    assert len(document.flags) == 3
    assert [page.source for page in document.pages] == [PageSource.NONE] * 2


def test_a_scan_under_a_stamp_still_needs_ocr(read: Read, make_pdf: MakePdf) -> None:
    document = read(make_pdf([[(72, 30, "RECEIVED 12 MAY")]], drawn=[PICTURE]))
    assert document.state is ReadingState.NEEDS_OCR


def test_a_file_that_is_scanned_in_part_is_partial_and_names_the_pages(read: Read, make_pdf: MakePdf) -> None:
    pages = [column(prose(1, 9), 72, 100), [], column(prose(2, 9), 72, 100), [], []]
    document = read(make_pdf(pages, drawn=["", PICTURE, "", PICTURE, PICTURE]))
    assert document.state is ReadingState.EXTRACTED_PARTIAL
    assert "Pages 2, 4 to 5 are" in document.flags[0]


def test_a_foreign_ocr_layer_is_used_and_said(read: Read, make_pdf: MakePdf) -> None:
    lines = "\n".join(
        f"BT /F1 10 Tf 3 Tr 1 0 0 1 72 {700 - 12 * number} Tm ({line}) Tj ET"
        for number, line in enumerate(prose(1, 12))
    )
    document = read(make_pdf([[]], drawn=[f"{PICTURE}\n{lines}"]))
    assert document.pages[0].source is PageSource.FOREIGN_OCR
    assert hidden(document) == []
    assert "another program" in document.flags[0]


def test_a_blank_page_is_no_scan(read: Read, make_pdf: MakePdf) -> None:
    document = read(make_pdf([column(prose(1, 5), 72, 100), []]))
    assert document.state is ReadingState.EXTRACTED
    assert read(make_pdf([[]])).state is ReadingState.FAILED


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("matrix", "step"), [("0 1 -1 0", (12, 0)), ("-1 0 0 -1", (0, 12)), ("0 -1 1 0", (-12, 0))]
)
def test_text_is_read_whichever_way_it_and_its_page_are_turned(
    read: Read, make_pdf: MakePdf, turn: int, matrix: str, step: tuple[int, int]
) -> None:
    lines = prose(1, 6)
    drawn = "\n".join(
        f"BT /F1 10 Tf {matrix} {300 + step[0] * n} {400 + step[1] * n} Tm ({line}) Tj ET"
        for n, line in enumerate(lines)
    )
    for data in (make_pdf([[]], drawn=[drawn], rotate=turn), make_pdf([column(lines, 72, 300)], rotate=turn)):
        document = read(data)
        assert document.text == "\n".join(lines)
        assert document.pages[0].rotation == turn
        assert document.pages[0].width == (792 if turn in (90, 270) else 612)
        assert hidden(document) == []


def rewritten(data: bytes, change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_password_is_asked_for(read: Read, make_pdf: MakePdf) -> None:
    plain = make_pdf([column(prose(1, 5), 72, 100)])
    locked = rewritten(plain, lambda writer: writer.encrypt("secret", algorithm="RC4-128"))
    assert read(locked).state is ReadingState.NEEDS_PASSWORD
    with pytest.raises(NeedsPassword):
        pdf_spare.extract(locked, "a.pdf")
    free = rewritten(plain, lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"))
    assert read(free).text == read(plain).text


def test_embedded_files_come_back(read: Read, make_pdf: MakePdf) -> None:
    def attach(writer: pypdf.PdfWriter) -> None:
        writer.add_attachment("../año.txt", b"inside")

    data = rewritten(make_pdf([column(prose(1, 5), 72, 100)]), attach)
    for document in (read(data), pdf_spare.extract(data, "a.pdf")):
        assert [(part.name, part.data) for part in document.attachments] == [("../año.txt", b"inside")]


def test_comments_stand_beside_the_text(read: Read, make_pdf: MakePdf) -> None:
    def comment(writer: pypdf.PdfWriter) -> None:
        note = Text(text="Check this date", rect=(72, 600, 90, 620))
        writer.add_annotation(0, note)

    document = read(rewritten(make_pdf([column(prose(1, 5), 72, 100)]), comment))
    (note,) = document.annotations
    assert (note.kind, note.text) == (AnnotationKind.COMMENT, "Check this date")


def test_free_text_laid_over_a_page_is_text(read: Read, make_pdf: MakePdf) -> None:
    def stamp(writer: pypdf.PdfWriter) -> None:
        note = FreeText(text="Received May 12", rect=(72, 500, 300, 540))
        writer.add_annotation(0, note)

    document = read(rewritten(make_pdf([column(prose(1, 5), 72, 100)]), stamp))
    notes = [note.text for note in document.annotations]
    assert "Received May 12" in document.text or "Received May 12" in notes


def test_what_the_file_says_of_itself_is_kept(read: Read, make_pdf: MakePdf) -> None:
    data = rewritten(
        make_pdf([column(prose(1, 5), 72, 100)]), lambda w: w.add_metadata({"/Title": "A notice"})
    )
    assert read(data).metadata["title"] == "A notice"


def test_the_spare_reader_reads_too_and_says_what_it_cannot(make_pdf: MakePdf) -> None:
    lines = prose(1, 5)
    document = pdf_spare.extract(make_pdf([column(lines, 72, 100), []]), "a.pdf")
    assert document.text.split() == " ".join(lines).split()
    assert document.state is ReadingState.EXTRACTED_PARTIAL
    assert document.flags[1] == "Without text: page 2."
