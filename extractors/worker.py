"""The job that a sandbox child does for the reader: one file in, one document out, both as bytes."""

from __future__ import annotations

import importlib
import json
import struct
from dataclasses import replace
from typing import Protocol, cast

from extractors.aids import NO_AIDS, Aids, Picture, RecognisedPage
from extractors.bundle import divided
from extractors.language import language_of
from extractors.pagecount import counted
from extractors.placing import words_on_page
from extractors.scanned import marks_of
from pipeline.documents import Attachment, ExtractedDocument
from pipeline.encoding import Json, from_plain, to_plain
from pipeline.problems import Quarantined

_HEAD = struct.Struct(">I")
_MOST_PAGES = 20_000
_MOST_PIECES = 500_000
READ, RENDER = "extractors.worker:read", "extractors.worker:render"
"""The jobs, as a sandbox names them."""


class Extractor(Protocol):
    """The shape of a reader module."""

    MEDIA_TYPES: frozenset[str]

    def extract(self, data: bytes, name: str) -> ExtractedDocument:
        """The document's text and places. Raises Unread where there is no text to be had."""


class AidedExtractor(Extractor, Protocol):
    """The shape of a reader module that can be helped, and that can show its pages."""

    def extract_aided(self, data: bytes, name: str, aids: Aids) -> ExtractedDocument:
        """The same with a password and with recognised pages."""

    def render(self, data: bytes, number: int, password: str) -> Picture:
        """The picture of a page, numbered from 1, for an engine to recognise."""


def extractor(module: str) -> Extractor:
    """The reader module of this name."""
    return cast(Extractor, importlib.import_module(module))


def takes_aids(module: str) -> bool:
    """Whether this reader module can be helped with a password or recognised pages."""
    return hasattr(extractor(module), "extract_aided")


def question(module: str, name: str, data: bytes, aids: Aids = NO_AIDS) -> bytes:
    """A request to read these bytes with this reader module."""
    head: dict[str, Json] = {"module": module, "name": name}
    if aids is not NO_AIDS:
        head["password"] = aids.password
        head["pages"] = {str(number): to_plain(page) for number, page in aids.recognised.items()}
    return _framed(head) + data


def read(payload: bytes) -> bytes:
    """Answer a request made by `question`; `answer` takes it apart."""
    head, at = _unframed(payload)
    assert isinstance(head, dict)
    module, name, data, aids = str(head["module"]), str(head["name"]), payload[at:], _aids(head)
    found = divided(counted(_extracted(module, data, name, aids), data, module), data, name, aids)
    _check(found)
    found = replace(found, language=language_of(found.text))
    names: Json = [{"name": part.name, "length": len(part.data)} for part in found.attachments]
    plain = to_plain(replace(found, attachments=()))
    return _framed({"document": plain, "attachments": names}) + b"".join(a.data for a in found.attachments)


def _aids(head: dict[str, Json]) -> Aids:
    pages = head.get("pages")
    if not isinstance(pages, dict):
        return NO_AIDS
    recognised = {int(number): from_plain(RecognisedPage, page) for number, page in pages.items()}
    return Aids(str(head["password"]), recognised)


def _extracted(module: str, data: bytes, name: str, aids: Aids) -> ExtractedDocument:
    if aids is NO_AIDS or not takes_aids(module):
        return extractor(module).extract(data, name)
    found = cast(AidedExtractor, extractor(module)).extract_aided(data, name, aids)
    words = (
        words_on_page(found.text, found.pages[number - 1].span, number, marks_of(page))
        for number, page in aids.recognised.items()
        if number <= len(found.pages)
    )
    return replace(found, words=tuple(placed for placed in words if placed.rows))


def sight(module: str, data: bytes, number: int, password: str = "") -> bytes:
    """A request for the picture of a page, numbered from 1."""
    return _framed({"module": module, "number": number, "password": password}) + data


def render(payload: bytes) -> bytes:
    """Answer a request made by `sight`; `picture` takes it apart."""
    head, at = _unframed(payload)
    assert isinstance(head, dict) and isinstance(head["number"], int)
    reader = cast(AidedExtractor, extractor(str(head["module"])))
    seen = reader.render(payload[at:], head["number"], str(head["password"]))
    sizes: Json = [seen.width, seen.height, seen.points_width, seen.points_height]
    return _framed(sizes) + seen.gray


def picture(payload: bytes) -> Picture:
    """The picture that `render` answered with."""
    sizes, at = _unframed(payload)
    assert isinstance(sizes, list)
    width, height, across, down = (float(str(size)) for size in sizes)
    return Picture(int(width), int(height), payload[at:], across, down)


def _check(found: ExtractedDocument) -> None:
    """What is told of a document must also fit into the process that asked."""
    pages, pieces = len(found.pages), len(found.blocks) + len(found.annotations)
    if pages > _MOST_PAGES or pieces > _MOST_PIECES:
        raise Quarantined(
            "It holds more than can be taken in.",
            f"It has {pages:,} pages and {pieces:,} paragraphs and notes.",
            "Split the document, or look at the original.",
        )


def answer(payload: bytes) -> ExtractedDocument:
    """The document that `read` answered with. Raises ValueError or TypeError where it is none."""
    head, at = _unframed(payload)
    if not isinstance(head, dict) or not isinstance(head["attachments"], list):
        raise TypeError("not a reader's answer")
    attachments: list[Attachment] = []
    for row in head["attachments"]:
        assert isinstance(row, dict) and isinstance(row["length"], int)
        attachments.append(Attachment(str(row["name"]), payload[at : at + row["length"]]))
        at += row["length"]
    document = from_plain(ExtractedDocument, head["document"])
    return replace(document, attachments=tuple(attachments)) if attachments else document


def _framed(head: Json) -> bytes:
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return _HEAD.pack(len(text)) + text


def _unframed(payload: bytes) -> tuple[Json, int]:
    (length,) = _HEAD.unpack_from(payload)
    end = _HEAD.size + length
    head: Json = json.loads(payload[_HEAD.size : end])
    return head, end
