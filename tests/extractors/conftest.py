"""Small documents made on the spot: PDF pages of placed words, Word packages of given parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest

from extractors import InProcessReader
from pipeline.documents import ExtractedDocument

Words = tuple[float, float, str]
"""Left and top in points from the top left corner, and the words; Helvetica 10."""

MakePdf = Callable[..., bytes]
MakeDocx = Callable[..., bytes]
Read = Callable[..., ExtractedDocument]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def pdf(pages: Sequence[Sequence[Words]], *, drawn: Sequence[str] = (), rotate: int = 0) -> bytes:
    """A PDF of letter pages; `drawn` adds raw drawing operators to each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects.append(font)
    kids = []
    for number, words in enumerate(pages):
        stream = "\n".join(
            f"BT /F1 10 Tf 1 0 0 1 {x} {792 - y} Tm ({_escaped(text)}) Tj ET" for x, y, text in words
        )
        stream = f"{stream}\n{drawn[number] if number < len(drawn) else ''}"
        content = stream.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {rotate} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _numbered(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _numbered(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def docx(body: str, *, relations: str = "", document: bytes | None = None, **parts: str | bytes) -> bytes:
    """A Word package. `parts` are further parts of the folder `word`, such as `numbering="<w:…>"`.

    A part is named without its ending; its relation to the document has its own name as kind and id.
    """
    out = io.BytesIO()
    whole = f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>'
    rows = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        office = f'<Relationship Id="d" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        made.writestr(
            "_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{office}</Relationships>'
        )
        made.writestr("word/document.xml", document if document is not None else whole)
        made.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}{relations}</Relationships>',
        )
        for name, part in parts.items():
            made.writestr(f"word/{name}.xml", _rooted(name, part) if isinstance(part, str) else part)
    return out.getvalue()


_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "comments": "comments"}


def _rooted(name: str, inner: str) -> str:
    root = _ROOTS.get(name) or {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)
    return f'<w:{root} xmlns:w="{_W}" xmlns:r="{_R}">{inner}</w:{root}>'


@pytest.fixture
def make_pdf() -> MakePdf:
    """A maker of PDFs."""
    return pdf


@pytest.fixture
def make_docx() -> MakeDocx:
    """A maker of Word packages."""
    return docx


@pytest.fixture
def read() -> Read:
    """Read bytes in this process."""

    def read_bytes(data: bytes, name: str = "a") -> ExtractedDocument:
        return InProcessReader().read(data, name)

    return read_bytes
