"""How much of a labelled folder's text is read: `python -m benchmarks.fidelity [DIR]`.

Verbatim labels found in the text as read (letters and digits compared), and, for genuine scans, windows of
eight words of the true text found in what was recognised. Sums only, by split; `--errors` names the labels
that are missing, of the fit split alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from extractors import open_reader
from pipeline.settings import Settings

WINDOW = 8
_PLAIN = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(r"[a-z0-9]+")


def labels(folder: Path) -> dict[str, list[str]]:
    """The verbatim strings of each document's labels, by the document's name."""
    found: dict[str, list[str]] = {}
    for path in sorted((folder / "gold").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            name = str(row.get("doc") or row.get("document") or row.get("name") or "")
            found.setdefault(name, []).extend(_verbatim(row))
    return found


def _verbatim(row: object) -> Iterator[str]:
    if isinstance(row, dict):
        for key, value in row.items():
            if key == "verbatim" and isinstance(value, str):
                yield value
            else:
                yield from _verbatim(value)
    elif isinstance(row, list):
        for value in row:
            yield from _verbatim(value)


def plain(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return _PLAIN.sub("", text.lower())


def windows(text: str) -> Counter[tuple[str, ...]]:
    """Every run of eight words, with how often it stands there."""
    words = _WORD.findall(text.lower())
    return Counter(tuple(words[at : at + WINDOW]) for at in range(len(words) - WINDOW + 1))


def main() -> None:
    """Print the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus"))
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    wanted = labels(given.folder)
    with (given.folder / "manifest.csv").open(encoding="utf-8") as listed:
        rows = list(csv.DictReader(listed))
    sums: Counter[tuple[str, str, str]] = Counter()
    with tempfile.TemporaryDirectory() as home, open_reader(Settings(home=Path(home))) as reader:
        for row in rows:
            path = given.folder / row["file"]
            text = reader.read(path.read_bytes(), path.name).text
            split, kind = row["split"].strip(), "scan" if ".scan." in path.name else "digital"
            missing = [words for words in wanted.get(row["name"], []) if plain(words) not in plain(text)]
            sums[split, kind, "labels"] += len(wanted.get(row["name"], []))
            sums[split, kind, "missing"] += len(missing)
            if kind == "scan":
                true = windows((given.folder / "text" / f"{row['name']}.txt").read_text(encoding="utf-8"))
                sums[split, kind, "windows"] += true.total()
                sums[split, kind, "found"] += (true & windows(text)).total()
            if given.errors and split == "fit":
                print(*(f"{row['name']}: {words[:120]!r}" for words in missing), sep="\n")
    _told(sums)


def _told(sums: Counter[tuple[str, str, str]]) -> None:
    for split, kind in sorted({(split, kind) for split, kind, _ in sums}):
        count, missing = sums[split, kind, "labels"], sums[split, kind, "missing"]
        print(f"{split}, {kind}: {count - missing} of {count} labels found", end="")
        true = sums[split, kind, "windows"]
        print(f", {sums[split, kind, 'found'] / true:.3f} of {true} windows" if true else "")


if __name__ == "__main__":
    main()
