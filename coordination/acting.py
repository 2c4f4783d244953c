"""Who acts for whom, and on which days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.problems import IllegalMove


@dataclass(frozen=True, slots=True)
class ActingOfficial:
    """Somebody acts for an official from the first to the last day named; open-ended without a last day."""

    official: str
    acting: str
    first: date
    last: date | None = None
    reason: str = ""
    id: str | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if self.official == self.acting:
            raise IllegalMove(f"{self.official} cannot act for themselves.", remedy="Choose somebody else.")
        if self.last and self.last < self.first:
            raise IllegalMove("The last day lies before the first.", remedy="Mend the days.")

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: ActingOfficial) -> bool:
        """Whether both hold on some day."""
        ends = self.last or date.max, other.last or date.max
        return self.first <= ends[1] and other.first <= ends[0]


def acts_for(known: Iterable[ActingOfficial], person: str, day: date) -> frozenset[str]:
    """Whose work somebody may do on a day. It is not handed on to who acts for somebody acting."""
    return frozenset(one.official for one in known if one.acting == person and one.on(day))


def stands_in(known: Iterable[ActingOfficial], official: str, day: date) -> str | None:
    """Who acts for an official on a day."""
    return next((one.acting for one in known if one.official == official and one.on(day)), None)


def check_alone(known: Iterable[ActingOfficial], new: ActingOfficial) -> None:
    """Raise IllegalMove where somebody else acts for the same official on one of these days."""
    for one in known:
        if one.official == new.official and one.id != new.id and one.meets(new):
            last = one.last.isoformat() if one.last else "further notice"
            raise IllegalMove(
                f"{one.acting} acts for {one.official} from {one.first.isoformat()} to {last}.",
                "Two people cannot act for one official on one day.",
                "End the first before the second begins.",
            )
