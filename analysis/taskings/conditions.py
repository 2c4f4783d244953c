"""Under which conditions a duty holds, and what is excepted from it, in the words of its own sentence.

A condition changes whether, when, for whom or how far somebody is bound: a clause of "if", "unless", "where"
or "once", an exception, the scope that a sentence opens with, another's consent, and the room that "where
appropriate" or "to the extent practicable" leaves. What holds for whatever an agency does, said or not, is
none: the law, and the availability of appropriations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.taskings.clauses import masked
from analysis.taskings.verbs import aims_at, imperative_at
from pipeline.documents import Evidence, Span

_FIT = (
    r"(?:reasonably\s+|deemed\s+|otherwise\s+)?(?:appropriate|necessary|needed|practicable|practical|feasible|possible|warranted"
    r"|applicable|available|relevant|advisable|cost-effective)"
)
_FREE = re.compile(
    rf"\b(?:(?:where|wherever|when|whenever|if|unless)\s+{_FIT}|as\s+(?:may\s+be\s+)?(?!otherwise|available|relevant|applicable){_FIT}"
    rf"|to\s+the\s+(?:\w+\s+)?extent\s+(?:that\s+(?:it\s+)?is\s+)?{_FIT}|upon\s+request)"
    rf"(?:\s+(?:and|or)\s+(?:(?:as|where|when|if|to\s+the\s+(?:\w+\s+)?extent)\s+)?{_FIT})?\b(?!\s+(?:to|for|by|in|under|consistent|given)\b)",
    re.I,
)
"""The room that is left to whoever acts, as fixed words."""
_MEASURED = re.compile(
    r"\b(?:as\s+\w+|as\s+(?:many|much|few|little|wide|broad|large|great|high|low|long|short)\s+(?:[\w’'-]+\s+){0,4}[\w’'-]+|such\s+(?:[\w’'-]+\s+){0,3}[\w’'-]+|(?:times|intervals|dates|places|occasions)"
    r"|(?:designated|appointed|selected|identified|determined|named|assigned),?)\s+$",
    re.I,
)
"""Before these they measure another word: "as soon as possible", "as many docks as possible", "such agencies
as appropriate", "at other times as appropriate", "appointed or designated, as appropriate"."""
_BY_LAW = (
    r"(?:(?:to|with)\s+the\s+(?:\w+\s+)?extent\s+|as\s+|where\s+|when\s+|if\s+|unless\s+|except\s+(?:as|where)\s+|not\s+)*(?:otherwise\s+)?(?:permitted|authorized|allowed"
    r"|provided|required|prohibited|consistent|permissible)\s+(?:by|with|under)\s+(?:the\s+|applicable\s+|existing\s+|federal\s+)*"
    r"(?:laws?|statutes?)(?:\s+(?:and|or)\s+(?:regulations?|polic(?:y|ies)))?"
    r"|in\s+accordance\s+with\s+(?:applicable\s+)?law|subject\s+to\s+(?:the\s+)?availability\s+of\s+\w+|within\s+existing\s+\w+"
)
_SAID_ANYWAY = re.compile(rf"(?:{_BY_LAW})(?:,?\s+(?:and\s+)?(?:{_BY_LAW}))*", re.I)
"""What binds every act of an agency without being said."""
_OPENS = re.compile(
    r"\b(?P<word>(?:only\s+|even\s+)?(?:if|unless|when(?:ever)?|where(?:ver)?|once|upon)|except(?:ing)?|other\s+than|excluding"
    r"|in\s+(?:the\s+event|(?:any\s+|those\s+|such\s+|all\s+)?(?:cases|instances|circumstances|situations)\s+(?=where|when|in\s+which))"
    r"|provided,?\s+(?:however,?\s+|further,?\s+)?that|on\s+(?:the\s+)?condition\s+that|(?:so|as)\s+long\s+as|to\s+the\s+(?:\w+\s+)?extent"
    r"|insofar\s+as|without\s+\w+ing|subject\s+to|with\s+the\s+(?:\w+\s+)?(?:concurrence|approval|consent|permission|agreement)\s+of"
    r"|with\s+(?:respect|regard)\s+to|in\s+the\s+case\s+of)\b",
    re.I,
)
_FIRST = re.compile(
    r"(?:(?:however|in\s+addition|additionally|also|further|furthermore|moreover|and|but|finally),?\s+)?"
    r"(?P<scope>should\s+(?=you\b|it\b|they\b|he\b|she\b|there\b|an?\b|any\b|the\b|your\b|this\b|that\b|[A-Z])"
    r"|in\s+(?!keeping|consulting|working|partnering|collaborating|coordinating|cooperating|meeting|being|(?:executing|pursuing|carrying|performing"
    r"|fulfilling|discharging|furthering|advancing|accomplishing|achieving|administering|implementing|effectuating|complying|doing|serving)\b)[a-z]+ing\b"
    r"|pending\s+|(?:absent|barring|in\s+the\s+absence\s+of)\s+|failing\s+(?!to\b)|(?:after|following|until)\s+(?!consult|coordinat|notice|th[ai][st]\b|discuss)"
    r"|for\s+(?!purposes|the\s+purposes?|example|instance|th(?:is|at|ese|ose|e)\s+reasons?|fiscal|calendar|further|more|additional"
    r"|questions|too|years?|decades?|now|its\s+part|his|her|my|many|over|nearly|almost|\d))",
    re.I,
)
"""Scopes that only open a sentence: "In choosing a dock,", "For sales above $500,000,", "Absent a vote,".

"In carrying out its duties," and "In pursuing its mission," tell of all that somebody does and bound nothing.
"""
_SET_OFF = re.compile(
    r"(?:^|[,;:(—–])\s*(?:(?:and|or|but)\s+)?$|\b(?:shall|must|should|will)\s+(?:also\s+)?$", re.I
)
_WITH = re.compile(r"\b(?:consult|coordinat|collaborat|cooperat)\w+[^;]*$", re.I)
_TO = re.compile(r"\bto\s+(?=[a-z])")
_DESCRIBES = re.compile(
    r"\b(?:that|which|who)\s[^,;]*$|\bincluding\b[^;]*$|,\s+\w{2,}ing\s[^,;]*$|,\s+(?:rely|us|act|work|build|draw)ing\s+$"
)
_AND_ASIDE = re.compile(r"\b(?:and|or),\s[^,;]{3,80},\s+$", re.I)
_AFTER_AND = re.compile(r"\b(?:and|or|but),?\s+$", re.I)
_WHETHER = re.compile(
    r"\b(?:determin\w+|ascertain\w*|see|ask(?:s|ed|ing)?|decid\w+|consider\w*|assess\w*|evaluat\w+|know|tell|hear|learn|verif\w+|establish"
    r"|confirm\w*|indicat\w+|state|check|clarify|wonder\w*|explain|identif\w+|say|grateful|(?:be|am|are|is)\s+(?:most\s+|very\s+|so\s+)?(?:grateful|glad|pleased|happy|helpful|obliged|delighted|honou?red|thrilled|thankful|useful|appreciated|ideal|best|better|nice|good|wonderful|great|preferable)|help(?:\s+(?:\w+ly|us|me))*"
    r"|appreciate(?:\s+it)?|helpful|consequences?|effects?|as|that|which|who|whether|how|what|because|whereby)(?:\s+(?:us|me|you|them|him|her))?,?\s+$",
    re.I,
)
"""After these "if" means whether, or belongs to a clause within the object."""
_ASIDE = re.compile(r",\s[^,;]{1,40},\s*$")
_TOLD_WHEN = re.compile(r"\b(?:advise|tell|inform|know|ask|say|told|show|state)\b[^,;]*$", re.I)
_ASKS_TO_TELL = re.compile(
    r"(?:let\s+\w+\s+know|tell|inform|advise|say|show|state|explain|indicate)(?:\s+(?:us|me|him|her|them))?\b",
    re.I,
)
_QUESTION = re.compile(r"\s+(?:when|where|whether|what|why|how|who|which)\b", re.I)
_ANY = re.compile(r"\s+any\s*(?=[,;.)]|$)", re.I)
"""Behind "if" it doubts only whether there are such things: "what funds, if any, it lacks"."""
_POINT_OF_TIME = re.compile(
    r"\b(?:times?|dates?|days?|periods?|moments?|years?|points?|including|especially|particularly|of|to|than|from|and|or|not)\s+$",
    re.I,
)
_EVENT = re.compile(
    r"\s+(?:the\s+|a\s+|an\s+|its\s+|such\s+)?(?:\w+ing|receipt|notice|\w+(?:ion|al|ance|ence|ment))\b", re.I
)
_RESTS = re.compile(r"\b(?:based|rel\w+|build\w*|call\w*|act\w*|draw\w*)\s+$", re.I)
_FINITE = re.compile(r"\s+(?!\w+ing\b)\w")
_STOP = re.compile(
    r"[;:](?=\s|$)|\s+[—–]|,?\s+(?:and|but|or)\s+(?:(?:the|each|all|any)\s+(?:[\w’'-]+\s+){1,8})?(?:shall|must)\b"
    r"|,\s*(?:shall|must|should|will|may|(?:is|are)\s+(?:hereby\s+)?(?:directed|required|requested|to))\b"
    r"|,\s+(?:and\s+)?(?:in\s+(?:consultation|coordination|collaboration|cooperation|conjunction)|after\s+consult\w+|within\s+\d"
    r"|(?:not|no)\s+later|acting\s+through|working\s+with|pursuant\s+to|to\s+the\s+extent\s+permitted|consistent\s+with\s+applicable)\b",
    re.I,
)
_MAIN = re.compile(
    r",\s+(?=(?:then|please|kindly|pls|we|I|you|could|would|can|will|let|do|it|there|your|the|each|all|any|this|such)\b)",
    re.I,
)
_AS = re.compile(r"\W*(?P<as>as)\s+(?=(?:each|every|any|an?|the)\s)", re.I)
_TAKEN_UP = re.compile(r",\s+(?:it|they)\s")
"""Whoever a condition names and the duty takes up: "Where a bureau keeps docks, it shall count them"."""
_COMMA = re.compile(r",\s+(?=[a-z])")
_DOES = re.compile(r"[a-z]{3,}s\s+(?:to|the|an?|its|their|all|any|with|in|for)\b")
_AIM = re.compile(
    r",\s+(?:to\s+[a-z]+|through|including|in\s+order|in\s+a\s+manner|as\s+well\s+as|so\s+that)\b"
)
_COMMA_AND = re.compile(r",\s+(?:and|or|but)\s+(?=[a-z])")
_LOOSE = re.compile(
    r",\s+(?:could|would|can|will|might)\s*$|,?\s+(?:I|we|please|kindly)\s*$|[\s,;:—–]*\b(?:and|or|but)[\s,]*$|[\s,;:—–]+$",
    re.I,
)
_ASKED_TOO = re.compile(
    r"[,;]\s+(?:and|but|so|or)\s+(?:please|kindly|pls)\s+(?:\w+ly\s+|also\s+|then\s+)?$", re.I
)
"""How a request stands beside a sentence of its own: "The gate is shut unless it rains, and please say"."""
_TOPIC = re.compile(
    r"with\s+(?:respect|regard)\s+to\s+(?:(?:the|this|that|these|those)\s+(?:(?:sum|amount)s?\s+of\s+)?\$\s?\d|(?:your|our|my|this)\s)",
    re.I,
)
"""What a sentence speaks of, an amount or what one side has written; a class of things is a scope."""
_SHORTEST = 5
_AND_ANOTHER = re.compile(r"\band\s+(?=(?:the|other|any|all|such)\b)")
_BESIDE = 24
"""Characters between several actors and the room left to them: a comma, a short name in brackets."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Where a duty stands in its sentence: its own words, its subject, where its action begins, its terms."""

    start: int
    end: int
    subject: Span | None
    verb: int
    terms: tuple[Span, ...] = ()


