"""A question as it goes out and a reply as it comes in, whatever stands in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from analysis.endpoint.carrying import plain
from analysis.endpoint.faults import Fault, FaultKind

MODES = ("json_schema", "json_object", "plain")
"""How a structure is asked for, the strictest first; an endpoint that refuses one is asked the next way."""

_MOST_TOKENS = 1_000_000_000
CHARACTERS_IN_A_TOKEN = 3
"""Fewer than any vocabulary has in English text, so that an estimate by it is never too low."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: turns are ("user" | "assistant", words). `original` and `prompts` go on the record.

    `spelt`: the schema is told in words too, for a model that did not keep to it.
    """

    instructions: str
    turns: tuple[tuple[str, str], ...]
    schema: dict[str, Any]
    original: str = ""
    prompts: str = ""
    spelt: bool = False

    def said(self, mode: str) -> list[tuple[str, str]]:
        """All turns, the instructions first."""
        told = self.instructions
        if self.spelt or mode != "json_schema":
            told = f"{told}\n\nThe schema:\n{json.dumps(self.schema)}"
        return [("system", told), *self.turns]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, with what it cost; `mode` is how the structure was asked for.

    `counted`: the endpoint said what it cost; otherwise it is an estimate.
    """

    text: str
    tokens_in: int
    tokens_out: int
    model: str
    mode: str
    system: str = ""
    counted: bool = True


def form(mode: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The part of a request that asks for a structure in this way."""
    if mode == "json_schema":
        named = {"name": "findings", "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    return {"response_format": {"type": "json_object"}} if mode == "json_object" else {}


def _fault_of(reply: Reply, reason: str, refusal: object) -> Fault | None:
    """What is wrong with an answer that came, before anybody reads it."""
    if refusal:
        return Fault(FaultKind.REFUSED, str(refusal), str(refusal))
    if reason == "length":
        return Fault(FaultKind.TRUNCATED, "the answer was cut off", reply.text)
    if reason == "content_filter":
        return Fault(FaultKind.FILTERED, "the endpoint's filter held the answer back", reply.text)
    return None if reply.text.strip() else Fault(FaultKind.PROTOCOL, "the answer was empty")


def heard(answer: Any, mode: str, model: str) -> tuple[Reply, Fault | None]:
    """What came, and what is wrong with it before anybody reads it."""
    told, used = answer.response_metadata, answer.usage_metadata or {}
    reply = Reply(
        plain(answer.content if isinstance(answer.content, str) else _joined(answer.content)),
        _tokens(used.get("input_tokens")),
        _tokens(used.get("output_tokens")),
        plain(str(told.get("model_name") or model))[:200],
        mode,
        plain(str(told.get("system_fingerprint") or ""))[:200],
    )
    reason, refusal = str(told.get("finish_reason") or ""), answer.additional_kwargs.get("refusal")
    return reply, _fault_of(reply, reason, refusal)


def _joined(parts: Any) -> str:
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in parts)


def _tokens(count: object) -> int:
    """A count as an endpoint gives it, as far as it can be one."""
    return min(count, _MOST_TOKENS) if isinstance(count, int) and count > 0 else 0


def estimated(reply: Reply, sent: int) -> Reply:
    """The reply with counts: where the endpoint gives none, more rather than less, so that caps hold."""
    if reply.tokens_in or reply.tokens_out:
        return reply
    return replace(
        reply,
        tokens_in=sent // CHARACTERS_IN_A_TOKEN + 1,
        tokens_out=len(reply.text) // CHARACTERS_IN_A_TOKEN + 1,
        counted=False,
    )
