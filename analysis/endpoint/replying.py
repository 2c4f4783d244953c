"""The body of a reply from a model: each sentence borne out by the letter or the record, or left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.cautions import keeps_here
from analysis.endpoint.analyzer import instructions
from analysis.endpoint.answers import Sentence, sentences_of
from analysis.endpoint.asking import Question, Reply
from analysis.endpoint.carrying import is_here
from analysis.endpoint.client import Endpoint
from analysis.endpoint.faults import Fault, FaultKind
from analysis.endpoint.masking import mask_of
from analysis.endpoint.meter import Bill, Meter
from analysis.endpoint.numbering import parts
from analysis.endpoint.repairing import Turns, repaired, unheard
from analysis.endpoint.vouching import Sources, unborne
from analysis.library import plain_document
from analysis.metadata import metadata
from analysis.outline import Outline, outline
from coordination.correspondence import Sent
from coordination.outgoing import Basis, LeftOut, Line
from coordination.replying import Grounds, Written, gaps
from coordination.wording import Fact
from pipeline.ports import Account
from pipeline.settings import Settings
from prompts import prompt

LONGEST_WAIT = 120.0
"""Seconds that somebody who waits before a page is let wait."""


def written(
    settings: Settings, account: Account | None, grounds: Grounds, endpoint: Endpoint | None = None
) -> Written:
    """The body that the model drafts, or why the template has to do. Raises no Fault."""
    mark = _kept_here(grounds)
    if mark and not is_here(settings.base_url):
        return Written(f"not drafted by the model (not sent: {mark})")
    bill = Bill(Meter(settings, account))
    try:
        draft = _Draft.of(grounds)
        found = draft.filled(_asked(settings, bill, draft, endpoint or Endpoint(settings)))
    except Fault as fault:
        return Written(f"not drafted by the model ({fault.kind}: {fault.why})")
    by = f"{bill.model or settings.model}, prompt replies {prompt('replies').fingerprint}"
    if not found.facts:
        return Written(f"not drafted by the model ({by}: nothing it said is borne out)", (), found.left_out)
    return Written(f"drafted by {by}", found.lines, found.left_out)


def _kept_here(grounds: Grounds) -> str | None:
    """Why none of this is shown outside: a mark on the letter or on what the record says of it."""
    record = plain_document("\n\n".join(fact.value for fact in grounds.record))
    return keeps_here(grounds.document) or keeps_here(record) or grounds.restricted or None


def _asked(settings: Settings, bill: Bill, draft: _Draft, endpoint: Endpoint) -> tuple[Sentence, ...]:
    """The sentences that the model proposes, nothing of them checked. Raises Fault."""
    used, grounds = prompt("replies"), draft.grounds
    facts = metadata(grounds.document, draft.outline)
    mask = mask_of(settings, facts)
    hide, show = (mask.hide, mask.show) if mask else (str, str)
    letter, record = hide(draft.letter), hide(draft.numbered_record)
    said = used.said(
        kind=grounds.kind.value,
        sender=hide(facts.sender or "unknown"),
        mark=unheard(letter, record),
        sentences=letter,
        record=record or "nothing",
    )
    head, until = instructions(used), min(endpoint.deadline(), endpoint.clock() + LONGEST_WAIT)

    def ask(turns: Turns, spelt: bool) -> Reply:
        bill.check()
        original = grounds.document.sha256
        question = Question(head, tuple(turns), used.schema, original, used.fingerprint, spelt)
        return endpoint.ask(question, bill.keep, until)

    with bill.meter.held(len(head) + len(said)):
        return repaired(said, ask, lambda text: sentences_of(text, show))


@dataclass(frozen=True, slots=True)
class _Filled:
    facts: int
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """The numbered sentences that a draft may rest on: those of the letter, then those of the record."""

    grounds: Grounds
    outline: Outline
    shown: frozenset[int]
    letter: str

    @classmethod
    def of(cls, grounds: Grounds) -> _Draft:
        """Raises Fault for a letter that is too long to be asked about at once."""
        plan = outline(grounds.document)
        pieces = parts(grounds.document, plan)
        if len(pieces) != 1:
            why = "the letter has no words" if not pieces else "the letter is too long for one question"
            raise Fault(FaultKind.TOO_LONG, why)
        return cls(grounds, plan, frozenset(pieces[0].numbers), pieces[0].text)

    @property
    def numbered_record(self) -> str:
        """What is on record, numbered on."""
        first = len(self.outline.sentences)
        return "\n".join(
            f"[{first + at}] {fact.source}: {fact.value}" for at, fact in enumerate(self.grounds.record)
        )

    def filled(self, proposed: tuple[Sentence, ...]) -> _Filled:
        """The sentences that stand, a gap for each question without an answer, and what was left out."""
        lines: list[Line] = []
        left: list[LeftOut] = []
        answered: set[int] = set()
        for one in proposed:
            letter, record = self._named(one)
            why = self._why_not(one, letter, record)
            if why is not None:
                left.append(LeftOut(one.text, why))
                continue
            lines.append(self._line(one, letter, record))
            answered |= set(letter) if record else set()
        facts = sum(line.basis is not Basis.COURTESY for line in lines)
        return _Filled(facts, _with_gaps(lines, self._open(answered)), tuple(left))

    def _named(self, one: Sentence) -> tuple[list[int], list[Fact]]:
        first, record = len(self.outline.sentences), self.grounds.record
        letter = [number for number in one.sources if number in self.shown]
        return letter, [record[at - first] for at in one.sources if 0 <= at - first < len(record)]

    def _why_not(self, one: Sentence, letter: list[int], record: list[Fact]) -> str | None:
        if len(letter) + len(record) < len(set(one.sources)):
            return "it names a sentence that there is not"
        if one.kind == "fact" and not one.sources:
            return "it states something and names no source"
        words = " ".join(map(self._quote, letter))
        return unborne(one.text, Sources(words, " ".join(fact.value for fact in record), self.grounds.about))

    def _quote(self, number: int) -> str:
        return self.grounds.document.cite(self.outline.sentences[number].span).quote

    def _line(self, one: Sentence, letter: list[int], record: list[Fact]) -> Line:
        # what a model wrote makes no gap in the letter
        text = one.text.replace("[[", "[ [").replace("]]", "] ]")
        quotes = [fact.quote for fact in record] + [self._quote(number) for number in letter]
        sources = [fact.source for fact in record] + [self.grounds.control for _ in letter[:1]]
        basis = Basis.RECORD if record else Basis.DOCUMENT if letter else Basis.COURTESY
        return Line(text, one.paragraph, basis, "; ".join(dict.fromkeys(sources)), " … ".join(quotes))

    def _open(self, answered: set[int]) -> tuple[Fact, ...]:
        """The questions that no sentence answers from the record; only a final reply has to answer."""
        if self.grounds.kind is not Sent.FINAL:
            return ()
        said = [self._quote(number) for number in sorted(answered)]
        return tuple(ask for ask in self.grounds.asks if not any(_same(ask.quote, one) for one in said))


def _with_gaps(lines: list[Line], asks: tuple[Fact, ...]) -> tuple[Line, ...]:
    """The lines with places to be written, before the courtesies at the end."""
    last = max((one.paragraph for one in lines if one.basis is not Basis.COURTESY), default=-1)
    body = [one for one in lines if one.paragraph <= last]
    tail = [replace(one, paragraph=one.paragraph + len(asks)) for one in lines if one.paragraph > last]
    return (*body, *gaps(asks, last + 1), *tail)


def _same(one: str, other: str) -> bool:
    """Whether one stands in the other, however the lines are broken."""
    first, second = (" ".join(words.split()).casefold() for words in (one, other))
    return first in second or second in first
