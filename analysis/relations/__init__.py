"""What a document does to other authorities: amends, revokes, supersedes …, with the operative words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from analysis.citations import authority_key
from analysis.citations.popular_names import called_otherwise
from analysis.cued import cued
from analysis.outline import Outline, Role
from analysis.relations.delegations import delegating
from analysis.relations.lists import carried
from analysis.relations.readings import INERT, Reading, by_the_way, parted, readings
from analysis.relations.verbs import Operation, operations
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.findings import AuthorityMention, AuthorityType, Relation, RelationKind

_SILENT = frozenset({Role.REPLY, Role.HEADING, Role.SIGNATURE, Role.FOOTNOTE})
_PARTS_OF_A_LIST = re.compile(
    r"\b(?:sections?|parts?|portions?|provisions?|paragraphs?)\s+(?:in|of|from)\s+the\s+following\b[^.;:]{0,80}:\s*\Z"
)
"""How a paper that ends another one goes on: "and the specified sections in the following memoranda:"."""
_ANNEX = re.compile(
    r"\b(?:Annex(?:es)?|Appendix|Appendices|Attachments?|Schedules?|Preamble)(?:\s+[A-Z0-9]{1,3})?\s+(?:to|of)\s+\Z"
)
_LISTED = re.compile(r"\bfollowing\b|\blisted\s+below\b|\bas\s+follows\b")
_BACK = re.compile(
    r"\b(?:[Tt]hat|[Ss]uch|[Ss]aid|[Tt]he|[Tt]hose|[Tt]hese"
    r"|[Bb]oth)\s+(?:and\s+all\s+related\s+)?(?:Executive\s+)?(?P<noun>[Oo]rder|Act|[Mm]emorandum"
    r"|[Pp]roclamation)(?P<many>s)?\b(?!\s+(?:of|issued|in|or)\b)"
)
_SUCH_RULE = re.compile(r"\b(?:such|said|that)\s+(?:final\s+|interim\s+)?rule\s+\Z")
_AUTHORITY = cued(
    "authority",
    r"\b[Bb]y\s+(?:virtue\s+of\s+)?(?:the\s+)?(?:power\s+and\s+)?authority\s+(?:vested\s+in"
    r"|granted|given|conferred|of\s+the\s+President)|\b(?:Authority|AUTHORITY):"
    r"|[Pp]ursuant\s+to\s+(?:the\s+)?authority\s+vested"
    r"|[Uu]nder\s+(?:the\s+)?authority\s+vested",
)
_AUTHORITY_ENDS = re.compile(
    r"\bin\s+order\s+(?:\w+\s+)?to\b|\bit\s+is\s+(?:hereby\s+)?(?:ordered|directed)|\bI\s+hereby\b"
    r"|\bI,\s+[A-Z]|\bhereby\b|\bhaving\s+(?:found|determined|been|due)\b"
    r"|\bto\s+(?:further|advance|ensure|promote|provide|establish|strengthen|improve|protect"
    r"|assist)\b|\bin\s+(?:view|furtherance|light)\s+of\b"
)
_TIES = re.compile(
    r"\b(?:(?P<kept>(?:consistent|in\s+(?:accordance|conformity|compliance))\s+with)"
    r"|including|pursuant\s+to|under|by\s+virtue\s+of)\b"
)
"""What ties a law to the claim of authority: an order keeps to one law, and acts under another."""
_AMENDED_BY = re.compile(r"\bamended\s+by\s+(?:the\s+)?\Z")
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
_STATUTES = frozenset(
    {AuthorityType.USC, AuthorityType.ACT, AuthorityType.PUBLIC_LAW, AuthorityType.STAT, AuthorityType.TREATY}
)
_PROVISIONS = frozenset({AuthorityType.USC, AuthorityType.CFR, AuthorityType.STATE_LAW})
_PARTIAL = frozenset({RelationKind.SUPERSEDES, RelationKind.TERMINATES, RelationKind.REPEALS})
_IN_PART = re.compile(
    r"[^;]{0,200}?(?:\bin\s+part\b|\bto\s+the\s+extent\b|\bonly\s+insofar\b"
    r"|\bexcept\s+(?:for\s+)?(?:sub)?(?:section|paragraph)s?\s)"
    r"|\s*,?\s+(?:with\s+respect\s+to|insofar\s+as|as\s+(?:it|they)\s+relates?\s+to)\s"
)
_FOR_A_PART = re.compile(
    r"\b(?:[Aa]s\s+(?:it|they)\s+relates?\s+to|[Ii]nsofar\s+as|[Tt]o\s+the\s+extent)\s[^.;:]{0,200}?,\s+"
    r"(?:Executive\s+Order|Proclamation|Presidential\s)"
)
# words that introduce text to be struck, inserted or read instead; what they quote is data
_EDITS = cued(
    "strik insert add delet substitut replac read",
    r"\b(?:[Ss]trik(?:e|es|ing)|[Ii]nsert(?:s|ing)?|[Aa]dd(?:s|ing)?|[Dd]elet(?:e|es|ing)|[Ss]ubstitut(?:e|es|ing)"
    r"|[Rr]eplac(?:e|es|ing)|(?:to|shall)\s+read|reads?\s+as\s+follows)\b",
)
_CHANGES = frozenset(
    {
        RelationKind.AMENDS,
        RelationKind.REVOKES,
        RelationKind.SUPERSEDES,
        RelationKind.REPEALS,
        RelationKind.CONTINUES,
        RelationKind.EXTENDS,
        RelationKind.TERMINATES,
    }
)
# who claims authority under a law, or proposes a rule under it, cannot change one; who enacts can
_EXECUTIVE = re.compile(r"\bauthority\s+vested\s+in\s+me\b|^ACTION:\s+(?:\w+\s+){0,3}[Rr]ule\b", re.MULTILINE)
_ENACTED = cued("enacted resolved", r"\bit\s+enacted\s+by\b|\b[Rr]esolved\s+by\s+the\s+(?:Senate|House)\b")
_REACH = 3000
_CLAUSE_REACH = 1500
_AMID, _AMID_END = re.compile(r"\w*"), re.compile(r"\s+\w+$")


def relations(
    document: ExtractedDocument, outline: Outline, authorities: tuple[AuthorityMention, ...]
) -> tuple[Relation, ...]:
    """What the document does to each external authority it names, one row per relation and target.

    Every mention that no operative clause acts on becomes `cites`, unless its target has a stronger
    relation. Quoted replacement text says nothing about this document. Mentions of itself are no rows.
    No order and no rule changes a statute or a treaty, whatever its verbs stand beside.
    """
    read = list(readings(document, outline, authorities))
    out_of_reach = _STATUTES if _is_executive(document.text) else frozenset()
    acts = [
        act
        for index in range(len(read))
        for act in _acts(read, index)
        if act.kind not in _CHANGES or act.mention.type not in out_of_reach
    ]
    done = {(act.mention.evidence[0].start, act.mention.evidence[0].end) for act in acts}
    edits = False
    for reading in read:
        edits = _EDITS.search(reading.plain) is not None or (edits and reading.plain[:1].isspace())
        if reading.sentence is None or reading.sentence.role not in INERT:
            acts += [
                _softer(reading, at)
                for at, one in enumerate(reading.mentions)
                if _place(one) not in done and not (edits and reading.quotes(one))
            ]
    return _rows(document, acts)


def _is_executive(text: str) -> bool:
    """Whether the text acts under laws and makes none."""
    return _EXECUTIVE.search(text) is not None and _ENACTED.search(text) is None


@dataclass(frozen=True, slots=True)
class _Act:
    """One relation to one mention, with the place of the operative words."""

    kind: RelationKind
    mention: AuthorityMention
    words: tuple[Span, ...]
    whole: bool = True


def _place(mention: AuthorityMention) -> tuple[int, int]:
    return mention.evidence[0].start, mention.evidence[0].end


def _acts(readings: list[Reading], index: int) -> Iterator[_Act]:
    reading = readings[index]
    if reading.sentence is None or reading.sentence.role in INERT | _SILENT:
        return
    claimed = _claim(reading)
    done: set[tuple[int, int]] = set()
    for operation in operations(reading.plain):
        objects = [one for one in _objects(reading, operation) if not _vests(reading, claimed, one)]
        done.update(map(_place, objects))
        words = _words(reading, operation)
        for mention in objects:
            whole = not (_in_part(reading, operation) or _annexed(reading, mention))
            yield _Act(operation.kind, mention, (words,), whole)
        if objects and _PARTS_OF_A_LIST.search(reading.plain, operation.end):
            yield from (
                _Act(operation.kind, mention, (words,), False) for mention in carried(readings, index)
            )
        if not objects and _lists(reading, operation):
            yield from (_Act(operation.kind, mention, (words,)) for mention in carried(readings, index))
    if claimed is not None:
        yield from _authority(reading, claimed, done)
    yield from _delegated(reading, claimed)


def _claim(reading: Reading) -> tuple[int, int] | None:
    """The clause that claims authority, from "By the authority vested in me" to what is then ordered."""
    claimed = _AUTHORITY.search(reading.plain)
    if claimed is None:
        return None
    end = _AUTHORITY_ENDS.search(reading.plain, claimed.start() + 12)
    return claimed.start(), end.start() if end else len(reading.plain)


def _vests(reading: Reading, claimed: tuple[int, int] | None, mention: AuthorityMention) -> bool:
    """Whether it is a law in the claim of authority: nothing the sentence then orders acts on that."""
    if claimed is None or mention.type not in _STATUTES:
        return False
    return claimed[0] <= reading.local(mention)[0] < claimed[1]


def _in_part(reading: Reading, operation: Operation) -> bool:
    """Whether the verb ends its object for some purposes only: "in part", "with respect to", "insofar as"."""
    if operation.passive and _FOR_A_PART.search(reading.plain, *operation.reach):
        return True
    return _IN_PART.match(reading.plain, operation.end, operation.end + 200) is not None


def _annexed(reading: Reading, mention: AuthorityMention) -> bool:
    """Whether only an annex is spoken of: "The Annex to Executive Order 13288 is replaced"."""
    start, _ = reading.local(mention)
    return _ANNEX.search(reading.plain, max(0, start - 40), start) is not None


def _lists(reading: Reading, operation: Operation) -> bool:
    """Whether the words around the verb, or the end of the sentence, announce a list."""
    around = (max(0, operation.start - 600), operation.end + 300)
    return _LISTED.search(reading.plain, *around) is not None or reading.plain.rstrip().endswith(":")


def _words(reading: Reading, operation: Operation) -> Span:
    """The sentence where it is short, else the clause around the verb."""
    if reading.sentence is not None and len(reading.sentence.span) <= 600:
        return reading.sentence.span
    low, high = (
        min(operation.reach[0], operation.start),
        max(operation.end, min(operation.reach[1], operation.end + 300)),
    )
    low = max(low, operation.start - _CLAUSE_REACH)
    words = reading.plain[low:high]
    # a window never begins or ends amid a word
    first = _AMID.match(words).end() if low and reading.plain[low - 1].isalnum() else 0  # type: ignore[union-attr]
    cut = len(_AMID_END.sub("", words)) if reading.plain[high : high + 1].isalnum() else len(words)
    words, low = words[first:cut], low + first
    low += len(words) - len(words.lstrip())
    return Span(reading.start + low, reading.start + max(low + 1, low + len(words.strip())))


def _authority(reading: Reading, claimed: tuple[int, int], done: set[tuple[int, int]]) -> Iterator[_Act]:
    """What the claim of authority names: the laws it rests on, and those it is only consistent with.

    What amended such a law ("as amended by …") is named by the way.
    """
    start, limit = claimed
    ties = list(_TIES.finditer(reading.plain, start, limit))
    aside = -1
    for mention in reading.mentions:
        low, high = reading.local(mention)
        if not (start <= low and high <= limit) or _place(mention) in done:
            continue
        if _AMENDED_BY.search(reading.plain, max(start, low - 60), low) or (
            low == aside + 2 and reading.plain.startswith(" (", aside)
        ):
            aside = high
            continue
        tie = next((tie for tie in reversed(ties) if tie.end() <= low), None)
        kept = tie is not None and tie["kept"] is not None
        words = Span(reading.start + (tie.start() if tie and kept else start), reading.start + high)
        kind = RelationKind.CONSISTENT_WITH if kept else RelationKind.UNDER_AUTHORITY_OF
        yield _Act(kind, mention, (words,) if len(words) < _REACH else ())


def _delegated(reading: Reading, claimed: tuple[int, int] | None) -> Iterator[_Act]:
    words = delegating(reading.plain)
    places = tuple(Span(reading.start + start, reading.start + end) for start, end in words)
    for mention in reading.mentions if words else ():
        low, _ = reading.local(mention)
        if claimed is None or low > words[0][0]:
            yield _Act(RelationKind.DELEGATES_UNDER, mention, places)


def _objects(reading: Reading, operation: Operation) -> list[AuthorityMention]:
    """The mentions that the verb acts on; those named by the way ("as amended by …") are left out."""
    low, high = operation.reach
    if operation.passive and _SUCH_RULE.search(reading.plain, max(0, operation.start - 30), operation.start):
        return _printed(reading, operation.start)
    inside = reading.between(low, high)
    kept, left = parted(reading, inside, low)
    if operation.plural and len(kept) == 1 and left and left[-1] is inside[-1]:
        kept.append(left[-1])
    if kept and operation.passive:
        return kept
    # "revoke that order, Executive Order 13310 …": the word that points back stands first
    return [*_pointed_back(reading, low, min(high, low + 60) if kept else high), *kept]


def _printed(reading: Reading, before: int) -> list[AuthorityMention]:
    """The rule of which a sentence has told where the Register prints it: "such rule shall have no force"."""
    earlier = reading.between(0, before)
    return [one for one in earlier if one.type is AuthorityType.FEDERAL_REGISTER][-1:]


def _pointed_back(reading: Reading, low: int, high: int) -> list[AuthorityMention]:
    """What "that order" or "those orders" in a clause without an object of its own mean."""
    back = [
        match
        for match in _BACK.finditer(reading.plain, low, high)
        if not by_the_way(reading.plain, low, match.start())
    ]
    if not back:
        return []
    types = _TYPES[back[-1].group("noun").lower()]
    earlier = [one for one in reading.before(back[-1].start()) if one.type in types]
    if not earlier:
        return []
    meant = _last_group(earlier) if back[-1].group("many") else earlier[-1:]
    return [replace(one, citation=authority_key(one.citation)) for one in meant]


def _last_group(mentions: list[AuthorityMention]) -> list[AuthorityMention]:
    """The last mentions that stand close to one another."""
    group = [mentions[-1]]
    for mention in reversed(mentions[:-1]):
        if group[0].evidence[0].start - mention.evidence[0].end > 250:
            break
        group.insert(0, mention)
    return group


def _softer(reading: Reading, at: int) -> _Act:
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
    same: dict[tuple[RelationKind, str], list[Relation]] = {}
    rows_of = [_row(document, act) for act in acts]
    names = called_otherwise(row.target for row in rows_of if "Act" in row.target)
    for row in (replace(one, target=names.get(one.target, one.target)) for one in rows_of):
        same.setdefault((row.relation, row.target), []).append(row)
    strong = {target for kind, target in same if kind is not RelationKind.CITES}
    kept = [
        _merged(rows)
        for (kind, target), rows in same.items()
        if kind is not RelationKind.CITES or target not in strong
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


_RENUMBERED = re.compile(r"\b(?:is|are)\s+(?:hereby\s+)?(?:renumbered|redesignated)\b")


def _merged(rows: list[Relation]) -> Relation:
    """One row with every evidence and pinpoint of these, in part only where all are.

    Where an order is changed in its words, too, a place that only gets another number is not what is amended.
    """
    changed = [row for row in rows if not _RENUMBERED.search(row.evidence[0].quote)] or rows
    evidence = dict.fromkeys(one for row in (*changed, *rows) for one in row.evidence)
    pinpoints = dict.fromkeys(row.pinpoint for row in changed if row.pinpoint)
    return replace(
        rows[0],
        evidence=tuple(evidence),
        pinpoint=", ".join(pinpoints) or None,
        in_part=all(row.in_part for row in rows),
    )
