"""Digital PDFs with known words: letters, a long memo, pages of two and three columns."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from reportlab.lib.pagesizes import letter as LETTER  # noqa: N812 - the size's own name is no constant here
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

_WIDTH, _HEIGHT = LETTER
_WORDS = [
    *(
        "the",
        "Administrator",
        "shall",
        "report",
        "to",
        "each",
        "office",
        "on",
        "fees",
        "charged",
        "under",
        "this",
    ),
    *(
        "section",
        "before",
        "end",
        "of",
        "every",
        "fiscal",
        "year",
        "and",
        "may",
        "delegate",
        "authority",
        "for",
    ),
    *("review", "plans", "submitted", "by", "harbor", "pilots", "whose", "licence", "expired", "while", "no"),
    *(
        "decision",
        "was",
        "made",
        "concerning",
        "safety",
        "training",
        "budget",
        "records",
        "inspection",
        "notice",
    ),
    *(
        "hearing",
        "appeal",
        "Secretary",
        "Director",
        "counsel",
        "region",
        "vessel",
        "channel",
        "survey",
        "tide",
    ),
]


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF, its number of pages, and its words in reading order."""

    name: str
    data: bytes
    pages: int
    words: tuple[str, ...]


def material(letters: int = 200) -> list[Made]:
    """The measuring set: many letters of two pages, a memo of a hundred, twenty pages of columns each."""
    some = [_made("letter", 2, 1, seed, running=False) for seed in range(letters)]
    return [*some, *longer()]


def longer() -> list[Made]:
    """The memo and the pages of columns alone."""
    return [
        _made("memo", 100, 1, 9001, running=True),
        _made("two columns", 20, 2, 9002, running=True),
        _made("three columns", 20, 3, 9003, running=True),
    ]


def short() -> list[Made]:
    """A few pages of each kind, and of two columns whose lines are drawn row by row across the gutter.

    Some typesetters draw so; whoever reads in the order of drawing mixes the columns.
    """
    return [
        _made("letter", 2, 1, 9100, running=False),
        _made("memo", 4, 1, 9101, running=True),
        _made("two columns", 2, 2, 9102, running=True),
        _made("three columns", 2, 3, 9103, running=True),
        _made("two columns by rows", 2, 2, 9104, running=False, rows=True),
    ]


def _made(name: str, pages: int, columns: int, seed: int, *, running: bool, rows: bool = False) -> Made:
    chance = random.Random(seed)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=LETTER, pageCompression=1)
    size = 11.0 if columns == 1 else 9.0 if columns == 2 else 8.0
    words: list[str] = []
    for page in range(pages):
        if running:
            canvas.setFont("Times-Roman", 8)
            canvas.drawString(72, _HEIGHT - 30, f"Harbor Agency Register of {name}")
            canvas.drawString(_WIDTH / 2, 24, str(page + 1))
        canvas.setFont("Times-Roman", size)
        places = _lines(chance, columns, size)
        words += [word for _, _, line in places for word in line]
        for x, y, line in sorted(places, key=lambda place: (-place[1], place[0])) if rows else places:
            canvas.drawString(x, y, " ".join(line))
        canvas.showPage()
    canvas.save()
    return Made(name, out.getvalue(), pages, tuple(words))


def _lines(chance: random.Random, columns: int, size: float) -> list[tuple[float, float, list[str]]]:
    """Lines of full width, column by column: left edge, base line, words."""
    gap = 18.0
    width = (_WIDTH - 108 - gap * (columns - 1)) / columns
    found: list[tuple[float, float, list[str]]] = []
    for column in range(columns):
        y = _HEIGHT - 60.0
        while y > 50:
            line: list[str] = []
            while stringWidth(" ".join(line), "Times-Roman", size) < width - 40:
                line.append(chance.choice(_WORDS))
            found.append((54 + column * (width + gap), y, line))
            y -= size * 1.25
    return found
