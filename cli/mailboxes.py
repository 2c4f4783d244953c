"""`mailbox`: the mailboxes of this office, and what became of their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson
from cli.printing import note, say, shortened, show_json, table
from cli.session import records, settings

if TYPE_CHECKING:
    from store.views import MailRow


def mailbox(
    name: Annotated[str | None, typer.Argument(help="A mailbox; without one, all are listed.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Sign in, and show which folders are read; fetch nothing.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many messages.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show mailboxes, and what became of each message, the newest first.

    Mailboxes are described in mailboxes.toml in the home folder. `chancery watch --mailbox NAME` fetches.
    """
    if name is None:
        _list_all(as_json)
    elif check:
        _check(name, as_json)
    else:
        _show(name, limit, as_json)


def _list_all(as_json: bool) -> None:
    from intake.accounts import FILE_NAME, accounts

    conf = settings()
    with records() as opened:
        rows = [(one, dict(opened.mail_counts(one.name))) for one in accounts(conf.home)]
    if as_json:
        show_json({"mailboxes": [{"name": one.name, "messages": counts} for one, counts in rows]})
    elif not rows:
        note(f"No mailbox is described; {conf.home / FILE_NAME} would hold them.")
    else:
        columns = ("mailbox", "server", "user", "folders", "taken", "known", "aside", "refused")
        table(
            columns,
            [
                (
                    one.name,
                    f"{one.host}:{one.at}",
                    one.user,
                    ", ".join(one.folders),
                    *(counts.get(outcome, 0) for outcome in columns[4:]),
                )
                for one, counts in rows
            ],
        )


def _check(name: str, as_json: bool) -> None:
    from intake.accounts import account
    from intake.imap import SECONDS, folders_of

    conf = account(settings().home, name)
    folders = folders_of(conf, SECONDS)
    if as_json:
        show_json({"mailbox": name, "folders": folders})
        return
    table(("folder", "read"), [(folder, "yes" if read else "no") for folder, read in sorted(folders.items())])
    say(f"{conf.host} lets {conf.user} in; {sum(folders.values())} of {len(folders)} folders are read.")


def _show(name: str, limit: int, as_json: bool) -> None:
    with records() as opened:
        rows, counts = opened.mail(name, limit), dict(opened.mail_counts(name))
    if as_json:
        show_json({"mailbox": name, "counts": counts, "messages": rows})
    elif not rows:
        note(f"No message of {name} is in the ledger. `chancery watch --mailbox {name} --once` fetches.")
    else:
        table(
            ("arrived", "from", "subject", "folder", "outcome", "number", "stage"),
            [_line(row) for row in rows],
        )
        say(", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items())))


def _line(row: MailRow) -> tuple[object, ...]:
    return (
        row.arrived_at.date() if row.arrived_at else None,
        shortened(row.sender or "", 30),
        shortened(row.subject or "", 50),
        row.folder,
        row.outcome,
        row.control_number,
        (row.stage or row.reason or "").replace("_", " "),
    )
