"""Letters and slips as files: what a paper says, and the two forms it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr

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

    @property
    def greeting(self) -> str:
        """How it begins; empty where its own words greet already."""
        own = self.paragraphs[0].strip() if self.paragraphs else ""
        greets = own.startswith("Dear ") and own.endswith((":", ","))
        return "" if greets and len(own) < _LONGEST_GREETING else salutation(self.addressee)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A control sheet (transmittal slip): facts, what offices said, and the tabs of the package."""

    agency: str
    title: str
    facts: tuple[tuple[str, str], ...]
    concurrences: tuple[tuple[str, str], ...]
    tabs: tuple[tuple[str, str], ...]


def name_of(correspondent: str) -> str:
    """The name of a writer without an address of mail."""
    name, address = parseaddr(correspondent)
    return name or (correspondent if "@" not in correspondent else address) or correspondent


def salutation(correspondent: str) -> str:
    """How a letter greets its addressee."""
    return f"Dear {name_of(correspondent)}:"


def written(day: date | None) -> str:
    """A day as letters write it; a gap that tells what is missing while there is none."""
    return f"{day:%B} {day.day}, {day.year}" if day else "(dated when it is dispatched)"


def printable(text: str) -> str:
    """The text without characters that no paper can hold."""
    return "".join(
        one if one in "\n\t" or (one.isprintable() and not 0xD800 <= ord(one) <= 0xDFFF) else " "
        for one in text
    )
