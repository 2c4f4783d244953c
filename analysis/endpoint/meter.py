"""What questions cost, kept while they are put, and the caps that stop them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from analysis.endpoint.asking import CHARACTERS_IN_A_TOKEN
from analysis.endpoint.faults import Fault, FaultKind
from pipeline.ports import Account
from pipeline.problems import Misconfigured
from pipeline.settings import Settings
from pipeline.spending import Exchange, Spent, caps, day_began, price, refusal


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Meter:
    """Counts for one run, and asks the account what the day has cost. May be used by many threads."""

    settings: Settings
    account: Account | None = None
    now: Callable[[], datetime] = _now
    _run: Spent = field(default_factory=Spent)
    _held: Spent = field(default_factory=Spent)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def held(self, characters: int) -> Iterator[None]:
        """Hold back from others what so many characters cost to ask. Raises Fault where caps forbid it."""
        tokens = characters // CHARACTERS_IN_A_TOKEN
        wanted = Spent(tokens, price(self.settings, tokens, 0))
        with self._lock:
            run, day = self._run + self._held, self._day() + self._held
            if why := refusal(caps(self.settings), Spent(), run, day, wanted):
                raise Fault(FaultKind.OVER_BUDGET, why)
            self._held += wanted
        try:
            yield
        finally:
            with self._lock:
                self._held += Spent(-wanted.tokens, -wanted.usd)

    def kept(self, exchange: Exchange) -> None:
        """Count a question and keep its record."""
        with self._lock:
            self._run += exchange.spent
        if self.account is not None:
            self.account.keep_exchange(exchange)

    def check(self, document: Spent) -> None:
        """Raise Fault where nothing more may be spent."""
        with self._lock:
            why = refusal(caps(self.settings), document, self._run, self._day(), Spent(1))
        if why:
            raise Fault(FaultKind.OVER_BUDGET, why)

    def _day(self) -> Spent:
        if self.account is None:
            return self._run
        if not (self.settings.model_day_tokens or self.settings.model_day_usd):
            return Spent()
        return self.account.spent_since(day_began(self.now(), self.settings.zone))


@dataclass(slots=True)
class Bill:
    """What one document has cost so far."""

    meter: Meter
    spent: Spent = field(default_factory=Spent)
    tokens_in: int = 0
    tokens_out: int = 0
    model: str = ""

    def keep(self, exchange: Exchange) -> None:
        """Put a question on the bill."""
        self.spent += exchange.spent
        self.tokens_in += exchange.tokens_in
        self.tokens_out += exchange.tokens_out
        self.model = exchange.model or self.model
        self.meter.kept(exchange)

    def check(self) -> None:
        """Raise Fault where nothing more may be spent."""
        self.meter.check(self.spent)


def check_caps(settings: Settings, head: int) -> None:
    """Raise Misconfigured, with the sum, for caps under which no document could be asked about.

    `head` counts the characters that every question begins with.
    """
    least = head // CHARACTERS_IN_A_TOKEN + 1
    for name, cap in (
        ("CHANCERY_MODEL_TOKENS", settings.model_tokens),
        ("CHANCERY_MODEL_RUN_TOKENS", settings.model_run_tokens),
        ("CHANCERY_MODEL_DAY_TOKENS", settings.model_day_tokens),
    ):
        if 0 < cap <= least:
            raise Misconfigured(
                f"With {name}={cap} no document could be shown to the model.",
                f"Instructions and examples alone take {head:,} / {CHARACTERS_IN_A_TOKEN} = {least:,}.",
                "Raise it, or set CHANCERY_ANALYZER to `offline`.",
            )
