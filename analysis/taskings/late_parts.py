"""What may come later or apart, yet by a day: "The maps may follow, but must be in our hands by May 7".

Letters and memos grant the delay first and name the day behind it. The sentence opens like a leave, and yet
whoever is written to has to send something by then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.cued import cued

_THING = (
    r"(?:^|[;—–]\s+|,\s+(?:and|but|while|though)\s+)(?P<thing>(?!(?:we|I|you|they|he|she|it|there|this|that|which|who)\b)"
    r"(?:the\s+|your\s+|an?\s+|any\s+|all\s+|other\s+)?(?:[\w’'-]+\s+){0,5}?(?:answers?|repl(?:y|ies)|responses?|comments?|documents?|records?|materials?"
    r"|items?\s+[\w]{1,2}(?:(?:,\s*|\s+and\s+|,\s+and\s+)\w{1,2})*|reports?|plans?|data|drafts?|cop(?:y|ies)|maps?|lists?|papers?|files?|tables?"
    r"|certifications?|remainder|rest|others|attachments?|exhibits?|submissions?|figures|estimates?))"
)
_BOUND = cued(
    "must should shall to",
    rf"{_THING}\s+(?:may|can|will|need)(?:\s+not)?\b[^;.:]{{0,80}}?,?\s+(?:but|and|yet)\s+(?:they\s+|it\s+)?"
    r"(?:must|shall|should|(?:have|has|need|needs|are|is)\s+to)\s+(?P<do>(?:be|reach|arrive|come|get)\b)",
    re.I,
)
_LEAVE = cued(
    "follow come later",
    rf"{_THING}\s+(?:may|can|will|might)\s+(?:then\s+|also\s+)?(?P<how>follow|come|be\s+(?:sent|submitted|provided)\s+later)\b",
    re.I,
)
_IF_SENT = cued(
    "received submitted sent",
    rf"{_THING}\s+(?P<will>(?:will|can)\s+(?:only\s+)?be\s+(?:reproduced|included|considered|printed|added|accepted|taken\s+into\s+account)\b)"
    r"[^;.:]{0,80}?\s(?:if|provided(?:\s+that)?)\s+(?:they\s+are\s+|it\s+is\s+)?(?:received|submitted|sent)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class LatePart:
    """Offsets of the thing and of what is to be done; `bound` where a modal of its own binds the deed.

    `goes_on` is where the words go on that say how it may come.
    """

    thing: tuple[int, int]
    at: int
    bound: bool
    goes_on: int


def late_part(text: str) -> LatePart | None:
    """The thing that may come later, if a sentence tells of one; its day is looked for beside."""
    found = _BOUND.search(text)
    if found:
        return LatePart(
            found.span("thing"), found.start("do"), text[found.start("do") :].startswith("be "), found.end()
        )
    found = _LEAVE.search(text)
    if found:
        return LatePart(found.span("thing"), found.start("how"), False, found.end())
    found = _IF_SENT.search(text)
    return LatePart(found.span("thing"), found.start("will"), False, found.start("will")) if found else None
