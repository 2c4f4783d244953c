"""What on the record has to do with a text: what it cites first, then what is like it, each with the reason.

Several rankings are fused (`pipeline.fusion`): rare words in passages, vectors of passages, words of titles,
and dates on which an authority was signed. Measured in `docs/benchmarks.md`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from pipeline.fusion import Fused, fused, gathered
from pipeline.problems import ResourceShort
from pipeline.weighing import Weights, words_of
from store import entries, passages
from store.authorities import key_of
from store.database import bare
from store.entries import EntryKind
from store.indexing import Edition
from store.meaning import collection_of
from store.passages import Owner, Passage
from store.tables.intake import IntakeDocument
from store.tables.mandates import AuthorityText, LegalAuthority
from store.vectors import Vectors
from store.views import Related

LOG = logging.getLogger(__name__)

RARE_WORDS = 30
"""More words cost time and find no more."""

_PASSAGES = 300
_NEIGHBOURS = 150
_LISTED = 100
_NAMED_WORDS = 5
_FEW_PASSAGES = 10
"""A word that an eighth of all passages have, and more than so many, is no reason."""

_AUTHORITY = bare(LegalAuthority)


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: a text, the authorities that it cites (whole, in normal form), the dates it names.

    `but` is whose text it is, so that nothing is related to itself. `lists` names the rankings to use.
    `meaning` is the text as a vector of an embedding `model`, where an office has one.
    """

    text: str
    cited: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    but: Owner | None = None
    lists: frozenset[str] = frozenset({"words", "likeness", "title", "date", "meaning"})
    meaning: tuple[float, ...] = ()
    model: str = ""


def related(
    connection: Connection, edition: Edition | None, vectors: Vectors, question: Question, limit: int
) -> tuple[Related, ...]:
    """What is related, the most first, at most `limit`; before the first edition only what the text cites."""
    cited = _cited(connection, question)
    if edition is None:
        return _told(connection, [(owner, ("cited here",), None, 1.0) for owner in cited][:limit])
    found = _ranked(connection, edition, vectors, question)
    rows: list[tuple[Owner, tuple[str, ...], Passage | None, float]] = [
        (owner, ("cited here",), found.best.get(owner), 1.0) for owner in cited
    ]
    for one in fused(found.lists):
        if one.thing != question.but and one.thing not in cited:
            rows.append((one.thing, _why(one, found, question), found.best.get(one.thing), one.score))
        if len(rows) >= limit:
            break
    return _told(connection, rows[:limit], edition.weights, question.text)


@dataclass(frozen=True, slots=True)
class _Ranked:
    lists: dict[str, Sequence[Owner]]
    best: dict[Owner, Passage]


def _ranked(connection: Connection, edition: Edition, vectors: Vectors, question: Question) -> _Ranked:
    rare = edition.weights.rarest(question.text, RARE_WORDS)
    lists: dict[str, Sequence[Owner]] = {}
    best: dict[Owner, Passage] = {}
    if "words" in question.lists:
        hits = passages.by_words(connection, rare, _PASSAGES)
        known = passages.with_ids(connection, [number for number, _ in hits])
        lists["words"] = _owners([(known[number], score) for number, score in hits if number in known], best)
    if "likeness" in question.lists:
        near = _near(vectors, edition.collection, edition.weights.vector(question.text))
        keyed = passages.with_keys(connection, [key for key, _ in near])
        lists["likeness"] = _owners([(keyed[key], score) for key, score in near if key in keyed], best)
    if "meaning" in question.lists and question.meaning:
        near = _near(vectors, collection_of(question.model), question.meaning)
        keyed = passages.with_keys(connection, [key for key, _ in near])
        lists["meaning"] = _owners([(keyed[key], score) for key, score in near if key in keyed], best)
    if "title" in question.lists and rare:
        lists["title"] = _titled(connection, rare)
    if "date" in question.lists and question.dates:
        lists["date"] = _dated(connection, question.dates)
    return _Ranked(lists, best)


def _near(vectors: Vectors, collection: str, vector: Sequence[float]) -> list[tuple[str, float]]:
    """The nearest passages; none, and a word in the log, while the vector server is away."""
    try:
        return vectors.nearest(collection, vector, _NEIGHBOURS)
    except ResourceShort as problem:
        LOG.warning("found without vectors: %s", " ".join(problem.lines))
        return []


