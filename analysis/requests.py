"""What letters, e-mails and memos ask for: requests, questions, invitations, and the answer they await."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.actors import is_animate
from analysis.clauses import unquoted
from analysis.deadlines import Deadline, deadlines, resolve
from analysis.metadata import Facts
from analysis.outline import Outline, Role
from pipeline.documents import ExtractedDocument
from pipeline.findings import Kind, Reply


@dataclass(frozen=True, slots=True)
class Request:
    """A request in one sentence. `verb` is where the thing asked for begins, `whom` the words asked, if any.

    `sure` is False where a wish or a bare question leaves doubt; `courtesy` marks lines of politeness,
    which ask for nothing that a tasker must hold; `bare` an imperative without a word of asking.
    """

    kind: str
    verb: int
    whom: tuple[int, int] | None = None
    sure: bool = True
    courtesy: bool = False
    bare: bool = False


CUE = re.compile(
    r"\?|\b(?:please|pls|plz|kindly|request|ask|urge|implore|demand|beg|petition|appeal|invit"
    r"|encourage|recommend|would|could|can"
    r"|let\s+(?:me|us)|look(?:ing)?\s+forward|need|expect|want|seek|call\s+(?:up)?on|RSVP|due"
    r"|provide|send|respond|reply|advise|confirm"
    r"|tell|describe|explain|identify|submit|forward|must|should|join\s+us|honou?r|welcome|grateful|appreciate)",
    re.I,
)
_COURTESY = re.compile(
    r"\b(?:please|kindly)\s+(?:(?:direct|address|refer)\s+(?:any\s+|all\s+|your\s+"
    r"|further\s+)*(?:questions|inquiries|comments)\b|be\s+(?:assured|advised|aware|sure)"
    r"|rest\s+assured|note\b|know\b|find\b|accept\b|do\s+not\s+hesitate"
    r"|don['’]t\s+hesitate|feel\s+free|keep\s+in\s+mind|understand\b|pardon|forgive|excuse"
    r"|remember|give\s+my|see\s+(?:the\s+)?(?:attached"
    r"|enclosed|below))|\b(?:do\s+not|don['’]t)\s+hesitate"
    r"|\b(?:with|have|has|for|regarding|in\s+case\s+of)\s+(?:any\s+)?(?:further\s+|other\s+"
    r"|additional\s+|follow-?up\s+)*(?:questions?|concerns?"
    r"|inquiries)\b.{0,160}\b(?:contact|call|e-?mail|reach|at\s+\(?\d)|\b(?:contact|call"
    r"|reach)\b.{3,200}\b(?:questions?|concerns?|further"
    r"\s+information|more\s+information|assistance)\b|\bfor\s+(?:further|more"
    r"|additional)\s+information,?\s+(?:please\s+)?contact"
    r"|^(?:again,?\s+)?thank(?:s|\s+you)\b(?!.{0,200}\bplease\b)|\bif\s+(?:I|we)\s+(?:can"
    r"|may)\s+be\s+of\b|\bif\s+you\s+need\s+any\s+(?:help"
    r"|assistance|more)",
    re.I | re.S,
)
_ADV = (
    r"(?:(?:also|therefore|hereby|further|again|do|must|now|thus|accordingly|would|simply"
    r"|once\s+again|kindly|\w+ly)\s+){0,3}"
)
_PLEASE = re.compile(
    r"\b(?:please|pls|plz|kindly)\s+(?:also\s+|then\s+|\w+ly\s+)?(?P<do>[a-z][a-z'’-]*)", re.I
)
_WE_ASK = re.compile(
    rf"(?<!if )(?<!as )(?<!when )\b(?:I|we)(?:,\s[^,]{{3,80}},)?\s+{_ADV}(?P<verb>ask|request|urge"
    rf"|implore|beg|petition|call\s+(?:up)?on|demand"
    rf"|encourage|recommend|invite|seek|direct|insist)\b(?!\s+(?:permission|leave|confidential"
    rf"|to\s+(?:be|speak)))"
    rf"|\b(?:I|we)\s+(?:am|are)\s+{_ADV}(?P<prog>asking|requesting|urging|calling\s+(?:up)?on"
    rf"|inviting|seeking|recommending)\b"
    rf"|\b(?:I|we)\s+(?:am\s+writing|are\s+writing"
    rf"|write)(?:\s+\w+){{0,4}}?\s+to\s+{_ADV}(?P<write>ask|request|urge|invite|seek|petition|call"
    rf"\s+(?:up)?on)\b"
    rf"|\b(?:I|we)\s+{_ADV}(?P<need>need|want|expect|require)\s+(?=you\b|your\b|the\s+(?:department|agency|administration|bureau|commission)\b)",
    re.I,
)
_WISH = re.compile(
    r"(?:\bwould|['’]d)\s+(?:\w+ly\s+)?(?:like\s+(?:you|your|the|this|that|it|his|her|my|our"
    r"|their|an?\b|to\s+(?:request|ask|invite|receive|know|meet|hear|understand|schedule"
    r"|urge|see|have))|appreciate\s+(?!the\s+opportunity)|welcome\b|be\s+(?:\w+ly\s+)?(?:grateful|honou?red|pleased|delighted)\s+if\b)",
    re.I,
)
_THEY_ASK = re.compile(
    r"(?<!may )(?<!might )(?<!to )(?<!will )(?<!can )\b(?:requests?|asks?|urges?|recommends?"
    r"|directs?|invites?|advises?)\s+(?:that\s+)?(?P<whom>you|your\s+\w+|agencies|each\s+agency"
    r"|all\s+agencies|all\s+components|each\s+\w+|components|bureaus|offices)\b(?:\s+to)?\s+(?!do\b)",
    re.I,
)
_COULD_YOU = re.compile(
    r"\b(?:could|can|would|will|may|might)\s+(?:you|someone|somebody|your\s+\w+|we"
    r"|I)\s+(?:also\s+|please\s+|kindly\s+|\w+ly\s+)?(?P<do>[a-z]+)"
    r"|\b(?:would|is)\s+it\s+(?:be\s+)?possible\s+(?:for\s+\w+\s+)?to\s+(?P<able>[a-z]+)",
    re.I,
)
_LET_KNOW = re.compile(
    r"\b(?:let|keep)\s+(?:me|us|my\s+\w+|our\s+\w+)\s+(?:know|informed|apprised|updated|posted|advised)\b"
    r"|\bget\s+back\s+to\s+(?:me|us)\b|\bRSVP\b|\bS\.?V\.?P\b",
    re.I,
)
_YOU_MUST = re.compile(
    r"\b(?P<whom>you|your\s+(?:agency|department|office|administration|company|organization"
    r"|staff))\s+(?:must|should|shall|need\s+to"
    r"|(?:is|are)\s+(?:(?:hereby\s+)?(?:requested|asked|required|directed|urged|invited"
    r"|instructed|expected|encouraged)\s+)?to)"
    r"\s+(?:also\s+|\w+ly\s+)?(?P<do>(?!also\b|be\b|have\b|know\b|expect\b|note\b|see\b|find\b|feel\b|already\b|not\b|understand\b)\w+)",
    re.I,
)
_PAPERS = (
    r"(?:responses?|repl(?:y|ies)|answers?|comments?|input|submissions?|reports?|materials?"
    r"|drafts?|edits|clearances?|updates?"
    r"|this|it|they|these)"
)
_DUE = re.compile(
    rf"\b{_PAPERS}\b(?:\s+(?:on|to|for|from)\s+[^,.;]{{2,60}}?)?\s+(?:(?:is|are)\s+(?:due"
    rf"|requested|needed|required|expected)"
    r"|(?:should|must|shall|(?:is|are)\s+to)\s+be\s+(?:sent|submitted|provided|returned|received|forwarded|delivered|e-?mailed))\b",
    re.I,
)
_FORWARD = re.compile(
    r"\blook(?:ing)?\s+forward\s+to\s+(?:your\s+|receiving\s+|hearing\s+|a\s+"
    r"|an\s+)+(?:\w+\s+){0,2}(?:response|reply|answers?|from\s+you"
    r"|reaction|decision|acknowledg\w+|back|hearing)?|\bawait(?:ing)?\s+your\b",
    re.I,
)
_INVITATION = re.compile(
    r"\b(?:invite\s+you|inviting\s+you|invited\s+to|invitation\s+to\s+(?:you|speak|attend|join)"
    r"|join\s+us\b|pleasure\s+of\s+your\s+company"
    r"|honou?red?\s+(?:if|by|to\s+have)\s+you|accept\s+(?:our|this|my)\s+invitation|extend\s+(?:an|our|this|my)\s+(?:\w+\s+)?invitation)",
    re.I,
)
_OPENING = re.compile(
    r"(?:(?:in\s+addition|additionally|also|further|finally|then|next|first|second(?:ly)?"
    r"|third(?:ly)?|therefore|specifically|accordingly"
    r"|to\s+that\s+end|as\s+such),?\s+|(?:if|to\s+the\s+extent|where|when|for|with|by|within"
    r"|no\s+later|not\s+later|before|upon|after|once)\b"
    r"[^,]{2,160},\s+)?",
    re.I,
)
_IMPERATIVE = re.compile(
    r"(?:provide|describe|explain|identify|list|send|confirm|advise|produce|submit|tell|state"
    r"|clarify|detail|forward|call|review|prepare|draft"
    r"|schedule|print|include|share|reconcile|revise|disclose|respond|reply|return|sign|arrange"
    r"|check|update|coordinate|notify|specify|outline"
    r"|summarize|report|complete|certify|designate|transmit|furnish|indicate|quantify|discuss"
    r"|supply|attach|publish|remove|conduct|develop"
    r"|implement|ensure|establish|take|make|begin|start|stop|rescind|withdraw|reconsider|investigate|examine|consider|support|appoint|direct)\b",
    re.I,
)
# "Within 30 days, count all hooks.": a bare word where a subject with its modal would stand
_AFTER_TERM = re.compile(
    r"(?!(?:the|an?|each|every|all|any|no|such|its|their|his|her|our|my|your|this|that|these|those|there|it|we|you|they|he|she|who|what"
    r"|federal|agencies|and|or|but|in|on|at|by|for|as)\b)[a-z]+\s(?!.*\b(?:shall|must|will|should|may|can|could|would|is|are|was|were"
    r"|has|have|had)\b)",
    re.S,
)
_DELIVER = re.compile(
    r"(?:provide|send|confirm|advise|submit|forward|reply|respond|report|return|complete|notify|designate|transmit|certify|tell\s+us|furnish)\b",
    re.I,
)
_QUESTION_WORD = re.compile(
    r"(?:and\s+|but\s+|or\s+|so\s+|if\s+so,\s+|if\s+not,\s+)?(?:what|which|who|whom|whose|when"
    r"|where|why|how|do|does|did|is|are|was|were|has|have|had"
    r"|can|could|will|would|should|in\s+what|to\s+what|for\s+what|under\s+what|at\s+what|on\s+what|by\s+what|given|please)\b",
    re.I,
)
REQUEST_LEAD = re.compile(
    r"\b(?:questions?|requests?|respond|response|answers?|provide|please|information|documents?|ask|following|address)\b",
    re.I,
)
_ANSWERS = re.compile(
    r"\b(?:answers?|responses?|respond|reply|information|documents?)\b.{0,80}\b(?:these"
    r"|the\s+following|above|below|each\s+of|all\s+of|this)\b"
    r".{0,30}\b(?:questions?|requests?|inquir\w+|information|documents?|items|matters?|letter)\b"
    r"|\b(?:provide|send|submit)\s+(?:this|these|the\s+requested|all\s+of\s+this)\s+(?:information|documents?|materials?|answers?|responses?)\b",
    re.I | re.S,
)
LETTERS = frozenset({Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL, Kind.OTHER})
"""The kinds that ask rather than order. A document of another kind has orders of its own form."""


def read_request(text: str, letter: bool, asked_above: bool, dated: bool = False) -> Request | None:
    """The request that a sentence makes in its own words, if it makes one.

    `letter` tells whether the document is correspondence, where a bare question or imperative asks;
    `asked_above` whether the sentence stands in a list that a request introduces; `dated` whether it
    states a term, which makes any imperative a request.
    """
    text = unquoted(text)
    verbs = _IMPERATIVE if asked_above or dated else _DELIVER
    if not CUE.search(text):
        return _imperative(text, verbs)
    invited = letter and _INVITATION.search(text)
    if invited:
        return Request("invitation", invited.start())
    if _COURTESY.search(text):
        return Request("request", 0, courtesy=True)
    found = _asked(text) or (_in_letter(text, asked_above) if letter else _by_office(text))
    return found or _imperative(text, verbs)


def _asked(text: str) -> Request | None:
    """Words that ask in any kind of document."""
    please = _PLEASE.search(text)
    if please:
        return Request("request", please.start("do"))
    they = _THEY_ASK.search(text)
    if they:
        return Request("request", they.end(), they.span("whom"))
    know = _LET_KNOW.search(text)
    if know:
        return Request("request", know.start())
    return None


_PARTY = r"(?:(?:the|your|each|all)\s+[^,;:]{2,80}?|you|agencies|components|[A-Z]{2,8}|Congress)"
_WHOM = re.compile(
    rf"\s+(?:(?P<whom>{_PARTY})\s+to|that\s+(?P<that>{_PARTY}))\s+(?:\w+ly\s+)?"
    r"(?P<do>(?!(?:of|for|and|in|to|on|at|with|from)\b)[a-z]+)"
)


def _we_ask(text: str) -> Request | None:
    ask = _WE_ASK.search(text)
    if ask is None:
        return None
    whom = _WHOM.match(text, ask.end())
    if whom and not is_animate(text[slice(*_named(whom))]):
        whom = None
    return Request("request", whom.start("do") if whom else ask.end(), _named(whom) if whom else None)


def _by_office(text: str) -> Request | None:
    """An office that asks others to act; what it merely recommends or seeks is no tasker."""
    ask = _we_ask(text)
    return ask if ask is not None and ask.whom is not None else None


def _in_letter(text: str, asked_above: bool) -> Request | None:
    ask = _we_ask(text)
    if ask is not None:
        return ask
    asking = text.rstrip("”\"') ").endswith("?")
    could = _COULD_YOU.search(text) if asking else None
    if could:
        return Request("request", could.start("do") if could["do"] else could.start("able"))
    must = _YOU_MUST.search(text)
    if must:
        return Request("request", must.start("do"), must.span("whom"))
    wish = _WISH.search(text)
    if wish:
        return Request("request", wish.start(), sure=False)
    if _DUE.search(text):
        return Request("request", 0, sure=False)
    return _question(text, asked_above) if asking else None


def _named(whom: re.Match[str]) -> tuple[int, int]:
    return whom.span("whom") if whom["whom"] else whom.span("that")


def _question(text: str, asked_above: bool) -> Request | None:
    if asked_above:
        return Request("question", 0)
    return Request("question", 0, sure=False) if _QUESTION_WORD.match(text) else None


def _imperative(text: str, verbs: re.Pattern[str]) -> Request | None:
    opening = _OPENING.match(text)
    at = opening.end() if opening else 0
    match = verbs.match(text, at) or (_AFTER_TERM.match(text, at) if at and verbs is _IMPERATIVE else None)
    if match is None or (at == 0 and not text[:1].isupper() and verbs is _DELIVER):
        return None
    return Request("request", at, bare=True)


def orders(text: str) -> bool:
    """Whether a sentence is a bare imperative that asks to hand something over."""
    return _imperative(text, _DELIVER) is not None


def expects_answers(text: str) -> bool:
    """Whether a deadline in this sentence is the deadline of the letter's questions and requests."""
    return bool(_ANSWERS.search(text))


