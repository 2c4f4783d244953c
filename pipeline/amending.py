"""How a text changes another: what is struck, inserted, read instead, added, redesignated, and where.

The words are those of legislative drafting (House Legislative Counsel's Manual on Drafting Style, title IV of
the Senate's): "by striking “A” and inserting “B”", "is amended to read as follows: “…”", "by redesignating
subsections (b) and (c) as subsections (c) and (d)", "by adding at the end the following: “…”".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.documents import Span
from pipeline.findings import Relation, RelationKind

_DONE = frozenset({RelationKind.AMENDS, RelationKind.REVOKES, RelationKind.SUPERSEDES, RelationKind.REPEALS})

_REACH = 6000
# quoted words may quote others, and each of their paragraphs may open with a quotation mark of its own
_QUOTE = (
    r"(?:“(?>[^“”]+|(?<=\n)“|“[^“”]*”)*+”|``(?>[^'`]+|'(?!')|(?<=\n)``|`(?!`))*+''"
    r"|‘‘(?>[^‘’]+|’(?!’)|‘(?!‘)|(?<=\n)‘‘|‘‘(?>[^‘’]+|’(?!’)|‘(?!‘))*+’’)*+’’|\"[^\"]*\")"
)
_PLAIN = r"[^“”`‘’\":;]"
_THEREOF = (
    r"(?:,?\s+(?:in\s+(?:lieu|place)\s+(?:thereof|of\s+it)|in\s+its\s+(?:place|stead)|instead|therefor))?,?"
)
_AT = (
    r"(?P<at>\s+(?:at\s+the\s+(?:end|beginning)|immediately\s+(?:after|before)|after|before|in\s)"
    rf"{_PLAIN}{{0,120}}?)?"
)
_THE = r"\s+(?:out\s+)?(?:the\s+(?:words?|phrase|term|numbers?|following)\s+)?(?:the\s+following\s*:?\s*)?"
_NEW = rf"(?P<new_at>{_PLAIN}{{0,80}}?\bthe\s+following{_PLAIN}{{0,100}}?\s*:\s*)"
_NUMBER = r"(?:\d[\w.–-]*(?<!\.)|[IVX]+\b|\([a-zA-Z0-9]{1,5}\))(?:\([a-zA-Z0-9]{1,5}\))*"
_PLACE = re.compile(
    r"(?:[Ss]ub)?(?:[Ss]ection|[Pp]aragraph|[Cc]lause|[Ss]entence|[Pp]art|[Aa]nnex|[Ss]chedule)s?\s+"
    rf"{_NUMBER}(?:(?:,|,?\s+and|,?\s+or)\s+{_NUMBER})*"
)
_GONE = r"(?:is|are|be)\s+(?:hereby\s+)?(?:deleted|struck|stricken|removed|revoked)"
_VERBS = re.compile(
    rf"(?:(?P<strike>\b(?:[Ss]trik|[Dd]elet)(?:ing|e)){_THE}(?P<struck>{_QUOTE})"
    rf"(?:{_THEREOF}(?P<in>\s+in\s+[^“`‘\":;,]{{3,60}}?)?\s*,?\s*and\s+(?:inserting|substituting|adding)"
    rf"{_THEREOF}{_THE}(?P<put>{_QUOTE}))?"
    rf"|(?P<replace>\b[Rr]eplac(?:ing|e)){_THE}(?P<replaced>{_QUOTE})\s+with{_THE}(?P<with>{_QUOTE})"
    rf"|(?P<substitute>\b[Ss]ubstitut(?:ing|e)){_THE}(?P<new>{_QUOTE})\s+for{_THE}(?P<old>{_QUOTE})"
    rf"|(?P<insert>\b(?:[Ii]nsert|[Aa]dd)(?:ing)?)(?:\s+(?:before|after){_THE}{_QUOTE},?)?"
    rf"(?:{_AT}{_THEREOF}{_THE}|{_NEW})(?P<inserted>{_QUOTE})"
    rf"(?:\s+(?P<near>in\s+(?:place|lieu)\s+of|after|before){_THE}(?P<mark>{_QUOTE}))?"
    r"|(?P<read>\b(?:(?:to|shall)\s+read|reads?\s+as\s+follows|replaced\s+(?:with|by)\s+the\s+following))"
    rf"(?:\s+in\s+its\s+entirety)?(?:\s+as\s+follows)?\s*:?-*\s*(?P<whole>{_QUOTE})"
    r"|(?P<unquoted>\bto\s+read(?:\s+as\s+follows)?\s*:)"
    r"|(?P<rename>\b(?:[Rr]edesignat|[Rr]enumber|[Rr]eletter)(?:ing|ed|e)?)\s+(?P<from>[^“”;:]{2,80}?)\s+as\s+"
    r"(?P<to>[^“”;:.,]{2,60})"
    r"|(?P<cut>\b(?:[Ss]trik|[Dd]elet|[Rr]evok)(?:ing|e))\s+(?P<part>(?:sub)?(?:section|paragraph|clause|sentence)s?\s"
    rf"(?:[^“”;:.,]|,\s+(?=\(|\d|and\s+[\d(])){{1,60}})"
    rf"|(?P<went>{_QUOTE})\s+{_GONE}(?:\s+and\s+(?P<came>{_QUOTE})\s+(?:is\s+|are\s+)?inserted)?"
    rf"|(?P<gone>\b{_GONE})"
    r"|\b(?:is|are)\s+(?:hereby\s+)?(?:renumbered|redesignated)\s+as\s+(?P<as>[^“”;:.]{2,60}))"
)


class EditKind(StrEnum):
    """What happens to the words."""

    STRIKE = "strike"
    REPLACE = "replace"
    INSERT = "insert"
    READ = "read as follows"
    REDESIGNATE = "redesignate"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `where` as the text names it, `struck` and `inserted` without their quotation marks.

    `struck_at` and `inserted_at` are the places of those words where the text quotes them.
    """

    kind: EditKind
    span: Span
    where: str | None = None
    struck: str | None = None
    inserted: str | None = None
    struck_at: Span | None = None
    inserted_at: Span | None = None

    def __str__(self) -> str:
        said = {
            EditKind.STRIKE: f"strike {_short(self.struck)}",
            EditKind.REPLACE: f"strike {_short(self.struck)}, insert {_short(self.inserted)}",
            EditKind.INSERT: f"insert {_short(self.inserted)}",
            EditKind.READ: f"read {_short(self.inserted)}" if self.inserted else "read as follows",
            EditKind.REDESIGNATE: f"redesignate {self.struck} as {self.inserted}",
        }[self.kind]
        return f"{self.where}: {said}" if self.where else said


