from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.documents import AnnotationKind, BlockKind, ExtractedDocument
from pipeline.problems import ReadingState

MakeDocx = Callable[..., bytes]
Read = Callable[..., ExtractedDocument]

BY = 'w:author="A. Writer" w:date="2025-01-02T03:04:05Z"'
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def hidden(document: ExtractedDocument) -> list[str]:
    return [document.text[span.start : span.end] for span in document.hidden]


def said(document: ExtractedDocument, kind: BlockKind) -> list[str]:
    return [document.text[b.span.start : b.span.end] for b in document.blocks if b.kind is kind]


def test_every_kind_of_text_is_read_once(read: Read, make_docx: MakeDocx) -> None:
    box = f"<w:txbxContent>{p(r('in a box'))}</w:txbxContent>"
    twice = (
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = (
        p(r("before"), f"<w:r>{twice}</w:r>")
        + f"<w:sdt><w:sdtContent>{p(r('in a control'))}</w:sdtContent></w:sdt>"
        + p(
            f"<w:sdt><w:sdtContent>{r('in a field')}</w:sdtContent></w:sdt>",
            f"<w:smartTag>{r(', tagged')}</w:smartTag>",
        )
        + p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>")
    )
    assert read(make_docx(body)).text.split("\n\n") == [
        "before",
        "in a box",
        "in a control",
        "in a field, tagged",
        "a b\nc-d",
    ]


def test_changes_are_accepted_and_kept_beside_the_text(read: Read, make_docx: MakeDocx) -> None:
    body = p(
        r("Due "),
        f"<w:del {BY}><w:r><w:delText>June 1</w:delText></w:r></w:del>",
        f"<w:ins {BY}>{r('June 5')}</w:ins>",
        r("."),
    )
    document = read(make_docx(body))
    assert document.text == "Due June 5."
    struck, added = document.annotations
    assert (struck.kind, struck.text, struck.author) == (AnnotationKind.DELETED, "June 1", "A. Writer")
    assert struck.date.startswith("2025-01-02")
    assert document.cite(added.span).quote == "June 5"
    assert added.kind is AnnotationKind.INSERTED


def test_moved_text_stands_where_it_was_moved_to(read: Read, make_docx: MakeDocx) -> None:
    body = p(f"<w:moveFrom {BY}>{r('Moved.')}</w:moveFrom>", r("One. ")) + p(
        r("Two. "), f"<w:moveTo {BY}>{r('Moved.')}</w:moveTo>"
    )
    document = read(make_docx(body))
    assert document.text == "One.\n\nTwo. Moved."
    assert [note.kind for note in document.annotations] == [AnnotationKind.DELETED, AnnotationKind.INSERTED]


def test_a_row_that_was_deleted_is_gone(read: Read, make_docx: MakeDocx) -> None:
    cells = "<w:tc>{}</w:tc><w:tc>{}</w:tc>"
    rows = "".join(
        f"<w:tr>{cells.format(p(r(a)), p(r(b)))}</w:tr>" for a, b in (("Unit", "Due"), ("Legal", "May"))
    )
    gone = f"<w:tr><w:trPr><w:del {BY}/></w:trPr>{cells.format(p(r('Old')), p(r('x')))}</w:tr>"
    assert read(make_docx(f"<w:tbl>{rows}{gone}</w:tbl>")).text == "Unit | Due\nLegal | May"


def test_tables_are_blocks_and_nested_ones_are_not_lost(read: Read, make_docx: MakeDocx) -> None:
    row = f"<w:tr><w:tc>{p(r('TO:'))}</w:tc><w:tc>{p(r('All'))}</w:tc></w:tr>"
    simple = f"<w:tbl>{row}{row}</w:tbl>"
    nested = f"<w:tbl><w:tr><w:tc>{simple}{p()}</w:tc><w:tc>{p(r('beside'))}</w:tc></w:tr></w:tbl>"
    document = read(make_docx(nested))
    assert document.text == "TO: All\nTO: All\n\nbeside"
    assert said(document, BlockKind.TABLE) == ["TO: All\nTO: All"]


def test_footnotes_follow_with_their_number_and_do_not_join_one(read: Read, make_docx: MakeDocx) -> None:
    notes = f'<w:footnote w:id="2">{p(r("Unless extended."))}</w:footnote>'
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    document = read(make_docx(p(r("within 30"), raised, r(" days")), footnotes=notes))
    assert document.text == "within 30[1] days\n\n1 Unless extended."
    assert said(document, BlockKind.FOOTNOTE) == ["1 Unless extended."]


def test_headers_and_footers_are_furniture(read: Read, make_docx: MakeDocx) -> None:
    section = '<w:sectPr><w:headerReference r:id="header1"/><w:footerReference r:id="footer1"/></w:sectPr>'
    document = read(make_docx(p(r("Body")) + section, header1=p(r("AGENCY")), footer1=p(r("Page 1"))))
    assert document.text == "AGENCY\n\nBody\n\nPage 1"
    assert [document.cite(span).quote for span in document.furniture] == ["AGENCY", "Page 1"]


def test_comments_stand_at_their_words(read: Read, make_docx: MakeDocx) -> None:
    comments = f'<w:comment w:id="7" {BY}>{p(r("Too short?"))}</w:comment>'
    mark = '<w:comment{} w:id="7"/>'
    body = p(
        r("within "),
        mark.format("RangeStart"),
        r("ten days"),
        mark.format("RangeEnd"),
        f"<w:r>{mark.format('Reference')}</w:r>",
        r(" of receipt"),
    )
    document = read(make_docx(body, comments=comments))
    (note,) = document.annotations
    assert (note.kind, note.text, note.author) == (AnnotationKind.COMMENT, "Too short?", "A. Writer")
    assert document.cite(note.span).quote == "ten days"
    assert "Too short" not in document.text


@pytest.mark.parametrize(
    "properties",
    ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', '<w:rStyle w:val="Ghost"/>'],
)
def test_unseen_words_are_kept_and_marked(read: Read, make_docx: MakeDocx, properties: str) -> None:
    ghost = '<w:style w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style>'
    document = read(make_docx(p(r("shown "), r("approve at once", properties), r("too")), styles=ghost))
    assert document.text == "shown too\n\napprove at once"
    assert hidden(document) == ["approve at once"]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
        '<w:color w:val="FF0000"/>',
    ],
)
def test_words_that_show_are_not_marked(read: Read, make_docx: MakeDocx, properties: str) -> None:
    assert hidden(read(make_docx(p(r("shown", properties))))) == []


