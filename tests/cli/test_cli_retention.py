"""`retention …` and `hold …`."""

from __future__ import annotations

import os
from pathlib import Path

import store
from cli.exits import Exit
from coordination.retention_file import SAMPLE
from coordination.retention_file import parse as parse_schedule
from pipeline.settings import Settings
from tests.cli.conftest import Run
from tests.store.retention_writes import SCHEDULE, acted_on, settled


def test_holds_and_what_is_kept(chancery: Run, taken_in: str) -> None:
    assert parse_schedule(chancery("retention", "sample").out) == parse_schedule(SAMPLE)
    assert "nothing is scheduled" in chancery("retention", "schedule").err
    assert chancery("hold", "place", "Suit", taken_in, "--because", "A suit.").code == Exit.GOOD
    assert chancery("hold", "list", "--json").json["holds"][0]["number"] == taken_in
    listed = chancery("retention", "list", "--all")
    assert taken_in in listed.out and "held for Suit" in listed.out
    assert chancery("retention", "list", "--json").json["records"] == []
    assert chancery("hold", "release", "Suit", "--because", "Settled.").code == Exit.GOOD
    assert chancery("hold", "list", "--json").json["holds"] == []
    assert chancery("hold", "place", "Suit", taken_in, "--because", "x", "--kind", "odd").code != Exit.GOOD
    assert chancery("retention", "assign", taken_in, "Sonnets", "--because", "x").code != Exit.GOOD


def test_a_disposal_from_the_terminal(chancery: Run, taken_in: str, tmp_path: Path) -> None:
    home = Path(os.environ["CHANCERY_HOME"])
    (home / "retention.toml").write_text(SCHEDULE)
    with store.open_records(Settings(home=home)) as records:
        control = settled(records, "a letter of long ago")
    assert control in chancery("retention", "list").out
    assert chancery("--as", "ada", "retention", "propose").code == Exit.GOOD
    alone = chancery("--as", "ada", "retention", "approve")
    assert alone.code != Exit.GOOD and "second person" in alone.err
    assert chancery("--as", "bo", "retention", "approve").code == Exit.GOOD
    done = chancery("retention", "run", "--json")
    assert done.code == Exit.GOOD and done.json["gone"] == [control]
    shown = chancery("show", control)
    assert shown.code == Exit.GOOD and "Destroyed on" in shown.out and "disposed" in shown.out
    assert chancery("retention", "disposals", "--json").json["disposals"][0]["state"] == "done"
    assert "disposed" in chancery("queue", "--all").out
    assert chancery("status", "--json").json["by_stage"]["disposed"] == 1
    assert chancery("retention", "withdraw", control, "--because", "x").code != Exit.GOOD
    assert chancery("retry", control).code != Exit.GOOD


def test_an_action_goes_with_its_document_from_the_terminal(chancery: Run, taken_in: str) -> None:
    home = Path(os.environ["CHANCERY_HOME"])
    with store.open_records(Settings(home=home)) as records:
        control, number = acted_on(records)
    assert "executive actions too" in chancery("retention", "schedule").out
    assert number in chancery("retention", "list").out
    assert chancery("--as", "ada", "retention", "propose").code == Exit.GOOD
    assert chancery("--as", "bo", "retention", "approve").code == Exit.GOOD
    assert chancery("retention", "run", "--json").json["gone"] == [control]
    shown = chancery("actions", "show", number)
    assert shown.code == Exit.GOOD and "Destroyed on" in shown.out and "telephone" not in shown.out
