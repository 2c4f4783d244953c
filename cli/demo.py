"""`demo`: the sample documents through the real way, and the pages to look at them."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.printing import note, say, shortened, table, warn
from cli.session import actor
from pipeline.problems import IllegalMove, NotFound
from pipeline.settings import Settings, default_home, load

if TYPE_CHECKING:
    from cli.processing import Row

_MARK = ".chancery-demo"


def demo(
    reset: Annotated[bool, typer.Option("--reset", help="Throw the demo's records away first.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Only load the samples; do not serve the pages.")
    ] = False,
) -> None:
    """Load the sample documents and serve the pages.

    They go the real way, with the offline analyzer. Needs no key and no network, and has a home folder
    of its own.
    """
    conf, named = demo_settings(), "CHANCERY_HOME" in os.environ
    # from here on this process is the demo's, its log included
    os.environ["CHANCERY_HOME"] = str(conf.home)
    _prepare(conf.home, reset)
    code = _load(conf)
    _tell_next(conf, "" if named else f"CHANCERY_HOME={shlex.quote(str(conf.home))} ")
    if no_serve:
        raise typer.Exit(code)
    _serve(conf, open_browser=not no_open)


def demo_settings() -> Settings:
    """The settings with the demo's own home, the offline analyzer, and no Prefect server."""
    home = os.environ.get("CHANCERY_HOME") or str(default_home(os.environ).with_name("chancery-demo"))
    conf = load({**os.environ, "CHANCERY_HOME": home})
    banner = conf.banner or "Demo: sample documents, nothing here is real"
    return replace(conf, analyzer="offline", prefect_url="", database_url="", banner=banner)


def _prepare(home: Path, reset: bool) -> None:
    mark = home / _MARK
    if reset and home.exists():
        if not mark.exists():
            raise IllegalMove(
                f"{home} is not the demo's own folder.",
                "--reset throws a whole folder away, so it touches none but a folder that the demo made.",
                "Set CHANCERY_HOME to another folder, or leave it unset.",
            )
        shutil.rmtree(home)
    fresh = not home.exists() or not any(home.iterdir())
    (home / "inbox").mkdir(parents=True, exist_ok=True)
    if fresh:
        mark.write_text(
            "Made by `chancery demo`; `chancery demo --reset` throws it away.\n", encoding="utf-8"
        )


def sample_folder() -> Path:
    """Where the sample documents lie: in the installed package, else in the checkout. Raises NotFound."""
    here = Path(__file__).resolve().parent
    for folder in (here / "sample_docs", here.parent / "sample_docs"):
        if folder.is_dir():
            return folder
    raise NotFound("The sample documents are missing.", remedy="Install Chancery again.")


def _load(conf: Settings) -> Exit:
    from cli.processing import rows_of, shown_progress, totals_of
    from flows.wiring import open_desk
    from flows.work import ingest
    from intake.files import MEGABYTE, NamedFiles

    samples = sorted(sample_folder().iterdir())
    channel = NamedFiles(samples, conf.largest_megabytes * MEGABYTE)
    with open_desk(conf) as desk:
        with shown_progress(len(channel.files)) as watcher:
            outcome = ingest(desk, channel, actor(), watcher)
        rows, lost = rows_of(desk.records, [one.document.control_number for one in outcome.admissions])
    _show(rows)
    say(str(totals_of(rows, lost)))
    if outcome.interrupted:
        return Exit.INTERRUPTED
    return Exit.UNEXPECTED if outcome.broken or lost else Exit.GOOD


def _show(rows: list[Row]) -> None:
    table(
        ("number", "document", "kind", "state", "drafts", "lowest", "due"),
        [
            (
                row.control_number,
                shortened(row.document, 44),
                row.kind,
                row.state,
                row.drafts,
                row.lowest,
                row.due,
            )
            for row in rows
        ],
    )


def _tell_next(conf: Settings, home: str) -> None:
    note("")
    note("Now one of your own:")
    note(f"  {home}chancery ingest FILE")
    note(f"or, while the pages are served, put a file into {conf.home / 'inbox'}")
    note(f"Look at a document:  {home}chancery show 1")


def _serve(conf: Settings, *, open_browser: bool) -> None:
    from cli.serving import serve_desk

    def announce(link: str) -> None:
        note("")
        note("The review pages (the link signs you in once, within 15 minutes; Ctrl+C ends them):")
        say(link)
        sys.stdout.flush()
        if open_browser and _has_display():
            _open(link)

    serve_desk(conf, conf.home / "inbox", announce)


def _has_display() -> bool:
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _open(link: str) -> None:
    import webbrowser

    try:
        webbrowser.open(link)
    except webbrowser.Error as error:
        warn(f"No browser could be opened ({error}); open the link yourself.")
