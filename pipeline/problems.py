"""What can go wrong, sorted by what happens next: set aside, try again, or refuse."""

from __future__ import annotations

from enum import StrEnum


class ReadingState(StrEnum):
    """How much of a document's text could be had."""

    EXTRACTED = "extracted"
    EXTRACTED_PARTIAL = "extracted_partial"
    NEEDS_PASSWORD = "needs_password"
    NEEDS_OCR = "needs_ocr"
    UNSUPPORTED_FORMAT = "unsupported_format"
    QUARANTINED = "quarantined"
    FAILED = "failed"

    @property
    def has_text(self) -> bool:
        """Whether there is text to analyse."""
        return self in (ReadingState.EXTRACTED, ReadingState.EXTRACTED_PARTIAL)


class Problem(Exception):
    """Something went wrong that a person or a later try can mend.

    `what` happened, `why`, and what to do (`remedy`): one line each. Anything
    that is not a Problem is our own fault and is let out whole.
    """

    retryable = False

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.remedy = remedy

    @property
    def lines(self) -> tuple[str, ...]:
        """What, why and what to do, without the lines that are empty."""
        return tuple(line for line in (self.what, self.why, self.remedy) if line)


class Unread(Problem):
    """A reader could not give the text; `state` says which end that is."""

    state = ReadingState.FAILED


class Damaged(Unread):
    """The bytes are broken, cut short or empty."""


def broken(what: str, why: str = "It was cut short or changed on its way.") -> Damaged:
    """The problem of a file that only its sender has whole."""
    return Damaged(what, why[:200], "Ask the sender to send it again.")


class NeedsPassword(Unread):
    """The document is encrypted and no password is known."""

    state = ReadingState.NEEDS_PASSWORD


class NeedsOcr(Unread):
    """The document is a picture of text."""

    state = ReadingState.NEEDS_OCR


class UnsupportedFormat(Unread):
    """No reader knows this kind of file."""

    state = ReadingState.UNSUPPORTED_FORMAT


class Quarantined(Unread):
    """The document broke a safety limit: size, time, memory, depth or count."""

    state = ReadingState.QUARANTINED


class ResourceShort(Problem):
    """Disk, memory, lock or service is short now; the same work may succeed later."""

    retryable = True


class AnalyzerAway(Problem):
    """The analyzer did not answer."""

    retryable = True


class AnswerRefused(Problem):
    """The analyzer answered, but not with something that can be believed."""


class Conflict(Problem):
    """Somebody else changed the row first."""


class IllegalMove(Problem):
    """The rules do not allow this step from here."""


class NotFound(Problem):
    """No such document, draft or record."""


class Misconfigured(Problem):
    """A setting is missing, unknown or out of range."""
