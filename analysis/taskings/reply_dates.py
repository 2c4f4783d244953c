"""The day that a letter or a memo sets, in a sentence of its own, for what it asks for in others.

Letters ask first and say at their end by when: "We ask that the written answers reach us by June 4", "The
documents may follow so long as production is finished by June 25", "We would need to know of your acceptance
by Friday". Such a sentence names what it dates by a noun: the answers, the papers, the acceptance of an
invitation, the decision on something, or the numbers of the questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.deadlines import Deadline, Form, resolve
from analysis.outline import Role
from analysis.outline.membership import outermost
from analysis.taskings.members_named import LABELS, in_order, label_of, numbers
from analysis.taskings.obligations import Obligations, Row
from analysis.taskings.request_words import CONTENT
from analysis.taskings.requests import LETTERS, expects_answers
from analysis.taskings.wording import asked_for
from pipeline.findings import ActionFinding, Kind, Reply
from pipeline.folding import small

_HINTS = (
    "answer", "respon", "repl", "document", "record", "production", "material", "submission", "accept",
    "attend", "particip", "decision", "determination", "item", "question", "request", "rsvp", "come",
    "information", "data", "material",
)  # fmt: skip
_FIRM = (Form.DATE, Form.OFFSET, Form.PERIOD, Form.WEEKDAY)
_DETERMINED = (
    r"\b(?:your|the|these|those|all|any|every|written|full|complete|formal|final|requested|responsive"
    r"|remaining|other)\s+"
)
_ANSWERS = re.compile(
    rf"(?:{_DETERMINED}){{1,3}}(?:answers?|responses?|repl(?:y|ies))\b(?!\s+to\s+(?:the\s+|my\s+|our\s+)?(?:letter|notice|subpoena|petition)\s+(?:of|dated)\b)"
    r"|\ba\s+(?:full\s+|complete\s+|formal\s+)?(?:written\s+)?(?:answer|response|reply)\b(?!\s+to\s+(?:an?|his|her|him|mr|ms|mrs|dr)\b)"
    r"|(?:^|\b(?:please|kindly|should|must|you|to)\s+)(?:answer|respond|reply)\b(?!\s+to\s+(?:him|her|mr|ms|mrs|dr)\b)",
    re.I,
)
_PAPERS = re.compile(
    rf"(?:{_DETERMINED}){{1,3}}(?:documents?|records|materials?|files|papers)\b|\b(?:document\s+)?production\b",
    re.I,
)
_ACCEPTANCE = re.compile(
    r"\byour\s+(?:acceptance|attendance|availability|participation|plans)\b|\bRSVP\b"
    r"|\bwhether\s+you\s+(?:can|will|could|may|are\s+able\s+to|plan\s+to)\s+(?:be\s+able\s+to\s+)?(?:accept|attend|come|join|speak|participate)\b"
    r"|\b(?:answer|response|reply)\b",
    re.I,
)
_INFORMATION = re.compile(
    r"\b(?:have|receive|get|see|need|provide|send|submit)\s+(?:this|that|these|the\s+(?:requested|above))\s+(?:information|data|items?|materials?)\b"
    r"|\b(?:this|the\s+requested|the\s+above)\s+(?:information|data)\s+(?:should|must|is|needs?)\b",
    re.I,
)
"""What was asked for just above: "We would like to have this information by October 2"."""
_DECISION = re.compile(
    r"\b(?:your|the|a|his|her)\s+(?:\w+\s+)?(?:decision|determination|ruling|answer|response)\s+(?:on|about|regarding|as\s+to)\s+"
    r"(?P<topic>[^,;:.]{3,80}?)(?=\s+(?:by|before|no\s+later|not\s+later|within|on\s+or\s+before|is|are|must|should)\b|[,;:.]|$)",
    re.I,
)
_EXCEPTING = re.compile(
    r"\b(?:except(?:ing)?(?:\s+for)?|other\s+than|excluding|apart\s+from|save(?:\s+for)?|but\s+not)\s+(?:\w+\s+){0,4}$",
    re.I,
)
_NOT_ALL = re.compile(
    r"\b(?:interim|initial|partial|preliminary|draft|prompt|acknowledg\w+)\s+(?:\w+\s+)?(?:answers?|responses?|repl(?:y|ies))\b",
    re.I,
)
_TOLD_OF = re.compile(
    r"\b(?:was|were|had|did|promised|received|asked\s+(?:for|that)|requested\s+(?:by|that|a\b|an\b)|which\s+asked|wrote|stated|"
    r"(?:I|we|the\s+\w+)\s+will\s+(?:respond|reply|answer|send|provide))\b",
    re.I,
)
"""What tells of earlier letters, and what the writer promises himself."""
_HANDS_OVER = re.compile(
    r"\b(?:produce|provide|send|furnish|submit|supply|deliver|forward|transmit|release|turn\s+over|copies|copy)\b",
    re.I,
)
_TELLS = re.compile(
    r"(?:answer|explain|tell|advise|inform|state|confirm|describe|clarify|say|indicate|specify|let\s+(?:us|me)\s+know|respond|reply"
    r"|(?P<hands>provide|identify|list|send|furnish|submit|supply|give|share|detail|disclose|report|summarize|produce|name|cite|quote|outline|count|estimate|attach|enclose|include|the\b|an?\b|any\b))",
    re.I,
)
"""What an answer does, and in a list of questions what hands over papers or names a thing."""
_OF_PAPERS = re.compile(
    r"\b(?:documents?|records?|reports?|correspondence|e-?mails?|communications|files?|papers?|memorand(?:um|a)|logs?|materials?|data"
    r"|minutes|contracts|invoices|copies|copy|lists?)\b",
    re.I,
)
_SMALL_WORDS = frozenset(
    ["the", "this", "that", "your", "our", "for", "and", "its", "their", "request", "matter", "letter"]
)
_STEM, _KINDS, _NEAR = 6, 6, 6


@dataclass(frozen=True, slots=True)
class ReplyDate:
    """A sentence that sets a day, its term, and what it dates.

    `words` are the stems of a topic; `labels` and `excepted` the numbers of what it dates or leaves out;
    `members` are the sentences of a list that it names by their order;
    `whole` tells that it speaks of all requests ("Please respond to these requests by").
    """

    index: int
    term: Deadline
    answers: bool = False
    whole: bool = False
    papers: bool = False
    acceptance: bool = False
    information: bool = False
    words: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    excepted: frozenset[str] = frozenset()
    members: frozenset[int] = frozenset()


@dataclass(slots=True)
class ReplyDates:
    """Finds the day that another sentence sets for a row."""

    found: Obligations
    _dates: tuple[ReplyDate, ...] | None = None

    def date_of(self, row: Row, rows: Mapping[int, Row]) -> ReplyDate | None:
        """The sentence that dates a row which has no term of its own, if one does and no other says else."""
        for kind in range(_KINDS):
            dates = [
                one for one in self._known(rows) if one.index != row.index and self._fits(row, one)[kind]
            ]
            if dates:
                return dates[0] if len({one.term.reading for one in dates}) == 1 else None
        return None

    def _known(self, rows: Mapping[int, Row]) -> tuple[ReplyDate, ...]:
        if self._dates is None:
            self._dates = tuple(self._read(rows))
        return self._dates

    def _fits(self, row: Row, one: ReplyDate) -> tuple[bool, ...]:
        """By what a date may be that of a row, the closest first: its number, its topic, what it is."""
        text, asks = self.found.words[row.index], row.kind == "request"
        label = label_of(self.found.outline.sentences[row.index].section) if self._listed(row) else None
        return (
            row.index in one.members or label in one.labels,
            bool(one.words) and row.kind != "question" and one.words <= _stems(text),
            one.papers and asks and _is_of_papers(text, row),
            one.acceptance and row.kind == "invitation",
            one.information and asks and self._is_told_above(row, one),
            one.answers and label not in one.excepted and self._is_answered(row, one),
        )

    def _is_answered(self, row: Row, one: ReplyDate) -> bool:
        """Whether an answer does what a row asks: a question, a list's request, another one to tell above."""
        if row.kind == "question" or (one.whole and row.kind == "request" and self._listed(row)):
            return True
        text = self.found.words[row.index]
        if row.kind == "request" and CONTENT.search(text):
            return True
        tells = _TELLS.match(asked_for(text[row.verb :])) if row.kind == "request" else None
        return tells is not None and (self._listed(row) or (not tells["hands"] and row.index < one.index))

    def _is_told_above(self, row: Row, one: ReplyDate) -> bool:
        """Whether a request a few sentences above is for information, to be told or handed over."""
        near = 0 < one.index - row.index <= _NEAR
        return near and _TELLS.match(asked_for(self.found.words[row.index][row.verb :])) is not None

    def _listed(self, row: Row) -> bool:
        sentence = self.found.outline.sentences[row.index]
        return sentence.lead is not None or sentence.marker is not None

    def _read(self, rows: Mapping[int, Row]) -> Iterator[ReplyDate]:
        facts = self.found.facts
        if facts.kind not in LETTERS and facts.kind is not Kind.AGENCY_MEMO:
            return
        for index, sentence in enumerate(self.found.outline.sentences):
            words = self.found.words[index]
            if sentence.role is not Role.BODY or not any(hint in small(words) for hint in _HINTS):
                continue
            terms = [one for one in self.found.terms(index) if one.form in _FIRM and one.datable]
            if index in rows and rows[index].kind == "question":
                continue
            if terms and not _NOT_ALL.search(words) and self._is_to_come(terms):
                yield from list(self._by_order(index, terms)) or dated(index, words, terms, index in rows)

    def _by_order(self, index: int, terms: Sequence[Deadline]) -> Iterator[ReplyDate]:
        """What a sentence dates by its order in a list: "the first three items by", "the fourth by"."""
        words = self.found.words[index]
        named = list(in_order(words))
        lead = (
            next((at for at in range(index - 1, -1, -1) if self.found.labelled(at)), None) if named else None
        )
        if lead is None:
            return
        sentences = self.found.outline.sentences
        members = outermost(sentences, self.found.labelled(lead))
        if max(max(one.places) for one in named) >= len(members):
            return
        named.sort(key=lambda one: one.start)
        for place, one in enumerate(named):
            behind = next((term for term in terms if term.span.start >= one.end), None)
            others = [
                other.start
                for other in named[place + 1 :]
                if words[one.end : other.start].strip(" ,") != "and"
            ]
            if behind is not None and all(behind.span.start < at for at in others):
                meant = (at for nth, at in enumerate(members) if (nth in one.places) != one.rest)
                yield ReplyDate(index, behind, members=frozenset(meant))

    def dates_members(self, members: Sequence[int], rows: Mapping[int, Row]) -> bool:
        """Whether a sentence sets a day for members of a list by their order."""
        return any(not one.members.isdisjoint(members) for one in self._known(rows))

    def _is_to_come(self, terms: Sequence[Deadline]) -> bool:
        """Whether the day is not before that of the paper itself."""
        base = self.found.facts.date or ""
        days = [resolve(one, self.found.facts.date)[0] for one in terms]
        return all(day is None or day >= base for day in days)


