"""Replies that the model drafts while nobody's page waits: in turn, one for each person, to be cancelled."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from analysis import drafts_replies, reply
from coordination.correspondence import Sent
from pipeline.problems import IllegalMove, NotFound, Problem, ResourceShort
from review.people import NotAllowed

if TYPE_CHECKING:
    from store.jobs import Job
    from store.records import SqlRecords

LOG = logging.getLogger(__name__)
DRAFT = "draft"
PATIENCE = 1.0
"""Seconds that an answer waits, so that a fast model shows no page that says to wait."""

_UNFORESEEN = Problem(
    "The reply could not be drafted.", "This is a fault of Chancery.", "Draft it from a template."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be drafted: a letter of this kind that answers a document on an action's case."""

    number: str
    document: str
    kind: Sent
    template: str

    @property
    def name(self) -> str:
        """How a person tells it from another."""
        return f"{self.kind.value} to {self.document} on {self.number}"

    def to_bytes(self) -> bytes:
        """As it is kept with the job."""
        return json.dumps([self.number, self.document, self.kind.value, self.template]).encode()

    @classmethod
    def of(cls, given: bytes) -> Self:
        """As it was kept."""
        number, document, kind, template = json.loads(given)
        return cls(number, document, Sent(kind), template)


class Drafting:
    """Drafts replies for one record. The threads start with the first of them."""

    def __init__(self, records: SqlRecords) -> None:
        self._records = records
        self._room = threading.BoundedSemaphore(records.settings.model_at_once)
        self._lock = threading.Lock()
        self._next: threading.Thread | None = None

    def ask(self, asked: Asked, user: str) -> str:
        """A new job's id; it is done already where the model is fast.

        Raises NotFound for what cannot be answered, IllegalMove without a model or with another under way.
        """
        if not drafts_replies(self._records.settings):
            raise IllegalMove("No model is named that drafts replies.", "", "Draft it from a template.")
        if asked.template not in self._records.letter_templates():
            raise NotFound(f"There is no letter template {asked.template[:80]!r}.")
        self._records.reply_grounds(asked.number, asked.document, asked.kind)
        job = self._records.ask_job(DRAFT, asked.name, asked.to_bytes(), user, most=1)
        self._work(PATIENCE)
        return job

    def look(self, job: str, user: str) -> tuple[Job, Asked]:
        """One's own job, how far it is, and what was asked; what waits is taken up. Raises NotFound."""
        found = self._records.job(job, user)
        if found.kind != DRAFT:
            raise NotFound("There is no such draft.", "It was cancelled, or is older than an hour.")
        if not found.ended:
            # such as after a restart
            self._work(0)
            found = self._records.job(job, user)
        return found, Asked.of(self._records.job_given(job, user)[1])

    def give_up(self, job: str, user: str) -> tuple[Job, Asked]:
        """Cancel one's own job, and what it was; a letter that is there already stays. Raises NotFound."""
        found = self.look(job, user)
        self._records.discard_job(job, user)
        return found

    def _work(self, patience: float) -> None:
        """Let a thread look for work, unless one that will look waits for its turn already."""
        with self._lock:
            if self._next is not None:
                return
            # a model may take its time: the pages end without waiting for it
            self._next = thread = threading.Thread(target=self._run, name="drafting", daemon=True)
            thread.start()
        thread.join(patience)

    def _run(self) -> None:
        with self._room:
            with self._lock:
                self._next = None
            try:
                while self._one():
                    pass
            except ResourceShort as problem:
                LOG.warning("Drafts wait until somebody looks at one: %s", problem)

    def _one(self) -> bool:
        """Whether there was anything to do."""
        taken = self._records.take_job(DRAFT)
        if taken is None:
            return False
        job, given = taken
        try:
            self._draft(job, Asked.of(given))
        except Problem as problem:
            self._records.end_job(job.id, problem=problem)
        except Exception:
            LOG.exception("A reply could not be drafted.")
            self._records.end_job(job.id, problem=_UNFORESEEN)
        return True

    def _draft(self, job: Job, asked: Asked) -> None:
        """Draft a reply as whoever asked: with their rights and what they may see, as these are now."""
        records = self._records
        user = next((one for one in records.users() if one.name == job.asked_by), None)
        if user is None or "item.update" not in user.may:
            raise NotAllowed("You may no longer draft replies.", "Your roles were changed meanwhile.")
        with records.read_as(user):
            grounds = records.reply_grounds(asked.number, asked.document, asked.kind)
            body = reply(records.settings, records, grounds)
            if not self._wanted(job):
                return
            letter = records.draft_reply(
                asked.number, asked.document, asked.kind, asked.template, user.name, body
            )
        records.end_job(job.id, letter)

    def _wanted(self, job: Job) -> bool:
        """False for what was cancelled while the model was writing: nothing of it is put on the record."""
        try:
            return self._records.job(job.id, job.asked_by).state == "running"
        except NotFound:
            return False
