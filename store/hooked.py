"""An open record's webhooks: who is told what, and what became of each message."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from coordination.webhooks import DeliveryState
from store import audit, delivering, hooks, missing, parties
from store.delivering import ACTOR, Delivery, DeliveryRow
from store.hooks import Hook
from store.opened import OpenRecord


class HookedRecord(OpenRecord):
    """Webhooks are named by their name, messages by their id."""

    def webhooks(self) -> tuple[Hook, ...]:
        """Every webhook, by name."""
        with self._read() as connection:
            return hooks.hooks(connection)

    def make_webhook(self, name: str, url: str, events: frozenset[str], reader: str, actor: str) -> str:
        """A webhook that is told of what its reader may see, from now on; its secret, shown once.

        Raises IllegalMove or NotFound.
        """
        with self._write() as move:
            return hooks.make(move, name, url, events, reader, actor)

    def stop_webhook(self, name: str, reason: str, actor: str) -> None:
        """Send nothing more until it is taken up again; nothing is lost. Raises NotFound, IllegalMove."""
        with self._write() as move:
            hooks.stop(move, name, reason, audit.person(actor, "stop a webhook"))

    def resume_webhook(self, name: str, actor: str) -> None:
        """Go on behind what was given up. Raises NotFound, IllegalMove."""
        with self._write() as move:
            hooks.resume(move, name, actor)

    def remove_webhook(self, name: str, actor: str) -> None:
        """Tell a webhook nothing more, for good. Raises NotFound."""
        with self._write() as move:
            hooks.remove(move, name, actor)

    def webhook_for_test(self, name: str, actor: str) -> tuple[str, str]:
        """Address and secret of a webhook that somebody is about to try. Raises NotFound."""
        with self._write() as move:
            row = hooks.row_of(move.connection, name)
            move.log(audit.who(audit.person(actor, "try a webhook")), "webhook.tested", name)
            return row.url, row.secret

    def deliveries(self, name: str, state: str = "", limit: int = 50) -> tuple[DeliveryRow, ...]:
        """Messages to a webhook, the newest first. Raises NotFound."""
        with self._read() as connection:
            return delivering.rows(connection, name, state, limit)

    def retry_delivery(self, delivery: str, actor: str) -> None:
        """Try a message that was given up once more. Raises NotFound, IllegalMove."""
        with self._write() as move:
            delivering.retry(move, delivery, actor)

    def line_up(self) -> tuple[str, ...]:
        """Put what has happened into the line of each webhook; the names of webhooks that are not stopped.

        One whose reader signs in no more is stopped.
        """
        with self._read() as connection:
            owed = delivering.owed(connection)
        return tuple(one.name for one in owed if self._line_up(one))

    def _line_up(self, hook: delivering.Owed) -> bool:
        with self._read() as connection:
            reader = next((one for one in parties.users(connection) if one.name == hook.reader), None)
        if reader is None:
            with self._write() as move:
                hooks.stop(move, hook.name, f"Its reader, {hook.reader}, signs in here no more.", ACTOR)
            return False
        with self.read_as(reader), self._read() as connection:
            found = delivering.look(connection, hook)
        if found.seen > hook.seen:
            with self._write() as move:
                delivering.put(move, hook, found)
        return True

    def begin_delivery(self, name: str, now: datetime) -> Delivery | None:
        """Take the first message of a webhook's line in hand before it is sent; None where none is due."""
        with self._write() as move:
            return delivering.begin(move, name, now)

    def may_deliver(self, delivery: Delivery) -> bool:
        """Whether its reader may still see what a message is about."""
        with self._read() as connection:
            reader = next((one for one in parties.users(connection) if one.name == delivery.reader), None)
        if reader is None:
            return False
        with self.read_as(reader), self._read() as connection:
            return delivering.seen(connection, delivery)

    def end_delivery(
        self,
        delivery: Delivery,
        state: DeliveryState,
        answer: str,
        roll: float = 0.5,
        asked: timedelta | None = None,
    ) -> DeliveryState:
        """Put down what became of it; `roll` from 0 to 1 scatters the next try. What it is now."""
        with self._write() as move:
            return delivering.end(move, delivery, state, answer, roll, asked)

    def note_missed(self, today: date) -> int:
        """Put down every open suspense that has passed, once each; how many."""
        with self._write() as move:
            return missing.note(move, today)
