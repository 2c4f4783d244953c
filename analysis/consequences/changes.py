"""What a document does to other authorities, as impacts in the document's own verbs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analysis.consequences.clocks import Units
from analysis.consequences.telling import balanced, told
from analysis.cued import Cued
from analysis.cutting import ends_in_number
from analysis.lists import and_more, bare_member
from analysis.metadata import Facts
from analysis.operative import BINDS, FORBIDS
from analysis.relations.verbs import voids
from pipeline.documents import Evidence
from pipeline.findings import ImpactFinding, Relation, RelationKind

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


def changes(
    facts: Facts,
    relations: tuple[Relation, ...],
    units: Units,
    ordered: Callable[[Evidence], tuple[Evidence, ...]],
    led: Callable[[Evidence], tuple[Evidence, ...]],
) -> Iterator[ImpactFinding]:
    """One row per operative sentence: the parallel citations of one provision are one change.

    `ordered` finds the duties in the wording that a sentence puts in, `led` the members of the list it leads.
    """
    groups: dict[tuple[RelationKind, Evidence], list[Relation]] = {}
    for relation in relations:
        if relation.relation in _ENDS:
            groups.setdefault((relation.relation, relation.evidence[0]), []).append(relation)
    for (kind, place), group in groups.items():
        polarity = _ENDS[kind][1]
        targets = list(dict.fromkeys(_target(relation) for relation in group))
        title = f"{_listed(targets)} {_be(len(targets), facts.kind_detail in _PROPOSED)} {_done_to(group)}"
        evidence = tuple(dict.fromkeys(one for relation in group for one in relation.evidence))
        duties = ordered(place) if kind is RelationKind.AMENDS else ()
        affected = units(place.quote, None)
        reason = f"{_operative(place.quote)}{_as_follows(led(place))}{_sets(duties)}"
        yield ImpactFinding(title, "Legal", polarity, reason, (*evidence, *duties[:1]), affected)


def _as_follows(members: tuple[Evidence, ...]) -> str:
    """The changes that a sentence only announces: "is amended as follows: (1) a new section 6 is added"."""
    if not members:
        return ""
    first = "; ".join(told(bare_member(_NEW.split(one.quote)[0])) for one in members[:_MOST_CHANGES])
    return f": {balanced(first)}{and_more(len(members) - _MOST_CHANGES)}"


_MOST_CHANGES = 3
_NEW = re.compile(r"\s*(?:,?\s*to\s+read)?\s+(?:as\s+follows|the\s+following)\b.*", re.S)
"""Where a change goes on with the new wording."""


def _sets(duties: tuple[Evidence, ...]) -> str:
    """That new wording orders somebody something or forbids it, in its words."""
    bans = tuple(one for one in duties if FORBIDS.search(one.quote))
    orders = tuple(one for one in duties if one not in bans)
    noun = "a duty" if len(orders) == 1 else f"{len(orders)} duties"
    return _in_words(f"sets {noun}", orders, BINDS) + _in_words("forbids", bans, FORBIDS)


def _in_words(does: str, found: tuple[Evidence, ...], verb: re.Pattern[str] | Cued) -> str:
    if not found:
        return ""
    at = verb.search(found[0].quote)
    first = told(found[0].quote, *(at.span() if at else ()))
    return f"; the new wording {does}: “{first}”{and_more(len(found) - 1)}"


_DONE = re.compile(
    r"\b(?:is|are)\s+(?:(?:hereby|further|also|each|therefore)\s+){0,3}(revoked|rescinded|superseded|replaced|terminated"
    r"|withdrawn|deleted|struck|removed|renumbered|redesignated|amended|modified|revised)\b",
    re.I,
)
_ENDING = re.compile(r"\b(?:hereby|I|[Tt]his\s+\w+)\s+(revoke|rescind|withdraw|repeal)s?\b")
_EXTENT = re.compile(r"\b(?:to\s+the\s+extent|insofar\s+as|in\s+part)\b")
_PASSIVES = {"revoke": "revoked", "rescind": "rescinded", "withdraw": "withdrawn", "repeal": "repealed"}


def _done_to(group: list[Relation]) -> str:
    """What is done to the targets, in the document's own verb: a section may be revoked or renumbered.

    The record calls all that is done to a part of an authority an amendment.
    """
    verb = _ENDS[group[0].relation][0]
    quotes = [quote for relation in group for quote in _quoted(relation)]
    if group[0].relation is RelationKind.AMENDS:
        said = {match[1].lower() for quote in quotes for match in _DONE.finditer(quote)}
        said |= {_PASSIVES[match[1]] for quote in quotes for match in _ENDING.finditer(quote)}
        verb = said.pop() if len(said) == 1 else verb
    if all(any(map(voids, _quoted(relation))) for relation in group):
        return "without force or effect"
    ends = verb not in ("amended", "modified", "revised", "renumbered", "redesignated")
    partly = ends and (_EXTENT.search(quotes[0]) or all(one.in_part and not one.pinpoint for one in group))
    return f"{verb} in part" if partly else verb


def _quoted(relation: Relation) -> list[str]:
    return [one.quote for one in relation.evidence]


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
_WHOLE = re.compile(r"[.;:!?][”’\"')]*\s*$")
_OPERATIVE = re.compile(
    r"(?<!\bas )(?<!\bas further )\b(?:revok|repeal|rescind|supersed|terminat|amend|continu|extend|abolish"
    r"|void|replac)\w*",
    re.I,
)


def _operative(quote: str) -> str:
    """The operative words of a sentence, in one line, marked where the sentence begins before or goes on."""
    words = _ORDAINED.sub("", quote, count=1)
    verb = _OPERATIVE.search(words)
    line = told(words, *(verb.span() if verb else ())).rstrip("“‘(—– ")
    begins = "… " if quote[:1].islower() else ""
    whole = _WHOLE.search(quote) and not ends_in_number(quote)
    goes_on = " …" if not whole and not line.endswith("…") else ""
    return balanced(f"{begins}{line}{goes_on}")
