"""What Prefect costs: many documents processed through the flow, beside the same ones processed directly.

    python -m benchmarks.orchestration [--documents 10000]

Both sides get copies of one home folder in which the documents are admitted, and run in a process of their
own with two readers. Processor time is that of the process, its readers and, for the flow, Prefect's server.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.office import Kept, free_port
from benchmarks.scaling import fill, processor_seconds
from flows.prefect_environment import answers, prepare
from pipeline.settings import Settings

WORK = """
import json, sys, threading, time
from pathlib import Path
from benchmarks.processor import spent
from flows.prefect_environment import prepare
from pipeline.settings import load
conf, most = load(), int(sys.argv[2])
prepare(conf)
sizes, over = [], threading.Event()

def watch():
    from store import open_records
    with open_records(conf) as records:
        while not over.wait(0.5):
            waiting = records.counts().by_stage.get("received", 0)
            if most - waiting >= (len(sizes) + 1) * most // 5:
                told = Path("/proc/self/status").read_text()
                sizes.append(int(told.partition("VmRSS:")[2].split()[0]) // 1024)

if sys.argv[1] == "flow":
    from flows.process import run_process as work
    import flows.tasks
else:
    def work(conf):
        from flows.wiring import open_desk
        from flows.work import process_waiting
        with open_desk(conf) as desk:
            return {str(stage): count for stage, count in process_waiting(desk).by_stage.items()}
threading.Thread(target=watch, daemon=True).start()
before = spent()
counts = work(conf)
took = spent().since(before)
over.set()
print(json.dumps({"counts": counts, "wall": took.wall, "cpu": took.own + took.children, "sizes": sizes}))
"""


@dataclass(frozen=True, slots=True)
class Side:
    """What one way of processing needed."""

    name: str
    wall: float
    processor: float
    sizes: tuple[int, ...]
    counts: dict[str, int]

    def told(self, count: int) -> str:
        """A row of the table."""
        rate, each = count / self.wall, 1000 * self.processor / count
        sizes = "/".join(map(str, self.sizes))
        return f"{self.name:<7} {rate:>11.1f} {self.wall:>9.1f} {each:>15.2f}  {sizes} MB"


def side(name: str, home: Path, count: int, **more: str) -> Side:
    """Process what waits in this home folder."""
    env = {**os.environ, "CHANCERY_HOME": str(home), "CHANCERY_WORKERS": "2", **more}
    command = [sys.executable, "-c", WORK, name, str(count)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Side(name, told["wall"], told["cpu"], tuple(told["sizes"]), told["counts"])


def served(place: Path) -> tuple[Kept, str]:
    """A running Prefect server."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    env = dict(os.environ)
    prepare(Settings(home=place, prefect_url=url), env)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = Kept(command, env, place / "server.log")
    server.see_to()
    while not answers(url, 1.0):
        time.sleep(0.5)
    return server, url


def main() -> int:
    """Read the arguments, run both sides, print them and what they differ by."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-orchestration-") as folder:
        place = Path(folder)
        count = fill(Settings(home=place / "direct"), place / "in", given.documents)
        shutil.copytree(place / "direct", place / "flow")
        print(f"{'':<7} {'documents/s':>11} {'seconds':>9} {'ms of cpu each':>15}  resident size on the way")
        direct = side("direct", place / "direct", count)
        print(direct.told(count), flush=True)
        server, url = served(place)
        try:
            database = place / "prefect" / "prefect.db"
            began, idle = database.stat().st_size, processor_seconds(server.pid)
            alone = side(
                "flow", place / "flow", count, PREFECT_API_URL=url, PREFECT_HOME=str(place / "prefect")
            )
            spent = processor_seconds(server.pid) - idle
            grown = database.stat().st_size - began
        finally:
            server.end()
        flow = Side("flow", alone.wall, alone.processor + spent, alone.sizes, alone.counts)
        print(flow.told(count))
        more = 100 * (flow.processor / direct.processor - 1)
        print(f"throughput of the flow to the direct way: {direct.wall / flow.wall:.2f}")
        print(f"processor time more: {more:.1f} %, of it the server {100 * spent / direct.processor:.1f} %")
        print(f"Prefect's database grew by {grown / count:.0f} bytes a document")
    return 0 if direct.counts == flow.counts else 1


if __name__ == "__main__":
    sys.exit(main())
