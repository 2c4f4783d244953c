"""What "such plan" is: the words of an earlier sentence of the section, shown beside the duty.

Orders name a thing once and then say "such report". A draft is read alone, so it must name the thing; a
deadline of the earlier sentence stays with that sentence's own duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.cued import cued
from analysis.cutting import cut
from analysis.taskings.verbs import imperative_at
from pipeline.folding import small

_SUCH = cued(
    "such",
    r"\bsuch\s+(?!as\b|an?\b|other\b|time\b|that\b|date\b|extent\b|amounts?\b|person\b|persons\b)"
    r"(?P<words>[a-z][a-z’'-]*(?:\s+[a-z][a-z’'-]*){0,2})",
    re.I,
)
_AS = re.compile(r"[^.;]{0,80}?\bas\s+(?!well\b|appropriate\b|necessary\b|needed\b|soon\b)", re.I)
"""What "such" then means stands behind it: "such records as the Board may ask for"."""
_TOLD_HERE = re.compile(
    r"\s+(?:(?:that|which|who|whose)\b|(?:\w+ly\s+)?\w+ed\s+(?:by|in|under|to|from|pursuant|with|on|at)\b|(?:made|set)\s+\w+)",
    re.I,
)
"""Its own words tell which ones are meant: "such committees required by statute"."""
_QUALITY = re.compile(
    r"\w+(?:ed|ing|ive|ous|ful|able|ible)|foreign|federal|national|local|public|private", re.I
)
_NOUN_NEXT = re.compile(
    r"\s+(?!(?:shall|must|may|will|is|are|to|of|in|on|by|and|or|for|with|as|at|from)\b)[a-z]"
)
_ANY = re.compile(r"\b(?:any|each|every|no|one)\s+$", re.I)
_WORD = re.compile(r"[a-z][a-z’'-]+", re.I)
_SMALL = re.compile(
    r"to|in|on|by|and|or|of|for|from|with|as|shall|must|may|will|should|is|are|be|ha[sd]|have|within|under|that|which"
    r"|into|through|upon|after|before|between|among|against|over|during|at|about|per|than|it|not|also|he|she|they"
    r"|additional|further|new|final|initial|other",
    re.I,
)
_SHORTEST, _ROOT = 4, 5
_LONGEST = 200
_PLAIN = r"(?!(?:an?|the|any|all|each|to|shall|must|may|will|should|is|are|of|for|in|on|by|and|or)\b)[\w’'-]+"
_LIKE = r"(?!\w+ment\b|including\b)\w{2,}(?:ed|ing|al|ive|ic|ary|ent|ant|able|ible|ous|ful)"
_BEFORE = (
    rf"(?:\b(?:each|any|every|all|the)\s+(?:executive\s+)?departments?\s+(?:and|or)\s+|\b(?:an?|the|any|all|each|every|its|their|his|her|no)\s+(?:{_PLAIN}\s+){{0,5}}?"
    rf"|\b{_LIKE}\s+(?:and\s+{_LIKE}\s+)?(?:{_PLAIN}\s+)?)?"
)
"""What stands before a thing: an article and all up to it, or what it is like ("proposed and existing")."""
_ON = (
    r"(?:(?!\b(?:within\s|by\s+[\w.]+\s+\d|not\s+later|no\s+later|shall\b|must\b|will\b))"
    r"(?:[^,;:.]|\.(?=\w|\s(?:Reg|Stat|Supp|App|Cir|Code)\b|\s\d{3})))"
)
"""What goes on with a thing: neither its deadline, which is the earlier duty's own, nor another verb."""
_AFTER = (
    rf"(?:\s+(?:of|for|on|to|(?:that|which|who)(?:\s+(?:will|shall|must|should)\b)?|in|from|under|with|by(?!\s+[\w.]+\s+\d)|between|among|across"
    rf"|against|about|whose|as|(?:relat|aris|regard|concern|describ|contain|sett|affect|involv|identify|outlin|detail|cover|assess)(?:ed|ing)"
    rf"|pursuant|made|issued|required|identified|established|developed|prepared|submitted|necessary|needed|\w+ed(?=\s+(?:by|in|under|on|to|or|at|from|with)\b))\b{_ON}{{2,240}}(?!\w))?"
)
_VERB = re.compile(r"\b(?:may|shall|must|will|should|to)\s+$", re.I)
_DOES = re.compile(r"\b(?:that|which|who)\s+$", re.I)
"""What stands behind is what somebody does: "each office that docks boats" names no docks."""
_SAYS_NOTHING = re.compile(
    rf"(?:an?|the|any|all|each|every|its|their|his|her|no|this|these|that|those|such|same|said|{_SMALL.pattern})",
    re.I,
)
_DEED_AND_THING = re.compile(r"study|review|survey|audit", re.I)
"""Deeds whose thing is called by the same word: "study the docks" makes "this study"."""
_NO_NOUN = (
    r"(?<!\bsuch\s)(?<!\bthis\s)(?<!\bthe\s)(?<!\ba\s)(?<!\ban\s)(?<!\bany\s)(?<!\bthese\s)(?<!\bits\s)"
)
_GOING_ON = rf"{_ON}{{2,240}}(?!\w)(?:,\s+consistent\s+with\s+[^,;.]{{3,60}},{_ON}{{2,160}}(?!\w))?"
_PAPERS = (
    r"guidance|rule|rulemaking|regulation|policy|decision|determination|proposal|program|project|agreement|contract|grant|waiver"
    r"|application|petition|provision|requirement|practice|initiative|legislation|incident|merger|permit"
)
_DEEDS = r"study|review|assessment|plan|strategy|investigation|evaluation|analysis|survey|inventory|audit"
_BODIES = r"office|board|council|committee|commission|unit|team|working\s+group|task\s+force"
_MANY = (
    r"rules|regulations|policies|decisions|proposals|programs|agreements|contracts|grants|waivers|provisions|requirements"
    r"|practices|agencies|companies|entities|incidents|permits|reports"
)
_MADE_BEFORE = (
    r"plans|reports|assessments|reviews|strategies|recommendations|inventories|evaluations|certifications"
)
_WORK = r"duties|responsibilities|functions|tasks"
_GOES_ON = r"(?!\s+(?:of|on|that|which|concerning|regarding)\b)"
_THIS = {
    True: re.compile(
        rf"\b(?P<words>this\s+(?P<one>{_PAPERS}|{_DEEDS})|(?:these|those)\s+(?P<many>{_MANY}))\b{_GOES_ON}",
        re.I,
    ),
    False: re.compile(
        rf"\b(?P<words>this\s+(?P<one>{_DEEDS}|{_BODIES}|report)|(?:these|those)\s+(?P<many>{_MADE_BEFORE}|{_WORK}))\b{_GOES_ON}",
        re.I,
    ),
}
_OWN_OFFICE = re.compile(_BODIES, re.I)
_OF_WORK = re.compile(_WORK, re.I)
_BINDS = re.compile(r"\b(?:shall|must|will|should)\b", re.I)
_STOPS = re.compile(
    r"\b(?:cease|end|stop|suspend|halt|terminate|continue|resume|discontinue)\s+such\s+provision\b(?!\s+of\b)",
    re.I,
)
_PROVIDED = re.compile(
    r"\b(?:all|any|the|each)\s(?:(?!\b(?:shall|must|will)\b)[^;.]){3,260}?\bprovided\s+(?:for|to|by)\s[^,;.]{3,120}",
    re.I,
)
"""What "such provision" provides, where it is named by the participle."""
"""In a letter every paper that it names is another's; an order calls itself "this order". Its office is one
that it tells of, where "this office" of a letter is the writer's own."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The words "such plan", and the place of what they mean: which sentence of those above, and where."""

    words: str
    above: int
    start: int
    end: int


