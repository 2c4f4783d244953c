"""What "such plan" is: the words of an earlier sentence of the section, shown beside the duty.

Orders name a thing once and then say "such report". A draft is read alone, so it must name the thing; a
deadline of the earlier sentence stays with that sentence's own duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SUCH = re.compile(
    r"\bsuch\s+(?!as\b|an?\b|other\b|time\b|that\b|date\b|extent\b|amounts?\b|person\b|persons\b)"
    r"(?P<words>[a-z][a-z’'-]*(?:\s+[a-z][a-z’'-]*){0,2})",
    re.I,
)
_WORD = re.compile(r"[a-z][a-z’'-]+", re.I)
_SMALL = re.compile(
    r"to|in|on|by|and|or|of|for|from|with|as|shall|must|may|will|should|is|are|be|ha[sd]|have|within|under|that|which"
    r"|additional|further|new|final|initial|other",
    re.I,
)
_SHORTEST, _ROOT = 4, 5
_LONGEST = 110
_PLAIN = r"(?!(?:an?|the|any|all|each|to|shall|must|may|will|should|is|are|of|for|in|on|by|and|or)\b)[\w’'-]+"
_BEFORE = rf"(?:\b(?:an?|the|any|all|each|every|its|their|his|her|no)\s+(?:{_PLAIN}\s+){{0,5}}?)?"
_ON = r"(?:(?!\b(?:within\s|by\s+[\w.]+\s+\d|not\s+later|no\s+later|shall\b|must\b|will\b))[^,;:.])"
"""What goes on with a thing: neither its deadline, which is the earlier duty's own, nor another verb."""
_AFTER = (
    rf"(?:\s+(?:of|for|on|to|that|which|in|from|under|with|describing|containing|setting)\b{_ON}{{2,160}})?"
)
_VERB = re.compile(r"\b(?:may|shall|must|will|should|to)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Meant:
    """The words "such plan", and the place of what they mean: which sentence of those above, and where."""

    words: str
    above: int
    start: int
    end: int


def meant(text: str, above: Sequence[str]) -> Iterator[Meant]:
    """What each "such" of a text means by the sentences above it, the nearest first.

    None where its own sentence names the thing before it, or no sentence above has the word.
    """
    seen: set[str] = set()
    for such in _SUCH.finditer(text):
        for word in _WORD.finditer(such["words"]):
            name = word.group().lower()
            if _SMALL.fullmatch(name):
                break
            if len(name) < _SHORTEST or name in seen:
                continue
            if re.search(rf"\b{re.escape(_singular(name))}", text[: such.start()], re.I):
                continue
            found = _place(name, above)
            if found is not None:
                seen.add(name)
                yield Meant(_until(text, such, word), *found)
                break


def _until(text: str, such: re.Match[str], word: re.Match[str]) -> str:
    return " ".join(text[such.start() : such.start("words") + word.end()].split()).lower()


def _place(name: str, above: Sequence[str]) -> tuple[int, int, int] | None:
    """Where the nearest sentence above names the thing, or tells the deed that it is called after."""
    one = re.escape(_singular(name))
    named = re.compile(rf"{_BEFORE}\b(?<!such\s){one}\w{{0,3}}\b{_AFTER}", re.I)
    for index, text in enumerate(above):
        found = named.search(text)
        if found and not _VERB.search(text, 0, found.start()):
            return index, found.start(), found.start() + len(found.group().rstrip())
    deed = re.compile(rf"\b{re.escape(name[:_ROOT])}\w*\b{_ON}{{2,160}}", re.I)
    for index, text in enumerate(above if len(name) >= _ROOT + 2 else ()):
        found = deed.search(text)
        if found:
            return index, found.start(), found.start() + len(found.group().rstrip())
    return None


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return name[:-3]
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def shown(meaning: str, words: str) -> str:
    """As it stands beside a title: "such plan: “a plan to reduce delays”"."""
    said = " ".join(meaning.split())
    said = said if len(said) <= _LONGEST else f"{said[:_LONGEST].rsplit(' ', 1)[0].rstrip(' ,')} …"
    return f"{words}: “{said}”"
