"""Which of the agency's own organization units a piece of work belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from analysis.routing.lexical import Lexicon, Match, soft_words, words_of
from analysis.routing.offices import LEGISLATIVE, ROLES, Role, roles_cited
from analysis.routing.stems import stem
from analysis.routing.usual import RARE, tells
from pipeline.agency import Agency, OrganizationUnit
from pipeline.findings import UnitChoice
from pipeline.folding import small

MOST_UNITS = 3
_LEAST_SHARE = 0.5
"""A best match must weigh about as much as one word that no other unit has: no unit beats a wrong one."""
_LEAST_ALONE = 0.35
"""What a match must weigh that is far ahead of all others."""
_NEAR = 0.3
"""The share of the best that a second or third must have to be shown."""
_AHEAD = 1.5
_MARGIN = 1.12
"""The best must beat the fourth by this factor, else the words fit every unit alike."""

_EVERYBODY = re.compile(
    r"^(?:the\s+)?(?:heads?\s+of\s+)?(?:each|every|all|any|other|such|relevant|appropriate|applicable|executive"
    r"|contracting|procuring|purchasing|awarding|granting|leasing|affected|individual|government|federal|covered|the|departments?|and|or|of|heads?|civilian|branch|participating|independent|\W)*"
    r"\s*(?:agenc(?:y|ies)|departments?|components?|bureaus?|heads?|officials?|employees|you|we|recipients?)\b"
    r"(?:\s+heads?|\s+officials?)?"
    r"(?:\s+(?:of|within|in)\s+the\s+(?:united\s+states(?:\s+government)?|(?:federal\s+)?government|executive\s+branch))?"
    r"(?:\W+(?:and|or)\b.*)?$",
    re.IGNORECASE,
)
_AND_ALL_OTHERS = re.compile(
    r"\b(?:and|with)\s+(?:the\s+)?(?:heads?\s+of\s+)?(?:all|every|each)\s+other\s+(?:executive\s+|federal\s+|departments?\s+and\s+)*"
    r"(?:agenc(?:y|ies)|departments?)\b"
    r"|\b(?:and|or)\s+(?:(?:the\s+)?heads?\s+of|other)\s+(?:(?:all|any|each|every|other|relevant|appropriate|executive|federal|branch"
    r"|departments?\s+(?:and|or))\s+)*agenc(?:y|ies)(?=$|\s+(?:that|which|whose|with|charged|having|engaged)\b)",
    re.IGNORECASE,
)
"""How a list of named officers ends that leaves nobody out."""
_ANY_ONE = re.compile(
    r"an?\s+(?:(?:federal|executive|contracting|procuring|department\s+(?:and|or))\s+)*(?:agency(?:\s+head)?|contracting\s+officer)"
    r"|(?:the\s+|each\s+|all\s+)?contracting\s+officers?",
    re.IGNORECASE,
)
"""How orders name whichever agency does a thing: "An agency that leases a building shall"."""
_IN_EACH = re.compile(
    r"^(?:each|every|all)\s+(?:\w+\s+){0,2}agenc(?:y['’]s|ies['’])\s+\w"
    r"|\b(?:at|in|for|within)\s+(?:each|every|all)\s+(?:(?:federal|executive|departments?\s+(?:and|or))\s+)*agenc(?:y|ies)$",
    re.IGNORECASE,
)
"""Officers whom every agency has: "each agency's senior designee", "the liaison in each agency"."""
_LISTED = re.compile(
    r"\b(?:entit(?:y|ies)|agenc(?:y|ies)|departments?|offices?|organizations?|components?)\s+(?:(?:listed|enumerated|named)\s+in"
    r"\s+(?:the\s+|this\s+)?(?:sub)?(?:section|paragraph|annex|appendix|attachment|table)s?\b(?![^;]*\b(?:title|Code|Act|U\.S\.C)\b))"
    r"|\b(?:each\s+of\s+)?the\s+following\s+(?:[\w-]+\s+){0,4}?(?:entit|agenc|department|office|organization|component)",
    re.IGNORECASE,
)
"""Who is meant by a list of names elsewhere in the paper: "each entity listed in subsection (a)"."""
_ASIDE = re.compile(
    r"\s+(?:that|which|who|whose|with|having|using|employing|operating|listed|identified|described|subject)\b|\s+of\s+(?=(?:each|every|all|any|such|its|their|your|our)\b)"
    r"|(?:(?<=agency)|(?<=agencies)|(?<=departments))\s+(?!participating|representing|serving|constituting|comprising|containing|including)[a-z]{3,}ing\b(?=\s+\w)"
)
"""What follows says which ones: "agencies that employ officers", "the Chief Data Officer of each agency"."""


@lru_cache(maxsize=16)
def _lexicon(agency: Agency) -> Lexicon:
    return Lexicon(
        tuple(
            " ".join(
                (unit.name, unit.name, unit.mission, *unit.aliases, *unit.officers, *_work(agency, unit))
            )
            for unit in agency.units
        )
    )


def _work(agency: Agency, unit: OrganizationUnit) -> tuple[str, ...]:
    """What falls to a unit by the roles that it holds."""
    return tuple(role.work for role in ROLES if role.work and _holder(agency, role) is unit)


def lists_others(agency: Agency, actor: str | None, text: str) -> bool:
    """Whether an actor is one of a list that a document sets out, whose text never names this agency."""
    if actor is None or not _LISTED.search(actor):
        return False
    said = small(text)
    return not any(_mentions(text, said, one) for one in (agency.name, agency.abbreviation, *agency.aliases))


@lru_cache(maxsize=4096)
def is_ours(agency: Agency, actor: str | None) -> bool:
    """Whether the actor is this agency, a part of it, or everybody; no actor counts as ours."""
    if actor is None or not actor.strip():
        return True
    words = " ".join(actor.split())
    bare = _ASIDE.split(words, maxsplit=1)[0]
    everybody = _EVERYBODY.match(bare) or _ANY_ONE.fullmatch(bare) or _IN_EACH.search(words)
    if everybody or _AND_ALL_OTHERS.search(words) or _names_agency(agency, bare):
        return True
    return bool(_named_units(agency, bare, 2)) or any(role.pattern.fullmatch(_bare(bare)) for role in ROLES)


def route(
    agency: Agency, text: str, actor: str | None = None, citations: tuple[str, ...] = ()
) -> tuple[UnitChoice, ...]:
    """At most three units, best first, each with the words that speak for it; none where nothing does.

    Named units and officers win, then roles that the law gives to an office, then the words of the task
    against names and missions. Work of an actor outside the agency gets no unit.
    """
    if not agency.units or not is_ours(agency, actor):
        return ()
    return _first((*_spoken_of(agency, text, actor or "", citations), *_by_words(agency, text)))


def concerned(agency: Agency, text: str) -> tuple[UnitChoice, ...]:
    """The units that a text names or gives a role: what binds nobody by name is no unit's by a word.

    That "property" of persons abroad is blocked does not concern the office for the agency's own property.
    """
    return _first(_spoken_of(agency, text, "", ()))


def _spoken_of(
    agency: Agency, text: str, actor: str, citations: tuple[str, ...]
) -> Iterator[tuple[OrganizationUnit, str]]:
    yield from _named(agency, _ASIDE.split(actor, maxsplit=1)[0])
    yield from _by_role(agency, actor, text, citations)
    yield from _named(agency, _TITLE_ALONE.sub(" ", text), _SHORTEST_IN_TEXT)


def _first(choices: Iterable[tuple[OrganizationUnit, str]]) -> tuple[UnitChoice, ...]:
    """The first reason for each unit, of the first units."""
    chosen: dict[str, str] = {}
    for unit, why in choices:
        chosen.setdefault(unit.name, why)
    return tuple(UnitChoice(name, why) for name, why in list(chosen.items())[:MOST_UNITS])


def coordinating(agency: Agency, text: str) -> tuple[UnitChoice, ...]:
    """The units that a text names after "in consultation with", "in coordination with" or "through"."""
    chosen: dict[str, str] = {}
    for match in _WITH.finditer(text):
        for unit, why in (*_named(agency, match[1]), *_by_role(agency, match[1], "", ())):
            chosen.setdefault(unit.name, why)
    return tuple(UnitChoice(name, f"to be consulted: {why}") for name, why in chosen.items())


def liaison(agency: Agency) -> tuple[UnitChoice, ...]:
    """The unit for relations with Congress, through which letters from Congress are answered."""
    role = next(role for role in ROLES if role.name == LEGISLATIVE)
    unit = _holder(agency, role)
    return (UnitChoice(unit.name, "letters from Congress pass through it"),) if unit else ()


_WITH = re.compile(
    r"\bin\s+(?:consultation|coordination|collaboration|conjunction)\s+with\s+(.{3,200}?)(?=[;.]|,?\s+(?:shall|must|will)\b|$)",
    re.IGNORECASE | re.DOTALL,
)


def _bare(actor: str) -> str:
    return re.sub(
        r"^(?:the|each|every|an?|its|their|your|our|agency|agencies['’]?)\s+(?:agency['’]?s?\s+)?",
        "",
        actor,
        flags=re.I,
    )


def _names_agency(agency: Agency, text: str) -> bool:
    names, said = (agency.name, agency.abbreviation, agency.head, *agency.aliases), small(text)
    return any(_mentions(text, said, name) for name in names if name)


_BARE_TITLE = re.compile(
    r"director|secretary|administrator|commissioner|chair(?:man|woman|person)?|head|chief|archivist|librarian|president",
    re.I,
)


@lru_cache(maxsize=4096)
def _name_pattern(name: str) -> re.Pattern[str]:
    """Names in any case; a short capital name (an abbreviation) as it stands, since "IT" is not "it".

    A name that goes on ("the Director of …", "Office of Science and Technology", "CIO Council") is another's.
    """
    words = r"\s+".join(re.escape(word) for word in name.split())
    if _BARE_TITLE.fullmatch(name):
        # of "the National Cyber Director" and "a Director" neither is ours; "the Director" alone is
        return re.compile(rf"(?:^\W*|\b(?:[Tt]he|[Yy]our)\s+){words}(?!\w)(?!\s+of\b)", re.IGNORECASE)
    exact = name.isupper() and len(name) <= 6
    onward = r"(?!\s+and\s+(?-i:[A-Z]))" if " of " in name else ""
    return re.compile(
        rf"(?<!\w){words}(?!\w)(?!\s+of\b)(?!\s+(?-i:Councils?|Committees?|Boards?)\b){onward}",
        0 if exact else re.IGNORECASE,
    )


def _mentions(text: str, said: str, name: str) -> bool:
    """Whether a text holds a name; `said` is the text in small letters, quick to look through."""
    return _longest_word(name) in said and bool(_name_pattern(name).search(text))


@lru_cache(maxsize=4096)
def _longest_word(name: str) -> str:
    return max(small(name).split(), key=len, default="")


def _without_agency(agency: Agency, text: str) -> str:
    """The text without the agency's own names, whose words are in the name of many a unit."""
    for name in (agency.head, agency.name, *agency.aliases):
        text = _name_pattern(name).sub(" ", text) if name else text
    return _ITSELF.sub(" ", text)


