"""Abuse cases 18 and 24, with the figures that they name: floods, and a machine that gives out."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.exits import Exit
from flows.wiring import Desk, open_desk
from flows.work import process_waiting
from pipeline.intake import Incoming, Stage
from pipeline.problems import ReadingState
from pipeline.settings import Settings
from pipeline.stages import admit
from store import open_records

TIMES, PLACES = 10_000, 1000
PAGES = 5000
COMMAND = [sys.executable, "-c", "from cli.entry import run; run()"]
_DROP, _OVERRIDE = 24, 1
"""PR_CAPBSET_DROP and CAP_DAC_OVERRIDE: without the latter, root too is held to a read-only folder."""


@pytest.mark.slow
def test_case_18_one_page_fed_ten_thousand_times_is_kept_and_analysed_once(desk: Desk) -> None:
    now, new = datetime.now(UTC), 0
    for number in range(TIMES):
        source = f"/in/{number % PLACES}"
        new += admit(desk.records, Incoming("folder", "a.txt", b"one page", now, source=source), "clerk").new
    outcome = process_waiting(desk)
    counts = desk.records.counts()
    assert new == counts.documents == PLACES, "a place that offers the same bytes again is no new receipt"
    assert len(outcome.documents) == 1, "known bytes cost no work"
    assert counts.by_stage == {Stage.NEEDS_REVIEW.value: 1, Stage.DUPLICATE.value: PLACES - 1}
    assert len([path for path in desk.settings.originals_folder.rglob("*") if path.is_file()]) == 1
    assert desk.records.verify().holds


@pytest.mark.slow
def test_case_18_a_file_of_five_thousand_pages_is_read_whole_and_the_next_letter_too(tmp_path: Path) -> None:
    pages = [
        f"Page {number}. The keeper of lock {number} reports its depth." for number in range(1, PAGES + 1)
    ]
    huge = "\f".join([*pages[:-1], "The Secretary shall answer within 10 days."]).encode()
    letter = b"The Director shall survey the harbor by June 1, 2026."
    with open_desk(Settings(home=tmp_path / "home", workers=1)) as desk:
        for name, data in (("huge.txt", huge), ("letter.txt", letter)):
            admit(desk.records, Incoming("folder", name, data, datetime.now(UTC), source=name), "clerk")
        process_waiting(desk)
        first, second = (
            desk.records.dossier(f"EC-{datetime.now(UTC).year}-0000{number}") for number in (1, 2)
        )
        assert first.read is not None and len(first.read.pages) == PAGES
        assert first.document.reading_state is ReadingState.EXTRACTED
        assert any("within 10 days" in part.quote for draft in first.drafts for part in draft.evidence)
        assert second.document.stage is Stage.NEEDS_REVIEW and second.drafts


def _read_only() -> None:
    if os.geteuid() == 0:
        ctypes.CDLL(None, use_errno=True).prctl(_DROP, _OVERRIDE, 0, 0, 0)


def _no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))


def _shut(home: Path, *, writable: bool) -> None:
    for path in (home, *home.rglob("*")):
        path.chmod((0o700 if path.is_dir() else 0o600) if writable else (0o500 if path.is_dir() else 0o400))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limit", "shut"), [(_read_only, True), (_no_room, False)], ids=["read-only", "no-room"]
)
def test_case_24_where_nothing_can_be_kept_the_letter_stays_and_three_lines_say_why(
    tmp_path: Path, limit: Callable[[], None], shut: bool
) -> None:
    home, inbox = tmp_path / "home", tmp_path / "in"
    inbox.mkdir()
    letter = inbox / "letter.txt"
    letter.write_text("The Director shall survey the harbor by June 1, 2026.\n" + "It is deep. \n" * 10_000)
    open_records(Settings(home=home)).dispose()
    env = {**os.environ, "CHANCERY_HOME": str(home), "CHANCERY_SETTLE_SECONDS": "0.05"}

    def watch(limited: bool) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, "watch", str(inbox), "--once"],
            env=env, capture_output=True, text=True, timeout=120, check=False,
            preexec_fn=limit if limited else None,
        )  # fmt: skip

    _shut(home, writable=not shut)
    said = watch(limited=True)
    _shut(home, writable=True)
    assert said.returncode == Exit.CONFLICT, said.stderr
    problem = [line for line in said.stderr.splitlines() if line.strip()]
    assert len(problem) <= 3 and "Traceback" not in said.stderr, said.stderr
    assert letter.exists(), "the source is not touched"
    with open_records(Settings(home=home)) as records:
        assert records.counts().documents == 0 and records.verify().holds

    assert watch(limited=False).returncode == Exit.GOOD
    assert not letter.exists() and (inbox / "processed" / "letter.txt").exists()
    with open_records(Settings(home=home)) as records:
        assert records.counts().by_stage == {Stage.NEEDS_REVIEW.value: 1}