def dated(index: int, words: str, terms: Sequence[Deadline], asks: bool) -> Iterator[ReplyDate]:
    """What a sentence dates, each thing by the term that stands with it; `asks` where it is a request."""
    first = terms[0].span.start
    told = _TOLD_OF.search(words)
    if told and told.start() < first:
        return
    for found, term in _with_term(LABELS, words, terms):
        labels = frozenset(numbers(found["labels"]))
        if _EXCEPTING.search(words, 0, found.start()):
            yield ReplyDate(index, term, answers=True, excepted=labels)
        else:
            yield ReplyDate(index, term, labels=labels)
        return
    for found, term in _with_term(_DECISION, words, terms):
        yield ReplyDate(index, term, words=_stems(found["topic"]))
        return
    for found, term in _with_term(_PAPERS, words, terms):
        if not _HANDS_OVER.search(words, 0, found.start()) or asks:
            yield ReplyDate(index, term, papers=True)
        break
    yield from (
        ReplyDate(index, term, acceptance=True) for _, term in list(_with_term(_ACCEPTANCE, words, terms))[:1]
    )
    for _, term in list(_with_term(_INFORMATION, words, terms))[:1]:
        yield ReplyDate(index, term, information=True)
    if asks or expects_answers(words):
        answers = list(_with_term(_ANSWERS, words, terms))
        if answers or expects_answers(words):
            term = answers[0][1] if answers else terms[0]
            yield ReplyDate(index, term, answers=True, whole=expects_answers(words))


