"""The documents about the commands say what the commands say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from cli.exits import Exit
from cli.main import app
from cli.manual import page

DOCS = Path(__file__).parent.parent.parent / "docs"


def test_the_page_of_commands_is_made_from_their_help() -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == page()


def test_the_page_of_exit_codes_names_them_all_and_no_other() -> None:
    text = (DOCS / "exit-codes.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.M)} == set(Exit)


@pytest.mark.parametrize("name", sorted(typer.main.get_command(app).commands))  # type: ignore[attr-defined]
def test_every_command_says_what_it_does_in_a_line_that_fits_the_list(name: str) -> None:
    listed = re.search(rf"^  {name} +(.+)$", page(), re.M)
    assert listed
    assert not listed[1].endswith("...")
