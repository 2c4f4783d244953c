"""A document as lines, the way an eye takes them in: hidden text blanked, archive stamps passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.documents import ExtractedDocument, Span

_STAMP = re.compile(
    r"^\W*(?:UNCLASSIFIED\b.{0,80}\b(?:Case|Doc) No|UNCLAS\w*(?: SIFTED)?\W*$|RELEASED? IN (?:PART|FULL)\b"
    r"|B\d(?:,? ?B\d)*$|VerDate\b|Jkt \d|PO 0|Frm \d|Fmt \d|Sfmt \d|[EF]:\\|\d{2}[A-Z]{3}\d$"
    r"|\w+ on \w+ with [A-Z]+$|\w+\.EPS\b|\d{1,6}$|Page \d+(?: of \d+)?$)"
)
"""Lines of an archive or a printer (release stamps, print-shop marks, page numbers), not of the writer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without outer white space. `gap`: an empty line stands before it."""

    text: str
    span: Span
    gap: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the words it was read from."""

    value: str
    span: Span

    def at(self, start: int) -> Found:
        """The same words, counted from a text in which they begin so much later."""
        return Found(self.value, Span(start + self.span.start, start + self.span.end))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text with hidden passages blanked (offsets unchanged) and its lines in order."""

    text: str
    lines: tuple[Line, ...]

    def index(self, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> int | None:
        """The number of the first line between start and end that the pattern matches from its beginning."""
        for number, line in enumerate(self.lines[start:end], start):
            if pattern.match(line.text):
                return number
        return None

    def joined(self, lines: Iterable[Line], glue: str = " ") -> Found | None:
        """Neighbouring lines as one value; None where there is nothing to join."""
        kept = tuple(lines)
        if not kept:
            return None
        value = kept[0].text.strip(" ,;*_")
        for line in kept[1:]:
            bare = line.text.strip(" ,;*_")
            value += f"{' ' if _GOES_ON.match(bare) or _OPEN.search(value) else glue}{bare}"
        value = _unpunctuated(value)
        return Found(value, Span(kept[0].span.start, kept[-1].span.end)) if value else None


_GOES_ON = re.compile(r"[a-z&(]|[–—-] |(?:AND|OF|FOR)\b")
_OPEN = re.compile(r"(?:[–—&]|\b(?:and|of|for|the|to|in|on|AND|OF|FOR|THE))$")
_ABBREVIATED = re.compile(r"\b(?:Inc|Corp|Co|Ltd|Jr|Sr|Esq|Dept|D\.C|U\.S|Ph\.D|M\.D|[A-Z])\.$")


def _unpunctuated(value: str) -> str:
    bare = " ".join(value.split()).strip(" ,;:*#_")
    return bare if _ABBREVIATED.search(bare) else bare.strip(" ,;:.*#_")


def sheet(document: ExtractedDocument) -> Sheet:
    """The visible lines of a document."""
    text = blanked(document.text, document.hidden)
    return Sheet(text, tuple(_lines(text)))


def blanked(text: str, places: Iterable[Span]) -> str:
    """The text with the places turned into spaces, as long as before."""
    pieces, reached = [], 0
    for place in places:
        pieces.append(text[reached : place.start])
        pieces.append(re.sub(r"[^\n]", " ", text[place.start : place.end]))
        reached = place.end
    return "".join((*pieces, text[reached:]))


def _lines(text: str) -> Iterable[Line]:
    start, gap = 0, True
    for raw in text.split("\n"):
        bare = raw.strip("\f \t\u00a0")
        if not bare:
            gap = True
        elif _STAMP.match(bare):
            gap = gap or "\f" in raw
        else:
            at = start + raw.index(bare)
            yield Line(bare, Span(at, at + len(bare)), gap or "\f" in raw)
            gap = False
        start += len(raw) + 1


_RUNNING_HEAD = re.compile(
    r"[\W_]*(?:(?:WORKING |ADVANCE |STAFF )?DRAFT"
    r"(?:\W+(?:FOR|NOT|DO|PRE|DELIB|V|AS|OF|ONLY|\d).{0,40})?|(?:PRE-?DECISIONAL|DELIBERATIVE)\b.{0,60}"
    r"|FOR (?:OFFICIAL USE ONLY|IMMEDIATE RELEASE|COMMENT|REVIEW|INTERNAL USE).{0,20}"
    r"|NOT FOR (?:DISTRIBUTION|RELEASE|PUBLICATION).{0,20}|EMBARGOED\b.{0,60}"
    r"|(?:UN)?CLASSIFIED|CONFIDENTIAL|CUI|CONTROLLED UNCLASSIFIED INFORMATION|COPY|ORIGINAL|FINAL"
    r"|VIA .{3,40})[\W_]*"
)


def is_running_head(line: str) -> bool:
    """Whether the line is a mark of status or handling stamped over a paper, so no heading of it."""
    return bool(_RUNNING_HEAD.fullmatch(line))


def tidy(value: str) -> str:
    """One line of words: white space collapsed, markup signs and outer punctuation gone."""
    return " ".join(value.replace("**", " ").split()).strip(" ,;:#_*")
