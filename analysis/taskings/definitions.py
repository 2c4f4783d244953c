"""Short names that a document gives its actors: "the Director of X (Director)"."""

from __future__ import annotations

import re

_DEFINED = re.compile(
    r"\b(?P<full>(?:[Tt]he\s+)?[A-Z][\w'’&.-]*(?:,?\s+(?:of|for|and|the|on|to|in|[A-Z][\w'’&.-]*)){0,14})\s*"
    r"\(\s*(?:the\s+|hereinafter,?\s+|“|\"|‘|'){0,3}(?P<short>[A-Z][A-Za-z&. -]{1,40}?)(?:”|\"|’|')?\s*\)"
)


def short_names(text: str) -> dict[str, str]:
    """Short name to full name, as the document itself defines them; the first definition holds."""
    found: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        full = " ".join(match["full"].split())
        found.setdefault(match["short"].strip(), full)
    return found


def resolved(actor: str, names: dict[str, str]) -> str | None:
    """What a bare "the Secretary" means ("Secretary means ..."); None where the actor is printed in full."""
    bare = re.sub(r"^(?:the|each|such)\s+", "", " ".join(actor.split()), flags=re.I)
    full = names.get(bare)
    if full is None or full.lower().removeprefix("the ") == bare.lower():
        return None
    return f"“{bare}” means {full}"
