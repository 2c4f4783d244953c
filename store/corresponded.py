"""An open record's correspondence: letters that came, letters that go out, the proof of what was sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from coordination.correspondence import LetterIn, LetterState, Route, Sent, Verdict
from coordination.outgoing import Basis, Beside, Line, Outgoing
from coordination.replying import Grounds, Written
from coordination.wording import fill
from papers import templates
from pipeline.problems import IllegalMove
from store import (
    bearing,
    correspondents,
    corresponding,
    dispatching,
    lettering,
    letters,
    outgoing,
    sourcing,
)
from store.coordinated import CoordinatedRecord
from store.correspondents import Card, Logged, LogRow
from store.dispatching import Posted, Sending


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes to one addressee: the letter it answers, the recipient, and the document itself."""

    document: str
    recipient: str
    data: bytes
    media_type: str
    file_name: str


class CorrespondedRecord(CoordinatedRecord):
    """Letters that came are named by action number and control number, those that go out by their id.

    Every write raises NotFound for what is not there, IllegalMove where the rules forbid it, Conflict
    where somebody else was quicker.
    """

    def letters(self, number: str) -> tuple[LetterIn, ...]:
        """The letters on the case of an action, in the order in which they were logged. Raises NotFound."""
        with self._read() as connection:
            return letters.of_action(connection, letters.key_of(connection, number))

    def outgoing_letters(self, number: str) -> tuple[Outgoing, ...]:
        """What goes out on an action, the newest first. Raises NotFound."""
        with self._read() as connection:
            return outgoing.of_action(connection, letters.key_of(connection, number))

    def outgoing_letter(self, letter: str) -> tuple[Outgoing, str]:
        """A letter that goes out, and the number of its action. Raises NotFound."""
        with self._read() as connection:
            return outgoing.read(connection, letter)

    def sent_paper(self, proof: str) -> tuple[bytes, str, str]:
        """What went out by a proof: bytes, media type, name. Raises NotFound, ResourceShort, Damaged."""
        with self._read() as connection:
            sha256, media_type, name = dispatching.kept(connection, proof)
        return self._blobs.get(sha256), media_type, name

    def correspondence(self, wanted: Logged) -> tuple[LogRow, ...]:
        """The log of letters: open ones first, the nearest date due to the writer first."""
        with self._read() as connection:
            return correspondents.log(connection, wanted)

    def letter_counts(self) -> Mapping[str, int]:
        """How many letters on the log are in which state."""
        with self._read() as connection:
            return correspondents.counts(connection)

    def correspondent_card(self, document: str) -> Card:
        """What is known of who wrote a document. Raises NotFound."""
        with self._read() as connection:
            return correspondents.card(connection, document)

    def letter_templates(self) -> tuple[str, ...]:
        """The names of the content templates."""
        return templates.names(self.settings.home)

    def reply_grounds(self, number: str, document: str, kind: Sent) -> Grounds:
        """What a reply to a letter may be drafted from. Raises NotFound."""
        with self._read() as connection:
            return bearing.grounds(connection, number, document, kind, self.settings)

    def draft_reply(
        self, number: str, document: str, kind: Sent, template: str, actor: str, body: Written | None = None
    ) -> str:
        """A letter from a content template, its facts filled in from the record; its id.

        A `body` that somebody else drafted stands in place of the template's.
        """
        wording = templates.load(self.settings.home, template)
        with self._read() as connection:
            subject, lines = fill(wording, lettering.facts(connection, number, document))
        if body is not None and body.lines:
            lines, template = body.lines, ""
        new = Outgoing(kind, subject, lines, actor, template=template)
        if body is not None:
            new = replace(new, analyzer=body.by, left_out=body.left_out)
        return self.draft_letter(number, new, actor)

    def letter_file(
        self, letter: str, document: str, form: str, day: date | None = None
    ) -> tuple[Paper, int]:
        """A letter as it goes to the writer of a document, docx or pdf, and its version."""
        with self._read() as connection:
            paper, found = lettering.paper(connection, letter, document, day)
        data = lettering.rendered(paper, form)
        name = lettering.file_name(found.kind, document, form)
        return Paper(document, paper.addressee, data, lettering.FORMS[form], name), found.version

    def control_sheet(self, letter: str) -> bytes:
        """The control sheet of a letter as PDF: facts, concurrences, the tabs of the package."""
        from papers import pdf

        with self._read() as connection:
            return pdf.sheet(lettering.sheet(connection, letter))

    def send_letter(
        self, letter: str, version: int, documents: Collection[str], form: str, posted: Posted, actor: str
    ) -> tuple[str, ...]:
        """Date a signed letter, write and keep it for each addressee, and put down that it went out."""
        made = [self.letter_file(letter, one, form, posted.day) for one in dict.fromkeys(documents)]
        return self.dispatch_letter(letter, version, [paper for paper, _ in made], posted, actor)

    def support_sentence(
        self, letter: str, version: int, number: int, basis: Basis, source: str, words: str, actor: str
    ) -> None:
        """Say on what a sentence of a letter rests; a document must say the words."""
        with self._write() as move:
            sourcing.support(move, letter, version, number, basis, source, words, actor)

    def log_letter(self, number: str, document: str, actor: str) -> None:
        """Put a letter on the case of an action, such as another one of its campaign."""
        with self._write() as move:
            corresponding.enter(move, number, document, actor)

    def route_letters(self, number: str, route: Route, unit: str, note: str, actor: str) -> None:
        """Give the open letters of a case to an office; their tasking day is today."""
        with self._write() as move:
            corresponding.route(move, number, route, unit, note, actor)

    def end_letter(
        self, number: str, document: str, state: LetterState, reason: str, approver: str, actor: str,
        to: str = "",
    ) -> None:  # fmt: skip
        """End a letter without a reply, with a reason that another user approved."""
        with self._write() as move:
            corresponding.end(move, number, document, state, reason, approver, to, actor)

    def reopen_letter(self, number: str, document: str, reason: str, actor: str) -> None:
        """Let a letter wait for an answer again."""
        with self._write() as move:
            corresponding.reopen(move, number, document, reason, actor)

    def address_letter(
        self, number: str, document: str, version: int, who: str, organization: str, where: str, actor: str
    ) -> None:
        """Mend who wrote a letter and where the answer goes."""
        with self._write() as move:
            corresponding.address(move, number, document, version, who, organization, where, actor)

    def judge_words(
        self, number: str, document: str, passages: Collection[str], verdict: Verdict, words: str, actor: str
    ) -> None:
        """A person's word on sentences in which a letter differs from its campaign."""
        with self._write() as move:
            corresponding.judge(move, number, document, passages, verdict, words, actor)

    def draft_letter(self, number: str, new: Outgoing, actor: str) -> str:
        """Keep a new letter that goes out; its id."""
        with self._write() as move:
            return outgoing.draft(move, number, new, actor)

    def write_letter(
        self, letter: str, version: int, subject: str, lines: tuple[Line, ...], actor: str,
        beside: Beside | None = None,
    ) -> None:  # fmt: skip
        """Other words for a letter, other things that go with it; concurrences with the old ones end."""
        with self._write() as move:
            outgoing.write(move, letter, version, subject, lines, actor, beside)

    def ask_concurrence(
        self, letter: str, version: int, offices: Collection[str], due: date | None, actor: str
    ) -> None:
        """Put a letter's words before offices that must concur; each gets an action item."""
        with self._write() as move:
            outgoing.ask(move, letter, version, offices, due, actor)

    def sign_letter(self, letter: str, version: int, signed_by: str, level: str, actor: str) -> None:
        """Put down that a letter is signed and released. `level`: empty for that of the action."""
        with self._write() as move:
            outgoing.sign(move, letter, version, signed_by, level, actor)

    def unsign_letter(self, letter: str, version: int, reason: str, actor: str) -> None:
        """Take a signature back before the letter goes out."""
        with self._write() as move:
            outgoing.take_back(move, letter, version, reason, actor)

    def withdraw_letter(self, letter: str, version: int, reason: str, actor: str) -> None:
        """Give a letter up that did not go out."""
        with self._write() as move:
            outgoing.withdraw(move, letter, version, reason, actor)

    def dispatch_letter(
        self, letter: str, version: int, papers: Collection[Paper], posted: Posted, actor: str
    ) -> tuple[str, ...]:
        """Put down that a signed letter went out to these addressees, all or none; the proofs' ids."""
        sendings = [self._kept(paper) for paper in papers]
        with self._write() as move:
            move.lock("admission")
            for one, paper in zip(sendings, papers, strict=True):
                self._keep_again(one.sha256, paper.data)
            return dispatching.dispatch(move, letter, version, sendings, posted, actor)

    def record_sent(self, number: str, kind: Sent, paper: Paper, posted: Posted, actor: str) -> str:
        """Put down what an office sent by itself, by the document that shows it; the proof's id."""
        sending = self._kept(paper)
        with self._write() as move:
            move.lock("admission")
            self._keep_again(sending.sha256, paper.data)
            return dispatching.record(move, number, kind, sending, posted, actor)

    def _kept(self, paper: Paper) -> Sending:
        if not paper.data:
            raise IllegalMove(
                "A proof of reply names the document that went out.",
                "A date alone is no proof that something was sent.",
                "Give the document.",
            )
        sha256 = self._blobs.put(paper.data)
        return Sending(
            paper.document, paper.recipient, sha256, len(paper.data), paper.media_type, paper.file_name
        )
