"""The page `docs/commands.md`, made from the commands' own help. Run as a module it prints the page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import typer.main

_HEAD = """# Commands

Made from the commands' own help (`python -m cli.manual > docs/commands.md`); a test compares the two.
What exit codes mean: [exit-codes.md](exit-codes.md).
"""


def page() -> str:
    """The whole page."""
    from cli.main import app

    command = typer.main.get_command(app)
    return "\n".join([_HEAD, *_parts(command, "chancery", None)])


def _parts(command: Any, name: str, parent: Any) -> Iterator[str]:
    context = command.context_class(command, parent, name, terminal_width=100)
    yield f"## {context.command_path}\n"
    yield f"```text\n{_plain(command.get_help(context))}\n```\n"
    for under, child in getattr(command, "commands", {}).items():
        yield from _parts(child, under, context)


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


if __name__ == "__main__":
    sys.stdout.write(page())
