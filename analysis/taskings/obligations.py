"""Which clauses of a document oblige or ask somebody, before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from analysis.deadlines import Deadline, Form, deadlines, repeated
from analysis.lists import opens_list
from analysis.metadata import Facts
from analysis.outline import Outline, Role, Sentence
from analysis.outline.membership import members
from analysis.outline.roles import is_salutation
from analysis.taskings.actors import is_animate, is_named
from analysis.taskings.assignments import Assignment, assignments, dates_only, to_all
from analysis.taskings.bodies import established
from analysis.taskings.clauses import Clause, Reading, opens_order, read
from analysis.taskings.dates_meant import DateMeant, by_it, date_meant, points_to_date
from analysis.taskings.joints import joint_before
from analysis.taskings.late_parts import late_part
from analysis.taskings.members_named import names_members
from analysis.taskings.of_things import of_thing
from analysis.taskings.pronouns import antecedent, charged
from analysis.taskings.request_words import REQUEST_LEAD
from analysis.taskings.requests import LETTERS, Place, awaits_reply, is_suspense_line, read_request
from analysis.taskings.schedules import columns, is_line, read_line, wraps
from analysis.taskings.verbs import duty_verb, imperative_at, is_duty
from pipeline.documents import ExtractedDocument
from pipeline.findings import Kind

NOT_OWN = frozenset(
    {
        Role.HIDDEN,
        Role.QUOTED,
        Role.REPLY,
        Role.FURNITURE,
        Role.DISCLAIMER,
        Role.HEADING,
        Role.LETTERHEAD,
        Role.SIGNATURE,
    }
)
"""Roles of sentences from which nothing may be drafted."""
ORDERS = frozenset({Kind.EXECUTIVE_ORDER, Kind.PRESIDENTIAL_MEMORANDUM, Kind.STATUTE, Kind.REGULATION})
_POLICY = re.compile(
    r"\b(?:policy|purpose|background|findings?|introduction|general\s+principles|scope|preamble)\b", re.I
)
_ACTIONS = re.compile(
    r"\W*(?:(?:required|agency|immediate|corrective|directed|specific)\s+)*(?:actions?(?:\s+(?:required|items?|needed))?"
    r"|taskings?|tasks?|requirements?|instructions?|what\s+(?:we|you)\s+need(?:\s+to\s+do)?|next\s+steps|deliverables?)\W*$",
    re.I,
)
_BINDING = frozenset(
    {"shall", "must", "should", "is due", "are due", "has to", "have to", "is required to", "are required to"}
)
_TOLD_TO = re.compile(r"(?:is|are)\s+(?:\w+\s+)*(?:directed|instructed|requested|asked)\s+to$", re.I)
"""Committees and superiors direct bodies that the letter is not addressed to as well."""
_ACTION_LABEL = re.compile(
    r"(?:actions?|tasks?|tasking|request)(?:\s+(?:required|requested|needed))?\s*:\s", re.I
)
_WEIGHED = re.compile(
    r"\b(?:options?|alternatives?|background|discussion|findings?|considerations?|what\s+we\s+found)\b", re.I
)
"""Headings under which a memo weighs what could be done, or tells what was."""
# what somebody will begin or continue to do is a forecast
_BEGINS = re.compile(
    r"(?:begin|start|continue|remain|be(?!\s+present)|have|see|find|need|receive|face|benefit)\b", re.I
)
# the writer's own plans, and what others will do of themselves
_OTHERS = re.compile(
    r"(?:you|we|i\s|this|(?:the\s+)?(?:\w+\s+)?(?:(?:sub)?committee|congress|house|senate|court|contractor)\b)",
    re.I,
)
_INDEPENDENT = re.compile(r"(?:all\s+|the\s+)?independent\s+(?:regulatory\s+)?agencies\b", re.I)
"""Whom the President asks to comply and does not order."""
_PLEASE = re.compile(r"(?:please|kindly)\s", re.I)
"""Nobody is called so: what is asked goes on with what the writer will do, "Please send it, and we will"."""
_WAS_DUE = re.compile(r"\b(?:was|were|had\s+been)\s+(?:\w+ly\s+)?$", re.I)
"""What was due is told of the past: "responses were due November 22"."""
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_FREE_HAND = re.compile(
    r"\w+\s+(?:as|if|when|where)\s+(?:necessary|appropriate|needed)(?:\s+(?:and|or)\s+(?:as\s+)?\w+)?\W*$",
    re.I,
)
_BODY = re.compile(
    r"(?:[Tt]he\s+)?(?P<name>[A-Z][\w’'-]*(?:\s+(?:of|for|on|the|and|[A-Z][\w’'-]*))*)"
    r"(?:\s+and\s+(?:its|your|their)\s+\w+)?|(?:[Ee]ach\s+of\s+)?[Yy]our\s+(?:agenc|depart|offic|bureau)\w+"
)
_FAR = 12
"""Sentences above, headings too, among which the one that a date is taken from is looked for."""
_HEADS = 30
_TOP = 15
_AUDITED = frozenset({"needs to", "need to"})
_AUDITOR = re.compile(r"\baccountability\s+office\b|\boffice\s+of\s+(?:the\s+)?inspector\s+general\b", re.I)
_FIRM = (Form.OFFSET, Form.DATE, Form.WEEKDAY)
_DATED = (*_FIRM, Form.PERIOD)
_BY_RULE = re.compile(
    r"\W*(?:under|pursuant\s+to|by|according\s+to)\s+(?:(?:the|our|its|your|this|that)\s+)?[^,;:.]{0,40}?\b(?:rules?|laws?|statutes?|regulations?|policy)\b",
    re.I,
)
"""What a rule demands is told by a letter, and not asked for by it."""
_EVERYONE = re.compile(
    r"(?:everyone|everybody|each\s+of\s+you|all\s+of\s+you|(?:all|each|every)\s+(?:leads?|offices?|staff|employees?|custodians?)|staff)\b",
    re.I,
)
_BEFORE_LONG = re.compile(
    r"\b(?:in\s+advance\s+of|prior\s+to|before)\s+(?:the|your|our|its)\s|\bin\s+the\s+(?:next|coming)\s+(?:few\s+|several\s+|couple\s+of\s+)?(?:days|weeks?)\b",
    re.I,
)
"""When an answer is looked forward to, without a day: "in advance of the decision"."""
_WORD = re.compile(r"[A-Z][a-z]{3,}")
_GOALS = re.compile(
    r"\b(?:shall|must|should|will|to)\b.*\b(?:plans?|strateg(?:y|ies)|roadmaps?|frameworks?|programs?|proposals?|recommendations?|agendas?"
    r"|campaigns?|reports?|polic(?:y|ies)|approach(?:es)?|actions|measures|steps)\b.*\b(?:to|that\s+(?:will|would|shall)|for)\s+(?:achiev|meet|reach|attain"
    r"|pursu|advanc|accomplish)\w*\b[^.;]{0,60}[:—–]\s*$"
    r"|\b(?:plans?|strateg(?:y|ies)|roadmaps?|frameworks?|programs?)\b[^.;]*\bwith\s+(?:the\s+following|these)\s+(?:\w+\s+){0,2}"
    r"(?:goals?|objectives?|targets?|aims?|outcomes?)\s*[:—–]\s*$",
    re.I | re.S,
)
"""How an order sets the goals of a plan: "a plan to achieve the following goals:"."""
_UNCLOSED = re.compile(r"(?:“(?!.*”)|‘‘(?!.*’’)).*$", re.S)
"""Words of another text that are cut off by the end of a sentence: their days are not this document's."""
_PROPER = re.compile(r"[A-Z][\w’'-]+(?:,?\s+(?:(?:of|for|on|the|and)\s+){0,2}[A-Z][\w’'-]+)+")


