"""Sentences with the authorities they name, and which of those are named only by the way."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.citations import authority_key
from analysis.outline import Outline, Role, Sentence
from pipeline.documents import ExtractedDocument, Span
from pipeline.findings import AuthorityMention, AuthorityType

INERT = frozenset({Role.QUOTED, Role.HIDDEN, Role.FURNITURE})
_NEAR = 12
_QUOTES = re.compile(r"``.*?(?:''|\Z)|[“\"][^“”\"]*(?:[”\"]|\Z)|‘‘.*?(?:’’|\Z)", re.DOTALL)
# quoted words within one paragraph, so that a lone quotation mark silences no more than its sentence
_PARAGRAPH_QUOTES = re.compile(
    r"“[^“”\n]*(?:\n(?!\n)[^“”\n]*)*”|``(?:[^'`\n]|'(?!')|\n(?!\n))*''"
    r"|\"(?<![^\s(\[—]\")[^\"\n]*(?:\n(?!\n)[^\"\n]*)*\"(?![A-Za-z0-9])"
)
_BRACKETS = re.compile(r"\([^()]*\)")
# a sentence that ends so was cut by a line, a page or a heading inside it
_CUT_SHORT = re.compile(
    r"(?:,|\b(?:the|of|and|or|by|in|to|a|an|including|section|title|Executive|Public))\s*\Z"
)
_ENDED = re.compile(r"[.;:!?][\"'”’)\]*]*\s*\Z")
_RUNS_ON = re.compile(r"[a-z]|\(\s?[A-Z][a-z]{2}")
_LONGEST_JOIN = 12
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
    r"|[Ii]n\s+(?:response\s+to|recognition\s+of|light\s+of|view\s+of)|[Aa]s\s+a\s+result\s+of"
    r"|[Aa]s\s+required\s+by|reference\s+to|references\s+to|amendment\s+to|amendments\s+to))"
    r"\s+(?:the\s+|said\s+)?\Z"
)
# what an order is to serve: "in order to update and clarify A, B is amended"
_TO_SERVE = re.compile(r"\bin\s+order\s+to\s+\w+(?:\s+and\s+\w+)?\s+(?:the\s+)?\Z")
# what an order did in its own time is told in a clause of its own: "EO 12836 …, which revoked EO 12800 …"
_TOLD = re.compile(
    r"\b(?:which|that)(?:,\s+among\s+other\s+things,)?\s+(?:had\s+|has\s+)?(?:further\s+)?(?:amended|revoked"
    r"|superseded|continued|rescinded|established|supplemented|extended|replaced|modified)\s+\Z"
)
_CONJUNCTION = re.compile(r"\b(?:and|or)\b")
_ORDER = re.compile(r"EO (\d+)\b")
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
        return [
            one for one in self.mentions[first:last] if self.local(one)[1] <= high and not self.quotes(one)
        ]

    def before(self, place: int) -> list[AuthorityMention]:
        """The nearest mentions before a range of the sentence, those of earlier sentences too."""
        last = bisect_left(self.mentions, self.start + place, key=_begin)
        return [*self.earlier, *self.mentions[max(0, last - _NEAR) : last]]

    def quotes(self, mention: AuthorityMention) -> bool:
        """Whether the mention stands in quoted words."""
        return self.plain[slice(*self.local(mention))].isspace()

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
    quotes = [match.span() for match in _PARAGRAPH_QUOTES.finditer(document.text)]
    reached = 0
    for index, sentence in _joined(document.text, outline, external):
        first, last = bisect_left(starts, sentence.span.start), bisect_left(starts, sentence.span.end)
        if first > reached:
            yield Reading("", 0, tuple(external[reached:first]), None)
        text = sentence.words(document.text)
        if sentence.role is Role.QUOTED and not quoting and _OWN_START.match(text):
            # the quotation begins within this sentence: its first words are the document's own
            sentence = replace(sentence, role=Role.BODY)
        quoting = sentence.role is Role.QUOTED and not _CLOSED.search(text)
        plain = text if sentence.role in INERT else _plain(text, sentence.span.start, quotes)
        earlier = tuple(external[max(0, first - _NEAR) : first])
        yield Reading(plain, sentence.span.start, tuple(external[first:last]), sentence, index, earlier)
        reached = last
    if reached < len(external):
        yield Reading("", 0, tuple(external[reached:]), None)


def _joined(text: str, outline: Outline, external: list[AuthorityMention]) -> Iterator[tuple[int, Sentence]]:
    """The sentences with the number of their last part, those made whole that a line or page cut in two."""
    ends = [mention.evidence[0].end for mention in external]
    whole: Sentence | None = None
    parts = 0
    for index, sentence in enumerate(outline.sentences):
        if whole is not None and parts < _LONGEST_JOIN and _runs_on(text, whole, sentence, external, ends):
            role = sentence.role if whole.role is Role.HEADING else whole.role
            whole = replace(whole, role=role, span=Span(whole.span.start, sentence.span.end))
            parts += 1
            continue
        if whole is not None:
            yield index - 1, whole
        whole, parts = sentence, 1
    if whole is not None:
        yield len(outline.sentences) - 1, whole


def _runs_on(
    text: str, before: Sentence, after: Sentence, external: list[AuthorityMention], ends: list[int]
) -> bool:
    """Whether a sentence only goes on what stands before it: a citation or a clause runs across."""
    if before.role in INERT or after.role in INERT or after.marker is not None:
        return False
    at = bisect_left(ends, after.span.start + 1)
    if at < len(ends) and external[at].evidence[0].start < before.span.end:
        return True
    if Role.BODY is not after.role or before.role not in (Role.BODY, Role.LETTERHEAD):
        return False
    tail = text[max(before.span.start, before.span.end - 40) : before.span.end]
    if _ENDED.search(tail):
        return False
    return (
        _CUT_SHORT.search(tail) is not None or _RUNS_ON.match(text, after.span.start) is not None
    ) and before.role is Role.BODY


def _plain(text: str, start: int, quotes: list[tuple[int, int]]) -> str:
    """The sentence with quoted words blanked, and semicolons in brackets no longer ends of a clause."""
    pieces: list[str] = []
    reached, end = start, start + len(text)
    at = max(0, bisect_left(quotes, (start, start)) - 1)
    while at < len(quotes) and quotes[at][0] < end:
        low, high = max(reached, quotes[at][0]), min(end, quotes[at][1])
        if high > low:
            pieces += (text[reached - start : low - start], " " * (high - low))
            reached = high
        at += 1
    open_only = _QUOTES.sub(_blank, "".join((*pieces, text[reached - start :])))
    return _BRACKETS.sub(_soft, open_only)


def parted(
    reading: Reading, mentions: list[AuthorityMention], low: int
) -> tuple[list[AuthorityMention], list[AuthorityMention]]:
    """The mentions that stand for themselves and those named by the way ("as amended by …").

    What a conjunction joins to a mention shares its lot.
    """
    kept: list[AuthorityMention] = []
    left: list[AuthorityMention] = []
    before: tuple[AuthorityMention, bool] | None = None
    for mention in mentions:
        start, _ = reading.local(mention)
        joined = before is not None and _joined_to(reading, before, mention, bool(kept))
        if not joined and _in_title(reading.plain, low, start):
            # a title in brackets breaks no list: "A, as amended by B (Amendment of A), and C, is amended"
            left.append(mention)
            continue
        aside = before[1] if joined and before else by_the_way(reading.plain, low, start)
        aside = aside or (bool(kept) and _said_again(reading, kept[-1], mention))
        (left if aside else kept).append(mention)
        before = (mention, aside)
    return kept, left


def _joined_to(
    reading: Reading, before: tuple[AuthorityMention, bool], mention: AuthorityMention, kept: bool
) -> bool:
    """Whether a mention goes on the list that the one before it stands in, and so shares its lot.

    After "as amended by" a list ends where a subject begins: in "Pursuant to A, section 2 of B is amended" at
    a bare comma; in "A, as amended by B; C; and D are amended" at a semicolon; in "A, as amended by B, C, and
    D are amended" where C was issued before B, for what amended an order is named in the order of issue.
    """
    earlier, aside = before
    end, start = reading.local(earlier)[1], reading.local(mention)[0]
    if not only_joins(reading.plain, end, start):
        return False
    if not aside:
        return True
    if not kept:
        return _CONJUNCTION.search(reading.plain, end, start) is not None
    return ";" not in reading.plain[end:start] and not _issued_before(mention, earlier)


def _issued_before(one: AuthorityMention, other: AuthorityMention) -> bool:
    """Whether the number of one order tells that it came before the other."""
    first, second = _ORDER.match(one.citation), _ORDER.match(other.citation)
    return first is not None and second is not None and int(first[1]) < int(second[1])


_PRINTED_IN = frozenset({AuthorityType.STAT, AuthorityType.FEDERAL_REGISTER})


def _said_again(reading: Reading, named: AuthorityMention, mention: AuthorityMention) -> bool:
    """Whether a mention in brackets only says where the whole of what stands before them is printed.

    "Section 9 of the Jones Act (Public Law 66-261; 41 Stat. 988)" acts on section 9 alone; the section of
    the Code in "section 9 of the Jones Act (46 U.S.C. 50101)" is that section itself.
    """
    start, _ = reading.local(mention)
    opening = reading.plain.rfind("(", reading.local(named)[1], start)
    if opening < 0 or ")" in reading.plain[opening:start]:
        return False
    if mention.type in _PRINTED_IN or " Comp." in mention.citation:
        return True
    whole = mention.type is AuthorityType.PUBLIC_LAW or mention.citation.endswith("et seq.")
    return whole and authority_key(named.citation) != named.citation


def by_the_way(text: str, low: int, start: int) -> bool:
    """Whether "as amended by" and its kind lead up to `start`, or it stands in a title in brackets."""
    near = max(low, start - 80)
    told = any(words.search(text, near, start) is not None for words in (_ASIDE, _TOLD, _TO_SERVE))
    return told or _in_title(text, low, start)


def _in_title(text: str, low: int, start: int) -> bool:
    """Whether words in open brackets lead up to `start`."""
    opening = text.rfind("(", max(low, start - 300), start)
    return opening >= 0 and ")" not in text[opening:start] and bool(text[opening + 1 : start].strip())


def only_joins(text: str, start: int, end: int) -> bool:
    """Whether between two mentions stand only a date, a title and a conjunction."""
    if end - start > 400:
        return False
    return _JOINED.fullmatch(_FILLER.sub(" ", text[start:end])) is not None


def _begin(mention: AuthorityMention) -> int:
    return mention.evidence[0].start


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _soft(match: re.Match[str]) -> str:
    return match.group().replace(";", ",")
