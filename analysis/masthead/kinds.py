"""What a document is, from what its own head and foot say (never from its subject matter)."""

from __future__ import annotations

import re
from itertools import takewhile

from analysis.masthead.bodies import Writer
from analysis.masthead.fields import fields, label_of
from analysis.masthead.forms import is_contact_form
from analysis.masthead.letterhead import officer
from analysis.masthead.letters import Letter, letter_of
from analysis.masthead.mail import is_mail
from analysis.masthead.sheet import Sheet
from pipeline.findings import Kind

_AGREEMENT = re.compile(r"(?im)^\W*memorandum\s+of\s+(?:understanding|agreement)\b")
_LABELLED_LINES = 16
HEAD = 4000
"""Characters in which a document says what it is."""

_VESTED = re.compile(r"\b(?:vested\s+in\s+(?:me|the\s+President)\b|I\s+hereby\s+(?:order|direct|delegate))")
_WHITE_HOUSE = re.compile(r"(?m)^\W*THE WHITE HOUSE\b|\bFiled \d+[-–]\d+[-–]\d+")
_ORDER = re.compile(
    r"(?im)^[#*\s]*executive\s+order\s*(?:(?:no\.?|number)?\s*\d{4,5}\b|of\s+[a-z]+\s+\d{1,2},|\W*$)",
)
_ORDERED = re.compile(
    r"\bvested\s+in\s+me\s+as\s+President\b[\s\S]{0,1500}?\b(?:it\s+is\s+hereby\s+ordered|I\s+hereby\s+order|hereby\s+order\s+as)",
)
"""Web sites print orders without the words "Executive Order"; the formula of enactment is theirs alone."""
_PRESIDENTS = re.compile(
    r"\bvested\s+in\s+me\s+(?:as\s+President|by\s+the\s+Constitution)"
    r"|(?m:^\W*(?:Title\s+3\b|The\s+President\W*$|Presidential\s+(?:Documents|Memorandum)\b|Memorandum\s+of\s+[A-Z][a-z]+\s+\d))"
)
"""What only the President's own memoranda carry: a Secretary delegates "hereby" as well."""
_SPEAKS_AS = re.compile(r"\b(?:by|of|in|under)\s+my\s+Administration\b|\bmy\s+Administration['’]s\b")
"""How a President speaks where neither his house nor his powers are printed."""
_OFFICERS_POWER = re.compile(
    r"\bvest(?:s|ed)\s+in\s+(?:me\s+as\s+(?:the\s+)?)?(?:the\s+)?(?:Secretary|Administrator|Director|Commissioner|Attorney\s+General)\b"
)
_MEMORANDUM = re.compile(r"(?im)^[#*\s]*(?:presidential\s+)?memorandum\s+(?:of\s+\w+\s+\d|for\b|on\b)")
_DETERMINATION = re.compile(r"(?m)^[#*\s]*Presidential\s+Determination\s+(?:No|of)\b")
_PROCLAMATION = re.compile(
    r"(?m)^[#*\s]*(?:Presidential\s+)?Proclamation\s+(?:No\.\s*)?\d{4,5}\b|\bA\s+Proclamation\b"
)
_NOTICE = re.compile(r"(?m)^[#*\s]*(?:Presidential\s+)?Notice\s+of\s+[A-Z][a-z]+\s+\d")
_ENACTED = re.compile(
    r"Be it enacted by the|(?:R|r)esolved by the (?:Senate|House)|in Congress assembled"
    r"|(?m:^\W*(?:Public Law|PUBLIC LAW)\s+\d+\s*[-–—]\s*\d+)"
)
_PUBLIC_LAW = re.compile(r"(?im)^\W*public\s+law\s+\d+\s*[-–—]\s*\d+|\[\s*Public Law \d")
_CONTROL = re.compile(r"(?im)^\W*(?:control|tasker|tracking)\s+(?:no\.?|number|#)\s*:")
_SUSPENSE = re.compile(r"(?im)^\W*(?:suspense|due)(?:\s+date)?\s*:")
"""The sheet that an executive secretariat lays over a letter for the office that must answer it."""
_RULE_FIELDS = re.compile(r"(?m)^(AGENCY|ACTION|SUMMARY|DATES|ADDRESSES)\s*:")
_ACTION = re.compile(r"(?m)^ACTION\s*:\s*([^\n]+(?:\n[^\n]+)?)")
_AGENCY_MEMO = re.compile(
    r"(?im)^[#*\s]*(?:(?:action|info(?:rmation)?|decision|briefing)\s+)?(?:memorandum|memo)\b(?!\s+of\b)"
)
_MEMO_NAME = re.compile(r"(?m)^[#*\s]*(ACTION|INFO(?:RMATION)?|DECISION|BRIEFING)\s+MEMO")
_DIRECTIVE = re.compile(
    r"(?im)^[#*\s]*(?:(?P<bod>(?:(?-i:[A-Z])[\w.'’-]*[ \t]+){0,6}binding\s+operational\s+directive\b"
    r"|BOD\s*[-–]?\s*\d\d-\d\d)"
    r"|(?P<ed>(?:(?-i:[A-Z])[\w.'’-]*[ \t]+){0,6}emergency\s+directive\b|ED\s*[-–]?\s*\d\d-\d\d)"
    r"|(?P<circular>(?:OMB\s+)?circular\s+(?:no\.?\s*)?A-\d+)|(?P<bulletin>(?:OMB\s+)?bulletin\s+no\.?\s*\d)"
    r"|(?P<directive>(?!executive|presidential)(?:(?-i:[A-Z])[\w.'’-]*[ \t]+){0,5}?(?<!executive )"
    r"(?:directive|order|instruction)"
    r"[ \t]+(?:no\.?|number)?\s*:?\s*(?:[A-Z]{1,5}[ -]?)?\d[\w.-]*\s*(?:[:–—-].{0,120})?)$"
    r"|(?P<issuance>(?:instruction|directive|manual)\s*\n\s*(?:number|no\.)[ \t]+\d))"
)
_SPOKEN_OF = re.compile(
    r"\b(?:version|text|copy)\s+of\s+(?:the\s+)?[^.]{0,90}?(?P<ed>emergency|binding\s+operational)\s+directive\s+\d\d-\d\d"
    r"|\bauthori[sz]es\s+[^.]{3,160}?\bto\s+issue\s+(?:an?\s+)?(?P<issued>emergency|binding\s+operational)\s+directives?\b",
    re.IGNORECASE,
)
"""How a page that shows a directive introduces it, and the statement of power that opens every one."""
_OWN_GUIDANCE = re.compile(
    r"\bThis\s+(guidance|directive|circular|bulletin|instruction|policy)\s+"
    r"(?:was|is|provides|sets|establishes|implements|replaces|rescinds|supersedes|applies)\b"
)


