"""What the documents say is so: settings, links, decisions, and every command of the README."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md"), *ROOT.glob("deploy/*.md")]
)

STAYS = frozenset({"serve", "watch", "up", "worker"})
"""Commands that run until they are stopped: other tests start them and look at what they serve."""


def test_the_settings_page_is_what_the_settings_say() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "write_settings.py"))["page"]
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", text)
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_decisions_are_numbered_without_gap_and_told_in_four_parts() -> None:
    records = sorted(path for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name[0].isdigit())
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for record in records:
        headings = re.findall(r"^## (.+)$", record.read_text(encoding="utf-8"), re.M)
        assert headings == ["Context", "Decision", "Consequence", "Figures"], record.name


def test_data_model_page_names_every_table_and_no_other() -> None:
    from store.tables import metadata

    page = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.M)) == set(metadata.tables)


def _blocks() -> list[list[str]]:
    """The commands of each `sh` block, one block one person's session."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.M | re.S)
    return [[line for line in block.splitlines() if line and line[0] != "#"] for block in blocks]


COMMANDS = [line for block in _blocks() for line in block]


def test_the_readme_starts_with_one_sentence_and_two_commands() -> None:
    title, sentence = README.split("\n\n")[:2]
    assert title == "# Chancery"
    assert sentence.count(". ") == 0
    assert len(_blocks()[0]) == 2


def test_every_command_of_the_readme_is_one_that_exists() -> None:
    told = _run("chancery --help", ROOT / "tests", {**os.environ})
    for line in COMMANDS:
        words = shlex.split(line)
        if words[0] == "chancery":
            assert re.search(rf"\b{words[1]}\b", told.stdout), line


def _run(line: str, home: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    there = str(Path(sys.executable).parent)
    env = {**env, "PATH": f"{there}:{env['PATH']}", "CHANCERY_HOME": str(home), "BROWSER": "true"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_the_commands_of_the_readme_run_in_their_order(tmp_path: Path) -> None:
    """One desk for all of them, as a reader who follows the page would have. This is part of `make test`."""
    env = {**os.environ, "DEMO_FLAGS": "--no-serve --no-open", "MAKEFLAGS": _as_installed()}
    for line in COMMANDS:
        words = shlex.split(line)
        if words[:2] == ["make", "test"] or (words[0] == "chancery" and words[1] in STAYS):
            continue
        told = _run(line, tmp_path / "home", env)
        assert told.returncode in (0, 3), f"{line}\n{told.stdout[-2000:]}\n{told.stderr[-2000:]}"


def _as_installed() -> str:
    """Let `make` take the environment of this run as it is: a test reaches for no package index."""
    return f"-- BIN={Path(sys.executable).parent} RUN= DEV="
