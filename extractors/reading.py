"""The reader that the pipeline uses: sniffs, chooses, keeps foreign bytes away, and says what failed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import TracebackType

from extractors.formats import READERS, SPARE_READERS, refusal
from extractors.sandbox import Crashed, JobFault, Sandbox
from extractors.worker import answer, question
from extractors.worker import read as read_here
from pipeline.documents import ExtractedDocument, unread
from pipeline.media import contradicts, media_type_of, suffix_of
from pipeline.problems import Damaged, NeedsOcr, NeedsPassword, Quarantined, ResourceShort, Unread
from pipeline.settings import Settings

_ENGINES = ("pypdfium2", "pypdf", "lxml", "selectolax", "charset-normalizer", "python-docx")
_LOG = logging.getLogger(__name__)
_JOB = "extractors.worker:read"


@cache
def reader_version() -> str:
    """A fingerprint of our readers' code and of the engines' versions."""
    seen = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        seen.update(path.read_bytes())
    for engine in _ENGINES:
        seen.update(f"{engine} {importlib.metadata.version(engine)}\n".encode())
    return f"readers-{seen.hexdigest()[:12]}"


class SafeReader:
    """Reads any file in a limited child process; fits `pipeline.ports.Reader`. Close it when done."""

    def __init__(self, sandbox: Sandbox, largest_megabytes: int) -> None:
        self.sandbox = sandbox
        self._desk = _Desk(lambda payload: sandbox.call(_JOB, payload), largest_megabytes)

    @property
    def version(self) -> str:
        """Changes whenever the same bytes could give another text."""
        return reader_version()

    def read(self, data: bytes, name: str) -> ExtractedDocument:
        """The document, or its reading state with what, why and remedy as flags. Raises ResourceShort."""
        return self._desk.read(data, name)

    def close(self) -> None:
        """End the reader processes."""
        self.sandbox.close()

    def __enter__(self) -> SafeReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class InProcessReader:
    """The same readers without a child process: for tests and for bytes of our own making only."""

    def __init__(self, largest_megabytes: int = 256) -> None:
        self._desk = _Desk(read_here, largest_megabytes)

    @property
    def version(self) -> str:
        """Changes whenever the same bytes could give another text."""
        return reader_version()

    def read(self, data: bytes, name: str) -> ExtractedDocument:
        """The document, or its reading state with what, why and remedy as flags."""
        return self._desk.read(data, name)


def open_reader(settings: Settings) -> SafeReader:
    """The reader with as many processes and as much time and memory as the settings allow."""
    sandbox = Sandbox(settings.reader_count, settings.read_seconds, settings.read_megabytes)
    return SafeReader(sandbox, settings.largest_megabytes)


class _Desk:
    """What is the same with and without a child process."""

    def __init__(self, call: Callable[[bytes], bytes], largest_megabytes: int) -> None:
        self._call = call
        self._largest = largest_megabytes

    def read(self, data: bytes, name: str) -> ExtractedDocument:
        sha256 = hashlib.sha256(data).hexdigest()
        kind = media_type_of(data, name)
        notes = _mismatch(name, kind)
        try:
            self._check(data)
            document = self._extracted(data, name, kind)
        except Unread as problem:
            return unread(sha256, name, kind, problem.state, *_three_lines(problem), *notes)
        flags = tuple(dict.fromkeys((*document.flags, *notes)))
        return replace(document, sha256=sha256, name=name, media_type=kind, flags=flags)

    def _check(self, data: bytes) -> None:
        if not data:
            raise Damaged("It is empty.", "The file has no bytes.", "Ask the sender to send it again.")
        if len(data) > self._largest * 1024 * 1024:
            raise Quarantined(
                f"It is larger than {self._largest} MB.",
                f"It has {len(data) >> 20} MB.",
                "Split it, or raise the limit and try again.",
            )

    def _extracted(self, data: bytes, name: str, kind: str) -> ExtractedDocument:
        module = READERS.get(kind)
        if module is None:
            raise refusal(kind)
        try:
            return self._answer(question(module, name, data))
        except (NeedsPassword, NeedsOcr):
            raise
        except Unread as problem:
            spare = SPARE_READERS.get(module)
            # what broke a safety limit is not offered to a reader with laxer ones, nor the time spent twice
            if spare is None or (isinstance(problem, Quarantined) and not isinstance(problem, Crashed)):
                raise
            return self._spared(question(spare, name, data), problem)

    def _answer(self, request: bytes) -> ExtractedDocument:
        """What the reader answers; a reader that stumbles over foreign bytes has not read them."""
        try:
            return answer(self._call(request))
        except JobFault as fault:
            _LOG.error("A reader failed.\n%s", fault)
            raise Damaged(
                "Its reader failed on it.",
                str(fault).rstrip().rpartition("\n")[2][:200],
                "Look at the original; the log holds what a programmer needs.",
            ) from fault

    def _spared(self, request: bytes, first: Unread) -> ExtractedDocument:
        """What the spare reader gets; where it fails too, the first reader's words stand."""
        try:
            document = self._answer(request)
        except (NeedsPassword, NeedsOcr, ResourceShort):
            raise
        except Unread:
            raise first from None
        return replace(document, flags=(*document.flags, f"Read by the spare reader: {first.what}"))


def _three_lines(problem: Unread) -> tuple[str, str, str]:
    remedy = problem.remedy or "Look at the original."
    return problem.what, problem.why or "Its reader gave no reason.", remedy


def _mismatch(name: str, kind: str) -> tuple[str, ...]:
    if not contradicts(name, kind):
        return ()
    return (f"Its name ends in {suffix_of(name)}, but it is {kind}.",)
