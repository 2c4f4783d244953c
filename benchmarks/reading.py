"""How fast PDFs are read, beside raw pdfium: `python -m benchmarks.reading`.

Every figure is a ratio taken in one run: the competitors take turns, and the best of several turns counts.
Raw pdfium runs in as many plain processes as our pool has children, and does nothing but give up its text.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pypdfium2

from benchmarks.reading_material import Made, longer, material
from extractors import SafeReader, open_reader
from pipeline.settings import Settings

WORKERS = 2
TURNS = 5
THREADS = 2 * WORKERS


def raw_text(data: bytes) -> str:
    """All text of a PDF as pdfium gives it, page by page."""
    document = pypdfium2.PdfDocument(data)
    parts = []
    for page in document:
        text = page.get_textpage()
        parts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return "\n".join(parts)


def _share(files: list[bytes], line: Connection) -> None:
    raw_text(files[0])
    line.send("ready")
    line.recv()
    line.send(sum(len(raw_text(data)) for data in files))


def raw_seconds(files: list[bytes]) -> float:
    """Seconds in which plain processes, each with its share, read all files."""
    context = get_context("fork")
    pairs = [context.Pipe() for _ in range(WORKERS)]
    processes = [
        context.Process(target=_share, args=(files[number::WORKERS], theirs))
        for number, (_, theirs) in enumerate(pairs)
    ]
    for process in processes:
        process.start()
    for ours, _ in pairs:
        ours.recv()
    began = time.perf_counter()
    for ours, _ in pairs:
        ours.send("go")
    for ours, _ in pairs:
        assert ours.recv() > 0
    taken = time.perf_counter() - began
    for process in processes:
        process.join()
    return taken


def pool_seconds(reader: SafeReader, files: list[bytes]) -> float:
    """Seconds in which our pool reads all files to whole documents in this process."""
    waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    for data in [*files, *[None] * THREADS]:
        waiting.put(data)

    def work() -> None:
        while (data := waiting.get()) is not None:
            assert reader.read(data, "a.pdf").text

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def speed(reader: SafeReader) -> Iterator[str]:
    """Our pool beside raw pdfium, for each kind of file."""
    yield "| files | pages | raw pdfium, s | our pool, s | ours of raw |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    kinds: dict[str, list[Made]] = {"letters": material()[:200]} | {
        made.name: [made] * 6 for made in longer()
    }
    for name, made in kinds.items():
        files = [one.data for one in made]
        pool_seconds(reader, files[:4])
        turns = [(raw_seconds(files), pool_seconds(reader, files)) for _ in range(TURNS)]
        raw, ours = (min(turn[side] for turn in turns) for side in (0, 1))
        pages = sum(one.pages for one in made)
        yield f"| {name} | {pages} | {raw:.3f} | {ours:.3f} | {raw / ours:.2f} |"


# --- the room -------------------------------------------------------------------------------------


def isolation(reader: SafeReader) -> Iterator[str]:
    """What the child costs: an empty job's way there and back, a worker's size, an import."""
    asked = b"x" * 10_000
    reader.sandbox.call("benchmarks.reading:nothing", asked)
    times = []
    for _ in range(300):
        began = time.perf_counter()
        reader.sandbox.call("benchmarks.reading:nothing", asked)
        times.append(time.perf_counter() - began)
    yield f"- an empty job of 10 kB through the pool: {statistics.median(times) * 1000:.2f} ms"
    with tempfile.TemporaryDirectory() as home, open_reader(Settings(home=Path(home), workers=1)) as fresh:
        resident = int(fresh.sandbox.call("benchmarks.reading:resident", b""))
    yield f"- a worker before its first document: {resident / 1024:.0f} MB resident"
    for module in ("extractors.pdf", "extractors.word", "extractors.message", "extractors.web"):
        yield f"- import of {module}: {_import_seconds(module):.3f} s"


def nothing(payload: bytes) -> bytes:
    """A job: give the bytes back."""
    return payload


def resident(_: bytes) -> bytes:
    """A job: how many kilobytes this child has in memory."""
    line = next(
        line for line in Path("/proc/self/status").read_text().split("\n") if line.startswith("VmRSS")
    )
    return line.split()[1].encode()


def _import_seconds(module: str) -> float:
    """The best of some fresh interpreters, over what the reader's own child has loaded anyway."""
    program = (
        "import sys, time, extractors.worker, extractors.child; began = time.process_time(); "
        f"import {module}; print(time.process_time() - began)"
    )
    runs = (
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True) for _ in range(5)
    )
    return min(float(run.stdout) for run in runs)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the lines as one JSON list")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), workers=WORKERS, ocr="off")
        with open_reader(settings) as reader:
            lines = ["## Speed", "", *speed(reader), "", "## The room", "", *isolation(reader)]
    print(json.dumps(lines) if given.json else "\n".join(lines))
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
