"""From a file to a closed action, by commands alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Exit

Run = Callable[..., Any]
SAMPLES = Path(__file__).parents[2] / "sample_docs"


def test_an_ingest_shows_what_came_of_it(chancery: Run, memo: Path) -> None:
    said = chancery("ingest", str(memo))
    assert said.code == Exit.GOOD
    assert said.out.splitlines()[0].split() == [
        "number",
        "document",
        "kind",
        "state",
        "drafts",
        "lowest",
        "due",
    ]
    assert "memo.txt" in said.out
    assert said.out.splitlines()[-1] == "1 done, 0 set aside, 0 lost"
    assert memo.exists()


def test_the_second_ingest_says_that_nothing_was_new_and_adds_nothing(chancery: Run, memo: Path) -> None:
    chancery("ingest", str(memo))
    before = chancery("status", "--json").json

    again = chancery("ingest", str(memo))

    assert again.code == Exit.GOOD
    assert again.out == "Nothing was new: 1 of 1 are on the record already.\n"
    assert chancery("status", "--json").json == before


def test_a_dry_run_stores_nothing(chancery: Run, memo: Path, no_home: Path) -> None:
    said = chancery("ingest", "--dry-run", str(memo))
    assert said.code == Exit.GOOD
    assert str(memo) in said.out
    assert not no_home.exists()


def test_what_cannot_be_read_ends_with_three_and_can_be_tried_again(chancery: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of it is here")
    said = chancery("ingest", "broken.pdf", "--json")
    assert said.code == Exit.SET_ASIDE
    assert said.json["totals"] == {
        "done": 0,
        "set_aside": 1,
        "duplicates": 0,
        "held": 0,
        "waiting": 0,
        "lost": 0,
    }
    (row,) = chancery("failures", "--json").json["documents"]
    assert row["stage"] == "set_aside"
    assert row["reason"]
    assert row["control_number"] in chancery("failures").out

    again = chancery("retry", "--all", "--json")
    assert again.code == Exit.SET_ASIDE
    assert [one["state"] for one in again.json["documents"]] == ["set_aside"]


def test_known_bytes_under_another_name_are_seen_again_and_no_error(
    chancery: Run, memo: Path, tmp_path: Path
) -> None:
    first = chancery("ingest", str(memo), "--json").json["documents"][0]["control_number"]
    (tmp_path / "copy.txt").write_bytes(memo.read_bytes())
    said = chancery("ingest", "copy.txt")
    assert said.code == Exit.GOOD
    assert first in said.err
    assert "1 duplicates" in said.out


def test_a_file_that_is_not_there_is_told_before_anything_happens(chancery: Run, memo: Path) -> None:
    said = chancery("ingest", str(memo), "nowhere.txt")
    assert said.code == Exit.USAGE
    assert "nowhere.txt" in said.err
    assert chancery("status", "--json").json["documents"] == 0


def test_status_counts(chancery: Run, taken_in: str) -> None:
    counts = chancery("status", "--json").json
    assert set(counts) == {
        "documents", "children", "children_unread", "by_stage", "by_reading", "drafts", "actions",
        "ways_in"
    }  # fmt: skip
    assert (counts["documents"], counts["children"]) == (1, 0)
    assert counts["by_stage"]["needs_review"] == 1
    assert counts["by_reading"] == {"extracted": 1} or counts["by_reading"]["extracted"] == 1
    assert "needs_review" in chancery("status").out


def test_the_queue_lists_it_and_show_tells_it_by_its_short_number_too(chancery: Run, taken_in: str) -> None:
    (row,) = chancery("queue", "--json").json["documents"]
    assert row["control_number"] == taken_in
    assert taken_in in chancery("queue").out

    short = str(int(taken_in.rsplit("-", 1)[1]))
    shown = chancery("show", short, "--json").json
    assert shown["document"]["control_number"] == taken_in
    assert shown["facts"]["kind"] == "agency_memo"
    assert all(draft["evidence"] for draft in shown["drafts"])
    assert "text" not in shown
    assert "moorings" in chancery("show", taken_in.lower(), "--text").out


def test_show_tells_on_what_a_tasking_depends(chancery: Run, tmp_path: Path) -> None:
    words = "MEMORANDUM FOR DOCK MASTERS\n\nFROM: Rue Sand\nDATE: March 2, 2026\nSUBJECT: Gates\n\n"
    told = "Unless the Board objects, each dock master shall mend the gates by May 4, 2026.\n"
    (tmp_path / "gates.txt").write_text(words + told)
    chancery("ingest", "gates.txt")
    shown = chancery("show", "1")
    assert "condition" in shown.out and "Unless the Board objects" in shown.out
    (draft,) = (one for one in chancery("show", "1", "--json").json["drafts"] if one["kind"] == "action_item")
    assert draft["values"]["condition"] == "Unless the Board objects"
    assert draft["values"]["field_evidence"]["condition"]["quote"] == "Unless the Board objects"


def test_a_document_that_is_not_there(chancery: Run, taken_in: str) -> None:
    said = chancery("show", "99999")
    assert said.code == Exit.USAGE
    assert "chancery queue --all" in said.err


def _numbers(chancery: Run, ref: str, kind: str) -> list[int]:
    drafts = chancery("show", ref, "--json").json["drafts"]
    return [draft["number"] for draft in drafts if draft["kind"] == kind]


def _rows_without_members(items: list[dict[str, Any]]) -> list[int]:
    """Row numbers of items that are worked on; heads of lists end by themselves."""
    rows, row = [], 0
    for item in items:
        row += 1
        rows += [] if item["children"] else [row]
        rows += range(row + 1, row + 1 + len(item["children"]))
        row += len(item["children"])
    return rows


def test_review_from_approval_to_the_closed_action(chancery: Run, taken_in: str) -> None:
    items = _numbers(chancery, taken_in, "action_item")
    action = _numbers(chancery, taken_in, "executive_action")
    assert items
    assert action

    edited = chancery("edit", taken_in, str(items[0]), "--set", "title=Count the moorings", "--as", "ada")
    assert edited.code == Exit.GOOD
    assert "Count the moorings" in edited.out or "edited" in edited.out
    rest = [str(number) for number in (*action, *items[1:])]
    said = chancery("approve", taken_in, *rest, "--finish", "--as", "ada", "--json")
    assert said.code == Exit.GOOD
    number = said.json["filed"]["action"]
    assert said.json["filed"]["items"] == len(items)

    assert number in chancery("actions").out
    view = chancery("items", number, "--json").json
    assert "Count the moorings" in [item["subject"] for item in view["items"]]

    refused = chancery("close", number, "--outcome", "Counted.", "--lessons", "Count early.")
    assert refused.code == Exit.CONFLICT
    assert "open" in refused.err

    listed = chancery("items", number).out
    assert "Count the moorings" in listed
    for row in _rows_without_members(view["items"]):
        said = chancery("items", number, "--complete", str(row), "--words", "Counted.")
        assert said.code == Exit.GOOD
    closed = chancery("close", number, "--outcome", "Counted.", "--lessons", "Count early.", "--json")
    assert closed.json["action"]["status"] == "Completed"
    assert chancery("actions", "--json").json["actions"] == []
    assert number in chancery("actions", "--all").out

    who = {event["who"] for event in chancery("audit", "list", "--json").json["events"]}
    assert any("ada" in name for name in who)
    assert chancery("audit", "verify").code == Exit.GOOD


def test_approve_all_never_takes_a_draft_of_low_confidence(chancery: Run, taken_in: str) -> None:
    before = chancery("show", taken_in, "--json").json["drafts"]
    said = chancery("approve", taken_in, "--all", "--json")
    decided = {draft["number"] for draft in said.json["decided"]}
    assert decided == {draft["number"] for draft in before if draft["confidence"] in ("high", "medium")}
    assert set(said.json["left"]) == {draft["number"] for draft in before if draft["confidence"] == "low"}


def test_what_was_not_read_whole_is_never_approved_in_one_go(chancery: Run, tmp_path: Path) -> None:
    (tmp_path / "carta.txt").write_text(
        "Estimado señor secretario:\n\nLe escribo en nombre de los pescadores de la bahía para pedirle que "
        "la agencia repare el muelle antes del invierno. Esperamos su respuesta con mucho interés.\n\n"
        "Atentamente,\nInés"
    )
    number = chancery("ingest", "carta.txt", "--json").json["documents"][0]["control_number"]
    assert chancery("show", number, "--json").json["document"]["coverage"] != "full"
    said = chancery("approve", number, "--all")
    assert said.code == Exit.CONFLICT
    assert "one go" in said.err


def test_rejecting_needs_a_reason_and_can_be_undone(chancery: Run, taken_in: str) -> None:
    first = str(_numbers(chancery, taken_in, "action_item")[0])
    assert chancery("reject", taken_in, first).code == Exit.USAGE
    assert chancery("reject", taken_in, first, "--reason", "duplicate").code == Exit.GOOD
    assert chancery("approve", taken_in, first).code == Exit.CONFLICT
    assert chancery("undo", taken_in, first).code == Exit.GOOD
    assert chancery("approve", taken_in, first).code == Exit.GOOD


def test_ranges_name_drafts(chancery: Run, taken_in: str) -> None:
    said = chancery("approve", taken_in, "1-2", "--json")
    assert [draft["number"] for draft in said.json["decided"]] == [1, 2]


@pytest.mark.parametrize(
    "change",
    ["colour=red", "title", "lead_units=not json", "=x"],
    ids=["unknown", "no value", "kind", "no name"],
)
def test_an_edit_that_does_not_fit_changes_nothing(chancery: Run, taken_in: str, change: str) -> None:
    first = str(_numbers(chancery, taken_in, "action_item")[0])
    assert chancery("edit", taken_in, first, "--set", change).code == Exit.USAGE
    drafts = chancery("show", taken_in, "--json").json["drafts"]
    assert {draft["status"] for draft in drafts} == {"proposed"}


def test_finish_asks_for_an_action_to_hold_the_items(chancery: Run, taken_in: str) -> None:
    first = str(_numbers(chancery, taken_in, "action_item")[0])
    chancery("approve", taken_in, first)
    assert chancery("finish", taken_in).code == Exit.CONFLICT
    assert chancery("finish", taken_in, "--join", "x", "--make", "y").code == Exit.USAGE
    made = chancery("finish", taken_in, "--make", "Moorings", "--json")
    assert made.code == Exit.GOOD
    assert made.json["items"] == 1


def test_nobody_finishes_over_sentences_that_were_not_read(chancery: Run) -> None:
    """The same tick as beside the button of the page: how many were read."""
    chancery("ingest", str(SAMPLES / "letter-mossy-point-kettleworth.txt"))
    (number,) = [row["control_number"] for row in chancery("queue", "--json").json["documents"]]
    left = len(chancery("show", number, "--json").json["uncovered"])
    assert left
    first = str(_numbers(chancery, number, "action_item")[0])
    refused = chancery("approve", number, first, "--finish")
    assert refused.code == Exit.CONFLICT and f"--gaps {left}" in refused.err
    assert {one["status"] for one in chancery("show", number, "--json").json["drafts"]} == {"proposed"}
    chancery("approve", number, first)
    for given in ((), ("--gaps", str(left + 1))):
        assert chancery("finish", number, "--make", "Landing", *given).code == Exit.CONFLICT
    assert chancery("finish", number, "--make", "Landing", "--gaps", str(left)).code == Exit.GOOD


def test_no_action_is_a_persons_word_with_a_reason(chancery: Run, taken_in: str) -> None:
    assert chancery("no-action", taken_in, "--reason", "for information").code == Exit.GOOD
    assert chancery("show", taken_in, "--json").json["document"]["stage"] == "no_action"


def test_search_finds_words(chancery: Run, taken_in: str) -> None:
    found = chancery("search", "inspections", "--json").json["found"]
    assert [row["ref"] for row in found if row["kind"] == "document"] == [taken_in]
    assert any(row["ref"].startswith(f"{taken_in}#") for row in found if row["kind"].startswith("draft"))
    assert chancery("search", "zeppelins").code == Exit.GOOD


def test_approved_authorities_are_listed(chancery: Run, taken_in: str) -> None:
    numbers = [str(number) for number in _numbers(chancery, taken_in, "authority")]
    chancery("approve", taken_in, *numbers, "--finish")
    citations = [row["citation"] for row in chancery("authorities", "list", "--json").json["authorities"]]
    assert "33 U.S.C. 1223" in citations
    assert "33 U.S.C. 1223" in chancery("authorities").out


def test_a_watched_folder_is_taken_in_once(chancery: Run, memo: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    memo.rename(inbox / "memo.txt")
    said = chancery("watch", str(inbox), "--once", "--json")
    assert said.code == Exit.GOOD
    assert said.json["totals"]["done"] == 1
    assert (inbox / "processed" / "memo.txt").exists()
    assert chancery("watch", str(tmp_path / "nowhere"), "--once").code == Exit.CONFIGURATION
