"""`webhook …`: other systems that are told what happens, and what became of each message."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import note, number_of, say, show_json, table, warn
from cli.session import actor, records
from coordination.webhooks import EVENTS, DeliveryState

app = typer.Typer(help="Other systems that are told what happens.", rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="WEBHOOK", help="Name of a webhook.")]


@app.callback(invoke_without_command=True)
def webhooks(context: typer.Context, as_json: AsJson = False) -> None:
    """List the webhooks, or do something with one."""
    if context.invoked_subcommand is not None:
        return
    with records() as opened:
        known = opened.webhooks()
    if as_json:
        show_json({"webhooks": known})
    elif known:
        table(
            ("webhook", "address", "sees as", "events", "waiting", "given up", "state"),
            [
                (one.name, one.url, one.reader, ", ".join(one.events), one.waiting, one.dead,
                 one.stopped or "on")
                for one in known
            ],
        )  # fmt: skip
    else:
        note("There are no webhooks.")


@app.command()
def add(
    name: Name,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where its messages go.")],
    reader: Annotated[
        str, typer.Option("--reader", metavar="USER", help="It is told of what this user may see.")
    ],
    event: Annotated[
        list[str] | None, typer.Option("--event", metavar="EVENT", help="Only this; may be repeated.")
    ] = None,
) -> None:
    """Add a webhook and print its secret, this once; without --event it is told of everything."""
    with records() as opened:
        say(opened.make_webhook(name, url, frozenset(event or EVENTS), reader, actor()))
    note("The receiver checks the signature of each message with it. It is not shown again.")


@app.command()
def events(as_json: AsJson = False) -> None:
    """List the events that a webhook can be told of."""
    if as_json:
        show_json({"events": dict(EVENTS)})
    else:
        table(("event", "tells that"), list(EVENTS.items()))


@app.command()
def test(name: Name) -> None:
    """Send a test to a webhook now, outside its line."""
    from flows.telling import send_test

    with records() as opened:
        answer = send_test(opened, name, actor())
    if answer.taken:
        say(f"{name} took the test: {answer.said}")
    else:
        warn(f"{name} did not take the test: {answer.said}")
        raise typer.Exit(Exit.UNREACHABLE)


@app.command()
def stop(
    name: Name,
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
) -> None:
    """Send nothing more for now; what happens meanwhile is kept in its order."""
    with records() as opened:
        opened.stop_webhook(name, reason, actor())
    note(f"{name} is told nothing until `chancery webhook resume`.")


@app.command()
def resume(name: Name) -> None:
    """Go on behind what was given up, with what happened meanwhile."""
    with records() as opened:
        opened.resume_webhook(name, actor())
    note(f"{name} goes on.")


@app.command()
def remove(name: Name) -> None:
    """Tell a webhook nothing more, for good."""
    with records() as opened:
        opened.remove_webhook(name, actor())
    note(f"{name} is told nothing more.")


@app.command()
def log(
    name: Name,
    state: Annotated[
        DeliveryState | None, typer.Option("--state", help="Only messages of which this became.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the messages to a webhook, the newest first."""
    with records() as opened:
        found = opened.deliveries(name, state.value if state else "", limit)
    if as_json:
        show_json({"deliveries": found})
        return
    table(
        ("no.", "event", "about", "state", "tries", "answer", "id"),
        [
            (one.sequence, one.event, " ".join(value for _, value in one.names), one.state, one.attempts,
             one.answer, one.id)
            for one in found
        ],
    )  # fmt: skip


@app.command()
def retry(
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help="Its id in `chancery webhook log`.")],
) -> None:
    """Try a message that was given up once more, before all that waits."""
    with records() as opened:
        opened.retry_delivery(message, actor())
    note("It is tried with the next round.")


@app.command()
def send(as_json: AsJson = False) -> None:
    """Send what is due now. `chancery up` does so by itself; on a timetable of your own, this does.

    Exit 5 where a receiver did not take something; it is tried again when its time has come.
    """
    from flows.telling import tell_once

    with records() as opened:
        told = tell_once(opened)
    if as_json:
        show_json(told)
    else:
        say(
            f"{number_of(told.sent, 'message')} taken, {told.waiting} to be tried again, "
            f"{told.dead} given up, {told.withheld} kept from their readers."
        )
    raise typer.Exit(Exit.UNREACHABLE if told.waiting or told.dead else Exit.GOOD)
