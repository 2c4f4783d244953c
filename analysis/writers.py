"""How a person would name those who wrote a letter and those it is for: names, not signature blocks."""

from __future__ import annotations

import re

from analysis.metadata import Facts
from pipeline.findings import Kind

_MOST_NAMED = 2
_SMALL = frozenset({"Of", "And", "The", "For", "To", "In", "On", "A", "An"})
_REVERSED = re.compile(r"^(?P<last>[A-Z][\w'’-]+), (?P<first>[A-Z][\w.'’ -]{0,30}?)(?: \([^)]*\))?$")
"""As mail systems list people: the surname first, the office in brackets."""


def writers(facts: Facts) -> str | None:
    """The signers by name: "A", "A and B", or "A and 3 others"; None where nobody is named."""
    names = [_name(part.strip(), facts) for part in (facts.sender or "").split(";") if part.strip()]
    if len(names) > _MOST_NAMED:
        return f"{names[0]} and {len(names) - 1} others"
    return " and ".join(names) or None


def several(facts: Facts) -> bool:
    """Whether more than one signs."""
    return ";" in (facts.sender or "")


def spoken(party: str, facts: Facts) -> str:
    """A sender or an addressee with its titles: capitals as in a sentence, given names first."""
    if facts.kind is Kind.EMAIL:
        return "; ".join(_forward(part.strip()) for part in party.split(";"))
    return ", ".join(re.sub(r"^The (?!Hon)", "the ", _unshouted(part)) for part in party.split(", "))


def _name(sender: str, facts: Facts) -> str:
    """The name before the title."""
    return _forward(sender) if facts.kind is Kind.EMAIL else _unshouted(sender.split(",")[0].strip())


def _forward(name: str) -> str:
    match = _REVERSED.match(name)
    return f"{match['first']} {match['last']}" if match else name


def _unshouted(words: str) -> str:
    """A letterhead's capitals as a person writes them; one word alone may be initials and stays."""
    if not words.isupper() or " " not in words:
        return words
    plain = re.sub(r"[A-Z][A-Z\d]*", lambda word: word[0].capitalize(), words).split()
    small = (word.lower() if at and word in _SMALL else word for at, word in enumerate(plain))
    return " ".join(small)
