"""Codes of an authenticator: RFC 6238 with SHA-1, six digits, thirty seconds, as all of them speak."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP = 30
DIGITS = 6
SLACK = 1
"""Steps before and after the present one that are taken: clocks differ."""
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """A secret of 160 bits in base 32, as it is typed into an authenticator."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of one step of time."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: str, code: str, now: datetime, last: int = 0) -> int | None:
    """The step that this code belongs to; None for a wrong code, or one not later than step `last`."""
    typed = "".join(code.split()).encode()
    present = int(now.timestamp()) // STEP
    found = None
    for step in range(present - SLACK, present + SLACK + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), typed) and step > last:
            found = step
    return found


def address(secret: str, account: str, issuer: str = "Chancery") -> str:
    """The `otpauth` address that an authenticator takes in place of typing."""
    label = quote(f"{issuer}:{account}", safe="")
    values = {"secret": secret, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{label}?{urlencode(values)}"


def recovery_codes() -> tuple[str, ...]:
    """Codes of 49 bits each that stand in for the authenticator once."""
    return tuple(
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2))
        for _ in range(RECOVERY_CODES)
    )
