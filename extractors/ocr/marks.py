"""Words told from marks: handwriting, stamps and specks are counted, never made into text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from extractors.aids import RecognisedPage, RecognisedWord

_FLOOR = 0.30
_SPECK = 0.60
_SHORT_LINE = 3
_SHORT_FLOOR = 0.50
_LETTER = re.compile(r"[^\W_]")
_DIRT = re.compile("[_|~^`\\\\¬°'\"‘’“”,]{1,3}")
"""What engines make of the edge of the sheet, folds and specks, however sure they are of it."""


def judged(words: Sequence[RecognisedWord]) -> tuple[tuple[RecognisedWord, ...], int]:
    """The words that can be believed, and how many marks were passed over.

    An engine must answer something for every mark: what it gives for a signature or a stamp is uncertain and
    stands alone or in a short line. A mark without letters is dirt, and is not counted.
    """
    kept: list[RecognisedWord] = []
    passed_over = 0
    for _, group in groupby(words, key=lambda word: word.line):
        line = [word for word in group if not _is_dirt(word)]
        lettered = [word for word in line if _LETTER.search(word.text)]
        if len(lettered) <= _SHORT_LINE and _mean(lettered) < _SHORT_FLOOR:
            passed_over += len(lettered)
            continue
        sure = [word for word in line if word.confidence >= _FLOOR]
        passed_over += sum(word.confidence < _FLOOR and len(word.text) > 1 for word in lettered)
        kept += sure
    return tuple(kept), passed_over


def _is_dirt(word: RecognisedWord) -> bool:
    if _LETTER.search(word.text):
        return False
    return word.confidence < _SPECK or _DIRT.fullmatch(word.text) is not None


def _mean(words: Sequence[RecognisedWord]) -> float:
    return sum(word.confidence for word in words) / len(words) if words else 0.0


def lies_on_its_side(page: RecognisedPage) -> bool:
    """Whether most long words stand upright like columns: the engine read them, but the page is turned."""
    long = [word for word in page.words if len(word.text) > _SHORT_LINE]
    tall = sum(word.bottom - word.top > word.right - word.left for word in long)
    return tall > len(long) / 2
