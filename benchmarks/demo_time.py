"""From a clean copy of the project to the first page, and the demo once everything is installed.

    python -m benchmarks.demo_time [--download-size]

Cold: no environment, an empty download cache; `make demo` until the first page answers. Warm: the same
command again in the same copy. The size is that of all archives that `requirements.lock` names.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.material import ROOT

PATIENCE = 600.0


def clean_copy(target: Path) -> Path:
    """What a clone of the project as it stands here would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def environment(place: Path, port: int) -> dict[str, str]:
    """The environment of somebody who has never run anything of this."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CHANCERY_", "VIRTUAL"))
    }
    own = {
        "CHANCERY_HOME": str(place / "home"),
        "CHANCERY_PORT": str(port),
        "UV_CACHE_DIR": str(place / "cache"),
        "PIP_CACHE_DIR": str(place / "pip"),
    }
    return {**kept, **own}


def until_first_page(copy: Path, env: dict[str, str]) -> float:
    """Seconds from `make demo` to the first answered page. Raises RuntimeError when none comes."""
    address = f"http://127.0.0.1:{env['CHANCERY_PORT']}/"
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "demo", "DEMO_FLAGS=--no-open"], cwd=copy, env=env, start_new_session=True
    )
    try:
        while time.perf_counter() - began < PATIENCE:
            if _answers(address):
                return time.perf_counter() - began
            if process.poll() is not None:
                raise RuntimeError(f"make demo ended with {process.returncode} before any page came")
            time.sleep(0.05)
        raise RuntimeError(f"no page within {PATIENCE:.0f} s")
    finally:
        _end(process)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def download_size(copy: Path, place: Path) -> tuple[int, float]:
    """Number of archives that the lock names for this machine, and their size in MB."""
    target = place / "archives"
    pip = [str(copy / ".venv" / "bin" / "python"), "-m", "pip"]
    lock = str(copy / "requirements.lock")
    subprocess.run([*pip, "download", "-qq", "--no-deps", "-d", str(target), "-r", lock], check=True)
    sizes = [path.stat().st_size for path in target.iterdir()]
    return len(sizes), sum(sizes) / 1e6


def main() -> int:
    """Measure in a folder that is removed at the end."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--download-size", action="store_true", help="also download every archive anew")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-demo-") as name:
        place = Path(name)
        copy = clean_copy(place / "copy")
        cold = until_first_page(copy, environment(place, free_port()))
        warm = until_first_page(copy, environment(place, free_port()))
        print(f"clean copy to first page   {cold:6.1f} s")
        print(f"once installed             {warm:6.1f} s")
        if given.download_size:
            count, megabytes = download_size(copy, place)
            print(f"to download                {megabytes:6.1f} MB in {count} archives")
    return 0


if __name__ == "__main__":
    sys.exit(main())
