"""Finding the authority that a passage speaks of: `python -m benchmarks.retrieval`.

The orders of the labelled folder are loaded as a library. Each question is the text around a citation of one
order in another, every order number taken out; looked for is the order that was cited. All rankings answer
the same questions in one run; "without" takes one ranking out of the fusion.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors import open_reader
from extractors.library import shelf
from flows.library import fill
from pipeline.library import LibraryText
from pipeline.settings import Settings
from store import open_records
from store.records import SqlRecords
from store.related import Question

QUESTIONS = 400
AROUND = 350
LISTS = ("words", "likeness", "title", "date")
_CITED = re.compile(r"Executive Order (?:No\. )?(1[2-4]\d{3})\b")
_NUMBER = re.compile(r"\b1[0-9]{4}(?:-\d)?\b")
_LONG_ENOUGH = 4000


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage without order numbers, the order it stands in, and the order it cites."""

    question: Question
    within: str
    wanted: str


def questions(texts: Sequence[LibraryText], seed: int = 7) -> list[Asked]:
    """Passages around citations, drawn at random; orders under 4,000 characters are left out."""
    from analysis.library import references_in

    held = {text.citation: text for text in texts if len(text.text) > _LONG_ENOUGH}
    places = [
        (name, match.start(), f"EO {match[1]}")
        for name, text in held.items()
        for match in _CITED.finditer(text.text)
        if f"EO {match[1]}" in held and f"EO {match[1]}" != name
    ]
    random.Random(seed).shuffle(places)
    asked = []
    for name, at, wanted in places[:QUESTIONS]:
        words = _NUMBER.sub(" ", held[name].text[max(0, at - AROUND) : at + AROUND])
        cited, dates = references_in(words)
        asked.append(Asked(Question(words, cited, dates), name, wanted))
    return asked


def places(records: SqlRecords, asked: Sequence[Asked], lists: frozenset[str], cited: bool) -> Iterator[int]:
    """At which place each wanted order was found; 1000 where it was not."""
    from dataclasses import replace

    for one in asked:
        question = replace(one.question, lists=lists, cited=one.question.cited if cited else ())
        names = [row.name for row in records.related(question, 25) if row.name != one.within]
        # U.S.C. sections and the like that the passage cites outright are no candidates here
        orders = [name for name in names if name.startswith("EO ")]
        yield orders.index(one.wanted) + 1 if one.wanted in orders else 1000


def row(name: str, found: Sequence[int], times: Sequence[float]) -> str:
    """A line of the table."""
    shares = [sum(place <= most for place in found) / len(found) for most in (1, 5, 10, 20)]
    slow = sorted(times)[int(0.95 * len(times))] if times else 0.0
    return f"| {name} | {' | '.join(f'{share:.3f}' for share in shares)} | {slow * 1000:.0f} |"


def measured(records: SqlRecords, asked: Sequence[Asked], name: str, lists: Sequence[str]) -> str:
    """The line of one way to rank."""
    found, times = [], []
    for one in asked:
        began = time.perf_counter()
        found += list(places(records, [one], frozenset(lists), cited=False))
        times.append(time.perf_counter() - began)
    return row(name, found, times)


def report(records: SqlRecords, asked: Sequence[Asked]) -> Iterator[str]:
    """The table: each ranking alone, all of them, all but one."""
    yield "| ranking | R@1 | R@5 | R@10 | R@20 | p95, ms |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name in LISTS:
        yield measured(records, asked, f"{name} alone", [name])
    yield measured(records, asked, "**all, fused**", LISTS)
    for name in LISTS:
        yield measured(records, asked, f"without {name}", [other for other in LISTS if other != name])


def _filled(home: Path, data: bytes, told: Callable[[str], None]) -> SqlRecords:
    settings = Settings(home=home, workers=2, ocr="off")
    records = open_records(settings)
    with open_reader(settings) as reader:
        began = time.perf_counter()
        filled = fill(records, reader.sandbox, data, "orders", "system:benchmark")
        told(f"- {filled.read} orders read, analysed and filed in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    records.index()
    seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in (home / "vectors").rglob("*") if path.is_file())
    with records._database.read() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM index_passage").scalar_one()
    told(f"- {count:,} passages; vectors built in {seconds:.1f} s, {size / 1e6:.0f} MB")
    return records


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    corpus = Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus"))
    data = gzip.decompress((corpus / "scale.jsonl.gz").read_bytes())
    asked = questions(shelf(data).texts, given.seed)
    with tempfile.TemporaryDirectory() as home:
        records = _filled(Path(home), data, print)
        length = statistics.mean(len(one.question.text) for one in asked)
        print(f"- {len(asked)} questions of {length:.0f} characters")
        print()
        for line in report(records, asked):
            print(line, flush=True)
        records.dispose()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
