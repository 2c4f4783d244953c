"""`backup` and `restore`: all that is kept, in one place, and back from there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import note, number_of, say, show_json, warn
from cli.session import actor, settings

if TYPE_CHECKING:
    from pipeline.backups import Manifest
    from store.restoring import Restored


def backup(
    to: Annotated[
        Path,
        typer.Argument(
            metavar="TARGET", help="A new folder, or a new file that ends in .tar, .tar.gz or .tgz."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Back up records, originals and settings, while everything goes on.

    The records are copied as they are at one moment, from SQLite and PostgreSQL alike; originals by their
    fingerprint; settings without passwords and keys. A backup that was cut off ends in .unfinished. It holds
    all that is on record: guard it as you guard the records. Ends with 7 where an original is missing or
    damaged, or the audit log is broken; everything else is in the backup even so.
    """
    from store import back_up

    made = back_up(settings(), to.absolute(), actor(), _told)
    if as_json:
        show_json(_summary(made) | {"target": str(to)})
    else:
        originals = number_of(len(made.originals), "original or image", "originals and images")
        documents = number_of(made.documents, "document")
        say(f"Backed up {documents} and {originals}, {_size(made.size)}, to {to}.")
        _tell_chain(made)
    _warn(made)
    raise typer.Exit(Exit.GOOD if made.sound else Exit.CHECK_FAILED)


def restore(
    path: Annotated[Path, typer.Argument(metavar="BACKUP", help="What `chancery backup` made.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Read everything again from where it lies afterwards.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say whether the backup is whole; restore nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into an empty home folder, or an empty PostgreSQL database.

    Each file is compared with its fingerprint, the audit log is computed anew, and nothing can be opened
    before all of it is in place; a restore that was cut off is begun again. A settings file that is there
    already stays. Give passwords and keys again: a backup has none.
    """
    from store import check_backup
    from store import restore as put_back

    conf = settings()
    found = check_backup(path, _told) if dry_run else put_back(conf, path, actor(), _told, verify=verify)
    if as_json:
        show_json(_summary(found.manifest) | {"restored": not dry_run, "verified": found.verified or dry_run})
    else:
        _tell_restored(found, conf.home, dry_run)
    _warn(found.manifest)
    raise typer.Exit(Exit.GOOD if found.manifest.sound else Exit.CHECK_FAILED)


def _tell_restored(found: Restored, home: Path, dry_run: bool) -> None:
    made = found.manifest
    what = f"{number_of(made.documents, 'document')}, {sum(made.rows.values()):,} rows, {_size(made.size)}"
    if dry_run:
        say(f"The backup is whole: {what}, made {made.made_at:%Y-%m-%d %H:%M} UTC. Nothing was restored.")
    else:
        say(f"Restored into {home}: {what}, made {made.made_at:%Y-%m-%d %H:%M} UTC.")
    if found.verified:
        say(f"Read again: {found.originals} originals and images, each with its fingerprint.")
    if not made.fault:
        say(f"The audit log is whole: {found.events} events, head {found.head}.")
    for name in found.kept_settings:
        note(f"{name} was there already and stays; the backup's is in its folder `settings`.")
    if not dry_run:
        note("Next: give keys and passwords again, then `chancery doctor`.")


def _tell_chain(made: Manifest) -> None:
    if not made.fault:
        say(f"The audit log is whole: {made.events} events, head {made.head}.")


def _warn(made: Manifest) -> None:
    for words, names in (("missing", made.missing), ("damaged", made.damaged)):
        if names:
            warn(f"{len(names)} of the originals and images are {words}, and were so when it was made:")
            for sha256 in names[:20]:
                warn(f"  {sha256}")
    if made.fault:
        warn(f"The audit log was broken when it was made: {made.fault}.")


def _summary(made: Manifest) -> dict[str, object]:
    return {
        "made_at": made.made_at,
        "documents": made.documents,
        "rows": sum(made.rows.values()),
        "events": made.events,
        "head": made.head,
        "originals": len(made.originals),
        "bytes": made.size,
        "missing": list(made.missing),
        "damaged": list(made.damaged),
        "audit_fault": made.fault,
    }


def _told(what: str) -> None:
    note(f"… {what}")


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
