"""Every sentence that may oblige somebody, and what became of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.consequences.endings import ends_body
from analysis.cued import cued
from analysis.deadlines import Form, deadlines
from analysis.enacting import enacts
from analysis.guesses import without_guesses
from analysis.lists import bare_member, opens_list
from analysis.masthead.calendar import dateline
from analysis.masthead.fields import label_of
from analysis.outline import Outline, Role, Sentence
from analysis.outline.roles import is_salutation
from analysis.taskings import clauses, requests
from analysis.taskings.actors import is_animate
from analysis.taskings.bodies import established
from analysis.taskings.clauses import Clause, Reading
from analysis.taskings.instructions import instructs, sets_bounds
from analysis.taskings.of_things import of_thing
from analysis.taskings.pronouns import charged
from analysis.taskings.reported import reports_ask
from analysis.taskings.schedules import names_columns
from analysis.taskings.verbs import is_duty
from analysis.unfinished import unfinished
from pipeline.documents import ExtractedDocument, Span
from pipeline.findings import ActionFinding, ImpactFinding, LedgerClass, LedgerEntry
from pipeline.folding import small

_NET = re.compile(
    r"\?[”\"')]*$|\b(?:who\s+(?:owes|does)|action\s+items?|due-?outs?|to-?dos?|assignments?|next\s+steps|tasks?)\b[^.]{0,40}:$|\b(?:shall|must|should|may\s+not|no\s+(?:\w+\s+){1,8}may|will\s+be\s+(?:shared|provided|sent|submitted|reported|forwarded|made\s+available)|(?:is|are|be)\s+(?:\w+\s+){0,2}(?:directed|required|requested|instructed|ordered|encouraged"
    r"|expected|urged|asked|responsible|obligated)\b|(?:has|have|needs?|are|is)\s+to\s+(?!the\b|date\b)[a-z]+|required?\s+to|please|pls|kindly|requests?"
    r"|requesting|asks?|asking|urges?|urging|implore|beg|demands?|invite[sd]?|inviting|recommends?|direct(?:s|ing)?|order(?:s)?\s+(?:you|that)"
    r"|call(?:s|ing)?\s+(?:up)?on|let\s+(?:me|us)\s+know|(?:could|can|would|will)\s+you|would\s+(?:also\s+|\w+ly\s+)?(?:like|appreciate|welcome|be\s+grateful)"
    r"|need\s+(?:you|your)|look(?:ing)?\s+forward\s+to\s+(?:your|hearing|receiving)|rsvp|deadline|suspense|nlt|cob|due\s+(?:by|on|no|date))\b"
)
_WILL = re.compile(
    r"\b(?:you|agenc(?:y|ies)|offices?|bureaus?|components?|departments?|officers?|officials?|heads?|staff|teams?"
    r"|secretar(?:y|ies)|administrators?|directors?|managers?|units?|divisions?|councils?|committees?|grantees?"
    r"|recipients?|programs?|[A-Z]{2,6}s?|[a-z]+(?:ers|ors|ists|ants|ees))\b[^.;:?!]{0,80}?\bwill\s+(?:\w+ly\s+)?(?!not\b|be\s+able\b)[a-z]+"
)
"""Memoranda and directives order by saying what an office will do."""

_SOFT = re.compile(
    r"\b(?:prohibited|forbidden|barred|ought|make\s+sure|be\s+sure|ensur(?:e|es|ing)|remind(?:er|ed)?|cannot|can\s+not"
    r"|mandatory|so\s+long\s+as|provided,?\s+that|on\s+condition\s+that|(?:is|are|be)\s+(?:hereby\s+)?(?:tasked|assigned|delegated|designated|referred|forwarded|blocked|suspended)"
    r"|(?:refer|forward|transmit)(?:s|red|ring|ing|ed)?\s+(?:\w+\s+){0,6}(?:to|for)\s+(?:you|your)"
    r"|(?:for|await(?:ing)?)\s+(?:your\s+|a\s+|direct\s+){1,2}(?:direct\s+)?(?:response|reply|answer|action|signature|approval)"
    r"|sha[l1i!|]{2}|sha[il1]{2}t?|rnust|mu5t|shou[il1]d|need(?:s|ed)?|necessary|important|essential|expect(?:s|ation)?"
    r"|recommended\s+that|proposes?\s+that|would\s+be\s+(?:\w+\s+){0,2}(?:helpful|useful|appreciative|grateful|of\s+\w+)|enjoined|restrained"
    r"|(?:your|the\s+\w+['’]s)\s+(?:decision|approval|signature|concurrence)"
    r"|prohibitions?\s+(?:in|of|(?:contained|imposed|set\s+forth)\s+(?:in|by))\s+[^.;:]{2,80}?\s(?:include|apply|shall\s+apply)"
    r"|(?:is|are)\s+not\s+to\s+be\s+\w+(?:ed|en|t|de)\b|obliged\s+to|(?:is|are)\s+\w+(?:ed|en|de)\s+(?:annually|quarterly|monthly|weekly|yearly),?\s+(?:by|no\s+later|not\s+later)\b|(?:those|these|that|it|they|this)\s+(?:one\s+|part\s+)?(?:is|are)\s+(?:yours|up\s+to\s+you)"
    r"|(?:has|have|is\s+given|are\s+given|gets?)\s+until\s+(?!now\b|then\b)|(?:is|are)\s+not\s+affected|(?:is|are|am|will\s+be)\s+(?:not\s+available|unavailable)"
    r"|works?\s+(?:best\s+|well\s+|better\s+)?for\s+(?:us|me)|(?:is|are|am)\s+not\s+available|unavailable|may\s+wish\s+to|hopes?\s+to\s+(?:have|see|receive|get|hear)|(?:has|have)\s+(?:also\s+)?(?:asked|requested|directed|instructed)\s+(?:that|us|you|for|the|all|each)|hope(?:s|ful)?\s+(?:that\s+)?you|trust\s+(?:that\s+)?you|agree[sd]?\s+to|commit(?:s|ted)?\s+to|undertakes?\s+to)\b"
)
"""Words that bind or ask without a modal: prohibitions and what they include or leave out, designations,
referrals, hopes; and modals as engines
misread them on scans. Both are looked for in small letters, which is quicker."""

_SHOWN = {
    Role.HIDDEN: LedgerClass.HIDDEN,
    Role.QUOTED: LedgerClass.QUOTED,
    Role.REPLY: LedgerClass.QUOTED,
    Role.DISCLAIMER: LedgerClass.DISMISSED,
}
_Class = tuple[LedgerClass, int | None]
"""What became of a sentence, with the row that it was drafted as."""
_OF_CLAUSE = {
    Clause.SPECIFICATION: LedgerClass.SPECIFICATION,
    Clause.CONSTRUCTION: LedgerClass.CONSTRUCTION,
}


def net(document: ExtractedDocument, outline: Outline) -> tuple[int, ...]:
    """The indexes of the sentences that may oblige somebody, hidden ones included.

    An obligation or request word, a question, a deadline, words that change something by being said, or a
    place in a list that such a sentence leads.
    """
    return _caught(_Said.of(document, outline))


@dataclass(frozen=True, slots=True)
class _Said:
    """What a document's sentences say, the bodies that they create, whether they are a letter or a memo."""

    sentences: Sequence[Sentence]
    words: Sequence[str]
    bodies: frozenset[str]
    letter: bool
    memo: bool

    @classmethod
    def of(cls, document: ExtractedDocument, outline: Outline) -> _Said:
        words = [one.words(document.text) for one in outline.sentences]
        top = zip(outline.sentences[:80], words, strict=False)
        head = [said for one, said in top if one.role is Role.LETTERHEAD]
        letter, memo = any(map(is_salutation, head)), any(label_of(said) == "FROM" for said in head)
        return cls(outline.sentences, words, established(words), letter, memo)


