"""Letters and control sheets as PDF, with the font inside, so that they look the same everywhere."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import letter as us_letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    HRFlowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from papers import Letter, Sheet, printable, written
from pipeline.problems import IllegalMove

_FOLDERS = (Path("/usr/share/fonts/truetype"), Path("/usr/share/fonts"), Path("/Library/Fonts"))
_FACES = (
    ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
)
_SPARE = ("Vera.ttf", "VeraBd.ttf")
"""Comes with the library; it has the letters of western Europe."""

_GREY = HexColor("#595959")


@cache
def faces() -> tuple[str, str]:
    """The names of the plain and the bold face, made known to the library once."""
    for folder in _FOLDERS:
        for plain, bold in _FACES:
            if (folder / plain).is_file() and (folder / bold).is_file():
                return _known(str(folder / plain), str(folder / bold))
    return _known(*_SPARE)


def _known(plain: str, bold: str) -> tuple[str, str]:
    pdfmetrics.registerFont(TTFont("Letter", plain))
    pdfmetrics.registerFont(TTFont("Letter-Bold", bold))
    pdfmetrics.registerFontFamily("Letter", normal="Letter", bold="Letter-Bold", italic="Letter",
                                  boldItalic="Letter-Bold")  # fmt: skip
    return "Letter", "Letter-Bold"


def letter(paper: Letter) -> bytes:
    """The letter as a file. Raises IllegalMove for characters that no font at hand can show."""
    plain, bold = faces()
    body = ParagraphStyle("body", fontName=plain, fontSize=11, leading=15, spaceAfter=9,
                          allowWidows=0, allowOrphans=0)  # fmt: skip
    close = ParagraphStyle("close", parent=body, spaceAfter=0)
    right = ParagraphStyle("right", parent=close, alignment=TA_RIGHT)
    head = ParagraphStyle("head", parent=body, fontName=bold, fontSize=14, leading=18, alignment=TA_CENTER)
    strong = ParagraphStyle("strong", parent=body, fontName=bold)
    story: list[Any] = [words(paper.agency, head), _rule(), Spacer(1, 10)]
    story += [words(written(paper.day), right), words(paper.refer, right), Spacer(1, 14)]
    story += [words(line, close) for line in paper.block]
    story += [Spacer(1, 14), words(f"Subject: {paper.subject}", strong)]
    said = [words(one, body) for one in paper.body]
    # the signature never stands alone on a page
    story += [*said[:-1], KeepTogether([*said[-1:], words("Sincerely,", body), Spacer(1, 34),
                                        *(words(line, close) for line in paper.signature)])]  # fmt: skip
    for block in paper.below:
        story.append(KeepTogether([Spacer(1, 18), *(words(line, close) for line in block)]))
    return built(story, paper.subject, paper.agency, _Running(paper.running, paper.mark))


def sheet(paper: Sheet) -> bytes:
    """The control sheet as a file. Raises IllegalMove for characters that no font at hand can show."""
    plain, bold = faces()
    body = ParagraphStyle("body", fontName=plain, fontSize=9.5, leading=13)
    small = ParagraphStyle("small", parent=body, fontSize=7.5, textColor=_GREY, spaceBefore=14)
    strong = ParagraphStyle("strong", parent=body, fontName=bold)
    head = ParagraphStyle("head", parent=strong, fontSize=14, leading=18, spaceAfter=2)
    part = ParagraphStyle("part", parent=strong, fontSize=11, leading=15, spaceBefore=14, spaceAfter=4)
    story: list[Any] = [words(paper.agency, body), words(paper.title, head), _rule(), Spacer(1, 6)]
    story += [_table(paper.facts, body, strong), words("Concurrences", part)]
    asked = [(office, said, "") for office, said in paper.concurrences]
    pen = [("Office", "Its word", "Initials and date"), *asked, (f"For signature: {paper.signer}", "", "")]
    story += [_table(tuple(pen), body, strong)]
    story += [] if asked else [words("No office was asked.", body)]
    story += [words("Tabs", part)]
    story += [_table(paper.tabs, body, strong) if paper.tabs else words("The package has no tabs.", body)]
    story += [words(paper.foot, small)] if paper.foot else []
    return built(story, paper.title, paper.agency, _Running(paper.title))


def words(text: str, style: ParagraphStyle) -> Paragraph:
    """Words as words, whatever markup they look like. Raises IllegalMove for characters no font can show."""
    clean = printable(text)
    face = pdfmetrics.getFont(style.fontName).face
    missing = sorted({one for one in clean if not one.isspace() and ord(one) not in face.charToGlyph})
    if missing:
        raise IllegalMove(
            f"The PDF cannot show {' '.join(missing[:5])}.",
            "No font on this machine has these letters.",
            "Take the DOCX, or install the DejaVu fonts.",
        )
    # the library reads markup; what was written is words
    return Paragraph(escape(clean).replace("\n", "<br/>"), style)


def _rule() -> HRFlowable:
    return HRFlowable(width="100%", thickness=0.8, color=_GREY)


def _table(rows: tuple[tuple[str, ...], ...], body: ParagraphStyle, strong: ParagraphStyle) -> Table:
    cells = [[words(row[0], strong), *(words(value, body) for value in row[1:])] for row in rows]
    look = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, _GREY),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    rest = 6.5 * inch - 1.7 * inch - 12
    wide = [rest] if len(rows[0]) == 2 else [rest - 1.9 * inch, 1.9 * inch]
    return Table(cells, colWidths=[1.7 * inch, *wide], style=look)


@dataclass(frozen=True, slots=True)
class _Running:
    """What stands at the head of the second page and those after it, and a mark over every page."""

    words: str = ""
    mark: str = ""


def built(story: list[Any], title: str, author: str, running: _Running = _Running()) -> bytes:
    """The file of these parts, one below the other, on numbered pages."""
    kept = io.BytesIO()
    document = SimpleDocTemplate(
        kept, pagesize=us_letter, title=printable(title), author=printable(author), lang="en-US",
        leftMargin=inch, rightMargin=inch, topMargin=inch, bottomMargin=inch,
    )  # fmt: skip

    def first(canvas: Any, _: Any) -> None:
        if running.mark:
            canvas.setFont(faces()[1], 9)
            canvas.drawCentredString(us_letter[0] / 2, us_letter[1] - 0.45 * inch, running.mark)

    def later(canvas: Any, document: Any) -> None:
        first(canvas, document)
        canvas.setFont(faces()[0], 9)
        if running.words:
            said = f"{_short(printable(running.words))} · Page {document.page}"
            canvas.drawString(inch + 6, us_letter[1] - 0.7 * inch, said)
        else:
            canvas.drawCentredString(us_letter[0] / 2, 0.6 * inch, str(document.page))

    document.build(story, onFirstPage=first, onLaterPages=later)
    return kept.getvalue()


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
