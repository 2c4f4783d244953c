"""The job that a sandbox child does for the reader: one file in, one document out, both as bytes."""

from __future__ import annotations

import importlib
import json
import struct
from dataclasses import replace
from typing import Protocol, cast

from extractors.language import language_of
from pipeline.documents import Attachment, ExtractedDocument
from pipeline.encoding import Json, from_plain, to_plain

_HEAD = struct.Struct(">I")


class Extractor(Protocol):
    """The shape of a reader module."""

    MEDIA_TYPES: frozenset[str]

    def extract(self, data: bytes, name: str) -> ExtractedDocument:
        """The document's text and places. Raises Unread where there is no text to be had."""


def extractor(module: str) -> Extractor:
    """The reader module of this name."""
    return cast(Extractor, importlib.import_module(module))


def question(module: str, name: str, data: bytes) -> bytes:
    """A request to read these bytes with this reader module."""
    return _framed({"module": module, "name": name}) + data


def read(payload: bytes) -> bytes:
    """Answer a request made by `question`; `answer` takes it apart."""
    head, at = _unframed(payload)
    assert isinstance(head, dict)
    found = extractor(str(head["module"])).extract(payload[at:], str(head["name"]))
    found = replace(found, language=language_of(found.text))
    names: Json = [{"name": part.name, "length": len(part.data)} for part in found.attachments]
    plain = to_plain(replace(found, attachments=()))
    return _framed({"document": plain, "attachments": names}) + b"".join(a.data for a in found.attachments)


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
