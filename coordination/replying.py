"""What a reply may be drafted from, and the draft: each sentence with its source, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass

from coordination.correspondence import Sent
from coordination.outgoing import LeftOut, Line
from coordination.wording import Fact, Part, Wording, fill
from pipeline.documents import ExtractedDocument

_OPEN = Wording("left for a person", "none", (Part(("You write: “{{ask}}”", "[[the answer]]"), "ask"),))


@dataclass(frozen=True, slots=True)
class Grounds:
    """The letter that came, what it asks, and what the office has on record about it.

    `about` are names that any sentence may say: agency, writer. `restricted` says why none of it may be
    shown outside, or is empty.
    """

    kind: Sent
    control: str
    document: ExtractedDocument
    asks: tuple[Fact, ...]
    record: tuple[Fact, ...]
    about: str
    restricted: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The body of a reply, by whom it is; without lines `by` says why the template has to do."""

    by: str
    lines: tuple[Line, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def gaps(asks: tuple[Fact, ...], paragraph: int) -> tuple[Line, ...]:
    """A place to be written for each of these questions, from this paragraph on."""
    _, lines = fill(_OPEN, {"ask": asks})
    return tuple(Line(one.text, one.paragraph + paragraph, one.basis, one.source, one.quote) for one in lines)
