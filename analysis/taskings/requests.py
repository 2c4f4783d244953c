"""What letters, e-mails and memos ask for: requests, questions, invitations, and the answer they await."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.cued import cued
from analysis.deadlines import Deadline, deadlines, resolve
from analysis.lists import opens_list
from analysis.masthead.kinds import LETTER_DETAILS
from analysis.metadata import Facts
from analysis.outline import Outline, Role
from analysis.taskings import request_words as words
from analysis.taskings.actors import is_animate
from analysis.taskings.asked_by_others import asked_by_others
from analysis.taskings.clauses import unquoted
from analysis.taskings.questions import is_asked_how, leans, only_asks
from analysis.taskings.reported import reports_ask
from analysis.taskings.soft_requests import softly_asked
from analysis.taskings.verbs import imperative_at
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import Kind, Reply

LETTERS = frozenset({Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL, Kind.OTHER})
"""The kinds that ask rather than order. A document of another kind has orders of its own form."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request in one sentence. `verb` is where the thing asked for begins, `whom` the words asked, if any.

    `sure` is False where a wish or a bare question leaves doubt; `courtesy` marks lines of politeness,
    which ask for nothing that a tasker must hold; `bare` an imperative without a word of asking; `thing`
    what only a noun names.
    """

    kind: str
    verb: int
    whom: tuple[int, int] | None = None
    sure: bool = True
    courtesy: bool = False
    bare: bool = False
    thing: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands. `letter`: in correspondence, where a bare question asks.

    `asked_above`: in a list that a request introduces. `ordered`: where any imperative orders, since the
    sentence states a term or stands under a heading like "Required actions". `opening`: where a term that
    opens the sentence ends.
    """

    letter: bool
    asked_above: bool = False
    ordered: bool = False
    opening: int = 0


def read_request(text: str, place: Place) -> Request | None:
    """The request that a sentence makes in its own words, if it makes one. Quoted words ask nothing."""
    text = unquoted(text)
    if words.OWED.match(text):
        return Request("request", len(text))
    if not words.CUE.search(text):
        return _imperative(text, place)
    invited = place.letter and words.INVITATION.search(text)
    if invited:
        bidden = words.BIDDEN.match(text)
        if bidden and bidden.end() == invited.end() and is_animate(bidden["whom"]):
            return Request("invitation", bidden.start("whom"), bidden.span("whom"))
        return Request("invitation", invited.start())
    if words.COURTESY.search(text) and not _bids_more(text):
        return Request("request", 0, courtesy=True)
    if place.letter and "?" in text and only_asks(text) and not words.PLEASE.search(text):
        return _question(text, place)
    found = _asked(text) or (_in_letter(text, place) if place.letter else _by_office(text))
    return found or _imperative(text, place)


def _bids_more(text: str) -> bool:
    """Whether "please" goes with a deed of its own: "please name a contact for questions by May 4"."""
    please = words.PLEASE.search(text)
    return please is not None and words.NAMES_CONTACT.match(text, please.start("do")) is not None


def _asked(text: str) -> Request | None:
    """Words that ask in any kind of document."""
    please = words.PLEASE.search(text)
    if please:
        return Request("request", please.start("do"), _whom_before(text, please))
    they = words.THEY_ASK.search(text)
    if they:
        return Request("request", they.end(), they.span("whom"))
    for pattern in (words.LET_KNOW, words.CLAUSE_ASK):
        match = pattern.search(text)
        if match:
            return Request("request", match.start("do") if pattern is words.CLAUSE_ASK else match.start())
    if text[:1].isupper() and (short := words.ELLIPSIS.match(text)):
        return Request(
            "request", short.start("verb") if short["verb"].lower() == "need" else short.end(), sure=False
        )
    formal = words.IT_IS.search(text)
    if formal:
        return Request("request", formal.start("do") if formal["do"] else formal.start("obtain"))
    so = words.SO_DO.search(text)
    if so and imperative_at(text, so.start("do")):
        return Request("request", so.start("do"))
    content = words.CONTENT.search(text)
    if content:
        return Request("request", content.start("thing"))
    decision = words.DECISION.match(text)
    return Request("request", decision.start("do"), decision.span("whom")) if decision else None


def _whom_before(text: str, please: re.Match[str]) -> tuple[int, int] | None:
    """Who is named before "please" that is asked: "Could your counsel please", "All clerks: please"."""
    head = words.ADDRESSED.match(text)
    if head and head.end() == please.start() and is_animate(head["whom"]):
        return head.span("whom")
    could = words.COULD_YOU.search(text, 0, please.end())
    told = could is not None and could["whom"] and could.start("do") == please.start("do")
    return _of_question(could) if could is not None and told else None


_ANYBODY = frozenset({"you", "we", "i", "someone", "somebody", "anyone"})


def _of_question(could: re.Match[str]) -> tuple[int, int] | None:
    """Who a question names that is asked, if it is not whoever is written to."""
    whom = could["whom"]
    named = whom and (" from " in whom or whom.lower().split()[0] not in _ANYBODY)
    return could.span("whom") if named else None


