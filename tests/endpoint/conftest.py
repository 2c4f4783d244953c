"""A server that speaks the chat completions protocol as it is, with scripted replies and faults."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import Settings

Answering = Callable[[dict[str, Any]], dict[str, Any]]
NOTHING: dict[str, Any] = {"taskings": [], "risks": [], "impacts": [], "summary": []}


class Model:
    """What the server does next: replies in `script`, one for each call, then `answer` for ever."""

    def __init__(self) -> None:
        self.script: list[str] = []
        self.answer: Answering = lambda body: NOTHING
        self.bodies: list[dict[str, Any]] = []
        self.url = ""
        self.left: list[float] = []
        """When somebody hung up who had asked and was not answered yet."""

    def reply(self, body: dict[str, Any]) -> tuple[int, dict[str, str], bytes | None]:
        """Status, headers and body of the answer; None to close the line without one."""
        self.bodies.append(body)
        fault = self.script.pop(0) if self.script else "valid"
        answer: tuple[int, dict[str, str], bytes | None] = getattr(self, f"_{fault}")(body)
        return answer

    def embedded(self, body: dict[str, Any]) -> tuple[int, dict[str, str], bytes | None]:
        """One vector for each text: how long it is, and how many words it has."""
        self.bodies.append(body)
        if self.script:
            return self._error(500, "no vectors today")
        rows = [
            {"object": "embedding", "index": at, "embedding": [float(len(text)), float(len(text.split()))]}
            for at, text in enumerate(body["input"])
        ]
        used = {"prompt_tokens": 1, "total_tokens": 1}
        whole = {"object": "list", "model": body["model"], "data": rows, "usage": used}
        return 200, {"Content-Type": "application/json"}, json.dumps(whole).encode()

    def _said(
        self, content: str | None, finish: str = "stop", **more: Any
    ) -> tuple[int, dict[str, str], bytes]:
        message = {"role": "assistant", "content": content} | more
        whole = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "scripted-1",
            "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
            "usage": {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000},
        }
        return 200, {"Content-Type": "application/json"}, json.dumps(whole).encode()

    def _error(self, status: int, message: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        body = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
        return status, {"Content-Type": "application/json", **headers}, json.dumps(body).encode()

    def _valid(self, body: dict[str, Any]) -> Any:
        return self._said(json.dumps(self.answer(body)))

    def _fenced(self, body: dict[str, Any]) -> Any:
        return self._said(f"Here you are:\n```json\n{json.dumps(self.answer(body))}\n```")

    def _refusal(self, body: dict[str, Any]) -> Any:
        return self._said(None, refusal="I cannot help with that.")

    def _cut(self, body: dict[str, Any]) -> Any:
        return self._said(json.dumps(self.answer(body))[:40], "length")

    def _prose(self, body: dict[str, Any]) -> Any:
        return self._said("The document asks several offices to report.")

    def _broken(self, body: dict[str, Any]) -> Any:
        return self._said('{"taskings": [{"sentence": 1,')

    def _wrong(self, body: dict[str, Any]) -> Any:
        row = {
            "sentence": "first",
            "kind": "order",
            "title": 7,
            "responsible": 3,
            "deadline": [],
            "members": 1,
        }
        return self._said(json.dumps(NOTHING | {"taskings": [row]}))

    def _list(self, body: dict[str, Any]) -> Any:
        return self._said("[1, 2, 3]")

    def _empty(self, body: dict[str, Any]) -> Any:
        return self._said("")

    def _filter(self, body: dict[str, Any]) -> Any:
        return self._said("", "content_filter")

    def _no_choices(self, body: dict[str, Any]) -> Any:
        return 200, {"Content-Type": "application/json"}, b'{"id": "x", "choices": [], "model": "m"}'

    def _null_choices(self, body: dict[str, Any]) -> Any:
        return 200, {"Content-Type": "application/json"}, b'{"id": "x", "choices": null, "model": "m"}'

    def _html(self, body: dict[str, Any]) -> Any:
        return 200, {"Content-Type": "text/html"}, b"<html><body>Sign in to the guest network</body></html>"

    def _garbage(self, body: dict[str, Any]) -> Any:
        return 200, {"Content-Type": "application/json"}, b"\xff\xfe\x00{"

    def _bad(self, body: dict[str, Any]) -> Any:
        return self._error(400, "Unsupported value")

    def _no_schema(self, body: dict[str, Any]) -> Any:
        if body.get("response_format", {}).get("type") == "json_schema":
            self.script.insert(0, "no_schema")
            return self._error(400, "response_format.type json_schema is not supported")
        return self._valid(body)

    def _too_long(self, body: dict[str, Any]) -> Any:
        return self._error(400, "This model's maximum context length is 8192 tokens")

    def _unauthorized(self, body: dict[str, Any]) -> Any:
        return self._error(401, "Incorrect API key provided")

    def _unknown(self, body: dict[str, Any]) -> Any:
        return self._error(404, "The model does not exist")

    def _busy(self, body: dict[str, Any]) -> Any:
        return self._error(429, "Rate limit reached", **{"Retry-After": "0"})

    def _down(self, body: dict[str, Any]) -> Any:
        return self._error(500, "The server had an error")

    def _away(self, body: dict[str, Any]) -> Any:
        return 503, {"Content-Type": "text/plain"}, b"upstream connect error"

    def _slow(self, body: dict[str, Any]) -> Any:
        time.sleep(1.6)
        return self._valid(body)

    def _busy_long(self, body: dict[str, Any]) -> Any:
        return self._error(429, "Rate limit reached", **{"Retry-After": "25"})

    def _no_schema_once(self, body: dict[str, Any]) -> Any:
        return self._error(400, "response_format.type json_schema is not supported")

    def _dribble(self, body: dict[str, Any]) -> Any:
        status, headers, whole = self._valid(body)
        return status, headers | {"X-Dribble": "yes"}, whole

    def _mute(self, body: dict[str, Any]) -> Any:
        status, headers, whole = self._valid(body)
        return status, headers | {"X-Mute": "yes"}, whole

    def _closed(self, body: dict[str, Any]) -> Any:
        return 0, {}, None


@pytest.fixture
def model() -> Iterator[Model]:
    """A running server."""
    scripted = Model()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path == "/v1/embeddings":
                assert all(isinstance(text, str) for text in body["input"]), "texts, not tokens"
                status, headers, answer = scripted.embedded(body)
            else:
                assert self.path == "/v1/chat/completions", self.path
                assert body["model"] and isinstance(body["messages"], list), body
                status, headers, answer = scripted.reply(body)
            if answer is None:
                self.close_connection = True
                self.connection.close()
                return
            if "X-Mute" in headers:
                # not even headers: it waits for whoever asked to hang up
                assert self.connection.recv(1) == b""
                scripted.left.append(time.monotonic())
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if "X-Dribble" in headers:
                try:
                    for byte in answer[:200]:
                        self.wfile.write(bytes((byte,)))
                        self.wfile.flush()
                        time.sleep(0.2)
                except OSError:
                    scripted.left.append(time.monotonic())
                return
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (OSError, ValueError):
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    scripted.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield scripted
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


@pytest.fixture
def conf(model: Model, tmp_path: Path) -> Settings:
    """Settings that name the server."""
    return Settings(
        home=tmp_path,
        analyzer="model",
        api_key="test-key",
        base_url=model.url,
        model="scripted-1",
        model_seconds=1,
        model_price_in=2.0,
        model_price_out=8.0,
    )