def meant(text: str, above: Sequence[str]) -> Iterator[Meant]:
    """What each "such" of a text means by the sentences above it, the nearest first.

    None where its own sentence names the thing before it, or no sentence above says more than its word.
    """
    seen: set[str] = set()
    for such in _SUCH.finditer(text):
        for word in _WORD.finditer(such["words"]):
            name = word.group().lower()
            if _SMALL.fullmatch(name):
                break
            if len(name) < _SHORTEST or name in seen:
                continue
            if _named_before(text, such.start(), name) or _made_of(text, such.start(), name):
                break
            after = such.start("words") + word.end()
            if _AS.match(text, such.start("words")) or _TOLD_HERE.match(text, after):
                break
            if _QUALITY.fullmatch(name) and _NOUN_NEXT.match(text, after):
                continue
            one_of = _ANY.search(text, 0, such.start()) is not None
            found = _place(name, above, text[such.start("words") : after], one_of)
            if found is not None:
                seen.add(name)
                yield Meant(_until(text, such, word), *found)
                break


def pointed(text: str, above: Sequence[str], in_letter: bool, in_memo: bool = False) -> Iterator[Meant]:
    """What "this guidance" or "these rules" of a text mean by the sentences above it, the nearest first.

    A short sentence that first tells of the thing is given whole: it says whose the thing is, and of when.
    "These duties" are what the sentence above charges somebody with; "this office" of a memo is its writer's.
    """
    seen: set[str] = set()
    for this in _THIS[in_letter].finditer(text):
        name = (this["one"] or this["many"]).lower()
        if name in seen or _named_before(text, this.start(), name):
            continue
        if in_memo and _OWN_OFFICE.fullmatch(name):
            continue
        found = _charge(above) if _OF_WORK.fullmatch(name) else _place(name, above)
        if found is not None:
            seen.add(name)
            index, start, end = found
            whole = len(above[index].rstrip(" ."))
            start, end = (0, whole) if in_letter and whole <= _LONGEST else (start, end)
            yield Meant(" ".join(this["words"].split()).lower(), index, start, end)


