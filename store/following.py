"""One decision for many: a letter of a campaign goes the way of another one, where it says nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.decisions import Decision, DraftStatus, Verdict
from pipeline.findings import Analysis
from pipeline.intake import Stage
from pipeline.likeness import says_more
from pipeline.problems import IllegalMove
from store import audit, deciding, documents, finishing, queries, readings, runs
from store.database import Transaction, bare
from store.tables.channels import Likeness
from store.tables.coordination import ExecutiveAction, ExecutiveActionDocument

_MEASURED, _TIE, _ACTION = bare(Likeness), bare(ExecutiveActionDocument), bare(ExecutiveAction)


def follow(move: Transaction, model: str, fellow: str, actor: str, at: datetime) -> str:
    """Let a letter go the way of another one of its group; why it did not, empty where it did.

    It gets no action where the model got none, else it is tied to the model's action, its own drafts being
    duplicates. Raises IllegalMove where the model is not decided or not of the group, NotFound.
    """
    audit.person(actor, "decide")
    first, row = documents.find(move.connection, model), documents.lock(move.connection, fellow)
    _expect_fellows(move.connection, first, row)
    action = _action_of(move.connection, first)
    why = left_alone(move.connection, first, row)
    if why:
        return why
    if action is None:
        deciding.no_action(move, fellow, f"As {model}: {first.reason}", actor)
        return ""
    for draft in queries.drafts_of(move.connection, row.id, fellow):
        if draft.status is DraftStatus.PROPOSED:
            word = Decision(draft.id, draft.version, actor, Verdict.REJECT, at, reason="duplicate")
            deciding.decide(move, word)
    finishing.finish(move, fellow, actor, at, action, None)
    return ""


def _expect_fellows(connection: Connection, first: Row[Any], row: Row[Any]) -> None:
    numbers = select(_MEASURED.c.leader_id).where(_MEASURED.c.document_id.in_([first.id, row.id]))
    found = list(connection.execute(numbers).scalars())
    if first.id == row.id or len(found) != 2 or len(set(found)) != 1:
        raise IllegalMove(
            f"{row.control_number} is not of one group with {first.control_number}.",
            remedy=f"`chancery alike {first.control_number}` lists the group.",
        )


def _action_of(connection: Connection, first: Row[Any]) -> str | None:
    """The number of the action that the model led to; None where it needs none."""
    if first.stage == Stage.NO_ACTION:
        return None
    query = select(_ACTION.c.action_number).join(_TIE, _TIE.c.executive_action_id == _ACTION.c.id)
    query = query.where(_TIE.c.document_id == first.id).order_by(_ACTION.c.id.desc()).limit(1)
    action: str | None = connection.execute(query).scalar()
    if first.stage != Stage.REVIEWED or action is None:
        raise IllegalMove(
            f"{first.control_number} cannot answer for others yet.",
            "It is neither finished with an action nor said to need none.",
            "Decide it first; the others follow it.",
        )
    return action


def left_alone(connection: Connection, first: Row[Any], row: Row[Any]) -> str:
    """Why a person must look at this letter by itself; empty where the model answers for it."""
    if row.stage != Stage.NEEDS_REVIEW:
        return f"It is {row.stage.replace('_', ' ')} already."
    if row.coverage != "full":
        return "It was not read whole."
    if row.hidden:
        return "It has text that was not meant to be seen."
    if queries.children(connection, row.id):
        return "It has attachments."
    if any(draft.status.decided for draft in queries.drafts_of(connection, row.id, row.control_number)):
        return "Somebody began to decide it."
    own, model = readings.words_of(connection, row), readings.words_of(connection, first)
    analysis = runs.latest_analysis(connection, row.id, own) if own else None
    if own is None or model is None or analysis is None:
        return "Its text is not at hand."
    return says_more(own.text, _asked(analysis), model.text)


def _asked(analysis: Analysis) -> Iterator[str]:
    """The words in which a letter asks or obliges."""
    for entry in analysis.ledger:
        yield from (part.quote for part in entry.evidence)
    for action in analysis.actions:
        yield from (part.quote for part in action.evidence)
    if analysis.reply is not None:
        yield from (part.quote for part in analysis.reply.asks)
