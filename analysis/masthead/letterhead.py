"""The office that issues a paper, as its letterhead names it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.masthead.sheet import Found, Line
from pipeline.documents import Span

_OFFICER = re.compile(
    r"(?:THE\s+)?(?:(?:DEPUTY|UNDER|ASSISTANT|ACTING|ASSOCIATE)\s+)*(?:SECRETARY|ADMINISTRATOR|DIRECTOR|COMMISSIONER"
    r"|ATTORNEY\s+GENERAL|COMMANDANT|CHAIRMAN|ARCHIVIST|CHIEF\s+[A-Z ]+\s+OFFICER)\b(?:\s+(?:OF|FOR)\s+[\w,&'’ -]{3,60})?",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:The\s+)?(?:[A-Z][\w.&'’,-]*\s+|(?:of|for|the|and|&)\s+)*(?:Cent(?:er|re)|Department|Agency|Administration|Bureau"
    r"|Commission|Service|Board|Council|Corps|Command|Authority|Office|Institute|Archives|Guard)"
    r"(?:\s+(?:of|for|on)\b[\w.&'’, -]{3,70})?",
    re.IGNORECASE,
)


def issuer(lines: Iterable[Line]) -> Found | None:
    """The officer on the letterhead, else the smallest body that it names: a paper without a "From" speaks for it.

    Only lines that say nothing else count, and they stand at the top: a body named further down is spoken of.
    """
    top = [line for line in tuple(lines)[:_TOP] if len(line.text) <= _LONGEST]
    officer = next((line for line in top if _OFFICER.fullmatch(line.text.strip(" *#"))), None)
    if officer:
        return _named(officer)
    bodies = [line for line in top if _BODY.fullmatch(line.text.strip(" *#"))]
    return _named(bodies[-1]) if bodies else None


_TOP = 4
_LONGEST = 80


def _named(line: Line) -> Found:
    bare = line.text.strip(" *#")
    at = line.span.start + line.text.index(bare)
    return Found(bare, Span(at, at + len(bare)))
