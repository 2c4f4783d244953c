import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from extractors.canonical import LINE_BREAK, Builder, Passage, clean, tidy
from pipeline.documents import AnnotationKind, BlockKind, PageSource, Span
from pipeline.problems import ReadingState

ANY_TEXT = st.text(alphabet=st.characters(), max_size=80)


def is_canonical(text: str) -> bool:
    plain = unicodedata.is_normalized("NFC", text)
    controls = any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in text)
    return plain and not controls and "\ufeff" not in text


@given(ANY_TEXT)
def test_clean_text_has_canonical_characters_only(text: str) -> None:
    assert is_canonical(clean(text))
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_tidy_text_has_no_loose_ends(text: str) -> None:
    done = tidy(text)
    assert is_canonical(done)
    assert "\n\n\n" not in done
    assert all(line == line.rstrip() for line in done.split("\n"))


def test_letters_survive() -> None:
    assert clean("e\u0301 § 5\u00a0U.S.C. \uf0b7 x\u00ady\u200b \U000e0041z") == "é § 5 U.S.C. • xy z"
    assert clean("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"
    assert clean("lone \ud800 half") == "lone \ufffd half"


@given(st.lists(st.tuples(ANY_TEXT, st.booleans(), st.booleans()), max_size=12))
def test_whatever_is_added_makes_a_valid_document(parts: list[tuple[str, bool, bool]]) -> None:
    builder = Builder()
    builder.page()
    spans: list[tuple[Span, str]] = []
    for text, turn, hidden in parts:
        if turn:
            builder.page(PageSource.NATIVE, 612, 792)
        span = builder.add(text, hidden=hidden)
        if span:
            spans.append((span, tidy(text).strip()))
    document = builder.document()
    assert len(document.pages) == 1 + sum(turn for _, turn, _ in parts)
    assert document.state.has_text is bool(spans)
    for span, words in spans:
        assert document.text[span.start : span.end] == words


@given(st.lists(st.tuples(ANY_TEXT, st.booleans()), max_size=8))
def test_notes_stand_at_their_words(parts: list[tuple[str, bool]]) -> None:
    passage = Passage()
    for text, noted in parts:
        start = passage.length
        passage.say(text)
        if noted:
            passage.mark(AnnotationKind.INSERTED, start, "")
    builder = Builder()
    builder.add("before")
    span = builder.add(passage)
    document = builder.document()
    assert is_canonical(document.text)
    for note in document.annotations:
        assert note.span.end <= len(document.text)
        assert span is None or note.span.start >= span.start


def test_a_note_covers_exactly_what_was_said_since() -> None:
    passage = Passage()
    passage.say("  The cafe")
    start = passage.length
    passage.say("\u0301 opens")
    passage.mark(AnnotationKind.INSERTED, start, "", "A. Writer", "2025-01-02")
    builder = Builder()
    builder.add("Before.")
    builder.add(passage)
    document = builder.document()
    (note,) = document.annotations
    assert document.text == "Before.\n\nThe café opens"
    assert document.text[note.span.start : note.span.end] == " opens"
    assert (note.author, note.date) == ("A. Writer", "2025-01-02")


def test_a_note_without_words_keeps_its_place() -> None:
    passage = Passage()
    passage.mark(AnnotationKind.DELETED, 0, "gone")
    builder = Builder()
    builder.add("Before.")
    assert builder.add(passage) is None
    (note,) = builder.document().annotations
    assert (note.text, note.span) == ("gone", Span(7, 7))


def test_pages_part_between_blocks_and_empty_pages_are_kept() -> None:
    builder = Builder()
    builder.page()
    builder.add("one")
    builder.page()
    builder.page()
    builder.add("three", gap=LINE_BREAK)
    builder.page()
    document = builder.document()
    assert document.text == "one\nthree"
    assert [(page.span.start, page.span.end) for page in document.pages] == [(0, 4), (4, 4), (4, 9), (9, 9)]
    assert document.cite(Span(4, 9)).page == 3


def test_another_document_is_taken_in_with_its_places() -> None:
    inner = Builder()
    inner.add("Heading", BlockKind.HEADING)
    inner.add("unseen", hidden=True)
    inner.note(AnnotationKind.LINK, Span(0, 7), "https://a.example")
    outer = Builder()
    outer.add("Above")
    outer.take(inner.document())
    document = outer.document()
    assert document.text == "Above\n\nHeading\n\nunseen"
    assert [document.text[span.start : span.end] for span in document.hidden] == ["unseen"]
    assert document.cite(document.annotations[0].span).quote == "Heading"


def test_nothing_said_is_a_visible_failure() -> None:
    document = Builder().document()
    assert document.state is ReadingState.FAILED
    assert document.flags[0] == "It holds no words."


def test_a_wordless_state_is_kept() -> None:
    assert Builder().document(ReadingState.NEEDS_OCR, ("a picture",)).state is ReadingState.NEEDS_OCR
