"""What limits a duty besides its condition, shown in brackets behind its title: the event that it waits for,
the law, the money, the least that it asks.

Orders write "Once the plan is published, agencies shall" and "shall, to the extent permitted by law,".
Whoever reads only what is to be done would take a duty with a bound for one without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.deadlines import Deadline, Form
from pipeline.documents import Span

_LAW = (
    r"(?:(?:all|any|other|the|existing|applicable|relevant|current|federal|state|local|and|constitution)\s+){0,5}"
    r"(?:laws?|statutes?|legal\s+authorit(?:y|ies)|statutory\s+authorit(?:y|ies))\b"
    r"(?:(?:,\s+(?:and\s+)?|\s+and\s+)(?:applicable\s+)?(?:executive\s+orders?|regulations?|rules|polic(?:y|ies)|obligations)\b){0,3}"
)
_BOUNDS = re.compile(
    rf"\b(?:(?:only\s+|and\s+then\s+)?(?:to\s+the\s+(?:\w+\s+)?extent|as|where|when|if|unless|except\s+(?:as|where)|insofar\s+as)\s+"
    rf"(?:(?:is\s+|otherwise\s+|not\s+)*)(?:permitted|authorized|allowed|provided|required|prohibited|permissible|consistent)\s+(?:by|with|under)\s+{_LAW}"
    rf"|(?:consistent|in\s+(?:accordance|compliance|conformity))\s+with\s+{_LAW}"
    r"|subject\s+to\s+(?:the\s+)?availability\s+of\s+(?:appropriat\w+(?:\s+funds)?|funds|funding|resources)"
    r"|within\s+(?:existing|available)\s+(?:appropriations|resources|budgets?|funds)"
    r"|at\s+a\s+minimum)",
    re.I,
)
"""Legal limits, limits of money, and the least that is asked, wherever they stand in the sentence."""


def limits(text: str, own: tuple[int, int]) -> Iterator[str]:
    """The bounds in these words of a sentence, as written."""
    for match in _BOUNDS.finditer(text, *own):
        yield match.group()


_OPENING = re.compile(
    r"(?:\(\w{1,4}\)\s+)*(?:(?:in\s+addition|further|additionally|accordingly),\s+)?(?P<said>(?:as\s+(?:a\s+|one\s+)?part\s+of|based\s+(?:up)?on|building\s+(?:up)?on"
    r"|drawing\s+(?:up)?on|on\s+the\s+basis\s+of|in\s+light\s+of|by\s+means\s+of)\s[^,;:]{3,160}),\s",
    re.I,
)


def openings(text: str, end: int) -> Iterator[str]:
    """What a sentence opens with that says of what the duty is a part: "As part of this study,"."""
    found = _OPENING.match(text, 0, end)
    if found:
        yield found["said"]


def is_event(term: Deadline) -> bool:
    """Whether it waits for something to happen ("Once the plan is published")."""
    return term.form is Form.VAGUE and term.reading.event is not None


_ENDS = re.compile(
    r",\s+(?:and\s+)?(?:in\s+(?:\w+\s+)?(?:consultation|coordination|collaboration|accordance)|after\s+consult\w+|within\s"
    r"|(?:not|no)\s+later|to\s+the\s+(?:\w+\s+)?extent|consistent|pursuant|subject|as\s+appropriate)|,?\s*$",
    re.I,
)


def whole_event(term: Deadline, text: str, actor: tuple[int, int] | None) -> Deadline:
    """The event with all of its clause, where a list parts it ("After it loads, moves, or sells salt,")."""
    if not is_event(term) or actor is None or term.span.start > actor[0] or text[: term.span.start].strip():
        return term
    end = _ENDS.search(text, term.span.end, actor[0])
    if end is None or end.start() <= term.span.end:
        return term
    span = Span(term.span.start, end.start())
    said = text[span.start : span.end]
    event = " ".join(said.split()).partition(" ")[2]
    return replace(term, span=span, text=said, reading=replace(term.reading, event=event))


def triggers(terms: Sequence[Deadline], verb: int, chosen: Deadline | None) -> Iterator[str]:
    """What stands before a duty of when it is done: the event it waits for, urgency beside another term."""
    for term in terms:
        urges = term.form is Form.VAGUE and chosen is not None and term.span != chosen.span
        if (is_event(term) or urges) and term.span.start < verb:
            yield term.text


def beside(title: str, known: str, parts: Sequence[str]) -> str:
    """The parts as one text, without what the title or another field says already."""
    kept: list[str] = []
    for part in (" ".join(one.split()) for one in parts):
        said = " ".join((title, known, *kept)).lower()
        if part and part.lower() not in said:
            kept.append(f"{part[:1].lower()}{part[1:]}" if not part[1:2].isupper() else part)
    return "; ".join(kept)
