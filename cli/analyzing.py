"""`analyze`: one document to the terminal, nothing stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.session import settings
from pipeline.encoding import Json, to_plain
from pipeline.findings import SCHEMA, Analysis
from pipeline.problems import NotFound, ReadingState
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.agency import Agency
    from pipeline.documents import Evidence, ExtractedDocument
    from pipeline.places import PageView
    from pipeline.ports import Analyzer, Reader


class Choice(StrEnum):
    """Which analyzer to ask."""

    OFFLINE = "offline"
    MODEL = "model"


def analyze(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document, or - for standard input.")],
    analyzer: Annotated[
        Choice | None, typer.Option(help="Which analyzer; by default as the settings say.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Analyse a document and store nothing.

    With --json always one object (schema chancery.analysis/1), also where the file cannot be read;
    the exit code is then 3.
    """
    conf = settings()
    if analyzer is not None:
        conf = replace(conf, analyzer=analyzer.value)
    with tools(conf) as (reader, chosen):
        seeing = Seeing(reader)
        found = analysed(conf, seeing, chosen, file)
    if as_json:
        from cli.printing import show_json

        show_json(plain(found))
    else:
        from cli.analysis_view import show_analysis

        show_analysis(found, seeing.hidden)
    if not ReadingState(found.document.state).has_text:
        raise typer.Exit(Exit.SET_ASIDE)


class Seeing:
    """A reader that remembers the passages which were not meant to be seen, by fingerprint."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.hidden: dict[str, tuple[Evidence, ...]] = {}

    @property
    def version(self) -> str:
        """That of the reader behind it."""
        return self._reader.version

    def read(self, data: bytes, name: str, password: str = "") -> ExtractedDocument:
        """As the reader behind it."""
        document = self._reader.read(data, name, password)
        self.hidden[document.sha256] = document.hidden_passages()
        return document

    def views(self, data: bytes, document: ExtractedDocument, password: str = "") -> Iterator[PageView]:
        """As the reader behind it."""
        yield from self._reader.views(data, document, password)


@contextmanager
def tools(conf: Settings) -> Iterator[tuple[Reader, Analyzer]]:
    """Reader and analyzer for the agency on the record, if there is one; no record is made for it."""
    from flows.wiring import open_tools

    with open_tools(conf, _agency(conf)) as opened:
        yield opened


def _agency(conf: Settings) -> Agency:
    """The agency on the record, or the one that records start with."""
    if not conf.database_url and not (conf.home / "records.db").exists():
        from store.seed import agency

        return agency()
    from store import open_records

    with open_records(conf) as records:
        return records.agency()


def analysed(conf: Settings, reader: Reader, analyzer: Analyzer, file: str) -> Analysis:
    """The analysis of a file by its name, `-` for standard input. Raises NotFound.

    What has no size, such as a pipe, is read to a byte beyond the limit, which the reader then refuses.
    """
    from flows.single import analyse_bytes, too_large
    from intake.files import MEGABYTE, written

    limit = conf.largest_megabytes * MEGABYTE
    if file == "-":
        return analyse_bytes(reader, analyzer, sys.stdin.buffer.read(limit + 1), "standard input")
    path = Path(file)
    name = written(Path(path.name))
    try:
        if path.is_file() and path.stat().st_size > limit:
            return too_large(path, limit)
        with path.open("rb") as opened:
            data = opened.read(limit + 1)
    except (OSError, ValueError) as error:
        raise _no_such(file, error) from None
    return analyse_bytes(reader, analyzer, data, name)


def _no_such(file: str, error: OSError | ValueError) -> NotFound:
    why = getattr(error, "strerror", None) or str(error)
    return NotFound(f"There is no file {file} to read.", f"{why}.", "Name a file, or - for standard input.")


def plain(analysis: Analysis) -> dict[str, Json]:
    """The public object of an analysis, its children as the same kind of object."""
    values = to_plain(replace(analysis, children=()))
    assert isinstance(values, dict)
    return {"schema": SCHEMA} | values | {"children": [plain(child) for child in analysis.children]}
