"""A list of duties that the text breaks off is said to be broken off, and a whole one is not."""

from __future__ import annotations

from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ledger import ledger, net
from analysis.metadata import Facts
from analysis.offline import OfflineAnalyzer
from analysis.outline import Outline, outline
from analysis.taskings import taskings
from analysis.unfinished import unfinished
from pipeline.agency import Agency
from pipeline.decisions import at_once
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.failing import coverage_words
from pipeline.findings import Kind, LedgerClass
from pipeline.problems import IllegalMove

HEAD = "Executive Order 19999 of May 1, 2026\n\nTidying the Docks\n\nSec. 2. Docks. "
TAIL = "\n\nSec. 3. Ropes. The Warden shall pull the ropes of the northern dock.\n"


def paper(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


def coverage(body: str) -> str:
    found = OfflineAnalyzer(Agency("Harbor Board", "HB")).analyse(paper(HEAD + body + TAIL))
    return found.document.coverage


@pytest.mark.parametrize(
    "body",
    [
        "(a) The plan shall:",
        "(a) The Clerk shall, within 30 days:\n\n(b) The Clerk may sell a dock.",
        "(a) All agencies are directed to take the following steps:",
        "(a) The Clerk shall:\n\n(i) count ropes; and",
        "(a) The Clerk shall:\n\n(i) count ropes; and\n\nThe docks are old and were built a long time ago.",
        "(a) The Clerk shall report, including an estimate by the Warden of:\n\n(b) The Clerk may row.",
        "(a) The Council has the following members:\n\nThe Warden is an officer of the northern dock.",
        "(a) The Council shall consist of:\n\nThe Warden shall row to the northern dock each day.",
        "(a) In order to keep the docks dry, and to implement this order:\n\n(b) The Clerk may sell a dock.",
        "(a) Agencies must do the following—\n\nThe docks are old and were built a long time ago.",
    ],
)
def test_a_list_that_breaks_off_is_no_full_coverage(body: str) -> None:
    assert coverage(body) == "partial(list)"
    assert "list" in coverage_words(coverage(body))
    with pytest.raises(IllegalMove):
        at_once((), coverage(body))


@pytest.mark.parametrize(
    "body",
    [
        "(a) The Clerk shall:\n\n(i) count ropes; and\n\n(ii) count hooks.",
        "(h) The Clerk shall:\n\n(i) count ropes; and\n\n(ii) count hooks.\n\n(i) The Warden shall sweep.",
        "(a) The Clerk shall: (1) count ropes; and (2) count hooks.",
        "(a) The Clerk shall:\n\n• count ropes; and\n\n• count hooks.",
        "(a) The members shall be:\n\n(i) the Clerk; and\n\n(ii) Warden of the Northern Dock.",
        "(a) The rope order shall be amended to read as follows:\n\n“Each agency shall keep its ropes dry.”",
        "(a) The docks are:\n\nold.",
        "(a) The Council consists of the following members:\n\n(i) the Clerk; and\n\n(ii) the Warden.",
        "(a) The Council consists of the following members:\n\nthe Clerk;\n\nthe Warden.",
    ],
)
def test_a_whole_list_is_full_coverage(body: str) -> None:
    assert coverage(body) == "full"


def test_a_lead_that_lost_its_list_waits_for_a_person_though_it_only_specifies() -> None:
    document = paper(HEAD + "(a) The plan shall, at a minimum, include the following:" + TAIL)
    plan = outline(document)
    listed = ledger(document, plan, taskings(document, plan, Facts(Kind.EXECUTIVE_ORDER), ()))
    found = {one.evidence[0].quote: one.ledger_class for one in listed}
    assert found["The plan shall, at a minimum, include the following:"] is LedgerClass.UNCOVERED


LABELS = (
    ("(a)", "(b)", "(c)", "(d)"),
    ("(i)", "(ii)", "(iii)", "(iv)"),
    ("(A)", "(B)", "(C)", "(D)"),
    ("(1)", "(2)", "(3)", "(4)"),
)
Nest: TypeAlias = list["Nest"]
NESTS: st.SearchStrategy[Nest] = st.recursive(
    st.just([]), lambda inner: st.lists(inner, min_size=2, max_size=4), max_leaves=9
)


def written(nests: list[Nest], levels: tuple[int, ...], path: str, told: list[tuple[str, str]]) -> str:
    lines = []
    for at, inner in enumerate(nests):
        label = LABELS[levels[0]][at]
        place, number = path + label, len(told)
        leads = bool(inner) and len(levels) > 1
        last = at == len(nests) - 1
        own = (
            f"The Clerk shall mind dock number {number}"
            if path.count("(") == 0
            else f"mind rope number {number}"
        )
        own += (
            " and shall:"
            if leads
            else "."
            if path.count("(") == 0 or last
            else "; and"
            if at == len(nests) - 2
            else ";"
        )
        told.append((place, own))
        lines.append(f"{label} {own}")
        if leads:
            lines.append(written(inner, levels[1:], place, told))
    return "\n".join(lines)


@settings(max_examples=150)
@given(
    st.lists(st.lists(NESTS, min_size=1, max_size=4), min_size=1, max_size=4),
    st.permutations((1, 2, 3)),
    st.sampled_from(["\n", "\n\n", "\n\n2578\n\n"]),
)
def test_every_item_of_a_nested_list_is_found_with_its_path(
    sections: list[list[Nest]], inner: list[int], gap: str
) -> None:
    told: list[tuple[str, str]] = []
    parts = [
        f"Sec. {number}. Docks. {written(nests, (0, *inner), f'Sec. {number}', told)}"
        for number, nests in enumerate(sections, 1)
    ]
    document = paper("\n\n".join(parts).replace("\n", gap))
    plan = outline(document)
    found = {_said(document, plan, at): one.section for at, one in enumerate(plan.sentences)}
    assert {own: found.get(own) for _, own in told} == {own: place for place, own in told}
    assert unfinished(document, plan) == ()
    rows = taskings(document, plan, Facts(Kind.EXECUTIVE_ORDER, date="2026-01-12"), ())
    listed = [one.evidence[0].span for one in ledger(document, plan, rows)]
    assert listed == [plan.sentences[at].span for at in net(document, plan)]
    assert {_said(document, plan, at) for at in net(document, plan)} >= {own for _, own in told}


def _said(document: ExtractedDocument, plan: Outline, at: int) -> str:
    return " ".join(plan.sentences[at].words(document.text).split())
