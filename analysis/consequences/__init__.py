"""Risks and impacts that the text itself gives ground for.

A row exists only where a cue stands in a sentence, the sentence names what is at stake, and it belongs to
a tasking, deadline, prohibition or change of law. Levels come from counted facts, printed as the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeVar

from analysis.consequences.changes import changes
from analysis.consequences.clocks import (
    FALLS_TO,
    Units,
    deed_of,
    falls_to,
    far_day,
    grounds,
    listed,
    schedule,
    timing,
    work_due,
)
from analysis.consequences.effects import CUES, Cue, category_of, is_planned, stake
from analysis.consequences.endings import endings, with_ending
from analysis.consequences.inserted import new_duties
from analysis.consequences.telling import clause_at, told
from analysis.cued import cued
from analysis.deadlines import deadlines
from analysis.enacting import founds, rescopes
from analysis.guesses import without_guesses
from analysis.lists import opens_list
from analysis.metadata import Facts
from analysis.outline import Outline, Role
from analysis.outline.membership import members, outermost
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.findings import ActionFinding, ImpactFinding, Kind, Relation, RiskFinding
from pipeline.folding import small

_BOILERPLATE = cued(
    "nothing intended appropriations construed applicable prohibitions severab costs",
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
_FORBIDS = cued(
    "no prohibited forbidden blocked",
    r"\b(?:shall|may|must)\s+not\b|\bprohibited\b|\bforbidden\b|\b(?:is|are)\s+blocked\b|\bno\s+\w+\s+(?:may|shall)\b",
)
_EXCEPTION = re.compile(r"\b(?:unless|except|to\s+the\s+extent|waiver|other\s+than)\b", re.I)
_MANDATORY = cued(
    "shall must required directed", r"\b(?:shall|must|is\s+required|are\s+required|directed\s+to)\b"
)
_AMOUNT = re.compile(r"\$\s?(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion|trillion|[KMB]\b|bn\b)?", re.I)
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "": 1.0}
_SCALE |= {"k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9}
_ORDERS = frozenset({Kind.EXECUTIVE_ORDER, Kind.PRESIDENTIAL_MEMORANDUM, Kind.STATUTE, Kind.REGULATION})
_DIRECTIVES = frozenset({"directive", "emergency_directive"})
"""Kinds whose days nobody below may move: a dated tasking of theirs is a risk and an impact by itself."""
_PROSE = (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL)
"""Letters bind nobody but by what they ask: "may not" in them is as often a guess as a ban."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence with what binds it to the document's orders."""

    evidence: tuple[Evidence, ...]
    text: str
    actions: tuple[ActionFinding, ...]
    lead: str = ""
    members: tuple[Evidence, ...] = ()
    exception: Evidence | None = None

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
    changed = changes(
        facts,
        relations,
        units,
        lambda place: new_duties(document, outline, place),
        lambda place: _led(document, outline, place),
    )
    impacts = (
        *changed,
        *_recurring(actions, units),
        *_ending(document, outline, facts, [row for row in rows if isinstance(row, ImpactFinding)]),
    )
    risks = _one_per_sentence(_unlike(risks), outline)
    binds = facts.kind in _ORDERS or facts.kind_detail in _DIRECTIVES
    dated = tuple(action for action in actions if action.due_date) if binds else ()
    if dated and not _rests_on(risks, dated):
        risks = (far_day(min(dated, key=lambda one: one.due_date or ""), facts, units), *risks)
    impacts = _unlike(impacts)
    if dated and not _rests_on(impacts, dated):
        impacts = (*impacts, work_due(dated, facts, units))
    return risks, impacts


def _ending(
    document: ExtractedDocument, outline: Outline, facts: Facts, rows: list[ImpactFinding]
) -> Iterator[ImpactFinding]:
    """The rows, a new body with when it ends again."""
    new = [row for row in rows if row.title.startswith("New body:")]
    found = tuple(endings(document, outline, facts)) if new else ()
    yield from (with_ending(row, found) if row in new else row for row in rows)


_Row = RiskFinding | ImpactFinding


