"""How fast and how well citations are recognised: `python -m benchmarks.authorities`.

Speed over real orders, over one text of up to ten megabytes, and over texts made to be slow; the labelled
documents whose citations are all labelled, beside other recognisers where `--peers PYTHON` names an
interpreter that has them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.citations import caselaw, recognise
from analysis.library import plain_document

CORPUS = Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus"))
MEGABYTE = 1_000_000
FORMAL = frozenset({"usc", "cfr", "public_law", "executive_order", "omb_memo", "omb_circular", "stat"}) | {
    "federal_register"
}
SLOW = {
    "“A ”": "A ",
    "“(a)”": "(a)",
    "digits": "1",
    "capitals": "A",
    "“section ”": "section ",
    "“U.S.C. ”": "U.S.C. ",
    "“Act of ”": "Act of ",
    "“ and ”": " and ",
    "“§ ”": "§ ",
    "“§ § § 1 ”": "§ § § 1 ",
    "“sections 1, ”": "sections 1, ",
    "“Executive Order ”": "Executive Order ",
    "“title 5 ”": "title 5 ",
    "open brackets": "(",
    "“the Clean Air ”": "the Clean Air ",
    "“Appendix B to ”": "Appendix B to ",
    "“v. ”": "v. ",
}


def seconds(text: str, turns: int = 3) -> float:
    """Processor seconds that one text takes, the best of some turns."""
    taken = []
    for _ in range(turns):
        document = plain_document(text)
        began = time.process_time()
        recognise(document)
        taken.append(time.process_time() - began)
    return min(taken)


def orders() -> list[str]:
    """The texts of the orders of the labelled folder."""
    with gzip.open(CORPUS / "scale.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line)["text"].replace("\0", "") for line in file]


def speed(texts: list[str]) -> Iterator[str]:
    """One by one, and the curve."""
    documents = [plain_document(text) for text in texts]
    taken = []
    for _ in range(3):
        began = time.process_time()
        for document in documents:
            recognise(document)
        taken.append(time.process_time() - began)
    size = sum(map(len, texts)) / MEGABYTE
    usual = size / min(taken)
    extra = "with" if caselaw.installed() else "without"
    yield f"- {len(texts)} orders, {size:.1f} MB, one by one: {usual:.1f} MB/s on one core, {extra} `caselaw`"
    yield ""
    yield "| one text of | s | MB/s |\n| --- | ---: | ---: |"
    whole = "\n\n".join(texts)
    for size in (1, 2, 5, 10):
        spent = seconds(whole[: int(size * MEGABYTE)])
        yield f"| {size} MB | {spent:.2f} | {size / spent:.1f} |"
    yield ""
    yield "| a megabyte of | MB/s | of the usual speed |\n| --- | ---: | ---: |"
    for name, piece in SLOW.items():
        rate = 1 / seconds(piece * (MEGABYTE // len(piece)))
        yield f"| {name} | {rate:.1f} | {rate / usual:.2f} |"


# --- beside others --------------------------------------------------------------------------------

PEERS = ("eyecite", "citeurl")
_CHILD = """
import json, sys, time
name, texts = sys.argv[1], json.load(sys.stdin)
if name == "eyecite":
    from eyecite import get_citations
    def spans(text):
        return [c.span() for c in get_citations(text)]
else:
    from citeurl import Citator
    citator = Citator()
    def spans(text):
        return [tuple(c.span) for c in citator.list_cites(text)]
spans(texts[0])
began = time.process_time()
found = [spans(text) for text in texts]
print(json.dumps({"seconds": time.process_time() - began, "spans": found}))
"""


def labelled() -> dict[str, tuple[str, str, list[tuple[int, int, bool, bool]]]]:
    """Documents whose citations are all labelled: split, text, and (start, end, optional, formal) of each."""
    import csv

    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    name = next(key for key in rows[0] if key in ("name", "doc", "file", "id"))
    splits = {row[name].rsplit("/", 1)[-1]: row["split"] for row in rows}
    found: dict[str, tuple[str, str, list[tuple[int, int, bool, bool]]]] = {}
    labels = [json.loads(line) for line in (CORPUS / "gold" / "authorities.jsonl").open(encoding="utf-8")]
    for label in labels:
        if label["record"] == "complete_list":
            text = (CORPUS / "text" / f"{label['doc']}.txt").read_text(encoding="utf-8")
            split = next((kind for key, kind in splits.items() if key.startswith(label["doc"])), "")
            found[label["doc"]] = (split, text, [])
    for label in labels:
        if label["record"] == "citation" and label["doc"] in found:
            start = int(label["offset"])
            optional = bool(label.get("optional") or label.get("self_reference"))
            end = start + len(label["verbatim"])
            found[label["doc"]][2].append((start, end, optional, label["type"] in FORMAL))
    return found


def _ours(texts: list[str]) -> tuple[float, list[list[tuple[int, int]]]]:
    documents = [plain_document(text) for text in texts]
    began = time.process_time()
    found = [recognise(document) for document in documents]
    taken = time.process_time() - began
    return taken, [
        [(row.evidence[0].start, row.evidence[0].end) for row in one.authorities if not row.is_self]
        for one in found
    ]


def _peer(python: str, name: str) -> Callable[[list[str]], tuple[float, list[list[tuple[int, int]]]]]:
    def run(texts: list[str]) -> tuple[float, list[list[tuple[int, int]]]]:
        done = subprocess.run(
            [python, "-c", _CHILD, name], input=json.dumps(texts), capture_output=True, text=True, check=True
        )
        said = json.loads(done.stdout.splitlines()[-1])
        return said["seconds"], [[(start, end) for start, end in one] for one in said["spans"]]

    return run


def beside(peers: str | None) -> Iterator[str]:
    """Places found, whatever their normal form: what overlaps a label is right."""
    documents = labelled()
    texts = [text for _, text, _ in documents.values()]
    size = sum(map(len, texts)) / MEGABYTE
    yield f"{len(documents)} documents, {size:.2f} MB."
    yield ""
    yield "| recogniser | split | P | R | F1 | R, formal | MB/s |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    there = {"ours": _ours} | ({name: _peer(peers, name) for name in PEERS} if peers else {})
    for name, run in there.items():
        taken, spans = run(texts)
        for split in ("fit", "check"):
            rows = [
                (found, labels)
                for found, (kind, _, labels) in zip(spans, documents.values(), strict=True)
                if kind == split
            ]
            yield f"| {name} | {split} | {_scores(rows)} | {size / taken:.1f} |"


def _scores(rows: list[tuple[list[tuple[int, int]], list[tuple[int, int, bool, bool]]]]) -> str:
    right = found = hits = wanted = formal = formally = 0
    for spans, labels in rows:
        for start, end in spans:
            there = [label for label in labels if label[0] < end and start < label[1]]
            if not there or not all(label[2] for label in there):
                found += 1
                right += bool(there)
        for low, high, optional, is_formal in labels:
            if not optional:
                hit = any(start < high and low < end for start, end in spans)
                wanted, hits = wanted + 1, hits + hit
                formal, formally = formal + is_formal, formally + (is_formal and hit)
    precision, recall = right / max(1, found), hits / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{precision:.3f} | {recall:.3f} | {f1:.3f} | {formally / max(1, formal):.3f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter that has eyecite and citeurl")
    given = parser.parse_args()
    for line in (*speed(orders()), "", *beside(given.peers)):
        print(line, flush=True)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
