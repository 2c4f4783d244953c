"""Risks and impacts that the text itself gives ground for.

A row exists only where a cue stands in a sentence, the sentence names what is at stake, and it belongs to
a tasking, deadline, prohibition or change of law. Levels come from counted facts, printed as the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from analysis.effects import CUES, Cue, stake
from analysis.metadata import Facts
from analysis.outline import Outline, Role, Sentence
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import ActionFinding, Anchor, ImpactFinding, Kind, Relation, RelationKind, RiskFinding

Units = Callable[[str, ActionFinding | None], tuple[str, ...]]
"""The names of the own units that a sentence and its tasking concern."""

_BOILERPLATE = re.compile(
    r"\bNothing\s+in\s+this\b|\bnot\s+intended\s+to\b|\bsubject\s+to\s+the\s+availability\s+of\s+appropriations\b"
    r"|\bbe\s+construed\b|\bconsistent\s+with\s+applicable\s+law\W*$|\bcosts\s+for\s+publication\b|\bsever(?:able|ability)\b"
    r"|\bprohibitions\s+(?:set\s+forth\s+)?in\s+(?:section\s+\w+\s+of\s+)?this\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\b(?:within|not?\s+later\s+than|before|by)\s+(?:\w+\s+){0,3}?(?:\(\d+\)\s+)?(?:\d+|January|February|March|April|May|June"
    r"|July|August|September|October|November|December)\b|\bimmediately\b",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"\b(?:shall|may|must)\s+not\b|\bprohibited\b|\bforbidden\b|\b(?:is|are)\s+blocked\b|\bno\s+\w+\s+(?:may|shall)\b",
    re.I,
)
_EXCEPTION = re.compile(r"\b(?:unless|except|to\s+the\s+extent|waiver|other\s+than)\b", re.I)
_MANDATORY = re.compile(r"\b(?:shall|must|is\s+required|are\s+required|directed\s+to)\b", re.I)
_CONSULTS = re.compile(
    r"\bin\s+(?:consultation|coordination|collaboration)\s+with\b|\bwith\s+the\s+concurrence\b", re.I
)
_AMOUNT = re.compile(r"\$\s?(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion|trillion)?", re.I)
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "": 1.0}
_PROSE = (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL)
"""Letters bind nobody but by what they ask: "may not" in them is as often a guess as a ban."""
_OPERATIVE = re.compile(
    r"\b(?:revok|repeal|rescind|supersed|terminat|amend|continu|extend|abolish|void|replac)\w*", re.I
)
_AROUND = 90
_TIGHT_DAYS, _SHORT_DAYS = 14, 30
_STACKED = 3


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence with what binds it to the document's orders."""

    evidence: Evidence
    text: str
    actions: tuple[ActionFinding, ...]
    forbids: bool
    dated: bool

    @property
    def tied(self) -> bool:
        return bool(self.actions) or self.forbids or (self.dated and bool(_MANDATORY.search(self.text)))

    @property
    def action(self) -> ActionFinding | None:
        return self.actions[0] if self.actions else None


def consequences(
    document: ExtractedDocument,
    outline: Outline,
    facts: Facts,
    actions: tuple[ActionFinding, ...],
    relations: tuple[Relation, ...],
    units: Units,
) -> tuple[tuple[RiskFinding, ...], tuple[ImpactFinding, ...]]:
    """Risks and impacts in the order of the text, schedule first. A text without a cue has none."""
    rows = list(_from_cues(document, outline, facts, actions, units))
    risks = (*_schedule(facts, actions, units), *(row for row in rows if isinstance(row, RiskFinding)))
    changes = _changes(relations, units)
    impacts = (
        *changes,
        *_recurring(actions, units),
        *(row for row in rows if isinstance(row, ImpactFinding)),
    )
    return _unlike(risks), _unlike(impacts)


_Row = RiskFinding | ImpactFinding


_Same = TypeVar("_Same", RiskFinding, ImpactFinding)


def _unlike(rows: tuple[_Same, ...]) -> tuple[_Same, ...]:
    """The rows without second ones of the same title."""
    return tuple({row.title.lower(): row for row in reversed(rows)}.values())[::-1]


