"""Findings made anew: only what is outdated, decisions kept, caps and silence end it cleanly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flows.draining import Draining
from flows.reanalysis import Outcome, reanalyse, wanted
from flows.wiring import Desk
from flows.work import ingest
from intake.files import NamedFiles
from pipeline.decisions import DraftKind, DraftStatus
from pipeline.documents import ExtractedDocument
from pipeline.findings import Analysis
from pipeline.intake import Stage
from pipeline.ports import Analyzer, Stamp
from pipeline.problems import AnalyzerAway, AnswerRefused

Put = Callable[..., Path]
CAP = "over_budget: 90 tokens spent and about 20 wanted, of 100 for one day"


class Later:
    """The analyzer of a later release: the same findings, other titles where the words ask for it."""

    stamp = Stamp("obedient", "2")

    def __init__(self, first: Analyzer, fallbacks: tuple[str | None, ...] = ()) -> None:
        self.first = first
        self.fallbacks = list(fallbacks)
        self.asked: list[str] = []

    def analyse(self, document: ExtractedDocument) -> Analysis:
        self.asked.append(document.text)
        if "SPEECHLESS" in document.text:
            raise AnswerRefused("It answered nonsense.")
        if "GONE" in document.text:
            raise AnalyzerAway("It does not answer.")
        found = self.first.analyse(document)
        if "better" in document.text:
            found = replace(found, actions=tuple(replace(one, title="Answer well") for one in found.actions))
        fallback = self.fallbacks.pop(0) if self.fallbacks else None
        return replace(found, provenance=replace(found.provenance, fallback=fallback))


def later(desk: Desk, *fallbacks: str | None) -> Desk:
    """The same desk after an update; one reader, so that the order of documents is told."""
    settings = replace(desk.settings, workers=1)
    return replace(desk, settings=settings, analyzer=Later(desk.analyzer, fallbacks))


def filled(desk: Desk, folder: Path) -> tuple[str, ...]:
    outcome = ingest(desk, NamedFiles([folder], 1_000_000), "clerk")
    return tuple(sorted(one.document.control_number for one in outcome.admissions))


def again(desk: Desk) -> Outcome:
    return reanalyse(desk, wanted(desk))


def titles(desk: Desk, number: str) -> dict[str, str]:
    return {
        draft.title: draft.status.value
        for draft in desk.records.drafts(number)
        if draft.kind is DraftKind.ACTION_ITEM
    }


def test_only_what_changed_is_analysed_and_only_what_is_other_is_replaced(desk: Desk, put: Put) -> None:
    numbers = filled(desk, put("one", "this gets better"))
    assert wanted(desk) == ()
    updated = later(desk)
    assert wanted(updated) == numbers
    before = desk.records.drafts(numbers[0])

    assert again(updated) == Outcome(2, 1, (), 0, None)

    assert desk.records.drafts(numbers[0]) == before
    assert titles(desk, numbers[1]) == {
        "Answer it": DraftStatus.SUPERSEDED.value,
        "Answer well": DraftStatus.PROPOSED.value,
    }
    assert again(updated) == Outcome(0, 0, (), 0, None)
    assert desk.records.verify().holds


def test_equal_bytes_are_analysed_once(desk: Desk, put: Put, tmp_path: Path) -> None:
    folder = put("one", "one")
    filled(desk, folder)
    updated = later(desk)
    again(updated)
    assert isinstance(updated.analyzer, Later)
    assert updated.analyzer.asked == ["one"]


def test_a_cap_ends_it_and_what_is_left_waits_for_another_day(desk: Desk, put: Put) -> None:
    filled(desk, put("one", "two", "three", "four", "five"))
    updated = replace(later(desk, None, CAP, *[CAP] * 4))
    outcome = again(updated)
    assert outcome.why == CAP
    assert 0 < outcome.done < 5 and outcome.done + outcome.left == 5
    assert desk.records.counts().by_stage == {Stage.NEEDS_REVIEW.value: 5}
    tomorrow = later(desk)
    assert again(tomorrow) == Outcome(outcome.left, 0, (), 0, None)


def test_a_model_that_is_away_is_not_asked_for_every_document(desk: Desk, put: Put) -> None:
    filled(desk, put(*(f"document {number}" for number in range(12))))
    away = later(desk, *["unavailable: it does not answer"] * 12)
    outcome = again(away)
    assert (outcome.done, outcome.left, outcome.why) == (0, 12, "unavailable: it does not answer")
    assert isinstance(away.analyzer, Later)
    assert len(away.analyzer.asked) < 8


def test_what_the_rules_must_do_for_good_is_filed(desk: Desk, put: Put) -> None:
    filled(desk, put("one"))
    updated = later(desk, "not sent: it is marked CUI")
    assert again(updated) == Outcome(1, 0, (), 0, None)
    assert wanted(updated) == ()


def test_an_analyzer_that_fails_on_one_document_goes_on_with_the_others(desk: Desk, put: Put) -> None:
    numbers = filled(desk, put("one", "SPEECHLESS", "three"))
    outcome = again(later(desk))
    assert (outcome.done, outcome.failed, outcome.left, outcome.why) == (2, (numbers[1],), 0, None)


def test_an_analyzer_that_is_gone_ends_it(desk: Desk, put: Put) -> None:
    filled(desk, put(*(f"GONE {number}" for number in range(9))))
    outcome = again(later(desk))
    assert outcome.done == 0 and outcome.why == "It does not answer."


def test_it_stops_when_the_worker_drains(desk: Desk, put: Put, tmp_path: Path) -> None:
    filled(desk, put("one", "two"))
    (tmp_path / "drain").touch()
    updated = later(desk)
    outcome = reanalyse(updated, wanted(updated), Draining(tmp_path / "drain"))
    assert outcome == Outcome(0, 0, (), 2, "stopped by hand")


def test_named_documents_alone(desk: Desk, put: Put) -> None:
    numbers = filled(desk, put("one", "two", "three"))
    updated = later(desk)
    assert wanted(updated, [numbers[2], numbers[0]]) == (numbers[0], numbers[2])


def test_a_decided_draft_stays(desk: Desk, put: Put, request: pytest.FixtureRequest) -> None:
    from datetime import UTC, datetime

    from pipeline.decisions import Decision, Verdict

    numbers = filled(desk, put("this gets better"))
    draft = next(one for one in desk.records.drafts(numbers[0]) if one.kind is DraftKind.ACTION_ITEM)
    decision = Decision(draft.id, draft.version, "reviewer", Verdict.APPROVE, datetime.now(UTC))
    desk.records.decide(decision)
    again(later(desk))
    assert titles(desk, numbers[0]) == {"Answer it": "approved", "Answer well": "proposed"}
