"""Legal authorities in a document: every explicit mention, in its normal form, with its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from analysis.citations import (
    acts,
    bills,
    caselaw,
    cfr,
    courts,
    directives,
    issuances,
    omb,
    orders,
    presidential,
    public_laws,
    register,
    standards,
    treaties,
    usc,
)
from analysis.citations.found import Aside, Family, Finding, Found, Scene
from analysis.citations.pinpoints import Pinpoints
from analysis.citations.reading import Reading, read
from analysis.citations.short_forms import aliases, asides, in_full
from analysis.citations.short_titles import own_names
from analysis.citations.titles import settle, untitled
from pipeline.citation_forms import Authority, authority_key, parse
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import AuthorityMention, AuthorityType, MentionClass, OtherMention

__all__ = ["FAMILIES", "Authority", "Recognised", "authority_key", "parse", "recognise"]

FAMILIES: tuple[Family, ...] = (
    *usc.FAMILIES,
    *cfr.FAMILIES,
    *public_laws.FAMILIES,
    *register.FAMILIES,
    *orders.FAMILIES,
    *presidential.FAMILIES,
    *omb.FAMILIES,
    *directives.FAMILIES,
    *issuances.FAMILIES,
    *bills.FAMILIES,
    *courts.FAMILIES,
    *standards.FAMILIES,
    *treaties.FAMILIES,
    *acts.FAMILIES,
)
_IN_FURNITURE = re.compile(
    r"Federal\s+Register|Executive\s+Order|U\.?S\.?C|CFR|Public\s+Law|Act\b|FR\s+Doc|M-\d\d-\d\d"
    r"|\d\s+Stat\."
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was found: rows, and mentions that are no rows, both in the order of the text."""

    authorities: tuple[AuthorityMention, ...]
    others: tuple[OtherMention, ...]


def recognise(
    document: ExtractedDocument,
    own_number: str | None = None,
    own_day: str | None = None,
    *,
    of_an_office: bool = False,
) -> Recognised:
    """Every mention of law in the document's visible text, with evidence from the document.

    `own_number` ("EO 13777", "OMB M-17-15"), a heading of the day `own_day` ("Memorandum of May 3, 2019"),
    the bill that a law was and a short-title clause ("This Act may be cited as …") mark the document's
    mentions of itself. A paper `of_an_office`, speaks of memoranda that are no President's.
    Time is linear in the length of the text.
    """
    reading = read(document)
    scene = Scene(reading.text, Pinpoints(reading.text))
    findings = _swept(_findings(scene))
    findings = _swept(iter([*findings, *_free(caselaw.more(scene.text), findings)]))
    rows = [row for row in findings if isinstance(row, Found)]
    rows = omb.unless_own(scene.text, rows, own_number)
    rows = presidential.of_presidents(scene.text, rows) if of_an_office else rows
    rows = settle(scene.text, untitled(scene.text, rows))
    plain = [row for row in findings if isinstance(row, Aside)]
    bound = aliases(scene.text, rows)
    rows = in_full(rows, bound)
    others = _apart(rows, [*plain, *asides(scene, rows, bound)])
    number = _own_key(own_number)
    own = own_names(scene.text, rows) | ({number} if number else set())
    if (number or "").startswith("Pub. L. "):
        own |= bills.enacted(scene.text, rows)
    return Recognised(
        tuple(_mention(document, reading, row, own, own_day) for row in rows),
        tuple(
            sorted(
                (*_others(document, reading, others), *_furniture(document)),
                key=lambda row: row.evidence[0].start,
            )
        ),
    )


def _findings(scene: Scene) -> Iterator[Finding]:
    anchors = [
        (match.start(), -match.end(), rank, family, match)
        for rank, family in enumerate(FAMILIES)
        for scan in family.scans
        for match in scan.finditer(scene.text)
    ]
    anchors.sort(key=itemgetter(0, 1, 2))
    reached = 0
    for start, _, _, family, match in anchors:
        if start < reached:
            continue
        for found in family.read(scene, match):
            reached = max(reached, found.end)
            yield found


