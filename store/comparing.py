"""A letter of a campaign laid beside another one: what it adds, what it leaves out, where it goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from pipeline.intake import Stage
from pipeline.likeness import own_sentences
from store import documents, following, readings

DECIDED = frozenset({Stage.REVIEWED, Stage.NO_ACTION})


@dataclass(frozen=True, slots=True)
class Compared:
    """What a letter says beside the model, and what the model says beside it.

    `stays` says why it would not go the model's way; empty where it would, None where that is not asked:
    the model is not decided, or the letter does not wait.
    """

    control_number: str
    own: tuple[str, ...]
    missing: tuple[str, ...]
    stays: str | None = None


def compared(connection: Connection, model: str, fellows: Iterable[str]) -> tuple[Compared, ...]:
    """Each of these letters beside the model. Raises NotFound."""
    first = documents.find(connection, model)
    words = readings.words_of(connection, first)
    found = []
    for number in fellows:
        row = documents.find(connection, number)
        text = readings.words_of(connection, row)
        own = own_sentences(text.text, words.text) if text and words else ()
        missing = own_sentences(words.text, text.text) if text and words else ()
        asked = first.stage in DECIDED and row.stage == Stage.NEEDS_REVIEW and row.id != first.id
        stays = following.left_alone(connection, first, row) if asked else None
        found.append(Compared(number, own, missing, stays))
    return tuple(found)
