"""What a document says elsewhere of the words of a draft: what "such plan" means, which words it defines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.definitions import Definition, definitions
from analysis.outline import Role
from analysis.taskings.obligations import NOT_OWN, Obligations, Row
from analysis.taskings.pointers import Meant, meant, shown
from pipeline.documents import Evidence, Span

_MOST, _NEAR = 3, 8
"""Definitions that are named beside one draft, and how many sentences above "such" is looked up."""


@dataclass(slots=True)
class Elsewhere:
    """Looks up the words of drafts in the rest of their document."""

    found: Obligations
    _defined: tuple[Definition, ...] | None = None

    def said(self, row: Row, text: str, title: str, actor: str) -> Iterator[tuple[str, Evidence]]:
        """What stands beside a tasking's title, each with its place."""
        if row.kind != "tasking":
            return
        document = self.found.document
        for one, index in self._meant(row, text):
            start = self.found.outline.sentences[index].span.start
            place = document.cite(Span(start + one.start, start + one.end))
            yield shown(place.quote, one.words), place
        sentence = self.found.outline.sentences[row.index]
        used = (one for one in self._definitions() if one.holds(f"{actor} {title}", sentence.section))
        for term in [one for one in used if not one.span.overlaps(sentence.span)][:_MOST]:
            yield f"“{term.term}” as defined in {term.section}", document.cite(term.span)

    def _meant(self, row: Row, text: str) -> Iterator[tuple[Meant, int]]:
        """What "such" means in a row, with the sentence of the same section that says it."""
        section = self._section(row.index)
        above = range(row.index - 1, max(-1, row.index - _NEAR), -1)
        near = [at for at in above if self._section(at) == section and self._speaks(at)]
        for one in meant(text, [self.found.words[at] for at in near]):
            yield one, near[one.above]

    def _speaks(self, index: int) -> bool:
        return self.found.outline.sentences[index].role not in NOT_OWN

    def _section(self, index: int) -> str:
        return (self.found.outline.sentences[index].section or "").split("(")[0]

    def _definitions(self) -> tuple[Definition, ...]:
        if self._defined is None:
            told = zip(self.found.outline.sentences, self.found.words, strict=True)
            self._defined = definitions(
                (one.section, one.span, words) for one, words in told if one.role is Role.BODY
            )
        return self._defined
