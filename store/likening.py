"""Letters that are alike: groups of near-copies, and pairs that may be one letter, which a person decides."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, ScalarSelect, bindparam, case, delete, func, insert, select, update

from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.likeness import NEAR, Likeness, alike, bands_of, may_be_one, runs_of, sender_key, words_of
from pipeline.problems import IllegalMove, NotFound
from store import audit, deciding, documents, readings
from store.database import Transaction, bare
from store.tables.channels import Likeness as Measured
from store.tables.channels import LikenessBand, SameLetter
from store.tables.intake import ExtractedText, IntakeDocument
from store.views import AlikeGroup, AlikeMember, AlikePair

_MEASURED, _BAND, _PAIR = bare(Measured), bare(LikenessBand), bare(SameLetter)
_DOCUMENT, _TEXT = bare(IntakeDocument), bare(ExtractedText)
_OTHER = _DOCUMENT.alias("other_document")
_MOST_LEADERS = 5
_MOST_FELLOWS = 8
_ATTACHED = re.compile(r"(?<=-\d{5})(?:-\d{2,4})+$|(?<=-\d{6})(?:-\d{2,4})+$")

_OWN = select(_MEASURED).where(_MEASURED.c.document_id == bindparam("document"))
_LEADERS = (
    select(_BAND.c.leader_id)
    .where(_BAND.c.band.in_(bindparam("bands", expanding=True)))
    .group_by(_BAND.c.leader_id)
    .order_by(func.count().desc(), _BAND.c.leader_id)
    .limit(_MOST_LEADERS)
)
_WORDS_OF = (
    select(_TEXT.c.text, _DOCUMENT.c.control_number, _DOCUMENT.c.id, _MEASURED.c.sender_key)
    .select_from(
        _MEASURED.join(_DOCUMENT, _DOCUMENT.c.id == _MEASURED.c.document_id).join(
            _TEXT, _TEXT.c.id == _MEASURED.c.text_id
        )
    )
    .order_by(_DOCUMENT.c.id)
)


def note(move: Transaction, control_number: str, found: Likeness) -> None:
    """Note what a document's words are like, once per text: its group, and letters that it may be again."""
    row = documents.find(move.connection, control_number)
    if not found.comparable or row.text_id is None or row.stage not in (Stage.NEEDS_REVIEW, Stage.REVIEWED):
        return
    held = move.connection.execute(_OWN, {"document": row.id}).one_or_none()
    if held is not None and held.words_sha256 == found.sha256:
        return
    move.lock("likeness")
    if held is not None and _fellows(move.connection, row.id) > 1:
        # it was read anew, and others were grouped with it: they stay so
        values = {"text_id": row.text_id, "words_sha256": found.sha256, "signature": found.signature}
        move.connection.execute(update(_MEASURED).where(_MEASURED.c.id == held.id).values(**values))
        return
    _forget(move, row.id, held)
    runs = _runs(move.connection, row)
    key = sender_key(row.sender)
    leader, share = _leader(move.connection, row, found, runs)
    values = {
        "document_id": row.id,
        "text_id": row.text_id,
        "leader_id": leader or row.id,
        "words": found.words,
        "words_sha256": found.sha256,
        "sender_key": key,
        "signature": found.signature,
    }
    move.connection.execute(insert(_MEASURED), values)
    if leader is None:
        bands = [{"band": band, "leader_id": row.id} for band in set(bands_of(found.signature))]
        move.connection.execute(insert(_BAND), bands)
        return
    move.log("system", "document.grouped", control_number, None, {"alike": round(share, 3)})
    _propose(move, row, leader, key, runs)


def _runs(connection: Connection, row: Row[Any]) -> frozenset[int]:
    text = readings.words_of(connection, row)
    return runs_of(words_of(text.text)) if text else frozenset()


