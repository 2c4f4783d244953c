"""An open record's ways in: what channels ask it, and the ledger of messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from pipeline.intake import IntakeDocument, Stage
from pipeline.mail import MailFacts, MailPlace
from store import comparing, following, likening, mailing, messages
from store.comparing import Compared
from store.database import bare
from store.known import KnownRecord
from store.messages import MailWanted
from store.tables.intake import IntakeDocument as DocumentTable
from store.views import AlikeGroup, AlikeMember, AlikePair, MailRow

_DOCUMENT = bare(DocumentTable)


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

    def mail_part(
        self, wanted: MailWanted, limit: int = 50, before: int | None = None
    ) -> tuple[MailRow, ...]:
        """Messages as wanted, the newest first; `before` is the line of the part before's last one."""
        with self._read() as connection:
            return messages.part(connection, wanted, limit, before)

    def mail_count(self, wanted: MailWanted, most: int = 1001) -> int:
        """How many messages are wanted; counting stops at `most`."""
        with self._read() as connection:
            return messages.count(connection, wanted, most)

    def mail_accounts(self) -> tuple[str, ...]:
        """The mailboxes of which there are messages."""
        with self._read() as connection:
            return messages.accounts(connection)

    def message(self, control_number: str) -> MailRow | None:
        """The message of a mailbox that a document came as, if it did. Raises NotFound."""
        with self._read() as connection:
            return messages.of_document(connection, control_number)

    def thread(self, message_id: str) -> tuple[MailRow, ...]:
        """The messages of an exchange that are on the record, by the Message-ID that it began with."""
        with self._read() as connection:
            return messages.thread(connection, message_id)

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

    # letters that are alike

    def alike_groups(self) -> tuple[AlikeGroup, ...]:
        """Groups of near-copies, the largest first."""
        with self._read() as connection:
            return likening.groups(connection)

    def alike_group(self, control_number: str) -> AlikeGroup | None:
        """The group of near-copies that a document is of; None where it is alone. Raises NotFound."""
        with self._read() as connection:
            return next(iter(likening.groups(connection, control_number)), None)

    def alike(
        self,
        control_number: str,
        limit: int | None = None,
        after: str | None = None,
        stages: Collection[Stage] | None = None,
    ) -> tuple[AlikeMember, ...]:
        """The group that a document is of, itself too; empty where it was not compared.

        In the order of their numbers, from the one after `after` on. Raises NotFound.
        """
        with self._read() as connection:
            return likening.group(connection, control_number, limit, after, stages)

    def compared(self, model: str, fellows: Iterable[str]) -> tuple[Compared, ...]:
        """What these letters say beside the model, and whether they may go its way. Raises NotFound."""
        with self._read() as connection:
            return comparing.compared(connection, model, fellows)

    def alike_pairs(self, control_number: str | None = None) -> tuple[AlikePair, ...]:
        """Documents that may be earlier ones again and wait for a word; of one document, decided ones too."""
        with self._read() as connection:
            return likening.pairs(connection, control_number)

    def settle_alike(
        self, control_number: str, other: str, reason: str, actor: str, *, same: bool
    ) -> IntakeDocument:
        """A person's word whether a document is another one again. Raises IllegalMove or NotFound."""
        with self._write() as move:
            return likening.settle(move, control_number, other, reason, actor, same=same)

    def follow(self, model: str, fellow: str, actor: str, at: datetime) -> str:
        """Let a letter go the way of another one of its group; why it did not, empty where it did.

        What says more than the model, or could not be read whole, is left for a person. Raises IllegalMove
        where the model is not decided, NotFound.
        """
        with self._write() as move:
            return following.follow(move, model, fellow, actor, at)
