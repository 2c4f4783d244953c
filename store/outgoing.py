"""Letters that go out on a case: drafted, written, put before offices that must concur, signed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from coordination.actions import ItemType
from coordination.clearance import ApprovalStatus
from coordination.correspondence import Sent
from coordination.outgoing import Basis, Beside, Concurrence, LeftOut, Line, Outgoing, OutState
from pipeline.problems import Conflict, IllegalMove, NotFound
from store import corresponding, holding, letters, queries, suspending
from store.database import Transaction, bare
from store.holding import Held
from store.new_items import NewItem, insert_item
from store.tables import coordination, tasking
from store.tables.clearance import ReviewApprovalDecision, SignatureApproval
from store.tables.correspondence import (
    CorrespondenceCase,
    CorrespondenceDispatch,
    CorrespondenceLetter,
    OutgoingConcurrence,
    OutgoingLetter,
)

_OUT, _CASE, _SENT = bare(OutgoingLetter), bare(CorrespondenceCase), bare(CorrespondenceDispatch)
_ASKED, _ITEM, _TURN = bare(OutgoingConcurrence), bare(tasking.ActionItem), bare(ReviewApprovalDecision)
_ACTION, _LETTER = bare(coordination.ExecutiveAction), bare(CorrespondenceLetter)
_BESIDE = ("enclosure", "copy")
_CLEARED = ("Concurred", "No Response")


def read(connection: Connection, letter: str) -> tuple[Outgoing, str]:
    """A letter that goes out, and the number of its action. Raises NotFound."""
    query = (
        select(_OUT, _ACTION.c.action_number)
        .join(_CASE, _CASE.c.id == _OUT.c.case_id)
        .join(_ACTION, _ACTION.c.id == _CASE.c.executive_action_id)
    )
    row = connection.execute(query.where(_OUT.c.public_id == queries.uuid_of(letter))).one_or_none()
    if row is None:
        raise NotFound("There is no such letter.", f"Its id would be {letter[:80]!r}.")
    return _outgoing(connection, row), str(row.action_number)


def of_action(connection: Connection, action: int) -> tuple[Outgoing, ...]:
    """Every letter that goes out on an action, the newest first."""
    query = select(_OUT).join(_CASE, _CASE.c.id == _OUT.c.case_id)
    rows = connection.execute(query.where(_CASE.c.executive_action_id == action).order_by(_OUT.c.id.desc()))
    return tuple(_outgoing(connection, row) for row in rows.all())


def _outgoing(connection: Connection, row: Row[Any]) -> Outgoing:
    lines = tuple(
        Line(one["text"], one["paragraph"], Basis(one["basis"]), one["source"], one["quote"])
        for one in row.lines
        if "basis" in one
    )
    return Outgoing(
        Sent(row.kind),
        row.subject,
        lines,
        row.written_by,
        OutState(row.state),
        row.template or "",
        row.analyzer or "",
        row.signature_level or "",
        row.signed_by,
        row.signed_at,
        row.recorded_by,
        _concurrences(connection, row.id),
        row.reason or "",
        str(row.public_id),
        row.version,
        tuple(LeftOut(one["text"], one["left_out"]) for one in row.lines if "left_out" in one),
        Beside(*(tuple(one["text"] for one in row.lines if one.get("beside") == name) for name in _BESIDE)),
    )


def _concurrences(connection: Connection, letter: int) -> tuple[Concurrence, ...]:
    """Each office with the last that it said; a clearance that was cancelled asks for nothing any more."""
    query = (
        select(_ASKED.c.office, _ASKED.c.text_sha256, _ITEM.c.public_id, _ITEM.c.mandatory,
               _ITEM.c.action_status, _ITEM.c.id)
        .join(_ITEM, _ITEM.c.id == _ASKED.c.action_item_id)
        .where(_ASKED.c.outgoing_letter_id == letter)
        .order_by(_ASKED.c.id)
    )  # fmt: skip
    found = []
    for row in connection.execute(query).all():
        said = select(_TURN.c.approval_status).where(_TURN.c.action_item_id == row.id)
        last = connection.execute(said.order_by(_TURN.c.id.desc()).limit(1)).scalar()
        status = str(last or ApprovalStatus.REQUESTED.value)
        dropped = row.action_status == "Cancelled"
        cleared = row.action_status == "Completed" and status in _CLEARED
        found.append(
            Concurrence(
                row.office,
                str(row.public_id),
                "taken back" if dropped else status.lower(),
                row.text_sha256,
                bool(row.mandatory) and not dropped,
                cleared,
            )
        )
    return tuple(found)


def _plain(letter: Outgoing) -> list[dict[str, Any]]:
    """The sentences with their sources, those that were left out of the draft, what goes with the letter."""
    lines = [
        {"text": line.text, "paragraph": line.paragraph, "basis": line.basis.value, "source": line.source,
         "quote": line.quote}
        for line in letter.lines
    ]  # fmt: skip
    lines += [{"text": one.text, "left_out": one.why} for one in letter.left_out]
    with_it = zip(_BESIDE, (letter.beside.enclosures, letter.beside.copies), strict=True)
    return lines + [{"text": one, "beside": name} for name, listed in with_it for one in listed]


def draft(move: Transaction, number: str, new: Outgoing, actor: str) -> str:
    """Keep a new letter that goes out; its id. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "write a letter")
    if not letters.of_action(move.connection, held.id):
        raise IllegalMove(f"{number} has no letter to answer.", remedy="Put the letter on the case first.")
    values = {
        "case_id": corresponding.case_of(move, held.id, actor),
        "kind": new.kind.value,
        "state": OutState.DRAFT.value,
        "subject": new.subject,
        "lines": _plain(new),
        "text_sha256": new.text_sha256,
        "template": new.template or None,
        "analyzer": new.analyzer or None,
        "written_by": new.written_by,
        "created_by": actor,
        "updated_by": actor,
    }
    letter = str(
        move.connection.execute(insert(_OUT).values(values).returning(_OUT.c.public_id)).scalar_one()
    )
    told: dict[str, Any] = {"kind": new.kind.value, "template": new.template, "analyzer": new.analyzer}
    told["left_out"] = len(new.left_out)
    holding.tell(move, held, "reply.drafted", letter, None, told | {"text": new.text_sha256})
    return letter


