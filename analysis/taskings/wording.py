"""Short imperative titles out of the clauses of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.cued import cued
from analysis.lists import and_more, opens_list, parted, unlinked
from analysis.taskings.conditions import bounds_part
from analysis.taskings.untold import tells
from pipeline.documents import Span
from pipeline.folding import small

LONGEST = 480
"""The most characters a title may have: what is cut off might be a second duty, or what it is about.

The whole clause of 24 in 25 duties has room; a fifth of them was cut at 280.
"""

_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"^(?:and|or|then)\s+(?=[a-z])", re.I)
_LAW = r"(?:(?:applicable|existing|the|all|any|other|federal)\s+)*laws?"
_MORE = r"(?:\s+and\s+[^,.;:]*)?"
_FIT = r"(?:practicable|possible|feasible)"
_AND_FIT = (
    r"(?:\s+and\s+(?:appropriate|practicable|possible|feasible|necessary"
    r"|(?:as\s+|where\s+|consistent|permitted|authorized|subject|in\s+accordance|to\s+the|within)[^,.;:]*))?"
)
_LIMITS = (
    rf"(?:to\s+the\s+(?:maximum\s+|fullest\s+)?extent\s+(?:{_FIT}{_AND_FIT}|(?:permitted|authorized|consistent)(?:\s+(?:by|under|with)\s+{_LAW})?{_MORE})"
    rf"|consistent\s+with\s+(?:applicable|the)\s+laws?{_MORE}|as\s+(?:appropriate|permitted\s+by\s+law|necessary|needed)"
    r"|(?:where|when|if)\s+appropriate|subject\s+to\s+the\s+availability\s+of\s+appropriations|in\s+accordance\s+with\s+applicable\s+law)"
)
_OF_LIMITS = ("extent", "law", "appropriat", "necessary", "needed")
"""Of these one stands in every such limit: quick to look for."""
_SAID_OF = (
    r"(?<!\bas)(?<!\bis)(?<!\bare)(?<!\bbe)(?<!\bwas)(?<!\bwere)(?<!often)(?<!\bsoon)(?<!\bfar)(?<!much)(?<!many)"
    r"(?<!frequently)"
)
"""Words that need what stands behind them: "are consistent with law", "as often as necessary"."""
_NOISE = re.compile(
    rf"(?=[,\s])(?<!\band)(?<!\bor)(?<!\band,)(?<!\bor,){_SAID_OF},?\s+{_LIMITS}(?:\s+and\s+{_LIMITS})?(?=[,.;:]|$)",
    re.I,
)
_BETWEEN = re.compile(rf"(?<=[a-z])(?<!\band)(?<!\bor),\s+{_LIMITS}(?:\s+and\s+{_LIMITS})?,(?=\s)", re.I)
"""The same between two commas: both go with it. After "and" it is the second deed's, and stays with it."""
_ASIDE = re.compile(
    r",\s+(?:within|not\s+later|no\s+later|at\s+least\s+(?:once|twice|every|annually|quarterly|monthly))(?:[^,;:]|,(?=\s+\d{4}\b)){2,200},",
    re.I,
)
_BRACKETS = re.compile(r"\s*\([^()]{8,160}\)")
_LOOSE_END = re.compile(
    r"(?:[\s,;:]+(?:and|or|(?<!refers\s)(?<!refer\s)to|(?<!disposed\s)of|the|(?-i:an?)|(?<!complied\s)(?<!dealt\s)with|by"
    r"|(?<!accounted\s)(?<!provided\s)(?<!paid\s)for|in|(?<!acted\s)(?<!relied\s)(?<!agreed\s)on|as|(?<!\bto\s)(?<!\bof\s)(?<!\bon\s)(?<!\bby\s)(?<!over\s)(?<!about\s)(?<!with\s)(?<!after\s)(?<!before\s)(?<!doing\s)(?<!\bdo\s)that|which"
    r"|composed|consisting|comprised|including|pursuant|consistent|(?<!\bis\s)(?<!\bas\s)(?<!\bare\s)(?<!\bbe\s)(?<!\bif\s)(?<!\bwhere\s)(?<!\bwhen\s)(?<!remain\s)(?<!remains\s)(?<!\bdeem\s)(?<!deems\s)(?<!\bfind\s)necessary|informing|such|shall|must))+$",
    re.I,
)
_LOOSE = (
    *("and", "or", "to", "of", "the", "a", "an", "with", "by", "for", "in", "on", "as", "that", "which"),
    *("composed", "consisting", "comprised", "including", "pursuant", "consistent", "necessary", "informing"),
    *("such", "shall", "must"),
)
"""One of them ends whatever has a loose end."""
_LOOSEST = max(map(len, _LOOSE))
_NOUN = re.compile(
    r"(?:your|an?|the|copies|all|any|information|documents|answers|responses?|details|(?:additional|further|more|updated|written)\s+(?:information|details|documents?|data|answers|responses)|clarification|confirmation|assistance|support)\b",
    re.I,
)
_WISH = re.compile(
    r"(?:I|we)\s+(?:\w+\s+)?hope\s+to\s+(?=have\b|receive\b|get\b)|(?:(?:I|we|it|that|this)\s*)?(?:would|should|['’]d)\s+(?:(?:also|\w+ly)\s+)*(?:like|appreciate|welcome|help(?:\s+(?:\w+ly|us|me))*\s+(?=to\s|if\s)"
    r"|be\s+(?:(?:\w+ly|most|very)\s+)?\w+\s+(?=to\s+(?:have|know|receive|see|hear|get|learn)\b)|be\s+\w+(?:\s+\w+)?\s+(?:if|for|of|by))\s*"
    r"(?:to\s+)?",
    re.I,
)
_CUT = re.compile(
    r"[,;:—]|\s(?:and(?!\s+[A-Z])|to|that|which|for|by|regarding|including|in order|as|through|with|from"
    r"|under|so)\s"
)
_BREAK = re.compile(r"[;:—]|,(?=\s)|\s(?:and(?!\s+[A-Z])|including|in order to|so that|as well as)\s")
"""Where a cut leaves whole what stands before it; the other places part a thing from what it is for."""
_HANGING = re.compile(r",?\s+(?:and|or),\s+(?:if|where|when|as|to\s+the)\b[^,]*$")
_LEAD_TAIL = re.compile(
    r"[,\s]*(?:the\s+following(?:\s+\w+){0,3}|as\s+follows|that|composed\s+of|consisting\s+of|including|to|by|with)?\s*[:—–]\s*$",
    re.I,
)
_COURT_TAIL = cued("it", r"[;,]?\s+and\s+it\s+is(?:\s+(?:hereby|further|so))*$", re.I)
"""How a court's order leads over to its next paragraph."""
_AGAIN = re.compile(r"\b(and|or)\s+(?:shall|must|will)\s+(?!not\b)(?=[a-z])")
"""A second modal of the same actor: "serve as Chair and shall name a deputy"."""
_DUE_THING = re.compile(
    r"(?P<thing>[^.;]{3,120}?)\s+(?:(?:should|must|shall|(?:is|are)\s+to)\s+(?P<done>be\s+(?:[^.;]|(?<=\b[MD][rs])\.)+)"
    r"|(?:is|are)\s+(?:due|needed|required|requested|expected)\b(?P<rest>[^.;]*)|go(?:es)?\s+(?P<to>to\b[^.;]*))$",
    re.I,
)
_TOLD = re.compile(r"\b(?:how|that|whether|which|why|you|us|me)\b", re.I)
"""What stands in a clause that something is told in, not in the name of a thing that is due."""
_PARTICIPLE = re.compile(r"be\s+", re.I)


