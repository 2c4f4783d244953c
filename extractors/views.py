"""Pages as they are shown to a reviewer: images and word boxes, made in the child that reads."""

from __future__ import annotations

import importlib
import json
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, cast

from extractors.placing import words_on_page
from extractors.shown import Shown, as_file
from pipeline.documents import ExtractedDocument, Span
from pipeline.places import PageView, PageWords

JOB = "extractors.views:draw"
SHOWERS = {"extractors.pdf": "extractors.pdf_show", "extractors.picture": "extractors.picture_show"}
"""Who draws the pages of what a reader module reads; the other formats have no pages to look at."""

_BATCH = 8
"""Pages in one job, so that a long document stays within a child's limits."""

_HEAD = struct.Struct(">I")


class Shower(Protocol):
    """The shape of a module that draws pages."""

    def show(self, data: bytes, numbers: Sequence[int], password: str) -> Iterator[Shown]:
        """The pages of these numbers, counted from 1."""


def views(
    call: Callable[[str, bytes], bytes],
    module: str,
    data: bytes,
    document: ExtractedDocument,
    most: int,
    password: str = "",
) -> Iterator[PageView]:
    """Views of a document's first pages, in batches, each a job for `call`. Raises what the jobs raise."""
    if module not in SHOWERS:
        return
    known = {placed.page for placed in document.words}
    for first in range(1, min(most, len(document.pages)) + 1, _BATCH):
        pages = document.pages[first - 1 : min(most, first - 1 + _BATCH)]
        begin, end = pages[0].span.start, pages[-1].span.end
        head = {
            "module": SHOWERS[module],
            "password": password,
            "offset": begin,
            "text": document.text[begin:end],
            "pages": [[page.number, page.span.start, page.span.end, page.number in known] for page in pages],
        }
        asked = json.dumps(head).encode()
        answer = call(JOB, _HEAD.pack(len(asked)) + asked + data)
        yield from _told(answer, {placed.page: placed for placed in document.words})


def draw(payload: bytes) -> bytes:
    """Answer a request made by `views`."""
    (length,) = _HEAD.unpack_from(payload)
    head = json.loads(payload[_HEAD.size : _HEAD.size + length])
    shower = cast(Shower, importlib.import_module(head["module"]))
    rows: list[object] = []
    images: list[bytes] = []
    wanted = {number: (start, end, known) for number, start, end, known in head["pages"]}
    for shown in shower.show(payload[_HEAD.size + length :], list(wanted), head["password"]):
        kind, image = as_file(shown.image)
        start, end, known = wanted[shown.number]
        words = () if known else _rows(head["text"], head["offset"], start, end, shown)
        size = [shown.image.width, shown.image.height, shown.width, shown.height]
        rows.append([shown.number, kind, len(image), *size, words])
        images.append(image)
    told = json.dumps(rows, separators=(",", ":")).encode()
    return _HEAD.pack(len(told)) + told + b"".join(images)


def _rows(text: str, offset: int, start: int, end: int, shown: Shown) -> tuple[int, ...]:
    """The page's words in compact form; the text is only a part, so places are moved to where it stands."""
    rows = words_on_page(text, Span(start - offset, end - offset), shown.number, shown.marks).rows
    return (rows[0] + offset, *rows[1:]) if rows else ()


def _told(answer: bytes, known: dict[int, PageWords]) -> Iterator[PageView]:
    (length,) = _HEAD.unpack_from(answer)
    at = _HEAD.size + length
    for number, kind, size, wide, high, across, down, rows in json.loads(answer[_HEAD.size : at]):
        words = known.get(number) or PageWords(number, tuple(rows))
        yield PageView(number, kind, answer[at : at + size], wide, high, across, down, words)
        at += size
