"""A process that reaches nobody but this machine and the hosts that are named.

What a library fetches without being asked, such as a catalogue or a count of users, is refused before a
name is looked up. It holds for Python's own sockets; an event loop with sockets of its own must not be used.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Collection
from typing import Any

_LOOKS_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})
_REACHES = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class Refused(ConnectionRefusedError):
    """A call that would have left this machine."""


def close(allowed: Collection[str] = ()) -> None:
    """Refuse, from now on and for good, every call but to loopback and to the `allowed` hosts."""
    hosts = frozenset(allowed)
    # an event loop written in C opens sockets that the interpreter never hears of
    sys.modules["uvloop"] = None  # type: ignore[assignment]
    sys.addaudithook(lambda event, arguments: _heard(event, arguments, hosts))


def _heard(event: str, arguments: tuple[Any, ...], hosts: frozenset[str]) -> None:
    if event in _LOOKS_UP:
        _check(arguments[0], hosts)
    elif event in _REACHES and isinstance(arguments[1], tuple):
        _check(arguments[1][0], hosts)


def _check(host: object, hosts: frozenset[str]) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if is_here(name) or name in hosts or name in _addresses(hosts):
        return
    raise Refused(f"Nothing but {', '.join(sorted(hosts)) or 'this machine'} may be reached, not {name}.")


def is_here(name: str) -> bool:
    """Whether a host is this machine: loopback, its own name, or no name at all."""
    if name in ("", "localhost", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _addresses(hosts: frozenset[str]) -> set[str]:
    """The addresses of these hosts now; looked up only when a call goes to a bare address."""
    found: set[str] = set()
    for host in hosts:
        try:
            found |= {str(row[4][0]) for row in socket.getaddrinfo(host, None)}
        except OSError:
            continue
    return found


def hosts_of(*addresses: str) -> frozenset[str]:
    """The hosts that these addresses name, such as that of a database."""
    from urllib.parse import urlsplit

    return frozenset(host for one in addresses if one and (host := urlsplit(one).hostname))


def of_environment() -> frozenset[str]:
    """What Prefect's server may reach: the database that the operator has named for it."""
    return hosts_of(os.environ.get("PREFECT_SERVER_DATABASE_CONNECTION_URL", ""))