def _owners(hits: list[tuple[Passage, float]], best: dict[Owner, Passage]) -> list[Owner]:
    for passage, _ in hits:
        best.setdefault(passage.owner, passage)
    return gathered([(passage.owner, max(score, 0.0)) for passage, score in hits])[:_LISTED]


def _titled(connection: Connection, rare: list[str]) -> list[Owner]:
    if connection.dialect.name == "sqlite":
        query = "title : (" + " OR ".join(f'"{word}"' for word in rare) + ")"
    else:
        query = " | ".join(f"'{word}':A" for word in rare)
    found = entries.find(connection, EntryKind.AUTHORITY, query, _LISTED)
    return [Owner(authority=one.record) for one in found]


def _dated(connection: Connection, dates: tuple[date, ...]) -> list[Owner]:
    query = select(_AUTHORITY.c.id, _AUTHORITY.c.signing_date).where(_AUTHORITY.c.signing_date.in_(dates))
    rows = connection.execute(query.order_by(_AUTHORITY.c.id)).all()
    return [Owner(authority=row.id) for day in dates for row in rows if row.signing_date == day]


def _cited(connection: Connection, question: Question) -> list[Owner]:
    keys = [key_of(citation) for citation in dict.fromkeys(question.cited)]
    query = select(_AUTHORITY.c.citation_key, _AUTHORITY.c.id).where(_AUTHORITY.c.citation_key.in_(keys))
    numbers = {key: number for key, number in connection.execute(query)}
    found = [Owner(authority=numbers[key]) for key in keys if key in numbers]
    return [owner for owner in found if owner != question.but]


_REASONS = {
    "likeness": "a passage like it",
    "meaning": "a passage of like meaning",
    "title": "words of its title",
    "date": "signed on a date named here",
}


def _why(one: Fused[Owner], found: _Ranked, question: Question) -> tuple[str, ...]:
    named = sorted(one.places, key=lambda name: one.places[name])
    return tuple(_REASONS.get(name, "words") for name in named)


def _told(
    connection: Connection,
    rows: Sequence[tuple[Owner, tuple[str, ...], Passage | None, float]],
    weights: Weights | None = None,
    text: str = "",
) -> tuple[Related, ...]:
    named = _named(connection, [owner for owner, *_ in rows])
    return tuple(
        _with_words(connection, replace(named[owner], why=why, score=round(score, 5)), passage, weights, text)
        for owner, why, passage, score in rows
        if owner in named
    )


def _with_words(
    connection: Connection, row: Related, passage: Passage | None, weights: Weights | None, text: str
) -> Related:
    """The row with its passage, and "words" as a reason spelled out: those that both have, rarest first."""
    if passage is None or weights is None:
        return replace(row, why=tuple(why for why in row.why if why != "words") or row.why)
    _, body = passages.text_of(connection, passage.owner)
    words = body[passage.span.start : passage.span.end]
    shared = set(words_of(words)) & set(words_of(text))
    common = max(_FEW_PASSAGES, weights.passages // 8)
    telling = [word for word in shared if weights.counts.get(word, 0) <= common]
    rarest = sorted(telling, key=lambda word: (-weights.of(word), word))[:_NAMED_WORDS]
    spelled = f"the words {', '.join(rarest)}" if rarest else "words"
    return replace(
        row,
        why=tuple(spelled if why == "words" else why for why in row.why),
        passage=words,
        start=passage.span.start,
        end=passage.span.end,
    )


def _named(connection: Connection, owners: Iterable[Owner]) -> dict[Owner, Related]:
    wanted = set(owners)
    found: dict[Owner, Related] = {}
    text = bare(AuthorityText).c
    query = select(
        *(_AUTHORITY.c[name] for name in ("id", "citation", "name", "status", "document_id")),
        text.id.label("text"),
    ).outerjoin(bare(AuthorityText), text.authority_id == _AUTHORITY.c.id)
    numbers = [owner.authority for owner in wanted if owner.authority]
    for row in connection.execute(query.where(_AUTHORITY.c.id.in_(numbers))):
        held = row.document_id is not None or row.text is not None
        title = row.name if row.name != row.citation else None
        found[Owner(authority=row.id)] = Related("authority", row.citation, title, row.status, held)
    document = bare(IntakeDocument).c
    names: Any = select(
        document.id, document.control_number, document.title, document.file_name, document.stage
    )
    numbers = [owner.document for owner in wanted if owner.document]
    for row in connection.execute(names.where(document.id.in_(numbers))):
        title = row.title or row.file_name
        found[Owner(document=row.id)] = Related("document", row.control_number, title, row.stage, True)
    return found