def _free(more: Iterator[Found], findings: list[Finding]) -> Iterator[Found]:
    """Those that share no character with what our own families found."""
    starts = [row.start for row in findings]
    for found in more:
        at = bisect_left(starts, found.end) - 1
        if at < 0 or findings[at].end <= found.start:
            yield found


def _swept(findings: Iterator[Finding]) -> list[Finding]:
    """In order and without overlaps: of two the one that begins first stays, then the longer."""
    kept: list[Finding] = []
    reached = 0
    for found in sorted(findings, key=lambda row: (row.start, -row.end)):
        if found.start >= reached and found.end > found.start:
            kept.append(found)
            reached = found.end
    return kept


def _apart(rows: list[Found], others: list[Aside]) -> list[Aside]:
    """The other mentions that share no character with a row or with one another."""
    starts = [row.start for row in rows]
    kept: list[Aside] = []
    reached = 0
    for aside in sorted(others, key=lambda aside: (aside.start, -aside.end)):
        row = bisect_left(starts, aside.end) - 1
        if aside.start >= reached and (row < 0 or rows[row].end <= aside.start):
            kept.append(aside)
            reached = aside.end
    return kept


def _own_key(own_number: str | None) -> str | None:
    """The key of the document's own number, however it is spelled; None where it names no authority."""
    if own_number is None or not own_number.strip():
        return None
    authority = parse(own_number)
    if authority is not None and authority.type is not AuthorityType.ACT:
        return authority.key
    scene = Scene(own_number, Pinpoints(own_number))
    rows = [row for row in _swept(_findings(scene)) if isinstance(row, Found)]
    return authority_key(rows[0].normal) if rows else None


def _mention(
    document: ExtractedDocument, reading: Reading, row: Found, own: frozenset[str], day: str | None
) -> AuthorityMention:
    evidence: tuple[Evidence, ...] = (document.cite(reading.source(row.start, row.end)),)
    if row.head is not None:
        evidence = (*evidence, document.cite(reading.source(*row.head)))
    is_self = (
        (bool(own) and authority_key(row.normal) in own)
        or _heads(document.text, evidence[0])
        or (day is not None and row.normal.endswith(f" of {day}") and _entitles(document.text, evidence[0]))
    )
    return AuthorityMention(row.normal, row.type, evidence, row.title, is_self)


_HEADER = re.compile(r"(?:^|\n)[\s*•–-]*(?:Federal\s+Register\s+)?Citation\**\s*:[\s*]*\Z", re.I)
_HEADER_REACH = 2000


def _heads(text: str, place: Evidence) -> bool:
    """Whether a line of the head gives it as where the paper itself is printed: "Citation: 86 FR 7009"."""
    return place.start < _HEADER_REACH and bool(_HEADER.search(text, max(0, place.start - 60), place.start))


def _entitles(text: str, place: Evidence) -> bool:
    """Whether it is a line of its own in the head: papers without a number are called by kind and day."""
    before = text[text.rfind("\n", 0, place.start) + 1 : place.start]
    after = text[place.end :].split("\n", 1)[0]
    return place.start < _HEADER_REACH and not f"{before}{after}".strip(" \t\r\f#*_.,")


def _others(document: ExtractedDocument, reading: Reading, rows: list[Aside]) -> Iterator[OtherMention]:
    for row in rows:
        evidence = document.cite(reading.source(row.start, row.end))
        yield OtherMention(row.mention_class, (evidence,), row.resolves_to)


def _furniture(document: ExtractedDocument) -> Iterator[OtherMention]:
    hidden = document.hidden
    for span in document.furniture:
        if not any(span.overlaps(other) for other in hidden) and _IN_FURNITURE.search(
            document.text, span.start, span.end
        ):
            yield OtherMention(MentionClass.FURNITURE, (document.cite(span),))