def _fellows(connection: Connection, leader: int) -> int:
    counted = select(func.count()).select_from(_MEASURED).where(_MEASURED.c.leader_id == leader)
    return connection.execute(counted).scalar_one()


def _forget(move: Transaction, document: int, held: Row[Any] | None) -> None:
    if held is not None:
        move.connection.execute(delete(_BAND).where(_BAND.c.leader_id == document))
        move.connection.execute(delete(_MEASURED).where(_MEASURED.c.id == held.id))


def _leader(
    connection: Connection, row: Row[Any], found: Likeness, runs: frozenset[int]
) -> tuple[int | None, float]:
    """The first document of the group that this one belongs to, and how alike they are."""
    bands = list(set(bands_of(found.signature)))
    candidates = list(connection.execute(_LEADERS, {"bands": bands}).scalars())
    best: tuple[int | None, float] = (None, NEAR)
    for one in connection.execute(_WORDS_OF.where(_DOCUMENT.c.id.in_(candidates))).all():
        share = alike(runs, runs_of(words_of(one.text)))
        if one.id != row.id and share >= best[1]:
            best = (one.id, share)
    return best


def _propose(move: Transaction, row: Row[Any], leader: int, key: str | None, runs: frozenset[int]) -> None:
    """Lay a letter of the group before a person that may be this very one; parts of one mail are none."""
    fellows = _WORDS_OF.where(_MEASURED.c.leader_id == leader, _MEASURED.c.document_id != row.id)
    if key is not None:
        fellows = fellows.where((_MEASURED.c.sender_key == key) | _MEASURED.c.sender_key.is_(None))
    for one in move.connection.execute(fellows.limit(_MOST_FELLOWS)).all():
        share = alike(runs, runs_of(words_of(one.text)))
        if _family(one.control_number) == _family(row.control_number):
            continue
        if may_be_one(share, key, one.sender_key) and not _paired(move.connection, row.id, one.id):
            pair = {"document_id": row.id, "other_id": one.id, "alike": round(share, 3)}
            move.connection.execute(insert(_PAIR), pair | {"verdict": "proposed"})
            said = {"other": one.control_number, "alike": round(share, 3)}
            move.log("system", "document.may_be_again", row.control_number, None, said)
            return


def _paired(connection: Connection, document: int, other: int) -> bool:
    query = select(_PAIR.c.id).where(_PAIR.c.document_id == document, _PAIR.c.other_id == other)
    return connection.execute(query).first() is not None


def _family(control_number: str) -> str:
    """The number of the document that was received, for one that lay in it."""
    return _ATTACHED.sub("", control_number)


def groups(connection: Connection, control_number: str | None = None) -> tuple[AlikeGroup, ...]:
    """Every group of two or more, the largest first; of one document, its own. Raises NotFound."""
    waits = func.sum(case((_DOCUMENT.c.stage == Stage.NEEDS_REVIEW.value, 1), else_=0))
    counted = (
        select(_MEASURED.c.leader_id, func.count().label("size"), waits.label("waiting"))
        .select_from(_MEASURED.join(_DOCUMENT, _DOCUMENT.c.id == _MEASURED.c.document_id))
        .group_by(_MEASURED.c.leader_id)
        .having(func.count() > 1)
    )
    if control_number is not None:
        own = _leader_of(documents.find(connection, control_number).id)
        counted = counted.where(_MEASURED.c.leader_id == own)
    sizes = counted.subquery()
    query = select(_DOCUMENT, sizes.c.size.label("alike"), sizes.c.waiting)
    query = query.join(sizes, sizes.c.leader_id == _DOCUMENT.c.id).order_by(
        sizes.c.size.desc(), _DOCUMENT.c.id
    )
    return tuple(
        AlikeGroup(row.control_number, row.title or row.file_name, row.alike, int(row.waiting), row.stage)
        for row in connection.execute(query)
    )


def _leader_of(document: int) -> ScalarSelect[int]:
    return select(_MEASURED.c.leader_id).where(_MEASURED.c.document_id == document).scalar_subquery()


