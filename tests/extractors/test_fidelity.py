"""How much of the reference text the readers get, in its order."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from extractors import InProcessReader
from pipeline.problems import ReadingState

OURS = {"txt", "html", "htm", "docx", "pdf", "eml"}

LEAST = {"txt": 1.0, "html": 0.999, "htm": 0.999, "docx": 0.999, "pdf": 0.98, "eml": 0.999}
"""Least share of the reference's words, in order, by format; columns set three abreast are held to less."""

LEAST_IN_COLUMNS = 0.8

_PAGE_MARK = re.compile(r"Start Printed Page \d+")
"""What the Register's web pages write amid a sentence, marked as not printed there: we set it apart."""


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])-\s*\n\s*(?=[a-z])", "", text.lower()))


def common(first: list[str], second: list[str]) -> int:
    """Length of the longest common subsequence, by bits."""
    places: dict[str, int] = {}
    for number, word in enumerate(first):
        places[word] = places.get(word, 0) | 1 << number
    mask = (1 << len(first)) - 1
    row = mask
    for word in second:
        hit = row & places.get(word, 0)
        row = ((row + hit) | (row - hit)) & mask
    return len(first) - row.bit_count()


def rows(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "manifest.csv").open(newline="") as manifest:
        return [row for row in csv.DictReader(manifest) if row["format"] in OURS]


@pytest.mark.corpus
def test_the_words_of_the_reference_are_read_in_order(corpus: Path) -> None:
    reader = InProcessReader()
    short: list[str] = []
    for row in rows(corpus):
        document = reader.read((corpus / row["file"]).read_bytes(), row["file"])
        assert document.state is ReadingState.EXTRACTED
        truth = (corpus / "text" / f"{row['name']}.txt").read_text(encoding="utf-8")
        wanted = words(_PAGE_MARK.sub(" ", truth.partition("=== ATTACHMENT ===")[0]))
        share = common(wanted, words(document.text)) / len(wanted)
        least = LEAST_IN_COLUMNS if row["kind"] == "regulation" else LEAST[row["format"]]
        if share < least:
            short.append(f"{row['name']}: {share:.4f} of {least}")
    assert short == []