@dataclass(frozen=True, slots=True)
class Again:
    """A further deliverable of one deed, by offsets: the deed, the thing, and what the first one is about."""

    deed: tuple[int, int]
    thing: tuple[int, int]
    about: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A clause that asks somebody for something. `verb`, `actor` and `patient` are offsets in the sentence.

    `lead` is the index of the row that introduces its list; `lead_verb` where the action begins there, for
    a member that is done by whom its lead names; `named_in` where `actor` then stands; `thing` marks a
    request that only a noun names, `line` one that a line of a timetable names, in its `cell`; `assigned`
    one that a list of who has what gives to somebody. `own` are its words where the sentence has another duty
    as well, and `shared` where what opens it for both ends. `again`
    marks a further deliverable of the deed before it; `late` is where the words go on that say how a thing
    that may come later may come. `then` is the duty of somebody else that goes on a request's sentence.
    """

    index: int
    kind: str
    verb: int
    modal: str
    actor: tuple[int, int] | None = None
    patient: tuple[int, int] | None = None
    passive: bool = False
    sure: bool = True
    lead: int | None = None
    lead_verb: int | None = None
    named_in: int | None = None
    thing: bool = False
    line: bool = False
    cell: tuple[int, int] | None = None
    assigned: bool = False
    own: tuple[int, int] | None = None
    shared: int = 0
    again: Again | None = None
    late: int = 0
    then: Row | None = None

    @property
    def begins(self) -> int:
        """Where its words begin: those of a further deliverable begin with its sentence."""
        return self.own[0] if self.own and not self.again else 0

    @property
    def naming(self) -> int:
        """The sentence in which the actor stands: its own, or the one above its list, or above that."""
        return self.index if self.named_in is None else self.named_in


_AND_BEFORE = re.compile(r"\b(?:and|but),?\s+$", re.I)
"""Before "such" it goes on with a duty of its own: "may lend keys, and such loan shall be noted"."""


@dataclass(slots=True)
class Obligations:
    """A document's sentences, their terms, and the clauses that oblige or ask."""

    document: ExtractedDocument
    outline: Outline
    facts: Facts
    words: list[str] = field(default_factory=list)
    members: dict[int, list[int]] = field(default_factory=dict)
    bodies: frozenset[str] = frozenset()
    _due: dict[int, tuple[Deadline, ...]] = field(default_factory=dict)
    _made: dict[int, list[Deadline]] = field(default_factory=dict)
    _letterhead: frozenset[str] | None = None
    _assigned: Mapping[int, Assignment] | None = None

    def __post_init__(self) -> None:
        text = self.document.text
        self.words = [one.words(text) for one in self.outline.sentences]
        self.bodies = established(self.words)
        for index, sentence in enumerate(self.outline.sentences):
            if sentence.lead is not None:
                self.members.setdefault(sentence.lead, []).append(index)

    def terms(self, index: int) -> tuple[Deadline, ...]:
        """The deadline expressions of a sentence, without those of things that it names and of the past."""
        if index not in self._due:
            own = own_words(self.words[index])
            now = (one for one in deadlines(own) if not _WAS_DUE.search(own, 0, one.span.start))
            found = tuple(one for one in now if not of_thing(own, one))
            self._due[index] = found or tuple(self._by_a_date_above(index, own))
        return self._due[index]

    def _by_a_date_above(self, index: int, own: str) -> Iterator[Deadline]:
        """The term of a sentence that says no other than "by then", where one above prints the day."""
        found = self.date_meant(index)
        term = by_it(own, found[0]) if found is not None else None
        if term is not None:
            yield term

    def date_meant(self, index: int) -> tuple[DateMeant, int] | None:
        """The date that "that date" means in a sentence, with the index of the one above that prints it."""
        if not points_to_date(self.words[index]):
            return None
        sentences = self.outline.sentences
        own = [at for at in range(max(0, index - _FAR), index) if sentences[at].role not in NOT_OWN][::-1]
        base = self.facts.date if self.facts.kind not in ORDERS else None
        found = date_meant(self.words[index], [self.words[at] for at in own], base)
        if found is None:
            return None
        return found, index if found.above is None else own[found.above]

    def made_again(self, index: int) -> list[Deadline]:
        """How often the duty of a sentence comes back, by the adjectives of what is made by it."""
        if index not in self._made:
            own = own_words(self.words[index])
            self._made[index] = [one for one in repeated(own) if not of_thing(own, one)]
        return self._made[index]

    def in_one_paragraph(self, first: int, last: int) -> bool:
        """Whether no blank line and no label of its own parts a sentence from a later one."""
        return self.outline.sentences[last].marker is None and not self._parted(first, last)

    def leaves_list(self, first: int, last: int) -> bool:
        """Whether a paragraph without a label follows that of a sentence with one."""
        one, other = self.outline.sentences[first], self.outline.sentences[last]
        return one.marker is not None and other.marker is None and self._parted(first, last)

    def _parted(self, first: int, last: int) -> bool:
        one, other = self.outline.sentences[first], self.outline.sentences[last]
        return _BLANK_LINE.search(self.document.text, one.span.end, other.span.start) is not None

    def has_term(self, index: int) -> bool:
        """Whether a sentence states a day or a count of days, from an event or not."""
        return any(one.form is not Form.VAGUE and not one.recurs for one in self.terms(index))

    def labelled(self, lead: int) -> list[int]:
        """The members of a list; later sentences of a labelled member are no members of their own."""
        return members(self.outline.sentences, self.members.get(lead, ()))

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The clauses that make a row, by the index of their sentence."""
        heading = ""
        known: dict[int, Row] = {}
        ordering = self._ordering
        for index, sentence in enumerate(self.outline.sentences):
            if sentence.role is Role.HEADING:
                heading = self.words[index]
            if sentence.role in NOT_OWN or index < ordering:
                continue
            row = self._row(index, sentence, heading, known)
            if row:
                known[index] = row
                yield index, row

    @property
    def _ordering(self) -> int:
        """The sentence by which an order begins ("it is hereby ordered"); before it stand recitals."""
        if self.facts.kind is not Kind.EXECUTIVE_ORDER:
            return 0
        for index, sentence in enumerate(self.outline.sentences):
            if sentence.section is not None:
                return 0
            if sentence.role is Role.BODY and opens_order(self.words[index]):
                return index
        return 0

    def _row(self, index: int, sentence: Sentence, heading: str, known: dict[int, Row]) -> Row | None:
        text = self.words[index]
        lead = known.get(sentence.lead) if sentence.lead is not None else None
        if index in self.assigned:
            return self._assignment(index, self.assigned[index])
        if index in self._behind and self.has_term(index) and dates_only(text):
            return None
        row = self._clause(index, text, heading, known) if self._orders else None
        row = row and (self._asked_first(row, sentence, heading) or row)
        if row is None and lead is not None and lead.kind == "tasking":
            row = self._member(index, sentence, lead)
        if row is None and lead is None and sentence.lead is not None:
            row = self._charged(index, sentence.lead)
        if row is None:
            row = self._request(index, sentence, heading)
        if row is None and self.facts.kind is Kind.AGENCY_MEMO:
            row = self._presents(index, text)
        if row is None and self.facts.kind not in ORDERS:
            row = self._late(index, text)
        if row is None and not self._orders:
            row = self._demand(index, text) or self._awaited(index, text)
        if row is None and lead is not None:
            row = self._member(index, sentence, lead)
        return _under(row, lead) if row and lead else row

    @property
    def assigned(self) -> Mapping[int, Assignment]:
        """The lines of a list that says who has what, by their sentences."""
        if self._assigned is None:
            tasks = self.facts.kind in (Kind.EMAIL, Kind.AGENCY_MEMO)
            head = (
                self.words[at]
                for at, one in enumerate(self.outline.sentences[:_HEADS])
                if one.role is Role.LETTERHEAD
            )
            people = f"{self.facts.addressee or ''} {' '.join(head)}"
            self._assigned = assignments(self.outline.sentences, self.words, people) if tasks else {}
        return self._assigned

    @property
    def _behind(self) -> frozenset[int]:
        """The sentences behind the first ones of such lines."""
        return frozenset(at for one in self.assigned.values() for at in one.more)

    def assigned_to(self, index: int) -> tuple[int, tuple[int, int]] | None:
        """Whose line a sentence stands in, as the sentence that names him and the place of the name there."""
        line = next((at for at, one in self.assigned.items() if index in one.more), None)
        return None if line is None or to_all(self.words[index]) else (line, self.assigned[line].who)

    def _assignment(self, index: int, one: Assignment) -> Row:
        kind = "request" if self.facts.kind in LETTERS else "tasking"
        cell = (one.what, len(self.words[index]))
        return Row(index, kind, one.what, "", one.who, cell=cell, assigned=True)

    def _member(self, index: int, sentence: Sentence, lead: Row) -> Row | None:
        """A list member with its own term or rhythm, done by whom its lead names."""
        timed = self.has_term(index) or self._comes_back(index, lead)
        if not sentence.marker or not timed or self._is_goal(sentence, lead):
            return None
        own = replace(lead, index=index, verb=0, passive=False, patient=None)
        return replace(own, lead_verb=lead.verb, named_in=lead.naming)

    def _comes_back(self, index: int, lead: Row) -> bool:
        """Whether a member of a list of duties is one that is done again and again: "(b) report annually to".

        Only where a verb begins it and the list is of what its actor does: amid what a plan holds, or what a
        member of staff is for, a rhythm is part of a description.
        """
        text = self.words[index]
        if self.words[lead.index][lead.verb :].strip(" :—–"):
            return False
        counted = (one for one in self.terms(index) if one.counted)
        rhythms = [one.span.start for one in (*counted, *self.made_again(index))]
        # "report annually": a rhythm behind the first word makes a verb of it
        return bool(rhythms) and (imperative_at(text, 0) or " " not in text[: rhythms[0]].rstrip())

    def _is_goal(self, sentence: Sentence, lead: Row) -> bool:
        return sentence.lead == lead.index and lead.verb > 0 and self.are_goals(lead.index)

    def are_goals(self, lead: int) -> bool:
        """Whether the list below is what a plan is to achieve: a time in a goal is no deadline of a duty."""
        return _GOALS.search(self.words[lead]) is not None

    @property
    def _orders(self) -> bool:
        """Whether obligation words bind here: everywhere but in letters."""
        if self.facts.kind is Kind.OTHER:
            return not any(
                one.role is Role.LETTERHEAD and is_salutation(self.words[at])
                for at, one in enumerate(self.outline.sentences[:40])
            )
        return self.facts.kind not in LETTERS

    @property
    def _tells(self) -> bool:
        """Whether a bare imperative orders wherever it stands: in mail, and in a memo to somebody.

        Guidance to nobody in particular advises by the same words ("Write short sentences").
        """
        return self.facts.kind is Kind.EMAIL or (
            self._orders
            and self.facts.kind not in ORDERS
            and (self.facts.addressee is not None or self.facts.kind_detail == "control_sheet")
        )

    def _clause(self, index: int, text: str, heading: str, known: dict[int, Row]) -> Row | None:
        named = self._pointed_at(index, text, heading, known)
        if named is not None:
            return named
        reading = read(text, self.bodies)
        if reading is None or not self._obliges(reading, index):
            return None
        if reading.actor and _PLEASE.match(reading.actor.text):
            return None
        return _bound(index, reading) if self._binds(reading, index, heading) else None

    def _asked_first(self, row: Row, sentence: Sentence, heading: str) -> Row | None:
        """The request that opens the sentence of another's duty: "Please send a list; he will print it"."""
        text = self.words[row.index]
        ends = joint_before(text, row.actor[0]) if row.actor and row.naming == row.index else None
        if ends is None or row.kind != "tasking" or self.facts.kind in ORDERS or opens_list(text):
            return None
        first, last = ends
        request = read_request(text[:first], self._place(row.index, sentence, heading))
        if request is None or request.courtesy or request.kind != "request":
            return None
        asked = Row(row.index, "tasking" if request.bare else "request", request.verb, "", request.whom)
        return replace(asked, sure=request.sure, own=(0, first), then=replace(row, own=(last, len(text))))

    def _pointed_at(self, index: int, text: str, heading: str, known: dict[int, Row]) -> Row | None:
        """The duty of whom the sentence before tells: "There is founded the Rope Council. It shall meet"."""
        reading = charged(text)
        if reading is None or not index or not self._binds(reading, index, heading):
            return None
        sentences, above = self.outline.sentences, index - 1
        while sentences[above].lead is not None:
            above = sentences[above].lead or 0
        if sentences[above].role is not Role.BODY or sentences[above].section != sentences[index].section:
            return None
        told = known.get(above)
        if told is not None and told.actor is not None and told.naming != above:
            place, source = told.actor, told.naming
        else:
            found = antecedent(text, reading, self.words[above], self.bodies)
            if found is None:
                return None
            place, source = found, above
        return replace(_bound(index, reading), actor=place, named_in=source, sure=False)

    def _obliges(self, reading: Reading, index: int) -> bool:
        """A tasking does; what a thing must undergo does where a term is set for it."""
        return reading.clause is Clause.TASKING or (reading.thing and self.has_term(index))

    def _binds(self, reading: Reading, index: int, heading: str) -> bool:
        """Whether a modal binds in this kind of document.

        Orders and statutes bind by "shall", "must" and "is directed to"; what they say should or will be
        is policy. Their first section states policy, which only "shall" turns into a duty. Memos and
        directives bind by "should" and "will" as well.
        """
        modal = reading.modal.lower()
        subject = self.words[index][reading.patient.start : reading.patient.end] if reading.patient else ""
        if reading.weak and reading.actor and _INDEPENDENT.match(reading.actor.text):
            return False
        joined = reading.patient and _AND_BEFORE.search(self.words[index], 0, reading.patient.start)
        if subject.lower().startswith(("such ", "any such ")) and not joined and not self.has_term(index):
            return False
        if self.facts.kind in ORDERS:
            if modal in ("should", "will") or modal.endswith(
                (
                    "encouraged to",
                    "is to",
                    "are to",
                    "need to",
                    "needs to",
                    "has to",
                    "have to",
                    "responsible for",
                )
            ):
                return False
            return modal == "shall" or not _POLICY.search(heading)
        if modal == "will":
            name = reading.actor.text if reading.actor else ""
            spoken = bool(_OTHERS.match(name)) or self._promises_nothing(name, reading.verb, index)
            starts = _BEGINS.match(self.words[index], reading.verb) is not None
            acts = reading.actor is not None and reading.actor.acts
            return reading.patient is None and not spoken and not starts and acts
        arrives = reading.thing and reading.verb == 0
        return modal != "should" or reading.patient is None or arrives

    def _promises_nothing(self, name: str, verb: int, index: int) -> bool:
        """Whether whoever issues the paper keeps only a free hand: "OMB will respond as necessary"."""
        issuer = (self.facts.number or "").split(" ")[0]
        issues = bool(issuer) and issuer.isalpha() and name.removeprefix("the ") == issuer
        return issues and _FREE_HAND.match(self.words[index], verb) is not None

    def _request(self, index: int, sentence: Sentence, heading: str) -> Row | None:
        if self.facts.kind in ORDERS and not self.has_term(index):
            return None
        letter = self.facts.kind in LETTERS
        text = self.words[index]
        mail = self.facts.kind in (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER)
        if not mail and is_line(text) and self.has_term(index) and not is_suspense_line(text):
            return self._scheduled(index, text, sentence)
        request = read_request(text, self._place(index, sentence, heading))
        if request is None or request.courtesy:
            return None
        if self.facts.kind in ORDERS and not request.bare:
            return None
        row = Row(index, request.kind, request.verb, "", request.whom, sure=request.sure, thing=request.thing)
        # the imperative of a memo or directive orders; that of a letter asks
        return row if letter or not request.bare else replace(row, kind="tasking")

    def _place(self, index: int, sentence: Sentence, heading: str) -> Place:
        firm = (one for one in self.terms(index) if one.form is not Form.VAGUE or not one.reading.event)
        # "Today, many of us read it": what is so now is told, and nobody is told to do it
        firm = (one for one in firm if one.text.lower() != "today")
        opening = next((one.span.end for one in firm if one.span.start == 0), 0)
        listed = self._orders and bool(_ACTIONS.match(heading))
        labelled = _ACTION_LABEL.match(self.words[index]) is not None
        listed = listed or (self._tells and not _WEIGHED.search(heading))
        return Place(
            self.facts.kind in LETTERS,
            self._asked_above(sentence),
            self.has_term(index) or listed or labelled,
            opening,
        )

    def _asked_above(self, sentence: Sentence) -> bool:
        if sentence.lead is None:
            return False
        return self.facts.kind in LETTERS and bool(REQUEST_LEAD.search(self.words[sentence.lead]))

    def _scheduled(self, index: int, text: str, sentence: Sentence) -> Row:
        """A line of a schedule, whose columns the nearest line above may name."""
        above = (self.words[at] for at in range(index - 1, max(-1, index - _HEADS), -1))
        named = next((found for head in above if (found := columns(head))), None)
        line = read_line(text, named, sentence.marker is not None)
        return Row(index, "tasking", line.what[0], "", line.who, line=True, cell=line.what)

    def wrapped(self, row: Row) -> int | None:
        """The line below one of a schedule, where it only goes on with what that one says."""
        below = row.index + 1
        goes_on = row.line and below < len(self.words) and not self._parted(row.index, below)
        return below if goes_on and wraps(self.words[below]) else None

    def _presents(self, index: int, text: str) -> Row | None:
        """A duty with a term that a memo tells in the present: "All staffs submit receipts NLT 5 May"."""
        if not any(one.form in _FIRM for one in self.terms(index)) or read(text, self.bodies) is not None:
            return None
        at = duty_verb(text)
        name = text[:at].rstrip() if at else ""
        if not name or not name[0].isupper() or "," in name or not is_animate(name):
            return None
        return Row(index, "tasking", at or 0, "", (0, len(name)), sure=False)

    def _late(self, index: int, text: str) -> Row | None:
        """What may come later or apart, yet by a day."""
        part = late_part(text)
        if part is None or not any(one.form in _DATED for one in self.terms(index)):
            return None
        row = Row(index, "request", part.at, "", patient=part.thing, passive=part.bound, sure=False)
        return row if part.bound else replace(row, late=part.goes_on)

    def _charged(self, index: int, lead: int) -> Row | None:
        """A member of a list of duties: "The Director:" over "(1) Maintains the data standard"."""
        charge = self.words[lead]
        if self.facts.kind in LETTERS and not self._orders:
            return None
        name = charge.rstrip(" :—–")
        if (
            len(name) == len(charge)
            or len(name) > 120
            or not is_animate(name)
            or not is_duty(self.words[index])
        ):
            return None
        return Row(index, "tasking", 0, "", (0, len(name)), lead=lead, lead_verb=len(charge), named_in=lead)

    def _awaited(self, index: int, text: str) -> Row | None:
        """An answer that the writer looks forward to by a day."""
        timed = any(one.form in _FIRM for one in self.terms(index)) or _BEFORE_LONG.search(text)
        if not awaits_reply(text) or not timed:
            return None
        return Row(index, "request", 0, "", sure=False)

    def _demand(self, index: int, text: str) -> Row | None:
        """A duty that a letter states outright: with a term, or of the body it is written to."""
        reading = read(text, self.bodies)
        if reading is None:
            return None
        if reading.clause is Clause.TASKING and reading.actor and _TOLD_TO.match(reading.modal):
            return replace(_bound(index, reading), kind="request", sure=False)
        if reading.modal.lower() not in _BINDING | _AUDITED:
            return None
        firm = reading.modal != "should" or (self.facts.kind is Kind.EMAIL and reading.patient is None)
        dated = self.has_term(index) and firm and self._obliges(reading, index)
        if _BY_RULE.match(text) and not self._addressed(reading):
            return None
        actor = reading.actor.text if reading.actor else ""
        advised = reading.clause is Clause.TASKING and is_named(actor) and not _OTHERS.match(actor)
        if advised and self._audits:
            return replace(_bound(index, reading), kind="request", sure=False)
        told = reading.clause is Clause.TASKING or reading.modal.lower() in ("must", "shall")
        if not dated and not (told and self._addressed(reading)):
            return None
        return replace(_bound(index, reading), kind="request", sure=False)

    @property
    def _audits(self) -> bool:
        """Whether an auditor writes, whose "should" is a recommendation to be answered."""
        head = (
            self.words[at]
            for at, one in enumerate(self.outline.sentences[:30])
            if one.role is Role.LETTERHEAD
        )
        return any(_AUDITOR.search(words) for words in head)

    def _addressed(self, reading: Reading) -> bool:
        """Whether the actor is the body that the letter is addressed to ("the Department should")."""
        if reading.actor is None:
            return False
        if self._letterhead is None:
            head = (
                self.words[at]
                for at, one in enumerate(self.outline.sentences)
                if one.role is Role.LETTERHEAD or (one.role is Role.HEADING and at < _TOP)
            )
            named = f"{self.facts.addressee or ''} {' '.join(head)}"
            self._letterhead = frozenset((*_WORD.findall(named), *_initials(named)))
        if self.facts.kind is Kind.EMAIL and _EVERYONE.match(reading.actor.text):
            return True
        body = _BODY.fullmatch(reading.actor.text)
        if body is None or body["name"] is None:
            return body is not None
        names = [word for word in body["name"].split() if word[0].isupper()]
        return all(word in self._letterhead for word in names)