def title_of(clause: str, longest: int = LONGEST) -> str:
    """The clause from its verb on as a title: capital first, no asides, at most `longest` characters."""
    words = _LINK.sub("", " ".join(clause.split()).strip(" ,;—–-"))
    words = _LEAD_TAIL.sub("", words) if words.endswith((":", "—", "–")) else words
    words = _AGAIN.sub(r"\1 ", _COURT_TAIL.sub("", words))
    words = _ASIDE.sub(_kept, words) if "," in words else words
    if any(word in small(words) for word in _OF_LIMITS):
        words = _NOISE.sub(_room, _BETWEEN.sub(_room, words))
    words = _BRACKETS.sub("", words) if len(words) > longest else words
    words = unlinked(words).rstrip(" .;:,")
    if len(words) > longest:
        words = shortened(words, longest)
    elif small(words[-_LOOSEST:]).endswith(_LOOSE):
        words = _LOOSE_END.sub("", words)
    return words[:1].upper() + words[1:]


def left_out(clause: str, told: Sequence[str]) -> Iterator[str]:
    """The limits of a clause that its title leaves out and that nothing in `told` says, as written."""
    words = _SPACE.sub(" ", clause)
    found = [*_ASIDE.finditer(words)] if "," in words else []
    if any(word in small(words) for word in _OF_LIMITS):
        limits = (*_BETWEEN.finditer(words), *_NOISE.finditer(words))
        found += [limit for limit in limits if not _room(limit)]
    for match in found:
        rest = match.group().strip(" ,")
        for part in told:
            rest = rest.replace(_SPACE.sub(" ", part), " ") if part else rest
        if tells(rest):
            yield match.group().strip(" ,")


