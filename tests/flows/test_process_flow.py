"""The flow `process` against a real Prefect server; also the proof that the installed FastAPI suits it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.prefect_environment import answers, prepare
from pipeline.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.network]

PATIENCE = 180
COMMAND = [sys.executable, "-c", "from cli.entry import run; run()"]
IN_BATCHES = """
import flows.prefect_environment as environment, pipeline.settings as settings
environment.prepare(settings.load())
import flows.process as process
import flows.tasks as tasks
process.ONE_BY_ONE, tasks.BATCH = 2, 3
print(process.run_process(settings.load()))
"""
AGAIN = """
import flows.prefect_environment as environment, pipeline.settings as settings
environment.prepare(settings.load())
from flows.outdated import reanalyse
print(reanalyse())
"""
LATER_RELEASE = """
import analysis.offline
analysis.offline.RELEASE = "9.9"
"""
INGEST = """
import sys, flows.prefect_environment as environment, pipeline.settings as settings
environment.prepare(settings.load())
from flows.ingest import ingest
print(ingest(sys.argv[1]))
"""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own, in a home of its own."""
    home, port = tmp_path_factory.mktemp("prefect"), _free_port()
    url = f"http://127.0.0.1:{port}/api"
    env = dict(os.environ)
    prepare(Settings(home=home, prefect_url=url), env)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            _wait_for(url, process, home / "server.log")
            yield url
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not answers(url, seconds=1):
        assert process.poll() is None, f"the server did not start:\n{log.read_text()[-3000:]}"
        assert time.monotonic() < end, f"the server never answered:\n{log.read_text()[-3000:]}"
        time.sleep(0.5)


@pytest.fixture
def env(server: str, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "CHANCERY_HOME": str(tmp_path / "home"),
        "CHANCERY_WORKERS": "2",
        "CHANCERY_SETTLE_SECONDS": "0.2",
        "PREFECT_API_URL": server,
        "PREFECT_HOME": str(tmp_path / "prefect"),
    }


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(7):
        words = f"Please send us the harbor report number {number} by June 1, 2026."
        (folder / f"letter-{number}.txt").write_text(f"Dear Secretary:\n\n{words}\n\nSincerely,\nA. Quill\n")
    return folder


def _ran(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    told = subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return told


def _token(server: str) -> dict[str, str]:
    """What Prefect's own pages send with each change."""
    with urllib.request.urlopen(f"{server}/csrf-token?client=test", timeout=10) as answer:
        return {"Prefect-Csrf-Client": "test", "Prefect-Csrf-Token": json.load(answer)["token"]}


def _task_runs(server: str) -> set[str]:
    request = urllib.request.Request(
        f"{server}/task_runs/filter",
        data=json.dumps({"limit": 200, "sort": "ID_DESC"}).encode(),
        headers={"Content-Type": "application/json", **_token(server)},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return {run["name"] for run in json.load(answer)}


def _status(env: dict[str, str]) -> Any:
    return json.loads(_ran([*COMMAND, "status", "--json"], env).stdout)


def test_an_ingest_runs_through_the_server_each_document_by_its_number(
    server: str, env: dict[str, str], letters: Path
) -> None:
    told = _ran([*COMMAND, "ingest", str(letters), "--json"], env)

    report = json.loads(told.stdout)
    assert report["totals"]["done"] == 7
    assert "Prefect ran the flow: 7 needs_review" in told.stderr
    numbers = {row["control_number"] for row in report["documents"]}
    _until(lambda: {f"doc-{number}" for number in numbers} <= _task_runs(server))


def test_many_documents_run_in_batches(server: str, env: dict[str, str], letters: Path) -> None:
    direct = {**env, "PREFECT_API_URL": ""}
    _ran([*COMMAND, "init"], direct)
    admit = (
        "import sys, pathlib, datetime, store, pipeline.settings as settings\n"
        "from intake.files import NamedFiles\n"
        "from pipeline.stages import admit\n"
        "now = datetime.datetime.now(datetime.UTC)\n"
        "with store.open_records(settings.load()) as records:\n"
        "    for one in NamedFiles([pathlib.Path(sys.argv[1])], 10**6).waiting(now):\n"
        "        admit(records, one, 'clerk')\n"
    )
    _ran([sys.executable, "-c", admit, str(letters)], direct)
    assert _status(direct)["by_stage"]["received"] == 7

    told = _ran([sys.executable, "-c", IN_BATCHES], env)

    assert "{'needs_review': 7}" in told.stdout
    assert _status(direct)["by_stage"]["needs_review"] == 7
    _until(lambda: {"batch-1", "batch-2", "batch-3"} <= _task_runs(server))


def test_the_flow_ingest_takes_a_folder_in(env: dict[str, str], letters: Path) -> None:
    for path in letters.iterdir():
        os.utime(path, (time.time() - 60,) * 2)
    told = _ran([sys.executable, "-c", INGEST, str(letters)], env)
    assert "{'needs_review': 7}" in told.stdout
    assert len(list((letters / "processed").iterdir())) == 7


def test_the_flow_reanalyse_takes_what_an_earlier_release_analysed(
    server: str, env: dict[str, str], letters: Path
) -> None:
    direct = {**env, "PREFECT_API_URL": ""}
    _ran([*COMMAND, "ingest", str(letters)], direct)
    assert "{'done': 0, 'changed': 0}" in _ran([sys.executable, "-c", AGAIN], env).stdout
    told = _ran([sys.executable, "-c", LATER_RELEASE + AGAIN], env)
    assert "{'done': 7, 'changed': 0}" in told.stdout
    number = next(iter(json.loads(_ran([*COMMAND, "queue", "--json"], direct).stdout)["documents"]))
    _until(lambda: f"again-{number['control_number']}" in _task_runs(server))


def _until(reached: Any) -> None:
    end = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < end, "the server never showed the runs"
        time.sleep(0.5)
