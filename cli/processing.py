"""Processing as a command shows it: a bar on the way, a line per failure at once, a table at the end."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.exits import Exit
from cli.printing import VOICE, cell, detail, note, say, shortened, show_json, show_problem, table, warn
from pipeline.decisions import Draft, DraftKind
from pipeline.findings import Confidence
from pipeline.intake import Admission, IntakeDocument, Stage
from pipeline.problems import NotFound

if TYPE_CHECKING:
    from flows.wiring import Desk
    from flows.work import Broken, Outcome, Watcher
    from intake import Notice
    from store.records import SqlRecords

_DONE = (Stage.NEEDS_REVIEW, Stage.REVIEWED, Stage.NO_ACTION)
_LOWEST_FIRST = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


@dataclass(frozen=True, slots=True)
class Row:
    """A document after processing, as the table shows it. `due` is the nearest due date, ISO."""

    control_number: str
    document: str
    kind: str | None
    state: Stage
    drafts: int
    lowest: Confidence | None
    due: str | None
    reason: str | None
    parent: str | None
    duplicate_of: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Where the documents of a run ended. `lost` counts receipts that the records no longer know."""

    done: int
    set_aside: int
    duplicates: int
    held: int
    waiting: int
    lost: int

    def __str__(self) -> str:
        more = (
            ("duplicates", self.duplicates),
            ("held for another try", self.held),
            ("waiting", self.waiting),
        )
        parts = [f"{self.done} done", f"{self.set_aside} set aside"]
        parts += [f"{number} {name}" for name, number in more if number]
        return ", ".join([*parts, f"{self.lost} lost"])


def rows_of(records: SqlRecords, numbers: Iterable[str]) -> tuple[list[Row], int]:
    """The rows of these documents and their attachments, and how many documents are not there."""
    rows: dict[str, Row] = {}
    lost = 0
    for number in numbers:
        family = list(_family(records, number))
        lost += not family
        rows |= {document.control_number: _row(records, document) for document in family}
    return list(rows.values()), lost


def _family(records: SqlRecords, number: str) -> Iterator[IntakeDocument]:
    """The document and what was attached to it; attachments are numbered without a gap."""
    try:
        yield records.document(number)
    except NotFound:
        return
    child = 1
    while found := list(_family(records, f"{number}-{child:02d}")):
        yield from found
        child += 1


def _row(records: SqlRecords, document: IntakeDocument) -> Row:
    drafts = records.drafts(document.control_number)
    return Row(
        document.control_number,
        document.name,
        _kind(drafts),
        document.stage,
        len(drafts),
        next((level for level in _LOWEST_FIRST if any(one.confidence is level for one in drafts)), None),
        min((due for draft in drafts for due in _dues(draft)), default=None),
        document.reason,
        document.parent,
        document.duplicate_of,
    )


def _kind(drafts: tuple[Draft, ...]) -> str | None:
    values = next((draft.values for draft in drafts if draft.kind is DraftKind.METADATA), {})
    return str(values["kind"]) if values.get("kind") else None


def _dues(draft: Draft) -> Iterator[str]:
    for name in ("due_date", "suspense_internal", "suspense_external"):
        if isinstance(due := draft.values.get(name), str):
            yield due


def totals_of(rows: list[Row], lost: int) -> Totals:
    """The rows counted."""
    at = Counter(row.state for row in rows)
    return Totals(
        sum(at[stage] for stage in _DONE),
        at[Stage.SET_ASIDE],
        at[Stage.DUPLICATE],
        at[Stage.HELD],
        at[Stage.RECEIVED] + at[Stage.READING] + at[Stage.ANALYSING],
        lost,
    )


def show_rows(rows: list[Row]) -> None:
    """The table of documents."""
    table(
        ("number", "document", "kind", "state", "drafts", "lowest", "due"),
        [
            (
                row.control_number,
                shortened(row.document, 48),
                row.kind,
                row.state,
                row.drafts,
                row.lowest,
                row.due,
            )
            for row in rows
        ],
    )
    for row in rows:
        if row.reason:
            say(f"{row.control_number}: {row.reason}")


