"""A batch: the files that a manifest names, or what lies in an archive. The source is never touched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from intake import Notice
from intake.files import MEGABYTE, RECEIPT_CHANNEL, Fingerprint, finished_name, no_file, written
from intake.packed import Box, Member, is_archive, opened
from pipeline.intake import Incoming
from pipeline.manifest import BadRow, ManifestRow, manifest_rows
from pipeline.problems import Misconfigured, NotFound

CHANNEL = "batch"
MANIFESTS = (".csv", ".jsonl", ".ndjson")
INSIDE = ("manifest.csv", "manifest.jsonl")
"""A manifest of this name at the top of an archive says which members are meant."""


@dataclass(frozen=True, slots=True)
class BatchRules:
    """What holds for a batch: the largest file in bytes, the zone of its dates, and what is known already.

    `known` tells whether a file (its source and mark) is on the record, so that a batch that was broken off
    goes on where it stood and reads nothing twice.
    """

    largest: int
    zone: ZoneInfo
    known: Callable[[str, str], bool] = lambda source, mark: False
    leave_out: frozenset[Path] = frozenset()


class Plan(StrEnum):
    """What would become of a file of a batch."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Planned:
    """A file of a batch and what would become of it; `why` where it would be refused."""

    name: str
    plan: Plan
    size: int = 0
    why: str = ""


@dataclass(slots=True)
class _Piece:
    """A file of a batch: its name there, its source and mark on the record, and how its bytes are had."""

    name: str
    source: str = ""
    mark: str = ""
    size: int = 0
    read: Callable[[], bytes] = field(default=bytes)
    refusal: str = ""
    row: ManifestRow | None = None


