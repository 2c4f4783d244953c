"""A package in, again, and out: counts and field by field equality: `python -m benchmarks.exchange FILE`.

Works on an empty record in a temporary folder.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from coordination.exchange import Package, Value, bytes_of, package_of
from pipeline.settings import Settings
from store import open_records


def facts(package: Package) -> dict[tuple[str, str, str], Value]:
    """Every field of every record."""
    return {
        (record.entity, record.id, name): value
        for record in package.records
        for name, value in record.fields.items()
    }


def main() -> int:
    """Print counts and differences; 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    given = parser.parse_args()
    package = package_of(given.file.read_bytes())
    with tempfile.TemporaryDirectory() as folder, open_records(Settings(home=Path(folder))) as records:
        began = time.perf_counter()
        first = records.bring(package, given.file.name, "clerk")
        seconds = time.perf_counter() - began
        again = records.bring(package, given.file.name, "clerk")
        back = package_of(bytes_of(records.package()))
        holds = records.verify().holds
    counts, returned = package.counts(), back.counts()
    print("| entity | in | new | out |\n| --- | ---: | ---: | ---: |")
    for entity in {**counts, **returned}:
        print(
            f"| {entity} | {counts.get(entity, 0)} | {first.new.get(entity, 0)} | {returned.get(entity, 0)} |"
        )
    there, here = facts(package), facts(back)
    different = [place for place in {**there, **here} if there.get(place) != here.get(place)]
    print(f"\n{len(there)} fields in, {len(here)} out, {len(different)} different; {seconds:.2f} s in")
    print(f"again: {sum(again.new.values())} new, {again.changed} changed, {again.same} the same")
    print(f"kept apart: {len(first.apart)}; people noted by name: {first.stubs}; audit log holds: {holds}")
    return 1 if different or not holds else 0


if __name__ == "__main__":
    raise SystemExit(main())
