"""A labelled folder: documents, their reference texts and what people found in them."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.documents import Span
from pipeline.findings import Kind
from pipeline.problems import NotFound


class Group(StrEnum):
    """Families of documents that are written alike, scored apart."""

    ORDERS = "orders and memos"
    LETTERS = "letters and mail"
    LAW = "law"


_GROUPS = {
    Kind.EXECUTIVE_ORDER: Group.ORDERS,
    Kind.PRESIDENTIAL_MEMORANDUM: Group.ORDERS,
    Kind.AGENCY_MEMO: Group.ORDERS,
    Kind.STATUTE: Group.LAW,
    Kind.REGULATION: Group.LAW,
}
_CHANGES = frozenset({"amends", "revokes", "supersedes", "continues"})
_SAME_RELATION = {"rescinds": "revokes", "replaces": "supersedes"}


@dataclass(frozen=True, slots=True)
class CitationLabel:
    """One mention of a legal authority; `span` points into the reference text."""

    normalized: str
    type: str
    span: Span
    optional: bool


@dataclass(frozen=True, slots=True)
class RelationLabel:
    """What the document does to another authority, by its own words or the Register's note."""

    relation: str
    target: str
    in_part: bool


@dataclass(frozen=True, slots=True)
class TaskingLabel:
    """One sentence that obliges or asks; `core` when every reader must find it."""

    span: Span
    responsible: str | None
    deadline: str | None
    due_date: str | None
    core: bool


@dataclass(frozen=True, slots=True)
class FactLabels:
    """What the document prints about itself; None where it prints nothing."""

    kind: str
    title: str | None
    title_is_printed: bool
    date: str | None
    sender: str | None
    addressee: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document with its reference text and labels. `complete` lists say that nothing else is there.

    `relations_labelled` tells that somebody looked for relations, if not for all.
    """

    name: str
    path: Path
    split: str
    group: Group
    text: str
    facts: FactLabels | None
    citations: tuple[CitationLabel, ...]
    citations_complete: bool
    relations: tuple[RelationLabel, ...]
    relations_complete: bool
    taskings: tuple[TaskingLabel, ...]
    taskings_complete: bool
    relations_labelled: bool = False


def load(folder: Path) -> tuple[LabelledDocument, ...]:
    """The labelled documents in the order of the manifest.

    Raises NotFound where the folder has no manifest or lacks a reference text.
    """
    manifest = folder / "manifest.csv"
    if not manifest.is_file():
        raise NotFound(
            f"{folder.name} is no labelled folder.", "It has no manifest.csv.", "See docs/evaluation.md."
        )
    with manifest.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    labels = {
        part: _by_document(folder / "gold" / f"{part}.jsonl") for part in ("meta", "authorities", "actions")
    }
    return tuple(
        _labelled(folder, row, {part: rows[row["name"]] for part, rows in labels.items()}) for row in rows
    )


def _by_document(path: Path) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                rows[row["doc"]].append(row)
    return rows


def _labelled(folder: Path, row: dict[str, str], labels: dict[str, list[dict[str, Any]]]) -> LabelledDocument:
    authorities, actions = labels["authorities"], labels["actions"]
    reference = folder / "text" / f"{row['name']}.txt"
    if not reference.is_file():
        raise NotFound(f"{row['name']} has no reference text.", f"There is no {reference.name} in text/.")
    return LabelledDocument(
        row["name"],
        folder / row["file"],
        row.get("split") or "",
        _GROUPS.get(Kind(row["kind"]), Group.LETTERS),
        reference.read_bytes().decode("utf-8"),
        _facts(labels["meta"][0]) if labels["meta"] else None,
        tuple(_citation(part) for part in authorities if part["record"] == "citation"),
        any(part["record"] == "complete_list" for part in authorities),
        _relations(authorities),
        any(part["record"] == "complete_list" and part.get("relations_complete") for part in authorities),
        tuple(_tasking(part) for part in actions if part["record"] == "action"),
        any(part["record"] == "document" and part.get("complete", True) for part in actions),
        any(part["record"] in ("official_relations", "text_relation") for part in authorities),
    )


def _facts(row: dict[str, Any]) -> FactLabels:
    return FactLabels(
        row["kind"],
        row.get("title"),
        bool(row.get("title_is_printed", True)),
        row.get("date"),
        row.get("issuer"),
        row.get("addressee"),
        row.get("document_number"),
    )


def _citation(row: dict[str, Any]) -> CitationLabel:
    span = Span(row["offset"], row["offset"] + len(row["verbatim"]))
    optional = bool(row.get("optional") or row.get("self_reference"))
    return CitationLabel(row["normalized"], row["type"], span, optional)


def _tasking(row: dict[str, Any]) -> TaskingLabel:
    return TaskingLabel(
        Span(row["offset"], row["end"]),
        row.get("responsible"),
        row.get("deadline_as_written"),
        row.get("due_date"),
        row.get("level", "core") == "core",
    )


def _relations(rows: list[dict[str, Any]]) -> tuple[RelationLabel, ...]:
    """Relations the words assert, and the outbound changes of the Register's note."""
    asserted = [row for row in rows if row["record"] == "text_relation"]
    noted = [
        relation
        for row in rows
        if row["record"] == "official_relations"
        for relation in row["relations"]
        if relation["direction"] == "outbound" and relation["relation"] in _CHANGES
    ]
    return tuple(_relation(row) for row in asserted + noted)


def _relation(row: dict[str, Any]) -> RelationLabel:
    name = row["relation"].strip().lower().replace(" ", "_")
    return RelationLabel(_SAME_RELATION.get(name, name), row["target"], bool(row.get("in_part")))
