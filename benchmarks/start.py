"""Processor time until a command answers, as seconds and as a multiple of the bare interpreter."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

CHANCERY = Path(sys.executable).with_name("chancery")
LIMITS = {
    "--help": 0.3,
    "--version": 0.3,
    "analyze --help": 0.3,
    "status": 1.2,
    "queue": 1.2,
    "show 1": 1.2,
}
"""Seconds that a command may take."""


def cost(command: list[str], home: str) -> float:
    """Processor time of one run, children included, its modules compiled as on any desk in use."""
    surroundings = os.environ | {"CHANCERY_HOME": home}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=surroundings, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> int:
    """Best of five for each command, on a desk with the samples; 1 when one takes longer than it may."""
    late = 0
    with tempfile.TemporaryDirectory() as home:
        samples = Path(__file__).parent.parent / "sample_docs"
        cost([str(CHANCERY), "--quiet", "ingest", str(samples)], home)
        bare = min(cost([sys.executable, "-c", ""], home) for _ in range(5))
        print(f"{'command':<16}{'seconds':>8}{'times the bare interpreter':>28}{'may take':>10}")
        for words, most in LIMITS.items():
            best = min(cost([str(CHANCERY), *words.split()], home) for _ in range(5))
            late += best > most
            print(f"{words:<16}{best:>8.2f}{best / bare:>28.1f}{most:>10.1f}")
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())
