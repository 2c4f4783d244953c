"""What a reviewer changed in a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 4000
"""Words beyond which two texts are shown one after the other: comparing them would keep the page waiting."""
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that is in both texts (`same`), only in the earlier (`out`) or the later one (`in`)."""

    text: str
    kind: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one: without the pieces `in` it is the earlier, without those `out` the later text."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > LONGEST:
        whole = (Piece(before, "out"), Piece(after, "in"))
        return (Piece(before, "same"),) if before == after else whole
    made: list[Piece] = []
    gone, come = "", ""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (what, first, last, start, end) in enumerate(steps):
        before_words, after_words = "".join(old[first:last]), "".join(new[start:end])
        # a space between two changes would cut them into single words that nobody can read
        between = what == "equal" and 0 < place < len(steps) - 1 and not before_words.strip()
        if what != "equal" or between:
            gone, come = gone + before_words, come + after_words
            continue
        made += _pieces(gone, come)
        made.append(Piece(before_words, "same"))
        gone, come = "", ""
    return (*made, *_pieces(gone, come))


def _pieces(gone: str, come: str) -> list[Piece]:
    return [Piece(text, kind) for text, kind in ((gone, "out"), (come, "in")) if text]