def _caught(said: _Said) -> tuple[int, ...]:
    caught: set[int] = set()
    for index, (sentence, text) in enumerate(zip(said.sentences, said.words, strict=True)):
        if _names_itself(sentence, text):
            continue
        if (
            sentence.lead in caught
            or _binds(text, said.bodies)
            or _dated(text)
            or _catches(text)
            or (_speaks(sentence) and (_asks(text, said.letter) or _charged(said, sentence, text)))
            or (not said.letter and _printed(sentence) and enacts(text))
        ):
            caught.add(index)
    return tuple(sorted(caught))


def _names_itself(sentence: Sentence, text: str) -> bool:
    """Whether a line of the head only dates or names the paper, as the facts of the document tell."""
    return sentence.role is Role.LETTERHEAD and (label_of(text) in _HEAD or dateline(text) is not None)


_HEAD = frozenset({"DATE", "SUBJECT", "TO", "FROM", "THRU", "THROUGH", "VIA", "CC"})


def _catches(text: str) -> bool:
    said = small(without_guesses(text))
    return bool(_NET.search(said) or ("will" in said and _WILL.search(text)) or _SOFT.search(said))


def _asks(text: str, letter: bool) -> bool:
    return requests.may_ask(text) or instructs(text) or (letter and reports_ask(text))


