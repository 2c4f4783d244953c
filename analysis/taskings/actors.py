"""Who acts: the words before a modal that name an actor, and which names are people or bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Actor:
    """The words that name an actor and their place in the sentence; `body`: the document creates it."""

    start: int
    end: int
    text: str
    body: bool = False

    @property
    def acts(self) -> bool:
        """Whether it can act: an officer, a body, a person."""
        return self.body or is_animate(self.text)


_STARTER = re.compile(
    r"(?:and\s+|or\s+|but\s+)?(?:within|in|to|on|by|after|before|upon|for|from|with|without|consistent|pursuant|unless|if|when|whenever|where"
    r"|as|at|no\s+later|not\s+later|no\s+less|under|notwithstanding|subject|during|until|thereafter|however|therefore|accordingly|further"
    r"|furthermore|moreover|additionally|also|except|following|beginning|starting|annually|quarterly|specifically|acting|including|such\s+as"
    r"|through|working|who|which|whose|whom|that|because|since|while|although|once|based|using|given|not|where(?:ver)?|prior|absent"
    r"|every\s+\d+|every\s+year|each\s+year|each\s+fiscal|together|along|either|rather|instead|finally|first|second|third|wherever|despite"
    r"|throughout|among|(?:the\s+)?\w+\s+of\s+(?:which|whom)|immediately|promptly|periodically|regularly|effective|over|above|again|otherwise|likewise|then|thus|hence"
    r"|(?:appointed|defined|described|designated|established|created|identified|listed|selected|nominated)\s+(?:by|under|in|from|pursuant|to)"
    r"|(?:assisted|advised|supported|joined|aided|guided|informed|represented|headed|chaired|led)\s+by"
    r"|currently|presently|formerly|namely|independently|collectively|jointly|respectively|particularly|especially|generally|one\s+\w+\s+after|\w+(?:ty|een|ne|ix|ive)?\s+(?:days|months)"
    r"|\d+\s+(?:calendar\s+|business\s+)?(?:days|months|years)|in\s+turn|or\s+(?:his|her|their|its|a)\b|as\s+appropriate|acting)\b",
    re.I,
)
_CLAUSE = re.compile(r"\b(?:shall|must|will|may|should|is|are|was|were|has|have|had|does|do)\b", re.I)
_WHICH_ONES = re.compile(
    r"(?:[\w’'-]+\s+){1,6}?(?:that|which|who)\s+(?:have|has|had|are|is|were|was|do|does)\b"
)
"""Verbs that only tell which ones: "Agencies that have received approval, or sought it, must"."""
_LISTS = re.compile(r"\b(?:with|consult\w*|including|such\s+as|among|between|except)\b", re.I)
_SEPARATOR = re.compile(r",(?!(?<=\d,)(?:\d{3}\b|\s+\d{4}\b))\s*|;\s*|:\s*|\s[—–]\s*|—")
_HEAD_CUT = re.compile(
    r"\s+(?:of|for|in|on|under|from|with|to|that|which|who|whose|described|listed|established|designated|made|required|issued|pursuant"
    r"|identified|created|appointed|having|serving|receiving|responsible|staffed|covered|subject|other|by|at|set|submitted|provided|about)\b"
)
_ANIMATE = re.compile(
    r"\b(?:secretar(?:y|ies)|directors?|administrators?|agenc(?:y|ies)|heads?|departments?|councils?|committees?|commissions?|force"
    r"|forces|boards?|offices?|officers?|officials?|attorneys?|general|chair(?:man|woman|person|s)?|co-?chairs?|executives?|agents?"
    r"|president|archivist|commissioners?|chiefs?|administration|bureaus?|services?|centers?|compan(?:y|ies)|secretariat|teams?"
    r"|groups?|panels?|leadership|members?|staff|you|employees|contractors?|recipients?|applicants?|registrants?|part(?:y|ies)"
    r"|states?|tribes?|persons?|operators?|owners?|licensees?|grantees?|managers?|coordinators?|representatives?|entit(?:y|ies)"
    r"|components?|organizations?|corps|command|counsel|comptroller|ambassadors?|governors?|librarian|advisors?|assistant"
    r"|leads?|plaintiffs?|union|deput(?:y|ies)|designees?|liaisons?|inspectors?|principals?|individuals?|subcommittees?|institutes?|authorit(?:y|ies)"
    r"|universit(?:y|ies)|clerks?|wardens?|stewards?|registrars?|treasurers?|marshals?|solicitors?|judges?|mayors?|sheriffs?|superintendents?|commanders?|trustees?"
    r"|auditors?|examiners?|custodians?|attach[eé]s?|consuls?|envoys?|surgeons?|captains?|divisions?|branch(?:es)?|posts?|supervisors?|users?|vendors?|providers?|banks?|congress"
    r"|(?:sub-?)?cabinet|sub-?groups?|work-?groups?|directorates?|consorti(?:um|a)|foundations?|academ(?:y|ies)|embass(?:y|ies)"
    r"|intelligence\s+community|ministr(?:y|ies)|laborator(?:y|ies)|corporations?|ombuds(?:man|person)|we|they|he|she|OMB|OPM|GSA|NARA|DHS|FBI|CIOs?|CFOs?"
    r"|CTO|CPO|RROs?|CHCOs?|SAOPs?|CISA|NIST|OSTP|CEQ|EPA)\b",
    re.I,
)
_THING = re.compile(
    r"^(?:reports?|plans?|polic(?:y|ies)|guidance|orders?|memorand(?:um|a)|lists?|information|funds?|applications?|terms?|requirements?"
    r"|reviews?|process(?:es)?|procedures?|standards?|records?|data|membership|rules?|regulations?|authority|precedence"
    r"|delegations?|websites?|sites?|inventor(?:y|ies)|programs?|efforts?|strateg(?:y|ies)|agreements?|contracts?|systems?|notices?|meetings?"
    r"|dates?|provisions?|sections?|actions?|progress|costs?|expenses?|recommendations?|assessments?|evaluations?|determinations?"
    r"|designations?|submissions?|responses?|comments?|forms?|training|positions?|it|this|these|those|such|there|mechanisms?|measures?"
    r"|goals?|markings?|definitions?|functions?|implementation|documents?|materials?|analys[ei]s|summar(?:y|ies)|letters?|tools?|steps?"
    r"|criteria|factors?|principles?|decisions?|results?|findings?|proposals?|budgets?|copies|copy|chapter|subsection|paragraph|title|act"
    r"|amendments?|technolog(?:y|ies)|work|paper|property|assets?|facilit(?:y|ies)|projects?|activit(?:y|ies)|initiatives?|categor(?:y|ies)|subcategor(?:y|ies)"
    r"|registry|catalog(?:ue)?|repository|rates?|rate|adjustments?|pay|table|schedule|period|exceptions?|waivers?)$",
    re.I,
)
_PEOPLE = re.compile(r"[a-z]{2,}(?:ers|ors|ists|ants|ees|ians|yers|ards)")
_LIKE_PEOPLE = re.compile(
    r"(?:orders|letters|numbers|papers|matters|registers|chapters|computers|servers|routers|folders|headers|footers|factors"
    r"|errors|sectors|vectors|indicators|monitors|sensors|motors|grants|plants|warrants|fees|trees|guarantees|degrees|covers"
    r"|offers|transfers|powers|charters|parameters|containers|identifiers|banners|filters|counters|centers|quarters|waters"
    r"|barriers|others|corridors|standards|boards|awards|records|hazards|cards|safeguards|dashboards|variants|pollutants"
    r"|contaminants|remainders|borders|shelters|newsletters|trailers|helicopters|waivers|disclaimers|answers|users)"
)
PAPER_VERB = re.compile(
    r"\s*(?:include|contain|set\s+forth|set\s+out|address|describe|specify|reflect|apply|cover|state|indicate|identify|provide|ensure"
    r"|take|meet|support|focus|require|define|outline|govern|replace|conform|comply|follow|begin|end|cease|constitute|consist|serve"
    r"|permit|allow|prohibit|establish|authorize|supersede|prevail|control|extend|continue|operate|form|make|read|bear)\b",
    re.I,
)
_ARTICLE = re.compile(
    r"^(?:the|an?|each|every|all|any|such|these|those|its|their|your|our|this|that|said|both|either)\s+", re.I
)
_LEADING = re.compile(
    r"(?:(?:and|but|or|also|thus|then|further|accordingly|therefore|however|thereafter|in\s+addition|moreover|where\s+appropriate"
    r"|(?:(?:it\s+is\s+)?(?:(?:hereby|further|so)\s+)*ordered,?\s+)?that|that)\b,?\s+)+",
    re.I,
)


@lru_cache(maxsize=1024)
def is_animate(words: str) -> bool:
    """Whether a name can act: an officer, a body, a person; a report or a plan can not."""
    bare = _ARTICLE.sub("", re.sub(r"\([^()]*\)", " ", words).strip())
    head = _HEAD_CUT.split(bare, maxsplit=1)[0].strip(" ,")
    doing = re.search(r"\s[a-z]+ing\b", head)
    if doing and _ANIMATE.search(head, 0, doing.start()):
        head = head[: doing.start()]
    last = head.split()[-1] if head.split() else ""
    if not last:
        return False
    part = _PART.match(bare)
    if part:
        return is_animate(part["whole"])
    if _THING.match(last):
        return bool(_STAFFED.search(head))
    if _ANIMATE.search(head) or _people(last.lower()) or _MANAGEMENT.fullmatch(bare):
        return True
    return bool(_INITIALS.fullmatch(last))


_MANAGEMENT = re.compile(
    r"(?:(?:agency|bureau|company|component|department|line|local|office|senior)\s+)*management", re.I
)
"""Auditors call so those whom they audit; the management of something is a task."""
_PART = re.compile(r"elements?\s+of\s+(?P<whole>.+)", re.I)
"""Elements of a body act as it does, those of a plan do not."""
_STAFFED = re.compile(
    r"\b(?:inter-?agency|[\w-]+-(?:led|chaired))\s+(?:\w+\s+)?process(?:es)?$"
    r"|\b(?:(?:de)?classification|approv(?:al|ing)|contracting|certifying|convening|debarring|appointing|issuing|reviewing|deciding)\s+authorit(?:y|ies)$"
    r"|(?-i:\b[A-Z][\w-]+\s+Authorit(?:y|ies)$)",
    re.I,
)
"""A process is what agencies do together ("the Council-led process"), and some authorities are people."""
_INITIALS = re.compile(r"[A-Z][A-Z0-9&/-]+s?|[A-Z]-?\d{1,2}s?")
"""Offices by their initials, staff sections by their numbers: "OMB", "CFOs", "S4s", "N-6"."""


def _people(word: str) -> bool:
    """Whether a plural noun is formed as those for people are: "drivers", "analysts"."""
    return bool(_PEOPLE.fullmatch(word)) and not _THING.match(word) and not _LIKE_PEOPLE.fullmatch(word)


def may_act(words: str, verb: str) -> bool:
    """Whether a subject of unknown kind acts, judged by its verb: papers contain, address and apply."""
    bare = _ARTICLE.sub("", re.sub(r"\([^()]*\)", " ", words).strip())
    head = _HEAD_CUT.split(bare, maxsplit=1)[0].split()
    titled = bool(head) and head[-1][0].isupper() and not _THING.match(head[-1])
    return titled and not PAPER_VERB.match(verb)


def is_named(words: str) -> bool:
    """Whether the words name an officer or a body by its kind, rather than only by an unknown name."""
    return bool(_ANIMATE.search(words))


def actor_before(text: str, bare: str, end: int) -> Actor | None:
    """The actor named before a modal at `end`, past interruptions of any length.

    `bare` is the text with brackets and quotations blanked. "The Director, in consultation with A, B,
    and C, shall" names the Director; "In consultation with A, B, and C, the Director shall" as well.
    """
    segments = _segments(bare, end)
    if not segments:
        return None
    joined = _SECOND_VERB.match(bare, 0, end) if bare[:end].rstrip()[-3:].lower() == "but" else None
    if joined and is_animate(joined["who"]):
        return Actor(*joined.span("who"), text[slice(*joined.span("who"))])
    helped = len(segments) > 1 and bool(_THROUGH.match(bare, *segments[-1]))
    closed = helped or bare[:end].rstrip().endswith((",", "—", "–"))
    if closed:
        segments = _without_interruption(segments, bare)
    first = _first_of_list(segments, bare)
    if closed or _joined(segments[-1], bare):
        segments, first = _past_partners(segments, first, bare)
    segments, first = _with_which_ones(_segments(bare, end), segments, first, bare)
    if first and _bare_title(bare[slice(*segments[first - 1])]) and _PLACE.match(bare, *segments[first]):
        first -= 1
    start, stop = segments[first][0], segments[-1][1]
    lead = _LEADING.match(bare, start, stop)
    start = lead.end() if lead else start
    words = text[start:stop].rstrip(" ,")
    trimmed = re.sub(r"\s*\([^()]*\)$", "", _EMPOWERED.sub("", words))
    label = _LABEL.match(text, start + len(trimmed))
    stop = label.end() if label else start + len(trimmed)
    return Actor(start, stop, text[start:stop]) if trimmed.strip() else None


_LABEL = re.compile(
    r"\s*\((?:hereinafter\s+)?(?:referred\s+to\s+)?(?:collectively|together|jointly)\b[^()]{2,80}\)", re.I
)
"""What gives a list of actors one name stays with it: later duties use that name alone."""
_EMPOWERED = re.compile(
    r",?\s+(?:(?:is|are)\s+(?:hereby\s+)?(?:authorized|empowered)\s+to,?|(?:has|have)\s+yet\s+to\s+[^,;]{2,60})\s+and$",
    re.I,
)
"""Between the actor and the modal: "The Clerk is authorized to and shall", "has yet to answer and should"."""
_SECOND_VERB = re.compile(
    r"\W*(?P<who>(?!(?:if|when|where|while|although|though|as|because|since|that|it|there|this|these)\b)"
    r"(?:(?!(?:that|which|who|whose|if|when|where|and|or|but)\b)[\w’'.-]+\s+){0,11}?(?!(?:that|which|who)\b)[\w’'-]+)\s+"
    r"(?:have|has|are|is|need|needs|owe|owes|do|does)\s+(?:no\b|not\b|neither\b|only\b|already\b|exempt\b|free\b)[^,;:]{0,120}?,?\s+but\s+$",
    re.I,
)
"""Whom a sentence binds that first says what they need not do: "Inland offices owe no plan, but should"."""
_CONDITION = re.compile(
    r"(?:^\W*|,\s+)(?:if(?:,[^,;:]{3,120},)?|when(?:ever)?|where(?:ver)?|once|before|after|unless|until|should|as(?=\s+(?:an?|the|each|any|every)\b)"
    r"|to\s+the\s+(?:\w+\s+)?extent(?:\s+that)?|insofar\s+as|in\s+(?:any\s+case|the\s+event)(?:\s+that)?)\s+(?=\w)",
    re.I,
)
_NEXT = re.compile(r"[\w’'&-]+")
_NAME_GOES_ON = re.compile(r"of|for|and|or|the|on|[A-Z]\S*")
_LONGEST_NAME = 9


def meant(text: str, pronoun: Actor) -> Actor | None:
    """Whom "it" or "they" means after a clause that opens: "Whenever an agency uses a site, it should".

    None where the condition names nobody who can act.
    """
    if pronoun.text.lower() not in ("it", "they"):
        return None
    for opening in _CONDITION.finditer(text, 0, pronoun.start):
        words = [one for one in _NEXT.finditer(text, opening.end(), pronoun.start)][: _LONGEST_NAME + 1]
        for word, following in pairwise(words):
            name = text[opening.end() : word.end()]
            if _NAME_GOES_ON.fullmatch(word.group().lower()) or _NAME_GOES_ON.fullmatch(following.group()):
                continue
            if is_animate(name) and not is_animate(following.group()):
                return Actor(opening.end(), word.end(), name)
    return None


_TITLE_ALONE = re.compile(
    r"(?:the\s+)?(?:(?:deputy|acting|assistant|associate|principal|regional|vice)\s+)*"
    r"(?:commander|commanding\s+officer|director|chief|administrator|commissioner|superintendent|head|manager|president"
    r"|chair(?:man|woman|person)?|dean|marshal|warden)s?",
    re.I,
)
_PLACE = re.compile(r"(?!(?:the|each|all|and|or)\b)[A-Z]")


def _bare_title(words: str) -> bool:
    """Whether an office stands before the body it heads: "Commander, Navy Region Northwest"."""
    return bool(_TITLE_ALONE.fullmatch(words.strip()))


def _segments(bare: str, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for match in _SEPARATOR.finditer(bare, 0, end):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, end))
    return [part for part in (_stripped(bare, *one) for one in found) if part[0] < part[1]]


def _stripped(bare: str, start: int, end: int) -> tuple[int, int]:
    while start < end and bare[start].isspace():
        start += 1
    while end > start and bare[end - 1].isspace():
        end -= 1
    return start, end


def _without_interruption(segments: list[tuple[int, int]], bare: str) -> list[tuple[int, int]]:
    """Drop what stands between the actor and the comma before the modal.

    Read leftwards: a phrase that opens with a preposition is dropped. The words before it are the actor,
    unless they end in "and ..." and an earlier "in consultation with ..." began their list.
    """
    cut = run = len(segments)
    for index in range(len(segments) - 1, 0, -1):
        if not _STARTER.match(bare, *segments[index]) or _through_one(segments, index, bare):
            continue
        if _ends_in_and(segments[index - 1], bare) or bare.startswith("as well as", segments[index][0]):
            continue
        between = [bare[slice(*part)] for part in segments[index + 1 : run]]
        if run < len(segments) and between and not _belongs(bare[slice(*segments[index])], between):
            break
        cut = run = index
    return segments[:cut]


def _through_one(segments: list[tuple[int, int]], index: int, bare: str) -> bool:
    """Whether only one of several actors acts so: "A, acting through B; and C, shall"."""
    if index + 1 >= len(segments) or not _THROUGH.match(bare, *segments[index]):
        return False
    return bare[segments[index][1] : segments[index + 1][0]].strip() == ";"


def _belongs(opening: str, between: list[str]) -> bool:
    joined = any(part.startswith(("and ", "or ")) for part in between)
    return joined and bool(_LISTS.search(opening))


_JOINTS = ("and ", "or ", "as well as ")


def _ends_in_and(segment: tuple[int, int], bare: str) -> bool:
    return f" {bare[slice(*segment)]}".endswith((" and", " or"))


def _past_choice(segments: list[tuple[int, int]], bare: str) -> int:
    """The last index, or that of the "and" before it which an aside parts from it: "A, and, as needed, B"."""
    last = len(segments) - 1
    between = last > 1 and _ends_in_and(segments[last - 2], bare)
    return last - 2 if between and _STARTER.match(bare, *segments[last - 1]) else last


def _first_of_list(segments: list[tuple[int, int]], bare: str) -> int:
    """The index where the actor begins: "A, B, and C" reaches back to A, never into an opening phrase.

    The year of a date ends such a phrase: "By May 1, 2015, other offices with ropes, hooks, and docks shall".
    """
    index = _past_choice(segments, bare)
    if not f"{bare[slice(*segments[index])]} ".startswith(_JOINTS) and not _tail(segments, bare):
        return index
    while index > 0 and not _STARTER.match(bare, *segments[index - 1]):
        if bare[slice(*segments[index - 1])].isdigit():
            break
        if index < len(segments) - 1 and _joined(segments[index], bare):
            above = _list_above(segments[:index], bare)
            own = bare[slice(*segments[index])].partition(" ")[2]
            return above if above is not None else index if is_animate(own) else index + 1
        if _CLAUSE.search(bare, *segments[index - 1]) and not _WHICH_ONES.match(bare, *segments[index - 1]):
            break
        index -= 1
    return index + 1 if _ends_opening(segments, index, bare) else index


_NAMES_SOMEBODY = re.compile(
    r"(?:the|each|all|any|every|an?|heads?|agenc(?:y|ies)|departments?|offices?|bureaus?)\b|[A-Z]"
)


def _ends_opening(segments: list[tuple[int, int]], index: int, bare: str) -> bool:
    """Whether a part only ends an opening phrase: "To keep affordable, sturdy ropes, the Clerk and …"."""
    if not 0 < index < len(segments) - 1:
        return False
    part, following = (bare[slice(*segments[at])] for at in (index, index + 1))
    opened = _STARTER.match(bare, *segments[index - 1]) is not None
    return opened and not _NAMES_SOMEBODY.match(part) and not is_animate(part) and is_animate(following)


_SEVERAL = re.compile(
    r"(?:(?:the|all|each|heads\s+of)\s+)*(?:(?:deputy|under|assistant|executive|federal|other)\s+)*(?:secretaries|departments|directors|administrators"
    r"|chairs|heads|commissioners|ministers)\b",
    re.I,
)


def _list_above(segments: list[tuple[int, int]], bare: str) -> int | None:
    """Where a list of one kind within the list begins: "The Secretaries of War and of State, the Warden"."""
    found = None
    for index in range(len(segments) - 1, -1, -1):
        segment = segments[index]
        if _STARTER.match(bare, *segment) or (found is not None and not is_animate(bare[slice(*segment)])):
            break
        if found is not None or _SEVERAL.match(bare, *segment):
            found = index
    return found


_PARTNERS = re.compile(
    r"(?:and\s+|or\s+)?(?:(?:in|after|following)\s+(?:\w+\s+)?(?:consult|coordinat|collaborat|cooperat|conjunction|partnership)\w*"
    r"|(?:working\s+|together\s+|jointly\s+)*with\b|with\s+the\s+(?:advice|assistance|approval|concurrence|help|support)\s+of)",
    re.I,
)
_THROUGH = re.compile(r"(?:and\s+)?(?:acting\s+)?(?:by\s+and\s+)?through\b", re.I)


def _joined(segment: tuple[int, int], bare: str) -> bool:
    return bare[slice(*segment)].startswith(("and ", "or "))


def _past_partners(
    segments: list[tuple[int, int]], first: int, bare: str
) -> tuple[list[tuple[int, int]], int]:
    """The segments that name the actor where those found are the last of its partners, or of several actors.

    "A, in consultation with B, acting through C, and D, shall" names A; "A, acting through C, and D shall"
    names A and D. Semicolons part the members of one list: "A, in consultation with B; C; and D, shall".
    """
    partners, reached = None, first
    apart = bare[segments[first - 1][1] : segments[first][0]].strip() == ";" if first else False
    if not (apart or _joined(segments[first], bare) or _joined(segments[-1], bare)):
        return segments, first
    for index in range(first - 1, -1, -1):
        piece = segments[index]
        if _PARTNERS.match(bare, *piece):
            partners = index
        elif _STARTER.match(bare, *piece) and not _THROUGH.match(bare, *piece):
            break
        elif not _THROUGH.match(bare, *piece):
            if _CLAUSE.search(bare, *piece) or not is_animate(bare[slice(*piece)]):
                break
            reached = index
    if partners is None:
        return segments, reached
    if reached >= partners:
        return segments, first
    last = partners
    while last > 1 and _STARTER.match(bare, *segments[last - 1]):
        last -= 1
    before = segments[:last]
    return _past_partners(before, _first_of_list(before, bare), bare)


def _with_which_ones(
    said: list[tuple[int, int]], kept: list[tuple[int, int]], first: int, bare: str
) -> tuple[list[tuple[int, int]], int]:
    """All that was said before the modal, where what is left is a piece of what tells which ones act.

    "Agencies that are empowered to make loans, grants, or to sell, both here and abroad, shall": grants
    do not act.
    """
    if is_animate(bare[kept[first][0] : kept[-1][1]]):
        return kept, first
    opens = (at for at in range(first) if _WHICH_ONES.match(bare, *kept[at]))
    which = next((at for at in opens if is_animate(bare[slice(*kept[at])])), None)
    return (kept, first) if which is None else (said, which)


def _tail(segments: list[tuple[int, int]], bare: str) -> bool:
    # "section 901 of title 31, United States Code" and "Department of Agriculture, ..." belong together
    last = bare[slice(*segments[-1])]
    return last in ("United States Code", "Inc.", "Jr.") or last.startswith("United States")


_FIRST_MODAL = re.compile(r"\s(?:shall|may|must|will)\s", re.I)


def bound_by(text: str) -> str | None:
    """Whom a sentence binds whose duty is no row ("The Center shall not direct"); None for nobody."""
    modal = _FIRST_MODAL.search(text)
    actor = actor_before(text, text, modal.start()) if modal else None
    return actor.text if actor is not None and is_animate(actor.text) else None
