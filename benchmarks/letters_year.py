"""A year of letters whose every answer is known, because each letter was made for it.

Nothing of the product computes here: holidays are written out, days are counted one by one, and what a letter
adds to each measure is written down when the letter is made.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from coordination.cases import Case, Finding

TODAY = date(2026, 1, 30)
_HOLIDAYS = """
2024-01-01 2024-11-28 2024-12-25 2025-01-01 2025-01-20 2025-02-17 2025-05-26 2025-06-19 2025-07-04
2025-09-01 2025-10-13 2025-11-11 2025-11-27 2025-12-25 2026-01-01 2026-01-19 2026-02-16
"""
_CLOSED = frozenset(date.fromisoformat(day) for day in _HOLIDAYS.split())
UNITS = ("OGC", "OCFO", "OIG", "OPA", "")
KINDS = ("Congressional Correspondence", "Public Correspondence", "Executive Order")
FATES = (
    *("in time",) * 4,
    *("late",) * 2,
    "interim, then late",
    "interim, open",
    "open, late",
    "open, not due",
    "waived",
    "cancelled",
    "tasked day as reply",
    "closed, no reply",
    "no receipt",
    "no suspense",
    "reply before receipt",
    "reply to come",
    "letter after receipt",
    "letter long ago",
)
_ANSWERED = frozenset({"in time", "letter after receipt", "letter long ago", "no suspense"})


def later(day: date, count: int) -> date:
    """The business day that many business days after a day."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in _CLOSED:
            count -= 1
    return day


@dataclass
class Truth:
    """What the measures must come to. `steps` holds every time that must be counted."""

    outcomes: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    doubted: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    steps: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    turnarounds: list[int] = field(default_factory=list)
    answers: list[tuple[int, int]] = field(default_factory=list)
    ages: list[int] = field(default_factory=list)
    units: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


@dataclass
class Year:
    """The letters and what the measures must come to over them."""

    cases: list[Case]
    truth: Truth


def year(count: int, seed: int = 2025) -> Year:
    """So many letters, the same for the same seed."""
    chance, truth = random.Random(seed), Truth()
    return Year([_letter(chance, number, truth) for number in range(count)], truth)


_DATES_ARE_WRONG = {
    "tasked day as reply": "closed_unanswered",
    "closed, no reply": "closed_unanswered",
    "no receipt": "no_receipt",
    "no suspense": "no_suspense",
    "reply before receipt": "before_receipt",
    "reply to come": "to_come",
    "letter after receipt": "letter_after_receipt",
    "letter long ago": "letter_long_ago",
}
_OUTCOME = {
    "in time": "Answered in time",
    "letter after receipt": "Answered in time",
    "letter long ago": "Answered in time",
    "interim, then late": "Interim reply in time",
    "interim, open": "Interim reply in time",
    "late": "Late",
    "open, late": "Late",
    "open, not due": "Not yet due",
    "waived": "No reply needed",
    "cancelled": "No reply needed",
}


def _letter(chance: random.Random, number: int, truth: Truth) -> Case:
    kind = KINDS[number % 3]
    fate = chance.choice(FATES)
    unit = chance.choice(UNITS)
    if kind == "Executive Order":
        return _order(chance, number, unit, truth)
    target = chance.choice((15, 20, 21))
    received = date(2025, 1, 2) + timedelta(days=chance.randrange(345))
    if fate == "open, not due":
        received = date(2026, 1, 20)
    letter = received - timedelta(days=chance.randrange(30))
    days = _days(chance, fate, target)
    moments = {name: later(received, taken) for name, taken in days.items()}
    interim = moments.pop("interim", None)
    days.pop("interim", None)
    if fate == "reply before receipt":
        moments["replied"] = received - timedelta(days=3)
    elif fate == "reply to come":
        moments["replied"] = TODAY + timedelta(days=10)
    elif fate == "letter after receipt":
        letter = received + timedelta(days=2)
    elif fate == "letter long ago":
        letter = received - timedelta(days=400)
    written = None if fate == "no receipt" else letter
    due = None if fate == "no suspense" else later(received, target)
    replied, closed = moments.get("replied"), moments.get("closed")
    cancelled = fate == "cancelled"
    rest = _rest(chance, number, unit, cancelled, closed is not None, truth)
    _write_down(truth, fate, unit, days, rest["whole"], target)
    return Case(
        f"EC-2025-{number + 1:05d}",
        kind,
        unit,
        answerable=True,
        waived=fate == "waived",
        cancelled=cancelled,
        letter=written,
        received=None if fate == "no receipt" else received,
        tasked=moments["tasked"],
        acknowledged=moments.get("acknowledged"),
        interim=interim,
        replied=replied,
        due=due,
        closed=closed,
        **rest,
    )