@lru_cache(maxsize=64)
def conditions(text: str, duty: Duty) -> tuple[Span, ...]:
    """The places of the conditions and exceptions of a duty, in their order; none overlap.

    Words that a deadline holds already ("upon receipt of the list") are left to it.
    """
    bare = masked(text)
    found: list[Span] = []
    for start, stop in _candidates(bare, duty):
        end = start + len(_LOOSE.sub("", bare[start:stop]))
        if stop == len(bare) and bare.endswith(".") and not bare.endswith("S.C."):
            end = min(end, stop - 1)
        inside = any(one.start <= start < one.end for one in (*found, *duty.terms))
        if end - start >= _SHORTEST and not inside and not _SAID_ANYWAY.fullmatch(bare, start, end):
            found.append(Span(start, end))
    return tuple(found)


def is_partial(text: str, place: Span, verb: int) -> bool:
    """Whether it bounds a part of the duty alone: what "and" adds to it, an aim, or a description.

    "Review and, where appropriate, revise the list" reviews it in any case, and a plan "to close the gates to
    the extent feasible" is due whatever is feasible. A title holds such words, or leaves them out with their
    part.
    """
    if place.start <= verb:
        return False
    added = _AFTER_AND.search(text, max(0, place.start - 8), place.start)
    return added is not None or _is_of_another(text, place, verb) or bounds_part(text, place, verb)


