"""Records on both engines, and documents whose every line says what an analyzer finds in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

import store
from pipeline.decisions import Decision, Draft, DraftStatus, Verdict, doubts
from pipeline.documents import Evidence, ExtractedDocument, Page, Span
from pipeline.drafting import proposals
from pipeline.findings import (
    ActionFinding,
    Analysis,
    Anchor,
    AuthorityMention,
    AuthorityType,
    Confidence,
    DocumentFacts,
    DueBasis,
    ExecutiveActionFinding,
    ImpactFinding,
    ItemFinding,
    Kind,
    LedgerClass,
    LedgerEntry,
    Provenance,
    Relation,
    RelationKind,
    RiskFinding,
    Statement,
    UnitChoice,
)
from pipeline.intake import Incoming, IntakeDocument
from pipeline.ports import Stamp
from pipeline.settings import Settings
from store.records import SqlRecords

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
READER = "line-reader 1"


@pytest.fixture
def conf(on_each_engine: Settings) -> Settings:
    """Settings of empty records, once on each engine."""
    return on_each_engine


@pytest.fixture
def records(conf: Settings) -> Iterator[SqlRecords]:
    """Empty records, once on each engine."""
    with store.open_records(conf) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    return NOW


def read_as(words: str) -> ExtractedDocument:
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    whole = (Page(1, Span(0, len(words))),)
    return ExtractedDocument(sha256, "letter.txt", "text/plain", words, whole, reader=READER)


def _evidence(read: ExtractedDocument, line: str) -> tuple[Evidence, ...]:
    found = read.find(line)
    assert found is not None
    return (found,)


def _finding(read: ExtractedDocument, line: str, rows: dict[str, list[Any]]) -> None:
    word, _, rest = line.partition(" ")
    place = _evidence(read, line)
    if word == "CITES":
        kind = AuthorityType.EXECUTIVE_ORDER if rest.startswith("EO") else AuthorityType.USC
        rows["authorities"].append(AuthorityMention(rest, kind, place))
    elif word == "SELF":
        kind = AuthorityType.EXECUTIVE_ORDER
        rows["authorities"].append(AuthorityMention(rest, kind, place, is_self=True))
    elif word in ("AMENDS", "REVOKES", "IMPLEMENTS"):
        part = rest.endswith(" in part")
        target, _, pin = rest.removesuffix(" in part").partition(" at ")
        rows["relations"].append(Relation(RelationKind(word.lower()), target, place, pin or None, part))
    elif word == "SHALL":
        rows["actions"].append(_action(rest, place))
    elif word == "RISK":
        rows["risks"].append(RiskFinding(rest, "Schedule", "medium", "High", "it says so", place, ("OCFO",)))
    elif word == "IMPACT":
        rows["impacts"].append(ImpactFinding(rest, "Workload", "negative", "it says so", place, ("OGC",)))
    elif word == "MISSED":
        rows["ledger"].append(LedgerEntry(LedgerClass.UNCOVERED, place))


def _action(rest: str, place: tuple[Evidence, ...]) -> ActionFinding:
    words, _, day = rest.partition(" by ")
    return ActionFinding(
        words,
        "tasking",
        place,
        Confidence.LOW if "perhaps" in words else Confidence.HIGH,
        "it says so",
        responsible="Chief Financial Officer",
        due_date=day or None,
        due_basis=DueBasis(Anchor.ABSOLUTE, day) if day else None,
        authorities=("31 U.S.C. 901",),
        items=(ItemFinding("the first part", place), ItemFinding("the second part", place)),
        condition="unless the Board objects",
    )


def analysis_of(read: ExtractedDocument) -> Analysis:
    """Each line's first word says what it is."""
    rows: dict[str, list[Any]] = {
        name: [] for name in ("authorities", "relations", "actions", "risks", "impacts", "ledger")
    }
    lines = read.text.splitlines()
    for line in lines:
        _finding(read, line, rows)
    order = next((line for line in lines if line.startswith("ORDER ")), None)
    first = _evidence(read, lines[0])
    action = (
        ExecutiveActionFinding(
            order.removeprefix("ORDER "),
            "Executive Order",
            "Directive or Order",
            "High",
            "it says so",
            _evidence(read, order),
            lead_units=(UnitChoice("OCFO", "money"),),
            coordinating_units=(UnitChoice("OGC", "law"), UnitChoice("Office of Nobody", "unknown")),
        )
        if order
        else None
    )
    facts = DocumentFacts(
        Kind.EXECUTIVE_ORDER,
        "text/plain",
        read.sha256,
        "extracted",
        "full",
        title=lines[0],
        date="2026-02-27",
        sender="The President",
    )
    return Analysis(
        facts,
        read.text,
        Provenance("lines"),
        summary=(Statement(lines[0], first),),
        executive_action=action,
        authorities=tuple(rows["authorities"]),
        relations=tuple(rows["relations"]),
        actions=tuple(rows["actions"]),
        risks=tuple(rows["risks"]),
        impacts=tuple(rows["impacts"]),
        ledger=tuple(rows["ledger"]),
    )


@pytest.fixture
def receive(records: SqlRecords) -> Callable[..., IntakeDocument]:
    """Admits these words as a receipt of their own."""

    def admit(words: str, parent: str | None = None) -> IntakeDocument:
        incoming = Incoming("folder", "letter.txt", words.encode(), NOW, source=uuid4().hex)
        return records.admit(incoming, "text/plain", "system", parent).document

    return admit


@pytest.fixture
def drafted(records: SqlRecords, receive: Callable[..., IntakeDocument]) -> Callable[..., IntakeDocument]:
    """Takes these lines from the door to their drafts."""

    def take(*lines: str, version: str = "1", fallback: str | None = None) -> IntakeDocument:
        read = read_as("\n".join(lines))
        receive(read.text)
        document = records.claim("worker", NOW)
        assert document is not None and document.sha256 == read.sha256
        document = records.keep_reading(document, read, READER)
        analysis = replace(analysis_of(read), provenance=Provenance("lines", fallback=fallback))
        return records.file(document, analysis, Stamp("lines", version), proposals(read, analysis))

    return take


@pytest.fixture
def refile(records: SqlRecords) -> Callable[..., IntakeDocument]:
    """Files another analysis of a document, by another version and perhaps without some lines' findings."""

    def take(document: IntakeDocument, version: str, without: str = "\0") -> IntakeDocument:
        read = records.reading(document, READER)
        assert read is not None
        analysis = analysis_of(read)
        rows = tuple(draft for draft in proposals(read, analysis) if without not in draft.title)
        return records.file(document, analysis, Stamp("lines", version), rows)

    return take


@pytest.fixture
def approve(records: SqlRecords) -> Callable[..., None]:
    """Approves the waiting drafts of a document, or only some kinds."""

    def decide(document: IntakeDocument, *kinds: str) -> None:
        for draft in records.drafts(document.control_number):
            if draft.status is DraftStatus.PROPOSED and (not kinds or draft.kind.value in kinds):
                records.decide(verdict_on(draft, Verdict.APPROVE))

    return decide


def verdict_on(draft: Draft, verdict: Verdict, **more: Any) -> Decision:
    looked_at = {"confirmed": frozenset(doubt.field for doubt in doubts(draft))}
    return Decision(draft.id, draft.version, "reviewer", verdict, NOW, **(looked_at | more))


@pytest.fixture
def say() -> Callable[..., Decision]:
    """A reviewer's word on a draft."""
    return verdict_on
