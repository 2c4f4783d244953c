"""What is reported, decided and waited for, and how all actions stand, from the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import ActionNumber, AsJson
from cli.printing import heading, note, say, shortened, show_json, table
from cli.session import actor, records, this_day
from coordination.dependencies import Link
from coordination.vocabulary import DECISION_CATEGORIES, HEALTH
from pipeline.problems import IllegalMove


def report(
    number: ActionNumber,
    done: Annotated[str, typer.Argument(help="What was accomplished.")],
    next_steps: Annotated[str, typer.Option("--next", help="What comes next.")] = "",
    health: Annotated[str, typer.Option("--health", help=f"{', '.join(HEALTH)}.")] = "",
    risks: Annotated[str, typer.Option("--risks", help="Challenges and risks.")] = "",
    needed: Annotated[str, typer.Option("--needed", help="Decisions needed.")] = "",
    escalate: Annotated[bool, typer.Option("--escalate", help="Escalation is required.")] = False,
) -> None:
    """Report the status of an action."""
    from store.steering import StatusUpdate

    known = next((one for one in HEALTH if one.casefold() == health.casefold()), None)
    if health and known is None:
        raise IllegalMove(f"{health!r} is no health of an action.", f"There are: {', '.join(HEALTH)}.")
    said = StatusUpdate(
        done, next_steps, risks, needed, overall_health=known or "", escalation_required=escalate
    )
    with records() as opened:
        opened.report_status(number, said, actor())
    note(f"{number}: reported.")


def log(
    number: ActionNumber,
    category: Annotated[str, typer.Argument(help=f"{', '.join(DECISION_CATEGORIES)}.")],
    decision: Annotated[str, typer.Argument(help="What was decided.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who decided; yourself if not said.")] = "",
) -> None:
    """Put a decision into the decision log."""
    from store.steering import DecisionNote

    with records() as opened:
        made = DecisionNote(category, decision, reason, by or actor())
        opened.log_decision(number, made, actor())
    note(f"{number}: logged.")


def wait(
    number: ActionNumber,
    predecessor: Annotated[str, typer.Argument(help="Number of the action that comes first.")],
    link: Annotated[str, typer.Option("--type", help=f"{', '.join(Link)}.")] = Link.FINISH_START.value,
    lag: Annotated[int, typer.Option("--lag", help="Days between them.")] = 0,
    impact: Annotated[str, typer.Option("--impact", help="What happens if it does not come.")] = "",
) -> None:
    """Let an action wait for another; a circle is refused."""
    from store.depending import NewDependency

    with records() as opened:
        say(opened.add_dependency(number, NewDependency(predecessor, link, lag, "", impact), actor()))


def unwait(
    dependency: Annotated[str, typer.Argument(help="Id of the dependency, from `chancery portfolio`.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; others see it.")] = "",
) -> None:
    """Take a dependency back."""
    with records() as opened:
        number = opened.end_dependency(dependency, reason, actor())
    note(f"{number} no longer waits for it.")


def portfolio(as_json: AsJson = False) -> None:
    """Show how the open actions stand, what waits for what, and the critical path."""
    today = this_day()
    with records() as opened:
        counted, network = opened.portfolio(today), opened.dependencies(today)
    path = network.critical_path()
    if as_json:
        show_json({"counted": counted, "network": network, "critical_path": [one.number for one in path]})
        return
    healths = ", ".join(f"{count} {word.lower()}" for word, count in sorted(counted.health.items()))
    say(f"{counted.total} open, {counted.overdue} overdue{f'; {healths}' if healths else ''}")
    table(("office", "open", "overdue"), counted.units)
    if network.dependencies:
        table(
            ("dependency", "waits", "for", "how", "state"),
            [(one.id, one.successor, one.predecessor, one.link, one.status) for one in network.dependencies],
        )
    if path:
        heading("Critical path")
    for one in path:
        say(f"  {one.number}  {one.place.start} to {one.place.end}  {shortened(one.name, 70)}")
