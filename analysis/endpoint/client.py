"""Asking an OpenAI-compatible endpoint: one question, one reply, every fault told by its kind.

LangChain carries the request. The schema goes beside it (`extra_body`), because the client's own way of
asking for a structure loses the reply where it is cut off or refused.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from analysis.endpoint.faults import Fault, FaultKind
from pipeline.settings import Settings

MODES = ("json_schema", "json_object", "plain")
"""How a structure is asked for, the strictest first; an endpoint that refuses one is asked the next way."""

_TRIES = 3
_LONGEST_WAIT = 30.0
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, with what it cost; `mode` is how the structure was asked for."""

    text: str
    tokens_in: int
    tokens_out: int
    model: str
    mode: str


@dataclass(slots=True)
class Endpoint:
    """One model at one address. May be used by many threads; it asks at most some questions at a time."""

    settings: Settings
    sleep: Callable[[float], None] = time.sleep
    _mode: int = 0
    _client: Any = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(_AT_ONCE))

    @property
    def mode(self) -> str:
        """How this endpoint is asked for a structure, as far as it is known."""
        return MODES[self._mode]

    def ask(self, instructions: str, turns: list[tuple[str, str]], schema: dict[str, Any]) -> Reply:
        """The reply to a conversation of ("user" | "assistant", words).

        What passes (rate limits, absence) is tried again after a wait; raises Fault in the end.
        """
        for attempt in range(_TRIES):
            try:
                with self._room:
                    return self._asked(instructions, turns, schema)
            except Fault as fault:
                if not fault.passing or attempt == _TRIES - 1:
                    raise
                self.sleep(self._pause(fault, attempt))
        raise AssertionError("unreachable")

    @staticmethod
    def _pause(fault: Fault, attempt: int) -> float:
        """As long as the endpoint asks for, else doubling; jitter keeps workers from coming back together."""
        wait = fault.wait if fault.wait is not None else 2.0**attempt
        return float(min(_LONGEST_WAIT, wait) * random.uniform(1.0, 1.3))  # noqa: S311 - no secret hangs on it

    def _asked(self, instructions: str, turns: list[tuple[str, str]], schema: dict[str, Any]) -> Reply:
        while True:
            mode = self._mode
            try:
                return self._once(MODES[mode], instructions, turns, schema)
            except Fault as fault:
                if fault.kind is not FaultKind.BAD_REQUEST or mode >= len(MODES) - 1:
                    raise
                # servers that know no strict schema say so with a 400
                with self._lock:
                    self._mode = max(self._mode, mode + 1)

    def _once(
        self, mode: str, instructions: str, turns: list[tuple[str, str]], schema: dict[str, Any]
    ) -> Reply:
        said = (
            instructions if mode == "json_schema" else f"{instructions}\n\nThe schema:\n{json.dumps(schema)}"
        )
        messages = [("system", said), *turns]
        answer = self._invoked(messages, _asking(mode, schema))
        text = answer.content if isinstance(answer.content, str) else _joined(answer.content)
        reason = str(answer.response_metadata.get("finish_reason") or "")
        refusal = answer.additional_kwargs.get("refusal")
        if refusal:
            raise Fault(FaultKind.REFUSED, str(refusal), str(refusal))
        if reason == "length":
            raise Fault(FaultKind.TRUNCATED, "the answer was cut off", text)
        if reason == "content_filter":
            raise Fault(FaultKind.FILTERED, "the endpoint's filter held the answer back", text)
        if not text.strip():
            raise Fault(FaultKind.PROTOCOL, "the answer was empty")
        used = answer.usage_metadata or {}
        model = str(answer.response_metadata.get("model_name") or self.settings.model)
        return Reply(text, int(used.get("input_tokens", 0)), int(used.get("output_tokens", 0)), model, mode)

    def _invoked(self, messages: list[tuple[str, str]], body: dict[str, Any]) -> Any:
        import openai

        try:
            return self._opened().invoke(messages, extra_body=body)
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
