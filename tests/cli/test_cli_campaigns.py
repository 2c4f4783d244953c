"""Letters that are alike, through the commands and the real analyzer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Exit

Run = Callable[..., Any]

FORM = """\
{name}
12 Pier Street, Mossy Point

March 3, 2026

Dear Madam Secretary:

I am writing to you as a resident of the harbor district about the closing of Kestrel Lock. The lock has
served our boats for ninety years, and without it the fleet must go around the cape. Please keep the lock
open until the new one is built. I also ask you to publish the survey of its gates by June 1, 2026.
Many families in our town live by the fishing, and a season lost is a season that nobody gives back.
{more}
Sincerely,
{name}
"""


@pytest.fixture
def campaign(chancery: Run, tmp_path: Path) -> list[str]:
    folder = tmp_path / "letters"
    folder.mkdir()
    people = {"Ann Quill": "", "Ben Roe": "", "Cy Low": "Please refund my harbor fee of $40 as well."}
    for number, (name, more) in enumerate(people.items()):
        (folder / f"{number}.txt").write_text(FORM.format(name=name, more=more))
    said = chancery("ingest", str(folder), "--json")
    found = {row["document"]: row["control_number"] for row in said.json["documents"]}
    return [found[f"{number}.txt"] for number in range(3)]


def test_one_decision_serves_a_campaign(chancery: Run, campaign: list[str]) -> None:
    listed = chancery("alike", "--json").json
    assert [(one["size"], one["waiting"]) for one in listed["groups"]] == [(3, 3)]
    assert listed["pairs"] == []
    assert "follow" in chancery("alike").out
    assert len(chancery("alike", campaign[1], "--json").json["alike"]) == 3
    assert campaign[2] in chancery("alike", campaign[1]).out

    first = listed["groups"][0]["control_number"]
    early = chancery("follow", first)
    assert early.code != Exit.GOOD and "Decide it first" in early.err

    model = campaign[0]
    chancery("no-action", model, "--reason", "Answered in public.")
    said = chancery("follow", model, "--json").json
    assert said["followed"] == [campaign[1]]
    assert list(said["left"]) == [campaign[2]] and "refund" in said["left"][campaign[2]]
    again = chancery("follow", model)
    assert "0 letters went the way" in again.out and "left for a person" in again.err
    assert chancery("show", campaign[1], "--json").json["document"]["stage"] == "no_action"


def test_a_letter_that_comes_twice_is_proposed_and_settled(chancery: Run, tmp_path: Path) -> None:
    text = FORM.format(name="Ann Quill", more="")
    (tmp_path / "one.txt").write_text(text)
    (tmp_path / "two.html").write_text(
        "<html><body><p>" + text.replace("\n\n", "</p><p>") + "</p></body></html>"
    )
    for name in ("one.txt", "two.html"):
        chancery("ingest", str(tmp_path / name), "--json")
    (pair,) = chancery("alike", "--json").json["pairs"]
    number, other = pair["control_number"], pair["other"]
    assert "may be again" in chancery("alike", number).out
    said = chancery("same-letter", number, other, "--reason", "The page of the same letter.", "--json")
    assert (said.json["stage"], said.json["duplicate_of"]) == ("duplicate", other)
    assert chancery("same-letter", number, other, "--reason", "It is not.", "--not").code == Exit.GOOD
    assert chancery("show", number, "--json").json["document"]["stage"] == "needs_review"


def test_where_nothing_is_alike_it_says_so(chancery: Run, tmp_path: Path) -> None:
    assert "No letters are alike" in chancery("alike").err
    (tmp_path / "a.txt").write_text("Please answer by June 1, 2026.")
    number = chancery("ingest", str(tmp_path / "a.txt"), "--json").json["documents"][0]["control_number"]
    assert f"No letter is like {number}" in chancery("alike", number).err