def _charge(above: Sequence[str]) -> tuple[int, int, int] | None:
    """The sentence right above, where it says what somebody shall do."""
    if not above or not _BINDS.search(above[0]):
        return None
    return 0, 0, len(above[0].rstrip(" ."))


def provided(text: str, above: Sequence[str]) -> Iterator[Meant]:
    """What "cease such provision" means: what a sentence above tells to be "provided for" somebody."""
    if "such provision" not in text or not _STOPS.search(text):
        return
    for index, one in enumerate(above):
        found = _PROVIDED.search(one)
        if found:
            yield Meant("such provision", index, *found.span())
            return


_MAKES = re.compile(
    r"\b(?:identify|(?<!a\s)(?<!the\s)(?<!such\s)(?<!this\s)list|enumerate|compile|catalogu?e|select|name|choose|collect|gather|count)\s",
    re.I,
)
_MADE = re.compile(r"lists?|inventor(?:y|ies)|catalogu?es?|compilations?|tall(?:y|ies)", re.I)


def _made_of(text: str, end: int, name: str) -> bool:
    """Whether the deed before it makes the thing: "identify old docks and send such list to the Board"."""
    return _MADE.fullmatch(name) is not None and _MAKES.search(text, 0, end) is not None


def _named_before(text: str, end: int, name: str) -> bool:
    return re.search(rf"\b{re.escape(_singular(name))}", text[:end], re.I) is not None


def _until(text: str, such: re.Match[str], word: re.Match[str]) -> str:
    return " ".join(text[such.start() : such.start("words") + word.end()].split()).lower()


@lru_cache(maxsize=256)
def _named(one: str) -> re.Pattern[str]:
    """A thing by its noun, with what stands around it that says which one."""
    return re.compile(
        rf"{_BEFORE}\b(?<!such\s)(?<!this\s)(?<!these\s){one}\w{{0,3}}\b(?:\s\([\w“” -]{{2,40}}\))?{_AFTER}",
        re.I,
    )


@lru_cache(maxsize=256)
def _deed(root: str) -> re.Pattern[str]:
    """A deed that a thing is called after."""
    ending = r"(?!\w*(?:ed|ions?|ments?|[ae]nce|ers?)\b)"
    return re.compile(rf"{_NO_NOUN}\b{re.escape(root)}{ending}\w*\b{_GOING_ON}", re.I)