def awaits_reply(text: str) -> bool:
    """Whether a sentence looks forward to an answer."""
    return bool(_FORWARD.search(text))


_REPLY_VERB = re.compile(
    r"\b(?:respon(?:d|se)|repl(?:y|ies)|answers?|let\s+(?:me|us)\s+know"
    r"|hear(?:ing)?\s+(?:back\s+)?from\s+you|get\s+back\s+to|inform\s+(?:me|us)"
    r"|advise\s+(?:me|us)|provide|send|call\s+(?:me|us)|tell\s+(?:me|us)|RSVP|written|confirm)\b",
    re.I,
)
_NOT_OWN = frozenset({Role.HIDDEN, Role.QUOTED, Role.REPLY, Role.FURNITURE, Role.HEADING, Role.LETTERHEAD})


def asks(document: ExtractedDocument, outline: Outline, facts: Facts) -> Reply | None:
    """Whether the writer of a letter expects an answer, by when (ISO), and the sentences that ask for it.

    None for orders, memos and statutes, which are carried out rather than answered.
    """
    if facts.kind not in LETTERS:
        return None
    found = []
    due: list[str] = []
    for sentence in outline.sentences:
        if sentence.role in _NOT_OWN:
            continue
        text = document.text[sentence.span.start : sentence.span.end]
        lead = outline.sentences[sentence.lead] if sentence.lead is not None else None
        above = (
            lead is not None
            and REQUEST_LEAD.search(document.text[lead.span.start : lead.span.end]) is not None
        )
        request = read_request(text, True, above)
        if not _wants_answer(text, request):
            continue
        found.append(document.cite(sentence.span))
        due.extend(day for one in deadlines(text) if (day := _day(one, facts)))
    return Reply(bool(found), min(due) if due else None, tuple(found))


def _wants_answer(text: str, request: Request | None) -> bool:
    if awaits_reply(text):
        return True
    if request is None or request.courtesy:
        return False
    return request.kind in ("question", "invitation") or bool(_REPLY_VERB.search(text))


def _day(deadline: Deadline, facts: Facts) -> str | None:
    return resolve(deadline, facts.date, None)[0]
