"""What questions cost, and what stops them: caps, pace, deadlines, an endpoint that is left alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from analysis import choose, probe
from analysis.endpoint import pacing
from analysis.endpoint.analyzer import ModelAnalyzer
from analysis.endpoint.client import Endpoint
from analysis.endpoint.faults import Fault, FaultKind
from analysis.endpoint.meter import Meter
from analysis.endpoint.pacing import Breaker, Pace
from analysis.library import plain_document
from pipeline.documents import ExtractedDocument
from pipeline.problems import Misconfigured
from pipeline.settings import Settings
from pipeline.spending import Caps, Exchange, Spent, day_began, refusal
from store import open_records
from store.records import SqlRecords
from store.seed import agency

SECONDS = 1.0


def letter(number: int = 1) -> ExtractedDocument:
    words = f"Dear Harbor Master:\n\nPlease send chart {number} by May 1, 2031.\n\nSincerely,\n\nRue Sand\n"
    return replace(plain_document(words), language="en", sha256=f"{number:064d}")


def nobody(seconds: float) -> None:
    """Waits for nobody."""


@pytest.fixture
def records(tmp_path: Path) -> Iterator[SqlRecords]:
    with open_records(Settings(home=tmp_path / "desk")) as opened:
        yield opened


CASES = [
    (Caps(), Spent(10**9, 10**6), None),
    (Caps(document_tokens=100), Spent(91), "one document"),
    (Caps(run_tokens=100), Spent(91), "one run"),
    (Caps(day_tokens=100), Spent(91), "one day"),
    (Caps(day_tokens=101), Spent(91), None),
    (Caps(day_usd=1.0), Spent(1, 0.95), "$0.95 spent and about $0.10 wanted, of $1.00"),
]


@pytest.mark.parametrize(("most", "spent", "why"), CASES)
def test_a_cap_says_the_sum(most: Caps, spent: Spent, why: str | None) -> None:
    found = refusal(most, spent, spent, spent, Spent(10, 0.1))
    assert (found is None) == (why is None)
    assert why is None or why in str(found)


def test_a_day_is_the_offices_own() -> None:
    began = day_began(datetime(2031, 3, 2, 3, tzinfo=UTC), ZoneInfo("America/New_York"))
    assert began == datetime(2031, 3, 1, 5, tzinfo=UTC)


def test_every_question_is_kept_with_its_reply_as_it_was_said(
    model: Any, conf: Settings, records: SqlRecords
) -> None:
    model.script = ["prose", "cut", "valid", "valid"]
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody), records)
    found = analyzer.analyse(letter())
    kept = records.exchanges(letter().sha256)[::-1]
    assert found.provenance.fallback is None
    assert kept[0].reply.startswith("The document")
    assert kept[1].fault == "truncated: the answer was cut off" and kept[1].reply
    assert all(one.tokens_in == 900 and one.tokens_out == 100 and one.usd == 0.0026 for one in kept)
    assert len(kept) == len(model.bodies) == len({one.request for one in kept}) == 4
    assert {one.model for one in kept} == {"scripted-1"} and kept[0].mode == "json_schema"
    assert found.provenance.tokens_in == 4 * 900, "what was cut off is paid for too"
    assert records.exchanges("another") == ()


def test_a_fault_is_kept_too(model: Any, conf: Settings, records: SqlRecords) -> None:
    model.script = ["down"] * 3
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody), records)
    assert analyzer.analyse(letter()).provenance.fallback
    kept = records.exchanges()
    assert len(kept) == 3 and all(str(one.fault).startswith("unavailable: 500") for one in kept)
    assert records.spent_since(datetime.now(UTC) - timedelta(minutes=1)) == Spent(0, 0.0, 3)


def test_the_day_is_counted_over_all_processes(model: Any, conf: Settings, records: SqlRecords) -> None:
    """Two desks on one record; the second has no room left, and its document falls back on the rules."""
    conf = replace(conf, model_day_tokens=3500)
    first = ModelAnalyzer(agency(), conf, Endpoint(conf), records)
    second = ModelAnalyzer(agency(), conf, Endpoint(conf), records)
    assert first.analyse(letter(1)).provenance.fallback is None
    assert second.analyse(letter(2)).provenance.fallback is None
    third = second.analyse(letter(3)).provenance
    assert third.fallback is not None and third.fallback.startswith("over_budget:")
    assert "for one day" in third.fallback and third.tokens_in == 0
    assert len(model.bodies) == 2


def test_yesterday_is_not_counted(conf: Settings, records: SqlRecords) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=2)
    records.keep_exchange(Exchange(yesterday, "", "", "", "m", "plain", tokens_in=10**9))
    meter = Meter(replace(conf, model_day_tokens=100), records)
    meter.check(Spent())


def test_a_run_has_its_own_cap(model: Any, conf: Settings) -> None:
    conf = replace(conf, model_run_tokens=3500, model_day_tokens=0)
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf))
    fallbacks = [analyzer.analyse(letter(number)).provenance.fallback for number in range(1, 5)]
    assert fallbacks[:2] == [None, None] and all("for one run" in str(why) for why in fallbacks[2:])
    fresh = ModelAnalyzer(agency(), conf, Endpoint(conf))
    assert fresh.analyse(letter()).provenance.fallback is None


def test_money_is_capped(model: Any, conf: Settings, records: SqlRecords) -> None:
    conf = replace(conf, model_day_usd=0.007)
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf), records)
    fallbacks = [analyzer.analyse(letter(number)).provenance.fallback for number in range(1, 4)]
    assert fallbacks[0] is None and "US" not in str(fallbacks[1]) and "$" in str(fallbacks[2])


def test_what_is_under_way_is_held_back_from_others(conf: Settings) -> None:
    meter = Meter(replace(conf, model_day_tokens=1000))
    with meter.held(2400), pytest.raises(Fault) as full, meter.held(900):
        pass
    assert full.value.kind is FaultKind.OVER_BUDGET
    with meter.held(2400):
        pass


@pytest.mark.parametrize("name", ["model_tokens", "model_run_tokens", "model_day_tokens"])
def test_caps_that_no_document_fits_are_refused_with_the_sum(conf: Settings, name: str) -> None:
    cap: dict[str, Any] = {name: 500}
    with pytest.raises(Misconfigured) as refused:
        choose(replace(conf, **cap), agency())
    assert f"{name.upper()}=500" in refused.value.what and "/ 3 = " in refused.value.why


def test_an_answer_in_dribbles_is_not_waited_for(
    model: Any, conf: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every byte comes within the client's limit, so that only a limit on the whole can end it."""
    monkeypatch.setattr(pacing, "GRACE", 0.5)
    model.script = ["dribble"] * 10
    conf = replace(conf, model_document_seconds=3)
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody))
    begun = datetime.now(UTC)
    found = analyzer.analyse(letter())
    assert found.provenance.fallback and found.provenance.fallback.startswith("timed_out:")
    assert (datetime.now(UTC) - begun).total_seconds() < 12
    assert found.actions, "the rules have found what is asked"