def _binds(text: str, bodies: frozenset[str]) -> bool:
    """Whether its main clause obliges somebody by a modal that the cues pass over: "will", "may not"."""
    reading = clauses.read(text, bodies)
    return reading is not None and (reading.clause is Clause.TASKING or reading.binding)


def _charged(said: _Said, sentence: Sentence, text: str) -> bool:
    """Whether it tells what an office does in a list under its name: "(1) Maintains the standard"."""
    return sentence.lead is not None and is_duty(text) and opens_list(said.words[sentence.lead])


def _speaks(sentence: Sentence) -> bool:
    # "Note 3" and "File No. 7" look like imperatives; titles and address lines give no orders
    return sentence.role not in (Role.HEADING, Role.LETTERHEAD, Role.FURNITURE)


def _printed(sentence: Sentence) -> bool:
    # "I delegate it to the Warden." has the look of a heading, yet no heading speaks so
    return sentence.role not in (Role.LETTERHEAD, Role.FURNITURE)


def _dated(text: str) -> bool:
    # a bare "today" or "annually" says when something is, seldom that it is due
    return any(
        " " in one.text and (one.form not in (Form.OFTEN, Form.VAGUE) or one.text.lower().startswith("by "))
        for one in deadlines(text)
    )


_WAS = re.compile(r"\b(?:was|were|had\s+been)\s+(?:\w+ly\s+)?$", re.I)
_FIRM = (Form.DATE, Form.OFFSET, Form.PERIOD, Form.WEEKDAY)


def _sets_a_term(text: str) -> bool:
    """Whether a day to come, a count of days or a counted rhythm binds what a sentence tells.

    What was due, the days of a thing that it names and what it quotes bind nothing.
    """
    text = clauses.unquoted(text)
    terms = (one for one in deadlines(text) if one.form in _FIRM or one.counted)
    return any(not _WAS.search(text, 0, one.span.start) and not of_thing(text, one) for one in terms)


