"""What the analyst says about orders, counted: `python -m benchmarks.statements`.

Over the labelled orders and memoranda and the 1,427 orders beside them, with a made-up department of thirty
units as the receiver. For each order that sets a day: is there a risk and an impact that name something of
its words, its amount or its day, and whom it falls to; does the summary say who must act and when for every
dated tasking, or how many more there are. Then every pair of orders: how many runs of five words their risks
and impacts share, and how many of these not both orders print themselves. Prints the exceptions; ends with 1
when an order wants something, or when over two pairs in ten thousand share a tenth in words of ours.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from analysis.offline import OfflineAnalyzer
from benchmarks.routing import LARGE, agency
from extractors.library import shelf
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding, Analysis, ImpactFinding, RiskFinding

KINDS = frozenset({"executive_order", "presidential_memorandum", "agency_memo"})
RUN, MOST_SHARED = 5, 0.10
MOST_ALIKE = 0.0002
"""Pairs of orders that amend the same ten orders, or bear one title, cannot but name the same things."""
Row = RiskFinding | ImpactFinding
Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one order's analysis says: `runs` of its risks and impacts, and its `own`, which it prints."""

    name: str
    dated: int
    risks: int
    impacts: int
    wanting: tuple[str, ...]
    runs: frozenset[Run]
    own: frozenset[Run]


def texts(corpus: Path) -> Iterator[tuple[str, str]]:
    """Names and texts: the labelled orders and memoranda, then the orders beside them."""
    with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] in KINDS:
                yield row["name"], (corpus / "text" / f"{row['name']}.txt").read_text(encoding="utf-8")
    for one in shelf(gzip.decompress((corpus / "scale.jsonl.gz").read_bytes())).texts:
        if one.text.strip():
            yield one.citation, one.text


@cache
def _analyzer() -> OfflineAnalyzer:
    return OfflineAnalyzer(agency(LARGE))


def counted(named: tuple[str, str]) -> Counted:
    """The counts of one order."""
    name, text = named
    page = Page(1, Span(0, len(text)))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    found = _analyzer().analyse(ExtractedDocument(sha256, f"{name}.txt", "text/plain", text, (page,)))
    rows: tuple[Row, ...] = (*found.risks, *found.impacts)
    dated = [action for action in found.actions if action.due_date]
    runs = frozenset(run for row in rows for said in _said(row) for run in _runs(said))
    return Counted(
        name,
        len(dated),
        len(found.risks),
        len(found.impacts),
        tuple(_wanting(found, dated)),
        runs,
        runs & frozenset(_runs(text)),
    )


def _said(row: Row) -> Iterator[str]:
    """The title without its label, and each fact of the reason: runs do not reach from one into the next."""
    yield row.title.partition(": ")[2] or row.title
    yield from re.split(r"[;:]\s", row.reason)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"\bexecutive order(?: no\.)?", "eo", text.lower()))


def _runs(text: str) -> Iterator[Run]:
    words = _words(text)
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _wanting(found: Analysis, dated: list[ActionFinding]) -> Iterator[str]:
    """What is missing in the analysis of an order that sets a day."""
    if not dated:
        return
    for kind, rows in (("risk", found.risks), ("impact", found.impacts)):
        naming = [row for row in rows if _names_thing(row)]
        if not naming:
            yield f"no {kind} that names its object, amount or date"
        elif not any(_names_unit(row, found) for row in naming):
            yield f"no {kind} that names whom it falls to"
    yield from _untold(found, dated)


def _names_thing(row: Row) -> bool:
    """Whether two telling words of the ground, or a number of it, stand in what the row says."""
    ground = {
        word for place in row.evidence for word in _words(place.quote) if len(word) > 3 or word.isdigit()
    }
    said = set(_words(row.title))
    return len(ground & said) >= 2 or any(word.isdigit() for word in ground & said)


def _names_unit(row: Row, found: Analysis) -> bool:
    """Whether the row has one of our units, or says who outside must act."""
    if row.affected_units:
        return True
    said = " ".join(_words(f"{row.title} {row.reason}"))
    places = [place.span for place in row.evidence]
    actors = [
        one.responsible
        for one in found.actions
        if one.responsible and any(one.evidence[0].span.overlaps(place) for place in places)
    ]
    return "falls to nobody named" in said or any(" ".join(_words(actor))[:60] in said for actor in actors)


