"""What goes into a records package: documents and actions as the reader may see them, file by file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from pipeline.archives import Blackening, Chosen, Member
from pipeline.encoding import Json, to_plain
from pipeline.findings import Kind
from pipeline.problems import NotFound
from pipeline.settings import Settings
from store import actionfiles, disposing, documents, letters, outgoing, private, queries, readings
from store.blobs import Blobs
from store.database import bare
from store.tables.audit import AuditEvent
from store.tables.coordination import ExecutiveAction, ExecutiveActionDocument
from store.tables.intake import IntakeDocument

_DOCUMENT, _EVENT = bare(IntakeDocument), bare(AuditEvent)
_ACTION, _LINK = bare(ExecutiveAction), bare(ExecutiveActionDocument)
_FACTS = (
    *("control_number", "received_at", "channel", "source", "brought_by", "file_name", "media_type", "size"),
    *("stage", "reading_state", "reason", "coverage", "kind", "kind_detail", "title", "document_date"),
    *("sender", "addressee", "number", "language", "facts_confirmed", "pages", "due", "handling"),
    *("handling_mark", "sha256", "parent", "duplicate_of"),
)
_OUT_OF_PACKAGES = "%.exported"
"""That something was exported is told by the log: a package would else never be the same twice."""
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


def chosen_documents(connection: Connection, chosen: Chosen, settings: Settings) -> list[str]:
    """Control numbers of what was asked for, with what lies inside it, in order. Raises NotFound."""
    named = [number for number in chosen.numbers if not _is_action(connection, number)]
    for number in named:
        documents.find(connection, number)
    query = select(_DOCUMENT.c.control_number)
    if chosen.numbers:
        tied = select(_LINK.c.document_id).join(_ACTION, _ACTION.c.id == _LINK.c.executive_action_id)
        tied = tied.where(_ACTION.c.action_number.in_(chosen.numbers))
        inside = [_DOCUMENT.c.control_number.startswith(f"{number}-", autoescape=True) for number in named]
        query = query.where(or_(_DOCUMENT.c.control_number.in_(named), _DOCUMENT.c.id.in_(tied), *inside))
    if chosen.since:
        query = query.where(_DOCUMENT.c.received_at >= datetime.combine(chosen.since, time(), settings.zone))
    if chosen.until:
        end = datetime.combine(chosen.until + timedelta(days=1), time(), settings.zone)
        query = query.where(_DOCUMENT.c.received_at < end)
    if chosen.kind:
        query = query.where(_DOCUMENT.c.kind == _kind(chosen.kind))
    return list(connection.execute(query.order_by(_DOCUMENT.c.control_number)).scalars())


def _is_action(connection: Connection, number: str) -> bool:
    known = select(_ACTION.c.id).where(_ACTION.c.action_number == number)
    return connection.execute(known).first() is not None


def _kind(word: str) -> str:
    if word not in tuple(Kind):
        raise NotFound(f"{word[:40]!r} is no kind of document.", f"There are: {', '.join(Kind)}.")
    return word


def chosen_actions(connection: Connection, chosen: Chosen, control_numbers: list[str]) -> list[str]:
    """Numbers of the actions that were asked for or that came from these documents, in order."""
    tied = select(_ACTION.c.action_number).join(_LINK, _LINK.c.executive_action_id == _ACTION.c.id)
    tied = tied.join(_DOCUMENT, _DOCUMENT.c.id == _LINK.c.document_id)
    found = {number for number in chosen.numbers if _is_action(connection, number)}
    for at in range(0, len(control_numbers), 500):
        part = _DOCUMENT.c.control_number.in_(control_numbers[at : at + 500])
        found |= set(connection.execute(tied.where(part)).scalars())
    return sorted(found)


def of_document(connection: Connection, control: str, chosen: Chosen, blobs: Blobs) -> Iterator[Member]:
    """The files of one document: facts, text, drafts with decisions, audit; the original if wanted."""
    row = documents.find(connection, control)
    place, masked = f"documents/{control}", not chosen.unmasked
    names = private.names_of_document(connection, row.id) if masked else ()
    told = {name: row._mapping[name] for name in _FACTS}
    yield _json(f"{place}/record.json", told, Blackening(masked, names))
    held = readings.words_of(connection, row)
    black = Blackening(masked, names)
    text = black.text(held.text) if held is not None else ""
    if held is not None:
        yield Member(f"{place}/text.txt", text.encode("utf-8", "surrogatepass"), black.count)
    original = held.text if held is not None else ""
    yield _drafts(connection, row, place, (original, text), Blackening(masked, names))
    yield _events(connection, control, place, Blackening(masked, names))
    gone = disposing.certificate(connection, control)
    if gone is not None:
        yield _json(f"{place}/certificate.json", gone, Blackening(masked, names))
    elif chosen.originals:
        ending = _ENDING.fullmatch("." + row.file_name.rpartition(".")[2].lower())
        yield Member(f"{place}/original{ending[0] if ending else ''}", blobs.get(row.sha256))


def _drafts(
    connection: Connection, row: Row[Any], place: str, texts: tuple[str, str], black: Blackening
) -> Member:
    """Every draft, replaced ones too, with its evidence. Quotes are cut from the text as it lies beside."""
    rows: list[Json] = []
    for draft in queries.drafts_of(connection, row.id, row.control_number):
        plain: Any = black.values(to_plain(draft))
        for told, found in zip(plain["evidence"], draft.evidence, strict=True):
            if texts[0][found.start : found.end] == found.quote:
                told["quote"] = texts[1][found.start : found.end]
        rows.append(plain)
    return _member(f"{place}/drafts.json", rows, black)


def of_action(
    connection: Connection, number: str, settings: Settings, chosen: Chosen, blobs: Blobs
) -> Iterator[Member]:
    """The files of one action: its record, its letters and what went out, its audit entries."""
    place, masked = f"actions/{number}", not chosen.unmasked
    key = letters.key_of(connection, number)
    names = private.names_of_action(connection, key) if masked else ()
    whole = to_plain(actionfiles.read(connection, number, settings))
    assert isinstance(whole, dict)
    whole.pop("history")
    yield _json(f"{place}/record.json", whole, Blackening(masked, names))
    came = letters.of_action(connection, key)
    yield _json(
        f"{place}/letters.json",
        {"came": to_plain(came), "went_out": to_plain(outgoing.of_action(connection, key))},
        Blackening(masked, names),
    )
    yield _events(connection, number, place, Blackening(masked, names))
    if chosen.originals:
        for sent in sorted({proof.sha256 for letter in came for proof in letter.proofs}):
            if not disposing.is_gone(connection, sent):
                yield Member(f"{place}/sent-{sent[:12]}", blobs.get(sent))


def _events(connection: Connection, subject: str, place: str, black: Blackening) -> Member:
    """The audit entries about a record and its parts, the oldest first."""
    parts = (_EVENT.c.subject.startswith(f"{subject}{mark}", autoescape=True) for mark in ("#", "/"))
    query = select(_EVENT).where(
        or_(_EVENT.c.subject == subject, *parts), _EVENT.c.what.not_like(_OUT_OF_PACKAGES)
    )
    rows: list[Json] = []
    for row in connection.execute(query.order_by(_EVENT.c.number)).mappings():
        plain = {name: to_plain(row[name]) for name in ("number", "at", "who", "what", "subject", "request")}
        plain |= {name: json.loads(row[name]) for name in ("before", "after")}
        rows.append(plain | {name: row[name] for name in ("previous_hash", "hash")})
    return _json(f"{place}/audit.json", rows, black)


def _json(name: str, value: object, black: Blackening) -> Member:
    return _member(name, black.values(to_plain(value)), black)


def _member(name: str, plain: Json, black: Blackening) -> Member:
    data = json.dumps(plain, indent=1, ensure_ascii=False, sort_keys=isinstance(plain, dict)) + "\n"
    return Member(name, data.encode("utf-8", "surrogatepass"), black.count)
