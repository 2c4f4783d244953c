"""Manifests: what a line says, and what a line that cannot be followed says instead."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifest import BadRow, ManifestRow, manifest_rows
from pipeline.problems import Misconfigured

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def rows(text: str | bytes, name: str = "m.csv") -> list[ManifestRow | BadRow]:
    data = text.encode() if isinstance(text, str) else text
    return list(manifest_rows(data, name, ZONE, NOW))


def test_a_table_tells_of_each_file() -> None:
    (row,) = rows("Path,ID,received,Sender,box,sha256\nscans/1.pdf,7,2026-03-01,Ann Pilkey,B 12," + "a" * 64)
    assert isinstance(row, ManifestRow)
    assert (row.line, row.path, row.id, row.sender, row.sha256) == (
        2,
        "scans/1.pdf",
        "7",
        "Ann Pilkey",
        "a" * 64,
    )
    assert row.received_at == datetime(2026, 3, 1, tzinfo=ZONE)
    assert row.given == (("box", "B 12"),)


def test_lines_of_json_say_the_same() -> None:
    line = {"path": "1.pdf", "received": "2026-03-01T08:00:00+00:00", "pages": 3, "tags": ["a"], "none": None}
    (row,) = rows(json.dumps(line) + "\n\n", "m.jsonl")
    assert isinstance(row, ManifestRow)
    assert row.received_at == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert row.given == (("pages", "3"), ("tags", '["a"]'))


@pytest.mark.parametrize(
    "text",
    [
        "path;box\r\n1.pdf;a, b\r\n",
        "path\tbox\n1.pdf\ta, b\n",
        'path,box\n1.pdf,"a, b"\n',
        b"\xef\xbb\xbfpath;box\n1.pdf;a, b",
    ],
)
def test_tables_come_as_programs_write_them(text: str | bytes) -> None:
    assert rows(text) == [ManifestRow(2, "1.pdf", given=(("box", "a, b"),))]


def test_a_table_of_an_old_program_keeps_its_letters() -> None:
    (row,) = rows("path,box\nKöln.pdf,é".encode("cp1252"))
    assert row == ManifestRow(2, "Köln.pdf", given=(("box", "é"),))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",x,,", "names no file"),
        ("a\x07.pdf,,,", "such a name"),
        ("1.pdf,,yesterday,", "no date"),
        ("1.pdf,,2027-01-01,", "cannot have been received"),
        ("1.pdf,,1726-01-01,", "cannot have been received"),
        ("1.pdf,,,abc", "sha256"),
        ("1.pdf,,,,more", "5 cells for 4"),
    ],
)
def test_a_bad_line_is_told_and_the_next_one_is_followed(line: str, why: str) -> None:
    bad, good = rows(f"path,id,received,sha256\n{line}\n2.pdf,,,\n")
    assert isinstance(bad, BadRow) and why in bad.why and bad.line == 2
    assert good == ManifestRow(3, "2.pdf")


def test_a_file_is_named_once() -> None:
    assert rows("path\n1.pdf\n\n1.pdf\n") == [
        ManifestRow(2, "1.pdf"),
        BadRow(4, "1.pdf", "Line 2 names the same file."),
    ]


def test_lines_that_are_no_objects_are_told() -> None:
    found = rows('{"path": "1.pdf"}\n[1]\n{\n' + "[" * 100_000 + "\n", "m.jsonl")
    assert [type(row) for row in found] == [ManifestRow, BadRow, BadRow, BadRow]


@pytest.mark.parametrize("text", ["", "name,box\n1.pdf,2", "path,path\n", b"\x81\x8d\x90\xff"])
def test_what_is_no_manifest_is_refused(text: str | bytes) -> None:
    with pytest.raises(Misconfigured):
        rows(text)


def test_what_cannot_be_stored_is_replaced() -> None:
    (row,) = rows('{"path": "1.pdf", "sender": "A\\u0000nn", "note": "\\ud800"}', "m.jsonl")
    assert isinstance(row, ManifestRow)
    assert (row.sender, row.given) == ("A\ufffdnn", (("note", "\ufffd"),))


@given(st.binary(max_size=300), st.sampled_from(["m.csv", "m.jsonl"]))
def test_any_bytes_give_rows_or_a_refusal(data: bytes, name: str) -> None:
    try:
        found = rows(b"path,id\n" + data, name)
    except Misconfigured:
        return
    for row in found:
        row.path.encode("utf-8")