def hold(move: Transaction, letter: str, actor: str, deed: str) -> tuple[Held, Outgoing]:
    """Take hold of the action of a letter that goes out. Raises IllegalMove or NotFound."""
    _, number = read(move.connection, letter)
    held = holding.hold(move, number, actor, deed)
    # the action is held now: what was read before it may be another's by this time
    return held, read(move.connection, letter)[0]


def expect_version(found: Outgoing, version: int) -> None:
    """Raise Conflict where the letter is no longer at this version."""
    if found.version != version:
        raise Conflict("Somebody else changed this letter meanwhile.", remedy="Look at it again.")


def keep(move: Transaction, held: Held, after: Outgoing, what: str, told: dict[str, Any]) -> None:
    """Write the letter as it is now, with its event. Raises Conflict."""
    values = {
        "state": after.state.value,
        "subject": after.subject,
        "lines": _plain(after),
        "text_sha256": after.text_sha256,
        "written_by": after.written_by,
        "signature_level": after.signature_level or None,
        "signed_by": after.signed_by,
        "signed_at": after.signed_at,
        "recorded_by": after.recorded_by,
        "reason": after.reason or None,
        "version": after.version + 1,
        "updated_at": move.now,
        "updated_by": held.actor,
    }
    change = update(_OUT).where(
        _OUT.c.public_id == queries.uuid_of(str(after.id)), _OUT.c.version == after.version
    )
    if move.connection.execute(change.values(values)).rowcount != 1:
        raise Conflict("Somebody else changed this letter meanwhile.", remedy="Look at it again.")
    holding.tell(move, held, what, str(after.id), None, told)


