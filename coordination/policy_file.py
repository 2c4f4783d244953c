"""The suspense policy as a file: an office's own rules in TOML, and the rules that hold without one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from coordination.extensions import Rung
from coordination.policy import Count, Policy, Roll, Rule
from coordination.templates import DayUnit
from pipeline.problems import Misconfigured

DEFAULT = """\
# Which letter is due when. The first rule that fits holds: each of its lists must have a word of the matter,
# kinds, types and signature_levels as a whole, senders somewhere in the sender's name. Where no rule fits,
# the days of the type count.
inauguration_day = false
extension_approvers = ["Accountable Lead", "Executive Sponsor"]

[[rule]]
name = "White House referral"
types = ["Congressional Correspondence", "Public Correspondence"]
senders = ["the white house", "executive office of the president"]
days = 25
acknowledge_days = 15
front_office_days = 3

[[rule]]
name = "Congressional letter"
types = ["Congressional Correspondence"]
days = 21
interim_days = 21
front_office_days = 5

[[rule]]
name = "Letter from the public"
types = ["Public Correspondence"]
days = 20
front_office_days = 3

# Whom a suspense that draws near or has passed is brought before, in business days past it.
[[escalation]]
after = -2
tell = "Assignee"

[[escalation]]
after = 1
tell = "Accountable Lead"

[[escalation]]
after = 5
tell = "Executive Sponsor"
"""
"""The policy that holds where the office names no file. Days by published practice: congressional replies in
21 business days or an interim by then; White House referrals acknowledged in 15 and answered in 25."""

_LISTS = ("senders", "kinds", "types", "signature_levels")
_NUMBERS = ("days", "front_office_days", "acknowledge_days", "interim_days")
_CHOICES: dict[str, Callable[[str], object]] = {"unit": DayUnit, "count": Count, "roll": Roll}
TELLS = ("Assignee", "Accountable Lead", "Executive Sponsor", "Lead Unit")
"""Whom a rung of the ladder may name."""


def parse(text: str, name: str = "the suspense policy") -> Policy:
    """The policy that a file holds. Raises Misconfigured and names the rule and the field that is wrong."""
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(name, str(error)) from None
    _known(name, "the file", plain, ("inauguration_day", "extension_approvers", "rule", "escalation"))
    try:
        policy = Policy(
            tuple(_rule(name, row) for row in plain.get("rule", ())),
            tuple(plain.get("extension_approvers", Policy().extension_approvers)),
            tuple(_rung(name, row) for row in plain.get("escalation", ())),
            plain.get("inauguration_day", False),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise _wrong(name, str(error)) from None
    unknown = set(policy.extension_approvers) - set(TELLS)
    if unknown or not policy.extension_approvers:
        raise _wrong(name, f"extension_approvers are some of: {', '.join(TELLS)}")
    return policy


def _rule(file: str, row: Mapping[str, Any]) -> Rule:
    rule = f"the rule {row.get('name', '')!r}"
    _known(file, rule, row, ("name", "transfer_restarts", *_LISTS, *_NUMBERS, *_CHOICES))
    for field in _NUMBERS:
        if field in row and type(row[field]) is not int:
            raise _wrong(file, f"{rule}: {field} is a whole number")
    for field in _LISTS:
        if not isinstance(row.get(field, []), list):
            raise _wrong(file, f"{rule}: {field} is a list of words")
    if "days" not in row:
        raise _wrong(file, f"{rule} has no days")
    values: dict[str, Any] = {key: tuple(row[key]) if key in _LISTS else row[key] for key in row}
    values |= {key: make(row[key]) for key, make in _CHOICES.items() if key in row}
    return Rule(**values)


def _rung(file: str, row: Mapping[str, Any]) -> Rung:
    _known(file, "a rung of the escalation", row, ("after", "tell"))
    if type(row.get("after")) is not int or row.get("tell") not in TELLS:
        raise _wrong(file, f"an escalation has `after` in business days and `tell`: {', '.join(TELLS)}")
    return Rung(row["after"], row["tell"])


def _known(file: str, where: str, row: Mapping[str, Any], names: tuple[str, ...]) -> None:
    unknown = sorted(set(row) - set(names))
    if unknown:
        raise _wrong(file, f"{where} knows no {', '.join(unknown)}")


def _wrong(file: str, why: str) -> Misconfigured:
    return Misconfigured(f"The suspense policy {file} cannot be used.", why, "Mend the file.")
