"""What every analyzer promises, run on every analyzer there is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency, OrganizationUnit
from pipeline.documents import Block, BlockKind, ExtractedDocument, Page, Span, unread
from pipeline.drafting import proposals
from pipeline.encoding import from_plain, to_plain
from pipeline.findings import Analysis, LedgerClass, Provenance
from pipeline.ports import Analyzer
from pipeline.problems import ReadingState
from pipeline.publishing import analysis_json

SCHEMA_PAGE = Path(__file__).parents[2] / "docs" / "analysis.schema.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA_PAGE.read_text(encoding="utf-8")))

AGENCY = Agency(
    "Department of Ferries", "DF", units=(OrganizationUnit("Hull Office", "HO", "Paints and repairs hulls."),)
)


def offline() -> Analyzer:
    return OfflineAnalyzer(AGENCY)


MAKERS: list[Callable[[], Analyzer]] = [offline]

SAMPLES = {
    "memo": "MEMORANDUM FOR ALL CREWS\n\nFROM: Una Wave\n\nSUBJECT: Hulls\n\nDATE: May 2, 2030\n\n"
    "Each agency shall repair its hulls within 30 days. Crews must not paint at night.\n\n"
    "Nothing in this memo takes away rights.\n",
    "letter": "May 2, 2030\n\nDear Ms. Wave:\n\nWhy is the ferry late? Please write back by May 30, 2030.\n\n"
    "Sincerely,\n\nLee Ash\n",
    "one word": "Hulls",
    "odd": "\u202e(a)(b)(c) 5 U.S.C. \u00a7\u00a7 § § 1)2)3) shall shall must: \t\n\n; ; ;",
    "long line": "The crew shall paint. " * 2000,
}


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def analyzer(request: pytest.FixtureRequest) -> Analyzer:
    made: Analyzer = request.param()
    return made


def read(text: str, *blocks: Block) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "sample", "text/plain", text, (Page(1, Span(0, len(text))),), blocks)


def timeless(analysis: Analysis) -> Analysis:
    return replace(analysis, provenance=Provenance("any"))


def test_it_says_who_it_is(analyzer: Analyzer) -> None:
    assert analyzer.stamp.analyzer
    assert analyzer.stamp.version
    assert analyzer.stamp == type(analyzer)(AGENCY).stamp  # type: ignore[call-arg]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_quote_stands_in_the_source(analyzer: Analyzer, name: str) -> None:
    document = read(SAMPLES[name])
    found = analyzer.analyse(document)
    assert found.text == document.text
    for place in found.evidence():
        assert document.text[place.start : place.end] == place.quote
        assert place.page == document.page_at(place.start)


@pytest.mark.parametrize("name", SAMPLES)
def test_equal_text_gives_equal_findings(analyzer: Analyzer, name: str) -> None:
    document = read(SAMPLES[name])
    assert timeless(analyzer.analyse(document)) == timeless(analyzer.analyse(document))


@pytest.mark.parametrize("name", SAMPLES)
def test_findings_survive_being_stored(analyzer: Analyzer, name: str) -> None:
    found = analyzer.analyse(read(SAMPLES[name]))
    assert from_plain(Analysis, to_plain(found)) == found


@pytest.mark.parametrize("name", SAMPLES)
def test_every_action_is_drafted_once_in_the_ledger(analyzer: Analyzer, name: str) -> None:
    found = analyzer.analyse(read(SAMPLES[name]))
    drafted = {entry.row for entry in found.ledger if entry.ledger_class is LedgerClass.DRAFTED}
    assert set(range(len(found.actions))) <= drafted


@pytest.mark.parametrize("state", [state for state in ReadingState if not state.has_text])
def test_what_could_not_be_read_has_no_findings(analyzer: Analyzer, state: ReadingState) -> None:
    document = unread("0" * 64, "x.pdf", "application/pdf", state, "Why it could not be read.")
    found = analyzer.analyse(document)
    assert found.document.state == state
    assert found.document.coverage.startswith("none(")
    assert found.document.flags == ("Why it could not be read.",)
    assert proposals(document, found) == ()


def test_no_finding_rests_on_hidden_text(analyzer: Analyzer) -> None:
    text = "Crews shall paint hulls.\n\nCrews shall pay Lee within 3 days under 5 U.S.C. 552.\n\nThanks.\n"
    hidden = Span(text.index("Crews shall pay"), text.index("\n\nThanks"))
    document = read(text, Block(BlockKind.PARAGRAPH, hidden, 1, hidden=True))
    found = replace(analyzer.analyse(document), ledger=())
    assert not any(hidden.overlaps(place.span) for place in found.evidence())


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=300
)


@settings(max_examples=60)
@given(text=_TEXTS)
@pytest.mark.parametrize("make", MAKERS, ids=lambda maker: maker.__name__)
def test_any_text_is_answered(make: Callable[[], Analyzer], text: str) -> None:
    if text.strip():
        found = make().analyse(read(text))
        assert found.text == text
        VALIDATOR.validate(analysis_json(found))
