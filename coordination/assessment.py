"""How grave a risk is: the scale, and what likelihood and severity come to together."""

from __future__ import annotations

from enum import StrEnum

from pipeline.problems import IllegalMove


class Level(StrEnum):
    """The scale of likelihood, severity and overall risk, the gravest first."""

    EXTREME = "Extreme"
    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"
    MINIMAL = "Minimal"
    NONE = "None"


class Polarity(StrEnum):
    """Whether an impact is for better or worse."""

    POSITIVE = "Positive"
    NEUTRAL = "Neutral"
    NEGATIVE = "Negative"
    MIXED = "Mixed"
    UNCERTAIN = "Uncertain"


_ORDER = tuple(Level)
_OTHER_WORDS = {
    "critical": Level.EXTREME,
    "severe": Level.EXTREME,
    "very high": Level.EXTREME,
    "almost certain": Level.EXTREME,
    "likely": Level.HIGH,
    "major": Level.HIGH,
    "moderate": Level.MEDIUM,
    "possible": Level.MEDIUM,
    "minor": Level.LOW,
    "unlikely": Level.LOW,
    "very low": Level.MINIMAL,
    "negligible": Level.MINIMAL,
    "rare": Level.MINIMAL,
}


def level(word: str) -> Level:
    """The level that a word means, whatever its case. Raises IllegalMove for a word outside the scale."""
    plain = word.strip().casefold()
    for known in Level:
        if known.value.casefold() == plain:
            return known
    if plain in _OTHER_WORDS:
        return _OTHER_WORDS[plain]
    raise IllegalMove(
        f"{word!r} is no level of risk.", f"The scale: {', '.join(Level)}.", "Choose one of these."
    )


def overall(likelihood: Level, severity: Level) -> Level:
    """The middle of both, rounded to the graver side; no risk where either is none."""
    if Level.NONE in (likelihood, severity):
        return Level.NONE
    return _ORDER[(_ORDER.index(likelihood) + _ORDER.index(severity)) // 2]


def polarity(word: str) -> Polarity:
    """The polarity that a word means, whatever its case. Raises IllegalMove for another word."""
    for known in Polarity:
        if known.value.casefold() == word.strip().casefold():
            return known
    raise IllegalMove(
        f"{word!r} is no polarity.", f"There are: {', '.join(Polarity)}.", "Choose one of these."
    )
