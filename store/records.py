"""Records over SQL: each method is one transaction, with its audit event in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from pipeline.containment import Family
from pipeline.decisions import Decision, Draft, Proposal
from pipeline.documents import ExtractedDocument
from pipeline.encoding import Json
from pipeline.findings import Analysis
from pipeline.intake import Admission, Incoming, IntakeDocument, Stage
from pipeline.likeness import measured
from pipeline.places import PageSheet, PageView, PageWords
from pipeline.ports import Stamp
from pipeline.problems import NotFound, Problem
from store import (
    admission,
    audit,
    deciding,
    failing,
    filing,
    finishing,
    glancing,
    likening,
    pressing,
    queries,
    readings,
    runs,
    showing,
    sight,
    work,
)
from store.agreed import AgreedRecord
from store.archived import ArchivedRecord
from store.assessed import AssessedRecord
from store.brought import BroughtRecord
from store.disposed import DisposedRecord
from store.exchanged import ExchangedRecord
from store.hooked import HookedRecord
from store.measured import MeasuredRecord
from store.overseen import OverseenRecord
from store.retained import RetainedRecord
from store.reviewed import ReviewedRecord
from store.routed import RoutedRecord
from store.telling import TellingRecord
from store.views import (
    AuditCheck,
    AuditRow,
    Counts,
    Dossier,
    FailureReport,
    FailureRow,
    Filed,
    Glance,
    QueueRow,
)
from store.vouched import VouchedRecord


class SqlRecords(
    ArchivedRecord,
    BroughtRecord,
    DisposedRecord,
    RetainedRecord,
    ReviewedRecord,
    ExchangedRecord,
    OverseenRecord,
    MeasuredRecord,
    TellingRecord,
    RoutedRecord,
    HookedRecord,
    AssessedRecord,
    AgreedRecord,
    VouchedRecord,
):
    """The relational record and the originals. One object may be used by many threads at once.

    Documents are named by control number, actions by action number, drafts and items by their id.
    `actor` is a user's name, `system` (or `system:who`) or `analyzer:who`; what only a person may do is
    refused to the latter two.
    """

    # the way in

    def admit(self, incoming: Incoming, media_type: str, actor: str, parent: str | None = None) -> Admission:
        """Log a receipt under a control number, its bytes kept and flushed before the row is committed.

        Known bytes under a new receipt become a duplicate with a number of its own; the same receipt again
        gives the document it already is. `parent` is the control number of what it was attached to.
        Raises ResourceShort when the bytes or the row cannot be kept now, NotFound for an unknown parent.
        """
        with sight.everything(), self._read() as connection:
            seen = admission.known(connection, incoming)
        if seen is not None and incoming.mail is None:
            return seen
        if seen is not None:
            with self._write() as move:
                return admission.again(move, incoming)
        kept = self._blobs.put(incoming.data)
        with self._write() as move:
            admitted = admission.admit(move, incoming, kept, media_type, actor, parent)
            self._keep_again(kept, incoming.data)
            return admitted

    def take_in(
        self, document: IntakeDocument, parts: Sequence[tuple[Incoming, str]], actor: str
    ) -> tuple[tuple[Admission, ...], Family]:
        """Log what lies inside a document, each part with its media type, as far as there is room.

        What was taken in, from the first part on, and the family as it was before; all in one transaction,
        so that two containers of one family cannot both take the last place. Again gives nothing new.
        """
        with sight.everything(), self._read() as connection:
            count, before = admission.room(connection, document.control_number, parts)
        if not count:
            return (), before
        kept = tuple(self._blobs.put(incoming.data) for incoming, _ in parts[:count])
        with self._write() as move:
            taken = admission.take_in(move, document.control_number, parts, kept, actor)
            for sha256, (incoming, _) in zip(kept, parts, strict=False):
                self._keep_again(sha256, incoming.data)
            return taken

    def contents(self, document: IntakeDocument) -> bytes:
        """The original bytes, checked against their fingerprint.

        Raises ResourceShort when they cannot be read now, Damaged when they are no longer what was kept,
        NotFound when the document was disposed of.
        """
        if self.document(document.control_number).stage is Stage.DISPOSED:
            raise NotFound(f"{document.control_number} was disposed of.", document.reason or "")
        return self._blobs.get(document.sha256)

    # the work queue

    def claim(self, worker: str, now: datetime) -> IntakeDocument | None:
        """Take the next document that waits for a machine, under a lease of `lease_seconds`; None when none.

        A document whose lease ran out, or whose waiting time is over, is taken again.
        """
        with self._write() as move:
            return work.claim(move, worker, now)

    def ready(self, now: datetime) -> bool:
        """Whether `claim` would find something; asking changes nothing."""
        with self._read() as connection:
            return work.ready(connection, now)

    def renew(self, document: IntakeDocument, now: datetime) -> bool:
        """Extend the lease of a claimed document; False when another worker has taken it over."""
        with self._write() as move:
            return work.renew(move, document, now)

    def release(self, document: IntakeDocument) -> IntakeDocument:
        """Give a claimed document back untried: it can be claimed again at once."""
        with self._write() as move:
            return work.release(move, document)

    def hold(self, document: IntakeDocument, problem: Problem, until: datetime) -> IntakeDocument:
        """Keep the document for another try after `until`. A worker that was overtaken changes nothing."""
        with self._write() as move:
            return work.hold(move, document, problem, until)

    def set_aside(self, document: IntakeDocument, problem: Problem) -> IntakeDocument:
        """Keep the document for a person to look at, with the reason.

        A worker that was overtaken changes nothing.
        """
        with self._write() as move:
            return work.set_aside(move, document, problem)

    def stop(self, control_number: str, actor: str) -> IntakeDocument:
        """Take a document out of the machine's hands: it is set aside. Raises NotFound or IllegalMove."""
        with self._write() as move:
            return work.stop(move, control_number, actor)

    def retry(self, control_number: str, actor: str) -> IntakeDocument:
        """Let a document that was set aside (or that is a duplicate) be processed again from the start.

        Raises NotFound or IllegalMove.
        """
        with self._write() as move:
            return work.retry(move, control_number, actor)

    def unlock(
        self, document: IntakeDocument, read: ExtractedDocument, reader: str, actor: str
    ) -> IntakeDocument:
        """Store what a person's password opened; the document goes on from the start with this text.

        The password is no argument: nobody needs it any more. Raises IllegalMove, Conflict or NotFound.
        """
        kept = tuple(self._blobs.put(attachment.data) for attachment in read.attachments)
        with self._write() as move:
            self._keep_attachments(move, kept, read)
            return readings.unlock(move, document, read, reader, kept, audit.person(actor, "unlock"))

    # reading and analysis

    def reading(self, document: IntakeDocument, reader: str) -> ExtractedDocument | None:
        """What this reader version already got out of these bytes, attachments included.

        A reading that gave no text is never handed out again: the next try reads anew.
        """
        with self._read() as connection:
            found = readings.stored(connection, document, reader)
        return readings.with_attachments(found, self._blobs) if found else None

    def last_reading(self, document: IntakeDocument) -> tuple[ExtractedDocument, str] | None:
        """The latest text that any reader version got out of these bytes, with that version."""
        with self._read() as connection:
            found = readings.last(connection, document)
        return (readings.with_attachments(found, self._blobs), found.reader) if found else None

    def keep_reading(self, document: IntakeDocument, read: ExtractedDocument, reader: str) -> IntakeDocument:
        """Store what was read; with text, the document moves on to analysing."""
        kept = tuple(self._blobs.put(attachment.data) for attachment in read.attachments)
        with self._write() as move:
            self._keep_attachments(move, kept, read)
            return readings.keep(move, document, read, reader, kept)

    def has_views(self, document: IntakeDocument) -> bool:
        """Whether pages to look at are kept for the text that the document stands on."""
        with self._read() as connection:
            return showing.kept(connection, document)

    def keep_views(self, document: IntakeDocument, views: Iterable[PageView]) -> int:
        """Keep pages to look at, in one transaction; how many. Known pages stay as they are."""
        shown = tuple(views)
        rows = [showing.row(self._blobs.put(view.image), view) for view in shown]
        with self._write() as move:
            move.lock("admission")
            for row, view in zip(rows, shown, strict=True):
                self._keep_again(row["image_sha256"], view.image)
            return showing.keep(move, document, rows)

    def page_view(self, control_number: str, page: int) -> PageView | None:
        """One page (from 1) to look at; None where none is kept. Raises NotFound, ResourceShort, Damaged."""
        with self._read() as connection:
            found = showing.one(connection, control_number, page)
        return showing.view(found, self._blobs.get(found.image_sha256)) if found else None

    def page_sheets(self, control_number: str) -> tuple[PageSheet, ...]:
        """The kept pages of a document without their images, in order. Raises NotFound."""
        with self._read() as connection:
            return showing.sheets(connection, control_number)

    def page_words(self, control_number: str) -> tuple[PageWords, ...]:
        """Where the words of a document's pages stand, for `pipeline.places.rectangles`. Raises NotFound."""
        with self._read() as connection:
            return showing.words(connection, control_number)

    def analysis(self, document: IntakeDocument, stamp: Stamp) -> Analysis | None:
        """What this analyzer already found in these bytes as they are read now."""
        with self._read() as connection:
            return runs.known_analysis(connection, document, stamp)

    def outdated(self, stamp: Stamp, reviewed: bool = False) -> tuple[str, ...]:
        """Documents in review whose findings are not by this analyzer, the oldest first.

        Findings by the rules count where its model will never be asked. `reviewed`: decided ones too.
        """
        stages = (Stage.NEEDS_REVIEW, Stage.REVIEWED) if reviewed else (Stage.NEEDS_REVIEW,)
        with self._read() as connection:
            return runs.outdated(connection, stamp, stages)

    def standing(self, control_number: str) -> tuple[IntakeDocument, ExtractedDocument | None]:
        """A document and the text that it stands on, without the bytes of attachments. Raises NotFound."""
        with self._read() as connection:
            return readings.standing(connection, control_number)

    def file(
        self, document: IntakeDocument, analysis: Analysis, stamp: Stamp, drafts: tuple[Proposal, ...]
    ) -> IntakeDocument:
        """Store the analysis and its drafts; the document then needs review.

        Once per document, stamp and text: again changes nothing. A later analysis replaces drafts that
        nobody decided, leaves decided ones alone, and does not lay before a reviewer again what was decided.
        """
        found = measured(analysis.text)
        with self._write() as move:
            filed = filing.file(move, document, analysis, stamp, drafts)
            likening.note(move, document.control_number, found)
            return filed

    # people decide

    def decide(self, decision: Decision) -> Draft:
        """Store a decision. Raises Conflict, IllegalMove or NotFound."""
        with self._write() as move:
            return deciding.decide(move, decision)

    def decide_all(self, decisions: Iterable[Decision]) -> tuple[Draft, ...]:
        """Store several decisions, all of them or none. Raises Conflict, IllegalMove or NotFound."""
        with self._write() as move:
            return deciding.decide_all(move, decisions)

    def finish(
        self, control_number: str, actor: str, at: datetime, joins: str | None = None, made: str | None = None
    ) -> Filed:
        """File every decided draft of a document as records, in one transaction.

        Items join the executive action `joins` (its number), else the approved draft, else the action that
        this document already has, else one made by hand named `made`. Raises IllegalMove when none of these
        is there or nothing was decided, NotFound. Finishing again files only what was decided since.
        """
        with self._write() as move:
            return finishing.finish(move, control_number, actor, at, joins, made)

    def no_action(self, control_number: str, reason: str, actor: str) -> IntakeDocument:
        """A person's word that nothing is to be done about a document, with the reason.

        Raises IllegalMove without a reason or when records were already made from it, NotFound.
        """
        with self._write() as move:
            return deciding.no_action(move, control_number, reason, actor)

    def split(self, control_number: str, reason: str, parts: dict[str, Json], actor: str) -> IntakeDocument:
        """A person's word that a document is a bundle: its parts, admitted before, go on instead of it.

        `parts` tells the log which pages went on under which number. Raises IllegalMove when records were
        already made from it, NotFound.
        """
        with self._write() as move:
            return deciding.split(move, control_number, reason, parts, actor)

    def reopen(self, control_number: str, reason: str, actor: str) -> IntakeDocument:
        """Lay a document that is reviewed, or needed no action, before a reviewer again.

        Raises IllegalMove or NotFound.
        """
        with self._write() as move:
            return deciding.reopen(move, control_number, reason, actor)

    # what the pages and commands read

    def queue(
        self, stages: Collection[Stage] | None = None, limit: int = 50, after: str | None = None
    ) -> tuple[QueueRow, ...]:
        """Documents in these stages (None: in every stage), the most pressing first.

        What is overdue or due within three days comes first by its date, then the rest by priority, then by
        the least sure draft. What is put off to a later day shows only among all stages. `after` is the
        control number of the last row of the page before. Raises NotFound for an unknown `after`.
        """
        today = datetime.now(self.settings.zone).date()
        with self._read() as connection:
            return queries.queue(connection, stages, limit, after, today)

    def neighbours(
        self, control_number: str, stages: Collection[Stage] = (Stage.NEEDS_REVIEW,)
    ) -> tuple[str | None, str | None]:
        """The control numbers before and after a document in the queue. Raises NotFound."""
        with self._read() as connection:
            today = datetime.now(self.settings.zone).date()
            return pressing.neighbours(connection, stages, control_number, today)

    def failures(self) -> tuple[FailureRow, ...]:
        """Every document that is set aside or held, or was read in part and is not decided, by receipt."""
        with self._read() as connection:
            return failing.rows(connection)

    def failure(self, control_number: str) -> FailureReport:
        """One document, why it stands where it does, and how it came there. Raises NotFound."""
        with self._read() as connection:
            return failing.report(connection, control_number)

    def document(self, control_number: str) -> IntakeDocument:
        """One intake document. Raises NotFound."""
        with self._read() as connection:
            return queries.document(connection, control_number)

    def dossier(self, control_number: str) -> Dossier:
        """One document with all that is known about it; its attachments as children. Raises NotFound."""
        with self._read() as connection:
            return queries.dossier(connection, control_number)

    def drafts(self, control_number: str) -> tuple[Draft, ...]:
        """The drafts of a document by number, replaced ones too. Raises NotFound."""
        with self._read() as connection:
            return queries.drafts(connection, control_number)

    def draft(self, control_number: str, number: int) -> Draft:
        """One draft by its number within the document. Raises NotFound."""
        with self._read() as connection:
            return queries.draft(connection, control_number, number)

    def counts(self) -> Counts:
        """The state of the desk, counted now."""
        with self._read() as connection:
            return queries.counts(connection)

    def glance(self) -> Glance:
        """The state of the desk as every page shows it: on a full desk it may be some seconds old."""
        with self._read() as connection:
            return self._lasting.of(connection, "glance", glancing.glance)

    def audit(
        self, limit: int = 100, after: int | None = None, *, who: str = "", what: str = "", about: str = ""
    ) -> tuple[AuditRow, ...]:
        """Events of the audit log, newest first; `after` is the last number of the page before.

        Only those by `who`, whose kind begins with `what`, whose subject begins with `about`.
        """
        with self._read() as connection:
            return audit.rows(connection, limit, after, who, what, about)

    def verify(self) -> AuditCheck:
        """Whether the audit log is whole: every link of its chain is computed anew."""
        with sight.everything(), self._read() as connection:
            return audit.verify(connection)
