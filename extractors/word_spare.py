"""Word through python-docx: paragraphs and tables only, for packages that our own reader finds broken."""

from __future__ import annotations

import io
from zipfile import BadZipFile

import docx
from docx.table import Table
from lxml import etree

from extractors.canonical import Builder
from extractors.package import Package
from pipeline.documents import BlockKind, ExtractedDocument
from pipeline.problems import ReadingState, broken


def extract(data: bytes, name: str) -> ExtractedDocument:
    """What python-docx reads; it leaves out notes, text boxes and tracked insertions, so it is partial."""
    Package(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, BadZipFile, etree.LxmlError, AttributeError, TypeError):
        # python-docx meets a broken package with whichever error it stumbles on.
        raise broken("The file is damaged.") from None
    builder = Builder()
    builder.page()
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            rows = (" | ".join(cell.text for cell in row.cells) for row in part.rows)
            builder.add("\n".join(rows), BlockKind.TABLE)
        else:
            builder.add(part.text)
    flags = ("Notes, text boxes and tracked changes were left out: compare with the original.",)
    state = ReadingState.EXTRACTED_PARTIAL if builder.here else ReadingState.FAILED
    return builder.document(state, flags, reader="python-docx")
