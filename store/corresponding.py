"""Letters that came, on the cases of executive actions: entered, routed, ended, opened again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from coordination.correspondence import (
    ELSEWHERE,
    Ending,
    LetterIn,
    LetterState,
    OwnWords,
    Route,
    Verdict,
    check_ended,
)
from coordination.differing import differing
from coordination.vocabulary import LETTERS
from pipeline.likeness import NEAR, alike, runs_of, sender_key, words_of
from pipeline.problems import Conflict, IllegalMove, NotFound
from store import audit, documents, holding, letters, persons, queries, readings
from store.database import Transaction, bare
from store.holding import Held
from store.tables import coordination
from store.tables.coordination import ExecutiveActionDocument
from store.tables.correspondence import (
    CorrespondenceCase,
    CorrespondenceLetter,
    LetterPassage,
)

_CASE, _LETTER = bare(CorrespondenceCase), bare(CorrespondenceLetter)
_PASSAGE = bare(LetterPassage)
_ACTION = bare(coordination.ExecutiveAction)
APART = "(This letter is no copy of the first one on this case. It needs an answer of its own.)"


def case_of(move: Transaction, action: int, actor: str) -> int:
    """The key of an action's case, which is opened where there is none."""
    known = move.connection.execute(select(_CASE.c.id).where(_CASE.c.executive_action_id == action)).scalar()
    if known is not None:
        return int(known)
    new = insert(_CASE).values(executive_action_id=action, created_by=actor, updated_by=actor)
    return int(move.connection.execute(new.returning(_CASE.c.id)).scalar_one())


def enter_tied(move: Transaction, action: int, document: Row[Any], actor: str) -> None:
    """Put a letter on the log when it is tied to an action that answers one; an attachment is none."""
    query = select(_ACTION.c.category, _ACTION.c.action_number).where(_ACTION.c.id == action)
    row = move.connection.execute(query).one()
    if row.category in LETTERS and document.parent_id is None:
        _enter(move, action, row.action_number, document, actor)


def enter(move: Transaction, number: str, document: str, actor: str) -> None:
    """Put a letter on the case of an action, such as another one of its campaign.

    Raises IllegalMove where it is there already, NotFound.
    """
    held = holding.hold(move, number, actor, "log a letter")
    row = documents.find(move.connection, document)
    if not _enter(move, held.id, number, row, actor):
        raise IllegalMove(f"{document} is on the case of {number} already.")
    tie = bare(ExecutiveActionDocument)
    tied = select(tie.c.id).where(tie.c.executive_action_id == held.id, tie.c.document_id == row.id)
    if move.connection.execute(tied).first() is None:
        values = {"executive_action_id": held.id, "document_id": row.id, "created_by": actor}
        move.connection.execute(insert(tie).values(values))


def _enter(move: Transaction, action: int, number: str, row: Row[Any], actor: str) -> bool:
    case = case_of(move, action, actor)
    first = move.connection.execute(
        select(_LETTER.c.document_id).where(_LETTER.c.case_id == case).order_by(_LETTER.c.id)
    ).first()
    known = select(_LETTER.c.id).where(_LETTER.c.case_id == case, _LETTER.c.document_id == row.id)
    if move.connection.execute(known).first() is not None:
        return False
    new = insert(_LETTER).values(
        case_id=case,
        document_id=row.id,
        correspondent=row.sender or row.file_name,
        correspondent_key=sender_key(row.sender),
        letter_date=_day(row.document_date),
        received_date=row.received_at.astimezone(move.settings.zone).date(),
        state=LetterState.OPEN.value,
        created_by=actor,
        updated_by=actor,
    )
    letter = move.connection.execute(new.returning(_LETTER.c.id)).scalar_one()
    if first is not None:
        _note_own_words(move, letter, row, documents.by_id(move.connection, first.document_id), actor)
    told = {"document": row.control_number, "from": row.sender}
    move.log(audit.who(actor), "letter.logged", number, None, told)
    return True


def _note_own_words(move: Transaction, letter: int, row: Row[Any], model: Row[Any], actor: str) -> None:
    """What the letter says beside the first one of its case waits for a person."""
    own, other = readings.words_of(move.connection, row), readings.words_of(move.connection, model)
    if own is None or other is None or row.coverage != "full":
        found: tuple[OwnWords, ...] = (OwnWords(0, 0, "(This letter was not read whole.)", True),)
    elif alike(runs_of(words_of(own.text)), runs_of(words_of(other.text))) < NEAR:
        found = (OwnWords(0, len(own.text), APART, True),)
    else:
        found = differing(own.text, other.text)
    rows = [
        {
            "letter_id": letter,
            "start_offset": one.start,
            "end_offset": one.end,
            "quote": one.quote,
            "asks": one.asks,
            "verdict": Verdict.OPEN.value,
            "created_by": actor,
        }
        for one in found
    ]
    if rows:
        move.connection.execute(insert(_PASSAGE), rows)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def letter_of(move: Transaction, held: Held, document: str) -> LetterIn:
    """A letter on the case of an action that is held. Raises NotFound."""
    found = next(
        (one for one in letters.of_action(move.connection, held.id) if one.document == document), None
    )
    if found is None:
        raise NotFound(f"{document} is not on the case of {held.number}.", remedy="Put it on the case first.")
    return found


