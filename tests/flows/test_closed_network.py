"""A closed process reaches this machine and the named hosts, and nobody else."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flows.closed_network import hosts_of, is_here

TRY = """
import socket, sys
from flows.closed_network import close
close({allowed})
try:
    {call}
except ConnectionRefusedError as error:
    print("refused" if "may be reached" in str(error) else "went out")
except OSError as error:
    print("went out")
else:
    print("went out")
"""


def tried(call: str, allowed: str = "()") -> str:
    told = subprocess.run(
        [sys.executable, "-c", TRY.format(call=call, allowed=allowed)],
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip()


@pytest.mark.parametrize(
    "call",
    [
        "socket.getaddrinfo('example.org', 443)",
        "socket.create_connection(('192.0.2.1', 80), timeout=0.2)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    ],
)
def test_calls_beyond_this_machine_are_refused(call: str) -> None:
    assert tried(call) == "refused"


def test_an_event_loop_with_sockets_of_its_own_is_not_used() -> None:
    told = "import sys\nfrom flows.closed_network import close\nclose()\n"
    told += "try:\n    import uvloop\nexcept ImportError:\n    print('none')\n"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "none"


def test_loopback_and_named_hosts_are_reached() -> None:
    here = "s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname(), timeout=5)"
    assert tried(here) == "went out"
    away = "socket.create_connection(('192.0.2.1', 80), timeout=0.01)"
    assert tried(away, "('192.0.2.1',)") == "went out"


def test_hosts_are_read_out_of_addresses() -> None:
    assert hosts_of("postgresql+asyncpg://u:p@db.example:5432/prefect", "") == {"db.example"}


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("::1", True), ("", True), ("10.0.0.1", False)]
)
def test_what_is_this_machine(host: str, here: bool) -> None:
    assert is_here(host) is here