def _place(
    name: str, above: Sequence[str], known: str = "", one_of: bool = True
) -> tuple[int, int, int] | None:
    """Where the nearest sentence above describes the thing, or tells the deed that it is called after.

    None where that sentence names it only within a phrase about something else: "how many docks to close".
    """
    stem, said = small(_singular(name)), [small(text) for text in above]
    one = re.escape(_singular(name))
    for index, text in enumerate(above):
        nearer = re.search(rf"\bsuch\s+{one}", text, re.I) if stem in said[index] else None
        if nearer and _made_of(text, nearer.start(), name):
            return None
        for found in _named(one).finditer(text) if stem in said[index] else ():
            noun = text.lower().find(_singular(name), found.start())
            proper = text[noun].isupper() and name.islower()
            if _DOES.search(text, found.start(), noun):
                continue
            if not proper and not _VERB.search(text, 0, found.start()) and _tells(found.group(), one, known):
                end = _closed(text, *found.span())
                whole = (
                    end
                    and _is_whole(text, found.start(), end)
                    and _same_number(name, found.group(), one, one_of)
                )
                return (index, found.start(), end) if end and whole else None
    same, root = _DEED_AND_THING.fullmatch(name) is not None, small(name[:_ROOT])
    for index, text in enumerate(above if same or len(name) >= _ROOT + 2 else ()):
        told = _deed(name[:_ROOT]).search(text) if root in said[index] else None
        if told and not _OF_IT.match(told.group()) and _tells(told.group(), re.escape(name[:_ROOT]), known):
            return index, told.start(), told.start() + len(told.group().rstrip())
    return None


_OF_IT = re.compile(r"\w+\s+(?:it|them)\b", re.I)
"""A deed whose object stands in yet another sentence says as little: "report them to the Clerk"."""
_LOOSE = re.compile(r"(?:[\s,]+(?:and|or|the|an?|of|to|for|in|with|by|that|which|who))+$|\s+$", re.I)
_FEWEST_WORDS = 3
_ARTICLE = re.compile(r"(?:an?|the|any|all|each|every|its|their|his|her|no)\s", re.I)
_ASKS = re.compile(r"\b(?:how|whether|what|why|if|unless|number\s+of)\b[^,;:.]*$", re.I)
_GERUND = re.compile(r"\b(?:by|for|in|through|from|on|about)\s+$", re.I)
_STARTS_DOING = re.compile(r"\w+ing\s", re.I)
_RUNS_ON = re.compile(r"[,.](?=\d)|\s*\((?:i|a|1)\)|\s+(?:shall|must|will)\b")
_WITHIN = re.compile(r"\b(?:that|which|who|whom|as|where|when|if)\b", re.I)
_FINITE = re.compile(r"\s+(?:may|can|could|would|is|are|was|were|exists?)\b")
_ASIDE = re.compile(r"\s*\([^()]*$")
_AND_ASKS = re.compile(r"\s+and\s+(?:how|whether|what|why|when|where)\b")


def _closed(text: str, start: int, end: int) -> int | None:
    """Where a phrase ends, without loose words, half a bracket or another clause; None amid its own."""
    words = text[start:end]
    if not _WITHIN.search(words):
        words = _FINITE.split(words)[0]
    words = words.partition(")")[0] if words.count(")") > words.count("(") else words
    asks = _AND_ASKS.search(words)
    words = words[: asks.start()] if asks else words
    if not asks and _RUNS_ON.match(text, end) and (text[end] in ",." or _WITHIN.search(words)):
        return None
    words = _LOOSE.sub("", _ASIDE.sub("", words))
    if words and start + len(words) == end and _WILL.match(text, end):
        words = _LOOSE.sub("", _WHO_WILL.sub("", words))
    if words and start + len(words) == end and text.startswith(",", end) and _unended(words):
        return _clause_end(text, end)
    return start + len(words) if words else None


