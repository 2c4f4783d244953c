"""Work that a page asks for and a worker does: a sheet of its own, gone within the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, update

from pipeline.problems import IllegalMove, NotFound, Problem
from store.database import Transaction, bare
from store.queries import uuid_of
from store.tables import sheets

LASTS = timedelta(hours=1)
LEASE = timedelta(minutes=10)
MOST_WAITING = 5
"""Of one user at a time: a page that is sent over and over must not fill the disk."""

_JOB = bare(sheets.Job)
_LOST = Problem("The work was lost.", "The worker that had it stopped.", "Ask for it again.")

_STOPPED = Problem("You stopped it.", "Nothing was made of the text.", "Save it, discard it, or start again.")


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for, how far it is, and what came of it. `problem` holds what, why and remedy."""

    id: str
    kind: str
    name: str
    asked_by: str
    state: str
    asked_at: datetime
    started_at: datetime | None
    expires_at: datetime
    ahead: int
    answer: str | None
    problem: tuple[str, ...]

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("done", "failed")


def ask(
    move: Transaction, kind: str, name: str, given: bytes | None, user: str, most: int = MOST_WAITING
) -> str:
    """Put work up for a worker; its id. Raises IllegalMove where this user has `most` under way already."""
    sweep(move)
    own = (_JOB.c.asked_by == user, _JOB.c.kind == kind, _JOB.c.state.in_(("waiting", "running")))
    if int(move.connection.execute(select(func.count()).where(*own)).scalar_one()) >= most:
        many = "One is" if most == 1 else f"{most} are"
        raise IllegalMove(
            f"{many} under way for you already.", "Work of this kind is done in turn.", "Wait, or cancel one."
        )
    row = {
        "kind": kind, "name": name, "given": given, "asked_by": user, "created_by": user, "updated_by": user,
        "state": "waiting", "expires_at": move.now + LASTS,
    }  # fmt: skip
    made: UUID = move.connection.execute(insert(_JOB).values(row).returning(_JOB.c.public_id)).scalar_one()
    return str(made)


def sweep(move: Transaction) -> None:
    """Delete what is too old, and give up what a worker that died had."""
    move.connection.execute(delete(_JOB).where(_JOB.c.expires_at <= move.now))
    dead = (_JOB.c.state == "running", _JOB.c.lease_until <= move.now)
    move.connection.execute(update(_JOB).where(*dead).values(state="failed", problem=list(_LOST.lines)))


def waiting(connection: Connection, kind: str, now: datetime) -> bool:
    """Whether a worker has anything to do: looked at often, so it takes no lock."""
    lost = and_(_JOB.c.state == "running", _JOB.c.lease_until <= now)
    found = or_(and_(_JOB.c.state == "waiting", _JOB.c.kind == kind), _JOB.c.expires_at <= now, lost)
    return connection.execute(select(_JOB.c.id).where(found).limit(1)).first() is not None


def take(move: Transaction, kind: str) -> tuple[Job, bytes] | None:
    """The job of a kind that has waited longest, with what was given; it is running now. None without one."""
    sweep(move)
    first = select(_JOB).where(_JOB.c.state == "waiting", _JOB.c.kind == kind).order_by(_JOB.c.id).limit(1)
    row = move.connection.execute(first.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    running = {"state": "running", "started_at": move.now, "lease_until": move.now + LEASE}
    move.connection.execute(update(_JOB).where(_JOB.c.id == row.id).values(running))
    return _told(row, 0), row.given or b""


def end(move: Transaction, job: str, answer: str | None, problem: Problem | None) -> None:
    """Write down what came of it. One that was discarded meanwhile stays away."""
    ended: dict[str, Any] = {
        "state": "failed" if problem else "done", "answer": answer,
        "problem": list(problem.lines) if problem else None, "lease_until": None,
    }  # fmt: skip
    here = (_JOB.c.public_id == uuid_of(job), _JOB.c.state == "running")
    move.connection.execute(update(_JOB).where(*here).values(ended))


def stop(move: Transaction, job: str, user: str) -> bool:
    """Give up one's own job before it is done; whether it was not done yet. Its sheet says so, and stays."""
    ended = {"state": "failed", "problem": list(_STOPPED.lines), "lease_until": None}
    here = (_JOB.c.public_id == uuid_of(job), _JOB.c.asked_by == user)
    under_way = _JOB.c.state.in_(("waiting", "running"))
    return move.connection.execute(update(_JOB).where(*here, under_way).values(ended)).rowcount == 1


def find(connection: Connection, job: str, user: str) -> Job:
    """One's own job. Raises NotFound for any other, and for one that is gone."""
    row = _row(connection, job, user)
    before = select(func.count()).where(
        _JOB.c.state == "waiting", _JOB.c.kind == row.kind, _JOB.c.id < row.id
    )
    return _told(row, int(connection.execute(before).scalar_one()))


def given(connection: Connection, job: str, user: str) -> tuple[str, bytes]:
    """The name and the bytes that one gave. Raises NotFound."""
    row = _row(connection, job, user)
    return row.name, row.given or b""


def of_user(connection: Connection, kind: str, user: str) -> tuple[Job, ...]:
    """One's own jobs of a kind, the latest first."""
    query = select(_JOB).where(_JOB.c.kind == kind, _JOB.c.asked_by == user).order_by(_JOB.c.id.desc())
    return tuple(_told(row, 0) for row in connection.execute(query))


def discard(move: Transaction, job: str, user: str) -> None:
    """Delete one's own job with all that belongs to it; one that is gone is no error."""
    move.connection.execute(delete(_JOB).where(_JOB.c.public_id == uuid_of(job), _JOB.c.asked_by == user))


def _row(connection: Connection, job: str, user: str) -> Row[Any]:
    query = select(_JOB).where(_JOB.c.public_id == uuid_of(job), _JOB.c.asked_by == user)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(
            "There is no such work.", "It was discarded, or is older than an hour.", "Ask for it again."
        )
    return row


def _told(row: Row[Any], ahead: int) -> Job:
    return Job(
        str(row.public_id), row.kind, row.name, row.asked_by, row.state, row.created_at, row.started_at,
        row.expires_at, ahead, row.answer, tuple(row.problem or ()),
    )  # fmt: skip
