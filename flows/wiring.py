"""Where the rooms meet: records, reader and analyzer for one set of settings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument
from pipeline.encoding import from_plain, to_plain
from pipeline.findings import Analysis
from pipeline.ports import Account, Analyzer, Reader, Stamp
from pipeline.settings import Settings

if TYPE_CHECKING:
    from store.records import SqlRecords

ANALYSE = "analysis.worker:analyse"
"""What a limited child runs to analyse; the text of a hostile document stays out of this process' rules."""


class Sandbox(Protocol):
    """Runs a function in a limited child process."""

    def call(self, function: str, payload: bytes) -> bytes:
        """What `module:function` makes of the payload. Raises a Problem where it breaks a limit."""


class SandboxedReader(Reader, Protocol):
    """A reader whose child processes do other work too."""

    @property
    def sandbox(self) -> Sandbox:
        """The children."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that is needed to take a document from its source to its drafts."""

    settings: Settings
    records: SqlRecords
    reader: SandboxedReader
    analyzer: Analyzer


@dataclass(frozen=True, slots=True)
class RemoteAnalyzer:
    """An analyzer that does its work in the reader's children: in parallel, and within their limits."""

    stamp: Stamp
    sandbox: Sandbox
    agency: Agency

    def analyse(self, document: ExtractedDocument) -> Analysis:
        """The findings about one document. Raises what the child's limits raise."""
        payload = {"document": to_plain(document), "agency": to_plain(self.agency)}
        answer = self.sandbox.call(ANALYSE, json.dumps(payload).encode())
        return from_plain(Analysis, json.loads(answer))


@contextmanager
def open_tools(
    settings: Settings, agency: Agency, account: Account | None = None
) -> Iterator[tuple[SandboxedReader, Analyzer]]:
    """Reader and analyzer; what a model costs goes on the account, if there is one."""
    from analysis import choose
    from extractors import open_reader

    reading: AbstractContextManager[SandboxedReader] = open_reader(settings)
    with reading as reader:
        yield reader, _placed(choose(settings, agency, account), reader, agency)


def _placed(analyzer: Analyzer, reader: SandboxedReader, agency: Agency) -> Analyzer:
    """The offline analyzer costs processor time and goes to the children; a model costs waiting and stays."""
    if analyzer.stamp.model is not None:
        return analyzer
    return RemoteAnalyzer(analyzer.stamp, reader.sandbox, agency)


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """The whole desk, closed at the end. Raises Misconfigured where a setting does not fit."""
    from store import open_records

    with (
        open_records(settings) as records,
        open_tools(settings, records.agency(), records) as (reader, analyzer),
    ):
        yield Desk(settings, records, reader, analyzer)
