"""A reader beside the pages: it analyses what is only looked at, and mends what a person opens or cuts."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

from flows.cutting import RemoteCutter
from flows.single import analyse_bytes
from flows.wiring import SandboxedReader, open_tools
from pipeline import stages
from pipeline.encoding import to_plain
from pipeline.findings import SCHEMA
from pipeline.ports import Analyzer
from pipeline.settings import Settings
from pipeline.stopping import check, heeding

if TYPE_CHECKING:
    from store.records import SqlRecords


class Workbench:
    """Opens its reader when it is first needed. Use it as a context; it may be used by many threads."""

    def __init__(self, settings: Settings, records: SqlRecords) -> None:
        self._settings = settings
        self._records = records
        self._opened = ExitStack()
        self._tools: tuple[SandboxedReader, Analyzer] | None = None
        self._once = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def analyze(self, data: bytes, name: str, stopped: Callable[[], bool] = lambda: False) -> str:
        """The analysis as one object of `chancery.analysis/1`; nothing is stored.

        It is given up soon after `stopped` says so. Raises a Problem.
        """
        reader, analyzer = self._ready()
        with heeding(stopped):
            found = to_plain(analyse_bytes(reader, analyzer, data, name))
            check()
        assert isinstance(found, dict)
        return json.dumps({"schema": SCHEMA} | found, ensure_ascii=False)

    def unlock(self, control_number: str, password: str, user: str) -> None:
        """Read a locked document with its password, which is kept nowhere. Raises a Problem."""
        stages.unlock(self._records, self._ready()[0], control_number, password, user)

    def split(self, control_number: str, before: tuple[int, ...], password: str, user: str) -> int:
        """Take a bundle apart before these pages; how many parts. Raises a Problem."""
        cutter = RemoteCutter(self._ready()[0].sandbox, password)
        return len(stages.split(self._records, cutter, control_number, before, user))

    def _ready(self) -> tuple[SandboxedReader, Analyzer]:
        with self._once:
            if self._tools is None:
                tools = open_tools(self._settings, self._records.agency())
                self._tools = self._opened.enter_context(tools)
            return self._tools