def group(
    connection: Connection,
    control_number: str,
    limit: int | None = None,
    after: str | None = None,
    stages: Collection[Stage] | None = None,
) -> tuple[AlikeMember, ...]:
    """The documents of a document's group, itself too, in their order. Raises NotFound for no document."""
    row = documents.find(connection, control_number)
    query = select(_DOCUMENT).join(_MEASURED, _MEASURED.c.document_id == _DOCUMENT.c.id)
    query = query.where(_MEASURED.c.leader_id == _leader_of(row.id)).order_by(_DOCUMENT.c.id).limit(limit)
    if after is not None:
        query = query.where(_DOCUMENT.c.id > documents.find(connection, after).id)
    if stages is not None:
        query = query.where(_DOCUMENT.c.stage.in_([stage.value for stage in stages]))
    return tuple(
        AlikeMember(one.control_number, one.title or one.file_name, one.sender, one.received_at, one.stage)
        for one in connection.execute(query)
    )


def pairs(connection: Connection, control_number: str | None) -> tuple[AlikePair, ...]:
    """Pairs that may be one letter and wait for a person's word; of one document, with those that had it."""
    query = select(
        _PAIR, _DOCUMENT.c.control_number, _OTHER.c.control_number.label("other"), _DOCUMENT.c.sender
    )
    query = query.select_from(
        _PAIR.join(_DOCUMENT, _DOCUMENT.c.id == _PAIR.c.document_id).join(
            _OTHER, _OTHER.c.id == _PAIR.c.other_id
        )
    )
    if control_number is None:
        query = query.where(_PAIR.c.verdict == "proposed")
    else:
        number = documents.find(connection, control_number).id
        query = query.where((_PAIR.c.document_id == number) | (_PAIR.c.other_id == number))
    return tuple(
        AlikePair(
            row.control_number, row.other, row.alike, row.verdict, row.sender, row.decided_by, row.reason
        )
        for row in connection.execute(query.order_by(_PAIR.c.id))
    )


def settle(
    move: Transaction, control_number: str, other: str, reason: str, actor: str, *, same: bool
) -> Document:
    """A person's word whether a document is another one again. Raises IllegalMove or NotFound.

    A word may be taken back: what was the same letter goes before a reviewer again.
    """
    row = deciding.with_reason(move, control_number, reason, actor, "say that two documents are one letter")
    pair = _pair(move.connection, row, documents.find(move.connection, other))
    if pair.verdict == ("confirmed" if same else "dismissed"):
        raise IllegalMove(f"Somebody said so of {control_number} and {other} already.")
    said = {"verdict": "confirmed" if same else "dismissed", "reason": reason, "decided_by": actor}
    changed = update(_PAIR).where(_PAIR.c.id == pair.id)
    move.connection.execute(changed.values(**said, decided_at=move.now, updated_at=move.now))
    if same:
        deciding.expect_unfiled(move, row)
        values = {"duplicate_of_id": pair.other_id, "reason": reason}
        return documents.change(move, row, actor, "document.same_letter", Stage.DUPLICATE, **values)
    if row.stage == Stage.DUPLICATE:
        values = {"duplicate_of_id": None, "reason": None}
        return documents.change(move, row, actor, "document.other_letter", Stage.NEEDS_REVIEW, **values)
    move.log(
        audit.who(actor), "document.other_letter", control_number, None, {"other": other, "reason": reason}
    )
    return documents.told(row)


def _pair(connection: Connection, row: Row[Any], other: Row[Any]) -> Row[Any]:
    query = select(_PAIR).where(_PAIR.c.document_id == row.id, _PAIR.c.other_id == other.id)
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound(
            f"{row.control_number} was not found to be {other.control_number} again.",
            remedy=f"`chancery alike {row.control_number}` lists what was.",
        )
    return found
