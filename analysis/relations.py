"""What a document does to other authorities: amends, revokes, supersedes …, with the operative words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from analysis.citations import authority_key
from analysis.outline import Outline, Role, Sentence
from analysis.relation_verbs import Operation, operations
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.findings import AuthorityMention, AuthorityType, Relation, RelationKind

_INERT = frozenset({Role.QUOTED, Role.HIDDEN, Role.FURNITURE})
_SILENT = frozenset({Role.REPLY, Role.HEADING, Role.LETTERHEAD, Role.SIGNATURE, Role.FOOTNOTE})
_QUOTES = re.compile(r"``.*?(?:''|\Z)|[“\"][^“”\"]*(?:[”\"]|\Z)|‘‘.*?(?:’’|\Z)", re.DOTALL)
_OWN_START = re.compile(r"[^“”\"`]{8,}(?:“|\"|``)")
_CLOSED = re.compile(r"(?:”|\"|'')[\s.;,)]{0,4}(?:and)?\s*\Z")
_LISTED = re.compile(r"\bfollowing\b|\blisted\s+below\b|\bas\s+follows\b|:\s*\Z")
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
_BACK = re.compile(
    r"\b(?:[Tt]hat|[Ss]uch|[Ss]aid|[Tt]he|[Tt]hose|[Tt]hese"
    r"|[Bb]oth)\s+(?:and\s+all\s+related\s+)?(?:Executive\s+)?(?P<noun>[Oo]rder|Act|[Mm]emorandum"
    r"|[Pp]roclamation)(?P<many>s)?\b(?!\s+(?:of|issued|in|or)\b)"
)
_AUTHORITY = re.compile(
    r"\b[Bb]y\s+(?:virtue\s+of\s+)?(?:the\s+)?(?:power\s+and\s+)?authority\s+(?:vested\s+in"
    r"|granted|given|conferred|of\s+the\s+President)|\b(?:Authority|AUTHORITY):"
    r"|[Pp]ursuant\s+to\s+(?:the\s+)?authority\s+vested"
    r"|[Uu]nder\s+(?:the\s+)?authority\s+vested"
)
_AUTHORITY_ENDS = re.compile(
    r"\bin\s+order\s+(?:\w+\s+)?to\b|\bit\s+is\s+(?:hereby\s+)?(?:ordered|directed)|\bI\s+hereby\b"
    r"|\bI,\s+[A-Z]|\bhereby\b|\bhaving\s+(?:found|determined|been|due)\b"
    r"|\bto\s+(?:further|advance|ensure|promote|provide|establish|strengthen|improve|protect"
    r"|assist)\b|\bin\s+(?:view|furtherance|light)\s+of\b"
)
_DELEGATION = re.compile(
    r"\b(?:I\s+(?:also\s+)?(?:hereby\s+)?(?:delegate|assign)\b|hereby\s+(?:delegate|assign)\b"
    r"|(?:is|are)\s+(?:hereby\s+|also\s+)*(?:delegated|assigned)\s+to\b)"
)
_IMPLEMENTS = re.compile(
    r"(?:\b[Tt]his\s+\w+\s+implements|\bin\s+order\s+to\s+(?:further\s+)?(?:implement|carry\s+out)"
    r"|\b[Ii]n\s+(?:furtherance|implementation)\s+of|\b[Tt]o\s+implement)\s+(?:the\s+)?\Z"
)
_CONSISTENT = re.compile(
    r"\b(?:[Cc]onsistent\s+with|[Ii]n\s+accordance\s+with|[Ii]n\s+conformity\s+with)\s+(?:the\s+)?\Z"
)
_SUPPLEMENTS = re.compile(
    r"\b(?:is|are)\s+(?:supplemental"
    r"|in\s+addition)\s+to\s+(?:and\s+reaffirms?\s+)?\Z"
)
_TYPES = {
    "order": (AuthorityType.EXECUTIVE_ORDER,),
    "act": (AuthorityType.ACT, AuthorityType.PUBLIC_LAW),
    "memorandum": (AuthorityType.PRESIDENTIAL_MEMORANDUM, AuthorityType.OMB_MEMO),
    "proclamation": (AuthorityType.PROCLAMATION,),
}
_PROVISIONS = frozenset({AuthorityType.USC, AuthorityType.CFR, AuthorityType.STATE_LAW})
_PARTIAL = frozenset({RelationKind.SUPERSEDES, RelationKind.TERMINATES, RelationKind.REPEALS})
_IN_PART = re.compile(r"\bin\s+part\b|\bto\s+the\s+extent\b|\bonly\s+insofar\b")
_REACH = 3000
_LONGEST_LIST = 400
_PASSED_OVER = frozenset({Role.FURNITURE, Role.HIDDEN, Role.FOOTNOTE})


def relations(
    document: ExtractedDocument, outline: Outline, authorities: tuple[AuthorityMention, ...]
) -> tuple[Relation, ...]:
    """What the document does to each external authority it names, one row per relation and target.

    Every mention that no operative clause acts on becomes `cites`, unless its target has a stronger
    relation. Quoted replacement text says nothing about this document. Mentions of itself are no rows.
    """
    readings = list(_readings(document, outline, authorities))
    acts = [act for index in range(len(readings)) for act in _acts(readings, index)]
    done = {(act.mention.evidence[0].start, act.mention.evidence[0].end) for act in acts}
    for reading in readings:
        if reading.sentence is None or reading.sentence.role not in _INERT:
            acts += [
                _softer(reading, at) for at, one in enumerate(reading.mentions) if _place(one) not in done
            ]
    return _rows(document, acts)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence with its external mentions; `plain` is its text with quoted words blanked."""

    plain: str
    start: int
    mentions: tuple[AuthorityMention, ...]
    sentence: Sentence | None
    index: int = -1
    earlier: tuple[AuthorityMention, ...] = ()

    def local(self, mention: AuthorityMention) -> tuple[int, int]:
        return mention.evidence[0].start - self.start, mention.evidence[0].end - self.start