def _days(chance: random.Random, fate: str, target: int) -> dict[str, int]:
    """How many business days after receipt each thing happened."""
    days = {"tasked": chance.randrange(0, 4), "acknowledged": chance.randrange(1, 6)}
    if fate in _ANSWERED:
        days["replied"] = days["closed"] = chance.randrange(4, target + 1)
    elif fate == "late":
        days["replied"] = days["closed"] = target + chance.randrange(1, 9)
    elif fate == "interim, then late":
        days |= {"interim": target - 1, "replied": target + 5, "closed": target + 5}
    elif fate == "interim, open":
        days["interim"] = target
    elif fate == "waived":
        days["closed"] = chance.randrange(4, target + 1)
    elif fate == "tasked day as reply":
        days["closed"] = days["tasked"] = 1
    elif fate == "no receipt":
        # entered by hand: no paper, so no proof of anything that went out
        days = {"tasked": days["tasked"], "closed": 12}
    elif fate in ("closed, no reply", "reply before receipt", "reply to come"):
        days["closed"] = 12
    return days


def _write_down(truth: Truth, fate: str, unit: str, days: dict[str, int], whole: bool, target: int) -> None:
    """What this letter adds to each measure."""
    tally, told = truth.tally, _OUTCOME.get(fate, "Cannot be told")
    truth.outcomes[told] += 1
    one = truth.units[unit or "No unit"]
    one["received"] += 1
    if fate not in ("open, not due", "waived", "cancelled"):
        one["wanted"] += 1
        one["in target"] += told == "Answered in time"
        known = fate not in ("no receipt", "reply before receipt", "reply to come")
        one["in twenty"] += known and days.get("replied", 99) <= 20
    wrong = [_DATES_ARE_WRONG[fate]] if fate in _DATES_ARE_WRONG else []
    if fate == "reply to come":
        wrong.append("closed_before_reply")
    if fate == "no receipt":
        wrong += ["no_letter_date", "closed_unanswered"]
    truth.doubts.update(wrong)
    truth.doubted += bool(wrong)
    if fate == "cancelled":
        return
    if fate == "no receipt":
        tally["no start"] += 1
    else:
        for name, taken in days.items():
            truth.steps[name].append(taken)
        if fate in ("reply before receipt", "reply to come"):
            tally["reply left out"] += 1
    if "closed" in days:
        if fate == "no suspense":
            tally["on time left out"] += 1
        else:
            tally["on time whole"] += 1
            answered = told in ("Answered in time", "No reply needed")
            tally["on time"] += whole and answered
    if fate == "no suspense":
        tally["missed left out"] += 1
    elif fate != "open, not due":
        met = told in ("Answered in time", "No reply needed")
        tally["met" if met else "missed"] += 1


def _order(chance: random.Random, number: int, unit: str, truth: Truth) -> Case:
    """An order: there is nobody to answer, closing it is doing it."""
    received = date(2025, 1, 2) + timedelta(days=chance.randrange(300))
    due = later(received, 30)
    tasked, taken = chance.randrange(0, 4), chance.choice((10, 30, 31, 45, None))
    closed = later(received, taken) if taken else None
    rest = _rest(chance, number, unit, False, closed is not None, truth)
    truth.steps["tasked"].append(tasked)
    if taken:
        truth.steps["closed"].append(taken)
        truth.tally["on time whole"] += 1
        truth.tally["on time"] += taken <= 30 and bool(rest["whole"])
    truth.tally["met" if taken and taken <= 30 else "missed"] += 1
    return Case(
        f"EC-2025-{number + 1:05d}",
        "Executive Order",
        unit,
        received=received,
        tasked=later(received, tasked),
        due=due,
        closed=closed,
        **rest,
    )


def _rest(
    chance: random.Random, number: int, unit: str, cancelled: bool, closed: bool, truth: Truth
) -> dict[str, Any]:
    """What has nothing to do with dates."""
    tally = truth.tally
    units = chance.choice((1, 1, 2, 3))
    rest: dict[str, Any] = {
        "whole": chance.random() < 0.9,
        "named": bool(unit) and chance.random() < 0.9,
        "authority": chance.random() < 0.6,
        "risk": chance.random() < 0.3,
        "evaluated": closed and chance.random() < 0.5,
        "units": units,
        "turnarounds": tuple(chance.randrange(0, 12) for _ in range(units - 1)),
    }
    raised = date(2025, 12, 1) - timedelta(days=chance.randrange(40))
    if chance.random() < 0.1:
        settled = raised + timedelta(days=chance.randrange(1, 30)) if chance.random() < 0.5 else None
        rest["findings"] = (Finding(raised, settled),)
        truth.ages.append(((settled or TODAY) - raised).days)
        tally["findings open"] += settled is None
    if closed and chance.random() < 0.4:
        rest["answers"] = (chance.randrange(1, 6), chance.randrange(1, 6))
        truth.answers.append(rest["answers"])
    if cancelled:
        return rest
    tally["worked"] += 1
    tally["closed"] += closed
    tally["unclear"] += not rest["named"]
    for name in ("authority", "risk"):
        tally[name] += rest[name]
    tally["evaluated"] += closed and rest["evaluated"]
    tally["clean"] += closed and "findings" not in rest
    tally["shared"] += units > 1
    if units > 1:
        truth.turnarounds += rest["turnarounds"]
    return rest
