"""How many words are read, and in which order, beside other readers: `python -m benchmarks.peers`.

Files made for it, whose words are known. `--peers PYTHON` names an interpreter that has the other readers (by
default this one); each reads in a process of its own. Recall: the share of the words a page shows that the
text holds. Order: the longest run of the running text's words that stand in their order, gaps allowed, as a
share of it. White space, letter case and hyphens at line ends do not count. Who is missing is named.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from benchmarks.peer_documents import documents
from benchmarks.peer_material import Fixture
from benchmarks.peer_pages import digital, scans
from benchmarks.peer_readers import PICTURES, READERS
from benchmarks.reading_material import short

ROOT = Path(__file__).parent.parent
TURNS = 3
PATIENCE = 180.0
"""Seconds that a reader has for one file."""
_CUT = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\ufffe\x02]\s*(?=[^\W\d_])")
_WORD = re.compile(r"\w+")
_OFFLINE = {
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "true",
    "SCARF_NO_ANALYTICS": "true",
}


# --- the readers ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader made of one file; `fault` says why it made nothing."""

    text: str = ""
    apart: str = ""
    seconds: float = 0.0
    fault: str = ""


class Peer:
    """A reader in a process of its own, warm after its first file, started anew when it died."""

    def __init__(self, name: str, python: str) -> None:
        self.name = name
        self._python = python
        self._process = self._started()

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self._python, "-m", "benchmarks.peer_readers", self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, **_OFFLINE},
        )

    def read(self, path: Path) -> Answer:
        """What it makes of this file within three minutes."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        clock = threading.Timer(PATIENCE, self._process.kill)
        clock.start()
        line = self._process.stdout.readline()
        clock.cancel()
        if not line:
            self._process.wait()
            self._process = self._started()
            return Answer(fault="it died or took longer than three minutes")
        return Answer(**json.loads(line))

    def __enter__(self) -> Peer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()


def there(python: str) -> dict[str, tuple[str, str]]:
    """The readers that are installed: which interpreter has them, and their versions. Ours are here."""
    told = {place: _told(place) for place in (sys.executable, python)}
    return {
        name: (place, version)
        for place, mine in ((sys.executable, True), (python, False))
        for name, version in told[place].items()
        if _is_ours(name) is mine
    }


def _told(python: str) -> dict[str, str]:
    run = subprocess.run(
        [python, "-m", "benchmarks.peer_readers", "--list"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return dict(json.loads(run.stdout))


def _is_ours(name: str) -> bool:
    return name.startswith("ours")


# --- the scores -----------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """The words of a text in one letter case, those cut at a line's end put together."""
    return _WORD.findall(_CUT.sub("", unicodedata.normalize("NFKC", text)).casefold())


def recall(found: Iterable[str], true: Sequence[str]) -> float:
    """The share of the true words that were found, each as often as it is true."""
    return (Counter(found) & Counter(true)).total() / len(true)


def order(found: Sequence[str], true: Sequence[str]) -> float:
    """The longest common subsequence as a share of the true words; a bit of one whole number is a word."""
    places: dict[str, int] = {}
    for at, word in enumerate(true):
        places[word] = places.get(word, 0) | 1 << at
    row = (1 << len(true)) - 1
    for word in found:
        met = row & places.get(word, 0)
        row = (row + met) | (row - met)
    kept = (row & ((1 << len(true)) - 1)).bit_count()
    return (len(true) - kept) / len(true)


def _cell(answer: Answer, fixture: Fixture) -> str:
    found = words(answer.text)
    if answer.fault or not found:
        return "–"
    seen = words(" ".join(fixture.seen))
    return f"{recall(found, seen):.3f} / {order(found, words(' '.join(fixture.running))):.3f}"


def _part_cell(answer: Answer, part: Sequence[str]) -> str:
    if answer.fault or not answer.text:
        return "–"
    for where, text in (("text", answer.text), ("apart", answer.apart)):
        share = recall(words(text), part)
        if share > 0:
            return where if share > 1 - 1 / len(part) else f"{where}, {share:.2f}"
    return "lost"


# --- the tables -----------------------------------------------------------------------------------


Answers = Mapping[str, Mapping[str, Answer]]
"""By reader and fixture."""


def answers(peers: Iterable[Peer], fixtures: Sequence[Fixture], folder: Path) -> dict[str, dict[str, Answer]]:
    """What every reader makes of every file that it takes."""
    found: dict[str, dict[str, Answer]] = {}
    for peer in peers:
        endings = READERS[peer.name][3]
        for fixture in fixtures:
            path = folder / (fixture.file + (".png" if endings == PICTURES else ""))
            if path.exists() and (not endings or path.suffix in endings):
                answer = peer.read(path)
                found.setdefault(peer.name, {})[fixture.name] = answer
                if answer.fault:
                    print(f"{peer.name}, {fixture.name}: {answer.fault}", file=sys.stderr)
    return found


