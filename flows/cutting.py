"""A bundle taken apart in a reader's child process."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.wiring import Sandbox
from pipeline.documents import Attachment
from pipeline.ports import Cut
from pipeline.problems import NotFound


@dataclass(frozen=True, slots=True)
class RemoteCutter:
    """Fits `pipeline.ports.Cutter`; no foreign byte is looked at in this process.

    A locked document is cut with its `password`; its parts are not locked.
    """

    sandbox: Sandbox
    password: str = field(default="", repr=False)

    def __call__(self, data: bytes, media_type: str, before: tuple[int, ...], name: str) -> tuple[Cut, ...]:
        """The parts. Raises NotFound for a page that is not there, and what the child raises."""
        from extractors.split import PART, part_name, question, ranges

        count = int(self.sandbox.call(PART, question(data, media_type, 0, 0, self.password)))
        outside = [page for page in before if not 2 <= page <= count]
        if outside or not before:
            raise NotFound(
                f"It cannot be cut before page {outside[0]}." if outside else "Before which pages?",
                f"It has {count} pages.",
                "Name the pages with which a new document begins, from 2 on.",
            )
        return tuple(
            Cut(
                first,
                last,
                Attachment(
                    part_name(name, media_type, first, last),
                    self.sandbox.call(PART, question(data, media_type, first, last, self.password)),
                ),
            )
            for first, last in ranges(before, count)
        )
