"""The daily digest: what one person must know today of their suspenses, as plain text and as simple HTML.

Mail leaves the house: of guarded work it names the number and the day, never what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape

OPEN_CLASSIFICATION = "Unclassified"
OPEN_VISIBILITIES = ("Public", "Internal")
LONGEST_SUBJECT = 160
SHOWN = 40
"""Lines under one heading; the pages have the others."""

HEADINGS = (
    ("brought", "Brought before you"),
    ("decide", "Waits for your decision"),
    ("overdue", "Overdue"),
    ("week", "Due within seven days"),
    ("reviews", "Reviews that are overdue"),
    ("led", "Actions that you lead"),
)
AGAIN = "This may reach you twice: the machine stopped while it was being sent the first time."


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a digest. `subject` is None where the work is guarded; `note` says why it stands here.

    `path` is the page that shows it, where that is not the page of an action.
    """

    number: str
    subject: str | None
    due: date | None
    note: str = ""
    item: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person gets on one day; `more` counts lines beyond those under a heading."""

    name: str
    day: date
    brought: tuple[Line, ...] = ()
    decide: tuple[Line, ...] = ()
    overdue: tuple[Line, ...] = ()
    week: tuple[Line, ...] = ()
    led: tuple[Line, ...] = ()
    reviews: tuple[Line, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The headings that have lines."""
        found = ((label, getattr(self, name)) for name, label in HEADINGS)
        return tuple((label, lines) for label, lines in found if lines)

    @property
    def lines(self) -> int:
        """How many lines it has; nothing is sent without any."""
        return sum(len(lines) for _, lines in self.parts)


def is_guarded(classification: str, visibility: str) -> bool:
    """Whether the words of such work stay out of mail and of calendars that others' servers keep."""
    return classification != OPEN_CLASSIFICATION or visibility not in OPEN_VISIBILITIES


def subject_of(digest: Digest) -> str:
    """The mail's subject: counts alone."""
    counts = [
        f"{len(lines)} {word}"
        for lines, word in (
            (digest.overdue, "overdue"),
            (digest.week, "due this week"),
            (digest.decide, "to decide"),
            (digest.brought, "brought before you"),
            (digest.reviews, "to review again"),
        )
        if lines
    ]
    return f"Your suspenses, {day_words(digest.day)}: {', '.join(counts) or 'actions that you lead'}"


def text_of(digest: Digest, pages: str = "", *, again: bool = False) -> str:
    """The digest as plain text; `pages` is the address of the pages, empty for no links."""
    out = [f"{digest.name}, {day_words(digest.day)}", ""]
    out += [AGAIN, ""] if again else []
    for label, lines in digest.parts:
        out += [f"{label} ({len(lines)})", "-" * (len(label) + len(str(len(lines))) + 3)]
        for line in lines[:SHOWN]:
            out.append(f"* {' · '.join(_said(line, digest.day))}")
            if pages:
                out.append(f"  {link(line, pages)}")
        out += [_more(len(lines)), ""] if len(lines) > SHOWN else [""]
    out += _foot(pages)
    return "\n".join(out) + "\n"


def html_of(digest: Digest, pages: str = "", *, again: bool = False) -> str:
    """The digest as a page without styles, images or scripts: it reads in every mail program."""
    out = [f"<p>{escape(digest.name)}, {day_words(digest.day)}</p>"]
    out += [f"<p>{AGAIN}</p>"] if again else []
    for label, lines in digest.parts:
        out.append(f"<h2>{label} ({len(lines)})</h2><ul>")
        for line in lines[:SHOWN]:
            said = [escape(words) for words in _said(line, digest.day)]
            if pages:
                said[0] = f'<a href="{escape(link(line, pages))}">{said[0]}</a>'
            out.append(f"<li>{' · '.join(said)}</li>")
        out.append("</ul>" + (f"<p>{_more(len(lines))}</p>" if len(lines) > SHOWN else ""))
    out += [f"<p>{escape(words)}</p>" for words in _foot(pages)]
    return f'<!doctype html><html lang="en"><body>{"".join(out)}</body></html>'


def link(line: Line, pages: str) -> str:
    """Where the pages show it."""
    if line.path:
        return f"{pages.rstrip('/')}{line.path}"
    where = f"{pages.rstrip('/')}/actions/{line.number}"
    return f"{where}?item={line.item}#pane" if line.item else where


def day_words(day: date) -> str:
    """A day in words."""
    return f"{day.day} {day:%B %Y}"


def _said(line: Line, today: date) -> list[str]:
    subject = "its subject is not sent by mail" if line.subject is None else _short(line.subject)
    return [word for word in (line.number, subject, _due(line.due, today), line.note) if word]


def _short(subject: str) -> str:
    words = " ".join(subject.split())
    return words if len(words) <= LONGEST_SUBJECT else f"{words[: LONGEST_SUBJECT - 1]}…"


def _due(due: date | None, today: date) -> str:
    if due is None:
        return ""
    days = (due - today).days
    if days == 0:
        return "due today"
    told = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"due {day_words(due)}, {told} ago" if days < 0 else f"due {day_words(due)}, in {told}"


def _more(count: int) -> str:
    return f"and {count - SHOWN} more on the pages."


def _foot(pages: str) -> Iterable[str]:
    yield "You get this once a day while something of yours is open, late or waits for your word."
    if pages:
        yield f"Your items: {pages.rstrip('/')}/items"
