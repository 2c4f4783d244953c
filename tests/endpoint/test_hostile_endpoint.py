"""An endpoint that does its worst: no document is lost to it, nothing is believed, nothing goes elsewhere."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from analysis import choose
from analysis.endpoint import carrying
from analysis.endpoint.analyzer import ModelAnalyzer
from analysis.endpoint.asking import Question, Reply
from analysis.endpoint.client import Endpoint
from analysis.endpoint.embedding import Embedder
from analysis.library import plain_document
from analysis.offline import OfflineAnalyzer
from pipeline.documents import ExtractedDocument
from pipeline.encoding import to_plain
from pipeline.findings import Analysis
from pipeline.problems import AnalyzerAway, Misconfigured
from pipeline.settings import Settings
from store import open_records
from store.seed import agency

LETTER = """Dear Harbor Master:

Please send the chart of the inner channel by May 1, 2031.

The pilots shall not enter the inner channel before May 9, 2031.

Sincerely,

Rue Sand
"""


def document() -> ExtractedDocument:
    return replace(plain_document(LETTER), language="en", sha256="a" * 64)


def nobody(seconds: float) -> None:
    """Waits for nobody, but never for less than nothing."""
    assert seconds >= 0


@dataclass
class Raw:
    """A server that sends bytes as they are, whatever was asked; with `reset` it breaks the line off."""

    sends: bytes = b""
    reset: bool = False
    pause: float = 0.0
    asked: list[bytes] = field(default_factory=list)
    url: str = ""

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                line.settimeout(5)
                try:
                    self._answer(line)
                except OSError:
                    continue

    def _answer(self, line: socket.socket) -> None:
        said = b""
        while b"\r\n\r\n" not in said:
            said += line.recv(65536)
        head, _, body = said.partition(b"\r\n\r\n")
        length = next(
            (int(one[15:]) for one in head.lower().split(b"\r\n") if one[:15] == b"content-length:"), 0
        )
        while len(body) < length:
            body += line.recv(65536)
        self.asked.append(head + b"\r\n\r\n" + body)
        line.sendall(self.sends)
        time.sleep(self.pause)
        if self.reset:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.fixture
def servers() -> Iterator[Callable[..., Raw]]:
    listeners: list[socket.socket] = []

    def start(**how: Any) -> Raw:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        raw = Raw(url=f"http://127.0.0.1:{listener.getsockname()[1]}/v1", **how)
        threading.Thread(target=raw.serve, args=(listener,), daemon=True).start()
        return raw

    yield start
    for listener in listeners:
        listener.close()


def http(body: bytes, status: str = "200 OK", *more: str, length: int | None = None) -> bytes:
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", "Connection: close", *more]
    head.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def whole(**changes: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": "{}"}
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18},
    } | changes


def said(content: Any, **changes: Any) -> bytes:
    message = {"role": "assistant", "content": content} | changes
    return http(
        json.dumps(whole(choices=[{"index": 0, "message": message, "finish_reason": "stop"}])).encode()
    )


def usage(**counts: Any) -> bytes:
    return http(json.dumps(whole(usage=counts)).encode())


def row(**changes: Any) -> str:
    base = {
        "sentence": 2,
        "kind": "request",
        "title": "Send the chart",
        "responsible": None,
        "deadline": None,
    }
    rest: dict[str, list[Any]] = {"risks": [], "impacts": [], "summary": []}
    return json.dumps({"taskings": [base | {"members": []} | changes]} | rest)


NOTHING = '{"taskings": [], "risks": [], "impacts": [], "summary": []}'
LINES: dict[str, bytes] = {
    "half a body": http(json.dumps(whole()).encode()[:60], length=400),
    "no body": http(b""),
    "nothing at all": b"",
    "no protocol": b"220 mail.example.org ESMTP\r\n",
    "a broken chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "not the packing it says": http(b"{}", "200 OK", "Content-Encoding: gzip"),
    "a bomb": http(gzip.compress(b" " * 60_000_000), "200 OK", "Content-Encoding: gzip"),
    "an answer without measure": http(said("x" * (carrying.LARGEST + 9))),
    "no content": http(b"", "204 No Content"),
    "an early hint and no more": b"HTTP/1.1 103 Early Hints\r\n\r\n",
    "a list": http(b"[]"),
    "null": http(b"null"),
    "a text": http(b'"completed"'),
    "choices that are no list": http(json.dumps(whole(choices={"0": {}})).encode()),
    "a choice without a message": http(json.dumps(whole(choices=[{"index": 0}])).encode()),
    "a message that is a text": http(json.dumps(whole(choices=[{"index": 0, "message": "hello"}])).encode()),
    "a message that is a number": said(7),
    "content in parts": said([{"type": "text", "text": NOTHING[:9]}, {"type": "text", "text": NOTHING[9:]}]),
    "content in odd parts": said([None, 7, {"type": "image_url"}]),
    "a tool call": said(None, tool_calls=[{"id": "1", "type": "function", "function": {"name": "rm"}}]),
    "half of a character": said(NOTHING[:-1] + ', "x": "\ud800"}'),
    "half of a character in a reply": said("\ud800\udfff\0"),
    "half of a character in a title": said(row(title="Send \ud800 the chart")),
    "a zero byte in a title": said(row(title="Send\0the chart")),
    "a turned direction in a title": said(row(title="Send the \u202echart")),
    "a title as long as a book": said(row(title="Send the chart " * 9000)),
    "a model with a zero byte": http(json.dumps(whole(model="m\0\ud800" * 400)).encode()),
    "a model that is a list": http(json.dumps(whole(model=["m"])).encode()),
    "a number of 5,000 digits": said('{"taskings": [' + "9" * 5000 + '], "risks": []}'),
    "a sentence of 5,000 digits": said(row().replace('"sentence": 2', '"sentence": ' + "9" * 5000)),
    "a sentence that is true": said(row(sentence=True)),
    "a member that is true": said(row(members=[True])),
    "a sentence below zero": said(row(sentence=-1)),
    "a sentence that is not finite": said(row().replace('"sentence": 2', '"sentence": Infinity')),
    "brackets without end": said('{"taskings": ' + "[" * 200_000),
    "keys said twice": said('{"taskings": 1, ' + NOTHING[1:]),
    "more rows than sentences": said(json.dumps(json.loads(NOTHING) | {"summary": [{}] * 401})),
    "tokens below zero": usage(prompt_tokens=-(10**9), completion_tokens=-5, total_tokens=0),
    "tokens in words": usage(prompt_tokens="many", completion_tokens="more", total_tokens="lots"),
    "tokens beyond measure": usage(prompt_tokens=10**40, completion_tokens=10**40, total_tokens=10**41),
    "tokens that are a list": usage(prompt_tokens=[], completion_tokens={}, total_tokens=None),
    "no usage": http(json.dumps(whole(usage=None)).encode()),
    "an error of another shape": http(b'{"error": ["odd", 7]}', "400 Bad Request"),
    "an error that is html": http(b"<h1>502</h1>", "502 Bad Gateway"),
    "a status nobody knows": http(b"{}", "799 Unheard Of"),
    "wait less than nothing": http(b"{}", "429 Too Many Requests", "Retry-After: -30"),
    "wait for nan": http(b"{}", "429 Too Many Requests", "Retry-After: nan"),
    "wait for ever": http(b"{}", "429 Too Many Requests", "Retry-After: inf"),
    "wait until a day": http(b"{}", "429 Too Many Requests", "Retry-After: Fri, 31 Dec 2099 23:59:59 GMT"),
    "wait a while": http(b"{}", "503 Service Unavailable", "Retry-After: soon"),
}


@pytest.mark.parametrize("name", LINES)
def test_no_document_is_lost(name: str, servers: Callable[..., Raw], conf: Settings) -> None:
    """What the rules found stands, the record takes whatever was said, and the day's sum never shrinks."""
    raw = servers(sends=LINES[name])
    conf = replace(conf, base_url=raw.url)
    with open_records(conf) as records:
        found = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody), records).analyse(document())
        assert raw.asked and len(records.exchanges()) >= 1
        assert all(one.tokens_in >= 0 and one.tokens_out >= 0 for one in records.exchanges())
    _nothing_lost_nothing_invented(found)


