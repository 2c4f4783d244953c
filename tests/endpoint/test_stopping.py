"""A person stops the work on a document while a model is asked: the line is broken off, nothing is lost."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analysis.endpoint import pacing
from analysis.endpoint.analyzer import ModelAnalyzer
from analysis.endpoint.client import Endpoint
from analysis.library import plain_document
from flows.bench import Workbench
from pipeline.documents import ExtractedDocument
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.settings import Settings
from pipeline.stages import process
from pipeline.stopping import Stopped, heeding
from store import open_records
from store.records import SqlRecords
from store.seed import agency

LETTER = "Dear Harbor Master:\n\nPlease send the chart by May 1, 2031.\n\nSincerely,\n\nRue Sand\n"
SOON = 2.0
"""About a second, on a machine that has other work too."""


@pytest.fixture
def conf(conf: Settings) -> Settings:
    """Without a stop every wait here is longer than any test."""
    return replace(conf, model_seconds=300)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[SqlRecords]:
    with open_records(Settings(home=tmp_path / "desk")) as opened:
        yield opened


def document() -> ExtractedDocument:
    return replace(plain_document(LETTER), language="en", sha256="a" * 64)


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.01)


def asking() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "question"]


class Work:
    """The work on a document in a thread of its own, to be stopped by hand."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(1)
        self._done: Future[Any] = self._pool.submit(self._run, work)
        self._pool.shutdown(wait=False)

    def _run(self, work: Callable[[], Any]) -> Any:
        with heeding(self._stopped.is_set):
            return work()

    def stop(self) -> float:
        """How long it took until the work was given up."""
        assert not self._done.done()
        begun = time.monotonic()
        self._stopped.set()
        assert isinstance(self._done.exception(timeout=30), Stopped)
        return time.monotonic() - begun


@pytest.mark.parametrize("fault", ["mute", "dribble", "slow"])
def test_a_question_is_broken_off_in_its_middle(
    model: Any, conf: Settings, records: SqlRecords, fault: str
) -> None:
    """No header yet, a byte now and then, an answer that comes after the stop."""
    model.script = [fault]
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf), records)
    work = Work(lambda: analyzer.analyse(document()))
    until(lambda: len(model.bodies) == 1)
    time.sleep(0.5)
    assert work.stop() < SOON
    stopped = time.monotonic()
    until(lambda: not asking(), SOON)
    if fault == "slow":
        time.sleep(2)
    else:
        until(lambda: bool(model.left), SOON)
        assert model.left[0] - stopped < SOON
    (kept,) = records.exchanges()
    assert str(kept.fault).startswith("stopped: ") and "cost is not known" in str(kept.fault)
    assert kept.reply == "" and kept.tokens_out == 0 and kept.seconds < 30
    spent = records.spent_since(datetime.now(UTC) - timedelta(minutes=5))
    assert spent.calls == 1 and spent.tokens == kept.tokens_in > len(LETTER) // 3 and spent.usd > 0
    assert len(model.bodies) == 1, "nothing is asked after a stop"


def test_who_is_not_stopped_is_answered_beside_one_who_is(model: Any, conf: Settings) -> None:
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf))
    model.script = ["mute"]
    work = Work(lambda: analyzer.analyse(document()))
    until(lambda: len(model.bodies) == 1)
    model.script = ["slow"]
    with ThreadPoolExecutor(1) as other:
        found = other.submit(analyzer.analyse, document())
        until(lambda: len(model.bodies) == 2)
        assert work.stop() < SOON
        assert found.result(30).provenance.fallback is None
    assert analyzer.analyse(document()).provenance.fallback is None


def test_the_wait_that_an_endpoint_asks_for_is_stopped(
    model: Any, conf: Settings, records: SqlRecords
) -> None:
    model.script = ["busy_long"] * 3
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf), records)
    work = Work(lambda: analyzer.analyse(document()))
    until(lambda: len(records.exchanges()) == 1)
    assert work.stop() < SOON
    (kept,) = records.exchanges()
    assert str(kept.fault).startswith("rate_limited") and kept.tokens_in == 0, (
        "it was refused, not broken off"
    )
    assert len(model.bodies) == 1


