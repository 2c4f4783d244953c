"""Where a webhook may go: an address out in the world over https, or one that the office allows by name.

Whoever may write a webhook must not be able to make this machine talk to its neighbours: the records'
database, a metadata service, a printer. Names are looked up once and every address behind them is judged;
the connection then goes to a judged address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from pipeline.problems import IllegalMove

LONGEST = 2000
_NAT64 = IPv6Network("64:ff9b::/96")
_VARIABLE = "CHANCERY_WEBHOOK_PRIVATE"


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of a webhook's address. `path` has the query with it."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target(url: str) -> Target:
    """The parts of an address. Raises IllegalMove where a webhook cannot go there by its form."""
    if len(url) > LONGEST or not url.isascii() or any(sign <= " " or sign == "\x7f" for sign in url):
        raise _wrong("It is too long, or has spaces or signs that an address cannot have.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong("It cannot be read as an address.") from None
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise _wrong("It must begin with https:// and name a host.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _wrong("It must have no name, password or fragment in it.")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, parts.hostname.rstrip("."), port or (443 if secure else 80), path)


def _wrong(why: str) -> IllegalMove:
    return IllegalMove("A webhook cannot go to this address.", why, "Write it as https://host/path.")


def check(aim: Target, addresses: Sequence[str], private: str) -> tuple[str, ...]:
    """The addresses of a host that may be connected to, which is all of them. Raises IllegalMove.

    `private` names hosts, addresses and networks that are allowed although they are not out in the world.
    """
    found = tuple(_plain(address) for address in addresses)
    if not found:
        raise IllegalMove(f"{aim.host} has no address.", "", "Mend the address of the webhook.")
    for one in found:
        if not _is_out(one) and not _allowed(aim.host, one, private):
            raise IllegalMove(
                f"{aim.host} is an address inside the office's own network.",
                f"It is {one}, which {_VARIABLE} does not name.",
                f"Have the host or its network added to {_VARIABLE}, or use an address outside.",
            )
        if not aim.secure and not one.is_loopback:
            raise IllegalMove(
                "A webhook goes over https.", "Over http anybody on the way could read it.", "Use https."
            )
    return tuple(dict.fromkeys(addresses))


def _plain(address: str) -> IPv4Address | IPv6Address:
    """The address itself, or that which is wrapped in it."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv4Address):
        return found
    if found in _NAT64:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1] or found


def _is_out(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _allowed(host: str, address: IPv4Address | IPv6Address, private: str) -> bool:
    for entry in filter(None, (part.strip().lower() for part in private.split(";"))):
        if entry == host.lower():
            return True
        network = _network(entry)
        if network is not None and address.version == network.version and address in network:
            return True
    return False


def _network(entry: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(entry, strict=False)
    except ValueError:
        return None
