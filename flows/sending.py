"""One message to a webhook over HTTP: to a judged address, within a time, no redirection followed."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from coordination.reaching import Target, check, target
from pipeline.problems import IllegalMove

WAIT_SECONDS = 10.0
WHOLE_SECONDS = 30.0
"""So long at most from the first packet to the answer, however slowly it drips."""
MOST_ADDRESSES = 2
_SAID = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is 0 where nothing did; `asked` is how long the receiver wants us to wait."""

    status: int
    said: str
    asked: timedelta | None = None

    @property
    def taken(self) -> bool:
        """Whether the receiver took the message."""
        return 200 <= self.status < 300


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was judged, not to what the name may mean a moment later."""

    def __init__(self, aim: Target, address: str, seconds: float) -> None:
        super().__init__(aim.host, aim.port, timeout=seconds)
        self._aim, self._address = aim, address

    def connect(self) -> None:
        """Connect to the judged address; the certificate must be the host's."""
        self.sock = socket.create_connection((self._address, self._aim.port), self.timeout)
        if self._aim.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._aim.host)


def send(
    url: str, body: bytes, headers: Mapping[str, str], private: str, whole_seconds: float = WHOLE_SECONDS
) -> Answer:
    """Post a body to an address; what came back, also where nothing did. Raises nothing."""
    try:
        aim = target(url)
        addresses = check(aim, _looked_up(aim), private)
    except IllegalMove as problem:
        return Answer(0, " ".join(problem.lines))
    except OSError as error:
        return Answer(0, f"its host was not found: {error.strerror or error}")
    answer = Answer(0, "no answer")
    for address in addresses[:MOST_ADDRESSES]:
        answer, reached = _posted(_Pinned(aim, address, WAIT_SECONDS), aim, body, headers, whole_seconds)
        if reached:
            break
    return answer


def _looked_up(aim: Target) -> list[str]:
    found = socket.getaddrinfo(aim.host, aim.port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]


def _posted(
    call: _Pinned, aim: Target, body: bytes, headers: Mapping[str, str], whole_seconds: float
) -> tuple[Answer, bool]:
    """What came back, and whether somebody was reached: a second address must not be told twice."""
    reached = False
    own = {"Host": aim.authority, "User-Agent": f"chancery/{version('chancery')}", "Connection": "close"}
    try:
        with _ending(call, whole_seconds) as late:
            try:
                call.connect()
                reached = True
                call.request("POST", aim.path, body, {**own, **headers})
                answer = _answer(call.getresponse())
                # an answer that was cut short may have been about to say something else
                return (Answer(0, _late(whole_seconds)) if late.is_set() else answer), True
            except (OSError, http.client.HTTPException, ValueError) as error:
                return Answer(0, _why(error, late.is_set(), whole_seconds)), reached
    finally:
        call.close()


@contextmanager
def _ending(call: _Pinned, seconds: float) -> Iterator[threading.Event]:
    """Cut the connection when the time is over: a receiver that drips a byte now and then never times out."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError, AttributeError):
            call.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _answer(response: http.client.HTTPResponse) -> Answer:
    after = response.headers.get("Retry-After", "")
    asked = (
        timedelta(seconds=int(after)) if after.isascii() and after.isdecimal() and len(after) < 7 else None
    )
    if 300 <= response.status < 400:
        return Answer(response.status, f"{response.status}: redirections are not followed", asked)
    reason = " ".join(response.reason.split())[:_SAID]
    return Answer(response.status, f"{response.status} {reason}".strip(), asked)


def _asked(after: str) -> timedelta | None:
    return timedelta(seconds=int(after)) if after.isascii() and after.isdecimal() and len(after) < 7 else None


def _late(seconds: float) -> str:
    return f"no answer within {seconds:.0f} seconds"


def _why(error: Exception, late: bool, whole_seconds: float) -> str:
    if late:
        return _late(whole_seconds)
    if isinstance(error, TimeoutError):
        return _late(WAIT_SECONDS)
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good: {error.verify_message}"
    text = " ".join(str(error).split())[:_SAID]
    return f"no answer: {text or type(error).__name__}"
