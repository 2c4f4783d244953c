"""Whole numbers as addresses and forms carry them."""

from __future__ import annotations


def whole(text: str, digits: int = 9) -> int | None:
    """The number, where it is written in at most so many digits and nothing else; None otherwise."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def amount(number: str | None) -> str:
    """A decimal number as people write it: with commas, without empty cents. Empty where there is none."""
    if not number:
        return ""
    units, _, cents = number.partition(".")
    return f"{int(units):,}{f'.{cents}' if cents.strip('0') else ''}"