def without(text: str, start: int, spans: Sequence[tuple[int, int]]) -> str:
    """The text from `start` on without what stands in a field of its own, at either end of it."""
    end = len(unlinked(text).rstrip(" .;:,"))
    for first, last in spans:
        if first <= start + len(text[start:]) - len(text[start:].lstrip(" ,")) and last > start:
            start = last
    for first, last in reversed(spans):
        if last >= end and first > start:
            end = len(
                re.sub(
                    r",?\s+(?:and|but)(?:\s+(?:then\s+)?again)?(?:\s+in\s+any\s+(?:case|event))?,?$",
                    "",
                    text[:first].rstrip(),
                )
            )
    return text[start:end]


def names_thing(text: str) -> bool:
    """Whether the words begin with a noun ("a report ...") rather than with what is to be done."""
    return bool(_NOUN.match(text))


def _softly_asked(predicate: str) -> str | None:
    """The title of what somebody needs or prefers, of what an answer says, and of what is to reach him."""
    content = _CONTENT.match(predicate)
    if content:
        return title_of(predicate[content.end() :])
    need = _NEED.match(predicate)
    if need:
        return title_of(f"Meet the need: {predicate[need.end() :]}")
    hoped = _HOPED.fullmatch(predicate)
    if hoped:
        return title_of(f"Provide {hoped['thing'][:1].lower()}{hoped['thing'][1:]}{hoped['rest']}")
    soft = _SOFTLY.fullmatch(predicate)
    if soft:
        said = f"{soft['thing']}{soft['rest'] or ''}"
        return title_of(
            f"{'Meet the preference:' if soft['how'] else 'Provide'} {said[:1].lower()}{said[1:]}"
        )
    reach = _THAT_REACH.match(predicate)
    return title_of(f"Send {reach['thing']}{reach['rest']}") if reach else None