@dataclass(frozen=True, slots=True)
class _Act:
    """One relation to one mention, with the place of the operative words."""

    kind: RelationKind
    mention: AuthorityMention
    words: tuple[Span, ...]
    whole: bool = True


def _place(mention: AuthorityMention) -> tuple[int, int]:
    return mention.evidence[0].start, mention.evidence[0].end


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _readings(
    document: ExtractedDocument, outline: Outline, authorities: tuple[AuthorityMention, ...]
) -> Iterator[_Reading]:
    external = [mention for mention in authorities if not mention.is_self]
    quoting = False
    starts = [mention.evidence[0].start for mention in external]
    reached = 0
    for index, sentence in enumerate(outline.sentences):
        first, last = bisect_left(starts, sentence.span.start), bisect_left(starts, sentence.span.end)
        if first > reached:
            yield _Reading("", 0, tuple(external[reached:first]), None)
        text = document.text[sentence.span.start : sentence.span.end]
        if sentence.role is Role.QUOTED and not quoting and _OWN_START.match(text):
            # the quotation begins within this sentence: its first words are the document's own
            sentence = replace(sentence, role=Role.BODY)
        quoting = sentence.role is Role.QUOTED and not _CLOSED.search(text)
        plain = text if sentence.role in _INERT else _QUOTES.sub(_blank, text)
        earlier = tuple(external[max(0, first - 12) : first])
        yield _Reading(plain, sentence.span.start, tuple(external[first:last]), sentence, index, earlier)
        reached = last
    if reached < len(external):
        yield _Reading("", 0, tuple(external[reached:]), None)


def _acts(readings: list[_Reading], index: int) -> Iterator[_Act]:
    reading = readings[index]
    if reading.sentence is None or reading.sentence.role in _INERT | _SILENT:
        return
    claimed = _AUTHORITY.search(reading.plain)
    if claimed is not None:
        yield from _authority(reading, claimed.start())
    for operation in operations(reading.plain):
        objects = _objects(reading, operation)
        words = _words(reading, operation)
        for mention in objects:
            yield _Act(operation.kind, mention, (words,), not _IN_PART.search(reading.plain, operation.end))
        if not objects and _LISTED.search(reading.plain):
            yield from (_Act(operation.kind, mention, (words,)) for mention in _carried(readings, index))
    if _DELEGATION.search(reading.plain):
        yield from _delegated(reading, claimed)


