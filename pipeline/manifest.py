"""A manifest: the list that says which files a batch consists of, and what is known of each."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from pipeline.problems import Misconfigured

_OWN = ("path", "id", "received", "sender", "sha256")
_MOST_COLUMNS = 100
_LONGEST_VALUE = 4000
_EARLIEST = 1900
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One file of a batch. `given` is what else the manifest says of it, by column."""

    line: int
    path: str
    id: str = ""
    received_at: datetime | None = None
    sender: str = ""
    sha256: str = ""
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line of a manifest that cannot be followed, and why."""

    line: int
    path: str
    why: str


def manifest_rows(data: bytes, name: str, zone: ZoneInfo, now: datetime) -> Iterator[ManifestRow | BadRow]:
    """The rows of a manifest: JSON lines where its name ends so, else CSV with a heading.

    Dates without a zone lie in `zone`. A path that was named before is a bad row. Raises Misconfigured for
    what is no manifest.
    """
    text = _decoded(data, name)
    lines = _json_lines(text) if name.lower().endswith((".jsonl", ".ndjson")) else _table(text, name)
    seen: dict[str, int] = {}
    for line, values in lines:
        row = values if isinstance(values, BadRow) else _row(line, values, zone, now)
        if isinstance(row, ManifestRow) and row.path in seen:
            row = BadRow(line, row.path, f"Line {seen[row.path]} names the same file.")
        elif isinstance(row, ManifestRow):
            seen[row.path] = line
        yield row


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Misconfigured(f"{name} is no manifest.", "It is not text.", "Save it as CSV in UTF-8.")


def _json_lines(text: str) -> Iterator[tuple[int, Mapping[str, str] | BadRow]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, BadRow(number, "", f"It is not JSON: {str(error)[:200]}.")
            continue
        if not isinstance(found, dict):
            yield number, BadRow(number, "", "It is no JSON object.")
            continue
        yield number, {str(key).strip().lower(): _plain(value) for key, value in found.items()}


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _table(text: str, name: str) -> Iterator[tuple[int, Mapping[str, str] | BadRow]]:
    head = text.split("\n", 1)[0]
    comma = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        columns = [column.strip().lower() for column in next(reader, [])]
    except csv.Error as error:
        raise _no_heading(name, f"{error}.") from None
    if "path" not in columns or len(set(columns)) != len(columns) or len(columns) > _MOST_COLUMNS:
        raise _no_heading(name, f"Its first line is {head.strip()[:200]!r}.")
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield line, BadRow(line, "", f"It is no row of a table: {error}.")
            continue
        if cells is None:
            return
        if len(cells) > len(columns):
            yield line, BadRow(line, "", f"It has {len(cells)} cells for {len(columns)} columns.")
        elif any(cell.strip() for cell in cells):
            yield line, dict(zip(columns, cells, strict=False))


def _no_heading(name: str, why: str) -> Misconfigured:
    return Misconfigured(
        f"{name} is no manifest.",
        f"{why} A manifest begins with the names of its columns, one of which is path.",
        "Columns: path, and if you like id, received, sender, sha256 and any of your own.",
    )


def _row(line: int, values: Mapping[str, str], zone: ZoneInfo, now: datetime) -> ManifestRow | BadRow:
    path = values.get("path", "").strip()
    if not path or _UNFIT.search(path):
        return BadRow(line, _clean(path), "It names no file." if not path else "No file has such a name.")
    digest = values.get("sha256", "").strip().lower()
    if digest and not _SHA256.fullmatch(digest):
        return BadRow(line, path, "Its sha256 is none: 64 digits from 0 to f are one.")
    try:
        received = _moment(values.get("received", "").strip(), zone)
    except ValueError:
        return BadRow(line, path, f"{_clean(values['received'])[:40]!r} is no date; write 2026-03-01.")
    if received and not (received.year >= _EARLIEST and received <= now):
        return BadRow(line, path, f"It cannot have been received on {received.date()}.")
    more = ((name, _clean(value)) for name, value in values.items() if name not in _OWN and value.strip())
    return ManifestRow(
        line,
        path,
        _clean(values.get("id", "")),
        received,
        _clean(values.get("sender", ""))[:500],
        digest,
        tuple(more)[:_MOST_COLUMNS],
    )


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    found = (
        datetime.fromisoformat(text) if len(text) > 10 else datetime.combine(date.fromisoformat(text), time())
    )
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _clean(text: str) -> str:
    return _UNFIT.sub("\ufffd", text.strip())[:_LONGEST_VALUE]
