"""The grammar of deadline expressions: terms, dates, periods, rhythms, words without a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from analysis.cued import cued
from analysis.deadlines import words as words
from analysis.deadlines.words import COUNT, MONTH, UNIT, WEEKDAY
from pipeline.findings import Anchor
from pipeline.folding import small


class Form(StrEnum):
    """What kind of deadline an expression is."""

    OFFSET = "offset"
    DATE = "date"
    PERIOD = "period"
    WEEKDAY = "weekday"
    RECURRENCE = "recurrence"
    OFTEN = "often"
    VAGUE = "vague"

    @property
    def rank(self) -> int:
        """Which form holds where two overlap, the lowest first."""
        return _RANKED.index(self)


_RANKED = (Form.RECURRENCE, Form.DATE, Form.OFFSET, Form.WEEKDAY, Form.PERIOD, Form.OFTEN, Form.VAGUE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression says. `day` is a day of the month, or a weekday from Monday 0.

    `period` and `number` name a span of the calendar ("fiscal_quarter", 3); `first_day` asks for its start.
    """

    form: Form
    anchor: Anchor = Anchor.DOCUMENT_DATE
    offset: int | None = None
    unit: str | None = None
    event: str | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None
    period: str | None = None
    number: int | None = None
    first_day: bool = False


LEFT_OPEN = "the event"
"""What a term counts back from that its own words do not name: "two days before"."""
_Found = tuple[int, int, Reading]

_COLUMN = re.compile(r"\.{4}| {3}|\t| \| ")
_CUE = re.compile(
    r"\W(?:within|later|about|c\.o\.b|nlt"
    r"|days?|weeks?|months?|years?|hours?|by|before|until|due|cob|eo[bd]"
    r"|close|rsvp|every|each"
    r"|annual|quarter|month|week|dai|bienni|yearly|semi|bi-?week|tri|once|today|tomorrow|tonight|immediately"
    r"|forthwith|prompt|expedit|period|regular|soon|asap|earliest|timely|delay|needed|request"
    r"|time|q[1-4]|fy|deadline|along\s+with|together\s+with"
    r"|suspense|urgent|basis|end|prior|ahead|advance|upon|after|following|s:)"
)
"""In small letters, behind what parts words: what no deadline stands without."""


def may_stand(text: str) -> bool:
    """Whether a word stands in a text without which it has no deadline."""
    return _CUE.search(f"\n{small(text)}") is not None or _COLUMN.search(text) is not None


