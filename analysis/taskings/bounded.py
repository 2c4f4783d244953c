"""Sentences that limit what other sections order: whom those spare, and how far they are to be carried out.

Orders put them at their end: "Sections 3 through 5 shall be carried out subject to …", "the requirements of
section 2 do not apply to …". Whoever reads the duty of section 3 alone would take it for one without a bound.
The formula for all of an order ("shall be implemented consistent with applicable law") says nothing of any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.cued import cued

_NUMBER = r"\d+(?:\.\d+)?(?:\(\w{1,4}\))*"
_SECTIONS = (
    rf"sections?\s+(?P<sections>{_NUMBER}(?:(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or|through|to)\s+){_NUMBER})*)"
    r"(?:\s+of\s+this\s+(?:order|memorandum|directive|Act)\b|(?!\s*\()(?!,?\s+of\b)(?!\.\d))"
)
_PARTS = (
    r"(?:subsections?|paragraphs?)\s+(?P<parts>\(\w{1,4}\)(?:(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)\(\w{1,4}\))*)"
    r"\s+of\s+this\s+section"
)
_HERE = r"(?P<here>this\s+(?:subsection|paragraph|section|order|memorandum|directive))"
WHERE = rf"(?:{_SECTIONS}|{_PARTS}|{_HERE})"
"""How a sentence names the sections that it speaks of, its own section, or the whole paper."""
_OF = (
    r"(?:(?:the\s+)?(?:requirements?|provisions?|dut(?:y|ies)|obligations?|prohibitions?|limitations?|restrictions?)"
    r"(?:\s+(?:set\s+forth|contained|imposed|assigned))?\s+(?:of|in|under|by)\s+)?"
)
_LIMITS = (
    re.compile(
        rf"^\W*(?:(?:however|further),\s+)?{_OF}{WHERE}\s+"
        r"(?:(?:shall|do|does|will|must)\s+not\s+apply\s+(?:to|with)\b|(?:(?:shall|will)\s+)?appl(?:y|ies)\s+only\b)",
        re.I,
    ),
    re.compile(rf"^\W*(?:however,\s+)?notwithstanding\s+(?:{_SECTIONS}|{_PARTS}),\s", re.I),
    re.compile(rf"\b(?:is|are|shall\s+be)\s+exempt(?:ed)?\s+from\s+{_OF}{WHERE}", re.I),
    re.compile(
        rf"\bcarry\s+out\s+(?:the\s+|their\s+|its\s+)?(?:dut(?:y|ies)|functions|responsibilities|requirements)\s+"
        rf"(?:(?:assigned|imposed|required|described|set\s+forth)\s+)?(?:by|under|in|of)\s+{_SECTIONS}[^.;]*?"
        r"\b(?:to\s+the\s+(?:\w+\s+)?extent|subject\s+to|consistent\s+with|only)\b",
        re.I,
    ),
    re.compile(
        rf"^\W*(?:the\s+)?(?:(?:dut(?:y|ies)|functions|responsibilities|requirements|provisions)\s+"
        rf"(?:(?:assigned|imposed|required|described|set\s+forth)\s+)?(?:by|under|in|of)\s+)?{_SECTIONS}\s+"
        r"(?:shall|must|will|is\s+to|are\s+to)\s+be\s+(?:carried\s+out|performed|implemented|executed|exercised)\b[^.;]*?"
        r"\b(?:to\s+the\s+(?:\w+\s+)?extent|subject\s+to|consistent\s+with|only)\b",
        re.I,
    ),
)
_MAY_LIMIT = cued(
    "appl exempt carr performed implemented executed exercised notwithstanding",
    r"\b(?:notwithstanding|not\s+apply|appl(?:y|ies)\s+only|exempt\w*\s+from|carry\s+out|carried\s+out|performed|implemented|executed|exercised)\b",
    re.I,
)
_RANGE = re.compile(r"(\d+)\s+(?:through|to)\s+(\d+)")
_ONE = re.compile(_NUMBER)
_PART = re.compile(r"\(\w{1,4}\)")
_BASE = re.compile(r"\d+(?:\.\d+)?")
_LEVELS = {
    "section": _BASE,
    "subsection": re.compile(rf"{_BASE.pattern}(?:\(\w{{1,4}}\))?"),
    "paragraph": re.compile(rf"{_BASE.pattern}(?:\(\w{{1,4}}\)){{0,2}}"),
}
"""How much of a label names what a sentence calls its own: 3(b)(2) stands in subsection 3(b)."""
_FARTHEST = 40


@dataclass(frozen=True, slots=True)
class Limit:
    """A sentence that limits sections: its index, where it stands, and the places that it limits.

    A place is a number with its labels ("3", "1(b)"); none means the whole document.
    """

    index: int
    section: str | None
    places: frozenset[str]

    def holds(self, section: str | None) -> bool:
        """Whether it limits what stands in a section."""
        if not self.places:
            return True
        own = _place(section)
        return any(own == one or own.startswith(f"{one}(") for one in self.places)


def limiting(sentences: Iterable[tuple[int, str | None, str]]) -> Iterator[Limit]:
    """The limits that sentences, each with its index and section, set to what other sections order."""
    for index, section, words in sentences:
        if _MAY_LIMIT.search(words) is None:
            continue
        found = next((match for match in (form.search(words) for form in _LIMITS) if match), None)
        places = places_named(found, section) if found else None
        if places is not None:
            yield Limit(index, section, places)


def places_named(found: re.Match[str], section: str | None) -> frozenset[str] | None:
    """Which places `WHERE` named, none for the whole document; None where they cannot be told.

    `section` is that of the sentence itself.
    """
    named = found.groupdict()
    if named.get("sections"):
        return frozenset(_numbers(named["sections"]))
    own = _place(section)
    if named.get("parts"):
        base = _BASE.match(own)
        return frozenset(f"{base.group()}{one}" for one in _PART.findall(named["parts"])) if base else None
    here = (named.get("here") or "").lower().split()[-1]
    if here in ("order", "memorandum", "directive"):
        return frozenset()
    level = _LEVELS[here].match(own)
    return frozenset({level.group()}) if level else None


def _numbers(words: str) -> Iterator[str]:
    """The numbers of "3 through 5, and 7(b)", those between them too."""
    for first, last in _RANGE.findall(words):
        yield from (str(one) for one in range(int(first), min(int(last), int(first) + _FARTHEST) + 1))
    yield from _ONE.findall(words)


def _place(section: str | None) -> str:
    """A section label as number and labels: "Sec. 3(a)" is "3(a)"."""
    found = _ONE.search(section or "")
    return found.group() if found else ""
