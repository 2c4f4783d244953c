"""How long the pages take with a full record behind them, twenty people reading and one deciding.

    python -m benchmarks.pages [--documents 20000] [--readers 20] [--pause 1.0] [--seconds 60] [--keep FOLDER]

The sample documents go the real way once; their rows are then copied until there are as many documents as
asked. The server runs in a process of its own and notes how long it takes for each answer, from the first
byte of the request to the last of the answer; each reader asks for the next page after a pause, as people do.
Each page is also asked for alone, for the processor time it takes: that figure stands on a busy machine too.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import socket
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

import uvicorn

from benchmarks.material import SAMPLES
from pipeline.settings import Settings

MEDIAN, NINETY_FIFTH, QUEUE_BYTES = 0.050, 0.150, 40_000
COPIED = ("original", "extracted_text", "intake_document", "analysis_run", "draft", "evidence")
REFERS = {
    "original_id": "original", "text_id": "extracted_text", "document_id": "intake_document",
    "run_id": "analysis_run", "draft_id": "draft", "parent_id": "intake_document",
    "duplicate_of_id": "intake_document",
}  # fmt: skip
ALONE = 10
Answer = tuple[str, float, float, int]
"""Method and address, seconds, seconds of the processor meanwhile, bytes."""
WORDS = ("records", "gates and valves", "pilotage", "report within 60 days", "OMB M-27-04", "Kestrel Lock")


def fill(settings: Settings, documents: int) -> None:
    """A record with this many documents."""
    from flows.wiring import open_desk
    from flows.work import ingest
    from intake.files import NamedFiles
    from store import open_records

    files = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    with open_desk(settings) as desk:
        ingest(desk, NamedFiles(files, 50_000_000), actor="system")
    with open_records(settings) as records:
        from store.views import User

        records.add_user(User("reader", "Reader", frozenset({"reviewer"})), "system")
    copy(settings.home / "records.db", documents)
    with open_records(settings) as records:
        records.reindex()


def copy(path: Path, documents: int) -> None:
    """Copy every row until there are so many documents; each copy has numbers and names of its own."""
    with sqlite3.connect(path) as base:
        last = {table: base.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in COPIED}
        count = base.execute("SELECT count(*) FROM intake_document").fetchone()[0]
        for turn in range(1, -(-documents // count)):
            for table in COPIED:
                names = [row[1] for row in base.execute(f"PRAGMA table_info({table})")]
                values = ", ".join(_copied(table, name, turn, last) for name in names)
                base.execute(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE id <= ?",
                    (last[table],),
                )
        base.execute("ANALYZE")


def _copied(table: str, name: str, turn: int, last: dict[str, int]) -> str:
    if name == "id":
        return f"id + {turn * last[table]}"
    if name in REFERS:
        return f"{name} + {turn * last[REFERS[name]]}"
    fresh = {"public_id": "lower(hex(randomblob(16)))", "sha256": "lower(hex(randomblob(32)))"}
    if name == "control_number":
        return f"replace(control_number, 'EC-2026-', 'EC-{2100 + turn // 100}-{turn % 100:02d}')"
    if name == "receipt_key":
        return f"receipt_key || '-{turn}'"
    if name == "due":
        return f"date(due, '{turn % 400} days')"
    return fresh.get(name, name)


def serve(settings: Settings, listener: socket.socket, pipe: Connection) -> None:
    """The pages, in a process of their own; the times of the answers go down the pipe at the end."""
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
                times.append((f"{scope['method']} {scope['path']}", took, spent, size))

        server = uvicorn.Server(uvicorn.Config(timed, log_level="error"))
        threading.Thread(target=_stop_when_told, args=(server, pipe)).start()
        pipe.send(records.issue_link("reader", datetime.now(UTC)))
        server.run(sockets=[listener])
    pipe.send(times)


def _stop_when_told(server: uvicorn.Server, pipe: Connection) -> None:
    pipe.recv()
    server.should_exit = True


class Visitor:
    """Somebody with a browser."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port = port
        self.cookie = cookie

    def ask(self, method: str, address: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """The body of the answer, and the cookie that it sets."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        origin = f"http://127.0.0.1:{self.port}"
        headers = {
            "Cookie": self.cookie,
            "Origin": origin,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line.request(method, address, urlencode(form) if form else None, headers)
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {address}: {answer.status}")
        return body, (answer.getheader("set-cookie") or "").split(";")[0]


def read(visitor: Visitor, numbers: list[str], action: str, pause: float, until: float, seed: int) -> None:
    """Look at one page after the other."""
    choice = random.Random(seed)
    while time.monotonic() < until:
        address = choice.choice(
            (
                "/queue",
                f"/documents/{choice.choice(numbers)}",
                f"/search?{urlencode({'q': choice.choice(WORDS)})}",
                f"/actions/{action}",
            )
        )
        visitor.ask("GET", address)
        time.sleep(choice.uniform(0, 2 * pause))


def decide(visitor: Visitor, numbers: list[str], pause: float, until: float) -> None:
    """Approve a draft and take that back, again and again."""
    from review.people import form_token

    token = form_token(visitor.cookie.partition("=")[2])
    for control in numbers:
        for verdict, version in (("approve", "1"), ("undo", "2")):
            if time.monotonic() > until:
                return
            form = {"token": token, "version": version, "sure.date": "yes", "sure.words": "yes"}
            visitor.ask("POST", f"/documents/{control}/drafts/1/{verdict}", form)
            time.sleep(pause)


def main() -> int:
    """Fill, serve, ask, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-pages-") as folder:
        home = given.keep or Path(folder)
        settings = Settings(home=home)
        if not (home / "records.db").exists():
            began = time.monotonic()
            home.mkdir(parents=True, exist_ok=True)
            fill(settings, given.documents)
            print(f"filled in {time.monotonic() - began:.0f} s")
        return measure(settings, given)


def measure(settings: Settings, given: argparse.Namespace) -> int:
    """Ask with all readers at once; 1 where a page took too long."""
    from store import open_records

    action, numbers = prepared(settings)
    with open_records(settings) as records:
        counts = records.counts()
        print(f"{counts.documents + counts.children:,} documents, {sum(counts.drafts.values()):,} drafts")
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        port = listener.getsockname()[1]
        process = context.Process(target=serve, args=(settings, listener, theirs))
        process.start()
        visitor = Visitor(port)
        _, visitor.cookie = visitor.ask("GET", f"/sign-in?link={ours.recv()}")
        looked = ("/queue", f"/documents/{numbers[0]}", "/search?q=records", f"/actions/{action}")
        for address in looked * (1 + ALONE):
            visitor.ask("GET", address)
        until = time.monotonic() + given.seconds
        people = [
            threading.Thread(target=read, args=(visitor, numbers, action, given.pause, until, seed))
            for seed in range(given.readers)
        ]
        people.append(threading.Thread(target=decide, args=(visitor, numbers[::-1], given.pause, until)))
        for person in people:
            person.start()
        for person in people:
            person.join()
        ours.send("stop")
        times: list[Answer] = ours.recv()
        process.join()
    first = 1 + len(looked)  # signing in, and each page once
    return report(times[first : first + ALONE * len(looked)], times[first + ALONE * len(looked) :])


def prepared(settings: Settings) -> tuple[str, list[str]]:
    """An action made of one of the documents, and numbers of documents that wait."""
    from pipeline.decisions import Decision, Verdict, doubts
    from pipeline.intake import Stage
    from store import open_records

    with open_records(settings) as records:
        rows = records.queue((Stage.NEEDS_REVIEW,), limit=400)
        known = records.actions()
        if not known:
            control = max(rows, key=lambda row: row.drafts).control_number
            now = datetime.now(UTC)
            for draft in records.drafts(control):
                seen = frozenset(doubt.field for doubt in doubts(draft))
                records.decide(Decision(draft.id, 1, "reader", Verdict.APPROVE, now, confirmed=seen))
            records.finish(control, "reader", now)
            known = records.actions()
        waiting = records.queue((Stage.NEEDS_REVIEW,), limit=400)
        return str(known[0].action.number), [row.control_number for row in waiting]


def report(alone: list[Answer], together: list[Answer]) -> int:
    """Print the table; 1 where a page took too long or the queue is too heavy."""
    kinds: dict[str, list[Answer]] = defaultdict(list)
    single: dict[str, list[float]] = defaultdict(list)
    for answer in together:
        kinds[_kind(answer)].append(answer)
    for answer in alone:
        single[_kind(answer)].append(answer[2])
    print(f"{'page':28} {'asked':>6} {'median ms':>10} {'95 % ms':>8} {'KB':>6} {'alone, processor ms':>20}")
    slow = 0
    for kind, found in sorted(kinds.items()):
        taken = sorted(took for _, took, _, _ in found)
        median, high = statistics.median(taken), taken[max(0, int(len(taken) * 0.95) - 1)]
        size = statistics.median(size for *_, size in found)
        slow += kind.startswith("GET") and (median > MEDIAN or high > NINETY_FIFTH)
        slow += kind == "GET /queue" and size > QUEUE_BYTES
        spent = f"{statistics.median(single[kind]) * 1000:20.1f}" if kind in single else ""
        figures = f"{median * 1000:10.1f} {high * 1000:8.1f} {size / 1000:6.1f} {spent}"
        print(f"{kind:28} {len(found):6} {figures}")
    return int(bool(slow))


def _kind(answer: Answer) -> str:
    return re.sub(r"/[A-Z]{2}-[^/]*", "/…", answer[0])


if __name__ == "__main__":
    sys.exit(main())
