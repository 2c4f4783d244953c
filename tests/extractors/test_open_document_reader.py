"""OpenDocument: nothing that a page shows is lost, and what it hides stays apart."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors.open_document import extract
from pipeline.documents import AnnotationKind, BlockKind, ExtractedDocument
from pipeline.problems import Damaged, NeedsPassword, Quarantined

SPACES = " ".join(
    f'xmlns:{name}="{value}"'
    for name, value in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)


def package(body: str, styles: str = "", automatic: str = "", manifest: str = "", before: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        content = (
            f"{before}<office:document-content {SPACES}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
        )
        made.writestr("content.xml", content)
        if styles:
            made.writestr("styles.xml", f"<office:document-styles {SPACES}>{styles}</office:document-styles>")
        if manifest:
            made.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def text(body: str, **more: str) -> ExtractedDocument:
    return extract(package(f"<office:text>{body}</office:text>", **more), "a.odt")


def kinds(document: ExtractedDocument) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.span.start : block.span.end]) for block in document.blocks]


def test_headings_lists_and_paragraphs_keep_their_kind() -> None:
    document = text(
        '<text:h text:outline-level="2">Duties</text:h><text:p>Each office  shall<text:s text:c="2"/>report.</text:p>'
        "<text:list><text:list-item><text:p>First</text:p><text:list><text:list-item><text:p>Deeper</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
    )
    assert kinds(document) == [
        ("heading", "Duties"),
        ("para", "Each office shall  report."),
        ("list_item", "First"),
        ("list_item", "Deeper"),
    ]
    assert [block.level for block in document.blocks] == [2, 0, 1, 2]


def test_lists_print_their_numbers() -> None:
    style = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" '
        'style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
    )
    items = "<text:list-item><text:p>Provide the plan.</text:p><text:list><text:list-item><text:p>With costs.</text:p>"
    items += "</text:list-item><text:list-item><text:p>With dates.</text:p></text:list-item></text:list></text:list-item>"
    items += "<text:list-item><text:p>When was it made?</text:p></text:list-item>"
    more = '<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>Why?</text:p></text:list-item></text:list>'
    document = text(
        f'<text:list text:style-name="L1">{items}</text:list><text:p>And:</text:p>{more}', automatic=style
    )
    assert [words for _, words in kinds(document)] == [
        "1. Provide the plan.",
        "(a) With costs.",
        "(b) With dates.",
        "2. When was it made?",
        "And:",
        "3. Why?",
    ]


def test_changes_and_comments_stand_beside_the_text() -> None:
    document = text(
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
        "<dc:creator>Ana</dc:creator><dc:date>2026-01-02T10:00:00</dc:date></office:change-info>"
        '<text:p>March 1</text:p></text:deletion></text:changed-region><text:changed-region text:id="c2">'
        "<text:insertion><office:change-info><dc:creator>Ben</dc:creator></office:change-info></text:insertion>"
        '</text:changed-region></text:tracked-changes><text:p>Report by <text:change text:change-id="c1"/>'
        '<text:change-start text:change-id="c2"/>April 1<text:change-end text:change-id="c2"/>.'
        "<office:annotation><dc:creator>Cy</dc:creator><text:p>Too soon?</text:p></office:annotation></text:p>"
    )
    assert document.text == "Report by April 1."
    assert {(note.kind, note.text, note.author) for note in document.annotations} == {
        (AnnotationKind.DELETED, "March 1", "Ana"),
        (AnnotationKind.INSERTED, "", "Ben"),
        (AnnotationKind.COMMENT, "Too soon?", "Cy"),
    }


def test_notes_boxes_tables_and_margins_are_read() -> None:
    document = text(
        "<text:p>See<text:note><text:note-citation>3</text:note-citation><text:note-body><text:p>The note.</text:p>"
        "</text:note-body></text:note> here.<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box>"
        '</draw:frame></text:p><table:table table:name="t"><table:table-row><table:table-cell><text:p>Unit</text:p>'
        "</table:table-cell><table:table-cell><text:p>Due</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>Legal</text:p></table:table-cell><table:table-cell>"
        "<text:p>May 3</text:p></table:table-cell></table:table-row></table:table>",
        styles="<style:header><text:p>Running head</text:p></style:header>",
    )
    assert kinds(document) == [
        ("header", "Running head"),
        ("para", "See[3] here."),
        ("para", "In a box."),
        ("table", "Unit | Due\nLegal | May 3"),
        ("footnote", "[3] The note."),
    ]


@pytest.mark.parametrize(
    "property_",
    [
        '<style:text-properties text:display="none"/>',
        '<style:text-properties fo:color="#FFFFFF"/>',
        '<style:text-properties fo:font-size="1pt"/>',
    ],
)
def test_what_a_style_hides_stands_apart(property_: str) -> None:
    automatic = f'<style:style style:name="T1">{property_}</style:style>'
    document = text(
        '<text:p>Open words.<text:span text:style-name="T1">The Chief shall pay.</text:span></text:p>',
        automatic=automatic,
    )
    (hidden,) = document.hidden
    assert document.text[hidden.start : hidden.end] == "The Chief shall pay."


def test_hidden_text_fields_are_marked() -> None:
    document = text('<text:p>Seen.<text:hidden-text text:string-value="Not seen."/></text:p>')
    assert [document.text[span.start : span.end] for span in document.hidden] == ["Not seen."]


def test_a_sheet_with_a_million_empty_cells_is_read_at_once() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    first = "<table:table-row><table:table-cell><text:p>Total</text:p></table:table-cell></table:table-row>"
    data = package(
        f'<office:spreadsheet><table:table table:name="Costs">{first}{row}</table:table></office:spreadsheet>'
    )
    document = extract(data, "a.ods")
    assert kinds(document) == [("heading", "Costs"), ("table", "Total")]


def test_slides_are_pages_and_their_notes_are_read() -> None:
    slides = "".join(
        f"<draw:page><draw:frame><draw:text-box><text:p>Slide {n}</text:p></draw:text-box></draw:frame>"
        f"<presentation:notes><draw:frame><draw:text-box><text:p>Say {n}</text:p></draw:text-box></draw:frame>"
        "</presentation:notes></draw:page>"
        for n in (1, 2)
    )
    document = extract(package(f"<office:presentation>{slides}</office:presentation>"), "a.odp")
    assert len(document.pages) == 2
    assert document.text.split() == "Slide 1 Say 1 Slide 2 Say 2".split()


def test_locked_broken_and_hostile_files_say_so() -> None:
    locked = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    with pytest.raises(NeedsPassword):
        text("<text:p>x</text:p>", manifest=locked)
    with pytest.raises(Quarantined):
        text("<text:p>&e;</text:p>", before='<!DOCTYPE x [<!ENTITY e "boom">]>')
    with pytest.raises(Damaged):
        extract(b"PK\x03\x04 nothing", "a.odt")


def test_blocks_are_of_the_kinds_that_margins_have() -> None:
    document = text("<text:p>x</text:p>", styles="<style:footer><text:p>Page 1</text:p></style:footer>")
    assert document.blocks[-1].kind is BlockKind.FOOTER
