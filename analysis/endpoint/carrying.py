"""The line to an endpoint: to the address that is set and no other; no answer without end is taken."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from analysis.endpoint.faults import Fault, FaultKind
from pipeline import addresses

LARGEST = 4_000_000
"""Bytes of an answer, unpacked. The longest answer that a document can need is a twentieth of that."""


def is_here(base_url: str) -> bool:
    """Whether an address is this machine's own loopback."""
    return addresses.is_here(urlsplit(base_url).hostname or "")


class Call:
    """One question under way, which another thread may break off whatever it waits for."""

    def __init__(self) -> None:
        self._lines: list[socket.socket] = []
        self._dropped = False
        self._lock = threading.Lock()

    @contextmanager
    def made(self) -> Iterator[None]:
        """Within it, what this thread asks through a `line` belongs to this call."""
        token = _CALL.set(self)
        try:
            yield
        finally:
            _CALL.reset(token)

    def heard(self, event: str, told: dict[str, Any]) -> None:
        """Hear of each step of the connection, as the client's `trace` tells it."""
        if event.endswith("connect_tcp.complete"):
            with self._lock:
                # a second handle of the same line: the first one is given away where TLS is put over it
                self._lines.append(told["return_value"].get_extra_info("socket").dup())
                if self._dropped:
                    self._cut()

    def drop(self) -> None:
        """Break it off: what waits for a byte wakes with an error, what connects yet sends nothing."""
        with self._lock:
            self._dropped = True
            self._cut()

    def ended(self) -> None:
        """Let go of the line."""
        with self._lock:
            while self._lines:
                self._lines.pop().close()

    def _cut(self) -> None:
        for one in self._lines:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


_CALL: ContextVar[Call | None] = ContextVar("call", default=None)


def line(base_url: str, seconds: float, largest: int = LARGEST) -> Any:
    """A client of the protocol below: follows no redirection, unpacks no more than `largest` bytes.

    What is meant for this machine goes through no proxy, whatever the environment names. Each question has
    a connection of its own, so that a `Call` that is dropped breaks off no other.
    """
    import openai

    class Line(openai.DefaultHttpxClient):
        def send(self, request: Any, *, stream: bool = False, **more: Any) -> Any:
            """The whole answer. Raises Fault where it is too large or never ends."""
            call = _CALL.get() or Call()
            request.headers["Connection"] = "close"
            request.extensions = {**request.extensions, "trace": call.heard}
            try:
                response = super().send(request, stream=True, **more)
                try:
                    body = _whole(response, time.monotonic() + seconds, largest)
                finally:
                    response.close()
            finally:
                call.ended()
            headers = [
                (name, value)
                for name, value in response.headers.multi_items()
                if name.lower() not in ("content-encoding", "content-length", "transfer-encoding")
            ]
            return type(response)(response.status_code, headers=headers, content=body, request=request)

    return Line(timeout=seconds, follow_redirects=False, trust_env=not is_here(base_url))


def _whole(response: Any, until: float, largest: int) -> bytes:
    body = bytearray()
    for part in response.iter_bytes(65_536):
        body += part
        if len(body) > largest:
            raise Fault(FaultKind.PROTOCOL, f"the answer is larger than {largest:,} bytes")
        if time.monotonic() > until:
            raise Fault(FaultKind.TIMED_OUT, "the answer does not end")
    return bytes(body)


def plain(text: str) -> str:
    """A text that can be kept: no half of a character, no zero byte. Others are left as they were said."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
