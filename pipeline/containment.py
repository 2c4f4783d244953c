"""How much of what lies inside a received document is taken in: mail in mail, archives in archives.

Each reader limits what comes out of one container. Boxes within boxes pass every such limit and still fill
the desk, so the limits here count from the document that was received.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.documents import ExtractedDocument
from pipeline.problems import ReadingState

DEEPEST = 5
"""Levels below the received document: a letter in an archive in a mail in a mail lies on the third."""

MOST_CHILDREN = 1000
LARGEST_FAMILY = 500 * 1024 * 1024
"""Documents and bytes taken in from inside one received document, on all levels together."""


@dataclass(frozen=True, slots=True)
class Family:
    """What was taken in from inside a received document: how many documents of how many bytes together.

    `depth` is how many levels below the received document the container at hand lies; 0 is itself.
    """

    depth: int = 0
    children: int = 0
    size: int = 0

    @property
    def is_deepest(self) -> bool:
        """Whether nothing inside the container at hand is taken in, however small."""
        return self.depth >= DEEPEST

    def grown(self, size: int) -> Family:
        """The family with one more document of so many bytes."""
        return replace(self, children=self.children + 1, size=self.size + size)

    def room(self, sizes: Iterable[int]) -> int:
        """How many of these documents may be taken in, from the first on; sizes in bytes."""
        taken, family = 0, self
        for size in sizes:
            if family.is_deepest or family.children >= MOST_CHILDREN or family.size + size > LARGEST_FAMILY:
                break
            family = family.grown(size)
            taken += 1
        return taken


def shortened(read: ExtractedDocument, taken: int, is_deepest: bool) -> ExtractedDocument:
    """The document with its first so many attachments, saying that the others were not taken in, and why."""
    left = len(read.attachments) - taken
    if not left:
        return read
    what = f"{left} attachment{' was' if left == 1 else 's were'} not taken in"
    why = "nested too deep" if is_deepest else "too many or too large for one received document"
    flag = f"{what}, {why}: look at the original."
    partial = ReadingState.EXTRACTED_PARTIAL if read.state.has_text else read.state
    return replace(read, attachments=read.attachments[:taken], state=partial, flags=(*read.flags, flag))
