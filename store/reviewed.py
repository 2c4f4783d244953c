"""What people do with one document at the desk beside deciding its drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from pipeline.decisions import Draft
from pipeline.documents import Evidence
from pipeline.handmade import Handmade
from pipeline.intake import IntakeDocument
from pipeline.rights import Handling
from store import adding, presence, sorting, unfinishing
from store.corresponded import CorrespondedRecord
from store.views import Finish


class ReviewedRecord(CorrespondedRecord):
    """Documents are named by control number; `actor` is the name of a user."""

    def add_draft(self, control_number: str, wanted: Handmade, actor: str) -> Draft:
        """Add a draft by hand; it waits for a decision. Raises IllegalMove, Conflict or NotFound."""
        with self._write() as move:
            return adding.add(move, control_number, wanted, actor)

    def support_draft(
        self, control_number: str, number: int, version: int, words: Evidence, actor: str
    ) -> Draft:
        """Let a waiting draft rest on these words too. Raises Conflict, IllegalMove or NotFound."""
        with self._write() as move:
            return adding.support(move, control_number, number, version, words, actor)

    def dismiss_sentence(self, control_number: str, words: Evidence, actor: str) -> int:
        """Say that a sentence asks for nothing; how many are left. Raises IllegalMove or NotFound."""
        with self._write() as move:
            return adding.dismiss(move, control_number, words, actor, stands=True)

    def restore_sentence(self, control_number: str, words: Evidence, actor: str) -> int:
        """Take that back; how many are left. Raises IllegalMove or NotFound."""
        with self._write() as move:
            return adding.dismiss(move, control_number, words, actor, stands=False)

    def last_finish(self, control_number: str) -> Finish | None:
        """The finish that stands; None where there is none. Raises NotFound."""
        with self._read() as connection:
            return unfinishing.last_finish(connection, control_number)

    def undo_finish(self, control_number: str, actor: str, now: datetime) -> IntakeDocument:
        """Take the last finish back: what it made is cancelled, its drafts are decided but not filed.

        Raises IllegalMove after ten minutes or when somebody worked on what it made, NotFound.
        """
        with self._write() as move:
            return unfinishing.undo_finish(move, control_number, actor, now)

    def assign(self, control_number: str, to: str | None, actor: str) -> IntakeDocument:
        """Let a user review a document; None takes it from whoever has it. Raises NotFound, IllegalMove."""
        with self._write() as move:
            return sorting.assign(move, control_number, to, actor)

    def mark_levels(self, control_numbers: Iterable[str], level: Handling, actor: str) -> int:
        """Say of several documents how guarded they are, all or none; how many. Raises NotFound."""
        with self._write() as move:
            return len([sorting.mark_level(move, number, level, actor) for number in control_numbers])

    def assign_all(self, control_numbers: Iterable[str], to: str | None, actor: str) -> int:
        """The same for several documents, all or none; how many. Raises NotFound, IllegalMove."""
        with self._write() as move:
            return sum(bool(sorting.assign(move, number, to, actor)) for number in control_numbers)

    def guard(self, control_number: str, level: Handling, unit: str | None, actor: str) -> IntakeDocument:
        """Say how guarded a document is, and to which unit it is routed. Raises NotFound, IllegalMove."""
        with self._write() as move:
            return sorting.guard(move, control_number, level, unit, actor)

    def snooze(self, control_number: str, until: date | None, now: datetime, actor: str) -> IntakeDocument:
        """Leave a document out of the queue until this day; None brings it back.

        Raises IllegalMove for a day that has passed or comes after the document is due, NotFound.
        """
        with self._write() as move:
            today = now.astimezone(self.settings.zone).date()
            return sorting.snooze(move, control_number, until, today, actor)

    def call_duplicate(self, control_number: str, of: str, actor: str) -> IntakeDocument:
        """Say that a document is the same letter as another. Raises IllegalMove or NotFound."""
        with self._write() as move:
            return sorting.duplicate(move, control_number, of, actor)

    def open_by(self, control_number: str, user: str, now: datetime) -> tuple[str, ...]:
        """Who else has a document open; notes that this user has. Raises NotFound."""
        with self._read() as connection:
            others = presence.others(connection, control_number, user, now)
            fresh = presence.is_fresh(connection, control_number, user, now)
        if not fresh:
            with self._write() as move:
                presence.mark(move, control_number, user, now)
        return others

    def opened_by(
        self, control_numbers: Collection[str], user: str, now: datetime
    ) -> dict[str, tuple[str, ...]]:
        """By document, who has it open beside this user."""
        with self._read() as connection:
            return presence.opened(connection, control_numbers, now, but=user)