_ITSELF = re.compile(
    r"\b(?:[Tt]he|[Yy]our)\s+(?:Department|Agency|Administration|Bureau|Commission|Service|Authority|Board|Corps)\b(?!\s+of\b)"
)
"""How letters speak of whom they are written to: no word for a unit that has it in its name."""


@lru_cache(maxsize=16)
def _called(agency: Agency, shortest: int) -> tuple[tuple[OrganizationUnit, tuple[str, ...]], ...]:
    """Each unit with its names of at least so many letters."""
    found = ((unit, (unit.name, unit.abbreviation, *unit.officers, *unit.aliases)) for unit in agency.units)
    return tuple((unit, tuple(name for name in names if len(name) >= shortest)) for unit, names in found)


_TITLE_ALONE = re.compile(
    r"(?<!office\sof\s)\b(?:the|such|an?|each|any|every|their|its|your|our)\s+(?:(?:agency|department|bureau)\s+)?(?:director|secretary|administrator|commissioner|chair(?:man|woman|person)?"
    r"|heads?|chief|deputy\s+(?:director|secretary|administrator))\b(?!\s+of\b)",
    re.I,
)
"""A bare title in running text says to whom a report goes or who sets the terms, seldom who does the work."""
_SHORTEST_IN_TEXT = 3
"""In running text two letters are as likely a state or a place as a unit: "Washington, DC"."""


