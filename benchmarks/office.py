"""A whole office on one machine, to be disturbed: databases, servers, `chancery up` and workers beside it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.kill import COMMAND, WAITING
from flows.prefect_environment import answers
from pipeline.settings import Settings
from store import open_records

PATIENCE = 180.0
LEASE = 30
"""Seconds after which a document is taken from a worker that fell silent; 300 where nothing is said."""

_DONE = f"stage NOT IN {WAITING}"
_COUNT = text(f"SELECT count(*) FROM intake_document WHERE parent_id IS NULL AND {_DONE}")
_STAGES = text("SELECT stage, count(*) FROM intake_document GROUP BY stage")
_UNDER_WAY = {"RUNNING", "PENDING", "CANCELLING"}


def free_port() -> int:
    """A port of loopback on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@dataclass(slots=True)
class Kept:
    """A process that is started again when it ends, as a service manager would."""

    command: list[str]
    env: dict[str, str]
    log: Path
    options: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def see_to(self) -> None:
        """Start it where it does not run."""
        if self.process is None or self.process.poll() is not None:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    self.command, env=self.env, stdout=log, stderr=log, start_new_session=True, **self.options
                )

    def end(self) -> None:
        """Let it end by itself within a minute, else kill it."""
        if self.process is None or not self.pid:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def pid(self) -> int:
        """Its number; 0 while it does not run."""
        return self.process.pid if self.process and self.process.poll() is None else 0


@dataclass(frozen=True, slots=True)
class Part:
    """Something that can be killed. `wanted` prepares the kill; `is_back` tells that it works again."""

    name: str
    kill: Callable[[], bool]
    is_back: Callable[[], bool]
    wanted: Callable[[], None] | None = None