def _words(reading: _Reading, operation: Operation) -> Span:
    """The sentence where it is short, else the clause around the verb."""
    if reading.sentence is not None and len(reading.sentence.span) <= 600:
        return reading.sentence.span
    low, high = (
        min(operation.reach[0], operation.start),
        max(operation.end, min(operation.reach[1], operation.end + 300)),
    )
    low = max(low, operation.start - 500)
    words = reading.plain[low:high]
    low += len(words) - len(words.lstrip())
    return Span(reading.start + low, reading.start + max(low + 1, low + len(words.strip())))


def _authority(reading: _Reading, start: int) -> Iterator[_Act]:
    end = _AUTHORITY_ENDS.search(reading.plain, start + 12)
    limit = end.start() if end else len(reading.plain)
    for mention in reading.mentions:
        low, high = reading.local(mention)
        if start <= low and high <= limit:
            words = Span(reading.start + start, reading.start + high)
            yield _Act(RelationKind.UNDER_AUTHORITY_OF, mention, (words,) if len(words) < _REACH else ())


def _delegated(reading: _Reading, claimed: re.Match[str] | None) -> Iterator[_Act]:
    verb = _DELEGATION.search(reading.plain)
    for mention in reading.mentions:
        low, _ = reading.local(mention)
        if verb is not None and (claimed is None or low > verb.start()):
            yield _Act(
                RelationKind.DELEGATES_UNDER,
                mention,
                (Span(reading.start + verb.start(), reading.start + verb.end()),),
            )


def _objects(reading: _Reading, operation: Operation) -> list[AuthorityMention]:
    """The mentions that the verb acts on; those named by the way ("as amended by …") are left out."""
    low, high = operation.reach
    inside = [
        one for one in reading.mentions if low <= reading.local(one)[0] and reading.local(one)[1] <= high
    ]
    kept, left = _parted(reading, inside, low)
    if operation.plural and len(kept) == 1 and left and left[-1] is inside[-1]:
        kept.append(left[-1])
    if kept and operation.passive:
        return kept
    # "revoke that order, Executive Order 13310 …": the word that points back stands first
    return [*_pointed_back(reading, low, min(high, low + 60) if kept else high), *kept]


def _parted(
    reading: _Reading, mentions: list[AuthorityMention], low: int
) -> tuple[list[AuthorityMention], list[AuthorityMention]]:
    kept: list[AuthorityMention] = []
    left: list[AuthorityMention] = []
    before: tuple[int, bool] | None = None
    for mention in mentions:
        start, end = reading.local(mention)
        joined = before is not None and _only_joins(reading.plain, before[0], start)
        if joined and before and before[1] and not kept:
            # "Pursuant to Executive Order A, section 2 of Executive Order B is amended": a bare comma
            # ends what leads up to the subject
            joined = _CONJUNCTION.search(reading.plain, before[0], start) is not None
        aside = before[1] if joined and before else _by_the_way(reading.plain, low, start)
        (left if aside else kept).append(mention)
        before = (end, aside)
    return kept, left


def _by_the_way(text: str, low: int, start: int) -> bool:
    """Whether "as amended by" and its kind lead up to `start`, or it stands in a title in brackets."""
    opening = text.rfind("(", max(low, start - 300), start)
    in_title = opening >= 0 and ")" not in text[opening:start] and bool(text[opening + 1 : start].strip())
    return in_title or _ASIDE.search(text, max(low, start - 80), start) is not None


_FILLER = re.compile(
    r"\s*,?\s*(?:of|dated)\s+[A-Z][a-z]+\s+\d{1,2},\s+\d{4},?|\s*\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|,?\s*as\s+amended,?"
)


def _only_joins(text: str, start: int, end: int) -> bool:
    """Whether between two mentions stand only a date, a title and a conjunction."""
    if end - start > 400:
        return False
    return _JOINED.fullmatch(_FILLER.sub(" ", text[start:end])) is not None


def _pointed_back(reading: _Reading, low: int, high: int) -> list[AuthorityMention]:
    """What "that order" or "those orders" in a clause without an object of its own mean."""
    back = [
        match
        for match in _BACK.finditer(reading.plain, low, high)
        if not _by_the_way(reading.plain, low, match.start())
    ]
    if not back:
        return []
    types = _TYPES[back[-1].group("noun").lower()]
    place = reading.start + back[-1].start()
    earlier = [
        one
        for one in (*reading.earlier, *reading.mentions)
        if one.type in types and one.evidence[0].start < place
    ]
    if not earlier:
        return []
    return _last_group(earlier) if back[-1].group("many") else earlier[-1:]