def kind_of(sheet: Sheet, media_type: str) -> tuple[Kind, str | None, Letter | None]:
    """The kind, its free detail, and the parts of the letter where it is one."""
    if is_mail(sheet, media_type):
        return Kind.EMAIL, None, None
    formed = (Kind.PUBLIC_LETTER, "contact_form", None) if is_contact_form(sheet) else None
    return formed or _presidential(sheet) or _law(sheet) or _memo(sheet) or _letter(sheet) or _rest(sheet)


_Answer = tuple[Kind, str | None, Letter | None]


def _presidential(sheet: Sheet) -> _Answer | None:
    """The signature formula decides: agencies quote orders, the President alone has powers vested in him."""
    head, text = sheet.text[:HEAD], sheet.text
    signed = bool(_VESTED.search(text[: HEAD * 2])) or bool(_WHITE_HOUSE.search(text))
    if not signed:
        return None
    if _DETERMINATION.search(head):
        return Kind.PRESIDENTIAL_MEMORANDUM, "presidential_determination", None
    if _first(head, _ORDER, _MEMORANDUM, _PROCLAMATION, _NOTICE) is _ORDER:
        return Kind.EXECUTIVE_ORDER, None, None
    if _PROCLAMATION.search(head):
        return Kind.OTHER, "proclamation", None
    if _NOTICE.search(head):
        return Kind.OTHER, "notice", None
    signs = bool(_WHITE_HOUSE.search(text) or _PRESIDENTS.search(head))
    above = tuple(takewhile(lambda line: label_of(line.text) is None, sheet.lines))
    signs = signs or (not above[1:] and _SPEAKS_AS.search(text) is not None)
    presidents = signs or not (_OFFICERS_POWER.search(head) or officer(sheet.lines))
    if _MEMORANDUM.search(head) and presidents and not re.search(r"(?m)^FROM\s*:", head):
        return Kind.PRESIDENTIAL_MEMORANDUM, None, None
    return (Kind.EXECUTIVE_ORDER, None, None) if _ORDERED.search(head) else None


def _first(head: str, *patterns: re.Pattern[str]) -> re.Pattern[str] | None:
    places = [(match.start(), number) for number, p in enumerate(patterns) if (match := p.search(head))]
    return patterns[min(places)[1]] if places else None


