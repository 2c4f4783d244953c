"""The structured summary: what it is, what for, what it asks by when, what it changes, what it cites.

Every statement is a template over found facts or the source's own sentence, so none can say more than it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from analysis.citations.popular_names import called_otherwise, printed_at
from analysis.consequences.telling import told
from analysis.cued import cued
from analysis.cutting import ends_in_number
from analysis.deadlines import sets_a_day, urges, waits_for_request
from analysis.holders import OPEN
from analysis.lists import bare_member, opens_list
from analysis.masthead.forwarded import header_above, headers
from analysis.masthead.kinds import LETTER_DETAILS
from analysis.masthead.sheet import sheet
from analysis.metadata import Facts
from analysis.operative import deed, is_torn, operative
from analysis.outline import Outline, Role
from analysis.relations.delegations import recipients
from analysis.relations.verbs import voids
from analysis.taskings.pointers import glosses
from analysis.taskings.wording import shortened
from analysis.untied import Untied, how_many, named
from analysis.writers import several, spoken, writers
from pipeline.citation_forms import authority_key
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import (
    ActionFinding,
    AuthorityMention,
    AuthorityType,
    Kind,
    Relation,
    RelationKind,
    Reply,
    Statement,
)
from pipeline.folding import small

MOST_ACTIONS = 5
MOST_ASKS = 8
MOST_CITED = 5
_LONGEST_QUOTE, _LONGEST_BOUND, _LONGEST_ASK = 420, 400, 320

_NAMES = {
    Kind.EXECUTIVE_ORDER: "executive order",
    Kind.PRESIDENTIAL_MEMORANDUM: "presidential memorandum",
    Kind.AGENCY_MEMO: "agency memorandum",
    Kind.CONGRESSIONAL_LETTER: "letter from Congress",
    Kind.PUBLIC_LETTER: "letter from the public",
    Kind.STATUTE: "statute",
    Kind.REGULATION: "regulation",
    Kind.EMAIL: "e-mail",
    Kind.OTHER: "document",
}
_SPECIAL = frozenset(
    (
        *("action_memo", "decision_memo", "information_memo", "info_memo", "briefing_memo", "directive"),
        *("emergency_directive", "circular", "bulletin", "instruction", "final_rule", "interim_rule"),
        *("proposed_rule", "bill", "resolution", *LETTER_DETAILS, "agreement", "proclamation", "notice"),
        "presidential_determination",
    )
)
"""Details that name the paper better than its kind does."""
PROPOSED = frozenset({"proposed_rule", "bill", "resolution"})
"""What has no force yet."""
_LETTERS = (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL)
_PURPOSE_HEADING = re.compile(
    r"^(?:(?:Sec(?:tion|\.)?\s+)?[\dIVX]{1,4}\.?\s+|[A-Z]\.\s+)?(?:(?:Statement\s+of|General|Our)\s+)?"
    r"(?:Purpose|Policy|Principles|Background|Summary|Introduction|Scope|Findings)\b",
    re.I,
)
_OPENS_PURPOSE = re.compile(
    r"With\s+this\s+(?:executive\s+)?(?:order|memorandum|directive)\b"
    r"|This\s+(?:order|memorandum|directive|guidance|circular|rule|Act|letter|notice)\s+"
    r"(?:establishes|rescinds|provides|confers|designates|delegates|assigns|directs|sets|requires|amends|implements|responds(?!\s+to\s+th(?:at|is|ese)\b))\b",
    re.I,
)
_PURPOSE = re.compile(
    r"\bthe\s+purpose\s+of\s+this\b|\bit\s+(?:is|shall\s+be)\s+the\s+policy\s+of\b|\bon\s+behalf\s+of\b"
    r"|\b(?:i|we)\s+(?:write|am\s+writing|are\s+writing|(?:would\s+like|wish)\s+to|urge|request|ask)\b"
    r"|\bthis\s+letter\s+(?:is\s+(?:being\s+)?submitted|responds|concerns|is\s+in)\b"
    r"|\bhereby\s+(?:delegate|order|direct)\b|\bproposes?\s+to\b|\bcongress\s+disapproves\b"
)
"""In small letters, which are quicker to look through."""
_BOILERPLATE = cued(
    "nothing intended construed", r"\bnot\s+intended\s+to\b|\bNothing\s+in\s+this\b|\bbe\s+construed\b", re.I
)
_FORMULA = cued(
    "hereby cited term following —",
    r"\bhereby\s+order(?:ed)?\b[^.]*:\s*$|\bmay\s+be\s+cited\s+as\b|\bthe\s+term\s.+\bmeans\b"
    r"|\bthe\s+following[.:]\s*$|—\s*$",
    re.I,
)
"""Words that only open what follows or name it: they say no purpose."""
_THANKS = re.compile(r"(?:Thank\s+you|(?:I|We)\s+(?:\w+\s+)?(?:appreciate|thank\s+you))\b", re.I)
"""A courtesy that a letter opens with; it is the purpose of one that says nothing else."""
_FIELD_NAME = re.compile(r"^(?:SUMMARY|PURPOSE|ACTION|BACKGROUND|ISSUE)\s*[:.]\s*")
_ENACTING = re.compile(
    r"(?:\bBy\s+(?:virtue\s+of\s+)?the\s+(?:authority|power)|\bBe\s+it\s+enacted|^(?:Dear\b|From:|To:))", re.I
)
_CHANGES = (
    RelationKind.REVOKES,
    RelationKind.REPEALS,
    RelationKind.SUPERSEDES,
    RelationKind.TERMINATES,
    RelationKind.AMENDS,
    RelationKind.CONTINUES,
    RelationKind.EXTENDS,
    RelationKind.SUPPLEMENTS,
    RelationKind.IMPLEMENTS,
)


_DONE = frozenset(_CHANGES) - {RelationKind.IMPLEMENTS}
"""What a line of its own tells whole."""


def summary(
    document: ExtractedDocument,
    outline: Outline,
    facts: Facts,
    actions: tuple[ActionFinding, ...],
    relations: tuple[Relation, ...],
    authorities: tuple[AuthorityMention, ...],
    reply: Reply | None,
    loose: Sequence[Untied] = (),
) -> tuple[Statement, ...]:
    """The statements in reading order. Dated taskings come first; what is left out is counted.

    `loose` are the sentences with a day that no row holds: they are told behind the rows.
    """
    return tuple(
        (
            *_what_it_is(document, facts),
            *_purpose(document, outline, facts, actions, relations),
            *_required(_tasks(actions, facts, reply), facts, bool(loose)),
            *_asked(document, reply, facts, actions),
            *_untied(loose, "request" if reply is not None or facts.kind in _LETTERS else "tasking"),
            *_changes(relations, facts),
            *_delegated(document, relations),
            *_cited(document, authorities, _told(relations)),
        )
    )


def _what_it_is(document: ExtractedDocument, facts: Facts) -> Iterator[Statement]:
    used = ("number", "title", "sender", "addressee", "date")
    evidence = tuple(place for field, place in facts.evidence if field in used) or _opening(document)
    if evidence:
        letter = facts.kind in _LETTERS or facts.kind_detail in LETTER_DETAILS
        said = _letter_said(facts) if letter else _paper_said(facts)
        yield Statement(f"{said}{_taken_for(facts)}", evidence)


def _taken_for(facts: Facts) -> str:
    """That a letter is kept as one from Congress by how it asks, where it names no house and no member."""
    guessed = facts.kind is Kind.CONGRESSIONAL_LETTER and not facts.origin
    return " It does not say that it is from Congress; it is taken for such a letter." if guessed else ""


def _letter_said(facts: Facts) -> str:
    about = f" about “{facts.title}”" if facts.title else ""
    dated = f"{_a(_name(facts))}{_dated(facts.date)}"
    if not facts.sender:
        to = f" to {spoken(facts.addressee, facts)}" if facts.addressee else ""
        return f"{dated[:1].upper()}{dated[1:]}{to}{about}."
    who = writers(facts) if several(facts) else spoken(facts.sender, facts)
    verb = "write" if several(facts) else "writes"
    to = f" to {_aside(spoken(facts.addressee, facts))}" if facts.addressee else ""
    if not to and not about:
        return f"{dated[:1].upper()}{dated[1:]} by {who}."
    return f"{f'In {dated}, {_aside(who or facts.sender)} {verb}{to}{about}'.rstrip(',')}."


def _paper_said(facts: Facts) -> str:
    called = ", ".join(filter(None, (facts.number, f"“{facts.title}”" if facts.title else None)))
    said = f"{_aside(called) if facts.number else called} is" if called else "This is"
    said += f" {_a(_name(facts))}"
    to = f" to {spoken(facts.addressee, facts)}" if facts.addressee else ""
    if facts.kind in (Kind.EXECUTIVE_ORDER, Kind.PRESIDENTIAL_MEMORANDUM):
        signed = f" that the President signed on {_day(facts.date)}" if facts.date else " of the President"
        return f"{said}{signed}{f', addressed{to}' if to else ''}."
    if facts.kind in (Kind.REGULATION, Kind.STATUTE):
        return f"{said}{_published(facts)}."
    sender = f" from {spoken(facts.sender, facts)}" if facts.sender else ""
    comma = "," if facts.date and (sender or to) else ""
    sender = _aside(sender) if to else sender
    return f"{said}{_dated(facts.date)}{comma}{sender}{to}."


def _published(facts: Facts) -> str:
    if facts.kind is Kind.STATUTE:
        return _dated(facts.date)
    the = "" if (facts.sender or "").lower().startswith("the ") else "the "
    by = f" of {the}{facts.sender}" if facts.sender else ""
    return f"{by}{f', published on {_day(facts.date)}' if facts.date else ''}"


def _name(facts: Facts) -> str:
    detail = facts.kind_detail or ""
    special = detail.replace("_memo", "_memorandum").replace("_", " ")
    if not facts.origin and detail not in _SPECIAL:
        return "letter"
    return special if detail in _SPECIAL else _NAMES[facts.kind]


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _aside(name: str) -> str:
    """A name with its titles between commas, as a sentence goes on after it."""
    return f"{name}," if ", " in name else name


def _dated(day: str | None) -> str:
    return f" dated {_day(day)}" if day else ""


def _day(iso: str) -> str:
    """A day as people write it; a month or a year alone where no more is printed."""
    year, *rest = iso.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{month} {int(rest[1])}, {year}" if len(rest) > 1 else f"{month} {year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)


def _opening(document: ExtractedDocument) -> tuple[Evidence, ...]:
    """The first visible line: what a document without any known field can be known by."""
    lines = sheet(document).lines
    return (document.cite(lines[0].span),) if lines else ()


def _purpose(
    document: ExtractedDocument,
    outline: Outline,
    facts: Facts,
    actions: tuple[ActionFinding, ...],
    relations: tuple[Relation, ...],
) -> Iterator[Statement]:
    """What it says it is for, and what it does where that only leads up to it."""
    found = _purpose_sentence(document, outline)
    if found is not None:
        yield Statement(f"In its own words: “{_quoted(_FIELD_NAME.sub('', found.quote))}”", (found,))
    told = [place.span for action in actions for place in action.evidence]
    told += [one.evidence[0].span for one in relations if one.relation in _DONE]
    for places in operative(document, outline, facts, found, told):
        said = " ".join(place.quote for place in places)
        yield Statement(f"It goes on: “{_quoted(said)}”", places)


def _quoted(words: str) -> str:
    """A sentence in one line; what is left out before its deed or at its end is marked."""
    bare = " ".join(words.split())
    power = _AUTHORITY.match(bare)
    bare = bare[power.end() :] if power else bare
    bare = f"… {bare}" if power or bare[:1].islower() else bare
    said = _marked(_with_deed(bare, _plain(bare, _LONGEST_QUOTE)))
    ends = said.endswith(_SENTENCE_ENDS) and not ends_in_number(said)
    return said if ends else f"{said} …"


def _with_deed(words: str, said: str) -> str:
    """What is left of a long sentence, with the words by which it does something: "… are blocked"."""
    start, end = deed(words)
    return said if words[start:end] in said else told(words, start, end, _LONGEST_QUOTE)


def _marked(quote: str) -> str:
    """The quotation with a mark where it breaks off before a list."""
    bare = re.sub(r"[\s,;:—–]+(?:(?:and|or)[\s,;:—–]*)?$", "", quote)
    return f"{bare} …" if bare != quote.rstrip() else quote


_AUTHORITY = re.compile(
    r"By\s+(?:virtue\s+of\s+)?the\s+authority\b.{20,900}?,\s+(?=(?:I|it\s+is)\s+hereby\b|I,\s+[A-Z])"
)
"""By what power something is done stands before what is done, and may be longer than a line has room for."""
_SENTENCE_ENDS = (".", "?", "!", "…", "”", "’", '"', "'", ")", "]")


def _purpose_sentence(document: ExtractedDocument, outline: Outline) -> Evidence | None:
    """The first sentence that states a purpose, else the first after a heading like it, else the first.

    A word of thanks is it only where nothing else is said.
    """
    body, under, thanks, heading = None, None, None, False
    for sentence in outline.sentences[:400]:
        text = sentence.words(document.text)
        if sentence.role is Role.HEADING:
            heading = bool(_PURPOSE_HEADING.search(text))
        if sentence.role is not Role.BODY or len(text.split()) < 6 or is_torn(sentence, text):
            continue
        if _BOILERPLATE.search(text) or text.endswith("?") or _is_heading(text) or _FORMULA.search(text):
            continue
        if _OPENS_PURPOSE.match(text) or _PURPOSE.search(small(text)):
            return document.cite(sentence.span)
        if _THANKS.match(text):
            thanks = thanks or sentence.span
            continue
        body = body or (None if _ENACTING.search(text) else sentence.span)
        under = under or (sentence.span if heading else None)
    chosen = under or body or thanks
    return document.cite(chosen) if chosen else None


def _is_heading(text: str) -> bool:
    """Whether a sentence is a heading that runs into the text: every longer word has a capital."""
    return all(word[:1].isupper() or not word[:1].isalpha() for word in text.split() if len(word) > 4)


def _plain(text: str, longest: int) -> str:
    """The words in one line, cut only between clauses, with what bounds them."""
    return shortened(" ".join(text.split()), longest)


def _by_deadline(action: ActionFinding) -> tuple[str, str]:
    return action.due_date or "9999", action.deadline_text or "~"


def _tasks(actions: tuple[ActionFinding, ...], facts: Facts, reply: Reply | None) -> list[ActionFinding]:
    """What is listed as required: the requests of a letter are told as asked, those of a memo bind."""
    asked = reply is not None or facts.kind in _LETTERS
    return [action for action in actions if action.kind == "tasking" or not asked]


def _untied(loose: Sequence[Untied], noun: str) -> Iterator[Statement]:
    """The days that stand in no row, in the words of the paper: whose they are a person must see."""
    if loose:
        said = f"{how_many(loose, noun)}: {named(loose)}; see the ledger."
        yield Statement(said, tuple(one.evidence for one in loose))


def _required(tasks: list[ActionFinding], facts: Facts, loose: bool) -> Iterator[Statement]:
    if not tasks:
        return
    dated = [action for action in tasks if action.due_date]
    yield Statement(_counted(tasks, loose), tuple(action.evidence[0] for action in tasks))
    shown = sorted(tasks, key=_by_deadline)[: max(MOST_ACTIONS, min(len(dated), 2 * MOST_ACTIONS))]
    yield from _once_limited([_tasking(action, facts) for action in shown])
    rest = [action for action in tasks if action not in shown]
    if rest:
        noun = "tasking is" if len(rest) == 1 else "taskings are"
        yield Statement(
            f"{len(rest)} more {noun} drafted, {_timing(rest, loose)}.",
            tuple(action.evidence[0] for action in rest),
        )


_LIMITED = re.compile(r"limited: (“(?:[^“”]|“[^“”]*”)*”)")


def _once_limited(lines: list[Statement]) -> Iterator[Statement]:
    """The lines with what limits several taskings alike in the first of them; the others point to it."""
    told: set[str] = set()
    for line in lines:
        limits = {match[1] for match in _LIMITED.finditer(line.text)}
        said = line.text
        for limit in limits & told:
            said = said.replace(f"limited: {limit}", "limited as above")
        told |= limits
        yield replace(line, text=said)


def _timing(tasks: list[ActionFinding], loose: bool) -> str:
    """How many of these have a day, how many a term that gives none yet, how many come back."""
    dated = sum(action.due_date is not None for action in tasks)
    stated = sum(action.due_date is None and _timed(action) for action in tasks)
    again = sum(action.recurrence is not None for action in tasks)
    parts = [f"{dated} with a due date"] if dated else []
    parts += [f"{stated} with a deadline that gives no date yet"] if stated else []
    recurs = f"; {again} {'recurs' if again == 1 else 'recur'}" if again else ""
    none = "without a deadline of their own" if loose else "without a deadline"
    none = none.replace("their", "its") if len(tasks) == 1 else none
    timed = f"{', '.join(parts) or none}{recurs}"
    return timed if len(tasks) > 1 else timed.replace("1 ", "")


def _counted(tasks: list[ActionFinding], loose: bool) -> str:
    """How many taskings are drafted, and of how many of them which kind of time is told."""
    counted = f"{len(tasks)} {'tasking is' if len(tasks) == 1 else 'taskings are'} drafted"
    timed = _timing(tasks, loose)
    if len(tasks) > 1 and timed.startswith("without"):
        timed = timed.replace("without", "none with", 1).replace("of their own", "of its own")
    urged = sum(urges(action.deadline_text) for action in tasks)
    soon = f"; {urged} to be done soon, without a day" if urged else ""
    asked = sum(waits_for_request(action.deadline_text) for action in tasks)
    soon += f"; {asked} to be done when it is asked for" if asked else ""
    return f"{counted}, {timed}{soon}."


def _timed(action: ActionFinding) -> bool:
    """Whether it has a deadline, dated or not; a word of urgency is none, nor how often work comes back."""
    said = action.deadline_text
    if action.due_date is not None or said is None:
        return action.due_date is not None
    return sets_a_day(said) and said != action.recurrence


def _tasking(action: ActionFinding, facts: Facts) -> Statement:
    title = " ".join(action.title.split()).rstrip(".")
    who = _named(action, facts)
    first = title[:1] if not who or _is_name(title) else title[:1].lower()
    said = f"{who[:1].upper()}{who[1:]}{': ' if who else ''}{first}{title[1:]}"
    deadline = _plain(action.deadline_text or "", 200)
    when = [f"due {_day(action.due_date)}"] if action.due_date else []
    again = _plain(action.recurrence or "", 80)
    stated = dict.fromkeys((deadline, "" if again in deadline else again))
    said_so = ", ".join(f"“{words}”" for words in stated if words and words.lower() not in title.lower())
    due = f" ({': '.join(filter(None, (*when, said_so)))})" if when or said_so else ""
    held = _plain(action.condition or "", _LONGEST_BOUND)
    holds = f" [{held}]" if held and held.lower() not in title.lower() else ""
    places = (action.evidence[0], *action.field_evidence.values())
    return Statement(f"{said}{holds}{due}.", tuple(dict.fromkeys(places)))


def _named(action: ActionFinding, facts: Facts) -> str:
    """The actor as written, and who that is where another place of the document says so."""
    who, at = action.responsible or "", action.field_evidence.get("responsible", action.evidence[0]).start
    full = facts.full(who, at)
    if full is None:
        return who
    told = facts.told(who, at) if full is OPEN else re.sub("^The ", "the ", full)
    return f"{who} ({told})"


def _is_name(title: str) -> bool:
    """Whether the first word keeps its capital inside a sentence: initials, or a name before another."""
    first, _, rest = title.partition(" ")
    return first[1:2].isupper() or rest[:1].isupper() or not first.isalpha()


_STOPS = (".", "?", "!", "…")


def _asked(
    document: ExtractedDocument, reply: Reply | None, facts: Facts, actions: tuple[ActionFinding, ...]
) -> Iterator[Statement]:
    asks = _asks(reply, actions) if reply or facts.kind in _LETTERS else ()
    if asks:
        who = _writer_of(document, facts, asks[0]) or "The writer"
        verb = "ask" if several(facts) else "asks"
        quoted = "; ".join(
            f"“{_asked_words(ask, actions)}”{_explained(ask, asks[:at], actions)}"
            for at, ask in enumerate(asks[:MOST_ASKS])
        )
        more = f"; and {len(asks) - MOST_ASKS} more" if len(asks) > MOST_ASKS else ""
        stop = "" if quoted[-2:-1] in _STOPS and not more else "."
        yield Statement(f"{who} {verb}: {quoted}{more}{stop}", asks)
    if reply and reply.needed and reply.by and asks:
        days = (
            action.field_evidence["due_date"]
            for action in actions
            if action.due_date == reply.by and "due_date" in action.field_evidence
        )
        yield Statement(f"A reply is wanted by {_day(reply.by)}.", tuple(dict.fromkeys((*asks, *days))))


def _asked_words(ask: Evidence, actions: tuple[ActionFinding, ...]) -> str:
    """The words of a request; of one that only leads a list, with what the list begins with."""
    items = next((action.items for action in actions if action.evidence[0] == ask), ())
    if not opens_list(ask.quote) or not items:
        return _marked(_plain(ask.quote, _LONGEST_ASK))
    first = bare_member(" ".join(items[0].evidence[0].quote.split())).rstrip(" ;,")
    led = f"{' '.join(ask.quote.split()).rstrip(' :—–')}: {first}"
    said = _plain(led, _LONGEST_ASK)
    return f"{said} …" if len(items) > 1 and not said.endswith("…") else said


def _explained(ask: Evidence, asks: Sequence[Evidence], actions: tuple[ActionFinding, ...]) -> str:
    """What "this guidance" or "it" of a request means, behind its words."""
    title = next((action.title for action in actions if action.evidence[0] == ask), "")
    told = [f"{pointer}: {meaning}" for pointer, meaning in glosses(title).items()]
    before = _SAID_BEFORE.search(title)
    quoted = before is not None and any(
        before[1][1:30] in " ".join(one.quote.split()) for one in (*asks, ask)
    )
    told += [before[0]] if before and not quoted else []
    return f" ({'; '.join(told)})" if told else ""


_SAID_BEFORE = re.compile(r"\bsaid\s+before:\s+(“[^“”]*”)")


def _writer_of(document: ExtractedDocument, facts: Facts, ask: Evidence) -> str | None:
    """Who asks: the writer of the message in which the words stand, which another one may pass on."""
    above = header_above(headers(document.text), ask.start) if facts.kind is Kind.EMAIL else None
    if above is None:
        return writers(facts)
    return writers(replace(facts, sender=above.writer.value))


def _asks(reply: Reply | None, actions: tuple[ActionFinding, ...]) -> tuple[Evidence, ...]:
    """Every request once, in the order of the text."""
    places = sorted(action.evidence[0] for action in actions if action.kind != "tasking")
    starts = [place.start for place in places]
    reached = list(accumulate((place.end for place in places), max))

    def is_new(ask: Evidence) -> bool:
        before = bisect_left(starts, ask.end)
        return before == 0 or reached[before - 1] <= ask.start

    return tuple(_without_leads(sorted([*places, *filter(is_new, reply.asks if reply else ())])))


def _without_leads(asks: list[Evidence]) -> Iterator[Evidence]:
    """The requests without a lead whose list follows: "We also request:" asks for nothing by itself."""
    for ask, after in pairwise([*asks, None]):
        if ask is not None and not (after and opens_list(ask.quote) and after.start - ask.end <= _GAP):
            yield ask


_GAP = 12
"""The most characters between a lead and the first member of its list: a line feed, spaces, a number."""


def _changes(relations: tuple[Relation, ...], facts: Facts) -> Iterator[Statement]:
    """What it does to other authorities; a draft of law only would."""
    for kind in _CHANGES:
        group = [relation for relation in relations if relation.relation is kind]
        if group:
            targets = list(dict.fromkeys(_target(relation) for relation in group))
            verb = kind.value
            if all(any(voids(one.quote) for one in relation.evidence) for relation in group):
                verb = "ends the force of"
            if facts.kind_detail in PROPOSED:
                verb = re.sub(r"^(\w+)s\b", r"would \1", verb)
            yield Statement(
                f"It {verb} {', '.join(targets)}.",
                tuple(relation.evidence[0] for relation in group),
            )


def _delegated(document: ExtractedDocument, relations: tuple[Relation, ...]) -> Iterator[Statement]:
    """Under which provisions it delegates, and to whom where the same words say it."""
    rows = [one for one in relations if one.relation is RelationKind.DELEGATES_UNDER]
    groups: dict[tuple[str, ...], list[Relation]] = {}
    for row in rows:
        groups.setdefault(recipients(row), []).append(row)
    if len(groups) > _MOST_RECIPIENTS:
        groups = {(): rows}
    for whom, group in groups.items():
        to = f" to {' and to '.join(whom)}" if whom else ""
        evidence = dict.fromkeys(place for row in group for place in (row.evidence[0], row.evidence[-1]))
        yield Statement(f"It delegates{to} functions under {_provisions(document, group)}.", tuple(evidence))


_MOST_RECIPIENTS = 4


def _provisions(document: ExtractedDocument, rows: list[Relation]) -> str:
    """The targets with their pinpoints; where a bracket gives a law's number, it stands behind its name."""
    said: list[str] = []
    before: Evidence | None = None
    for row in sorted(rows, key=lambda row: row.evidence[-1]):
        place = row.evidence[-1]
        name = ", ".join(filter(None, (row.target, row.pinpoint)))
        if before is not None and _BRACKETED.fullmatch(document.text[before.end : place.start]):
            said[-1] = f"{said[-1]} ({name})"
        else:
            said.append(name)
        before = place
    return ("; " if any(", " in name for name in said) else ", ").join(said)


