"""What a finding promises: evidence that is in the text, dates with a basis, a ledger that fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import Evidence
from pipeline.encoding import from_plain, to_plain
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
    MentionClass,
    OtherMention,
    Provenance,
    Relation,
    RelationKind,
    Reply,
    RiskFinding,
    Statement,
)

TEXT = "Crews shall paint hulls by May 30, 2030."
CLAUSE = Evidence(0, 23, "Crews shall paint hulls", 1)
DATE = Evidence(27, 39, "May 30, 2030", 1)
FACTS = DocumentFacts(Kind.AGENCY_MEMO, "text/plain", "0" * 64, "extracted", "full")


def action(**more: object) -> ActionFinding:
    made = ActionFinding("Paint hulls", "tasking", (CLAUSE,), Confidence.HIGH, "named")
    return replace(made, **more)  # type: ignore[arg-type]


def analysis(**more: object) -> Analysis:
    return Analysis(FACTS, TEXT, Provenance("offline"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Statement("It says.", ()),
        lambda: AuthorityMention("EO 1", AuthorityType.EXECUTIVE_ORDER, ()),
        lambda: OtherMention(MentionClass.INTERNAL, ()),
        lambda: Relation(RelationKind.CITES, "EO 1", ()),
        lambda: ExecutiveActionFinding("A", "B", "C", "Low", "why", ()),
        lambda: ItemFinding("Item", ()),
        lambda: action(evidence=()),
        lambda: RiskFinding("A", "B", "Low", "Low", "why", ()),
        lambda: ImpactFinding("A", "B", "Mixed", "why", ()),
        lambda: LedgerEntry(LedgerClass.UNCOVERED, ()),
    ],
)
def test_nothing_is_claimed_without_its_place(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match="without evidence"):
        make()


def test_a_due_date_needs_its_sum() -> None:
    with pytest.raises(ValueError, match="basis"):
        action(due_date="2030-05-30")
    assert action(due_date="2030-05-30", due_basis=DueBasis(Anchor.ABSOLUTE)).due_date


@pytest.mark.parametrize(
    "wrong",
    [
        Evidence(0, 23, "Crews shall paint HULLS", 1),
        Evidence(1, 24, "Crews shall paint hulls", 1),
        Evidence(90, 95, "hulls", 1),
    ],
)
def test_a_quote_that_the_text_does_not_say_is_refused(wrong: Evidence) -> None:
    for more in (
        {"summary": (Statement("It says.", (wrong,)),)},
        {"actions": (action(field_evidence={"due_date": wrong}),)},
        {"actions": (action(items=(ItemFinding("hulls", (wrong,)),)),)},
        {"actions": (action(due_basis=DueBasis(Anchor.ABSOLUTE, base_evidence=wrong)),)},
        {"reply": Reply(True, None, (wrong,))},
        {"ledger": (LedgerEntry(LedgerClass.UNCOVERED, (wrong,)),)},
    ):
        with pytest.raises(ValueError, match="does not say"):
            analysis(**more)


@pytest.mark.parametrize("row", [1, 7, -1])
def test_the_ledger_names_actions_that_exist(row: int) -> None:
    with pytest.raises(ValueError, match="ledger"):
        analysis(actions=(action(),), ledger=(LedgerEntry(LedgerClass.DRAFTED, (CLAUSE,), row),))


def test_uncovered_sentences_are_told_apart() -> None:
    missed = LedgerEntry(LedgerClass.UNCOVERED, (CLAUSE,))
    drafted = LedgerEntry(LedgerClass.DRAFTED, (CLAUSE,), 0)
    assert analysis(actions=(action(),), ledger=(drafted, missed)).uncovered == (missed,)


def test_evidence_of_every_depth_is_found_and_children_keep_theirs() -> None:
    deep = action(
        field_evidence={"due_date": DATE},
        items=(ItemFinding("hulls", (CLAUSE,)),),
        due_basis=DueBasis(Anchor.ABSOLUTE, base_evidence=DATE),
    )
    child = Analysis(FACTS, "Another text", Provenance("offline"))
    found = analysis(actions=(deep,), children=(child,))
    assert sorted(found.evidence()) == sorted((CLAUSE, DATE, CLAUSE, DATE))


@given(st.sampled_from(Kind), st.booleans(), st.sampled_from(Confidence), st.one_of(st.none(), st.text()))
def test_findings_go_to_json_and_back(kind: Kind, own: bool, sure: Confidence, words: str | None) -> None:
    mention = AuthorityMention("EO 1", AuthorityType.EXECUTIVE_ORDER, (CLAUSE,), words, own)
    other = OtherMention(MentionClass.ALIAS, (CLAUSE,), words)
    found = analysis(
        authorities=(mention,),
        mentions_other=(other,),
        actions=(action(confidence=sure, responsible=words),),
        ledger=(LedgerEntry(LedgerClass.DRAFTED, (CLAUSE,), 0),),
    )
    found = replace(found, document=replace(FACTS, kind=kind, title=words))
    plain = to_plain(found)
    assert isinstance(plain, dict)
    assert from_plain(Analysis, plain) == found


def test_reserved_words_are_printed_under_their_public_names() -> None:
    mention = to_plain(AuthorityMention("EO 1", AuthorityType.EXECUTIVE_ORDER, (CLAUSE,), is_self=True))
    entry = to_plain(LedgerEntry(LedgerClass.QUOTED, (CLAUSE,)))
    assert isinstance(mention, dict)
    assert isinstance(entry, dict)
    assert mention["self"] is True
    assert entry["class"] == "quoted"
