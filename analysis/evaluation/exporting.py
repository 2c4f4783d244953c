"""A labelled folder written from reviewers' decisions, in the format that `evaluate` reads."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.cautions import keeps_here
from analysis.evaluation.labelling import Labels, Reviewed, Row, labels
from pipeline.documents import ExtractedDocument
from pipeline.findings import Kind
from pipeline.masking import blotted
from pipeline.problems import Misconfigured

_PARTS = ("meta", "authorities", "actions", "decisions")
_COLUMNS = ("file", "name", "kind", "format", "title", "split")


@dataclass(slots=True)
class Exported:
    """What an export wrote, and what it left out, by reason."""

    documents: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


def export(
    folder: Path, documents: Iterable[tuple[Reviewed, bytes | None]], *, marked: bool = False
) -> Exported:
    """Write the labels of reviewed documents into a new folder.

    With its bytes a document is written as it came. Without them its text is, personal data blotted out so
    that every offset holds, and hidden text left blank. Documents with a handling mark are left out unless
    `marked`. Raises Misconfigured where the folder cannot be made or has something in it.
    """
    _make(folder)
    told = Exported()
    seen: set[str] = set()
    _line(folder / "manifest.csv", _COLUMNS)
    for reviewed, original in documents:
        why = _why_not(reviewed, seen, marked)
        if why:
            told.left_out[why] += 1
            continue
        seen.add(reviewed.document.sha256)
        _add(folder, reviewed, original, told)
    return told


def _add(folder: Path, reviewed: Reviewed, original: bytes | None, told: Exported) -> None:
    document, found = reviewed.document, labels(reviewed)
    place = _write(folder, reviewed, found, original)
    for part in _PARTS:
        rows: list[Row] = list(getattr(found, part))
        _lines(folder / "gold" / f"{part}.jsonl", rows if original else _shown(rows, document, found))
        told.rows[part] += len(rows)
    title = found.title if original else blotted(found.title, _names(found))
    values = (place, reviewed.name, found.kind.value, Path(place).suffix[1:], title)
    _line(folder / "manifest.csv", (*values, split_of(document.sha256)))
    told.documents += 1


def split_of(sha256: str) -> str:
    """The half of the folder that some bytes always belong to, whenever they are exported."""
    return "fit" if int(sha256[:8] or "0", 16) % 2 else "check"


def _why_not(reviewed: Reviewed, seen: set[str], marked: bool) -> str | None:
    document = reviewed.document
    if document.sha256 in seen:
        return "the same bytes came before"
    if not document.text.strip():
        return "no text"
    return "a handling mark" if not marked and (reviewed.guarded or keeps_here(document)) else None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Misconfigured(f"{folder} has something in it.", remedy="Name a new folder.")
        for part in ("docs", "text", "gold"):
            (folder / part).mkdir()
    except OSError as error:
        raise Misconfigured(f"{folder} cannot be made.", error.strerror or str(error)) from None


def _write(folder: Path, reviewed: Reviewed, found: Labels, original: bytes | None) -> str:
    document = reviewed.document
    if original is None:
        place, data = f"docs/{reviewed.name}.txt", _text(document, found).encode()
        (folder / "text" / f"{reviewed.name}.txt").write_bytes(data)
    else:
        place, data = f"docs/{reviewed.name}{Path(document.name).suffix.lower()}", original
        (folder / "text" / f"{reviewed.name}.txt").write_bytes(document.text.encode())
    (folder / place).write_bytes(data)
    return place


def _text(document: ExtractedDocument, found: Labels) -> str:
    """The text without personal data and without what was not meant to be seen, as long as it was."""
    text = blotted(document.text, _names(found))
    for place in document.hidden:
        blank = "".join(letter if letter.isspace() else " " for letter in text[place.start : place.end])
        text = text[: place.start] + blank + text[place.end :]
    return text


def _names(found: Labels) -> tuple[str, ...]:
    """Names to blot out: who writes as a private person."""
    if found.kind is not Kind.PUBLIC_LETTER:
        return ()
    return tuple(str(row["issuer"]) for row in found.meta if row.get("issuer"))


def _shown(rows: list[Row], document: ExtractedDocument, found: Labels) -> list[Row]:
    text, names = _text(document, found), _names(found)

    def shown(value: Any) -> Any:
        if isinstance(value, list):
            return [shown(part) for part in value]
        if not isinstance(value, dict):
            return blotted(value, names) if isinstance(value, str) else value
        if {"start", "end", "quote"} <= value.keys():
            return value | {"quote": text[value["start"] : value["end"]]}
        if {"offset", "verbatim"} <= value.keys():
            end = value["offset"] + len(value["verbatim"])
            value = value | {"verbatim": text[value["offset"] : end]}
        return {name: part if name in ("doc", "verbatim") else shown(part) for name, part in value.items()}

    return [shown(row) for row in rows]


def _lines(path: Path, rows: list[Row]) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _line(path: Path, values: tuple[str, ...]) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(values)
