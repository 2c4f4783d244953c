"""What can be wrong with an answer of an endpoint, in a few words that the record keeps."""

from __future__ import annotations

from enum import StrEnum


class FaultKind(StrEnum):
    """Why there is no usable answer."""

    REFUSED = "refused"
    TRUNCATED = "truncated"
    INVALID = "invalid"
    FILTERED = "filtered"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    TIMED_OUT = "timed_out"
    BAD_REQUEST = "bad_request"
    NOT_ALLOWED = "not_allowed"
    PROTOCOL = "protocol"
    TOO_LONG = "too_long"
    OVER_BUDGET = "over_budget"


_PASSING = frozenset({FaultKind.RATE_LIMITED, FaultKind.UNAVAILABLE, FaultKind.TIMED_OUT, FaultKind.PROTOCOL})


class Fault(Exception):
    """The endpoint gave nothing that can be used; `reply` is what it said, if anything."""

    def __init__(self, kind: FaultKind, why: str, reply: str = "", wait: float | None = None) -> None:
        super().__init__(f"{kind}: {why}")
        self.kind = kind
        self.why = " ".join(why.split())[:300]
        self.reply = reply
        self.wait = wait
        self.tokens_in = self.tokens_out = 0

    @property
    def passing(self) -> bool:
        """Whether the same question may be answered in a while."""
        return self.kind in _PASSING
