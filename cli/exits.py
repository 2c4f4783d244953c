"""What the exit code of a command says."""

from __future__ import annotations

from enum import IntEnum

from pipeline.problems import (
    AnalyzerAway,
    Conflict,
    IllegalMove,
    Misconfigured,
    NotFound,
    Problem,
    ResourceShort,
    Unread,
)


class Exit(IntEnum):
    """Exit codes, the same for every command; `docs/exit-codes.md` explains them."""

    GOOD = 0
    UNEXPECTED = 1
    USAGE = 2
    SET_ASIDE = 3
    CONFIGURATION = 4
    UNREACHABLE = 5
    CONFLICT = 6
    CHECK_FAILED = 7
    INTERRUPTED = 130


_OF: tuple[tuple[type[Problem], Exit], ...] = (
    (Misconfigured, Exit.CONFIGURATION),
    (AnalyzerAway, Exit.UNREACHABLE),
    (NotFound, Exit.USAGE),
    (Conflict, Exit.CONFLICT),
    (IllegalMove, Exit.CONFLICT),
    (ResourceShort, Exit.CONFLICT),
    (Unread, Exit.SET_ASIDE),
)


def exit_of(problem: Problem) -> Exit:
    """The exit code of a command that a problem ended."""
    return next((code for kind, code in _OF if isinstance(problem, kind)), Exit.UNEXPECTED)
