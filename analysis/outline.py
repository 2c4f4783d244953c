"""Sentences, sections, lists and their leads; which words are the document's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.documents import Span


class Role(StrEnum):
    """What a sentence is in its document."""

    BODY = "body"
    HEADING = "heading"
    LETTERHEAD = "letterhead"
    SIGNATURE = "signature"
    QUOTED = "quoted"
    REPLY = "reply"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or list member. `marker` is its own label as printed ("(a)", "1.", "•").

    `section` is the path to it ("Sec. 2(a)"); `lead` the index of the sentence that introduces its list.
    """

    span: Span
    role: Role
    section: str | None = None
    lead: int | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's sentences in order; their spans do not overlap and carry no outer white space."""

    sentences: tuple[Sentence, ...]

    def __post_init__(self) -> None:
        reached = 0
        for index, sentence in enumerate(self.sentences):
            if not sentence.span or sentence.span.start < reached:
                raise ValueError(f"sentence {index} is empty or out of order")
            if sentence.lead is not None and not 0 <= sentence.lead < index:
                raise ValueError(f"sentence {index} has no lead {sentence.lead}")
            reached = sentence.span.end
