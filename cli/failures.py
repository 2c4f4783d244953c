"""`failures`, `retry`: what no machine could finish, why, and another try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson
from cli.printing import heading, note, number_of, say, shortened, show_json, table
from cli.session import actor, control_number, records
from pipeline.intake import Stage
from pipeline.problems import NotFound, ReadingState

if TYPE_CHECKING:
    from store.records import SqlRecords
    from store.views import FailureReport, FailureRow

_DEEDS = {
    "unlock": "chancery unlock {0}            with the password, which is kept nowhere",
    "retry": "chancery retry {0}             reads it again, for instance after OCR was installed",
    "split": "chancery split {0} --before N  where it is a bundle of several documents",
    "original": "the original is kept whole; the review page hands it out",
}


def failures(
    ref: Annotated[
        str | None,
        typer.Argument(metavar="[REF]", help="Control number of one document, to be told all about it."),
    ] = None,
    by_reason: Annotated[bool, typer.Option("--by-reason", help="Count them by reason.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what was not read whole, with the reason, or explain one.

    These are documents set aside, held for another try, or read in part and not decided yet.
    """
    with records() as opened:
        if ref is not None:
            _explain(opened.failure(control_number(opened, ref)), as_json)
            return
        rows = opened.failures()
    if by_reason:
        _show_reasons(rows, as_json)
    elif as_json:
        show_json({"documents": rows})
    elif rows:
        _show_rows(rows)
    else:
        note("Nothing is set aside or held, and nothing was read in part.")


def _show_rows(rows: tuple[FailureRow, ...]) -> None:
    table(
        ("number", "document", "stage", "reading", "what, why, what to do", "tries", "since"),
        [
            (
                row.control_number,
                shortened(row.name, 48),
                row.stage,
                row.reading_state,
                " ".join(filter(None, (row.what, row.why, row.remedy))),
                row.tries,
                row.since,
            )
            for row in rows
        ],
    )


def _show_reasons(rows: tuple[FailureRow, ...], as_json: bool) -> None:
    groups: dict[tuple[str, str], list[FailureRow]] = {}
    for row in rows:
        groups.setdefault((row.what, row.remedy), []).append(row)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    if as_json:
        plain = [
            {"what": what, "remedy": remedy, "documents": [row.control_number for row in found]}
            for (what, remedy), found in ordered
        ]
        show_json({"reasons": plain})
        return
    if not ordered:
        note("Nothing is set aside or held, and nothing was read in part.")
        return
    lines = [(len(found), what, remedy, found[0].control_number) for (what, remedy), found in ordered]
    table(("documents", "what", "what to do", "such as"), lines)


def _explain(report: FailureReport, as_json: bool) -> None:
    if as_json:
        show_json(report)
        return
    row = report.failure
    heading(f"{row.control_number}  {row.name}")
    facts = (
        ("stage", row.stage.replace("_", " ")),
        ("reading", (row.reading_state or "").replace("_", " ")),
        ("coverage", row.coverage),
        ("what", row.what),
        ("why", row.why),
        ("what to do", row.remedy),
        ("tries", str(row.tries)),
        ("attached to", row.parent),
        *(("note", flag) for flag in report.flags if flag not in (row.what, row.why, row.remedy)),
        ("not read", _pages(report)),
    )
    for name, value in facts:
        if value:
            say(f"  {name + ':':<13}{value}")
    heading("What happened")
    for event in report.history:
        after = event.after if isinstance(event.after, dict) else {}
        told = ", ".join(f"{name} {after[name]}" for name in ("stage", "reading_state") if after.get(name))
        say(f"  {event.at.astimezone():%Y-%m-%d %H:%M}  {event.what} by {event.who}{told and f': {told}'}")
    heading("What you can do")
    for step in row.steps:
        say(f"  {_DEEDS[step].format(row.control_number)}")


def _pages(report: FailureReport) -> str:
    if not report.unread_pages:
        return ""
    if len(report.unread_pages) == report.pages:
        return f"all of its {number_of(report.pages, 'page')}" if report.pages > 1 else "its page"
    return (
        f"{'page' if len(report.unread_pages) == 1 else 'pages'} {', '.join(map(str, report.unread_pages))}"
    )


def retry(
    refs: Annotated[
        list[str] | None, typer.Argument(metavar="[REF]...", help="Control numbers of documents.")
    ] = None,
    state: Annotated[
        ReadingState | None,
        typer.Option("--state", help="Every document that was left in this reading state."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every document that is set aside or held.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Let documents be read again from the start, and process them."""
    if bool(refs) + (state is not None) + everything != 1:
        raise NotFound("Which documents?", remedy="Give their control numbers, or --state, or --all.")
    from cli.processing import process_and_tell
    from cli.session import settings
    from flows.wiring import open_desk

    with open_desk(settings()) as desk:
        opened = desk.records
        wanted = [control_number(opened, ref) for ref in refs or ()] or _waiting(opened, state)
        for number in wanted:
            opened.retry(number, actor())
        code = process_and_tell(desk, wanted, as_json)
    raise typer.Exit(code)


def _waiting(opened: SqlRecords, state: ReadingState | None) -> list[str]:
    """Those in this state; those that are set aside or held where none is named."""
    rows = opened.failures()
    if state is not None:
        return [row.control_number for row in rows if row.reading_state == state]
    return [row.control_number for row in rows if row.stage != Stage.NEEDS_REVIEW]
