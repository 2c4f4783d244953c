"""What a desk holds, in a form in which two desks can be compared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.settings import Settings
from store import open_records

if TYPE_CHECKING:
    from store.records import SqlRecords

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One receipt: its name, where it stands, its stored bytes, its drafts, the names of its attachments.

    `attached` says where the attachments stand. Of two mails with the same attachment the one that is read
    first has it, the other has a duplicate: chance even where nobody disturbs, so it is compared in sum.
    """

    name: str
    stage: str
    kept: str
    drafts: tuple[str, ...]
    children: tuple[str, ...]
    attached: tuple[str, ...] = field(compare=False, repr=False)


def entries(settings: Settings) -> list[Entry]:
    """Every receipt that is no attachment. Raises a Problem when the stored bytes cannot be read."""
    with open_records(settings) as records:
        rows = records.queue(limit=MOST)
        return [_entry(records, row.control_number) for row in rows if row.parent is None]


def _entry(records: SqlRecords, control_number: str) -> Entry:
    dossier = records.dossier(control_number)
    kept = hashlib.sha256(records.contents(dossier.document)).hexdigest()
    return Entry(
        name=dossier.document.name,
        stage=str(dossier.document.stage),
        kept=kept,
        drafts=tuple(sorted(f"{draft.number} {draft.kind} {draft.title}" for draft in dossier.drafts)),
        children=tuple(sorted(child.name for child in dossier.children)),
        attached=tuple(f"{child.name} {child.stage} {child.drafts}" for child in dossier.children),
    )
