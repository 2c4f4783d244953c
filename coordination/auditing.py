"""Findings about executive actions, and the two questions at their closure: what may be written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.decisions import legible
from pipeline.problems import IllegalMove

QUESTIONS = ("Was it done in time for you?", "Was it what you asked for?")
"""What is asked at closure. The answers go from 1, not at all, to 5, wholly."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody answered for whom an action was done. Raises IllegalMove for what is no answer."""

    in_time: int
    as_asked: int
    by: str
    comment: str | None = None

    def __post_init__(self) -> None:
        for value in (self.in_time, self.as_asked):
            if not 1 <= value <= 5:
                raise IllegalMove(f"{value} is no answer.", "Answers go from 1 to 5.")
        _words("whose answers they are", self.by)
        if self.comment:
            legible("the comment", self.comment)


def check_raised(words: str, by: str, raised: date, today: date) -> tuple[str, str]:
    """A finding and who raised it, trimmed. Raises IllegalMove."""
    if raised > today:
        raise IllegalMove(f"{raised.isoformat()} is still to come.", remedy="Give the day of the finding.")
    return _words("what was found", words), _words("who found it", by)


def check_settled(words: str, raised: date, settled: date, today: date) -> str:
    """How a finding was settled, trimmed. Raises IllegalMove."""
    if not raised <= settled <= today:
        raise IllegalMove(
            f"{settled.isoformat()} is no day on which it can have been settled.",
            f"It was raised on {raised.isoformat()}, and today is {today.isoformat()}.",
        )
    return _words("how it was settled", words)


def _words(what: str, text: str) -> str:
    if not text.strip():
        raise IllegalMove(f"It does not say {what}.", remedy="Write it.")
    legible(what, text.strip())
    return text.strip()
