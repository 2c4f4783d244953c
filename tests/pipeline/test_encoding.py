from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import (
    Annotation,
    AnnotationKind,
    Attachment,
    Block,
    BlockKind,
    ExtractedDocument,
    Page,
    PageSource,
    Span,
)
from pipeline.encoding import Json, from_plain, to_plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Leaf:
    name: str
    when: date | None = None


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    colour: Colour
    size: float
    data: bytes = b""
    at: datetime | None = None
    facts: dict[str, str] = field(default_factory=dict)
    of: str = field(default="", metadata={"json": "class"})


LEAVES = st.builds(Leaf, st.text(), st.none() | st.dates())
TREES = st.builds(
    Tree,
    st.lists(LEAVES).map(tuple),
    st.just(Colour.RED),
    st.floats(allow_nan=False, allow_infinity=False),
    st.binary(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.dictionaries(st.text(), st.text()),
    st.text(),
)


@given(TREES)
def test_what_goes_out_comes_back(tree: Tree) -> None:
    assert from_plain(Tree, to_plain(tree)) == tree


@st.composite
def documents(draw: st.DrawFn) -> ExtractedDocument:
    text = draw(st.text(min_size=1).filter(str.strip))
    cut = draw(st.integers(0, len(text)))
    pages = (
        Page(1, Span(0, cut), draw(st.sampled_from(PageSource)), 0.5, 612, 792.5),
        Page(2, Span(cut, len(text))),
    )
    block = Block(draw(st.sampled_from(BlockKind)), Span(0, cut), 1, 2, draw(st.booleans()))
    note = Annotation(
        draw(st.sampled_from(AnnotationKind)), Span(0, cut), draw(st.text()), "A. Writer", "2025"
    )
    parts = (Attachment(draw(st.text()), draw(st.binary())),)
    return ExtractedDocument(
        "f" * 64, "n", "text/plain", text, pages, (block,), (note,), parts, metadata={"k": draw(st.text())}
    )


@given(documents())
def test_a_document_comes_back_as_it_was(read: ExtractedDocument) -> None:
    assert from_plain(ExtractedDocument, to_plain(read)) == read


def test_a_reserved_word_is_a_name_in_json_only() -> None:
    plain = to_plain(Tree((), Colour.RED, 1.0, of="x"))
    assert isinstance(plain, dict)
    assert plain["class"] == "x"
    assert "of" not in plain


@pytest.mark.parametrize(
    "plain",
    [
        {"leaves": [], "colour": "red", "size": 1, "unknown": 1},
        {"leaves": [], "colour": "blue", "size": 1},
        {"colour": "red", "size": 1},
        {"leaves": [{"name": 3}], "colour": "red", "size": 1},
        {"leaves": [], "colour": "red", "size": "1"},
    ],
)
def test_data_that_does_not_fit_is_refused(plain: Json) -> None:
    with pytest.raises((TypeError, ValueError)):
        from_plain(Tree, plain)


def test_what_has_no_json_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON for object"):
        to_plain(object())
