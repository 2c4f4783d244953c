"""What letters, e-mails and memos ask for: requests, questions, invitations, and the answer they await."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.deadlines import Deadline, deadlines, resolve
from analysis.metadata import Facts
from analysis.outline import Outline, Role
from pipeline.documents import ExtractedDocument
from pipeline.findings import Kind, Reply


@dataclass(frozen=True, slots=True)
class Request:
    """A request in one sentence. `verb` is where the thing asked for begins, `whom` the words asked, if any.

    `sure` is False where a wish or a bare question leaves doubt; `courtesy` marks lines of politeness,
    which ask for nothing that a tasker must hold.
    """

    kind: str
    verb: int
    whom: tuple[int, int] | None = None
    sure: bool = True
    courtesy: bool = False


CUE = re.compile(
    r"\?|\b(?:please|pls|plz|kindly|request|ask|urge|implore|demand|beg|petition|appeal|invit|encourage|recommend|would|could|can"
    r"|let\s+(?:me|us)|look(?:ing)?\s+forward|need|expect|want|seek|call\s+(?:up)?on|RSVP|due|provide|send|respond|reply|advise|confirm"
    r"|tell|describe|explain|identify|submit|forward|must|should|join\s+us|honou?r|welcome|grateful|appreciate)",
    re.I,
)
_COURTESY = re.compile(
    r"\b(?:please|kindly)\s+(?:be\s+(?:assured|advised|aware|sure)|rest\s+assured|note\b|know\b|find\b|accept\b|do\s+not\s+hesitate"
    r"|don['’]t\s+hesitate|feel\s+free|keep\s+in\s+mind|understand\b|pardon|forgive|excuse|remember|give\s+my|see\s+(?:the\s+)?(?:attached"
    r"|enclosed|below))|\b(?:do\s+not|don['’]t)\s+hesitate"
    r"|\b(?:with|have|has|for|regarding|in\s+case\s+of)\s+(?:any\s+)?(?:further\s+|other\s+|additional\s+|follow-?up\s+)*(?:questions?|concerns?"
    r"|inquiries)\b.{0,160}\b(?:contact|call|e-?mail|reach|at\s+\(?\d)|\b(?:contact|call|reach)\b.{3,200}\b(?:questions?|concerns?|further"
    r"\s+information|more\s+information|assistance)\b|\bfor\s+(?:further|more|additional)\s+information,?\s+(?:please\s+)?contact"
    r"|^(?:again,?\s+)?thank(?:s|\s+you)\b(?!.{0,200}\bplease\b)|\bif\s+(?:I|we)\s+(?:can|may)\s+be\s+of\b|\bif\s+you\s+need\s+any\s+(?:help"
    r"|assistance|more)",
    re.I | re.S,
)
_ADV = r"(?:(?:also|therefore|hereby|further|again|do|must|now|thus|accordingly|would|simply|once\s+again|kindly|\w+ly)\s+){0,3}"
_PLEASE = re.compile(
    r"\b(?:please|pls|plz|kindly)\s+(?:also\s+|then\s+|\w+ly\s+)?(?P<do>[a-z][a-z'’-]*)", re.I
)
_WE_ASK = re.compile(
    rf"(?<!if )(?<!as )(?<!when )\b(?:I|we)(?:,\s[^,]{{3,80}},)?\s+{_ADV}(?P<verb>ask|request|urge|implore|beg|petition|call\s+(?:up)?on|demand"
    rf"|encourage|recommend|invite|seek|direct|insist)\b(?!\s+(?:permission|leave|confidential|to\s+(?:be|speak)))"
    rf"|\b(?:I|we)\s+(?:am|are)\s+{_ADV}(?P<prog>asking|requesting|urging|calling\s+(?:up)?on|inviting|seeking|recommending)\b"
    rf"|\b(?:I|we)\s+(?:am\s+writing|are\s+writing|write)(?:\s+\w+){{0,4}}?\s+to\s+{_ADV}(?P<write>ask|request|urge|invite|seek|petition|call"
    rf"\s+(?:up)?on)\b"
    rf"|\b(?:I|we)\s+{_ADV}(?P<need>need|want|expect|require)\s+(?=you\b|your\b|the\s+(?:department|agency|administration|bureau|commission)\b)",
    re.I,
)
_WISH = re.compile(
    r"\bwould\s+(?:\w+ly\s+)?(?:like\s+(?:you|your|the|this|that|it|an?\b|to\s+(?:request|ask|invite|receive|know|meet|hear|understand|schedule"
    r"|urge|see|have))|appreciate\s+(?!the\s+opportunity)|welcome\b|be\s+(?:\w+ly\s+)?(?:grateful|honou?red|pleased|delighted)\s+if\b)",
    re.I,
)
_THEY_ASK = re.compile(
    r"(?<!may )(?<!might )(?<!to )(?<!will )(?<!can )\b(?:requests?|asks?|urges?|recommends?|directs?|invites?|advises?)\s+(?:that\s+)?(?P<whom>you|your\s+\w+|agencies|each\s+agency"
    r"|all\s+agencies|all\s+components|each\s+\w+|components|bureaus|offices)\b(?:\s+to)?\s+",
    re.I,
)
_COULD_YOU = re.compile(
    r"\b(?:could|can|would|will|may|might)\s+(?:you|someone|somebody|your\s+\w+|we|I)\s+(?:also\s+|please\s+|kindly\s+|\w+ly\s+)?(?P<do>[a-z]+)"
    r"|\b(?:would|is)\s+it\s+(?:be\s+)?possible\b",
    re.I,
)
_LET_KNOW = re.compile(
    r"\b(?:let|keep)\s+(?:me|us|my\s+\w+|our\s+\w+)\s+(?:know|informed|apprised|updated|posted|advised)\b"
    r"|\bget\s+back\s+to\s+(?:me|us)\b|\bRSVP\b|\bS\.?V\.?P\b",
    re.I,
)
_YOU_MUST = re.compile(
    r"\b(?P<whom>you|your\s+(?:agency|department|office|administration|company|organization|staff))\s+(?:must|should|shall|need\s+to"
    r"|(?:is|are)\s+(?:hereby\s+)?(?:requested|asked|required|directed|urged|invited|instructed|expected|encouraged)\s+to)\s+(?P<do>\w+)",
    re.I,
)
_DUE = re.compile(
    r"\b(?:responses?|repl(?:y|ies)|answers?|comments?|input|submissions?|reports?|materials?|drafts?|edits|clearances?|this|it)\s+(?:is|are)"
    r"\s+(?:due|requested|needed|required|expected)\b",
    re.I,
)
_FORWARD = re.compile(
    r"\blook(?:ing)?\s+forward\s+to\s+(?:your\s+|receiving\s+|hearing\s+|a\s+|an\s+)+(?:\w+\s+){0,2}(?:response|reply|answers?|from\s+you"
    r"|reaction|decision|acknowledg\w+|back|hearing)?|\bawait(?:ing)?\s+your\b",
    re.I,
)
_INVITATION = re.compile(
    r"\b(?:invite\s+you|inviting\s+you|invited\s+to|invitation\s+to\s+(?:you|speak|attend|join)|join\s+us\b|pleasure\s+of\s+your\s+company"
    r"|honou?red?\s+(?:if|by|to\s+have)\s+you|accept\s+(?:our|this|my)\s+invitation|extend\s+(?:an|our|this|my)\s+(?:\w+\s+)?invitation)",
    re.I,
)
_OPENING = re.compile(
    r"(?:(?:in\s+addition|additionally|also|further|finally|then|next|first|second(?:ly)?|third(?:ly)?|therefore|specifically|accordingly"
    r"|to\s+that\s+end|as\s+such),?\s+|(?:if|to\s+the\s+extent|where|when|for|with|by|within|no\s+later|not\s+later|before|upon|after|once)\b"
    r"[^,]{2,160},\s+)?",
    re.I,
)
_IMPERATIVE = re.compile(
    r"(?:provide|describe|explain|identify|list|send|confirm|advise|produce|submit|tell|state|clarify|detail|forward|call|review|prepare|draft"
    r"|schedule|print|include|share|reconcile|revise|disclose|respond|reply|return|sign|arrange|check|update|coordinate|notify|specify|outline"
    r"|summarize|report|complete|certify|designate|transmit|furnish|indicate|quantify|discuss|supply|attach|publish|remove|conduct|develop"
    r"|implement|ensure|establish|take|make|begin|start|stop|rescind|withdraw|reconsider|investigate|examine|consider|support|appoint|direct)\b",
    re.I,
)
_DELIVER = re.compile(
    r"(?:provide|send|confirm|advise|submit|forward|reply|respond|report|return|complete|notify|designate|transmit|certify|tell\s+us|furnish)\b",
    re.I,
)
_QUESTION_WORD = re.compile(
    r"(?:and\s+|but\s+|or\s+|so\s+|if\s+so,\s+|if\s+not,\s+)?(?:what|which|who|whom|whose|when|where|why|how|do|does|did|is|are|was|were|has|have|had"
    r"|can|could|will|would|should|in\s+what|to\s+what|for\s+what|under\s+what|at\s+what|on\s+what|by\s+what|given|please)\b",
    re.I,
)
REQUEST_LEAD = re.compile(
    r"\b(?:questions?|requests?|respond|response|answers?|provide|please|information|documents?|ask|following|address)\b",
    re.I,
)
_ANSWERS = re.compile(
    r"\b(?:answers?|responses?|respond|reply|information|documents?)\b.{0,80}\b(?:these|the\s+following|above|below|each\s+of|all\s+of|this)\b"
    r".{0,30}\b(?:questions?|requests?|inquir\w+|information|documents?|items|matters?|letter)\b"
    r"|\b(?:provide|send|submit)\s+(?:this|these|the\s+requested|all\s+of\s+this)\s+(?:information|documents?|materials?|answers?|responses?)\b",
    re.I | re.S,
)
LETTERS = frozenset({Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL, Kind.OTHER})
"""The kinds that ask rather than order. A document of another kind has orders of its own form."""


def read_request(text: str, letter: bool, asked_above: bool) -> Request | None:
    """The request that a sentence makes, if it makes one.

    `letter` tells whether the document is correspondence, where a bare question or imperative asks;
    `asked_above` whether the sentence stands in a list that a request introduces.
    """
    if not CUE.search(text):
        return None
    if _COURTESY.search(text) and not _INVITATION.search(text):
        return Request("request", 0, courtesy=True)
    if letter and _INVITATION.search(text):
        return Request("invitation", _after(text, _INVITATION))
    return _asked(text) or (_in_letter(text, asked_above) if letter else _delivered(text, asked_above))


def _after(text: str, pattern: re.Pattern[str]) -> int:
    match = pattern.search(text)
    return match.start() if match else 0


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


_PARTY = r"(?:(?:the|your|each|all)\s+[^,;:]{2,80}?|you|agencies|[A-Z]{2,8}|Congress)"
_WHOM = re.compile(rf"\s+(?:(?P<whom>{_PARTY})\s+to|that\s+(?P<that>{_PARTY}))\s+(?:\w+ly\s+)?(?P<do>[a-z]+)")


def _in_letter(text: str, asked_above: bool) -> Request | None:
    ask = _WE_ASK.search(text)
    if ask:
        whom = _WHOM.match(text, ask.end())
        verb = whom.start("do") if whom else ask.end()
        return Request("request", verb, _party(whom))
    for pattern in (_COULD_YOU, _YOU_MUST):
        match = pattern.search(text)
        if match and (pattern is _YOU_MUST or text.rstrip().endswith("?")):
            whom_at = match.span("whom") if pattern is _YOU_MUST else None
            return Request("request", match.start("do") if match["do"] else match.start(), whom_at)
    for pattern in (_WISH, _DUE):
        match = pattern.search(text)
        if match:
            return Request("request", match.start(), sure=False)
    if text.rstrip("”\"')").endswith("?"):
        return _question(text, asked_above)
    return _imperative(text, _IMPERATIVE if asked_above else _DELIVER)


def _party(whom: re.Match[str] | None) -> tuple[int, int] | None:
    if whom is None:
        return None
    return whom.span("whom") if whom["whom"] else whom.span("that")


def _question(text: str, asked_above: bool) -> Request | None:
    if asked_above:
        return Request("question", 0)
    return Request("question", 0, sure=False) if _QUESTION_WORD.match(text) else None


def _delivered(text: str, asked_above: bool) -> Request | None:
    """A bare imperative of a memo: only where it names something to hand over, or stands under a lead."""
    return _imperative(text, _IMPERATIVE if asked_above else _DELIVER)


def _imperative(text: str, verbs: re.Pattern[str]) -> Request | None:
    opening = _OPENING.match(text)
    at = opening.end() if opening else 0
    match = verbs.match(text, at)
    if match is None or (at == 0 and not text[0].isupper() and verbs is _DELIVER):
        return None
    return Request("request", at)


def expects_answers(text: str) -> bool:
    """Whether a deadline in this sentence is the deadline of the letter's questions and requests."""
    return bool(_ANSWERS.search(text))


def awaits_reply(text: str) -> bool:
    """Whether a sentence looks forward to an answer."""
    return bool(_FORWARD.search(text))


_REPLY_VERB = re.compile(
    r"\b(?:respon(?:d|se)|repl(?:y|ies)|answers?|let\s+(?:me|us)\s+know|hear(?:ing)?\s+(?:back\s+)?from\s+you|get\s+back\s+to|inform\s+(?:me|us)"
    r"|advise\s+(?:me|us)|provide|tell\s+(?:me|us)|RSVP|written|confirm)\b",
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