def _we_ask(text: str) -> Request | None:
    turned = words.WHAT_WE_ASK.match(text)
    if turned:
        return Request("request", turned.end(), thing=turned["led"] is None)
    ask = words.WE_ASK.search(text)
    writer = None if ask else words.WRITER_ASKS.search(text)
    if writer and words.OF_NOBODY.search(writer.group()) and not words.SECOND.match(text, writer.end()):
        return None
    end = ask.end() if ask else writer.end() if writer else None
    if end is None or _ELIDED.match(text, end):
        return None
    if ask and ask["learn"]:
        return Request("request", ask.start())
    if ask and ask["want"]:
        return Request("request", text.index(" to ", end) + 4)
    whom = words.WHOM.match(text, end)
    if whom and not is_animate(text[slice(*_named(whom))]):
        whom = None
    leads = None if whom else words.LEADS.match(text, end)
    if leads and is_animate(leads["whom"]):
        return Request("request", len(text), leads.span("whom"), sure=writer is None)
    named = _named(whom) if whom else None
    return Request("request", whom.start("do") if whom else end, named, sure=writer is None)


_ELIDED = re.compile(r"\s+(?:that\s+)?you\s+do(?:\s+so)?\W*$", re.I)
"""Only points back to what was said before: "we strongly recommend that you do"."""


def _for_others(text: str) -> Request | None:
    asked = asked_by_others(text)
    return Request("request", asked.at, asked.whom, asked.sure, thing=asked.thing) if asked else None


def _by_office(text: str) -> Request | None:
    """An office that asks others to act; what it merely recommends or seeks is no tasker."""
    ask = _we_ask(text)
    if ask is not None and ask.whom is not None:
        return ask
    due = words.DUE.search(text)
    if due and _NEEDED.search(due.group()):
        return Request("request", 0, sure=False)
    return _softly(text)


def _softly(text: str) -> Request | None:
    """What is asked for by saying how somebody would have it, or what it would do for him."""
    found = words.PREFERRED.search(text) or words.WOULD_DO.search(text)
    if found:
        return Request("request", found.start("thing"), sure=False)
    soft = softly_asked(text)
    return Request("request", soft.at, soft.whom, sure=False) if soft else None


_NEEDED = re.compile(r"requir|need|\bdue$", re.I)


def _in_letter(text: str, place: Place) -> Request | None:
    ask = _we_ask(text) or _for_others(text)
    if ask is not None:
        return ask
    asking = text.rstrip("”\"') ").endswith("?")
    could = words.COULD_YOU.search(text) if asking else words.CAN_YOU.match(text)
    if could and is_asked_how(text, could.start()):
        return _question(text, place)
    if could:
        return Request(
            "request", could.start("do") if could["do"] else could.start("able"), _of_question(could)
        )
    must = words.YOU_MUST.search(text)
    if must:
        return Request("request", must.start("do"), must.span("whom"))
    wish = words.WISH.search(text)
    if wish:
        theirs = words.THEIR_WISH.search(text)
        if theirs and theirs.end() == wish.start():
            return Request("request", theirs.start("who"), sure=False)
        return Request("request", 0 if wish["whole"] else wish.start(), sure=False)
    due = words.DUE.search(text)
    if due and not words.NO_REPLY.search(text, 0, due.end()):
        return Request("request", 0, sure=False)
    return _softly(text) or (_question(text, place) if asking else None)


def _named(whom: re.Match[str]) -> tuple[int, int]:
    return whom.span("whom") if whom["whom"] else whom.span("that")


def _question(text: str, place: Place) -> Request | None:
    if place.asked_above:
        return Request("question", 0)
    return Request("question", 0, sure=False) if len(text.split()) > 2 or leans(text, False) else None


def _imperative(text: str, place: Place) -> Request | None:
    hands = words.ALL_HANDS.match(text)
    if hands and imperative_at(text, hands.start("do")):
        return Request("request", hands.start("do"), hands.span("whom"), bare=True)
    addressed = words.ADDRESSED.match(text)
    if addressed and imperative_at(text, addressed.end()):
        return Request("request", addressed.end(), addressed.span("whom"), bare=True)
    at = _opened(text, place)
    if place.asked_above or place.ordered:
        begins = imperative_at(text, at, at > 0) or (
            place.opening > 0 and bool(words.AFTER_TERM.match(text, at))
        )
    else:
        begins = bool(words.DELIVER.match(text, at)) and imperative_at(text, at)
    return (
        Request("request", at, bare=True)
        if begins and (at or text[:1].isupper() or place.asked_above)
        else None
    )


def _opened(text: str, place: Place) -> int:
    """Where an imperative may begin: after a term, a condition or "In addition," that opens the sentence."""
    if place.opening:
        at = place.opening
        while at < len(text) and text[at] in ", \n":
            at += 1
        return at
    opening = words.OPENING.match(text)
    if opening is None or _says_itself(opening.group()):
        return 0
    return opening.end()