def _with_term(
    form: re.Pattern[str], words: str, terms: Sequence[Deadline]
) -> Iterator[tuple[re.Match[str], Deadline]]:
    """Where a noun stands, and the term of it: the next behind it, or the one that opens the sentence."""
    for found in form.finditer(words):
        behind = [one for one in terms if one.span.start >= found.end()]
        before = [one for one in terms if one.span.end <= found.start()]
        if behind:
            yield found, behind[0]
        elif before:
            yield found, before[-1]


def _is_of_papers(text: str, row: Row) -> bool:
    """Whether a request is for papers to be handed over."""
    return bool(_HANDS_OVER.search(text, row.verb) and _OF_PAPERS.search(text, row.verb))


def _stems(words: str) -> frozenset[str]:
    """The telling words of a topic, by their stems."""
    found = (one.lower() for one in re.findall(r"[A-Za-z]{3,}", words))
    return frozenset(one[:_STEM] for one in found if one not in _SMALL_WORDS)


_MET_BY_REPLY = re.compile(
    r"(?:Answer|Provide|Send|Submit|Respond|Reply|Tell|Inform|Advise|Confirm|State|Explain|Furnish|Let\s+\w+\s+know"
    r"|(?:Meet\s+the\s+(?:need|wish):\s+(?:to\s+)?)?(?:[Hh]ear|[Hh]ave|[Rr]eceive|[Kk]now))\b"
)
"""Requests that a reply meets: to grant a thing by a day is no answer yet."""


def with_day(reply: Reply | None, actions: Sequence[ActionFinding], written: str | None) -> Reply | None:
    """The reply with the first day that is set for an answer, where no sentence that asks for one names it.

    "Your answers to the first three items should reach me no later than April 4" dates requests above it.
    """
    if reply is None or not reply.needed or reply.by is not None:
        return reply
    days = [
        action.due_date
        for action in actions
        if action.due_date and action.kind in ("request", "question") and _MET_BY_REPLY.match(action.title)
    ]
    coming = [day for day in days if len(day) == 10 and day >= (written or "")]
    return replace(reply, by=min(coming)) if coming else reply
