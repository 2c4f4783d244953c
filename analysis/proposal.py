"""The executive action that a document calls for, with its suspense dates and its units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from analysis.cued import cued
from analysis.cutting import cut
from analysis.deadlines import sets_a_day, urges
from analysis.masthead.bodies import OFFICIAL, names_company
from analysis.masthead.kinds import LETTER_DETAILS
from analysis.masthead.sheet import sheet
from analysis.metadata import Facts
from analysis.routing import coordinating, is_ours, liaison, lists_others, route
from analysis.taskings.pointers import glosses
from analysis.untied import Untied, how_many
from analysis.writers import spoken, writers
from coordination.suspense import FIRST_YEAR, add_business_days, business_days_between
from pipeline.agency import Agency
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import ActionFinding, ExecutiveActionFinding, Kind, Reply, UnitChoice

FRONT_OFFICE_DAYS = 3
"""Business days that the front office keeps for review and signature: the internal suspense lies so long
before the external, though never before the document itself. A constant of this draft alone; the suspense
policy of the agency computes the dates anew when the draft is approved.
"""
_CRITICAL_DAYS, _HIGH_DAYS = 3, 21
"""Business days from the document to its first due date; 21 is the usual clock for congressional mail."""
_MANY_DEADLINES = 5

_TYPES: dict[Kind, tuple[str, str]] = {
    Kind.EXECUTIVE_ORDER: ("Executive Order", "Directive or Order"),
    Kind.PRESIDENTIAL_MEMORANDUM: ("Policy Directive", "Directive or Order"),
    Kind.CONGRESSIONAL_LETTER: ("Congressional Correspondence", "Correspondence"),
    Kind.PUBLIC_LETTER: ("Public Correspondence", "Correspondence"),
    Kind.STATUTE: ("Compliance Tasker", "Compliance"),
    Kind.REGULATION: ("Compliance Tasker", "Compliance"),
}
_DETAILS: dict[str, tuple[str, str]] = {
    "emergency_directive": ("Crisis Response", "Emergency"),
    "directive": ("Compliance Tasker", "Compliance"),
    "action_memo": ("Operational Directive", "Directive or Order"),
    "decision_memo": ("Operational Directive", "Directive or Order"),
    "agency_letter": ("Inter-Agency Coordination", "Correspondence"),
    "official_letter": ("Inter-Agency Coordination", "Correspondence"),
    "agreement": ("Inter-Agency Coordination", "Agreement"),
    "proclamation": ("Policy Directive", "Directive or Order"),
}
_AUDIT = re.compile(
    r"\b(?:Government Accountability Office|Office of (?:the )?Inspector General|audit report)\b", re.I
)
_COMMITTEE = re.compile(
    r"\b(?:Committee|Subcommittee)\s+on\b|\bChair(?:man|woman)\b|\bRanking\s+(?:Minority\s+)?Member\b"
)


def proposal(
    document: ExtractedDocument,
    facts: Facts,
    actions: tuple[ActionFinding, ...],
    reply: Reply | None,
    agency: Agency,
    loose: Sequence[Untied] = (),
) -> ExecutiveActionFinding | None:
    """The draft action; None when the document asks nothing of anybody.

    `loose` are the sentences with a day that no row holds: no deadline is told without a word of them.
    """
    if not actions and not (reply and reply.needed and reply.asks):
        return None
    naming = tuple(_naming(actions))
    ours = tuple(
        action
        for action in actions
        if _ours(agency, action, facts, document) or _is_named_by_all(action, naming)
    )
    external = _external(ours or actions, reply, facts)
    priority, reason = _with_loose(
        *_priority(facts, actions, ours, reply, external, loose), _noun(facts, reply), loose
    )
    kind, category = _type(document, facts, actions)
    evidence = _evidence(facts, ours or actions, reply)
    return ExecutiveActionFinding(
        _title(document, facts, actions, reply, evidence[0]),
        kind,
        category,
        priority,
        reason,
        evidence,
        _internal(external, facts) if ours or not actions else None,
        external,
        *_units(document, facts, ours, agency, reply),
    )


def _ours(agency: Agency, action: ActionFinding, facts: Facts, document: ExtractedDocument) -> bool:
    actor = actor_of(action, facts)
    return is_ours(agency, actor) and not lists_others(agency, actor, document.text)


_ANY_AGENCY = cued("agenc", r"\b(?:each|every|all)\b.*\bagenc|\bagencies\b", re.I)


_NAMES = re.compile(r"\b(?:designate|appoint|name|identify|select)\b", re.I)


def _naming(actions: tuple[ActionFinding, ...]) -> Iterator[str]:
    """The titles by which agencies are told to name somebody."""
    for one in actions:
        if _NAMES.match(one.title) and _ANY_AGENCY.search(one.responsible or ""):
            yield one.title


def _is_named_by_all(action: ActionFinding, naming: Sequence[str]) -> bool:
    """Whether agencies are told to name whoever must act: so every agency has such an officer.

    "Each agency shall designate a Dock Officer (DO). The DO shall submit a plan by June 1."
    """
    if not naming:
        return False
    who = re.sub(r"^(?:the|each|every|such)\s+", "", action.responsible or "", flags=re.I)
    if not who[:1].isupper():
        return False
    named = re.compile(rf"{_NAMES.pattern}[^.;]*\b{re.escape(who)}\b", re.I)
    return any(named.match(title) for title in naming)


def actor_of(action: ActionFinding, facts: Facts) -> str | None:
    """Who must act, in full; None where it is the reader: the addressee, "you", an audit's "management"."""
    responsible = action.responsible
    if responsible is None:
        return None
    bare = " ".join(responsible.lower().split()).removeprefix("the ")
    addressee = " ".join((facts.addressee or "").lower().split())
    if bare in ("you", "your office", "your agency", "your department", "your staff", "management"):
        return None
    passed_on = facts.kind is Kind.EMAIL and bare in " ".join((facts.sender or "").lower().split())
    """Who passes a message on passes on what it asks."""
    named = facts.kind is Kind.PRESIDENTIAL_MEMORANDUM
    """To several offices at once, each by its name: which of them must act is what the name tells."""
    if passed_on or (addressee and not named and (bare in addressee or addressee in bare)):
        return None
    return facts.meant(responsible, action.field_evidence.get("responsible", action.evidence[0]).start)