def _rests_on(rows: tuple[_Row, ...], actions: tuple[ActionFinding, ...]) -> bool:
    """Whether a row that tells whom it falls to stands on the words of one of the taskings.

    "Such rules shall not" stands on the words that order the rules, and names nobody.
    """
    clauses = [action.evidence[0].span for action in actions]
    naming = [row for row in rows if row.affected_units or FALLS_TO in row.reason]
    return any(place.span.overlaps(clause) for row in naming for place in row.evidence for clause in clauses)


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
    document: ExtractedDocument, outline: Outline, actions: tuple[ActionFinding, ...], prose: bool
) -> Iterator[_Place]:
    """The document's own sentences that order something, in prose those that a draft rests on."""
    bound = _bound(outline, actions)
    for index, sentence in enumerate(outline.sentences):
        if sentence.role is not Role.BODY:
            continue
        text, drafts = sentence.words(document.text), tuple(bound.get(index, ()))
        if not (drafts or (not prose and _orders(text))) or _BOILERPLATE.search(text) or _HISTORY.match(text):
            continue
        ground = tuple(document.cite(one) for one in _ground(document.text, outline, index))
        lead = "" if sentence.lead is None else outline.sentences[sentence.lead].words(document.text)
        but = _excepted(document, outline, index) if _FORBIDS.search(small(text)) else None
        yield _Place(ground, text, drafts, lead, _members(document, outline, index, text), but)


_EXCEPTS = re.compile(
    r"\b(?:(?:is|are)\s+not\s+affected|(?:is|are)\s+(?:exempt|excepted|excluded|not\s+covered|not\s+subject)"
    r"|(?:this|that|the|such)\s+(?:\w+\s+)?(?:prohibition|ban|limit(?:ation)?|restriction|freeze|moratorium|paragraph)\s+(?:does|shall)\s+not\s+apply"
    r"|(?:this|it)\s+does\s+not\s+apply|may\s+(?:still|nevertheless|nonetheless)\b)",
    re.I,
)


def _excepted(document: ExtractedDocument, outline: Outline, index: int) -> Evidence | None:
    """The sentence behind a ban that says what it leaves out: "Details already made are not affected"."""
    after = outline.sentences[index + 1] if index + 1 < len(outline.sentences) else None
    if after is None or after.role is not Role.BODY or not _EXCEPTS.search(after.words(document.text)):
        return None
    return document.cite(after.places(document.text)[0])


def _members(document: ExtractedDocument, outline: Outline, index: int, text: str) -> tuple[Evidence, ...]:
    """The members of the list that a sentence leads: they say what it is about."""
    if not opens_list(text):
        return ()
    sentences = outline.sentences
    after = takewhile(
        lambda one: one[1].lead is not None and one[1].lead >= index,
        enumerate(sentences[index + 1 :], index + 1),
    )
    own = members(sentences, [at for at, one in after if one.lead == index])
    return tuple(document.cite(sentences[at].places(document.text)[0]) for at in outermost(sentences, own))


def _led(document: ExtractedDocument, outline: Outline, place: Evidence) -> tuple[Evidence, ...]:
    """The members of the list that the sentence of some words leads."""
    index = outline.at(place.start)
    return () if index is None else _members(document, outline, index, place.quote)


def _orders(text: str) -> bool:
    """Whether a sentence without a draft forbids or founds something, sets a day or changes an emergency."""
    said = small(without_guesses(text))
    if _FORBIDS.search(said) or founds(text) or rescopes(text):
        return True
    return bool(_MANDATORY.search(said) and _DEADLINE.search(text))


_POINTS_BACK = re.compile(
    r"\W*(?:(?:This|These|Those|Such|Said)\s+(?!(?:order|memorandum|Act|section|directive|guidance|policy)\b)|It\s|They\s)"
)


def _ground(text: str, outline: Outline, index: int) -> Iterator[Span]:
    """The place of a sentence, and of the one before where its subject only points back: "This authority"."""
    sentence = outline.sentences[index]
    before = outline.sentences[index - 1] if index else None
    yield sentence.places(text)[0]
    if before is not None and before.role is Role.BODY and _POINTS_BACK.match(sentence.words(text)):
        yield before.places(text)[0]


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
    for place in _places(document, outline, actions, facts.kind in _PROSE):
        heard = without_guesses(place.text)
        said = small(heard)
        seen: set[str] = set()
        for cue in CUES:
            match = None if cue.category in seen else cue.told(heard, said)
            named = stake(place.text, match, cue) if match else None
            before = f"{place.lead} {place.text[: match.start()]}" if match else ""
            if match and named and not is_planned(cue, before) and not _asked_of(cue, place, before):
                seen.add(cue.category)
                clause = told(*clause_at(place.text, *match.span()))
                title = _blocked(named, place.text, facts) or f"{cue.label}: {clause}{_held(place, clause)}"
                title += f"{_listed(place, clause)}{_but(place)}"
                yield _row(cue, title, place, facts, units)


