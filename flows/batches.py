"""Batches: a manifest or an archive under the desk's settings."""

from __future__ import annotations

from pathlib import Path

from flows.watch import own_folders
from intake.batch import Batch, BatchRules
from intake.files import MEGABYTE
from pipeline.settings import Settings
from store.records import SqlRecords


def batch(settings: Settings, records: SqlRecords, path: Path) -> Batch:
    """The channel of a manifest or archive. Raises NotFound or Misconfigured for what is none."""
    rules = BatchRules(
        settings.largest_megabytes * MEGABYTE, settings.zone, records.knows_source, own_folders(settings)
    )
    return Batch(path, rules)
