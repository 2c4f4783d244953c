"""An open record's ways in: what channels ask it, and the ledger of messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from pipeline.mail import MailFacts, MailPlace
from store import mailing
from store.database import bare
from store.known import KnownRecord
from store.tables.intake import IntakeDocument
from store.views import MailRow

_DOCUMENT = bare(IntakeDocument)


class BroughtRecord(KnownRecord):
    """What came in, as the channels know it."""

    def knows_source(self, source: str, mark: str) -> bool:
        """Whether this source is on the record as it looks now."""
        query = select(_DOCUMENT.c.id).where(
            _DOCUMENT.c.source == source, _DOCUMENT.c.source_mark == mark, _DOCUMENT.c.parent_id.is_(None)
        )
        with self._read() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def mail_known(self, place: MailPlace) -> Mapping[int, str]:
        """What became of the messages of a folder: taken, known, aside or refused, by UID."""
        with self._read() as connection:
            return mailing.known(connection, place)

    def mail_refused(self, facts: MailFacts, why: str) -> None:
        """Note a message that stays where it is, and why. Raises ResourceShort."""
        with self._write() as move:
            mailing.note(move, facts, "refused", reason=why)
            place = facts.place
            subject = f"{place.account}/{place.folder}/{place.uid}"
            move.log("system", "mail.refused", subject, None, {"reason": why, "message": facts.message_id})

    def mail(self, account: str | None = None, limit: int = 50) -> tuple[MailRow, ...]:
        """The newest lines of the ledger of messages."""
        with self._read() as connection:
            return mailing.rows(connection, account, limit)

    def mail_counts(self, account: str) -> Mapping[str, int]:
        """How many messages of an account came to what."""
        with self._read() as connection:
            return mailing.counts(connection, account)

    def lease(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take or renew a lease; False while somebody else holds it. Raises ResourceShort."""
        with self._write() as move:
            return mailing.lease(move, name, holder, now, seconds)

    def end_lease(self, name: str, holder: str, now: datetime) -> None:
        """Give a lease back."""
        with self._write() as move:
            mailing.end_lease(move, name, holder, now)