def _external(actions: tuple[ActionFinding, ...], reply: Reply | None, facts: Facts) -> str | None:
    """The earliest stated due date that does not lie before the document itself."""
    days = [action.due_date for action in actions if action.due_date]
    days += [item.due_date for action in actions for item in action.items if item.due_date]
    days += [reply.by] if reply and reply.by else []
    whole = sorted(day for day in days if len(day) == 10 and day >= (facts.date or ""))
    return whole[0] if whole else None


def _internal(external: str | None, facts: Facts) -> str | None:
    if external is None:
        return None
    day = date.fromisoformat(external)
    if day.year <= FIRST_YEAR:
        return None
    internal = add_business_days(day, -FRONT_OFFICE_DAYS)
    written = _whole_date(facts)
    return (written if written and internal < written <= day else internal).isoformat()


def _whole_date(facts: Facts) -> date | None:
    return date.fromisoformat(facts.date) if facts.date and len(facts.date) == 10 else None


def _priority(
    facts: Facts,
    actions: tuple[ActionFinding, ...],
    ours: tuple[ActionFinding, ...],
    reply: Reply | None,
    external: str | None,
    loose: Sequence[Untied],
) -> tuple[str, str]:
    """The priority and the facts that gave it."""
    written = _whole_date(facts)
    dated = sum(action.due_date is not None for action in ours)
    if actions and not ours:
        others = "the one tasking falls" if len(actions) == 1 else f"all {len(actions)} taskings fall"
        return "Low", f"{others} on others: a watch item"
    if facts.kind_detail == "emergency_directive":
        return "Critical", "an emergency directive"
    if external and written and written.year > FIRST_YEAR:
        left = business_days_between(written, date.fromisoformat(external))
        days = f"first due {external}, {left} business {'day' if left == 1 else 'days'} after the document"
        days += _beside(ours)
        if left <= _CRITICAL_DAYS:
            return "Critical", days
        if left <= _HIGH_DAYS or dated >= _MANY_DEADLINES:
            return "High", f"{days}; {dated} dated taskings" if dated > 1 else days
        return "Medium", days
    if external:
        return "High", f"first due {external}; the document prints no date"
    if facts.kind is Kind.CONGRESSIONAL_LETTER:
        known = "a letter from Congress" if facts.origin else "taken for a letter from Congress"
        return "High", f"{known}{_beside(ours)}"
    return _undated(ours, actions, reply, loose)


