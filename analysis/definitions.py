"""Short names that a document gives its actors: "the Director of X (Director)"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DEFINED = re.compile(
    r"\b(?P<full>(?:[Tt]he\s+)?[A-Z][\w'’&.-]*(?:,?\s+(?:of|for|and|the|on|to|in|[A-Z][\w'’&.-]*)){0,14})\s*"
    r"\(\s*(?:the\s+|hereinafter,?\s+|“|\"|‘|'|``){0,3}"
    r"(?P<short>[A-Z][A-Za-z&. -]{1,40}?)(?:”|\"|’|'{1,2})?\s*\)"
)
"""Quotation marks of print, of typewriters and of the Weekly Compilation's plain text (``so'')."""


def short_names(text: str) -> dict[str, str]:
    """Short name to full name, as the document itself defines them; the first definition holds."""
    found: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        full, short = " ".join(match["full"].split()), match["short"].strip()
        found.setdefault(short, _of_initials(full, short))
    return found


def in_full(actor: str, names: Mapping[str, str]) -> str:
    """The name that the document's short name stands for; any other name as it is."""
    return names.get(_bare(actor), actor)


def _of_initials(full: str, short: str) -> str:
    """The words that initials stand for: in "the Director of the Office of Audit (OA)" the office's alone."""
    words = full.split()
    starts = (at for at, word in enumerate(words) if short.isupper() and word[0] == short[0])
    fits = (at for at in starts if "".join(word[0] for word in words[at:] if word[0].isupper()) == short)
    return " ".join(words[next(fits, 0) :])


def _bare(actor: str) -> str:
    return re.sub(r"^(?:the|each|such)\s+", "", " ".join(actor.split()), flags=re.I)


def longer(actor: str, names: Mapping[str, str]) -> str | None:
    """The name that a bare "the Secretary" stands for; None where the actor is printed in full."""
    full = names.get(_bare(actor))
    return None if full is None or full.lower().removeprefix("the ") == _bare(actor).lower() else full


def resolved(actor: str, names: Mapping[str, str]) -> str | None:
    """The same in words ("Secretary means ...")."""
    full = longer(actor, names)
    return f"“{_bare(actor)}” means {full}" if full else None
