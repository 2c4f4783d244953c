import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.documents import (
    Block,
    BlockKind,
    Evidence,
    ExtractedDocument,
    Page,
    Span,
    unread,
)
from pipeline.problems import ReadingState

WORDS = st.sampled_from(
    ["The", "Secretary", "shall", "not", "submit", "a", "report", "within", "30", "1,130", "“it”", "agency’s"]
)
SPACES = st.sampled_from([" ", "\n", "  ", "\n\n", " \n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=1, max_size=40))
    return "".join(word + draw(SPACES) for word in words).strip()


@st.composite
def paged(draw: st.DrawFn) -> ExtractedDocument:
    text = draw(texts())
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
    ends = [*cuts, len(text)]
    starts = [0, *cuts]
    pages = tuple(
        Page(number, Span(start, end))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    )
    return ExtractedDocument("", "", "text/plain", text, pages)


def document(text: str) -> ExtractedDocument:
    return ExtractedDocument("", "", "text/plain", text, (Page(1, Span(0, len(text))),))


@given(paged(), st.data())
def test_a_citation_says_what_stands_there(read: ExtractedDocument, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(read.text) - 1))
    end = data.draw(st.integers(start + 1, len(read.text)))
    evidence = read.cite(Span(start, end))
    assert read.text[evidence.start : evidence.end] == evidence.quote
    page = read.pages[evidence.page - 1]
    assert page.span.start <= start < page.span.end


@given(texts(), st.data())
def test_whole_words_that_were_cited_are_found_again(text: str, data: st.DataObject) -> None:
    read = document(text)
    words = [(i, i + len(w)) for i, w in _words(text)]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = read.cite(Span(words[first][0], words[last][1])).quote
    found = read.find(quote)
    assert found is not None
    assert found.quote == quote


@given(texts(), st.data())
def test_words_are_found_in_other_white_space_quotes_and_dashes(text: str, data: st.DataObject) -> None:
    read = document(text)
    words = [(i, i + len(w)) for i, w in _words(text)]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = text[words[first][0] : words[last][1]]
    other = " ".join(quote.split()).translate({0x201C: '"', 0x201D: '"', 0x2019: "'"})
    found = read.find(other)
    assert found is not None
    assert "".join(read.text[found.start : found.end].split()) == found.quote.replace(" ", "").replace(
        "\n", ""
    )


def _words(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        found.append((at, word))
        at += len(word)
    return found


SENTENCE = "The Secretary of Commerce shall not release the report within 130 days of June 4, 2025."


@pytest.mark.parametrize(
    "changed",
    [
        "within 30 days",
        "within 13 days",
        "within 1300 days",
        "June 4, 202",
        "June 5, 2025",
        "The Secretary of Commerce shall release the report",
        "The Secretary of State shall not release",
        "Secretary of Commerce may not release",
        "shall not lease the report",
        "the report within 130 day",
    ],
)
def test_a_changed_number_negation_or_actor_is_never_found(changed: str) -> None:
    assert document(SENTENCE).find(changed) is None


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_no_number_is_found_inside_another(stands: int, asked: int) -> None:
    assume(stands != asked)
    assert document(f"pay $ {stands:,} and {stands} by Friday").find(f"{asked}") is None


def test_a_number_with_its_fraction_is_not_a_number_without() -> None:
    read = document("a fee of 2.5 percent, or 1,000 dollars")
    assert read.find("2") is None
    assert read.find("5 percent") is None
    assert read.find("000 dollars") is None
    assert read.find("2.5 percent") is not None


def test_a_later_whole_word_is_found_behind_a_part_of_a_word() -> None:
    read = document("It is unlawful. It is lawful.")
    found = read.find("lawful")
    assert found is not None
    assert found.start == 22


def test_text_without_word_spaces_is_found_anywhere() -> None:
    assert document("大臣は三十日以内に報告する").find("三十日以内") is not None


@given(texts(), st.text(min_size=1, max_size=60))
def test_what_is_found_stands_in_the_text(text: str, quote: str) -> None:
    found = document(text).find(quote)
    assert found is None or text[found.start : found.end] == found.quote


@given(texts(), texts())
def test_a_proposal_is_a_place_and_never_evidence(text: str, quote: str) -> None:
    place = document(text).propose(quote)
    assert place is None or (type(place) is Span and place.end <= len(text))
    assert not isinstance(place, Evidence)


def test_a_proposal_is_near_what_was_meant() -> None:
    read = document(f"Opening words. {SENTENCE} Closing words.")
    place = read.propose("The Secretary of Commerce shall not release a report within 130 days")
    assert place is not None
    assert "release the report" in read.text[place.start : place.end]


def test_nothing_is_proposed_for_words_that_are_not_there() -> None:
    assert document(SENTENCE).propose("zebras graze quietly beyond the northern fence") is None


def test_pages_must_cover_the_text() -> None:
    with pytest.raises(ValueError, match="do not cover"):
        ExtractedDocument("", "", "text/plain", "abc", (Page(1, Span(0, 2)),))
    with pytest.raises(ValueError, match="leaves a gap"):
        ExtractedDocument("", "", "text/plain", "abc", (Page(1, Span(0, 1)), Page(2, Span(2, 3))))


def test_blocks_stand_in_order_on_their_page() -> None:
    pages = (Page(1, Span(0, 3)), Page(2, Span(3, 6)))
    with pytest.raises(ValueError, match="out of order"):
        ExtractedDocument("", "", "", "abcdef", pages, (Block(BlockKind.PARAGRAPH, Span(2, 5), 1),))
    with pytest.raises(ValueError, match="out of order"):
        blocks = (Block(BlockKind.PARAGRAPH, Span(1, 3), 1), Block(BlockKind.PARAGRAPH, Span(0, 1), 1))
        ExtractedDocument("", "", "", "abcdef", pages, blocks)
    with pytest.raises(ValueError, match="page 3 of 2"):
        ExtractedDocument("", "", "", "abcdef", pages, (Block(BlockKind.PARAGRAPH, Span(5, 6), 3),))


@pytest.mark.parametrize("state", list(ReadingState))
def test_a_state_without_text_has_none(state: ReadingState) -> None:
    if state.has_text:
        with pytest.raises(ValueError, match="0 characters"):
            unread("", "a", "text/plain", state)
        return
    assert unread("", "a", "text/plain", state, "why").flags == ("why",)
    with pytest.raises(ValueError, match="in state"):
        ExtractedDocument("", "", "", "abc", (Page(1, Span(0, 3)),), state=state)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_is_half_open_and_forward(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_evidence_is_as_long_as_its_quote() -> None:
    with pytest.raises(ValueError, match="not as long"):
        Evidence(0, 3, "ab", 1)
    with pytest.raises(ValueError, match="pages count"):
        Evidence(0, 2, "ab", 0)


def test_a_citation_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        document("abc").cite(Span(1, 9))


def test_an_empty_page_does_not_take_the_next_pages_text() -> None:
    pages = (Page(1, Span(0, 0)), Page(2, Span(0, 3)), Page(3, Span(3, 3)))
    read = ExtractedDocument("", "", "", "abc", pages)
    assert read.cite(Span(0, 3)).page == 2


def test_hidden_and_furniture_places_are_told() -> None:
    blocks = (
        Block(BlockKind.HEADER, Span(0, 2), 1),
        Block(BlockKind.PARAGRAPH, Span(2, 4), 1, hidden=True),
        Block(BlockKind.FOOTER, Span(4, 6), 1),
    )
    read = ExtractedDocument("", "", "", "abcdef", (Page(1, Span(0, 6)),), blocks)
    assert read.hidden == (Span(2, 4),)
    assert read.furniture == (Span(0, 2), Span(4, 6))


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=8), st.data())
def test_a_place_is_hidden_when_any_of_its_characters_is(
    parts: list[tuple[int, bool]], data: st.DataObject
) -> None:
    blocks, at = [], 0
    for length, hidden in parts:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + length), 1, hidden=hidden))
        at += length + 1
    text = "x" * at
    document = ExtractedDocument(
        "0" * 64, "a.txt", "text/plain", text, (Page(1, Span(0, at)),), tuple(blocks)
    )
    start = data.draw(st.integers(0, at - 1))
    place = Span(start, data.draw(st.integers(start + 1, at)))
    assert document.hides(place) == any(span.overlaps(place) for span in document.hidden)
