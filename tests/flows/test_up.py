"""`chancery up` as an operator meets it: one tree for all tests here, with every socket of it watched."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flows.closed_network import is_here

pytestmark = [pytest.mark.slow, pytest.mark.network]

PATIENCE = 300
PASSWORD = "desk:quayside"
COMMAND = [sys.executable, "-c", "from cli.entry import run; run()"]

WATCH = """
import os, socket, sys
sys.modules["uvloop"] = None  # its sockets would not be seen
place = os.environ["WATCHED_CALLS"]

def heard(event, arguments):
    if event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        note(arguments[1][0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        note(arguments[0])

def note(host):
    with open(place, "a") as file:
        file.write(f"{host.decode() if isinstance(host, bytes) else host or 'localhost'}\\n")

sys.addaudithook(heard)

import pipeline.stages as stages
whole = stages.process

def process(records, reader, analyzer, document, now):
    if "broken" in document.name and os.path.exists(os.environ["BREAKS"]):
        raise ZeroDivisionError("planted")
    return whole(records, reader, analyzer, document, now)

stages.process = process
"""


@dataclass
class Up:
    """A running tree: its home, its inbox, and what it has said."""

    home: Path
    place: Path
    process: subprocess.Popen[str]
    env: dict[str, str]
    told: list[str] = field(default_factory=list)

    @property
    def api(self) -> str:
        return next(line.split()[1] for line in self.output() if line.startswith("Prefect: http")) + "/api"

    def output(self) -> list[str]:
        return (self.place / "out").read_text().splitlines()

    def ask(self, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **self._token()}
        request = urllib.request.Request(f"{self.api}{path}", data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def _token(self) -> dict[str, str]:
        """What a page of Prefect's own would send: without it no change is taken."""
        shown = {"Authorization": f"Basic {base64.b64encode(PASSWORD.encode()).decode()}"}
        request = urllib.request.Request(f"{self.api}/csrf-token?client=test", headers=shown)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return {**shown, "Prefect-Csrf-Client": "test", "Prefect-Csrf-Token": json.load(answer)["token"]}

    def status(self) -> Any:
        told = subprocess.run([*COMMAND, "status", "--json"], env=self.env, capture_output=True, check=True)
        return json.loads(told.stdout)

    def drop(self, name: str) -> None:
        words = f"Please send us the report of {name} by June 1, 2026."
        (self.place / "inbox" / name).write_text(f"Dear Secretary:\n\n{words}\n\nSincerely,\nA. Quill\n")

    def child(self, name: str) -> int:
        """The process that is this part now."""
        for entry in Path("/proc").iterdir():
            words = _words(entry) if entry.name.isdigit() else []
            if words[1:4] == ["-m", "cli.part", name] and self._is_mine(entry):
                return int(entry.name)
        return 0

    def _is_mine(self, entry: Path) -> bool:
        return f"PPid:\t{self.process.pid}\n" in (entry / "status").read_text()


def _words(entry: Path) -> list[str]:
    try:
        return (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def until(reached: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, what
        time.sleep(0.25)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    place = tmp_path_factory.mktemp("up")
    (place / "inbox").mkdir()
    (place / "site").mkdir()
    (place / "site" / "sitecustomize.py").write_text(WATCH)
    env = {
        **os.environ,
        "CHANCERY_HOME": str(place / "home"),
        "CHANCERY_PORT": "0",
        "CHANCERY_PREFECT_PORT": "0",
        "CHANCERY_SETTLE_SECONDS": "0.2",
        "CHANCERY_WORKERS": "2",
        "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
        "CHANCERY_REANALYZE_AT": "0 2 * * 1-5",
        "PYTHONPATH": str(place / "site"),
        "WATCHED_CALLS": str(place / "calls"),
        "BREAKS": str(place / "breaks"),
    }
    with (place / "out").open("w") as out:
        process = subprocess.Popen(
            [*COMMAND, "up", "--inbox", str(place / "inbox")], env=env, stdout=out, stderr=out, text=True
        )
        running = Up(place / "home", place, process, env)
        try:
            until(lambda: any(line.startswith("Prefect: ") for line in running.output()), "no Prefect came")
            until(lambda: running.ask("/deployments/filter", {}), "nothing was deployed")
            yield running
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def test_it_prints_the_way_in_and_takes_a_dropped_file_at_once(up: Up) -> None:
    assert any("/sign-in?link=" in line for line in up.output())
    up.drop("harbor.txt")
    until(lambda: up.status()["by_stage"].get("needs_review") == 1, "the letter was not processed")
    runs = up.ask("/task_runs/filter", {"limit": 50, "sort": "ID_DESC"})
    assert "doc-EC-" in {run["name"][:7] for run in runs}
    named = up.ask("/flow_runs/filter", {"limit": 50, "sort": "ID_DESC"})
    assert any(run["name"].startswith("EC-") and run["deployment_id"] for run in named)


def test_what_prefect_is_to_run_is_there_once(up: Up) -> None:
    deployments = {row["name"]: row for row in up.ask("/deployments/filter", {})}
    assert {"waiting", "documents", "outdated", "inbox"} <= deployments.keys()
    nightly = deployments["outdated"]["schedules"][0]["schedule"]
    assert (nightly["cron"], nightly["timezone"]) == ("0 2 * * 1-5", "America/New_York")
    assert deployments["waiting"]["schedules"][0]["schedule"]["timezone"] == "America/New_York"
    assert {row["work_pool_name"] for row in deployments.values()} == {"chancery"}
    assert len(up.ask("/automations/filter", {})) == 1


def test_prefect_answers_nobody_without_the_password(up: Up) -> None:
    for path in ("/deployments/filter", "/flow_runs/filter", "/csrf-token?client=test"):
        data = None if "csrf" in path else b"{}"
        request = urllib.request.Request(f"{up.api}{path}", data=data)
        with pytest.raises(urllib.error.HTTPError, match=r"40[13]"):
            urllib.request.urlopen(request, timeout=10)


def test_a_run_that_failed_is_retried_from_prefects_page(up: Up) -> None:
    (up.place / "breaks").touch()
    up.drop("broken.txt")
    failed: list[Any] = []

    def seen() -> bool:
        wanted = {"flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}, "sort": "ID_DESC"}
        failed[:] = up.ask("/flow_runs/filter", wanted)
        return bool(failed)

    until(seen, "the run did not fail")
    assert "1 failed and are held: EC-" in failed[0]["state"]["message"]
    assert up.status()["by_stage"]["held"] == 1
    (up.place / "breaks").unlink()
    # what the button on Prefect's page sends
    again = {"state": {"type": "SCHEDULED", "name": "AwaitingRetry", "message": "by hand"}, "force": False}
    assert up.ask(f"/flow_runs/{failed[0]['id']}/set_state", again)["status"] == "ACCEPT"
    until(lambda: "held" not in up.status()["by_stage"], "the retried run left the document lying")
    ended = f"/flow_runs/{failed[0]['id']}"
    until(lambda: up.ask(ended)["state"]["type"] == "COMPLETED", "the retried run did not end well")


def test_a_server_that_is_killed_comes_back_and_documents_do_not_wait_for_it(up: Up) -> None:
    before = up.status()["documents"]
    os.kill(up.child("prefect"), signal.SIGKILL)
    up.drop("meanwhile.txt")
    until(lambda: up.status()["documents"] == before + 1, "the letter waited for Prefect")
    until(lambda: any(line.startswith("prefect ended by signal 9") for line in up.output()), "nobody said so")
    until(lambda: _answers(up), "the server did not come back")


def _answers(up: Up) -> bool:
    try:
        return bool(up.ask("/deployments/filter", {}))
    except OSError:
        return False


def test_it_calls_nobody_and_ends_without_a_trace(up: Up) -> None:
    """The catalogue that Prefect's own pages show would be fetched; it is refused, and the copy is shown."""
    assert up.ask("/collections/views/aggregate-worker-metadata")
    group = [up.child(name) for name in ("prefect", "pages", "uploads", "flows")]
    assert all(group)
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(timeout=90) == 0, up.output()[-5:]
    assert not [pid for pid in group if Path(f"/proc/{pid}").exists()]
    assert up.output()[-1] == "Stopped. What waits is safe."
    called = set((up.place / "calls").read_text().split())
    assert "127.0.0.1" in called
    beyond = {host for host in called if not is_here(host)}
    assert beyond <= {"raw.githubusercontent.com"}, "only the refused catalogue may even be looked up"
