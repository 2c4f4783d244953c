"""`digest` and `calendars`: what goes out to people by itself."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import heading, note, number_of, say, show_json, table, warn
from cli.session import actor, records

calendars = typer.Typer(help="Calendars of suspenses that other programs read.", rich_markup_mode=None)


def digest(
    user: Annotated[
        list[str] | None, typer.Argument(metavar="[USER]...", help="Only these; else everybody.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent, send nothing.")
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="MAIL",
            help="Send this one user's digest there from now on; '' for no digest.",
        ),
    ] = None,
    sent: Annotated[bool, typer.Option("--sent", help="List what was sent, and what could not be.")] = False,
    as_json: AsJson = False,
) -> None:
    """Send everybody the digest of their suspenses, once a day.

    Late and pressing suspenses are brought before those who answer for them, rung by rung.
    Running it again sends only what was not sent yet. Who has no mail address gets none.
    """
    users = tuple(user or ())
    if address is not None:
        _readdress(users, address)
    elif sent:
        _list_sent(users, as_json)
    elif dry_run:
        _preview(users, as_json)
    else:
        _send(users, as_json)


def _readdress(users: tuple[str, ...], address: str) -> None:
    if len(users) != 1:
        raise typer.BadParameter("--address is about one user")
    with records() as opened:
        opened.put_mail_address(users[0], address, actor())
    note(f"{users[0]} gets {'a digest at ' + address if address else 'no digest'}.")


def _list_sent(users: tuple[str, ...], as_json: bool) -> None:
    with records() as opened:
        found = opened.digests(200, next(iter(users), None))
    if as_json:
        show_json({"digests": found})
    elif found:
        table(
            ("day", "user", "state", "address", "subject or reason"),
            [(one.day, one.user, one.state, one.address, one.reason or one.subject) for one in found],
        )
    else:
        note("No digest was sent yet.")


def _preview(users: tuple[str, ...], as_json: bool) -> None:
    from coordination.digests import subject_of
    from flows.digesting import preview

    with records() as opened:
        found = preview(opened, users)
    if as_json:
        show_json(
            {
                "digests": [
                    {"user": one.user, "address": one.address, "digest": digest} for one, digest, _ in found
                ]
            }
        )
        return
    for reader, digest, text in found:
        if digest.lines:
            heading(f"{reader.name} <{reader.address}>: {subject_of(digest)}")
            say(text)
        else:
            note(f"{reader.name} <{reader.address}>: nothing to say, so nothing is sent.")
    if not found:
        note("Nobody has a mail address; `chancery digest USER --address MAIL` gives one.")


def _send(users: tuple[str, ...], as_json: bool) -> None:
    from flows.digesting import send_round

    with records() as opened:
        told = send_round(opened, users)
    if as_json:
        show_json(told)
    else:
        for name, why in told.failed.items():
            warn(f"{name}: {why}")
        for number in told.unheard:
            warn(f"{number} has a suspense that nobody answers for: it has no lead, sponsor or office.")
        say(
            f"{number_of(len(told.sent), 'digest')} sent, {len(told.empty)} with nothing to say, "
            f"{len(told.before)} done before, {len(told.failed)} failed; "
            f"{number_of(told.told, 'suspense')} brought before somebody."
        )
    raise typer.Exit(Exit.UNREACHABLE if told.failed else Exit.GOOD)


@calendars.callback(invoke_without_command=True)
def feeds(context: typer.Context, as_json: AsJson = False) -> None:
    """List the calendars that can be read, or make or revoke one."""
    if context.invoked_subcommand is not None:
        return
    with records() as opened:
        found = opened.feeds()
    if as_json:
        show_json({"calendars": found})
    elif found:
        table(
            ("calendar", "user", "office", "made", "last read"),
            [(one.id, one.user, one.unit, one.made_at.date(), one.last_read_at) for one in found],
        )
    else:
        note("Nobody has a calendar.")


@calendars.command()
def make(
    user: Annotated[str, typer.Argument(help="Whose suspenses, and whose right to see them.")],
    office: Annotated[str | None, typer.Option("--office", help="Those of an office instead.")] = None,
) -> None:
    """Make a calendar; its address is a secret and printed once."""
    with records() as opened:
        token = opened.make_feed(user, office, actor())
        say(f"{opened.settings.pages}/calendars/{token}.ics")
    note("Whoever has this address sees the suspenses. `chancery calendars revoke` ends it.")


@calendars.command()
def revoke(calendar: Annotated[str, typer.Argument(help="Its id in `chancery calendars`.")]) -> None:
    """Let a calendar be read no more."""
    with records() as opened:
        opened.revoke_feed(calendar, actor())
    note("It can be read no more.")
