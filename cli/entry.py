"""The door of the command line: standard library only until a command is named."""

from __future__ import annotations

import sys
from collections.abc import Sequence

_HELP = frozenset({"-h", "--help"})
_ANYWHERE = frozenset({"--quiet", "-q", "--verbose", "-v", "--debug"})


def run() -> None:
    """Run the command that the arguments name, and leave with its exit code."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run a command; its exit code. `docs/exit-codes.md` says what the codes mean."""
    if list(arguments) == ["--version"]:
        return _version()
    return _guarded(in_front(arguments))


def _version() -> int:
    from importlib.metadata import version

    sys.stdout.write(f"chancery {version('chancery')}\n")
    return 0


def in_front(arguments: Sequence[str]) -> list[str]:
    """The arguments with those options first that may stand anywhere (`-q -v --debug --as NAME`)."""
    front: list[str] = []
    rest: list[str] = []
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            rest += [argument, *given]
        elif argument == "--as":
            front += [argument, *([name] if (name := next(given, None)) is not None else [])]
        elif argument in _ANYWHERE or argument.startswith("--as="):
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest


def _before_dashes(arguments: list[str]) -> list[str]:
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def _guarded(arguments: list[str]) -> int:
    from cli.main import help_for, invoke
    from cli.printing import VOICE, show_problem, warn
    from pipeline.problems import Problem

    try:
        if _HELP & set(_before_dashes(arguments)):
            sys.stdout.write(f"{help_for([word for word in arguments if not word.startswith('-')])}\n")
            code = 0
        else:
            code = invoke(arguments)
        sys.stdout.flush()
        return code
    except Problem as problem:
        if VOICE.debug:
            raise
        from cli.exits import exit_of

        show_problem(problem)
        return exit_of(problem)
    except KeyboardInterrupt:
        warn("Interrupted.")
        return 130
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:
        if VOICE.debug:
            raise
        warn(f"Something went wrong that was not foreseen: {type(error).__name__}: {error}")
        warn("This is a fault of Chancery, not of your documents; what was logged is safe.")
        warn("Run the command again with --debug to see where, and report it.")
        return 1


def _reader_left() -> int:
    """Whoever read our output has enough, as `head` does; nothing more is written, and nothing went wrong."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
