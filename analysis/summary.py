"""The structured summary: what it is, what for, what it asks by when, what it changes, what it cites.

Every statement is a template over found facts or the source's own sentence, so none can say more than it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from analysis.masthead.sheet import sheet
from analysis.metadata import Facts
from analysis.outline import Outline, Role
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import (
    ActionFinding,
    AuthorityMention,
    Kind,
    Relation,
    RelationKind,
    Reply,
    Statement,
)

MOST_ACTIONS = 5
MOST_ASKS = 5
MOST_CITED = 5
_LONGEST_QUOTE = 420

_NAMES = {
    Kind.EXECUTIVE_ORDER: "Executive order",
    Kind.PRESIDENTIAL_MEMORANDUM: "Presidential memorandum",
    Kind.AGENCY_MEMO: "Agency memorandum",
    Kind.CONGRESSIONAL_LETTER: "Letter from Congress",
    Kind.PUBLIC_LETTER: "Letter from the public",
    Kind.STATUTE: "Statute",
    Kind.REGULATION: "Regulation",
    Kind.EMAIL: "E-mail",
    Kind.OTHER: "Document",
}
_LETTERS = (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL)
_PURPOSE_HEADING = re.compile(
    r"^(?:\w+\.?\s+){0,3}(?:Purpose|Policy|Background|Summary|Introduction|Scope)\b", re.I
)
_PURPOSE = re.compile(
    r"\bthe\s+purpose\s+of\s+this\b|\bIt\s+(?:is|shall\s+be)\s+the\s+policy\s+of\b"
    r"|^This\s+(?:order|memorandum|directive|guidance|circular|rule|Act|letter|notice)\s+"
    r"(?:establishes|rescinds|provides|directs|sets|requires|amends|implements|responds)\b"
    r"|\b(?:I|We)\s+(?:write|am\s+writing|are\s+writing|would\s+like|wish|urge|request|ask)\b|\bOn\s+behalf\s+of\b"
    r"|\bthis\s+letter\s+(?:is\s+(?:being\s+)?submitted|responds|concerns|is\s+in)\b|\bhereby\s+(?:delegate|order|direct)\b|\bproposes?\s+to\b|\bCongress\s+disapproves\b",
    re.I,
)
_BOILERPLATE = re.compile(r"\bnot\s+intended\s+to\b|\bNothing\s+in\s+this\b|\bbe\s+construed\b", re.I)
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
    RelationKind.DELEGATES_UNDER,
    RelationKind.IMPLEMENTS,
)


def summary(
    document: ExtractedDocument,
    outline: Outline,
    facts: Facts,
    actions: tuple[ActionFinding, ...],
    relations: tuple[Relation, ...],
    authorities: tuple[AuthorityMention, ...],
    reply: Reply | None,
) -> tuple[Statement, ...]:
    """The statements in reading order. Dated taskings come first; what is left out is counted."""
    return tuple(
        (
            *_what_it_is(document, facts),
            *_purpose(document, outline),
            *_required(actions),
            *_asked(reply, facts, actions),
            *_changes(relations),
            *_cited(authorities),
        )
    )


def _what_it_is(document: ExtractedDocument, facts: Facts) -> Iterator[Statement]:
    detail = (facts.kind_detail or "").replace("_", " ")
    name = detail.capitalize() if facts.kind is Kind.OTHER and detail else _NAMES[facts.kind]
    words = [name]
    words += [facts.number] if facts.number else []
    words += [f"“{facts.title}”"] if facts.title else []
    words += [f"from {facts.sender}"] if facts.sender else []
    words += [f"to {facts.addressee}"] if facts.addressee else []
    words += [f"dated {facts.date}"] if facts.date else []
    used = ("number", "title", "sender", "addressee", "date")
    evidence = tuple(place for field, place in facts.evidence if field in used) or _opening(document)
    if evidence:
        yield Statement(f"{words[0]} {', '.join(words[1:])}".strip() + ".", evidence)


def _opening(document: ExtractedDocument) -> tuple[Evidence, ...]:
    """The first visible line: what a document without any known field can be known by."""
    lines = sheet(document).lines
    return (document.cite(lines[0].span),) if lines else ()


def _purpose(document: ExtractedDocument, outline: Outline) -> Iterator[Statement]:
    found = _purpose_sentence(document, outline)
    if found is not None:
        yield Statement(f"In its own words: “{_plain(found.quote, _LONGEST_QUOTE)}”", (found,))


def _purpose_sentence(document: ExtractedDocument, outline: Outline) -> Evidence | None:
    """The first sentence that states a purpose, else the first after a heading like it, else the first."""
    body, under, heading = None, None, False
    for sentence in outline.sentences[:400]:
        text = document.text[sentence.span.start : sentence.span.end]
        if sentence.role is Role.HEADING:
            heading = bool(_PURPOSE_HEADING.search(text))
        if sentence.role is not Role.BODY or len(text.split()) < 6:
            continue
        if _BOILERPLATE.search(text) or text.endswith("?"):
            continue
        if _PURPOSE.search(text):
            return document.cite(sentence.span)
        body = body or (None if _ENACTING.search(text) else sentence.span)
        under = under or (sentence.span if heading else None)
    chosen = under or body
    return document.cite(chosen) if chosen else None


def _plain(text: str, longest: int) -> str:
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    return f"{words[:longest].rsplit(' ', 1)[0]} …"


def _by_deadline(action: ActionFinding) -> tuple[str, str]:
    return action.due_date or "9999", action.deadline_text or "~"


def _required(actions: tuple[ActionFinding, ...]) -> Iterator[Statement]:
    tasks = [action for action in actions if action.kind == "tasking"]
    if not tasks:
        return
    dated = [action for action in tasks if action.due_date]
    counted = f"It sets {len(tasks)} {'tasking' if len(tasks) == 1 else 'taskings'}"
    timed = sum(action.deadline_text is not None for action in tasks)
    yield Statement(
        f"{counted}; {len(dated)} with a computed due date, {timed} with a stated deadline.",
        tuple(action.evidence[0] for action in tasks),
    )
    shown = sorted(tasks, key=_by_deadline)[: max(MOST_ACTIONS, min(len(dated), 2 * MOST_ACTIONS))]
    yield from map(_tasking, shown)
    rest = [action for action in tasks if action not in shown]
    if rest:
        late = sum(action.due_date is not None for action in rest)
        yield Statement(
            f"And {len(rest)} more, {late} of them dated.", tuple(action.evidence[0] for action in rest)
        )


def _tasking(action: ActionFinding) -> Statement:
    who = f"{action.responsible}: " if action.responsible else ""
    when = [action.due_date] if action.due_date else []
    when += [f"“{_plain(action.deadline_text, 120)}”"] if action.deadline_text else []
    due = f" — due {' '.join(when)}" if when else ""
    places = (action.evidence[0], *action.field_evidence.values())
    said = f"{who}{_plain(action.title, 200)}{due}"
    return Statement(said if said.endswith(("…", ".")) else f"{said}.", tuple(dict.fromkeys(places)))


def _asked(reply: Reply | None, facts: Facts, actions: tuple[ActionFinding, ...]) -> Iterator[Statement]:
    asks = _asks(reply, actions) if reply or facts.kind in _LETTERS else ()
    if asks:
        who = facts.sender or "The writer"
        verb = "ask" if ";" in who else "asks"
        quoted = "; ".join(f"“{_plain(ask.quote, 160)}”" for ask in asks[:MOST_ASKS])
        more = f"; and {len(asks) - MOST_ASKS} more" if len(asks) > MOST_ASKS else ""
        yield Statement(f"{who} {verb}: {quoted}{more}.", asks)
    if reply and reply.needed and reply.by and asks:
        yield Statement(f"A reply is wanted by {reply.by}.", asks)


def _asks(reply: Reply | None, actions: tuple[ActionFinding, ...]) -> tuple[Evidence, ...]:
    """Every request once, in the order of the text."""
    places = [action.evidence[0] for action in actions if action.kind != "tasking"]
    for ask in reply.asks if reply else ():
        if not any(place.span.overlaps(ask.span) for place in places):
            places.append(ask)
    return tuple(sorted(places))


def _changes(relations: tuple[Relation, ...]) -> Iterator[Statement]:
    for kind in _CHANGES:
        group = [relation for relation in relations if relation.relation is kind]
        if group:
            targets = list(dict.fromkeys(_target(relation) for relation in group))
            verb = kind.value.replace("_", " ")
            yield Statement(
                f"It {verb} {', '.join(targets)}.",
                tuple(relation.evidence[0] for relation in group),
            )


def _target(relation: Relation) -> str:
    return f"{relation.target} (in part)" if relation.in_part else relation.target


def _cited(authorities: tuple[AuthorityMention, ...]) -> Iterator[Statement]:
    others = [mention for mention in authorities if not mention.is_self]
    if not others:
        return
    counts = Counter(mention.citation for mention in others)
    first = [citation for citation, _ in counts.most_common(MOST_CITED)]
    evidence = tuple(
        next(mention for mention in others if mention.citation == citation).evidence[0] for citation in first
    )
    noun = "authority" if len(counts) == 1 else "authorities"
    more = f" and {len(counts) - len(first)} more" if len(counts) > len(first) else ""
    yield Statement(f"It cites {len(counts)} {noun}: {', '.join(first)}{more}.", evidence)
