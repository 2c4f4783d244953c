"""Who is bound to do what in one sentence: modal, actor, and whether it tasks, specifies or construes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from analysis.cued import cued
from analysis.guesses import without_guesses
from analysis.taskings.actors import Actor, actor_before, is_animate, may_act, meant
from analysis.taskings.bodies import bare_name
from analysis.taskings.states import composes, is_state, must_hold
from pipeline.folding import small


class Clause(StrEnum):
    """What a sentence with an obligation word does."""

    TASKING = "tasking"
    SPECIFICATION = "specification"
    CONSTRUCTION = "construction"


@dataclass(frozen=True, slots=True)
class Reading:
    """The main clause of a sentence. `verb` is where its action begins, `modal` the word that binds.

    `actor` may be missing in a passive; `patient` is then what the action is done to. `thing` marks a
    specification that becomes a duty by a term: "The reply must leave this office by Friday". `binding`
    marks one that a person must see: who may not do what, who serves as what, what nobody named must do.
    """

    clause: Clause
    modal: str
    verb: int
    actor: Actor | None = None
    patient: Actor | None = None
    weak: bool = False
    thing: bool = False
    binding: bool = False


MODAL = re.compile(
    r"\b(?P<modal>shall|must|should|will|may|(?:has|have|needs?)\s+to"
    r"|(?:is|are)\s+(?:(?:hereby|further|also|therefore|strongly)\s+)*(?:authorized\s+and\s+)?"
    r"(?P<told>directed|required|instructed|ordered|requested|encouraged|urged|expected|asked)\s+to"
    r"|(?:is|are)\s+responsible\s+for(?=\s+(?:the\s+|\w+ing\b))|(?:is|are)\s+to(?=\s+be\s+\w+(?:ed|en|ade|ent)\b)|(?:is|are)\s+due(?=\s+(?!to\b)|\s+to\s+(?:this|us|me|our)\b)|(?:is|are)\s+to(?=\s+(?!be\b|blame\b|date\b|the\b|a\b)[a-z]))\b",
    re.I,
)
_SMALL_MODAL = re.compile(MODAL.pattern)
_DIRECT = re.compile(
    r"I(?<!\wI)\s+(?:am\s+)?(?:(?:hereby|further|also|therefore|do|hereby\s+further)\s+)*(?P<verb>direct(?:ing)?|order(?:ing)?"
    r"|instruct(?:ing)?|request|ask|requesting|asking"
    r"|call\s+(?:up)?on|authorize\s+and\s+direct)\s+(?!that\b|the\s+following\b)(?P<who>[^:;]{3,400}?)\s+to\s+(?P<do>[a-z]+)",
)
_DUTY_OF = cued(
    "duty responsibility",
    r"\b(?:it\s+(?:shall\s+be|is)|there\s+is\s+assigned\s+as)\s+the\s+(?P<modal>duty|responsibility)\s+of\s+"
    r"(?P<who>[^:;,]{3,160}?)\s+to\s+(?P<do>[a-z]+)",
    re.I,
)
_OFFICES = r"(?:functions?|dut(?:y|ies)|responsibilit(?:y|ies)|tasks?)"
_FUNCTIONS = cued(
    "function dut responsibilit task mission role",
    rf"^(?:the\s+)?(?:\w+\s+){{0,2}}(?:{_OFFICES}|missions?|roles?)(?:\s+and\s+\w+)?\s+of\s+(?P<who>[^:;,.]{{3,120}}?)"
    rf"\s+(?P<modal>shall|must|will|are)"
    rf"(?:\s+be|\s+include)?\b[^:.;]{{0,60}}(?P<do>[:—–])$"
    rf"|^(?P<body>(?:the|each)\s+[^:;,.]{{3,100}}?)\s+(?P<has>shall|must|will)"
    rf"\s+have\s+(?:(?:the\s+following|these)\s+(?:\w+\s+){{0,2}}|as\s+its\s+)"
    rf"{_OFFICES}\b[^:.;]{{0,60}}(?P<list>[:—–])$"
    rf"|^(?:[^:.;]{{3,120}},\s+)?(?P<owner>(?:the|each)\s+[^:;,.]{{3,100}}?)(?:['’]s|(?<=s)['’])\s+(?:\w+\s+){{0,2}}{_OFFICES}"
    rf"(?:\s+and\s+\w+)?\s+(?P<owes>shall|must|will)\s+(?:be|include)\b[^:.;]{{0,60}}(?P<these>[:—–])$"
    rf"|^(?:the\s+)?(?:\w+\s+){{0,2}}(?:{_OFFICES}|missions?|roles?)\s+of\s+(?P<whose>[^:;,.]{{3,120}}?)\s+(?P<is>shall|must|will)\s+be\s+to\s+(?P<one>[a-z]+)",
    re.I,
)
"""The list of what a body is there for orders it to do so: "The Center shall have these functions:"."""
_CONSISTS = re.compile(
    r"\s*(?:include|contain|cover|apply|reflect|operate|begin|end|conform|comply"
    r"|meet(?!\s+(?:with|at|each|every|in|to|as|and|\w+ly)\b)|be)\b",
    re.I,
)
"""What a programme has and is, rather than what its staff do."""
_ENJOINED = cued(
    "enjoined restrained",
    r"\b(?P<who>(?:the\s+)?(?:defendants?|respondents?|plaintiffs?|petitioners?|agenc(?:y|ies)|(?-i:[A-Z]\w+(?:\s+[A-Z]\w+){0,3})))"
    r"(?:,[^,;]{2,120},)?\s+(?:is|are)\s+(?:hereby\s+)?(?P<modal>(?:preliminarily\s+|temporarily\s+|permanently\s+)?"
    r"(?:enjoined|restrained))\s+from\s+(?P<do>[a-z]+)",
    re.I,
)
"""How courts bind: by a prohibition in the passive."""
_PARENTHESES = re.compile(
    r"(?P<label>\b(?:sub)?(?:section|paragraph|clause)s?\s+[\w.-]*(?:\(\w{1,5}\))+"
    r"(?:(?:,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|through|to)\s+)(?:\(\w{1,5}\))+)*)"
    r"|\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)|\[[^\[\]]*\]",
    re.I,
)
"""Asides, and what is none: the label of a provision ("subsection (b)(1)")."""
_QUOTES = re.compile(r"“[^”]*”|‘‘(?:(?!’’).)*’’|``(?:(?!'').)*''|\"[^\"]*\"", re.S)
_HALF_QUOTED = re.compile(
    r"“[^“”]{18,}$|‘‘(?:(?!‘‘|’’).){18,}$|``(?:(?!``|'').){18,}$"
    r"|^[^“”]{18,}?”|^(?:(?!‘‘).){18,}?’’|^(?:(?!``).){18,}?(?<=[.;:])''",
    re.S,
)
_SHORT_QUOTE = 20
"""Names are given between marks: “the Secretary”. Quotations are longer, their marks counted."""
_CONSTRUED = cued(
    "construed interpreted intended create appropriations provision",
    r"\b(?:be|been)\s+(?:construed|interpreted)\b|\bis\s+not\s+intended\s+to\b|\bdoes\s+not,?\s+create\s+any\b"
    r"|\b(?:implemented|carried\s+out)\b.{0,80}\bsubject\s+to\s+the\s+availability\s+of\s+appropriations\b.{0,40}$"
    r"|\bif\s+any\s+provision\s+of\s+this\b",
    re.S,
)
_CONSTRUES = re.compile(
    r"(?:\W|in\s+addition,|further(?:more)?,|however,)*nothing\s+(?:in|contained|herein)\b"
    r"|this\s+(?!(?:approval|review|notice|list|plan|report|information|request|decision|certification)\b)"
    r"\w+(?:\s+\w+)?\s+(?:shall|will|must|is\s+to)\s+(?:be\s+(?:implemented|applied"
    r"|carried\s+out|executed|subject|effective"
    r"|published|cited|known)|take\s+effect|become\s+effective|not\b|apply|supersede|expire|terminate|remain)"
    r"|(?:for|as\s+used|as\s+defined)\b.{0,90}\b(?:means?|refers?\s+to|has\s+the\s+meaning"
    r"|shall\s+mean|includes?)\b"
    r"|(?:the\s+)?(?:term|phrase|word)s?\b.{0,120}\b(?:means?|refers?\s+to|ha(?:s"
    r"|ve)\s+the\s+(?:same\s+)?meaning|includes?|shall)\b"
    r"|[“\"‘'`]+[^”\"’']{2,60}[”\"’']+\s+(?:means?|refers?\s+to|has\s+the\s+meaning|shall\s+(?:mean|have))",
    re.I | re.S,
)
"""How a sentence begins that says how a text is meant; the words above may stand anywhere in it."""
_AMONG = cued(
    "among included",
    r"(?:also\s+)?(?:among|included\s+(?:in|among)|foremost\s+among)\s[^.;:]{0,80}?\b(?:issues|matters|questions|subjects|topics|duties|functions"
    r"|responsibilities|tasks|activities|priorities)\b[^;:]{0,260}?\b(?:shall|must)\s+be\b",
    re.I,
)
"""Work that is named behind its verb: "Among the matters to be studied by the Board shall be the tides"."""
# what a law already requires is told, not ordered
_BY_LAW = cued(
    "law statute under required",
    r"(?:by|under)\s+(?:law|statute)\b"
    r"|(?:under|by|pursuant\s+to)\s+(?:the\s+)?(?:law|statute|\d+\s+U\.?\s?S\.?\s?C|[A-Z][\w\s]{2,60}\bAct\b)[^;]*?"
    r"\b(?:is|are)\s+required\s+to\b"
    r"|[^;]*?\bunder\s+(?:\w+\s+){0,3}(?:policy|policies|the\s+terms\s+of\s+the\s+contract)\b[^;]{0,20}$"
    r"|[^.;]*?\b(?:is|are)\s+required\s+to\s+comply\s+with\s+(?:them|these|those|such|the\s+law|\w+\s+directives?|[\w-]*directives?)",
    re.I,
)
_ENACTING = cued(
    "vested order enacted",
    r"\bby\s+(?:the\s+)?(?:virtue\s+of\s+the\s+)?authority\s+vested\b"
    r"|\b(?:it\s+is\s+hereby\s+ordered|I\s+hereby\s+order)"
    r"(?:\s+(?:as\s+follows|that))?\s*[:,]?\s*$|\bbe\s+it\s+enacted\b",
    re.I,
)
_REACH = 700
"""How far left of a modal its clause is looked at; real interruptions reach some 500 characters."""
_JOINED = re.compile(r"\b(?:and|but)\s+(?:\w+ly\s+|also\s+|then\s+)?$", re.I)
_CLAUSE_START = re.compile(
    r"^(?:and\s+|but\s+|or\s+)?(?:if|when|whenever|where|wherever|unless|because|although|though"
    r"|while|since|until|once|whereas|insofar"
    r"|that|which|who|whom|whose|whether|how|what|provided|except\s+that|such\s+that|so\s+that"
    r"|in\s+the\s+event|to\s+the\s+extent\s+(?:that"
    r"|the)|as\s+(?:the|it|they|he|she|may)|after\s+which|at\s+which|during\s+which|for\s+which)\b",
    re.I,
)
_RELATIVE = re.compile(
    r"\b(?:which|whom|whether|how|what|why|if|when|unless|until|while|because)\s+(?:[\w’'-]+\s+){0,7}$"
    r"|\b(?:that|who)\s*$"
    r"|\b(?:believes?|thinks?|says?|said|concludes?|concluded|suspects?|argues?)\s+(?:the|an?|each|all|any|no|its|their|these|this|it|they"
    r"|we|he|she|[A-Z][\w’'-]*)\s(?:[\w’'.-]+\s+){0,12}$"
    r"|\bthat\s+(?:the|an?|each|all|any|such|no|its|their|these|those|this|they|it|we|he|she|you"
    r"|your|agencies|federal|individuals"
    r"|members|[A-Z][\w.’'-]*)\s?(?:[\w’'.()-]+\s+){0,16}$",
)
_OF_CHOICE = cued("such", r"\bsuch\s(?:[\w’'-]+\s+){0,6}?as\s(?:[\w’'-]+,?\s+){1,12}$", re.I)
"""What somebody may choose says which ones are meant: "such charts as the Warden may name"."""
_NO_DUTY = re.compile(r"(?:n['’]t|\b(?:not|may|might|can|could|would|the|free|good|(?-i:a)|at|no))\s*$", re.I)
_LONGEST_NO = 6
_OPERATIVE_THAT = cued(
    "that",
    r"(?:^|\b(?:it\s+is|and|be\s+it)\s+)(?:(?:hereby|further|so)\s+)*(?:ORDERED|ADJUDGED|DECREED)(?:,?\s+(?:and\s+)?(?:ADJUDGED|DECREED|DIRECTED))*,?\s+that\b"
    r"|^\W*(?:Provided,?\s+)?(?:further,?\s+)?That\b|"
    r"\b(?:I\s+(?:hereby\s+|further\s+)?(?:direct|order)|(?:is|are)\s+(?:hereby\s+|further\s+)?(?:ordered|directed))\s+that\b",
    re.I,
)
_INTERRUPTION = re.compile(r"\s*,[^,;:]{2,260},\s*(?=[a-z])")
_DASHED = re.compile(r"\s*[—–][^—–;:]{2,260}[—–]\s*(?=[a-z])")
_COMMA = re.compile(r"\s*,\s*")
_COMPANY = re.compile(
    r"(?:in\s+(?:\w+\s+)?(?:consultation|coordination|collaboration|cooperation|conjunction)|acting\s+through|after\s+consult)",
    re.I,
)
"""An aside that a lead may end in: "The Clerk shall, in coordination with A, B, and C:"."""
_ASIDE_END = re.compile(r"[;:]|\.\s")
_ASIDE = 600
_SMALL_WORD = re.compile(r"[a-z]+")
_GOES_ON = re.compile(
    r"the|an?|and|or|but|nor|in|on|at|by|with|without|through|after|before|as|to|subject|consistent|pursuant|within"
    r"|not?|under|for|from|of|where|when|if|unless|other|heads?|all|any|such|each|both|its|their|his|her|our"
    r"|federal|relevant|appropriate|state|local|tribal|who|which|that|whose|respectively|agencies|departments?"
    r"|upon|until|during|including|notwithstanding|except|(?!bring)\w+ing"
)
"""Small words after a comma that go on with an aside rather than begin the verb."""
_ADVERB = re.compile(
    r"\s*(?:in\s+all\s+(?:circumstances|cases|events|instances|respects)|at\s+all\s+times|under\s+all\s+circumstances"
    r"|also|further|then|hereby|thereafter|jointly|each|both|all|instead|always|promptly|(?!apply|supply|reply|comply|rely|imply|multiply)\w+ly)(?:\s+(?=[a-z])|(?=,))",
    re.I,
)
_NEGATED = re.compile(
    r"\s*(?:not\b(?!\s+only\b)|never\b|no\s+longer\b|in\s+no\s+(?:case|event)\b|neither\b|only\b)", re.I
)
_PASSIVE = re.compile(
    r"\s*be\s+(?:\w+ly\s+|also\s+)?(?P<part>\w+ed|made|set|sent|held|kept|given|written|shown"
    r"|found|brought|drawn|led|paid|met|borne|done|taken"
    r"|put|undertaken|submitted|begun|chosen|overseen)\b",
    re.I,
)
_DELIVERED = re.compile(
    r"\b(?:submitted|added\s+(?:to|as)|provided|published|reported|reviewed|updated|completed|sent|forwarded|transmitted|delivered|issued"
    r"|posted|notified|returned|made\s+available|made\s+public|filed|furnished|presented)\b",
    re.I,
)
_DESIGNATED = re.compile(r"\b(?:designated|appointed|assigned)\s+as\b", re.I)
_LED = re.compile(
    r"\s*be\s+(?:\w+ly\s+)?(?:headed|led|chaired|co-chaired|directed|managed|run|administered|supervised|overseen|staffed|assisted|represented|advised)\b",
    re.I,
)
_CHOSEN = re.compile(
    r"(?:an?|one|two|its)\s[^.;:]{2,160}?\b(?:selected|appointed|designated|chosen|named|nominated|assigned|detailed|identified)"
    r"(?:\s+(?:and|or)\s+\w+ed)?\s+by\s+(?P<who>(?:the|each|its|their|his|[A-Z])[^,.;:]{1,140})",
    re.S,
)
"""Who heads a body is no actor while somebody else has to choose him: "headed by a Dean named by it"."""
_READY = re.compile(
    r"\s*be\s+(?:fully\s+)?(?:open|ready|available|complete|in\s+place|operational|compliant|online|functional|accessible|final)\b",
    re.I,
)
_STANDING = re.compile(
    r"(?:deemed|considered|treated|construed|known|cited|entitled|applied|extended|terminated|used|based|limited|calculated|determined"
    r"|interpreted|allowed|permitted|barred|prohibited)\b",
    re.I,
)
_AGENT = re.compile(
    r"\bby\s+(?P<agent>(?:the|each|an?|all|any|its|their|agenc|agency|[A-Z])[^,.;:]{1,140})", re.S
)
_NO_SUBJECT = re.compile(
    r"^(?:and\s+|but\s+)?(?:no(?!\s+(?:later|less|fewer|more)\b)|none|neither|nothing|in\s+no)\b", re.I
)
_INVERTED = re.compile(
    r"\W*(?:under|in|at)\s+no\s+(?:\w+\s+)?(?:circumstances?|case|event|instance|time|point)\b"
    r"[^.;:]{0,60}?\b(?:shall|may|must|should|will)\s+(?P<who>(?:(?:the|an?|any|each|all|such)\s+)?(?:[\w’'-]+\s+){1,8}?)"
    r"(?=(?-i:[a-z]+)\b)",
    re.I,
)
"""Prohibitions that put the actor behind the modal: "Under no circumstances may agencies use"."""
_NOBODY = re.compile(
    r"\W*(?:and\s+|but\s+)?(?:no|none\s+of\s+the|neither)\s+(?!(?:later|less|fewer|more)\b)"
    r"(?P<who>(?:[\w’'-]+\s+){1,5}?)(?=(?:who|that|which|may|shall|must|will|should|of|other|under|in|with)\b)",
    re.I,
)
_LIMITED = re.compile(
    r"[^.;:]{0,120}?\bonly\s+(?:for|to|if|when|where|after|with|as|in|by|upon|on|so)\b", re.I
)
"""What is allowed within a bound: "may retain data for only as long as necessary"."""
_NO_CONDUCT = re.compile(
    r"\s*(?:not|only)\s+(?:be\s+(?:affected|construed|deemed|interpreted|considered|subject|liable|required|entitled|bound|able)"
    r"|apply|abrogate|affect|limit|create|supersede|have|preclude|impair|always|need|know)\b",
    re.I,
)
"""Verbs after "shall not" that say how a text is meant or what somebody has, not what anybody may do."""
_SERVES = re.compile(
    r"\s*(?:act\s+(?:as|for)|serve\s+as|perform\s+the\s+(?:functions|duties)|continue\s+to\s+(?:serve|act))\b",
    re.I,
)
_UNDONE = re.compile(
    r"(?:composed|comprised|made\s+up|headed|led|chaired|staffed|vested|defined|governed|funded|borne|paid|reimbursed|compensated|entitled|subject\w*"
    r"|exempt\w*|bound|guided|informed|affected|required|authorized|effective|counted|held|met|designed|intended|referred"
    r"|drawn|given|limited|related|tailored|understood|viewed|seen|found|located|named|called|placed|appointed|assigned)\b",
    re.I,
)
"""Participles that say how a thing is, or what it is made of, rather than what has to be done to it."""
_WEAK = ("should", "will", "encouraged", "expected", "requested", "urged", "asked")


def opens_order(text: str) -> bool:
    """Whether words order or enact what follows: "By the authority vested in me ..."."""
    return _ENACTING.search(text) is not None


def unquoted(text: str) -> str:
    """The text with longer quotations blanked, every character in its place.

    A mark that the sentence opens and does not close quotes to its end, one that it only closes from its
    beginning: the quotation then runs over several sentences.
    """
    if not _is_marked(text):
        return text
    bare = _QUOTES.sub(_blanked, text)
    return _HALF_QUOTED.sub(lambda match: " " * len(match.group()), bare)


def _is_marked(text: str) -> bool:
    single = "‘‘" in text or "``" in text or "''" in text or "’’" in text
    return single or '"' in text or "“" in text or "”" in text


def _blanked(quotation: re.Match[str]) -> str:
    words = quotation.group()
    return words if len(words) < _SHORT_QUOTE else " " * len(words)


def masked(text: str) -> str:
    """The text with asides in brackets, longer quotations and guesses blanked, the rest in its place."""
    text = without_guesses(unquoted(text))
    return _PARENTHESES.sub(_but_labels, text) if "(" in text or "[" in text else text


def _but_labels(bracket: re.Match[str]) -> str:
    return bracket.group() if bracket["label"] else " " * len(bracket.group())


# several parts read the same sentences one after another: as many as a law of two million letters has
@lru_cache(maxsize=16_384)
def read(text: str, bodies: frozenset[str] = frozenset()) -> Reading | None:
    """What a sentence of an order, memo or statute obliges its main subject to do.

    `bodies` are names of those that the document creates, which act whatever their name is.
    None where it obliges nobody: no obligation word, or only inside a subordinate clause or quotation.
    Reported duties ("the letter says that the company must") are subordinate and so none.
    """
    if text.endswith("?"):
        return None
    if _CONSTRUES.match(text) or _CONSTRUED.search(small(text)):
        return Reading(Clause.CONSTRUCTION, "", 0)
    if _BY_LAW.match(text):
        return Reading(Clause.SPECIFICATION, "", 0)
    if _AMONG.match(text):
        return Reading(Clause.SPECIFICATION, "shall", 0, binding=True)
    bare = masked(text)
    for form in (_DUTY_OF, _ENJOINED):
        told = form.search(bare)
        if told and is_animate(told["who"]) and not _subordinate(bare, told):
            who = Actor(*told.span("who"), text[slice(*told.span("who"))])
            return Reading(Clause.TASKING, told["modal"], told.start("do"), who)
    direct = _DIRECT.search(bare)
    if direct is None and opens_order(bare):
        return Reading(Clause.CONSTRUCTION, "", 0)
    if direct:
        who = Actor(direct.start("who"), direct.end("who"), text[direct.start("who") : direct.end("who")])
        return Reading(Clause.TASKING, f"I {direct['verb']}", direct.start("do"), who)
    return _functions(text, bare) or _main(text, bare, bodies)


def _functions(text: str, bare: str) -> Reading | None:
    """What a body is ordered to do by the list of its functions."""
    told = _FUNCTIONS.match(bare)
    if told is None:
        return None
    forms = (
        ("who", "modal", "do"),
        ("body", "has", "list"),
        ("owner", "owes", "these"),
        ("whose", "is", "one"),
    )
    who, modal, do = next(names for names in forms if told[names[0]])
    if not is_animate(told[who]):
        return None
    return Reading(
        Clause.TASKING, told[modal], told.start(do), Actor(*told.span(who), text[slice(*told.span(who))])
    )


def _modals(bare: str) -> Iterator[re.Match[str]]:
    """Every modal in order; looked for in small letters, which takes half the time."""
    for place in _SMALL_MODAL.finditer(small(bare)):
        match = MODAL.match(bare, place.start())
        if match is not None:
            yield match


def _main(text: str, bare: str, bodies: frozenset[str]) -> Reading | None:
    """The clause of the first modal that is not subordinate; "may ... and shall ..." binds by the second."""
    first: Reading | None = None
    for match in _modals(bare):
        if _subordinate(bare, match):
            continue
        strong = match["modal"].lower() in ("shall", "must")
        if first is None:
            first = _judged(text, bare, match, bodies)
        elif strong and _is_of_a_thing(first):
            second = _judged(text, bare, match, bodies)
            if second.clause is Clause.TASKING and _begins_anew(bare, second):
                return second
        elif strong and (first.modal == "may" or first.weak):
            joined = _JOINED.search(bare, max(0, match.start() - 40), match.start())
            second = _judged(text, bare, match, bodies, first.patient or first.actor if joined else None)
            return second if second.clause is Clause.TASKING else first
        if strong and not _is_of_a_thing(first):
            return first
    return first


def _is_of_a_thing(reading: Reading) -> bool:
    """Whether a clause says how a paper or a thing shall be, which nobody is told to do."""
    return reading.clause is Clause.SPECIFICATION and reading.thing and not reading.binding


def _begins_anew(bare: str, reading: Reading) -> bool:
    """Whether the actor opens a main clause: "The plan shall name it, and the Council shall send it"."""
    actor = reading.actor
    return actor is not None and actor.acts and _AND_THEN.search(bare, 0, actor.start) is not None


_AND_THEN = re.compile(r"[,;]\s+and\s+$")


_CHOSEN_AS = re.compile(r"\bas\s+(?:the|an?|any|each|such|its)\s[^,;:]{2,80}$", re.I)
CHOOSES = (
    r"(?:determine|deem|designate|direct|select|choose|consider|specify|prescribe|identify|appoint|require)"
)
_CHOOSES = re.compile(
    rf"\s*(?:(?:jointly|otherwise|reasonably)\s+)?{CHOOSES}\b",
    re.I,
)
"""Who is to be asked or named, as somebody chooses: "such agencies as the Director shall determine"."""


_WHOSE = re.compile(r"\bwhose\s+(?:[\w’'-]+\s+){1,3}$", re.I)
_FOUNDED = re.compile(r"\b(?:is|are|was|were|has|have)\b[^,;:]*$", re.I)


def _tells_whose(bare: str, left: str, match: re.Match[str]) -> bool:
    """Whether "whose action is required to" tells which one is meant, and another verb says what to do.

    That verb stands behind it ("each office whose action is required to close a dock shall report") or before
    it ("A council is established whose members shall include"). "Each office whose budget grows must report"
    has no other.
    """
    whose = _WHOSE.search(left)
    if whose is None:
        return False
    told = match["modal"].lower().startswith(("is ", "are "))
    later = MODAL.search(bare, match.end()) if told else None
    return later is not None or _FOUNDED.search(left, 0, whose.start()) is not None


def _subordinate(bare: str, match: re.Match[str]) -> bool:
    left = bare[max(0, match.start() - _REACH) : match.start()]
    if not left.strip() and match.re is not MODAL:
        return False
    words = left.rstrip()
    if (
        not words
        or match["modal"] in ("May", "Will")
        or _NO_DUTY.search(left, max(0, len(words) - _LONGEST_NO))
    ):
        return True
    if _OPERATIVE_THAT.search(left):
        return False
    if _RELATIVE.search(left[-220:]) or _tells_whose(bare, left, match):
        return True
    if match["modal"] == "may" and _OF_CHOICE.search(left):
        return True
    if _CHOSEN_AS.search(left) and _CHOOSES.match(bare, match.end()):
        return True
    if left.rstrip().endswith(","):
        return False
    segment = re.split(r"[,;:—]\s*", left)[-1]
    return bool(_CLAUSE_START.match(segment.strip()))


def _is_body(words: str, bodies: frozenset[str]) -> bool:
    """Whether words name a body of the document, or several: "Commerce and Labor"."""
    names = _AND.split(words) if " and " in words else [words]
    return bare_name(words) in bodies or all(bare_name(one) in bodies for one in names)


_AND = re.compile(r",?\s+and\s+|,\s+")


def _judged(
    text: str, bare: str, match: re.Match[str], bodies: frozenset[str], subject: Actor | None = None
) -> Reading:
    modal = " ".join(match["modal"].split())
    actor = subject or actor_before(text, bare, match.start())
    actor = (meant(bare, actor) or actor) if actor else None
    if actor and bodies and _is_body(actor.text, bodies) and not _CONSISTS.match(bare, match.end()):
        actor = replace(actor, body=True)
    verb = _verb_at(bare, match.end())
    forbidden = _forbids(bare, verb, actor, modal)
    if modal.lower() == "may":
        return Reading(Clause.SPECIFICATION, "may", verb, actor, binding=forbidden)
    if modal.lower().endswith("due"):
        return Reading(Clause.SPECIFICATION, modal, 0, None, actor, weak=True, thing=True)
    after = bare[verb:]
    weak = (
        modal.lower() in _WEAK
        or (match["told"] or "").lower() in _WEAK
        or modal.lower().startswith("is responsible")
        or modal.lower().startswith("are responsible")
    )
    if _NEGATED.match(after) or _NO_SUBJECT.match(bare.strip()) or (actor and _NO_SUBJECT.match(actor.text)):
        return Reading(
            Clause.SPECIFICATION, modal, verb, actor, binding=forbidden or _by_nobody(text, bare, verb)
        )
    passive = _PASSIVE.match(after)
    if passive:
        return _passive(text, bare, verb, modal, actor, weak)
    return _active(modal, verb, after, actor, match["told"], weak)


_ARRIVES = re.compile(r"\s*(?:reach|arrive|come\s+to|go\s+to|get\s+to)\b", re.I)
"""What papers do that somebody has to send: "Requests should reach the Clerk by May 4"."""


def _active(modal: str, verb: int, after: str, actor: Actor | None, told: str | None, weak: bool) -> Reading:
    known = actor is not None and actor.acts
    able = known or (actor is not None and may_act(actor.text, after))
    state = told is None and is_state(after) and (known or not _READY.match(after))
    state = state or (actor is not None and composes(actor.text, after))
    if not known and _ARRIVES.match(after):
        return Reading(Clause.SPECIFICATION, modal, 0, None, actor, weak=True, thing=True)
    if able and not state:
        return Reading(Clause.TASKING, modal, verb, actor, weak=weak or not known)
    if known or state or weak:
        held = known and not weak and bool(_SERVES.match(after) or must_hold(after))
        return Reading(Clause.SPECIFICATION, modal, verb, actor, weak=weak, binding=held)
    return Reading(Clause.SPECIFICATION, modal, 0, None, actor, weak=True, thing=True)


def _passive(text: str, bare: str, verb: int, modal: str, subject: Actor | None, weak: bool) -> Reading:
    agent = _AGENT.search(bare, verb)
    if agent and _acts(bare[verb : agent.start()]):
        start, end = agent.span("agent")
        words = _clipped(text[start:end])
        led = _LED.match(bare, verb)
        chosen = _CHOSEN.match(bare, agent.start("agent")) if led else None
        if chosen:
            start, words = chosen.start("who"), _clipped(text[slice(*chosen.span("who"))])
        # "shall be led by a Director and a Deputy" says how an office is built: nobody is told to do it
        if is_animate(words) and (chosen or not (led and re.match(r"an?\s", words, re.I))):
            return Reading(
                Clause.TASKING, modal, verb, Actor(start, start + len(words), words), subject, weak=True
            )
    participle = bare[verb:].lstrip()[3:].lstrip()
    named = subject is not None and is_animate(subject.text) and _DESIGNATED.match(participle)
    if (named or _DELIVERED.match(participle)) and not weak:
        return Reading(Clause.TASKING, modal, verb, None, subject, weak=True)
    thing = not weak and not _STANDING.match(participle)
    undone = thing and modal.lower() in ("shall", "must") and not _UNDONE.match(participle)
    return Reading(Clause.SPECIFICATION, modal, verb, None, subject, weak=True, thing=thing, binding=undone)


def forbids(text: str) -> bool:
    """Whether a sentence forbids somebody something: "No agency may", "Agencies must not"."""
    reading = read(text)
    if reading is None or not reading.binding:
        return False
    bare = masked(text)
    outright = _INVERTED.match(bare) or _NOBODY.match(bare)
    return bool(outright or (_NEGATED.match(bare, reading.verb) and not _ONLY.match(bare, reading.verb)))


_ONLY = re.compile(r"\s*only\b", re.I)


def _forbids(bare: str, verb: int, actor: Actor | None, modal: str) -> bool:
    """Whether somebody may not do something, or only within a bound."""
    inverted = _INVERTED.match(bare)
    if inverted:
        return is_animate(inverted["who"])
    # "Until the review ends, no office may": a time or a condition may open it
    nobody = _NOBODY.match(bare) or (_NOBODY.match(bare, actor.start) if actor else None)
    if nobody:
        return is_animate(nobody["who"]) and modal.lower() in ("may", "shall", "must")
    if actor is None or not actor.acts or modal.lower() not in ("may", "shall", "must"):
        return False
    after = bare[verb:]
    limited = modal.lower() == "may" and _LIMITED.match(after)
    return bool(limited) or (bool(_NEGATED.match(after)) and not _NO_CONDUCT.match(after))


def _by_nobody(text: str, bare: str, verb: int) -> bool:
    """Whether a deed is denied to whom the sentence names: "no change shall be made by the railroads"."""
    agent = _AGENT.search(bare, verb) if _PASSIVE.match(bare, verb) else None
    return agent is not None and is_animate(_clipped(text[slice(*agent.span("agent"))]))


def _acts(between: str) -> bool:
    """Whether "by X" belongs to the duty's own verb, rather than to a later "as prescribed by X"."""
    rest = _PASSIVE.sub("", between, count=1)
    if len(rest) > 70 or "," in rest or re.search(r"\b(?:that|which|as|who)\b", rest):
        return False
    return not re.search(r"\w+ed\s*$", rest) or bool(re.match(r"\s*(?:and|or)\s+\w+ed\s*$", rest))


