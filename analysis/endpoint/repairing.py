"""A question put until its answer has the right shape, with what was wrong with the one before."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TypeVar

from analysis.endpoint.answers import Misshapen
from analysis.endpoint.asking import Reply
from analysis.endpoint.faults import Fault, FaultKind

REPAIRS = 2
Turns = list[tuple[str, str]]
T = TypeVar("T")


def repaired(said: str, ask: Callable[[Turns, bool], Reply], read: Callable[[str], T]) -> T:
    """What `read` makes of the answer, asked for again at most twice. Raises Fault.

    `ask` is told the turns so far, and whether the schema must be spelt out.
    """
    turns = [("user", said)]
    why = ""
    for attempt in range(1 + REPAIRS):
        reply = ask(turns, attempt > 0)
        try:
            return read(reply.text)
        except Misshapen as error:
            why = str(error)
            turns = [*turns[:1], ("assistant", reply.text), ("user", f"{why} Answer again, whole.")]
    raise Fault(FaultKind.INVALID, why)


def unheard(*texts: str) -> str:
    """A random mark that stands in none of the texts, to put around them."""
    mark = secrets.token_hex(8)
    while any(mark in text for text in texts):
        mark = secrets.token_hex(8)
    return mark