def _noun(facts: Facts, reply: Reply | None) -> str:
    return "request" if reply is not None or facts.kind in _LETTERS else "tasking"


def _with_loose(priority: str, reason: str, noun: str, loose: Sequence[Untied]) -> tuple[str, str]:
    """The reason with the days that no row holds, of which one may come before the first that a row has."""
    if not loose:
        return priority, reason
    known = re.sub(r"^first due\b", "first due of the rows", reason)
    return priority, f"{known}; {how_many(loose, noun)}: see the ledger"


def _beside(ours: tuple[ActionFinding, ...]) -> str:
    """What of ours may have to be done before the first day: at once, again and again, or by some event."""
    soon = sum(urges(action.deadline_text) for action in ours)
    at_once = f"{soon} to be done soon, without a day" if soon else ""
    said = ", ".join(filter(None, (at_once, _without_day(_open_ended(ours), _recurring(ours)))))
    return f"; {said}" if said else ""


def _open_ended(ours: tuple[ActionFinding, ...]) -> int:
    return sum(
        action.due_date is None
        and action.deadline_text != action.recurrence
        and sets_a_day(action.deadline_text)
        for action in ours
    )


def _recurring(ours: tuple[ActionFinding, ...]) -> int:
    return sum(action.recurrence is not None for action in ours)


def _undated(
    ours: tuple[ActionFinding, ...],
    actions: tuple[ActionFinding, ...],
    reply: Reply | None,
    loose: Sequence[Untied],
) -> tuple[str, str]:
    """The priority where no day is ours: what is counted is ours too, the dates of others are told apart.

    A day that no row holds may be ours: then nothing is said to be without one, nor to be of low priority.
    """
    recurring, open_ended = _recurring(ours), _open_ended(ours)
    others = sum(action.due_date is not None for action in actions)
    no_day = "no due date is tied to us" if loose else "no due date falls to us"
    known = no_day + (f", {others} to others" if others else "")
    if recurring or open_ended:
        return "Medium", f"{known}; {_without_day(open_ended, recurring)}"
    without = "none with a deadline of its own" if loose else "without a deadline"
    tasks = sum(action.kind == "tasking" for action in ours)
    if tasks:
        be = "is" if tasks == 1 else "are"
        whose = f" of {len(actions)} taskings {be} for this agency," if len(ours) < len(actions) else ""
        comma = "," if loose and not whose else ""
        said = f"{tasks}{whose or (' tasking' if tasks == 1 else ' taskings')}{comma} {without}"
        return "Medium", f"{known}; {said}" if others else said
    asks = max(len(reply.asks) if reply else 0, len(actions))
    requests = f"{asks} {'request' if asks == 1 else 'requests'}"
    return ("Medium", f"{requests}, {without}") if loose else ("Low", f"{requests} {without}")


def _without_day(stated: int, recurring: int) -> str:
    """How many of our deadlines give no day yet, and how many of our taskings come back."""
    counted = (
        f"{stated} {'deadline' if stated == 1 else 'deadlines'} of ours without a day yet" if stated else ""
    )
    again = f"{recurring} {'tasking comes' if recurring == 1 else 'taskings come'} back" if recurring else ""
    return ", ".join(part for part in (counted, again) if part)


def _type(document: ExtractedDocument, facts: Facts, actions: tuple[ActionFinding, ...]) -> tuple[str, str]:
    if facts.kind is Kind.CONGRESSIONAL_LETTER:
        questions = sum(action.kind in ("question", "request") for action in actions)
        if questions >= 3 and _COMMITTEE.search(document.text):
            return "Legislative Inquiry Response", "Inquiry"
    if facts.kind is Kind.OTHER and _AUDIT.search(document.text[:3000]):
        return "Audit Corrective Action", "Compliance"
    if facts.kind in _TYPES:
        return _TYPES[facts.kind]
    if facts.kind_detail in _DETAILS:
        return _DETAILS[facts.kind_detail]
    if facts.kind is Kind.EMAIL:
        return _mail_type(document, facts)
    if facts.kind is Kind.AGENCY_MEMO:
        due = any(action.deadline_text for action in actions)
        return ("Compliance Tasker", "Compliance") if due else ("Policy Directive", "Directive or Order")
    return "Operational Directive", "Directive or Order"