def tell(records: SqlRecords, outcome: Outcome, as_json: bool, wanted: Iterable[str] = ()) -> Exit:
    """Show what came of a run: new receipts, what was processed, and `wanted`; the exit code that says it."""
    new = (one.document.control_number for one in outcome.admissions if one.new)
    numbers = [*wanted, *new, *(document.control_number for document in outcome.documents)]
    rows, lost = rows_of(records, dict.fromkeys(numbers))
    totals = totals_of(rows, lost)
    if as_json:
        show_json(_plain(outcome, rows, totals))
    else:
        _tell_rows(outcome, rows, totals)
    return _exit(outcome, totals)


def _plain(outcome: Outcome, rows: list[Row], totals: Totals) -> dict[str, object]:
    return {
        "admitted": outcome.admitted,
        "known": outcome.known,
        "refused": [notice for notice in outcome.notices if notice.refused],
        "documents": rows,
        "totals": totals,
        "broken": [broken.document.control_number for broken in outcome.broken],
        "interrupted": outcome.interrupted,
    }


def _tell_rows(outcome: Outcome, rows: list[Row], totals: Totals) -> None:
    if rows:
        show_rows(rows)
        say(str(totals) + (f", {outcome.refused} refused" if outcome.refused else ""))
    if outcome.known:
        whole = "Nothing was new" if not outcome.admitted else "Some were not new"
        say(f"{whole}: {outcome.known} of {len(outcome.admissions)} are on the record already.")
    if not rows and not outcome.admissions and not outcome.notices:
        note("Nothing was there to be taken in.")
    if outcome.interrupted:
        warn("Interrupted. What was logged is safe; run the same command again to go on.")


def _exit(outcome: Outcome, totals: Totals) -> Exit:
    if outcome.interrupted:
        return Exit.INTERRUPTED
    if outcome.broken or totals.lost:
        return Exit.UNEXPECTED
    return Exit.SET_ASIDE if totals.set_aside or outcome.refused else Exit.GOOD


def process_and_tell(desk: Desk, numbers: list[str], as_json: bool) -> Exit:
    """Process what waits, show these documents and what came out of it; the exit code."""
    from flows.work import process_waiting

    with shown_progress(len(numbers)) as watcher:
        outcome = process_waiting(desk, watcher)
    return tell(desk.records, outcome, as_json, numbers)


@contextmanager
def shown_progress(expected: int) -> Iterator[Watcher]:
    """Somebody who shows how a run goes: a bar on a terminal, and each failure at once."""
    if not sys.stderr.isatty() or VOICE.quiet:
        yield _watcher(lambda document: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("documents"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("documents", total=expected)
        done = Counter[str]()

        def advance(document: IntakeDocument) -> None:
            done["all"] += 1
            progress.update(bar, completed=done["all"], total=max(expected, done["all"]))

        yield _watcher(advance)


@contextmanager
def counted_progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Somebody to tell how many of how many are done: a bar on a terminal, silent elsewhere."""
    if not sys.stderr.isatty() or VOICE.quiet:
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)


def _watcher(advance: Callable[[IntakeDocument], None]) -> Watcher:
    from flows.work import Watcher

    def processed(document: IntakeDocument) -> None:
        advance(document)
        _tell_document(document)

    return Watcher(_tell_admission, _tell_notice, processed, _tell_broken, show_problem)


def _tell_admission(admission: Admission) -> None:
    document = admission.document
    if not admission.new:
        detail(f"{document.control_number}  {document.name} is on the record already")
    elif document.stage is Stage.DUPLICATE:
        note(
            f"{document.control_number}  {document.name} has the words of {document.duplicate_of}: seen again"
        )


def _tell_notice(notice: Notice) -> None:
    warn(f"{notice.source}: {notice.why}")


def _tell_document(document: IntakeDocument) -> None:
    line = f"{document.control_number}  {document.name}: {cell(document.stage).replace('_', ' ')}"
    if document.stage in (Stage.SET_ASIDE, Stage.HELD):
        warn(f"{line}, {document.reason}")
    else:
        detail(line)


def _tell_broken(broken: Broken) -> None:
    warn(f"{broken.document.control_number}  {broken.document.name}: {type(broken.error).__name__}")
    warn("This is a fault of Chancery, and chancery.log in the home folder says where.")
    warn("The document waits and is tried again by itself.")
