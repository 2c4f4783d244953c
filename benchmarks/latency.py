"""What the offline analyzer costs in processor time: `python -m benchmarks.latency`.

The orders beside the labelled corpus, every one once after a warm start, in one process and without cyclic
garbage collection: the middle and the slow ones, and what a kilobyte costs at each length. Then one law as
long as asked, made of the sections of many orders under numbers of its own, at five lengths: the milliseconds
for a kilobyte must not rise with the length. Ends with 1 when the median order takes longer than 20 ms,
when the law of a megabyte takes longer than 10 s, or when a kilobyte of it costs twice what it costs at a
sixteenth of its length.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import hashlib
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

from analysis.offline import OfflineAnalyzer
from benchmarks.routing import LARGE, agency
from extractors.library import shelf
from pipeline.documents import ExtractedDocument, Page, Span

MEDIAN, WHOLE, STEEPEST = 0.020, 10.0, 2.0
MEGABYTE = 1_000_000
HALVINGS = 4
BANDS = (0, 2_000, 4_000, 8_000, 16_000, 32_000, 10**9)
WARM = 40
_SECTION = re.compile(r"(?m)^\s*(?:Section|Sec\.?)\s+\d+\s*\.\s*")


@dataclass(frozen=True, slots=True)
class Timed:
    """The length of a text in characters, and the seconds of processor time that its analysis took."""

    length: int
    seconds: float

    @property
    def each(self) -> float:
        """Milliseconds for a thousand characters."""
        return self.seconds * 1e6 / max(1, self.length)


def timed(analyzer: OfflineAnalyzer, text: str) -> Timed:
    """One analysis of a text."""
    page = Page(1, Span(0, len(text)))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = ExtractedDocument(sha256, "order.txt", "text/plain", text, (page,))
    began = time.process_time()
    analyzer.analyse(document)
    return Timed(len(text), time.process_time() - began)


def orders(corpus: Path) -> tuple[str, ...]:
    """The texts of the orders beside the labelled documents."""
    found = shelf(gzip.decompress((corpus / "scale.jsonl.gz").read_bytes())).texts
    return tuple(one.text for one in found if one.text.strip())


def law(texts: Sequence[str], length: int) -> str:
    """A law of about so many characters, made of the sections of the texts in their order."""
    head = (
        "PUBLIC LAW 119–999\n\nAn Act to do many things at once\n\n"
        "Be it enacted by the Senate and House of Representatives of the United States of America in "
        "Congress assembled,\n\n"
    )
    parts, reached = [head], len(head)
    for number, section in enumerate(_sections(texts), 1):
        part = f"SEC. {number}. {section}\n\n"
        reached += len(part)
        if reached > length:
            break
        parts.append(part)
    return "".join(parts)


def _sections(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        places = [match.end() for match in _SECTION.finditer(text)]
        for start, end in pairwise((*places, len(text))):
            yield _SECTION.sub("", text[start:end]).strip()


def _band(made: Sequence[Timed]) -> Iterator[str]:
    for low, high in pairwise(BANDS):
        inside = [one for one in made if low <= one.length < high]
        if inside:
            upto = f"{low // 1000} to {high // 1000} kB" if high < MEGABYTE else f"over {low // 1000} kB"
            took, each = median(one.seconds for one in inside), median(one.each for one in inside)
            yield f"  {upto:<12}{len(inside):>5} orders{took * 1e3:>9.1f} ms{each:>7.2f} ms a kB"


def main() -> int:
    """Measure, print the figures, and say whether they hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="only every so-manieth order")
    every = parser.parse_args().every
    texts = orders(Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus")))
    analyzer = OfflineAnalyzer(agency(LARGE))
    for text in texts[:WARM]:
        timed(analyzer, text)
    gc.disable()
    made = [timed(analyzer, text) for text in texts[::every]]
    middle = median(one.seconds for one in made)
    late = quantiles((one.seconds for one in made), n=100)
    length = median(one.length for one in made)
    print(f"{len(made)} orders, median {length / 1e3:.1f} kB: median {middle * 1e3:.1f} ms, ", end="")
    print(f"95 of 100 within {late[94] * 1e3:.1f} ms, 99 within {late[98] * 1e3:.1f} ms")
    print("\n".join(_band(made)))
    laws = [timed(analyzer, law(texts, MEGABYTE >> halving)) for halving in range(HALVINGS, -1, -1)]
    for one in laws:
        print(f"  law of {one.length / 1e3:>6.1f} kB{one.seconds:>7.2f} s{one.each:>7.2f} ms a kB")
    steep = laws[-1].each / laws[0].each
    print(f"a kilobyte of the longest law costs {steep:.2f} times what it costs in the shortest")
    return int(middle > MEDIAN or laws[-1].seconds > WHOLE or steep > STEEPEST)


if __name__ == "__main__":
    sys.exit(main())
