"""Risks and impacts that the text itself gives ground for.

A row exists only where a cue stands in a sentence, the sentence names what is at stake, and it belongs to
a tasking, deadline, prohibition or change of law. Levels come from counted facts, printed as the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from analysis.consequences.clocks import Units, falls_to, far_day, grounds, schedule, short, timing, work_due
from analysis.consequences.effects import CUES, Cue, stake
from analysis.metadata import Facts
from analysis.outline import Outline, Role
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import ActionFinding, ImpactFinding, Kind, Relation, RelationKind, RiskFinding

_BOILERPLATE = re.compile(
    r"\bNothing\s+in\s+this\b|\bnot\s+intended\s+to\b|\bsubject\s+to\s+the\s+availability\s+of\s+appropriations\b"
    r"|\bbe\s+construed\b|\bconsistent\s+with\s+applicable\s+law\W*$|\bcosts\s+for\s+publication\b|\bsever(?:able|ability)\b"
    r"|\bprohibitions\s+(?:set\s+forth\s+)?in\s+(?:section\s+\w+\s+of\s+)?this\b",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\W*(?:Since|In|During|Until|Between)\s+(?:\w+\s+){0,2}(?:19|20)\d\d\b|\W*(?:Last|That)\s+year\b"
)
"""How a sentence opens that tells what was once forbidden or paid: it lays nothing on anybody now."""
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
_AMOUNT = re.compile(r"\$\s?(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion|trillion|[KMB]\b|bn\b)?", re.I)
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "": 1.0}
_SCALE |= {"k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9}
_ORDERS = frozenset({Kind.EXECUTIVE_ORDER, Kind.PRESIDENTIAL_MEMORANDUM, Kind.STATUTE, Kind.REGULATION})
_DIRECTIVES = frozenset({"directive", "emergency_directive"})
"""Kinds whose days nobody below may move: a dated tasking of theirs is a risk and an impact by itself."""
_PROSE = (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL)
"""Letters bind nobody but by what they ask: "may not" in them is as often a guess as a ban."""
_OPERATIVE = re.compile(
    r"\b(?:revok|repeal|rescind|supersed|terminat|amend|continu|extend|abolish|void|replac)\w*", re.I
)
_AROUND = 90


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
    risks = (*schedule(facts, actions, units), *(row for row in rows if isinstance(row, RiskFinding)))
    changes = _changes(facts, relations, units)
    impacts = (
        *changes,
        *_recurring(actions, units),
        *(row for row in rows if isinstance(row, ImpactFinding)),
    )
    risks = _one_per_sentence(_unlike(risks), outline)
    binds = facts.kind in _ORDERS or facts.kind_detail in _DIRECTIVES
    dated = tuple(action for action in actions if action.due_date) if binds else ()
    if dated and not _rests_on(risks, dated):
        risks = (far_day(dated[0], facts, units), *risks)
    impacts = _unlike(impacts)
    if dated and not _rests_on(impacts, dated):
        impacts = (*impacts, work_due(dated, facts, units))
    return risks, impacts


_Row = RiskFinding | ImpactFinding


def _rests_on(rows: tuple[_Row, ...], actions: tuple[ActionFinding, ...]) -> bool:
    """Whether a row stands on the words of one of the taskings."""
    clauses = [action.evidence[0].span for action in actions]
    return any(place.span.overlaps(clause) for row in rows for place in row.evidence for clause in clauses)


_Same = TypeVar("_Same", RiskFinding, ImpactFinding)


def _unlike(rows: tuple[_Same, ...]) -> tuple[_Same, ...]:
    """The rows without second ones of the same title."""
    return tuple({row.title.lower(): row for row in reversed(rows)}.values())[::-1]


def _one_per_sentence(risks: tuple[RiskFinding, ...], outline: Outline) -> tuple[RiskFinding, ...]:
    """The risks without a second one of the same category on the same sentence; the first says more."""
    starts = [sentence.span.start for sentence in outline.sentences]
    kept: list[RiskFinding] = []
    taken: set[tuple[str, int]] = set()
    for risk in risks:
        places = [(risk.category, bisect_right(starts, place.start)) for place in risk.evidence]
        if starts and places[0] in taken:
            continue
        kept.append(risk)
        taken.update(places)
    return tuple(kept)


def _places(
    document: ExtractedDocument, outline: Outline, actions: tuple[ActionFinding, ...]
) -> Iterator[_Place]:
    bound = _bound(outline, actions)
    for index, sentence in enumerate(outline.sentences):
        if sentence.role is not Role.BODY:
            continue
        text = sentence.words(document.text)
        if _BOILERPLATE.search(text) or _HISTORY.match(text):
            continue
        yield _Place(
            document.cite(sentence.places(document.text)[0]),
            text,
            tuple(bound.get(index, ())),
            bool(_FORBIDS.search(text)),
            bool(_DEADLINE.search(text)),
        )


def _bound(outline: Outline, actions: tuple[ActionFinding, ...]) -> dict[int, list[ActionFinding]]:
    """For each sentence, by its index, the actions that rest on it, in the order of the text."""
    starts = [sentence.span.start for sentence in outline.sentences]
    found: dict[int, list[ActionFinding]] = {}
    for action in sorted(actions, key=lambda action: action.evidence[0].start):
        for place in (action.evidence[0], *(item.evidence[0] for item in action.items)):
            first = max(0, bisect_right(starts, place.start) - 1)
            for index in range(first, bisect_left(starts, place.end)):
                there = found.setdefault(index, [])
                if place.start < outline.sentences[index].span.end and action not in there[-1:]:
                    there.append(action)
    return found


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
    held = " (under a condition)" if place.action and place.action.condition else ""
    title = _blocked(named, place.text, facts) or f"{cue.label}: {named}{held}"
    affected = units(place.text, place.action)
    severity, likelihood, reason = _levels(cue, place, facts)
    reason += falls_to(place.actions[:1], affected)
    if cue.risk:
        return RiskFinding(title, cue.category, likelihood, severity, reason, (place.evidence,), affected)
    return ImpactFinding(title, cue.category, cue.polarity, reason, (place.evidence,), affected)


_PROPERTY = re.compile(r"(?:all\s+)?property\s+and\s+interests\s+in\s+property\b", re.I)
_OF_WHOM = re.compile(
    r"interests\s+in\s+property\s+of\s+(?P<whom>(?!(?:the\s+following|those|any|such|all|persons?)\b)[^,;:]{3,90}?)"
    r"(?=\s+(?:that|which|are|is|in)\b|[,;:])"
)


def _blocked(named: str, text: str, facts: Facts) -> str | None:
    """The title where a standing formula blocks property: whose it is, else by which order."""
    if not _PROPERTY.match(named):
        return None
    whom = _OF_WHOM.search(text)
    if whom:
        return f"Property blocked: {' '.join(whom['whom'].split())}"
    return f"Property blocked: “{facts.title}”" if facts.title else None


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
    for fact, weighs in timing(place.action, facts):
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


_ENDS = {
    RelationKind.REVOKES: ("revoked", "Mixed"),
    RelationKind.REPEALS: ("repealed", "Mixed"),
    RelationKind.SUPERSEDES: ("superseded", "Mixed"),
    RelationKind.TERMINATES: ("terminated", "Mixed"),
    RelationKind.AMENDS: ("amended", "Mixed"),
    RelationKind.CONTINUES: ("continued", "Neutral"),
    RelationKind.EXTENDS: ("extended", "Neutral"),
}


_PROPOSED = frozenset({"proposed_rule", "bill", "resolution"})


def _changes(facts: Facts, relations: tuple[Relation, ...], units: Units) -> Iterator[ImpactFinding]:
    """One row per operative sentence: the parallel citations of one provision are one change."""
    groups: dict[tuple[RelationKind, Evidence], list[Relation]] = {}
    for relation in relations:
        if relation.relation in _ENDS:
            groups.setdefault((relation.relation, relation.evidence[0]), []).append(relation)
    for (kind, place), group in groups.items():
        verb, polarity = _ENDS[kind]
        targets = list(dict.fromkeys(_target(relation) for relation in group))
        title = f"{_listed(targets)} {_be(len(targets), facts.kind_detail in _PROPOSED)} {verb}"
        evidence = tuple(dict.fromkeys(one for relation in group for one in relation.evidence))
        affected = units(place.quote, None)
        yield ImpactFinding(title, "Legal", polarity, _around(place.quote), evidence, affected)


def _target(relation: Relation) -> str:
    return f"{relation.target}, {relation.pinpoint}" if relation.pinpoint else relation.target


def _listed(names: list[str]) -> str:
    if len(names) > _MOST_TARGETS:
        return f"{'; '.join(names[:_MOST_TARGETS])} and {len(names) - _MOST_TARGETS} more"
    return f"{'; '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _be(number: int, proposed: bool) -> str:
    if proposed:
        return "would be"
    return "is" if number == 1 else "are"


_MOST_TARGETS = 4


_ORDAINED = re.compile(
    r"^.{0,600}?\b(?:it\s+is\s+)?hereby\s+ordered(?:\s+as\s+follows)?[,:]?\s+(?:that\s+)?", re.I
)
"""The formula by which an order is enacted."""
_TELLING = 5


def _around(quote: str) -> str:
    """The operative word of a long sentence with its neighbours."""
    words = _ORDAINED.sub("", " ".join(quote.split()), count=1)
    verbs = list(_OPERATIVE.finditer(words))
    if verbs and len(words[verbs[0].start() :].split()) > _TELLING:
        # the title names what is changed; these words tell how
        return short(words[verbs[0].start() :], 2 * _AROUND)
    if len(words) <= 2 * _AROUND or not verbs:
        return short(words, 2 * _AROUND)
    middle = verbs[-1].start()
    start = words.rfind(" ", 0, max(1, middle - _AROUND)) + 1
    lead = "… " if start else ""
    return f"{lead}{short(words[start : middle + _AROUND], 2 * _AROUND)}"


_REACTION = re.compile(r"\W*(?:within|not?\s+later|before|after|upon)\b", re.IGNORECASE)
"""What is done each time something happens: no standing work, for it may never happen."""


def _recurring(actions: tuple[ActionFinding, ...], units: Units) -> Iterator[ImpactFinding]:
    for action in actions:
        if action.recurrence and not _REACTION.match(action.recurrence):
            said = " ".join(action.recurrence.split())
            told = said.lower() in action.title.lower()
            rhythm = "" if told else f", {said[:1].lower()}{said[1:]}"
            title = f"Standing work{rhythm}: {short(action.title)}"
            affected = units(action.evidence[0].quote, action)
            reason = f"recurs: {said}{falls_to((action,), affected)}"
            yield ImpactFinding(title, "Operational", "Negative", reason, grounds(action), affected)
