"""Filling the library: authorities with their texts and what they say of one another, batch by batch."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.library import LibraryEntry, LibraryReference
from store import authorities, dispositions, findable, passages, propagating
from store.authorities import key_of
from store.database import Transaction, bare
from store.passages import Owner
from store.tables.mandates import (
    AUTHORITY_STATUS,
    AuthorityText,
    LegalAuthority,
    LegalCrossReference,
)

_AUTHORITY, _TEXT, _REFERENCE = bare(LegalAuthority), bare(AuthorityText), bare(LegalCrossReference)


@dataclass(frozen=True, slots=True)
class Shelved:
    """What a batch did: authorities that were new, stubs that got their text, texts or facts that changed."""

    new: int = 0
    filled: int = 0
    changed: int = 0
    same: int = 0
    references: int = 0
    stubs: int = 0

    def __add__(self, other: Shelved) -> Shelved:
        return Shelved(
            self.new + other.new,
            self.filled + other.filled,
            self.changed + other.changed,
            self.same + other.same,
            self.references + other.references,
            self.stubs + other.stubs,
        )


def shelve(move: Transaction, batch: Sequence[LibraryEntry], source: str, actor: str) -> Shelved:
    """File entries. Again changes nothing; a stub is filled in; a text that changed replaces the one held."""
    connection = move.connection
    before = _known(connection, [entry.citation for entry in batch])
    targets = {row.target: row.target_type for entry in batch for row in entry.references}
    sources = {row.source: entry.type for entry in batch for row in entry.references}
    types = targets | sources | {entry.citation: entry.type for entry in batch}
    held_before = _count(connection, list(types))
    numbers = authorities.ensure(move, types, actor, {key_of(name): kind for name, kind in types.items()})
    done = Shelved(stubs=len(numbers) - held_before)
    touched: set[int] = set()
    for entry in batch:
        number = numbers[key_of(entry.citation)]
        known = before.get(key_of(entry.citation))
        state = _state(connection, entry, known, number)
        if state != "same":
            _file(move, entry, number, source, actor)
            done += _references(move, entry, numbers, actor)
            touched |= {number, *(numbers[key_of(row.target)] for row in entry.references)}
        done += Shelved(**{state: 1})
    done += Shelved(stubs=-done.new)
    dispositions.settle(move, touched, actor)
    propagating.of_authorities(move, touched, actor)
    findable.authorities(connection, [numbers[key_of(entry.citation)] for entry in batch])
    if touched:
        move.log(actor, "library.filled", source, None, {"authorities": [entry.citation for entry in batch]})
    return done


def _known(connection: Connection, citations: list[str]) -> dict[str, Any]:
    keys = [key_of(citation) for citation in citations]
    query = select(
        _AUTHORITY.c.citation_key,
        _AUTHORITY.c.id,
        _AUTHORITY.c.document_id,
        _TEXT.c.text_sha256,
        _TEXT.c.notes,
    )
    query = query.outerjoin(_TEXT, _TEXT.c.authority_id == _AUTHORITY.c.id)
    return {
        row.citation_key: row for row in connection.execute(query.where(_AUTHORITY.c.citation_key.in_(keys)))
    }


def _count(connection: Connection, citations: list[str]) -> int:
    keys = [key_of(citation) for citation in citations]
    found = 0
    for at in range(0, len(keys), 500):
        query = select(_AUTHORITY.c.id).where(_AUTHORITY.c.citation_key.in_(keys[at : at + 500]))
        found += len(connection.execute(query).all())
    return found


def _state(connection: Connection, entry: LibraryEntry, known: Any, number: int) -> str:
    """What an entry is to the library: new, a stub that it fills, changed, or the same as held."""
    if known is None:
        return "new"
    if known.text_sha256 is None:
        return "filled"
    facts = connection.execute(select(_AUTHORITY).where(_AUTHORITY.c.id == number)).one()
    told = {name: value for name, value in _facts(entry).items() if name != "updated_by"}
    same = all(getattr(facts, name) == value for name, value in told.items())
    if same and known.text_sha256 == _sha256(entry.text.text) and (known.notes or "") == entry.text.notes:
        return "same"
    return "changed"


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _facts(entry: LibraryEntry) -> dict[str, Any]:
    """What the source tells of the authority; what it leaves open stays as it is."""
    text = entry.text
    told = {
        "name": text.title,
        "signing_date": text.signed,
        "publication_date": text.published,
        "effective_date": text.effective,
        "document_number": text.number,
        "full_text_url": text.url,
        "status": text.status if text.status in AUTHORITY_STATUS else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _file(move: Transaction, entry: LibraryEntry, number: int, source: str, actor: str) -> None:
    values = _facts(entry) | {
        "version": LegalAuthority.version + 1,
        "updated_by": actor,
        "updated_at": move.now,
    }
    move.connection.execute(update(LegalAuthority).where(LegalAuthority.id == number).values(values))
    move.connection.execute(delete(_TEXT).where(_TEXT.c.authority_id == number))
    kept = {
        "authority_id": number,
        "text": entry.text.text,
        "text_sha256": _sha256(entry.text.text),
        "source": source,
        "notes": entry.text.notes,
        "created_by": actor,
        "updated_by": actor,
    }
    move.connection.execute(insert(AuthorityText).values(kept))
    if entry.text.text:
        title = f"{entry.citation} {entry.text.title or ''}".strip()
        passages.put(move.connection, Owner(authority=number), title, entry.text.text)


def _references(move: Transaction, entry: LibraryEntry, numbers: dict[str, int], actor: str) -> Shelved:
    """The entry's references in place of those that it brought before."""
    said = _said_by(entry.citation)
    old = delete(_REFERENCE).where(_REFERENCE.c.description == said, _REFERENCE.c.basis != "review")
    move.connection.execute(old)
    rows = [_reference(row, said, numbers, actor) for row in entry.references]
    if rows:
        move.connection.execute(insert(LegalCrossReference), rows)
    return Shelved(references=len(rows))


def _said_by(citation: str) -> str:
    return f"From the library's record of {citation}"


def _reference(row: LibraryReference, said: str, numbers: dict[str, int], actor: str) -> dict[str, Any]:
    direct = row.relation in dispositions.CHANGES
    place = {"start": row.start, "end": row.end, "quote": row.quote, "page": 1}
    evidence = (place | {"operations": list(row.operations)}) if row.end else None
    return {
        "name": f"{row.source} {row.relation.value} {row.target}",
        "primary_authority_id": numbers[key_of(row.source)],
        "related_authority_id": numbers[key_of(row.target)],
        "relation": row.relation.value,
        "in_part": row.in_part,
        "pinpoint": row.pinpoint,
        "legal_authority_impact": "Direct" if direct else "Indirect",
        "description": said,
        "document_id": None,
        "evidence": evidence,
        "basis": "note" if row.noted else "text",
        "created_by": actor,
        "updated_by": actor,
    }
