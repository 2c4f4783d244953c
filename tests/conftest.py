"""What holds for every test: no network but loopback, no settings from outside, no silent omission."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from benchmarks.mail_server import MailServer

pytest_plugins = ("tests.empty_records",)

ROOT = Path(__file__).parent.parent

_PLENTY = 8 << 30

OURS = ("CHANCERY_", "OPENAI_", "PREFECT_")
FOR_TESTS = frozenset({"CHANCERY_CORPUS", "CHANCERY_GOLDEN", "CHANCERY_PICTURES", "CHANCERY_REQUIRE_ALL"})

hypothesis_settings.register_profile("dev", deadline=None, print_blob=True)
hypothesis_settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def everything_is_required() -> bool:
    """Whether a test that cannot run here is a failure."""
    return bool(os.environ.get("CHANCERY_REQUIRE_ALL"))


_refused: list[str] = []


def _is_here(host: object) -> bool:
    if host is None or host in ("", b"", "localhost", b"localhost", socket.gethostname()):
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(host: object) -> None:
    """Note the attempt too: code under test may swallow the error, the test still fails at its end."""
    message = f"A test reached for the network: {host}. Only this machine's loopback may be used."
    _refused.append(message)
    raise ConnectionRefusedError(message)


def _guarded_connect(original: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any, *rest: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            _refuse(address[0])
        return original(self, address, *rest)

    return connect


def _guarded_send(original: Callable[..., Any]) -> Callable[..., Any]:
    def sendto(self: socket.socket, data: Any, *rest: Any) -> Any:
        address = rest[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            _refuse(address[0])
        return original(self, data, *rest)

    return sendto


def _guarded_lookup(original: Callable[..., Any]) -> Callable[..., Any]:
    def look_up(host: Any, *rest: Any, **more: Any) -> Any:
        if not _is_here(host):
            _refuse(host)
        return original(host, *rest, **more)

    return look_up


def _close_the_network(patch: pytest.MonkeyPatch) -> None:
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded_connect(getattr(socket.socket, name)))
    patch.setattr(socket.socket, "sendto", _guarded_send(socket.socket.sendto))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        patch.setattr(socket, name, _guarded_lookup(getattr(socket, name)))


def _memory() -> Path | None:
    """Where files lie in memory, if there is plenty: tests commit to disk some ten thousand times."""
    shared = Path("/dev/shm")
    if not shared.is_dir() or shutil.disk_usage(shared).free < _PLENTY:
        return None
    return None if os.statvfs(shared).f_flag & os.ST_NOEXEC else shared


def pytest_configure(config: pytest.Config) -> None:
    """Close the network and clear the environment before any test module is imported."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    _close_the_network(patch)
    for name in list(os.environ):
        if name.startswith(OURS) and name not in FOR_TESTS:
            patch.delenv(name)
    # a test that forgets to name a home folder must not write into that of the person who runs it
    patch.setenv("XDG_DATA_HOME", str(ROOT / ".pytest_cache" / "no-home-was-named"))
    patch.setenv("DO_NOT_TRACK", "1")
    # every program that a test starts would compile all its modules anew
    patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    patch.setenv("SCARF_NO_ANALYTICS", "true")
    if memory := _memory():
        patch.setenv("PYTEST_DEBUG_TEMPROOT", str(memory))
    hypothesis_settings.load_profile("ci" if everything_is_required() else "dev")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Put the environment back after each test, however it changed it."""
    before = _ours()
    try:
        return (yield)
    finally:
        for name in _ours().keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


def _ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith(OURS)}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that reached for the network, even where the code it ran hid the refusal."""
    _refused.clear()
    result = yield
    if _refused:
        pytest.fail(_refused[0], pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is required, a test that was left out is a failure."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and everything_is_required():
        _fail_instead(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that was left out."""
    report = yield
    if report.skipped and everything_is_required():
        _fail_instead(report)
    return report


def _fail_instead(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = _reason(report)
    if "corpus" in reason.lower() and "CHANCERY_CORPUS" not in os.environ:
        return
    if "llama.cpp" in reason:
        return
    report.outcome = "failed"
    report.longrepr = f"Left out, though CHANCERY_REQUIRE_ALL is set: {reason}"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each reason why tests were left out."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"NOT RUN: {count} × {reason}", yellow=True, bold=True)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The labelled corpus; without it the test is left out, loudly."""
    promised = os.environ.get("CHANCERY_CORPUS")
    folder = Path(promised) if promised else ROOT.parent / "shared" / "corpus"
    if (folder / "manifest.csv").is_file():
        return folder
    pytest.skip("the labelled corpus is not here (name its folder in CHANCERY_CORPUS)")


@pytest.fixture
def dovecot() -> Iterator[MailServer]:
    """A Dovecot of the test's own, without a message."""
    from benchmarks.mail_server import mail_server

    if shutil.which("dovecot") is None:
        pytest.skip("Dovecot is not installed")
    with mail_server() as running:
        yield running
