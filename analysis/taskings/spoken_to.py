"""To whom of several a paragraph of a message speaks: "Phil - can you check the dates?".

Whoever writes to three colleagues asks each for something else, and says whom by the name that opens the
paragraph. What the paragraph asks for is not the others' business.
"""

from __future__ import annotations

import re

from pipeline.documents import Span

_BLANK = re.compile(r"\n[ \t>]*(?:\n|(?=[-*•]\s))")
_OPENS = re.compile(
    r"\s*(?:[-*•]\s+)?@?(?P<name>[A-Z][\w'’]{2,}(?:\s[A-Z][\w'’-]+)?)\s*(?:[:,]|\s[-–—]+\s|[–—]+)"
)
_NEAR = 4000


def spoken_to(text: str, at: int, addressees: str) -> tuple[str, Span] | None:
    """The one of several addressees (parted by ";") whom the paragraph around an offset names at its head.

    None where it opens with no name, or with one that fits none of them or more than one.
    """
    listed = [one.strip() for one in addressees.split(";") if one.strip()]
    first = max(0, at - _NEAR)
    begun = first
    for blank in _BLANK.finditer(text, first, at):
        begun = blank.end()
    named = _OPENS.match(text, begun)
    if named is None or len(listed) < 2:
        return None
    words = named["name"].split()
    meant = [one for one in listed if all(_bears(one, word) for word in words)]
    return (meant[0], Span(*named.span("name"))) if len(meant) == 1 else None


def _bears(person: str, name: str) -> bool:
    """Whether a name, or its beginning ("Phil"), is one of a person's names."""
    return any(word.startswith(name) for word in re.findall(r"[^\W\d_][\w'’-]*", person))
