"""To whom of several a paragraph of a message speaks: "Phil - can you check the dates?".

Whoever writes to three colleagues asks each for something else, and says whom by the name that opens the
paragraph. What the paragraph asks for is not the others' business.
"""

from __future__ import annotations

import re

from pipeline.documents import Span

_BLANK = re.compile(r"\n[ \t>]*(?:\n|(?=[-*•]\s))")
_NAME = r"[A-Z][\w'’]{2,}(?:\s[A-Z][\w'’-]+)?"
_OPENS = re.compile(
    rf"\s*(?:[-*•]\s+)?@?(?P<names>{_NAME}(?:(?:,\s+|\s+and\s+|,\s+and\s+){_NAME})*)"
    r"\s*(?:[:,]|\s[-–—]+\s|[–—]+)"
)
_TITLE = re.compile(r"\s*[A-Z][\w&/-]*(?: [\w&/-]+){0,3}\.[ ]+")
"""The title of a paragraph, behind which it may turn to somebody: "FOIA. Juan, please"."""
_NEAR = 4000


def spoken_to(text: str, at: int, addressees: str) -> tuple[str, Span] | None:
    """Those of several addressees (parted by ";") whom a sentence, or else its paragraph, names at its head.

    `at` is where the sentence begins. None where both open with no name, or with one that fits none of the
    addressees or more than one.
    """
    listed = [one.strip() for one in addressees.split(";") if one.strip()]
    if len(listed) < 2:
        return None
    begun = max(0, at - _NEAR)
    for blank in _BLANK.finditer(text, begun, at):
        begun = blank.end()
    title = _TITLE.match(text, begun, max(begun, at))
    return _named(text, at, listed) or _named(text, title.end() if title else begun, listed)


def _named(text: str, at: int, listed: list[str]) -> tuple[str, Span] | None:
    """Whom the words at an offset name, as they are listed."""
    opened = _OPENS.match(text, at)
    if opened is None:
        return None
    meant = []
    for name in re.split(r",\s+and\s+|,\s+|\s+and\s+", opened["names"]):
        fits = [one for one in listed if all(_bears(one, word) for word in name.split())]
        if len(fits) != 1:
            return None
        meant += fits
    return "; ".join(meant), Span(*opened.span("names"))


def _bears(person: str, name: str) -> bool:
    """Whether a name, or its beginning ("Phil"), is one of a person's names."""
    return any(word.startswith(name) for word in re.findall(r"[^\W\d_][\w'’-]*", person))
