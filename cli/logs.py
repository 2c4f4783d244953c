"""Where the log goes: to `chancery.log` in the home folder, and to standard error when asked for."""

from __future__ import annotations

import logging
from pathlib import Path

from cli.session import settings
from pipeline.problems import Misconfigured

FILE_NAME = "chancery.log"
LARGEST = 5_000_000
_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class HomeLog(logging.Handler):
    """Writes to a file that is opened for each record: many processes may write to it, few records come.

    A home folder is never made for its sake. A full file becomes `chancery.log.1`.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Append the record, traceback included."""
        try:
            self._append(f"{self.format(record)}\n")
        except (OSError, Misconfigured):
            self.handleError(record)

    def _append(self, text: str) -> None:
        home = settings().home
        if not home.is_dir():
            return
        path = home / FILE_NAME
        _turn_over(path)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A log that cannot be written stops nothing."""


def _turn_over(path: Path) -> None:
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_name(f"{path.name}.1"))


class _Terse(logging.Formatter):
    """One line a record: what a person reads beside the output."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        """Nothing: the file has it."""
        return ""

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line."""
        shown, record.exc_text = record.exc_text, None
        try:
            return super().format(record).rstrip()
        finally:
            record.exc_text = shown


def set_up(*, verbose: bool, debug: bool) -> None:
    """Let the log go where the options say. Tracebacks reach the terminal with --debug alone."""
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, (HomeLog, _OnTerminal)):
            root.removeHandler(handler)
    kept = HomeLog(logging.WARNING)
    kept.setFormatter(logging.Formatter(_FORM))
    root.addHandler(kept)
    if verbose or debug:
        shown = _OnTerminal()
        shown.setLevel(logging.DEBUG if debug else logging.INFO)
        shown.setFormatter(logging.Formatter(_FORM) if debug else _Terse(_FORM))
        root.addHandler(shown)
    root.setLevel(logging.DEBUG if debug else logging.INFO if verbose else logging.WARNING)


class _OnTerminal(logging.StreamHandler):  # type: ignore[type-arg]  # generic for type checkers alone
    """Standard error."""