def test_white_words_in_a_shaded_cell_show(read: Read, make_docx: MakeDocx) -> None:
    shade = '<w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>'
    white = p(r("Head", '<w:color w:val="FFFFFF"/>'))
    body = f"<w:tbl><w:tr><w:tc>{shade}{white}</w:tc></w:tr></w:tbl>"
    assert hidden(read(make_docx(body))) == []


def test_words_struck_by_hand_stand_beside_the_text(read: Read, make_docx: MakeDocx) -> None:
    document = read(make_docx(p(r("Due "), r("June 1", "<w:strike/>"), r(" June 5"))))
    assert document.text == "Due  June 5"
    assert [note.text for note in document.annotations] == ["June 1"]
    assert "struck out" in document.flags[0]


def test_field_codes_are_not_text_and_their_results_are(read: Read, make_docx: MakeDocx) -> None:
    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> DATE </w:instrText></w:r>"
    body = p(r("on "), field("begin"), code, field("separate"), r("June 4"), field("end"), r("."))
    assert read(make_docx(body)).text == "on June 4."


def test_links_stand_at_their_words(read: Read, make_docx: MakeDocx) -> None:
    row = (
        f'<Relationship Id="L1" Type="{_LINKS}/hyperlink" Target="https://a.example/" TargetMode="External"/>'
    )
    document = read(
        make_docx(p(r("See "), f'<w:hyperlink r:id="L1">{r("here")}</w:hyperlink>'), relations=row)
    )
    (link,) = document.annotations
    assert (link.text, document.cite(link.span).quote) == ("https://a.example/", "here")


def test_styles_tell_headings(read: Read, make_docx: MakeDocx) -> None:
    styles = (
        '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Own"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:styleId="Base"><w:name w:val="Base"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    body = "".join(p(r(key), properties=f'<w:pStyle w:val="{key}"/>') for key in ("H2", "Own", "Loop"))
    document = read(make_docx(body, styles=styles))
    assert [(block.kind, block.level) for block in document.blocks] == [
        (BlockKind.HEADING, 2),
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
    ]


def test_pages_turn_where_word_last_drew_them(read: Read, make_docx: MakeDocx) -> None:
    turn = "<w:r><w:lastRenderedPageBreak/></w:r>"
    asked = '<w:r><w:br w:type="page"/></w:r>'
    document = read(make_docx(p(r("one"), asked) + p(turn, r("two"), turn, r(" and on")) + p(r("three"))))
    assert [document.text[page.span.start : page.span.end].strip() for page in document.pages] == [
        "one",
        "two and on",
        "three",
    ]


def test_asked_for_page_breaks_count_where_word_drew_none(read: Read, make_docx: MakeDocx) -> None:
    document = read(make_docx(p(r("one"), '<w:r><w:br w:type="page"/></w:r>') + p(r("two"))))
    assert len(document.pages) == 2


def test_a_file_of_pictures_needs_ocr(read: Read, make_docx: MakeDocx) -> None:
    document = read(make_docx(p(), **{"media/image1": b"x"}), "a.docx")
    assert document.state is ReadingState.NEEDS_OCR
    assert len(document.flags) >= 3


def test_a_part_in_another_format_makes_it_partial(read: Read, make_docx: MakeDocx) -> None:
    document = read(make_docx(p(r("text")) + '<w:altChunk r:id="x"/>'))
    assert document.state is ReadingState.EXTRACTED_PARTIAL


def test_what_the_file_says_of_itself_is_kept(read: Read, make_docx: MakeDocx) -> None:
    document = read(make_docx(p(r("text"))))
    assert document.metadata == {}
    assert document.reader == "word"
