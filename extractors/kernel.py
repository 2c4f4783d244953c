"""What the kernel itself refuses to a child that reads foreign bytes: seccomp filters on Linux.

Hooks in the interpreter do not see what a library's native code does; the kernel does. The numbers of calls
are those of the kernel's own tables for the two machines named here; elsewhere hooks and limits stand alone.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NO_NEW_PRIVILEGES = 38
_ASK, _HELD = 21, 2
_FILTER, _ALL_THREADS = 1, 1
_LOAD, _IS, _AT_LEAST, _HAS, _END = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _UNKNOWN = 0x7FFF0000, 0x00050001, 0x00050026
"""Go on; answer "not permitted"; answer "no such call", after which the C library takes the older one."""

_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_THREAD = 0x10000
_OTHER_TABLE = 0x40000000
"""Numbers from here on are the second table of a 64-bit Intel machine, which nothing of ours uses."""


@dataclass(frozen=True, slots=True)
class _Calls:
    """A machine's own mark, its call to set a filter, and the numbers of what may be refused."""

    mark: int
    seccomp: int
    clone: int
    clone3: int
    network: tuple[int, ...]
    programs: tuple[int, ...]
    changes: tuple[int, ...]
    others: tuple[int, ...]


# network: socket, connect, bind, listen, sendto, sendmsg, sendmmsg
# programs: fork, vfork, execve, execveat
# changes: truncate, link, unlink, symlink, chmod, chown, lchown, rmdir, mknod and their forms with a folder
# others: ptrace, reading and writing another's memory, mount, umount, unshare, setns, bpf, perf_event_open,
#         add_key, keyctl, userfaultfd, io_uring_setup (which does other calls past the filter)
_KNOWN = {
    "x86_64": _Calls(
        0xC000003E, 317, 56, 435,
        (41, 42, 49, 50, 44, 46, 307),
        (57, 58, 59, 322),
        (76, 86, 265, 87, 263, 88, 266, 90, 268, 452, 92, 94, 260, 84, 133, 259),
        (101, 310, 311, 165, 166, 272, 308, 321, 298, 248, 250, 323, 425),
    ),
    "aarch64": _Calls(
        0xC00000B7, 277, 220, 435,
        (198, 203, 200, 201, 206, 211, 269),
        (221, 281),
        (45, 37, 35, 36, 53, 452, 54, 33),
        (117, 270, 271, 40, 39, 97, 268, 280, 241, 217, 219, 282, 425),
    ),
}  # fmt: skip


def refuse(*, network: bool, programs: bool) -> bool:
    """Have the kernel refuse this process the network and other programs, unless it may have them.

    Where it may start none, it may not change files that are there either. Holds for every thread and for
    what it starts, and is never taken back. False where the kernel or the machine knows no such filter.
    """
    calls = _KNOWN.get(os.uname().machine) if sys.platform == "linux" else None
    if calls is None:
        return False
    program = b"".join(_program(calls, network=network, programs=programs))
    code = ctypes.create_string_buffer(program, len(program))
    given = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0))):
        return False
    return bool(libc.syscall(ctypes.c_long(calls.seccomp), _FILTER, _ALL_THREADS, given) == 0)


def held(_: bytes) -> bytes:
    """A job: `yes` where the kernel holds the process that does it."""
    asked = sys.platform == "linux" and ctypes.CDLL(None).prctl(_ASK, 0, 0, 0, 0) == _HELD
    return b"yes" if asked else b"no"


def _program(calls: _Calls, *, network: bool, programs: bool) -> Iterator[bytes]:
    """The filter: one instruction of eight bytes after the other."""
    yield _step(_LOAD, _MACHINE)
    yield from _answer(_IS, calls.mark, _REFUSE, met=False)
    yield _step(_LOAD, _NUMBER)
    yield from _answer(_AT_LEAST, _OTHER_TABLE, _REFUSE)
    refused = calls.others + (() if network else calls.network)
    if not programs:
        refused += calls.programs + calls.changes
        yield from _answer(_IS, calls.clone3, _UNKNOWN)
    yield from _answers(refused)
    if not programs:
        yield _step(_IS, calls.clone, unmet=4)
        yield _step(_LOAD, _FIRST_ARGUMENT)
        yield _step(_HAS, _THREAD, met=1)
        yield _step(_END, _REFUSE)
        yield _step(_END, _ALLOW)
    yield _step(_END, _ALLOW)


def _answers(numbers: Iterable[int]) -> Iterator[bytes]:
    for number in numbers:
        yield from _answer(_IS, number, _REFUSE)


def _answer(test: int, value: int, verdict: int, *, met: bool = True) -> Iterator[bytes]:
    """End with the verdict where the test is met (or is not)."""
    yield _step(test, value, unmet=1) if met else _step(test, value, met=1)
    yield _step(_END, verdict)


def _step(code: int, value: int, met: int = 0, unmet: int = 0) -> bytes:
    return struct.pack("HBBI", code, met, unmet, value)
