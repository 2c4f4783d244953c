"""A day's cap in a run over many documents: it ends cleanly, spends no more, and another day goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.endpoint.analyzer import instructions
from analysis.endpoint.asking import CHARACTERS_IN_A_TOKEN
from flows.reanalysis import reanalyse, wanted
from flows.wiring import open_desk
from flows.work import ingest
from intake.files import NamedFiles
from pipeline.intake import Stage
from pipeline.settings import Settings
from pipeline.spending import day_began
from prompts import prompt

LETTERS = 5


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(LETTERS):
        words = f"Please send us chart {number} by May 1, 2031."
        (folder / f"{number}.txt").write_text(f"Dear Master:\n\n{words}\n\nSincerely,\nA. Quill\n")
    yield folder


def capped(conf: Settings) -> Settings:
    """Room for what one document seems to need and what one has cost."""
    seems = len(instructions(prompt("findings"))) // CHARACTERS_IN_A_TOKEN
    return replace(conf, model_day_tokens=seems + 2000, workers=1, model_at_once=1)


def test_a_cap_of_the_day_is_kept_and_the_rest_is_done_another_day(conf: Settings, letters: Path) -> None:
    with open_desk(replace(conf, analyzer="offline")) as desk:
        ingest(desk, NamedFiles([letters], 1_000_000), "clerk")
    today = capped(conf)
    with open_desk(today) as desk:
        assert len(wanted(desk)) == LETTERS
        outcome = reanalyse(desk, wanted(desk))
        assert outcome.why is not None and outcome.why.endswith("for one day")
        assert 0 < outcome.done < LETTERS and outcome.done + outcome.left == LETTERS
        spent = desk.records.spent_since(day_began(datetime.now(UTC), today.zone))
        assert spent.tokens <= today.model_day_tokens
        assert desk.records.counts().by_stage == {Stage.NEEDS_REVIEW.value: LETTERS}
    with open_desk(replace(today, model_day_tokens=0)) as desk:
        assert reanalyse(desk, wanted(desk)).done == outcome.left
        assert wanted(desk) == ()


def test_what_came_in_over_the_cap_is_had_from_the_model_another_day(conf: Settings, letters: Path) -> None:
    with open_desk(capped(conf)) as desk:
        ingest(desk, NamedFiles([letters], 1_000_000), "clerk")
        left = wanted(desk)
        assert 0 < len(left) < LETTERS
    with open_desk(replace(conf, model_day_tokens=0)) as desk:
        assert wanted(desk) == left
        assert reanalyse(desk, left).done == len(left)
        assert wanted(desk) == ()
