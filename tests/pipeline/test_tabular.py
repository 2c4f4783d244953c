"""Lists as files: what somebody wrote comes out again, and nothing of it runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.encoding import Json
from pipeline.tabular import csv_lines
from pipeline.workbook import LONGEST_CELL, workbook

COLUMNS = [("subject", "Subject"), ("count", "Count")]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


def rows_of_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_a_stranger_wrote_is_no_formula(formula: str) -> None:
    text = "".join(csv_lines(COLUMNS, [{"subject": formula, "count": -3}]))
    assert rows_of_csv(text)[1] == [f"'{formula}", "-3"]
    sheet = load_workbook(io.BytesIO(workbook("list", COLUMNS, [{"subject": formula, "count": -3}]))).active
    assert sheet is not None
    cell = sheet["A2"]
    assert cell.data_type == "s" and str(cell.value).strip() == formula.strip()
    assert sheet["B2"].value == -3


@given(
    st.lists(
        st.fixed_dictionaries({"subject": st.text(max_size=60), "count": st.integers(-9999, 9999)}),
        max_size=5,
    )
)
def test_every_row_comes_back_from_csv(rows: list[dict[str, str | int]]) -> None:
    back = rows_of_csv("".join(csv_lines(COLUMNS, rows)))
    assert back[0] == ["Subject", "Count"]
    assert [[cell.removeprefix("'") for cell in row] for row in back[1:]] == [
        [str(row["subject"]).removeprefix("'"), str(row["count"])] for row in rows
    ]


@given(st.text(max_size=60))
def test_a_workbook_opens_whatever_the_words(words: str) -> None:
    sheet = load_workbook(io.BytesIO(workbook("list", COLUMNS, [{"subject": words}]))).active
    assert sheet is not None
    assert sheet["A1"].value == "Subject" and sheet["A1"].font.b
    kept = "".join(
        char if char in "\t\n" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
        else "\n" if char == "\r" else "\ufffd"
        for char in words.replace("\r\n", "\n")
    )  # fmt: skip
    assert (sheet["A2"].value or "") == kept


def test_kinds_of_values_and_the_longest_text() -> None:
    rows: list[dict[str, Json]] = [
        {"subject": ["a", "b"], "count": True},
        {"subject": None},
        {"subject": "x" * 40_000},
    ]
    sheet = load_workbook(io.BytesIO(workbook("list", COLUMNS, rows))).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["B2"].value, sheet["A3"].value) == ("a; b", "yes", None)
    assert len(str(sheet["A4"].value)) == LONGEST_CELL