def test_a_line_that_is_broken_off_costs_no_document(servers: Callable[..., Raw], conf: Settings) -> None:
    raw = servers(sends=http(json.dumps(whole()).encode()[:60], length=400), reset=True)
    conf = replace(conf, base_url=raw.url)
    found = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody)).analyse(document())
    assert found.provenance.fallback and found.provenance.fallback.startswith("unavailable:")
    assert len(raw.asked) == 3
    _nothing_lost_nothing_invented(found)


def test_headers_without_end_are_not_waited_for(servers: Callable[..., Raw], conf: Settings) -> None:
    raw = servers(sends=b"HTTP/1.1 200 OK\r\nX-A: b", pause=3)
    conf = replace(conf, base_url=raw.url, model_document_seconds=2)
    begun = time.monotonic()
    found = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody)).analyse(document())
    assert found.provenance.fallback and time.monotonic() - begun < 10
    _nothing_lost_nothing_invented(found)


def _nothing_lost_nothing_invented(found: Analysis) -> None:
    rules = OfflineAnalyzer(agency()).analyse(document())
    mine = {action.evidence[0].span: action for action in found.actions}
    for action in rules.actions:
        assert mine[action.evidence[0].span].due_date == action.due_date
    for part in found.evidence():
        assert found.text[part.start : part.end] == part.quote
    json.dumps(to_plain(found), ensure_ascii=False).encode("utf-8")
    assert "\0" not in json.dumps(to_plain(found)) and "\\u0000" not in json.dumps(to_plain(found))


