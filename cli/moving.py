"""`migrate-store`: from the SQLite file to PostgreSQL, once one machine is outgrown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson
from cli.printing import detail, note, number_of, say, show_json, warn
from cli.session import actor, settings

if TYPE_CHECKING:
    from store.moving import Moved


def migrate_store(
    to: Annotated[
        str,
        typer.Option(
            metavar="URL",
            envvar="CHANCERY_MIGRATE_TO",
            help="Address of an empty PostgreSQL database: postgresql://user@host/database.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Move the records from the SQLite file to PostgreSQL.

    Stop everything else first. Every row is copied, read back and compared, and the audit log is computed
    anew, before anything counts; until then the old records are untouched. Afterwards they are closed:
    whoever still opens them is told that they have moved. Originals stay where they are. The password may
    stand in the variable PGPASSWORD or in ~/.pgpass instead of in the address.
    """
    from store import migrate_store as move

    moved = move(settings(), to, actor(), lambda table, count: detail(f"{table}: {number_of(count, 'row')}"))
    if as_json:
        show_json(moved)
    else:
        _tell(moved)


def _tell(moved: Moved) -> None:
    if moved.again:
        note("They were there already, whole; only the old ones had not been closed.")
    say(
        f"Moved {number_of(moved.documents, 'document')}: {moved.total:,} rows in {len(moved.rows)} tables, "
        "each the same on both sides."
    )
    say(f"The audit log is whole: {moved.events} events, head {moved.head}.")
    if moved.missing:
        warn(f"{len(moved.missing)} of {number_of(moved.originals, 'original')} are not in their folder:")
        for sha256 in moved.missing[:20]:
            warn(f"  {sha256}")
        warn("They were not there before either. Restore them from a backup.")
    else:
        say(f"{number_of(moved.originals, 'original')}, all in their folder.")
    note("Next: set CHANCERY_DATABASE_URL to the new address, then start `chancery up` again.")
