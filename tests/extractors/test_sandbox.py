from __future__ import annotations

import os
import platform
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extractors.sandbox import Sandbox
from pipeline.problems import Conflict, Misconfigured, NeedsPassword, Problem, Quarantined, ResourceShort

JOBS = """
import os, signal, socket, subprocess, sys, time
from pipeline.problems import Conflict, NeedsPassword

class Odd(NeedsPassword):
    pass

def echo(data): return data
def pid(data): return str(os.getpid()).encode()
def slow(data): time.sleep(float(data)); return b"done"
def spin(data):
    while True: pass
def abort(data): os.abort()
def leave(data): os._exit(3)
def killed(data): os.kill(os.getpid(), signal.SIGKILL); time.sleep(9)
def refuse(data): raise Conflict("what happened", "why it did", "what to do")
def odd(data): raise Odd("locked")
def fault(data): raise KeyError("a fault of ours")
def greedy(data): return bytes(1 << 34)
def deep(data): return deep(data)
HOARD = []
def hoard(data): HOARD.append(bytes(300 << 20)); return b"kept"
def large(data): bytes(200 << 20); return b"done"
def flood(data): return b"x" * (70 << 20)
def chatter(data):
    print("noise"); sys.stderr.write("noise"); os.write(1, b"noise" * 1000); return b"quiet"
def dial(data): socket.create_connection(("127.0.0.1", 9)); return b""
def look_up(data): socket.getaddrinfo("localhost", 80); return b""
def start(data): subprocess.run(["true"]); return b""
def shell(data): os.system("true"); return b""
def fork(data): os.fork(); return b""
def write(data):
    with open(data.decode(), "wb") as out: out.write(bytes(4 << 20))
    return b""
def where(data): return os.getcwd().encode()
def remove(data): os.remove(data); return b""
def rename(data): os.rename(data, data + b"2"); return b""
def make_folder(data): os.mkdir(data + b"3"); return b""
def write_low(data): os.open(data, os.O_WRONLY | os.O_TRUNC); return b""
def open_many(data):
    kept = [open(os.devnull, "rb") for _ in range(500)]
    return b""
def unix(data): socket.socket(socket.AF_UNIX); return b""
def import_fresh(data):
    import fresh_module
    return fresh_module.answer
def native_write(data):
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    libc.signal(25, ctypes.c_void_p(1))
    target = libc.open(data, os.O_WRONLY)
    written = [libc.write(target, bytes(1 << 19), 1 << 19) for _ in range(4)]
    return os.strerror(ctypes.get_errno()).encode() if min(written) < 0 else b"all was written"
def native(name, *given):
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    done = getattr(libc, name)(*given)
    return f"{done} {os.strerror(ctypes.get_errno())}".encode()
def native_socket(data): return native("socket", 2, 1, 0)
def native_fork(data):
    answer = native("fork")
    return answer if answer[:1] != b"0" else os._exit(9)
def native_program(data): return native("execl", b"/bin/true", b"true", None)
def native_remove(data): return native("unlink", data)
def native_chmod(data): return native("chmod", data, 0o777)
def native_trace(data): return native("ptrace", 0, 0, 0, 0)
def native_ring(data): return native("syscall", 425, 1, None)
def threads(data):
    from threading import Thread
    done = []
    for one in [Thread(target=done.append, args=(1,)) for _ in range(5)]: one.start(); one.join()
    return str(len(done)).encode()
"""

on_a_known_kernel = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the kernel's filter is known for Linux on two kinds of machine",
)

MakeSandbox = Callable[..., Sandbox]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeSandbox]:
    (tmp_path / "sandbox_jobs.py").write_text(JOBS)
    monkeypatch.syspath_prepend(str(tmp_path))
    opened: list[Sandbox] = []

    def opener(workers: int = 1, seconds: float = 20.0, megabytes: int = 512, jobs: int = 200) -> Sandbox:
        opened.append(Sandbox(workers, seconds, megabytes, jobs=jobs))
        return opened[-1]

    yield opener
    for sandbox in opened:
        sandbox.close()


def call(sandbox: Sandbox, job: str, payload: bytes = b"", seconds: float | None = None) -> bytes:
    return sandbox.call(f"sandbox_jobs:{job}", payload, seconds)


def pid(sandbox: Sandbox) -> int:
    return int(call(sandbox, "pid"))