_TELLS_OF = re.compile(
    r"\b(?:accounting|explanations?|descriptions?|breakdowns?|cop(?:y|ies)|records?|documents?|documentation|correspondence"
    r"|invoices?|lists?|reasons?|how|why|whether|what|who|when|which|status)\b[^.;]*$",
    re.I,
)


def _asked_of(cue: Cue, place: _Place, before: str) -> bool:
    """Whether a letter only asks to be told of an amount: an accounting of money spends none."""
    asked = place.action is not None and place.action.kind != "tasking"
    return asked and cue.category == "Financial" and _TELLS_OF.search(before) is not None


def _listed(place: _Place, clause: str) -> str:
    """The first member of a list that the clause leads to, and how many more there are."""
    if not place.members or not " ".join(place.text.split()).rstrip(" :—–").endswith(clause[-20:]):
        return ""
    return f": {listed(tuple(one.quote for one in place.members))}"


def _but(place: _Place) -> str:
    """The exception that the next sentence makes: without it a ban would bind whom it does not."""
    return f" (but: “{told(place.exception.quote)}”)" if place.exception else ""


def _held(place: _Place, clause: str) -> str:
    """That a condition holds the duty, where the clause itself does not say so."""
    condition = place.action.condition if place.action else None
    parts = (condition or "").split("; ")
    said = all(" ".join(part.split()).casefold() in clause.casefold() for part in parts)
    return "" if said else " (under a condition)"


def _row(cue: Cue, title: str, place: _Place, facts: Facts, units: Units) -> _Row:
    affected = units(place.text, place.action)
    severity, likelihood, reason = _levels(cue, place, facts)
    reason += falls_to(place.actions[:1], affected)
    category = category_of(cue, place.text)
    evidence = (*place.evidence, *place.members[:1], *filter(None, (place.exception,)))
    if cue.risk:
        return RiskFinding(title, category, likelihood, severity, reason, evidence, affected)
    return ImpactFinding(title, category, cue.polarity, reason, evidence, affected)


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
    said = small(without_guesses(place.text))
    if _FORBIDS.search(said):
        absolute = not _EXCEPTION.search(place.text)
        known.append("prohibition" if absolute else "prohibition with an exception")
        severity, likelihood = ("High", "Medium") if absolute else ("Medium", "Low")
    elif _MANDATORY.search(said):
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
    return severity, likelihood, "; ".join(known) or _belonging(place)


def _belonging(place: _Place) -> str:
    if place.action:
        return f"belongs to: {deed_of(place.action)}"
    return "founded by these words" if founds(place.text) else "said, not ordered"


def _raised(level: str) -> str:
    return {"Low": "Medium", "Medium": "High"}.get(level, level)


def _largest_amount(text: str) -> tuple[float, str] | None:
    found = [
        (float(match[1].replace(",", "")) * _SCALE[(match[2] or "").lower()], " ".join(match[0].split()))
        for match in _AMOUNT.finditer(text)
    ]
    return max(found, default=None)


_REACTION = re.compile(r"\W*(?:within|not?\s+later|before|after|upon)\b", re.IGNORECASE)
"""What is done each time something happens: no standing work, for it may never happen."""


def _recurring(actions: tuple[ActionFinding, ...], units: Units) -> Iterator[ImpactFinding]:
    """Work that comes back; of several deeds of which one has a day of its own, only a part does."""
    for action in actions:
        if action.recurrence and not _REACTION.match(action.recurrence):
            said = " ".join(action.recurrence.split())
            told = said.lower() in action.title.lower()
            rhythm = "" if told else f", {said[:1].lower()}{said[1:]}"
            once = " in part" if _has_day_too(action, said) else ""
            title = f"Standing work{once}{rhythm}: {deed_of(action)}"
            affected = units(action.evidence[0].quote, action)
            reason = f"recurs: {said}{falls_to((action,), affected)}"
            yield ImpactFinding(title, "Operational", "Negative", reason, grounds(action), affected)


def _has_day_too(action: ActionFinding, rhythm: str) -> bool:
    """Whether one of several deeds of a row has a day of its own: "finish it by May 3 and report weekly"."""
    if "after" in rhythm.lower() or " and" not in action.title:
        return False
    days = (one for one in deadlines(action.title) if one.datable and one.text not in rhythm)
    return action.due_date is not None or any(days)
