"""Citations and relations against their labels."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.evaluation.claims import Claims, Mention
from analysis.evaluation.forms import authority_key, same_act, same_authority
from analysis.evaluation.gold import CitationLabel, LabelledDocument, RelationLabel
from analysis.evaluation.sheet import Sheet, place_of
from analysis.evaluation.tally import Tally
from pipeline.findings import RelationKind

SCORED = frozenset({"amends", "revokes", "supersedes", "continues", "repeals", "extends", "terminates"})
"""Relations that change another authority. Citing, consistency and the Register's "see" are not scored."""


def citation_measure(kind: str) -> str:
    """The measure a citation of this type counts for: named Acts apart, as their spans are a judgement."""
    return "citations: Acts" if kind == "act" else "citations: formal"


def score_citations(sheet: Sheet, labelled: LabelledDocument, claims: Claims) -> None:
    """Recall over the labels that are not optional; precision where the list is complete."""
    placed = [(label, place_of(sheet, claims.crossing, label.span)) for label in labelled.citations]
    for label, place in placed:
        if label.optional:
            continue
        there = [mention for mention in claims.mentions if place and mention.span.overlaps(place)]
        hit = any(_means(mention, label) for mention in there)
        for measure in ("citations", citation_measure(label.type)):
            sheet.add(measure, Tally(hits=hit, labels=1))
        sheet.add("citations: place alone", Tally(hits=bool(there), labels=1))
        if not hit:
            sheet.fault("citation", "missed", label.normalized, "; ".join(m.citation for m in there))
    if labelled.citations_complete:
        for mention in claims.mentions:
            _score_mention(
                sheet, mention, [label for label, place in placed if place and mention.span.overlaps(place)]
            )


def _score_mention(sheet: Sheet, mention: Mention, there: list[CitationLabel]) -> None:
    right = any(_means(mention, label) for label in there if not label.optional)
    if not right and (mention.is_self or any(label.optional for label in there)):
        return
    for measure in ("citations", citation_measure(mention.type)):
        sheet.add(measure, Tally(right=right, found=1))
    required = any(not label.optional for label in there)
    sheet.add("citations: place alone", Tally(right=required, found=1))
    if not right:
        sheet.fault("citation", "extra", "; ".join(label.normalized for label in there), mention.citation)


def _means(mention: Mention, label: CitationLabel) -> bool:
    if same_authority(mention.citation, label.normalized):
        return True
    return label.type == "act" and mention.type == "act" and same_act(mention.citation, label.normalized)


def distinct(relations: Iterable[RelationLabel]) -> list[RelationLabel]:
    """Each relation and target once, however often it is said or noted."""
    return list({(label.relation, authority_key(label.target)): label for label in relations}.values())


def score_relations(sheet: Sheet, labelled: LabelledDocument, claims: Claims) -> None:
    """Recall over asserted and noted changes; precision over kinds of change that the labels speak of.

    The Register's note and single labelled sentences do not say that nothing else is changed: an order that
    continues thirty committees may have a note that names none. So a change of a kind that no label of the
    document speaks of is counted apart, unless its list says that its relations are complete.
    """
    labels = distinct(labelled.relations)
    found = {(row[0], authority_key(row[1])): row for row in claims.relations if row[0] in SCORED}.values()
    for label in labels:
        hit = any(_same_relation(row, label) for row in found)
        sheet.add("relations", Tally(hits=hit, labels=1))
        if not hit:
            sheet.fault("relation", "missed", f"{label.relation} {label.target}")
    if not (labelled.relations_labelled or labelled.relations_complete):
        return
    spoken = {label.relation for label in labels} | {"amends" for label in labels if label.in_part}
    for row in found:
        if not labelled.relations_complete and row[0] not in spoken:
            sheet.count("changes that no label speaks of")
            continue
        right = any(_same_relation(row, label) for label in labels)
        sheet.add("relations", Tally(right=right, found=1))
        if not right:
            sheet.fault("relation", "extra", found=f"{row[0]} {row[1]}")


def _same_relation(row: tuple[RelationKind, str, bool], label: RelationLabel) -> bool:
    relation, target, _ = row
    partly = label.in_part and relation is RelationKind.AMENDS
    return (relation == label.relation or partly) and same_authority(target, label.target)
