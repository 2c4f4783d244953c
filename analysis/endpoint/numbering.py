"""A document as a model sees it: its visible sentences, numbered; in parts where it is long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.outline import Outline, Role
from pipeline.documents import ExtractedDocument

LONGEST_PART = 36_000
"""Characters of sentences in one question: about twelve thousand tokens."""

_UNSEEN = frozenset({Role.HIDDEN, Role.FURNITURE})
_TOLD = {Role.QUOTED: "(quoted) ", Role.REPLY: "(earlier mail) ", Role.HEADING: "# "}


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences of one question, by the numbers that the answer must use."""

    numbers: tuple[int, ...]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)


def parts(document: ExtractedDocument, outline: Outline, longest: int = LONGEST_PART) -> tuple[Part, ...]:
    """The visible sentences in as few parts as fit, cut where a section begins where that is possible."""
    return tuple(_parts(list(_lines(document, outline)), outline, longest))


def _lines(document: ExtractedDocument, outline: Outline) -> Iterator[tuple[int, str]]:
    for index, sentence in enumerate(outline.sentences):
        words = " ".join(sentence.words(document.text).split())
        if sentence.role in _UNSEEN or document.hides(sentence.span) or not words:
            continue
        marker = f"{sentence.marker} " if sentence.marker else ""
        yield index, f"[{index}] {_TOLD.get(sentence.role, '')}{marker}{words}"


def _parts(lines: list[tuple[int, str]], outline: Outline, longest: int) -> Iterator[Part]:
    held: list[tuple[int, str]] = []
    size = 0
    for index, line in lines:
        opens = outline.sentences[index].lead is None
        full = size + len(line) > longest
        if held and (full and (opens or size > 1.2 * longest)):
            yield _part(held)
            held, size = [], 0
        held.append((index, line))
        size += len(line) + 1
    if held:
        yield _part(held)


def _part(held: list[tuple[int, str]]) -> Part:
    return Part(tuple(index for index, _ in held), tuple(line for _, line in held))
