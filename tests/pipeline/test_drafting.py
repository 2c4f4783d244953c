"""An analysis as drafts: which, in what order, with what values, evidence and confidence."""

from __future__ import annotations

from dataclasses import replace

from pipeline.decisions import DraftKind
from pipeline.documents import Evidence, ExtractedDocument, Page, Span, unread
from pipeline.drafting import proposals
from pipeline.findings import (
    ActionFinding,
    Analysis,
    AuthorityMention,
    AuthorityType,
    Confidence,
    DocumentFacts,
    ExecutiveActionFinding,
    ImpactFinding,
    Kind,
    Provenance,
    Relation,
    RelationKind,
    RiskFinding,
    Statement,
    UnitChoice,
)
from pipeline.problems import ReadingState

TEXT = "Rules for Hulls\n\nCrews shall paint hulls. See EO 1 and again EO 1. EO 2 is revoked.\n"
DOCUMENT = ExtractedDocument("0" * 64, "rules.txt", "text/plain", TEXT, (Page(1, Span(0, len(TEXT))),))


def cited(words: str, after: int = 0) -> Evidence:
    at = TEXT.index(words, after)
    return DOCUMENT.cite(Span(at, at + len(words)))


CLAUSE = cited("Crews shall paint hulls")
FACTS = DocumentFacts(Kind.AGENCY_MEMO, "text/plain", "0" * 64, "extracted", "full", title="Rules for Hulls")
ACTION = ActionFinding(
    "Paint hulls", "tasking", (CLAUSE,), Confidence.HIGH, "named actor", responsible="Crews"
)
FULL = Analysis(
    FACTS,
    TEXT,
    Provenance("offline"),
    summary=(Statement("One.", (CLAUSE,)), Statement("Two.", (cited("Rules for Hulls"),))),
    authorities=(
        AuthorityMention("EO 1", AuthorityType.EXECUTIVE_ORDER, (cited("EO 1"),)),
        AuthorityMention("EO 1", AuthorityType.EXECUTIVE_ORDER, (cited("EO 1", TEXT.index("again")),)),
        AuthorityMention("EO 2", AuthorityType.EXECUTIVE_ORDER, (cited("EO 2"),)),
    ),
    relations=(Relation(RelationKind.REVOKES, "EO 2", (cited("is revoked"),)),),
    executive_action=ExecutiveActionFinding(
        "Rules for Hulls", "Compliance Tasker", "Compliance", "Medium", "undated", (CLAUSE,)
    ),
    actions=(ACTION,),
    risks=(RiskFinding("Paint", "Operational", "Low", "Low", "why", (CLAUSE,)),),
    impacts=(ImpactFinding("Hulls", "Operational", "Positive", "how", (CLAUSE,)),),
)


def test_drafts_stand_in_the_order_in_which_one_decides_them() -> None:
    assert [draft.kind for draft in proposals(DOCUMENT, FULL)] == [
        DraftKind.METADATA,
        DraftKind.SUMMARY,
        DraftKind.EXECUTIVE_ACTION,
        DraftKind.ACTION_ITEM,
        DraftKind.RISK,
        DraftKind.IMPACT,
        DraftKind.AUTHORITY,
        DraftKind.AUTHORITY,
        DraftKind.CROSS_REFERENCE,
    ]


def test_every_draft_stands_on_the_text() -> None:
    for draft in proposals(DOCUMENT, FULL):
        assert draft.evidence
        for place in draft.evidence:
            assert TEXT[place.start : place.end] == place.quote


def test_an_authority_is_one_draft_with_all_its_mentions() -> None:
    first, second = (draft for draft in proposals(DOCUMENT, FULL) if draft.kind is DraftKind.AUTHORITY)
    assert (first.title, len(first.evidence), first.confidence_reason) == ("EO 1", 2, "cited 2 times")
    assert (second.title, second.confidence_reason) == ("EO 2", "cited once")


def test_an_action_keeps_its_own_confidence_and_no_evidence_among_its_values() -> None:
    draft = next(draft for draft in proposals(DOCUMENT, FULL) if draft.kind is DraftKind.ACTION_ITEM)
    assert (draft.confidence, draft.confidence_reason) == (Confidence.HIGH, "named actor")
    assert draft.values["responsible"] == "Crews"
    assert not draft.values.keys() & {"evidence", "confidence", "confidence_reason"}


def test_the_executive_action_says_whether_a_unit_matches() -> None:
    def sure(analysis: Analysis) -> tuple[Confidence, str]:
        draft = next(d for d in proposals(DOCUMENT, analysis) if d.kind is DraftKind.EXECUTIVE_ACTION)
        return draft.confidence, draft.confidence_reason

    assert sure(FULL) == (Confidence.LOW, "no unit matches, please choose one")
    assert FULL.executive_action is not None
    led = replace(FULL.executive_action, lead_units=(UnitChoice("Hull Office", "hulls"),))
    assert sure(replace(FULL, executive_action=led)) == (Confidence.MEDIUM, "a lead unit matches")


def test_facts_are_surer_with_a_printed_date() -> None:
    undated, *_ = proposals(DOCUMENT, FULL)
    dated, *_ = proposals(DOCUMENT, replace(FULL, document=replace(FACTS, date="2030-05-02")))
    assert undated.confidence is Confidence.LOW
    assert dated.confidence is Confidence.MEDIUM
    assert "media_type" not in dated.values
    assert dated.values["date"] == "2030-05-02"


def test_a_document_that_says_nothing_known_still_has_its_facts_drafted() -> None:
    bare = Analysis(replace(FACTS, title=None), TEXT, Provenance("offline"))
    (draft,) = proposals(DOCUMENT, bare)
    assert draft.title == "rules.txt"
    assert draft.evidence[0].quote == "Rules for Hulls"


def test_without_text_there_is_nothing_to_decide() -> None:
    document = unread("0" * 64, "x.pdf", "application/pdf", ReadingState.NEEDS_PASSWORD, "Locked.")
    found = Analysis(replace(FACTS, state="needs_password"), "", Provenance("offline"))
    assert proposals(document, found) == ()