_AND_SOMEBODY = re.compile(r",\s+and\s+(?P<who>(?:the\s+|your\s+|an?\s+)?[\w’'-]+(?:\s+[\w’'-]+)?)\s+$", re.I)
_ANOTHERS = re.compile(r"(?:if|when|where|unless)\b(?!\s+appropriate)", re.I)


def _is_of_another(text: str, place: Span, verb: int) -> bool:
    """Whether it is for somebody who is added behind the deed: "attend, and counsel if you have any"."""
    if not _ANOTHERS.match(text, place.start):
        return False
    added = _AND_SOMEBODY.search(text, max(verb, place.start - 60), place.start)
    return added is not None and not imperative_at(text, added.start("who"))


def bounds_part(text: str, place: Span, verb: int) -> bool:
    """Whether room is left here to an aim, to what is included, or to what a thing is like."""
    if not _FREE.search(text, place.start, place.end):
        return False
    aims = any(aims_at(text, one.end()) for one in _TO.finditer(text, verb, place.start))
    if aims or _DESCRIBES.search(text, verb, place.start) is not None:
        return True
    return _of_one_deed(text, place, verb)


_AND_DEED = re.compile(r",?\s+(?:and|or)\s+(?:(?:shall|must|to|also)\s+)?(?=[a-z])")
_HAS_OBJECT = 3
"""Words of a deed with an object of its own; "review and revise the list" has one object for both."""


