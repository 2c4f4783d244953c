"""Whether ten times the text costs about ten times as much, also where a text is made to be slow.

    python -m benchmarks.growth [--only STEP]

Processor time, the best of three, for each kind of text at two sizes: that of the smaller in milliseconds,
that of ten times the text as seconds for a megabyte, and how much more the larger costs than the smaller.
Ends with 1 where that is more than 25 times, and still is after being measured again.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hostile import Family, families
from pipeline.settings import Settings
from store import open_records
from store.records import SqlRecords

TIMES_LARGER = 10
MOST = 25.0
RUNS = 3
ROUNDS = 4
SHORTEST = 0.004
"""Seconds; what takes less is too short to be told from chance and counts as this much."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds for the smaller and the larger text, and the bytes of the larger."""

    small: float
    large: float
    size: int

    @property
    def factor(self) -> float:
        """How much more the larger text costs."""
        return max(self.large, SHORTEST) / max(self.small, SHORTEST)

    @property
    def each(self) -> float:
        """Seconds for a million bytes, at the larger size."""
        return self.large / self.size * 1e6

    @property
    def too_much(self) -> bool:
        """Whether the cost grows faster than is allowed."""
        return self.factor > MOST


def seconds(family: Family, size: int) -> float:
    """Processor time of one run, the best of several; each has a text of its own."""
    return min(_once(family, size) for _ in range(RUNS))


def _once(family: Family, size: int) -> float:
    job = family.job(size)
    # collections are due when many objects live, whosever they are: they would make the larger text dearer
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        job()
        return time.process_time() - began
    finally:
        gc.enable()


def growth(family: Family) -> Growth:
    """What was measured; what grew too much is measured again, and the best of all that counts."""
    size = family.size * TIMES_LARGER
    found = Growth(seconds(family, family.size), seconds(family, size), size)
    for _ in range(ROUNDS - 1):
        if not found.too_much:
            break
        found = Growth(
            min(found.small, seconds(family, family.size)), min(found.large, seconds(family, size)), size
        )
    return found


def report(records: SqlRecords, only: str) -> list[str]:
    """Print the table of the steps whose name holds `only`; give the names of what grew too much."""
    failed: list[str] = []
    print(f"{'step':<32}{'text':<40}{'KB':>5}{'ms':>9}{'s per MB':>10}{'growth':>8}")
    for family in families(records):
        if only not in family.step:
            continue
        found = growth(family)
        figures = f"{family.size / 1e3:>5.0f}{found.small * 1e3:>9.2f}{found.each:>10.2f}{found.factor:>8.1f}"
        print(f"{family.step:<32}{family.name[:38]:<40}{figures}", flush=True)
        if found.too_much:
            failed.append(f"{family.step}: {family.name}")
    return failed


def main() -> int:
    """Read the arguments, measure, and say what grew too much."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", metavar="STEP", help="measure the steps whose name holds this")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="chancery-growth-") as home,
        open_records(Settings(home=Path(home))) as records,
    ):
        failed = report(records, given.only)
    for name in failed:
        print(f"grows faster than the text: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
