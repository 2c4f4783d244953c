"""Spreadsheets and slides: values as shown, order as seen, what is hidden apart."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pptx
import pytest
from openpyxl.comments import Comment
from pptx.util import Inches

from extractors import sheets, slides
from pipeline.documents import AnnotationKind, ExtractedDocument
from pipeline.problems import Damaged, Quarantined, ReadingState


def kinds(document: ExtractedDocument) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.span.start : block.span.end]) for block in document.blocks]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def plan() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    sheet.append(["Unit", "Due", "Cost", "Share"])
    sheet.append(["Legal", date(2027, 5, 3), 1250000, 0.25])
    sheet["C2"].number_format = "$#,##0.00"
    sheet["D2"].number_format = "0%"
    return book


def test_rows_are_a_table_with_values_as_they_are_shown() -> None:
    document = sheets.extract(saved(plan()), "a.xlsx")
    assert kinds(document) == [
        ("heading", "Plan"),
        ("table", "Unit | Due | Cost | Share\nLegal | 2027-05-03 | $1,250,000.00 | 25%"),
    ]


def test_hidden_sheets_rows_and_columns_stand_apart() -> None:
    book = plan()
    sheet = book["Plan"]
    sheet.append(["Secret row"])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    more = book.create_sheet("Back")
    more.append(["Secret sheet"])
    more.sheet_state = "hidden"
    document = sheets.extract(saved(book), "a.xlsx")
    hidden = " ".join(document.text[span.start : span.end] for span in document.hidden)
    assert all(words in hidden for words in ("Secret row", "25%", "Secret sheet"))
    assert "Legal" not in hidden and len(document.pages) == 2


def test_comments_and_formulas_without_result_are_told() -> None:
    book = plan()
    book["Plan"]["A2"].comment = Comment("Who decides?", "Ana")
    book["Plan"]["A3"] = "=SUM(C2:C2)"
    document = sheets.extract(saved(book), "a.xlsx")
    assert [(n.kind, n.text, n.author) for n in document.annotations] == [
        (AnnotationKind.COMMENT, "Who decides?", "Ana")
    ]


def test_formulas_that_were_never_worked_out_make_the_reading_partial() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "=1+1"
    document = sheets.extract(saved(book), "a.xlsx")
    assert document.state is ReadingState.EXTRACTED_PARTIAL
    assert any("formulas" in flag for flag in document.flags)


def test_macros_are_told_and_not_run() -> None:
    data = with_member(saved(plan()), "xl/vbaProject.bin", b"macro")
    assert any("macros" in flag for flag in sheets.extract(data, "a.xlsm").flags)


def deck() -> pptx.presentation.Presentation:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    right = slide.shapes.add_textbox(Inches(5), Inches(2), Inches(3), Inches(1))
    right.text_frame.text = "On the right"
    left = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(3), Inches(1))
    left.text_frame.text = "On the left"
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Decisions"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(5), Inches(1)).table
    for at, words in enumerate(("Unit", "Due", "Legal", "May 3")):
        table.cell(at // 2, at % 2).text = words
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = "Say who decides."
    return made


def stored(made: pptx.presentation.Presentation) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_slides_are_read_from_the_top_left() -> None:
    document = slides.extract(stored(deck()), "a.pptx")
    assert kinds(document) == [
        ("heading", "Decisions"),
        ("para", "On the left"),
        ("para", "On the right"),
        ("table", "Unit | Due\nLegal | May 3"),
        ("para", "Say who decides."),
    ]
    assert document.pages[0].width == 720


def test_slides_that_are_not_shown_stand_apart() -> None:
    made = deck()
    made.slides[0]._element.set("show", "0")
    document = slides.extract(stored(made), "a.pptx")
    assert document.hidden and all(block.hidden for block in document.blocks)
    assert any("not shown" in flag for flag in document.flags)


@pytest.mark.parametrize("reader", [sheets, slides])
def test_broken_and_hostile_packages_say_so(reader: object) -> None:
    extract = reader.extract  # type: ignore[attr-defined]  # both are reader modules
    with pytest.raises(Damaged):
        extract(b"PK\x03\x04 nothing", "a")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", '<!DOCTYPE x [<!ENTITY e "boom">]><x>&e;</x>')
    with pytest.raises(Quarantined):
        extract(out.getvalue(), "a")