def _of_one_deed(text: str, place: Span, verb: int) -> bool:
    """Whether it belongs to one of several deeds: "count the docks and, or mend the gates, as appropriate".

    Room that is left behind the last deed is that deed's, and room before "and" that of the deed before.
    """
    if len(text[verb : place.start].split()) < _HAS_OBJECT:
        return False
    following = _AND_DEED.match(text, place.end + text.startswith(",", place.end))
    if following and imperative_at(text, following.end()):
        return True
    return any(
        imperative_at(text, one.end()) and len(text[verb : one.start()].split()) >= _HAS_OBJECT
        for one in _AND_DEED.finditer(text, verb, place.start)
    )


def said_of(holds: Sequence[Evidence]) -> str | None:
    """A row's conditions as one text; None where it has none."""
    return "; ".join(" ".join(one.quote.split()) for one in holds) or None


def numbered(holds: Sequence[Evidence]) -> dict[str, Evidence | None]:
    """The places of a row's conditions by the name of their field: `condition`, `condition_2` and on."""
    return {f"condition_{count}" if count > 1 else "condition": one for count, one in enumerate(holds, 1)}


def _candidates(bare: str, duty: Duty) -> Iterator[tuple[int, int]]:
    """Where conditions open and where they end, a clause before the phrases within it."""
    found: list[tuple[int, int]] = []
    first = _FIRST.match(bare, duty.start)
    if first and first.start("scope") < max(duty.verb, duty.subject.start if duty.subject else 0):
        found.append((first.start("scope"), _end(bare, first.start("scope"), duty)))
    while_it = _AS.match(bare, duty.start)
    own = while_it and duty.subject and duty.subject.start == while_it.end()
    if while_it and duty.subject and own and _TAKEN_UP.search(bare, duty.subject.end, duty.verb):
        found.append((while_it.start("as"), _end(bare, while_it.start("as"), duty)))
    free = _FREE.finditer(bare, duty.start, duty.end)
    found += [
        (_from_whom(bare, one.start(), duty), one.end()) for one in free if not _of_others(bare, one, duty)
    ]
    opened = (one for one in _OPENS.finditer(bare, duty.start, duty.end) if _conditions(bare, one, duty))
    found += [(one.start(), _end(bare, one.start(), duty)) for one in opened]
    yield from sorted(found, key=lambda one: (one[0], -one[1]))


