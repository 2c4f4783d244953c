"""An analysis as the drafts that a reviewer decides, in the order in which one decides them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.amending import amendments
from pipeline.decisions import DraftKind, Proposal
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.encoding import Json, to_plain
from pipeline.findings import (
    ActionFinding,
    Analysis,
    AuthorityMention,
    Confidence,
    ExecutiveActionFinding,
    ImpactFinding,
    Relation,
    RelationKind,
    RiskFinding,
)

_FACTS = ("kind", "kind_detail", "title", "date", "sender", "addressee", "number")
_PRINTED = ("title", "sender", "addressee", "number")
_APART = ("evidence", "confidence", "confidence_reason")


def proposals(document: ExtractedDocument, analysis: Analysis) -> tuple[Proposal, ...]:
    """Every draft of one document (not of its children). A document without text has none."""
    return tuple(_proposals(document, analysis)) if document.text else ()


def _proposals(document: ExtractedDocument, analysis: Analysis) -> Iterator[Proposal]:
    yield _facts(document, analysis)
    if analysis.summary:
        yield _summary(analysis)
    if analysis.executive_action:
        yield _executive_action(analysis.executive_action)
    yield from map(_action, analysis.actions)
    yield from map(_consequence, analysis.risks + analysis.impacts)
    yield from _authorities(analysis.authorities)
    yield from (_relation(document, found, analysis.relations) for found in analysis.relations)


def _values(row: object, *but: str) -> dict[str, Json]:
    plain = to_plain(row)
    assert isinstance(plain, dict)
    return {name: value for name, value in plain.items() if name not in (*_APART, *but)}


def _facts(document: ExtractedDocument, analysis: Analysis) -> Proposal:
    facts = {name: value for name, value in _values(analysis.document).items() if name in _FACTS}
    title = analysis.document.title or document.name
    places = (_printed(document, str(facts[name])) for name in _PRINTED if facts.get(name))
    own = (mention.evidence[0] for mention in analysis.authorities if mention.is_self)
    visible = tuple(place for place in (*places, *own) if place and not document.hides(place.span))
    sure = Confidence.MEDIUM if analysis.document.date else Confidence.LOW
    why = "read from the heading" if analysis.document.date else "no date is printed"
    return Proposal(DraftKind.METADATA, title, facts, visible[:4] or (_opening(document),), sure, why)


def _printed(document: ExtractedDocument, value: str) -> Evidence | None:
    """Where it is printed; of a value put together from several lines, where its first part is."""
    return document.find(value) or document.find(re.split(r"[;,]", value)[0])


def _opening(document: ExtractedDocument) -> Evidence:
    """How the first visible line begins; where everything is hidden, the first line.

    A text without line ends is one line, and a whole document is no evidence of anything.
    """
    first, *rest = (Span(*match.span()) for match in re.finditer(r"\S.{0,159}(?<=\S)", document.text))
    places = (document.cite(line) for line in (first, *rest))
    return next((place for place in places if not document.hides(place.span)), document.cite(first))


def _summary(analysis: Analysis) -> Proposal:
    text = " ".join(statement.text for statement in analysis.summary)
    evidence = tuple(part for statement in analysis.summary for part in statement.evidence)
    return Proposal(
        DraftKind.SUMMARY, "Summary", {"text": text}, evidence, Confidence.MEDIUM, "taken from the source"
    )


def _executive_action(found: ExecutiveActionFinding) -> Proposal:
    units = Confidence.MEDIUM if found.lead_units else Confidence.LOW
    why = "a lead unit matches" if found.lead_units else "no unit matches, please choose one"
    return Proposal(DraftKind.EXECUTIVE_ACTION, found.title, _values(found), found.evidence, units, why)


def _action(found: ActionFinding) -> Proposal:
    return Proposal(
        DraftKind.ACTION_ITEM,
        found.title,
        _values(found),
        found.evidence,
        found.confidence,
        found.confidence_reason,
    )


def _consequence(found: RiskFinding | ImpactFinding) -> Proposal:
    kind = DraftKind.RISK if isinstance(found, RiskFinding) else DraftKind.IMPACT
    return Proposal(kind, found.title, _values(found), found.evidence, Confidence.MEDIUM, found.reason)


def _authorities(mentions: tuple[AuthorityMention, ...]) -> Iterator[Proposal]:
    """One draft per authority; every mention of it is evidence."""
    together: dict[str, list[AuthorityMention]] = {}
    for mention in mentions:
        together.setdefault(mention.citation, []).append(mention)
    for citation, group in together.items():
        evidence = tuple(part for mention in group for part in mention.evidence)
        why = f"cited {len(group)} times" if len(group) > 1 else "cited once"
        yield Proposal(DraftKind.AUTHORITY, citation, _values(group[0]), evidence, Confidence.HIGH, why)


def _relation(document: ExtractedDocument, found: Relation, others: tuple[Relation, ...]) -> Proposal:
    """What an amendment does to the words of its target is told with it."""
    title = f"{found.relation} {found.target}"
    values = _values(found)
    if found.relation is RelationKind.AMENDS:
        values["operations"] = [str(edit) for edit in amendments(document.text, found, others)]
    return Proposal(
        DraftKind.CROSS_REFERENCE,
        title,
        values,
        found.evidence,
        Confidence.MEDIUM,
        "stated by the words shown",
    )