def ledger(
    document: ExtractedDocument,
    outline: Outline,
    actions: Sequence[ActionFinding],
    impacts: Sequence[ImpactFinding] = (),
) -> tuple[LedgerEntry, ...]:
    """One entry for each sentence of the net, in order; `row` names the action it was drafted as.

    What was neither drafted nor is a specification, a construction, quoted or hidden stays uncovered, for
    a person to look at. What changes something by being said is drafted where an impact tells the change.
    """
    owed = frozenset(unfinished(document, outline))
    told = {
        category: tuple(place.span for one in impacts if one.category == category for place in one.evidence)
        for category in ("Legal", "Organizational")
    }
    said = _Said.of(document, outline)
    desk = _Desk(_Drafted(actions), told, said.bodies, owed, said.letter, said.memo)
    classes = desk.classes
    for index in _caught(said):
        classes[index] = desk.class_of(index, outline.sentences[index], said.words[index])
    for index, row in _leads(outline, classes):
        classes[index] = (LedgerClass.DRAFTED, row)
    return tuple(
        LedgerEntry(
            ledger_class, tuple(map(document.cite, outline.sentences[index].places(document.text))), row
        )
        for index, (ledger_class, row) in classes.items()
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """Sorts the sentences of the net, in order: what a lead became tells of its members."""

    drafted: _Drafted
    told: dict[str, tuple[Span, ...]]
    bodies: frozenset[str]
    owed: frozenset[int]
    letter: bool
    memo: bool
    classes: dict[int, _Class] = field(default_factory=dict)

    def class_of(self, index: int, sentence: Sentence, text: str) -> _Class:
        """What became of a sentence, and of which row."""
        shown = _SHOWN.get(sentence.role)
        if shown is not None:
            return shown, None
        row = self.drafted.row(sentence.span)
        if row is not None:
            return LedgerClass.DRAFTED, row
        enacted = self._enacted(sentence, text) if not self.letter and enacts(text) else None
        if enacted is not None:
            return enacted, None
        if ends_body(text) and any(one.overlaps(sentence.span) for one in self.told["Organizational"]):
            return LedgerClass.DRAFTED, None
        reading = clauses.read(text, self.bodies)
        if index in self.owed and opens_list(text):
            return LedgerClass.UNCOVERED, None
        if reading is not None and reading.clause in _OF_CLAUSE:
            reported = self.letter and reports_ask(text)
            open_ended = reading.binding or reported or _stands_alone(reading, text) or _pleads(text)
            open_ended = open_ended or (
                self.memo and (_is_undergone(reading) or _BARRED.search(text) is not None)
            )
            dated = reading.clause is Clause.SPECIFICATION and self._dates(sentence, text)
            return LedgerClass.UNCOVERED if open_ended or dated else _OF_CLAUSE[reading.clause], None
        left = (self._led(sentence, text) if reading is None else None) or self._left(text, reading)
        dated = left[0] is LedgerClass.SPECIFICATION and self._dates(sentence, text)
        return (LedgerClass.UNCOVERED, None) if dated else left

    def _dates(self, sentence: Sentence, text: str) -> bool:
        """Whether a sentence sets a day, or how often, that no row took from it: it must not pass unseen."""
        return _sets_a_term(text) and not self.drafted.dated_by(sentence.span)

    def _enacted(self, sentence: Sentence, text: str) -> LedgerClass | None:
        """The class of what changes something by being said: an impact may tell all of it, or a part.

        What founds a body may go on with its duties; what amends an order goes on with the wording.
        """
        ended, founded = (
            any(place.overlaps(sentence.span) for place in self.told[category])
            for category in ("Legal", "Organizational")
        )
        if _NET.search(small(text)):
            return None if ended else LedgerClass.UNCOVERED
        whole = ended or (founded and not opens_list(text))
        return LedgerClass.DRAFTED if whole else LedgerClass.UNCOVERED

    def _led(self, sentence: Sentence, text: str) -> _Class | None:
        """The class of a member by its lead's."""
        if sentence.lead is not None and _OF_CHOICE.match(bare_member(text)):
            return LedgerClass.SPECIFICATION, None
        if sentence.lead not in self.classes:
            return None
        above = self.classes[sentence.lead]
        if above == (LedgerClass.DRAFTED, None) and not _NET.search(small(text)):
            # an impact tells the whole change
            return above
        if above[0] in (LedgerClass.SPECIFICATION, LedgerClass.CONSTRUCTION):
            return above
        named = above[0] is LedgerClass.UNCOVERED and _only_names(text)
        return (LedgerClass.SPECIFICATION, None) if named else None

    def _left(self, text: str, reading: Reading | None) -> _Class:
        own = clauses.unquoted(text)
        if own != text and reading is None and not _NET.search(small(own)) and not _dated(own):
            return LedgerClass.QUOTED, None
        request = requests.read_request(text, requests.Place(True))
        if request is not None and request.courtesy:
            return LedgerClass.CONSTRUCTION, None
        timed = requests.awaits_reply(text) or requests.is_suspense_line(text) or names_columns(text)
        if self.drafted and timed:
            return LedgerClass.SPECIFICATION, None
        return LedgerClass.UNCOVERED, None


_OF_CHOICE = re.compile(
    r"(?:(?:the\s+)?(?:heads?|representatives?|officials?|members?|designees?)\s+(?:of|from)\s+)?such\s(?:[\w’'-]+\s+){1,6}as\s[^;]{3,120}?\bmay\s",
    re.I,
)
"""Members of a list of names that somebody adds: "such other offices as the Chair may invite"."""
_NAMES = re.compile(r"(?:[A-Z][\w.’'-]*|of|for|the|and|or|to|in|on|at|&)(?:[,;()\s]+|$)")


def _only_names(text: str) -> bool:
    """Whether a member of a list is an office, a person or a place: it asks for nothing by itself."""
    bare = bare_member(text)
    if _NAMES.sub("", bare) == "":
        return True
    first = bare.split(", in ")[0]
    return first != bare and is_animate(first) and _NAMES.sub("", first) == ""


_DEMAND = re.compile(
    r"\b(?:shall|must)\s+(?:also\s+|always\s+|only\s+)?(?:comply|conform|adhere|include|contain|meet|satisfy|protect"
    r"|not\s+(?!be\s+(?:construed|deemed|interpreted|considered|liable|affected|required)|apply|affect|limit|create|supersede|have|preclude"
    r"|impair|exceed|mean)"
    r"|be\s+(?:both\s+|fully\s+|strictly\s+|solely\s+)?(?:limited|restricted|confined|respectful|present|in\s+place|cited|kept|consistent))\b",
    re.I,
)
"""What holds whoever acts: that uses comply, that retention is limited, that a class is not denied."""
_MADE = re.compile(
    r"\b(?:reports?|plans?|polic(?:y|ies)|guidance|guidelines?|lists?|strateg(?:y|ies)|recommendations?|reviews?|assessments?|stud(?:y|ies)|proposals?"
    r"|procedures?|regulations?|rules?|agreements?|frameworks?|profiles?|programs?|analys[ie]s|inventor(?:y|ies)|schedules?|budgets?|requests?"
    r"|submissions?|notifications?|certifications?|determinations?|findings|evaluations?|summar(?:y|ies)|updates?|memorand(?:um|a)|charters?"
    r"|membership|councils?|committees?|task\s+forces?|boards?|commissions?|teams?|groups?|offices?|centers?)\b",
    re.I,
)
"""What a duty makes: a sentence about it says how that duty is done well."""


def _stands_alone(reading: Reading, text: str) -> bool:
    """Whether it demands something of things that no duty makes, and so belongs to no drafted row.

    "The report shall include a map" specifies the report; "All uses must comply with this policy" binds by
    itself, and "A class shall not be denied" is an exception that a person must set beside what it excepts.
    What "shall no longer" hold held before, so to say so changes it.
    """
    subject = reading.patient or reading.actor
    if instructs(text) or sets_bounds(text) or _charges_it(text) or _NO_LONGER.search(text):
        return True
    if _TO_BE_SENT.match(text) or _HALTED.search(text) or _SHOULD_NOT.match(text) or _BOUND_TOO.search(text):
        return True
    if subject is None or is_animate(subject.text) or not _DEMAND.search(text):
        return False
    return _MADE.search(re.split(r"\s(?:of|for|in|that|which)\s", subject.text)[0]) is None


_TO_BE_SENT = cued(
    "should be are to be",
    r"(?!(?:\w+\s+){0,2}(?:questions?|inquiries|requests)\b)(?:[\w’'-]+\s+){1,8}?(?:should|are\s+to)\s+be\s+(?:sent|submitted|forwarded|delivered|returned|handed"
    r"|e-?mailed)\s+(?:[\w’'-]+\s+){0,3}?to\b",
    re.I,
)
"""To whom something is to be sent: whoever has it must know, though no row holds it."""
_HALTED = cued(
    "suspended prohibited forbidden frozen halted",
    r"\b(?:is|are)\s+(?:hereby\s+)?(?:suspended|prohibited|forbidden|frozen|halted)\b(?!\s+(?:by|from|under|in|as)\b)",
    re.I,
)
_BOUND_TOO = cued(
    "but expected",
    r"\bmay\b[^.;]{3,160}?\bbut\s+(?:\w+\s+)?(?:(?:is|are|has|have|needs?)\s+to|shall|must|should)\s+(?!not\b)[a-z]"
    r"|\b(?:is|are)\s+expected\s+to\s+be\s+(?:on|there|present|in|at)\b",
    re.I,
)
"""A duty behind a leave ("may buy some, but is to tell the Clerk"), and where somebody is expected to be."""
_SHOULD_NOT = cued(
    "should not",
    r"(?:they|you|(?:all\s+)?(?:agencies|bureaus|offices|staff|employees|components))\s+should\s+not\s+(?!be\b|have\b|need\b)",
    re.I,
)
"""What is halted for everybody, and what somebody should not do, binds by itself."""


def _pleads(text: str) -> bool:
    """Whether "please" stands in it, and not in a line of courtesy."""
    if _PLEASE.search(text) is None:
        return False
    request = requests.read_request(text, requests.Place(True))
    return request is None or not request.courtesy


_PLEASE = cued("please", r"\bplease\b", re.I)
_BARRED = re.compile(r"\bmay\s+not\s+be\s+(?!construed|interpreted|considered|deemed)\w+(?:ed|en|wn|ld|nt)\b")
"""What may not be done to a thing, whoever would do it; what "may not be enough" is a guess."""
_UNDERGONE = frozenset({"should", "must", "shall", "are to", "is to", "may not", "need to", "needs to"})


def _is_undergone(reading: Reading) -> bool:
    """Whether something is to be done to a thing that no duty makes, and nobody is named who does it.

    A memo orders so: "Travelers held at the gate should be reported", "Keys may not be removed". What "the
    report should be" says how a duty is done.
    """
    thing = reading.patient
    if thing is None or reading.clause is not Clause.SPECIFICATION or reading.modal.lower() not in _UNDERGONE:
        return False
    return _MADE.search(re.split(r"\s(?:of|for|in|that|which)\s", thing.text)[0]) is None


_NO_LONGER = cued("longer", r"\b(?:shall|must|may|will)\s+no\s+longer\b", re.I)


def _charges_it(text: str) -> bool:
    """Whether "it" or "they" shall do what bodies do: whom it means was in doubt, so nothing was drafted."""
    told = charged(text)
    return told is not None and told.modal.lower() == "shall"


def _leads(
    outline: Outline, classes: dict[int, tuple[LedgerClass, int | None]]
) -> list[tuple[int, int | None]]:
    """Leads that were left out because their members say it all, with the first member's row."""
    found: dict[int, int | None] = {}
    for index, (ledger_class, row) in classes.items():
        lead = outline.sentences[index].lead
        uncovered = lead in classes and classes[lead][0] is LedgerClass.UNCOVERED
        if lead is not None and uncovered and ledger_class is LedgerClass.DRAFTED:
            found.setdefault(lead, row)
    return list(found.items())


class _Drafted:
    """The places that actions were drafted from, asked by span."""

    def __init__(self, actions: Sequence[ActionFinding]) -> None:
        places = [(place.span, row) for row, one in enumerate(actions) for place in one.evidence]
        places += [(item.evidence[0].span, row) for row, one in enumerate(actions) for item in one.items]
        self._places = sorted(places, key=lambda place: place[0])
        self._starts = [place.start for place, _ in self._places]
        self._days = [
            one.field_evidence["due_date"].span for one in actions if "due_date" in one.field_evidence
        ]

    def __bool__(self) -> bool:
        return bool(self._places)

    def dated_by(self, span: Span) -> bool:
        """Whether a row took its day from words at this place."""
        return any(one.overlaps(span) for one in self._days)

    def row(self, span: Span) -> int | None:
        """The row drafted from words at this place."""
        at = bisect_right(self._starts, span.end - 1) - 1
        while at >= 0 and self._places[at][0].end > span.start:
            if self._places[at][0].overlaps(span):
                return self._places[at][1]
            at -= 1
        return None
