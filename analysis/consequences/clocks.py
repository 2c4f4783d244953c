"""Risks of time: what falls due soon, what falls due together, what waits for something to happen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from analysis.consequences.telling import LONGEST, told
from analysis.deadlines import may_have_begun, waits_for_request
from analysis.lists import and_more, bare_member, opens_list, parted
from analysis.metadata import Facts
from pipeline.documents import Evidence
from pipeline.findings import ActionFinding, Anchor, ImpactFinding, RiskFinding

Units = Callable[[str, ActionFinding | None], tuple[str, ...]]
"""The names of the own units that a sentence and its tasking concern."""

_CONSULTS = re.compile(
    r"(?<!made )(?<!given )(?<!granted )(?<!issued )"
    r"\b(?:in\s+(?:consultation|coordination|collaboration)\s+with|with\s+the\s+concurrence\s+of)\s+"
    r"(?P<whom>[^;:.()]{3,400}?)(?=,?\s+(?:shall|must|will|and\s+(?:consistent|in\s+accordance))\b|,\s+to\b"
    r"|,\s+(?:that|which|who|if|unless|except|absent|before|after|by|not|no|within|on|as|is|are|may|should)\b|[;:.()]|$)",
    re.I,
)
"""With whom a duty is done; with whom a waiver is "made in consultation" is told where the waiver is."""
_TIGHT_DAYS, _SHORT_DAYS = 14, 30
_STACKED = 3


def timing(action: ActionFinding | None, facts: Facts) -> Iterator[tuple[str, bool]]:
    """Facts about time, company and condition in which a tasking is done; True where they press."""
    if action is None:
        return
    days = _days(action, facts)
    if days is not None:
        yield f"due {action.due_date} ({_day_count(days)})", days <= _SHORT_DAYS
    elif action.deadline_text:
        said = " ".join(action.deadline_text.split())[:80]
        yield said if waits_for_request(said) else f"deadline: {said}", False
    if action.recurrence:
        yield f"recurs: {' '.join(action.recurrence.split())[:60]}", True
    with_others = _CONSULTS.search(action.evidence[0].quote)
    if with_others:
        yield f"needs: {told(with_others['whom'])}", True
    if action.condition:
        yield f"condition: “{told(action.condition)}”", False


FALLS_TO = "; falls to: "


def falls_to(group: tuple[ActionFinding, ...], affected: tuple[str, ...]) -> str:
    """Who must act, as the end of a reason, where none of our own units is affected; else nothing."""
    if affected or not group:
        return ""
    actors = list(dict.fromkeys(one.responsible for one in group if one.responsible))
    if not actors:
        return f"{FALLS_TO}nobody named"
    others = f" and {len(actors) - 1} more" if len(actors) > 1 else ""
    first = re.sub(r"^(?:The|Each|All|Every|A|An)\b", lambda word: word[0].lower(), told(actors[0]))
    return f"{FALLS_TO}{first}{others}"


def _days(action: ActionFinding, facts: Facts) -> int | None:
    if not action.due_date or not facts.date or len(facts.date) != 10 or len(action.due_date) != 10:
        return None
    return (date.fromisoformat(action.due_date) - date.fromisoformat(facts.date)).days


def schedule(facts: Facts, actions: tuple[ActionFinding, ...], units: Units) -> Iterator[RiskFinding]:
    """One row per due date and one per event that is waited for: ten asks of one letter are one clock."""
    for day, group in _grouped(actions, lambda action: action.due_date):
        days = _days(group[0], facts)
        if days is not None and 0 <= days <= _SHORT_DAYS:
            yield _short_time(day, days, group, facts, units)
        elif len(asked := _asked(group)) >= _STACKED:
            yield _stacked(day, asked, len(_asked(actions)), days, units)
    for base, group in _grouped(actions, _event):
        first, affected = group[0], _affected(group, units)
        more = and_more(len(group) - 1)
        said = " ".join((first.deadline_text or base).split())
        yield RiskFinding(
            f"{_clock(first, said, base)}: {_started(first, said, bool(more))}{more}",
            "Schedule",
            "Medium",
            "Medium",
            f"{_waits(first, said)}: {told(said)}{falls_to(group, affected)}",
            grounds(first) if not more else _clauses(group),
            affected,
        )


_AGAIN = re.compile(r",?\s+and\s+(?:\w+\s+){1,4}thereafter$", re.I)
"""What comes back later is no part of the event that starts a clock."""

_WITH = re.compile(r"(?:along|together)\s+with\b", re.I)
_AHEAD = re.compile(r"(?:before|prior\s+to|ahead\s+of|in\s+advance\s+of)\b", re.I)


def _clock(action: ActionFinding, said: str, base: str) -> str:
    """What an event does to a term: some run from it; what must come before it is told whole.

    The letter that names a request may be it: then nobody may be told that its clock has not begun.
    """
    basis = action.due_basis
    if _AHEAD.match(said) or _WITH.match(said) or (basis is not None and (basis.offset or 0) < 0):
        line = told(said)
        return f"To be done {line[:1].lower()}{line[1:]}"
    if _may_be_this(action):
        return f"Clock may run from this paper itself (“{told(base)}”)"
    return f"Clock starts with “{told(_AGAIN.sub('', base))}”"


def _may_be_this(action: ActionFinding) -> bool:
    return action.kind != "tasking" and may_have_begun(action.due_basis)


def _waits(action: ActionFinding, said: str) -> str:
    if _AHEAD.match(said):
        return "must come first"
    return "no day is told for" if _may_be_this(action) else "no date yet for"


def _started(action: ActionFinding, said: str, more: bool) -> str:
    """What is done by that clock, without the words that already stand before it."""
    deed = told(parted(_pointed(action.title))[0]) if more else deed_of(action)
    own = re.sub(rf"\s+\(?{re.escape(said)}\)?$", "", deed, flags=re.I)
    return own if _AHEAD.match(said) and " " in own else deed


def _grouped(
    actions: tuple[ActionFinding, ...], key: Callable[[ActionFinding], str | None]
) -> Iterator[tuple[str, tuple[ActionFinding, ...]]]:
    """The actions that share a value, groups in the order of their first."""
    groups: dict[str, list[ActionFinding]] = {}
    for action in actions:
        value = key(action)
        if value:
            groups.setdefault(value, []).append(action)
    return ((value, tuple(group)) for value, group in groups.items())


def _event(action: ActionFinding) -> str | None:
    """What a clock waits for; a request starts none."""
    if waits_for_request(action.deadline_text):
        return None
    basis = action.due_basis
    return basis.base if basis is not None and basis.anchor is Anchor.EVENT else None


def _short_time(
    day: str, days: int, group: tuple[ActionFinding, ...], facts: Facts, units: Units
) -> RiskFinding:
    first = group[0]
    known = tuple(timing(first, facts))
    severity = "High" if days <= _TIGHT_DAYS or len(group) >= _STACKED else "Medium"
    likelihood = "High" if sum(weighs for _, weighs in known) > 1 else "Medium"
    affected = _affected(group, units)
    if len(group) == 1:
        reason = "; ".join(fact for fact, _ in known) + falls_to(group, affected)
        title = f"Short time: {deed_of(first)}"
        return RiskFinding(title, "Schedule", likelihood, severity, reason, grounds(first), affected)
    noun = "taskings" if any(one.kind == "tasking" for one in group) else "requests"
    title = f"Short time: {len(group)} {noun} due {day}: {deed_of(first)}"
    reason = f"due {day} ({_day_count(days)}){falls_to(group, affected)}"
    return RiskFinding(title, "Schedule", likelihood, severity, reason, _clauses(group), affected)


def far_day(action: ActionFinding, facts: Facts, units: Units) -> RiskFinding:
    """A day that an order sets, where nothing else about its dated taskings is at risk."""
    known = tuple(timing(action, facts))
    likelihood = "Medium" if any(weighs for _, weighs in known) else "Low"
    title = f"May be late on {action.due_date}: {deed_of(action)}"
    affected = _affected((action,), units)
    reason = "; ".join(fact for fact, _ in known) + falls_to((action,), affected)
    return RiskFinding(title, "Schedule", likelihood, "Medium", reason, grounds(action), affected)


def work_due(dated: tuple[ActionFinding, ...], facts: Facts, units: Units) -> ImpactFinding:
    """The work that falls to somebody by the first day that an order sets."""
    first = min(dated, key=lambda action: action.due_date or "")
    title = f"To deliver by {first.due_date}: {deed_of(first)}"
    count = f"first of {len(dated)} dated" if len(dated) > 1 else "only dated tasking"
    affected = _affected((first,), units)
    reason = f"{count}{falls_to((first,), affected)}"
    return ImpactFinding(title, "Operational", "Neutral", reason, grounds(first), affected)


_ANSWER_THEM = re.compile(
    r"(?:please\s+)?(?:provide|send|submit|return|give|answer|respond|reply)\b[^.;]{0,60}?\b"
    r"(?:these|the\s+following|those|such|each\s+of|the)\s+(?:\w+\s+){0,2}?(?:questions?|requests?|inquir(?:y|ies)|items?)\b[^.;]{0,60}$",
    re.I,
)


def _asked(group: tuple[ActionFinding, ...]) -> tuple[ActionFinding, ...]:
    """What is asked, without the sentence that sets a list of questions its term: it is no deliverable."""
    own = tuple(one for one in group if not (one.kind != "tasking" and _ANSWER_THEM.match(one.title)))
    return own if any(one.kind == "question" for one in own) else group


def _stacked(
    day: str, group: tuple[ActionFinding, ...], total: int, days: int | None, units: Units
) -> RiskFinding:
    """Deliverables that fall on one day: each may be easy, together they may not."""
    named = "; ".join(deed_of(one, LONGEST // 2) for one in group[:_STACKED])
    title = f"{len(group)} deliverables fall on {day}: {named}"
    affected = _affected(group, units)
    share = (
        f"{len(group)} of {total} {'taskings' if any(one.kind == 'tasking' for one in group) else 'requests'}"
    )
    reason = share if days is None else f"{share}; due {day} ({_day_count(days)})"
    reason += falls_to(group, affected)
    return RiskFinding(title, "Schedule", "Medium", "Medium", reason, _clauses(group), affected)


def _day_count(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _affected(group: tuple[ActionFinding, ...], units: Units) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in group for name in units(one.evidence[0].quote, one)))


def _clauses(group: tuple[ActionFinding, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(one.evidence[0] for one in group))


def grounds(action: ActionFinding) -> tuple[Evidence, ...]:
    """The clause of a tasking, the places of its fields and the first of its list, each once."""
    listed = (place for item in action.items[:1] for place in item.evidence)
    return tuple(dict.fromkeys((action.evidence[0], *action.field_evidence.values(), *listed)))


_LIMITED = re.compile(
    r"(\b(?:limited|date\s+set)|(?:limited by|date set by|may be met under) [^:;“]{3,40})"
    r": “(?:[^“”]|“[^“”]*”)*”"
)
"""What limits, dates or meets a section is told in whole by the duty's own title; a line points to it."""


