"""Documents per second for the whole way, beside a well-known library that merely partitions the same files.

    python -m benchmarks.throughput [--documents 400] [--folder FOLDER] [--alone]

The whole way: admit, read in limited child processes, analyse, file the drafts, index the text. Every copy
has bytes of its own, so nothing is answered from an earlier analysis. Both sides use two processes and are
timed after their start; the ratio is taken over the formats that both can read.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.material import ROOT, SAMPLES, copies, documents
from benchmarks.processor import Spent, spent
from pipeline.settings import Settings

PROCESSES = 2
QUIET = {"DO_NOT_TRACK": "true", "SCARF_NO_ANALYTICS": "true", "UNSTRUCTURED_DISABLE_NOTICE": "1"}


def whole_way(files: list[Path], warm_up: list[Path]) -> Spent:
    """What a desk needs for the files once its children run."""
    from flows.wiring import open_desk
    from flows.work import ingest
    from intake.files import NamedFiles

    with tempfile.TemporaryDirectory(prefix="chancery-throughput-") as home:
        settings = Settings(home=Path(home), workers=PROCESSES)
        with open_desk(settings) as desk:
            largest = settings.largest_megabytes * 1024 * 1024
            ingest(desk, NamedFiles(warm_up, largest), actor="benchmark")
            began = spent()
            outcome = ingest(desk, NamedFiles(files, largest), actor="benchmark")
            took = spent().since(began)
        stages = Counter(str(stage) for stage in outcome.by_stage.elements())
        print(f"  stages {dict(stages)}, broken {len(outcome.broken)}, refused {outcome.refused}")
        if outcome.admitted != len(files) or outcome.broken:
            raise RuntimeError(
                f"{outcome.admitted} of {len(files)} were admitted, {len(outcome.broken)} broke"
            )
    return took


def reading_alone(files: list[Path], warm_up: list[Path]) -> Spent:
    """What our readers, in their limited children, need for the files."""
    from extractors import open_reader

    with (
        open_reader(Settings(home=Path("unused"), workers=PROCESSES)) as reader,
        ThreadPoolExecutor(PROCESSES) as threads,
    ):
        list(threads.map(lambda path: reader.read(path.read_bytes(), path.name), warm_up))
        began = spent()
        list(threads.map(lambda path: reader.read(path.read_bytes(), path.name), files))
        return spent().since(began)


def prepare_unstructured() -> None:
    """Import the library without network: no telemetry, and a blank pipeline in place of its download.

    Its model would label titles better; loading none makes the library faster, never slower.
    """
    os.environ.update(QUIET)
    logging.disable(logging.ERROR)
    import spacy
    from unstructured.nlp import tokenize

    def blank() -> spacy.language.Language:
        pipeline = spacy.blank("en")
        pipeline.add_pipe("sentencizer")
        return pipeline

    tokenize._load_spacy_model = blank


def partition(path: str) -> int:
    """How many elements the library makes of a file; -1 when it cannot read it here."""
    from unstructured.partition.auto import partition as auto

    try:
        return len(auto(filename=path))
    except Exception:  # noqa: BLE001 - whatever the reason, its figure cannot be compared
        return -1


def readable_by_both(sources: list[Path]) -> list[Path]:
    """The sources that the library can partition with what is installed here."""
    with _pool() as pool:
        counts = list(pool.map(partition, map(str, sources)))
    return [source for source, count in zip(sources, counts, strict=True) if count > 0]


def partitioning(files: list[Path], warm_up: list[Path]) -> Spent:
    """What the library needs for the files once its processes have loaded everything."""
    with _pool() as pool:
        list(pool.map(partition, map(str, warm_up * PROCESSES)))
        began = spent()
        counts = list(pool.map(partition, map(str, files), chunksize=4))
        took = spent().since(began)
    if min(counts) < 0:
        raise RuntimeError("a copy could not be partitioned though its source could")
    return took


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=prepare_unstructured)


def report(name: str, count: int, took: Spent) -> float:
    """Print and give documents per second; with the processor time, which other work disturbs less."""
    rate = count / took.wall
    print(f"{name:<44} {count:>5} documents {took.wall:>7.2f} s {rate:>8.1f} documents/s")
    print(f"  {took.each(count)}")
    return rate


def measure(sources: list[Path], count: int, place: Path, alone: bool) -> None:
    """Print the figures for these sources."""
    kinds = Counter(source.suffix for source in sources)
    print(f"{len(sources)} sources {dict(kinds)}, {PROCESSES} processes, {os.cpu_count()} processors")
    warm_up = list(copies(sources, place / "warm", len(sources), first=90_000))
    files = list(copies(sources, place / "all", count))
    report("whole way", count, whole_way(files, warm_up))
    report("our reading alone", count, reading_alone(files, warm_up))
    if alone:
        return
    both = readable_by_both(sources)
    print(
        f"the other library, as installed, reads {dict(Counter(source.suffix for source in both))} of these"
    )
    warm_up = list(copies(both, place / "warm-both", len(both), first=80_000))
    files = list(copies(both, place / "both", count, first=10_000))
    whole = report("whole way, formats that both read", count, whole_way(files, warm_up))
    ours = report("our reading alone, the same files", count, reading_alone(files, warm_up))
    theirs = report("unstructured, partitioning the same files", count, partitioning(files, warm_up))
    print(f"ratio, our reading alone to its partitioning: {ours / theirs:.2f}")
    print(f"ratio, our whole way to its partitioning: {whole / theirs:.2f}")


def default_folder() -> Path:
    """The labelled corpus where it is here, else the samples."""
    corpus = Path(os.environ.get("CHANCERY_CORPUS") or ROOT.parent / "shared" / "corpus") / "docs"
    return corpus if corpus.is_dir() else SAMPLES


def main() -> int:
    """Read the arguments and measure in a folder that is removed at the end."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--alone", action="store_true", help="leave the other library out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-material-") as place:
        measure(documents(given.folder), given.documents, Path(place), given.alone)
    return 0


if __name__ == "__main__":
    sys.exit(main())
