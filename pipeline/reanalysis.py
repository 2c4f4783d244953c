"""Findings made anew: which are outdated, when a model's silence may pass, and what is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pipeline.decisions import Draft, DraftStatus
from pipeline.documents import ExtractedDocument
from pipeline.findings import Analysis
from pipeline.intake import IntakeDocument
from pipeline.ports import Analyzer, Records, Stamp
from pipeline.stages import check_visible, drafts_of

_PASSES = ("rate_limited", "unavailable", "timed_out", "protocol", "not_allowed", "over_budget")
_NEVER_FITS = "for one document"


def may_pass(fallback: str | None) -> bool:
    """Whether findings that the rules made in a model's place may be had from the model another day.

    A document that may not be sent, or is larger than one may be, stays with the rules.
    """
    return fallback is not None and fallback.startswith(_PASSES) and _NEVER_FITS not in fallback


def over_budget(fallback: str | None) -> bool:
    """Whether a cap of the run or the day was reached: nothing more can be had before it ends."""
    return may_pass(fallback) and str(fallback).startswith("over_budget")


class Kept(Records, Protocol):
    """Records that tell what a document's findings rest on and what became of them."""

    def standing(self, control_number: str) -> tuple[IntakeDocument, ExtractedDocument | None]:
        """A document and the text that it stands on. Raises NotFound."""

    def drafts(self, control_number: str) -> tuple[Draft, ...]:
        """The drafts of a document, replaced ones too."""


@dataclass(frozen=True, slots=True)
class Again:
    """What came of one document: `changed` where a reviewer sees other drafts than before.

    `fallback` where the model gave nothing for now: the document keeps the findings that it has.
    """

    control_number: str
    changed: bool = False
    fallback: str | None = None


def analyse_again(records: Kept, analyzer: Analyzer, control_number: str) -> Again:
    """File what this analyzer finds in the text as it stands; decisions and equal drafts stay.

    Raises a Problem like `pipeline.stages.process` where the analyzer cannot do its work.
    """
    document, read = records.standing(control_number)
    if read is None or not read.text:
        return Again(control_number)
    before = _live(records, control_number)
    analysis = records.analysis(document, analyzer.stamp) or analyzer.analyse(read)
    if may_pass(analysis.provenance.fallback):
        return Again(control_number, fallback=analysis.provenance.fallback)
    _file(records, analyzer.stamp, document, read, analysis)
    return Again(control_number, _live(records, control_number) != before)


def _file(
    records: Kept, stamp: Stamp, document: IntakeDocument, read: ExtractedDocument, analysis: Analysis
) -> None:
    check_visible(read, analysis)
    records.file(document, analysis, stamp, drafts_of(records, read, analysis, stamp))


def _live(records: Kept, control_number: str) -> set[str]:
    """The drafts that are not replaced."""
    return {
        draft.id for draft in records.drafts(control_number) if draft.status is not DraftStatus.SUPERSEDED
    }
