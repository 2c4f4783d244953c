"""The demo: the samples through the real way, in a home that is its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.demo import sample_folder
from cli.exits import Exit

Run = Callable[..., Any]


def test_it_loads_every_sample_and_says_what_comes_next(chancery: Run, tmp_path: Path) -> None:
    said = chancery("demo", "--no-serve", "--no-open")
    assert said.code == Exit.GOOD
    samples = list(sample_folder().iterdir())
    assert samples
    for path in samples:
        assert path.name[:40] in said.out
    assert said.out.splitlines()[-1].endswith("0 lost")
    assert "chancery ingest FILE" in said.err
    assert (tmp_path / "home" / "inbox").is_dir()

    before = chancery("status", "--json").json
    assert chancery("demo", "--no-serve").code == Exit.GOOD
    assert chancery("status", "--json").json == before


def test_reset_throws_away_a_demo_and_nothing_else(chancery: Run, no_home: Path) -> None:
    home = no_home
    home.mkdir()
    (home / "precious.txt").write_text("mine")
    assert chancery("demo", "--reset", "--no-serve").code == Exit.CONFLICT
    assert (home / "precious.txt").read_text() == "mine"

    (home / "precious.txt").unlink()
    chancery("demo", "--no-serve")
    documents = chancery("status", "--json").json["documents"]
    (home / "left.txt").write_text("of the demo")
    assert chancery("demo", "--reset", "--no-serve").code == Exit.GOOD
    assert not (home / "left.txt").exists()
    assert chancery("status", "--json").json["documents"] == documents


def test_init_writes_settings_that_can_be_read_and_keeps_what_is_there(chancery: Run, tmp_path: Path) -> None:
    said = chancery("init", "--office", "DH")
    assert (said.code, said.out) == (Exit.GOOD, f"{tmp_path / 'home'}\n")
    written = (tmp_path / "home" / "chancery.toml").read_text()
    assert '\noffice = "DH"\n' in written
    assert "OPENAI_API_KEY" not in written
    assert chancery("init", "--office", "XX").code == Exit.GOOD
    assert (tmp_path / "home" / "chancery.toml").read_text() == written


@pytest.mark.slow
@pytest.mark.network
def test_the_pages_are_served_and_what_is_dropped_beside_them_is_processed(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    env = {
        **os.environ,
        "CHANCERY_HOME": str(tmp_path / "home"),
        "CHANCERY_PORT": "0",
        "CHANCERY_SETTLE_SECONDS": "0.1",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-c", "from cli.entry import run; run()", "serve", "--inbox", str(inbox)]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        link = process.stdout.readline().strip()
        try:
            assert re.match(r"http://127\.0\.0\.1:\d+/", link)
            with urllib.request.urlopen(link, timeout=10) as answer:
                assert answer.status == 200
            (inbox / "letter.txt").write_text("Please answer this letter by June 1, 2026.")
            _until(lambda: (inbox / "processed" / "letter.txt").exists())
        finally:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode in (0, Exit.INTERRUPTED)


def _until(reached: Callable[[], bool]) -> None:
    import time

    end = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.1)
