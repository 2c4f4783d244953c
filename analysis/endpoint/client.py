"""Asking an OpenAI-compatible endpoint: one question, one reply, every fault told by its kind.

LangChain carries the request. The schema goes beside it (`extra_body`), because the client's own way of
asking for a structure loses the reply where it is cut off or refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from analysis.endpoint import pacing
from analysis.endpoint.faults import Fault, FaultKind
from pipeline.settings import Settings
from pipeline.spending import Exchange, price

MODES = ("json_schema", "json_object", "plain")
"""How a structure is asked for, the strictest first; an endpoint that refuses one is asked the next way."""

_TRIES = 3
_LONGEST_WAIT = 30.0
_NEVER = float("inf")


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
    """What the model said, with what it cost; `mode` is how the structure was asked for."""

    text: str
    tokens_in: int
    tokens_out: int
    model: str
    mode: str
    system: str = ""


def _forgotten(exchange: Exchange) -> None:
    """Keep no record."""


@dataclass(slots=True)
class Endpoint:
    """One model at one address. May be used by many threads; it asks at most some questions at a time."""

    settings: Settings
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _mode: int = 0
    _client: Any = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _room: threading.Semaphore = field(init=False)
    _pace: pacing.Pace = field(init=False)
    _breaker: pacing.Breaker = field(init=False)

    def __post_init__(self) -> None:
        self._room = threading.Semaphore(self.settings.model_at_once)
        self._pace = pacing.Pace(self.settings.model_per_minute, self.clock, self.sleep)
        self._breaker = pacing.Breaker(self.clock)

    @property
    def mode(self) -> str:
        """How this endpoint is asked for a structure, as far as it is known."""
        return MODES[self._mode]

    def deadline(self) -> float:
        """Until when a document that is begun now may be asked about."""
        return self.clock() + self.settings.model_document_seconds

    def ask(
        self, question: Question, keep: Callable[[Exchange], None] = _forgotten, until: float = _NEVER
    ) -> Reply:
        """The reply to a question; `keep` hears of every try that reached out.

        What passes (rate limits, absence) is tried again after a wait; raises Fault in the end.
        """
        self._breaker.check()
        try:
            reply = self._tried(question, keep, until)
        except Fault as fault:
            self._breaker.told(fault)
            raise
        self._breaker.told(None)
        return reply

    def ask_in(self, mode: str, question: Question) -> Reply:
        """The reply to a question put once and in this way, whatever is known so far. Raises Fault."""
        with self._room:
            return self._recorded(mode, question, _forgotten, self.deadline())

    def _tried(self, question: Question, keep: Callable[[Exchange], None], until: float) -> Reply:
        for attempt in range(_TRIES):
            try:
                with self._room:
                    return self._asked(question, keep, until)
            except Fault as fault:
                pause = self._pause(fault, attempt)
                late = self.clock() + pause >= until
                if not fault.passing or attempt == _TRIES - 1 or late:
                    raise
                self.sleep(pause)
        raise AssertionError("unreachable")

    @staticmethod
    def _pause(fault: Fault, attempt: int) -> float:
        """As long as the endpoint asks for, else doubling; jitter keeps workers from coming back together."""
        wait = fault.wait if fault.wait is not None else 2.0**attempt
        return float(min(_LONGEST_WAIT, wait) * random.uniform(1.0, 1.3))  # noqa: S311 - no secret hangs on it

    def _asked(self, question: Question, keep: Callable[[Exchange], None], until: float) -> Reply:
        while True:
            mode = self._mode
            try:
                return self._recorded(MODES[mode], question, keep, until)
            except Fault as fault:
                if fault.kind is not FaultKind.BAD_REQUEST or mode >= len(MODES) - 1:
                    raise
                # servers that know no strict schema say so with a 400
                with self._lock:
                    self._mode = max(self._mode, mode + 1)

    def _recorded(
        self, mode: str, question: Question, keep: Callable[[Exchange], None], until: float
    ) -> Reply:
        """One try, told to `keep` whatever comes of it."""
        self._pace.wait()
        messages, body = question.said(mode), _asking(mode, question.schema)
        sent = hashlib.sha256(json.dumps([messages, body]).encode()).hexdigest()
        at, begun = datetime.now(UTC), time.perf_counter()
        bare = Exchange(at, question.original, question.prompts, sent, self.settings.model, mode)
        try:
            reply = self._once(mode, messages, body, until)
        except Fault as fault:
            spent = _counted(self.settings, fault.tokens_in, fault.tokens_out)
            seconds = round(time.perf_counter() - begun, 4)
            keep(replace(bare, reply=fault.reply, fault=str(fault)[:500], seconds=seconds, **spent))
            raise
        spent = _counted(self.settings, reply.tokens_in, reply.tokens_out)
        seconds = round(time.perf_counter() - begun, 4)
        told = replace(bare, reply=reply.text, model=reply.model, system=reply.system)
        keep(replace(told, seconds=seconds, **spent))
        return reply

    def _once(self, mode: str, messages: list[tuple[str, str]], body: dict[str, Any], until: float) -> Reply:
        client = self._opened()
        limit = min(self.settings.model_seconds + pacing.GRACE, until - self.clock())
        answer = pacing.within(limit, lambda: self._invoked(client, messages, body))
        told, used = answer.response_metadata, answer.usage_metadata or {}
        reply = Reply(
            answer.content if isinstance(answer.content, str) else _joined(answer.content),
            int(used.get("input_tokens", 0)),
            int(used.get("output_tokens", 0)),
            str(told.get("model_name") or self.settings.model),
            mode,
            str(told.get("system_fingerprint") or ""),
        )
        reason, refusal = str(told.get("finish_reason") or ""), answer.additional_kwargs.get("refusal")
        fault = _fault_of(reply, reason, refusal)
        if fault is not None:
            fault.tokens_in, fault.tokens_out = reply.tokens_in, reply.tokens_out
            raise fault
        return reply

    def _invoked(self, client: Any, messages: list[tuple[str, str]], body: dict[str, Any]) -> Any:
        import openai

        try:
            return client.invoke(messages, extra_body=body)
        except openai.RateLimitError as error:
            raise Fault(FaultKind.RATE_LIMITED, str(error), wait=_retry_after(error)) from None
        except openai.APITimeoutError as error:
            raise Fault(FaultKind.TIMED_OUT, f"no answer within {self.settings.model_seconds} s") from error
        except openai.APIConnectionError as error:
            raise Fault(FaultKind.UNAVAILABLE, str(error.__cause__ or error)) from None
        except (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError) as error:
            raise Fault(FaultKind.NOT_ALLOWED, str(error)) from None
        except openai.APIStatusError as error:
            raise _of_status(error) from None
        except openai.ContentFilterFinishReasonError:
            raise Fault(FaultKind.FILTERED, "the endpoint's filter held the answer back") from None
        except (openai.APIError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            # a body that is no chat completion comes up in LangChain as whatever it stumbles over
            raise Fault(FaultKind.PROTOCOL, f"{type(error).__name__}: {error}") from None

    def _opened(self) -> Any:
        with self._lock:
            if self._client is None:
                self._client = _opened(self.settings)
            return self._client


def _opened(settings: Settings) -> Any:
    # documents never go to a tracing service, whatever the environment says
    os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    heat = settings.model_temperature
    options: dict[str, Any] = {"temperature": float(heat)} if heat else {}
    return ChatOpenAI(
        model=settings.model,
        base_url=settings.base_url or None,
        api_key=SecretStr(settings.api_key or "none"),
        timeout=settings.model_seconds,
        max_retries=0,
        max_completion_tokens=settings.model_answer_tokens or None,
        use_responses_api=False,
        stream_usage=False,
        **options,
    )


def _asking(mode: str, schema: dict[str, Any]) -> dict[str, Any]:
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


def _counted(settings: Settings, tokens_in: int, tokens_out: int) -> dict[str, Any]:
    usd = price(settings, tokens_in, tokens_out)
    return {"tokens_in": tokens_in, "tokens_out": tokens_out, "usd": usd}


def _joined(parts: Any) -> str:
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in parts)


def _retry_after(error: Any) -> float | None:
    try:
        return float(error.response.headers.get("retry-after", ""))
    except ValueError:
        return None


def _of_status(error: Any) -> Fault:
    status = int(error.status_code)
    if status >= 500 or status in (408, 409):
        return Fault(FaultKind.UNAVAILABLE, f"{status}: {error}", wait=_retry_after(error))
    text = str(error)
    if "context" in text and ("length" in text or "window" in text):
        return Fault(FaultKind.TOO_LONG, text)
    return Fault(FaultKind.BAD_REQUEST, f"{status}: {text}")