_PREPOSES = re.compile(r"\W*(?:for|with|by|in|on|under|throughout|during|using)\s", re.I)
_BINDS = re.compile(r"\s(?:should|must|shall)\s", re.I)
_RELATES = re.compile(r"\b(?:that|which|who|whom|whose|where|when|if|as)\b", re.I)


def _says_itself(opening: str) -> bool:
    """Whether the words before a comma are a sentence: "For each dock the reply should state its age,".

    What goes on behind it are further members of its own series, and bind whom it binds.
    """
    binds = _BINDS.search(opening) if _PREPOSES.match(opening) else None
    return binds is not None and not _RELATES.search(opening, 0, binds.start())


def may_ask(text: str) -> bool:
    """Whether a sentence orders or asks in some way, wherever it stands."""
    return _imperative(text, Place(True, ordered=True)) is not None or _asked(text) is not None


def expects_answers(text: str) -> bool:
    """Whether a deadline in this sentence is the deadline of the letter's questions and requests."""
    return bool(words.ANSWERS.search(text))


def is_suspense_line(text: str) -> bool:
    """Whether a line sets the suspense of the whole tasker ("SUSPENSE: noon, 18 June")."""
    return len(text) < 200 and bool(words.SUSPENSE.search(text))


def awaits_reply(text: str) -> bool:
    """Whether a sentence looks forward to an answer."""
    return bool(words.FORWARD.search(text))


_NOT_OWN = frozenset(
    {
        Role.HIDDEN,
        Role.QUOTED,
        Role.REPLY,
        Role.FURNITURE,
        Role.DISCLAIMER,
        Role.HEADING,
        Role.LETTERHEAD,
    }
)


def asks(document: ExtractedDocument, outline: Outline, facts: Facts) -> Reply | None:
    """Whether the writer of a letter expects an answer, by when (ISO), and the sentences that ask.

    Whoever writes from Congress is answered, whatever is asked, and so is a letter that asks for something
    outright: mail among staff hands out work as well, which is done and not answered. What a letter to the
    record reports that its writer asked for is named where nothing else is asked. None for orders, memos and
    statutes, which are carried out rather than answered. The lead of a list that asks is told by its members.
    """
    if facts.kind not in LETTERS:
        return None
    found: dict[int, Evidence] = {}
    answered = outright = False
    reported = []
    due: list[str] = []
    for index, sentence in enumerate(outline.sentences):
        if sentence.role in _NOT_OWN:
            continue
        text = sentence.words(document.text)
        lead = outline.sentences[sentence.lead] if sentence.lead is not None else None
        above = (
            lead is not None
            and words.REQUEST_LEAD.search(document.text[lead.span.start : lead.span.end]) is not None
        )
        request = read_request(text, Place(True, above))
        if _DAY_OF_ANSWERS.search(text):
            answered = True
            due.extend(day for one in deadlines(text) if (day := _day(one, facts)))
        if not _wants_answer(text, request):
            if request is not None and not request.courtesy:
                found[index] = document.cite(sentence.span)
                outright = outright or (request.sure and not request.bare)
            elif reports_ask(text):
                reported.append(document.cite(sentence.span))
            continue
        found[index] = document.cite(sentence.span)
        answered = True
        # a time in a question is part of what is asked ("how many are open today?")
        if request is None or request.kind != "question":
            due.extend(day for one in deadlines(text) if (day := _day(one, facts)))
    needed = answered or (bool(found) and facts.kind is Kind.CONGRESSIONAL_LETTER)
    needed = needed or (outright and _is_letter(facts))
    leads = {outline.sentences[index].lead for index in found}
    told = (one for index, one in found.items() if index not in leads or not opens_list(one.quote))
    return Reply(needed, min(due) if due else None, tuple(told) or tuple(reported))


def _is_letter(facts: Facts) -> bool:
    """Whether it is a letter of somebody outside Congress, on paper of an office or on none."""
    return facts.kind is Kind.PUBLIC_LETTER or facts.kind_detail in LETTER_DETAILS


_DAY_OF_ANSWERS = cued(
    "answer respon repl",
    r"\b[Yy]our\s+(?:\w+\s+){0,2}?(?:answers?|responses?|repl(?:y|ies))\b[^.;]{0,60}?\b(?:should|must|is|are|needs?\s+to|ha(?:s|ve)\s+to)\b"
    r"[^.;]{0,40}?\b(?:reach|due|arrive|received|sent\s+to|with\s+(?:us|me)|in\s+(?:our|my)\s+hands)\b",
)
"""A sentence that sets the day for what was asked above: "Your answers should reach me by April 4"."""


def _wants_answer(text: str, request: Request | None) -> bool:
    if awaits_reply(text):
        return True
    if request is None or request.courtesy:
        return False
    return request.kind in ("question", "invitation") or bool(words.REPLY_VERB.search(text))


def _day(deadline: Deadline, facts: Facts) -> str | None:
    return resolve(deadline, facts.date, None)[0]