def asked_for(predicate: str) -> str:
    """A request as a title: what is named only by a noun is to be provided."""
    predicate = predicate.rstrip("?")
    if _THEIR_WISH.match(predicate):
        return title_of(f"Meet the wish: {predicate}")
    if _WISH.match(predicate):
        return _wished(_WISH.sub("", predicate, count=1))
    softly = _softly_asked(predicate)
    if softly is not None:
        return softly
    thing = _DUE_THING.match(predicate)
    if thing and _TOLD.search(thing["thing"]):
        thing = None
    if thing and thing["done"]:
        return ensured(thing["thing"], thing["done"])
    if thing:
        name = thing["thing"]
        rest = f" {thing['to']}" if thing["to"] else thing["rest"]
        return title_of(f"Provide {name[:1].lower()}{name[1:]}{rest}")
    that = _THAT_BE.match(predicate)
    if that:
        return ensured(that["thing"], that["done"])
    if _WHETHER.match(predicate):
        return title_of(f"Answer {predicate[:1].lower()}{predicate[1:]}")
    if predicate.lower().startswith("that "):
        return title_of(f"Decide on the request {predicate[:1].lower()}{predicate[1:]}")
    return _sought(predicate)


def _sought(predicate: str) -> str:
    """A thing that is asked for, as what is to be done about it; a deed as it is."""
    sought = _SOUGHT.match(predicate)
    if sought:
        return requested(predicate[sought.end() :])
    if names_thing(predicate) and _SAYS_ALL.match(predicate):
        return title_of(predicate)
    if names_thing(predicate):
        predicate = _YOUR_HELP.sub("", predicate, count=1)
        return title_of(f"Provide {predicate[:1].lower()}{predicate[1:]}")
    return predicate


_THEIR_WISH = re.compile(
    r"(?:(?:the|our|my)\s+(?:[\w’'-]+\s+){1,5}?|(?:(?-i:Mr|Ms|Mrs|Dr)\.?\s+[\w’'-]+|s?he|they)\s+)(?:would|['’]d)\s+(?:also\s+|very\s+much\s+)?like\s+to\s",
    re.I,
)
"""What somebody else than the writer would like, told with whose wish it is."""
_SAYS_ALL = re.compile(r"[^,;:]{3,80}?\s(?:should|must|shall|(?:is|are)\s+to)\s+be\s", re.I)
"""A sentence about a thing with its own verb is no name of a thing."""
_SOUGHT = re.compile(r"for\s+(?=(?:an?|the|your|any|all|more|further|additional)\s)", re.I)
"""What somebody asks for, rather than what somebody is asked to do."""
_IT_IF = re.compile(r"it\s+(?=if\s)", re.I)
_YOUR_HELP = re.compile(
    r"your\s+(?=(?:\w+\s+)?(?:help|assistance|support|cooperation|attention|leadership|consideration)\b)",
    re.I,
)


_CONTENT = re.compile(
    r"(?:your|the|each|any)\s+(?:\w+\s+)?(?:response|reply|answer)s?\s+(?:should|must|shall)\s+(?:also\s+|\w+ly\s+)?(?=[a-z])(?!be\b)",
    re.I,
)
_NEED = re.compile(r"(?:(?:I|we)(?:\s+(?:would|will|shall)|['’](?:d|ll))?\s+(?:\w+ly\s+)?)?need\s+", re.I)
_HOPED = re.compile(
    r"(?P<thing>[^;]{3,240}?)\s+(?:I|we)\s+(?:\w+\s+)?hope\s+to\s+(?:have|receive|get)\b(?P<rest>[^;]*)",
    re.I | re.S,
)
_SOFTLY = re.compile(
    r"(?P<thing>[^;]{3,240}?)\s+(?:(?:is|are|would\s+be)\s+(?:\w+ly\s+)?(?P<how>preferred|preferable)(?P<rest>[,\s][^;]*)?"
    r"|would\s+(?:(?:let|allow|enable|help|permit|assist)\s+(?:us|me|our|my)\b|do\b|suffice\b|be\s+enough\b)[^;]*)",
    re.I | re.S,
)
_THAT_REACH = re.compile(
    r"that\s+(?P<thing>[^.;:]{2,120}?)\s+(?:reach|come\s+to|get\s+to|arrive\s+(?:at|in)|be\s+(?:in|with))\s+"
    r"(?:us|me|(?:my|our|this|the)\s+(?:\w+\s+)?(?:office|hands|staff|desk|committee|subcommittee))\b(?P<rest>[^;]*)$",
    re.I | re.S,
)
"""Whoever asks that a thing reach him asks that it be sent."""


