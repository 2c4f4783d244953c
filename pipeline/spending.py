"""What a model may cost in one document, one run and one day, and the record of every question put to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Spent:
    """What questions to a model cost."""

    tokens: int = 0
    usd: float = 0.0
    calls: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.tokens + other.tokens, self.usd + other.usd, self.calls + other.calls)


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that may be spent; 0 is no cap."""

    document_tokens: int = 0
    run_tokens: int = 0
    day_tokens: int = 0
    day_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question to a model and what came of it: `reply` as it was said, `fault` where it failed.

    `original` is the fingerprint of the document's bytes, `request` that of all that was sent; what was sent
    can be made again from the document, the prompts and the settings.
    """

    at: datetime
    original: str
    prompts: str
    request: str
    model: str
    mode: str
    reply: str = ""
    fault: str | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    usd: float = 0.0
    seconds: float = 0.0
    system: str = ""

    @property
    def spent(self) -> Spent:
        """What it cost."""
        return Spent(self.tokens_in + self.tokens_out, self.usd, 1)


def caps(settings: Settings) -> Caps:
    """The caps that the settings name."""
    return Caps(
        settings.model_tokens, settings.model_run_tokens, settings.model_day_tokens, settings.model_day_usd
    )


def price(settings: Settings, tokens_in: int, tokens_out: int) -> float:
    """What tokens cost in US dollars, by the prices that the settings name."""
    cost = tokens_in * settings.model_price_in + tokens_out * settings.model_price_out
    return round(cost / 1_000_000, 6)


def day_began(now: datetime, zone: ZoneInfo) -> datetime:
    """When the office's day began that `now` lies in."""
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def refusal(most: Caps, document: Spent, run: Spent, day: Spent, more: Spent) -> str | None:
    """Why `more` may not be spent on top of what was, with the sum; None where every cap leaves room."""
    return next(_refusals(most, document, run, day, more), None)


def _refusals(most: Caps, document: Spent, run: Spent, day: Spent, more: Spent) -> Iterator[str]:
    for whose, cap, spent in (
        ("one document", most.document_tokens, document.tokens),
        ("one run", most.run_tokens, run.tokens),
        ("one day", most.day_tokens, day.tokens),
    ):
        if cap and spent + more.tokens > cap:
            yield f"{spent:,} tokens spent and about {more.tokens:,} wanted, of {cap:,} for {whose}"
    if most.day_usd and day.usd + more.usd > most.day_usd:
        yield f"${day.usd:,.2f} spent and about ${more.usd:,.2f} wanted, of ${most.day_usd:,.2f} for one day"
