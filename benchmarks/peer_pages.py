"""Pages with known words: columns, a table and footnotes as PDFs, and scans that hold no text."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib import colors
from reportlab.lib.pagesizes import letter as LETTER  # noqa: N812 - the size's own name is no constant here
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

from benchmarks.peer_material import Deck, Fixture
from benchmarks.reading_material import short

_WIDTH, _HEIGHT = LETTER
_MARGIN, _GUTTER = 60.0, 20.0
_DOTS = 200
_RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
_SHORTEST_CUT = 7
"""Letters a word needs before a typesetter would cut it."""


def digital() -> Iterator[Fixture]:
    """PDFs that hold their text."""
    yield _columns("2 columns", "columns2.pdf", Deck(1), 2)
    yield _columns("3 columns", "columns3.pdf", Deck(2), 3)
    rows = short()[-1]
    yield Fixture("2 columns drawn by rows", "rows.pdf", rows.data, rows.words)
    yield _table(Deck(3))
    yield _footnotes(Deck(4))


def scans() -> Iterator[Fixture]:
    """Pictures of pages at 200 dots an inch, grainy and slightly blurred, as PDFs without text."""
    letter = _columns("letter", "letter.pdf", Deck(5), 1, pages=1)
    yield _scan(letter, "scan", 0.0)
    yield _scan(letter, "scan, skew 2°", 2.0)
    yield _scan(_columns("two", "two.pdf", Deck(6), 2, pages=1), "scan, 2 columns", 0.0)


# --- columns --------------------------------------------------------------------------------------


def _columns(name: str, file: str, deck: Deck, columns: int, pages: int = 2) -> Fixture:
    """A title across the page, columns, a running head, page numbers; long words are cut at line ends."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=LETTER)
    size = {1: 12.0, 2: 10.0, 3: 9.0}[columns]
    head = deck.deal(4)
    running: list[str] = []
    for page in range(pages):
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(_MARGIN, _HEIGHT - 30, " ".join(head))
        canvas.drawCentredString(_WIDTH / 2, 24, str(page + 1))
        title = deck.deal(6)
        canvas.setFont("Times-Bold", 14)
        canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 64, " ".join(title))
        running += title
        canvas.setFont("Times-Roman", size)
        width = (_WIDTH - 2 * _MARGIN - _GUTTER * (columns - 1)) / columns
        for column in range(columns):
            left = _MARGIN + column * (width + _GUTTER)
            running += _column(canvas, deck, (left, _HEIGHT - 100, width), size)
        canvas.showPage()
    canvas.save()
    return Fixture(name, file, out.getvalue(), tuple(running), {"header": head})


def _column(canvas: Canvas, deck: Deck, place: tuple[float, float, float], size: float) -> list[str]:
    """Fill a column from its top to the foot of the page; the words that stand in it."""
    left, y, width = place
    words = list(deck.deal(round((y - 60) / (size * 1.3) * width / (size * 3.9))))
    waiting = list(words)
    while waiting:
        line, waiting = _line(waiting, width, size)
        canvas.drawString(left, y, line)
        y -= size * 1.3
    return words


def _line(words: list[str], width: float, size: float) -> tuple[str, list[str]]:
    """As many words as fit, the last one cut where only its beginning does; and what is left."""
    taken = 0
    while taken < len(words) and _fits(" ".join(words[: taken + 1]), width, size):
        taken += 1
    rest = words[taken:]
    if rest and len(rest[0]) >= _SHORTEST_CUT:
        middle = len(rest[0]) // 2
        cut = " ".join([*words[:taken], rest[0][:middle] + "-"])
        if _fits(cut, width, size):
            return cut, [rest[0][middle:], *rest[1:]]
    return " ".join(words[:taken]), rest


def _fits(text: str, width: float, size: float) -> bool:
    return bool(stringWidth(text, "Times-Roman", size) <= width)


# --- a table, and notes ---------------------------------------------------------------------------


def _table(deck: Deck) -> Fixture:
    """A ruled table between two paragraphs, its cells of several lines; read row by row, cell by cell."""
    style = ParagraphStyle("cell", fontName="Times-Roman", fontSize=10, leading=12)
    before, after = deck.deal(24), deck.deal(24)
    rows = [[deck.deal(count) for count in (1, 9, 2, 6)] for _ in range(8)]
    cells = [[Paragraph(" ".join(words), style) for words in row] for row in rows]
    table = Table(cells, colWidths=[70, 180, 90, 150], style=_RULED)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=LETTER)
    y = _HEIGHT - 72
    for part in (Paragraph(" ".join(before), style), table, Paragraph(" ".join(after), style)):
        _, high = part.wrapOn(canvas, _WIDTH - 2 * _MARGIN, y)
        part.drawOn(canvas, _MARGIN, y - high)
        y -= high + 14
    canvas.save()
    inner = tuple(word for row in rows for words in row for word in words)
    return Fixture("table", "table.pdf", out.getvalue(), (*before, *inner, *after))


def _footnotes(deck: Deck) -> Fixture:
    """Two pages whose running text is marked with raised numbers, the notes in small print below a rule."""
    style = ParagraphStyle("text", fontName="Times-Roman", fontSize=11, leading=14)
    small = ParagraphStyle("note", fontName="Times-Roman", fontSize=8, leading=10)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=LETTER)
    running: list[str] = []
    notes: list[str] = []
    for page in range(2):
        y = _HEIGHT - 80
        for number in (2 * page + 1, 2 * page + 2):
            words, note = deck.deal(70), deck.deal(16)
            marked = [*words[:30], f"{words[30]}<super>{number}</super>", *words[31:]]
            _, high = (text := Paragraph(" ".join(marked), style)).wrapOn(canvas, _WIDTH - 144, y)
            text.drawOn(canvas, 72, y - high)
            y -= high + 14
            said = Paragraph(f"<super>{number}</super> {' '.join(note)}", small)
            said.wrapOn(canvas, _WIDTH - 144, 60)
            said.drawOn(canvas, 72, 96 - 24 * (number % 2 == 0))
            running += words
            notes += note
        canvas.line(72, 122, 200, 122)
        canvas.showPage()
    canvas.save()
    return Fixture("footnotes", "footnotes.pdf", out.getvalue(), tuple(running), {"footnote": tuple(notes)})


# --- scans ----------------------------------------------------------------------------------------


def _scan(printed: Fixture, name: str, degrees: float) -> Fixture:
    document = pypdfium2.PdfDocument(printed.data)
    page = document[0].render(scale=_DOTS / 72, grayscale=True).to_pil()
    document.close()
    turned = page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grain = _grain(turned.size)
    spoiled = ImageChops.multiply(turned.filter(ImageFilter.GaussianBlur(0.6)), grain)
    sheet, picture = io.BytesIO(), io.BytesIO()
    spoiled.save(sheet, "PDF", resolution=_DOTS)
    spoiled.save(picture, "PNG", dpi=(_DOTS, _DOTS))
    file = "".join(letter for letter in name if letter.isalnum()) + ".pdf"
    return Fixture(name, file, sheet.getvalue(), printed.running, printed.beside, image=picture.getvalue())


def _grain(size: tuple[int, int]) -> Image.Image:
    """Light gray paper whose dots differ, the same in every run."""
    state = 12345
    row = bytearray()
    for _ in range(65521):
        state = (state * 1103515245 + 12345) % 2**31
        row.append(215 + (state >> 16) % 40)
    needed = size[0] * size[1]
    return Image.frombytes("L", size, (bytes(row) * (needed // len(row) + 1))[:needed])