@dataclass(slots=True)
class Office:
    """What runs, and what it holds."""

    engine: str
    place: Path
    settings: Settings
    url: str
    desk: Kept
    workers: list[Kept] = field(default_factory=list)
    servers: dict[str, Kept] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    _database: Engine | None = None
    _last: int = 0
    _stages: dict[str, int] = field(default_factory=dict)
    _runs: list[str] = field(default_factory=list)

    @property
    def inbox(self) -> Path:
        """The folder that is watched."""
        return self.place / "inbox"

    def started(self) -> float:
        """Start everything; seconds until pages and Prefect answer and the workers may begin."""
        self.wait(lambda: answers(self.url, 1.0), "Prefect does not answer")
        self.wait(lambda: bool(self._deployments()), "nothing was deployed")
        took = time.monotonic() - self.began
        for worker in self.workers:
            self.wait(lambda worker=worker: self.part_of(worker, "uploads") > 0, "a worker does not run")  # type: ignore[misc]
        return took

    def see_to(self) -> None:
        """Start what has ended."""
        for one in (*self.servers.values(), self.desk, *self.workers):
            one.see_to()

    def wait(self, reached: Callable[[], bool], what: str) -> None:
        """Wait until it is so. Raises TimeoutError."""
        end = time.monotonic() + PATIENCE
        while not reached():
            if time.monotonic() > end:
                raise TimeoutError(f"{what}; the logs are in {self.place}")
            self.see_to()
            time.sleep(0.25)

    def done(self) -> int:
        """How many receipts are at their end; as many as last time while the database is away."""
        self.see_to()
        rows = self._asked(_COUNT)
        self._last = int(rows[0][0]) if rows else self._last
        return self._last

    def by_stage(self) -> dict[str, int]:
        """How many documents stand where."""
        rows = self._asked(_STAGES)
        self._stages = {stage: count for stage, count in rows} if rows else self._stages
        return self._stages

    def waiting(self) -> bool:
        """Whether anything is still to be done by a machine."""
        return any(path.is_file() for path in self.inbox.iterdir()) or bool(WAITING & self.by_stage().keys())

    def _asked(self, query: Any) -> list[Any]:
        if self._database is None:
            self._database = create_engine(self.settings.records_url, pool_pre_ping=True)
        try:
            with self._database.connect() as connection:
                return list(connection.execute(query))
        except SQLAlchemyError:
            return []

    def parts(self) -> list[Part]:
        """What can be killed here, one after another."""
        busy = self.workers[0] if self.workers else self.desk
        found = [self._process("worker", busy, "uploads"), self._process("pool", busy, "flows"), self._flow()]
        found.append(Part("server", self._killer("prefect"), lambda: answers(self.url, 1.0)))
        found += [self._server(name) for name in self.servers]
        return [*found, self._all()]

    def _process(self, name: str, of: Kept, part: str) -> Part:
        killed: list[int] = []

        def kill() -> bool:
            killed[:] = [self.part_of(of, part)]
            return _killed(killed[0])

        return Part(name, kill, lambda: self.part_of(of, part) not in (0, *killed))

    def _killer(self, part: str) -> Callable[[], bool]:
        return lambda: _killed(self.part_of(self.desk, part))

    def _flow(self) -> Part:
        """A run that a worker of the pool took, with what it has claimed."""
        run: list[str] = []

        def begin() -> None:
            run[:] = [self._asked_for_a_run()]
            self.wait(lambda: self._state(run[0]) == "RUNNING" and bool(self._flows()), "no flow was run")

        def kill() -> bool:
            return any([_killed(pid) for pid in self._flows()])

        return Part("flow", kill, lambda: self._state(run[0]) not in _UNDER_WAY, begin)

    def _asked_for_a_run(self) -> str:
        """A run of what waits; a server that is just busy is asked again."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            number = self._deployments().get("waiting")
            made = self.ask(f"/deployments/{number}/create_flow_run", {}) if number else None
            if made:
                return str(made["id"])
            time.sleep(1)
        raise TimeoutError("Prefect takes no run")

    def _flows(self) -> list[int]:
        """The processes in which flows run now."""
        found: list[int] = []
        for one in (self.desk, *self.workers):
            pool = self.part_of(one, "flows")
            found += [pid for pid in _children(pool) if pool and "prefect" in _words(pid)]
        return found

    def _server(self, name: str) -> Part:
        kept = self.servers[name]
        return Part(name, lambda: _killed(kept.pid), lambda: self._serves(name))

    def _serves(self, name: str) -> bool:
        self.see_to()
        if name == "database":
            return bool(self._asked(_STAGES))
        port = int(self.settings.chroma_url.rpartition(":")[2])
        with socket.socket() as probe:
            return bool(self.servers[name].pid) and probe.connect_ex(("127.0.0.1", port)) == 0

    def _all(self) -> Part:
        killed: list[int] = []

        def kill() -> bool:
            killed[:] = [self.desk.pid]
            return _killed(killed[0])

        def is_back() -> bool:
            self.see_to()
            if self.desk.pid in killed:  # it takes a moment to be gone
                return False
            alive = (self.part_of(self.desk, part) for part in ("prefect", "pages", "uploads", "flows"))
            return all(alive) and answers(self.url, 1.0)

        return Part("up", kill, is_back)

    def part_of(self, of: Kept, name: str) -> int:
        """The process that is this part now; 0 where there is none."""
        pids = _children(of.pid) if of.pid else []
        return next((pid for pid in pids if f"cli.part {name} " in _words(pid)), 0)

    def ask(self, path: str, body: object) -> Any:
        """What Prefect answers; None while it does not."""
        try:
            with urllib.request.urlopen(f"{self.url}/csrf-token?client=bench", timeout=5) as answer:
                token = json.load(answer)["token"]
            headers = {"Content-Type": "application/json", "Prefect-Csrf-Client": "bench"}
            headers["Prefect-Csrf-Token"] = token
            data = None if body is None else json.dumps(body).encode()
            request = urllib.request.Request(f"{self.url}{path}", data=data, headers=headers)
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except OSError:
            return None

    def _deployments(self) -> dict[str, str]:
        return {row["name"]: row["id"] for row in self.ask("/deployments/filter", {}) or ()}

    def _state(self, run: str) -> str:
        told = self.ask(f"/flow_runs/{run}", None)
        return str(told["state"]["type"]) if told else "RUNNING"

    def untrue_runs(self) -> list[str]:
        """Runs that Prefect shows as under way though nothing waits and nobody works, after three minutes."""
        self.wait(lambda: answers(self.url, 1.0), "Prefect does not answer")
        end = time.monotonic() + PATIENCE
        while left := [row for row in self._all_runs() if row["state_type"] in _UNDER_WAY]:
            if time.monotonic() > end:
                return [f"{row['name']} is shown as {row['state_name']}" for row in left]
            time.sleep(2)
        return []

    def runs(self) -> dict[str, int]:
        """How many runs ended how; those still to come are left out."""
        return dict(
            Counter(row["state_name"] for row in self._all_runs() if row["state_type"] != "SCHEDULED")
        )

    def _all_runs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            page = self.ask("/flow_runs/filter", {"limit": 200, "offset": len(found), "sort": "ID_DESC"})
            if page is None:
                raise TimeoutError("Prefect does not tell its runs")
            if not page:
                return found
            found += page

    def broken_audit(self) -> list[str]:
        """What is wrong with the audit log."""
        with open_records(self.settings) as records:
            check = records.verify()
        return [] if check.holds else [f"the audit log is broken: {check.why}"]

    def end(self) -> None:
        """End everything."""
        if self._database is not None:
            self._database.dispose()
        for one in (*self.workers, self.desk, *reversed(self.servers.values())):
            one.end()


def _killed(pid: int) -> bool:
    if not pid:
        return False
    os.kill(pid, signal.SIGKILL)
    return True


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _children(parent: int) -> list[int]:
    """The processes that this one has started and that run."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        try:
            told = (entry / "status").read_text() if entry.name.isdigit() else ""
        except OSError:
            continue
        if f"\nPPid:\t{parent}\n" in told and "\nState:\tZ" not in told:
            found.append(int(entry.name))
    return found