def _places(
    document: ExtractedDocument, outline: Outline, actions: tuple[ActionFinding, ...]
) -> Iterator[_Place]:
    ordered = sorted(actions, key=lambda action: action.evidence[0].start)
    for sentence in outline.sentences:
        if sentence.role is not Role.BODY:
            continue
        text = document.text[sentence.span.start : sentence.span.end]
        if _BOILERPLATE.search(text):
            continue
        bound = tuple(action for action in ordered if _overlaps(action, sentence))
        yield _Place(
            document.cite(sentence.span),
            text,
            bound,
            bool(_FORBIDS.search(text)),
            bool(_DEADLINE.search(text)),
        )


def _overlaps(action: ActionFinding, sentence: Sentence) -> bool:
    places = (action.evidence[0], *(item.evidence[0] for item in action.items))
    return any(place.start < sentence.span.end and sentence.span.start < place.end for place in places)


def _from_cues(
    document: ExtractedDocument,
    outline: Outline,
    facts: Facts,
    actions: tuple[ActionFinding, ...],
    units: Units,
) -> Iterator[_Row]:
    for place in _places(document, outline, actions):
        if not (place.actions if facts.kind in _PROSE else place.tied):
            continue
        seen: set[str] = set()
        for cue in CUES:
            match = None if cue.category in seen else cue.pattern.search(place.text)
            named = stake(place.text, match, cue) if match else None
            if named:
                seen.add(cue.category)
                yield _row(cue, named, place, facts, units)


def _row(cue: Cue, named: str, place: _Place, facts: Facts, units: Units) -> _Row:
    title = f"{cue.label}: {named}"
    affected = units(place.text, place.action)
    severity, likelihood, reason = _levels(cue, place, facts)
    if cue.risk:
        return RiskFinding(title, cue.category, likelihood, severity, reason, (place.evidence,), affected)
    return ImpactFinding(title, cue.category, cue.polarity, reason, (place.evidence,), affected)


def _levels(cue: Cue, place: _Place, facts: Facts) -> tuple[str, str, str]:
    """Severity, likelihood and the facts behind them."""
    known: list[str] = []
    severity, likelihood = "Low", "Low"
    if place.forbids:
        absolute = not _EXCEPTION.search(place.text)
        known.append("prohibition without an exception" if absolute else "prohibition with an exception")
        severity, likelihood = ("High", "Medium") if absolute else ("Medium", "Low")
    elif _MANDATORY.search(place.text):
        known.append("mandatory")
        severity = "Medium"
    amount = _largest_amount(place.text)
    if amount:
        known.append(f"amount stated: {amount[1]}")
        severity = "High" if amount[0] >= 1e8 else "Medium" if amount[0] >= 1e6 else severity
    if cue.label == "Penalty":
        severity = "High"
    for fact, weighs in _timing(place.action, facts):
        known.append(fact)
        likelihood = _raised(likelihood) if weighs else likelihood
    return severity, likelihood, "; ".join(known) or f"the text says: {' '.join(place.text.split())[:90]}"


def _raised(level: str) -> str:
    return {"Low": "Medium", "Medium": "High"}.get(level, level)


def _largest_amount(text: str) -> tuple[float, str] | None:
    found = [
        (float(match[1].replace(",", "")) * _SCALE[(match[2] or "").lower()], " ".join(match[0].split()))
        for match in _AMOUNT.finditer(text)
    ]
    return max(found, default=None)


def _timing(action: ActionFinding | None, facts: Facts) -> Iterator[tuple[str, bool]]:
    """Facts about the time and the company in which a tasking is done; True where they press."""
    if action is None:
        return
    days = _days(action, facts)
    if days is not None:
        yield f"due {action.due_date}, {days} days after the document", days <= _SHORT_DAYS
    elif action.deadline_text:
        yield f"deadline: {' '.join(action.deadline_text.split())[:80]}", False
    if action.recurrence:
        yield f"recurs: {' '.join(action.recurrence.split())[:60]}", True
    if _CONSULTS.search(action.evidence[0].quote):
        yield "others must be consulted first", True


def _days(action: ActionFinding, facts: Facts) -> int | None:
    if not action.due_date or not facts.date or len(facts.date) != 10 or len(action.due_date) != 10:
        return None
    return (date.fromisoformat(action.due_date) - date.fromisoformat(facts.date)).days


