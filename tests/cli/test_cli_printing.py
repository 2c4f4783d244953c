"""What reaches a terminal, and what does not."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.printing import cell, harmless, shortened, table
from pipeline.intake import Stage


@given(st.text())
def test_no_control_or_direction_character_of_a_document_reaches_the_terminal(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cs")]
    assert not set(shown) & set("\u202e\u2066\u200f")


@given(st.text(), st.integers(min_value=2, max_value=80))
def test_shortened_text_fits_and_begins_like_the_whole(text: str, longest: int) -> None:
    line = " ".join(harmless(text).split())
    short = shortened(text, longest)
    assert len(short) <= longest
    assert line.startswith(short.removesuffix("…"))


def test_a_plain_table_is_aligned_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    table(("number", "what"), [("7", "a" * 200), ("12", "\x1b[31mred")])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["number  what", f"7       {'a' * 200}", "12      \ufffd[31mred"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (date(2026, 5, 4), "2026-05-04"), (Stage.SET_ASIDE, "set_aside"), (3, "3")],
)
def test_cells(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_a_time_is_shown_to_the_minute() -> None:
    assert len(cell(datetime(2026, 5, 4, 12, 30, 59, tzinfo=UTC))) == len("2026-05-04 12:30")