def _wished(wish: str) -> str:
    """The title of a wish by its kind: an answer, a paper, something done, or as it is written."""
    wish = _IT_IF.sub("", wish)
    known = _TO_KNOW.match(wish)
    if known:
        return title_of(f"Answer {wish[known.end() :]}")
    done = _COULD.match(wish)
    if done:
        said = wish[done.end() :].rstrip(" .;,")
        return title_of(f"{said} ({done['aside']})" if done["aside"] else said)
    were = _WERE.match(wish)
    if were and not _TOLD.search(were["thing"]):
        return ensured(were["thing"], f"be {were['done']}")
    if _GET.match(wish):
        return title_of(f"Provide {_GET.sub('', wish, count=1)}")
    if _TO_HAND.match(wish) and not wish.lower().startswith("the "):
        return title_of(f"Provide {wish}")
    return title_of(f"Meet the wish: {wish}")


_TO_KNOW = re.compile(
    r"(?:to\s+)?(?:know|learn|hear)\s+(?=(?:why|when|whether|how|what|where|who|if)\b)", re.I
)
_WERE = re.compile(
    r"(?:if\s+)?(?P<thing>(?:your|the|an?|this|all|his|her|their)\s+[^,;]{2,80}?)\s+(?:were|could\s+be)\s+(?P<done>[^;]+)$",
    re.I | re.S,
)
_GET = re.compile(
    r"(?:have|receive|get|see)\s+(?=(?:an?|the|your|any|all|his|her|their|these|those|more)\s)", re.I
)
_COULD = re.compile(
    r"(?:if\b)?(?:,\s(?P<aside>[^,]{2,60}),)?\s*(?:you|your\s+\w+|(?-i:the\s+[A-Z])\w+)\s+(?:could|would|can|will|might)\s+(?:please\s+|kindly\s+|also\s+)?(?=[a-z])",
    re.I,
)
_THAT_BE = re.compile(r"that\s+(?P<thing>[^.;:]{2,120}?)\s+(?P<done>be\s+[^;]+)$", re.I)
_WHETHER = re.compile(r"(?:why|when|whether|how|what|where|who|if)\b", re.I)
_TO_HAND = re.compile(
    r"(?:(?:an?|the|any|all|his|her|their)\s+)?(?:\w+\s+){0,2}(?:cop(?:y|ies)|information|documents?|records?|files?|lists?"
    r"|repl(?:y|ies)|responses?|answers?|briefings?|reports?|data|explanation|updates?|meetings?)\b",
    re.I,
)


def requested(thing: str) -> str:
    """The title of a request that names a thing: papers are provided, all else is answered."""
    said = thing if thing[1:2].isupper() else f"{thing[:1].lower()}{thing[1:]}"
    if _TO_HAND.match(thing):
        return title_of(f"Provide {said}")
    return title_of(
        f"Answer the inquiry {said}" if said.startswith("on ") else f"Answer the request for {said}"
    )


_BY = re.compile(
    r"be\s+(?P<how>(?:\w+ly|also)\s+)?(?P<part>[\w-]+)\s+by\s+(?P<who>.+?)"
    r"(?P<rest>\s+(?:in|for|under|at|on|with|from|within|pursuant|consistent)\s.+|\W*)$",
    re.S,
)
_DEEDS = {
    "chaired": "chair",
    "co-chaired": "co-chair",
    "headed": "head",
    "led": "lead",
    "directed": "direct",
    "supervised": "supervise",
    "borne": "bear",
    "paid": "pay",
    "performed": "perform",
    "provided": "provide",
    "prepared": "prepare",
    "developed": "develop",
}
"""Participles of what somebody does who is named behind "by"; of others no active form is made."""


