"""Every success measure over a year of letters whose answers are known, wrong and missing dates among them.

    python -m benchmarks.known_year [--letters 5000]

The letters are written into a record as rows, read back as cases, and measured. What comes out is compared
with what each letter was made for; the comparison is that of the tests. Ends with 1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime
from datetime import time as clock
from pathlib import Path

from benchmarks import year_records
from benchmarks.letters_year import TODAY, year
from coordination.performance import figures, promises
from coordination.reporting import Asked, report
from papers.report import KINDS, paper
from pipeline.settings import Settings
from store import open_records
from store.database import Database
from tests.coordination.test_performance import check


def main() -> int:
    """Read the arguments, make the year, measure it, and say whether all is as it was made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--letters", type=int, default=5000)
    made = year(parser.parse_args().letters)
    with (
        tempfile.TemporaryDirectory(prefix="chancery-year-") as home,
        open_records(Settings(home=Path(home))) as records,
    ):
        database = Database(records.settings)
        with database.write() as move:
            year_records.write(move.connection, made.cases, records.settings.zone)
        database.dispose()
        began = time.perf_counter()
        cases = records.cases(datetime.combine(TODAY, clock(18), records.settings.zone))
        read = time.perf_counter()
        found, kept = figures(cases, TODAY), promises(cases, TODAY)
        reckoned = time.perf_counter()
        whole = report(cases, Asked(TODAY.replace(year=2025), TODAY), TODAY)
        sizes = {kind: len(paper(kind, whole, "Harbors Administration")) for kind in KINDS}
        written = time.perf_counter()
    differing = sum(replace(one, stages={}) != other for one, other in zip(cases, made.cases, strict=True))
    print(f"{len(cases)} letters, {found.doubted.part} of them with dates that are missing or wrong")
    print(f"cases that differ from what was made: {differing}")
    print(f"read in {read - began:.2f} s, measured in {reckoned - read:.2f} s, ", end="")
    print(f"report in {len(sizes)} forms in {written - reckoned:.2f} s")
    for name, count in found.oversight.outcomes.items():
        print(f"  {name.value:<24}{count:>6}{made.truth.outcomes[name.value]:>6} as made")
    try:
        check(found, kept, made.truth)
    except AssertionError as fault:
        print(f"a measure differs: {fault}")
        return 1
    print("every measure is as it was made")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
