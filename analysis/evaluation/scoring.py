"""One labelled document against what was claimed about it."""

from __future__ import annotations

from collections.abc import Callable

from analysis.evaluation.authorities import citation_measure, distinct, score_citations, score_relations
from analysis.evaluation.claims import Claims
from analysis.evaluation.forms import contained, same_number, same_party, says_nothing
from analysis.evaluation.gold import FactLabels, LabelledDocument
from analysis.evaluation.sheet import Sheet
from analysis.evaluation.tally import Tally
from analysis.evaluation.taskings import equal, score_taskings
from pipeline.findings import DocumentFacts

FACTS = ("kind", "title", "date", "sender", "addressee", "number")


def score(labelled: LabelledDocument, claims: Claims, facts: DocumentFacts) -> Sheet:
    """Everything that can be measured on a document that was read."""
    sheet = Sheet(labelled.name)
    score_citations(sheet, labelled, claims)
    score_relations(sheet, labelled, claims)
    score_taskings(sheet, labelled, claims)
    if labelled.facts:
        _score_facts(sheet, labelled.facts, facts)
    return sheet


def score_unread(labelled: LabelledDocument) -> Sheet:
    """The labels of a document that was not read: no hits, counted apart."""
    sheet = Sheet(labelled.name)
    for label in labelled.citations:
        if not label.optional:
            sheet.add(citation_measure(label.type), Tally(unread=1))
            sheet.add("citations", Tally(unread=1))
    sheet.add("relations", Tally(unread=len(distinct(labelled.relations))))
    for tasking in labelled.taskings:
        if tasking.core:
            sheet.add("taskings", Tally(unread=1))
            sheet.add("deadline text", Tally(unread=bool(tasking.deadline)))
            sheet.add("due date", Tally(unread=bool(tasking.due_date)))
    if labelled.facts:
        for name in FACTS:
            sheet.add(f"metadata: {name}", Tally(unread=1))
    return sheet


def _score_facts(sheet: Sheet, labels: FactLabels, facts: DocumentFacts) -> None:
    _score_fact(sheet, "kind", labels.kind, facts.kind, equal)
    if labels.title_is_printed:
        _score_fact(sheet, "title", labels.title, facts.title, contained)
    _score_fact(sheet, "date", labels.date, facts.date, equal)
    if not says_nothing(labels.sender):
        _score_fact(sheet, "sender", labels.sender, facts.sender, same_party)
    if not says_nothing(labels.addressee):
        _score_fact(sheet, "addressee", labels.addressee, facts.addressee, same_party)
    _score_fact(sheet, "number", labels.number, facts.number, same_number)


def _score_fact(
    sheet: Sheet,
    name: str,
    label: str | None,
    found: str | None,
    same: Callable[[str | None, str | None], bool],
) -> None:
    hit = same(found, label)
    sheet.add(f"metadata: {name}", Tally(hits=hit, labels=1))
    if not hit:
        sheet.fault("metadata", name, label, found)
