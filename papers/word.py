"""Letters as DOCX: real headings and paragraphs, so that offices can work on in their own program."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt

from papers import Letter, printable, written

_FACE = "Times New Roman"


def letter(paper: Letter) -> bytes:
    """The letter as a file."""
    document = Document()
    _set_up(document, paper)
    _head(document, paper)
    for text in (written(paper.day), paper.refer):
        line = document.add_paragraph(text)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.space_after = Pt(0)
    _block(document, paper.block)
    subject = document.add_heading(level=1).add_run(printable(f"Subject: {paper.subject}"))
    subject.font.name = _FACE
    for paragraph in paper.body:
        added = document.add_paragraph(printable(paragraph))
    # the signature never stands alone on a page
    added.paragraph_format.keep_with_next = True
    document.add_paragraph("Sincerely,").paragraph_format.keep_with_next = True
    _block(document, paper.signature, before=36)
    for block in paper.below:
        _block(document, block, before=18)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_up(document: Any, paper: Letter) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FACE, Pt(12)
    normal.paragraph_format.space_after = Pt(10)
    normal.paragraph_format.widow_control = True
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.bold = _FACE, Pt(12), True
    heading.font.color.rgb = None
    heading.paragraph_format.space_after = Pt(6)
    facts = document.core_properties
    facts.title, facts.author = printable(paper.subject)[:250], printable(paper.agency)[:250]
    facts.comments, facts.created = "", datetime.now(UTC)
    _running(section, paper)


def _running(section: Any, paper: Letter) -> None:
    """The head of the second page and those after it: whose letter it is, of which day, the page."""
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.add_run(printable(f"{paper.running} · Page "))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)
    if paper.mark:
        _centred(section.first_page_header.paragraphs[0], paper.mark)
        _centred(section.header.add_paragraph(), paper.mark)


def _head(document: Any, paper: Letter) -> None:
    """The letterhead, with a line below it."""
    head = document.add_paragraph()
    _centred(head, paper.agency).font.size = Pt(14)
    edges, below = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "595959")):
        below.set(qn(f"w:{name}"), value)
    edges.append(below)
    head._p.get_or_add_pPr().append(edges)


def _centred(paragraph: Any, text: str) -> Any:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(printable(text))
    run.bold = True
    return run


def _block(document: Any, lines: tuple[str, ...], before: int = 12) -> None:
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph(printable(line))
        paragraph.paragraph_format.space_before = Pt(before if number == 0 else 0)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = number < len(lines) - 1
