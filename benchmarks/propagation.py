"""Changes of authority on real orders: `python -m benchmarks.propagation`.

Loads the 1,427 orders of the corpus into the library, makes actions under twenty of them, some under one
section, takes five orders in as papers that arrive, approves their drafts, and compares what is put before
leads with a table that was written by reading the five orders. Ends with 1 where the two differ.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from analysis.library import entry
from cli.entry import main as chancery
from extractors.library import shelf
from pipeline.decisions import Decision, DraftKind, Verdict, doubts
from pipeline.library import LibraryEntry, LibraryText
from pipeline.settings import Settings
from store import open_records
from store.changes import Asked
from store.records import SqlRecords
from store.views import User

FIRST = "EO 13783"
"""Taken in first, so that work of its own rests on it: the action, items, risks and impacts it makes."""

ARRIVE = ("EO 13403", "EO 13671", "EO 13782", "EO 13990", "EO 14318")

WHOLE, PART, UNSURE, OTHER = "Whole authority", "Its part", "Perhaps its part", "Other part"
UNDER: dict[str, tuple[str, str] | None] = {
    "EO 13011": ("EO 13403", WHOLE),
    "EO 13279 sec. 1(e)": ("EO 13403", PART),
    "EO 13279 sec. 4": ("EO 13403", OTHER),
    "EO 13339 sec. 9": ("EO 13403", PART),
    "EO 13381 sec. 6(b)": ("EO 13403", PART),
    "EO 13389 sec. 3": ("EO 13403", PART),
    "EO 13389 sec. 5": ("EO 13403", OTHER),
    "EO 13413 sec. 1(a)": ("EO 13671", PART),
    "EO 13413 sec. 4": ("EO 13671", OTHER),
    "EO 13673": ("EO 13782", WHOLE),
    "EO 13683 sec. 3": ("EO 13782", PART),
    "EO 13683 sec. 6": ("EO 13782", OTHER),
    "EO 13868 sec. 2": ("EO 13990", WHOLE),
    "EO 13807": ("EO 13990", WHOLE),
    "EO 13834 sec. 2": ("EO 13990", UNSURE),
    "EO 14141": ("EO 14318", WHOLE),
    "EO 13563": None,
    "EO 13571": None,
    "EO 13526": None,
    "EO 13556": None,
}
"""Twenty actions: what each rests on, which of the five changes it, and what that means for it.

