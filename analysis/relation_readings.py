"""Sentences with the authorities they name, and which of those are named only by the way."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.outline import Outline, Role, Sentence
from pipeline.documents import ExtractedDocument
from pipeline.findings import AuthorityMention

INERT = frozenset({Role.QUOTED, Role.HIDDEN, Role.FURNITURE})
_NEAR = 12
_QUOTES = re.compile(r"``.*?(?:''|\Z)|[“\"][^“”\"]*(?:[”\"]|\Z)|‘‘.*?(?:’’|\Z)", re.DOTALL)
_OWN_START = re.compile(r"[^“”\"`]{8,}(?:“|\"|``)")
_CLOSED = re.compile(r"(?:”|\"|'')[\s.;,)]{0,4}(?:and)?\s*\Z")
_ASIDE = re.compile(
    r"(?:\b(?:amended(?:\s+and\s+supplemented)?|established|created|issued|authorized|required"
    r"|provided(?:\s+for)?|declared|defined"
    r"|set\s+forth|set\s+out|described|referred\s+to|specified|identified|imposed|designated"
    r"|delegated|vested|ordered|found|expanded|modified"
    r"|continued|relied\s+upon|taken|promulgated|directed|contained|stated|prescribed|assigned"
    r"|made|conferred|granted|listed|outlined|called\s+for|extended|re-?established|superseded"
    r"|revoked|implemented)"
    r"(?:\s+(?:most\s+recently|only|pursuant))?\s+(?:by|in|under|to|pursuant\s+to)"
    r"|\b(?:[Pp]ursuant\s+to|[Uu]nder|[Ii]n\s+accordance\s+with|[Cc]onsistent\s+with"
    r"|[Nn]otwithstanding|[Ee]xcept\s+as\s+provided\s+in|relating\s+to|respect\s+to"
    r"|[Bb]y\s+virtue\s+of|[Ii]n\s+furtherance\s+of|meaning\s+of|purposes\s+of|by"
    r"|[Aa]s\s+required\s+by|reference\s+to|references\s+to|amendment\s+to|amendments\s+to))"
    r"\s+(?:the\s+|said\s+)?\Z"
)
_CONJUNCTION = re.compile(r"\b(?:and|or)\b")
_JOINED = re.compile(r"[\s,;]*(?:(?:and|or|as\s+well\s+as)\b)?[\s,]*(?:to\s+)?")
_FILLER = re.compile(
    r"\s*,?\s*(?:of|dated)\s+[A-Z][a-z]+\s+\d{1,2},\s+\d{4},?|\s*\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|,?\s*as\s+amended,?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its external mentions; `plain` is its text with quoted words blanked."""

    plain: str
    start: int
    mentions: tuple[AuthorityMention, ...]
    sentence: Sentence | None
    index: int = -1
    earlier: tuple[AuthorityMention, ...] = ()

    def between(self, low: int, high: int) -> list[AuthorityMention]:
        """The mentions wholly inside a range of the sentence."""
        first = bisect_left(self.mentions, self.start + low, key=_begin)
        last = bisect_left(self.mentions, self.start + high, key=_begin)
        return [one for one in self.mentions[first:last] if self.local(one)[1] <= high]

    def before(self, place: int) -> list[AuthorityMention]:
        """The nearest mentions before a range of the sentence, those of earlier sentences too."""
        last = bisect_left(self.mentions, self.start + place, key=_begin)
        return [*self.earlier, *self.mentions[max(0, last - _NEAR) : last]]

    def local(self, mention: AuthorityMention) -> tuple[int, int]:
        """Where a mention begins and ends within the sentence."""
        return mention.evidence[0].start - self.start, mention.evidence[0].end - self.start


def readings(
    document: ExtractedDocument, outline: Outline, authorities: tuple[AuthorityMention, ...]
) -> Iterator[Reading]:
    """Every sentence in order; mentions that lie in none come in readings without a sentence."""
    external = [mention for mention in authorities if not mention.is_self]
    quoting = False
    starts = [mention.evidence[0].start for mention in external]
    reached = 0
    for index, sentence in enumerate(outline.sentences):
        first, last = bisect_left(starts, sentence.span.start), bisect_left(starts, sentence.span.end)
        if first > reached:
            yield Reading("", 0, tuple(external[reached:first]), None)
        text = document.text[sentence.span.start : sentence.span.end]
        if sentence.role is Role.QUOTED and not quoting and _OWN_START.match(text):
            # the quotation begins within this sentence: its first words are the document's own
            sentence = replace(sentence, role=Role.BODY)
        quoting = sentence.role is Role.QUOTED and not _CLOSED.search(text)
        plain = text if sentence.role in INERT else _QUOTES.sub(_blank, text)
        earlier = tuple(external[max(0, first - _NEAR) : first])
        yield Reading(plain, sentence.span.start, tuple(external[first:last]), sentence, index, earlier)
        reached = last
    if reached < len(external):
        yield Reading("", 0, tuple(external[reached:]), None)


def parted(
    reading: Reading, mentions: list[AuthorityMention], low: int
) -> tuple[list[AuthorityMention], list[AuthorityMention]]:
    """The mentions that stand for themselves and those named by the way ("as amended by …").

    What a conjunction joins to a mention shares its lot.
    """
    kept: list[AuthorityMention] = []
    left: list[AuthorityMention] = []
    before: tuple[int, bool] | None = None
    for mention in mentions:
        start, end = reading.local(mention)
        joined = before is not None and only_joins(reading.plain, before[0], start)
        if joined and before and before[1] and not kept:
            # "Pursuant to Executive Order A, section 2 of Executive Order B is amended": a bare comma
            # ends what leads up to the subject
            joined = _CONJUNCTION.search(reading.plain, before[0], start) is not None
        aside = before[1] if joined and before else by_the_way(reading.plain, low, start)
        (left if aside else kept).append(mention)
        before = (end, aside)
    return kept, left


def by_the_way(text: str, low: int, start: int) -> bool:
    """Whether "as amended by" and its kind lead up to `start`, or it stands in a title in brackets."""
    opening = text.rfind("(", max(low, start - 300), start)
    in_title = opening >= 0 and ")" not in text[opening:start] and bool(text[opening + 1 : start].strip())
    return in_title or _ASIDE.search(text, max(low, start - 80), start) is not None


def only_joins(text: str, start: int, end: int) -> bool:
    """Whether between two mentions stand only a date, a title and a conjunction."""
    if end - start > 400:
        return False
    return _JOINED.fullmatch(_FILLER.sub(" ", text[start:end])) is not None


def _begin(mention: AuthorityMention) -> int:
    return mention.evidence[0].start


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
