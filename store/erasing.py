"""Taking disposed documents out of every table and index, and their files out of the folder.

Each step can be done again: whatever was cut off is ended by the next run. The order is such that nothing
can be read that is half there: first the documents say that they are gone, the certificate lists every
file, then the rows go, then the vectors, then the files, and last it is put down as done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Text, cast, delete, insert, null, or_, select, update

from coordination.retention import DisposalState, Fate
from pipeline.intake import Stage
from pipeline.likeness import bands_of
from store import audit, disposing, documents, entries, going, passages, retaining, search, taking_out
from store.blobs import Blobs
from store.database import Database, Transaction, bare
from store.disposing import DISPOSAL
from store.passages import TASK, Owner
from store.tables import drafting, mandates, propagation
from store.tables.access import Presence
from store.tables.asking import ModelExchange
from store.tables.assessment import Assessment, Impact, RiskItem
from store.tables.channels import Likeness, LikenessBand, MailMessage, SameLetter
from store.tables.clearance import DocumentLink
from store.tables.coordination import ExecutiveAction
from store.tables.correspondence import (
    CorrespondenceDispatch,
    CorrespondenceLetter,
    LetterPassage,
    OutgoingLetter,
)
from store.tables.intake import ExtractedText, IntakeDocument, Original, PageView
from store.tables.tasking import ActionItem
from store.taking_out import GONE

_MOST = 500

_DOCUMENT, _ORIGINAL, _TEXT, _VIEW = map(bare, (IntakeDocument, Original, ExtractedText, PageView))
_DRAFT, _EVIDENCE, _RUN = map(bare, (drafting.Draft, drafting.Evidence, drafting.AnalysisRun))
_DISMISSED, _SENT = bare(drafting.DismissedSentence), bare(CorrespondenceDispatch)
_LETTER, _PASSAGE, _LINK = map(bare, (CorrespondenceLetter, LetterPassage, DocumentLink))
_LIKE, _BAND, _PAIR, _MAIL = map(bare, (Likeness, LikenessBand, SameLetter, MailMessage))
_EXCHANGE, _SEEN, _OUT = bare(ModelExchange), bare(Presence), bare(OutgoingLetter)
_CHANGE, _REFERENCE = bare(propagation.AuthorityChange), bare(mandates.LegalCrossReference)
_AUTHORITY = bare(mandates.LegalAuthority)
MADE_OF_DRAFTS = tuple(
    map(
        bare,
        (
            *(Assessment, RiskItem, Impact, ExecutiveAction, ActionItem, propagation.AuthorityChange),
            *(mandates.LegalAuthority, mandates.LegalAmendment, mandates.LegalCrossReference),
        ),
    )
)
"""Tables whose rows name the draft that they were made of: they stay, and name none any more."""


def family(connection: Connection, document: int) -> list[Row[Any]]:
    """A document and all that lies in it, at any depth."""
    found, below = [documents.by_id(connection, document)], [document]
    while below:
        query = select(_DOCUMENT.c.id).where(_DOCUMENT.c.parent_id.in_(below)).order_by(_DOCUMENT.c.id)
        below = list(connection.execute(query).scalars())
        found += [documents.by_id(connection, number) for number in below]
    return found


def begin(move: Transaction, row: Row[Any]) -> bool:
    """Let the documents of an approved disposal say that they are gone; False where a hold keeps them."""
    move.lock("retention")
    move.lock("admission")
    rows = family(move.connection, row.document_id)
    one = retaining.one(move.connection, move.settings, rows[0].control_number)
    if not one.ready(move.today) or not going.still(move, one.going):
        return False
    _overwrite(move.connection)
    words = {Fate.DESTROY.value: "Destroyed", Fate.TRANSFER.value: f"Transferred to {row.receiver}"}
    why = f"{words[row.disposition]} on {move.today.isoformat()} under {row.authority}."
    files = _files(move.connection, rows)
    taken = [taking_out.take_out(move, number, why, row.approved_by) for number in one.going]
    told = disposing.written(row, rows, files.union(*(one.files for one in taken)))
    told["actions"] = [one.told for one in taken]
    for document in rows:
        key = f"disposed {document.control_number}"
        values = {"reason": why, "receipt_key": key, "source_mark": None, "text_id": None, "ready_at": None}
        documents.change(move, document, row.approved_by, "document.disposed", Stage.DISPOSED, **values)
    change = update(DISPOSAL).where(DISPOSAL.c.id == row.id)
    move.connection.execute(change.values(state=DisposalState.UNDER_WAY.value, certificate=told))
    return True


def _files(connection: Connection, rows: Sequence[Row[Any]]) -> set[str]:
    """The fingerprint of everything that was kept of these documents, page images and attachments too."""
    originals = [row.original_id for row in rows]
    texts = select(_TEXT.c.id, _TEXT.c.layout).where(_TEXT.c.original_id.in_(originals))
    held = connection.execute(texts).all()
    found = {row.sha256 for row in rows}
    found |= {sha256 for text in held for _, sha256 in text.layout.get("attachments", ())}
    images = select(_VIEW.c.image_sha256).where(_VIEW.c.text_id.in_([text.id for text in held]))
    sent = select(_ORIGINAL.c.sha256).join(_SENT, _SENT.c.original_id == _ORIGINAL.c.id)
    found |= set(connection.execute(images).scalars())
    found |= set(connection.execute(sent.where(_SENT.c.document_id.in_([row.id for row in rows]))).scalars())
    return found


def _overwrite(connection: Connection) -> None:
    """Let what is deleted be overwritten, not left in the file until its room is needed."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