def _law(sheet: Sheet) -> _Answer | None:
    head = sheet.text[: HEAD * 2]
    if len(set(_RULE_FIELDS.findall(head))) >= 3:
        action = _ACTION.search(head)
        return _rule(" ".join(action[1].split()).lower() if action else "")
    if _ENACTED.search(head) and not re.search(r"(?m)^Dear\b", head):
        if _PUBLIC_LAW.search(head):
            return Kind.STATUTE, None, None
        resolution = re.search(r"(?i)\bjoint\s+resolution\b|\bresolution\b", head[:1500])
        return Kind.STATUTE, "resolution" if resolution else "bill", None
    return None


def _rule(action: str) -> _Answer:
    for words, detail in (("proposed", "proposed_rule"), ("interim", "interim_rule"), ("rule", "final_rule")):
        if words in action and "rule" in action:
            return Kind.REGULATION, detail, None
    if re.search(r"\bdirective\b", action):
        return Kind.AGENCY_MEMO, "emergency_directive" if "emergency" in action else "directive", None
    return Kind.OTHER, "notice", None


def _memo(sheet: Sheet) -> _Answer | None:
    head = sheet.text[:HEAD]
    salutation = re.search(r"(?m)^\s*Dear\b.{2,80}[:,]\s*$", head)
    directive = _DIRECTIVE.search(head[: HEAD // 2])
    memo = _AGENCY_MEMO.search(head)
    if memo and not (salutation and salutation.start() < memo.start()):
        named = _MEMO_NAME.search(head)
        return Kind.AGENCY_MEMO, f"{named[1].lower()}_memo" if named else None, None
    if directive and not salutation:
        detail = {"bod": "directive", "ed": "emergency_directive", "issuance": "directive"}.get(
            str(directive.lastgroup)
        )
        return Kind.AGENCY_MEMO, detail or directive.lastgroup, None
    shown = _SPOKEN_OF.search(head[: HEAD // 2])
    if shown and not salutation:
        emergency = (shown["ed"] or shown["issued"]).lower() == "emergency"
        return Kind.AGENCY_MEMO, "emergency_directive" if emergency else "directive", None
    if not salutation and _CONTROL.search(head) and _SUSPENSE.search(head):
        return Kind.AGENCY_MEMO, "control_sheet", None
    if not salutation and _labelled(sheet):
        return Kind.AGENCY_MEMO, None, None
    guidance = _OWN_GUIDANCE.search(head[: HEAD // 2])
    if guidance and not salutation:
        return Kind.AGENCY_MEMO, guidance[1].lower(), None
    return None


def _labelled(sheet: Sheet) -> bool:
    """Whether TO, FROM and a subject stand together at the head, as in a memorandum without the word.

    An agreement that is sent out under such a head stays an agreement.
    """
    head = fields(sheet, 0, _LABELLED_LINES)
    return {"TO", "FROM", "SUBJECT"} <= head.keys() and not _AGREEMENT.search(sheet.text[:HEAD])


LETTER_DETAILS = frozenset({"agency_letter", "official_letter"})
"""Details of letters that have no kind of their own: of an agency, and of another government."""
_OF_WRITER = {
    Writer.CONGRESS: (Kind.CONGRESSIONAL_LETTER, None),
    Writer.OFFICIAL: (Kind.OTHER, "agency_letter"),
    Writer.GOVERNMENT: (Kind.OTHER, "official_letter"),
    Writer.PUBLIC: (Kind.PUBLIC_LETTER, None),
}


def _letter(sheet: Sheet) -> _Answer | None:
    letter = letter_of(sheet)
    if letter is None:
        return None
    kind, detail = _OF_WRITER[letter.writer]
    invites = _INVITES.search(sheet.text[:HEAD])
    return kind, detail or ("invitation" if invites else None), letter


_INVITES = re.compile(
    r"\binvit(?:e|ing)\s+you\b|\binvitation\s+(?:to|for)\s+(?:you|speak|attend|join|take|participate|address|testify|appear|serve|visit|deliver)\b"
    r"|\b(?:accept|extend|consider|decline)(?:ing)?\s+(?:our|this|my|an|the|your)\s+(?:\w+\s+)?invitation\b|(?im:^\W*(?:re|subject)\b.*\binvitation\b)",
)
"""Words by which a letter invites; one that will be sent later is none yet."""


def _rest(sheet: Sheet) -> _Answer:
    agreement = _AGREEMENT.search(sheet.text[:HEAD])
    return Kind.OTHER, "agreement" if agreement else None, None
