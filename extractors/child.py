"""What runs inside a sandbox child: limits first, then one job after another until the pipe closes."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import logging
import os
import resource
import select
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from extractors import kernel
from pipeline import problems

REQUEST = struct.Struct(">dIQ")
"""Seconds, length of the entry's name, length of the payload."""

ANSWER = struct.Struct(">cQ")
"""How it ended, length of what follows."""

RESULT, PROBLEM, FAULT, MEMORY = b"R", b"P", b"F", b"M"

_CHUNK = 1 << 20
_MOST_FILES = 64
_NETWORK = frozenset(
    {"socket.__new__", "socket.connect", "socket.bind", "socket.sendto"}
    | {"socket.getaddrinfo", "socket.gethostbyname"}
)
_PROGRAMS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "pty.spawn"}
)
_CHANGES = frozenset(
    {"os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"}
    | {"os.truncate", "os.utime", "os.setxattr", "os.removexattr"}
)
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_IMPORTER = "<frozen importlib._bootstrap_external>"


def serve(config: dict[str, Any]) -> None:
    """Answer jobs from one pipe on another. Returns when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    for name in config["preload"]:
        importlib.import_module(name)
    _limit(config)
    forbidden = (frozenset() if config["network"] else _NETWORK) | (
        frozenset() if config["programs"] else _PROGRAMS
    )
    sys.addaudithook(_refusing(forbidden))
    if not config["programs"]:
        sys.addaudithook(_keep_files)
    _silence()
    kernel.refuse(network=config["network"], programs=config["programs"])
    _end_with_the_parent(config["outgoing"])
    # a document is many thousand small objects and few cycles: looking for cycles all the time costs a sixth
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    incoming, outgoing = config["incoming"], config["outgoing"]
    while (job := _next_job(incoming)) is not None:
        seconds, entry, payload = job
        _limit_processor(seconds)
        how, answer = _run(entry, payload)
        del job, payload
        _write(outgoing, ANSWER.pack(how, len(answer)) + answer)
        if how == MEMORY:
            return


def _limit(config: dict[str, Any]) -> None:
    memory = config["megabytes"] * 1024 * 1024
    written = config["written_megabytes"] * 1024 * 1024
    limits = [(resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, written)]
    if not config["programs"]:
        limits.append((resource.RLIMIT_NOFILE, _MOST_FILES))
    for which, value in limits:
        # Not every system can limit address space; the deadline still holds there.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (value, value))


def _limit_processor(seconds: float) -> None:
    """A second wall behind the deadline: it stops an orphan whose parent died in the middle of a job."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 5
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _refusing(forbidden: frozenset[str]) -> Callable[[str, tuple[object, ...]], None]:
    def refuse(event: str, _: tuple[object, ...]) -> None:
        if event in forbidden:
            raise PermissionError(f"{event} is not allowed while foreign bytes are read")

    return refuse


def _keep_files(event: str, given: tuple[object, ...]) -> None:
    """Refuse every change of the file system but Python's own: what it compiles beside a module."""
    if event in _CHANGES or (event == "open" and _is_writing(*given)):
        if sys._getframe(1).f_code.co_filename == _IMPORTER:
            return
        raise PermissionError(f"{event}: writing is not allowed while foreign bytes are read")


def _is_writing(path: object, _: object, flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & _TO_WRITE) and path != os.devnull


def _end_with_the_parent(outgoing: int) -> None:
    """Nobody waits for a job once the other end of the pipe is closed, nor for programs that it started."""

    def watch() -> None:
        closed = select.poll()
        closed.register(outgoing, 0)
        closed.poll()
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _silence() -> None:
    """Libraries write to standard output and error; neither belongs to them here."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _next_job(incoming: int) -> tuple[float, str, bytes] | None:
    head = _read(incoming, REQUEST.size)
    if head is None:
        return None
    seconds, name_length, length = REQUEST.unpack(head)
    name, payload = _read(incoming, name_length), _read(incoming, length)
    if name is None or payload is None:
        return None
    return seconds, name.decode(), payload


def _read(incoming: int, length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        part = os.read(incoming, min(length, _CHUNK))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _write(outgoing: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(outgoing, view) :]


def _run(entry: str, payload: bytes) -> tuple[bytes, bytes]:
    try:
        return RESULT, entry_point(entry)(payload)
    except problems.Problem as problem:
        return PROBLEM, packed(problem)
    except MemoryError:
        return MEMORY, b""
    except RecursionError:
        return PROBLEM, packed(problems.Quarantined(*TOO_DEEP))
    except BaseException:  # noqa: BLE001 - whatever it is, the parent hears of it
        return FAULT, traceback.format_exc().encode("utf-8", "backslashreplace")


TOO_DEEP = (
    "It is nested too deeply to be read.",
    "Reading it went deeper than any honest document does.",
    "Ask the sender for a plain copy.",
)


def entry_point(entry: str) -> Callable[[bytes], bytes]:
    """The function that `module:function` names."""
    module, _, name = entry.partition(":")
    function: Callable[[bytes], bytes] = getattr(importlib.import_module(module), name)
    return function


def packed(problem: problems.Problem) -> bytes:
    """A problem as bytes: its nearest kind that the ground floor knows, and its lines."""
    kind = next(base for base in type(problem).__mro__ if base.__module__ == problems.__name__)
    lines = {"kind": kind.__name__, "what": problem.what, "why": problem.why, "remedy": problem.remedy}
    return json.dumps(lines).encode()


def unpacked(data: bytes) -> problems.Problem:
    """The problem that the bytes stand for."""
    lines = json.loads(data)
    kind = getattr(problems, str(lines["kind"]), None)
    if not (isinstance(kind, type) and issubclass(kind, problems.Problem)):
        raise ValueError(f"no problem is called {lines['kind']}")
    return kind(str(lines["what"]), str(lines["why"]), str(lines["remedy"]))
