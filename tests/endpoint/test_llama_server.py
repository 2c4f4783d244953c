"""A real server of another make: llama.cpp over a model of random weights, which says what nobody scripted.

Such a model knows nothing, so nothing that it adds may pass; and whatever it sends, no document is lost. The
server lives in an environment of its own: `make llama`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.endpoint.analyzer import ModelAnalyzer
from analysis.endpoint.client import Endpoint
from analysis.library import plain_document
from analysis.offline import OfflineAnalyzer
from pipeline.documents import ExtractedDocument
from pipeline.settings import Settings
from store.seed import agency

ROOT = Path(__file__).parent.parent.parent
PYTHON = ROOT / ".venv-llama" / "bin" / "python"
SAMPLES = ("department-directive-4410-07.txt", "letter-mossy-point-kettleworth.txt")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not PYTHON.exists(), reason="no llama.cpp server is installed; `make llama` installs one"
    ),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("llama")
    script = Path(__file__).parent / "llama_server.py"
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [PYTHON, script, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert server.stdout is not None and server.stdin is not None
        address = server.stdout.readline().strip()
        assert address, (folder / "log").read_text(errors="replace")[-2000:]
        yield address
        server.stdin.close()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def settings(address: str, home: Path) -> Settings:
    return Settings(
        home=home,
        analyzer="model",
        api_key="none",
        base_url=f"{address}/v1",
        model="random",
        model_seconds=120,
        model_answer_tokens=400,
        model_temperature="1",
    )


def documents() -> list[ExtractedDocument]:
    texts = [(ROOT / "sample_docs" / name).read_text(encoding="utf-8") for name in SAMPLES]
    return [
        replace(plain_document(text), language="en", sha256=f"{number:064x}")
        for number, text in enumerate(texts)
    ]


def test_nothing_crashes_and_nothing_that_a_random_model_says_passes(address: str, tmp_path: Path) -> None:
    conf = settings(address, tmp_path)
    endpoint = Endpoint(conf, sleep=lambda seconds: None)
    analyzer = ModelAnalyzer(agency(), conf, endpoint)
    rules = OfflineAnalyzer(agency())
    for document in documents():
        found, alone = analyzer.analyse(document), rules.analyse(document)
        assert found.text == alone.text
        assert [row.evidence[0] for row in found.actions] == [row.evidence[0] for row in alone.actions]
        told = [(row.title, row.responsible, row.due_date) for row in found.actions]
        assert told == [(row.title, row.responsible, row.due_date) for row in alone.actions]
        assert found.risks == alone.risks
        assert found.impacts == alone.impacts
        assert [entry.evidence for entry in found.ledger] == [entry.evidence for entry in alone.ledger]
        assert found.provenance.fallback or found.provenance.model