def _from_whom(bare: str, at: int, duty: Duty) -> int:
    """Where the last of several actors begins if room is left right behind them: it chooses among these.

    "The Clerk and other bureaus, as appropriate, shall report": the report is due in any case.
    """
    if duty.subject is None or not duty.subject.end <= at < duty.verb or at - duty.subject.end > _BESIDE:
        return at
    if _MODAL.search(bare, duty.subject.end, at):
        return at
    last = [one.end() for one in _AND_ANOTHER.finditer(bare, duty.subject.start, duty.subject.end)][-1:]
    return last[0] if last else at


def _of_others(bare: str, free: re.Match[str], duty: Duty) -> bool:
    """Whether it measures another word, or says whom to consult ("with bureaus, as appropriate")."""
    if _MEASURED.search(bare, max(0, free.start() - 60), free.start()):
        return True
    begins = duty.subject.end if duty.subject and duty.subject.end <= free.start() else duty.start
    return free.start() < duty.verb and bool(_WITH.search(bare, begins, free.start()))


def _of_who_acts(bare: str, at: int, duty: Duty) -> bool:
    """Whether it tells of the actor, or when a partner is asked: "with A, and, if told, when it rains,"."""
    if duty.subject and duty.subject.start <= at < duty.subject.end:
        return True
    if at >= duty.verb:
        return False
    left = bare[duty.subject.end if duty.subject and duty.subject.end <= at else duty.start : at]
    return _AND_ASIDE.search(left) is not None and _WITH.search(left) is not None


def _conditions(bare: str, opened: re.Match[str], duty: Duty) -> bool:
    """Whether the word opens a condition of the duty rather than a question or a description of a thing.

    Nor does a concession: what is due "even if" something is so is due in any case.
    """
    at, word = opened.start(), " ".join(opened["word"].lower().split())
    anyway = _SAID_ANYWAY.match(bare, at)
    if word.startswith("even ") or _FREE.match(bare, at) or _TOPIC.match(bare, at):
        return False
    if _of_who_acts(bare, at, duty) or _of_another_clause(bare, at, duty):
        return False
    if anyway and word.startswith("to") and bare[anyway.end() : duty.end].lstrip()[:1] in ("", ",", ";", "."):
        return False
    left = bare[max(duty.start, at - 80) : at]
    apart = at == duty.start or bool(_SET_OFF.search(left))
    if word.endswith("if") or word == "unless":
        return not _ANY.match(bare, opened.end()) and not _WHETHER.search(_ASIDE.sub(" ", left))
    if not apart and word.startswith(("when", "upon", "in ")) and _aims(bare, duty.verb, at):
        return False
    if word in ("when", "where") and apart and _is_asked(bare, at, duty):
        return False
    if word.startswith("when"):
        told = any(part.search(left) for part in (_POINT_OF_TIME, _WHETHER, _TOLD_WHEN))
        return apart or (not told and bool(_FINITE.match(bare, opened.end())))
    if word.startswith(("where", "without")):
        joined = apart or bool(_AFTER_AND.search(left))
        return joined and not _selects(bare, opened.end(), bare[duty.verb : at])
    if word == "subject to":
        return apart and not _AFTER_AND.search(left)
    if word == "upon":
        return bool(_EVENT.match(bare, opened.end())) and (apart or not _RESTS.search(left))
    if word in ("once", "with respect to", "with regard to", "in the case of"):
        return apart and at < duty.verb
    return True


def topic(text: str, verb: int) -> Iterator[str]:
    """What a sentence speaks of before it asks: "With respect to the $2 million, …, please say why"."""
    opens = _TOPIC.match(text, 0, verb)
    comma = text.find(",", opens.end(), verb) if opens else -1
    if comma > 0:
        yield text[:comma]


def _of_another_clause(bare: str, at: int, duty: Duty) -> bool:
    """Whether it bounds a statement beside which the request stands; what opens the sentence bounds both."""
    first = bare[duty.start : at].strip(' \n"“(')
    return bool(first) and at < duty.verb and _ASKED_TOO.search(bare, at, duty.verb) is not None


def _selects(bare: str, at: int, thing: str) -> bool:
    """Whether "where" tells which of all things are meant: "all leases, where the lease covers a dock"."""
    noun = _ITS_NOUN.match(bare, at)
    if noun is None:
        return False
    stem = noun["noun"].lower().rstrip("s")
    return re.search(rf"\b(?:all|any|each|every|those)\s[^;]*\b{re.escape(stem)}", thing, re.I) is not None


_ITS_NOUN = re.compile(r"\s+(?:the|such|that|an?)\s+(?P<noun>[a-z]{4,})\b")