def scored(found: Answers, fixtures: Sequence[Fixture]) -> Iterator[str]:
    """One line a reader, one column a file: recall and order. Who reads none of them has no line."""
    yield f"| reader | {' | '.join(fixture.name for fixture in fixtures)} |"
    yield "| --- |" + " ---: |" * len(fixtures)
    for name, of_file in found.items():
        cells = [_cell(of_file.get(fixture.name, Answer()), fixture) for fixture in fixtures]
        if set(cells) != {"–"}:
            yield f"| {name} | {' | '.join(cells)} |"


def fates(found: Answers, fixtures: Sequence[Fixture]) -> Iterator[str]:
    """What becomes of the parts that readers differ about, one line a part."""
    readers = [name for name in found if any(answer.text for answer in found[name].values())]
    yield f"| part | {' | '.join(readers)} |"
    yield "| --- |" + " --- |" * len(readers)
    for fixture in fixtures:
        for part, said in {**fixture.inside, **fixture.beside, **fixture.apart}.items():
            of_file = [found[name].get(fixture.name, Answer()) for name in readers]
            cells = (_part_cell(answer, words(" ".join(said))) for answer in of_file)
            mark = " *" if part in fixture.apart else ""
            yield f"| {fixture.name}: {part}{mark} | {' | '.join(cells)} |"


def speed(peers: Sequence[Peer], folder: Path) -> Iterator[str]:
    """Correct words a second of processor time, ours = 1: warm, taking turns, the best of three."""
    made = short()
    paths = [folder / f"speed{number}.pdf" for number in range(len(made))]
    for path, one in zip(paths, made, strict=True):
        path.write_bytes(one.data)
    right: dict[str, list[float]] = {}
    for peer in peers:
        texts = [peer.read(path).text for path in paths]
        right[peer.name] = [
            order(words(text), words(" ".join(one.words))) * len(one.words)
            for text, one in zip(texts, made, strict=True)
        ]
    taken: dict[str, list[list[float]]] = {peer.name: [] for peer in peers}
    for _ in range(TURNS):
        for peer in peers:
            taken[peer.name].append([peer.read(path).seconds for path in paths])
    best = {name: [min(turns) for turns in zip(*rows, strict=True)] for name, rows in taken.items()}
    yield "| reader | all | " + " | ".join(one.name for one in made) + " |"
    yield "| --- | ---: |" + " ---: |" * len(made)
    for name in best:
        if sum(right[name]) and all(best[name]):
            yield f"| {name} | {' | '.join(f'{rate:.2f}' for rate in _ratios(name, right, best))} |"


def _ratios(name: str, right: Mapping[str, list[float]], taken: Mapping[str, list[float]]) -> Iterator[float]:
    yield sum(right[name]) / sum(taken[name]) * sum(taken["ours"]) / sum(right["ours"])
    for its, time, our, our_time in zip(right[name], taken[name], right["ours"], taken["ours"], strict=True):
        yield its / time * our_time / our


def _written(fixtures: Iterable[Fixture], folder: Path) -> list[Fixture]:
    made = list(fixtures)
    for fixture in made:
        (folder / fixture.file).write_bytes(fixture.data)
        if fixture.image:
            (folder / f"{fixture.file}.png").write_bytes(fixture.image)
    return made


def _sections(peers: list[Peer], folder: Path) -> Iterator[str]:
    recognising = [peer for peer in peers if peer.name != "ours"]
    plain = [peer for peer in peers if READERS[peer.name][3] != PICTURES and "," not in peer.name]
    pages, sheets, files = (_written(make(), folder) for make in (digital, scans, documents))
    yield from ("## Digital PDFs, recall / order", "")
    yield from scored(answers(plain, pages, folder), pages)
    yield from ("", "## Scans, recall / order", "")
    yield from scored(answers(recognising, sheets, folder), sheets)
    found = answers(plain, files, folder)
    yield from ("", "## Documents, recall / order", "")
    yield from scored(found, files)
    yield from ("", "## What becomes of the parts (* not to stand in the text)", "")
    yield from fates(found, files)
    yield from ("", "## Correct words a second of processor time, ours = 1", "")
    yield from speed([peer for peer in plain if READERS[peer.name][3] in ((), (".pdf",))], folder)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--only", nargs="*", metavar="READER", help="these readers alone, and ours")
    given = parser.parse_args()
    known = there(given.peers)
    wanted = [name for name in READERS if name in known and (not given.only or name in ("ours", *given.only))]
    versions = (f"{name} {known[name][1]}" for name in wanted if not _is_ours(name))
    print(f"Readers: {', '.join(versions)}.")
    print(f"Not installed here: {', '.join(READERS.keys() - known.keys()) or 'none'}.\n")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chancery-peers-")))
        peers = [stack.enter_context(Peer(name, known[name][0])) for name in wanted]
        for line in _sections(peers, folder):
            print(line, flush=True)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
