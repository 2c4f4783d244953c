"""What letters and e-mails ask for without a word of asking: "we need the name of", "we hope to have it by".

Staff write to each other so: they say what they need or hope for, who should come, or what somebody may wish
to do. Whoever is written to has to answer it all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.cued import cued

_PAPERS = (
    r"(?:names?|numbers?|titles?|contacts?|files?|notices?|documents?|records?|data|lists?|answers?|responses?|repl(?:y|ies)|cop(?:y|ies)|comments?|edits"
    r"|information|plans?|reports?|drafts?|materials?|logs?|figures?|maps?|schedules?|agendas?|forms?|certifications?|signatures?|concurrence"
    r"|clearance|confirmation|approval|decision|estimates?|versions?|inputs?|addresses|minutes|tables?|updates?|statements?)"
)
_OBJECT = rf"(?:(?:the|your|an?|any|all|two|three|its|these|those)\s+)?(?:[\w’'-]+\s+){{0,3}}?{_PAPERS}\b"
_HOPE = cued(
    "hope",
    r"(?:^|;\s+)(?P<thing>(?:the|your|any|all|these|those)\s+(?:[\w’'-]+\s+){0,8}?"
    rf"{_PAPERS}\b[^.;:?]{{0,60}}?)\s+(?:I|we)\s+(?:\w+\s+)?hope\s+to\s+(?:have|receive|get)\b"
    r"|(?<!as )\b(?P<hopes>(?:I|we)\s+(?:also\s+|still\s+)?hope\s+to\s+(?:have|receive|get))\s+"
    rf"(?={_OBJECT})(?![^.;]{{0,120}}?\b(?:for|to)\s+you\b)",
    re.I,
)
"""What somebody hopes to have of whoever he writes to; what he hopes to have for him is his own work."""
_NEED = cued(
    "need",
    rf"(?:^|[,;]\s+|\band\s+)(?:(?:and\s+|but\s+)?(?:first|second|third|fourth|also|next|finally|lastly?)(?:ly)?,?\s+)?(?:I|we)(?:['’]ll|\s+will|\s+would)?\s+(?:also\s+|still\s+)?need\s+"
    rf"(?=(?:an?|the|any|all|two|three)\s+(?:(?!of\b|for\b|to\b)[\w’'-]+\s+){{0,2}}?{_PAPERS}\b(?:\s+and\s+\w+)?\s+(?:of|for|from|to|on|by|before|that|with)\b)"
    r"|^(?:and\s+)?(?:first|second|third|fourth)(?:ly)?,?\s+(?:I|we)\s+need\s+(?=(?:an?|the|any|two|three)\s)"
    rf"|\bneeds?\s+(?=(?:the\s+|an?\s+)?{_PAPERS}\b[^.;:?]{{0,40}}?\byour\b)",
    re.I,
)
"""What somebody needs of whoever he writes to: "Second, we need the name of", "and needs a copy of your"."""
_ATTEND = cued(
    "should",
    r"(?:^|;\s+|,\s+and\s+)(?P<whom>(?:(?:[Ss]omeone|[Ss]omebody|[Aa]nyone|[Aa]\s+(?:representative|member)|[Cc]ounsel|[Yy]our\s+[\w’'-]+)"
    r"(?:\s+(?:from|of|in)\s+(?:the\s+|your\s+)?[\w’'-]+(?:\s+(?:of|and|for|the|[\w’'-]+)){0,8}?)?))\s+should\s+(?:also\s+|please\s+)?"
    r"(?P<do>be\s+(?:there|present|available|in\s+the\s+room|in\s+attendance|on\s+(?:the\s+)?(?:call|line))|attend|join|take\s+part|participate|come|sit\s+in)\b",
)
_MAY_WISH = cued(
    "you may you might",
    r"(?<!as )(?<!whatever )(?<!that )(?<!which )\byou\s+(?:may|might)\s+(?:also\s+|well\s+)?"
    r"(?:wish|want)\s+to\s+(?:also\s+)?"
    r"(?P<do>(?!know\b|note\b|be\b|see\b|hear\b|have\b)[a-z]+)",
    re.I,
)


_OWES = cued(
    "owe",
    r"\b(?P<whom>you(?:r\s+(?:[\w’'-]+\s+)??[\w’'-]+)?)\s+(?:still\s+|also\s+)?owes?\s+(?:us|me)\s+(?=(?:the|an?|your|some|two|three)\s)",
    re.I,
)
"""What somebody has promised and not sent: "your team still owes us the tables"."""


@dataclass(frozen=True, slots=True)
class Soft:
    """Where what is asked for begins, and the words that name who is asked."""

    at: int
    whom: tuple[int, int] | None = None


def softly_asked(text: str) -> Soft | None:
    """What a sentence of a letter asks for by saying what is needed, hoped for, owed, or wise to do."""
    hope = _HOPE.search(text)
    if hope:
        return Soft(hope.start("thing") if hope["thing"] else hope.start("hopes"))
    need = _NEED.search(text)
    if need:
        return Soft(need.end())
    attend = _ATTEND.search(text)
    if attend:
        return Soft(attend.start("do"), attend.span("whom"))
    owes = _OWES.search(text)
    if owes:
        return Soft(owes.end(), owes.span("whom"))
    wise = _MAY_WISH.search(text)
    return Soft(wise.start("do")) if wise else None