def done(subject: str, predicate: str, actor: str) -> str | None:
    """The title of a duty that names its actor behind "by": "be chaired by the Clerk" is "Chair the Board".

    None where the actor is another, or something stands behind it that the active form would misplace.
    """
    by = _BY.match(_SPACE.sub(" ", predicate).strip())
    verb = _DEEDS.get(by["part"].lower()) if by else None
    if by is None or verb is None or by["who"].casefold() != _SPACE.sub(" ", actor).strip().casefold():
        return None
    return title_of(f"{by['how'] or ''}{verb} {_thing(subject)}{by['rest'].rstrip(' .')}")


def ensured(subject: str, predicate: str) -> str:
    """The title of a passive duty: "The plan" and "be updated" make "Ensure the plan is updated"."""
    thing = _thing(subject)
    head = re.split(r"\s(?:of|for|in|on|to|by|from|with|under|that|which|issued|made)\s", thing, maxsplit=1)[
        0
    ]
    plural = (head.endswith("s") and not head.endswith(("ss", "is", "us"))) or head.startswith(
        ("these", "such all", "items ")
    )
    return title_of(f"ensure {thing} {'are' if plural else 'is'} {_PARTICIPLE.sub('', predicate, count=1)}")


_ALSO_SHOULD = re.compile(r"\s+and\s+(?:should|must|shall|are\s+to|is\s+to)\s+be\s+")


def sent_later(thing: str, how: str) -> str:
    """The title of what may come later: "The maps" and "in parts by May 4" make "Send the maps in parts"."""
    said = _ALSO_SHOULD.sub(", to be ", _SPACE.sub(" ", how))
    which = ", which" if said.lstrip().startswith(("will ", "can ")) else ""
    return title_of(f"Send {thing[:1].lower()}{thing[1:]}{which}{said if said[:1] in ' ,' else f' {said}'}")


def _thing(subject: str) -> str:
    """The subject of a passive duty as an object."""
    thing = re.sub(r"^(?:and|or)\s+", "", _SPACE.sub(" ", subject).strip())
    return thing if thing.isupper() or thing[1:2].isupper() else thing[:1].lower() + thing[1:]


_LIMITING = re.compile(
    r"(?:(?<=[,;—])\s*(?:if|without|and\s+not|and\s+only|not|only)|\b(?:unless|except|excluding|other\s+than"
    r"|provided,?\s+(?:(?:however|further),?\s+)?that|but\s+(?:not|only|no)|only\s+(?:if|when|where|after|to|for)"
    r"|not\s+(?:including|to\s+exceed)))\b[^,;]*"
)
"""Clauses that bound what stands before them."""
_ADDS = re.compile(r"\b(?:and|or),?\s*$")
_LONGEST_LIMIT = 200


def shortened(words: str, longest: int) -> str:
    """The words up to the end of a clause, a mark, and each later clause that bounds what is left of them.

    "Close the docks of the harbor … unless the Board objects": without its end it would say another thing.
    """
    if len(words) <= longest:
        return words
    head = _whole_clauses(words, longest)
    bounds = _bounds(words, len(head))
    if bounds and len(bounds) < longest // 2:
        head = _whole_clauses(words, longest - len(bounds) - 3)
        bounds = _bounds(words, len(head))
    return f"{head} … {bounds}".rstrip()


def _bounds(words: str, start: int) -> str:
    """Clauses behind an offset that bound what precedes it; "and, if it fails," bounds what follows."""
    found = (one for one in _LIMITING.finditer(words, start) if not _ADDS.search(words[: one.start()]))
    parts = (one.group().strip(" .") for one in found)
    return "; ".join(
        one if len(one) <= _LONGEST_LIMIT else f"{_whole_clauses(one, _LONGEST_LIMIT)} …" for one in parts
    )


