"""One small sound file of every kind that a reader takes, all made here and all saying the same."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pptx
from PIL import Image, ImageDraw

from pipeline.media import DOCX, MAIL, PPTX, SUFFIXES, XLSX
from tests.extractors.hostile.hostile_archive import archive
from tests.extractors.hostile.hostile_mail import compound, mail
from tests.extractors.hostile.hostile_office import document, docx, odt, said
from tests.extractors.hostile.ole_parts import outlook_message
from tests.extractors.hostile.pdf_parts import letter

WORDS = "Plain words of a letter"
OPEN = "application/vnd.oasis.opendocument."


def workbook() -> bytes:
    """A workbook of one cell."""
    out, book = io.BytesIO(), openpyxl.Workbook()
    book.worksheets[0]["A1"] = WORDS
    book.save(out)
    return out.getvalue()


def slides() -> bytes:
    """One slide with a title."""
    out, show = io.BytesIO(), pptx.Presentation()
    title = show.slides.add_slide(show.slide_layouts[5]).shapes.title
    assert title is not None
    title.text = WORDS
    show.save(out)
    return out.getvalue()


def open_file(kind: str, body: str) -> bytes:
    """An OpenDocument file of another kind than text."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("table", "table"), ("text", "text"), ("draw", "drawing"), ("office", "office"))
    )
    inner = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype"), f"{OPEN}{kind}")
        made.writestr("content.xml", inner)
    return out.getvalue()


def picture(kind: str) -> bytes:
    """The words drawn on a white page."""
    out, page = io.BytesIO(), Image.new("L", (700, 120), 255)
    ImageDraw.Draw(page).text((20, 30), WORDS, fill=0, font_size=44)
    page.save(out, kind)
    return out.getvalue()


_SHEET = (
    '<office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell '
    f'office:value-type="string"><text:p>{WORDS}</text:p></table:table-cell></table:table-row></table:table>'
    "</office:spreadsheet>"
)
_SLIDE = (
    '<office:presentation><draw:page draw:name="1"><draw:frame><draw:text-box>'
    f"<text:p>{WORDS}</text:p></draw:text-box></draw:frame></draw:page></office:presentation>"
)
_EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260105T100000Z\r\n"
    f"SUMMARY:{WORDS}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

GOOD: dict[str, Callable[[], bytes]] = {
    "text/plain": WORDS.encode,
    "text/markdown": WORDS.encode,
    "text/csv": f"{WORDS},1\n".encode,
    "text/html": f"<!doctype html><p>{WORDS}</p>".encode,
    "application/pdf": lambda: letter({4: _content()}),
    DOCX: lambda: docx(document(said(WORDS))),
    MAIL: lambda: mail(WORDS),
    "application/rtf": f"{{\\rtf1\\ansi {WORDS}\\par}}".encode,
    f"{OPEN}text": lambda: odt(f"<text:p>{WORDS}</text:p>"),
    f"{OPEN}spreadsheet": lambda: open_file("spreadsheet", _SHEET),
    f"{OPEN}presentation": lambda: open_file("presentation", _SLIDE),
    XLSX: workbook,
    PPTX: slides,
    "application/vnd.ms-outlook": lambda: outlook_message(WORDS),
    "application/zip": lambda: archive([(f"{WORDS}.txt", WORDS.encode())]),
    "text/calendar": _EVENT.encode,
    "application/xml": f'<?xml version="1.0"?><bill><section>{WORDS}</section></bill>'.encode,
}
"""Read, they say the words: whole, and without a doubt."""

PICTURES: dict[str, Callable[[], bytes]] = {
    f"image/{kind.lower()}": lambda kind=kind: picture(kind)  # type: ignore[misc]
    for kind in ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")
}
"""Whether their words are read depends on the OCR at hand."""

POOR: dict[str, Callable[[], bytes]] = {
    "application/gzip": lambda: gzip.compress(WORDS.encode()),
    "application/ms-tnef": lambda: b"\x78\x9f\x3e\x22\x01\x00" + bytes(60),
    "application/epub+zip": lambda: archive(
        [("mimetype", b"application/epub+zip"), ("a.xhtml", b"<p>x</p>")]
    ),
    "application/vnd.wordperfect": lambda: b"\xffWPC" + bytes(60),
    "application/msword": lambda: compound(stream="WordDocument"),
    "application/vnd.ms-excel": lambda: compound(stream="Workbook"),
    "application/vnd.ms-powerpoint": lambda: compound(stream="PowerPoint Document"),
}
"""Sound outside and empty within: enough to begin spoiling from. The readers' own tests have whole ones."""

SEEDS = GOOD | PICTURES | POOR


def seed(kind: str) -> bytes:
    """The file of this kind; for a kind without one, words behind nothing that a reader knows."""
    make = SEEDS.get(kind)
    return make() if make else WORDS.encode() * 20


def ending(kind: str) -> str:
    """A file name's ending that fits the kind."""
    plain = {"text/plain": ".txt", "text/markdown": ".md", "text/csv": ".csv", "text/calendar": ".ics"}
    return plain.get(kind) or min(SUFFIXES.get(kind, {".bin"}))


def _content() -> bytes:
    drawn = f"BT /F1 12 Tf 72 700 Td ({WORDS}) Tj ET".encode()
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