class Batch:
    """The channel of one batch. Raises NotFound or Misconfigured for what is none.

    `known` counts the files that were on the record before, `passed_over` those in an archive that are
    hidden, locks, or downloads under way.
    """

    def __init__(self, path: Path, rules: BatchRules) -> None:
        self.path = path.expanduser().resolve()
        self._rules = rules
        self._notices: list[Notice] = []
        self.known = 0
        self.passed_over = 0
        if not self.path.is_file():
            raise NotFound(f"There is no file {path}.", remedy="Name a manifest or an archive.")
        if not (is_archive(self.path) or self.path.name.lower().endswith(MANIFESTS)):
            raise Misconfigured(
                f"{path} is no batch.",
                "A batch is a manifest (.csv, .jsonl) or an archive (.zip, .tar, .tar.gz).",
                "`chancery ingest` takes in single files and folders.",
            )

    def count(self, now: datetime) -> int:
        """How many files the batch names, good or bad."""
        with self._pieces(now) as pieces:
            return sum(1 for _ in pieces)

    def plan(self, now: datetime) -> Iterator[Planned]:
        """What would become of each file. Only files whose fingerprint the manifest tells are read."""
        with self._pieces(now) as pieces:
            for piece in pieces:
                if not piece.refusal and self._rules.known(piece.source, piece.mark):
                    yield Planned(piece.name, Plan.KNOWN, piece.size)
                    continue
                why = piece.refusal or (self._data(piece)[1] if piece.row and piece.row.sha256 else "")
                yield Planned(piece.name, Plan.REFUSED if why else Plan.NEW, piece.size, why)

    def waiting(self, now: datetime) -> Iterator[Incoming]:
        """Every file that is not on the record yet, in order."""
        with self._pieces(now) as pieces:
            for piece in pieces:
                if not piece.refusal and self._rules.known(piece.source, piece.mark):
                    self.known += 1
                    continue
                data, why = (b"", piece.refusal) if piece.refusal else self._data(piece)
                if why:
                    self._notices.append(Notice(f"{written(self.path)}: {piece.name}", why, refused=True))
                else:
                    yield self._incoming(piece, data, now)

    def committed(self, incoming: Incoming) -> None:
        """A batch stays where it is."""

    def notices(self) -> tuple[Notice, ...]:
        """What was not taken, and why."""
        notices, self._notices = tuple(self._notices), []
        return notices

    def _data(self, piece: _Piece) -> tuple[bytes, str]:
        """A piece's bytes, or why they cannot be had."""
        try:
            data = piece.read()
        except ValueError as error:
            return b"", f"It is broken: {error}."
        except OSError as error:
            return b"", f"The machine could not read the file: {error.strerror}."
        if not data:
            return b"", "The file is empty."
        if len(data) > self._rules.largest:
            return b"", _too_large(self._rules.largest)
        meant = piece.row.sha256 if piece.row else ""
        if meant and hashlib.sha256(data).hexdigest() != meant:
            return b"", "It is not the file that the manifest means: its sha256 is another."
        return data, ""

    def _incoming(self, piece: _Piece, data: bytes, now: datetime) -> Incoming:
        row = piece.row or ManifestRow(0, piece.name)
        inside = is_archive(self.path)
        incoming = Incoming(
            CHANNEL if inside or row.id else RECEIPT_CHANNEL,
            written(Path(PurePosixPath(piece.name).name)),
            data,
            row.received_at or now,
            source=piece.source,
            sender=row.sender,
            mark=piece.mark,
            given=(*((("id", row.id),) if row.id else ()), *row.given),
        )
        if not row.id:
            return incoming
        # the same number with other bytes is a correction, and comes in beside the first
        return replace(incoming, external_id=f"{row.id}\0{incoming.sha256}")

    @contextmanager
    def _pieces(self, now: datetime) -> Iterator[Iterator[_Piece]]:
        if is_archive(self.path):
            with opened(self.path) as box:
                yield self._packed(box, now)
        else:
            yield self._listed(now)

    def _listed(self, now: datetime) -> Iterator[_Piece]:
        for row in manifest_rows(self.path.read_bytes(), self.path.name, self._rules.zone, now):
            if isinstance(row, BadRow):
                yield _bad(row)
            else:
                yield self._file(row)

    def _file(self, row: ManifestRow) -> _Piece:
        """A file that the manifest names: beside it or below, and no way out of there."""
        folder = self.path.parent
        path = folder / row.path
        if "\\" in row.path and not path.exists():
            path = folder / row.path.replace("\\", "/")
        try:
            why = self._apart(path.resolve(), folder) or no_file(path) or ""
            found = Fingerprint.of(path) if not why else None
        except FileNotFoundError:
            return _Piece(row.path, refusal="There is no such file.")
        except (OSError, RuntimeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            return _Piece(row.path, refusal=f"The machine could not read the file: {reason}.")
        if found is None:
            return _Piece(row.path, refusal=why or "It is no regular file.")
        large = _too_large(self._rules.largest) if found.size > self._rules.largest else ""
        source = written(path.resolve())
        return _Piece(
            row.path, source, found.mark, found.size, lambda: _whole(path, found), refusal=large, row=row
        )

    def _apart(self, path: Path, folder: Path) -> str:
        if not path.is_relative_to(folder):
            return "It lies outside the folder of the manifest."
        if any(path.is_relative_to(own) for own in self._rules.leave_out):
            return "In this folder Chancery keeps its own files."
        return ""

    def _packed(self, box: Box, now: datetime) -> Iterator[_Piece]:
        self.passed_over = 0
        members: list[Member] = []
        broken = ""
        try:
            members.extend(box.members())
        except ValueError as error:
            broken = f"The archive is broken behind its file number {len(members)}: {error}."
        rows = self._rows_inside(box, members, now)
        for member in members:
            if rows is None and not all(finished_name(part) for part in PurePosixPath(member.name).parts):
                self.passed_over += 1
            elif rows is None or member.name not in INSIDE:
                yield self._member(box, member, rows)
        for row in (rows or {}).values():
            yield (
                _bad(row)
                if isinstance(row, BadRow)
                else _Piece(row.path, refusal="It is not in the archive.")
            )
        if broken:
            yield _Piece("the rest", refusal=broken)

    def _rows_inside(
        self, box: Box, members: list[Member], now: datetime
    ) -> dict[str, ManifestRow | BadRow] | None:
        """The rows of the archive's own manifest, by path; None where it has none."""
        inside = next((member for member in members if member.name in INSIDE), None)
        if inside is None:
            return None
        try:
            data = box.read(inside, self._rules.largest)
        except ValueError as error:
            raise Misconfigured(f"The manifest in {self.path} cannot be read.", f"{error}.") from None
        rows = manifest_rows(data, inside.name, self._rules.zone, now)
        return {row.path if isinstance(row, ManifestRow) else f"\0{row.line}": row for row in rows}

    def _member(self, box: Box, member: Member, rows: dict[str, ManifestRow | BadRow] | None) -> _Piece:
        name = written(Path(member.name)).replace("\0", "\ufffd")
        row = rows.pop(member.name, None) if rows is not None else None
        why = member.refusal
        if rows is not None and not isinstance(row, ManifestRow):
            why = "The manifest does not name it."
        elif not why and member.size > self._rules.largest:
            why = _too_large(self._rules.largest)
        return _Piece(
            name,
            f"{written(Path(self.path.name))}/{name}",
            member.mark,
            member.size,
            lambda: box.read(member, self._rules.largest),
            why,
            row if isinstance(row, ManifestRow) else None,
        )


def _bad(row: BadRow) -> _Piece:
    name = f"line {row.line}" + (f", {row.path}" if row.path else "")
    return _Piece(name, refusal=row.why)


def _too_large(largest: int) -> str:
    return f"The file is larger than the limit of {largest // MEGABYTE} MB."


def _whole(path: Path, found: Fingerprint) -> bytes:
    data = path.read_bytes()
    if Fingerprint.of(path) != found:
        raise ValueError("it changed while it was read")
    return data
