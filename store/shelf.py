"""Looking at the library: one authority with what became of it, the texts, the graph around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from coordination.issuing import issued_by
from pipeline.findings import AuthorityType
from pipeline.problems import NotFound
from store.authorities import key_of, speaker
from store.database import bare
from store.dispositions import CHANGES, DECIDES, ENDS, PASSIVE
from store.tables.intake import ExtractedText, IntakeDocument
from store.tables.mandates import AuthorityText, LegalAuthority, LegalCrossReference
from store.views import AuthorityRow, AuthorityView, ReferenceRow

_AUTHORITY, _TEXT = bare(LegalAuthority), bare(AuthorityText)
_REFERENCE, _DOCUMENT = bare(LegalCrossReference), bare(IntakeDocument)
_CHANGING = tuple(relation.value for relation in CHANGES)
_MOST = 200
"""References of one kind in a view; the counts tell of more."""


def view(connection: Connection, citation: str) -> AuthorityView:
    """One authority by its citation. Raises NotFound."""
    row = _one(connection, citation)
    held = connection.execute(select(_TEXT).where(_TEXT.c.authority_id == row.id)).one_or_none()
    inward, outward = _REFERENCE.c.related_authority_id == row.id, _REFERENCE.c.primary_authority_id == row.id
    changing = _REFERENCE.c.relation.in_(_CHANGING)
    changed_by = _references(connection, inward, changing, far="primary_authority_id")
    leans = _count(connection, _REFERENCE.c.related_authority_id, outward, ~changing)
    cited = _count(connection, speaker(_REFERENCE.c), inward, ~changing)
    document = _control_number(connection, row.document_id)
    return AuthorityView(
        _row(row, held is not None, cited),
        _status_why(row.status, changed_by),
        row.signing_date,
        row.publication_date,
        row.effective_date,
        row.document_number,
        row.full_text_url,
        held.source if held else None,
        document,
        held.notes if held else None,
        changed_by,
        _references(connection, outward, changing, far="related_authority_id"),
        _references(connection, outward, ~changing, far="related_authority_id"),
        _references(connection, inward, ~changing, far="primary_authority_id"),
        cited,
        leans,
    )


def _one(connection: Connection, citation: str) -> Row[Any]:
    query = select(_AUTHORITY).where(_AUTHORITY.c.citation_key == key_of(citation))
    row = connection.execute(query.order_by(_AUTHORITY.c.id).limit(1)).one_or_none()
    if row is None:
        raise NotFound(
            f"{citation} is not in the library.",
            "Neither its text nor a citation of it is on the record.",
            "`chancery authorities list` shows what is.",
        )
    return row


def _row(row: Row[Any], held: bool, cited: int) -> AuthorityRow:
    title = row.name if row.name != row.citation else None
    return AuthorityRow(
        str(row.public_id),
        row.citation,
        row.authority_type,
        title,
        row.status,
        held or row.document_id is not None,
        cited,
        row.jurisdiction_level,
        issued_by(AuthorityType(row.citation_type), row.citation),
    )


def _control_number(connection: Connection, document: int | None) -> str | None:
    if document is None:
        return None
    return connection.execute(select(_DOCUMENT.c.control_number).where(_DOCUMENT.c.id == document)).scalar()


def _query(*conditions: Any, far: str) -> Select[Any]:
    spoken = _REFERENCE.c.primary_authority_id
    speaker = _AUTHORITY.alias("speaker")
    other = _AUTHORITY.alias("other")
    return (
        select(
            _REFERENCE.c.relation,
            _REFERENCE.c.in_part,
            _REFERENCE.c.pinpoint,
            _REFERENCE.c.basis,
            _REFERENCE.c.evidence,
            other.c.citation,
            other.c.name,
            speaker.c.signing_date,
            _DOCUMENT.c.control_number,
        )
        .outerjoin(speaker, speaker.c.id == spoken)
        .outerjoin(other, other.c.id == _REFERENCE.c[far])
        .outerjoin(_DOCUMENT, _DOCUMENT.c.id == _REFERENCE.c.document_id)
        .where(*conditions)
    )


def _references(connection: Connection, *conditions: Any, far: str) -> tuple[ReferenceRow, ...]:
    """References in order of date; what the text and the note both say is said once, by the surer."""
    query = _query(*conditions, far=far).order_by(_REFERENCE.c.id).limit(2 * _MOST)
    best: dict[tuple[str, str | None, str | None], Row[Any]] = {}
    for row in connection.execute(query):
        key = (row.relation, row.citation, row.control_number if row.citation is None else None)
        if key not in best or (row.basis in DECIDES and best[key].basis not in DECIDES):
            best[key] = row
    inward = far == "primary_authority_id"
    rows = sorted(best.values(), key=_order)
    return tuple(_told(row, inward) for row in rows[:_MOST])


def _order(row: Row[Any]) -> tuple[bool, Any, str, str]:
    """By the day on which it was said, then what is said, then of whom."""
    return row.signing_date is None, row.signing_date, row.relation, row.citation or ""


def _told(row: Row[Any], inward: bool) -> ReferenceRow:
    return ReferenceRow(
        PASSIVE[row.relation] if inward else row.relation.replace("_", " "),
        row.citation,
        row.name if row.name != row.citation else None,
        row.control_number,
        row.signing_date,
        bool(row.in_part),
        row.pinpoint,
        row.basis,
        row.evidence["quote"] if row.evidence else None,
        tuple(row.evidence.get("operations", ())) if row.evidence else (),
    )


def _count(connection: Connection, of: Any, *conditions: Any) -> int:
    query = select(func.count(func.distinct(of))).where(*conditions)
    return int(connection.execute(query).scalar_one())


def _status_why(status: str, changed_by: Sequence[ReferenceRow]) -> str:
    """What the status rests on, in a few words."""
    ending = {PASSIVE[relation.value] for relation, name in ENDS.items() if name == status}
    sure = [row for row in changed_by if row.basis in DECIDES]
    unsure = [row for row in changed_by if row.basis not in DECIDES and row.relation in _ENDINGS]
    for row in sure:
        if row.relation in ending and not row.in_part:
            by = "the Register's note" if row.basis == "note" else "an approved draft"
            return f"{row.relation} {row.citation or row.document}, says {by}"
    if status == "Amended":
        return f"{len(sure)} changes on the record"
    if unsure and status in ("In Effect", "Unknown"):
        return f"the text of {unsure[0].citation} seems to say otherwise; nobody has confirmed it"
    return {"In Effect": "nothing on the record ends it", "Unknown": "only its citation is known"}.get(
        status, ""
    )


_ENDINGS = frozenset(PASSIVE[relation.value] for relation in ENDS)


def text(connection: Connection, citation: str) -> str:
    """The text of an authority that the library holds. Raises NotFound."""
    row = _one(connection, citation)
    held = connection.execute(select(_TEXT.c.text).where(_TEXT.c.authority_id == row.id)).scalar()
    if held is None and row.document_id is not None:
        words = bare(ExtractedText)
        query = select(words.c.text).join(_DOCUMENT, _DOCUMENT.c.text_id == words.c.id)
        held = connection.execute(query.where(_DOCUMENT.c.id == row.document_id)).scalar()
    if not held:
        raise NotFound(
            f"The text of {row.citation} is not held.",
            "It is known by its citation alone.",
            "Bring it in with `chancery authorities import` or `chancery ingest`.",
        )
    return str(held)


def edges(
    connection: Connection, citation: str, depth: int, changes_only: bool
) -> Iterator[tuple[str, str, str]]:
    """References around an authority as (from, relation, to), each once, up to so many steps away."""
    seen: set[int] = set()
    said: set[tuple[str, str, str]] = set()
    wave = {int(_one(connection, citation).id)}
    for _ in range(depth):
        rows = connection.execute(_around(wave, changes_only)).all()
        seen |= wave
        wave = {row.start for row in rows} | {row.end for row in rows}
        wave -= seen
        for row in rows:
            edge = (row.source, row.relation, row.target)
            if edge not in said:
                said.add(edge)
                yield edge


def _around(wave: set[int], changes_only: bool) -> Select[Any]:
    source, target = _AUTHORITY.alias("source"), _AUTHORITY.alias("target")
    start, end = _REFERENCE.c.primary_authority_id, _REFERENCE.c.related_authority_id
    query = (
        select(
            source.c.citation.label("source"),
            _REFERENCE.c.relation,
            target.c.citation.label("target"),
            start.label("start"),
            end.label("end"),
        )
        .join(source, source.c.id == start)
        .join(target, target.c.id == end)
        .where(start.in_(list(wave)) | end.in_(list(wave)))
    )
    return query.where(_REFERENCE.c.relation.in_(_CHANGING)) if changes_only else query
