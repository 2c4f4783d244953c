"""Agreements with organisations outside, and how they stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.problems import IllegalMove

TYPES = (
    "Memorandum of Understanding",
    "Memorandum of Agreement",
    "Interagency Agreement",
    "Other",
)
STATUSES = ("Draft", "In Effect", "Terminated")


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement or memorandum of understanding; `document` is the control number of its paper."""

    name: str
    counterparty: str
    kind: str = TYPES[0]
    status: str = STATUSES[0]
    purpose: str = ""
    effective: date | None = None
    expires: date | None = None
    terms: str = ""
    binding: bool = False
    document: str | None = None
    number: str = ""
    version: int = 0

    def standing(self, today: date) -> str:
        """Its status on a day: what is in effect has expired after its last day."""
        expired = self.status == "In Effect" and self.expires is not None and self.expires < today
        return "Expired" if expired else self.status

    def check(self) -> None:
        """Raise IllegalMove where it lacks what every agreement has, or its dates cannot be."""
        if not self.name.strip() or not self.counterparty.strip():
            raise IllegalMove("An agreement has a name and somebody it is made with.")
        for value, known, what in ((self.kind, TYPES, "type"), (self.status, STATUSES, "status")):
            if value not in known:
                known_words = ", ".join(known)
                raise IllegalMove(f"{value!r} is no {what} of an agreement.", f"There are: {known_words}.")
        if self.effective and self.expires and self.expires < self.effective:
            raise IllegalMove("It would expire before it takes effect.", remedy="Mend the dates.")
        if self.status == "In Effect" and not self.effective:
            raise IllegalMove("What is in effect has a day since when.", remedy="Write the day.")
