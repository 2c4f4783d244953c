"""What commands say: data to standard output, everything else to standard error.

Words from documents are foreign: control and direction characters in them never reach the terminal.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.encoding import to_plain
from pipeline.problems import Problem

if TYPE_CHECKING:
    from rich.table import Table

_NEVER_FOLDED = 18
"""Columns of numbers, dates and single words stay on one line; sentences give way."""

_LEAST_WIDTH = 24
"""In columns: sentences in less are one word under the other."""

_GAP = 2

_FORMATTING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@dataclass(slots=True)
class Voice:
    """How loud the commands are. Set once, from the options before everything else."""

    quiet: bool = False
    verbose: bool = False
    debug: bool = False


VOICE = Voice()


def harmless(text: str) -> str:
    """The text without what a terminal would obey: controls become a sign, line ends a space."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "\n\t\r\v\f\u2028\u2029":
        return " "
    if char in _FORMATTING or unicodedata.category(char) in ("Cc", "Cs"):
        return "\ufffd"
    return char


def rich_terminal() -> bool:
    """Whether colours and lines are wanted and can be shown."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """One line of data."""
    print(harmless(text))  # noqa: T201 - printing is this module's work


def note(text: str) -> None:
    """One line about how things go; not said when quiet is asked for."""
    if not VOICE.quiet:
        print(harmless(text), file=sys.stderr)  # noqa: T201 - printing is this module's work


def detail(text: str) -> None:
    """One line that only `-v` shows."""
    if VOICE.verbose:
        note(text)


def warn(text: str) -> None:
    """One line that is said even when quiet is asked for."""
    print(harmless(text), file=sys.stderr)  # noqa: T201 - printing is this module's work


def show_problem(problem: Problem) -> None:
    """A problem in three lines: what, why, what to do."""
    for line in problem.lines:
        warn(line)


def show_json(value: object) -> None:
    """One JSON object or list on standard output."""
    print(json.dumps(to_plain(value), indent=2, ensure_ascii=not _unicode()))  # noqa: T201 - printing is this module's work


def _unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def cell(value: object) -> str:
    """A value as it stands in a table; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        value = value.value
    return harmless(str(value))


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table: ruled on a terminal, else aligned columns with the whole of every cell."""
    cells = [[cell(value) for value in row] for row in rows]
    if rich_terminal():
        _ruled(headings, cells)
    else:
        _aligned(headings, cells)


def entries(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows of a number, what it is about, more cells, and last the words of the source.

    On a terminal each is a block of lines, for sentences need the width; else they are a table.
    """
    cells = [[cell(value) for value in row] for row in rows]
    if not rich_terminal():
        _aligned(headings, cells)
        return
    from rich.console import Console

    console = Console()
    for number, what, *more, words in cells:
        console.print(_line(f"{number:>3}  ", what, "bold"))
        console.print(_line("     ", " · ".join(text for text in more if text), ""))
        console.print(_line("     ", words, "dim"))


def _line(margin: str, text: str, style: str) -> Table:
    """A text that is folded beneath itself, not beneath its margin."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid()
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(margin), Text(text, style=style))
    return grid


def _ruled(headings: Sequence[str], rows: list[list[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    widths = [max(len(line[column]) for line in (headings, *rows)) for column in range(len(headings))]
    needed = sum(min(width, _LEAST_WIDTH if width > _NEVER_FOLDED else width) + _GAP for width in widths)
    if needed > console.width:
        _blocks(headings, rows)
        return
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, width in zip(headings, widths, strict=True):
        least = _LEAST_WIDTH if width > _NEVER_FOLDED else width
        shown.add_column(heading, overflow="fold", no_wrap=width <= _NEVER_FOLDED, min_width=least)
    for row in rows:
        shown.add_row(*(Text(text) for text in row))
    console.print(shown)


def _blocks(headings: Sequence[str], rows: list[list[str]]) -> None:
    """A line for every cell that holds something: what a terminal too narrow for the columns can show."""
    for row in rows:
        for heading, text in zip(headings, row, strict=True):
            if text:
                say(f"{heading}: {text}" if heading else text)
        say("")


def _aligned(headings: Sequence[str], rows: list[list[str]]) -> None:
    lines = [list(headings), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    for line in lines:
        say("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def heading(text: str) -> None:
    """A line that opens a part of what is shown."""
    if rich_terminal():
        from rich.console import Console
        from rich.text import Text

        Console().print(Text(harmless(text), style="bold"))
    else:
        say(text)


def shortened(text: str, longest: int) -> str:
    """The text on one line, cut at a word where it is too long."""
    line = " ".join(harmless(text).split())
    if len(line) <= longest:
        return line
    return f"{line[: longest - 1].rsplit(' ', 1)[0]}…"


def number_of(number: int, one: str, more: str = "") -> str:
    """A count with its noun: "1 action", "3 actions"; `more` where the plural is not the noun with an s."""
    return f"{number} {one if number == 1 else more or one + 's'}"
