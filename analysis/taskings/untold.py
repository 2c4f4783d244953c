"""What stands between whoever acts and what is done, and that no field of a draft says.

Orders set off by commas there whatever bounds a duty: "shall, in its discretion and consistent with law and
regulations, post", "shall, and the Clerk is asked to, report". Each kind that is known goes to its field or
bracket; what is left, and would be lost in silence, is shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.cutting import cut
from analysis.taskings.clauses import masked

_PIECE = re.compile(r"(?:[^,;—–]|,(?=\s+\d{4}\b))+")
_PLAIN = re.compile(
    r"\b(?:shall|must|should|will|may|also|further|furthermore|then|thereafter|therefore|thereby|hereby|thus|likewise|similarly|additionally|accordingly"
    r"|addition|specifically|turn|has|have|had|is|are|be|was|were|been|being|do|does|not|to|a|an|the|and|or|but|as|of|in|for|on|by|at|with|such|this|that"
    r"|these|those|who|which|it|its|their|they|each|both|all|any|directed|required|ordered|requested|instructed|responsible|authorized|duty|responsibility|responsibilities|includes?|including"
    r"|mission|functions?|duties|follows|following|amended|designated|hereafter|hereinafter|known|however|so)\b",
    re.I,
)
"""Words that bound nothing where they stand alone: modals, links, articles."""
_LINK = re.compile(r"(?:\W|(?:and|or|but|shall|must|should|also)\b)+", re.I)
_OF_ACTOR = re.compile(
    r"\W*(?:who|which|whose|whom|that|of|within\s+(?:the\s+)?(?-i:[A-Z])|to\s+be|otherwise|[a-z]+ed|may|will|can|is|are|has|have)\b",
    re.I,
)
"""What says more of the actor, or what else it may do, rather than how the duty is done."""
_HOW = re.compile(
    r"\s*(?:at|upon|on|in|with|without|as|for|by|under|using|during|through|after|before|until|unless|if|when|where|while|to|pursuant|notwithstanding|acting"
    r"|shall|must|should)\b",
    re.I,
)
"""How words open that go with a duty though no comma parts them from the actor."""
_CLOSES = re.compile(r"[\s,]*(?:\b(?:and|or|but|shall|must|should|also)\b[\s,]*)*$", re.I)
_LONGEST = 240


def untold(text: str, start: int, end: int, told: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Runs of pieces between commas of which a telling word stands outside of `told`, as written."""
    bare = masked(text)
    left = list(bare[:end])
    for first, last in told:
        left[first : min(last, end)] = " " * (min(last, end) - first)
    run: list[re.Match[str]] = []
    for piece in _PIECE.finditer(bare, start, end):
        if tells("".join(left[piece.start() : piece.end()])) and _goes_with(bare, piece, start, run):
            run.append(piece)
        elif run:
            yield _as_written(text, run)
            run = []
    if run:
        yield _as_written(text, run)


def tells(words: str) -> bool:
    """Whether a word stands here that bounds something."""
    return re.search(r"\w", _PLAIN.sub("", words)) is not None


def _goes_with(bare: str, piece: re.Match[str], start: int, run: list[re.Match[str]]) -> bool:
    """Whether a piece goes with the duty rather than with the actor's name."""
    if run:
        return True
    if _OF_ACTOR.match(bare, piece.start(), piece.end()):
        return False
    return piece.start() > start or _HOW.match(bare, start) is not None


def _as_written(text: str, run: list[re.Match[str]]) -> str:
    first, last = run[0].start(), run[-1].end()
    opened = _LINK.match(text, first, last)
    words = _CLOSES.sub("", text[opened.end() if opened else first : last])
    return cut(" ".join(words.split()), _LONGEST)
