"""The door of the command line: standard library only until a command is named."""

from __future__ import annotations

import errno
import gc
import sys
from collections.abc import Sequence

_HELP = frozenset({"-h", "--help"})
_SHORTAGES = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
    }
)
_OBJECTS_BEFORE_A_LOOK = 50_000
_ANYWHERE = frozenset({"--quiet", "-q", "--verbose", "-v", "--debug"})


def run() -> None:
    """Run the command that the arguments name, and leave with its exit code."""
    _sound_streams()
    # what is imported stays: looking through it again and again for garbage is a sixth of a short command
    gc.set_threshold(_OBJECTS_BEFORE_A_LOOK)
    sys.exit(main(sys.argv[1:]))


def _sound_streams() -> None:
    """Standard streams that are open, and that can say every letter in some way.

    Where a caller closed one, the next file to be opened, the records too, would take its place and get
    whatever is printed.
    """
    import io
    import os

    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def main(arguments: Sequence[str]) -> int:
    """Run a command; its exit code. `docs/exit-codes.md` says what the codes mean."""
    words = in_front(arguments)
    return _version() if words == ["--version"] else _guarded(words)


def _version() -> int:
    from importlib.metadata import version

    try:
        sys.stdout.write(f"chancery {version('chancery')}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except OSError as error:
        return _short(error)
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
    from cli.printing import VOICE, show_problem, warn
    from pipeline.problems import Problem

    try:
        if _HELP & set(_before_dashes(arguments)):
            from cli.main import help_for

            sys.stdout.write(f"{help_for([word for word in arguments if not word.startswith('-')])}\n")
            code = 0
        else:
            from cli.main import invoke

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
        if isinstance(error, OSError) and error.errno in _SHORTAGES:
            return _short(error)
        warn(f"Something went wrong that was not foreseen: {type(error).__name__}: {error}")
        warn("This is a fault of Chancery, not of your documents; what was logged is safe.")
        warn("Run the command again with --debug to see where, and report it.")
        return 1


def _short(error: OSError) -> int:
    """Say that the machine refused a file or the output; the exit code."""
    from cli.exits import Exit
    from cli.printing import warn

    where = f"{error.filename}: " if error.filename else ""
    warn("The machine refused to read or write.")
    warn(f"{where}{error.strerror}.")
    warn("Make room or give the right to it, then run the command again; what was logged is safe.")
    _drop_output()
    return Exit.CONFLICT


def _drop_output() -> None:
    """Let nothing more reach standard output, or its flush at the end would fail once more."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _reader_left() -> int:
    """Whoever read our output has enough, as `head` does; nothing more is written, and nothing went wrong."""
    _drop_output()
    return 0
