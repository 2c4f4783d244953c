"""Sign-ins that failed: each failure makes the next try wait longer, for an account and for an address.

Kept in the records, so that a restart forgets nothing. A try is counted before it is made and taken back when
it succeeds: however many come at the same time, no more are made than are counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from pipeline.problems import Problem
from store.database import Transaction, bare
from store.tables.access import SignInAttempt

FREE_FOR_ACCOUNT = 4
FREE_FOR_ADDRESS = 30
LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
_TABLE = bare(SignInAttempt)


class TooManyTries(Problem):
    """Nobody may try again before `seconds` are over."""

    def __init__(self, seconds: int) -> None:
        shown = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
        super().__init__(
            "Too many sign-ins failed.",
            "Every further try has to wait a little longer.",
            f"Try again in {shown}, or ask an administrator for a one-time link.",
        )
        self.seconds = seconds


def key_of(kind: str, name: str) -> str:
    """What a count is kept under. What was typed as a name may be a password, so its hash alone is kept."""
    return f"{kind}:{hashlib.sha256(name.strip().casefold().encode()).hexdigest()[:32]}"


def delay(key: str, failures: int) -> timedelta:
    """How long the next try waits after so many failures."""
    free = FREE_FOR_ADDRESS if key.startswith("address:") else FREE_FOR_ACCOUNT
    if failures <= free:
        return timedelta(0)
    return min(LONGEST, timedelta(seconds=float(2 ** min(failures - free, 12))))


def count(move: Transaction, keys: Iterable[str], now: datetime) -> None:
    """Count one try under every key. Raises TooManyTries where one of them has to wait."""
    held = []
    for key in sorted(keys):
        move.lock(key)
        query = select(_TABLE.c.failures, _TABLE.c.last_at, _TABLE.c.until).where(_TABLE.c.key == key)
        row = move.connection.execute(query).one_or_none()
        if row is not None and row.until > now:
            raise TooManyTries(max(1, round((row.until - now).total_seconds())))
        fresh = row is None or now - row.last_at > FORGOTTEN_AFTER
        held.append((key, row is None, 1 if row is None or fresh else row.failures + 1))
    for key, new, failures in held:
        values = {"failures": failures, "last_at": now, "until": now + delay(key, failures)}
        if new:
            move.connection.execute(insert(SignInAttempt).values(key=key, **values))
        else:
            move.connection.execute(update(_TABLE).where(_TABLE.c.key == key).values(values))


def forgive(move: Transaction, account: str, address: str) -> None:
    """A try succeeded: the account starts anew, the address gets this one try back."""
    move.connection.execute(delete(_TABLE).where(_TABLE.c.key == account))
    one_less = {"failures": _TABLE.c.failures - 1, "until": _TABLE.c.last_at}
    move.connection.execute(
        update(_TABLE).where(_TABLE.c.key == address, _TABLE.c.failures > 0).values(one_less)
    )