def _environment(home: Path, readers: int, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "CHANCERY_HOME": str(home),
        "CHANCERY_WORKERS": str(readers),
        "CHANCERY_LEASE_SECONDS": str(LEASE),
        "CHANCERY_SETTLE_SECONDS": "0.2",
        "CHANCERY_PORT": "0",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def _desk(place: Path, readers: int, **more: str) -> tuple[Kept, str]:
    port = str(free_port())
    env = _environment(place / "home", readers, CHANCERY_PREFECT_PORT=port, **more)
    (place / "inbox").mkdir()
    command = [*COMMAND, "up", "--inbox", str(place / "inbox")]
    return Kept(command, env, place / "up.log"), f"http://127.0.0.1:{port}/api"


@contextmanager
def _kept(office: Office) -> Iterator[Office]:
    try:
        office.see_to()
        yield office
    finally:
        office.end()


@contextmanager
def on_sqlite(place: Path) -> Iterator[Office]:
    """One machine as it comes: one file of records, one of Prefect's, vectors in the home folder."""
    desk, url = _desk(place, 2)
    settings = Settings(home=place / "home", lease_seconds=LEASE)
    with _kept(Office("sqlite", place, settings, url, desk)) as office:
        yield office


@contextmanager
def on_postgres(place: Path) -> Iterator[Office]:
    """Three workers: PostgreSQL for records and Prefect, one folder of originals, a Chroma server."""
    database, address = postgres(place)
    port = free_port()
    chroma = f"http://127.0.0.1:{port}"
    shared = {
        "CHANCERY_DATABASE_URL": f"postgresql+psycopg://{address}/records",
        "CHANCERY_ORIGINALS": str(place / "originals"),
        "CHANCERY_CHROMA_URL": chroma,
    }
    prefect = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": f"postgresql+asyncpg://{address}/prefect"}
    desk, url = _desk(place, 1, **shared, **prefect)
    workers = [
        Kept(
            [*COMMAND, "worker"],
            _environment(place / f"worker-{number}", 1, PREFECT_API_URL=url, **shared),
            place / f"worker-{number}.log",
        )
        for number in (2, 3)
    ]
    settings = Settings(
        place / "home",
        database_url=shared["CHANCERY_DATABASE_URL"],
        originals=shared["CHANCERY_ORIGINALS"],
        chroma_url=chroma,
        lease_seconds=LEASE,
    )
    tool = str(Path(sys.executable).with_name("chroma"))
    run = [
        tool,
        "run",
        "--path",
        str(place / "chroma"),
        "--host",
        "127.0.0.1",
        "--port",
        chroma[-5:].strip(":"),
    ]
    vectors = Kept(run, dict(os.environ), place / "chroma.log")
    servers = {"database": database, "chroma": vectors}
    with _kept(Office("postgres", place, settings, url, desk, workers, servers)) as office:
        yield office


def postgres(place: Path) -> tuple[Kept, str]:
    """A running PostgreSQL with two empty databases, and its address."""
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    folder, port = place / "pg", free_port()
    folder.mkdir()
    place.chmod(0o755)
    user: dict[str, Any] = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, 65534, 65534)
    quiet: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, **user}
    first = [str(tools / "initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "chancery", "-E", "UTF8"]
    subprocess.run([*first, "--locale=C"], check=True, **quiet)
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
    command = [str(tools / "postgres"), "-D", f"{folder}/data", *options, "-c", "max_connections=200"]
    kept = Kept(command, dict(os.environ), place / "pg.log", {"cwd": folder, **user})
    kept.see_to()
    ready = [str(tools / "pg_isready"), "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, check=False, **quiet).returncode:
        time.sleep(0.2)
    for name in ("records", "prefect"):
        make = [str(tools / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "chancery", name]
        subprocess.run(make, check=True, **quiet)
    return kept, f"chancery@127.0.0.1:{port}"
