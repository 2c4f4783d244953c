"""What a reply may rest on: the letter that came, and what people put on record about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

import papers
from coordination.actions import ActionStatus, ItemType
from coordination.correspondence import Sent
from coordination.outgoing import Basis
from coordination.progress import flat
from coordination.replying import Grounds
from coordination.wording import Fact
from pipeline.problems import IllegalMove
from pipeline.settings import Settings
from store import actionfiles, lettering, letters, readings
from store.actionfiles import ActionFile

_OPEN_TO_ALL = "Unclassified"
_LONGEST = 2000
_BETWEEN_OFFICES = (ItemType.APPROVAL, ItemType.COORDINATION)


def grounds(connection: Connection, number: str, document: str, kind: Sent, settings: Settings) -> Grounds:
    """What a reply to a letter may be drafted from. Raises NotFound, or IllegalMove without a text."""
    known = lettering.facts(connection, number, document)
    _, read = readings.standing(connection, document)
    if read is None:
        raise IllegalMove(f"{document} has no text to answer.", remedy="Draft from a template.")
    file = actionfiles.read(connection, number, settings)
    record = (*_days(connection, number, document, known), *_said(file, number))
    level = str(file.facts.get("security_classification") or _OPEN_TO_ALL)
    kept = "" if level == _OPEN_TO_ALL else f"{number} is {level.lower()}"
    about = " ".join(fact.value for name in ("agency", "correspondent") for fact in known.get(name, ()))
    return Grounds(kind, document, read, known["ask"], record, about, kept)


def _days(
    connection: Connection, number: str, document: str, known: Mapping[str, tuple[Fact, ...]]
) -> Iterator[Fact]:
    """When the letter came, and what was sent before."""
    for fact in known["received"]:
        words = f"We received the letter on {fact.value} under control number {document}."
        yield Fact(words, Basis.RECORD, fact.source, words)
    for one in letters.of_action(connection, letters.key_of(connection, number)):
        for proof in one.proofs if one.document == document else ():
            words = f"We sent the {proof.kind.value.lower()} on {papers.written(proof.sent_on)}."
            yield Fact(words, Basis.RECORD, f"proof of dispatch {proof.file_name}", words)


def _said(file: ActionFile, number: str) -> Iterator[Fact]:
    """The outcome, the decisions, and the results of items that are completed."""
    outcome = str(file.facts.get("outcome_summary") or "")
    yield from _fact(outcome, f"outcome of {number}")
    for row in file.decisions:
        day = papers.written(row["decision_date"]) if row.get("decision_date") else ""
        yield from _fact(str(row["decision_description"]), f"decision of {day or 'no date'} on {number}")
    for item in flat(file.view.items):
        # what was said of a draft is no answer to the writer
        done = item.status is ActionStatus.COMPLETED and item.item_type not in _BETWEEN_OFFICES
        if done and item.closing_note:
            yield from _fact(item.closing_note, f"result of the item {item.subject[:80]} of {number}")


def _fact(words: str, source: str) -> Iterator[Fact]:
    said = " ".join(words.split())[:_LONGEST]
    if said:
        yield Fact(said, Basis.RECORD, source, said)