def test_a_document_is_not_sent_on_to_another_address(servers: Callable[..., Raw], conf: Settings) -> None:
    """A redirection would carry a document that may not leave the machine wherever the endpoint likes."""
    elsewhere = servers(sends=said(NOTHING))
    raw = servers(sends=http(b"", "307 Temporary Redirect", f"Location: {elsewhere.url}/chat/completions"))
    conf = replace(conf, base_url=raw.url)
    found = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody)).analyse(document())
    assert found.provenance.fallback == "not_allowed: 307: it sends questions on to another address"
    assert raw.asked and not elsewhere.asked


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Again", "308 Moved"])
@pytest.mark.parametrize(
    "where", ["http://169.254.169.254/latest/meta-data", "http://10.0.0.5/v1", "//10.0.0.5/"]
)
def test_case_33_a_redirection_to_a_private_address_is_not_followed(
    servers: Callable[..., Raw], conf: Settings, status: str, where: str
) -> None:
    """The tests' own guard fails this one where anybody so much as knocks at that address."""
    raw = servers(sends=http(b"", status, f"Location: {where}"))
    conf = replace(conf, base_url=raw.url)
    found = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody)).analyse(document())
    assert (found.provenance.fallback or "").startswith("not_allowed: ") and raw.asked
    _nothing_lost_nothing_invented(found)


