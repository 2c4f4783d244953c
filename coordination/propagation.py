"""When an authority changes: which work rests on what changed, and what its lead says to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from coordination.provisions import Part, Touch, parts, touch
from pipeline.findings import RelationKind
from pipeline.problems import IllegalMove

ENDING = (RelationKind.REVOKES, RelationKind.SUPERSEDES, RelationKind.REPEALS, RelationKind.TERMINATES)
CHANGING = (
    *ENDING,
    RelationKind.AMENDS,
    RelationKind.CONTINUES,
    RelationKind.EXTENDS,
    RelationKind.SUPPLEMENTS,
)
"""Relations that change what their target says, or for how long."""

_QUOTED = re.compile(r"“[^”]*”?")
_DONE_TO = re.compile(r"^(?P<where>[^“]*?): (?:strike|insert|read)\b")


class Reach(StrEnum):
    """What a change means for work that rests on the authority."""

    WHOLE = "Whole authority"
    PART = "Its part"
    UNSURE = "Perhaps its part"
    OTHER = "Other part"


class Standing(StrEnum):
    """How far the word on a change is."""

    OPEN = "Open"
    ACCEPTED = "Accepted"
    WITHDRAWN = "Withdrawn"


class Answer(StrEnum):
    """What a lead decides about work whose authority changed."""

    UNCHANGED = "Goes on unchanged"
    CHANGED = "Work is changed"
    ENDED = "Work is ended"
    APART = "Does not rest on it"


@dataclass(frozen=True, slots=True)
class Change:
    """What one authority does to another. `places` are the parts it touches; empty where that is not said."""

    relation: RelationKind
    in_part: bool = False
    places: frozenset[Part] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether nothing of the authority is left as it was."""
        return self.relation in ENDING and not self.in_part


def places(pinpoint: str | None, operations: Iterable[str] = ()) -> frozenset[Part]:
    """The parts that a change names, by its pinpoint and by what it does to the words of each.

    Empty where some of it has no place that can be read: then it may be anywhere.
    """
    pinned = parts(pinpoint)
    found = set(pinned)
    for operation in operations:
        where = _DONE_TO.match(operation)
        named = parts(where["where"]) if where else parts(_QUOTED.sub(" ", _moved(operation)))
        if not named and not pinned:
            return frozenset()
        # a subsection without its section lies in the section that the change is pinned to
        found |= {part for part in named if part.unit} if any(part.unit for part in pinned) else named
    return frozenset(found)


def _moved(operation: str) -> str:
    """The words of an operation that name what is renumbered; of others nothing is left but quotations."""
    return operation.removeprefix("redesignate ") if operation.startswith("redesignate ") else ""


def reach(change: Change, rests_on: str | None) -> Reach:
    """What the change means for work that rests on this part of the authority; None: on all of it.

    Nothing is said to be apart unless both say where they are.
    """
    if change.whole:
        return Reach.WHOLE
    own = parts(rests_on)
    if not own or not change.places:
        return Reach.UNSURE if own else Reach.WHOLE
    found = {touch(one, other) for one in own for other in change.places}
    if Touch.SAME in found:
        return Reach.PART
    return Reach.UNSURE if Touch.UNSURE in found else Reach.OTHER


def is_news(change: Change, signed: date | None, begun: date) -> bool:
    """Whether what a library tells matters to work that began on a day: older changes were known to it.

    What ended the authority always matters: nobody should go on under it unawares.
    """
    return change.whole or signed is None or signed >= begun


@dataclass(frozen=True, slots=True)
class Effect:
    """A change as it reaches one action, item, risk or impact, and what was said to it."""

    reach: Reach
    standing: Standing = Standing.OPEN
    answer: Answer | None = None
    words: str | None = None
    by: str | None = None
    at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.answer is not None) != (self.standing is Standing.ACCEPTED):
            raise ValueError("an effect is accepted by an answer, and by nothing else")

    @property
    def waits(self) -> bool:
        """Whether its lead has to say something; another part that changed is only told."""
        return self.standing is Standing.OPEN and self.reach is not Reach.OTHER

    def accept(self, answer: Answer, words: str, by: str, at: datetime) -> Effect:
        """The effect with the lead's word. Raises IllegalMove when it has one, or without a reason."""
        if self.standing is not Standing.OPEN:
            raise IllegalMove(
                f"This change is already {self.standing.lower()}.", remedy="Load the page again."
            )
        if not words.strip():
            raise IllegalMove(
                "A change of authority is not accepted without a word.",
                "Others must be able to see why the work goes on, or what becomes of it.",
                "Write the reason.",
            )
        return replace(self, standing=Standing.ACCEPTED, answer=answer, words=words.strip(), by=by, at=at)

    def reopen(self, reason: str) -> Effect:
        """The effect before its answer. Raises IllegalMove where it has none, or without a reason."""
        if self.standing is not Standing.ACCEPTED:
            raise IllegalMove("Nothing was accepted that could be taken back.")
        if not reason.strip():
            raise IllegalMove("A word is not taken back without a reason.", remedy="Write the reason.")
        return Effect(self.reach)

    def withdraw(self) -> Effect:
        """The effect of a change that is no longer on the record."""
        return Effect(self.reach, Standing.WITHDRAWN)

    def widen(self, found: Reach) -> Effect:
        """The effect as a later filing shows it: what reaches further waits anew, nothing reaches less."""
        if self.standing is Standing.WITHDRAWN:
            return Effect(found)
        return Effect(found) if self.reach is Reach.OTHER and found is not Reach.OTHER else self
