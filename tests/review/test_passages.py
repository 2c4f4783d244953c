"""Passages: every character once, every mark where its words are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import ExtractedDocument, Page, Span
from review.passages import Mark, pages


def a_document(text: str, cut: int) -> ExtractedDocument:
    cut = min(cut, len(text))
    spans = (Span(0, cut), Span(cut, len(text)))
    return ExtractedDocument(
        "0" * 64, "letter.txt", "text/plain", text, tuple(Page(n, s) for n, s in enumerate(spans, 1))
    )


@st.composite
def marked(draw: st.DrawFn) -> tuple[ExtractedDocument, tuple[Mark, ...]]:
    text = draw(st.text(min_size=1, max_size=60).filter(str.strip))
    document = a_document(text, draw(st.integers(0, 60)))
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda p: p[0] < p[1])
    found = draw(st.lists(st.tuples(places, st.integers(1, 5)), max_size=6))
    return document, tuple(Mark(Span(*place), number) for place, number in found)


@given(marked())
def test_pages_together_are_the_text(case: tuple[ExtractedDocument, tuple[Mark, ...]]) -> None:
    document, found = case
    made = pages(document, found)
    assert "".join(p.text for page in made for p in page.passages) == document.text


@given(marked())
def test_a_passage_belongs_to_exactly_the_drafts_whose_evidence_covers_it(
    case: tuple[ExtractedDocument, tuple[Mark, ...]],
) -> None:
    document, found = case
    at = 0
    for page in pages(document, found):
        for passage in page.passages:
            here = Span(at, at + len(passage.text))
            wanted = {mark.draft for mark in found if mark.span.overlaps(here)}
            assert set(passage.drafts) == wanted
            assert all(mark.span.contains(here) for mark in found if mark.span.overlaps(here))
            at = here.end


@given(marked())
def test_each_draft_begins_once(case: tuple[ExtractedDocument, tuple[Mark, ...]]) -> None:
    document, found = case
    begun = [n for page in pages(document, found) for passage in page.passages for n in passage.first_of]
    assert sorted(begun) == sorted({mark.draft for mark in found if mark.draft})


def test_states_are_kept_beside_the_drafts() -> None:
    document = a_document("Hidden words here.", 18)
    (page, _) = pages(document, (Mark(Span(0, 6), state="hidden"), Mark(Span(0, 12), draft=2)))
    first, second, rest = page.passages
    assert (first.text, first.states, first.drafts) == ("Hidden", ("hidden",), (2,))
    assert (second.states, second.drafts) == ((), (2,))
    assert (rest.states, rest.drafts) == ((), ())