def _is_asked(bare: str, at: int, duty: Duty) -> bool:
    """Whether it is one of the questions that a request lists: "tell us, by May 4, when it will open"."""
    tells = _ASKS_TO_TELL.match(bare, duty.verb)
    if tells is None:
        return False
    first = tells.end()
    for term in duty.terms:
        if not bare[first : term.start].strip(", \n"):
            first = term.end + bare.startswith(",", term.end)
    return first < at and _QUESTION.match(bare, first) is not None


def _aims(bare: str, start: int, end: int) -> bool:
    """Whether an aim stands between: "a plan to guard the docks in the event of fire" waits for none."""
    return any(aims_at(bare, one.end()) for one in _TO.finditer(bare, start, end))


def _end(bare: str, at: int, duty: Duty) -> int:
    """Where a clause that opens here ends: before the subject, the verb, or what goes on after it."""
    stops = [term.start for term in duty.terms if at < term.start]
    stops.append(_stop(bare, at, duty))
    named = duty.subject is not None and duty.subject.start > at
    if at >= duty.verb and not named:
        aim = _AIM.search(bare, at, duty.end)
        return min(*stops, aim.start() if aim else duty.end, _before_next(bare, at, duty))
    taken_up = _TAKEN_UP.search(bare, duty.subject.end, duty.verb) if duty.subject else None
    stops.append(
        taken_up.start() if taken_up else duty.subject.start if duty.subject and named else duty.verb
    )
    end = min(stops)
    own = _MAIN.search(bare, at, end) if end < duty.verb and bare[end] == ";" else None
    if own is not None:
        return own.start()
    if not named and end == duty.verb:
        main = _MAIN.search(bare, at, end)
        comma = bare.rfind(",", at, end)
        return main.start() if main else comma if comma > 0 else end
    return end


_OWN_VERB = re.compile(r",\s*(?:will|may)\b", re.I)
_MODAL = re.compile(r"\b(?:shall|must|should|will)\b", re.I)


def _stop(bare: str, at: int, duty: Duty) -> int:
    """Where a mark or a modal ends a clause; not the clause's own modal behind an aside.

    "Insofar as the Act, as amended, may apply to it, the Board shall": the duty's own modal comes later.
    """
    for stop in _STOP.finditer(bare, at + 1, duty.end):
        own = _OWN_VERB.match(bare, stop.start()) and _MODAL.search(
            bare, stop.end(), max(duty.verb, stop.end())
        )
        if not own:
            return stop.start()
    return duty.end


def _before_next(bare: str, at: int, duty: Duty) -> int:
    """The end of a condition after the verb: all that follows, up to a comma where the action goes on."""
    if at == duty.start:
        goes_on = (one for one in _COMMA.finditer(bare, at, duty.end) if imperative_at(bare, one.end(), True))
        return next((one.start() for one in goes_on), duty.end)
    if _AFTER_AND.search(bare, max(duty.start, at - 6), at):
        commas = list(_COMMA.finditer(bare, at, duty.end))
        goes_on = (
            one for one in commas if imperative_at(bare, one.end(), True) or _DOES.match(bare, one.end())
        )
        return next((one.start() for one in (*goes_on, *commas)), duty.end)
    for joined in _COMMA_AND.finditer(bare, at, duty.end):
        if imperative_at(bare, joined.end()) or _does_too(bare, at, joined.end()):
            return joined.start()
    return duty.end


_GOES_ON = re.compile(
    r"(?!(?:the|an?|any|all|each|every|such|its|their|this|that|these|those|no|both|if|when|where|is|are|was|were|has|have|had|it|they"
    r"|in|on|at|by|to|for|with|of|from|as|not|only)\b)[a-z]{3,}(?<!s)(?<!ed)(?<!ing)(?<!ly)\s+(?:[a-z]+s|the|an?|any|all|each|its|their|such|it|them"
    r"|[a-z]+\s+(?:from|on|in|to|for|with|of|at))\b"
)


def _does_too(bare: str, at: int, start: int) -> bool:
    """Whether ", and" goes on with a second action in the plain form, after a clause with its own verb.

    "Take care when boats pass, and draw lessons from it": a clause of the condition would say "draws" or name
    who does it.
    """
    clause = bare[at:start].split(",")[0]
    return len(clause.split()) > 2 and _GOES_ON.match(bare, start) is not None
