"""A file of pages cut into files of some of its pages, as they are: nothing is drawn or pressed anew."""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from pipeline.documents import Attachment
from pipeline.problems import Damaged, UnsupportedFormat

PART = "extractors.split:answer"
"""The job, as a sandbox names it."""

PDF, TIFF = "application/pdf", "image/tiff"
_HEAD = struct.Struct(">I")
_MADE = re.compile(rb"<</CreationDate\(D:(\d{14})[^)]*\)/Creator\(PDFium\)")
_MARK = re.compile(rb"/ID\[<([0-9A-F]{32})><([0-9A-F]{32})>\]")
_LONGEST_STEM = 150


def parts(
    data: bytes, media_type: str, starts: Iterable[int], name: str = "scan", password: str = ""
) -> tuple[Attachment, ...]:
    """The document cut before each of these pages (from 2): all its pages, each in one part.

    For PDF and TIFF; the same bytes always give the same parts. Raises UnsupportedFormat, Damaged,
    NeedsPassword; ValueError for a page that is not there.
    """
    return parts_by(lambda _, payload: answer(payload), data, media_type, starts, name, password)


def parts_by(
    call: Callable[[str, bytes], bytes],
    data: bytes,
    media_type: str,
    starts: Iterable[int],
    name: str,
    password: str = "",
) -> tuple[Attachment, ...]:
    """The same, each part made by a job: `call` is a sandbox's."""
    count = int(call(PART, question(data, media_type, 0, 0, password)))
    return tuple(
        Attachment(
            part_name(name, media_type, first, last),
            call(PART, question(data, media_type, first, last, password)),
        )
        for first, last in ranges(starts, count)
    )


def ranges(starts: Iterable[int], count: int) -> list[tuple[int, int]]:
    """First and last page of each part. Raises ValueError for a page that is not there."""
    cuts = sorted(set(starts) | {1})
    if cuts[0] < 1 or cuts[-1] > count:
        raise ValueError(f"a document of {count} pages cannot be cut before {cuts[-1]}")
    return [(first, after - 1) for first, after in zip(cuts, [*cuts[1:], count + 1], strict=True)]


def part_name(name: str, media_type: str, first: int, last: int) -> str:
    """What a part is called: the whole's name without its ending, and the pages."""
    stem = PurePosixPath(name.replace("\\", "/")).stem[:_LONGEST_STEM] or "scan"
    pages = f"page {first}" if first == last else f"pages {first}-{last}"
    return f"{stem} {pages}{'.tif' if media_type == TIFF else '.pdf'}"


def page_count(data: bytes, media_type: str, password: str = "") -> int:
    """How many pages it has. Raises UnsupportedFormat, Damaged, NeedsPassword."""
    if media_type == PDF:
        from extractors.pdf import opened

        document = opened(data, password)
        try:
            return len(document)
        finally:
            document.close()
    if media_type == TIFF:
        from extractors.picture import frame_count

        return frame_count(data)
    raise _uncut(media_type)


def part(data: bytes, media_type: str, first: int, last: int, password: str = "") -> bytes:
    """A file of the pages from `first` to `last`. Raises UnsupportedFormat, Damaged, NeedsPassword."""
    if media_type == PDF:
        return _pdf_part(data, range(first - 1, last), password)
    if media_type == TIFF:
        from extractors.picture import frames_as_tiff

        return frames_as_tiff(data, first, last)
    raise _uncut(media_type)


def question(data: bytes, media_type: str, first: int, last: int, password: str = "") -> bytes:
    """A request for one part, for a child process; the number of pages is asked for as part 0."""
    head = json.dumps([media_type, first, last, password]).encode()
    return _HEAD.pack(len(head)) + head + data


def answer(payload: bytes) -> bytes:
    """Answer a request made by `question`: the part's bytes, or the number of pages in digits."""
    (length,) = _HEAD.unpack_from(payload)
    media_type, first, last, password = json.loads(payload[_HEAD.size : _HEAD.size + length])
    data = payload[_HEAD.size + length :]
    if first == 0:
        return str(page_count(data, media_type, password)).encode()
    return part(data, media_type, first, last, password)


def _pdf_part(data: bytes, pages: Sequence[int], password: str) -> bytes:
    import pypdfium2

    from extractors.pdf import opened

    source, made = opened(data, password), pypdfium2.PdfDocument.new()
    try:
        made.import_pages(source, pages=list(pages))
        out = io.BytesIO()
        made.save(out)
    except pypdfium2.PdfiumError:
        raise Damaged(
            "Its pages cannot be taken apart.", "At least one of them is damaged.", "Look at the original."
        ) from None
    finally:
        made.close()
        source.close()
    return _timeless(out.getvalue(), hashlib.sha256(data).hexdigest()[:32].upper().encode())


def _timeless(made: bytes, mark: bytes) -> bytes:
    """The file without the hour and the random mark that pdfium puts in: made twice, it must be the same."""
    date = _MADE.search(made)
    if date is not None:
        made = made[: date.start(1)] + b"20000101000000" + made[date.end(1) :]
    tail = made.rfind(b"trailer")
    end = _MARK.sub(b"/ID[<%s><%s>]" % (mark, mark), made[tail:])
    return made[:tail] + end


def _uncut(media_type: str) -> UnsupportedFormat:
    return UnsupportedFormat(
        "This kind of file cannot be cut.", f"It is {media_type}, not PDF or TIFF.", "Look at the original."
    )
