"""One file and what is attached to it, without records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.offline import OfflineAnalyzer
from flows.single import analyse_bytes, too_large
from flows.wiring import Desk
from pipeline.containment import DEEPEST, MOST_CHILDREN
from pipeline.documents import Attachment, ExtractedDocument, Page, Span
from pipeline.findings import Analysis
from pipeline.places import PageView
from pipeline.problems import AnalyzerAway, Quarantined
from store.seed import agency


def test_attachments_are_children(desk: Desk) -> None:
    found = analyse_bytes(desk.reader, desk.analyzer, b"Letter. ATTACHED 2 enclosures", "letter.txt")
    assert len(found.actions) == 1
    assert [child.text.split(" of ")[0] for child in found.children] == ["Enclosure 0", "Enclosure 1"]
    assert desk.records.counts().documents == 0


def test_what_cannot_be_read_says_why_and_has_no_text(desk: Desk) -> None:
    found = analyse_bytes(desk.reader, desk.analyzer, b"LOCKED", "letter.txt")
    assert (found.document.state, found.document.coverage, found.text) == (
        "needs_password",
        "none(unreadable)",
        "",
    )
    assert found.document.flags == ("It is locked.",)
    assert found.document.sha256 == hashlib.sha256(b"LOCKED").hexdigest()


def test_an_analyzer_that_is_away_is_let_out(desk: Desk) -> None:
    with pytest.raises(AnalyzerAway):
        analyse_bytes(desk.reader, desk.analyzer, b"AWAY", "letter.txt")


def test_a_file_over_the_limit_is_fingerprinted_and_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"words " * 100)
    found = too_large(path, 10)
    assert found.document.state == "quarantined"
    assert found.document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "600 bytes" in found.document.flags[0]


class _Nested:
    """A reader of a document that holds `width` documents like itself, for ever."""

    version = "nested"

    def __init__(self, width: int) -> None:
        self.width = width
        self.readings = 0

    def views(self, data: bytes, document: ExtractedDocument, password: str = "") -> Iterator[PageView]:
        return iter(())

    def read(self, data: bytes, name: str, password: str = "") -> ExtractedDocument:
        self.readings += 1
        inside = tuple(Attachment(f"{name}.{number}", data) for number in range(self.width))
        text = "Words."
        return ExtractedDocument(
            "0" * 64, name, "text/plain", text, (Page(1, Span(0, 6)),), attachments=inside
        )


def _depth(analysis: Analysis) -> int:
    return 1 + max((_depth(child) for child in analysis.children), default=-1)


def test_a_document_inside_itself_ends_and_says_so() -> None:
    found = analyse_bytes(_Nested(1), OfflineAnalyzer(agency()), b"x", "doll")
    assert _depth(found) == DEEPEST
    while found.children:
        (found,) = found.children
    assert found.document.flags[-1] == (
        "1 attachment was not taken in, nested too deep: look at the original."
    )
    assert (found.document.state, found.document.coverage) == ("extracted_partial", "partial(left out)")


def test_a_document_full_of_documents_ends_and_says_so() -> None:
    reader = _Nested(40)
    found = analyse_bytes(reader, OfflineAnalyzer(agency()), b"x", "full")
    assert reader.readings == MOST_CHILDREN + 1
    flags = [flag for child in _all(found) for flag in child.document.flags]
    assert any("too many" in flag for flag in flags)


def _all(analysis: Analysis) -> list[Analysis]:
    return [analysis, *(part for child in analysis.children for part in _all(child))]


class _Refusing:
    def __init__(self, desk: Desk) -> None:
        self.stamp = desk.analyzer.stamp

    def analyse(self, document: ExtractedDocument) -> Analysis:
        raise Quarantined("It took too long.", "The process was stopped.")


def test_an_analysis_that_broke_a_limit_is_told_as_a_state(desk: Desk) -> None:
    found = analyse_bytes(desk.reader, _Refusing(desk), b"Words.", "letter.txt")
    assert found.document.state == "quarantined"
    assert found.document.flags == ("It took too long.", "The process was stopped.")