def edits(text: str, start: int, end: int | None = None) -> tuple[Edit, ...]:
    """The changes that the text prescribes from `start` on, up to `end` or to the next section.

    Quoted words are data: what they say is no change of its own.
    """
    limit = min(len(text), end if end is not None else _section_end(text, start))
    return tuple(_edits(text, start, limit))


def amendments(text: str, found: Relation, relations: Iterable[Relation]) -> tuple[Edit, ...]:
    """What an amendment does to the words of its target, in order; nothing for any other relation.

    Each change counts for the last of all `relations` of the document that begins before it: what the text
    goes on to do to another authority is not about this one.
    """
    if found.relation is not RelationKind.AMENDS:
        return ()
    mine = set(_places(found))
    ends = sorted({place for one in relations if one.relation in _DONE for place in _places(one)} - mine)
    edited: dict[Span, Edit] = {}
    for start in sorted(mine):
        limit = _section_end(text, start)
        end = next((place for place in ends if place > start), limit)
        for edit in edits(text, start, min(end, limit)):
            edited.setdefault(edit.span, edit)
    return tuple(edited[span] for span in sorted(edited, key=lambda span: span.start))


def _places(found: Relation) -> Iterator[int]:
    """Where the operative words begin, and mentions that lie outside them, as in a list below a lead."""
    for one in found.evidence:
        if not any(other.start <= one.start and one.end < other.end for other in found.evidence):
            yield one.start


