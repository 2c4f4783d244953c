"""What a password must be. Length and not being guessed at once are all that counts.

Source: NIST SP 800-63B (no rules of composition, spaces and every character allowed, normalised spelling).
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from pipeline.problems import IllegalMove

SHORTEST = 12
LONGEST = 1000
_GUESSED = ("password", "passphrase", "letmein", "welcome", "qwerty", "chancery", "abc", "admin", "secret")


def normal(password: str) -> str:
    """The password in the one spelling in which it is compared."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, *about: str) -> str:
    """The password in its normal form. Raises IllegalMove for one that is too short or guessed at once.

    `about` are words that everybody knows of its owner.
    """
    password = normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise _refused(f"It must have {SHORTEST} to {LONGEST:,} characters; spaces count.")
    plain = "".join(character for character in password.casefold() if character.isalpha())
    for word in (*_GUESSED, *about, *(part for words in about for part in words.split())):
        known = "".join(character for character in word.casefold() if character.isalpha())
        plain = plain.replace(known, "") if len(known) > 2 else plain
    if len(set(password)) < 5 or (len(plain) < 4 and not _many_digits(password)):
        raise _refused("It is among those that are guessed first.")
    return password


def _many_digits(password: str) -> bool:
    """Whether the digits alone are no counting up or down."""
    digits = [int(character) for character in password if character in "0123456789"]
    steps = {(after - before) % 10 for before, after in pairwise(digits)}
    return len(digits) >= 8 and len(steps) > 3


def _refused(why: str) -> IllegalMove:
    return IllegalMove("This password cannot be taken.", why, "Take several words that nobody would guess.")