def _told(relations: tuple[Relation, ...]) -> frozenset[str]:
    """The authorities that a line of their own tells of."""
    telling = (*_CHANGES, RelationKind.DELEGATES_UNDER)
    return frozenset(authority_key(one.target) for one in relations if one.relation in telling)


def _target(relation: Relation) -> str:
    return f"{relation.target} (in part)" if relation.in_part else relation.target


def _cited(
    document: ExtractedDocument, authorities: tuple[AuthorityMention, ...], changed: frozenset[str]
) -> Iterator[Statement]:
    """How many authorities are cited, each counted once however it is spelt or whichever part is meant.

    What the paper changes or ends is told as that, and not as one that it cites.
    """
    foreign = [mention for mention in authorities if not mention.is_self]
    others = [mention for mention in foreign if authority_key(mention.citation) not in changed]
    if not others:
        return
    keys = _keys(document.text, others)
    counts = Counter(keys)
    evidence = {key: mention.evidence[0] for key, mention in reversed([*zip(keys, others, strict=True)])}
    first = [key for key, _ in counts.most_common(MOST_CITED)]
    noun = "authority" if len(counts) == 1 else "authorities"
    more = f" and {len(counts) - len(first)} more" if len(counts) > len(first) else ""
    other = "other " if len(others) < len(foreign) else ""
    said = f"{len(counts)} {other}{noun} recognised: {', '.join(first)}{more}."
    yield Statement(said, tuple(evidence[key] for key in first))


