"""Who writes, to whom and when, over layouts of letters, memos and mails that offices really use.

Run this file as a script for the figures.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.metadata import Facts, metadata
from analysis.outline import outline
from pipeline.documents import ExtractedDocument, Page, Span

SETS: dict[str, dict[str, dict[str, Any]]] = {
    name: tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
    for name in ("letterheads", "letterheads_second")
}
HEADS = {name: head for each in SETS.values() for name, head in each.items()}
FIELDS = ("kind", "sender", "addressee", "date")


def facts_of(name: str) -> Facts:
    text = HEADS[name]["text"]
    page = Page(1, Span(0, len(text)))
    document = ExtractedDocument("0" * 64, f"{name}.txt", "text/plain", text, (page,))
    return metadata(document, outline(document))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def right(name: str, field: str, facts: Facts) -> bool:
    """Whether a fact is as labelled: every signer by name and nobody else, or the words of the addressee."""
    label = HEADS[name][field]
    if field == "sender":
        signers = [_words(part) for part in (facts.sender or "").split(";")]
        return len(signers) == len(label) and all(
            _words(name) <= signer for name, signer in zip(label, signers, strict=True)
        )
    if field == "addressee":
        return _words(label) <= _words(facts.addressee or "")
    return str(getattr(facts, field)) == str(label)


@pytest.mark.parametrize("name", HEADS)
def test_a_layout_is_read(name: str) -> None:
    facts = facts_of(name)
    wrong = {
        field: getattr(facts, field)
        for field in FIELDS
        if field in HEADS[name] and not right(name, field, facts)
    }
    assert not wrong


def _figures(heads: dict[str, dict[str, Any]]) -> Iterator[str]:
    facts = {name: facts_of(name) for name in heads}
    for field in FIELDS:
        asked = [name for name in heads if field in heads[name]]
        wrong = [name for name in asked if not right(name, field, facts[name])]
        yield f"{field}: {len(asked) - len(wrong)} of {len(asked)}"
        for name in wrong:
            yield f"  {name}: {getattr(facts[name], field)!r}, not {heads[name][field]!r}"


def main() -> None:
    """Print each set's figures and what is read otherwise than labelled."""
    for name, heads in SETS.items():
        sys.stdout.write("\n".join((name, *_figures(heads), "")))


if __name__ == "__main__":
    main()
