"""A clause told in one line: in whole where it fits, else shortened so that nothing that limits it goes.

Who reads only the line must not take "may not export, unless licensed" for a ban. So the words of a cue keep
their subject and object, and a piece that says unless, except, only, if or to whom it does not apply stays
when other pieces go. What was left out is shown by an ellipsis where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.cutting import cut

LONGEST = 240
"""How many characters a line holds: three lines of a card."""

_CATCHLINE = re.compile(r"^\s*(?:\(\w{1,4}\)\s*)*(?:[A-Z][\w' ]{2,60}\.\s*[-–—]+\s*)?")
"""The number and the heading that statutes run into their sentences."""
_BORDER = re.compile(r";(?=\s)|(?<=[a-z)])\s?[—–]\s?(?=[a-z])")
_PIECE = re.compile(r"(?<=[,;:])(?!\d|\s+(?:19|20)\d\d\b)\s+|\s+(?=\((?!\w{1,5}\)))|(?<=\))\s+")
"""Where a line may be cut: at marks and at asides; the label of a provision ("subsection (b)") is none."""
_LIMIT = re.compile(
    r"\b(?:unless|except|excluding|only|solely|if|when|where|without|not?(?!\s+later\b)|other\s+than|to\s+the\s+(?:maximum\s+)?extent|as\s+appropriate"
    r"|absent|barring|save\s+(?:for|as|that|where)|apart\s+from|pending"
    r"|in\s+(?:a\s+)?(?:ways?|manner)\s+that|subject\s+to|provided|until|does\s+not|need\s+not)\b",
    re.I,
)


def clause_at(sentence: str, start: int, end: int) -> tuple[str, int, int]:
    """The clause between semicolons that holds the words `start` to `end`, and where they stand in it."""
    opening = _CATCHLINE.match(sentence)
    low = opening.end() if opening and opening.end() <= start else 0
    high = len(sentence)
    for border in _BORDER.finditer(sentence):
        if border.end() <= start:
            low = max(low, border.end())
        elif border.start() >= end:
            high = border.start()
            break
    low += len(sentence[low:high]) - len(sentence[low:high].lstrip())
    return sentence[low:high].rstrip(), start - low, end - low


def told(words: str, start: int = 0, end: int = 0, longest: int = LONGEST) -> str:
    """The words in one line of about `longest` characters; those `start` to `end` and all limits stay.

    So does what stands behind a colon: "submit to the Board:" without it does not say what.
    """
    line = " ".join(words.split()).rstrip(".:,; ")
    if len(line) <= longest:
        return line
    pieces = _pieces(words)
    needed = {
        at
        for at, (low, high) in enumerate(pieces)
        if at == 0
        or (at == 1 and words[: pieces[0][1]].endswith(":"))
        or (low < end and start < high)
        or _LIMIT.search(words, low, high)
    }
    needed |= {owner for at in sorted(needed) for owner in _owner(words, pieces, needed, at)}
    room = longest - _CLOSERS - sum(len(words[slice(*pieces[at])]) + 1 for at in needed)
    inside = 0
    for at, (low, high) in enumerate(pieces):
        opened = words.count("(", low, high) - words.count(")", low, high)
        if inside or (at not in needed and words[low] == "(" and high - low + 1 > room):
            # an aside is passed over whole: what stands behind it may be the object
            inside = max(0, inside + opened)
        elif at not in needed:
            if high - low + 1 > room:
                break
            needed.add(at)
            room -= high - low + 1
    return _joined(words, pieces, needed, longest)


_BOUNDS_ALONE = re.compile(
    r"\s*(?:and\s+)?(?:to\s+the\s+(?:\w+\s+)?extent|as\s+appropriate|subject\s+to|where|when|if|unless|except"
    r"|until|only)\b",
    re.I,
)
_RELATIVE = re.compile(r"\s*(?:(?:in|of|for|by|with|under)\s+)?(?:which|who|whose|whom|where)\b", re.I)
_MODAL = re.compile(r"\b(?:shall|must|may|will)\b", re.I)


def _owner(words: str, pieces: list[tuple[int, int]], needed: set[int], at: int) -> Iterator[int]:
    """The clause that a limit belongs to, where it would go: without it the limit would bound another verb.

    "There is founded an office, which shall buy ropes, … to the extent permitted by law".
    """
    if not _BOUNDS_ALONE.match(words, *pieces[at]):
        return
    for before in range(at - 1, 0, -1):
        if before in needed:
            return
        place = pieces[before]
        if _RELATIVE.match(words, *place) or _MODAL.search(words, *place):
            yield before
            return


_PAIRS = (("(", ")"), ("“", "”"))
_CLOSERS = 2
"""Room for the marks that close a bracket and a quotation behind a cut."""


def balanced(line: str) -> str:
    """The line with every bracket and quotation that it opens closed again, and none closed that it lost."""
    for opens, closes in _PAIRS:
        if line.count(opens) != line.count(closes):
            line = _paired(line, opens, closes)
    return line


def _paired(line: str, opens: str, closes: str) -> str:
    kept, depth = [], 0
    for mark in line:
        depth += (mark == opens) - (mark == closes)
        if depth >= 0:
            kept.append(mark)
        depth = max(depth, 0)
    return "".join(kept) + closes * depth


def _pieces(words: str) -> list[tuple[int, int]]:
    """The pieces between commas, colons and brackets, as places."""
    borders = [0, *(at for match in _PIECE.finditer(words) for at in match.span()), len(words)]
    return [(low, high) for low, high in zip(borders[::2], borders[1::2], strict=True) if low < high]


def _joined(words: str, pieces: list[tuple[int, int]], kept: set[int], longest: int) -> str:
    said: list[str] = []
    for at, (low, high) in enumerate(pieces):
        if at in kept:
            said.append(cut(" ".join(words[low:high].split()), longest - _CLOSERS))
        elif said and said[-1] != "…":
            said.append("…")
    line = " ".join(said).rstrip(".:,; ")
    return balanced(line) if balanced(words) == words else line
