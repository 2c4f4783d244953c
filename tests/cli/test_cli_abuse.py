"""Commands in clumsy and hostile hands: told in three lines, and nothing of ours is touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli.exits import Exit
from cli.printing import table

Run = Callable[..., Any]
COMMAND = f"{sys.executable} -c 'from cli.entry import run; run()'"
FULL = Path("/dev/full")


def shell(line: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of bash with `chancery` in it, as a person types it."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("chancery", COMMAND)],
        env={**os.environ, "CHANCERY_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_folder_that_holds_the_home_folder_gives_all_but_that(chancery: Run, memo: Path) -> None:
    assert chancery("ingest", str(memo.parent), "--json").json["admitted"] == 1
    again = chancery("ingest", str(memo.parent), "--json").json
    assert (again["admitted"], again["known"], again["refused"]) == (0, 1, [])


@pytest.mark.parametrize("below", ["", "originals"])
def test_the_home_folder_is_never_watched(chancery: Run, taken_in: str, tmp_path: Path, below: str) -> None:
    said = chancery("watch", str(tmp_path / "home" / below), "--once")
    assert said.code == Exit.CONFIGURATION
    assert len(said.err.splitlines()) == 3
    assert chancery("show", taken_in).code == Exit.GOOD


def test_a_folder_above_the_home_folder_is_watched_without_it(
    chancery: Run, taken_in: str, tmp_path: Path
) -> None:
    assert chancery("watch", str(tmp_path), "--once").code == Exit.GOOD
    assert (tmp_path / "home" / "records.db").exists()
    assert chancery("status", "--json").json["documents"] == 1


def test_what_is_no_document_ends_with_three_and_is_listed(chancery: Run, memo: Path) -> None:
    os.mkfifo(memo.with_name("pipe.txt"))
    memo.with_name("empty.txt").touch()
    memo.with_name("link.txt").symlink_to("gone")
    said = chancery("ingest", str(memo.parent), "--json")
    assert said.code == Exit.SET_ASIDE
    assert sorted(Path(one["source"]).name for one in said.json["refused"]) == [
        "empty.txt",
        "link.txt",
        "pipe.txt",
    ]


def test_a_dry_run_survives_a_dead_link(chancery: Run, memo: Path) -> None:
    memo.with_name("link.txt").symlink_to("gone")
    said = chancery("ingest", "--dry-run", str(memo.parent), "--json")
    assert said.code == Exit.SET_ASIDE
    assert [Path(one["path"]).name for one in said.json["files"]] == ["memo.txt"]


@pytest.mark.parametrize("command", [("ingest", ""), ("watch", "", "--once")])
def test_an_empty_name_is_not_the_current_folder(chancery: Run, memo: Path, command: tuple[str, ...]) -> None:
    assert chancery(*command).code == Exit.USAGE
    assert memo.exists()


def test_an_empty_folder_is_told(chancery: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").mkdir()
    said = chancery("ingest", str(tmp_path / "letter.pdf"))
    assert said.code == Exit.GOOD
    assert "Nothing was there" in said.err


def test_hidden_and_unfinished_files_are_counted(chancery: Run, memo: Path) -> None:
    memo.with_name("memo.pdf.part").write_text("half")
    assert "1 files were passed over" in chancery("ingest", str(memo.parent)).err


@pytest.mark.parametrize("number", ["3-1", "abc", "0", "1-", "99"])
def test_a_wrong_draft_number_is_a_wrong_call(chancery: Run, taken_in: str, number: str) -> None:
    assert chancery("approve", taken_in, number).code == Exit.USAGE
    assert chancery("show", taken_in, "--json").json["drafts"][0]["status"] == "proposed"


def test_a_number_beyond_counting_is_a_wrong_call(chancery: Run, taken_in: str) -> None:
    assert chancery("edit", taken_in, "9" * 30, "--set", "title=x").code == Exit.USAGE


def test_a_home_folder_that_is_a_file_is_told(
    chancery: Run, memo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANCERY_HOME", str(memo))
    for command in ("init", "status"):
        said = chancery(command)
        assert said.code == Exit.CONFIGURATION
        assert len(said.err.splitlines()) == 3


def test_a_prefix_that_cannot_work_is_refused_before_it_is_written(chancery: Run, tmp_path: Path) -> None:
    assert chancery("init", "--office", "a/b").code == Exit.CONFIGURATION
    assert not (tmp_path / "home" / "chancery.toml").exists()


def test_a_folder_is_no_file_to_analyse(chancery: Run, tmp_path: Path) -> None:
    said = chancery("analyze", str(tmp_path), "--json")
    assert said.code == Exit.USAGE
    assert "directory" in said.err


def test_a_deadline_in_hours_fits_the_schema(chancery: Run, tmp_path: Path) -> None:
    path = tmp_path / "order.txt"
    path.write_text("The Director shall notify the Secretary within 24 hours after the pilot reports a loss.")
    schema = json.loads((Path(__file__).parents[2] / "docs" / "analysis.schema.json").read_text())
    found = chancery("analyze", str(path), "--json").json
    jsonschema.validate(found, schema)
    assert [action["due_basis"]["unit"] for action in found["actions"]] == ["hours"]


@pytest.mark.slow
def test_a_pipe_is_analysed_and_a_closed_input_is_an_empty_document(memo: Path, tmp_path: Path) -> None:
    assert "inventory" in shell(f"chancery analyze <(cat {memo})", tmp_path / "home").stdout
    closed = shell("chancery analyze - --json <&-", tmp_path / "home")
    assert closed.returncode == Exit.SET_ASIDE
    assert json.loads(closed.stdout)["document"]["state"] == "failed"


@pytest.mark.slow
@pytest.mark.parametrize("command", ["status", "status --json", "queue --json", "doctor"])
def test_a_reader_who_leaves_early_leaves_a_good_end(tmp_path: Path, command: str) -> None:
    told = shell(f"chancery {command} | true", tmp_path / "home")
    assert (told.returncode if command != "doctor" else 0, told.stderr) == (Exit.GOOD, "")


@pytest.mark.slow
def test_closed_streams_do_not_put_output_into_the_records(memo: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for closing in (">&-", "2>&-", ">&- 2>&- <&-"):
        assert shell(f"chancery ingest {memo} {closing}", home).returncode == Exit.GOOD
        assert shell("chancery audit verify", home).returncode == Exit.GOOD


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="this system has no full device")
@pytest.mark.parametrize("command", ["status", "status --json", "--help", "--version"])
def test_an_output_that_is_full_is_told_in_three_lines(tmp_path: Path, command: str) -> None:
    told = shell(f"chancery {command} > {FULL}", tmp_path / "home")
    assert told.returncode == Exit.CONFLICT
    assert len(told.stderr.splitlines()) == 3
    assert "Traceback" not in told.stderr


@pytest.mark.slow
def test_letters_that_the_terminal_lacks_are_written_in_another_way(tmp_path: Path) -> None:
    path = tmp_path / ("é" + "a" * 90 + ".txt")
    path.write_text("Le Directeur répondra. The Director shall report within 30 days.")
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for command in (f"ingest {tmp_path}", "queue", "show 1 --text", "queue --json"):
        told = shell(f"chancery {command}", tmp_path / "home", **old)
        assert told.returncode == Exit.GOOD, told.stderr
        assert told.stdout.isascii()


def test_a_narrow_terminal_gets_lines_instead_of_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cli.printing.rich_terminal", lambda: True)
    rows = [("EC-2026-00001", "A letter about the mooring inventory of the harbor", "low")]
    monkeypatch.setenv("COLUMNS", "30")
    table(("number", "document", "lowest"), rows)
    narrow = capsys.readouterr().out
    assert "number: EC-2026-00001" in narrow
    assert rows[0][1] in narrow
    monkeypatch.setenv("COLUMNS", "120")
    table(("number", "document", "lowest"), rows)
    assert "number:" not in capsys.readouterr().out