def _last_group(mentions: list[AuthorityMention]) -> list[AuthorityMention]:
    """The last mentions that stand close to one another."""
    group = [mentions[-1]]
    for mention in reversed(mentions[:-1]):
        if group[0].evidence[0].start - mention.evidence[0].end > 250:
            break
        group.insert(0, mention)
    return group


def _carried(readings: list[_Reading], lead: int) -> Iterator[AuthorityMention]:
    """The first authorities of each member of the list that this sentence leads."""
    section, members = readings[lead].sentence, {readings[lead].index}
    for reading in readings[lead + 1 : lead + _LONGEST_LIST]:
        sentence = reading.sentence
        if section is None or sentence is None or sentence.role in _PASSED_OVER:
            continue
        if not _belongs(sentence, section, members):
            return
        members.add(reading.index)
        if (
            reading.mentions
            and (sentence.marker or sentence.lead == readings[lead].index)
            and not operations(reading.plain)
        ):
            yield from _leading(reading)


def _belongs(sentence: Sentence, lead: Sentence, members: set[int]) -> bool:
    """Whether a sentence is in the lead's list: by its own lead, its section or its marker."""
    if sentence.lead is not None:
        return sentence.lead in members
    if sentence.section is not None and lead.section is not None:
        return sentence.section.startswith(f"{lead.section}(")
    return sentence.marker is not None and sentence.section == lead.section


def _leading(reading: _Reading) -> Iterator[AuthorityMention]:
    kept, _ = _parted(reading, list(reading.mentions), 0)
    before: AuthorityMention | None = None
    for mention in kept:
        start, _ = reading.local(mention)
        if before is not None:
            alike = mention.type is before.type
            if not alike or not _only_joins(reading.plain, reading.local(before)[1], start):
                return
        yield mention
        before = mention


def _softer(reading: _Reading, at: int) -> _Act:
    """What a mention is to the document when no operative verb acts on it."""
    mention = reading.mentions[at]
    if reading.sentence is None:
        return _Act(RelationKind.CITES, mention, ())
    start, _ = reading.local(mention)
    for pattern, kind in (
        (_IMPLEMENTS, RelationKind.IMPLEMENTS),
        (_CONSISTENT, RelationKind.CONSISTENT_WITH),
        (_SUPPLEMENTS, RelationKind.SUPPLEMENTS),
    ):
        before = pattern.search(reading.plain, max(0, start - 60), start)
        if before is not None:
            return _Act(kind, mention, (Span(reading.start + before.start(), mention.evidence[0].end),))
    return _Act(RelationKind.CITES, mention, ())


def _rows(document: ExtractedDocument, acts: Iterable[_Act]) -> tuple[Relation, ...]:
    rows: dict[tuple[RelationKind, str], Relation] = {}
    for act in acts:
        row = _row(document, act)
        known = rows.get((row.relation, row.target))
        rows[row.relation, row.target] = _merged(known, row) if known else row
    strong = {target for kind, target in rows if kind is not RelationKind.CITES}
    kept = [
        row for row in rows.values() if row.relation is not RelationKind.CITES or row.target not in strong
    ]
    return tuple(sorted(kept, key=lambda row: (row.evidence[0].start, row.target)))


def _row(document: ExtractedDocument, act: _Act) -> Relation:
    mention = act.mention
    target = mention.citation if mention.type in _PROVISIONS else authority_key(mention.citation)
    pinpoint = mention.citation.removeprefix(target).strip(" ,") or None
    kind, in_part = act.kind, False
    if kind is RelationKind.REVOKES and (pinpoint or not act.whole):
        kind, in_part = RelationKind.AMENDS, True
    elif kind in _PARTIAL:
        in_part = bool(pinpoint) or not act.whole
    words: list[Evidence] = [document.cite(span) for span in act.words]
    return Relation(kind, target, (*words, mention.evidence[0]), pinpoint, in_part)


def _merged(first: Relation, other: Relation) -> Relation:
    evidence = tuple(dict.fromkeys((*first.evidence, *other.evidence)))
    pinpoints = dict.fromkeys(filter(None, (first.pinpoint, other.pinpoint)))
    return replace(
        first,
        evidence=evidence,
        pinpoint=", ".join(pinpoints) or None,
        in_part=first.in_part and other.in_part,
    )