def test_a_document_is_not_asked_about_for_ever(model: Any, conf: Settings) -> None:
    """The endpoint asks for long waits; the document's own limit ends them."""
    model.script = ["busy_long"] * 10
    waits: list[float] = []
    conf = replace(conf, model_document_seconds=20)
    found = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=waits.append)).analyse(letter())
    assert found.provenance.fallback and found.provenance.fallback.startswith("rate_limited:")
    assert waits == [] and len(model.bodies) == 1


def test_the_pause_is_what_the_endpoint_asks_for_and_a_little_more(model: Any, conf: Settings) -> None:
    waits: list[float] = []
    model.script = ["busy_long", "down", "valid"]
    found = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=waits.append)).analyse(letter())
    assert found.provenance.fallback is None
    assert 25 <= waits[0] <= 25 * 1.3 and 2 <= waits[1] <= 2 * 1.3


class Clock:
    """A clock that goes on only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_no_more_questions_in_a_minute_than_allowed() -> None:
    clock, moments = Clock(), []
    pace = Pace(3, clock, clock.sleep)
    for _ in range(8):
        pace.wait()
        moments.append(clock.now)
        clock.sleep(1)
    assert moments[:3] == [0, 1, 2] and moments[3] == 60
    assert all(sum(start <= one < start + 60 for one in moments) <= 3 for start in moments)


def test_the_pace_of_the_settings_is_kept(model: Any, conf: Settings) -> None:
    clock = Clock()
    conf = replace(conf, model_per_minute=2)
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf, clock.sleep, clock))
    for number in range(1, 6):
        assert analyzer.analyse(letter(number)).provenance.fallback is None
    assert clock.now == 120


def test_an_endpoint_that_keeps_failing_is_left_alone_for_a_while(model: Any, conf: Settings) -> None:
    clock = Clock()
    endpoint = Endpoint(conf, sleep=nobody, clock=clock)
    analyzer = ModelAnalyzer(agency(), conf, endpoint)
    model.script = ["down"] * 3 * pacing.FAILURES
    for number in range(pacing.FAILURES):
        analyzer.analyse(letter(number))
    calls = len(model.bodies)
    spared = analyzer.analyse(letter(99)).provenance.fallback
    assert spared and "is left alone" in spared and len(model.bodies) == calls
    clock.sleep(pacing.REST + 1)
    assert analyzer.analyse(letter(99)).provenance.fallback is None


def test_what_is_wrong_with_one_document_does_not_open_the_breaker() -> None:
    breaker = Breaker(Clock())
    for kind in [FaultKind.REFUSED, FaultKind.FILTERED, FaultKind.TRUNCATED] * 5:
        breaker.told(Fault(kind, ""))
    breaker.check()


def test_no_more_questions_at_once_than_allowed(model: Any, conf: Settings) -> None:
    busy: list[int] = []
    under_way, lock = 0, threading.Lock()

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        nonlocal under_way
        with lock:
            under_way += 1
            busy.append(under_way)
        threading.Event().wait(0.1)
        with lock:
            under_way -= 1
        return {"taskings": [], "risks": [], "impacts": [], "summary": []}

    model.answer = answer
    conf = replace(conf, model_at_once=2, model_seconds=30)
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf))
    threads = [threading.Thread(target=analyzer.analyse, args=(letter(n),)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(model.bodies) == 8 and max(busy) == 2


def test_the_schema_is_told_in_words_to_one_who_did_not_keep_to_it(model: Any, conf: Settings) -> None:
    model.script = ["prose", "valid"]
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf))
    assert analyzer.analyse(letter()).provenance.fallback is None
    first, second = (body["messages"][0]["content"] for body in model.bodies)
    assert "additionalProperties" not in first and "additionalProperties" in second


TINY = {"day": "Monday", "number": 7}


@pytest.mark.parametrize(
    ("script", "mode", "words"),
    [
        ([], "json_schema", "keeps to a strict schema"),
        (["no_schema_once"], "json_object", "answers in JSON"),
        (["no_schema_once", "bad"], "plain", "answers in words"),
        (["prose", "prose", "prose"], None, "keeps to no structure"),
        (["unauthorized"] * 3, None, "not_allowed"),
        (["down"] * 3, None, "unavailable"),
    ],
)
def test_a_probe_says_what_an_endpoint_can(
    model: Any, conf: Settings, script: list[str], mode: str | None, words: str
) -> None:
    model.script, model.answer = list(script), lambda body: TINY
    found = probe(conf)
    assert found is not None and found.mode == mode and words in found.told
    assert len(model.bodies) <= 3


def test_without_a_model_there_is_nothing_to_probe(conf: Settings) -> None:
    assert probe(replace(conf, model="")) is None