def _mail_type(document: ExtractedDocument, facts: Facts) -> tuple[str, str]:
    sender = facts.place("sender")
    words = sender.quote if sender else facts.sender or ""
    stated = f"{words} {document.metadata.get('from', '')}".lower()
    if re.search(r"\b(?:senate|house)\.gov\b", stated):
        return "Congressional Correspondence", "Correspondence"
    if re.search(r"\.(?:gov|mil)\b", stated) or _of_an_office(document, facts, words):
        return "Inter-Agency Coordination", "Correspondence"
    return "Public Correspondence", "Correspondence"


_IN_OFFICE = re.compile(r"\([A-Z]{2,8}(?:/[\w&-]+)+\)")
"""How offices write who works where: "Lin, Mei (DFO/OGC-Programs)"."""
_BLOCK = 6


def _of_an_office(document: ExtractedDocument, facts: Facts, sender: str) -> bool:
    """Whether a message without an address is an office's by its writer's name or the block under it."""
    if _IN_OFFICE.search(sender):
        return True
    lines = [line.text.strip() for line in sheet(document).lines]
    surname = re.split(r"[\s,(<]+", spoken(facts.sender or "", facts).strip())[-1]
    ends = (at for at, line in enumerate(lines) if at > _BLOCK and line.split()[-1:] == [surname])
    signed = next(ends, None) if surname else None
    block = [] if signed is None else lines[signed : signed + _BLOCK]
    return any(map(OFFICIAL.search, block)) and not names_company(block)


def _title(
    document: ExtractedDocument,
    facts: Facts,
    actions: tuple[ActionFinding, ...],
    reply: Reply | None,
    first: Evidence,
) -> str:
    """Number and subject as printed; a letter without a subject line is called by what it asks about."""
    words = [part for part in (facts.number, facts.title) if part]
    if facts.title or (words and facts.kind not in _LETTERS):
        return cut(": ".join(words), _LONGEST)
    if facts.kind in _LETTERS or facts.kind_detail in LETTER_DETAILS:
        return cut(": ".join((*words, _reply_to(document, facts, actions, reply))), _LONGEST)
    return cut(" ".join(first.quote.split()), _LONGEST)


def _reply_to(
    document: ExtractedDocument, facts: Facts, actions: tuple[ActionFinding, ...], reply: Reply | None
) -> str:
    letter = "an e-mail" if facts.kind is Kind.EMAIL else "a letter"
    letter += " from Congress" if facts.kind is Kind.CONGRESSIONAL_LETTER and facts.origin else ""
    who = writers(facts) or letter
    text = " ".join(sheet(document).text[:_OPENING].split())
    invited = _INVITES.search(text)
    if invited:
        return f"Invitation from {who} to {_object(invited['what'])}"
    about = _ABOUT.search(text) or _EXAMINES.search(text)
    if about:
        return f"Reply to {who} on {_object(about['what'])}"
    asked = _first_asked(actions, reply)
    return f"Reply to {who}: {asked}" if asked else f"Reply to {who}"


def _first_asked(actions: tuple[ActionFinding, ...], reply: Reply | None) -> str:
    """The first request, before a question: "so which is it?" tells nothing without what goes before."""
    telling = [action for action in actions if not _POINTS_ON.search(action.title)]
    asked = sorted(
        telling or actions, key=lambda action: (action.kind == "question", action.evidence[0].start)
    )
    if not asked:
        return cut(" ".join(reply.asks[0].quote.split()), _LONGEST_OBJECT) if reply and reply.asks else ""
    title = _object(re.sub(r"^Answer:\s*", "", asked[0].title))
    for pointer, meaning in glosses(asked[0].title).items():
        title = title if meaning in title else title.replace(pointer, f"{pointer} ({meaning})", 1)
    keeps = title[1:2].isupper() or asked[0].kind == "question"
    return title if keeps else f"{title[:1].lower()}{title[1:]}"


def _object(words: str) -> str:
    bare = _OBJECT_END.split(words, maxsplit=1)[0].strip(" ,;–—-")
    bare += '"' if bare.count('"') % 2 else ""
    return cut(bare, _LONGEST_OBJECT)


