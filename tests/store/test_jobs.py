"""Work that a page asks for: in turn, one's own, and gone within the hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.problems import IllegalMove, NotFound, Problem
from store import jobs
from store.records import SqlRecords


def ask(records: SqlRecords, words: bytes = b"words", user: str = "reviewer") -> str:
    return records.ask_job("analyze", "pasted", words, user)


def test_a_job_is_done_in_turn(records: SqlRecords) -> None:
    first, second = ask(records, b"first"), ask(records, b"second")
    assert (records.job(first, "reviewer").ahead, records.job(second, "reviewer").ahead) == (0, 1)
    taken = records.take_job("analyze")
    assert taken is not None and (taken[0].id, taken[1]) == (first, b"first")
    assert records.job(first, "reviewer").state == "running"
    records.end_job(first, '{"a": 1}')
    done = records.job(first, "reviewer")
    assert (done.state, done.answer, done.ended) == ("done", '{"a": 1}', True)
    taken = records.take_job("analyze")
    assert taken is not None
    records.end_job(second, problem=Problem("It is broken.", "Why.", "Mend it."))
    assert records.job(second, "reviewer").problem == ("It is broken.", "Why.", "Mend it.")
    assert records.take_job("analyze") is None
    assert [job.id for job in records.jobs("analyze", "reviewer")] == [second, first]


def test_a_job_is_nobody_else_s(records: SqlRecords) -> None:
    job = ask(records)
    for call in (records.job, records.job_given):
        with pytest.raises(NotFound):
            call(job, "clerk")
    records.discard_job(job, "clerk")
    assert records.job_given(job, "reviewer") == ("pasted", b"words")
    assert records.jobs("analyze", "clerk") == ()
    with pytest.raises(NotFound):
        records.job("no id at all", "reviewer")


def test_what_was_discarded_stays_away(records: SqlRecords) -> None:
    job = ask(records)
    records.take_job("analyze")
    records.discard_job(job, "reviewer")
    records.end_job(job, "{}")
    with pytest.raises(NotFound):
        records.job(job, "reviewer")


def test_what_was_stopped_says_so_whatever_comes_of_it(records: SqlRecords) -> None:
    job, waits = ask(records), ask(records)
    records.take_job("analyze")
    assert not records.stop_job(job, "clerk") and records.job(job, "reviewer").state == "running"
    assert records.stop_job(job, "reviewer") and records.stop_job(waits, "reviewer")
    records.end_job(job, '{"a": 1}')
    told = records.job(job, "reviewer")
    assert (told.state, told.answer, told.problem[0]) == ("failed", None, "You stopped it.")
    assert records.take_job("analyze") is None and not records.stop_job(waits, "reviewer")
    assert records.job_given(job, "reviewer") == ("pasted", b"words")


def test_nobody_has_more_than_a_few_waiting(records: SqlRecords) -> None:
    for _ in range(jobs.MOST_WAITING):
        ask(records)
    with pytest.raises(IllegalMove):
        ask(records)
    ask(records, user="analyst")


def test_jobs_are_gone_after_an_hour_and_given_up_when_their_worker_dies(
    records: SqlRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=-1))
    lost = ask(records)
    assert records.take_job("analyze")
    assert records.take_job("analyze") is None
    ask(records, user="analyst")
    assert records.job(lost, "reviewer").problem[0] == "The work was lost."
    monkeypatch.setattr(jobs, "LASTS", timedelta(seconds=-1))
    old = ask(records)
    ask(records, user="analyst")
    with pytest.raises(NotFound):
        records.job(old, "reviewer")
