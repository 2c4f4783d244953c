"""Vectors from an endpoint that speaks the protocol."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis import embedder
from analysis.endpoint.masking import shown_outside
from pipeline.problems import AnalyzerAway
from pipeline.settings import Settings


def test_one_vector_for_each_text_in_batches(model: Any, conf: Settings) -> None:
    found = embedder(replace(conf, embedding_model="embed-1"))
    assert found is not None and found.name == "embed-1"
    texts = [f"passage {number}" for number in range(150)]
    assert found.vectors(texts) == [[float(len(text)), 2.0] for text in texts]
    assert [len(body["input"]) for body in model.bodies] == [64, 64, 22]


def test_an_endpoint_that_is_away_says_so(model: Any, conf: Settings) -> None:
    model.script = ["down"]
    found = embedder(replace(conf, embedding_model="embed-1"))
    assert found is not None
    with pytest.raises(AnalyzerAway) as away:
        found.vectors(["a"])
    assert len(away.value.lines) == 3


def test_without_a_model_there_is_none(conf: Settings) -> None:
    assert embedder(conf) is None


def test_what_is_shown_outside_is_masked_or_not_shown() -> None:
    assert "⟦EMAIL-1⟧" in (shown_outside("Write to jane@example.org about 5 U.S.C. 552.") or "")
    assert shown_outside("CUI\n\nThe plan of the lock.\n\nCUI") is None
    assert shown_outside(" ") is None
