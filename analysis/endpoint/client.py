"""Asking an OpenAI-compatible endpoint: one question, one reply, every fault told by its kind.

LangChain carries the request. The schema goes beside it (`extra_body`), because the client's own way of
asking for a structure loses the reply where it is cut off or refused.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from analysis.endpoint import pacing
from analysis.endpoint.asking import CHARACTERS_IN_A_TOKEN, MODES, Question, Reply, estimated, form, heard
from analysis.endpoint.carrying import line, plain
from analysis.endpoint.faults import Fault, FaultKind
from pipeline.settings import Settings
from pipeline.spending import Exchange, price
from pipeline.stopping import Stopped, check
from pipeline.stopping import sleep as wait

_TRIES = 3
_LONGEST_WAIT = 30.0
_NEVER = float("inf")
_BROKEN_OFF = (
    "stopped: the work on the document was stopped before an answer came; "
    "what it cost is not known, the question is counted by estimate"
)
_TALKATIVE = ("openai", "httpx2", "httpcore2", "langchain_openai", "langchain_core")


def _forgotten(exchange: Exchange) -> None:
    """Keep no record."""


@dataclass(slots=True)
class Endpoint:
    """One model at one address. May be used by many threads; it asks at most some questions at a time."""

    settings: Settings
    sleep: Callable[[float], None] = wait
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

        What passes (rate limits, absence) is tried again after a wait; raises Fault in the end, Stopped soon
        after a person stops it, whatever it waits for.
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
        with pacing.one_of(self._room):
            return self._recorded(mode, question, _forgotten, self.deadline())

    def _tried(self, question: Question, keep: Callable[[Exchange], None], until: float) -> Reply:
        for attempt in range(_TRIES):
            try:
                with pacing.one_of(self._room):
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
        check()
        if self.clock() >= until:
            raise Fault(
                FaultKind.TIMED_OUT, "the time for this document was up before it could be asked about"
            )
        messages, body = question.said(mode), form(mode, question.schema)
        said = json.dumps([messages, body])
        sent = hashlib.sha256(said.encode()).hexdigest()
        at, begun = datetime.now(UTC), time.perf_counter()
        bare = Exchange(at, question.original, question.prompts, sent, self.settings.model, mode)
        try:
            reply = self._once(mode, messages, body, until)
        except Stopped:
            keep(self._unknown(bare, len(said), round(time.perf_counter() - begun, 4)))
            raise
        except Fault as fault:
            spent = _counted(self.settings, fault.tokens_in, fault.tokens_out)
            seconds = round(time.perf_counter() - begun, 4)
            fault.why, fault.reply = self._said(fault.why), self._said(fault.reply)
            words = f"{fault.kind}: {fault.why}"[:500]
            keep(replace(bare, reply=fault.reply, fault=words, seconds=seconds, **spent))
            raise
        reply = replace(estimated(reply, len(said)), text=self._said(reply.text))
        spent = _counted(self.settings, reply.tokens_in, reply.tokens_out)
        seconds = round(time.perf_counter() - begun, 4)
        told = replace(bare, reply=reply.text, model=reply.model, system=reply.system)
        keep(replace(told, seconds=seconds, **spent))
        return reply

    def _unknown(self, bare: Exchange, sent: int, seconds: float) -> Exchange:
        """What a stopped try counts as: it may be charged for, so that the question is on the bill."""
        spent = _counted(self.settings, sent // CHARACTERS_IN_A_TOKEN + 1, 0)
        return replace(bare, fault=_BROKEN_OFF, seconds=seconds, **spent)

    def _said(self, words: str) -> str:
        """What an endpoint said, as it may be kept and shown: without our key, which some say back."""
        return plain(words).replace(self.settings.api_key or "\0", "(key)")

    def _once(self, mode: str, messages: list[tuple[str, str]], body: dict[str, Any], until: float) -> Reply:
        limit = min(self.settings.model_seconds + pacing.GRACE, until - self.clock())
        try:
            client = self._opened()
            answer = pacing.within(limit, lambda: self._invoked(client, messages, body))
            reply, fault = heard(answer, mode, self.settings.model)
        except (Fault, Stopped):
            raise
        except Exception as error:  # noqa: BLE001 - what stands in an answer is a stranger's: it may be anything
            raise Fault(FaultKind.PROTOCOL, f"{type(error).__name__}: {error}") from None
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

    def _opened(self) -> Any:
        with self._lock:
            if self._client is None:
                self._client = _opened(self.settings)
            return self._client


def _opened(settings: Settings) -> Any:
    # documents never go to a tracing service, whatever the environment says
    for name in _TALKATIVE:
        # at their lowest level they write whole questions into the log
        logging.getLogger(name).setLevel(logging.WARNING)
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
        http_client=line(settings.base_url, settings.model_seconds + pacing.GRACE),
        openai_proxy=None,
        max_retries=0,
        max_completion_tokens=settings.model_answer_tokens or None,
        use_responses_api=False,
        stream_usage=False,
        **options,
    )


def _counted(settings: Settings, tokens_in: int, tokens_out: int) -> dict[str, Any]:
    usd = price(settings, tokens_in, tokens_out)
    return {"tokens_in": tokens_in, "tokens_out": tokens_out, "usd": usd}


def _retry_after(error: Any) -> float | None:
    """The seconds that the endpoint asks to wait; None where it names no sensible number of them."""
    try:
        seconds = float(error.response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < _NEVER else None


def _of_status(error: Any) -> Fault:
    status = int(error.status_code)
    if 300 <= status < 400:
        return Fault(FaultKind.NOT_ALLOWED, f"{status}: it sends questions on to another address")
    if status >= 500 or status in (408, 409):
        return Fault(FaultKind.UNAVAILABLE, f"{status}: {error}", wait=_retry_after(error))
    text = str(error)
    if "context" in text and ("length" in text or "window" in text):
        return Fault(FaultKind.TOO_LONG, text)
    return Fault(FaultKind.BAD_REQUEST, f"{status}: {text}")
