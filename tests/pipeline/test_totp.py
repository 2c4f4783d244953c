"""Codes of an authenticator, by the vectors of RFC 6238."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
     (2000000000, "279037"), (20000000000, "353130")],
)  # fmt: skip
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert totp.code_at(SECRET, seconds // totp.STEP) == code


def test_clocks_may_differ_by_one_step_and_no_more() -> None:
    now = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    code = totp.code_at(SECRET, int(now.timestamp()) // totp.STEP)
    step = timedelta(seconds=totp.STEP)
    assert all(totp.matching_step(SECRET, code, now + step * apart) for apart in (-1, 0, 1))
    assert not any(totp.matching_step(SECRET, code, now + step * apart) for apart in (-2, 2, 3))


def test_a_code_that_was_used_is_used_up() -> None:
    now = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    present = int(now.timestamp()) // totp.STEP
    code = totp.code_at(SECRET, present)
    assert totp.matching_step(SECRET, f" {code[:3]} {code[3:]} ", now) == present
    assert totp.matching_step(SECRET, code, now, last=present) is None


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "٢٨٧٠٨٢", "0" * 400])
def test_what_is_no_code_fits_nothing(code: str) -> None:
    assert totp.matching_step(SECRET, code, datetime.fromtimestamp(59, UTC)) is None


def test_an_authenticator_can_read_the_address() -> None:
    parts = urlsplit(totp.address(SECRET, "cole & co"))
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/Chancery%3Acole%20%26%20co")
    assert parse_qs(parts.query)["secret"] == [SECRET]


def test_secrets_and_recovery_codes_are_never_the_same() -> None:
    assert len({totp.new_secret() for _ in range(50)}) == 50
    codes = totp.recovery_codes()
    assert len(set(codes)) == totp.RECOVERY_CODES == len(codes)
