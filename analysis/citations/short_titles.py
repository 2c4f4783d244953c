"""The names that a statute or a bill gives itself: "This Act may be cited as the 'Jones Act of 2026'"."""

from __future__ import annotations

import re

from analysis.citations.found import Found
from pipeline.citation_forms import authority_key
from pipeline.findings import AuthorityType

# the words of a short-title clause; a law that names another's short title says "section 1 of the X Act"
_CLAUSE = re.compile(
    r"(?P<own>[Tt]his\s+(?:Act|[Jj]oint\s+[Rr]esolution|title|subtitle|division|chapter|part))\s+"
    r"(?:shall\s+be\s+known\s+(?:and\s+may\s+be\s+cited\s+)?as|(?:may|shall)\s+be\s+(?:cited|known|referred\s+to)\s+as)"
    r"\s*(?:the\s+)?[\"'`\s]{0,4}(?:the\s+)?"
)
_BETWEEN = re.compile(r"[\"'`,\s]{0,6}(?:or\s+(?:as\s+)?)?(?:the\s+)?[\"'`\s]{0,4}")
_YEAR = re.compile(r"(?: of|,) \d{4}\Z")


def own_names(text: str, rows: list[Found]) -> frozenset[str]:
    """The keys of the Acts whose short-title clause stands in this text, with and without their year."""
    acts = {row.start: row for row in rows if row.type is AuthorityType.ACT}
    keys: set[str] = set()
    for clause in _CLAUSE.finditer(text):
        row = acts.get(clause.end())
        while row is not None:
            keys.add(authority_key(row.normal))
            further = _BETWEEN.match(text, row.end)
            row = acts.get(further.end()) if further and " or " in f" {further.group()} " else None
    return frozenset(keys | {_YEAR.sub("", key) for key in keys})
