"""`analyze` always prints one object and stores nothing."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cli.exits import Exit

Run = Callable[..., Any]

KEYS = [
    "schema", "document", "text", "provenance", "summary", "authorities", "mentions_other", "relations",
    "executive_action", "actions", "risks", "impacts", "reply", "ledger", "dropped", "children",
]  # fmt: skip


def test_one_object_with_evidence_that_stands_in_its_text(chancery: Run, memo: Path, no_home: Path) -> None:
    said = chancery("analyze", str(memo), "--json")
    found = said.json
    assert said.code == Exit.GOOD
    assert sorted(found) == sorted(KEYS)
    assert found["schema"] == "chancery.analysis/1"
    assert [row["citation"] for row in found["authorities"]] == ["33 U.S.C. 1223"]
    assert "2026-04-02" in [action["due_date"] for action in found["actions"]]
    for action in found["actions"]:
        for place in action["evidence"]:
            assert found["text"][place["start"] : place["end"]] == place["quote"]
    assert not no_home.exists()


def test_people_see_who_must_do_what_by_when(chancery: Run, memo: Path) -> None:
    said = chancery("analyze", str(memo))
    assert said.code == Exit.GOOD
    assert "2026-04-02" in said.out
    assert "33 U.S.C. 1223" in said.out


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.pdf", b"%PDF-1.7\nnothing"),
        ("empty.txt", b""),
        ("noise.bin", bytes(range(256)) * 20),
        ("blank.txt", b" \n \n"),
    ],
)
def test_what_cannot_be_read_is_an_object_too(chancery: Run, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    said = chancery("analyze", name, "--json")
    assert said.code == Exit.SET_ASIDE
    found = said.json
    assert sorted(found) == sorted(KEYS)
    assert found["text"].strip() == ""
    assert found["document"]["state"] not in ("extracted", "extracted_partial")
    assert found["document"]["coverage"].startswith("none(")
    assert found["document"]["flags"]
    assert chancery("analyze", name).code == Exit.SET_ASIDE


def test_standard_input_is_a_document_too(chancery: Run, memo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = chancery("analyze", str(memo), "--json").json
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(memo.read_bytes())))
    piped = chancery("analyze", "-", "--json").json
    assert piped["actions"] == whole["actions"]


def test_attachments_are_children_of_the_same_kind(chancery: Run, memo: Path, tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_text(
        "From: ada@example.gov\nTo: desk@example.gov\nSubject: For you\n"
        "Date: Tue, 3 Mar 2026 09:00:00 -0500\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nPlease see the memo.\n"
        '--b\nContent-Type: text/plain; name="memo.txt"\n'
        'Content-Disposition: attachment; filename="memo.txt"\n\n'
        f"{memo.read_text()}\n--b--\n"
    )
    found = chancery("analyze", "mail.eml", "--json").json
    (child,) = found["children"]
    assert sorted(child) == sorted(KEYS)
    assert child["schema"] == "chancery.analysis/1"
    assert len(child["actions"]) == 2


def test_a_file_over_the_limit_is_told_as_quarantined(
    chancery: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANCERY_LARGEST_MEGABYTES", "1")
    (tmp_path / "big.txt").write_bytes(b"words " * 200_000)
    said = chancery("analyze", "big.txt", "--json")
    assert said.code == Exit.SET_ASIDE
    assert said.json["document"]["state"] == "quarantined"


def test_no_file(chancery: Run) -> None:
    assert chancery("analyze", "nowhere.pdf").code == Exit.USAGE
