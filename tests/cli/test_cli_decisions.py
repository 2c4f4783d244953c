"""Decisions as figures and as a labelled folder, by commands alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Exit

Run = Callable[..., Any]
LETTER = """\
Rue Sand
12 Kettle Road
Saltport, ME 04000

May 4, 2026

Dear Director:

My mooring was taken. My social security number is 123-45-6789 and my telephone 202-555-0142.

Please send me a copy of the order by June 1, 2026, to rue@example.org.

Sincerely,

Rue Sand
"""
PRIVATE = ("123-45-6789", "555-0142", "rue@example.org", "Kettle Road", "Rue Sand")


def rows(folder: Path, part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "gold" / f"{part}.jsonl").read_text().splitlines()]


def finish(chancery: Run, number: str, *rejected: int) -> None:
    """Turn some drafts down, approve the others one by one, and file them."""
    drafts = chancery("show", number, "--json").json["drafts"]
    for draft in drafts:
        if draft["number"] in rejected:
            chancery("reject", number, str(draft["number"]), "--reason", "not an action")
        else:
            chancery("approve", number, str(draft["number"]), "--checked")
    assert chancery("finish", number).code == Exit.GOOD


@pytest.fixture
def desk(chancery: Run, memo: Path, tmp_path: Path) -> Run:
    """A memo and a private letter, both decided; of the memo's two taskings one was turned down."""
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER)
    chancery("ingest", str(memo), str(letter))
    titles = {
        one["title"]: one["number"] for one in chancery("show", "EC-2026-00001", "--json").json["drafts"]
    }
    finish(chancery, "EC-2026-00001", titles["Publish a schedule of inspections"])
    finish(chancery, "EC-2026-00002")
    return chancery


def test_how_often_drafts_were_right(desk: Run) -> None:
    said = desk("decisions", "--json").json["decisions"]["offline"]
    items = [band for band in said if band["kind"] == "action_item"]
    assert sum(band["wrong"] for band in items) == 1
    assert all(band["share"] is None and band["earned"] == band["confidence"] for band in said)
    assert "too few to tell" in desk("decisions").out


def test_decisions_become_a_folder_that_can_be_evaluated(desk: Run, tmp_path: Path) -> None:
    folder = tmp_path / "labelled"
    said = desk("decisions", "export", str(folder), "--json")
    assert said.code == Exit.GOOD and said.json["documents"] == 2 and said.json["left_out"] == {}
    actions = rows(folder, "actions")
    (kept,) = [row for row in actions if row["doc"] == "EC-2026-00001" and row["record"] == "action"]
    assert kept["responsible"] == "each bureau head" and kept["due_date"] == "2026-04-02"
    text = (folder / "text" / "EC-2026-00001.txt").read_bytes().decode()
    assert text[kept["offset"] : kept["end"]] == kept["verbatim"]
    (meta,) = [row for row in rows(folder, "meta") if row["doc"] == "EC-2026-00001"]
    assert meta["date"] == "2026-03-03" and meta["title_is_printed"]
    report = desk("evaluate", str(folder), "--json").json
    total = next(part for part in report["slices"] if part["name"] == "total")
    assert total["measures"]["taskings"]["recall"] == 1.0
    assert total["measures"]["taskings"]["precision"] < 1.0, (
        "what was turned down counts against the analyzer"
    )
    assert total["counts"]["labels not found in the text as read"] == 0


def test_no_personal_datum_and_no_reviewer_is_in_the_folder(desk: Run, tmp_path: Path) -> None:
    folder = tmp_path / "labelled"
    desk("--as", "zelda.quimby", "decisions", "export", str(folder))
    everything = "\n".join(path.read_text() for path in folder.rglob("*") if path.is_file())
    for datum in (*PRIVATE, "zelda.quimby", "decided_by"):
        assert datum not in everything, datum
    assert "000-00-0000" in everything and "June 1, 2026" in everything
    for row in rows(folder, "decisions"):
        text = (folder / "text" / f"{row['doc']}.txt").read_bytes().decode()
        assert all(text[part["start"] : part["end"]] == part["quote"] for part in row["evidence"])


def test_originals_are_written_whole_only_when_asked_for(desk: Run, memo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "whole"
    desk("decisions", "export", str(folder), "--originals")
    assert (folder / "docs" / "EC-2026-00001.txt").read_bytes() == memo.read_bytes()
    assert "123-45-6789" in (folder / "docs" / "EC-2026-00002.txt").read_text()
    manifest = list(csv.DictReader((folder / "manifest.csv").open()))
    assert {row["split"] for row in manifest} <= {"fit", "check"}


def test_a_marked_document_stays_unless_asked_for(chancery: Run, tmp_path: Path) -> None:
    marked = tmp_path / "marked.txt"
    marked.write_text("CUI\n\nThe Clerk shall report by May 1, 2031.\n\nCUI\n")
    chancery("ingest", str(marked))
    chancery("no-action", "EC-2026-00001", "--reason", "For information.")
    said = chancery("decisions", "export", str(tmp_path / "one"), "--json").json
    assert said["documents"] == 0 and said["left_out"] == {"a handling mark": 1}
    assert chancery("decisions", "export", str(tmp_path / "two"), "--marked", "--json").json["documents"] == 1


def test_a_folder_with_something_in_it_is_not_written_to(desk: Run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    said = desk("decisions", "export", str(tmp_path / "full"))
    assert said.code == Exit.CONFIGURATION
    assert "something in it" in said.err and [*(tmp_path / "full").iterdir()] == [
        tmp_path / "full" / "notes.txt"
    ]


def test_without_decisions_there_is_nothing_to_tell(chancery: Run) -> None:
    assert "Nobody has decided" in chancery("decisions").err


def test_mended_taskings_become_examples_that_a_person_reads(
    chancery: Run, memo: Path, tmp_path: Path
) -> None:
    chancery("ingest", str(memo))
    file = tmp_path / "examples.json"
    assert "can be an example" in chancery("decisions", "examples", str(file)).err and not file.exists()
    drafts = chancery("show", "EC-2026-00001", "--json").json["drafts"]
    number = next(one["number"] for one in drafts if one["title"].startswith("Submit an inventory"))
    chancery("edit", "EC-2026-00001", str(number), "--set", "responsible=bureau head", "--checked")
    for draft in drafts:
        chancery("approve", "EC-2026-00001", str(draft["number"]), "--checked")
    assert chancery("finish", "EC-2026-00001").code == Exit.GOOD
    said = chancery("decisions", "examples", str(file))
    assert said.code == Exit.GOOD and "who: bureau head" in said.out
    assert f"CHANCERY_MODEL_EXAMPLES={file}" in said.err
    (example,) = json.loads(file.read_text())["examples"]
    assert example["answer"]["taskings"][0]["responsible"] == "bureau head"
    assert chancery("decisions", "examples", str(file)).code == Exit.CONFIGURATION
