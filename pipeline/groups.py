"""What a setting says of a provider of sign-ins: its address, and the roles that its groups give."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_guarded(address: str) -> bool:
    """Whether nobody on the way can change what an address answers: it is https, or on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or not address.isprintable() or " " in address or parts.username:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_here(host))


def is_here(host: str) -> bool:
    """Whether a host is this machine's own loopback."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def roles_by_group(said: str) -> dict[str, frozenset[str]]:
    """`Case clerks=clerk;Leads=reviewer,approver` taken apart; a group may hold `=` itself.

    Raises ValueError, which says what is wrong.
    """
    known: dict[str, frozenset[str]] = {}
    for part in filter(None, (one.strip() for one in said.split(";"))):
        group, _, roles = (one.strip() for one in part.rpartition("="))
        given = frozenset(one.strip() for one in roles.split(",") if one.strip())
        if not group or not given:
            raise ValueError(f"{part!r} is no group with its roles: write it as Leads=reviewer,approver.")
        known[group] = known.get(group, frozenset()) | given
    return known
