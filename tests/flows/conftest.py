"""A desk with real records; what its reader and analyzer do, the words of each document order."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows.wiring import Desk
from pipeline.documents import Attachment, Block, BlockKind, ExtractedDocument, Page, Span, unread
from pipeline.findings import (
    ActionFinding,
    Analysis,
    Confidence,
    DocumentFacts,
    Kind,
    Provenance,
)
from pipeline.places import PageView
from pipeline.ports import Stamp
from pipeline.problems import AnalyzerAway, ReadingState
from pipeline.settings import Settings
from store import open_records


class NoSandbox:
    """Where an obedient reader would keep its children, if it had any."""

    def call(self, function: str, payload: bytes) -> bytes:
        raise NotImplementedError(function)


class ObedientReader:
    """Text as it is. `ATTACHED n` in it gives n attachments; `LOCKED` needs a password."""

    version = "obedient-1"
    sandbox = NoSandbox()

    def views(self, data: bytes, document: ExtractedDocument, password: str = "") -> Iterator[PageView]:
        return iter(())

    def read(self, data: bytes, name: str, password: str = "") -> ExtractedDocument:
        text = data.decode()
        sha256 = hashlib.sha256(data).hexdigest()
        if "LOCKED" in text:
            return unread(sha256, name, "text/plain", ReadingState.NEEDS_PASSWORD, "It is locked.")
        whole = Span(0, len(text))
        return ExtractedDocument(
            sha256,
            name,
            "text/plain",
            text,
            (Page(1, whole),),
            (Block(BlockKind.PARAGRAPH, whole, 1),),
            attachments=tuple(_attachments(text)),
        )


def _attachments(text: str) -> Iterator[Attachment]:
    if "ATTACHED" in text:
        count = int(text.split("ATTACHED", 1)[1].split()[0])
        for number in range(count):
            yield Attachment(f"enclosure-{number}.txt", f"Enclosure {number} of {hash(text)}.".encode())


class ObedientAnalyzer:
    """One action per document. `BROKEN` raises, `AWAY` is away, `INTERRUPT` presses Ctrl+C, `MEET` waits."""

    stamp = Stamp("obedient", "1")

    def __init__(self) -> None:
        self.meeting = threading.Barrier(2, timeout=20)

    def analyse(self, document: ExtractedDocument) -> Analysis:
        if "BROKEN" in document.text:
            raise ZeroDivisionError("planted")
        if "AWAY" in document.text:
            raise AnalyzerAway("It does not answer.")
        if "MEET" in document.text:
            self.meeting.wait()
        if "INTERRUPT" in document.text:
            os.kill(os.getpid(), signal.SIGINT)
        evidence = (document.cite(Span(0, len(document.text))),)
        action = ActionFinding("Answer it", "request", evidence, Confidence.HIGH, "it says so")
        facts = DocumentFacts(Kind.OTHER, "text/plain", document.sha256, document.state.value, "full")
        return Analysis(facts, document.text, Provenance("obedient"), actions=(action,))


@pytest.fixture
def conf(settings: Settings) -> Settings:
    return replace(settings, workers=2, settle_seconds=0.05)


@pytest.fixture
def desk(conf: Settings) -> Iterator[Desk]:
    with open_records(conf) as records:
        yield Desk(conf, records, ObedientReader(), ObedientAnalyzer())


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Writes documents of these words into a folder, `0.txt` and on; the folder."""
    folder = tmp_path / "in"
    folder.mkdir()

    def write(*texts: str) -> Path:
        for number, text in enumerate(texts):
            (folder / f"{number}.txt").write_text(text)
        return folder

    return write
