"""Vectors of meaning from an OpenAI-compatible endpoint: one more ranking, never in place of words."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.endpoint.carrying import line
from analysis.endpoint.faults import Fault
from pipeline.problems import AnalyzerAway
from pipeline.settings import Settings

BATCH = 64
"""Texts in one request."""

_LARGEST = 32_000_000


@dataclass(slots=True)
class Embedder:
    """One embedding model at one address; fits `pipeline.ports.Embedder`."""

    settings: Settings
    _client: Any = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def name(self) -> str:
        """The model: vectors of different models are never compared."""
        return self.settings.embedding_model

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector for each text. Raises AnalyzerAway where the endpoint gives none."""
        import openai

        try:
            return [list(vector) for vector in self._opened().embed_documents(list(texts), chunk_size=BATCH)]
        except (Fault, openai.OpenAIError, ValueError, KeyError, TypeError, IndexError) as error:
            raise AnalyzerAway(
                "The endpoint gave no vectors.",
                f"{type(error).__name__}: {error}"[:200],
                "Search goes on by words; the vectors follow when it answers.",
            ) from None

    def _opened(self) -> Any:
        with self._lock:
            if self._client is None:
                from langchain_openai import OpenAIEmbeddings
                from pydantic import SecretStr

                self._client = OpenAIEmbeddings(
                    model=self.settings.embedding_model,
                    base_url=self.settings.base_url or None,
                    api_key=SecretStr(self.settings.api_key or "none"),
                    timeout=self.settings.model_seconds,
                    http_client=line(self.settings.base_url, self.settings.model_seconds, _LARGEST),
                    openai_proxy=None,
                    max_retries=2,
                    # counting tokens would fetch a vocabulary, and other servers take only texts
                    check_embedding_ctx_length=False,
                )
            return self._client
