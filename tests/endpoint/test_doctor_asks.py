"""`doctor --ask`: what it says of a model, and of what the day cost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli import model_checks
from cli.checks import Verdict
from cli.entry import main
from pipeline.settings import Settings
from pipeline.spending import Exchange
from store import open_records


def test_the_command_asks_only_when_told_to(
    model: Any, conf: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHANCERY_HOME", str(conf.home / "none-yet"))
    monkeypatch.setenv("CHANCERY_MODEL", "scripted-1")
    monkeypatch.setenv("OPENAI_BASE_URL", model.url)
    model.answer = lambda body: {"day": "Monday", "number": 7}
    main(("doctor", "--json"))
    assert model.bodies == []
    capfd.readouterr()
    main(("doctor", "--ask", "--json"))
    told = {one["what"]: one for one in json.loads(capfd.readouterr().out)["checks"]}
    assert told["model, asked"]["verdict"] == "OK" and len(model.bodies) == 1
    assert told["model, today"]["found"].startswith("0 questions, 0 tokens of 10,000,000")
    assert not (conf.home / "none-yet").exists(), "looking makes nothing"


def test_a_model_that_keeps_to_no_structure_is_a_warning(model: Any, conf: Settings) -> None:
    model.script = ["prose"] * 3
    finding = model_checks.asked(conf)
    assert finding.verdict is Verdict.WARN and "docs/model.md" in finding.remedy
    assert model_checks.asked(replace(conf, model="")).remedy == "Set CHANCERY_MODEL."


def test_a_day_that_is_used_up_is_a_warning(conf: Settings) -> None:
    now = datetime.now(UTC)
    with open_records(conf) as records:
        for at, tokens in ((now, 600), (now, 500), (now - timedelta(days=2), 7)):
            records.keep_exchange(Exchange(at, "a", "b", "c", "m", "plain", tokens_in=tokens, usd=0.25))
    finding = model_checks.today(replace(conf, model_day_tokens=1000, model_day_usd=9.0))
    assert finding.found == "2 questions, 1,100 tokens of 1,000, $0.50 of $9.00"
    assert finding.verdict is Verdict.WARN and "midnight" in finding.remedy
    assert model_checks.today(replace(conf, model_day_tokens=0)).verdict is Verdict.OK
    assert model_checks.today(replace(conf, model_day_usd=0.5)).verdict is Verdict.WARN