_MORE_DATED = re.compile(r"more taskings? (?:is|are) drafted, (?:(\d+) )?with a due date")


def _untold(found: Analysis, dated: list[ActionFinding]) -> Iterator[str]:
    """Dated taskings of which the summary says neither who and when nor, in its count, that they exist."""
    told = [" ".join(statement.text.split()) for statement in found.summary]
    silent = [one for one in dated if not any(_tells(statement, one) for statement in told)]
    more = (_MORE_DATED.search(statement) for statement in told)
    counted = next((int(match[1] or 1) for match in more if match), 0)
    if len(silent) > counted:
        first = silent[0].evidence[0].quote[:80]
        yield f"{len(silent) - counted} dated taskings neither told nor counted: {first!r}"


def _tells(statement: str, action: ActionFinding) -> bool:
    year, _, day = f"{action.due_date}--".split("-")[:3]
    dated = year in statement and (not day or f" {int(day)}, {year}" in statement)
    actor = " ".join((action.responsible or "").split()).lower()
    return dated and actor in statement.lower()


def alike(orders: list[Counted]) -> Iterator[tuple[float, float, str, str]]:
    """Pairs that share a tenth of the runs of the one with fewer: the share, the share of ours, the names."""
    holders: dict[Run, list[int]] = defaultdict(list)
    for number, one in enumerate(orders):
        for run in one.runs:
            holders[run].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    ours: Counter[tuple[int, int]] = Counter()
    for run, numbers in holders.items():
        for pair in combinations(numbers, 2):
            if _same(*(orders[at].name for at in pair)):
                continue
            shared[pair] += 1
            ours[pair] += not all(run in orders[at].own for at in pair)
    for pair, number in shared.items():
        fewest = min(len(orders[at].runs) for at in pair)
        if number >= MOST_SHARED * fewest:
            first, second = (orders[at].name for at in pair)
            yield number / fewest, ours[pair] / fewest, first, second


def _same(first: str, second: str) -> bool:
    """Whether two names mean one order, which is in both collections."""
    return _words(first.replace("-", " ")) == _words(second.replace("-", " "))


def main() -> int:
    """Count, print the figures and the exceptions."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--most", type=int, default=20, help="how many exceptions of each kind are printed")
    most = parser.parse_args().most
    corpus = Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus"))
    with ProcessPoolExecutor(2) as pool:
        orders = list(pool.map(counted, texts(corpus), chunksize=25))
    dated = [one for one in orders if one.dated]
    wanting = [(one.name, what) for one in dated for what in one.wanting]
    none = [one for one in orders if not one.risks and not one.impacts]
    pairs = sorted(alike(orders), reverse=True)
    unlike = [pair for pair in pairs if pair[1] >= MOST_SHARED]
    days = sum(one.dated for one in dated)
    print(f"{len(orders)} orders and memoranda, {len(dated)} with {days} dated taskings")
    for what, number in Counter(re.sub(r"^\d+ |:.*", "", what) for _, what in wanting).most_common():
        print(f"  {what}: {number}")
    print(f"  orders wanting something: {len({name for name, _ in wanting})}")
    silent = sum(one.dated > 0 for one in none)
    print(f"without any risk and impact: {len(none)}, of them with a dated tasking: {silent}")
    made = len(orders) * (len(orders) - 1) // 2
    print(f"pairs: {made}; sharing a tenth of their runs: {len(pairs)}, in words of ours: {len(unlike)}")
    quoted = len(pairs) - len(unlike)
    print(f"  below a tenth but for words that both orders print: {quoted}; other pairs: {made - len(pairs)}")
    for name, what in wanting[:most]:
        print(f"  {name}: {what}")
    for share, ours, first, second in unlike[:most]:
        print(f"  {first} and {second}: {share:.2f} shared, {ours:.2f} not printed by both")
    return int(bool(wanting) or len(unlike) > made * MOST_ALIKE)


if __name__ == "__main__":
    sys.exit(main())
