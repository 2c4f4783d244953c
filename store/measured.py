"""An open record as those see it who watch over the work: measures, findings, answers at closure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from coordination.analyzer_record import Record
from coordination.auditing import Answers
from coordination.cases import Case
from store import judging, overseeing, performing
from store.beside import SideTable
from store.overseeing import Oversight

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
"""Days before and after these years bound nothing: what is earlier or later was not decided here."""


class MeasuredRecord(SideTable):
    """What auditors and reports need. Executive actions are named by number."""

    def cases(self, now: datetime) -> tuple[Case, ...]:
        """Every executive action as the success measures see it; days lie in the zone of `now`."""
        with self._read() as connection:
            return performing.cases(connection, now)

    def analyzer_record(self, since: date | None = None, until: date | None = None) -> tuple[Record, ...]:
        """What was said of each field that the analyzer drafted, decided from one day to another.

        Days lie in the office's time zone.
        """
        zone = self.settings.zone
        first = datetime.combine(since, time(), zone) if since and since.year >= _FIRST_YEAR else None
        after = until + timedelta(days=1) if until and until.year <= _LAST_YEAR else None
        last = datetime.combine(after, time(), zone) if after else None
        with self._read() as connection:
            return judging.record(connection, first, last)

    def oversight(self, number: str) -> Oversight:
        """What was found about an action, and what was answered when it was closed. Raises NotFound."""
        with self._read() as connection:
            return overseeing.oversight_of(connection, number)

    def raise_finding(self, number: str, words: str, by: str, raised: date, actor: str) -> None:
        """Write down what an audit found about an action. Raises IllegalMove or NotFound."""
        with self._write() as move:
            overseeing.raise_finding(move, number, words, by, raised, actor)

    def settle_finding(self, finding: str, words: str, settled: date, actor: str) -> None:
        """Say how and when a finding was settled. Raises IllegalMove or NotFound."""
        with self._write() as move:
            overseeing.settle_finding(move, finding, words, settled, actor)

    def answer_closure(self, number: str, answers: Answers, actor: str) -> None:
        """Keep the two answers at the closure of an action, once. Raises IllegalMove or NotFound."""
        with self._write() as move:
            overseeing.answer(move, number, answers, actor)
