"""A warm pool of limited child processes. Jobs are functions from bytes to bytes, named `module:function`."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import time
from types import TracebackType

from extractors.child import ANSWER, FAULT, MEMORY, PROBLEM, REQUEST, unpacked
from extractors.stopping import TooLate, awaited
from pipeline.problems import Quarantined, ResourceShort

_LARGEST_ANSWER = 64 * 1024 * 1024
_CHUNK = 1 << 18
_BOOT = (
    "import sys, json; config = json.loads(sys.argv[1]); sys.path[:] = config['path']; "
    "from extractors.child import serve; serve(config)"
)


class Crashed(Quarantined):
    """The process that read it ended by itself: its reader may be at fault, so another may be asked."""


class _Full(Quarantined):
    """It took more memory than its process may have."""


class _Died(Exception):
    """The child closed its pipe before it answered."""


class JobFault(RuntimeError):
    """A job failed in a way that it did not foresee; the text holds its traceback."""


class Sandbox:
    """Runs jobs in at most `workers` children, from any thread. Use it as a context manager.

    Children start when first needed, live for `jobs` jobs, may take `megabytes` of address space, write at
    most `written_megabytes` to a file, and reach no network unless `network`, no other programs unless
    `programs`.
    """

    def __init__(
        self,
        workers: int = 1,
        seconds: float = 60.0,
        megabytes: int = 1024,
        *,
        jobs: int = 200,
        written_megabytes: int = 1,
        preload: tuple[str, ...] = (),
        network: bool = False,
        programs: bool = False,
    ) -> None:
        self._seconds = seconds
        self._jobs = jobs
        self._config: dict[str, object] = {
            "path": [os.path.abspath(folder) for folder in sys.path],  # noqa: PTH100 - keeps archives as they are
            "megabytes": megabytes,
            "written_megabytes": written_megabytes,
            "preload": list(preload),
            "network": network,
            "programs": programs,
        }
        self._free: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(max(1, workers)):
            self._free.put(None)
        self._running: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = False

    def call(self, entry: str, payload: bytes, seconds: float | None = None) -> bytes:
        """What the function `module:function` makes of the payload.

        Raises the Problem that the job raised; Quarantined where it broke a limit or its process died;
        ResourceShort where the machine could not run it; JobFault, a RuntimeError with the child's traceback,
        for a fault of ours; Stopped where `stopping.heeding` says so. `seconds` counts from the moment a
        child is free.
        """
        child = self._free.get()
        try:
            child = self._ready(child)
            used = child.done > 0
            try:
                return self._answer(child, entry, payload, seconds or self._seconds)
            except _Full:
                if not used:
                    raise
            # what earlier documents left behind must not be this one's fault
            self._end(child)
            child = None
            child = self._ready(child)
            return self._answer(child, entry, payload, seconds or self._seconds)
        finally:
            if child is not None and (self._closed or not child.clean):
                self._end(child)
                child = None
            self._free.put(child)

    def _ready(self, child: _Child | None) -> _Child:
        """A child that lives and has jobs left."""
        if self._closed:
            raise RuntimeError("the sandbox is closed")
        if child is not None and (child.done >= self._jobs or child.ended):
            self._end(child)
            child = None
        if child is None:
            child = _Child(self._config)
            with self._lock:
                self._running.add(child)
        return child

    def _answer(self, child: _Child, entry: str, payload: bytes, seconds: float) -> bytes:
        try:
            how, answer = child.run(entry, payload, seconds)
        except TooLate:
            raise Quarantined(
                f"Reading it took longer than {seconds:g} seconds.",
                "The process that read it was stopped.",
                "Look at the original, or raise the time limit and try again.",
            ) from None
        except _Died:
            raise child.obituary() from None
        if how == PROBLEM:
            raise unpacked(answer)
        if how == MEMORY:
            child.clean = False
            raise _Full(
                "Reading it took more memory than allowed.",
                "The process that read it was stopped.",
                "Look at the original, or raise the memory limit and try again.",
            )
        if how == FAULT:
            raise JobFault(f"{entry} failed in its sandbox:\n{answer.decode()}")
        return answer

    def _end(self, child: _Child) -> None:
        with self._lock:
            self._running.discard(child)
        child.bury()

    def close(self) -> None:
        """End every child. A job that is running is broken off."""
        self._closed = True
        with self._lock:
            for child in self._running:
                child.stop()
        with contextlib.suppress(queue.Empty):
            while True:
                idle = self._free.get_nowait()
                if idle is not None:
                    self._end(idle)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Child:
    """One process with a pipe each way. `clean` tells whether it may take another job."""

    def __init__(self, config: dict[str, object]) -> None:
        self.done = 0
        self.clean = True
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        given = json.dumps(config | {"incoming": theirs_in, "outgoing": theirs_out})
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
                [sys.executable, "-I", "-c", _BOOT, given],
                pass_fds=(theirs_in, theirs_out),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                # one heap: each further thread's would reserve address space that the limit counts
                env=os.environ if config["programs"] else os.environ | {"MALLOC_ARENA_MAX": "1"},
            )
        except OSError as error:
            os.close(self._in)
            os.close(self._out)
            raise ResourceShort(
                "A reader process could not be started.",
                error.strerror or str(error),
                "Free memory or processes; the document is tried again by itself.",
            ) from None
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self._process.poll() is not None

    def run(self, entry: str, payload: bytes, seconds: float) -> tuple[bytes, bytes]:
        """Send one job and wait for its answer. Raises _Died or TooLate."""
        self.clean = False
        deadline = time.monotonic() + seconds
        name = entry.encode()
        self._send(REQUEST.pack(seconds, len(name), len(payload)) + name, deadline)
        self._send(payload, deadline)
        how, length = ANSWER.unpack(self._receive(ANSWER.size, deadline))
        if length > _LARGEST_ANSWER:
            raise Quarantined(
                "It holds more than can be taken in.",
                f"Read, it takes {length >> 20} MB.",
                "Split the document, or look at the original.",
            )
        answer = self._receive(length, deadline)
        self.done += 1
        self.clean = True
        return how, answer

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            awaited(self._out, select.POLLOUT, deadline)
            try:
                view = view[os.write(self._out, view[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError:
                raise _Died from None

    def _receive(self, length: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while length:
            awaited(self._in, select.POLLIN, deadline)
            try:
                part = os.read(self._in, min(length, _CHUNK))
            except BlockingIOError:
                continue
            except OSError:
                raise _Died from None
            if not part:
                raise _Died
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

    def obituary(self) -> Quarantined | ResourceShort:
        """Why it died, as a problem. A kill that is not ours is the machine's lack of memory."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        if code == -signal.SIGKILL:
            return ResourceShort(
                "The machine stopped a reader process.",
                "It was killed from outside, most often for want of memory.",
                "Free memory; the document is tried again by itself.",
            )
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return Crashed(
            "Reading it broke the process that read it.",
            f"The process ended by itself ({how}).",
            "Look at the original, or ask the sender for another copy.",
        )

    def stop(self) -> None:
        """End the process and all that it started."""
        if not self.ended:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def bury(self) -> None:
        """End the process and close its pipes. For the one thread that holds the child."""
        self.stop()
        self._process.wait()
        os.close(self._in)
        os.close(self._out)