def _clipped(words: str) -> str:
    cut = re.search(
        r"\s+(?:in\s+accordance|pursuant|consistent|within|no\s+later|not\s+later|to\s|on\s"
        r"|for\s+(?:the\s+)?purpose|for\s+(?:compliance|approval|review|consideration|use|each|all)|through|and\s+shall"
        r"|and\s+(?:[a-z]+ed|drawn|chosen|made|held|given|kept)\s+(?:from|to|by|in|under|for|with|on|at|as|among|into)\b"
        r"|under|before|after|as\s|at\s|that\s|who\s|which\s|\()",
        words,
    )
    return (words[: cut.start()] if cut else words).rstrip()


def _past_aside(bare: str, at: int) -> int | None:
    """Where the clause goes on after an aside between commas, however many names the aside lists.

    "shall, in consultation with the Attorney General, the Director, and other heads, recommend": an office,
    a preposition or a participle after a comma goes on with the aside, another small word is the verb.
    """
    opening = _COMMA.match(bare, at)
    if opening is None:
        dashed = _DASHED.match(bare, at)
        return dashed.end() if dashed else None
    stop = _ASIDE_END.search(bare, opening.end(), at + _ASIDE)
    for comma in _COMMA.finditer(bare, opening.end(), stop.start() if stop else at + _ASIDE):
        word = _SMALL_WORD.match(bare, comma.end())
        if word and not _GOES_ON.fullmatch(word.group()):
            return comma.end()
    if stop and not bare[stop.end() :].strip() and _is_aside(bare, opening.end(), stop.start()):
        return stop.start()
    skip = _INTERRUPTION.match(bare, at)
    return skip.end() if skip else None


def _is_aside(bare: str, start: int, stop: int) -> bool:
    """Whether all that a lead says before its colon is an aside: "shall, consistent with law, including:"."""
    first = _SMALL_WORD.match(bare, start)
    opens = first is not None and _GOES_ON.fullmatch(first.group()) is not None
    return _COMPANY.match(bare, start) is not None or (opens and bare[stop] == ":")


def _verb_at(bare: str, start: int) -> int:
    """Where the action begins after a modal, past interruptions and adverbs."""
    at = start
    for _ in range(4):
        aside = _past_aside(bare, at)
        skip = None if aside else _ADVERB.match(bare, at)
        if aside is None and skip is None:
            break
        at = aside or (skip.end() if skip else at)
    while at < len(bare) and bare[at].isspace():
        at += 1
    return at
