"""Addresses that a setting names: whether a host is this machine, and whether the way there is guarded."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_here(host: str) -> bool:
    """Whether a host is this machine's own loopback."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


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