_PAPER = (
    r"(?:order|memorandum|memo|directive|letter|notice|proclamation|guidance|policy|e-?mail"
    r"|message|circular|bulletin"
    r"|correspondence|document|determination|instruction|executive order|emergency directive|request|inquiry"
    r"|notification|announcement|invitation|petition|subpoena)"
)
_OWN_DATE = (
    rf"(?:the\s+)?(?:(?:effective\s+)?date|day|issuance|signing|release|publication)\s+(?:of\s+(?:the\s+)?"
    rf"(?:issuance|publication|signing|release)\s+)?(?:of\s+|on\s+)?(?:this|the\s+present)\s+{_PAPER}"
    rf"|this\s+{_PAPER}(?:['’]s\s+(?:date|issuance))?|the\s+date\s+(?:hereof|above)"
    rf"|(?:date\s+of\s+)?issuance(?!\s+of\b)"
    rf"|(?:the\s+)?(?:date\s+of\s+)?(?:the\s+)?enactment\s+of\s+this\s+(?:Act|title|section"
    rf"|subsection|joint resolution)"
    rf"|today|now"
)
_RECEIPT = (
    rf"(?:the\s+)?(?:date\s+of\s+)?(?:your\s+|their\s+)?(?:receipt|receiving)(?:\s+of)?\s+(?:this"
    rf"|the\s+present)\s+{_PAPER}"
    r"|(?:receiving|receipt\s+of)\s+this(?=\s*[,.;:?)]|\s+(?:with|by|to|and|or|in|at|from|please)\b|\s*$)"
    r"|(?:(?:the\s+)?date\s+of\s+(?:your\s+)?receipt|your\s+receipt|receipt)(?!\s+of\b)"
)
_AGAIN = (
    r"and\s+(?:(?:updated|reviewed|revised)\s+)?(?:every|annually|biennially|quarterly|monthly|periodically|regularly|from\s+time|on\s+an?|at\s+least"
    r"|thereafter|shall)\b"
)
"""How a rhythm goes on after an event: "and annually thereafter"."""
_BREAK = r"\s*(?:[,;:—]|\.(?!\d)|\((?!\w{1,5}\))|$)"
_STOP = (
    rf"(?={_BREAK}|\s+(?:(?:in\s+accordance\s+with|pursuant\s+to)(?!\s+(?:(?:sub)?section|(?:sub)?paragraph|this\s)s?)|consistent\s+with|unless|(?:and\s+)?(?:shall|must"
    rf"|will|should|may)\b|to\s+the\s+extent|{_AGAIN}|each\s+agency|the\s+(?:Secretary|Director|Administrator)\b))"
)
_SPOT = r"(?:[^,;:()—]|\(\w{1,5}\))"
"""What goes on with an event: anything but a break; the letter of a subsection ("(d)") is none."""
_HAPPENS = (
    r"(?:(?:the|such)\s+(?:date|day)\s+(?:on\s+which|that|when|(?=(?:the|an?|any|each|all|such|its|their)\s+(?!date\b)\w))\s*"
    rf"{_SPOT}{{1,160}}?(?:,\s+United\s+States\s+Code)?(?={_BREAK}|\s+(?:shall|must|will)\b|\s+{_AGAIN})"
    rf"|{_SPOT}{{1,160}}?{_STOP})"
)
"""What a clock waits for, whole: "the date the Board sets standards pursuant to section 4(c)"."""
_OFFSET = re.compile(
    rf"\b(?P<pre>(?:by\s+)?(?:no|not)\s+later\s+than|in\s+no\s+(?:event|case)\s+later\s+than|NLT|within|in\s+the\s+next|over\s+the\s+next"
    rf"|by|due|at\s+least"
    rf"|(?:no|not)\s+(?:less|fewer|more)\s+than)?\s*\b(?:the\s+next\s+|the\s+following\s+|a\s+period\s+of\s+)?"
    rf"(?P<n>{COUNT})[\s-]+(?P<unit>{UNIT})\b(?:['’]\s+time)?"
    rf"(?:\s+(?P<rel>of|after|from|following|before|prior\s+to|thereafter|(?:ahead|in\s+advance)(?:\s+of)?)\b"
    rf"(?:\s+(?:(?P<own>{_OWN_DATE})\b|(?P<receipt>{_RECEIPT})\b|(?P<event>{_HAPPENS})))?)?",
    re.I,
)
_LEAD = (
    r"(?P<lead>(?:by|before|prior\s+to|ahead\s+of|(?-i:S:)|on\s+or\s+before|on\s+or\s+prior\s+to|(?:by\s+)?(?:no"
    r"|not)\s+later\s+than|NLT|due(?:\s+date)?(?:\s+is)?"
    r"(?:\s+(?:on|by))?:?|deadline(?:\s+(?:is|of))?:?|suspense(?:\s+date)?(?:\s+(?:is|of))?:?"
    r"|RSVP(?:\s+by)?:?|on\s+or\s+about|by\s+c\.o\.b\.|c\.o\.b\.|COB|EOB|EOD"
    r"|(?:the\s+)?close\s+of\s+business))\s+"
)
_HOUR = (
    r"(?:(?:(?:the\s+)?(?:close|end)\s+of\s+(?:the\s+)?business(?:\s+day)?|COB|EOB|EOD|(?:12(?::00)?\s+)?(?:noon|midnight)"
    r"|\d{1,2}(?::\d\d)?\s*[ap]\.?m\.?|(?:the\s+)?end\s+of\s+(?:the\s+)?day|\d{1,2}:\d\d(?:\s+hours)?"
    r"|\d{4}(?:\s+hours|\s?(?-i:[LZ])\b|(?=\s+on\b)))"
    r"(?:\s*\(?\b(?:EST|EDT|ET|CT|PT|Eastern(?:\s+\w+)?(?:\s+time)?|local\s+time)\)?)?,?\s*(?:on\s+)?){0,3}"
)
_DATE = re.compile(
    rf"(?:\b{_LEAD}|(?:\.\s?){{4,120}}\s*|(?<=\S)(?P<column>[ ]{{3,40}}|\t+|[ ]\|[ ])){_HOUR}"
    rf"(?:{WEEKDAY},?\s+)?(?:the\s+)?(?:"
    rf"(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/])(?:,?\s+(?P<y1>\d{{4}}|['’]\d\d)\b)?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?(?:\s+day)?(?:\s+of)?[\s-]+(?P<m2>{MONTH})(?![a-z])(?:,?[\s-]+(?P<y2>\d{{4}}|\d\d)\b)?"
    rf"|(?P<y3>\d{{4}})-(?P<m3>\d\d)-(?P<d3>\d\d)\b"
    rf"|(?P<m4>\d{{1,2}})[/-](?P<d4>\d{{1,2}})(?:[/-](?P<y4>\d{{4}}|\d\d))?(?![\d/])"
    rf"|(?P<d5>\d{{1,2}})(?:st|nd|rd|th)(?:\s+day)?(?=\s+of\s+(?:each|every"
    rf"|the\s+following)\s+(?:month|quarter)))"
    rf"(?P<again>,?\s+(?:(?:of|in)\s+)?(?:each|every|the\s+following)\s+(?:subsequent\s+)?(?:fiscal\s+"
    rf"|calendar\s+)?(?:year|month|quarter)"
    rf"(?:\s+thereafter)?|,?\s+annually)?",
    re.I,
)
_AMONG = r"(?:\s*(?:of\s+)?(?:FY|fiscal\s+year|CY|calendar\s+year)?\s*(?:['’]?(?P<{0}>\d{{4}}|\d\d)\b)?)?"
_PERIOD = re.compile(
    rf"\b(?:{_LEAD}|(?:in|during|at|on)\s+)?(?:"
    rf"(?P<edge>(?:the\s+)?(?P<side>end|close|last\s+day|first\s+day|start"
    rf"|beginning)\s+of)\s+(?:the\s+|this\s+|current\s+|calendar\s+)*"
    rf"(?:(?P<fy>fiscal\s+year|FY)|(?P<quarter>quarter)|(?P<year>year|CY)|(?P<month>month)"
    rf"|(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)\s+(?:fiscal\s+)?quarter"
    rf"|(?P<week>week)|(?P<day>day)|(?P<coming>next\s+(?:week|month))"
    rf"|(?P<name>{MONTH})(?![a-z])|(?P<whole>\d{{4}})\b)"
    + _AMONG.format("y1")
    + rf"|(?P<monthly>{MONTH})(?![a-z]),?\s+(?P<y3>\d{{4}})\b"
    + r"|(?:the\s+)?(?:Q(?P<q>[1-4])|(?P<nth>first|second|third|fourth|1st|2nd|3rd"
    r"|4th)\s+quarter)\s*,?(?:\s*of\s+)?"
    r"(?P<fiscal>FY|fiscal\s+year)?\s*['’]?(?P<y2>\d{4}|\d\d)\b"
    r"|(?P<today>(?:today|tomorrow|tonight)(?!['’])))"
    r"(?!\s*\b(?:thereafter|in\s+which|on\s+(?:the\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))",
    re.I,
)
_WEEKDAY = cued(
    "monday tuesday wednesday thursday friday saturday sunday",
    rf"\b(?:by|before|(?:by\s+)?(?:no|not)\s+later\s+than|NLT|due(?:\s+(?:on|by))?|COB|EOB"
    rf"|EOD)\s+{_HOUR}(?:this\s+|the\s+coming\s+)?"
    r"(?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?!,?\s+(?:the\s+)?(?:\d|(?-i:[A-Z])[a-z]+\.?\s+\d))",
    re.I,
)
_DAY_ALONE = re.compile(
    rf"\b(?:by|before|on\s+or\s+before|(?:by\s+)?(?:no|not)\s+later\s+than|NLT|due(?:\s+(?:on|by))?|COB|EOB)\s+{_HOUR}"
    rf"(?:{WEEKDAY},?\s+)?the\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)\b(?!\s+(?:of|day|\w+ary|[A-Z]|anniversary|century|floor|grade))",
    re.I,
)
_SPAN_WORD = (
    r"(?:days?|weeks?|months?|quarters?|years?|fiscal\s+years?|calendar\s+years?|calendar\s+quarters?|hours?)"
)
_RHYTHM = r"(?:bi-?annually|bi-?ennially|tri-?ennially|semi-?annually|annually)"
_RHYTHM_ADJ = r"(?:quarterly|monthly|weekly|daily|yearly|bi-?weekly|bi-?monthly)"
_RECURRENCE = cued(
    "thereafter each every once twice annual ennial quarterly monthly weekly daily yearly",
    rf"\b(?:(?:in\s+|for\s+)?each\s+of\s+the\s+(?:first|next"
    rf"|following)\s+{COUNT}\s+{_SPAN_WORD}(?:\s+(?:following|after|of|from)\s+"
    rf"(?:{_OWN_DATE}|[^,;:.]{{1,80}}?(?=,|\s+and\s+|;|\.)))?(?:,?\s+and\s+(?:{_RHYTHM}"
    rf"|{_RHYTHM_ADJ})\s+thereafter)?"
    rf"|(?:(?:at\s+least|(?:no|not)\s+less\s+(?:often|frequently)?\s*than|(?:at\s+)?a\s+minimum\s+of)\s+)?"
    rf"(?:(?:once|twice)\s+(?:in\s+)?(?:every|each|per|an?)\s+|every\s+)"
    rf"(?:other\s+|second\s+|third\s+|fourth\s+|fifth\s+|{COUNT}\s+|calendar\s+"
    rf"|fiscal\s+)?{_SPAN_WORD}(?:\s+thereafter)?(?:[^.;:]{{0,80}}?\bfor\s+a\s+period\s+of\s+{COUNT}\s+{UNIT})?"
    rf"|(?:(?:at\s+least|(?:no|not)\s+less\s+(?:often|frequently)?\s*than)\s+)?(?:{_RHYTHM}|{_RHYTHM_ADJ}"
    rf"(?=\s+(?:thereafter|and|or|to|on|by|for|with|as|in|until|through|beginning|the|its|their"
    rf"|from|regarding|during)\b|\s*[,.;:)]|\s*$))"
    rf"(?:\s+thereafter)?(?!\s+(?:report|basis)s?\b)"
    rf"|on\s+an?\s+(?:annual|quarterly|monthly|weekly|daily|biennial|semi-?annual|biweekly"
    rf"|yearly)\s+basis(?:\s+thereafter)?"
    rf"|each\s+(?:subsequent\s+)?{MONTH}\s+\d{{1,2}}(?:\s+thereafter)?"
    r"|on\s+an?\s+schedule\s+[^,;:.]{3,60}?\s+thereafter|(?:periodically|regularly|from\s+time\s+to\s+time)\s+thereafter"
    r"|with\s+(?:\w+\s+)?updates\s+thereafter(?:\s+as\s+(?:necessary|needed|appropriate))?"
    r"|(?:(?:by|NLT|no\s+later\s+than|on|at)\s+)?(?:(?:(?:the\s+)?(?:close|end)\s+of\s+business|COB|EOB|EOD|noon"
    r"|\d{1,2}(?::\d\d)?\s*[ap]\.?m\.?)\s+(?:on\s+|of\s+)?)?(?:each|every)\s+(?:other\s+)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:working|business)\s+day|pay\s+period)s?"
    r"|(?:(?:by|on)\s+)?the\s+(?:first|second|third|fourth|last)\s+(?:Mon|Tues|Wednes|Thurs|Fri)day\s+of\s+"
    r"(?:each|every)\s+(?:month|quarter)"
    r"|(?:at|by|before|near|toward)\s+the\s+(?:end|close|start|beginning)\s+of\s+(?:each|every)\s+(?:fiscal\s+|calendar\s+)?(?:year|quarter|month|week)"
    r"|(?:(?:by|(?:by\s+)?(?:no|not)\s+later\s+than|on)\s+)?the\s+(?:last|first)\s+(?:(?:working\s+|business\s+)?day\s+)?of\s+"
    r"(?:each|every)\s+(?:month|quarter|year|fiscal\s+year)"
    r"|(?:(?:by|(?:by\s+)?(?:no|not)\s+later\s+than|on(?:\s+or\s+before)?)\s+)?the\s+(?:last|first)\s+(?:(?:working\s+|business\s+)?day\s+)?of\s+"
    rf"{MONTH}(?:,?\s+(?:(?:of|in)\s+)?(?:each|every)\s+(?:(?:calendar|fiscal)\s+)?year|,?\s+annually)"
    rf"|(?<!for )(?<!of )(?<!in )(?<!during )each\s+(?:fiscal\s+|calendar\s+)?"
    r"(?:year|quarter|month|week)(?:\s+thereafter)?(?!['’]))\b",
    re.I,
)
_VAGUE = cued(
    "immediately forthwith promptly expeditiously urgently once soon asap earliest timely delay upon"
    " reasonable next week month quarter year mid beginning early late",
    r"\b(?:effective\s+immediately|immediately(?!\s+(?:after|following|prior|before|upon"
    r"|preceding|adjacent))|forthwith"
    r"|(?:as\s+)?(?:promptly|expeditiously)(?:\s+as\s+(?:possible|practicable))?|urgently|at\s+once"
    r"|as\s+soon\s+as\s+(?:is\s+)?(?:possible|practicable|practical|feasible|you\s+can)|ASAP"
    r"|at\s+(?:the|your)\s+earliest\s+(?:possible\s+)?(?:convenience|opportunity|date|time)"
    r"|in\s+a\s+timely\s+(?:manner|fashion)"
    r"|on\s+a\s+timely\s+basis|without\s+(?:undue\s+|further\s+)?delay|upon\s+request"
    r"|within\s+a\s+reasonable\s+(?:time\s*frame|period(?:\s+of\s+time)?"
    r"|time)(?:\s+as\s+prescribed\s+by\s+[^,.;]{1,40}?(?=\s+and\b|[,.;]))?"
    r"|(?:this|next)\s+(?:week|month|quarter|year)"
    r"|(?:by|NLT|no\s+later\s+than|due(?:\s+on)?)\s+next\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:immediately\s+)?upon\s+receipt(?:\s+of\s+this\s+\w+)?"
    rf"|by\s+(?:the\s+(?:middle|beginning)\s+of|mid-?|early|late)\s*{MONTH}"
    rf"|(?:during|in|for)\s+the\s+week\s+of\s+{MONTH}\s+\d{{1,2}}(?:,\s+\d{{4}})?)\b",
    re.I,
)
_OFTEN = cued(
    "periodic regular time basis",
    r"\b(?:periodically|regularly|from\s+time\s+to\s+time"
    r"|(?:on\s+an?|at)\s+(?:(?:ongoing|regular|periodic|continuing|continuous|rolling|recurring)(?:\s+and\s+\w+)?\s+basis"
    r"|regular\s+intervals|periodic\s+intervals))\b",
    re.I,
)
"""How often something is done, without a count: that it comes back, and no day by which it must be done."""
_OF_THINGS = re.compile(
    r"\b(?:(?!need|proceed|succeed)\w{2,}ed(?:\s+(?:by|in|under)\s[^,;:.]{3,80})?|that|which|who|those"
    r"|(?:determin|deem|consider|decid|identif|direct|specif|prescrib|request|requir|designat)\w*s)\s+$",
    re.I,
)
_PARTICIPLE_NEXT = re.compile(r"\s+(?:\w+ed|held|made|kept|given)\b")
_PASSIVE = re.compile(r"\b(?:be|been|being|is|are)\b[^;:,.]*$", re.I)
"""A bare participle tells of a thing: "standards revised from time to time", "regularly held meetings"."""
_SUBORDINATE = re.compile(
    r"\b(?:which|who|whom|whose)\b(?![^;:]*,\s+(?:shall|must)\b)[^;:]*$"
    r"|\bthat\s(?:[^;:,]*\s)?(?:will|would|may|might|can|could|must|shall|should)\s+$",
    re.I,
)
"""A clause that tells of something else than the duty: "a plan under which it will regularly review"."""
URGENT = re.compile(
    r"\b(?:immediately|forthwith|promptly|expeditiously|urgently|at\s+once|as\s+soon\s+as|ASAP|earliest|timely|delay|reasonable)\b",
    re.I,
)
"""Words among those without a day that only say how soon."""
_HAPPENING = cued(
    "before prior advance ahead upon once soon after following",
    r"\b(?:before|prior\s+to|(?:in\s+advance|ahead)\s+of"
    r"|upon(?=\s+(?:the\s+)?(?:completion|receipt|submission|approval|issuance|enactment|expiration|termination|conclusion"
    r"|notice|notification|adoption|publication|delivery)\b))\s+(?!me\b|us\b|you\b|it\b|them\b|which\b|then\b|long\b|now\b|that\b"
    r"|(?:the|this|an?|any)\s+(?:\w+\s+){0,2}(?:court|(?:sub)?committee|congress|board|house|senate|commission|council|tribunal|judge)s?\b(?!\s+\w+s\b)"
    rf"|congress\b|(?:the\s+)?{MONTH}[\s,]|(?:19|20)?\d\d\b)(?P<what>[^,;:.()—?]{{3,90}}?)"
    r"(?=\s*(?:[,;:.()—]|$)|\s+(?:and|or|unless|in\s+accordance|pursuant|to\s+the\s+extent)\b)"
    r"|(?:^|(?<=,\s)|\b(?=(?:once|as\s+soon\s+as)\s+(?:\w+ed|the|it|they|we|you)\b))(?:once|as\s+soon\s+as)\s+"
    r"(?!again\b|more\b|every\b|per\b|an?\b|in\b|each\b|(?:is\s+)?(?:reasonably\s+)?(?:possible|practica\w+|feasible)\b|you\s+can\b)(?P<done>[^,;:.()—?]{3,90}?)(?=\s*(?:[,;:.]|$))"
    r"|^(?:after|following|upon)\s+(?!consult|careful|considering|review\s+of\s+(?:your|the)\s+letter)(?P<past>(?:(?!\b(?:will|shall|must|we|I)\b)[^,;:.()—?]){3,90}?)(?=,)",
    re.I,
)
"""A day that nobody can name yet: before or after something happens."""
_TOGETHER = cued(
    "along together",
    r"\b(?:along|together)\s+with\s+(?P<what>(?:(?:the|your|its|their|his|her|our)\s+)(?:first|next|second|third|last|final|annual)\s+"
    r"(?:of\s+(?:those|these|the|such|its|your|their)\s+)?(?:[\w’'-]+\s+){0,2}?(?:reports?|submissions?|responses?|updates?|plans?|drafts?|invoices?))\b",
    re.I,
)
"""What goes with another paper is due when that one is: "along with the first of those reports"."""
_OF_EVENT = re.compile(
    rf"\bon\s+(?:{WEEKDAY},?\s+)?(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})\b(?:,\s*(?P<year>\d{{4}})\b)?", re.I
)
_EVER = re.compile(
    r"(?:\w+ed|made|sent|written|set|born|pending|appear\w*|testif\w*|brought|came|comes?|goes|went|days?|weeks?|months?"
    r"|years?|hours?|shortly|immediately|long|never|ever|as|the)\s+$",
    re.I,
)
_ON = re.compile(
    rf"\b(?:on|at\s+(?:the|our|your))\s+{_HOUR}(?:{WEEKDAY},?\s+)?(?:"
    rf"(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})\b(?:,\s+(?P<y1>\d{{4}})\b)?"
    rf"|(?P<d2>\d{{1,2}})\s+(?P<m2>{MONTH})(?![a-z])(?:\s+(?P<y2>\d{{4}})\b)?)"
    r"(?:\s+(?:meeting|hearing|session|call|briefing|event|conference|workshop)\b)?"
    r"(?:,?\s+at\s+\d{1,2}(?::\d\d)?\s*[ap]\.?m\.?)?",
    re.I,
)
_HELD = re.compile(
    r"\b(?:scheduled|set|planned|dated|signed|issued|published|held|sent|made|received|expir\w+|\w+ed)\s+(?:for\s+)?$",
    re.I,
)
_MISREAD = re.compile(r"[lIO]\d|\d+[lO]")
_AMOUNT = re.compile(
    r"\b(?:for|past|last|previous|preceding|first|than|every|over|next|another|additional"
    r"|period of|begin(?:s|ning)?|start(?:s|ing)?"
    r"|commencing|effective|until|through|extend\w*|up to|older|aged?|term of|terms of)\s*$",
    re.I,
)
_TO_BE_DONE = re.compile(
    r"\bbe\s+(?:due|submitted|delivered|provided|sent|completed|filed|transmitted|forwarded|received|returned|finished|published|posted|issued)\s*$",
    re.I,
)
"""What must be done to a thing, right before a count of days: "will be submitted 30 days after the list"."""
_DONE_BEFORE = re.compile(
    r"\b(?:(?:must|shall|should|will|to)\s+be|is|are)\s+(?:due|sent|submitted|delivered|provided|received|posted|filed|forwarded|distributed|circulated)\b[^.;:]{0,80}$"
    r"|\b(?:please|shall|must|should|will)\s+(?:reach|arrive|send|submit|provide|forward|deliver|post|circulate|distribute)\b[^.;:]{0,80}$",
    re.I,
)
_ENDS = re.compile(r"\s*(?:[.;,)]|$)")
_START = re.compile(
    r"\b(?:begin(?:s|ning)?|start(?:s|ing)?|commenc\w+|effective|since|as of|after)\s+(?:in\s+|on\s+)?$", re.I
)
_FROM_THEN = re.compile(r"(?:past|\b(?:beginning|starting|commencing))\s*$", re.I)
"""What goes on from a day need not be done by it: "commencing within 90 days, each agency shall keep"."""
_FIRST_OF_MANY = re.compile(
    r"\b(?:\w*(?:annual|ennial|yearly|quarterly|monthly|weekly)(?:ly)?|(?:each|every)\s+(?:\w+\s+){0,2}?(?:days?|weeks?|months?|quarters?|years?))\b"
    r"[^;:.]{0,240}?(?P<begins>\b(?:beginning|starting|commencing)\s*)$",
    re.I,
)
"""What comes back is due for the first time when it begins: "biennial reports, commencing 2 years after"."""
_REPEATS = re.compile(r"\b(?:each|every)\b", re.I)


