"""How a text changes another: what is struck, inserted, read instead, added, redesignated, and where.

The words are those of legislative drafting (House Legislative Counsel's Manual on Drafting Style, title IV of
the Senate's): "by striking “A” and inserting “B”", "is amended to read as follows: “…”", "by redesignating
subsections (b) and (c) as subsections (c) and (d)", "by adding at the end the following: “…”".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.documents import Span

_REACH = 6000
_QUOTE = r"(?:“[^“”]*”|``(?:[^'`]|'(?!'))*''|‘‘(?:[^‘’]|’(?!’))*’’|\"[^\"]*\")"
_THEREOF = (
    r"(?:,?\s+(?:in\s+(?:lieu|place)\s+(?:thereof|of\s+it)|in\s+its\s+(?:place|stead)|instead|therefor))?,?"
)
_AT = (
    r"(?P<at>\s+(?:at\s+the\s+(?:end|beginning)|immediately\s+(?:after|before)|after|before|in\s)"
    r"[^“`‘\":;]{0,120}?)?"
)
_THE = r"\s+(?:out\s+)?(?:the\s+(?:words?|phrase|term|numbers?|following)\s+)?(?:the\s+following\s*:?\s*)?"
_PLACE = re.compile(
    r"(?:[Ss]ub)?(?:[Ss]ection|[Pp]aragraph|[Cc]lause|[Ss]entence|[Pp]art|[Aa]nnex|[Ss]chedule)s?\s+"
    r"(?:\d[\w.-]*|[IVX]+\b|\([a-zA-Z0-9]{1,5}\))(?:\([a-zA-Z0-9]{1,5}\))*"
)
_VERBS = re.compile(
    rf"(?:(?P<strike>\b(?:[Ss]trik|[Dd]elet)(?:ing|e)){_THE}(?P<struck>{_QUOTE})"
    rf"(?:{_THEREOF}(?P<in>\s+in\s+[^“`‘\":;,]{{3,60}}?)?\s*,?\s*and\s+(?:inserting|substituting|adding){_THEREOF}{_THE}"
    rf"(?P<put>{_QUOTE}))?"
    rf"|(?P<replace>\b[Rr]eplac(?:ing|e)){_THE}(?P<replaced>{_QUOTE})\s+with{_THE}(?P<with>{_QUOTE})"
    rf"|(?P<substitute>\b[Ss]ubstitut(?:ing|e)){_THE}(?P<new>{_QUOTE})\s+for{_THE}(?P<old>{_QUOTE})"
    rf"|(?P<insert>\b(?:[Ii]nsert|[Aa]dd)(?:ing)?)(?:\s+(?:before|after){_THE}{_QUOTE},?)?{_AT}{_THEREOF}{_THE}"
    rf"(?P<inserted>{_QUOTE})"
    rf"(?:\s+(?P<near>in\s+(?:place|lieu)\s+of|after|before){_THE}(?P<mark>{_QUOTE}))?"
    rf"|(?P<read>\b(?:to\s+read|shall\s+read|reads?))(?:\s+in\s+its\s+entirety)?\s+as\s+follows\s*:?-*\s*"
    rf"(?P<whole>{_QUOTE})"
    r"|(?P<rename>\b(?:[Rr]edesignat|[Rr]enumber|[Rr]eletter)(?:ing|ed|e)?)\s+(?P<from>[^“”;:]{2,80}?)\s+as\s+"
    r"(?P<to>[^“”;:.,]{2,60})"
    r"|(?P<cut>\b(?:[Ss]trik|[Dd]elet|[Rr]evok)(?:ing|e))\s+(?P<part>(?:sub)?(?:section|paragraph|clause|sentence)s?\s"
    r"[^“”;:.]{1,60})|(?P<passive>\b(?:is|are)\s+(?:hereby\s+)?(?:deleted|struck|stricken|renumbered|redesignated))"
    r"(?:\s+as\s+(?P<as>[^“”;:.]{2,60}))?)"
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
    """One change: `where` as the text names it, `struck` and `inserted` without their quotation marks."""

    kind: EditKind
    span: Span
    where: str | None = None
    struck: str | None = None
    inserted: str | None = None

    def __str__(self) -> str:
        said = {
            EditKind.STRIKE: f"strike {_short(self.struck)}",
            EditKind.REPLACE: f"strike {_short(self.struck)}, insert {_short(self.inserted)}",
            EditKind.INSERT: f"insert {_short(self.inserted)}",
            EditKind.READ: f"read {_short(self.inserted)}",
            EditKind.REDESIGNATE: f"redesignate {self.struck} as {self.inserted}",
        }[self.kind]
        return f"{self.where}: {said}" if self.where else said


def edits(text: str, start: int, end: int | None = None) -> tuple[Edit, ...]:
    """The changes that the text prescribes from `start` on, up to `end` or to the next section.

    Quoted words are data: what they say is no change of its own.
    """
    limit = min(len(text), end if end is not None else _section_end(text, start))
    return tuple(_edits(text, start, limit))


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
        where = _where(text, reached, match.start(), start)
        yield _edit(match, where)
        reached = match.end()


def _where(text: str, low: int, high: int, start: int) -> str | None:
    """The last place that is named before the verb, since the change before it, else in the lead."""
    near = list(_PLACE.finditer(re.sub(_QUOTE, lambda quote: " " * len(quote[0]), text[low:high])))
    if not near:
        near = list(_PLACE.finditer(text[start:high]))[:1]
    return " ".join(near[-1][0].split()) if near else None


def _edit(match: re.Match[str], where: str | None) -> Edit:
    span = Span(match.start(), match.end())
    if match["strike"]:
        kind = EditKind.REPLACE if match["put"] else EditKind.STRIKE
        return Edit(kind, span, _inside(match["in"]) or where, _bare(match["struck"]), _bare(match["put"]))
    if match["replace"] or match["substitute"]:
        old, new = match["replaced"] or match["old"], match["with"] or match["new"]
        return Edit(EditKind.REPLACE, span, where, _bare(old), _bare(new))
    if match["insert"]:
        instead = bool(match["near"] and match["near"].startswith("in"))
        struck = _bare(match["mark"]) if instead else None
        kind = EditKind.REPLACE if instead else EditKind.INSERT
        return Edit(kind, span, _inside(match["at"]) or where, struck, _bare(match["inserted"]))
    if match["read"]:
        return Edit(EditKind.READ, span, where, None, _bare(match["whole"]))
    return _moved(match, span, where)


def _inside(words: str | None) -> str | None:
    """The place that words between the verb and the quotation name."""
    named = _PLACE.search(words or "")
    return " ".join(named[0].split()) if named else None


def _moved(match: re.Match[str], span: Span, where: str | None) -> Edit:
    if match["rename"]:
        old, new = " ".join(match["from"].split()), " ".join(match["to"].split())
        return Edit(EditKind.REDESIGNATE, span, None, old, new)
    if match["cut"]:
        return Edit(EditKind.STRIKE, span, None, " ".join(match["part"].split()).rstrip(","))
    if match["as"]:
        return Edit(EditKind.REDESIGNATE, span, None, where, " ".join(match["as"].split()))
    return Edit(EditKind.STRIKE, span, None, where)


def _bare(quoted: str | None) -> str | None:
    """Words without their quotation marks and white space around them."""
    if quoted is None:
        return None
    width = 2 if quoted[:2] in ("``", "‘‘") else 1
    return " ".join(quoted[width:-width].split())


def _short(words: str | None) -> str:
    words = words or ""
    return f"“{words if len(words) <= 80 else words[:79] + '…'}”"
