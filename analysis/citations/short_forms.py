"""Later, shorter mentions: aliases bound by a definition, "that order", "section 3(a) of this order"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from analysis.citations.found import Aside, Found, Scene
from analysis.citations.pinpoints import Pinpoint, Provision
from analysis.citations.popular_names import distinctive_acronyms
from pipeline.findings import AuthorityType, MentionClass

_MOST_ALIASES = 200
_BRACKET = re.compile(
    r",?\s*(?:as\s+amended,?\s*)?(?:of\s+[A-Z][a-z]+\s+\d{1,2},?\s+"
    r"\d{4},?\s*)?\((?P<inside>[^()\x00]{1,160}(?:\([^()\x00]{1,20}\)[^()\x00]{0,60}){0,3})\)"
)
# between a name and its year or section: "the … Results Act (GPRA) of 1993"
_INSIDE = re.compile(r"Act\s+\((?P<name>[A-Z][\w&-]{1,11})\)\s+(?:of\s+\d|[Ss]ec|§)")
_BETWEEN = re.compile(r",?\s*(?:as\s+amended,?\s*)?(?:and|at)?\s*")
_QUOTED = re.compile(r"(?:\A|[\s(;,])[\"'`]{1,2}(?:the\s+)?(?P<name>[A-Z][\w .&'/-]{1,40}?)[\"'`]{1,2}")
_ACRONYM = re.compile(
    r"(?:the\s+)?(?P<name>[A-Z][A-Za-z&.-]{1,12}(?:\s(?:Act|Order|(?:FY\s?)?\d{4}))?|(?:[A-Z\d][\w'’-]+\s){1,5}Act)"
)
_THAT = (
    re.compile(
        r"hat\s+(?:Executive\s+)?(?P<noun>order|Order|Act|memorandum|Memorandum|directive"
        r"|proclamation|Proclamation|statute|section|title|law)\b(?!\s+(?:\d|[IVX]+\b))"
    ),
    re.compile(
        r"uch\s+(?:Executive\s+)?(?P<noun>order|Order|Act|memorandum|Memorandum|directive"
        r"|proclamation|Proclamation|section|title)\b(?!\s+(?:\d|[IVX]+\b))"
    ),
    re.compile(r"aid\s+(?:Executive\s+)?(?P<noun>order|Order|Act|memorandum|Memorandum|section)\b"),
    # "the" is everywhere and "Act" is rare: the noun is looked for, and its article before it
    re.compile(r"(?P<noun>Act)\b(?<=[e\s]\sAct)(?!\s+(?:of|for)\s+(?:[A-Z]|\d))"),
    *(
        re.compile(rf"(?P<noun>{same})\.(?=[\s,;)])(?:\s*(?:at\s+\d+|§+\s*\d[\w()-]*))?")
        for same in ("Id", "id")
    ),
    *(re.compile(rf"(?P<noun>{same})\.") for same in ("Ibid", "ibid")),
)
# forms whose section stands behind no comma: "EO 13526 sec. 1.4"
_SPACED = re.compile(
    r"EO |Executive Order |Proclamation |Presidential (?:Mem|Det)|Military Order |DoD "
    r"|(?!OMB)[A-Z]{2,4}[- ]\d"
)
_DEFINED_NOUN = re.compile(r"(?P<noun>Order|Memorandum|Code|Directive|Proclamation)\b")
_SECTION_OF = re.compile(r"§+\s*(?P<label>\d[\w()-]*)\Z")
_CODE_OF = re.compile(r"(?P<code>\d+ (?:U\.S\.C\.|CFR)) (?=\d)")
_ARTICLE = re.compile(r"[Tt]he\s+\Z")
_HEADING = re.compile(
    r"\n[ ]{0,8}(?:Section|SECTION|Sec\.|SEC\.)\s+(?P<number>\d{1,4}[A-Za-z]?(?:\.\d{1,3})?)\.(?=\s)"
)
_INNER = ("subsection", "paragraph", "subparagraph", "clause")
_OWN = re.compile(
    r"(?:order|Order|memorandum|Memorandum|Act|directive|proclamation|section|subsection|title"
    r"|part|chapter|paragraph|notice|rule|subpart|letter|circular)\b"
)
_ANY = frozenset(AuthorityType)
_ORDERS = frozenset({AuthorityType.EXECUTIVE_ORDER})
_NOUNS: dict[str, frozenset[AuthorityType]] = {
    "order": _ORDERS,
    "act": frozenset({AuthorityType.ACT}),
    "memorandum": frozenset({AuthorityType.PRESIDENTIAL_MEMORANDUM, AuthorityType.OMB_MEMO}),
    "directive": frozenset({AuthorityType.DIRECTIVE}),
    "proclamation": frozenset({AuthorityType.PROCLAMATION}),
    "statute": frozenset({AuthorityType.ACT, AuthorityType.USC, AuthorityType.PUBLIC_LAW}),
    "law": frozenset({AuthorityType.ACT, AuthorityType.USC, AuthorityType.PUBLIC_LAW}),
    "section": frozenset({AuthorityType.USC, AuthorityType.ACT}),
    "title": frozenset({AuthorityType.USC}),
}


@dataclass(frozen=True, slots=True)
class Alias:
    """A short form and what it stands for, from the place of its definition on."""

    name: str
    normal: str
    bound_at: int
    definition: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Antecedents:
    """The full mentions of a document, by type, for the nearest one before a place."""

    rows: tuple[Found, ...]
    _starts: dict[frozenset[AuthorityType], tuple[list[int], list[Found]]] = field(default_factory=dict)

    def before(self, place: int, types: frozenset[AuthorityType] | None) -> Found | None:
        """The last full mention of one of these types (any, where None) before `place`."""
        key = types or _ANY
        if key not in self._starts:
            chosen = [row for row in self.rows if row.type in key]
            self._starts[key] = ([row.start for row in chosen], chosen)
        starts, chosen = self._starts[key]
        at = bisect_right(starts, place - 1)
        return chosen[at - 1] if at else None


def aliases(text: str, rows: list[Found]) -> list[Alias]:
    """The short forms that definitions behind full mentions bind, first definition first."""
    bound: dict[str, Alias] = {}
    for index, row in enumerate(rows):
        if len(bound) >= _MOST_ALIASES:
            break
        inside = _INSIDE.search(text, row.start, row.end) if row.type is AuthorityType.ACT else None
        if inside is not None and _abbreviates(inside["name"], row):
            bound.setdefault(inside["name"], Alias(inside["name"], _whole(row.normal), *_bound_by(inside)))
        for name, start, end in _defined(text, row, _run_end(text, rows, index)):
            bound.setdefault(name, Alias(name, _whole(row.normal), start, (start, end)))
    return list(bound.values())


def _bound_by(match: re.Match[str]) -> tuple[int, tuple[int, int]]:
    return match.start("name"), match.span("name")


def _whole(normal: str) -> str:
    return (
        re.sub(r",? (?:sec\.|title|part|subtitle|chapter|division) .*\Z", "", normal)
        if "U.S.C." not in normal
        else normal
    )


def _run_end(text: str, rows: list[Found], index: int) -> int:
    """Where the citations that follow a name with no more than a comma end: "…Act, 45 U.S.C. 151 (RLA)"."""
    end = rows[index].end
    for row in rows[index + 1 : index + 4]:
        if row.start - end > 16 or not _BETWEEN.fullmatch(text, end, row.start):
            break
        end = row.end
    return end


def _defined(text: str, row: Found, at: int) -> Iterator[tuple[str, int, int]]:
    for _ in range(4):
        bracket = _BRACKET.match(text, at, at + 400)
        if bracket is None:
            return
        start = bracket.start("inside")
        quoted = _QUOTED.search(bracket.group("inside"))
        acronym = _ACRONYM.fullmatch(bracket.group("inside"))
        if quoted is not None:
            yield quoted.group("name"), start + quoted.start("name"), start + quoted.end("name")
            return
        if acronym is not None and _abbreviates(acronym.group("name"), row):
            yield acronym.group("name"), start + acronym.start("name"), start + acronym.end("name")
            return
        at = bracket.end()


def _abbreviates(short: str, row: Found) -> bool:
    """Whether the capitals of the short form, or its words, come in order among those of the name."""
    if row.type is not AuthorityType.ACT:
        return False
    if short in ("Act", "Code"):
        return True
    if " " in short and short.endswith(" Act"):
        whole = iter(_whole(row.normal).split())
        return all(word in whole for word in short.split())
    capitals = iter(char for char in row.normal if char.isupper())
    wanted = [char for char in short.split()[0] if char.isupper()]
    return len(wanted) > 1 and all(char in capitals for char in wanted)


def in_full(rows: list[Found], bound: list[Alias]) -> list[Found]:
    """The rows, those that only say a short form of the document's own by the name that it stands for.

    "the Harbor Safety Act of 1998 (Safety Act)" makes no second Act of the "Safety Act".
    """
    named = {alias.name: alias for alias in bound}
    return [_in_full(row, named.get(_whole(row.normal))) for row in rows]


def _in_full(row: Found, alias: Alias | None) -> Found:
    if alias is None or row.start < alias.bound_at:
        return row
    return replace(row, normal=f"{alias.normal}{row.normal[len(alias.name) :]}")


def asides(scene: Scene, rows: list[Found], bound: list[Alias]) -> list[Aside]:
    """Every short mention: aliases, anaphora, internal references. They may overlap the rows."""
    before = Antecedents(tuple(rows))
    headings = [(match.start(), match.group("number")) for match in _HEADING.finditer("\n" + scene.text)]
    found = list(_alias_uses(scene, bound))
    found += _anaphora(scene, before, {alias.name: alias for alias in bound})
    found += _internal(scene, before, headings)
    return found


def _alias_uses(scene: Scene, bound: list[Alias]) -> Iterator[Aside]:
    text = scene.text
    named = {alias.name: alias for alias in bound if alias.name not in ("Act", "Order", "Code", "Memorandum")}
    known = distinctive_acronyms()
    uses = [match for match in _any_of(tuple(known)).finditer(text) if match.group() not in named]
    if named:
        uses += _any_of(tuple(sorted(named))).finditer(text)
    for match in uses:
        start, end = match.span()
        if _inside_word(text, start, end):
            continue
        alias = named.get(match.group())
        if alias is not None and start < alias.bound_at:
            alias = None
        normal = alias.normal if alias else known[match.group()].name if match.group() in known else None
        if normal is None or (alias is not None and (start, end) == alias.definition):
            continue
        provisions = scene.pinpoints.before(start)
        for index, (place, resolved) in enumerate(_placed(provisions, normal, start)):
            last = index >= len(provisions) - 1
            yield Aside(place, end if last else provisions[index].end, MentionClass.ALIAS, resolved)


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_branches(words))


def _branches(words: Iterable[str]) -> str:
    """A pattern for the longest of these words, what several begin with written once.

    With two hundred words that is some times faster than to try each of them at every capital.
    """
    rest: dict[str, list[str]] = {}
    for word in words:
        rest.setdefault(word[:1], []).append(word[1:])
    longer = [re.escape(first) + _branches(more) for first, more in rest.items() if first]
    if not longer:
        return ""
    return f"(?:{'|'.join(longer)})" + ("?" if "" in rest else "")


def _placed(provisions: list[Provision], normal: str, start: int) -> list[tuple[int, str]]:
    if not provisions:
        return [(start, normal)]
    joint = " " if _SPACED.match(normal) else ", "
    return [(provision.start, f"{normal}{joint}{provision.text}") for provision in provisions]


def _inside_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (
        before.isalnum()
        or before in "-/@."
        or after.isalnum()
        or after in "-@"
        or text[end : end + 4] == ".gov"
    )


def _anaphora(scene: Scene, before: Antecedents, bound: dict[str, Alias]) -> Iterator[Aside]:
    text = scene.text
    scans = (*_THAT, _DEFINED_NOUN) if any(_DEFINED_NOUN.fullmatch(name) for name in bound) else _THAT
    for scan in scans:
        for match in scan.finditer(text):
            start = match.start()
            if scan is _DEFINED_NOUN and match.group() not in bound:
                continue
            if start == match.start("noun") and text[start] in "AOMCDP":
                article = _ARTICLE.search(text, max(0, start - 12), start)
                start = article.start() if article else -1
            elif match.group("noun")[0] not in "Ii":
                start -= 1
            if start < 0 or (start and text[start - 1].isalnum()) or text[start] not in "tTsSIi":
                continue
            noun = match.group("noun").lower()
            alias = bound.get(match.group("noun").capitalize())
            if alias is not None and start < alias.bound_at:
                alias = None
            if alias is None and scan is _DEFINED_NOUN:
                continue
            antecedent = before.before(start, _NOUNS.get(noun))
            target = alias.normal if alias else antecedent.normal if antecedent else None
            if target is not None and noun == "id":
                target = _same_code(match.group(), target)
            yield from _backwards(scene.pinpoints.before(start), target, start, match.end())


def _backwards(provisions: list[Provision], target: str | None, start: int, end: int) -> Iterator[Aside]:
    """One mention for each place inside the antecedent, or the antecedent itself."""
    if target is None or not provisions:
        yield Aside(provisions[0].start if provisions else start, end, MentionClass.ANAPHORA, target)
        return
    code = _CODE_OF.match(target)
    for provision, (place, resolved) in zip(
        provisions, _placed(provisions, _whole(target), start), strict=True
    ):
        stop = end if provision is provisions[-1] else provision.end
        if code is not None:
            # "section 525 of that title" after "10 U.S.C. 527"
            resolved = f"{code['code']} {provision.text.removeprefix('sec. ')}"
        yield Aside(place, stop, MentionClass.ANAPHORA, resolved)


def _same_code(words: str, target: str) -> str:
    """After a section of a code "Id. § 553(b)" is another section of the same code."""
    section, code = _SECTION_OF.search(words), _CODE_OF.match(target)
    return f"{code['code']} {section['label']}" if section and code else target


def _internal(scene: Scene, before: Antecedents, headings: list[tuple[int, str]]) -> Iterator[Aside]:
    text = scene.text
    places = [place for place, _ in headings]
    for target, pinpoint in scene.pinpoints.leading("this"):
        noun = _OWN.match(text, target)
        if noun is None:
            continue
        at = bisect_right(places, pinpoint.start)
        own = headings[at - 1][1] if at and noun.group() == "section" else None
        provisions = scene.pinpoints.before(target)
        for provision in provisions:
            end = noun.end() if provision is provisions[-1] else provision.end
            yield Aside(provision.start, end, MentionClass.INTERNAL, _own_place(provision))
        if pinpoint.unit in _INNER and not provisions:
            yield from _inner(scene.pinpoints.chain(target), noun.end(), own)
    yield from _bare(scene, before, {number for _, number in headings})


def _inner(chain: list[Pinpoint], end: int, own: str | None) -> Iterator[Aside]:
    """Places inside the section itself: "paragraph (2) of subsection (b) of this section"."""
    first = chain[-1]
    outer = "".join(link.members[0].label for link in reversed(chain[:-1]) if link.unit in _INNER)
    for member in first.members:
        stop = end if member is first.members[-1] else member.end
        start = first.start if member is first.members[0] else member.start
        place = f"Sec. {own}{outer}{member.label}" if own else None
        yield Aside(start, stop, MentionClass.INTERNAL, place)


def _own_place(provision: Provision) -> str:
    return f"Sec. {provision.label}" if provision.unit == "sec." else provision.text


def _bare(scene: Scene, before: Antecedents, own: set[str]) -> Iterator[Aside]:
    """Sections named without their document: one named in full before, else a section of this one."""
    named: dict[str, tuple[int, str]] = {}
    for row in before.rows:
        head, _, label = row.normal.rpartition(", sec. ")
        if head:
            named.setdefault(label.split("(")[0], (row.start, head))
    for pinpoint, end in scene.pinpoints.loose:
        if pinpoint.unit != "sec." or _is_heading(scene.text, pinpoint):
            continue
        label = pinpoint.members[0].label
        number = label.split("(")[0]
        if number in named and named[number][0] < pinpoint.start:
            yield Aside(pinpoint.start, end, MentionClass.ALIAS, f"{named[number][1]}, sec. {label}")
        elif number in own:
            yield Aside(pinpoint.start, end, MentionClass.INTERNAL, f"Sec. {label}")


def _is_heading(text: str, pinpoint: Pinpoint) -> bool:
    """Whether "Sec. 3." begins a line, or a page's text, as headings do."""
    if not text[pinpoint.start].isupper():
        return False
    line = text[max(0, pinpoint.start - 9) : pinpoint.start].rstrip(" *#")
    return not line.strip() or line.endswith("\n")
