"""Relations read from orders beside the Register's own notes: `python -m benchmarks.authority_relations`.

A pair is (order, relation, target). The notes of both ends count: what "Amends" says on one order and what
"Amended by" says on the other. Orders with odd numbers may be looked at, even ones are only counted. What was
judged by reading stands in docs/relations-judged.csv; the judged figures follow it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import random
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from analysis.library import entry
from extractors.library import shelf
from pipeline.findings import RelationKind
from pipeline.library import LibraryEntry, LibraryReference, LibraryText

SCORED = (RelationKind.AMENDS, RelationKind.REVOKES, RelationKind.SUPERSEDES, RelationKind.CONTINUES)
JUDGED = Path(__file__).parent.parent / "docs" / "relations-judged.csv"
DRAWN = 100
Pair = tuple[str, str, str]


def pairs(entries: Iterable[LibraryEntry]) -> tuple[set[Pair], set[Pair]]:
    """What the texts say and what the notes say of orders, where the text of the one that speaks is there.

    Where neither end has any notes, they do not say that there is no relation: such pairs are left out.
    """
    held = {one.citation: bool(one.text.notes.strip()) for one in entries if one.text.text}
    rows = [
        row
        for one in entries
        for row in one.references
        if row.relation in SCORED and row.source in held and row.target.startswith("EO ")
    ]
    said = {_pair(row) for row in rows if not row.noted}
    noted = {_pair(row) for row in rows if row.noted}
    return {pair for pair in said if held[pair[0]] or held.get(pair[2])}, noted


def _pair(row: LibraryReference) -> Pair:
    """The pair; who revokes a part of an order amends it, in our words and so in the notes'."""
    partly = row.in_part and row.relation is RelationKind.REVOKES
    return row.source, (RelationKind.AMENDS if partly else row.relation).value, row.target


def figures(said: set[Pair], noted: set[Pair]) -> Iterator[tuple[str, float, float, float, int]]:
    """For each relation precision, recall, F1 and the number of noted pairs."""
    for relation in (kind.value for kind in SCORED):
        ours = {pair for pair in said if pair[1] == relation}
        theirs = {pair for pair in noted if pair[1] == relation}
        both = len(ours & theirs)
        precision, recall = both / max(1, len(ours)), both / max(1, len(theirs))
        yield relation, precision, recall, 2 * both / max(1, len(ours) + len(theirs)), len(theirs)


def judged(said: set[Pair], noted: set[Pair], *, doubtful: bool = True) -> tuple[set[Pair], set[Pair], int]:
    """Both sides after reading, and how many were read: where the text bears us out, the notes are corrected.

    So they are, if `doubtful`, where both readings can be defended. What nobody judged stays a disagreement.
    """
    if not JUDGED.exists():
        return said, noted, 0
    said, noted = set(said), set(noted)
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["right"] == "both" and not doubtful:
            continue
        pair = (row["order"], row["relation"], row["target"])
        asserted = row["said by"] == row["right"] or (row["right"] == "both" and pair in said)
        (noted.add if asserted else noted.discard)(pair)
    return said, noted, len(rows)


def number(pair: Pair) -> int:
    """The number of the order that speaks."""
    return int("".join(filter(str.isdigit, pair[0])) or 0)


def _entry(text: LibraryText) -> LibraryEntry:
    return entry(text)


def main() -> None:
    """Print the tables; with --draw disagreements drawn at random, with --odd all those of odd orders."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", type=int, metavar="SEED", help="list disagreements drawn at random")
    parser.add_argument(
        "--of", metavar="RELATION", help="draw from this relation; else from all but continues"
    )
    parser.add_argument("--odd", metavar="RELATION", help="list disagreements of odd orders")
    given = parser.parse_args()
    corpus = Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus"))
    texts = shelf(gzip.decompress((corpus / "scale.jsonl.gz").read_bytes())).texts
    began = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        entries = list(pool.map(_entry, texts, chunksize=25))
    said, noted = pairs(entries)
    hidden = unseen(corpus)
    shown = {pair for pair in said ^ noted if pair[0] not in hidden}
    if given.odd:
        _list({pair for pair in shown if pair[1] == given.odd and number(pair) % 2}, said)
        return
    if given.draw is not None:
        drawn = sorted(
            pair for pair in shown if (pair[1] == given.of if given.of else pair[1] != "continues")
        )
        _list(random.Random(given.draw).sample(drawn, min(DRAWN, len(drawn))), said)
        return
    print(f"{len(entries)} orders in {time.perf_counter() - began:.1f} s\n")
    sides = {
        "all": lambda pair: True,
        "odd": lambda pair: number(pair) % 2,
        "even": lambda pair: not number(pair) % 2,
    }
    print("| orders | relation | P | R | F1 | noted pairs |\n| --- | --- | ---: | ---: | ---: | ---: |")
    for name, keep in sides.items():
        _table(name, set(filter(keep, said)), set(filter(keep, noted)))
    told, true, count = judged(said, noted)
    _table(f"all, {count} judged", told, true)
    told, true, _ = judged(said, noted, doubtful=False)
    _table("all, only where the notes cannot be defended", told, true)
    listed = {pair[0] for pair in noted if pair[1] == "continues"}
    _table("whose continuances are noted", *(continued(side, listed) for side in (said, noted)))


def continued(side: set[Pair], orders: set[str]) -> set[Pair]:
    """What these orders continue. The notes list what an order continues as a whole or not at all."""
    return {pair for pair in side if pair[1] == "continues" and pair[0] in orders}


def _table(name: str, said: set[Pair], noted: set[Pair]) -> None:
    for relation, precision, recall, f1, count in figures(said, noted):
        if count:
            print(f"| {name} | {relation} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {count} |")


def _list(found: Iterable[Pair], said: set[Pair]) -> None:
    for pair in sorted(found, key=lambda pair: (number(pair), pair)):
        print(*pair, "ours" if pair in said else "notes", sep=",")


def unseen(corpus: Path) -> set[str]:
    """The orders whose documents stand in the check split: their errors are never listed."""
    with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file) if row["split"] == "check"]
    return {f"EO {name.removeprefix('eo-')}" for name in names if name.startswith("eo-")}


if __name__ == "__main__":
    main()