def clear(move: Transaction, row: Row[Any]) -> None:
    """Take words, drafts, texts and pages of the documents out of every table and index of words."""
    connection = move.connection
    _overwrite(connection)
    rows = family(connection, row.document_id)
    ids = [document.id for document in rows]
    _clear_drafts(connection, ids)
    _clear_likeness(connection, ids)
    for table in (_DISMISSED, _SEEN):
        connection.execute(delete(table).where(table.c.document_id.in_(ids)))
    _clear_texts(connection, rows)
    _clear_letters(connection, ids)
    _clear_law(connection, ids)
    blank: dict[str, Any] = {"sender": None, "addressees": [], "subject": None}
    connection.execute(update(_MAIL).where(_MAIL.c.document_id.in_(ids)).values(blank))
    for number in ids:
        search.put(connection, number, "", "")
        passages.forget(connection, Owner(document=number))
        connection.execute(insert(TASK), {**Owner(document=number).columns, "again": 1})
    connection.execute(update(_DOCUMENT).where(_DOCUMENT.c.id.in_(ids)).values(_BLANK))


_BLANK: dict[str, Any] = {
    "file_name": GONE,
    "source": GONE,
    **dict.fromkeys(
        (
            *("title", "kind_detail", "sender", "addressee", "number", "external_id", "given"),
            *("handling_mark", "assigned_to", "snoozed_until", "due", "reading_state", "coverage"),
        )
    ),
    "uncovered": 0,
    "hidden": 0,
}


def _clear_drafts(connection: Connection, ids: list[int]) -> None:
    drafts = list(connection.execute(select(_DRAFT.c.id).where(_DRAFT.c.document_id.in_(ids))).scalars())
    for at in range(0, len(drafts), _MOST):
        part = drafts[at : at + _MOST]
        for table in MADE_OF_DRAFTS:
            # what stays was not touched by anybody: periods count from its last change
            named = update(table).where(table.c.draft_id.in_(part))
            connection.execute(named.values(draft_id=None, updated_at=table.c.updated_at))
        connection.execute(delete(_EVIDENCE).where(_EVIDENCE.c.draft_id.in_(part)))
        connection.execute(delete(_DRAFT).where(_DRAFT.c.id.in_(part)))
        entries.forget(connection, entries.EntryKind.DRAFT, part)
    connection.execute(delete(_RUN).where(_RUN.c.document_id.in_(ids)))


def _clear_likeness(connection: Connection, ids: list[int]) -> None:
    """Take documents out of their groups; what they led is led by the next one."""
    connection.execute(delete(_PAIR).where(or_(_PAIR.c.document_id.in_(ids), _PAIR.c.other_id.in_(ids))))
    connection.execute(delete(_BAND).where(_BAND.c.leader_id.in_(ids)))
    connection.execute(delete(_LIKE).where(_LIKE.c.document_id.in_(ids)))
    for leader in ids:
        rest = select(_LIKE).where(_LIKE.c.leader_id == leader).order_by(_LIKE.c.document_id)
        following = connection.execute(rest.limit(1)).one_or_none()
        if following is not None:
            values = {"leader_id": following.document_id}
            connection.execute(update(_LIKE).where(_LIKE.c.leader_id == leader).values(values))
            bands = [{"band": band, **values} for band in set(bands_of(following.signature))]
            connection.execute(insert(_BAND), bands)


