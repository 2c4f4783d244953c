"""`ingest`, `watch`: documents from files and folders to their drafts."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import detail, note, say, show_json, table, warn
from cli.processing import shown_progress, tell
from cli.session import actor, settings
from pipeline.problems import ResourceShort
from pipeline.settings import Settings

if TYPE_CHECKING:
    from flows.wiring import Desk
    from flows.work import Outcome
    from intake import Channel
    from intake.files import NamedFiles


def named(text: str) -> Path:
    """The path that an argument names. An empty one, as an unset variable gives, is no folder."""
    if not text.strip():
        raise typer.BadParameter("an empty name is no file; write . for the current folder.")
    return Path(text)


Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", parser=named, help="Files, and folders with all in them."),
]


def ingest(
    paths: Paths,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be taken in.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take files in: log, read, analyse, draft.

    Each is logged under a control number before anything else happens to it. The files stay where they
    are. A file that was taken in before is not taken in again.
    """
    from flows.watch import own_folders
    from flows.wiring import open_desk
    from intake.files import MEGABYTE, NamedFiles

    conf = settings()
    channel = NamedFiles(paths, conf.largest_megabytes * MEGABYTE, own_folders(conf))
    _tell_passed_over(channel)
    if dry_run:
        raise typer.Exit(_list_files(channel, as_json))
    with open_desk(conf) as desk:
        raise typer.Exit(take_in(desk, channel, len(channel.files), as_json))


def _tell_passed_over(channel: NamedFiles) -> None:
    from intake.files import written

    if channel.unfinished:
        note(f"{len(channel.unfinished)} files were passed over: hidden, locks, or downloads under way.")
    for path in channel.unfinished:
        detail(f"{written(path)} was passed over.")


def _list_files(channel: NamedFiles, as_json: bool) -> Exit:
    from intake.files import written

    rows = [(written(path), size) for path, size in channel.sizes()]
    notices = channel.notices()
    for notice in notices:
        warn(f"{notice.source}: {notice.why}")
    if as_json:
        show_json({"files": [{"path": path, "size": size} for path, size in rows], "refused": notices})
    else:
        table(("file", "bytes"), rows)
        say(f"{len(rows)} files would be taken in; nothing was.")
    return Exit.SET_ASIDE if notices else Exit.GOOD


def take_in(desk: Desk, channel: Channel, expected: int, as_json: bool) -> Exit:
    """Admit and process all that the channel brings, and show what came of it; the exit code."""
    from flows.work import Outcome, admit_all, ingest

    outcome = Outcome()
    with shown_progress(expected) as watcher, _told_how_far(outcome, expected):
        if _prefect_answers(desk.settings):
            admit_all(desk, channel, actor(), outcome, watcher)
            if not outcome.interrupted:
                _run_in_prefect(desk.settings)
        else:
            ingest(desk, channel, actor(), watcher, outcome=outcome)
    return tell(desk.records, outcome, as_json)


@contextmanager
def _told_how_far(outcome: Outcome, files: int) -> Iterator[None]:
    """Where the machine gives out in the middle, say how far it went before the problem is told."""
    try:
        yield
    except ResourceShort:
        warn(f"{len(outcome.admissions)} of {files} files are on the record; the others were not touched.")
        warn("Once the following is mended, run the same command again to go on.")
        raise


def _prefect_answers(conf: Settings) -> bool:
    """Whether a Prefect server can show the run; where a named one does not answer, say so."""
    from flows.prefect_environment import answers

    if not conf.prefect_url or answers(conf.prefect_url):
        return bool(conf.prefect_url)
    note(f"No Prefect server answers at {conf.prefect_url}; the documents are processed without it.")
    return False


def _run_in_prefect(conf: Settings) -> None:
    from flows.prefect_environment import prepare

    prepare(conf)
    from flows.process import run_process

    counts = run_process(conf)
    note(f"Prefect ran the flow: {', '.join(f'{number} {name}' for name, number in counts.items())}")


Folders = Annotated[
    list[Path],
    typer.Argument(metavar="DIR...", parser=named, help="The folders to watch.", show_default=False),
]
Mailboxes = Annotated[
    list[str],
    typer.Option("--mailbox", metavar="NAME", help="A mailbox of mailboxes.toml to watch; may be repeated."),
]


def watch(
    folders: Folders = [],  # noqa: B006 - read by the command line alone
    mailboxes: Mailboxes = [],  # noqa: B006 - read by the command line alone
    once: Annotated[
        bool, typer.Option("--once", help="Take in what lies there now, process it, and end.")
    ] = False,
    after: Annotated[
        str | None,
        typer.Option(
            "--after",
            metavar="move|leave|remove",
            help="What becomes of a file once it is on the record; by default as CHANCERY_AFTER_INTAKE says.",
        ),
    ] = None,
    poll: Annotated[
        bool, typer.Option("--poll", help="Look in turn alone, as network shares need it.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --once: print JSON instead of a table.")
    ] = False,
) -> None:
    """Take in what is put into folders, and what comes into mailboxes, as it comes.

    A file is taken once it lies still. When it is on the record it moves to `processed` in that folder,
    and to `failed`, with the reason, when it cannot be had. Nothing is deleted unless that is asked for.
    A message is moved or flagged, as its mailbox says, once it is on the record.
    """
    from flows.wiring import open_desk

    if not (folders or mailboxes):
        raise typer.BadParameter("name a folder to watch, or a mailbox with --mailbox.")
    conf = settings()
    conf = replace(conf, after_intake=after or conf.after_intake, watching="poll" if poll else conf.watching)
    with open_desk(conf) as desk:
        raise typer.Exit(_watched(desk, folders, mailboxes, once, as_json))


def _watched(desk: Desk, folders: list[Path], mailboxes: list[str], once: bool, as_json: bool) -> Exit:
    return _watch_once(desk, folders, mailboxes, as_json) if once else _watch_on(desk, folders, mailboxes)


def _watch_once(desk: Desk, folders: list[Path], mailboxes: list[str], as_json: bool) -> Exit:
    from flows.mailboxes import look_once
    from flows.watch import look_twice, watched
    from flows.work import Outcome, process_waiting

    outcome = Outcome()
    with shown_progress(0) as watcher:
        channels = [watched(desk, folder) for folder in folders]
        if channels:
            look_twice(desk, channels, actor(), time.sleep, outcome, watcher)
        look_once(desk, mailboxes, actor(), outcome, watcher)
        if not outcome.interrupted:
            process_waiting(desk, watcher, outcome=outcome)
    return tell(desk.records, outcome, as_json)


def _watch_on(desk: Desk, folders: list[Path], mailboxes: list[str]) -> Exit:
    from flows.watch import watch as watch_all

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    names = ", ".join([*(str(folder.resolve()) for folder in folders), *mailboxes])
    note(f"Watching {names}. Ctrl+C ends it after the documents under way.")
    with shown_progress(0) as watcher:
        interrupted = watch_all(desk, folders, actor(), stop, watcher, mailboxes)
    return Exit.INTERRUPTED if interrupted else Exit.GOOD
