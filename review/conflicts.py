"""Two versions of one draft beside the analyzer's own: what somebody typed, and what is stored meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.decisions import Draft
from review.differences import Piece, differences
from review.forms import Input, inputs, written
from review.reading import day_words


@dataclass(frozen=True, slots=True)
class Row:
    """One field in three versions. `differs` tells that what was typed is not what is stored."""

    input: Input
    mine: str
    theirs: str
    original: str

    @property
    def differs(self) -> bool:
        """Whether somebody must choose."""
        return self.mine != self.theirs

    @property
    def my_changes(self) -> tuple[Piece, ...]:
        """What was typed, against the analyzer's words."""
        return differences(self._plain(self.original), self._plain(self.mine))

    @property
    def their_changes(self) -> tuple[Piece, ...]:
        """What is stored, against the analyzer's words."""
        return differences(self._plain(self.original), self._plain(self.theirs))

    def _plain(self, text: str) -> str:
        return day_words(text) if self.input.type == "date" else text.replace("_", " ")


def rows(draft: Draft, form: Mapping[str, str]) -> tuple[Row, ...]:
    """Every field of the form, as typed, as stored and as proposed."""
    return tuple(
        Row(
            field,
            form.get(field.name, field.value).replace("\r\n", "\n").strip(),
            field.value.strip(),
            written(draft.proposed.get(field.name)).strip(),
        )
        for field in inputs(draft)
    )
