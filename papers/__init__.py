"""Letters and slips as files: what a paper says, and the two forms it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papers.addressing import addressee, name_of, salutation, signature

__all__ = ["DOCX", "PDF", "Letter", "Sheet", "name_of", "printable", "written"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
_LONGEST_GREETING = 120


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it goes out to one addressee. Without `day` it is not dated yet, and says so."""

    agency: str
    addressee: str
    address: str
    subject: str
    paragraphs: tuple[str, ...]
    number: str
    day: date | None = None
    signed_by: str = ""
    organization: str = ""
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def greeting(self) -> str:
        """How it begins; empty where its own words greet already."""
        own = self.paragraphs[0].strip() if self.paragraphs else ""
        greets = own.startswith("Dear ") and own.endswith((":", ","))
        return (
            "" if greets and len(own) < _LONGEST_GREETING else salutation(self.addressee, self.organization)
        )

    @property
    def body(self) -> tuple[str, ...]:
        """The greeting and the paragraphs."""
        return tuple(one for one in (self.greeting, *self.paragraphs) if one)

    @property
    def block(self) -> tuple[str, ...]:
        """The lines of the address: the name as it is addressed, organisation, street and town."""
        name = addressee(self.addressee, self.organization)
        lines = (name, self.organization, *self.address.splitlines())
        return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))

    @property
    def signature(self) -> tuple[str, ...]:
        """Name and title under it; what is missing while nobody signed."""
        return signature(self.signed_by) or ("(not signed yet)",)

    @property
    def mark(self) -> str:
        """What stands over a letter that is no letter yet."""
        return "" if self.signed_by else "DRAFT, NOT SIGNED"

    @property
    def refer(self) -> str:
        """The line by which an answer finds its way back."""
        return f"In reply refer to: {self.number}"

    @property
    def running(self) -> str:
        """Whose letter the second page and those after it are."""
        return " · ".join((*self.block[:1], written(self.day) if self.day else self.number))

    @property
    def below(self) -> tuple[tuple[str, ...], ...]:
        """The blocks under the signature: what lies in the letter, who else has it."""
        many = len(self.enclosures) > 1
        head = f"{len(self.enclosures)} Enclosures:" if many else "Enclosure:"
        listed = (f"{at}. {one}" if many else one for at, one in enumerate(self.enclosures, start=1))
        copied = tuple(f"cc: {one}" for one in self.copies)
        return tuple(one for one in ((head, *listed) if self.enclosures else (), copied) if one)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A control sheet (transmittal slip): facts, what offices said, and the tabs of the package.

    A line for a pen stands beside every office and under them for `signer`; `foot` is small print.
    """

    agency: str
    title: str
    facts: tuple[tuple[str, str], ...]
    concurrences: tuple[tuple[str, str], ...]
    tabs: tuple[tuple[str, str], ...]
    signer: str = ""
    foot: str = ""


def written(day: date | None) -> str:
    """A day as letters write it; a gap that tells what is missing while there is none."""
    return f"{day:%B} {day.day}, {day.year}" if day else "(dated when it is dispatched)"


def printable(text: str) -> str:
    """The text without characters that no paper can hold."""
    return "".join(
        one if one in "\n\t" or (one.isprintable() and not 0xD800 <= ord(one) <= 0xDFFF) else " "
        for one in text
    )