def write(
    move: Transaction, letter: str, version: int, subject: str, lines: tuple[Line, ...], actor: str,
    beside: Beside | None = None,
) -> None:  # fmt: skip
    """Other words for a letter. Raises Conflict, IllegalMove or NotFound."""
    held, before = hold(move, letter, actor, "write a letter")
    expect_version(before, version)
    after = before.write(subject, lines, actor, beside)
    told = {"text": after.text_sha256, "was": before.text_sha256, "rests_on_nothing": len(after.loose)}
    keep(move, held, after, "reply.written", told)


def ask(
    move: Transaction, letter: str, version: int, offices: Collection[str], due: date | None, actor: str
) -> None:
    """Put a letter's words before offices that must concur. Raises Conflict, IllegalMove or NotFound."""
    held, before = hold(move, letter, actor, "ask for concurrence")
    expect_version(before, version)
    after = before.ask()
    wanted = [office.strip() for office in dict.fromkeys(offices) if office.strip()]
    if not wanted:
        raise IllegalMove("Which offices must concur?", remedy="Name at least one.")
    key = move.connection.execute(
        select(_OUT.c.id).where(_OUT.c.public_id == queries.uuid_of(letter))
    ).scalar_one()
    for office in wanted:
        subject = f"Concur: {before.kind.value}, {before.subject}"[:200]
        new = NewItem(subject, ItemType.COORDINATION, before.text, due, unit=office)
        item = insert_item(move, held, new, {"due_basis": "set by hand" if due else None})
        values = {
            "outgoing_letter_id": key,
            "action_item_id": holding.item_key(move, item),
            "office": office,
            "text_sha256": after.text_sha256,
            "created_by": actor,
        }
        move.connection.execute(insert(_ASKED).values(values))
    told = {"offices": wanted, "text": after.text_sha256, "due": suspending.day_text(due)}
    keep(move, held, after, "reply.concurrence_asked", told)


def sign(move: Transaction, letter: str, version: int, signed_by: str, level: str, actor: str) -> None:
    """Put down that a letter is signed. Raises Conflict, IllegalMove or NotFound."""
    held, before = hold(move, letter, actor, "release a letter")
    expect_version(before, version)
    query = select(_ACTION.c.signature_level).where(_ACTION.c.id == held.id)
    wanted = level.strip() or move.connection.execute(query).scalar() or ""
    after = before.sign(signed_by, wanted, actor, move.now)
    signature = {
        "executive_action_id": held.id,
        "signature_level": after.signature_level or None,
        "signed_by": after.signed_by,
        "signed_at": move.now,
        "approval_status": ApprovalStatus.APPROVED.value,
        "comments": f"{after.kind.value}: {after.subject}",
        "created_by": actor,
        "updated_by": actor,
    }
    move.connection.execute(insert(bare(SignatureApproval)).values(signature))
    told = {"signed_by": after.signed_by, "level": after.signature_level, "text": after.text_sha256}
    keep(move, held, after, "reply.signed", told)


def take_back(move: Transaction, letter: str, version: int, reason: str, actor: str) -> None:
    """Take a signature back before the letter goes out. Raises Conflict, IllegalMove or NotFound."""
    held, before = hold(move, letter, actor, "take a signature back")
    expect_version(before, version)
    keep(move, held, before.take_back(reason), "reply.signature_taken_back", {"reason": reason.strip()})


def withdraw(move: Transaction, letter: str, version: int, reason: str, actor: str) -> None:
    """Give a letter up. Raises Conflict, IllegalMove or NotFound."""
    held, before = hold(move, letter, actor, "withdraw a letter")
    expect_version(before, version)
    keep(move, held, before.withdraw(reason), "reply.withdrawn", {"reason": reason.strip()})
