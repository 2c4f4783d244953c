"""`retention …` and `hold …`."""

from __future__ import annotations

from cli.exits import Exit
from coordination.retention_file import SAMPLE
from coordination.retention_file import parse as parse_schedule
from tests.cli.conftest import Run


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
