"""An open record's side table: work that pages ask for, and views of lists that people saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from coordination.measures import Measures
from pipeline.problems import Problem
from store import desk_lists, jobs, kinds, lists, measuring, news, offices, targets
from store.jobs import Job
from store.news import News
from store.offices import Office
from store.people import PeopledRecord
from store.views import ActionKind, LastIntake, QueueRow, SavedView, Wanted


class SideTable(PeopledRecord):
    """Lists in parts; views of them that are one person's own; jobs, which are gone within the hour."""

    def ask_job(
        self, kind: str, name: str, given: bytes | None, user: str, most: int = jobs.MOST_WAITING
    ) -> str:
        """Put work up for a worker; its id. Raises IllegalMove where this user has `most` under way."""
        with self._write() as move:
            return jobs.ask(move, kind, name, given, user, most)

    def take_job(self, kind: str) -> tuple[Job, bytes] | None:
        """The job of a kind that has waited longest, with what was given; None where none waits."""
        with self._read() as connection:
            if not jobs.waiting(connection, kind, datetime.now(UTC)):
                return None
        with self._write() as move:
            return jobs.take(move, kind)

    def end_job(self, job: str, answer: str | None = None, problem: Problem | None = None) -> None:
        """Write down what came of a job."""
        with self._write() as move:
            jobs.end(move, job, answer, problem)

    def stop_job(self, job: str, user: str) -> bool:
        """Give up one's own job; whether there was anything to stop. Raises NotFound for what is no id."""
        with self._write() as move:
            return jobs.stop(move, job, user)

    def discard_job(self, job: str, user: str) -> None:
        """Delete one's own job and all that belongs to it. Raises NotFound for what is no id."""
        with self._write() as move:
            jobs.discard(move, job, user)

    def job(self, job: str, user: str) -> Job:
        """One's own job. Raises NotFound."""
        with self._read() as connection:
            return jobs.find(connection, job, user)

    def job_given(self, job: str, user: str) -> tuple[str, bytes]:
        """The name and bytes that one gave. Raises NotFound."""
        with self._read() as connection:
            return jobs.given(connection, job, user)

    def jobs(self, kind: str, user: str) -> tuple[Job, ...]:
        """One's own jobs of a kind, the latest first."""
        with self._read() as connection:
            return jobs.of_user(connection, kind, user)

    def queue_part(self, wanted: Wanted, limit: int = 50, after: str | None = None) -> tuple[QueueRow, ...]:
        """Documents of the queue as wanted; `after` is the control number of the part before's last row.

        Raises NotFound for an unknown `after`.
        """
        with self._read() as connection:
            return desk_lists.part(connection, wanted, self._today(), limit, after)

    def last_intake(self) -> LastIntake | None:
        """When something came in last, and how that day's documents stand; None before the first."""
        with self._read() as connection:
            return desk_lists.last_intake(connection, self.settings.zone)

    def queue_count(self, wanted: Wanted, most: int = 1001) -> int:
        """How many documents are wanted; counting stops at `most`."""
        with self._read() as connection:
            return desk_lists.count(connection, wanted, self._today(), most)

    def queue_counts(self, views: Mapping[str, Wanted], most: int = 1001) -> Mapping[str, int]:
        """How many documents each of several views holds; counting stops at `most`."""
        today, asked = self._today(), tuple(views.items())
        with self._read() as connection:
            return self._lasting.of(
                connection,
                ("queue", asked, today, most),
                lambda one: {name: desk_lists.count(one, wanted, today, most) for name, wanted in asked},
            )

    def news(self, user: str) -> News | None:
        """What others did since this person's visit before this one; None on a first visit."""
        with self._read() as connection:
            return self._lasting.of(connection, ("news", user), lambda one: news.news(one, user))

    def measures(self, now: datetime) -> Measures:
        """What the desk achieved, up to `now`, whose zone tells where a week begins."""
        with self._read() as connection:
            return measuring.measures(connection, now, self.settings.review_days)

    def targets(self) -> dict[str, float]:
        """The target of each measure that has one."""
        with self._read() as connection:
            return targets.targets(connection)

    def put_targets(self, wanted: Mapping[str, float | None], actor: str) -> None:
        """Set targets, or take them away (None); those that are not named stay. Raises IllegalMove."""
        with self._write() as move:
            targets.put(move, wanted, actor)

    def action_kinds(self) -> tuple[ActionKind, ...]:
        """The types of executive actions with their usual values, by name."""
        with self._read() as connection:
            return kinds.kinds(connection)

    def put_kind(self, wanted: ActionKind, actor: str) -> ActionKind:
        """Store a type under its name; `version` is what the writer saw, 0 for a new one.

        Raises IllegalMove for a value that does not fit, Conflict where somebody else changed it.
        """
        with self._write() as move:
            return kinds.put(move, wanted, actor)

    def offices(self) -> tuple[Office, ...]:
        """Every unit of the agency, retired ones last."""
        with self._read() as connection:
            return offices.offices(connection)

    def put_office(self, wanted: Office, actor: str) -> Office:
        """Store a unit under its abbreviation; `version` is what the writer saw, 0 for a new one.

        Raises IllegalMove for a value that does not fit, Conflict where somebody else changed it.
        """
        with self._write() as move:
            return offices.put(move, wanted, actor)

    def _today(self) -> date:
        return datetime.now(self.settings.zone).date()

    def saved_views(self, user: str, name: str) -> tuple[SavedView, ...]:
        """The views of a list that this user saved."""
        with self._read() as connection:
            return lists.saved(connection, user, name)

    def save_view(self, user: str, name: str, view: SavedView) -> None:
        """Save a view, in place of one of the same name. Raises IllegalMove."""
        with self._write() as move:
            lists.save(move, user, name, view)

    def drop_view(self, user: str, name: str, view: str) -> None:
        """Forget a saved view."""
        with self._write() as move:
            lists.drop(move, user, name, view)