def _keys(text: str, mentions: list[AuthorityMention]) -> list[str]:
    """The whole authority of each mention; an Act is its parallel places and its name without the year."""
    ordered = sorted(mentions, key=lambda mention: mention.evidence[0])
    keys = [authority_key(mention.citation) for mention in mentions]
    same = {_YEAR.sub("", key): key for key in keys if _YEAR.search(key)}
    acts = [key for key, one in zip(keys, mentions, strict=True) if one.type is AuthorityType.ACT]
    same |= called_otherwise(same.get(key, key) for key in acts)
    same = {place: act for place, act in printed_at(acts).items() if place in keys} | same
    for before, after in pairwise(ordered):
        between = text[before.evidence[0].end : after.evidence[0].start]
        if (before.type, after.type) in _PARALLEL and _JOINT.fullmatch(between):
            same[authority_key(after.citation)] = authority_key(before.citation)
    return [_followed(key, same) for key in keys]


def _followed(key: str, same: dict[str, str]) -> str:
    seen: set[str] = set()
    while key in same and key not in seen:
        seen.add(key)
        key = same[key]
    return key


_YEAR = re.compile(r",? (?:of )?\d{4}$")
_BRACKETED = re.compile(r"(?:,?\s+as\s+amended,?)?\s+\(")
_ASIDES = (
    r"(?:,?\s+as\s+amended,?|\s*\((?:19|20)\d\d\)|\s+(?:language|provisions?|requirements?)"
    r"|,?\s+(?:enacted|approved|signed(?:\s+into\s+law)?)(?:\s+on)?\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s+\d{4},?"
    r"|\s*\((?:the\s+|hereinafter\s+)*[\"“‘][^()]{1,50}[\"”’]\)){0,3}"
)
_JOINT = re.compile(
    rf"{_ASIDES}(?:[^\w;]{{1,4}}|,?\s*\(?(?:\w+\s+)?(?:re)?codified\s+(?:as\s+amended\s+)?(?:at|in)\s+)"
)
"""What stands between the places of one law: when it was enacted, what it is called, where it is codified."""
_PARALLEL = frozenset(
    {
        (AuthorityType.ACT, AuthorityType.USC),
        (AuthorityType.ACT, AuthorityType.PUBLIC_LAW),
        (AuthorityType.ACT, AuthorityType.STAT),
        (AuthorityType.PUBLIC_LAW, AuthorityType.STAT),
        (AuthorityType.PUBLIC_LAW, AuthorityType.USC),
        (AuthorityType.STAT, AuthorityType.USC),
    }
)
"""Places of one law that stand side by side: its name, its number, its page."""
