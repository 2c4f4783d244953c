"""A letter that goes out: its sentences with their sources, its concurrences, its signature."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from coordination.correspondence import Sent
from pipeline.problems import IllegalMove

BLANK = re.compile(r"\[\[[^\[\]]*\]\]")
"""What a draft leaves for a person to write."""


class Basis(StrEnum):
    """On what a sentence of a letter rests."""

    DOCUMENT = "a document"
    RECORD = "the record"
    STANDARD = "a standard line"
    COURTESY = "courtesy, states no fact"
    PERSON = "a person's word"
    NONE = "nothing yet"


class OutState(StrEnum):
    """How far a letter that goes out is."""

    DRAFT = "Draft"
    CONCURRENCE = "In Concurrence"
    SIGNED = "Signed"
    DISPATCHED = "Dispatched"
    WITHDRAWN = "Withdrawn"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and its source. `source` names document, record or person; `quote` are the words there.

    `paragraph` counts from 0; a line of the same number stands in the same paragraph.
    """

    text: str
    paragraph: int
    basis: Basis = Basis.NONE
    source: str = ""
    quote: str = ""

    @property
    def loose(self) -> bool:
        """Whether it states something that rests on nothing."""
        return self.basis is Basis.NONE


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that a model proposed and that does not stand in the letter, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes with a letter: what lies in it, and who else gets a copy."""

    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concurrence:
    """An office that was asked, what it said, and of which text."""

    office: str
    item: str
    said: str
    text_sha256: str
    mandatory: bool = True
    cleared: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that goes out, until it is on its way. `version` stops two writers overwriting each other.

    `analyzer` tells how a model had a part in it, `left_out` what it proposed in vain.
    """

    kind: Sent
    subject: str
    lines: tuple[Line, ...]
    written_by: str
    state: OutState = OutState.DRAFT
    template: str = ""
    analyzer: str = ""
    signature_level: str = ""
    signed_by: str | None = None
    signed_at: datetime | None = None
    recorded_by: str | None = None
    concurrences: tuple[Concurrence, ...] = ()
    reason: str = ""
    id: str | None = None
    version: int = 1
    left_out: tuple[LeftOut, ...] = ()
    beside: Beside = Beside()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text as it is read."""
        found: dict[int, list[str]] = {}
        for line in self.lines:
            found.setdefault(line.paragraph, []).append(line.text)
        return tuple(" ".join(found[number]) for number in sorted(found))

    @property
    def text(self) -> str:
        """The paragraphs with an empty line between them."""
        return "\n\n".join(self.paragraphs)

    @property
    def text_sha256(self) -> str:
        """What a concurrence or a signature is about: the very words, their subject, what lies with them."""
        lies = "".join(f"\n\n{one}" for one in (*self.beside.enclosures, *self.beside.copies))
        return hashlib.sha256(f"{self.subject}\n\n{self.text}{lies}".encode()).hexdigest()

    @property
    def blanks(self) -> tuple[str, ...]:
        """What a person must still write."""
        return tuple(BLANK.findall(self.text))

    @property
    def loose(self) -> tuple[Line, ...]:
        """Sentences that rest on nothing."""
        return tuple(line for line in self.lines if line.loose)

    def write(self, subject: str, lines: tuple[Line, ...], by: str, beside: Beside | None = None) -> Outgoing:
        """The letter with other words; what offices said of the old ones no longer counts.

        Raises IllegalMove when it is signed or gone, or without words.
        """
        self._expect(OutState.DRAFT, OutState.CONCURRENCE)
        if not subject.strip() or not any(line.text.strip() for line in lines):
            raise IllegalMove("A letter needs a subject and words.", remedy="Write them.")
        kept = self.beside if beside is None else beside
        after = replace(self, subject=subject.strip(), lines=lines, written_by=by, beside=kept)
        changed = after.text_sha256 != self.text_sha256
        return replace(after, state=OutState.DRAFT) if changed else replace(after, written_by=self.written_by)

    def ask(self) -> Outgoing:
        """The letter before offices that must concur. Raises IllegalMove while words are missing."""
        self._expect(OutState.DRAFT, OutState.CONCURRENCE)
        self._expect_whole()
        return replace(self, state=OutState.CONCURRENCE)

    def sign(self, signed_by: str, level: str, actor: str, at: datetime) -> Outgoing:
        """The letter signed. Raises IllegalMove while words, sources or concurrences are missing.

        An interim or final reply is not signed off by who wrote it.
        """
        self._expect(OutState.DRAFT, OutState.CONCURRENCE)
        self._expect_whole()
        waiting = self.uncleared
        if waiting:
            raise IllegalMove(
                f"{len(waiting)} offices have not concurred with these words.",
                "; ".join(f"{one.office}: {one.said}" for one in waiting),
                "Wait for them, ask again, or take the clearance back with a reason.",
            )
        if not signed_by.strip():
            raise IllegalMove("Who signs the letter?", remedy="Name the person who signs.")
        if self.kind is Sent.FINAL and not level.strip():
            raise IllegalMove(
                "A final reply has a signature level.", "It says whose name the reply goes out under.",
                "Set the signature level.",
            )  # fmt: skip
        if self.kind in (Sent.FINAL, Sent.INTERIM) and actor == self.written_by:
            raise IllegalMove(
                "A reply is not released by who wrote it.", remedy="Let somebody else read and release it."
            )
        return replace(
            self,
            state=OutState.SIGNED,
            signed_by=signed_by.strip(),
            signature_level=level.strip(),
            signed_at=at,
            recorded_by=actor,
        )

    @property
    def uncleared(self) -> tuple[Concurrence, ...]:
        """The mandatory clearances that do not stand for these words."""
        stands = {one.office for one in self.concurrences if self._stands(one)}
        found = {one.office: one for one in self.concurrences if one.mandatory and one.office not in stands}
        return tuple(found.values())

    def _stands(self, one: Concurrence) -> bool:
        return one.cleared and one.text_sha256 == self.text_sha256

    def take_back(self, reason: str) -> Outgoing:
        """The signature taken back before the letter went out. Raises IllegalMove."""
        self._expect(OutState.SIGNED)
        _reasoned(reason)
        return replace(
            self,
            state=OutState.DRAFT,
            signed_by=None,
            signed_at=None,
            recorded_by=None,
            reason=reason.strip(),
        )

    def dispatch(self) -> Outgoing:
        """The letter on its way; one text may go to several. Raises IllegalMove while it is not signed."""
        if self.state not in (OutState.SIGNED, OutState.DISPATCHED):
            raise IllegalMove(
                f"This {self.kind.lower()} is {self.state.lower()}.",
                "Nothing goes out that nobody signed.",
                "Let it be signed first.",
            )
        return replace(self, state=OutState.DISPATCHED)

    def withdraw(self, reason: str) -> Outgoing:
        """The letter given up. Raises IllegalMove when it went out, or without a reason."""
        self._expect(OutState.DRAFT, OutState.CONCURRENCE, OutState.SIGNED)
        _reasoned(reason)
        return replace(self, state=OutState.WITHDRAWN, reason=reason.strip())

    def _expect(self, *states: OutState) -> None:
        if self.state not in states:
            raise IllegalMove(
                f"This {self.kind.lower()} is {self.state.lower()}.",
                remedy="Take the signature back first." if self.state is OutState.SIGNED else "",
            )

    def _expect_whole(self) -> None:
        if self.blanks:
            raise IllegalMove(
                f"The letter leaves {len(self.blanks)} places to be written.",
                "; ".join(one.strip("[]") for one in self.blanks[:3]),
                "Write them, or take them out.",
            )
        if self.loose:
            raise IllegalMove(
                f"{len(self.loose)} sentences of the letter rest on nothing.",
                f"The first is: “{self.loose[0].text[:120]}”.",
                "Name the source of each, or say that it states no fact.",
            )


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise IllegalMove("This needs a reason.", "Others must be able to see why.", "Write the reason.")


_END = re.compile(r"[.!?][”\"')\]]*(?=\s+[\[“\"'(A-Z0-9])")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Hon|Sen|Rep|St|No|Sec|Inc|Jr|Sr|U\.S|Pub|L|et al|e\.g|i\.e|cf|vs|[A-Z])\.)$"
)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph. Titles, initials and other short forms with a point end none."""
    rest = " ".join(text.split())
    found: list[str] = []
    while rest:
        found.append(_first(rest))
        rest = rest[len(found[-1]) :].lstrip()
    return tuple(found)


def _first(text: str) -> str:
    """The first sentence, with the marks that close a quotation."""
    ends = (match.end() for match in _END.finditer(text))
    return text[: next((end for end in ends if not _SHORT.search(text[:end])), len(text))]


def lines_of(text: str, known: Iterable[Line] = ()) -> tuple[Line, ...]:
    """A text a person wrote, as lines; what stood there before in the same words keeps its source."""
    left = list(known)
    found: list[Line] = []
    paragraphs = [part for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    for number, paragraph in enumerate(paragraphs):
        rest = " ".join(paragraph.split())
        while rest:
            line = next((one for one in left if f"{rest} ".startswith(f"{one.text} ")), None)
            if line is None:
                line = Line(_first(rest), number)
            else:
                left.remove(line)
            found.append(replace(line, paragraph=number))
            rest = rest[len(line.text) :].lstrip()
    return tuple(found)
