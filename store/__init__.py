"""Where everything is kept: records, originals, the text index."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.backups import Manifest
    from pipeline.settings import Settings
    from store.moving import Moved
    from store.records import SqlRecords
    from store.restoring import Restored


def open_records(settings: Settings) -> SqlRecords:
    """The records at `settings.records_url`, with the originals in the home folder; made when missing.

    Folders are created, the schema is brought up to date when its stored version differs, and the seed
    data are put in once. Safe when several processes open the same records at the same time.
    Raises Misconfigured for an address or a schema that does not fit, ResourceShort when it is busy.
    """
    from store.opening import (
        open_sql,
    )  # SQLAlchemy costs half a second: whoever asks for `--help` must not pay

    return open_sql(settings)


def upgrade(settings: Settings) -> str:
    """Bring the records' schema up to date; the revision it has then. Raises like `open_records`."""
    from store.opening import upgrade_schema

    return upgrade_schema(settings)


def migrate_store(settings: Settings, url: str, actor: str, told: Callable[[str, int], None]) -> Moved:
    """Move the SQLite records to an empty PostgreSQL database; see `store.moving.move_records`."""
    from store.moving import move_records

    return move_records(settings, url, actor, told)


def back_up(settings: Settings, to: Path, actor: str, told: Callable[[str], None]) -> Manifest:
    """Make a backup while others go on working; see `store.backing_up.back_up`."""
    from store.backing_up import back_up as make

    return make(settings, to, actor, told)


def restore(
    settings: Settings, path: Path, actor: str, told: Callable[[str], None], *, verify: bool
) -> Restored:
    """Restore a backup into an empty place; see `store.restoring.restore`."""
    from store.restoring import restore as put_back

    return put_back(settings, path, actor, told, verify=verify)


def check_backup(path: Path, told: Callable[[str], None]) -> Restored:
    """Whether a backup is whole; see `store.restoring.check`."""
    from store.restoring import check

    return check(path, told)