def _section_end(text: str, start: int) -> int:
    """Where the next section begins outside quotation marks, at most some thousand characters on."""
    limit = min(len(text), start + _REACH)
    quoted = [match.span() for match in re.finditer(_QUOTE, text[start:limit])]
    for match in re.finditer(r"\n\s*(?:#+\s*)?(?:Sec(?:tion|\.)\s+\d|SEC\.)", text[start:limit]):
        inside = any(low <= match.start() < high for low, high in quoted)
        # "… is further amended as follows:" leads the sections below it
        if not inside and not text[start : start + match.start()].rstrip().endswith(":"):
            return start + match.start()
    return limit


def _edits(text: str, start: int, limit: int) -> Iterator[Edit]:
    reached = start
    for match in _VERBS.finditer(text, start, limit):
        if match.start() < reached:
            continue
        edit = _edit(match, _where(text, reached, match.start(), start))
        if edit is not None:
            yield edit
        reached = match.end()


def _where(text: str, low: int, high: int, start: int) -> str | None:
    """The last place that is named before the verb, since the change before it, else in the lead."""
    near = list(_PLACE.finditer(re.sub(_QUOTE, lambda quote: " " * len(quote[0]), text[low:high])))
    if not near:
        near = list(_PLACE.finditer(text[start:high]))[:1]
    return " ".join(near[-1][0].split()) if near else None


def _edit(match: re.Match[str], where: str | None) -> Edit | None:
    """The change that the words tell; None where something unnamed goes away."""
    if match["strike"]:
        return _exchanged(match, "struck", "put", _inside(match["in"]) or where)
    if match["replace"]:
        return _exchanged(match, "replaced", "with", where)
    if match["substitute"]:
        return _exchanged(match, "old", "new", where)
    if match["went"]:
        return _exchanged(match, "went", "came", where)
    if match["insert"]:
        instead = bool(match["near"] and match["near"].startswith("in"))
        place = _inside(match["at"] or match["new_at"]) or where
        return _exchanged(match, "mark" if instead else None, "inserted", place)
    if match["unquoted"]:
        return Edit(EditKind.READ, Span(*match.span()), where)
    if match["read"]:
        words = _words(match, "whole")
        return Edit(EditKind.READ, Span(*match.span()), where, None, words[0], None, words[1])
    return _moved(match, where)


def _exchanged(match: re.Match[str], old: str | None, new: str, where: str | None) -> Edit:
    """A change of quoted words: struck, put in, or the one for the other."""
    struck, struck_at = _words(match, old) if old else (None, None)
    inserted, inserted_at = _words(match, new)
    kind = (
        EditKind.REPLACE if struck_at and inserted_at else EditKind.STRIKE if struck_at else EditKind.INSERT
    )
    return Edit(kind, Span(*match.span()), where, struck, inserted, struck_at, inserted_at)


def _inside(words: str | None) -> str | None:
    """The place that words between the verb and the quotation name."""
    named = _PLACE.search(words or "")
    return " ".join(named[0].split()) if named else None


def _moved(match: re.Match[str], where: str | None) -> Edit | None:
    """A part that is renumbered or goes away as a whole; None where the text does not name it."""
    span = Span(*match.span())
    if match["rename"]:
        old, new = " ".join(match["from"].split()), " ".join(match["to"].split())
        return Edit(EditKind.REDESIGNATE, span, None, old, new)
    if match["cut"]:
        return Edit(EditKind.STRIKE, span, None, " ".join(match["part"].split()).rstrip(","))
    if where is None:
        return None
    if match["as"]:
        return Edit(EditKind.REDESIGNATE, span, None, where, " ".join(match["as"].split()))
    return Edit(EditKind.STRIKE, span, None, where)


def _words(match: re.Match[str], group: str) -> tuple[str | None, Span | None]:
    """Quoted words without their marks, and where they stand; nothing where the group is absent."""
    quoted = match[group]
    if quoted is None:
        return None, None
    width = 2 if quoted[:2] in ("``", "‘‘") else 1
    inner = quoted[width:-width]
    low = match.start(group) + width + len(inner) - len(inner.lstrip())
    high = match.end(group) - width - len(inner) + len(inner.rstrip())
    return " ".join(inner.split()), Span(low, high) if low < high else None


def _short(words: str | None) -> str:
    words = words or ""
    return f"“{words if len(words) <= 80 else words[:79] + '…'}”"