def own_words(text: str) -> str:
    """A sentence up to a quotation that it opens and does not close."""
    opened = _UNCLOSED.search(text) if "“" in text or "‘‘" in text else None
    return text[: opened.start()] if opened else text


def _initials(named: str) -> Iterator[str]:
    """The initials of the bodies named: the "Animal and Plant Health Inspection Service" is APHIS."""
    for body in _PROPER.findall(named):
        yield "".join(word[0] for word in body.split() if word[0].isupper())


def _under(row: Row, lead: Row) -> Row:
    """A row in a list: what names nobody is done by whom the lead names ("the Director:")."""
    if row.actor is None and row.kind == lead.kind and lead.actor is not None and not row.passive:
        named = replace(row, actor=lead.actor, named_in=lead.naming)
        return replace(named, lead=lead.index, lead_verb=lead.verb)
    return replace(row, lead=lead.index)


def _bound(index: int, reading: Reading) -> Row:
    actor = (reading.actor.start, reading.actor.end) if reading.actor else None
    patient = (reading.patient.start, reading.patient.end) if reading.patient else None
    passive = reading.patient is not None
    due = reading.patient and reading.modal.endswith(" due") and names_members(reading.patient.text)
    # whoever is written to owes what a list above names
    kind = "request" if due else "tasking"
    return Row(index, kind, reading.verb, reading.modal, actor, patient, passive, not reading.weak)
