"""How a duty may be met: "An agency satisfies the requirements of this subsection if it files the list".

Orders and statutes put such a way in a sentence behind the duty, or in a paragraph of its own. Whoever reads
the duty alone would do more than it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.cued import cued
from analysis.taskings.bounded import WHERE, Limit, places_named

_HINT = cued(
    "satisf fulfil compl meet met",
    r"satisf|fulfil|complian|compl(?:y|ied|ies)\s+with|\bm(?:eets?|et)\b",
    re.I,
)
_OF = (
    r"(?:(?:all\s+(?:of\s+)?)?(?:the\s+)?(?:\w+\s+)?(?:requirements?|obligations?|provisions?|dut(?:y|ies))"
    r"(?:\s+(?:set\s+forth|contained|imposed|established|described))?\s+(?:of|in|under|by)\s+)?"
)
_BACK = r"(?P<back>(?:this|these)\s+(?:requirement|obligation|dut(?:y|ie))s?)"
_IT = rf"(?:{_BACK}|{_OF}{WHERE})"
_NO_CLAUSE = "".join(
    rf"(?<!\b{word}\s)"
    for word in ("that", "which", "who", "they", "it", "to", "not", "shall", "must", "should", "only")
)
_HOW = (
    r"[\s,]+(?:if|when|where|by\s+(?:\w+ing|means|the|an?)\b|through|(?:so|as)\s+long\s+as|provided"
    r"|to\s+the\s+extent)\b"
)
_WAYS = (
    re.compile(
        rf"{_NO_CLAUSE}\b(?:satisf(?:y|ies)|fulfil(?:l|s|ls)?|meets?|compl(?:y|ies)\s+with)\s+{_IT}{_HOW}",
        re.I,
    ),
    re.compile(
        rf"{_NO_CLAUSE}\b(?:satisfies|fulfils|fulfills|constitutes?\s+compliance\s+with)\s+{_IT}", re.I
    ),
    re.compile(
        rf"\b(?:deemed|considered|presumed|treated\s+as|regarded\s+as)\s+(?:to\s+(?:have\s+|be\s+)?|as\s+)?(?:in\s+(?:full\s+)?)?"
        rf"(?:satisf(?:y|ied|ying)|me(?:e)?t(?:ing)?|fulfil\w*|compl(?:y|ied|ying|iant|iance))\s+(?:with\s+)?{_IT}",
        re.I,
    ),
    re.compile(
        rf"(?:^|[,;]\s+){_IT}\s+(?:is|are|will\s+be|may\s+(?:also\s+)?be|can\s+be|shall\s+be(?=\s+(?:deemed|considered)))\s+"
        rf"(?:(?:deemed|considered|presumed)\s+(?:to\s+(?:be|have\s+been)\s+)?)?(?:satisfied|met|fulfilled|complied\s+with){_HOW}",
        re.I,
    ),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A sentence that says how what a section asks may be met; None as `limit` where it points back."""

    index: int
    section: str | None
    limit: Limit | None


def ways(sentences: Iterable[tuple[int, str | None, str]]) -> Iterator[Way]:
    """The ways to meet what sections ask, out of sentences each with its index and section."""
    for index, section, words in sentences:
        if _HINT.search(words) is None:
            continue
        found = next((match for match in (form.search(words) for form in _WAYS) if match), None)
        if found is None:
            continue
        places = None if found["back"] else places_named(found, section)
        if places is not None or found["back"]:
            yield Way(index, section, None if places is None else Limit(index, section, places))
