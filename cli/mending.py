"""`unlock`, `split`: what a person alone can do for a document that was set aside."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson, Ref
from cli.printing import note
from cli.session import actor, control_number, settings
from pipeline.problems import NeedsPassword, NotFound

if TYPE_CHECKING:
    from flows.wiring import Desk
    from store.records import SqlRecords

_LONGEST = 4096
"""Bytes of a password that are read from standard input."""


def unlock(
    ref: Ref,
    from_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input, one line.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read a locked document with its password, and process it.

    The password is asked for without being shown. It is neither stored nor logged.
    """
    from cli.processing import process_and_tell
    from flows.wiring import open_desk
    from pipeline import stages

    with open_desk(settings()) as desk:
        number = control_number(desk.records, ref)
        stages.unlock(desk.records, desk.reader, number, _password(number, from_stdin), actor())
        code = process_and_tell(desk, [number], as_json)
    raise typer.Exit(code)


def _password(number: str, from_stdin: bool) -> str:
    if from_stdin:
        line = sys.stdin.buffer.readline(_LONGEST).decode("utf-8", "surrogateescape").rstrip("\r\n")
    elif sys.stdin.isatty():
        import getpass

        line = getpass.getpass(f"Password of {number}: ")
    else:
        raise NotFound(
            "There is no terminal to ask for the password.",
            "Standard input is not one.",
            "Give --password-stdin, and the password as one line.",
        )
    if not line:
        raise NotFound("No password was given.", remedy="Type it, or press Control-C to leave.")
    return line


def split(
    ref: Ref,
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="PAGES", help="Pages with which a new document begins: 4,7."),
    ] = None,
    from_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password of a locked bundle, as for unlock.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take a bundle apart: each part goes on under a number of its own.

    The bundle stays as it came, marked as needing no action of its own. A locked one needs its password
    again, for it was not kept; the parts are open.
    """
    from cli.processing import process_and_tell
    from flows.wiring import open_desk

    with open_desk(settings()) as desk:
        number = control_number(desk.records, ref)
        pages = _pages(before) if before else _asked(desk.records, number)
        count = _cut(desk, number, pages, from_stdin)
        note(f"{number} was split into {count} documents.")
        code = process_and_tell(desk, [number], as_json)
    raise typer.Exit(code)


def _cut(desk: Desk, number: str, pages: tuple[int, ...], from_stdin: bool) -> int:
    """How many parts there are now. At a terminal the password is asked for where one is needed."""
    from flows.cutting import RemoteCutter
    from pipeline import stages

    def split_with(password: str) -> int:
        cutter = RemoteCutter(desk.reader.sandbox, password)
        return len(stages.split(desk.records, cutter, number, pages, actor()))

    try:
        return split_with(_password(number, from_stdin) if from_stdin else "")
    except NeedsPassword:
        if from_stdin:
            raise
        if sys.stdin.isatty():
            return split_with(_password(number, from_stdin))
        raise NeedsPassword(
            f"{number} is locked with a password.",
            "The password that once opened it was not kept.",
            "Give --password-stdin, and the password as one line.",
        ) from None


def _pages(text: str) -> tuple[int, ...]:
    """Page numbers as given, each once and in order. Raises NotFound for anything else."""
    pages = [page.strip() for page in text.split(",")]
    if not all(page.isascii() and page.isdecimal() and len(page) < 7 for page in pages):
        raise NotFound(f"{text!r} names no pages.", remedy="Write page numbers with commas: 4,7.")
    return tuple(sorted({int(page) for page in pages}))


def _asked(records: SqlRecords, number: str) -> tuple[int, ...]:
    """Never the reader's guess: a person says where."""
    read = records.dossier(number).read
    guess = read.metadata.get("split_before") if read else None
    raise NotFound(
        "Before which pages?",
        f"New documents seem to begin on pages {guess}." if guess else "",
        f"Look at the original, then give --before {guess or '4,7'}.",
    )