Read from the five orders: 13403 amends 11030, 13279 (sec. 1(e)), 13339, 13381 (sec. 6(b)) and 13389 (sec. 3)
and revokes 13011; 13671 amends 13413 (sec. 1(a) and 2); 13782 revokes 13673, 13738 and sec. 3 of 13683;
13990 revokes 13766, 13778, 13783, 13792, 13795, 13807, 13868, 13927, and 13834 but for three sections;
14318 revokes 14141.
"""

Row = tuple[str, str, str, str]


def _entry(text: LibraryText) -> LibraryEntry:
    return entry(text)


@contextmanager
def _said(name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - began:.1f} s", flush=True)


def load(records: SqlRecords, texts: Iterable[LibraryText]) -> int:
    """Put the orders into the library; how many."""
    with ProcessPoolExecutor(2) as pool:
        entries = list(pool.map(_entry, texts, chunksize=25))
    for at in range(0, len(entries), 50):
        records.shelve(entries[at : at + 50], "the corpus", "clerk")
    return len(entries)


def arrive(records: SqlRecords, folder: Path, text: LibraryText) -> str:
    """Take an order in, approve every draft, finish; its control number."""
    paper = folder / f"{text.citation.replace(' ', '-')}.txt"
    paper.write_text(text.text, encoding="utf-8")
    before = {row.control_number for row in records.queue(limit=100)}
    if chancery(["ingest", str(paper), "--quiet"]):
        raise SystemExit(f"{paper} was not taken in")
    (control,) = {row.control_number for row in records.queue(limit=100)} - before
    now = datetime.now(UTC)
    for draft in records.drafts(control):
        seen = frozenset(doubt.field for doubt in doubts(draft))
        records.decide(Decision(draft.id, draft.version, "clerk", Verdict.APPROVE, now, confirmed=seen))
    kinds = {draft.kind for draft in records.drafts(control)}
    made = None if DraftKind.EXECUTIVE_ACTION in kinds else f"Carry out {text.citation}"
    records.finish(control, "clerk", now, made=made)
    return control


def found(records: SqlRecords, names: dict[str, str]) -> tuple[set[Row], list[Row]]:
    """What was found for the twenty actions, and what else: (work, changed, changing, reach)."""
    ours: set[Row] = set()
    rest: list[Row] = []
    for row in records.authority_changes(Asked(state="all")):
        for one in row.reached:
            _check(records, row.document, row.evidence and row.evidence[0])
            told = (row.changed, row.changing, one.effect.reach.value)
            if one.kind == "action" and one.number in names:
                ours.add((names[one.number], *told))
            else:
                rest.append((f"{one.kind} {one.number}: {one.name[:60]}", *told))
    return ours, rest


def _check(records: SqlRecords, document: str | None, place: object) -> None:
    """Every change has its words, and they stand where it says."""
    quote, start, end = (getattr(place, name, None) for name in ("quote", "start", "end"))
    if not (document and quote):
        raise SystemExit("a change without its words")
    read = records.last_reading(records.document(document))
    if read is None or read[0].text[start:end] != quote:
        raise SystemExit(f"{document}: the words are not where they are said to be")


def expected() -> set[Row]:
    """What the table above says."""
    return {
        (under, under.partition(" sec.")[0], *change) for under, change in UNDER.items() if change is not None
    }


def run(folder: Path, corpus: Path) -> int:
    """The whole of it; 1 where what is found differs from the table."""
    home = folder / "home"
    os.environ["CHANCERY_HOME"] = str(home)
    texts = shelf(gzip.decompress((corpus / "scale.jsonl.gz").read_bytes())).texts
    by_name = {text.citation: text for text in texts}
    with open_records(Settings(home=home)) as records:
        records.add_user(User("clerk", "Clerk", frozenset({"reviewer"})), "system")
        with _said("orders read and filed in the library"):
            print(f"{load(records, texts)} orders")
        arrive(records, folder, by_name[FIRST])
        names = {}
        for under in UNDER:
            number = records.make_action(f"Carry out {under}", "Operational Directive", "clerk")
            records.change_action(number, 1, {"authority": under}, "clerk")
            names[number] = under
        with _said("five orders taken in, approved and followed"):
            for name in ARRIVE:
                arrive(records, folder, by_name[name])
        ours, rest = found(records, names)
    return report(ours, rest)


def report(ours: set[Row], rest: list[Row]) -> int:
    """Print what was found beside what should be; 1 where they differ."""
    wanted = expected()
    print(f"\n{len(ours & wanted)} of {len(wanted)} expected, {len(ours - wanted)} unexpected,"
          f" {len(UNDER) - len({row[0] for row in wanted})} actions that nothing reaches\n")  # fmt: skip
    for row in sorted(ours | wanted):
        mark = "found" if row in ours & wanted else "MISSED" if row in wanted else "UNEXPECTED"
        print(f"  {mark:<10} {row[0]:<22} {row[2]} -> {row[3]}")
    print(f"\nElse flagged: {len(rest)}, work that {FIRST} itself made")
    for row in sorted(rest):
        print(f"  {row[1]} by {row[2]}, {row[3]}: {row[0]}")
    strays = [row for row in rest if row[1] != FIRST]
    return int(ours != wanted or bool(strays))


def main() -> int:
    """Run it in a temporary home."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    corpus = Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus"))
    with tempfile.TemporaryDirectory() as folder:
        return run(Path(folder), corpus)


if __name__ == "__main__":
    sys.exit(main())
