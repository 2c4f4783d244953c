"""`reanalyze`: findings of an earlier analyzer made anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import note, number_of, say, show_json, warn
from cli.session import control_number, settings

if TYPE_CHECKING:
    from flows.interrupts import Interrupt
    from flows.reanalysis import Outcome


@dataclass(frozen=True, slots=True)
class _Wish:
    """Ctrl+C as a wish to end after the documents under way."""

    interrupt: Interrupt

    def is_set(self) -> bool:
        """Whether it was pressed."""
        return self.interrupt.pressed


def reanalyze(
    refs: Annotated[
        list[str] | None, typer.Argument(metavar="[REF]...", help="Control numbers; else all in review.")
    ] = None,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Also documents whose drafts are all decided.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which documents it would be.")] = False,
    as_json: AsJson = False,
) -> None:
    """Analyse anew what an earlier analyzer, model or prompt analysed.

    Nothing is read again, and documents whose findings are by the present analyzer are left alone. What
    people decided stays, and so does each draft that is found again as it was. Caps on tokens and cost end
    the run cleanly: what is done is filed, and the same command goes on another day.
    """
    from cli.processing import counted_progress
    from flows.interrupts import heeded
    from flows.reanalysis import reanalyse, wanted
    from flows.wiring import open_desk

    with open_desk(settings()) as desk:
        numbers = wanted(desk, [control_number(desk.records, ref) for ref in refs or ()], reviewed)
        if dry_run:
            _would(numbers, as_json)
            return
        with heeded() as interrupt, counted_progress("documents") as told:
            outcome = reanalyse(desk, numbers, _Wish(interrupt), told)
    if as_json:
        show_json(outcome)
    else:
        _tell(outcome)
    raise typer.Exit(_exit(outcome, interrupt.pressed))


def _would(numbers: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        show_json({"documents": numbers})
        return
    for number in numbers:
        say(number)
    note(f"{number_of(len(numbers), 'document')} would be analysed anew.")


def _tell(outcome: Outcome) -> None:
    say(f"{outcome.done} analysed anew, {outcome.changed} of them with other drafts than before.")
    for number in outcome.failed:
        warn(f"{number} keeps its findings: the analyzer failed on it. chancery.log says why.")
    if outcome.why:
        warn(f"Ended early: {outcome.why}.")
    if outcome.left:
        note(f"{number_of(outcome.left, 'document')} left; the same command goes on with them.")


def _exit(outcome: Outcome, interrupted: bool) -> Exit:
    if interrupted:
        return Exit.INTERRUPTED
    if outcome.why:
        return Exit.UNREACHABLE
    return Exit.SET_ASIDE if outcome.failed else Exit.GOOD