_LETTERS = (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL)
_LONGEST, _LONGEST_OBJECT, _OPENING = 240, 110, 5000
_WRITES = (
    r"\b(?:I|[Ww]e)\s+(?:write|am\s+writing|are\s+writing|am\s+contacting\s+you)\s+"
    r"(?:to\s+you\s+|today\s+|again\s+|jointly\s+)*"
)
_ABOUT = re.compile(
    rf"{_WRITES}(?:(?:to\s+(?:express|share|raise|convey|register|voice|inquire|follow\s+up|bring)\s+(?:[a-z-]+\s+){{0,5}}?)?"
    r"(?:about|regarding|concerning|with\s+(?:regard|respect)\s+to|in\s+(?:\w+\s+)?(?:support|opposition)\s+(?:of|to)"
    r"|with\s+(?:\w+\s+){0,3}?(?:concern|concerns|alarm|interest|dismay)\s+(?:about|over|regarding|at|in)"
    r"|on\s+the\s+(?:subject|matter)\s+of)\s+"
    r"|to\s+(?:ask|inquire|understand|learn)\s+(?=(?:why|what|how|whether|when|if)\b))(?P<what>[^.;:?]{5,300})"
)
"""How writers name their matter in the first sentence: people rarely write letters without saying so."""
_INVITES = re.compile(r"\binvit(?:es?|ed|ing)\s+you\s+to\s+(?P<what>[^.;?]{5,300})")
_EXAMINES = re.compile(
    r"\b[Cc]ommittee\b[^.;]{0,90}\b(?:is|are)\s+(?:examining|investigating|reviewing|conducting\s+(?:\w+\s+){1,3}?(?:of|into))\s+"
    r"(?P<what>[^.;:?]{5,300})"
)
"""How committees open: by the power they use rather than by what the writer wants."""
_OBJECT_END = re.compile(
    r",(?=[\"”]?\s+(?:which|who|whose|where|when|and|a|an|the|to|in|as|because|so|but|that)\b)|\s+(?:because|so\s+that|and\s+(?:to|I|we))\s"
)
_POINTS_ON = re.compile(
    r"\bfollowing\b|\bbelow\b|\bthese\s+(?:questions|requests|comments)\b"
    r"|^(?:Should|Would|Ensure|Meet)\b"
)
"""What such a request asks stands elsewhere."""


def _evidence(facts: Facts, actions: tuple[ActionFinding, ...], reply: Reply | None) -> tuple[Evidence, ...]:
    first = min(actions, key=lambda action: action.due_date or "9999", default=None)
    clauses = (first.evidence[0],) if first else ()
    places = (*(place for name, place in facts.evidence if name in ("title", "number")), *clauses)
    return tuple(dict.fromkeys((*places, *(reply.asks[:1] if reply else ()))))


def _units(
    document: ExtractedDocument,
    facts: Facts,
    ours: tuple[ActionFinding, ...],
    agency: Agency,
    reply: Reply | None,
) -> tuple[tuple[UnitChoice, ...], tuple[UnitChoice, ...]]:
    """Lead: the unit with most of our taskings, else the best for what a letter asks; the rest coordinate.

    The title of an order names its aim, not whose work it is: what no tasking tells, it tells still less.
    """
    votes: dict[str, tuple[int, str]] = {}
    for action in ours:
        for choice in action.lead_units[:1]:
            count, why = votes.get(choice.unit, (0, choice.why))
            votes[choice.unit] = count + 1, why
    ranked = sorted(votes.items(), key=lambda pair: -pair[1][0])
    leads = tuple(UnitChoice(unit, _votes(count, why)) for unit, (count, why) in ranked[:1])
    if not leads and reply and reply.needed:
        leads = route(agency, " ".join((facts.title or "", *(ask.quote for ask in reply.asks))))
    taken = {choice.unit for choice in leads}
    others = [
        UnitChoice(unit, _votes(count, why)) for unit, (count, why) in ranked[1:] if _concerned(count, why)
    ]
    for action in ours:
        others += coordinating(agency, action.evidence[0].quote)
    if facts.kind is Kind.CONGRESSIONAL_LETTER:
        others += liaison(agency)
    unique = {choice.unit: choice for choice in reversed(others) if choice.unit not in taken}
    return leads, tuple(reversed(unique.values()))


def _concerned(count: int, why: str) -> bool:
    """Whether a unit is drawn in for more than a word or two of one tasking."""
    return count > 1 or not why.startswith("matching words")


def _votes(count: int, why: str) -> str:
    return f"leads {count} {'tasking' if count == 1 else 'taskings'}; {why}"
