"""On what the sentences of a letter rest: named by a person, and checked where a document is to say it."""

from __future__ import annotations

from dataclasses import replace

from coordination.outgoing import Basis
from pipeline.problems import IllegalMove, NotFound
from store import documents, outgoing, readings
from store.database import Transaction


def support(
    move: Transaction,
    letter: str,
    version: int,
    number: int,
    basis: Basis,
    source: str,
    words: str,
    actor: str,
) -> None:
    """Say on what a sentence (from 0) rests: the words of a document, a person's word, or courtesy.

    Raises Conflict, IllegalMove where the document does not say the words, NotFound.
    """
    held, before = outgoing.hold(move, letter, actor, "name the source of a sentence")
    outgoing.expect_version(before, version)
    if not 0 <= number < len(before.lines):
        raise NotFound("The letter has no such sentence.", remedy="Load the page again.")
    where, quote = _grounds(move, basis, source, words, actor)
    line = replace(before.lines[number], basis=basis, source=where, quote=quote)
    lines = (*before.lines[:number], line, *before.lines[number + 1 :])
    told = {
        "sentence": line.text[:200],
        "basis": basis.value,
        "source": line.source,
        "quote": line.quote[:200],
    }
    outgoing.keep(move, held, before.write(before.subject, lines, actor), "reply.supported", told)


def _grounds(move: Transaction, basis: Basis, source: str, words: str, actor: str) -> tuple[str, str]:
    if basis is Basis.COURTESY:
        return actor, ""
    if not words.strip():
        what = "the words of the document" if basis is Basis.DOCUMENT else "why you vouch for it"
        raise IllegalMove("A source is missing.", f"This kind of source needs {what}.", "Write it.")
    if basis is Basis.PERSON:
        return actor, words.strip()
    if basis is not Basis.DOCUMENT:
        raise IllegalMove("This source cannot be named by hand.", remedy="Choose one of the list.")
    row = documents.find(move.connection, source.strip())
    _, read = readings.standing(move.connection, row.control_number)
    found = read.find(words) if read else None
    if found is None:
        raise IllegalMove(
            f"{row.control_number} does not say these words.",
            f"“{words.strip()[:120]}” does not stand in its text.",
            "Copy the words from the document.",
        )
    return str(row.control_number), found.quote
