"""One file and what is attached to it, analysed without storing anything."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from pipeline.containment import Family, shortened
from pipeline.documents import ExtractedDocument, unread
from pipeline.findings import Analysis, DocumentFacts, Kind, Provenance
from pipeline.media import media_type_of
from pipeline.ports import Analyzer, Reader
from pipeline.problems import Problem, ReadingState, Unread
from pipeline.stopping import check

_HEAD = 65536


def analyse_bytes(reader: Reader, analyzer: Analyzer, data: bytes, name: str) -> Analysis:
    """The findings about a file, its attachments' as children. One that cannot be read says why in its flags.

    Raises ResourceShort or AnalyzerAway where the machine or the model, not the file, is at fault.
    """
    return _Walk(reader, analyzer).analysed(data, name, depth=0)


class _Walk:
    """Counts over the whole tree, so that a document full of documents comes to an end."""

    def __init__(self, reader: Reader, analyzer: Analyzer) -> None:
        self.reader = reader
        self.analyzer = analyzer
        self.family = Family()

    def analysed(self, data: bytes, name: str, depth: int) -> Analysis:
        read = self.reader.read(data, name)
        here = replace(self.family, depth=depth)
        taken = read.attachments[: here.room(len(part.data) for part in read.attachments)]
        for part in taken:
            self.family = self.family.grown(len(part.data))
        check()
        own = self._own(shortened(read, len(taken), here.is_deepest))
        children = tuple(self.analysed(part.data, part.name, depth + 1) for part in taken)
        return replace(own, children=children)

    def _own(self, read: ExtractedDocument) -> Analysis:
        if not read.state.has_text:
            return not_analysed(read)
        try:
            return self.analyzer.analyse(read)
        except Problem as problem:
            if problem.retryable:
                raise
            state = problem.state if isinstance(problem, Unread) else ReadingState.FAILED
            return not_analysed(replace(_without_text(read, state), flags=(*read.flags, *problem.lines)))


def _without_text(read: ExtractedDocument, state: ReadingState) -> ExtractedDocument:
    return unread(read.sha256, read.name, read.media_type, state)


def not_analysed(read: ExtractedDocument) -> Analysis:
    """What can be said of a document without text: its state, and why."""
    why = "ocr" if read.state is ReadingState.NEEDS_OCR else "unreadable"
    facts = DocumentFacts(
        Kind.OTHER, read.media_type, read.sha256, read.state.value, f"none({why})", flags=read.flags
    )
    return Analysis(facts, "", Provenance("none"))


def too_large(path: Path, limit: int) -> Analysis:
    """What can be said of a file that is over the limit in bytes: it is fingerprinted, not opened."""
    with path.open("rb") as file:
        kind = media_type_of(file.read(_HEAD), path.name)
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    flag = f"The file has {path.stat().st_size} bytes; at most {limit} are read."
    return not_analysed(unread(sha256, path.name, kind, ReadingState.QUARANTINED, flag))
