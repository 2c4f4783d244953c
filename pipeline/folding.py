"""Text folded for comparison, with the way back to the original characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'
)
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
_PLAIN = _QUOTES | _DASHES
_GONE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
# a word broken at a line end, or a run of what does not stand for itself; one space between words does
_NOT_PLAIN = re.compile(
    r"(?P<broken>(?<=[a-z])[-\u2010\u00ad][ \t]*\n[ \t]*(?=[a-z]))| ?[^ -~][^!-~]*|  [^!-~]*"
)


def small(text: str) -> str:
    """The text in small letters, as an expression that overlooks case compares them.

    Where a plain word is looked for before an expression, the word must be found wherever the expression
    would find it: "ſ", "ı" and "İ" are s and i to `re.IGNORECASE`, yet not to `str.lower`.
    """
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().replace("ı", "i").replace("ſ", "s")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `starts[i]` and `ends[i]` frame the source of folded character i."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The half-open source range behind folded characters start to end."""
        return self.starts[start], self.ends[end - 1]


class _Folder:
    """Collects folded characters and their frames."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def plain(self, text: str, start: int, end: int) -> None:
        """Printable ASCII, and one space between it, stands for itself."""
        if start == end:
            return
        self.text.append(text[start:end].replace("`", "'"))
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def other(self, text: str, start: int, end: int) -> None:
        """White space at once; marks and other scripts character by character."""
        if text[start:end].isspace():
            self._space(start, end)
            return
        for index in range(start, end):
            char = text[index]
            if char.isspace():
                self._space(index, index + 1)
            elif char not in _GONE:
                for part in _PLAIN.get(char) or unicodedata.normalize("NFKC", char):
                    self._add(part, index, index + 1)

    def _space(self, start: int, end: int) -> None:
        if self.text and self.text[-1] == " ":
            self.ends[-1] = end
        else:
            self._add(" ", start, end)

    def _add(self, folded: str, start: int, end: int) -> None:
        self.text.append(folded)
        self.starts.append(start)
        self.ends.append(end)


@lru_cache(maxsize=8)
def fold(text: str) -> Folded:
    """Fold white space, quotes, dashes, compatibility forms and words broken at line ends."""
    folder = _Folder()
    reached = 0
    for match in _NOT_PLAIN.finditer(text):
        folder.plain(text, reached, match.start())
        if match.lastgroup != "broken":
            folder.other(text, *match.span())
        reached = match.end()
    folder.plain(text, reached, len(text))
    return Folded("".join(folder.text), tuple(folder.starts), tuple(folder.ends))