_STANDING = re.compile(
    r"(?<=[(;])\s*(?:to\s+the\s+extent\s+(?:permitted\s+by|consistent\s+with)\s+(?:applicable\s+)?law"
    r"|subject\s+to\s+the\s+availability\s+of\s+appropriations|“[^”]*”\s+as\s+(?:this\s+document\s+defines\s+it|defined\s+in\s+[^;()]*(?:\([^()]*\))*))(?=[;)])"
)
"""What most orders say of every duty, and where words are defined: the duty's own row tells it."""
_EMPTY = re.compile(r"\s*\([;\s]*\)")
_BORDERS = re.compile(r"(?<=\()[;\s]+|;(?=[;)])")


def _pointed(title: str, longest: int = LONGEST) -> str:
    """The title as a line has room for it: limits of a section pointed to, standing ones left to the row."""
    said = _LIMITED.sub(r"\1", title)
    if len(said) <= longest:
        return said
    return _BORDERS.sub("", _EMPTY.sub("", _STANDING.sub("", said)))


def deed_of(action: ActionFinding, longest: int = LONGEST) -> str:
    """What is to be done, in one line: of a list's member whose line is too long, its own words.

    A lead says to whom and through whom, the member what: "submit to the President, through …: (i) a report".
    """
    if _leads_on(action):
        return told(f"{action.title}: {listed(tuple(item.text for item in action.items))}", longest=longest)
    title = _pointed(action.title, longest)
    lead, _, own = title.partition(": ")
    folded = " ".join(action.evidence[0].quote.split()).casefold()
    member = len(title) > longest and own and own.rstrip("….").casefold() in folded
    deed = told(own if member and lead.casefold() not in folded else title, longest=longest)
    return deed if " " in deed or not action.responsible else f"{deed} ({told(action.responsible)})"


_LEAD_ALONE = 60
"""The most characters of a lead that hardly says more than to whom something goes."""


def listed(members: tuple[str, ...]) -> str:
    """The first member of a list, without the "; and" behind it, and how many more there are."""
    return f"{told(bare_member(members[0]).rstrip(':'))}{and_more(len(members) - 1)}"


def _leads_on(action: ActionFinding) -> bool:
    """Whether the title ends where its list begins, as a model may write it: "submit to the Fund"."""
    leads = opens_list(action.evidence[0].quote) and len(action.title) <= _LEAD_ALONE
    return leads and bool(action.items) and ": " not in action.title and not parted(action.title)[1]
