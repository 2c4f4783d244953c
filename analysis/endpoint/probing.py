"""Trying an endpoint with tiny questions: what it can, before a document depends on it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

from analysis.endpoint.asking import MODES, Question, Reply
from analysis.endpoint.client import Endpoint
from analysis.endpoint.faults import Fault
from pipeline.settings import Settings

_SCHEMA = {
    "type": "object",
    "properties": {"day": {"type": "string", "enum": ["Monday", "Tuesday"]}, "number": {"type": "integer"}},
    "required": ["day", "number"],
    "additionalProperties": False,
}
_QUESTION = Question(
    "Answer with a JSON object that has a day and a number.", (("user", "Monday and 7."),), _SCHEMA
)


@dataclass(frozen=True, slots=True)
class Ability:
    """One way to ask for a structure: `kept` says that the answer had it, `why` what was wrong else."""

    mode: str
    kept: bool
    why: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Probe:
    """What an endpoint can. `mode` is the strictest way that it kept to; None where there is none."""

    model: str
    answers: bool
    mode: str | None
    abilities: tuple[Ability, ...]
    counts_tokens: bool

    @property
    def told(self) -> str:
        """The outcome in one line."""
        if not self.answers:
            return self.abilities[0].why
        how = {"json_schema": "keeps to a strict schema", "json_object": "answers in JSON"}
        said = how.get(self.mode or "", "answers in words" if self.mode else "keeps to no structure")
        return f"{self.model} {said}" + ("" if self.counts_tokens else "; it does not say what answers cost")


def probe(settings: Settings, endpoint: Endpoint | None = None) -> Probe:
    """Ask one tiny question in each way, the strictest first, until one is kept to. Sends no document."""
    endpoint = endpoint or Endpoint(settings)
    tried: list[Ability] = []
    last: Reply | None = None
    for mode in MODES:
        begun = time.perf_counter()
        try:
            last = endpoint.ask_in(mode, _QUESTION)
            why = _wrong(last.text)
        except Fault as fault:
            why = f"{fault.kind}: {fault.why}"
        tried.append(Ability(mode, not why, why, round(time.perf_counter() - begun, 3)))
        if not why:
            break
    kept = tried[-1].mode if tried[-1].kept else None
    counted = last is not None and last.counted
    return Probe(last.model if last else settings.model, last is not None, kept, tuple(tried), counted)


def _wrong(text: str) -> str:
    """What is wrong with an answer to the tiny question; empty where it is right."""
    start, end = text.find("{"), text.rfind("}")
    try:
        answer = json.loads(text[start : end + 1]) if start >= 0 else None
    except (json.JSONDecodeError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        return "the answer is no JSON object"
    fits = answer.keys() == {"day", "number"} and isinstance(answer["number"], int)
    return "" if fits and answer["day"] in ("Monday", "Tuesday") else "the answer does not keep to the schema"