def test_the_wait_for_ones_turn_in_a_minute_is_stopped(model: Any, conf: Settings) -> None:
    conf = replace(conf, model_per_minute=1)
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf))
    assert analyzer.analyse(document()).provenance.fallback is None
    work = Work(lambda: analyzer.analyse(document()))
    time.sleep(0.5)
    assert work.stop() < SOON and len(model.bodies) == 1


def test_the_wait_for_room_is_stopped(model: Any, conf: Settings) -> None:
    conf = replace(conf, model_at_once=1)
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf))
    model.script = ["mute"]
    first = Work(lambda: analyzer.analyse(document()))
    until(lambda: len(model.bodies) == 1)
    second = Work(lambda: analyzer.analyse(document()))
    time.sleep(0.5)
    assert second.stop() < SOON and len(model.bodies) == 1
    assert first.stop() < SOON
    assert analyzer.analyse(document()).provenance.fallback is None, "the room is free again"


def test_an_answer_that_is_too_late_is_broken_off_too(
    model: Any, conf: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "GRACE", 0.5)
    model.script = ["dribble"] * 3
    conf = replace(conf, model_seconds=1)
    found = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=lambda _: None)).analyse(document())
    assert str(found.provenance.fallback).startswith("timed_out: ") and len(model.bodies) == 3
    until(lambda: len(model.left) == 3 and not asking(), SOON)


class Lines:
    """Reads plain text as it is."""

    version = "lines 1"

    def read(self, data: bytes, name: str, password: str = "") -> ExtractedDocument:
        sha256 = hashlib.sha256(data).hexdigest()
        return replace(plain_document(data.decode()), language="en", name=name, sha256=sha256)

    def views(self, data: bytes, document: ExtractedDocument, password: str = "") -> Iterator[Any]:
        return iter(())


def _worked(records: SqlRecords, analyzer: ModelAnalyzer) -> IntakeDocument:
    held = records.claim("worker", datetime.now(UTC))
    assert held is not None
    return process(records, Lines(), analyzer, held, datetime.now(UTC))


def test_a_document_that_a_person_stops_ends_the_question_and_waits_for_them(
    model: Any, conf: Settings, records: SqlRecords
) -> None:
    """The worker is told by the record alone: the page may run in another process."""
    incoming = Incoming("upload", "l.txt", LETTER.encode(), datetime.now(UTC), source="l.txt")
    control = records.admit(incoming, "text/plain", "clerk").document.control_number
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf), records)
    model.script = ["mute"]
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(_worked, records, analyzer)
        until(lambda: len(model.bodies) == 1)
        begun = time.monotonic()
        records.stop(control, "ada")
        after = done.result(30)
    assert time.monotonic() - begun < SOON
    until(lambda: bool(model.left), SOON)
    assert after.stage is Stage.SET_ASIDE and str(after.reason).startswith("ada stopped it")
    assert records.document(control) == after and not records.dossier(control).drafts
    (kept,) = records.exchanges()
    assert str(kept.fault).startswith("stopped: ") and kept.original == after.sha256
    records.retry(control, "ada")
    again = _worked(records, analyzer)
    assert again.stage is Stage.NEEDS_REVIEW and records.dossier(control).drafts
    assert [one.fault is None for one in records.exchanges()] == [True, False]


def test_what_is_only_looked_at_is_stopped_too(model: Any, conf: Settings, records: SqlRecords) -> None:
    model.script = ["mute"]
    with Workbench(conf, records) as bench:
        stopped = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(bench.analyze, LETTER.encode(), "l.txt", stopped.is_set)
            until(lambda: len(model.bodies) == 1, 60)
            begun = time.monotonic()
            stopped.set()
            assert isinstance(done.exception(timeout=30), Stopped)
            assert time.monotonic() - begun < SOON
        until(lambda: bool(model.left), SOON)
        assert '"fallback": null' in bench.analyze(LETTER.encode(), "l.txt")
