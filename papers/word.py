"""Letters as DOCX: real headings and paragraphs, so that offices can work on in their own program."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Inches, Pt

from papers import Letter, name_of, printable, written

_FACE = "Times New Roman"


def letter(paper: Letter) -> bytes:
    """The letter as a file."""
    document = Document()
    _set_up(document, paper)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(printable(paper.agency))
    run.bold, run.font.size = True, Pt(14)
    for text in (written(paper.day), f"In answer please give: {paper.number}"):
        line = document.add_paragraph(text)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.space_after = Pt(0)
    _block(document, addressed(paper))
    subject = document.add_heading(level=1).add_run(printable(f"Subject: {paper.subject}"))
    subject.font.name = _FACE
    for paragraph in filter(None, (paper.greeting, *paper.paragraphs)):
        document.add_paragraph(printable(paragraph))
    document.add_paragraph("Sincerely,")
    _block(document, (paper.signed_by or "(not signed yet)",), before=36)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def addressed(paper: Letter) -> tuple[str, ...]:
    """The lines of the address."""
    return tuple(
        line.strip()
        for line in (name_of(paper.addressee), paper.organization, *paper.address.splitlines())
        if line.strip()
    )


def _set_up(document: Any, paper: Letter) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FACE, Pt(12)
    normal.paragraph_format.space_after = Pt(10)
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.bold = _FACE, Pt(12), True
    heading.font.color.rgb = None
    heading.paragraph_format.space_after = Pt(6)
    facts = document.core_properties
    facts.title, facts.author = printable(paper.subject)[:250], printable(paper.agency)[:250]
    facts.comments, facts.created = "", datetime.now(UTC)


def _block(document: Any, lines: tuple[str, ...], before: int = 12) -> None:
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph(printable(line))
        paragraph.paragraph_format.space_before = Pt(before if number == 0 else 0)
        paragraph.paragraph_format.space_after = Pt(0)
