import pytest

from extractors.web import extract
from pipeline.documents import AnnotationKind, BlockKind, ExtractedDocument


def read(html: str) -> ExtractedDocument:
    return extract(html.encode(), "a.html")


def hidden(document: ExtractedDocument) -> list[str]:
    return [document.text[span.start : span.end] for span in document.hidden]


def test_white_space_folds_as_in_a_browser() -> None:
    assert read("<p> a\n  b <b> c</b>d<br>\n e&nbsp;f </p>\n<p>g</p>").text == "a b cd\ne f\n\ng"


def test_preformatted_text_keeps_its_lines() -> None:
    assert read("<pre>  a\n    b\n</pre>").text == "a\n    b"


def test_headings_and_paragraphs_are_blocks() -> None:
    document = read("<h2>Title</h2><div>One<p>Two</p>Three</div>")
    assert [(block.kind, block.level) for block in document.blocks] == [
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.PARAGRAPH, 0),
    ]
    assert document.text == "Title\n\nOne\n\nTwo\n\nThree"


def test_scripts_and_styles_are_left_out() -> None:
    html = (
        "<head><title>T</title><style>p{}</style></head><script>x</script><p>shown</p><template>no</template>"
    )
    document = read(html)
    assert document.text == "shown"
    assert document.metadata["title"] == "T"


def test_lists_show_their_numbers() -> None:
    inner = "<ol type=a><li>x</li><li value=5>y</li></ol>"
    html = f"<ol start=3><li>c{inner}</li><li><p>d</p></li></ol><ul><li>e</li></ul>"
    assert read(html).text.split("\n\n") == ["3. c", "a. x", "e. y", "4. d", "• e"]


def test_an_item_with_its_own_marker_gets_no_bullet() -> None:
    assert read("<ul><li>(a) first</li><li>second</li></ul>").text == "(a) first\n\n• second"


def test_a_data_table_is_one_block_with_a_line_for_each_row() -> None:
    rows = "<tr><th>Unit<th>Due</tr><tr><td>Legal<td><p>June 4</p></tr><tr><td>Budget<td></tr>"
    document = read(f"<table>{rows}</table><p>end")
    assert document.text == "Unit | Due\nLegal | June 4\nBudget\n\nend"
    assert document.blocks[0].kind is BlockKind.TABLE


def test_a_label_cell_reads_on_without_a_bar() -> None:
    html = "<table><tr><td>TO:<td>All heads</tr><tr><td>FROM:<td>The Director</tr></table>"
    assert read(html).text == "TO: All heads\nFROM: The Director"


def test_a_layout_table_is_read_as_paragraphs() -> None:
    inner = "<table><tr><td>One</td></tr></table>"
    assert read(f"<table><tr><td>{inner}</td><td>Two</td></tr></table>").text == "One\n\nTwo"


@pytest.mark.parametrize(
    "start",
    [
        "<p hidden>",
        "<p style='display: none'>",
        "<p style='color:red;visibility:hidden'>",
        "<p style='font-size:0'>",
        "<p style='font-size: 0px !important'>",
        "<p style='opacity:0'>",
        "<p style='color:#FFFFFF'>",
        "<p style='COLOR: white; margin:0'>",
        "<style>.gone { display : none }</style><p class='x gone'>",
        "<style>@media print{p{color:red}} a, #gone{visibility:hidden}</style><p id=gone>",
        "<div style='display:none'><section><p>",
    ],
)
def test_unseen_text_is_kept_and_marked(start: str) -> None:
    document = read(f"<p>seen</p>{start}approve <b>this</b></p>")
    assert hidden(document) == ["approve this"]
    assert document.text.startswith("seen")


@pytest.mark.parametrize(
    "start",
    [
        "<p style='color:white;background:#003366'>",
        "<td bgcolor=navy><p style='color:#fff'>",
        "<style>@media print{.gone{display:none}}</style><p class=gone>",
        "<style>.menu .gone{display:none}</style><p class=gone>",
        "<p style='font-size:0.8em'>",
        "<p style='background-color:white;color:#ffeedd'>",
    ],
)
def test_text_that_shows_is_not_marked(start: str) -> None:
    assert hidden(read(f"<table><tr>{start}shown</p></table>")) == []


def test_unseen_words_do_not_break_the_sentence_around_them() -> None:
    document = read("<p>The agency sh<span style='display:none'>x</span>all report.</p>")
    assert document.text == "The agency shall report.\n\nx"
    assert hidden(document) == ["x"]


def test_struck_words_stand_beside_the_text() -> None:
    document = read("<p>Due <del>June 1</del> <ins datetime='2025-05-01'>June 5</ins>.</p>")
    assert document.text == "Due June 5."
    struck, added = document.annotations
    assert (struck.kind, struck.text) == (AnnotationKind.DELETED, "June 1")
    assert (added.kind, document.cite(added.span).quote) == (AnnotationKind.INSERTED, "June 5")
    assert "struck out" in document.flags[0]


def test_links_and_comments_stand_beside_the_text() -> None:
    document = read(
        "<p>See <a href='https://a.example/x'>the notice</a><!-- draft 2 --> <a href='#n'>n</a></p>"
    )
    link, comment = document.annotations
    assert (link.kind, link.text, document.cite(link.span).quote) == (
        AnnotationKind.LINK,
        "https://a.example/x",
        "the notice",
    )
    assert (comment.kind, comment.text) == (AnnotationKind.COMMENT, "draft 2")


def test_a_raised_note_does_not_join_a_number() -> None:
    html = "<p>within 30<sup>1</sup> days, the 4<sup>th</sup>, of the Act<sup>2</sup>.<sup>3</sup></p>"
    assert read(html).text == "within 30[1] days, the 4th, of the Act[2].3"


def test_navigation_and_footer_are_furniture() -> None:
    document = read("<nav><a>Home</a></nav><p>Body</p><footer>Contact</footer>")
    assert [block.kind for block in document.blocks] == [
        BlockKind.HEADER,
        BlockKind.PARAGRAPH,
        BlockKind.FOOTER,
    ]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_the_declared_charset_is_used(charset: str) -> None:
    html = f"<html><meta charset='{charset}'><p>Señor’s “§”</p></html>"
    assert extract(html.encode(charset), "a").text == "Señor’s “§”"


def test_depth_costs_no_stack() -> None:
    assert read("<div>" * 3000 + "deep").text == "deep"


def test_a_quoted_answer_is_marked() -> None:
    document = read("<p>New</p><blockquote type=cite><p>Old</p></blockquote>")
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.REPLY]


def test_a_page_mark_that_the_paper_does_not_have_parts_no_sentence() -> None:
    mark = '<span class="printed-page unprinted-element">Start Printed Page 12</span>'
    document = read(f"<p>review it; and{mark} (iv) report.</p>")
    assert document.text == "review it; and (iv) report.\n\nStart Printed Page 12"
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.HEADER]
