"""Analyses that are only looked at: asked for on a page, done in turn by one thread, gone within the hour."""

from __future__ import annotations

import json
import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import TYPE_CHECKING

from pipeline.decisions import Draft, DraftStatus
from pipeline.documents import Block, BlockKind, ExtractedDocument, Page, Span
from pipeline.drafting import proposals
from pipeline.encoding import from_plain
from pipeline.findings import Analysis
from pipeline.problems import Problem
from review.services import Bench

if TYPE_CHECKING:
    from store.records import SqlRecords

LOG = logging.getLogger(__name__)
ANALYZE = "analyze"
PATIENCE = 2.5
"""Seconds that an answer waits for a short text, so that most people never see a page that says to wait."""

_UNFORESEEN = Problem("The text could not be analysed.", "This is a fault of Chancery.", "Try another text.")


class Scratch:
    """Does the jobs of one record. The thread starts with the first job."""

    def __init__(self, records: SqlRecords, bench: Bench) -> None:
        self._records = records
        self._bench = bench
        self._thread = ThreadPoolExecutor(1, "scratch")
        self._under_way: tuple[str, Event] | None = None

    def ask(self, name: str, data: bytes, user: str) -> str:
        """A new job's id; it is done already where it is short. Raises IllegalMove where many wait."""
        job = self._records.ask_job(ANALYZE, name, data, user)
        self._work(PATIENCE)
        return job

    def stop(self, job: str, user: str) -> None:
        """Give up one's own job, and the work on it where it is under way. Raises NotFound."""
        under_way = self._under_way
        if self._records.stop_job(job, user) and under_way and under_way[0] == job:
            under_way[1].set()

    def go_on(self) -> None:
        """Take up what waits, such as after a restart."""
        self._work(0)

    def _work(self, patience: float) -> None:
        under_way: Future[None] = self._thread.submit(self._one)
        wait([under_way], timeout=patience)

    def _one(self) -> None:
        taken = self._records.take_job(ANALYZE)
        if taken is None:
            return
        job, data = taken
        stopped = Event()
        self._under_way = job.id, stopped
        try:
            self._records.end_job(job.id, self._bench.analyze(data, job.name, stopped.is_set))
        except Problem as problem:
            self._records.end_job(job.id, problem=problem)
        except Exception:
            LOG.exception("An analysis failed.")
            self._records.end_job(job.id, problem=_UNFORESEEN)


def told(answer: str) -> Analysis:
    """The analysis that a job's answer holds."""
    plain = json.loads(answer)
    plain.pop("schema", None)
    return from_plain(Analysis, plain)


def laid_out(analysis: Analysis, name: str) -> tuple[ExtractedDocument, tuple[Draft, ...]]:
    """The text as a document of one page, and the drafts that would be laid before a reviewer."""
    facts, text = analysis.document, analysis.text
    whole = Span(0, len(text))
    blocks = (Block(BlockKind.PARAGRAPH, whole, 1),) if text else ()
    pages = (Page(1, whole),) if text else ()
    read = ExtractedDocument(facts.sha256, name, facts.media_type, text, pages, blocks)
    drafts = tuple(
        Draft(
            str(number), "", number, one.kind, one.title, one.values, one.values, one.evidence,
            one.confidence, one.confidence_reason, DraftStatus.PROPOSED, 1,
        )
        for number, one in enumerate(proposals(read, analysis), start=1)
    )  # fmt: skip
    return read, drafts
