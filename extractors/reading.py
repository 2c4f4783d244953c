"""The reader that the pipeline uses: sniffs, chooses, keeps foreign bytes away, and says what failed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import TracebackType

from extractors import split, worker
from extractors.aids import NO_AIDS, Aids, Picture
from extractors.child import entry_point
from extractors.formats import READERS, SPARE_READERS, refusal
from extractors.ocr import engines
from extractors.ocr.shelf import Shelf
from extractors.recognition import Recognition
from extractors.sandbox import Crashed, JobFault, Sandbox
from extractors.views import views
from pipeline.documents import Attachment, ExtractedDocument, unread
from pipeline.media import contradicts, media_type_of, suffix_of
from pipeline.places import PageView
from pipeline.problems import Damaged, NeedsOcr, NeedsPassword, Quarantined, ResourceShort, Unread, broken
from pipeline.settings import Settings

_ENGINES = (
    *(
        "pypdfium2",
        "pypdf",
        "lxml",
        "selectolax",
        "charset-normalizer",
        "python-docx",
        "openpyxl",
        "python-pptx",
    ),
    *("olefile", "tnefparse", "pillow", "unstructured"),
)
_LOG = logging.getLogger(__name__)
_OCR_MEGABYTES = 3072
"""The models of an engine take a gigabyte of address space before the first page."""


@cache
def reader_version(ocr: str = "") -> str:
    """A fingerprint of our readers' code and of the engines' versions, the OCR engine's among them."""
    seen = hashlib.sha256(ocr.encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        seen.update(path.read_bytes())
    for engine in _ENGINES:
        seen.update(f"{engine} {importlib.metadata.version(engine)}\n".encode())
    return f"readers-{seen.hexdigest()[:12]}"


NO_OCR = Recognition("", lambda entry, payload: b"", Shelf(None, ""), 1, 0, 0.0)
"""Pictures stay pictures."""


class SafeReader:
    """Reads any file in a limited child process; fits `pipeline.ports.Reader`. Close it when done."""

    def __init__(
        self,
        sandbox: Sandbox,
        largest_megabytes: int,
        ocr: Recognition = NO_OCR,
        ocr_room: Sandbox | None = None,
        shown_pages: int = 300,
    ) -> None:
        self.sandbox = sandbox
        self._shown_pages = shown_pages
        self._ocr_room = ocr_room
        self._desk = _Desk(sandbox.call, largest_megabytes, ocr)
        self._version = reader_version(engines.version_of(ocr.engine))

    @property
    def version(self) -> str:
        """Changes whenever the same bytes could give another text."""
        return self._version

    def read(self, data: bytes, name: str, password: str = "") -> ExtractedDocument:
        """The document, or its reading state with what, why and remedy as flags. Raises ResourceShort."""
        return self._desk.read(data, name, password)

    def views(self, data: bytes, document: ExtractedDocument, password: str = "") -> Iterator[PageView]:
        """The first pages to look at; none for a format without pages. Raises a Problem."""
        module = READERS.get(document.media_type, "")
        return views(self.sandbox.call, module, data, document, self._shown_pages, password)

    def parts(
        self, data: bytes, name: str, starts: Iterable[int], password: str = ""
    ) -> tuple[Attachment, ...]:
        """A PDF or TIFF cut before each of these pages (from 2), all its pages in one part or another.

        Raises a Problem; ValueError for a page that is not there.
        """
        return split.parts_by(self.sandbox.call, data, media_type_of(data, name), starts, name, password)

    def close(self) -> None:
        """End the reader processes."""
        self.sandbox.close()
        if self._ocr_room is not None:
            self._ocr_room.close()

    def __enter__(self) -> SafeReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class InProcessReader:
    """The same readers without a child process: for tests and for bytes of our own making only."""

    def __init__(self, largest_megabytes: int = 256) -> None:
        self._desk = _Desk(lambda entry, payload: entry_point(entry)(payload), largest_megabytes, NO_OCR)

    @property
    def version(self) -> str:
        """Changes whenever the same bytes could give another text."""
        return reader_version()

    def read(self, data: bytes, name: str, password: str = "") -> ExtractedDocument:
        """The document, or its reading state with what, why and remedy as flags."""
        return self._desk.read(data, name, password)

    def views(self, data: bytes, document: ExtractedDocument, password: str = "") -> Iterator[PageView]:
        """No pages to look at: this reader is for words."""
        return iter(())


def open_reader(settings: Settings) -> SafeReader:
    """The reader with as many processes and as much time and memory as the settings allow."""
    sandbox = Sandbox(settings.reader_count, settings.read_seconds, settings.read_megabytes)
    engine = engines.chosen(settings.ocr)
    room = Sandbox(settings.reader_count, settings.ocr_seconds, _OCR_MEGABYTES, programs=True)
    shelf = Shelf(settings.home / "cache" / "ocr", engines.fingerprint(engine))
    ocr = Recognition(
        engine, room.call, shelf, settings.reader_count, settings.ocr_pages, settings.ocr_seconds
    )
    return SafeReader(sandbox, settings.largest_megabytes, ocr, room, settings.shown_pages)


class _Desk:
    """What is the same with and without a child process."""

    def __init__(self, call: Callable[[str, bytes], bytes], largest_megabytes: int, ocr: Recognition) -> None:
        self._call = call
        self._largest = largest_megabytes
        self._ocr = ocr

    def read(self, data: bytes, name: str, password: str) -> ExtractedDocument:
        sha256 = hashlib.sha256(data).hexdigest()
        kind = media_type_of(data, name)
        notes = _mismatch(name, kind)
        try:
            self._check(data)
            document = self._extracted(data, name, kind, Aids(password) if password else NO_AIDS)
        except Unread as problem:
            return unread(sha256, name, kind, problem.state, *_three_lines(problem), *notes)
        flags = tuple(dict.fromkeys((*document.flags, *notes)))
        return replace(document, sha256=sha256, name=name, media_type=kind, flags=flags)

    def _check(self, data: bytes) -> None:
        if not data:
            raise broken("It is empty.", "The file has no bytes.")
        if len(data) > self._largest * 1024 * 1024:
            raise Quarantined(
                f"It is larger than {self._largest} MB.",
                f"It has {len(data) >> 20} MB.",
                "Split it, or raise the limit and try again.",
            )

    def _extracted(self, data: bytes, name: str, kind: str, aids: Aids) -> ExtractedDocument:
        module = READERS.get(kind)
        if module is None:
            raise refusal(kind)
        try:
            document = self._answer(worker.question(module, name, data, aids))
            return self._recognised(document, module, name, data, aids)
        except (NeedsPassword, NeedsOcr):
            raise
        except Unread as problem:
            spare = SPARE_READERS.get(module)
            # what broke a safety limit is not offered to a reader with laxer ones, nor the time spent twice
            if spare is None or (isinstance(problem, Quarantined) and not isinstance(problem, Crashed)):
                raise
            return self._spared(worker.question(spare, name, data), problem)

    def _recognised(
        self, document: ExtractedDocument, module: str, name: str, data: bytes, aids: Aids
    ) -> ExtractedDocument:
        """The document read again with what an engine recognised on its pictured pages, if it has any."""

        def picture(number: int) -> Picture:
            asked = worker.sight(module, data, number, aids.password)
            return worker.picture(self._call(worker.RENDER, asked))

        pages = self._ocr.pages(document, picture)
        if not pages:
            return document
        again = self._answer(worker.question(module, name, data, Aids(aids.password, pages)))
        return replace(again, flags=(*again.flags, *self._ocr.left_out(document)))

    def _answer(self, request: bytes) -> ExtractedDocument:
        """What the reader answers; a reader that stumbles over foreign bytes has not read them."""
        try:
            return worker.answer(self._call(worker.READ, request))
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
    why = " ".join(problem.why.split())
    return problem.what, why or "Its reader gave no reason.", remedy


def _mismatch(name: str, kind: str) -> tuple[str, ...]:
    if not contradicts(name, kind):
        return ()
    return (f"Its name ends in {suffix_of(name)}, but it is {kind}.",)