def _named_units(agency: Agency, text: str, shortest: int) -> list[tuple[OrganizationUnit, str]]:
    found, said = [], small(text)
    for unit, names in _called(agency, shortest):
        name = next((name for name in names if _mentions(text, said, name)), None)
        if name:
            found.append((unit, name))
    return sorted(found, key=lambda pair: -len(pair[1]))


def _named(agency: Agency, text: str, shortest: int = 2) -> list[tuple[OrganizationUnit, str]]:
    return [(unit, f"named: {name}") for unit, name in _named_units(agency, text, shortest)] if text else []


def _by_role(
    agency: Agency, actor: str, text: str, citations: tuple[str, ...]
) -> list[tuple[OrganizationUnit, str]]:
    asked = [(role, f"role of {role.name}") for role in ROLES if role.pattern.search(actor)]
    asked += [(role, f"names the {role.name}") for role in ROLES if role.pattern.search(text)]
    asked += [(role, f"{citation} is the {role.name}'s") for role, citation in roles_cited(citations)]
    found = []
    for role, why in asked:
        unit = _holder(agency, role)
        if unit is not None:
            found.append((unit, why))
    return found


@lru_cache(maxsize=256)
def _holder(agency: Agency, role: Role) -> OrganizationUnit | None:
    """The unit whose officers hold the role, else the one that is called by it."""
    for texts in (lambda unit: unit.officers, lambda unit: (unit.name, *unit.aliases)):
        for unit in agency.units:
            if any(role.pattern.search(text) for text in texts(unit)):
                return unit
    return next((unit for unit in agency.units if role.field.search(unit.name)), None)


