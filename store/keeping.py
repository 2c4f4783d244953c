"""How secrets are kept: passwords by Argon2id, tokens (which nobody could guess) by SHA-256."""

from __future__ import annotations

import hashlib
import threading
from functools import cache
from typing import TYPE_CHECKING

from pipeline.problems import ResourceShort

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SLOTS = 2
"""Passwords that are checked at once; each takes 19 MiB, and more would let strangers take the memory."""
WAIT_SECONDS = 20
_TURN = threading.BoundedSemaphore(SLOTS)


@cache
def _hasher() -> PasswordHasher:
    """The first profile of the OWASP password storage cheat sheet: 19 MiB, two passes, one lane."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has: an unknown user costs as long as a known one."""
    return _hasher().hash("nobody has this password")


def hash_password(password: str) -> str:
    """The password as it is kept. Raises ResourceShort when too many ask at once."""
    with _Turn():
        return _hasher().hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether this is the password; takes as long where none is kept. Raises ResourceShort."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _Turn():
        try:
            return _hasher().verify(kept or _nobodys(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than are asked for now."""
    return _hasher().check_needs_rehash(kept)


def token_hash(token: str) -> str:
    """A token of 256 random bits as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


class _Turn:
    """One of the slots. Raises ResourceShort when none comes free in time."""

    def __enter__(self) -> None:
        if not _TURN.acquire(timeout=WAIT_SECONDS):
            raise ResourceShort("Too many sign in at once.", "Each takes its turn.", "Try again in a moment.")

    def __exit__(self, *error: object) -> None:
        _TURN.release()
