"""Where a letter of a campaign differs from the letter that stands for all: nobody's own question is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coordination.correspondence import OwnWords
from pipeline.likeness import words_of

_LONG = 5
_ASKS = re.compile(
    r"\?|\b(?:please|ask|asks|asking|request|requests|want|wants|need|needs|urge|demand|expect|"
    r"tell me|let me know|could you|would you|can you|will you|why|when will|how (?:many|much|long)|"
    r"call me|write (?:to )?me|respond|reply|answer|explain|help)\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"(?:^|\s)[a-z]{2,}\b.*[.!?][”\"')\]]*$", re.DOTALL)
"""Names and addresses have no small words before a full stop."""


def differing(text: str, model: str) -> tuple[OwnWords, ...]:
    """The pieces of a letter that do not stand in the model word for word, in order, with their places.

    A piece `asks` where it holds five words or more, a question, a word of asking, or is a sentence: when in
    doubt a person looks. What is left are names, addresses and dates.
    """
    held = f" {' '.join(words_of(model))} "
    return tuple(
        OwnWords(start, start + len(quote), quote, asks(quote))
        for start, quote in _pieces(text)
        if f" {' '.join(words_of(quote))} " not in held
    )


def asks(quote: str) -> bool:
    """Whether these words may want something of somebody."""
    return len(words_of(quote)) >= _LONG or bool(_ASKS.search(quote) or _SAID.search(quote))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Sentences, also where a line break runs through them; lines stand alone where no sentence does."""
    start = 0
    for block in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", text):
        start = block.start()
        for piece in _sentences(block[0]):
            quote = piece[1].strip()
            if words_of(quote):
                yield start + piece[0] + piece[1].index(quote), quote


def _sentences(block: str) -> Iterator[tuple[int, str]]:
    lines = block.split("\n")
    if all(len(words_of(line)) < _LONG for line in lines):
        place = 0
        for line in lines:
            yield place, line
            place += len(line) + 1
        return
    place = 0
    for match in re.finditer(r"[.!?]+[”\"')\]]*(?=\s|$)", block):
        yield place, block[place : match.end()]
        place = match.end()
    if place < len(block):
        yield place, block[place:]