def test_case_33_no_address_is_asked_that_nobody_set(tmp_path: Path) -> None:
    assert Settings(home=tmp_path).base_url == ""
    chosen = choose(Settings(home=tmp_path, model="m"), agency())
    assert isinstance(chosen, OfflineAnalyzer), "a model alone names no address"
    with pytest.raises(Misconfigured, match="no model is named"):
        choose(Settings(home=tmp_path, analyzer="model", model="m"), agency())


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY", "OPENAI_PROXY", "http_proxy"])
def test_what_is_meant_for_this_machine_goes_through_no_proxy(
    servers: Callable[..., Raw], conf: Settings, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    proxy, raw = servers(sends=said(NOTHING)), servers(sends=said(NOTHING))
    monkeypatch.setenv(variable, proxy.url.removesuffix("/v1"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    conf = replace(conf, base_url=raw.url, embedding_model="e")
    found = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody)).analyse(document())
    assert found.provenance.fallback is None
    with pytest.raises(AnalyzerAway):
        Embedder(conf).vectors(["a"])
    assert raw.asked and not proxy.asked


def test_where_nothing_is_counted_caps_hold_by_estimate(model: Any, conf: Settings) -> None:
    def uncounted(content: str) -> Any:
        choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
        body = json.dumps(whole(usage=None, choices=[choice])).encode()
        return 200, {"Content-Type": "application/json"}, body

    model._said = uncounted
    conf = replace(conf, model_run_tokens=9000, model_day_tokens=0)
    analyzer = ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody))
    fallbacks = [analyzer.analyse(document()).provenance for _ in range(5)]
    assert fallbacks[0].fallback is None and fallbacks[0].tokens_in > 1000
    assert str(fallbacks[-1].fallback).startswith("over_budget:")


class Saying(Endpoint):
    """An endpoint that has one answer."""

    def __init__(self, settings: Settings, text: str) -> None:
        super().__init__(settings)
        self.text = text

    def ask(self, question: Question, *_: Any) -> Reply:
        return Reply(self.text, 1, 1, "m", "plain")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
WORDS = st.sampled_from(
    [
        "Send the chart",
        "by May 1, 2031",
        "The pilots",
        "shall not",
        "before May 9",
        "⁹⁰ days",
        "\u202e",
        "рilots",
        "",
        " ",
    ]
)
TEXT = st.lists(WORDS | st.text(max_size=12), max_size=5).map(" ".join)
NUMBER = st.integers(-2, 9)
TASKING = st.fixed_dictionaries(
    {
        "sentence": NUMBER,
        "kind": st.sampled_from(["tasking", "request", "question", "invitation"]),
        "title": TEXT,
        "responsible": st.none() | TEXT,
        "deadline": st.none() | TEXT,
        "members": st.lists(NUMBER, max_size=3),
    }
)
EFFECT = st.fixed_dictionaries(
    {
        "sentence": NUMBER,
        "title": TEXT,
        "category": st.sampled_from(["Financial", "Legal", "Schedule"]),
        "reason": TEXT,
        "polarity": st.sampled_from(["Positive", "Negative"]),
    }
)
LINE = st.fixed_dictionaries({"text": TEXT, "sentences": st.lists(NUMBER, max_size=3)})
ANSWER = st.fixed_dictionaries(
    {
        "taskings": st.lists(TASKING, max_size=4) | ANYTHING,
        "risks": st.lists(EFFECT, max_size=3) | ANYTHING,
        "impacts": st.lists(EFFECT, max_size=3) | ANYTHING,
        "summary": st.lists(
            st.fixed_dictionaries({"text": TEXT, "sentences": st.lists(NUMBER, max_size=3)}), max_size=3
        ),
    }
)


@given(ANSWER)
@tries(max_examples=150)
def test_whatever_is_answered_nothing_is_lost_and_nothing_invented(answer: Any) -> None:
    conf = Settings(home=Path("none"), analyzer="model", model="m", base_url="http://127.0.0.1:9/v1")
    text = json.dumps(answer)
    _nothing_lost_nothing_invented(ModelAnalyzer(agency(), conf, Saying(conf, text)).analyse(document()))


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
@tries(max_examples=60)
def test_whatever_is_said_in_place_of_an_answer_nothing_is_lost(text: str) -> None:
    conf = Settings(home=Path("none"), analyzer="model", model="m", base_url="http://127.0.0.1:9/v1")
    _nothing_lost_nothing_invented(ModelAnalyzer(agency(), conf, Saying(conf, text)).analyse(document()))