def _schedule(facts: Facts, actions: tuple[ActionFinding, ...], units: Units) -> Iterator[RiskFinding]:
    for action in actions:
        clause = action.evidence[0]
        affected = units(clause.quote, action)
        days = _days(action, facts)
        if days is not None and 0 <= days <= _SHORT_DAYS:
            reason = "; ".join(fact for fact, _ in _timing(action, facts))
            severity = "High" if days <= _TIGHT_DAYS else "Medium"
            pressed = sum(weighs for _, weighs in _timing(action, facts))
            likelihood = "High" if pressed > 1 else "Medium"
            title = f"Short time: {_short(action.title)}"
            yield RiskFinding(title, "Schedule", likelihood, severity, reason, _grounds(action), affected)
        basis = action.due_basis
        if basis is not None and basis.anchor is Anchor.EVENT and basis.base:
            title = f"Waits on {_short(basis.base)}: {_short(action.title)}"
            said = " ".join((action.deadline_text or basis.base).split())
            reason = f"no date yet for: {said[:120]}"
            yield RiskFinding(title, "Schedule", "Medium", "Medium", reason, _grounds(action), affected)
    yield from _stacked(facts, actions, units)


def _grounds(action: ActionFinding) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys((action.evidence[0], *action.field_evidence.values())))


def _short(text: str, longest: int = 110) -> str:
    words = " ".join(text.split()).rstrip(".")
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]} …"


def _stacked(facts: Facts, actions: tuple[ActionFinding, ...], units: Units) -> Iterator[RiskFinding]:
    """Deliverables that fall on one day: each may be easy, together they may not."""
    days: dict[str, list[ActionFinding]] = {}
    for action in actions:
        if action.due_date:
            days.setdefault(action.due_date, []).append(action)
    for day, group in sorted(days.items()):
        if len(group) < _STACKED:
            continue
        named = "; ".join(_short(one.title, 60) for one in group[:_STACKED])
        title = f"{len(group)} deliverables fall on {day}: {named}"
        left = _days(group[0], facts)
        share = f"{len(group)} of {len(actions)} taskings are due {day}"
        reason = share if left is None else f"{share}, {left} days after the document"
        severity = "High" if left is not None and left <= _SHORT_DAYS else "Medium"
        affected = tuple(dict.fromkeys(name for one in group for name in units(one.evidence[0].quote, one)))
        evidence = tuple(one.evidence[0] for one in group)
        yield RiskFinding(title, "Schedule", "Medium", severity, reason, evidence, affected)


_ENDS = {
    RelationKind.REVOKES: ("revoked", "Mixed"),
    RelationKind.REPEALS: ("repealed", "Mixed"),
    RelationKind.SUPERSEDES: ("superseded", "Mixed"),
    RelationKind.TERMINATES: ("terminated", "Mixed"),
    RelationKind.AMENDS: ("amended", "Mixed"),
    RelationKind.CONTINUES: ("continued", "Neutral"),
    RelationKind.EXTENDS: ("extended", "Neutral"),
}


def _changes(relations: tuple[Relation, ...], units: Units) -> Iterator[ImpactFinding]:
    for relation in relations:
        if relation.relation not in _ENDS:
            continue
        verb, polarity = _ENDS[relation.relation]
        where = f", {relation.pinpoint}" if relation.pinpoint else ""
        title = f"{relation.target}{where} is {verb}"
        quote = relation.evidence[0].quote
        yield ImpactFinding(title, "Legal", polarity, _around(quote), relation.evidence, units(quote, None))


def _around(quote: str) -> str:
    """The operative word of a long sentence with its neighbours."""
    words = " ".join(quote.split())
    verbs = list(_OPERATIVE.finditer(words))
    if len(words) <= 2 * _AROUND or not verbs:
        return _short(words, 2 * _AROUND)
    middle = verbs[-1].start()
    start = words.rfind(" ", 0, max(1, middle - _AROUND)) + 1
    lead = "… " if start else ""
    return f"{lead}{_short(words[start : middle + _AROUND], 2 * _AROUND)}"


def _recurring(actions: tuple[ActionFinding, ...], units: Units) -> Iterator[ImpactFinding]:
    for action in actions:
        if action.recurrence:
            said = " ".join(action.recurrence.split())
            title = f"Standing work, {said}: {_short(action.title)}"
            yield ImpactFinding(
                title,
                "Operational",
                "Negative",
                f"recurs {said}",
                _grounds(action),
                units(action.evidence[0].quote, action),
            )