def _whole_clauses(words: str, longest: int) -> str:
    room = longest - 2
    late = [match.start() for match in _BREAK.finditer(words, room // 2) if match.end() <= room]
    cuts = late or [match.start() for match in _CUT.finditer(words, min(40, room // 2), room)]
    end = cuts[-1] if cuts else words.rfind(" ", 0, room)
    whole = _HANGING.sub("", words[: end if end > 0 else room].rstrip(" ,;:—"))
    return _LOOSE_END.sub("", whole)


def _room(limit: re.Match[str]) -> str:
    """Room left to a part of the duty stays with that part; what is left to all of it has its own field.

    So does the law behind a thing and before what that is for ("ways, consistent with law, for mending"), and
    before what the law includes ("to the extent permitted by law, including rules of privacy").
    """
    if _BY_LAW.search(limit.group()) and _OF_THING.match(limit.string, limit.end()):
        return limit.group()
    return limit.group() if bounds_part(limit.string, Span(*limit.span()), 0) else ""


def _kept(aside: re.Match[str]) -> str:
    """What is left of an aside: the comma of a list or a clause that goes on behind it."""
    return "," if aside.string[aside.end() :].lstrip().startswith(("and ", "or ")) else ""


_BY_LAW = re.compile(r"\blaw\b", re.I)
_OF_THING = re.compile(r",?\s+(?:for|that|which|of|including|such\s+as)\s")


def in_company(title: str, company: str) -> str:
    """The title with those by whom, with whom or through whom it is to be done, before what it leaves out."""
    kept, rest = parted(title)
    return f"{kept} ({company}){rest}" if company else title


_FIRST_INSIDE = re.compile(r"\((?:i|a|1)\)\s.*[,;]\s*(?:and|or)?$", re.S)
_LEAST = 80
_RELATIVE = re.compile(
    r"\s+(?:(?:for|in|on|of|to|with|by|under|from|at)\s+)?(?:which|whom|whose|that|who|where|when)(?:\s+(?:the|an?|its|their|is|are))?$",
    re.I,
)
"""A clause that only the members of the list end: "docks for which the: (a) lease has ended"."""

_NAMED = re.compile(
    r"\w[A-Z]|[A-Z](?:[\w.,’'()-]*\s+(?:[A-Z]|(?:of|for|the|and|or|to|in|on|at|by|with)\s))*[\w.,’'()-]*[.;,]?$"
)
"""A member that begins with initials, or is a name or a heading, keeps its capital."""
_AND_ALSO = re.compile(r"\band(?:\s+(?:shall|must|will|to))?\s*[:—–]\s*$", re.I)
"""A lead that asks for something itself and goes on in its list: "shall meet each year and shall:"."""


def holds_first(text: str) -> bool:
    """Whether a sentence breaks off within the first member of its list: "shall (1) mend the gates;"."""
    return _FIRST_INSIDE.search(text.rstrip()) is not None


def leads_on(text: str) -> bool:
    """Whether a sentence breaks off where its list begins: at its colon, or within the first member."""
    return opens_list(text) or holds_first(text)


def opened(predicate: str, text: str, members: Sequence[str]) -> str:
    """The title with the first member of its list, and how many more there are.

    Orders say before the colon what is to be done, and behind it to what: without a member it says little.
    """
    begun = re.search(r"\((?:i|a|1)\)\s", predicate) is not None
    rest = len(members) if begun else len(members) - 1
    more = and_more(rest)
    if begun:
        return f"{predicate}{more}"
    relative = _RELATIVE.search(_SPACE.sub(" ", text).rstrip(" :—–"))
    lead = shortened(predicate, LONGEST - _LEAST)
    if relative and not lead.endswith((relative.group(), "…")):
        lead = f"{_RELATIVE.sub('', lead)}{relative.group()}"
    own = title_of(members[0], max(_LEAST, LONGEST - len(lead) - len(more) - 2))
    if own.lower().startswith(lead.lower()):
        return f"{own}{more}"
    first = own if _NAMED.match(unlinked(members[0])) else f"{own[:1].lower()}{own[1:]}"
    link = " and " if _AND_ALSO.search(text) else ": " if " " in lead else " "
    return f"{lead}{link}{first}{more}"