_WILL = re.compile(r"\s+(?:shall|must|will)\b")
_WHO_WILL = re.compile(r"\s+(?:(?:the|an?|each|such|its|their)\s+[\w’'-]+|they|it|agencies|we|you)$", re.I)
"""Who acts in a clause without "that": "actions the agency (will take)"."""
_UNDER_WHICH = re.compile(r"\b(?:for|in|on|to|with|by|under|from|at|of)\s+which\b|\bwhose\b")
_HAS_VERB = re.compile(
    r"\b(?:has|have|had|is|are|was|were|may|can|could|will|would|shall|must|do|does|did)\b"
)
_ITS_VERB = re.compile(
    r"(?:,\s[^,;:.]{2,80}){1,4}?\s(?:has|have|had|is|are|was|were|may|can|could|will|would)\s[^,;:.]{2,120}"
)


def _unended(words: str) -> bool:
    """Whether a clause within the words has no verb yet: "docks for which a lease" (", or a permit, is")."""
    clause = _UNDER_WHICH.search(words)
    return clause is not None and _HAS_VERB.search(words, clause.end()) is None


def _clause_end(text: str, at: int) -> int | None:
    """Where such a clause ends behind the list of its subjects; None where its verb is not found."""
    found = _ITS_VERB.match(text, at)
    return len(_LOOSE.sub("", text[: found.end()])) if found else None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether it is a noun phrase by itself, and no object of a question or of a verb in -ing.

    Two words without an article are as often part of a longer name: "existing dock" of "existing dock rules".
    """
    if len(text[start:end].split()) < _FEWEST_WORDS and not _ARTICLE.match(text, start):
        return False
    if _ASKS.search(text, max(0, start - 120), start):
        return False
    return not (_STARTS_DOING.match(text, start, end) and _GERUND.search(text, max(0, start - 12), start))


def _same_number(name: str, words: str, stem: str, one_of: bool) -> bool:
    """Whether a thing has the number of "such things"; many are meant too where each has one."""
    noun = re.search(rf"\b{stem}\w{{0,3}}\b", words, re.I)
    many = noun is not None and _is_plural(noun.group())
    if _is_plural(name) == many:
        return True
    if many:
        return one_of
    return (
        noun is not None
        and re.search(r"\b(?:an?|each|every|any|one)\b", words[: noun.start()], re.I) is not None
    )


def _is_plural(noun: str) -> bool:
    return noun.lower().endswith("s") and not noun.lower().endswith(("ss", "is", "us"))


def _tells(words: str, name: str, known: str) -> bool:
    """Whether words say more of a thing than its name: "a review" does not, "a review of the docks" does."""
    rest = re.sub(rf"\b{name}\w{{0,3}}\b", " ", words, flags=re.I)
    others = (one for one in re.findall(r"[\w’'-]+", rest) if not re.match(name, one, re.I))
    return any(
        not _SAYS_NOTHING.fullmatch(one) and one.lower() not in known.lower().split() for one in others
    )


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return name[:-3]
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


_MORE_OF_IT = re.compile(
    r",\s+(?!(?:which|who|whose|within|by|not|no|in|to|and\s+(?:shall|must|will)|consistent|pursuant|as|if|unless|where|when|the|each|it|they"
    r"|with|upon|after|before|on|at|under|for|so|but|subject|that|from|through|until|during|shall|must|will|may|is|are|provided)\b)(?:and\s+|or\s+)?(?=[\w“])"
)


def goes_on(text: str, end: int) -> str:
    """A mark of the cut where a phrase that ends at a comma goes on behind it: "a list of docks, gates"."""
    more = _MORE_OF_IT.match(text, end)
    return " …" if more and not imperative_at(text, more.end()) else ""


def shown(meaning: str, words: str) -> str:
    """As it stands beside a title: "such plan: “a plan to reduce delays”"."""
    return f"{words}: “{cut(' '.join(meaning.split()).rstrip(' .'), _LONGEST)}”"


_SHOWN = re.compile(r"\b(th(?:is|ese|ose)\s+[a-z-]+): (“[^”]+”)")


def glosses(title: str) -> dict[str, str]:
    """What a title says that its "this guidance" means, by these words."""
    return dict(_SHOWN.findall(title))
