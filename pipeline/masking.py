"""Personal data taken out of words: put back into what returns, or blackened for good.

Masked are numbers that name a person (social security, alien, file and claim numbers, birth dates said to be
such), ways to reach one (telephone, e-mail, street address), and the names in the opening and closing of a
letter. Citations, officials' titles and dates of deadlines are never masked: they are what the work is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MASKS = (
    ("SSN", re.compile(r"\b\d{3}-\d{2}-\d{4}\b")),
    # a Medicare number, by the pattern that its issuer publishes
    ("MEDICARE", re.compile(r"\b[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2}\b")),
    ("EMAIL", re.compile(r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\b")),
    (
        "PHONE",
        re.compile(
            r"(?<![\d-])(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?:\s*(?:x|ext\.?)\s*\d{1,6})?\b"
        ),
    ),
    ("ALIEN-NUMBER", re.compile(r"\bA[- ]?\d{3}[- ]?\d{3}[- ]?\d{3}\b")),
    (
        "FILE-NUMBER",
        re.compile(
            r"(?i)\b(?:claim|case|file|account|policy|member|patient|docket|VA\s+file|passport|medical\s+record|MRN"
            r"|health\s+plan|Medicare|Medicaid|DoD\s+ID|service|driver'?s?\s+licen[cs]e)\s*"
            r"(?:no\.?|number|#|:)\s*:?\s*(?P<value>[A-Z]{0,4}[- ]?\d[\d-]{4,})"
        ),
    ),
    (
        "BIRTH-DATE",
        re.compile(
            r"(?i)\b(?:date\s+of\s+birth|born(?:\s+on)?|DOB)\s*:?\s*"
            r"(?P<value>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|[A-Z][a-z]+ \d{1,2}, \d{4})"
        ),
    ),
    (
        "ADDRESS",
        re.compile(
            r"\b\d{1,6}(?:\s+[NSEW]\.?)?(?:\s+[A-Z][\w.'-]*){1,4}\s+(?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Drive|Dr\.?"
            r"|Lane|Ln\.?|Boulevard|Blvd\.?|Court|Ct\.?|Place|Pl\.?|Way|Terrace|Highway|Hwy\.?|Circle|Trail|Loop"
            r"|Square|Sq\.?|Parkway|Pkwy\.?|Cutoff|Crescent|Alley|Turnpike)\b"
            r"(?:,?\s+(?:Apt|Suite|Unit|#)\.?\s*[\w-]+)?"
        ),
    ),
)
_PLACEHOLDER = re.compile(r"⟦[A-Z-]+-\d+⟧")


@dataclass(slots=True)
class Mask:
    """Remembers what stands behind each placeholder; the same words always get the same one."""

    names: tuple[str, ...] = ()
    _kept: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def hide(self, text: str) -> str:
        """The text with placeholders."""
        for kind, pattern in _MASKS:
            text = pattern.sub(lambda match, kind=kind: self._hidden(kind, match), text)  # type: ignore[misc]
        for name in self.names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", self._placeholder("NAME", name), text)
        return text

    def show(self, text: str) -> str:
        """The text with the words behind its placeholders; one that was never given stays."""
        return _PLACEHOLDER.sub(lambda match: self._kept.get(match[0], match[0]), text)

    @property
    def count(self) -> int:
        """How many different things were hidden."""
        return len(self._kept)

    def _hidden(self, kind: str, match: re.Match[str]) -> str:
        value = match.groupdict().get("value")
        if value is None:
            return self._placeholder(kind, match[0])
        return match[0].replace(value, self._placeholder(kind, value))

    def _placeholder(self, kind: str, words: str) -> str:
        known = self._known.get((kind, words))
        if known is None:
            number = sum(held == kind for held, _ in self._known) + 1
            known = f"⟦{kind}-{number}⟧"
            self._known[kind, words] = known
            self._kept[known] = words
        return known


def blotted(text: str, names: tuple[str, ...] = ()) -> str:
    """The text with the letters and digits of personal data blotted out, each place as long as it was."""
    for _, pattern in _MASKS:
        text = pattern.sub(_blot, text)
    for name in filter(None, names):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _blot, text)
    return text


def _blot(match: re.Match[str]) -> str:
    value = match.groupdict().get("value") or match[0]
    at = match[0].rindex(value)
    blot = "".join(map(_blotted, value))
    return match[0][:at] + blot + match[0][at + len(value) :]


def _blotted(letter: str) -> str:
    """As wide as it was, and as high: layouts and rules that look at the shape of words see no change."""
    if letter.isdigit():
        return "0"
    return ("X" if letter.isupper() else "x") if letter.isalpha() else letter


BLACK = "█"


def blackened(text: str, names: tuple[str, ...] = ()) -> tuple[str, int]:
    """The text with personal data blackened for good, and how many places; every place is as long as it was.

    So offsets into the text hold, and a reader sees how much was taken out.
    """
    count = 0

    def black(match: re.Match[str]) -> str:
        nonlocal count
        value = match.groupdict().get("value") or match[0]
        at = match[0].rindex(value)
        count += 1
        covered = "".join(letter if letter.isspace() else BLACK for letter in value)
        return match[0][:at] + covered + match[0][at + len(value) :]

    for _, pattern in _MASKS:
        text = pattern.sub(black, text)
    for name in filter(None, names):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", black, text, flags=re.IGNORECASE)
    return text, count