# a word without which no expression of its kind stands: far quicker to look for than the whole of it
_UNITS = ("day", "week", "month", "year", "hour")
_COUNTED = re.compile(
    rf"(?:\d|[lo]|\)|{'|'.join(words.VALUES)})[\s-]+(?:(?:calendar|consecutive|business|working|work|week|federal\s+working"
    r"|government\s+business|full)[-\s]*)?[-\s]*(?:day|week|month|year|hour)"
)
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"\d{4}")
_FIGURES = re.compile(r"\d(?:[/-]\d|(?:st|nd|rd|th)\b)")
_NTH = re.compile(r"\d(?:st|nd|rd|th)\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EDGES = re.compile(r"\s(?=\s*of\b)(?:(?<=end\s)|(?<=close\s)|(?<=day\s)|(?<=start\s)|(?<=beginning\s))")
"""Behind the white space, where few places are looked at: "the end of the quarter"."""
_NEAR = ("today", "tomorrow", "tonight", "quarter", "q1", "q2", "q3", "q4")
_NO_DAY = re.compile(
    r"immediately|forthwith|promptly|expeditiously|urgently|at\s+once|as\s+soon|asap|earliest|timely|delay|upon\s+re"
    r"|reasonable\s+(?:time|period)|(?:this|next)\s+(?:[wmqy]|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    rf"|(?:middle|beginning)\s+of|(?:mid-?|early|late)\s*(?:{'|'.join(_MONTHS)})|week\s+of"
)
_MODAL_BEHIND = re.compile(r",?\s+(?:may|might|can|shall|will|must)\b")
_RELATIVE = re.compile(r"\b(?:as|that|which|who|whom)\s[^;:.]*$")
"""How often somebody else may do something: "such officers as the Board, from time to time, may name"."""
_ABLE = re.compile(r"\b(?:can|could)\s+(?:\w+\s+){1,3}$")
"""How soon something is possible: "the crew can begin at once"."""
_CLAUSE = 200
_TURNS = re.compile(
    r"before\s|prior\s+to|(?:advance|ahead)\s+of|upon\s|once\s|as\s+soon|^(?:after|following)\s"
)


def read(text: str) -> Iterator[_Found]:
    """Every deadline expression, overlapping ones too, with its place."""
    said = small(text)
    if any(map(said.__contains__, _UNITS)) and _COUNTED.search(said):
        yield from _offsets(text)
    yield from _of_calendar(text, said)
    for match in _WEEKDAY.finditer(text):
        yield match.start(), match.end(), Reading(Form.WEEKDAY, day=words.weekday(match["day"]))
    for match in _RECURRENCE.finditer(text):
        yield match.start(), match.end(), Reading(Form.RECURRENCE, Anchor.EVENT)
    if _HAPPENING.stands(text) and _TURNS.search(said):
        yield from _happenings(text)
    for match in _TOGETHER.finditer(text):
        yield (
            match.start(),
            match.end(),
            Reading(Form.VAGUE, Anchor.EVENT, event=" ".join(match["what"].split())),
        )
    yield from _often(text)
    for match in _VAGUE.finditer(text) if _VAGUE.stands(text) and _NO_DAY.search(said) else ():
        if _ABLE.search(text, max(0, match.start() - 40), match.start()):
            continue
        yield match.start(), match.end(), Reading(Form.VAGUE, Anchor.EVENT)


def _of_calendar(text: str, said: str) -> Iterator[_Found]:
    """The days and periods that are named; `said` is the text in small letters."""
    figures = _DIGIT.search(said) is not None
    in_month = figures and any(map(said.__contains__, _MONTHS))
    if in_month or (figures and _FIGURES.search(said)):
        yield from _dates(text)
    if figures and _NTH.search(said):
        yield from _alone(text)
    if (in_month and _YEAR.search(said)) or any(map(said.__contains__, _NEAR)) or _EDGES.search(said):
        yield from _periods(text)


def _often(text: str) -> Iterator[_Found]:
    """How often the duty itself is done; what others may do "from time to time" tells nothing of it."""
    for match in _OFTEN.finditer(text):
        before = text[max(0, match.start() - _CLAUSE) : match.start()]
        if _MODAL_BEHIND.match(text, match.end()) and _RELATIVE.search(before):
            continue
        told_of = _OF_THINGS.search(before) or _PARTICIPLE_NEXT.match(text, match.end())
        if (told_of and not _PASSIVE.search(before)) or _SUBORDINATE.search(before):
            continue
        yield match.start(), match.end(), Reading(Form.OFTEN, Anchor.EVENT)


def occasions(text: str, start: int) -> Iterator[_Found]:
    """The days that "on" or "at the" names; without a year the next to come."""
    for match in _ON.finditer(text, start):
        if _HELD.search(text, max(0, match.start() - 24), match.start()):
            continue
        name, day = (match["m1"], match["d1"]) if match["m1"] else (match["m2"], match["d2"])
        year = match["y1"] or match["y2"]
        anchor = Anchor.ABSOLUTE if year else Anchor.DOCUMENT_DATE
        number = words.year(year) if year else None
        yield (
            match.start(),
            match.end(),
            Reading(Form.DATE, anchor, month=words.month(name), day=int(day), year=number),
        )


def _happenings(text: str) -> Iterator[_Found]:
    """What must happen first or after, by its day where one is printed: "before we meet on May 4"."""
    for match in _HAPPENING.finditer(text):
        if match["what"] and _EVER.search(text, max(0, match.start() - 20), match.start()):
            continue
        day = _OF_EVENT.search(text, match.start("what"), match.end() + 6) if match["what"] else None
        if day:
            year = int(day["year"]) if day["year"] else None
            anchor = Anchor.DOCUMENT_DATE if year is None else Anchor.ABSOLUTE
            month = words.month(day["month"])
            yield (
                match.start(),
                day.end(),
                Reading(Form.DATE, anchor, month=month, day=int(day["day"]), year=year),
            )
            continue
        said = " ".join((match["what"] or match["done"] or match["past"]).split())
        yield (
            match.start(),
            match.start() + len(match.group().rstrip()),
            Reading(Form.VAGUE, Anchor.EVENT, event=said),
        )


def _offsets(text: str) -> Iterator[_Found]:
    for match in _OFFSET.finditer(text):
        pre = " ".join((match["pre"] or "").lower().split())
        number = words.count(match["n"])
        first = _first_of_many(text, match)
        is_term = first is not None or _is_term(text, match, pre)
        if (number is None and not _MISREAD.match(match["n"])) or not is_term:
            continue
        start, end = match.start() if first is None else first, match.end()
        relation = " ".join((match["rel"] or "").lower().split())
        stands = relation == "thereafter" or relation in ("ahead", "in advance") or _is_left_open(text, match)
        if relation and not (match["own"] or match["receipt"] or match["event"] or stands):
            end = match.start("rel")
        while text[end - 1].isspace():
            end -= 1
        while text[start].isspace():
            start += 1
        term = _term(match, number, relation)
        beside = _next_aim(text, match) if match["event"] else None
        if beside is None:
            yield start, end, term
        else:
            said = " ".join(text[match.start("event") : beside].split())
            yield start, beside, replace(term, event=said) if term.event else term


_AND_TO = re.compile(r",?\s+and\s+to\s+[a-z]+\b")
_TO_DO = re.compile(r"\bto\s+(?!the\b|an?\b|this\b|each\b|any\b|all\b)[a-z]+\b")


def _next_aim(text: str, match: re.Match[str]) -> int | None:
    """Where an event ends before the next of two aims: "is to decide within a month of it and to act".

    Only where one stands before the term, and none in the event that the second may go on with.
    """
    first, last = match.span("event")
    joint = _AND_TO.search(text, first, last)
    if joint is None or _TO_DO.search(text, first, joint.start()):
        return None
    return joint.start() if _TO_DO.search(text, 0, match.start()) else None


def _first_of_many(text: str, match: re.Match[str]) -> int | None:
    """Where the words begin that say when a rhythm begins to be kept, counted from a day or an event."""
    if _FROM_THEN.search(text, max(0, match.start() - 16), match.start()) is None:
        return None
    begins = _FIRST_OF_MANY.search(text, max(0, match.start() - 300), match.start())
    anchored = match["own"] or match["receipt"] or match["event"]
    return begins.start("begins") if begins and anchored else None


def _is_term(text: str, match: re.Match[str], pre: str) -> bool:
    """Whether a count of days is a deadline and no amount, age or duration."""
    anchored = bool(match["own"] or match["receipt"] or match["event"])
    relation = " ".join((match["rel"] or "").lower().split())
    if relation.startswith(("ahead", "in advance")):
        return anchored or bool(pre)
    if _is_left_open(text, match):
        return _DONE_BEFORE.search(text, 0, match.start()) is not None
    if pre.startswith(("at least", "no less", "not less", "no fewer", "not fewer")):
        return anchored and relation.startswith(("before", "prior"))
    if pre in ("by", "due", "no more than", "not more than"):
        return anchored and relation in ("after", "from", "following")
    if pre:
        return not _FROM_THEN.search(text[max(0, match.start() - 16) : match.start()])
    if relation not in ("after", "from", "following", "before", "prior to") or not anchored:
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    if _AMOUNT.search(before):
        return False
    return not before.strip() or match["own"] is not None or _TO_BE_DONE.search(before) is not None


def _is_left_open(text: str, match: re.Match[str]) -> bool:
    """Whether it counts back from what another sentence names: "are to be sent two days before"."""
    relation = " ".join((match["rel"] or "").lower().split())
    anchored = match["own"] or match["receipt"] or match["event"]
    return relation in ("before", "prior to") and not anchored and _ENDS.match(text, match.end()) is not None


def _term(match: re.Match[str], number: int | None, relation: str) -> Reading:
    unit = words.unit(match["unit"])
    event = match["event"]
    if event and _REPEATS.search(event):
        return Reading(Form.RECURRENCE, Anchor.EVENT)
    backwards = relation.startswith(("before", "prior", "ahead", "in advance")) and number is not None
    if event or relation == "thereafter" or backwards:
        said = " ".join((event or match["own"] or (LEFT_OPEN if backwards else "thereafter")).split())
        return Reading(
            Form.OFFSET, Anchor.EVENT, -number if backwards and number is not None else number, unit, said
        )
    if match["receipt"]:
        return Reading(Form.OFFSET, Anchor.RECEIPT, number, unit, " ".join(match["receipt"].split()))
    own = " ".join((match["own"] or "").split())
    if own.lower().startswith(("the effective date", "effective date")):
        return Reading(Form.OFFSET, Anchor.EVENT, number, unit, own)
    return Reading(Form.OFFSET, Anchor.DOCUMENT_DATE, number, unit, own or None)


def _dates(text: str) -> Iterator[_Found]:
    for match in _DATE.finditer(text):
        lead = (match["lead"] or "").lower()
        before = text[max(0, match.start() - 24) : match.start()]
        if lead in ("before", "prior to") and re.search(r"(?:ed|made|sent|written|set|born)\s+$", before):
            continue
        if match["column"] and match.end() < len(text.rstrip(" |")):
            continue
        # the dots or the gap of a schedule lead to its date and are no part of it
        start = match.end() - len(match.group().lstrip(". \n\t|"))
        if match["again"] or match["d5"]:
            yield start, match.end(), Reading(Form.RECURRENCE, Anchor.EVENT)
            continue
        reading = _date(match)
        if reading:
            yield start, match.end(), reading


def _date(match: re.Match[str]) -> Reading | None:
    for form in "1234":
        if match[f"d{form}"] is None:
            continue
        name, digits = match[f"m{form}"], match[f"y{form}"]
        month = int(name) if name.isdigit() else words.month(name)
        year = words.year(digits.lstrip("'’")) if digits else None
        day = int(match[f"d{form}"])
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        anchor = Anchor.ABSOLUTE if year is not None else Anchor.DOCUMENT_DATE
        return Reading(Form.DATE, anchor, month=month, day=day, year=year)
    return None


def _alone(text: str) -> Iterator[_Found]:
    """A day of the month that is still to come: "by the 20th"."""
    for match in _DAY_ALONE.finditer(text):
        day = int(match["day"])
        if 1 <= day <= 31:
            yield match.start(), match.end(), Reading(Form.DATE, day=day)


def _periods(text: str) -> Iterator[_Found]:
    for match in _PERIOD.finditer(text):
        if _START.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        if _REPEATS.match(text[match.end() : match.end() + 12].lstrip()):
            continue
        reading = _period(match)
        if reading:
            yield match.start(), match.start() + len(match.group().rstrip()), reading


def _whole_month(match: re.Match[str]) -> Reading | None:
    """By its last day ("by March 2032"); a month without a word that sets a term is no deadline."""
    lead = (match["lead"] or "").lower()
    if not lead or "before" in lead or "prior" in lead or "about" in lead:
        return None
    month, year = words.month(match["monthly"]), int(match["y3"])
    return Reading(Form.PERIOD, Anchor.ABSOLUTE, period="month", number=month, year=year)


def _period(match: re.Match[str]) -> Reading | None:
    if match["today"]:
        return Reading(Form.PERIOD, period="today", number=int(match["today"].lower() == "tomorrow"))
    if match["monthly"]:
        return _whole_month(match)
    digits = match["y1"] or match["y2"] or match["whole"]
    year = words.year(digits) if digits else None
    anchor = Anchor.ABSOLUTE if year is not None else Anchor.DOCUMENT_DATE
    if match["edge"] is None:
        number = int(match["q"]) if match["q"] else words.ORDINALS[match["nth"].lower()]
        name = "fiscal_quarter" if match["fiscal"] else "quarter"
        return Reading(Form.PERIOD, anchor, period=name, number=number, year=year)
    side = match["side"].lower()
    if match["ordinal"]:
        name = "fiscal_quarter" if re.search(r"fiscal|FY", match.group(), re.I) else "quarter"
        number = words.ORDINALS[match["ordinal"].lower()]
        return Reading(Form.PERIOD, anchor, period=name, number=number, year=year, first_day=side[0] in "fsb")
    if side in ("start", "beginning") and match["lead"] is None:
        return None
    first = side in ("first day", "start", "beginning")
    if match["day"]:
        return Reading(Form.PERIOD, period="today", number=0)
    if match["coming"]:
        return Reading(Form.PERIOD, period="_".join(match["coming"].lower().split()), first_day=first)
    names = {"fy": "fiscal_year", "quarter": "quarter", "year": "year", "month": "month", "week": "week"}
    plain = "year" if match["whole"] else "month"
    name = next((names[group] for group in names if match[group]), plain)
    number_of = words.month(match["name"]) if match["name"] else None
    return Reading(Form.PERIOD, anchor, period=name, number=number_of, year=year, first_day=first)
