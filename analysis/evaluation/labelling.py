"""Reviewers' decisions as the labels of a folder: what stands is a label, what was turned down is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.calibration import Judged, outcome
from pipeline.decisions import Draft, DraftKind
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.encoding import Json
from pipeline.findings import Kind

_NOT_AN_OBLIGATION = frozenset({"not an action", "unsupported"})
"""Reasons that deny the obligation itself; after any other, the sentence may oblige somebody all the same."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document on which nothing waits for a decision.

    `uncovered` counts sentences that nobody dealt with; `guarded` says that not everybody may see it.
    """

    name: str
    document: ExtractedDocument
    drafts: tuple[Draft, ...]
    uncovered: int = 0
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """The rows of one document, by file of the folder; `kind` and `title` are the manifest's."""

    kind: Kind
    title: str
    meta: tuple[Row, ...]
    authorities: tuple[Row, ...]
    actions: tuple[Row, ...]
    decisions: tuple[Row, ...]


def labels(reviewed: Reviewed) -> Labels:
    """What the decisions on a document say about it."""
    decided = [draft for draft in reviewed.drafts if draft.status.decided]
    facts = next((one for one in decided if one.kind is DraftKind.METADATA and one.status.stands), None)
    values = facts.values if facts else {}
    kind = str(values.get("kind") or "other")
    known = kind in {one.value for one in Kind}
    return Labels(
        Kind(kind) if known else Kind.OTHER,
        str(values.get("title") or reviewed.name),
        tuple(_facts(reviewed, facts)) if facts else (),
        tuple(_authorities(reviewed, decided)),
        tuple(_actions(reviewed, decided)),
        tuple(_decision(reviewed.name, draft) for draft in decided),
    )


def _facts(reviewed: Reviewed, draft: Draft) -> Iterator[Row]:
    said = draft.values
    title = said.get("title")
    yield {
        "doc": reviewed.name,
        "kind": said.get("kind"),
        "kind_detail": said.get("kind_detail"),
        "title": title,
        "title_is_printed": bool(title and reviewed.document.find(str(title))),
        "date": said.get("date"),
        "issuer": said.get("sender"),
        "addressee": said.get("addressee"),
        "document_number": said.get("number"),
    }


def _authorities(reviewed: Reviewed, decided: list[Draft]) -> Iterator[Row]:
    for draft in decided:
        if draft.status.stands and draft.kind is DraftKind.AUTHORITY:
            for place in _places(reviewed.document, _plain(draft.evidence)):
                yield {
                    "record": "citation",
                    "doc": reviewed.name,
                    "normalized": draft.values.get("citation"),
                    "type": draft.values.get("type"),
                    "verbatim": place.quote,
                    "offset": place.start,
                    "self_reference": bool(draft.values.get("self")),
                    "optional": bool(draft.values.get("self")),
                }
        elif draft.status.stands and draft.kind is DraftKind.CROSS_REFERENCE:
            yield {
                "record": "text_relation",
                "doc": reviewed.name,
                "relation": draft.values.get("relation"),
                "target": draft.values.get("target"),
                "in_part": bool(draft.values.get("in_part")),
            }
    if any(draft.kind in (DraftKind.AUTHORITY, DraftKind.CROSS_REFERENCE) for draft in decided):
        yield {"record": "complete_list", "doc": reviewed.name, "relations_complete": True}


def _actions(reviewed: Reviewed, decided: list[Draft]) -> Iterator[Row]:
    rows = [
        row for draft in decided if draft.kind is DraftKind.ACTION_ITEM for row in _tasking(reviewed, draft)
    ]
    yield from rows
    yield {
        "record": "document",
        "doc": reviewed.name,
        "has_taskers": any(row["level"] == "core" for row in rows),
        "complete": not reviewed.uncovered,
    }


def _tasking(reviewed: Reviewed, draft: Draft) -> Iterator[Row]:
    """What stands is core. What was turned down although somebody may be obliged is optional."""
    if not draft.status.stands and draft.reason in _NOT_AN_OBLIGATION:
        return
    said: dict[str, Json] = draft.values if draft.status.stands else {}
    level = "core" if draft.status.stands else "optional"
    for place in _places(reviewed.document, _plain(draft.evidence[:1])):
        yield _row(reviewed.name, place, level, said)
    if draft.status.stands:
        for item in _items(draft):
            for place in _places(reviewed.document, _evidence(item)):
                yield _row(reviewed.name, place, "optional", item)


def _row(name: str, place: Evidence, level: str, said: dict[str, Json]) -> Row:
    return {
        "record": "action",
        "doc": name,
        "verbatim": place.quote,
        "offset": place.start,
        "end": place.end,
        "responsible": said.get("responsible"),
        "deadline_as_written": said.get("deadline_text"),
        "due_date": said.get("due_date"),
        "condition": said.get("condition"),
        "section": said.get("section"),
        "level": level,
    }


def _items(draft: Draft) -> list[dict[str, Json]]:
    items = draft.values.get("items")
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _evidence(item: dict[str, Json]) -> tuple[dict[str, Json], ...]:
    places = item.get("evidence")
    found = places if isinstance(places, list) else []
    return tuple(place for place in found[:1] if isinstance(place, dict))


def _places(document: ExtractedDocument, evidence: Iterable[dict[str, Json]]) -> Iterator[Evidence]:
    """The places in this text: what a later reading moved is looked up, what is gone is left out."""
    for part in evidence:
        quote, start = str(part["quote"]), int(str(part["start"]))
        if quote and document.text[start : start + len(quote)] == quote:
            yield document.cite(Span(start, start + len(quote)))
        elif found := document.find(quote):
            yield found


def _plain(evidence: Iterable[Evidence]) -> list[dict[str, Json]]:
    return [
        {"start": part.start, "end": part.end, "quote": part.quote, "page": part.page} for part in evidence
    ]


def _decision(name: str, draft: Draft) -> Row:
    """A decision whole, but for who took it."""
    end = outcome(
        Judged(name, draft.kind, draft.confidence, draft.status, draft.proposed, draft.values, draft.reason)
    )
    changed = sorted(field for field in draft.values if draft.values[field] != draft.proposed.get(field))
    return {
        "doc": name,
        "draft": draft.number,
        "kind": draft.kind.value,
        "status": draft.status.value,
        "outcome": end.value if end else None,
        "reason": draft.reason,
        "confidence": draft.confidence.value,
        "confidence_reason": draft.confidence_reason,
        "changed": changed,
        "proposed": draft.proposed,
        "values": draft.values,
        "evidence": _plain(draft.evidence),
        "decided_at": draft.decided_at.isoformat() if draft.decided_at else None,
    }
