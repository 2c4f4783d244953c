"""English words without their endings."""

from __future__ import annotations

from functools import lru_cache

_ENDINGS = (
    "ations",
    "ation",
    "ements",
    "ement",
    "mental",
    "ments",
    "ment",
    "atives",
    "ative",
    "ings",
    "ing",
    "ities",
    "ity",
    "ies",
    "ied",
    "ions",
    "ion",
    "ers",
    "er",
    "ed",
    "es",
    "s",
    "al",
    "e",
    "y",
)
_SHORTEST_STEM = 4


def bare(word: str) -> str:
    """A word in small letters without its possessive."""
    return word.lower().replace("’", "'").removesuffix("'s").strip("'-")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its commonest English endings, so that "hiring" meets "hire" and "budgets" "budget"."""
    plain = bare(word)
    for ending in _ENDINGS:
        least = _SHORTEST_STEM - (ending in ("ing", "e", "s"))
        if plain.endswith(ending) and len(plain) - len(ending) >= least:
            return _single(plain[: -len(ending)].removesuffix("e"), ending)
    return plain


def _single(stemmed: str, ending: str) -> str:
    """Without the letter that an ending doubles: "permitted" meets "permit"."""
    doubled = ending in ("ed", "ing", "er", "ers", "ings") and stemmed[-1:] == stemmed[-2:-1]
    cut = doubled and stemmed[-1:] in "bdgmnprt" and len(stemmed) > _SHORTEST_STEM
    return stemmed[:-1] if cut else stemmed