def _clear_texts(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    """Texts and pages go, but for those of bytes that another document, which stays, came as."""
    living = select(_DOCUMENT.c.original_id).where(_DOCUMENT.c.stage != Stage.DISPOSED.value)
    query = select(_ORIGINAL.c.id, _ORIGINAL.c.sha256).where(
        _ORIGINAL.c.id.in_([row.original_id for row in rows]), _ORIGINAL.c.id.not_in(living)
    )
    for original, sha256 in connection.execute(query).all():
        texts = select(_TEXT.c.id).where(_TEXT.c.original_id == original)
        connection.execute(delete(_VIEW).where(_VIEW.c.text_id.in_(texts)))
        connection.execute(delete(_TEXT).where(_TEXT.c.original_id == original))
        asked = update(_EXCHANGE).where(_EXCHANGE.c.original_sha256 == sha256)
        connection.execute(asked.values(reply=GONE))


def _clear_letters(connection: Connection, ids: list[int]) -> None:
    """Whose letter it was, and what was written back where nothing of the case stays."""
    letters = select(_LETTER.c.id).where(_LETTER.c.document_id.in_(ids))
    cases = list(
        connection.execute(select(_LETTER.c.case_id).where(_LETTER.c.document_id.in_(ids))).scalars()
    )
    connection.execute(
        update(_PASSAGE).where(_PASSAGE.c.letter_id.in_(letters)).values(quote=GONE, answer=None)
    )
    whose: dict[str, Any] = {"correspondent": GONE, "correspondent_key": None}
    whose |= {"organization": None, "address": None}
    connection.execute(update(_LETTER).where(_LETTER.c.document_id.in_(ids)).values(whose))
    gone: dict[str, Any] = {"recipient": GONE, "file_name": GONE}
    connection.execute(update(_SENT).where(_SENT.c.document_id.in_(ids)).values(gone))
    living = select(_LETTER.c.case_id).join(_DOCUMENT, _DOCUMENT.c.id == _LETTER.c.document_id)
    living = living.where(_DOCUMENT.c.stage != Stage.DISPOSED.value)
    written = update(_OUT).where(_OUT.c.case_id.in_(cases), _OUT.c.case_id.not_in(living))
    connection.execute(written.values(subject=GONE, lines=[]))


def _clear_law(connection: Connection, ids: list[int]) -> None:
    """What the library learned from a document stays, without its words."""
    quoted = update(_REFERENCE).where(_REFERENCE.c.document_id.in_(ids))
    connection.execute(quoted.values(evidence=null()))
    query = select(_CHANGE.c.id, _CHANGE.c.evidence).where(_CHANGE.c.document_id.in_(ids))
    for number, evidence in connection.execute(query).all():
        said = evidence | {"quote": GONE} if isinstance(evidence, dict) else evidence
        connection.execute(update(_CHANGE).where(_CHANGE.c.id == number).values(evidence=said))
    held = update(_AUTHORITY).where(_AUTHORITY.c.document_id.in_(ids))
    connection.execute(held.values(document_id=None))


def indexed(connection: Connection, row: Row[Any]) -> bool:
    """Whether no vector of the documents can be left: none were ever made, or all notes were worked off."""
    if connection.execute(select(passages.EDITION.c.id).limit(1)).first() is None:
        return True
    ids = [document.id for document in family(connection, row.document_id)]
    waits = select(TASK.c.id).where(TASK.c.document_id.in_(ids)).limit(1)
    return connection.execute(waits).first() is None


def remove(move: Transaction, row: Row[Any], blobs: Blobs) -> None:
    """Remove every file of the certificate that nothing else on the record needs.

    Under the lock that whoever takes in documents holds: the same bytes that come in now are kept anew.
    """
    move.lock("admission")
    for sha256 in row.certificate["files"]:
        if not needed(move.connection, sha256):
            blobs.remove(sha256)
            change = update(_ORIGINAL).where(_ORIGINAL.c.sha256 == sha256)
            move.connection.execute(change.values(disposed_at=move.now))


def needed(connection: Connection, sha256: str) -> bool:
    """Whether a document that stays, a page of it, a paper or a proof of dispatch is these bytes."""
    living = _DOCUMENT.c.stage != Stage.DISPOSED.value
    came = _ORIGINAL.join(_DOCUMENT, _DOCUMENT.c.original_id == _ORIGINAL.c.id)
    sent = _ORIGINAL.join(_SENT, _SENT.c.original_id == _ORIGINAL.c.id).join(
        _DOCUMENT, _DOCUMENT.c.id == _SENT.c.document_id
    )
    paper = _ORIGINAL.join(_LINK, _LINK.c.original_id == _ORIGINAL.c.id)
    own = _ORIGINAL.c.sha256 == sha256
    queries = (
        select(_ORIGINAL.c.id).select_from(came).where(own, living),
        select(_ORIGINAL.c.id).select_from(sent).where(own, living),
        select(_ORIGINAL.c.id).select_from(paper).where(own),
        select(_VIEW.c.id).where(_VIEW.c.image_sha256 == sha256),
        select(_TEXT.c.id).where(cast(_TEXT.c.layout, Text).contains(f'"{sha256}"')),
    )
    return any(connection.execute(query.limit(1)).first() is not None for query in queries)


def end(move: Transaction, row: Row[Any]) -> None:
    """Put down that all of it is gone, with the certificate."""
    change = update(DISPOSAL).where(DISPOSAL.c.id == row.id)
    move.connection.execute(change.values(state=DisposalState.DONE.value, done_at=move.now))
    number = documents.by_id(move.connection, row.document_id).control_number
    move.log(audit.who(row.approved_by), "disposal.done", number, None, row.certificate)


_INDEXES = tuple(
    f"INSERT INTO {name} ({name}) VALUES ('optimize')"  # noqa: S608 - names of our own
    for name in ("text_search", "index_words", "index_entry")
)


def scrub(database: Database) -> None:
    """Let no word of what is gone stay in the files of an SQLite database: its indexes keep them for a while.

    PostgreSQL frees what was deleted by itself, and overwrites it in its own time.
    """
    if database.engine.dialect.name != "sqlite":
        return
    with database.write() as move:
        move.connection.exec_driver_sql("PRAGMA secure_delete=ON")
        for statement in _INDEXES:
            move.connection.exec_driver_sql(statement)
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