def write(move: Transaction, held: Held, letter: LetterIn, values: dict[str, Any]) -> None:
    """Write columns of a letter. Raises Conflict where somebody else was quicker."""
    change = update(_LETTER).where(
        _LETTER.c.public_id == queries.uuid_of(str(letter.id)), _LETTER.c.version == letter.version
    )
    stamp = {"version": letter.version + 1, "updated_at": move.now, "updated_by": held.actor}
    if move.connection.execute(change.values(values | stamp)).rowcount != 1:
        raise Conflict("Somebody else changed this letter meanwhile.", remedy="Look at it again.")


def route(move: Transaction, number: str, wanted: Route, unit: str, note: str, actor: str) -> None:
    """Give the open letters of a case to an office. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "route a letter")
    if not unit.strip():
        raise IllegalMove("To which office does the letter go?", remedy="Name the office.")
    case = case_of(move, held.id, actor)
    values = {"route": wanted.value, "route_unit": unit.strip(), "route_note": note.strip() or None}
    move.connection.execute(update(_CASE).where(_CASE.c.id == case).values(values | {"updated_by": actor}))
    for letter in letters.of_action(move.connection, held.id):
        if letter.state is LetterState.OPEN:
            write(move, held, letter, {"tasked_date": letter.task(held.today).tasked})
    holding.tell(move, held, "letter.routed", "", None, values | {"day": held.today.isoformat()})


def end(
    move: Transaction, number: str, document: str, state: LetterState, reason: str, approver: str,
    to: str, actor: str,
) -> None:  # fmt: skip
    """End a letter without a reply: no further action, transferred or referred elsewhere.

    Raises IllegalMove without a reason or another person's approval, NotFound.
    """
    held = holding.hold(move, number, actor, "end a letter without a reply")
    known = persons.known_user(move.connection, approver)
    if approver.strip() and known is None:
        raise NotFound(f"There is no user {approver!r}.", remedy="Choose somebody who signs in here.")
    letter = letter_of(move, held, document)
    after = letter.end(state, Ending(reason.strip(), actor, known or "", move.now, to.strip()))
    assert after.ending is not None
    values = {
        "state": state.value,
        "ending_reason": after.ending.reason,
        "ending_asked_by": actor,
        "ending_approved_by": after.ending.approved_by,
        "ending_to": after.ending.to if state in ELSEWHERE else None,
        "ended_at": move.now,
    }
    write(move, held, letter, values)
    told = {"document": document, "state": state.value, "reason": after.ending.reason}
    told |= {"approved_by": after.ending.approved_by} | ({"to": after.ending.to} if after.ending.to else {})
    holding.tell(move, held, "letter.ended", "", {"state": letter.state.value}, told)


def reopen(move: Transaction, number: str, document: str, reason: str, actor: str) -> None:
    """Let a letter wait for an answer again. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "reopen a letter")
    letter = letter_of(move, held, document)
    letter.reopen(reason)
    empty = ("reply_dispatch_id", "ending_reason", "ending_asked_by", "ending_approved_by", "ending_to")
    write(move, held, letter, dict.fromkeys(empty) | {"state": LetterState.OPEN.value, "ended_at": None})
    told = {"document": document, "reason": reason.strip()}
    holding.tell(move, held, "letter.reopened", "", {"state": letter.state.value}, told)


def address(
    move: Transaction, number: str, document: str, version: int, who: str, organization: str, where: str,
    actor: str,
) -> None:  # fmt: skip
    """Mend who wrote a letter and where the answer goes. Raises Conflict, IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "mend a correspondent")
    letter = letter_of(move, held, document)
    if letter.version != version:
        raise Conflict("Somebody else changed this letter meanwhile.", remedy="Look at it again.")
    if not who.strip():
        raise IllegalMove("A letter has somebody who wrote it.", remedy="Write the name.")
    values = {
        "correspondent": who.strip(),
        "correspondent_key": sender_key(who),
        "organization": organization.strip() or None,
        "address": where.strip() or None,
    }
    write(move, held, letter, values)
    before = {"correspondent": letter.correspondent, "organization": letter.organization}
    told = {name: values[name] for name in before} | {"document": document}
    holding.tell(move, held, "letter.addressed", "", before, told)


def judge(
    move: Transaction, number: str, document: str, passages: Collection[str], verdict: Verdict, words: str,
    actor: str,
) -> None:  # fmt: skip
    """A person's word on sentences of a letter's own. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "decide on the words of a letter")
    letter = letter_of(move, held, document)
    if letter.state is not LetterState.OPEN:
        raise IllegalMove(f"{document} is {letter.state.lower()}.", remedy="Reopen the letter first.")
    known = {one.id: one for one in letter.own}
    if not passages or set(passages) - set(known):
        raise NotFound(f"{document} has no such words of its own.", remedy="Load the page again.")
    for name in passages:
        after = known[name].decide(verdict, words, actor)
        values = {
            "verdict": verdict.value,
            "answer": after.answer or None,
            "decided_by": None if verdict is Verdict.OPEN else actor,
            "decided_at": None if verdict is Verdict.OPEN else move.now,
            "updated_by": actor,
        }
        change = update(_PASSAGE).where(_PASSAGE.c.public_id == queries.uuid_of(name))
        move.connection.execute(change.values(values))
    quotes = [str(known[name].quote)[:200] for name in passages]
    told = {"document": document, "verdict": verdict.value, "words": words.strip(), "quotes": quotes}
    holding.tell(move, held, "letter.words_decided", "", None, told)


def check_all_ended(connection: Connection, held: Held) -> None:
    """Raise IllegalMove where a letter of the action still waits for its answer."""
    check_ended(held.number, letters.of_action(connection, held.id))
