"""A server in a process of its own that times its answers, and people who ask it for pages.

It notes how long each answer takes, from the first byte of the request to the last of the answer, and what
of that the processor did; each reader asks for the next page after a pause, as people do.
"""

from __future__ import annotations

import http.client
import random
import re
import socket
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from urllib.parse import urlencode

import uvicorn

from pipeline.settings import Settings

MEDIAN, NINETY_FIFTH = 0.050, 0.150
ALONE = 10
Answer = tuple[str, float, float, int]
"""Method and address, seconds, seconds of the processor meanwhile, bytes."""


class Visitor:
    """Somebody with a browser."""

    def __init__(self, port: int, name: str) -> None:
        self.port = port
        self.name = name
        self.cookie = ""

    def ask(self, method: str, address: str, form: Mapping[str, str] | None = None) -> str:
        """The body of the answer. Raises RuntimeError where it is an error page."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            "Cookie": self.cookie,
            "Origin": f"http://127.0.0.1:{self.port}",
            "User-Agent": self.name,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line.request(method, address, urlencode(form) if form else None, headers)
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {address}: {answer.status}")
        self.cookie = (answer.getheader("set-cookie") or self.cookie).split(";")[0]
        return body

    @property
    def token(self) -> str:
        """What a form of this session carries."""
        from review.people import form_token

        return form_token(self.cookie.partition("=")[2])


@dataclass(frozen=True, slots=True)
class Office:
    """Who looks at which pages, and what somebody changes meanwhile.

    `alone` are the pages that are asked for one by one, `draws` gives a reader's next one, `changes` makes
    one change, counted from 0. `names` may see different things; the first of them makes the changes.
    """

    names: Sequence[str]
    alone: Sequence[str]
    draws: Callable[[random.Random], str]
    changes: Callable[[Visitor, int], None]


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many read for how many seconds, with which pause on average."""

    readers: int = 20
    pause: float = 1.0
    seconds: float = 60.0


def serve(settings: Settings, names: Sequence[str], listener: socket.socket, pipe: Connection) -> None:
    """The pages; links to sign in go up the pipe first, the times of the answers at the end."""
    from starlette.types import Message, Receive, Scope, Send

    from flows.searching import related, search
    from review.app import make_app
    from review.finder import Finder
    from store import open_records

    times: list[Answer] = []
    with open_records(settings) as records:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        app = make_app(settings, records, [host], Finder(search, related))

        async def timed(scope: Scope, receive: Receive, send: Send) -> None:
            size, began, spent = 0, time.perf_counter(), time.process_time()

            async def counted(message: Message) -> None:
                nonlocal size
                size += len(message.get("body", b""))
                await send(message)

            await app(scope, receive, counted)
            if scope["type"] == "http":
                took, spent = time.perf_counter() - began, time.process_time() - spent
                who = dict(scope["headers"]).get(b"user-agent", b"").decode()
                asked = f"{scope['path']}?{scope['query_string'].decode()}".rstrip("?")
                times.append((f"{scope['method']} {asked} {who}", took, spent, size))

        server = uvicorn.Server(uvicorn.Config(timed, log_level="error"))
        threading.Thread(target=_stop_when_told, args=(server, pipe)).start()
        pipe.send([records.issue_link(name, datetime.now(UTC)) for name in names])
        server.run(sockets=[listener])
    pipe.send(times)


def _stop_when_told(server: uvicorn.Server, pipe: Connection) -> None:
    pipe.recv()
    server.should_exit = True


def _read(visitor: Visitor, office: Office, pause: float, until: float, seed: int) -> None:
    choice = random.Random(seed)
    while time.monotonic() < until:
        visitor.ask("GET", office.draws(choice))
        time.sleep(choice.uniform(0, 2 * pause))


def _change(visitor: Visitor, office: Office, pause: float, until: float) -> None:
    turn = 0
    while time.monotonic() < until:
        office.changes(visitor, turn)
        turn += 1
        time.sleep(pause)


def visited(settings: Settings, office: Office, crowd: Crowd) -> tuple[list[Answer], list[Answer]]:
    """The answers that were asked for alone, and those that the crowd got."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        process = context.Process(target=serve, args=(settings, office.names, listener, theirs))
        process.start()
        visitors = [Visitor(listener.getsockname()[1], name) for name in office.names]
        for visitor, link in zip(visitors, ours.recv(), strict=True):
            visitor.ask("GET", f"/sign-in?link={link}")
            for address in tuple(office.alone) * (1 + ALONE):
                visitor.ask("GET", address)
        until = time.monotonic() + crowd.seconds
        people = [
            threading.Thread(
                target=_read, args=(visitors[seed % len(visitors)], office, crowd.pause, until, seed)
            )
            for seed in range(crowd.readers if crowd.seconds else 0)
        ]
        people.append(threading.Thread(target=_change, args=(visitors[0], office, crowd.pause, until)))
        for person in people:
            person.start()
        for person in people:
            person.join()
        ours.send("stop")
        times: list[Answer] = ours.recv()
        process.join()
    # of each visitor: signing in, each page once to warm up, each page so many times
    first, each = 1 + len(office.alone), 1 + len(office.alone) * (1 + ALONE)
    single = [
        times[at] for turn in range(len(visitors)) for at in range(turn * each + first, (turn + 1) * each)
    ]
    return single, times[len(visitors) * each :]


def report(alone: Sequence[Answer], together: Sequence[Answer], heaviest: Mapping[str, int]) -> int:
    """Print the table; 1 where a page took too long, or is heavier than `heaviest` allows."""
    kinds: dict[str, list[Answer]] = defaultdict(list)
    single: dict[str, list[float]] = defaultdict(list)
    for answer in together:
        kinds[kind_of(answer)].append(answer)
    for answer in alone:
        single[kind_of(answer)].append(answer[2])
    print(f"{'page':44} {'asked':>6} {'median ms':>10} {'95 % ms':>8} {'KB':>6} {'alone, processor ms':>20}")
    slow = 0
    for kind in sorted({*kinds, *single}):
        found = kinds[kind] or [answer for answer in alone if kind_of(answer) == kind]
        taken = sorted(took for _, took, _, _ in found)
        median, high = statistics.median(taken), taken[max(0, int(len(taken) * 0.95) - 1)]
        size = statistics.median(size for *_, size in found)
        slow += kind.startswith("GET") and (median > MEDIAN or high > NINETY_FIFTH)
        slow += size > heaviest.get(kind.rpartition(" ")[0], size)
        spent = f"{statistics.median(single[kind]) * 1000:20.1f}" if kind in single else ""
        figures = f"{median * 1000:10.1f} {high * 1000:8.1f} {size / 1000:6.1f} {spent}"
        print(f"{kind:44} {len(kinds[kind]):6} {figures}")
    return int(bool(slow))


def kind_of(answer: Answer) -> str:
    """Method, address without what differs from page to page of one kind, and who asked."""
    asked, _, who = answer[0].rpartition(" ")
    path, _, query = asked.partition("?")
    path = re.sub(r"/[A-Z]{2}-[^/]*", "/…", path)
    path = re.sub(r"/[-\w]{40,}\.ics", "/….ics", path)
    names = "&".join(part if part.startswith(("tab=", "of=", "state=")) else part.partition("=")[0]
                     for part in query.split("&"))  # fmt: skip
    return f"{path}{'?' if names else ''}{names} {who}"
