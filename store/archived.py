"""An open record's packages for archives and for requests under the freedom of information act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import IO, Any

from sqlalchemy import Connection

from papers import contents
from pipeline import archives
from pipeline.archives import INDEX, MASKED, TABLE, WITHOUT_ORIGINALS, Blackening, Chosen, Manifest, Member
from pipeline.encoding import Json, to_plain
from pipeline.problems import NotFound
from pipeline.tabular import csv_lines
from store import archiving, audit, documents, parties, private
from store.archive_files import Writer, fingerprint
from store.known import KnownRecord

_COLUMNS = (
    ("control_number", "Control number"),
    ("kind", "Kind"),
    ("title", "Title"),
    ("creator", "Creator"),
    ("document_date", "Date of the document"),
    ("received", "Received"),
    ("stage", "Stage"),
    ("handling", "Handling"),
    ("sha256", "SHA-256 of the original"),
)
_FILES = ("files", "Files")


@dataclass(frozen=True, slots=True)
class Exported:
    """A package that was made, and the fingerprint of its file."""

    manifest: Manifest
    sha256: str


@dataclass(frozen=True, slots=True)
class Export:
    """What the audit log knows of a package of this fingerprint."""

    by: str
    at: str


class ArchivedRecord(KnownRecord):
    """What leaves as a package is what the reader may see; nothing tells that there was more."""

    def export_package(self, chosen: Chosen, file: IO[bytes], actor: str) -> Exported:
        """Write the records that were chosen into an open file, and put down in the audit log who did.

        Raises NotFound where nothing fits, ResourceShort or Damaged for an original that cannot be read.
        """
        audit.person(actor, "take records out")
        with self._read() as connection:
            numbers = archiving.chosen_documents(connection, chosen, self.settings)
            actions = archiving.chosen_actions(connection, chosen, numbers)
            if not numbers and not actions:
                raise NotFound(
                    "No records fit.", remedy="Name other numbers, a longer period or another kind."
                )
            made = self._write_package(connection, chosen, Writer(file), numbers, actions)
        done = Exported(made, fingerprint(file))
        self._log_export(chosen, done, actor)
        return done

    def _write_package(
        self, connection: Connection, chosen: Chosen, writer: Writer, numbers: list[str], actions: list[str]
    ) -> Manifest:
        for number in numbers:
            for member in archiving.of_document(connection, number, chosen, self._blobs):
                writer.add(member)
        for number in actions:
            for member in archiving.of_action(connection, number, self.settings, chosen, self._blobs):
                writer.add(member)
        agency = parties.agency(connection).name
        rows = [_row(connection, number, agency, chosen) for number in numbers]
        days = sorted(str(row["received"]) for row, _ in rows)
        manifest = Manifest(
            archives.FORM, version("chancery"), agency, chosen.told, tuple(numbers), tuple(actions),
            days[0] if days else None, days[-1] if days else None,
            f"included: {chosen.originals}" if chosen.originals else WITHOUT_ORIGINALS,
            f"off: {chosen.unmasked}" if chosen.unmasked else MASKED, 0, (), "",
        )  # fmt: skip
        for member in _overview(manifest, rows, [one.name for one in writer.kept]):
            writer.add(member)
        return writer.finish(manifest)

    def _log_export(self, chosen: Chosen, done: Exported, actor: str) -> None:
        """An event for each record, which is seen with it, and one that names nothing but the package."""
        told: dict[str, Json] = {
            "package": done.sha256,
            "whole": done.manifest.whole,
            "originals": chosen.originals or None,
            "unmasked": chosen.unmasked or None,
        }
        with self._write() as move:
            move.log(audit.who(actor), "records.exported", "records", None, {"package": done.sha256})
            for number in done.manifest.documents:
                move.log(audit.who(actor), "document.exported", number, None, told)
            for number in done.manifest.actions:
                move.log(audit.who(actor), "action.exported", number, None, told)

    def export_of(self, sha256: str) -> Export | None:
        """Who made the package of this fingerprint, and when; None for one that the log does not know."""
        with self._read() as connection:
            after = None
            while rows := audit.rows(connection, 500, after, what="records.exported"):
                for row in rows:
                    if row.after == {"package": sha256}:
                        return Export(row.who.removeprefix("user:"), row.at.isoformat())
                after = rows[-1].number
        return None


def _row(connection: Connection, number: str, agency: str, chosen: Chosen) -> tuple[dict[str, Json], int]:
    """A document's line in the table, masked like its files, and in how many places."""
    found: Any = documents.find(connection, number)
    black = Blackening(not chosen.unmasked, private.names_of_document(connection, found.id))
    row = {
        "control_number": number,
        "kind": found.kind,
        "title": found.title or found.file_name,
        "creator": found.sender or agency,
        "document_date": found.document_date,
        "received": found.received_at.date(),
        "stage": found.stage,
        "handling": found.handling,
        "sha256": found.sha256,
    }
    plain: Any = black.values(to_plain(row))
    return plain, black.count


def _overview(
    manifest: Manifest, rows: list[tuple[dict[str, Json], int]], names: list[str]
) -> Iterator[Member]:
    """The table of documents, for a spreadsheet and as part of a page to read."""
    masked = sum(count for _, count in rows)
    lines = [row for row, _ in rows]
    yield Member(TABLE, "".join(csv_lines(_COLUMNS, lines)).encode("utf-8", "surrogatepass"), masked)

    def files(folder: str) -> list[Json]:
        return [name for name in names if name.startswith(f"{folder}/")]

    told = [row | {"files": files(f"documents/{row['control_number']}")} for row in lines]
    actions: list[dict[str, Json]] = [
        {"number": one, "files": files(f"actions/{one}")} for one in manifest.actions
    ]
    asked = "; ".join(f"{name} {value}" for name, value in manifest.asked.items())
    said = (
        f"{manifest.creator}. Asked for: {asked}.",
        f"Originals: {manifest.originals}.",
        f"Masking: {manifest.masking}",
        "A masked audit entry no longer gives its hash; the hashes are those of the record.",
        "manifest.json names every file with its SHA-256. `chancery records verify` compares all of them.",
    )
    tables = (
        ("Documents", (*_COLUMNS[:-1], _FILES), told),
        ("Executive actions", (("number", "Number"), _FILES), actions),
    )
    yield Member(INDEX, contents.index("Records package", said, tables), masked)