_TOGETHER = 1.7 * RARE
"""What words must tell together of which none tells enough: "performance" and "goals" are any paper's."""
_SOFTLY = 0.7
"""The share that an everyday word tells, or one of a name of several words, of what it tells else."""


_MOST_BESIDE = 12
"""Beside more telling words one alone is chance: the "card" of a long sentence on payments is no office's."""


_ANY_BODY = frozenset(map(stem, ("committee", "commission", "commissioner", "delegation")))
"""Orders found committees of every kind: alone such a word is no sign of Congress or of a county."""


def _speaks(agency: Agency, match: Match, soft: frozenset[str], among: int) -> bool:
    """Whether one of its words is one that few orders hold ("wildfire"), or several tell half as much again.

    Papers of every kind speak of standards, work and opportunities: such a word names no unit's field. What
    stands in a unit's name, or what the law gives to its officer, tells its field.
    """
    spoken = {stem(word) for word in match.words}
    if spoken <= _ANY_BODY and spoken.isdisjoint(words_of(agency.units[match.index].mission)):
        return False
    given = _given(agency)[match.index]
    if len(match.words) == 1 and among > _MOST_BESIDE and stem(match.words[0]) not in given:
        return False
    told = [
        _SOFTLY * tells(word) if word in soft else RARE if word in given else tells(word)
        for word in map(stem, match.words)
    ]
    return max(told) >= RARE or sum(told) >= _TOGETHER


@lru_cache(maxsize=16)
def _given(agency: Agency) -> tuple[frozenset[str], ...]:
    """The words of each unit's name and of what the law gives to its officers; not those of most orders."""
    return tuple(
        frozenset(
            word
            for line in (unit.name, *_work(agency, unit))
            for word in words_of(line)
            if tells(word) > _USED_UP
        )
        for unit in agency.units
    )


_USED_UP = 0.6
"""What a word tells that three of ten orders hold: "information", "regulation"."""
_BESIDE = 0.6
"""The share of the best that a second or third must have by one word alone."""


def _near(match: Match, best: Match) -> bool:
    share = _NEAR if len(match.words) > 1 or len(best.words) == 1 else _BESIDE
    return match.score >= share * best.score


def _least(ranked: list[Match]) -> float:
    """The share that the best match must reach: less where no other comes near it."""
    alone = len(ranked) == 1 or ranked[0].score >= _AHEAD * ranked[1].score
    return _LEAST_ALONE if alone else _LEAST_SHARE


def _by_words(agency: Agency, text: str) -> list[tuple[OrganizationUnit, str]]:
    lexicon = _lexicon(agency)
    own = _without_agency(agency, text)
    soft = soft_words(own)
    words = words_of(own)
    ranked = [one for one in lexicon.ranked(words, soft) if _speaks(agency, one, soft, len(words))]
    if not ranked or ranked[0].score < _least(ranked) * lexicon.unique:
        return []
    if len(ranked) > MOST_UNITS and ranked[0].score < _MARGIN * ranked[MOST_UNITS].score:
        return []
    kept = [match for match in ranked[:MOST_UNITS] if _near(match, ranked[0])]
    return [(agency.units[match.index], f"matching words: {', '.join(match.words[:5])}") for match in kept]