def is_gone(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{process}/stat")
        if status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_job_answers_with_bytes_of_any_size(make: MakeSandbox) -> None:
    sandbox = make()
    for size in (0, 1, 70_000, 5_000_000):
        assert call(sandbox, "echo", os.urandom(size)[:size].ljust(size)).__len__() == size
    payload = bytes(range(256)) * 1000
    assert call(sandbox, "echo", payload) == payload


def test_jobs_run_in_another_process_that_stays_warm(make: MakeSandbox) -> None:
    sandbox = make()
    first = pid(sandbox)
    assert first != os.getpid()
    assert pid(sandbox) == first


def test_a_problem_comes_back_as_the_same_problem(make: MakeSandbox) -> None:
    with pytest.raises(Conflict) as caught:
        call(make(), "refuse")
    assert caught.value.lines == ("what happened", "why it did", "what to do")


def test_a_problem_of_an_unknown_kind_comes_back_as_its_known_kind(make: MakeSandbox) -> None:
    with pytest.raises(NeedsPassword, match="locked"):
        call(make(), "odd")


def test_a_fault_comes_back_with_its_traceback_and_harms_nobody(make: MakeSandbox) -> None:
    sandbox = make()
    before = pid(sandbox)
    with pytest.raises(RuntimeError, match="a fault of ours") as caught:
        call(sandbox, "fault")
    assert "in fault" in str(caught.value)
    assert not isinstance(caught.value, Problem)
    assert pid(sandbox) == before


@pytest.mark.parametrize("job", ["spin", "slow"])
def test_a_job_that_takes_too_long_is_stopped(make: MakeSandbox, job: str) -> None:
    sandbox = make()
    before = pid(sandbox)
    with pytest.raises(Quarantined, match=r"longer than 0\.3 seconds"):
        call(sandbox, job, b"3600", seconds=0.3)
    assert is_gone(before)
    assert call(sandbox, "echo", b"next") == b"next"


@pytest.mark.parametrize("job", ["abort", "leave"])
def test_a_job_that_breaks_its_process_breaks_nothing_else(make: MakeSandbox, job: str) -> None:
    sandbox = make()
    with pytest.raises(Quarantined, match="broke the process"):
        call(sandbox, job)
    assert call(sandbox, "echo", b"next") == b"next"


def test_a_process_killed_from_outside_is_the_machines_fault(make: MakeSandbox) -> None:
    sandbox = make()
    with pytest.raises(ResourceShort) as caught:
        call(sandbox, "killed")
    assert caught.value.retryable
    assert call(sandbox, "echo", b"next") == b"next"


def test_a_job_that_wants_too_much_memory_is_stopped(make: MakeSandbox) -> None:
    sandbox = make()
    before = pid(sandbox)
    with pytest.raises(Quarantined, match="more memory than allowed"):
        call(sandbox, "greedy")
    assert pid(sandbox) != before


def test_what_earlier_jobs_left_behind_is_not_the_next_ones_fault(make: MakeSandbox) -> None:
    sandbox = make()
    call(sandbox, "hoard")
    assert call(sandbox, "large") == b"done"


def test_a_job_that_nests_without_end_is_stopped(make: MakeSandbox) -> None:
    with pytest.raises(Quarantined, match="nested too deeply"):
        call(make(), "deep")


def test_an_answer_that_is_too_large_is_refused(make: MakeSandbox) -> None:
    sandbox = make()
    with pytest.raises(Quarantined, match="more than can be taken in"):
        call(sandbox, "flood")
    assert call(sandbox, "echo", b"next") == b"next"


def test_what_a_job_prints_is_no_answer(make: MakeSandbox, capfd: pytest.CaptureFixture[str]) -> None:
    assert call(make(), "chatter") == b"quiet"
    assert "noise" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("job", ["dial", "look_up", "unix", "start", "shell", "fork"])
def test_a_job_reaches_neither_network_nor_programs(make: MakeSandbox, job: str) -> None:
    with pytest.raises(RuntimeError, match="is not allowed"):
        call(make(), job)


def test_a_job_writes_no_file(make: MakeSandbox, tmp_path: Path) -> None:
    target = tmp_path / "big"
    with pytest.raises(RuntimeError, match="is not allowed"):
        call(make(), "write", str(target).encode())
    assert not target.exists()


@pytest.mark.parametrize("job", ["remove", "rename", "make_folder", "write_low"])
def test_a_job_changes_no_file(make: MakeSandbox, tmp_path: Path, job: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    target = folder / "kept"
    target.write_text("as it was")
    with pytest.raises(RuntimeError, match="is not allowed"):
        call(make(), job, str(target).encode())
    assert target.read_text() == "as it was"
    assert list(folder.iterdir()) == [target]


def test_native_code_writes_no_large_file(make: MakeSandbox, tmp_path: Path) -> None:
    target = tmp_path / "big"
    target.touch()
    assert call(make(), "native_write", str(target).encode()) == b"File too large"
    assert target.stat().st_size <= 1 << 20


@on_a_known_kernel
@pytest.mark.parametrize("deed", ["socket", "fork", "program", "remove", "chmod", "trace", "ring"])
def test_native_code_is_held_by_the_kernel(make: MakeSandbox, tmp_path: Path, deed: str) -> None:
    target = tmp_path / "kept"
    target.touch(mode=0o600)
    answer = call(make(), f"native_{deed}", str(target).encode())
    assert answer == b"-1 Operation not permitted"
    assert target.stat().st_mode & 0o777 == 0o600


def test_threads_go_on_behind_the_filter(make: MakeSandbox) -> None:
    assert call(make(), "threads") == b"5"


def test_a_job_opens_few_files(make: MakeSandbox) -> None:
    with pytest.raises(RuntimeError, match="Too many open files"):
        call(make(), "open_many")


def test_what_a_job_imports_is_kept_compiled(make: MakeSandbox, tmp_path: Path) -> None:
    (tmp_path / "fresh_module.py").write_text("answer = b'compiled'")
    assert call(make(), "import_fresh") == b"compiled"
    assert list((tmp_path / "__pycache__").glob("fresh_module.*.pyc"))


def test_a_process_is_replaced_after_its_share_of_jobs(make: MakeSandbox) -> None:
    sandbox = make(jobs=3)
    seen = [pid(sandbox) for _ in range(7)]
    assert seen[0] == seen[1] == seen[2] != seen[3] == seen[4] == seen[5] != seen[6]


def test_a_process_that_died_while_idle_is_replaced_in_silence(make: MakeSandbox) -> None:
    sandbox = make()
    os.kill(pid(sandbox), 9)
    time.sleep(0.1)
    assert call(sandbox, "echo", b"still here") == b"still here"


def test_threads_share_the_pool_and_a_crash_hits_only_its_own_job(make: MakeSandbox) -> None:
    sandbox = make(workers=2)

    def one(number: int) -> str:
        try:
            if number % 7 == 3:
                return call(sandbox, "abort").decode()
            return call(sandbox, "echo", str(number).encode()).decode()
        except Quarantined:
            return "crashed"

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(one, range(42)))
    assert answers == ["crashed" if number % 7 == 3 else str(number) for number in range(42)]


def test_no_more_processes_than_asked_for(make: MakeSandbox) -> None:
    sandbox = make(workers=2)
    with ThreadPoolExecutor(8) as threads:
        seen = set(threads.map(lambda _: pid(sandbox), range(40)))
    assert 1 <= len(seen) <= 2


def test_closing_ends_every_process_also_one_at_work(make: MakeSandbox) -> None:
    sandbox = make(workers=2)
    processes = {pid(sandbox)}
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(call, sandbox, "slow", b"30")
        time.sleep(0.5)
        sandbox.close()
        with pytest.raises((ResourceShort, RuntimeError)):
            running.result(timeout=10)
    assert all(map(is_gone, processes))
    with pytest.raises(RuntimeError, match="closed"):
        call(sandbox, "echo")


def test_it_works_from_any_folder(make: MakeSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(make(), "where") == str(tmp_path).encode()


def test_a_stranger_in_the_working_folder_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "elsewhere"
    (folder / "extractors").mkdir(parents=True)
    (folder / "extractors" / "__init__.py").write_text("raise SystemExit('a stranger')")
    monkeypatch.chdir(folder)
    with Sandbox() as sandbox:
        assert sandbox.call("builtins:bytes", b"ours") == b"ours"


@pytest.mark.slow
def test_children_end_with_a_parent_that_dies(tmp_path: Path) -> None:
    parent = textwrap.dedent(
        """
        import os
        from extractors.sandbox import Sandbox
        sandbox = Sandbox()
        sandbox.call("builtins:bytes", b"")
        (child,) = sandbox._running
        print(child._process.pid, flush=True)
        os._exit(1)
        """
    )
    ran = subprocess.run(
        [sys.executable, "-c", parent], capture_output=True, text=True, check=False, timeout=60
    )
    assert is_gone(int(ran.stdout))


@pytest.mark.slow
@pytest.mark.parametrize("job", ["slow", "spin"])
def test_a_child_at_work_ends_with_a_parent_that_is_killed(tmp_path: Path, job: str) -> None:
    (tmp_path / "sandbox_jobs.py").write_text(JOBS)
    parent = textwrap.dedent(
        f"""
        import os, sys, threading, time
        sys.path.insert(0, {str(tmp_path)!r})
        from extractors.sandbox import Sandbox
        sandbox = Sandbox(seconds=600)
        print(sandbox.call("sandbox_jobs:pid", b"").decode(), flush=True)
        threading.Thread(target=sandbox.call, args=("sandbox_jobs:{job}", b"600"), daemon=True).start()
        time.sleep(0.5)
        os.kill(os.getpid(), 9)
        """
    )
    ran = subprocess.run(
        [sys.executable, "-c", parent], capture_output=True, text=True, check=False, timeout=60
    )
    assert is_gone(int(ran.stdout))


def test_an_entry_that_does_not_exist_is_a_fault_of_ours(make: MakeSandbox) -> None:
    with pytest.raises(RuntimeError, match="no_such"):
        make().call("no_such:job", b"")


def test_a_problem_that_the_parent_does_not_know_is_refused() -> None:
    from extractors.child import packed, unpacked

    assert isinstance(unpacked(packed(Misconfigured("a", "b", "c"))), Misconfigured)
    with pytest.raises(ValueError, match="no problem is called"):
        unpacked(b'{"kind": "ReadingState", "what": "", "why": "", "remedy": ""}')
